"""A generation in memory: bit sets of listings by term, and columns by row. A snapshot is never changed, only replaced.

Rows count from 1; row r is bit r of a bit set (an int). Row 0 is nobody, so that columns can be indexed by row.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any, TypeVar, cast

from directory.geo import Point
from directory.index.sqlite.facts import ENDS, Rule, value_index, yes
from directory.index.weights import WEIGHTS
from directory.listing import Listing

T = TypeVar("T")
MEMORIES = 1000
"""Bit sets kept for later searches by a snapshot."""
NOWHERE = (math.inf, 0.0, 0.0)
"""The vector of what is not located: infinitely far from everywhere."""
DENSE = frozenset("+-h")
"""First letters of terms that are bit sets from the start: the few hundred that filters and counts use."""


def bits_of(rows: Iterable[int], size: int) -> int:
    """The bit set of some rows, all below `size`."""
    store = bytearray((size >> 3) + 1)
    for row in rows:
        store[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(store, "little")


_ONES = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
"""The bits that are set in each byte."""


def rows_of(bits: int) -> list[int]:
    """The rows of a bit set, ascending. Few are looked for in its binary digits, many read byte by byte: the two ways take as
    long at about one row in twenty-five (measured at 10,000 and 100,000 rows)."""
    if bits.bit_count() * 25 > bits.bit_length():
        data = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
        return [place * 8 + bit for place, byte in enumerate(data) if byte for bit in _ONES[byte]]
    digits, found = bin(bits), list[int]()
    last, place, before = len(digits) - 1, digits.rfind("1"), digits.rfind
    while place > 0:
        found.append(last - place)
        place = before("1", 0, place)
    return found


@lru_cache(maxsize=4096)
def unit_vector(point: Point) -> tuple[float, float, float]:
    """The point on the unit sphere: straight distances there compare like distances along the ground."""
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


class Terms:
    """Bit sets by term. Rare terms stay lists of rows until they are asked for."""

    def __init__(self, dense: dict[str, int], sparse: dict[str, array[int]], size: int) -> None:
        self.dense, self.sparse, self.size = dense, sparse, size

    def bits(self, term: str) -> int:
        """The listings of a term; none for an unknown one."""
        found = self.dense.get(term)
        if found is not None:
            return found
        rows = self.sparse.get(term)
        return bits_of(rows, self.size) if rows else 0

    def any_of(self, terms: Iterable[str]) -> int:
        """The listings of any of the terms."""
        found, rows = 0, array("I")
        for term in terms:
            if term in self.dense:
                found |= self.dense[term]
            elif term in self.sparse:
                rows.extend(self.sparse[term])
        return found | bits_of(rows, self.size) if rows else found

    def starting(self, prefix: str) -> list[str]:
        """The terms that begin with `prefix`."""
        start = bisect_left(self.names, prefix)
        stop = bisect_left(self.names, prefix + "\U0010ffff")
        return self.names[start:stop]

    @cached_property
    def names(self) -> list[str]:
        """Every term, sorted."""
        return sorted([*self.dense, *self.sparse])

    def grown(self, more: Mapping[str, array[int]], size: int) -> Terms:
        """These terms with some rows more. A list of rows that takes more room than a bit set becomes one."""
        dense, sparse = dict(self.dense), dict(self.sparse)
        for term, rows in more.items():
            if term in dense:
                dense[term] |= bits_of(rows, size)
                continue
            every = sparse.pop(term, array("I")) + rows
            if len(every) * 32 > size or term[0] in DENSE:
                dense[term] = bits_of(every, size)
            else:
                sparse[term] = every
        return Terms(dense, sparse, size)


@dataclass(frozen=True)
class Dated:
    """Dated spans of one zone and kind, by start: three columns of equal length; `longest` is the longest span."""

    start: array[int]
    end: array[int]
    row: array[int]
    longest: int


@dataclass(frozen=True)
class Columns:
    """A snapshot of a generation at one sequence number."""

    generation: str
    sequence: int
    size: int  # one more than the highest row
    live: int
    terms: Terms
    x: array[float]
    y: array[float]
    z: array[float]  # unit vector; NOWHERE for what is not located
    located: int
    leaf: array[float]
    fresh: array[float]
    checked: array[int]
    names: list[bytes]  # `Facts.order`
    values: array[int]  # numbers of `value_index`, row after row
    values_from: array[int]  # row r's are values[values_from[r - 1] : values_from[r]]
    rules: list[Rule]
    rule_bits: list[int]
    dated: dict[tuple[str, bool], Dated]
    listings: dict[int, Listing] = field(default_factory=dict)  # by row, those read lately; shared within a generation
    packed: dict[int, int] = field(default_factory=dict)  # by row, see `count`; shared within a generation
    memo: dict[object, Any] = field(default_factory=dict)

    def remember(self, key: object, work: Callable[[], T]) -> T:
        """Something worked out before for this snapshot, or now. Forgets all when there are many: a bit set of 100,000
        listings takes 12 kB, and a day has 1,440 minutes."""
        found = self.memo.get(key)
        if found is None:
            found = work()
            if len(self.memo) >= MEMORIES:
                self.memo.clear()
            self.memo[key] = found
        return cast("T", found)

    def lasting(self, day: date) -> Columns:
        """The snapshot without what ended before a day; itself where nothing did."""
        before = f"{ENDS}{day.isoformat()}"
        ended = [name for name in self._ends if name < before]
        return self.remember((ENDS, len(ended)), lambda: self._without(ended)) if ended else self

    @cached_property
    def _ends(self) -> list[str]:
        """The terms of last days, the earliest first."""
        return sorted(name for name in (*self.terms.dense, *self.terms.sparse) if name.startswith(ENDS))

    def _without(self, ended: list[str]) -> Columns:
        over = reduce(or_, (self.terms.bits(name) for name in ended))
        return replace(self, live=self.live & ~over, memo={})

    @cached_property
    def vectors(self) -> list[tuple[float, float, float]]:
        """The unit vector of each row, to be taken whole: twice as fast as axis by axis, for 14 MB at 100,000 rows."""
        return list(zip(self.x, self.y, self.z, strict=True))

    @cached_property
    def zones(self) -> list[str]:
        """The zones of all weekly rules."""
        return sorted({rule.span.zone for rule in self.rules})

    @cached_property
    def value_bits(self) -> list[int]:
        """The listings that say each value, by the numbers of `value_index`."""
        return [self.terms.bits(yes(facet, value)) for facet, value in value_index()]

    @cached_property
    def by_name(self) -> list[int]:
        """Rows in order of name."""
        return sorted(range(1, self.size), key=self.names.__getitem__)

    @cached_property
    def rank(self) -> array[int]:
        """Each row's place in order of name."""
        return _inverse(self.by_name, self.size)

    @cached_property
    def static(self) -> array[float]:
        """The weighted parts of each row's score that no query changes."""
        leaf, fresh = WEIGHTS["leaf"], WEIGHTS["freshness"]
        return array("d", [leaf * a + fresh * b for a, b in zip(self.leaf, self.fresh, strict=True)])

    @cached_property
    def by_static(self) -> list[int]:
        """Rows in order "best" of a search without words and place."""
        rank, static = self.rank, self.static
        return sorted(range(1, self.size), key=lambda row: (-static[row], rank[row]))

    @cached_property
    def by_checked(self) -> list[int]:
        """Rows in order "checked"."""
        rank, checked = self.rank, self.checked
        return sorted(range(1, self.size), key=lambda row: (-checked[row], rank[row]))


def _inverse(order: list[int], size: int) -> array[int]:
    rank = array("I", bytes(4 * size))
    for place, row in enumerate(order):
        rank[row] = place
    return rank


def empty(generation: str) -> Columns:
    """A snapshot without listings."""
    x, y, z = (array("d", [axis]) for axis in NOWHERE)
    return Columns(
        generation=generation,
        sequence=0,
        size=1,
        live=0,
        terms=Terms({}, {}, 1),
        x=x,
        y=y,
        z=z,
        located=0,
        leaf=array("d", [0.0]),
        fresh=array("d", [0.0]),
        checked=array("q", [0]),
        names=[b""],
        values=array("H"),
        values_from=array("I", [0]),
        rules=[],
        rule_bits=[],
        dated={},
    )
