"""From a Query to bodies of requests: the ladder, the search, what relaxing would give. Pure functions, plain dicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from directory.facets import Unit
from directory.index.elastic.constraints import (
    LIVING,
    Asked,
    Circle,
    all_of,
    at_home,
    constraints,
    none_of,
    not_ended,
    spoken,
    within,
)
from directory.index.elastic.document import ENDS, UNCLOCKED
from directory.index.elastic.mapping import DEEPEST_WINDOW
from directory.index.elastic.times import Clock, any_of, fitting, soonest
from directory.index.parts import falls, parts
from directory.index.weights import IN_BODY, IN_NAME, WEIGHTS
from directory.query import Query, Relaxation
from directory.taxonomy import values

Body = dict[str, Any]

TIER, HOME, OPEN = 64.0, 32.0, 1.0
"""What a tier and help of the site's own country add to a score: more than all weighted parts together, which stay below 32;
in order "soon" a tier adds 2 and "open now" 1."""
MANY_VALUES = 1000
"""More than all declared values; a terms aggregation that holds them all is exact."""
MOST_CLOCKS = 5000
"""Different hours of results that are told one by one, about 100 bytes each; beyond, times are counted by a second request."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search: the query, what it asks for, its place, and the clock of the generation it is asked of."""

    query: Query
    clock: Clock
    asked: Asked
    circle: Circle | None = None
    most_clocks: int = MOST_CLOCKS

    @property
    def layered(self) -> bool:
        """Whether results without a place are in two layers, help of the site's own country first."""
        return self.query.order == "best" and self.query.near is None and bool(self.query.home)

    @property
    def scored(self) -> bool:
        """Whether order "best" adds up parts that depend on the query."""
        query = self.query
        return query.order == "best" and (query.near is not None or bool(parts(query)))

    @property
    def tier_weight(self) -> float:
        """What one tier adds to the score."""
        return 2.0 if self.query.order == "soon" else TIER


def search_of(query: Query, clock: Clock, most_clocks: int = MOST_CLOCKS) -> Search:
    """The search of a query, its place left open where the ladder decides."""
    asked = Asked(tuple(constraints(query, clock)), query.say, query.fit_all)
    search = Search(query, clock, asked, most_clocks=most_clocks)
    if query.near is None or (query.within_km is None and not query.near.wide):
        return search
    return placed(search, None if query.near.wide else query.within_km)


def placed(search: Search, km: float | None) -> Search:
    """The search with its circle."""
    assert search.query.near is not None  # noqa: S101 - asked for by `search_of` and the ladder alone
    circle = Circle(search.query.near, km)
    asked = replace(search.asked, constraints=(*search.asked.constraints, circle.constraint()))
    return replace(search, asked=asked, circle=circle)


# ---------------------------------------------------------------- the ladder


def ladder(search: Search) -> Body:
    """How many located listings words and kinds of help find within each rung."""
    near = search.query.near
    assert near is not None  # noqa: S101 - see `placed`
    few = [one.yes for one in search.asked.constraints if one.narrows and not one.three_valued]
    rungs = search.query.rungs()
    ranges = [{"key": str(place), "to": km * 1000} for place, km in enumerate(rungs)]
    counted = {"field": "point", "origin": [near.point.lon, near.point.lat], "unit": "m", "keyed": True, "ranges": ranges}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": [LIVING, *lasting(search), within(near, rungs[-1]), *few]}},
        "aggs": {"rungs": {"geo_distance": counted}},
    }


# ---------------------------------------------------------------- the search


def body(search: Search, after: list[Any] | None = None) -> Body:
    """The search itself: hits, exact total, every count. `after` are the sort values of the last hit of the page before."""
    query = search.query
    always = _always(search)
    kept = beyond(search.asked.found(), always)
    start = 0 if after is not None else (query.page - 1) * query.size
    size = query.size + 1 if start + query.size + 1 <= DEEPEST_WINDOW else 0
    made: Body = {
        "size": size,
        "track_total_hits": True,
        "timeout": "8s",
        "stored_fields": ["body"],
        "version": True,
        "query": _query(search, always),
        "sort": _sort(search),
        "aggs": _aggregations(search, always),
    }
    if after is not None:
        made["search_after"] = after
    elif size and start:
        made["from"] = start
    if kept:
        made["post_filter"] = all_of(kept)
    return made


