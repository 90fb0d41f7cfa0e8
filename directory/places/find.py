"""From what a person types to the places it means.

Which of several places of one name is meant is decided by people: each candidate weighs as many as live there, fifty times
as many in the site's own country (somebody on a site of the US who types "Dublin" may mean Ohio, California or Ireland;
"London" is still the one in England). The heaviest is meant when at least two of three people in a place of that name live
there: Portland is in Oregon (9 of 10), Columbus in Ohio (3 of 4); which Springfield, Aurora or Orange County is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from directory.geo import distance
from directory.places.areas import ALIAS, BARE, OTHER, OWN
from directory.places.found import Found
from directory.places.guess import MOST as MOST_GUESSES
from directory.places.guess import SHORTEST, guesses, zip_guesses
from directory.places.normalise import FIRST_ZIP, LAST_ZIP, LONGEST, US_ZIP, postal_key, squeezed
from directory.places.qualify import Areas, Reading
from directory.places.reader import COLUMNS, Entry
from directory.places.suggest import completions

CLEAR = 2 / 3
"""Share of the weight from which the heaviest is meant."""
CLEAR_COUNTY = 4 / 5
"""The same between counties, of which only the people of their towns are known: right within a third. Cook County is in
Illinois; which Orange County is asked."""
HOME = 50.0
"""How much more a place of the site's own country weighs."""
TRUST = {ALIAS: 1.0, OWN: 1.0, OTHER: 0.05, BARE: 1.0}
"""How much a way to be called counts: GeoNames' other names hold old and odd ones ("Agawam" for Springfield)."""
ODD = 0.05
"""Part of the heaviest weight below which a place of such a name is not offered."""
FEWEST = 200
"""People counted for a place whose population is unknown."""
METRO_KM = 25.0
"""A rival so near to the winner is the same town to a search: Kansas City in Missouri and in Kansas."""
RIVAL = 0.01
"""Part of a state's weight that such a city must have: Victoria is the state on a site of Australia."""
LARGE_CITY = 250_000
"""A city from this size rivals a state of its name: Washington, New York, Québec; smaller ones (Wyoming in Michigan) do not."""
MOST = 12
"""Candidates offered."""
BEGUN = 50
"""Completions looked through for names that begin as typed."""


class Candidate(NamedTuple):
    """A place that the words may mean, and how much speaks for it."""

    weight: float
    belongs: int
    entry: Entry


def find(areas: Areas, text: str, country: str) -> Found:
    """The places that the words mean; an empty answer for what holds no letters or digits."""
    said = text[:LONGEST].strip()
    number = _by_code(areas, said, country) or _zip_first(areas, said, country)
    if number is None:
        number = areas.reader.number("label", key=squeezed(said)) if "," in said else None
    if number is not None:
        return Found((areas.reader.near(number),))
    if US_ZIP.match(said):
        return Found(suggestions=zip_guesses(areas.reader, said[:5]))
    readings = list(areas.readings(LAST_ZIP.sub("", said), country))
    candidates = _candidates(areas, readings, country)
    if not candidates:
        return Found(suggestions=_suggested(areas, said, readings, country))
    ordered, ambiguous = _ranked(candidates)
    return Found(tuple(areas.reader.near(one.entry.id) for one in ordered[:MOST]), ambiguous)


def _suggested(areas: Areas, said: str, readings: list[Reading], country: str) -> tuple[str, ...]:
    """Labels of the places that begin as typed, the most peopled first, then of those that are spelled much like it."""
    typed = squeezed(said)
    entries = (
        [areas.reader.entry(number) for number in completions(areas, said, country, BEGUN)] if len(typed) >= SHORTEST else []
    )
    begun = [entry.label for entry in entries if squeezed(entry.name).startswith(typed)]
    return tuple(dict.fromkeys((*begun, *guesses(areas.reader, readings, country))))[:MOST_GUESSES]


