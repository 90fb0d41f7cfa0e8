"""The store of normalised listings: what each source said when it last ran well, what was refused, which runs there were.

One SQLite file (WAL). A run is one transaction: killed at any instant, the last good state is there. `revision` is one
sequence over all sources: a listing that did not change keeps its own; one that vanished leaves a tombstone with a new one.
A durable catalogue takes this module's place later: `Store` is all that the rest knows of it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from directory.errors import SourceError
from directory.listing import Listing
from directory.schemas import dump_listing, read_json
from ingest.draft import Refused, Where
from ingest.report import Lead, Quarantined

VERSION = 1
_LATER = """
CREATE TABLE IF NOT EXISTS refused (generation TEXT PRIMARY KEY, count INTEGER NOT NULL, told TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leads (
  source TEXT NOT NULL, file TEXT NOT NULL, row INTEGER NOT NULL, key TEXT NOT NULL, why TEXT NOT NULL, name TEXT NOT NULL,
  organization TEXT NOT NULL, town TEXT NOT NULL, categories TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS leads_by_source ON leads (source);
"""
"""Tables that came after version 1: a store gets them when it is opened, an older program does not mind them."""
REFRESH = timedelta(days=7)
"""An unchanged listing is published anew when its seen-on date lags this far: a page's date stays honest within a week, and a
nightly run does not rewrite the whole index."""
QUARANTINE_KEPT = 20_000
"""Quarantined records kept one by one of a source's last run; the report counts them all."""

_TABLES = """
CREATE TABLE IF NOT EXISTS listings (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, ref TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, revision INTEGER NOT NULL,
  body TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0, seen_on TEXT, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_source ON listings (source, gone);
CREATE INDEX IF NOT EXISTS by_revision ON listings (revision);
CREATE TABLE IF NOT EXISTS quarantine (
  source TEXT NOT NULL, file TEXT NOT NULL, row INTEGER NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL, excerpt TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS quarantine_by_source ON quarantine (source);
CREATE TABLE IF NOT EXISTS runs (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL, day TEXT NOT NULL, outcome TEXT NOT NULL, seconds REAL NOT NULL,
  report TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS published (generation TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sequence (revision INTEGER NOT NULL);
INSERT INTO sequence SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM sequence);
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a source: `outcome` is "published", "nothing published" with why, …; `report` has JSON values."""

    source: str
    day: date
    outcome: str
    seconds: float
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run did to the listings of its source."""

    listed: int = 0
    changed: int = 0
    gone: int = 0


class Store:
    """The store in a file; a context manager that closes it."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        # An engine may read the listings in a thread of its own; never two at once (`Index.rebuild`).
        self._db = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        version = self._number("PRAGMA user_version")
        if version == 0:
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
            self.close()
            raise SourceError(
                f"{file.name} was written by another version ({version}); move it away and run the sources again."
            )
        self._db.executescript(_LATER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def replacing(self, source: str, day: date) -> Iterator[Replacing]:
        """A run that replaces the listings of a source, whole or, when the block raises, not at all."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield Replacing(self._db, source, day)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def record(self, run: Run) -> None:
        """Keep a run that published nothing."""
        _keep(self._db, run)

    def listings(self, source: str = "") -> Iterator[Listing]:
        """Every published listing, of one source if named, in the order of ids."""
        where, values = ("AND source = ?", (source,)) if source else ("", ())
        with closing(
            self._db.execute(f"SELECT body, revision FROM listings WHERE gone = 0 {where} ORDER BY id", values)
        ) as rows:
            for body, revision in rows:
                yield replace(read_json(body), revision=revision)

    def changes_since(self, revision: int) -> Iterator[Listing | tuple[str, int]]:
        """What happened after a revision, in its order: a listing as it is now, or (id, revision) of one that is gone."""
        query = "SELECT id, body, revision, gone FROM listings WHERE revision > ? ORDER BY revision"
        for identifier, body, number, gone in self._db.execute(query, (revision,)):
            yield (identifier, number) if gone else replace(read_json(body), revision=number)

    def changed_since(self, revision: int) -> int:
        """How many listings changed or went after a revision."""
        return self._number("SELECT count(*) FROM listings WHERE revision > ?", revision)

    def count(self, source: str = "") -> int:
        """Published listings, of one source if named."""
        if source:
            return self._number("SELECT count(*) FROM listings WHERE source = ? AND gone = 0", source)
        return self._number("SELECT count(*) FROM listings WHERE gone = 0")

    def built(self, generation: str) -> bool:
        """Whether a generation of an index was built from this store: two stores may have come to the same revision."""
        return self._number("SELECT count(*) FROM published WHERE generation = ?", generation) == 1

    def note_built(self, generation: str, refused: int = 0, told: str = "") -> None:
        """Remember that a generation of an index was built from this store, and what the engine refused of it."""
        self._db.execute("INSERT OR IGNORE INTO published VALUES (?)", (generation,))
        if refused:
            self._db.execute("INSERT OR REPLACE INTO refused VALUES (?, ?, ?)", (generation, refused, told))

    def refused(self, generation: str) -> tuple[int, str]:
        """How many listings an engine refused when a generation was built, and which by id and reason."""
        found = self._db.execute("SELECT count, told FROM refused WHERE generation = ?", (generation,)).fetchone()
        return (int(found[0]), str(found[1])) if found else (0, "")

    def sample(self, size: int) -> Iterator[Listing]:
        """So many published listings, drawn by chance."""
        drawn = self._db.execute("SELECT id FROM listings WHERE gone = 0 ORDER BY random() LIMIT ?", (size,)).fetchall()
        for (identifier,) in drawn:
            query = "SELECT body, revision FROM listings WHERE id = ? AND gone = 0"
            for body, revision in self._db.execute(query, (identifier,)).fetchall():
                yield replace(read_json(body), revision=revision)

    def withdrawn(self, size: int) -> list[tuple[str, str]]:
        """The (id, ref) of so many withdrawn listings, drawn by chance."""
        query = "SELECT id, ref FROM listings WHERE gone = 1 ORDER BY random() LIMIT ?"
        return list(self._db.execute(query, (size,)))

    def revision(self) -> int:
        """The highest revision given so far."""
        return self._number("SELECT revision FROM sequence")

    def _number(self, query: str, *values: str | int) -> int:
        return int(self._db.execute(query, values).fetchone()[0])

    def last_run(self, source: str) -> Run | None:
        """The last run of a source, also one that failed."""
        row = self._db.execute(
            "SELECT day, outcome, seconds, report FROM runs WHERE source = ? ORDER BY id DESC LIMIT 1", (source,)
        ).fetchone()
        return Run(source, date.fromisoformat(row[0]), row[1], row[2], json.loads(row[3])) if row else None

    def quarantined(self, source: str) -> list[tuple[str, int, str, str, str]]:
        """(file, row, key, reason, excerpt) of what the last published run of a source did not take."""
        query = "SELECT file, row, key, reason, excerpt FROM quarantine WHERE source = ? ORDER BY rowid"
        return list(self._db.execute(query, (source,)))

    def leads(self, source: str) -> Iterator[Lead]:
        """What the last published run of a source kept for stewards, in the order of the source."""
        query = "SELECT file, row, key, why, name, organization, town, categories FROM leads WHERE source = ? ORDER BY rowid"
        for file, row, key, why, name, organization, town, categories in self._db.execute(query, (source,)):
            yield Lead(why, Where(file, row, key), name, organization, town, tuple(categories.split()))


class Replacing:
    """The open transaction of a run: listings and refused records come in one by one, `finish` closes it."""

    def __init__(self, db: sqlite3.Connection, source: str, day: date) -> None:
        self._db, self._source, self._day = db, source, day
        query = "SELECT id, hash, gone, seen_on FROM listings WHERE source = ?"
        self._known: dict[str, tuple[str, int, str | None]] = {row[0]: row[1:] for row in db.execute(query, (source,))}
        self._seen: set[str] = set()
        self._refused = 0
        self._revision = int(db.execute("SELECT revision FROM sequence").fetchone()[0])
        self.before = sum(not gone for _, gone, _ in self._known.values())
        self.changes = Changes()
        db.execute("DELETE FROM quarantine WHERE source = ?", (source,))
        db.execute("DELETE FROM leads WHERE source = ?", (source,))

    def take(self, listing: Listing) -> None:
        """Store a listing. Raises Refused when another listing, of any source, has its public id."""
        values = dump_listing(listing)
        digest = _digest(values)
        known = self._known.get(listing.id)
        self._seen.add(listing.id)
        if known is not None and not known[1] and known[0] == digest and not _stale(known[2], listing):
            self.changes = replace(self.changes, listed=self.changes.listed + 1)
            return
        self._revision += 1
        values["revision"] = self._revision
        seen_on = values["provenance"].get("seen_on")
        row = (listing.id, self._source, listing.ref, digest, self._revision, _json(values), self._day.isoformat(), seen_on)
        try:
            self._db.execute(
                "INSERT INTO listings VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?8, ?7, ?7) ON CONFLICT (id) DO UPDATE SET "
                "ref = ?3, hash = ?4, revision = ?5, body = ?6, gone = 0, seen_on = ?8, last_seen = ?7",
                row,
            )
        except sqlite3.IntegrityError:
            raise Refused("its public id already belongs to another listing") from None
        self.changes = replace(self.changes, listed=self.changes.listed + 1, changed=self.changes.changed + 1)

    def refuse(self, found: Quarantined) -> None:
        """Keep a record that was not taken."""
        self._refused += 1
        if self._refused <= QUARANTINE_KEPT:
            row = (self._source, found.where.file, found.where.row, found.where.key, found.reason, found.excerpt)
            self._db.execute("INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?)", row)

    def lead(self, found: Lead) -> None:
        """Keep a record for stewards."""
        where, kinds = found.where, " ".join(found.categories)
        row = (self._source, where.file, where.row, where.key, found.why, found.name, found.organization, found.town, kinds)
        self._db.execute("INSERT INTO leads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def finish(self, run: Run) -> Changes:
        """Withdraw what the source no longer says, keep the run, and give the changes."""
        for identifier, (_, gone, _) in self._known.items():
            if identifier not in self._seen and not gone:
                self._revision += 1
                # A tombstone keeps nothing of what was withdrawn.
                query = "UPDATE listings SET gone = 1, revision = ?, body = '', hash = '' WHERE id = ?"
                self._db.execute(query, (self._revision, identifier))
                self.changes = replace(self.changes, gone=self.changes.gone + 1)
        self._db.execute(
            "UPDATE listings SET last_seen = ? WHERE source = ? AND gone = 0", (self._day.isoformat(), self._source)
        )
        self._db.execute("UPDATE sequence SET revision = ?", (self._revision,))
        _keep(self._db, run)
        return self.changes


def _stale(before: str | None, listing: Listing) -> bool:
    now = listing.provenance.seen_on
    if before is None or now is None:
        return before is not None or now is not None
    return now - date.fromisoformat(before) >= REFRESH


def _keep(db: sqlite3.Connection, run: Run) -> None:
    row = (run.source, run.day.isoformat(), run.outcome, run.seconds, json.dumps(run.report))
    db.execute("INSERT INTO runs (source, day, outcome, seconds, report) VALUES (?, ?, ?, ?, ?)", row)


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _digest(values: dict[str, Any]) -> str:
    """A hash of what a listing says, whenever it was last seen to say it."""
    provenance = {name: said for name, said in values["provenance"].items() if name != "seen_on"}
    said = {**values, "revision": 0, "provenance": provenance}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]
