"""Writing a generation: filling a new one, changing the one that serves, and catching up with what others changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from directory.index.sqlite import names, store
from directory.index.sqlite.build import BATCH, insert
from directory.index.sqlite.builder import Builder
from directory.index.sqlite.columns import Columns, empty
from directory.index.sqlite.erase import erase, merge, tells_less, withdraw
from directory.index.sqlite.facts import Facts, facts
from directory.index.sqlite.generations import first_of
from directory.listing import Listing, ref_of
from directory.schedule import HORIZON_DAYS
from directory.schemas import read_json


def caught_up(connection: sqlite3.Connection, columns: Columns, sequence: int) -> Columns:
    """The snapshot with what the transaction sees and it does not have yet."""
    builder = Builder(columns)
    first = first_of(connection)
    for (body,) in connection.execute("SELECT body FROM listing WHERE row >= ? ORDER BY row", (columns.size,)):
        builder.append(facts(read_json(body), first))
    dead = [row for (row,) in connection.execute("SELECT row FROM dead WHERE sequence > ?", (columns.sequence,))]
    return builder.finish(sequence, dead)


def fill(file: Path, generation: str, listings: Iterable[Listing], first: date) -> int:
    """Build a generation in its file, sessions expanded from the day `first` on; gives the number of listings."""
    connection = store.connect(file, write=True)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(store.TABLES)
        names.prepare(connection)
        connection.execute("BEGIN")
        builder, highest, batch = Builder(empty(generation)), 0, list[tuple[int, Facts]]()
        for listing in listings:
            one = facts(listing, first)
            batch.append((builder.append(one), one))
            highest = max(highest, listing.revision)
            if len(batch) == BATCH:
                _write(connection, batch)
                batch.clear()
        _write(connection, batch)
        names.finish(connection)
        for statement in store.INDEXES:
            connection.execute(statement)
        columns = builder.finish(0)
        store.save(connection, columns)
        state = {
            "generation": generation,
            "sequence": 0,
            "revision": highest,
            "fingerprint": store.layout(),
            "first": first.isoformat(),
            "names": connection.execute("SELECT coalesce(max(number), 0) FROM name").fetchone()[0],
            "horizon": (first + timedelta(days=HORIZON_DAYS)).isoformat(),
            "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        connection.executemany("INSERT INTO state VALUES (?, ?)", state.items())
        connection.execute("COMMIT")
        for table in ("words", "names"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA journal_mode = WAL")
        return columns.size - 1
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, batch: list[tuple[int, Facts]]) -> None:
    insert(connection, batch)
    names.stage(connection, batch)


def change(connection: sqlite3.Connection, changed: Iterable[Listing], gone: Iterable[tuple[str, int]]) -> set[str]:
    """Append what changed and note what is withdrawn, where it is newer than what is known; gives the ids of those that tell
    less than before."""
    less: set[str] = set()
    (sequence, highest) = (
        connection.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()[0] for key in ("sequence", "revision")
    )
    sequence += 1
    first = first_of(connection)
    (row,) = connection.execute("SELECT coalesce(max(row), 0) FROM listing").fetchone()
    for listing in changed:
        known, old = _known(connection, listing.id)
        if listing.revision <= known:
            continue
        if old is not None and tells_less(_replace(connection, old, sequence), listing):
            less.add(listing.id)
        connection.execute("DELETE FROM gone WHERE id = ?", (listing.id,))
        row += 1
        new = [(row, facts(listing, first))]
        insert(connection, new)
        names.add(connection, new)
        highest = max(highest, listing.revision)
    for identifier, revision in gone:
        known, old = _known(connection, identifier)
        if revision <= known:
            continue
        if old is not None and tells_less(_replace(connection, old, sequence), None):
            less.add(identifier)
        connection.execute("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)", (identifier, ref_of(identifier), revision))
        highest = max(highest, revision)
    for key, value in (("sequence", sequence), ("revision", highest)):
        connection.execute("UPDATE state SET value = ? WHERE key = ?", (value, key))
    if less:
        merge(connection)
    return less


def forget(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Take listings out of a generation that is kept and does not serve."""
    (sequence,) = connection.execute("SELECT value FROM state WHERE key = 'sequence'").fetchone()
    withdraw(connection, ids, sequence + 1)
    connection.execute("UPDATE state SET value = ? WHERE key = 'sequence'", (sequence + 1,))
    merge(connection)


def _replace(connection: sqlite3.Connection, row: int, sequence: int) -> Listing:
    """Note that a row is dead and take out what it says, which is given."""
    connection.execute("INSERT INTO dead VALUES (?, ?)", (row, sequence))
    return erase(connection, row)


def _known(connection: sqlite3.Connection, identifier: str) -> tuple[int, int | None]:
    """The highest revision known of a listing (-1 for none) and its living row."""
    found = connection.execute(
        "SELECT revision, CASE WHEN row IN (SELECT row FROM dead) THEN NULL ELSE row END FROM listing WHERE id = ? "
        "ORDER BY row DESC LIMIT 1",
        (identifier,),
    ).fetchone()
    withdrawn = connection.execute("SELECT revision FROM gone WHERE id = ?", (identifier,)).fetchone()
    revision = max(found[0] if found else -1, withdrawn[0] if withdrawn else -1)
    return revision, found[1] if found else None
