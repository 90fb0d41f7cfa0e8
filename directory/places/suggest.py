"""Completes the name of a place while it is typed, from the beginning of any of its words."""

from __future__ import annotations

from directory.listing import fold
from directory.places.normalise import LONGEST, words
from directory.places.qualify import Areas
from directory.places.reader import Reader
from directory.places.store import SHORT

HOME = 50
"""How much more a place of the site's own country weighs, as in `find`."""
PAST = "\U0010ffff"
"""Sorts after every text that begins the same."""
SCANNED = 200


def completions(areas: Areas, prefix: str, country: str, limit: int) -> list[int]:
    """Numbers of the places, the heaviest first; none for a prefix without letters and digits or a limit below one."""
    typed = fold(prefix[:LONGEST])
    if not typed or limit < 1:
        return []
    if typed.isdigit():
        return _zips(areas.reader, typed, limit)
    found: list[int] = []
    for text in dict.fromkeys((typed, " ".join(words(prefix)))):
        found += _beginning(areas.reader, text, country, limit)
    if len(found) < limit:
        found += _in_areas(areas, typed, country, limit)
    return list(dict.fromkeys(found))[:limit]


def _zips(reader: Reader, digits: str, limit: int) -> list[int]:
    rows = reader.rows(
        "SELECT place FROM postal WHERE country = 'us' AND code >= ? AND code < ? ORDER BY code LIMIT ?",
        (digits, digits + PAST, limit),
    )
    return [place for (place,) in rows]


def _beginning(reader: Reader, text: str, country: str, limit: int) -> list[int]:
    short = len(text) <= SHORT
    where = "start WHERE text = ?" if short else "tail WHERE text >= ? AND text < ?"
    values = (text,) if short else (text, text + PAST)
    order = "ORDER BY population * CASE country WHEN ? THEN ? ELSE 1 END DESC, place LIMIT ?"
    rows = reader.rows(f"SELECT DISTINCT place FROM {where} {order}", (*values, country, HOME, limit))
    return [place for (place,) in rows]


def _in_areas(areas: Areas, typed: str, country: str, limit: int) -> list[int]:
    """Completions of "springfield il" and "springfield illi": a name and the beginning of where it lies."""
    said = typed.split()
    for length in range(1, min(3, len(said) - 1) + 1):
        codes = areas.starting("".join(said[-length:]))
        if codes:
            text = " ".join(words(" ".join(said[:-length])))
            numbers = _beginning(areas.reader, text, country, SCANNED)
            entries = (areas.reader.entry(number) for number in numbers)
            if inside := [entry.id for entry in entries if {entry.region, entry.country} & codes]:
                return inside[:limit]
    return []
