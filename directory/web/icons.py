"""Icons: one stroke family in `icons.svg`, written into a page once, and only those that the page uses."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

MIRRORED = frozenset({"back", "next"})
"""Arrows that follow the direction of reading."""


@cache
def symbols() -> dict[str, Markup]:
    """Name → `<symbol>` of every icon."""
    text = (Path(__file__).parent / "icons.svg").read_text("utf-8")
    return {found[2]: Markup(found[1]) for found in re.finditer(r'(<symbol id="i-(\w+)".*?</symbol>)', text)}  # noqa: S704 - our own file


@cache
def references() -> dict[str, Markup]:
    """Name → reference to the symbol of every icon."""
    pattern = Markup('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>')
    return {name: pattern.format("i flip" if name in MIRRORED else "i", name) for name in symbols()}


class Sprite:
    """The icons of one page: remembers which were asked for, so that the page carries no other."""

    def __init__(self) -> None:
        self._used: dict[str, Markup] = {}

    def icon(self, name: str) -> Markup:
        """A reference to a symbol, hidden from assistive technology: words always stand beside it. Raises KeyError."""
        self._used[name] = symbols()[name]
        return references()[name]

    def symbols(self) -> Markup:
        """The symbols asked for so far; written once, at the end of the page."""
        return Markup("").join(self._used.values())
