"""From answers of the server to Results: the mirror of `query`. Pure functions that read plain dicts."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

import orjson

from directory.errors import BadRequest
from directory.facets import FACETS, Answer, Answers, Unit, answer, answers, declared, reach
from directory.geo import distance
from directory.index.elastic.clocks import counted_times
from directory.index.elastic.query import Search, chosen_units, sort_keys
from directory.index.elastic.state import Pinned
from directory.index.explained import Explained, explained
from directory.index.parts import falls
from directory.listing import Listing, located
from directory.query import ENOUGH, FEW, Hit, Relaxation, Results
from directory.schemas import read_listing
from directory.taxonomy import values

Plain = dict[str, Any]
KEPT = 8000
"""Listings kept as they were read, about 60 MB."""


def rung(search: Search, told: Plain) -> float:
    """The radius in kilometres that the ladder gives: the first rung not smaller than the place itself with enough."""
    counted = told["aggregations"]["rungs"]["buckets"]
    rungs = search.query.rungs()
    smallest = search.query.near.radius_km if search.query.near else 0.0
    # Ranges without `from` overlap: each counts everything up to its rung.
    fitting = (km for place, km in enumerate(rungs) if km >= smallest and counted[str(place)]["doc_count"] >= ENOUGH)
    return next(fitting, rungs[-1])


@dataclass(slots=True)
class Kept:
    """Listings read lately with what they say to every facet: a town's searches show the same ones again and again."""

    found: dict[tuple[str, str, int], tuple[Listing, Answers]] = field(default_factory=dict)

    def read(self, hit: Plain) -> tuple[Listing, Answers]:
        """The listing of a hit. A revision of a generation never changes."""
        key = (hit["_index"], hit["_id"], hit["_version"])
        kept = self.found.get(key)
        if kept is None:
            listing = listing_of(hit["fields"]["body"][0])
            if len(self.found) >= KEPT:
                self.found.clear()
            kept = self.found[key] = listing, answers(listing)
        return kept


def listing_of(text: str) -> Listing:
    """The listing of a stored text."""
    return read_listing(orjson.loads(text))


def results(search: Search, told: Plain, pinned: Pinned, kept: Kept) -> Results:
    """The Results of a search, relaxations left open."""
    query, total = search.query, int(told["hits"]["total"]["value"])
    found = told["hits"]["hits"]
    page = found[: query.size]
    return Results(
        total=total,
        hits=tuple(_hits(search, page, pinned.weighed, kept)),
        counts=_counts(search, told["aggregations"]),
        left_out=_count(told, "refused"),
        within_km=search.circle.km if search.circle else None,
        after=token(pinned.generation, sort_keys(search), page[-1]["sort"]) if len(found) > len(page) > 0 else "",
        generation=pinned.generation,
        tiers=_tiers(search, told, total),
    )


def few(found: Results) -> bool:
    """Whether so little was found that the answer says what relaxing would give."""
    return found.total <= FEW


def _count(told: Plain, name: str) -> int:
    return int(told["aggregations"][name]["doc_count"]) if name in told["aggregations"] else 0


def _tiers(search: Search, told: Plain, total: int) -> tuple[int, int, int]:
    if not search.asked.tiered:
        return total, 0, 0
    best, refused = _count(told, "best"), _count(told, "refused") if search.query.fit_all else 0
    return best, total - best - refused, refused


# ---------------------------------------------------------------- counts


def _counts(search: Search, told: Plain) -> dict[str, dict[str, int]]:
    found = {facet: none.copy() for facet, none in _none().items()}
    for bucket in under(told, "all", "yes")["buckets"]:
        facet, _, value = bucket["key"].partition(":")
        if value in found[facet]:
            found[facet][value] = bucket["doc_count"]
    for place, unit in enumerate(chosen_units(search)):
        counted = _values(under(told, f"unit {place}", "yes"))
        found[unit.facet].update({value: counted.get(value, 0) for value in reach(unit)})
    clocks = _clocks(told, "clocks")
    found["time"] = counted_times(clocks["buckets"] if whole(told) else (), search.query.moment, search.query.zone)
    return found


@cache
def _none() -> dict[str, dict[str, int]]:
    """The counts of nothing."""
    return {facet: dict.fromkeys(declared(facet), 0) for facet in FACETS}


def under(told: Plain, name: str, what: str) -> Plain:
    """A count, under its filter or alone (`query._under`)."""
    found: Plain = told[name][what] if name in told else told[f"{name} {what}"]
    return found


def _clocks(told: Plain, what: str) -> Plain:
    timed = "untimed" in told or f"untimed {what}" in told
    return under(told, "untimed" if timed else "all", what)


