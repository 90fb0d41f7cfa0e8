"""The store of the first releases carried over into a catalogue: listings with revisions, tombstones, runs, quarantine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, insert, update

from directory.catalogue import bodies
from directory.catalogue.publishing import GONE, LISTED, NOTHING, batches
from directory.catalogue.tables import FED, GENERATION, LISTING, QUARANTINE, RECORD, RUN, SAID, SEQUENCE
from directory.errors import CatalogueUnavailable

VERSION = 1
"""The only layout of a store there was."""


def carry(store: Path, connection: Connection) -> None:
    """Copy a store into an empty catalogue, inside the caller's transaction. Raises CatalogueUnavailable."""
    try:
        # Not read-only: a store that a process was killed over has a log to be taken in first.
        with closing(sqlite3.connect(store)) as old:
            (version,) = old.execute("PRAGMA user_version").fetchone()
            if version != VERSION:
                raise CatalogueUnavailable(
                    f"{store.name} was written by another version ({version}): move it away and run the sources again."
                )
            _listings(old, connection)
            _runs(old, connection)
    except sqlite3.Error as error:
        raise CatalogueUnavailable(
            f"{store.name} cannot be carried over ({error}): move it away and run the sources again."
        ) from error


def _listings(old: sqlite3.Connection, connection: Connection) -> None:
    query = "SELECT id, source, ref, revision, body, gone, seen_on, first_seen, last_seen FROM listings ORDER BY revision"
    for batch in batches(_records(old.execute(query))):
        connection.execute(insert(RECORD), [record for record, _, _ in batch])
        connection.execute(insert(LISTING), [listing for _, listing, _ in batch])
        said = [{"number": record["number"], "body": body} for record, _, body in batch if body]
        if said:
            connection.execute(insert(SAID), said)
    (revision,) = old.execute("SELECT revision FROM sequence").fetchone()
    connection.execute(update(SEQUENCE).values(revision=revision))


def _records(rows: sqlite3.Cursor) -> Iterator[tuple[dict[str, Any], dict[str, Any], bytes]]:
    for number, (identifier, source, ref, revision, text, gone, seen, first, last) in enumerate(rows, start=1):
        values = None if gone else json.loads(text) | {"revision": 0}
        digest = bodies.digest_of(values) if values else NOTHING
        record = {
            "number": number, "id": identifier, "source": source, "digest": digest, "file": "", "row": 0,
            "seen_on": date.fromisoformat(seen) if seen else None, "first_seen": date.fromisoformat(first),
            "last_seen": date.fromisoformat(last), "missed": int(gone), "retired": bool(gone),
        }  # fmt: skip
        listing = {
            "number": number, "id": identifier, "ref": ref, "source": source, "revision": revision,
            "state": GONE if gone else LISTED, "survivor": None, "digest": digest, "body": None,
        }  # fmt: skip
        yield record, listing, bodies.packed(values) if values else b""


def _runs(old: sqlite3.Connection, connection: Connection) -> None:
    fed: dict[str, dict[str, Any]] = {}
    for number, source, day, outcome, seconds, report in old.execute(
        "SELECT id, source, day, outcome, seconds, report FROM runs ORDER BY id"
    ):
        on = date.fromisoformat(day)
        started = datetime.combine(on, time(), UTC)  # the store kept the day only
        run = {"number": number, "source": source, "started": started, "ended": started, "day": on, "outcome": outcome}
        connection.execute(insert(RUN), run | {"seconds": seconds, "report": orjson.dumps(json.loads(report))})
        if outcome == "published":
            fed[source] = {"source": source, "run": number, "digest": "", "read_on": on, "ran_on": on}
    names = ("source", "file", "row", "key", "reason", "excerpt")
    for batch in batches(old.execute(f"SELECT {', '.join(names)} FROM quarantine ORDER BY rowid")):
        connection.execute(insert(QUARANTINE), [dict(zip(names, row, strict=True)) for row in batch])
    if fed:
        connection.execute(insert(FED), list(fed.values()))
    has = old.execute("SELECT count(*) FROM sqlite_master WHERE name = 'refused'").fetchone()[0]
    refused = {name: (count, told) for name, count, told in old.execute("SELECT * FROM refused")} if has else {}
    for (name,) in old.execute("SELECT generation FROM published"):
        count, told = refused.get(name, (0, ""))
        connection.execute(insert(GENERATION), {"name": name, "refused": count, "told": told})
