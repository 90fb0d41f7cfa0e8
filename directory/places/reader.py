"""Reads the gazetteer's file: one read-only connection a thread, places as values."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from directory.geo import Box, Point
from directory.query import AreaKind, Near

KEPT = 4096
"""Places kept in memory by a process."""
COLUMNS = "id, kind, code, name, label, lat, lon, population, region, country, county, zone"


class Entry(NamedTuple):
    """A place as the searches weigh it."""

    id: int
    kind: AreaKind
    code: str
    name: str
    label: str
    lat: float
    lon: float
    population: int
    region: str
    country: str
    county: str
    zone: str

    @property
    def point(self) -> Point:
        """Its position."""
        return Point(self.lat, self.lon)


class Reader:
    """An open gazetteer file; safe for threads and forks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._open: list[sqlite3.Connection] = []
        self.near = lru_cache(maxsize=KEPT)(self._near)
        self.entry = lru_cache(maxsize=KEPT)(self._entry)

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows a statement gives."""
        return self._connection().execute(statement, values).fetchall()

    def entries(self, condition: str, values: Sequence[object]) -> list[Entry]:
        """The places that meet a condition on table `place`."""
        return [Entry._make(row) for row in self.rows(f"SELECT {COLUMNS} FROM place WHERE {condition}", values)]

    def number(self, table: str, **keys: str) -> int | None:
        """The place that a table names by its keys."""
        where = " AND ".join(f"{key} = ?" for key in keys)
        found = self.rows(f"SELECT place FROM {table} WHERE {where}", tuple(keys.values()))
        return int(found[0][0]) if found else None

    def close(self) -> None:
        """Closes the connections of every thread of this process."""
        while self._open:
            self._open.pop().close()
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        # A connection must not cross a fork (sqlite.org/howtocorrupt.html §2.6): the process is part of the key.
        if getattr(self._local, "process", None) != os.getpid():
            self._local.process = os.getpid()
            self._local.connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
            self._open.append(self._local.connection)
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _entry(self, number: int) -> Entry:
        return self.entries("id = ?", (number,))[0]

    def _near(self, number: int) -> Near:
        row = self.rows("SELECT codes, areas, radius, south, west, north, east FROM place WHERE id = ?", (number,))[0]
        entry = self.entry(number)
        return Near(
            label=entry.label, kind=entry.kind, point=entry.point, codes=tuple(row[0].split()), areas=tuple(row[1].split()),
            radius_km=row[2], box=Box(*row[3:]), zone=entry.zone,
        )  # fmt: skip