def whole(told: Plain) -> bool:
    """Whether an answer tells the hours of everything found, so that times can be counted from it."""
    return not _clocks(told, "clocks")["sum_other_doc_count"] and not _clocks(told, "unclocked")["doc_count"]


def times(found: Results, told: Plain) -> Results:
    """The results with the counts by time of the second request."""
    buckets = told["aggregations"]["time"]["buckets"]
    return replace(found, counts={**found.counts, "time": {value: buckets[value]["doc_count"] for value in values()["time"]}})


def _values(terms: Plain) -> dict[str, int]:
    return {bucket["key"]: int(bucket["doc_count"]) for bucket in terms["buckets"]}


# ---------------------------------------------------------------- hits


def _hits(search: Search, page: list[Plain], first: date, kept: Kept) -> Iterator[Hit]:
    units = chosen_units(search)
    pairs = [(unit.facet, value) for unit in units for value in unit.values]
    unsure = [unit for unit in units if FACETS[unit.facet].three_valued]
    tiered = search.asked.tiered
    for hit in page:
        listing, said = kept.read(hit)
        km = _kilometres(search, listing)
        yield Hit(
            listing=listing,
            tier=_tier(search, hit) if tiered else 0,
            km=km,
            serves=search.query.near is not None and km is None,
            matches=tuple([pair for pair in pairs if pair[1] in said.yes[pair[0]]]),
            asks=tuple(_asks(unsure, said)) if unsure else (),
            parts=parts(search, (listing, said), first) if search.query.order == "best" else {},
        )


def _asks(units: list[Unit], said: Answers) -> Iterator[tuple[str, str]]:
    for unit in units:
        if answer(unit, said) is Answer.UNKNOWN:
            yield from ((unit.facet, value) for value in unit.values)


def _tier(search: Search, hit: Plain) -> int:
    return (2 if search.query.fit_all else 1) - int(hit["_score"] // search.tier_weight)


def _kilometres(search: Search, listing: Listing) -> float | None:
    """The distance of what lies in the circle, or anywhere where areas decide."""
    point, circle = located(listing), search.circle
    if point is None or circle is None:
        return None
    km = distance(circle.near.point, point)
    return km if circle.km is None or km <= circle.km else None


def parts(search: Search, told: tuple[Listing, Answers], day: date) -> Explained:
    """The weighted parts of a score by name, worked out from the listing when they are looked at."""
    listing, said = told
    return Explained(lambda: explained(search.query, listing, said, distance=_distance_part(search, listing), day=day))


def _distance_part(search: Search, listing: Listing) -> float:
    if search.query.near is None:
        return 0.0
    point = located(listing)
    falling = falls(search.query)
    if point is None:
        return falling.serves
    return falling.half_km / (falling.half_km + distance(search.query.near.point, point))


# ---------------------------------------------------------------- what follows a page


def token(generation: str, keys: list[str], sort: list[Any]) -> str:
    """What goes on behind a hit: the generation, what its hits are sorted by, the hit's values of that."""
    told = json.dumps([generation, keys, sort], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read_token(after: str, keys: list[str]) -> tuple[str, list[Any]]:
    """The generation and the sort values of a token. Raises BadRequest for one never given or of another order."""
    try:
        generation, sorted_by, sort = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        fitting = sorted_by == keys and all(_sortable(*pair) for pair in zip(keys, sort, strict=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise refused() from error
    if not isinstance(generation, str) or not fitting:
        raise refused()
    return generation, sort


def _sortable(key: str, value: Any) -> bool:
    """Whether the server takes a value for what is sorted by it: any text, numbers of 64 bits, and no distance at all."""
    if key == "order":
        return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return key == "_geo_distance" and value == "Infinity"
    return -(2**63) <= value < 2**63 and (key != "checked" or isinstance(value, int))


def refused() -> BadRequest:
    """The error for a token that is none."""
    return BadRequest({"after": ["is not a value this service gave; start again without it"]})


# ---------------------------------------------------------------- relaxing


def relaxed(asked: list[Relaxation], told: list[Plain], total: int) -> tuple[Relaxation, ...]:
    """What each part gives if taken back, where that is more, the most gained first; of wider rungs the next that gains."""
    found: list[Relaxation] = []
    for entry, answered in zip(asked, told, strict=True):
        count = int(answered["hits"]["total"]["value"])
        wider = entry.kind == "within" and any(one.kind == "within" for one in found)
        if count > total and not wider:
            found.append(Relaxation(kind=entry.kind, facet=entry.facet, values=entry.values, km=entry.km, total=count))
    return tuple(sorted(found, key=lambda entry: -entry.total))
