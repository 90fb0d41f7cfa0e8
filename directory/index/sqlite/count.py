"""How many listings say each value, under all other choices."""

from __future__ import annotations

from array import array
from collections import Counter

from directory.facets import FACETS, Unit, declared, group_of, units
from directory.index.sqlite.columns import Columns, rows_of
from directory.index.sqlite.constraints import Asked, Constraint
from directory.index.sqlite.facts import value_index
from directory.index.sqlite.times import Clock, fitting
from directory.query import Query
from directory.taxonomy import values

SPARSE = 150
"""While there are so many times fewer listings than rows, reading the values of each is faster than intersecting a bit set
for every value (measured at 10,000 and 100,000 rows)."""


def counts(columns: Columns, asked: Asked, query: Query) -> dict[str, dict[str, int]]:
    """facet → value → listings that say it when the unit the value belongs to is set aside."""
    every = _tally(columns, asked.found())
    numbers, chosen = value_index(), dict(query.chosen)
    found: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        found[facet] = {value: every[numbers[facet, value]] for value in declared(facet)}
        for unit in units(facet, chosen.get(facet, ())):
            tally = _tally(columns, _aside(asked, unit))
            found[facet].update((value, tally[numbers[facet, value]]) for value in _reach(unit))
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


def _aside(asked: Asked, unit: Unit) -> int:
    def same(one: Constraint) -> bool:
        return one.kind == "facet" and one.unit == unit

    return asked.found(same)


def _tally(columns: Columns, base: int) -> list[int]:
    """How many of a set of listings say each value, by the numbers of `value_index`."""
    if base.bit_count() * SPARSE > columns.size:
        return [(base & bits).bit_count() for bits in columns.value_bits]
    said, start = columns.values, columns.values_from
    read = array("H")
    for row in rows_of(base):
        read += said[start[row - 1] : start[row]]
    tally = Counter(read)
    return [tally[number] for number in range(len(value_index()))]


def _times(columns: Columns, asked: Asked, query: Query) -> dict[str, int]:
    base = asked.found(lambda one: one.kind == "time")
    clock = Clock(query.moment, query.zone)
    return {value: (base & fitting(columns, (value,), clock)).bit_count() if base else 0 for value in values()["time"]}
