"""Icons: one stroke family in `icons.svg`, written into a page once, and only those that the page uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2.runtime import Macro
from markupsafe import Markup

from directory.web.kept import Memory
from directory.web.present_cards import Entry, More
from directory.web.present_filters import Group, Option, Tick

MIRRORED = frozenset({"back", "next"})
"""Arrows that follow the direction of reading."""
SLOT = "\ue000"
"""Where something goes in what is written once for all of it: a character that is in no text."""


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

    def __init__(self, memory: Memory, language: str) -> None:
        self._used: dict[str, Markup] = {}
        self._memory = memory
        self._language = language

    def icon(self, name: str) -> Markup:
        """A reference to a symbol, hidden from assistive technology: words always stand beside it. Raises KeyError."""
        self._used[name] = symbols()[name]
        return references()[name]

    def cards(self, parts: Any, entries: Iterable[Entry], control: Callable[[str, str], str]) -> Markup:
        """The cards of a list by the macros of a template: what follows from a listing alone is written once, and so are equal
        rows. A tenth of the steps that the same in a loop of the template takes. `control` writes the last button of a card
        from its ref and name."""
        found: list[str] = []
        for one in entries:
            if isinstance(one, More):
                found.append(parts.more_of(one))
                continue
            before, between, last, behind = self._pieces(parts.card, one.face, one.kind, one.face, one.kind)
            found += (before, *self._rows(parts.fact, one.facts), between)
            if one.meetings:
                found.append(parts.meets(one))
            if one.matches:
                found += self._rows(parts.matches, (one.matches,))
            if one.asks:
                found += self._rows(parts.asks, (one.asks,))
            found += (last, control(one.face.ref, one.face.said), behind)
        return Markup("".join(found))  # noqa: S704 - macros wrote them, escaped

    def groups(self, macro: Macro, option: Macro, groups: Iterable[Group]) -> Markup:
        """The groups of the filter panel, each by a macro that leaves slots for its options."""
        found: list[str] = []
        for one in groups:
            shown = (self._language, one.title, one.open, one.age, bool(one.more))
            before, *behind = self._pieces(macro, None, shown, one)
            found += (before, *self._counted(option, one.options), behind[0])
            if one.more:
                found += (*self._counted(option, one.more), behind[1])
        return Markup("".join(found))  # noqa: S704 - macros wrote them, escaped

    def once(self, macro: Macro, one: Hashable) -> Markup:
        """What a macro writes of something; of what is equal it is written once."""
        return Markup("".join(self._rows(macro, (one,))))  # noqa: S704 - as `cards`

    def _counted(self, macro: Macro, options: Iterable[Option]) -> Iterator[str]:
        """What a macro writes of each box and its number; a box is written once, whatever its numbers."""
        kept = self._memory.of(macro.name)
        for tick, number in options:
            before, behind = kept.get(tick, None, _around_number, macro, tick)
            yield f"{before}{number}{behind}"

    def _rows(self, macro: Macro, ones: Iterable[Hashable]) -> Iterator[str]:
        """What a macro writes of each, equal ones once: only what follows from them and the language."""
        kept = self._memory.of(macro.name)
        for one in ones:
            text, icons = kept.get(None, (self._language, one), self._written, macro, one)
            self._used |= icons
            yield text

    def _pieces(self, macro: Macro, of: object, also: Hashable, *given: object) -> list[str]:
        """What a macro writes, cut where its slots are; once for this very object and an equal `also`, all it follows from."""
        pieces, icons = self._memory.of(macro.name).get(of, also, self._cut, macro, given)
        self._used |= icons
        return pieces

    def _cut(self, macro: Macro, given: tuple[object, ...]) -> tuple[list[str], dict[str, Markup]]:
        text, icons = self._written(macro, *given, SLOT)
        return text.split(SLOT), icons

    def _written(self, macro: Macro, *of: object) -> tuple[str, dict[str, Markup]]:
        before, self._used = self._used, {}
        text = str(macro(*of))
        icons, self._used = self._used, before
        return text, icons

    def symbols(self) -> Markup:
        """The symbols asked for so far; written once, at the end of the page."""
        return Markup("".join(self._used.values()))  # noqa: S704 - our own file


def _around_number(macro: Macro, one: Tick) -> tuple[str, str]:
    before, _, behind = str(macro(one, SLOT)).partition(SLOT)
    return before, behind
