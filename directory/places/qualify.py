"""Reads "oakland ca usa" as a name and the areas it is to lie in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from directory.places.normalise import squeezed, words
from directory.places.reader import Reader

LONGEST_AREA = 5
"""Words of an area's name behind the name of a place ("prince george s county maryland" has its county before)."""
MOST_AREAS = 3
COUNTY_WORDS = frozenset({"county", "parish", "borough", "municipio", "area", "municipality", "city", "island", "district"})


class Reading(NamedTuple):
    """One way to understand words: the words of a name, and for each area said the codes it may mean."""

    name: tuple[str, ...]
    areas: tuple[frozenset[str], ...] = ()


class Areas:
    """States, provinces and countries by every name, short form and code; kept in memory, there are about a hundred."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._named: dict[str, set[str]] = defaultdict(set)
        statement = "SELECT key, code FROM name JOIN place ON place.id = name.place WHERE kind IN ('state', 'country')"
        for key, code in reader.rows(statement):
            self._named[key].add(code)
        for key, code in list(self._codes()):
            self._named[key].add(code)

    def region(self, text: str, country: str) -> str:
        """The code of the state or province of the country, "" if there is none of that name."""
        inside = [code for code in self._named.get(squeezed(text), ()) if code.startswith(f"{country}-")]
        return inside[0] if len(inside) == 1 else ""

    def readings(self, text: str, country: str) -> Iterator[Reading]:
        """Every way to read the words, those without areas first."""
        yield from self._read(words(text), country, MOST_AREAS)

    def starting(self, text: str) -> frozenset[str]:
        """Codes of states, provinces and countries whose name or short form begins so."""
        return frozenset(code for key, codes in self._named.items() if key.startswith(text) for code in codes)

    def _read(self, said: tuple[str, ...], country: str, more: int) -> Iterator[Reading]:
        yield Reading(said)
        for length in range(1, min(LONGEST_AREA, len(said) - 1) + 1 if more else 1):
            if codes := self._meant(said[-length:], country):
                for reading in self._read(said[:-length], country, more - 1):
                    yield Reading(reading.name, (*reading.areas, codes))

    def _meant(self, said: tuple[str, ...], country: str) -> frozenset[str]:
        """The areas of that name. "CA" is California on a site of the US and both elsewhere."""
        key = "".join(said)
        codes = self._named.get(key, set())
        own = {code for code in codes if code.startswith(f"{country}-")}
        if not codes and said[-1] in COUNTY_WORDS and len(said) > 1:
            found = self.reader.entries("id IN (SELECT place FROM name WHERE key = ?) AND kind = 'county'", (key,))
            return frozenset(entry.code for entry in found)
        return frozenset(own or codes)

    def _codes(self) -> Iterator[tuple[str, str]]:
        for code in {code for codes in self._named.values() for code in codes}:
            yield code.replace("-", ""), code
