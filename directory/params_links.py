"""A question becomes arguments again: addresses in one fixed order, chips, pager, wider circles.

Every change starts at the first page. `read(arguments(asked)) == asked`, but for what was ignored.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

from directory.facets import FACETS, declared, units
from directory.geo import KM
from directory.params import Asked
from directory.params_fields import NOT, PARAMETERS
from directory.query import Order, Relaxation, Results

WHOLE: dict[str, dict[str, Any]] = {"time": {"times": ()}, "age": {"age": None}, "words": {"text": ""}}
"""Kind of what is taken back whole → the Query without it."""
ORDER = {name: place for place, name in enumerate(PARAMETERS)}
Sides = tuple[tuple[str, tuple[str, ...]], ...]


def arguments(asked: Asked) -> list[tuple[str, str]]:
    """Names and values in the order of PARAMETERS, without empty ones."""
    said = _said(asked)
    return [(name, value) for name in PARAMETERS if name in said for value in said[name] if value]


def link(path: str, asked: Asked) -> str:
    """The address that asks this at a path."""
    return _address(path, _written(arguments(asked)))


def links(path: str, asked: Asked, name: str) -> Callable[[str], str]:
    """The addresses that ask this but for one argument: value of the argument → address, without it for an empty one."""
    said, place = arguments(asked), ORDER[name]
    before = _written(pair for pair in said if ORDER[pair[0]] < place)
    behind = _written(pair for pair in said if ORDER[pair[0]] > place)
    return lambda value: _address(path, before, _written([(name, value)] if value else ()), behind)


def _written(pairs: Iterable[tuple[str, str]]) -> str:
    return urlencode(tuple(pairs), safe="/,.")


def _address(path: str, *parts: str) -> str:
    said = "&".join(part for part in parts if part)
    return f"{path}?{said}" if said else path


def _said(asked: Asked) -> dict[str, Iterable[str]]:
    query = asked.query
    said: dict[str, Iterable[str]] = {
        "q": [query.text],
        "exact": ["1" * asked.exact],
        "place": [asked.place],
        "at": [f"{asked.at.lat:.2f},{asked.at.lon:.2f}" if asked.at else ""],
        "tz": [asked.tz],
        "t": ["" if asked.t is None else str(asked.t)],
        "within": [asked.within],
        "time": query.times,
        "age": ["" if query.age is None else str(query.age)],
        "say": ["1" * query.say],
        "fit": ["all" * query.fit_all],
        "for": [asked.for_],
        "organization": [query.organization],
        "sort": ["" if query.order == "best" else query.order],
        "view": [asked.view],
        "page": ["" if query.page == 1 else str(query.page)],
        "after": [query.after],
        "list": [".".join(asked.listed)],
        "lang": [asked.lang],
        "explain": ["1" * asked.explain],
    }
    return said | dict(query.chosen) | {NOT + name: chosen for name, chosen in query.excluded}


def changed(asked: Asked, **changes: Any) -> Asked:
    """The question with fields of the Query changed, from its first page."""
    return replace(asked, query=replace(asked.query, page=1, after="", **changes))


def with_value(asked: Asked, facet: str, value: str, *, leave_out: bool = False) -> Asked:
    """The question with one more value chosen, or one more left out; `time` is a facet here."""
    if facet == "time":
        return changed(asked, times=_ordered("time", {*asked.query.times, value}))
    side = "excluded" if leave_out else "chosen"
    sides = dict(getattr(asked.query, side))
    return changed(asked, **{side: _sides(sides | {facet: _ordered(facet, {*sides.get(facet, ()), value})})})


def without(asked: Asked, facet: str, gone: Iterable[str], *, leave_out: bool = False) -> Asked:
    """The question without some values of a facet."""
    gone = set(gone)
    if facet == "time":
        return changed(asked, times=tuple(value for value in asked.query.times if value not in gone))
    side = "excluded" if leave_out else "chosen"
    sides = dict(getattr(asked.query, side))
    return changed(asked, **{side: _sides(sides | {facet: tuple(v for v in sides.get(facet, ()) if v not in gone)})})


def _ordered(facet: str, picked: set[str]) -> tuple[str, ...]:
    return tuple(value for value in declared(facet) if value in picked)


def _sides(sides: dict[str, tuple[str, ...]]) -> Sides:
    return tuple((name, sides[name]) for name in FACETS if sides.get(name))


def sorted_by(asked: Asked, order: Order) -> Asked:
    """The question in another order."""
    return changed(asked, order=order)


def turned(asked: Asked, page: int) -> Asked:
    """Another page of the same: it carries the clock, so that all pages agree (architecture §5)."""
    return replace(asked, t=asked.query.moment, query=replace(asked.query, page=page, after=""))


def placed(asked: Asked, place: str) -> Asked:
    """The question about another place, as typed: what a choice of "which Springfield" leads to."""
    query = replace(asked.query, near=None, within_km=None, page=1, after="")
    return replace(asked, place=place, at=None, choices=(), others=(), unknown_place=False, suggestions=(), query=query)


def settled(asked: Asked, results: Results) -> Asked:
    """The question with the circle that was used, so that links keep it (architecture §5)."""
    if asked.within or results.within_km is None or math.isinf(results.within_km):
        return asked
    size = results.within_km / KM[asked.query.unit]
    return replace(asked, within=f"{round(size, 2):g}", query=replace(asked.query, within_km=results.within_km))


def relaxed(asked: Asked, entry: Relaxation) -> Asked:
    """The question with that one thing taken back."""
    if entry.kind == "facet":
        return without(asked, entry.facet, entry.values)
    if entry.kind == "not":
        return without(asked, entry.facet, entry.values, leave_out=True)
    if entry.kind == "within":
        within = "any" if entry.km is None or math.isinf(entry.km) else f"{round(entry.km / KM[asked.query.unit], 2):g}"
        return replace(changed(asked, within_km=entry.km), within=within)
    return changed(asked, **WHOLE[entry.kind])


@dataclass(frozen=True, slots=True)
class Chip:
    """One removable thing that was asked: values that go together, and the question without them."""

    kind: Literal["words", "facet", "not", "time", "age", "organization"]
    facet: str
    values: tuple[str, ...]
    rest: Asked


def chips(asked: Asked) -> Iterator[Chip]:
    """What was asked, each with the question without it: any-of groups whole, all-of values and left-out ones singly."""
    query = asked.query
    if query.text:
        yield Chip("words", "", (query.text,), changed(asked, text=""))
    for facet, chosen in query.chosen:
        for unit in units(facet, chosen):
            yield Chip("facet", facet, unit.values, without(asked, facet, unit.values))
    if query.times:
        yield Chip("time", "time", query.times, changed(asked, times=()))
    if query.age is not None:
        yield Chip("age", "age", (str(query.age),), changed(asked, age=None))
    for facet, left_out in query.excluded:
        for value in left_out:
            yield Chip("not", facet, (value,), without(asked, facet, (value,), leave_out=True))
    if query.organization:
        yield Chip("organization", "organization", (query.organization,), changed(asked, organization=""))
