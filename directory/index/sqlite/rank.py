"""The order of what was found (architecture §5), and a page cut out of it.

Within a tier a listing sorts by the order's own number, then by its rank by name (which ends in the ref).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from directory.geo import EARTH_KM
from directory.index.parts import Apart, Parts, falls
from directory.index.parts import parts as parts_of
from directory.index.sqlite.columns import Columns, bits_of, rows_of
from directory.index.sqlite.constraints import Constraint
from directory.index.sqlite.facts import first, served, spoken, yes
from directory.index.sqlite.place import Disc
from directory.index.sqlite.times import Clock, fitting, soonest
from directory.index.sqlite.words import NAME, OWN, Speech
from directory.index.weights import IN_BODY, IN_NAME, WEIGHTS, Decay
from directory.query import SOON_MINUTES, Query

MANY = 1000
"""From so many hits on, orders that are known beforehand are walked instead of sorting the hits."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How hits of one search sort: `numbers` are the order's own, smaller first; `parts` explains a score."""

    numbers: Callable[[list[int]], list[float]]
    parts: Callable[[int], dict[str, float]]
    walk: list[int] | None = None  # all rows in this order, where that is known beforehand
    unlocated: list[int] | None = None  # all rows in the order that holds among those without a distance
    unlocated_last: bool = False  # they come behind all that have one


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, by what, and where it is looked for: all that an order may go by."""

    rows: int
    constraints: Sequence[Constraint]
    speech: Speech
    disc: Disc | None
    clock: Clock


def ranking(columns: Columns, query: Query, found: Found) -> Ranking:
    """The ranking of the listings found."""
    disc = found.disc
    if query.order == "name" or (query.order == "near" and disc is None):
        return Ranking(lambda rows: [0.0] * len(rows), _unexplained, columns.by_name)
    if query.order == "checked":
        return Ranking(lambda rows: [-float(columns.checked[row]) for row in rows], _unexplained, columns.by_checked)
    if query.order == "near" and disc is not None:
        return Ranking(disc.measured, _unexplained, unlocated=columns.by_name, unlocated_last=True)
    if query.order == "soon":
        waits = soonest(columns, found.rows, found.clock)
        return Ranking(lambda rows: [waits.get(row, SOON_MINUTES + 1) for row in rows], _unexplained)
    return _best(columns, query, found)


def _unexplained(_: int) -> dict[str, float]:
    return {}


Worth = tuple[str, int, float]
"""A part, the listings that have it, and what it is worth to them."""
TERMS = {"states": yes, "first": first, "says": spoken, "serves": served}


def _worths(columns: Columns, parts: Parts, found: Found) -> Iterator[Worth]:
    for term in parts.terms:
        yield term.part, columns.terms.bits(TERMS[term.how](*term.pair)), term.weight
    for fit in parts.fits:
        yes_bits = next(one.yes for one in found.constraints if one.kind == "facet" and one.unit == fit.unit)
        yield fit.part, yes_bits, fit.weight
    for apart in parts.apart:
        yield apart.part, columns.remember(apart, partial(_special, columns, apart)), -apart.weight
    left = found.rows
    for soon in parts.soon:
        there = fitting(columns, (soon.time,), found.clock)
        yield soon.part, there & left, soon.weight
        left &= ~there
    for one in parts.spoken:
        name, own = (found.speech.any_of(one.words, where) for where in (NAME, OWN))
        yield one.part, name, IN_NAME * one.weight
        yield one.part, own & ~name, IN_BODY * one.weight


def _special(columns: Columns, apart: Apart) -> int:
    """The listings that are only there for what stands apart: few, so that they lose the weight which all others have."""
    only, besides = (columns.terms.any_of(yes(*pair) for pair in pairs) for pairs in (apart.only, apart.besides))
    return only & ~besides


def _best(columns: Columns, query: Query, found: Found) -> Ranking:
    leaf, fresh, static, disc = columns.leaf, columns.fresh, columns.static, found.disc
    near, falling = WEIGHTS["distance"], falls(query)
    parts_asked = parts_of(query) if found.rows else Parts()
    worths = [(name, bits & found.rows, worth) for name, bits, worth in _worths(columns, parts_asked, found)]
    added = _added(worths)

    def numbers(rows: list[int]) -> list[float]:
        scores = [-static[row] for row in rows]
        if added:
            scores = [score - added.get(row, 0.0) for score, row in zip(scores, rows, strict=True)]
        if disc is not None:
            parts = distances(disc.measured(rows), falling)
            scores = [score - near * part for score, part in zip(scores, parts, strict=True)]
        return scores

    def parts(row: int) -> dict[str, float]:
        told = dict.fromkeys(WEIGHTS, 0.0) | {apart.part: apart.weight for apart in parts_asked.apart}
        for name, bits, worth in worths:
            told[name] += worth * (bits >> row & 1)
        told |= {"leaf": WEIGHTS["leaf"] * leaf[row], "freshness": WEIGHTS["freshness"] * fresh[row]}
        return told | {"distance": near * distances([disc.squares[row]], falling)[0] if disc else 0.0}

    if worths:
        return Ranking(numbers, parts)
    return Ranking(numbers, parts, unlocated=columns.by_static) if disc else Ranking(numbers, parts, columns.by_static)


def _added(worths: Iterable[Worth]) -> dict[int, float]:
    """What all parts are worth to each listing that has any."""
    added: dict[int, float] = {}
    for _, bits, worth in worths:
        for row in rows_of(bits):
            added[row] = added.get(row, 0.0) + worth
    return added


def distances(squares: Iterable[float], falling: Decay) -> list[float]:
    """The distance parts of scores, from what `Disc.measured` gives: straight distances serve as well to compare."""
    half, serves, root = falling.half_km / EARTH_KM, falling.serves, math.sqrt
    return [serves if square == math.inf else half / (half + root(square)) for square in squares]


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
    near = bits & columns.located
    if order.unlocated_last and near.bit_count() >= start + size:
        bits = near
    elif order.unlocated is not None and bits.bit_count() > MANY:
        # Of those without a distance no more than a page can be on the page, the first ones of their own order.
        distant = bits & ~columns.located
        bits = near | bits_of(_walk(order.unlocated, distant, 0, start + size), columns.size)
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