def lasting(search: Search) -> list[Any]:
    """The clause that a listing's last day is not over; none where no listing has one."""
    if ENDS not in search.clock.kinds:
        return []
    return [not_ended(search.query.day)]


def _always(search: Search) -> list[Any]:
    """The clauses that no count sets aside: what the query itself filters by."""
    kept = [one for one in search.asked.constraints if not one.three_valued and one.kind != "facet"]
    # What is withdrawn says no words, lies nowhere, serves nobody and belongs to nobody.
    alive = any(one.kind in ("place", "words", "organization") for one in kept)
    return [*([] if alive else [LIVING]), *lasting(search), *(one.yes for one in kept)]


def beyond(clauses: list[Any], always: list[Any]) -> list[Any]:
    """The clauses that are not filtered by anyway."""
    return [clause for clause in clauses if clause not in always]


def _query(search: Search, always: list[Any]) -> Body:
    should = list(_layers(search))
    if search.scored:
        should += _parts(search)
    made: Body = {"bool": {"filter": always, "should": should} if should else {"filter": always}}
    if not search.scored:
        return made
    static = {"field": "static", "missing": 0.0}
    return {"function_score": {"query": made, "field_value_factor": static, "boost_mode": "sum"}}


def _layers(search: Search) -> Iterator[Body]:
    """What adds to a score so that no order mixes tiers, nor help of the own country with other help."""
    weight = search.tier_weight
    if search.asked.tiered:
        yield _constant(search.asked.best(), weight)
        if search.query.fit_all:
            yield _constant(none_of([search.asked.refusing()]), weight)
    if search.layered:
        yield _constant(at_home(search.query.home), HOME)
    if search.query.order == "soon":
        yield _constant(fitting(("now",), search.clock), OPEN)


def _constant(clause: Body, weight: float) -> Body:
    return {"constant_score": {"filter": clause, "boost": weight}}


def _parts(search: Search) -> Iterator[Body]:
    """The weighted parts of order "best" (weights.WEIGHTS) that depend on the query."""
    if search.query.near is not None:
        point = search.query.near.point
        weight, falling = WEIGHTS["distance"], falls(search.query)
        feature = {"field": "point", "origin": [point.lon, point.lat], "pivot": f"{falling.half_km!r}km", "boost": weight}
        yield {"distance_feature": feature}
        yield _constant(none_of([{"term": {"flags": "located"}}]), weight * falling.serves)
    found = parts(search.query)
    for term in found.terms:
        value = term.pair[1] if term.how == "serves" else ":".join(term.pair)
        yield _constant({"term": {FIELD[term.how]: value}}, term.weight)
    for fit in found.fits:
        yield _constant(
            next(one.yes for one in search.asked.constraints if one.kind == "facet" and one.unit == fit.unit), fit.weight
        )
    for apart in found.apart:
        only, besides = ({"terms": {"yes": [":".join(pair) for pair in pairs]}} for pairs in (apart.only, apart.besides))
        yield _constant(any_of([none_of([only]), besides]), apart.weight)
    if found.soon:
        hours = [_constant(fitting((soon.time,), search.clock), soon.weight) for soon in found.soon]
        yield {"dis_max": {"queries": hours}}
    for one in found.spoken:
        name, own = (any_of(spoken(word, field) for word in one.words) for field in ("name", "own"))
        yield {"dis_max": {"queries": [_constant(name, IN_NAME * one.weight), _constant(own, IN_BODY * one.weight)]}}


FIELD = {"states": "yes", "first": "first", "says": "says", "serves": "serves_exactly"}
"""The fields of the terms of `parts`."""


