"""The gazetteer's SQLite file: written once from the committed facts, then only read."""

from __future__ import annotations

import fcntl
import heapq
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from directory.geo import Box
from directory.places import rows
from directory.places.areas import ALIAS, OWN, Area
from directory.places.derive import derived
from directory.places.normalise import known_key, postal_key, spaced, squeezed

SHORT = 3
"""Up to this many characters the best completions are stored, since most of the names would have to be sorted."""
BEST = 16
"""How many for each country."""
COUNTIES = 4
"""People look for towns: a county counts a quarter of its people when names are completed."""
A_DAY = 86400.0

SCHEMA = """
CREATE TABLE place (
  id INTEGER PRIMARY KEY, kind TEXT, code TEXT, name TEXT, label TEXT, lat REAL, lon REAL, population INTEGER,
  region TEXT, country TEXT, county TEXT, zone TEXT, radius REAL, south REAL, west REAL, north REAL, east REAL,
  codes TEXT, areas TEXT
);
CREATE TABLE name (key TEXT, belongs INTEGER, place INTEGER, PRIMARY KEY (key, belongs, place)) WITHOUT ROWID;
CREATE TABLE label (key TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
CREATE TABLE area (code TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
CREATE TABLE postal (country TEXT, code TEXT, place INTEGER, PRIMARY KEY (country, code)) WITHOUT ROWID;
CREATE TABLE tail (text TEXT, country TEXT, population INTEGER, place INTEGER, PRIMARY KEY (text, place)) WITHOUT ROWID;
CREATE TABLE start (
  text TEXT, country TEXT, population INTEGER, place INTEGER, PRIMARY KEY (text, country, place)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE spot USING rtree(id, south, north, west, east, +lat REAL, +lon REAL, +zip INTEGER);
"""
Tail = tuple[str, str, int, int]


def prepared(directory: Path, made: Callable[[], Iterable[Area]] = derived) -> Path:
    """The file in the directory for the present facts, built if it is not there yet.

    Several processes may ask at once: one builds under a lock, into a temporary file that then takes its name, the others
    wait. Files of other facts that are a day older are removed.
    """
    path = directory / f"gazetteer-{rows.fingerprint()}.sqlite"
    if path.exists():
        return path
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "gazetteer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _build(path, made)
            _tidy(directory, path)
    return path


def _build(path: Path, made: Callable[[], Iterable[Area]]) -> None:
    handle, name = tempfile.mkstemp(prefix=".gazetteer-", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary, made())
        with temporary.open("rb") as done:
            os.fsync(done.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _tidy(directory: Path, path: Path) -> None:
    built = path.stat().st_mtime
    for other in directory.glob("gazetteer-*.sqlite"):
        if other != path and other.stat().st_mtime < built - A_DAY:
            other.unlink(missing_ok=True)


def write(path: Path, places: Iterable[Area]) -> None:
    """Writes the places into an empty SQLite file."""
    numbered = list(enumerate(places, 1))
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + SCHEMA)
        connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 19)})", (_row(*pair) for pair in numbered))
        connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", sorted(_names(numbered)))
        connection.executemany("INSERT OR IGNORE INTO label VALUES (?, ?)", _labels(numbered))
        connection.executemany("INSERT INTO area VALUES (?, ?)", ((area.code, n) for n, area in numbered if area.code))
        connection.executemany("INSERT OR IGNORE INTO postal VALUES (?, ?, ?)", _postal(numbered))
        tails = sorted(set(_tails(numbered)))
        connection.executemany("INSERT OR IGNORE INTO tail VALUES (?, ?, ?, ?)", tails)
        connection.executemany("INSERT OR IGNORE INTO start VALUES (?, ?, ?, ?)", _starts(tails))
        connection.executemany("INSERT INTO spot VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _spots(numbered))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    finally:
        connection.close()


def _row(number: int, area: Area) -> tuple[object, ...]:
    box = area.box or Box(area.point.lat, area.point.lon, area.point.lat, area.point.lon)
    return (
        number, area.kind, area.code, area.name, area.label, area.point.lat, area.point.lon, area.population,
        area.region, area.country, area.county, area.zone, area.radius_km,
        *(round(edge, 5) for edge in (box.south, box.west, box.north, box.east)),
        " ".join(area.codes), " ".join(area.areas),
    )  # fmt: skip


def _names(numbered: Iterable[tuple[int, Area]]) -> Iterator[tuple[str, int, int]]:
    for number, area in numbered:
        if area.kind != "zip":
            for name, belongs in area.names:
                if key := known_key(name):
                    yield key, belongs, number


def _labels(numbered: Iterable[tuple[int, Area]]) -> Iterator[tuple[str, int]]:
    for number, area in numbered:
        if area.kind != "zip":  # found by its code
            yield squeezed(area.label), number


def _postal(numbered: Iterable[tuple[int, Area]]) -> Iterator[tuple[str, str, int]]:
    for number, area in numbered:
        if area.kind == "zip":
            code = area.code.removeprefix("us-zip-") or postal_key(area.names[0][0], area.country)
            yield area.country, code, number


def _tails(numbered: Iterable[tuple[int, Area]]) -> Iterator[Tail]:
    """A name from each of its words on."""
    for number, area in numbered:
        for name, belongs in area.names if area.kind != "zip" else ():
            if belongs in {OWN, ALIAS}:
                said = spaced(name).split()
                people = area.population // COUNTIES if area.kind == "county" else area.population
                for first in range(len(said)):
                    yield " ".join(said[first:]), area.country, people, number


def _starts(tails: Iterable[Tail]) -> Iterator[Tail]:
    groups: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for text, country, population, place in tails:
        for length in range(1, SHORT + 1):
            groups[text[:length], country][place] = population
    for (text, country), places in groups.items():
        for place, population in heapq.nlargest(BEST, places.items(), key=lambda pair: (pair[1], -pair[0])):
            yield text, country, population, place


def _spots(numbered: Iterable[tuple[int, Area]]) -> Iterator[tuple[float, ...]]:
    for number, area in numbered:
        if area.nearby:
            lat, lon = area.point.lat, area.point.lon
            yield number, lat, lat, lon, lon, lat, lon, area.kind == "zip"
