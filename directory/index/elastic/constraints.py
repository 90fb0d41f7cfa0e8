"""A query as clauses: each thing it asks for, with what says yes and what says no to it, so that any one can be set aside."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from directory.facets import FACETS, Unit, group_of, units
from directory.index.elastic.document import AGES, ALIVE, HOURS_UNKNOWN, LOCATED
from directory.index.elastic.times import Clock, any_of, fitting
from directory.language.phrases import required
from directory.language.stem import stems
from directory.query import Near, Query, Requirement, Word

Clause = dict[str, Any]
Kind = Literal["facet", "not", "time", "age", "words", "place", "organization"]

LIVING: Clause = {"term": {"flags": ALIVE}}
POINTED: Clause = {"term": {"flags": LOCATED}}


def not_ended(day: date) -> Clause:
    """The clause that the last day, where there is one, is not before a day."""
    return {"bool": {"must_not": [{"range": {"ends": {"lt": day.toordinal()}}}]}}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing asked for. `yes` holds for what says yes, `refuse` for what says no, `keep` for what does not say no.

    A two-valued one has `yes` alone, and `stated` where it also holds for what only says so in its own words: beside something
    three-valued that is not all that was asked for.
    """

    kind: Kind
    yes: Clause
    refuse: Clause | None = None
    keep: Clause | None = None
    unit: Unit | None = None
    stated: Clause | None = None

    @property
    def three_valued(self) -> bool:
        """Whether unknown is not no."""
        return self.refuse is not None

    @property
    def narrows(self) -> bool:
        """Whether it is one of those that alone decide how wide the ladder goes: words and kinds of help."""
        return self.kind == "words" or (
            self.kind in ("facet", "not") and self.unit is not None and self.unit.facet == "category"
        )


def all_of(clauses: Iterable[Clause]) -> Clause:
    """The clause that every one of the clauses holds."""
    found = list(clauses)
    return found[0] if len(found) == 1 else {"bool": {"filter": found}} if found else {"match_all": {}}


def none_of(clauses: Iterable[Clause]) -> Clause:
    """The clause that none of the clauses holds."""
    return {"bool": {"must_not": list(clauses)}}


def constraints(query: Query, clock: Clock) -> list[Constraint]:
    """The constraints of everything but the place, in the order in which relaxations are offered."""
    found = [_unit(unit, heard=facet in query.heard) for facet, values in query.chosen for unit in units(facet, values)]
    found += [_without(facet, value) for facet, values in query.excluded for value in values]
    if query.times:
        said, unknown = fitting(query.times, clock), {"term": {"flags": HOURS_UNKNOWN}}
        found.append(Constraint("time", said, none_of([said, unknown]), any_of([said, unknown])))
    if query.age is not None:
        said, known = {"term": {"ages": query.age}}, {"term": {"flags": AGES}}
        refuse = {"bool": {"filter": [known], "must_not": [said]}}
        found.append(Constraint("age", said, refuse, any_of([said, none_of([known])])))
    if (words := saying(query)) is not None:
        found.append(Constraint("words", words))
    if query.organization:
        found.append(Constraint("organization", {"term": {"organization_key": query.organization}}))
    return found


def _unit(unit: Unit, *, heard: bool) -> Constraint:
    said = _terms("yes", unit.facet, unit.values)
    if not FACETS[unit.facet].three_valued:
        if not heard:
            return Constraint("facet", said, unit=unit)
        return Constraint("facet", any_of([said, _terms("says", unit.facet, unit.values)]), unit=unit, stated=said)
    if unit.facet != "audience":
        refuse = all_of(_term("no", unit.facet, value) for value in unit.values)
        return Constraint("facet", said, refuse, none_of([refuse]), unit)
    groups: dict[str, list[str]] = {}
    for value in unit.values:
        groups.setdefault(group_of(unit.facet, value), []).append(value)
    refused = [all_of(_term("no", unit.facet, value) for value in members) for members in groups.values()]
    yes = {"bool": {"filter": [said], "must_not": refused}}
    return Constraint("facet", yes, any_of(refused), none_of(refused), unit)


def _without(facet: str, value: str) -> Constraint:
    unit, said = Unit(facet, (value,)), _term("yes", facet, value)
    if not FACETS[facet].three_valued:
        return Constraint("not", none_of([said]), unit=unit)
    return Constraint("not", _term("no", facet, value), said, none_of([said]), unit)


def _term(field: str, facet: str, value: str) -> Clause:
    return {"term": {field: f"{facet}:{value}"}}


def _terms(field: str, facet: str, values: Iterable[str]) -> Clause:
    found = [f"{facet}:{value}" for value in values]
    return {"term": {field: found[0]}} if len(found) == 1 else {"terms": {field: found}}


