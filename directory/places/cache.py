"""Remembers what geocoders answered, on disk, without the addresses."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

from directory.geo import Point
from directory.listing import Address, Precision, fold
from directory.places.providers import Answer

DAY_S = 86_400
KEPT_S = 365 * DAY_S
"""How long a position is believed: houses seldom move, but providers correct theirs."""
KEPT_NOTHING_S = 30 * DAY_S
"""How long "not found" is believed: new addresses get known."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (key BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS answer (
  id BLOB PRIMARY KEY, lat REAL, lon REAL, precision TEXT, moment INTEGER NOT NULL
) WITHOUT ROWID;
"""


class Cache:
    """Answers by a keyed hash (HMAC-SHA-256) of provider and address: who reads the file learns no address from it that was
    not found. Safe for threads and processes. `clock` tells seconds since 1970."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        self._connection.executescript("PRAGMA journal_mode=WAL;" + SCHEMA)
        self._connection.execute(
            "INSERT INTO secret SELECT ? WHERE NOT EXISTS (SELECT 1 FROM secret)", (secrets.token_bytes(32),)
        )
        self._key: bytes = self._connection.execute("SELECT key FROM secret").fetchone()[0]

    def get(self, provider: str, address: Address) -> tuple[bool, Answer | None]:
        """Whether the answer is known, and the answer: None when the provider knew nothing."""
        with self._lock:
            statement = "SELECT lat, lon, precision, moment FROM answer WHERE id = ?"
            row = self._connection.execute(statement, (self._id(provider, address),)).fetchone()
        if row is None:
            return False, None
        lat, lon, precision, moment = row
        if self._clock() - moment > (KEPT_S if lat is not None else KEPT_NOTHING_S):
            return False, None
        return True, None if lat is None else Answer(Point(lat, lon), cast("Precision | None", precision))

    def put(self, provider: str, address: Address, answer: Answer | None) -> None:
        """Remembers an answer, also that there is none."""
        values = (answer.point.lat, answer.point.lon, answer.precision) if answer else (None, None, None)
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)",
                (self._id(provider, address), *values, int(self._clock())),
            )

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def _id(self, provider: str, address: Address) -> bytes:
        parts = (" ".join(address.lines), address.city, address.region, address.postal_code, address.country)
        said = "\n".join((provider, *(fold(part) for part in parts)))
        return hmac.new(self._key, said.encode(), hashlib.sha256).digest()
