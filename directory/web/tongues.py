"""Which language a page is in: `/es/search` is `/search` in Spanish. The first language of the settings has no prefix.

Templates and presenters write addresses without it. Every `href`, `action` and `formaction` of a template in another language
than the default leads through `at`, which puts the prefix of the page before what is an address of a page here; see
`templates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional
from urllib.parse import quote

from flask import current_app, request

from directory.settings import Settings
from directory.web.words import DIRECTIONS, LANGUAGES, NAMES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGE = "nearhelp.language"
"""Where the language of a request stands in its environment."""
UNTOLD = ("/assets/", "/api/", "/healthz", "/readyz")
"""Addresses that are the same in every language."""
APART = re.compile("\N{FIRST STRONG ISOLATE}.*?\N{POP DIRECTIONAL ISOLATE}")
"""A name that keeps its own direction within a sentence."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language to choose: its own name for itself, the address of this page in it."""

    tag: str
    name: str
    direction: str
    href: str
    current: bool


def spoken(settings: Settings) -> tuple[str, ...]:
    """The languages of a site that the interface speaks, the default first; English where it speaks none of them."""
    return tuple(tag for tag in settings.languages if tag in LANGUAGES) or ("en",)


class Prefixed:
    """An application whose paths may begin with a language: it is taken off and noted."""

    def __init__(self, application: WSGIApplication, tags: Iterable[str]) -> None:
        self._application = application
        self._tags = frozenset(tags)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the application."""
        _, first, *rest = (*environ.get("PATH_INFO", "").split("/", 2), "")[:3]
        path = f"/{rest[0]}"
        if first in self._tags and not path.startswith(UNTOLD):
            environ[LANGUAGE] = first
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = path
        return self._application(environ, start_response)


def language() -> str:
    """The language of this request's page."""
    found: str = request.environ.get(LANGUAGE) or current_app.config[LANGUAGE][0]
    return found


def prefix() -> str:
    """What the addresses of pages in this request's language begin with; "" in the default one."""
    tag = request.environ.get(LANGUAGE)
    return f"/{tag}" if tag else ""


def at() -> Callable[[str], str]:
    """What turns an address as templates write it into one in the language of this request."""
    before = prefix()
    if not before:
        return str
    return lambda href: before + href if href.startswith("/") and not href.startswith(("//", *UNTOLD)) else href


def choices() -> tuple[Tongue, ...]:
    """The languages this page can be read in; none where there is only one. Of a form that was sent the address remains."""
    tags: tuple[str, ...] = current_app.config[LANGUAGE]
    if len(tags) < 2:
        return ()
    query = request.query_string.decode("ascii", "replace") if request.method == "GET" else ""
    path = quote(request.path, safe="/:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")
    here = language()
    addresses = (path if place == 0 else f"/{tag}{path}" for place, tag in enumerate(tags))
    return tuple(
        Tongue(tag, NAMES[tag], DIRECTIONS.get(tag, "ltr"), href, tag == here)
        for tag, href in zip(tags, addresses, strict=True)
    )


def frame() -> dict[str, Any]:
    """What templates need to lead addresses and to offer languages."""
    return {"at": at(), "tongues": choices()}


def way(text: str) -> str:
    """The direction a text is read in, by its first letter that does not stand apart, "rtl" or "ltr": the renderer of the PDF
    has no `auto`, and browsers take a foreign name at the beginning for the whole."""
    strong = (kind for kind in map(bidirectional, APART.sub("", text)) if kind in ("L", "R", "AL"))
    return "ltr" if next(strong, "L") == "L" else "rtl"
