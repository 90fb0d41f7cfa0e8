"""Icons: one stroke family in `icons.svg`, written into a page once, and only those that the page uses."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from functools import cache
from pathlib import Path

from jinja2.runtime import Macro
from markupsafe import Markup

from directory.web.kept import Memory

MIRRORED = frozenset({"back", "next"})
"""Arrows that follow the direction of reading."""
NUMBER = "\ue000"
"""Where a number goes in what is written once for all numbers: a character that is in no text."""


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

    def __init__(self, memory: Memory) -> None:
        self._used: dict[str, Markup] = {}
        self._memory = memory

    def icon(self, name: str) -> Markup:
        """A reference to a symbol, hidden from assistive technology: words always stand beside it. Raises KeyError."""
        self._used[name] = symbols()[name]
        return references()[name]

    def kept(self, macro: Macro, one: object) -> Markup:
        """What a macro writes of this very object: only what follows from it alone, for it is written once."""
        text, icons = self._memory.of(macro.name).get(one, None, self._written, macro, one)
        self._used |= icons
        return text

    def rows(self, macro: Macro, ones: Iterable[Hashable]) -> Markup:
        """What a macro writes of each, equal ones once: only what follows from them alone."""
        kept, found = self._memory.of(macro.name), []
        for one in ones:
            text, icons = kept.get(None, one, self._written, macro, one)
            self._used |= icons
            found.append(text)
        return Markup("".join(found))  # noqa: S704 - macros wrote them, escaped

    def counted(self, macro: Macro, ones: Iterable[tuple[Hashable, int]]) -> Markup:
        """What a macro writes of each and its number; equal ones are written once, whatever their numbers."""
        kept, found = self._memory.of(macro.name), []
        for one, number in ones:
            before, behind = kept.get(None, one, _around_number, macro, one)
            found.append(f"{before}{number}{behind}")
        return Markup("".join(found))  # noqa: S704 - macros wrote them, escaped

    def _written(self, macro: Macro, one: object) -> tuple[Markup, dict[str, Markup]]:
        before, self._used = self._used, {}
        text = Markup(macro(one))  # noqa: S704 - a macro's text is escaped
        icons, self._used = self._used, before
        return text, icons

    def symbols(self) -> Markup:
        """The symbols asked for so far; written once, at the end of the page."""
        return Markup("").join(self._used.values())


def _around_number(macro: Macro, one: Hashable) -> tuple[str, str]:
    before, _, behind = macro(one, NUMBER).partition(NUMBER)
    return before, behind
