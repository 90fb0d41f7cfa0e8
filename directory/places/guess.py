"""Did you mean: places whose name looks like what was typed, when there is none of that name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from directory.places.qualify import Reading
from directory.places.reader import Reader

LIKE = 0.9
"""Jaro-Winkler similarity, which forgives swapped letters and weighs the beginning: Oaklnd 0.97, Chigaco 0.96."""
STEP = 0.04
"""Names that are alike within this are ordered by people."""
SHORTEST = 3
MOST = 5
LONGEST = 40
HOME = 50


class _Name(NamedTuple):
    key: str
    country: str
    population: int
    region: str
    place: int


@lru_cache(maxsize=4)
def _names(reader: Reader) -> dict[str, tuple[list[str], list[_Name]]]:
    """Names by their first letter, with the places they belong to; about 60,000."""
    statement = (
        "SELECT key, country, population, region, place FROM name JOIN place ON place.id = name.place"
        " WHERE belongs <= 0 AND kind <> 'country' AND length(key) >= ?"
    )
    groups: dict[str, list[_Name]] = defaultdict(list)
    for row in reader.rows(statement, (SHORTEST,)):
        groups[row[0][0]].append(_Name._make(row))
    return {first: ([name.key for name in names], names) for first, names in groups.items()}


def guesses(reader: Reader, readings: Sequence[Reading], country: str) -> tuple[str, ...]:
    """Labels of the most alike places, the likest and most peopled first."""
    said = sorted((reading for reading in readings if reading.name), key=lambda reading: -len(reading.areas))
    for reading in said:
        key = "".join(reading.name)
        if SHORTEST <= len(key) <= LONGEST and (found := _alike(reader, key, reading.areas, country)):
            return found
    return ()


def _alike(reader: Reader, key: str, areas: Iterable[frozenset[str]], country: str) -> tuple[str, ...]:
    scored: dict[int, tuple[float, int]] = {}
    wanted = list(areas)
    for first in dict.fromkeys(key[:2]):  # the second letter too: the first may be missing or swapped
        keys, names = _names(reader).get(first, ([], []))
        for _, score, index in process.extract(
            key, keys, scorer=JaroWinkler.normalized_similarity, score_cutoff=LIKE, limit=50
        ):
            name = names[index]
            if all({name.country, name.region} & codes for codes in wanted):
                weight = name.population * (HOME if name.country == country else 1)
                scored[name.place] = max(scored.get(name.place, (0.0, 0)), (score, weight))
    best = sorted(scored, key=lambda place: (-round(scored[place][0] / STEP), -scored[place][1], place))[:MOST]
    return tuple(reader.near(place).label for place in best)


def zip_guesses(reader: Reader, code: str) -> tuple[str, ...]:
    """Labels of the ZIP codes next by number in the same sectional centre (the first three digits)."""
    statement = "SELECT place FROM postal WHERE country = 'us' AND code BETWEEN ? AND ? ORDER BY abs(code - ?), code LIMIT ?"
    found = reader.rows(statement, (code[:3] + "00", code[:3] + "99", int(code), MOST))
    return tuple(reader.near(place).label for (place,) in found)
