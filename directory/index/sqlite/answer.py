"""From a Query to Results: constraints, counts, order, page, what relaxing would give."""

from __future__ import annotations

import base64
import math
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from directory.errors import BadRequest, Gone
from directory.index.explained import Explained
from directory.index.sqlite.columns import Columns
from directory.index.sqlite.constraints import Asked, Constraint, filters
from directory.index.sqlite.count import counts
from directory.index.sqlite.facts import yes
from directory.index.sqlite.place import Disc, at_home, chord_square, kilometres, lying_in, rung, serving
from directory.index.sqlite.rank import Found, Ranking, behind, cut, ranking
from directory.index.sqlite.times import Clock
from directory.index.sqlite.words import Speech
from directory.listing import Listing
from directory.query import FEW, Hit, Near, Query, Relaxation, Results
from directory.schemas import read_json

KEPT = 8000
"""Listings kept as they were read, about 50 MB: the ones a town's searches show again and again."""


FAR = 5.0
"""More than any squared straight distance on the unit sphere, and less than that of what is not located."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search under way: a connection inside its transaction and the snapshot that goes with it."""

    connection: sqlite3.Connection
    columns: Columns
    query: Query


@dataclass(frozen=True, slots=True)
class Circle:
    """The place of a search: `km` is the radius used, None where areas decide; `disc` measures distances."""

    near: Near
    disc: Disc
    km: float | None

    @property
    def limit(self) -> float:
        """The radius as `Disc.square` measures; infinite without one."""
        return math.inf if self.km is None or math.isinf(self.km) else chord_square(self.km)

    def holds(self, columns: Columns, km: float | None, among: int) -> int:
        """Those of some listings that lie in the circle (or the areas) or serve the place."""
        inside = lying_in(columns, self.near) if km is None else self.disc.within(km, among)
        return inside | serving(columns, self.near)


def answer(search: Search) -> Results:
    """The Results of a search (architecture §5)."""
    columns, query = search.columns, search.query
    parts = filters(columns, query)
    speech = Speech(search.connection, columns)
    said = speech.meeting(query)
    if said is not None:
        parts.append(Constraint("words", said))
    circle = _circle(search, parts)
    if circle is not None:
        # Words are never set aside while counting: what does not say them need not be looked for.
        among = said if said is not None else columns.live
        parts.append(Constraint("place", circle.holds(columns, circle.km, among)))
    asked = Asked(columns.live, tuple(parts), query.say, query.fit_all)
    tiers = asked.tiers()
    sizes = (tiers[0].bit_count(), tiers[1].bit_count(), tiers[2].bit_count())
    total = sum(sizes)
    shown = tiers[0] | tiers[1] | tiers[2]
    order = ranking(
        columns, query, Found(shown, parts, speech, circle.disc if circle else None, Clock(query.moment, query.zone))
    )
    strata = _strata(columns, query, tiers)
    found = _page(search, strata, order)
    page = found[: query.size]
    return Results(
        total=total,
        hits=tuple(_hits(search, [(strata.tier(layer), row) for layer, row in page], circle, order=order, parts=parts)),
        counts=counts(columns, asked, query),
        left_out=asked.left_out(),
        relax=_relaxations(search, asked, circle, total=total) if total <= FEW else (),
        within_km=circle.km if circle else None,
        after=_token(search, page[-1], order) if len(found) > len(page) > 0 else "",
        generation=columns.generation,
        tiers=sizes,
    )


def _circle(search: Search, parts: list[Constraint]) -> Circle | None:
    query, near = search.query, search.query.near
    if near is None:
        return None
    disc = Disc(search.connection, search.columns, near.point)
    if near.wide:
        return Circle(near, disc, None)
    if query.within_km is not None:
        return Circle(near, disc, query.within_km)
    narrowing = Asked(search.columns.live, tuple(parts)).narrowing()
    return Circle(near, disc, rung(disc, near, query.rungs(), narrowing))


@dataclass(frozen=True, slots=True)
class Strata:
    """What was found in layers that no order mixes: the tiers, each in two where the site's own country comes first."""

    layers: tuple[int, ...]
    per_tier: int

    def tier(self, layer: int) -> int:
        """The tier of a layer."""
        return layer // self.per_tier


def _strata(columns: Columns, query: Query, tiers: tuple[int, int, int]) -> Strata:
    if query.near is not None or query.order != "best" or not query.home:
        return Strata(tiers, 1)
    home = columns.remember(("home", query.home), lambda: at_home(columns, query.home))
    return Strata(tuple(layer for bits in tiers for layer in (bits & home, bits & ~home)), 2)


