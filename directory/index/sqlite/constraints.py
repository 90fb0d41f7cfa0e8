"""A query as bit sets: each thing it asks for, with what passes it and what says yes, so that any one can be set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Literal

from directory.facets import FACETS, Unit, group_of, units
from directory.index.sqlite.columns import Columns
from directory.index.sqlite.facts import HOURS_UNKNOWN, no, yes
from directory.index.sqlite.times import Clock, fitting
from directory.query import Query

Kind = Literal["facet", "not", "time", "age", "words", "place", "organization"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing asked for. `keep`: listings it does not drop; `yes`: those that say yes; `refuse`: those that say no.

    Of a two-valued one `keep` and `yes` are equal and `refuse` is not used.
    """

    kind: Kind
    keep: int
    yes: int
    refuse: int = 0
    three_valued: bool = False
    unit: Unit | None = None

    @property
    def narrows(self) -> bool:
        """Whether it is one of those that alone decide how wide the ladder goes: words and kinds of help."""
        return self.kind == "words" or (self.unit is not None and self.unit.facet == "category")


def filters(columns: Columns, query: Query) -> list[Constraint]:
    """The constraints of everything but words and place, in the order in which relaxations are offered."""
    found = [_unit(columns, query, unit) for facet, values in query.chosen for unit in units(facet, values)]
    found += [_without(columns, query, facet, value) for facet, values in query.excluded for value in values]
    if query.times:
        said = fitting(columns, query.times, Clock(query.moment, query.zone))
        found.append(_three(query, "time", yes=said, refuse=~(said | columns.terms.bits(HOURS_UNKNOWN)) & columns.live))
    if query.age is not None:
        found.append(_age(columns, query, query.age))
    if query.organization:
        bits = columns.terms.bits(f"o:{query.organization}")
        found.append(Constraint("organization", bits, bits))
    return found


def _three(query: Query, kind: Kind, *, yes: int, refuse: int, unit: Unit | None = None) -> Constraint:
    keep = -1 if query.fit_all else yes if query.say else ~refuse
    return Constraint(kind, keep, yes, refuse, True, unit)


def _unit(columns: Columns, query: Query, unit: Unit) -> Constraint:
    bits = columns.terms.bits
    said = reduce(int.__or__, (bits(yes(unit.facet, value)) for value in unit.values))
    if not FACETS[unit.facet].three_valued:
        return Constraint("facet", said, said, unit=unit)
    groups: dict[str, list[str]] = {}
    for value in unit.values:
        groups.setdefault(group_of(unit.facet, value) if unit.facet == "audience" else "", []).append(value)
    refuse = 0
    for members in groups.values():
        refuse |= reduce(and_, (bits(no(unit.facet, value)) for value in members))
    if unit.facet != "audience":
        refuse &= ~said
    return _three(query, "facet", yes=said & ~refuse, refuse=refuse, unit=unit)


def _without(columns: Columns, query: Query, facet: str, value: str) -> Constraint:
    said = columns.terms.bits(yes(facet, value))
    unit = Unit(facet, (value,))
    if not FACETS[facet].three_valued:
        return Constraint("not", ~said, ~said, unit=unit)
    return _three(query, "not", yes=columns.terms.bits(no(facet, value)), refuse=said, unit=unit)


def _age(columns: Columns, query: Query, age: int) -> Constraint:
    def fits(term: str) -> bool:
        _, low, high = term.split(":")
        return int(low or 0) <= age <= int(high or 200)

    def known() -> int:
        return columns.terms.any_of(term for term in columns.terms.starting("g:") if term != "g::" and fits(term))

    said = columns.remember(("age", age), known)
    return _three(query, "age", yes=said, refuse=columns.live & ~said & ~columns.terms.bits("g::"))


@dataclass(frozen=True, slots=True)
class Asked:
    """All constraints of a query, and what they find together. `live` is where everything starts."""

    live: int
    constraints: tuple[Constraint, ...]

    def found(self, aside: Callable[[Constraint], bool] = lambda _: False) -> int:
        """What passes every constraint that is not set aside."""
        return _meet(self.live, (one.keep for one in self.constraints if not aside(one)))

    def two_valued(self) -> int:
        """What passes every two-valued constraint."""
        return _meet(self.live, (one.keep for one in self.constraints if not one.three_valued))

    def narrowing(self) -> int:
        """What words and kinds of help alone find."""
        return _meet(self.live, (one.keep for one in self.constraints if one.narrows))

    def tiers(self) -> tuple[int, int, int]:
        """The found ones that say yes to all, that leave something open, that say no to something (with fit_all only)."""
        found, refused = self.found(), self.refused()
        best = _meet(found, (one.yes for one in self.constraints if one.three_valued))
        return best, found & ~best & ~refused, found & ~best & refused

    def refused(self) -> int:
        """What says no to something."""
        return reduce(int.__or__, (one.refuse for one in self.constraints if one.three_valued), 0)

    def left_out(self) -> int:
        """How many pass all two-valued constraints and say no to a three-valued one."""
        return (self.two_valued() & self.refused()).bit_count()


def _meet(start: int, sets: Iterable[int]) -> int:
    for bits in sets:
        start &= bits
    return start
