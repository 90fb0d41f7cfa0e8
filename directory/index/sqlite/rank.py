"""The order of what was found (architecture §5), and a page cut out of it.

Within a tier a listing sorts by the order's own number, then by its rank by name (which ends in the ref).
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from directory.index.sqlite.columns import Columns, bits_of, rows_of
from directory.index.sqlite.place import Disc, kilometres
from directory.index.sqlite.times import Clock, soonest
from directory.index.sqlite.words import scores
from directory.index.weights import HALF_KM, SERVES, WEIGHTS
from directory.query import SOON_MINUTES, Query

MANY = 5000
"""From so many hits on, orders that are known beforehand are walked instead of sorting the hits."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How hits of one search sort: `numbers` are the order's own, smaller first; `parts` explains a score."""

    numbers: Callable[[list[int]], list[float]]
    parts: Callable[[int], dict[str, float]]
    walk: list[int] | None = None  # all rows in this order, where that is known beforehand


def ranking(columns: Columns, connection: sqlite3.Connection, query: Query, *, found: int, disc: Disc | None) -> Ranking:
    """The ranking of the listings `found`."""
    if query.order == "name" or (query.order == "near" and disc is None):
        return Ranking(lambda rows: [0.0] * len(rows), _unexplained, columns.by_name)
    if query.order == "checked":
        return Ranking(lambda rows: [-float(columns.checked[row]) for row in rows], _unexplained, columns.by_checked)
    if query.order == "near" and disc is not None:
        return Ranking(disc.measured, _unexplained)
    if query.order == "soon":
        waits = soonest(columns, found, Clock(query.moment, query.zone))
        return Ranking(lambda rows: [waits.get(row, SOON_MINUTES + 1) for row in rows], _unexplained)
    return _best(columns, connection, query, found=found, disc=disc)


def _unexplained(_: int) -> dict[str, float]:
    return {}


def _best(columns: Columns, connection: sqlite3.Connection, query: Query, *, found: int, disc: Disc | None) -> Ranking:
    leaf, fresh, static = columns.leaf, columns.fresh, columns.static
    said = scores(connection, query.text, rows_of(found)) if query.text else {}

    def distances(rows: list[int]) -> list[float]:
        if disc is None:
            return [0.0] * len(rows)
        return [SERVES if square == math.inf else HALF_KM / (HALF_KM + kilometres(square)) for square in disc.measured(rows)]

    def numbers(rows: list[int]) -> list[float]:
        text, near = WEIGHTS["text"], WEIGHTS["distance"]
        apart = zip(rows, distances(rows), strict=True)
        return [-(static[row] + text * said.get(row, 0.0) + near * distance) for row, distance in apart]

    def parts(row: int) -> dict[str, float]:
        (distance,) = distances([row])
        known = {"text": said.get(row, 0.0), "leaf": leaf[row], "freshness": fresh[row], "distance": distance}
        return {name: WEIGHTS[name] * part for name, part in known.items()}

    return Ranking(numbers, parts, columns.by_static if disc is None and not query.text else None)


def cut(columns: Columns, tiers: Iterable[int], order: Ranking, *, start: int, size: int) -> list[tuple[int, int]]:
    """The (tier, row) of the hits from the `start`-th on, `size` of them; `tiers` are bit sets, best first."""
    page: list[tuple[int, int]] = []
    for tier, bits in enumerate(tiers):
        count = bits.bit_count()
        if start >= count:
            start -= count
            continue
        wanted = size - len(page)
        if wanted <= 0:
            break
        page += [(tier, row) for row in _slice(columns, bits, order, start, wanted)]
        start = 0
    return page


def _slice(columns: Columns, bits: int, order: Ranking, start: int, size: int) -> list[int]:
    if order.walk is not None and bits.bit_count() > MANY:
        return _walk(order.walk, bits, start, size)
    rows, rank = rows_of(bits), columns.rank
    numbers = order.numbers(rows)
    if len(rows) > start + size:
        # Sorting bare numbers is several times faster than sorting keys, and most rows are not on the page.
        last = sorted(numbers)[start + size - 1]
        kept = [place for place, number in enumerate(numbers) if number <= last]
        rows, numbers = [rows[place] for place in kept], [numbers[place] for place in kept]
    keyed = sorted(zip(numbers, map(rank.__getitem__, rows), rows, strict=True))
    return [row for _, _, row in keyed[start : start + size]]


def _walk(rows: list[int], bits: int, start: int, size: int) -> list[int]:
    inside = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    end, found = len(inside), []
    for row in rows:
        if row >> 3 < end and inside[row >> 3] >> (row & 7) & 1:
            found.append(row)
            if len(found) == start + size:
                break
    return found[start:]


def behind(columns: Columns, bits: int, order: Ranking, key: tuple[float, bytes]) -> int:
    """Those of `bits` that come behind a key (the order's number, then `Columns.names`)."""
    names, rows = columns.names, rows_of(bits)
    numbers = order.numbers(rows)
    return bits_of([row for row, number in zip(rows, numbers, strict=True) if (number, names[row]) > key], columns.size)
