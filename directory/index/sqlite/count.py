"""How many listings say each value, under all other choices."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from directory.facets import FACETS, Unit, declared, reach, units
from directory.index.sqlite.columns import Columns, rows_of
from directory.index.sqlite.constraints import Asked
from directory.index.sqlite.facts import value_index
from directory.index.sqlite.times import Clock, each
from directory.query import Query
from directory.taxonomy import values

A_ROW, A_SET, ROWS_A_NANOSECOND = 90, 100, 40
"""Nanoseconds of adding one listing's counters, and of intersecting one bit set with so many rows a nanosecond besides
(fitted to timings at 10,000 and 100,000 rows): what is cheaper is done."""
MOST = 0xFFFF
"""What a counter of 16 bits holds."""
PACKED = 30_000
"""Listings whose counters are kept, 0.8 kB each."""


def counts(columns: Columns, asked: Asked, query: Query) -> dict[str, dict[str, int]]:
    """facet → value → listings that say it when the unit the value belongs to is set aside."""
    every = _tally(columns, asked.found(), _all(columns))
    again = {facet for facet, _ in query.chosen if FACETS[facet].rule == "any"}  # counted whole, below
    found = {
        facet: {} if facet in again else dict(zip(names, every[start:stop], strict=True))
        for facet, names, start, stop in _stretches()
    }
    for facet, picked in query.chosen:
        for unit in units(facet, picked):
            reached = reach(unit)
            tally = _tally(columns, _aside(asked, unit), _sets(columns, facet, reached))
            found[facet].update(zip(reached, tally, strict=True))
    found["time"] = _times(columns, asked, query)
    return found


@cache
def _stretches() -> tuple[tuple[str, tuple[str, ...], int, int], ...]:
    """Each facet, its values and where they stand in `value_index`, which counts through the facets."""
    stops = list(accumulate(len(declared(facet)) for facet in FACETS))
    return tuple((facet, declared(facet), stop - len(declared(facet)), stop) for facet, stop in zip(FACETS, stops, strict=True))


@dataclass(frozen=True, slots=True)
class Sets:
    """Values to be counted: their numbers in `value_index` and the listings that say them."""

    numbers: Sequence[int]
    bits: Sequence[int]


def _all(columns: Columns) -> Sets:
    return columns.remember("sets", lambda: Sets(range(len(value_index())), columns.value_bits))


def _sets(columns: Columns, facet: str, reached: tuple[str, ...]) -> Sets:
    def work() -> Sets:
        numbers = [value_index()[facet, value] for value in reached]
        return Sets(numbers, [columns.value_bits[number] for number in numbers])

    return columns.remember(("sets", facet, reached), work)


def _aside(asked: Asked, unit: Unit) -> int:
    return asked.found(next(one for one in asked.constraints if one.kind == "facet" and one.unit == unit))


def _tally(columns: Columns, base: int, sets: Sets) -> list[int]:
    """How many of some listings say each value.

    Of few listings the counters are added up: a listing is one large number with a 16-bit digit for every value, so that one
    addition counts all of its values.
    """
    count = base.bit_count()
    if count > MOST or count * A_ROW > len(sets.bits) * (A_SET + columns.size // ROWS_A_NANOSECOND):
        return [(base & bits).bit_count() for bits in sets.bits]
    rows, kept = rows_of(base), columns.packed
    try:
        added = sum(map(kept.__getitem__, rows))
    except KeyError:
        added = sum([_packed(columns, row) for row in rows])
    digits = array("H", added.to_bytes(2 * len(value_index()), sys.byteorder)).tolist()
    return digits if len(sets.numbers) == len(digits) else [digits[number] for number in sets.numbers]


def _packed(columns: Columns, row: int) -> int:
    kept = columns.packed
    found = kept.get(row)
    if found is None:
        start = columns.values_from
        if len(kept) >= PACKED:
            kept.clear()
        found = kept[row] = sum([1 << (16 * number) for number in columns.values[start[row - 1] : start[row]]])
    return found


def _times(columns: Columns, asked: Asked, query: Query) -> dict[str, int]:
    base = asked.found(asked.of_kind("time"))
    clock = Clock(query.moment, query.zone)
    return {value: (base & bits).bit_count() for value, bits in zip(values()["time"], each(columns, clock), strict=True)}