def _page(search: Search, strata: Strata, order: Ranking) -> list[tuple[int, int]]:
    """The (layer, row) of the hits of a page, and of one more where there is one."""
    query, columns, layers = search.query, search.columns, strata.layers
    if not query.after:
        return cut(columns, layers, order, start=(query.page - 1) * query.size, size=query.size + 1)
    layer, number, name = _read_token(columns, query.after)
    layer = min(max(layer, 0), len(layers) - 1)
    rest = [0] * layer + [behind(columns, layers[layer], order, (number, name)), *layers[layer + 1 :]]
    return cut(columns, rest, order, start=0, size=query.size + 1)


def _token(search: Search, last: tuple[int, int], order: Ranking) -> str:
    layer, row = last
    columns = search.columns
    told = f"{columns.generation} {layer} {order.numbers([row])[0]!r} ".encode() + columns.names[row]
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _read_token(columns: Columns, token: str) -> tuple[int, float, bytes]:
    try:
        told = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).split(b" ", 3)
        generation, layer, number, name = told[0].decode(), int(told[1]), float(told[2]), told[3]
    except (ValueError, IndexError) as error:
        raise BadRequest({"after": ["This is not a token of ours. Start again without it."]}) from error
    if generation != columns.generation:
        raise Gone("the index was rebuilt since this page was read; start again without `after`")
    return layer, number, name


def _hits(
    search: Search, page: list[tuple[int, int]], circle: Circle | None, *, order: Ranking, parts: list[Constraint]
) -> Iterator[Hit]:
    columns = search.columns
    asked = [one for one in parts if one.kind == "facet" and one.unit is not None]
    squares = circle.disc.measured([row for _, row in page]) if circle else [math.inf] * len(page)
    limit = min(circle.limit, FAR) if circle else -1.0
    pairs, unsure = _pairs(columns, asked), [one for one in asked if one.three_valued]
    kept = columns.listings.get
    for (tier, row), square in zip(page, squares, strict=True):
        km = kilometres(square) if square <= limit else None
        yield Hit(
            listing=kept(row) or _listing(search, row),
            tier=tier,
            km=km,
            serves=circle is not None and km is None,
            matches=tuple([pair for pair, bits in pairs if bits >> row & 1]),
            asks=tuple(_asks(unsure, row)) if unsure else (),
            parts=Explained(partial(order.parts, row)),
        )


def _listing(search: Search, row: int) -> Listing:
    """The listing of a row. Rows never change within a generation, so those read lately are kept."""
    kept = search.columns.listings
    found = kept.get(row)
    if found is None:
        (body,) = search.connection.execute("SELECT body FROM listing WHERE row = ?", (row,)).fetchone()
        if len(kept) >= KEPT:
            kept.clear()
        found = kept[row] = read_json(body)
    return found


def _pairs(columns: Columns, asked: list[Constraint]) -> list[tuple[tuple[str, str], int]]:
    """The chosen values with the listings that say them."""
    chosen = ((one.unit.facet, value) for one in asked if one.unit is not None for value in one.unit.values)
    return [(pair, columns.terms.bits(yes(*pair))) for pair in chosen]


def _asks(asked: list[Constraint], row: int) -> Iterator[tuple[str, str]]:
    for one in asked:
        if one.unit is not None and not (one.yes | one.refuse) >> row & 1:
            yield from ((one.unit.facet, value) for value in one.unit.values)


def _relaxations(search: Search, asked: Asked, circle: Circle | None, *, total: int) -> tuple[Relaxation, ...]:
    """What each removable part would give if taken back, the most gained first; ties in the order of the parts."""
    whole = _whole(search, asked, circle)
    found = [entry for one in asked.constraints if (entry := _without(asked, whole, one)) is not None and entry.total > total]
    if circle is not None and circle.km is not None:
        found += list(_wider(search, asked, circle, total))
    return tuple(sorted(found, key=lambda entry: -entry.total))


def _whole(search: Search, asked: Asked, circle: Circle | None) -> Asked:
    """The constraints with everything the place holds, also what does not say the words."""
    if circle is None or asked.of_kind("words") is None:
        return asked
    place = Constraint("place", circle.holds(search.columns, circle.km, search.columns.live))
    others = tuple(one for one in asked.constraints if one.kind != "place")
    return replace(asked, constraints=(*others, place))


def _without(asked: Asked, whole: Asked, one: Constraint) -> Relaxation | None:
    if one.kind == "place" or one.kind == "organization":
        return None
    found = (whole if one.kind == "words" else asked).found(one).bit_count()
    if one.unit is None:
        return Relaxation(kind=one.kind, total=found)
    return Relaxation(kind=one.kind, facet=one.unit.facet, values=one.unit.values, total=found)


def _wider(search: Search, asked: Asked, circle: Circle, total: int) -> Iterator[Relaxation]:
    """The next wider rung that finds more."""
    others = asked.found(asked.of_kind("place"))
    for km in search.query.rungs():
        if circle.km is not None and km > circle.km:
            found = (others & circle.holds(search.columns, km, others)).bit_count()
            if found > total:
                yield Relaxation(kind="within", km=km, total=found)
                return