def _by_code(areas: Areas, said: str, country: str) -> int | None:
    """The place of a postal code, alone or behind other words ("Miami FL 33125")."""
    last = LAST_ZIP.search(said)
    zip_code = US_ZIP.match(said) or last
    for nation, code in (("us", zip_code[1] if zip_code else ""), (country, said if country != "us" else "")):
        key = postal_key(code, nation) if code else ""
        if key and (number := areas.reader.number("postal", country=nation, code=key)) is not None:
            return number
    return None


def _zip_first(areas: Areas, said: str, country: str) -> int | None:
    """The ZIP code before the name of its town or state ("94612 Oakland"); other numbers are of houses."""
    match = FIRST_ZIP.match(said)
    number = areas.reader.number("postal", country="us", code=match[1]) if match else None
    if match is None or number is None:
        return None
    entry = areas.reader.entry(number)
    for reading in areas.readings(match[2], country):
        if "".join(reading.name) in {squeezed(entry.name), squeezed(entry.region.split("-")[1])}:
            return number
    return None


def _candidates(areas: Areas, readings: Iterable[Reading], country: str) -> list[Candidate]:
    """Each place once, by its weightiest reading."""
    best: dict[int, Candidate] = {}
    statement = f"SELECT belongs, {COLUMNS} FROM name JOIN place ON id = name.place WHERE key = ?"
    for reading in readings:
        for belongs, *values in areas.reader.rows(statement, ("".join(reading.name),)) if reading.name else ():
            entry = Entry._make(values)
            if all(_lies_in(entry, codes) for codes in reading.areas):
                one = Candidate(_weight(entry, belongs, country), belongs, entry)
                if entry.id not in best or best[entry.id].weight < one.weight:
                    best[entry.id] = one
    heaviest = max((one.weight for one in best.values() if one.belongs != BARE), default=0.0)
    return [one for one in best.values() if one.belongs != OTHER or one.weight >= ODD * heaviest]


def _weight(entry: Entry, belongs: int, country: str) -> float:
    return max(entry.population, FEWEST) * TRUST[belongs] * (HOME if entry.country == country else 1.0)


def _lies_in(entry: Entry, codes: frozenset[str]) -> bool:
    return not codes.isdisjoint({entry.country, entry.region, entry.county} - {entry.code})


def _ranked(candidates: Iterable[Candidate]) -> tuple[list[Candidate], bool]:
    """The candidates, best first, and whether none of them is clearly meant.

    A county by its bare name goes behind everything else of that name, and is no rival to it.
    """
    ordered = sorted(candidates, key=lambda one: (one.belongs != ALIAS, one.belongs == BARE, -one.weight, one.entry.id))
    first = ordered[0]
    if first.belongs == ALIAS or len(ordered) == 1:
        return ordered, False
    city = _rival_of_state(ordered)
    if city is not None:
        ordered = [city, *(one for one in ordered if one is not city)]
        return ordered, city.entry.region != first.entry.code
    others = (one for one in ordered[1:] if one.belongs != BARE or first.belongs == BARE)
    rivals = sum(one.weight for one in others if not _same(one.entry, first.entry))
    enough = CLEAR_COUNTY if first.entry.kind == "county" else CLEAR
    return ordered, first.weight < enough * (first.weight + rivals)


def _rival_of_state(ordered: list[Candidate]) -> Candidate | None:
    """The large city of a state's name: goes first, and is meant where it lies in that state."""
    state = ordered[0].entry
    if state.kind != "state":
        return None
    least = RIVAL * ordered[0].weight
    cities = (one for one in ordered[1:] if one.entry.kind == "city" and one.weight >= least)
    return next((one for one in cities if one.entry.population >= LARGE_CITY and one.belongs in {ALIAS, OWN}), None)


def _same(one: Entry, other: Entry) -> bool:
    """Whether asking which of two is meant would be idle: neighbours, or an area and a place in it."""
    if one.kind != other.kind:
        return other.code in {one.county, one.region} or one.code in {other.county, other.region}
    return one.kind == "city" and distance(one.point, other.point) <= METRO_KM
