"""A question becomes arguments again: addresses in one fixed order, chips, pager, wider circles.

Every change starts at the first page. `read(arguments(asked)) == asked`, but for what was ignored.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from operator import is_
from typing import Any, Literal
from urllib.parse import quote_plus

from directory.facets import FACETS, declared, units
from directory.geo import KM
from directory.language.understood import Reading
from directory.params import Asked
from directory.params_cutting import Goes, left, readings_of
from directory.params_fields import NOT, PARAMETERS
from directory.params_readings import chip_of, hinted, in_force, remaining, without_words
from directory.query import Relaxation, Results

WHOLE: dict[str, dict[str, Any]] = {"time": {"times": ()}, "age": {"age": None}}
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
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs)


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """A value as addresses have it; the dozen links of a page repeat the same few."""
    return quote_plus(value, safe="/,.")


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
    """The question with fields of the Query changed, from its first page. What other words mean is not known of it."""
    query = replace(asked.query, page=1, after="", **changes)
    if query.text != asked.query.text:
        return replace(asked, query=query, understood=None, effect=None, named=None)
    return replace(asked, query=query)


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


def turned(asked: Asked, page: int) -> Asked:
    """Another page of the same: it carries the clock, so that all pages agree (architecture §5)."""
    return replace(asked, t=asked.query.moment, query=replace(asked.query, page=page, after=""))


def placed(asked: Asked, place: str) -> Asked:
    """The question about another place, as typed: what a choice of "which Springfield" leads to."""
    query = replace(asked.query, near=None, within_km=None, page=1, after="")
    blank = replace(asked, choices=(), others=(), unknown_place=False, suggestions=())
    return replace(blank, place=place, at=None, named=None, query=query)


def settled(asked: Asked, results: Results) -> Asked:
    """The question with the circle that was used, for links that promise a count within it; all others stay automatic."""
    if asked.within or results.within_km is None or math.isinf(results.within_km):
        return asked
    size = results.within_km / KM[asked.query.unit]
    return replace(asked, within=f"{round(size, 2):g}", query=replace(asked.query, within_km=results.within_km))


def promised(asked: Asked, entry: Relaxation, results: Results) -> Asked:
    """The question with that one thing taken back, which finds as many as the answer promises: where words or kinds of help
    change, an automatic circle could move, so it keeps the one that was used."""
    rest = relaxed(asked, entry)
    before, after = asked.query, rest.query
    moves = before.text != after.text or dict(before.chosen).get("category") != dict(after.chosen).get("category")
    return relaxed(settled(asked, results), entry) if moves else rest


def relaxed(asked: Asked, entry: Relaxation) -> Asked:
    """The question with that one thing taken back, ticked or said."""
    if entry.kind == "words":
        return changed(asked, text=without_words(asked))
    if entry.kind == "within":
        within = "any" if entry.km is None or math.isinf(entry.km) else f"{round(entry.km / KM[asked.query.unit], 2):g}"
        return replace(changed(asked, within_km=entry.km), within=within)
    left_out = entry.kind == "not"
    less = _less(asked, readings_of(entry.facet or entry.kind, entry.values, excluded=left_out))
    if entry.kind in ("facet", "not"):
        return without(less, entry.facet, entry.values, leave_out=left_out)
    return changed(less, **WHOLE[entry.kind])


def _less(asked: Asked, goes: Goes) -> Asked:
    """The question without the words of some readings; what else they meant stays in words, or is ticked: "AA" without 12-step
    is still about alcohol."""
    rest, search = left(asked, goes), asked.search
    sides = {"chosen": dict(asked.query.chosen), "excluded": dict(asked.query.excluded)}
    for one, values in rest.ticked:
        side = "excluded" if one.excluded else "chosen"
        sides[side][one.kind] = dict(getattr(search, side)).get(one.kind, values)
    return changed(asked, text=rest.text, **{side: _sides(found) for side, found in sides.items()})


@dataclass(frozen=True, slots=True)
class Chip:
    """One removable thing that was asked: values that go together, the question without them, the reading it comes from."""

    kind: Literal["words", "facet", "not", "time", "age", "organization", "near", "place"]
    facet: str
    values: tuple[str, ...]
    rest: Asked
    reading: Reading | None = None


def chips(asked: Asked) -> Iterator[Chip]:
    """What was asked, each with the question without it: first the words and what they were read as, then what was chosen,
    any-of groups whole, all-of values and left-out ones singly."""
    query = asked.query
    for reading, values in in_force(asked):
        yield _read(asked, reading, values)
    if words := remaining(asked):
        yield Chip("words", "", (words,), changed(asked, text=without_words(asked)))
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


def folded(asked: Asked) -> Iterator[Chip]:
    """The chips for people to see: a kind of help and a topic of one name that the same words were read as are one thing."""
    found = tuple(chips(asked))
    for chip in found:
        twin = next((other for other in found if _twins(chip, other)), None)
        if chip.facet == "category" and twin is not None and chip.reading is not None:
            yield replace(chip, rest=_less(asked, partial(_of_words, chip.reading)))
        elif twin is None:
            yield chip


def _twins(one: Chip, other: Chip) -> bool:
    if {one.facet, other.facet} != {"category", "topic"} or one.reading is None or other.reading is None:
        return False
    return _of_words(one.reading, other.reading) and namesake(one.values) == namesake(other.values)


def _of_words(one: Reading, other: Reading) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def namesake(values: tuple[str, ...]) -> tuple[str, ...]:
    """What kinds of help and topics are called without the branch they stand in."""
    return tuple(value.rpartition("/")[2] for value in values)


def hints(asked: Asked) -> Iterator[Chip]:
    """What words only imply: it raises or is offered. Each with the question without those words."""
    for reading in hinted(asked):
        rest = _less(asked, partial(is_, reading))
        yield Chip(**chip_of(reading), values=reading.values, rest=rest, reading=reading)


def _read(asked: Asked, reading: Reading, values: tuple[str, ...]) -> Chip:
    """What words were read as, and the question without all the words that were read so."""
    near = reading.kind == "near"
    rest = _less(asked, readings_of(reading.kind, () if near else values, excluded=reading.excluded))
    rest = replace(rest, query=replace(rest.query, within_km=None)) if near else rest
    return Chip(**chip_of(reading), values=values, rest=replace(rest, within="") if near else rest, reading=reading)


def offers(asked: Asked) -> Iterator[tuple[str, str, Asked]]:
    """What words imply and can be added: facet, value, the question with it."""
    search = asked.search
    taken = {(facet, value) for facet, values in (*search.chosen, *search.excluded, ("time", search.times)) for value in values}
    for facet, value in asked.effect.offered if asked.effect else ():
        if (facet, value) not in taken:
            yield facet, value, with_value(asked, facet, value)


@dataclass(frozen=True, slots=True)
class Switch:
    """Words that can also mean something else: the question with that instead."""

    reading: Reading
    facet: str
    values: tuple[str, ...]
    rest: Asked


def switches(asked: Asked) -> Iterator[Switch]:
    """The other meanings of what was read, each ticked instead of what was taken."""
    for one in asked.understood.readings if asked.understood and asked.effect else ():
        for facet, values in one.alternatives if not one.offered else ():
            if facet in {*FACETS, "time"} and set(values) != set(one.values):
                rest = _less(asked, partial(is_, one))
                for value in values:
                    rest = with_value(rest, facet, value)
                yield Switch(one, facet, values, rest)


def as_typed(asked: Asked) -> Asked | None:
    """The question with the words as typed, or from there back with what they mean; None where that is the same."""
    if asked.exact and asked.query.text:
        return replace(changed(asked), exact=False)
    if asked.understood is None or not (asked.understood.readings or any(one.applied for one in asked.understood.spelled)):
        return None
    return replace(changed(asked), exact=True)