def _sort(search: Search) -> list[Body]:
    query = search.query
    layered = [{"_score": "desc"}] if any(True for _ in _layers(search)) else []
    name: list[Body] = [{"order": "asc"}]
    if query.order == "best":
        return [{"_score": "desc"}, *name] if search.scored else [*layered, {"static": "desc"}, *name]
    if query.order == "near" and query.near is not None:
        near = {"point": [query.near.point.lon, query.near.point.lat], "order": "asc", "unit": "m"}
        return [*layered, {"_geo_distance": near}, *name]
    if query.order == "soon":
        return [{"_score": "desc"}, soonest(search.clock), *name]
    if query.order == "checked":
        return [*layered, {"checked": "desc"}, *name]
    return [*layered, *name]


def sort_keys(search: Search) -> list[str]:
    """What hits are sorted by, as far as it tells one order from another."""
    return [key for one in _sort(search) for key in one]


# ---------------------------------------------------------------- counts


def _aggregations(search: Search, always: list[Any]) -> Body:
    """One filter shared by every value that nothing chosen stands beside, one for each unit that is set aside."""
    asked = search.asked
    timed = next((one for one in asked.constraints if one.kind == "time"), None)
    shared: Body = {"yes": {"terms": {"field": "yes", "size": MANY_VALUES}}}
    if timed is None:
        shared |= _clocks(search)
    found = _under("all", beyond(asked.found(), always), shared)
    for place, unit in enumerate(chosen_units(search)):
        counted = {"yes": {"terms": {"field": f"facets.{unit.facet}", "size": MANY_VALUES}}}
        aside = next(one for one in asked.constraints if one.kind == "facet" and one.unit == unit)
        found |= _under(f"unit {place}", beyond(asked.found(aside), always), counted)
    if timed is not None:
        found |= _under("untimed", beyond(asked.found(timed), always), _clocks(search))
    if asked.tiered:
        two_valued = beyond(asked.two_valued(), always)
        found["best"] = {"filter": all_of([*two_valued, asked.best()])}
        found["refused"] = {"filter": all_of([*two_valued, asked.refusing()])}
    return found


def _under(name: str, clauses: list[Any], counted: Body) -> Body:
    """Counts of what clauses leave over. Without a clause they stand alone: a filter that keeps everything costs its time."""
    if not clauses:
        return {f"{name} {what}": count for what, count in counted.items()}
    return {name: {"filter": all_of(clauses), "aggs": counted}}


def _clocks(search: Search) -> Body:
    """What counts by time are made of: how many listings have which hours, and whether some have more than that tells."""
    return {
        "clocks": {"terms": {"field": "clock", "size": search.most_clocks, "order": {"_key": "asc"}}},
        "unclocked": {"filter": {"term": {"flags": UNCLOCKED}}},
    }


def times(search: Search) -> Body:
    """The counts by time of a search whose results have too many different hours to be told one by one."""
    always = _always(search)
    timed = next((one for one in search.asked.constraints if one.kind == "time"), None)
    filters = {value: fitting((value,), search.clock) for value in values()["time"]}
    counted = {"time": {"filters": {"filters": filters}}}
    kept = [*always, *beyond(search.asked.found(timed), always)]
    return {"size": 0, "track_total_hits": False, "query": {"bool": {"filter": kept}}, "aggs": counted}


def chosen_units(search: Search) -> list[Unit]:
    """The units of chosen values, in the order of their constraints."""
    return [one.unit for one in search.asked.constraints if one.kind == "facet" and one.unit is not None]


# ---------------------------------------------------------------- relaxing


def relaxations(search: Search) -> list[tuple[Relaxation, Body]]:
    """What taking back each part would be, with the body that counts it; the wider rungs last, the next one first."""
    found = []
    for one in search.asked.constraints:
        if one.kind == "place" or one.kind == "organization":
            continue
        facet, picked = (one.unit.facet, one.unit.values) if one.unit is not None else ("", ())
        found.append((Relaxation(kind=one.kind, facet=facet, values=picked), _count(search, search.asked.found(one))))
    circle = search.circle
    if circle is not None and circle.km is not None:
        rest = search.asked.found(next(one for one in search.asked.constraints if one.kind == "place"))
        for km in search.query.rungs():
            if km > circle.km:
                found.append((Relaxation(kind="within", km=km), _count(search, [*rest, circle.holds(km)])))
    return found


def _count(search: Search, clauses: list[Any]) -> Body:
    return {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": [LIVING, *lasting(search), *clauses]}}}
