"""Pages that stand alone: the help lines, and that search is not working. A proxy serves them while Nearhelp does not answer
(pages §4.8, §4.9): each is one file with its style, without script, and needs no index and no process."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Flask

from directory.errors import IndexUnavailable
from directory.web.assets import STYLE, coloured
from directory.web.errors import as_page, problem_of
from directory.web.site import site
from directory.web.tongues import LANGUAGE
from directory.web.unasked import unasked

SHEET = re.compile(rf'<link rel="stylesheet" href="[^"]*/{re.escape(STYLE)}">')
SCRIPT = re.compile(r"<script\b[^>]*></script>\n")
EXIT = re.compile(r'href="(?:/\w+)?/exit"')
COUNTRIES = re.compile(r'<nav class="after".*?</nav>\n', re.DOTALL)
AGAIN = re.compile(r'(<a class="btn quiet" href=")[^"]*"')


def alone(app: Flask) -> Iterator[tuple[str, str]]:
    """The pages by the file each belongs in, in every language of the site: `helplines.html`, `es/down.html`."""
    for place, tag in enumerate(app.config[LANGUAGE]):
        folder, language = (f"{tag}/", tag) if place else ("", "")
        with unasked(app, "/helplines", language):
            yield f"{folder}helplines.html", _whole(app.make_response(app.dispatch_request()).get_data(as_text=True))
        with unasked(app, "/", language):
            down = as_page(problem_of(IndexUnavailable())).get_data(as_text=True)
            yield f"{folder}down.html", AGAIN.sub(r'\1"', _whole(down), count=1)  # the address it is served at


def _whole(page: str) -> str:
    """A page with its style in it; the way out leads straight to where `/exit` would, and nothing to other countries."""
    style = coloured(site().style).body.decode()
    styled = SHEET.sub(lambda _: f"<style>{style}</style>", COUNTRIES.sub("", page))
    return EXIT.sub(lambda _: f'href="{site().settings.exit_url}"', SCRIPT.sub("", styled))
