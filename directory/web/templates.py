"""The templates in each language: what they say without blanks, and how their addresses begin, is text before a page is asked.

Templates write `{{ say("key") }}` and addresses without a language. Sixty words of a result page are the same on every one:
looked up and escaped each time, with the addresses led through a function, they took an eighth of its processor time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask import Flask, current_app, render_template
from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import escape

from directory.web import tongues
from directory.web.words import Voice

EXTENSION = "nearhelp.templates"
ADDRESS = re.compile(r'\b(href|action|formaction)="(?:(/)|\{\{ *([^{}|]*?) *\}\}")')
"""What leads somewhere: to a page of this site as it is written, or wherever a value says. One that is right as it is says so:
`|e`."""
SAID = re.compile(r"""\{\{ say\(["'](\w+)["']\) \}\}""")


def speak(app: Flask, tags: Iterable[str]) -> None:
    """Give the application its templates in every language, the default one first."""
    default, *others = tags
    languages = {default: "", **{tag: f"/{tag}" for tag in others}}
    app.extensions[EXTENSION] = {
        tag: app.jinja_env.overlay(extensions=[_spoken(Voice(tag), before)], cache_size=-1)  # they are few and all stay
        for tag, before in languages.items()
    }


def environments(app: Flask) -> Mapping[str, Environment]:
    """The templates of each language; none of an application that was given none."""
    return cast("Mapping[str, Environment]", app.extensions.get(EXTENSION, {}))


def written(name: str, **model: Any) -> str:
    """What a template writes in the language of this request."""
    return render_template(environments(current_app)[tongues.language()].get_template(name), **model)


def _spoken(voice: Voice, before: str) -> type[Extension]:
    """What makes a template one of a language while it is read; its addresses begin with `before`."""

    def led(found: re.Match[str]) -> str:
        attribute, slash, value = found.groups()
        return f'{attribute}="{before}/' if slash else f'{attribute}="{{{{ at({value}) }}}}"'

    def said(found: re.Match[str]) -> str:
        return str(escape(voice(found[1])))

    class Spoken(Extension):
        def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
            return SAID.sub(said, ADDRESS.sub(led, source) if before else source)

    return Spoken
