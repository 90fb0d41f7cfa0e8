"""Writing the embedded index: listings into rows of every table."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from directory.index.sqlite.facts import Facts
from directory.index.text import Text
from directory.language.stem import stems, tokens
from directory.schemas import dump_json

BATCH = 500
"""Listings a batch of inserts: more saves nothing measurable and costs memory."""


def stemmed(text: Text) -> tuple[str, str, str]:
    """The rows of the word table: stems in place of words."""
    return _stemmed(text.name), _stemmed(text.own), _labels(text.label)


def _stemmed(text: str) -> str:
    """The English stems of a text in their order, then the Spanish ones that differ."""
    found = list(map(stems, tokens(text)))
    spanish = dict.fromkeys([other for english, other in found if other != english])
    return " ".join([*(english for english, _ in found), *spanish])


_labels = lru_cache(maxsize=10_000)(_stemmed)  # the same few labels come again with every listing of a kind


def insert(connection: sqlite3.Connection, rows: list[tuple[int, Facts]]) -> None:
    """Write some listings under their rows."""
    connection.executemany(
        "INSERT INTO listing VALUES (?, ?, ?, ?, ?)",
        ((row, one.listing.id, one.listing.ref, one.listing.revision, dump_json(one.listing)) for row, one in rows),
    )
    connection.executemany(
        "INSERT INTO words (rowid, name, own, label) VALUES (?, ?, ?, ?)",
        ((row, *stemmed(one.text)) for row, one in rows),
    )
    connection.executemany(
        "INSERT INTO spot VALUES (?, ?, ?, ?, ?)",
        ((row, p.lat, p.lat, p.lon, p.lon) for row, one in rows if (p := one.point) is not None),
    )
