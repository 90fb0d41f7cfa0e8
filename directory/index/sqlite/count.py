"""How many listings say each value, under all other choices."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from directory.facets import FACETS, Unit, declared, group_of, units
from directory.index.sqlite.columns import Columns, rows_of
from directory.index.sqlite.constraints import Asked
from directory.index.sqlite.facts import value_index
from directory.index.sqlite.times import Clock, each
from directory.query import Query
from directory.taxonomy import values

A_ROW, A_SET, A_BIT = 36_000, 4_000, 1
"""What reading the values of one listing costs, against intersecting one bit set: so much for itself, and so much a row
(fitted to timings at 10,000 and 100,000 rows)."""


def counts(columns: Columns, asked: Asked, query: Query) -> dict[str, dict[str, int]]:
    """facet → value → listings that say it when the unit the value belongs to is set aside."""
    every = iter(_tally(columns, asked.found(), _all(columns)))
    found = {facet: dict(zip(declared(facet), every, strict=False)) for facet in FACETS}
    for facet, picked in query.chosen:
        for unit in units(facet, picked):
            reach = _reach(unit)
            tally = _tally(columns, _aside(asked, unit), _sets(columns, facet, reach))
            found[facet].update(zip(reach, tally, strict=True))
    found["time"] = _times(columns, asked, query)
    return found


def _reach(unit: Unit) -> tuple[str, ...]:
    """The values that belong to a unit or would join it if chosen."""
    rule = FACETS[unit.facet].rule
    if rule == "any":
        return declared(unit.facet)
    group = group_of(unit.facet, unit.values[0])
    if rule == "all" or (rule == "start" and group != "how"):
        return unit.values
    return tuple(value for value in declared(unit.facet) if group_of(unit.facet, value) == group)


@dataclass(frozen=True, slots=True)
class Sets:
    """Values to be counted: their numbers in `value_index` and the listings that say them."""

    numbers: Sequence[int]
    bits: Sequence[int]


def _all(columns: Columns) -> Sets:
    return columns.remember("sets", lambda: Sets(range(len(value_index())), columns.value_bits))


def _sets(columns: Columns, facet: str, reach: tuple[str, ...]) -> Sets:
    def work() -> Sets:
        numbers = [value_index()[facet, value] for value in reach]
        return Sets(numbers, [columns.value_bits[number] for number in numbers])

    return columns.remember(("sets", facet, reach), work)


def _aside(asked: Asked, unit: Unit) -> int:
    return asked.found(next(one for one in asked.constraints if one.kind == "facet" and one.unit == unit))


def _tally(columns: Columns, base: int, sets: Sets) -> list[int]:
    """How many of some listings say each value."""
    if base.bit_count() * A_ROW > len(sets.bits) * (A_SET + A_BIT * columns.size):
        return [(base & bits).bit_count() for bits in sets.bits]
    said, start = columns.values, columns.values_from
    read = array("H")
    for row in rows_of(base):
        read += said[start[row - 1] : start[row]]
    tally = Counter(read).get
    return [tally(number, 0) for number in sets.numbers]


def _times(columns: Columns, asked: Asked, query: Query) -> dict[str, int]:
    base = asked.found(asked.of_kind("time"))
    clock = Clock(query.moment, query.zone)
    return {value: (base & bits).bit_count() for value, bits in zip(values()["time"], each(columns, clock), strict=True)}
