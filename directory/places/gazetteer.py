"""The gazetteer: places by name, by code and by position, from a file built out of the committed facts at first use."""

from __future__ import annotations

from functools import lru_cache
from math import inf
from pathlib import Path

from directory.errors import UnknownPlace
from directory.geo import Box, Point, distance
from directory.places import find, spot, suggest
from directory.places.found import Found
from directory.places.normalise import postal_key, squeezed
from directory.places.peopled import Peopled
from directory.places.qualify import Areas
from directory.places.reader import KEPT, Entry, Reader
from directory.places.store import prepared
from directory.query import Near

ANYWHERE = Near(label="Far from the places we know", kind="point", point=Point(0.0, 0.0), codes=("world",))

BORDER_KM = 15.0


class _NoPlace(Exception):
    """Words that mean no place: what a cache must not keep."""

    def __init__(self, found: Found) -> None:
        self.found = found


class Gazetteer:
    """Places of the US, Canada, the United Kingdom, Ireland, Australia and New Zealand. Safe for threads and forks.

    Country arguments are the first part of area codes ("us"); capitals and blanks are forgiven.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._areas = Areas(reader)
        self._peopled: dict[str, Peopled] = {}
        self._known = lru_cache(maxsize=KEPT)(self._found)

    @classmethod
    def open(cls, directory: Path) -> Gazetteer:
        """The gazetteer whose file is in the directory; builds it there (some seconds) when it is missing or of older facts."""
        return cls(Reader(prepared(directory)))

    def close(self) -> None:
        """Closes the file."""
        self._reader.close()

    def find(self, text: str, *, country: str = "us") -> Found:
        """The places that a person's words mean, best first; never an error. Those of places are kept for the next who asks,
        other words are not."""
        try:
            return self._known(text, country.strip().lower())
        except _NoPlace as none:
            return none.found

    def _found(self, text: str, nation: str) -> Found:
        found = find.find(self._areas, text, nation)
        if not found.places:
            raise _NoPlace(found)
        return found

    def peopled(self, country: str = "us") -> Peopled:
        """How many people live where a name means, quickly: what understanding a sentence asks. Kept; built at first use."""
        nation = country.strip().lower()
        if nation not in self._peopled:
            self._peopled[nation] = Peopled(self._reader, nation)
        return self._peopled[nation]

    def suggest(self, prefix: str, limit: int = 8, country: str = "us") -> tuple[Near, ...]:
        """Places with a word that begins so, the most peopled first, those of the country before others of their size."""
        numbers = suggest.completions(self._areas, prefix, country.strip().lower(), limit)
        return tuple(self._reader.near(number) for number in numbers)

    def at(self, point: Point) -> Near:
        """What is at a point: the county and codes of the nearest ZIP code or, outside of the US, of the nearest town; the
        codes are only "world" farther than 100 km from every known place."""
        best = spot.ruling(self._reader, point)
        if best is None:
            return Near(label=ANYWHERE.label, kind="point", point=point, codes=("world",))
        label = best.label.partition(", ")[2] if best.kind == "zip" else best.label
        codes = self._reader.near(best.id).codes if best.kind == "zip" else self._codes(best)
        return Near(label=f"Near {label}", kind="point", point=point, codes=codes, zone=best.zone)

    def away(self, point: Point) -> float:
        """Kilometres to the nearest ZIP code or town; infinite farther than 100 km from every known one."""
        best = spot.nearest(self._reader, point)
        return inf if best is None else distance(point, Point(best.lat, best.lon))

    def codes_of(self, point: Point) -> tuple[str, ...]:
        """The county, state and country a point lies in, by the nearest place; none far from all."""
        best = spot.ruling(self._reader, point)
        return () if best is None else tuple(filter(None, (best.county, best.region, best.country)))

    def touches(self, point: Point, code: str) -> bool:
        """Whether a point lies in a county, state or country as far as places tell: the nearest is of it, or one within 15 km
        is (a ZIP code over the border may be nearer)."""
        return spot.touches(self._reader, point, code, BORDER_KM)

    def postal(self, code: str, country: str) -> Near | None:
        """The area of a postal code. For the US every ZIP code; for others what the operator brought."""
        nation = country.strip().lower()
        key = postal_key(code, nation)
        number = self._reader.number("postal", country=nation, code=key) if key else None
        return None if number is None else self._reader.near(number)

    def town(self, city: str, region: str, country: str) -> Near | None:
        """The town of exactly that name in a state or province (name, short form or area code; "" for any), however it is
        capitalised or accented; the most peopled if there are several."""
        nation = country.strip().lower()
        code = region if region == "" else self.region_code(region, country)
        if region and not code:
            return None
        key = squeezed(city)
        statement = (
            "SELECT place.id FROM name JOIN place ON place.id = name.place WHERE key = ? AND kind = 'city' AND country = ?"
            " AND (? = '' OR region = ?) ORDER BY belongs > 0, population DESC, place.id LIMIT 1"
        )
        found = self._reader.rows(statement, (key, nation, code, code)) if key else []
        return self._reader.near(found[0][0]) if found else None

    def region_code(self, region: str, country: str) -> str:
        """The area code of a state or province by its code, short form or name ("FL ", "Florida"); "" if unknown."""
        return self._areas.region(region, country.strip().lower())

    def name_of(self, code: str) -> str:
        """An area's name in words: "Alameda County, California", "California", "anywhere" for the world; "" if unknown."""
        if code == "world":
            return "anywhere"
        number = self._reader.number("area", code=code)
        if number is None:
            return ""
        entry = self._reader.entry(number)
        return entry.code.removeprefix("us-zip-") if entry.kind == "zip" else entry.label

    def within(self, code: str) -> Box:
        """The extent of an area. Raises UnknownPlace."""
        number = self._reader.number("area", code=code)
        box = None if number is None else self._reader.near(number).box
        if box is None:
            raise UnknownPlace
        return box

    def area(self, code: str) -> Near | None:
        """The place of an area code."""
        number = self._reader.number("area", code=code)
        return None if number is None else self._reader.near(number)

    def _codes(self, entry: Entry) -> tuple[str, ...]:
        """Codes at a point for which a town speaks: outside of the US, or far from every ZIP code."""
        return tuple(filter(None, (entry.county, entry.region, entry.country, "world")))
