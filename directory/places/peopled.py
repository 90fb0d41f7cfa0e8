"""How many people live where a name means: from memory, so that every name in a sentence can be asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from directory.places.areas import ALIAS, OWN
from directory.places.normalise import squeezed, words
from directory.places.reader import Reader

LONGEST_AREA = 3
"""Words of a state's or country's name behind the name of a place ("district of columbia")."""
FEWEST = 200
"""People counted for a place whose population is unknown, a ZIP code among them."""


class Peopled:
    """The places of a country by their own names, states and countries by every name. Safe for threads."""

    def __init__(self, reader: Reader, country: str) -> None:
        self._names: dict[str, dict[str, int]] = defaultdict(dict)  # name → area it lies in → people
        self._areas: dict[str, set[str]] = defaultdict(set)
        statement = (
            "SELECT key, kind, place.code, region, country, population FROM name JOIN place ON place.id = name.place"
            " WHERE (country = ? AND belongs IN (?, ?) AND kind = 'city') OR kind IN ('state', 'country', 'county')"
        )
        for key, kind, code, region, nation, population in reader.rows(statement, (country, OWN, ALIAS)):
            people = max(population, FEWEST)
            if (kind != "county" or key.endswith("county")) and nation in {country, code}:
                inside = self._names[key]
                inside[region] = max(inside.get(region, 0), people)
            if kind in {"state", "country"}:
                self._areas[key].add(code)
        for code in {code for codes in self._areas.values() for code in codes if code.startswith(f"{country}-")}:
            self._areas[code.removeprefix(f"{country}-")].add(code)
        self._zips = {code for (code,) in reader.rows("SELECT code FROM postal WHERE country = ?", (country,))}
        self._states: dict[str, int] = dict(
            reader.rows("SELECT code, population FROM place WHERE kind IN ('state', 'country')")
        )

    def __call__(self, name: str) -> int:
        """The people of the largest place of that name, with or without the state it lies in; 0 when there is none."""
        said = words(name)
        if not said:
            return 0
        if len(said) > 1 and said[-1] in self._zips:
            return self(" ".join(said[:-1]))
        if said[-1] in self._zips:
            return FEWEST
        found = [*self._named(said), 0]
        for length in range(1, min(LONGEST_AREA, len(said) - 1) + 1):
            areas = self._areas.get(squeezed(said[-length:]), set())
            inside = self._names.get(squeezed(said[:-length]), {}) if areas else {}
            found += (people for region, people in inside.items() if {region, region.split("-")[0]} & areas)
        return max(found)

    def _named(self, said: tuple[str, ...]) -> Iterator[int]:
        """The people of every place that is called so."""
        key = squeezed(said)
        yield from self._names.get(key, {}).values()
        yield from (max(self._states.get(code, 0), FEWEST) for code in self._areas.get(key, ()))
