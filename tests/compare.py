"""An engine's answer held against the oracle's, and a report small enough to act on when they differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any, Protocol

from directory.listing import Listing
from directory.query import Hit, Query, Results

EXACT_KM = 0.0001
"""Distances are told to a tenth of a metre; where they decide, worlds keep further apart."""


class Searched(Protocol):
    """What can be asked: an engine or the oracle."""

    def search(self, query: Query) -> Results:
        """The answer."""
        ...


def differences(given: Results, right: Results, query: Query) -> list[str]:
    """What is wrong with an answer, one line for each thing; none when it is right."""
    told = [
        ("total", given.total, right.total),
        ("tiers", given.tiers, right.tiers),
        ("left_out", given.left_out, right.left_out),
        ("relax", plain(given.relax), plain(right.relax)),
        ("within_km", rounded(given.within_km), rounded(right.within_km)),
        ("goes on", bool(given.after), bool(right.after)),
        ("hits", len(given.hits), len(right.hits)),
    ]
    found = [f"{name}: {one} instead of {other}" for name, one, other in told if one != other]
    return found + list(wrong_counts(given, right)) + (wrong_hits(given, right) if query.order != "best" else unsorted(given))


def plain(relaxations: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Relaxations as plain tuples."""
    return [(one.kind, one.facet, one.values, rounded(one.km), one.total) for one in relaxations]


def rounded(km: float | None) -> float | None:
    """Kilometres as far as they are compared."""
    return None if km is None else round(km, 4)


def wrong_counts(given: Results, right: Results) -> Iterator[str]:
    """Every count that differs, and values that have none or should have none."""
    if list(given.counts) != list(right.counts):
        yield f"facets counted: {list(given.counts)} instead of {list(right.counts)}"
    for facet in right.counts:
        one, other = given.counts.get(facet, {}), right.counts[facet]
        for value in {**one, **other}:
            if one.get(value) != other.get(value):
                yield f"counts[{facet}][{value}]: {one.get(value)} instead of {other.get(value)}"


def wrong_hits(given: Results, right: Results) -> list[str]:
    """Hits in another order, or with other tiers, distances and reasons."""
    if ids(given) != ids(right):
        return [f"hits: {ids(given)} instead of {ids(right)}"]
    pairs = zip(given.hits, right.hits, strict=True)
    return [line for one, other in pairs for line in wrong_hit(one, other)]


def wrong_hit(given: Hit, right: Hit) -> Iterator[str]:
    """What differs in one hit."""
    if given.listing != right.listing:
        yield f"{right.listing.id}: another listing"
    names = ("tier", "serves", "matches", "asks")
    for name, one, other in ((name, getattr(given, name), getattr(right, name)) for name in names):
        if one != other:
            yield f"{right.listing.id} {name}: {one} instead of {other}"
    if given.km != right.km and (given.km is None or right.km is None or abs(given.km - right.km) > EXACT_KM):
        yield f"{right.listing.id} km: {given.km} instead of {right.km}"


def unsorted(given: Results) -> list[str]:
    """Order "best" is the engine's own, but tiers come in order and no hit comes twice."""
    tiers = [hit.tier for hit in given.hits]
    found = [] if tiers == sorted(tiers) else [f"tiers out of order: {tiers}"]
    return found if len(set(ids(given))) == len(given.hits) else [*found, f"a hit comes twice: {ids(given)}"]


def ids(results: Results) -> list[str]:
    """The ids of the hits in their order."""
    return [hit.listing.id for hit in results.hits]


def every_hit(asked: Searched, query: Query, total: int) -> list[Hit]:
    """All hits of a query, by pages of the query's own size."""
    pages = math.ceil(total / query.size)
    return [hit for page in range(1, pages + 1) for hit in asked.search(replace(query, page=page)).hits]


def wrong(engine: Searched, oracle: Searched, query: Query) -> list[str]:
    """What an engine answers wrongly; for order "best" all hits are compared as a set, and the order with itself."""
    given, right = engine.search(query), oracle.search(query)
    found = differences(given, right, query)
    if query.order == "best" and not found:
        whole = replace(query, page=1, size=max(1, right.total))
        one, other, again = engine.search(whole), oracle.search(whole), engine.search(query)
        by_id = {hit.listing.id: hit for hit in one.hits}
        if set(by_id) != set(ids(other)):
            return [f"hits: {sorted(by_id)} instead of {sorted(ids(other))}"]
        found = [line for hit in other.hits for line in wrong_hit(by_id[hit.listing.id], hit)]
        found += [] if ids(again) == ids(given) else ["another order when asked again"]
    return found


# -------------------------------------------------------------------- reports


def code(value: Any) -> str:
    """A value as code that makes it, without what is at its default."""
    if is_dataclass(value) and not isinstance(value, type):
        told = (f"{field.name}={code(getattr(value, field.name))}" for field in fields(value) if not at_default(value, field))
        return f"{type(value).__name__}({', '.join(told)})"
    if isinstance(value, tuple):
        return f"({', '.join(map(code, value))}{',' * (len(value) == 1)})"
    if value == math.inf:
        return "math.inf"
    return repr(value).replace("datetime.date", "date")


def at_default(value: Any, field: Field[Any]) -> bool:
    """Whether a field says nothing new."""
    return field.default is not MISSING and bool(getattr(value, field.name) == field.default)


Fails = Callable[[list[Listing], Query], list[str]]


def shrunk(listings: list[Listing], query: Query, fails: Fails) -> tuple[list[Listing], Query]:
    """Fewer listings and a simpler query that still fail."""
    while simpler := next((less for less in simplifications(query) if fails(listings, less)), None):
        query = simpler
    step = len(listings) // 2
    while step:
        for start in range(0, len(listings), step):
            fewer = listings[:start] + listings[start + step :]
            if fewer and fails(fewer, query):
                listings = fewer
                break
        else:
            step //= 2
    return listings, query


def simplifications(query: Query) -> Iterator[Query]:
    """The query with one thing less, each in turn."""
    empty = Query()
    for name in (
        "needs",
        "hints",
        "told",
        "urgent",
        "raised",
        "meant",
        "heard",
        "text",
        "near",
        "within_km",
        "times",
        "age",
        "say",
        "fit_all",
        "organization",
        "page",
        "size",
    ):
        if getattr(query, name) != getattr(empty, name):
            yield changed(query, name, getattr(empty, name))
    for name in ("chosen", "excluded"):
        pairs = getattr(query, name)
        yield from (changed(query, name, tuple(kept for kept in pairs if kept != pair)) for pair in pairs)


def changed(query: Query, name: str, value: Any) -> Query:
    """The query with another value in a field."""
    return replace(query, **{name: value})


def report(where: str, listings: list[Listing], query: Query, fails: Fails) -> str:
    """A failure with the least that still shows it, as code."""
    few, simple = shrunk(listings, query, fails)
    lines = fails(few, simple)
    told = [where, *lines[:12], f"… {len(lines)} differences", f"query = {code(simple)}", "listings = ["]
    return "\n".join([*told, *(f"    {code(listing)}," for listing in few[:8]), f"]  # {len(few)}"])
