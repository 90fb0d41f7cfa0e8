"""What of a page of results is on a map: places that anyone may know, and how exactly they are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from directory.geo import Point
from directory.listing import located
from directory.query import Hit
from directory.web.map_tiles import Credit, Tiles
from directory.web.present_cards import Card, by_group
from directory.web.present_results import Tier

NEARBY = frozenset({"zip", "city"})
"""Precisions of a point in the middle of where the place is; the middle of a county is no place on a map."""


class Spot(NamedTuple):
    """Where a listing is; `about`: somewhere near, the exact place is not known."""

    point: Point
    about: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The map of a page. `pins`: "ref,latitude,longitude" for each spot of a card, with ",about" behind those that are not
    exact, between spaces; `off`: cards without a place; zooms from `low` to `high`."""

    pins: str
    off: int
    about: bool
    low: int
    high: int
    credit: Credit


def spot(hit: Hit) -> Spot | None:
    """Where a result stands on the map: not a hidden place, not where only the town is told, not one that one does not go to,
    not one that was found because it serves the area."""
    place, point = hit.listing.place, located(hit.listing)
    if point is None or place is None or place.visibility != "public" or place.precision == "county":
        return None
    if hit.serves and hit.km is None:
        return None
    return Spot(point, place.precision in NEARBY)


def map_of(hits: Iterable[Hit], tiers: Iterable[Tier], tiles: Tiles | None) -> Map | None:
    """The map of the cards of a page; None without tiles, or where no card has a place."""
    if tiles is None:
        return None
    cards = list(_cards(tuple(hits), tiers))
    pins = [(ref, one) for ref, spots in cards for one in spots]
    if not pins:
        return None
    return Map(
        pins=" ".join(_written(ref, one) for ref, one in pins),
        off=sum(not spots for _, spots in cards),
        about=any(one.about for _, one in pins),
        low=tiles.low,
        high=tiles.high,
        credit=tiles.credit,
    )


def _cards(hits: tuple[Hit, ...], tiers: Iterable[Tier]) -> Iterator[tuple[str, tuple[Spot, ...]]]:
    """The public id of every card in the list's order, with the spots of what it stands for, each once."""
    groups = {group[0].listing.ref: group for tier in range(3) for group in by_group(h for h in hits if h.tier == tier)}
    for entry in (entry for tier in tiers for entry in tier.entries):
        if isinstance(entry, Card):
            found = (spot(hit) for hit in groups[entry.face.ref])
            yield entry.face.ref, tuple(dict.fromkeys(one for one in found if one is not None))


def _written(ref: str, one: Spot) -> str:
    return f"{ref},{one.point.lat:.5f},{one.point.lon:.5f}{',about' if one.about else ''}"