# ---------------------------------------------------------------- words


def saying(query: Query) -> Clause | None:
    """The clause that a listing meets every requirement of the words; None when they require nothing."""
    needed = required(query)
    return all_of(_met(one) for one in needed) if needed else None


def _met(one: Requirement) -> Clause:
    said = (any_of if one.any_word else all_of)(spoken(word) for word in one.words)
    if not one.values:
        return said
    facets: dict[str, list[str]] = {}
    for facet, value in one.values:
        facets.setdefault(facet, []).append(value)
    stated = [_terms("yes", facet, values) for facet, values in facets.items()]
    return any_of([said, *stated] if one.any_value else [said, all_of(stated)])


def spoken(word: Word, field: str = "all") -> Clause:
    """A word by its English or its Spanish stem, whichever language the text was stemmed by ("adultos" finds "adults"). A
    phrase: what the tokenizer parts has to stand together."""
    fields = (field, f"{field}.spanish")
    if len(word) > 1:
        return any_of({"match_phrase": {name: "".join(word)}} for name in fields)
    english, spanish = stems(word[0])
    analyzers = ("english_words",) if english == spanish else ("english_words", "spanish_words")
    return any_of(
        {"match_phrase": {name: {"query": word[0], "analyzer": analyzer}}} for name in fields for analyzer in analyzers
    )


# ---------------------------------------------------------------- place


@dataclass(frozen=True, slots=True)
class Circle:
    """The place of a search: `km` is the radius used, None where areas decide."""

    near: Near
    km: float | None

    def holds(self, km: float | None) -> Clause:
        """What lies within so many kilometres (or in the areas) or serves the place."""
        here = {"terms": {"areas": list(self.near.areas)}} if km is None else within(self.near, km)
        found = [here, {"terms": {"serves_exactly": list(self.near.codes)}}]
        if self.near.areas:
            found.append({"terms": {"serves": list(self.near.areas)}})
        return any_of(found)

    def constraint(self) -> Constraint:
        """The place as a constraint."""
        return Constraint("place", self.holds(self.km))


def within(near: Near, km: float) -> Clause:
    """What is located at most so many kilometres away."""
    if math.isinf(km):
        return POINTED
    return {"geo_distance": {"distance": f"{km!r}km", "point": [near.point.lon, near.point.lat]}}


def at_home(area: str) -> Clause:
    """What serves the area or a part of it, everywhere, or lies in it."""
    return any_of([{"terms": {"serves": [area, "world"]}}, {"term": {"areas": area}}])


# ---------------------------------------------------------------- together


@dataclass(frozen=True, slots=True)
class Asked:
    """All constraints of a query, and what they find together.

    A listing answers to the three-valued ones together as to the least of them: one no is a no, else one unknown is an
    unknown. `say` drops the unknown, `fit_all` keeps the noes; each does only its own.
    """

    constraints: tuple[Constraint, ...]
    say: bool = False
    fit_all: bool = False

    def found(self, aside: Constraint | None = None) -> list[Clause]:
        """The clauses of what is shown when one constraint is set aside."""
        return self.shown(one for one in self.constraints if one is not aside)

    def shown(self, some: Iterable[Constraint]) -> list[Clause]:
        """The clauses of what some constraints show."""
        kept = tuple(some)
        three = [one for one in kept if one.three_valued]
        base = [one.yes for one in kept if not one.three_valued]
        if not three or (self.fit_all and not self.say):
            return base
        if self.say and not self.fit_all:
            return [*base, *_wholly(kept)]
        if self.say:
            return [*base, any_of([all_of(_wholly(kept)), any_of(one.refuse for one in three if one.refuse)])]
        return [*base, *(one.keep for one in three if one.keep is not None)]

    @property
    def tiered(self) -> bool:
        """Whether anything can be left open or refused."""
        return any(one.three_valued for one in self.constraints)

    def best(self) -> Clause:
        """What says yes to all that is three-valued, and states what others only say in their own words."""
        return all_of(_wholly(self.constraints))

    def refusing(self) -> Clause:
        """What says no to something."""
        return any_of(one.refuse for one in self.constraints if one.refuse is not None)

    def two_valued(self) -> list[Clause]:
        """The clauses of everything without an unknown."""
        return [one.yes for one in self.constraints if not one.three_valued]


def _wholly(some: Iterable[Constraint]) -> list[Clause]:
    """The clauses of the first tier, beside those that everything shown meets."""
    found = (one.yes if one.three_valued else one.stated for one in some)
    return [one for one in found if one is not None]
