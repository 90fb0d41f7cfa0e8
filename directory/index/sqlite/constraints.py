"""A query as bit sets: each thing it asks for, with what says yes and what says no to it, so that any one can be set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Literal

from directory.facets import FACETS, Unit, group_of, units
from directory.index.sqlite.columns import Columns
from directory.index.sqlite.facts import HOURS_UNKNOWN, no, spoken, yes
from directory.index.sqlite.times import Clock, fitting
from directory.query import Query

Kind = Literal["facet", "not", "time", "age", "words", "place", "organization"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing asked for. `yes`: the listings that say yes; `refuse`: those that say no, of a three-valued one; a two-valued
    one drops all but `yes`. `stated`: those that do not only say it in their own words, which is not all that was asked for
    beside something three-valued."""

    kind: Kind
    yes: int
    refuse: int = 0
    three_valued: bool = False
    unit: Unit | None = None
    stated: int = -1

    @property
    def narrows(self) -> bool:
        """Whether it is one of those that alone decide how wide the ladder goes: words and kinds of help."""
        return self.kind == "words" or (self.unit is not None and self.unit.facet == "category" and not self.three_valued)


def filters(columns: Columns, query: Query) -> list[Constraint]:
    """The constraints of everything but words and place, in the order in which relaxations are offered."""
    found = [
        _unit(columns, unit, heard=facet in query.heard) for facet, values in query.chosen for unit in units(facet, values)
    ]
    found += [_without(columns, facet, value) for facet, values in query.excluded for value in values]
    if query.times:
        said = fitting(columns, query.times, Clock(query.moment, query.zone))
        unknown = columns.terms.bits(HOURS_UNKNOWN)
        found.append(Constraint("time", said, ~(said | unknown) & columns.live, three_valued=True))
    if query.age is not None:
        found.append(_age(columns, query.age))
    if query.organization:
        bits = columns.terms.bits(f"o:{query.organization}")
        found.append(Constraint("organization", bits))
    return found


def _unit(columns: Columns, unit: Unit, *, heard: bool) -> Constraint:
    bits = columns.terms.bits
    said = reduce(or_, (bits(yes(unit.facet, value)) for value in unit.values))
    if not FACETS[unit.facet].three_valued:
        if not heard:
            return Constraint("facet", said, unit=unit)
        own = reduce(or_, (bits(spoken(unit.facet, value)) for value in unit.values))
        return Constraint("facet", said | own, unit=unit, stated=said)
    groups: dict[str, list[str]] = {}
    for value in unit.values:
        groups.setdefault(group_of(unit.facet, value) if unit.facet == "audience" else "", []).append(value)
    refuse = 0
    for members in groups.values():
        refuse |= reduce(and_, (bits(no(unit.facet, value)) for value in members))
    if unit.facet != "audience":
        refuse &= ~said
    return Constraint("facet", said & ~refuse, refuse, three_valued=True, unit=unit)


def _without(columns: Columns, facet: str, value: str) -> Constraint:
    said = columns.terms.bits(yes(facet, value))
    unit = Unit(facet, (value,))
    if not FACETS[facet].three_valued:
        return Constraint("not", ~said, unit=unit)
    return Constraint("not", columns.terms.bits(no(facet, value)), said, three_valued=True, unit=unit)


def _age(columns: Columns, age: int) -> Constraint:
    def fits(term: str) -> bool:
        _, low, high = term.split(":")
        return int(low or 0) <= age <= int(high or 200)

    def known() -> int:
        return columns.terms.any_of(term for term in columns.terms.starting("g:") if term != "g::" and fits(term))

    said = columns.remember(("age", age), known)
    return Constraint("age", said, columns.live & ~said & ~columns.terms.bits("g::"), three_valued=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """All constraints of a query, and what they find together. `live` is where everything starts.

    A listing answers to the three-valued ones together as to the least of them: one no is a no, else one unknown is an
    unknown. `say` drops the unknown, `fit_all` keeps the noes; each does only its own.
    """

    live: int
    constraints: tuple[Constraint, ...]
    say: bool = False
    fit_all: bool = False

    def tiers(self, aside: Constraint | None = None) -> tuple[int, int, int]:
        """What says yes to all, leaves something open, says no to something (with fit_all only), one constraint set aside."""
        base, best, stated, refused = self.live, -1, -1, 0
        for one in self.constraints:
            if one is aside:
                continue
            if one.three_valued:
                best &= one.yes
                refused |= one.refuse
            else:
                base &= one.yes
                stated &= one.stated
        if any(one.three_valued for one in self.constraints if one is not aside):
            best &= stated
        return base & best, 0 if self.say else base & ~best & ~refused, base & refused if self.fit_all else 0

    def found(self, aside: Constraint | None = None) -> int:
        """What is shown when one constraint is set aside."""
        best, open_, refused = self.tiers(aside)
        return best | open_ | refused

    def narrowing(self) -> int:
        """What words and kinds of help alone find."""
        return _meet(self.live, (one.yes for one in self.constraints if one.narrows))

    def left_out(self) -> int:
        """How many pass all two-valued constraints and say no to a three-valued one."""
        passing = _meet(self.live, (one.yes for one in self.constraints if not one.three_valued))
        return (passing & reduce(or_, (one.refuse for one in self.constraints), 0)).bit_count()

    def of_kind(self, kind: Kind) -> Constraint | None:
        """The constraint of a kind that there is once at most."""
        return next((one for one in self.constraints if one.kind == kind), None)


def _meet(start: int, sets: Iterable[int]) -> int:
    for bits in sets:
        start &= bits
    return start
