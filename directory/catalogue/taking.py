"""An open run of a source: what it says is held against what is known, what changed waits in a file until all is read.

Nothing is written to the catalogue before `finish`, which does it in one transaction: a run killed at any instant leaves the
last good state, and readers and other sources wait only for that transaction.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update

from directory.catalogue import bodies
from directory.catalogue.database import writing
from directory.catalogue.publishing import Publisher, Touched, batches
from directory.catalogue.runs import Changes, Lead, Refusal, Run
from directory.catalogue.tables import FED, LEAD, LISTING, QUARANTINE, RECORD, RUN, SAID, SAYING
from directory.errors import Overtaken, RefTaken
from directory.listing import Listing

REFRESH = timedelta(days=7)
"""An unchanged listing is published anew when its seen-on date lags this far: a page's date stays honest within a week, and a
nightly run does not rewrite the whole index."""
QUARANTINE_KEPT = 20_000
"""Quarantined records kept one by one of a source's last run; the report counts them all."""


class Known(NamedTuple):
    """What is known of a record: enough to tell whether it changed."""

    number: int
    digest: bytes
    seen_on: date | None
    file: str
    row: int
    missed: int
    retired: bool


class Opening(NamedTuple):
    """A run that begins: the source, the day, its row's number, and after how many good runs what is missing is retired."""

    source: str
    day: date
    number: int
    retire: int


class Replacing:
    """The open run: listings and refused records come in one by one, `finish` closes it."""

    def __init__(self, engine: Engine, opening: Opening, folder: Path | None) -> None:
        self._engine, self._opening = engine, opening
        with engine.connect() as connection:
            self._fed = connection.execute(select(FED.c.run).where(FED.c.source == opening.source)).scalar()
            self._known = _known(connection, opening.source)
        self.before = sum(not one.retired and not one.missed for one in self._known.values())
        self.changes = Changes()
        self._refs: dict[str, str] = {}
        self._moved: list[dict[str, Any]] = []
        self._refused: list[Refusal] = []
        self._leads: list[dict[str, Any]] = []
        # Beside the catalogue, not in the system's folder for temporary files, which may be memory.
        self._waiting = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - `close` closes it

    def close(self) -> None:
        """Let go of what waits."""
        self._waiting.close()

    def take(self, listing: Listing, file: str = "", row: int = 0) -> None:
        """Take what a record says, from its place in the source. Raises RefTaken when another record of this run has its
        public id."""
        values = bodies.values_of(listing)
        digest = bodies.digest_of(values)
        known = self._known.pop(listing.id, None)
        if known is None and self._refs.setdefault(listing.ref, listing.id) != listing.id:
            raise RefTaken("its public id already belongs to another listing")
        self.changes = replace(self.changes, listed=self.changes.listed + 1)
        seen = listing.provenance.seen_on
        if known is not None and not known.retired and known.digest == digest and not _stale(known.seen_on, seen):
            if known.missed or (known.file, known.row) != (file, row):
                self._moved.append({"n": known.number, "file": file, "row": row, "missed": 0})
            return
        self.changes = replace(self.changes, changed=self.changes.changed + 1)
        new = (known.digest != digest or known.retired) if known else True
        meta = (known.number if known else 0, listing.id, listing.ref, digest.hex(), new, file, row, seen and seen.isoformat())
        self._waiting.write(orjson.dumps(meta) + b"\n" + bodies.packed(values) + b"\n")

    def refuse(self, found: Refusal) -> None:
        """Keep a record that was not taken."""
        if len(self._refused) < QUARANTINE_KEPT:
            self._refused.append(found)

    def lead(self, found: Lead) -> None:
        """Keep a record for stewards."""
        said = {name: getattr(found, name) for name in ("file", "row", "key", "why", "name", "organization", "town")}
        self._leads.append({"source": self._opening.source, "categories": " ".join(found.categories), **said})

    def clashing(self) -> list[str]:
        """The ids of records whose public id belongs to another record, of any source; they are left out. (One in 10^15.)"""
        found: dict[str, str] = {}
        with self._engine.connect() as connection:
            for batch in batches(self._refs, 500):
                query = select(LISTING.c.ref, LISTING.c.id).where(LISTING.c.ref.in_(batch))
                for ref, identifier in connection.execute(query):
                    if self._refs[ref] != identifier:
                        found[ref] = self._refs[ref]
        for ref in found:
            self._refs[ref] = ""
        lost = len(found)
        self.changes = replace(self.changes, listed=self.changes.listed - lost, changed=self.changes.changed - lost)
        return sorted(found.values())

    def finish(self, run: Run, fed: str = "") -> Changes:
        """Write what changed, retire what has been missing for long enough, keep the run, and give the changes.

        `fed` is a digest of what was read. Raises Overtaken when another run of the source finished meanwhile.
        """
        with writing(self._engine) as connection:
            self._nobody_else(connection)
            publisher = Publisher(connection)
            writer = _Writer(connection, self._opening)
            for batch in batches(self._waiting_rows()):
                publisher.take(writer.write(batch))
            if self._moved:
                connection.execute(_MOVE, self._moved)
            gone, missing = retire(connection, self._opening, self._known)
            publisher.take(gone)
            publisher.close()
            self.changes = replace(self.changes, gone=len(gone), missing=missing)
            _quarantine(connection, self._opening.source, self._refused)
            connection.execute(delete(LEAD).where(LEAD.c.source == self._opening.source))
            for rows in batches(self._leads):
                connection.execute(insert(LEAD), rows)
            close_run(connection, self._opening, run, fed)
        return self.changes

    def _nobody_else(self, connection: Connection) -> None:
        now = connection.execute(select(FED.c.run).where(FED.c.source == self._opening.source)).scalar()
        if now != self._fed:
            raise Overtaken(f"Another run of {self._opening.source} finished meanwhile; this one changed nothing.")

    def _waiting_rows(self) -> Iterator[tuple[list[Any], bytes]]:
        self._waiting.seek(0)
        while meta := self._waiting.readline():
            body = self._waiting.readline()[:-1]
            row: list[Any] = orjson.loads(meta)
            if row[0] or self._refs[row[2]]:
                yield row, body


class _Writer:
    """Writes the records of one run, in one transaction."""

    def __init__(self, connection: Connection, opening: Opening) -> None:
        self._connection, self._opening = connection, opening
        self._next = int(connection.execute(select(func.coalesce(func.max(RECORD.c.number), 0))).scalar_one()) + 1

    def write(self, batch: list[tuple[list[Any], bytes]]) -> list[Touched]:
        """Write a batch of records that are new or changed."""
        day, run = self._opening.day, self._opening.number
        touched, fresh, old, said, sayings = [], [], [], [], []
        for (number, identifier, ref, hexed, new, file, row, seen), body in batch:
            digest = bytes.fromhex(hexed)
            values = {"digest": digest, "file": file, "row": row, "seen_on": date.fromisoformat(seen) if seen else None}
            if number:
                old.append({"n": number, "last_seen": day, **values})
            else:
                fresh.append(self._first(identifier) | values)
            at = number or self._next
            self._next += not number
            said.append({"number": at, "body": body})
            if new:
                sayings.append({"number": at, "run": run, "day": day, "digest": digest})
            touched.append(Touched(at, identifier, ref, self._opening.source, digest, new=not number))
        self._put(fresh, old, said, sayings)
        return touched

    def _first(self, identifier: str) -> dict[str, Any]:
        day = self._opening.day
        said = {"number": self._next, "id": identifier, "source": self._opening.source}
        return said | {"first_seen": day, "last_seen": day, "missed": 0, "retired": False}

    def _put(self, fresh: list[Any], old: list[Any], said: list[Any], sayings: list[Any]) -> None:
        if fresh:
            self._connection.execute(insert(RECORD), fresh)
        if old:
            self._connection.execute(_CHANGE, old)
            self._connection.execute(_FORGET, [{"n": one["n"]} for one in old])
        self._connection.execute(insert(SAID), said)
        if sayings:
            self._connection.execute(insert(SAYING), sayings)


def retire(connection: Connection, opening: Opening, left: dict[str, Known]) -> tuple[list[Touched], int]:
    """Count a good run that did not have these records; those it is the last for are retired, with every word of them.

    Gives these, and how many are only missing yet.
    """
    rows, gone = [], []
    for identifier, one in left.items():
        if not one.retired:
            last = one.missed + 1 >= opening.retire
            digest = bytes(16) if last else one.digest
            rows.append({"n": one.number, "missed": one.missed + 1, "retired": last, "digest": digest})
            if last:
                gone.append(Touched(one.number, identifier, "", opening.source, b""))
    if rows:
        connection.execute(_MISS, rows)
    if gone:
        connection.execute(_FORGET, [{"n": one.number} for one in gone])
        told = {"run": opening.number, "day": opening.day, "digest": None}
        connection.execute(insert(SAYING), [{"number": one.number} | told for one in gone])
    return gone, len(rows) - len(gone)


_CHANGE = (
    update(RECORD)
    .where(RECORD.c.number == bindparam("n"))
    .values(
        digest=bindparam("digest"),
        file=bindparam("file"),
        row=bindparam("row"),
        seen_on=bindparam("seen_on"),
        last_seen=bindparam("last_seen"),
        missed=0,
        retired=False,
    )
)
_MOVE = (
    update(RECORD)
    .where(RECORD.c.number == bindparam("n"))
    .values(file=bindparam("file"), row=bindparam("row"), missed=bindparam("missed"))
)
_MISS = (
    update(RECORD)
    .where(RECORD.c.number == bindparam("n"))
    .values(missed=bindparam("missed"), retired=bindparam("retired"), digest=bindparam("digest"))
)
_FORGET = delete(SAID).where(SAID.c.number == bindparam("n"))


def _known(connection: Connection, source: str) -> dict[str, Known]:
    columns = RECORD.c
    query = select(
        columns.id, columns.number, columns.digest, columns.seen_on, columns.file, columns.row, columns.missed, columns.retired
    ).where(columns.source == source)
    return {row[0]: Known(*row[1:]) for row in connection.execute(query.execution_options(yield_per=5000))}


def _stale(before: date | None, now: date | None) -> bool:
    if before is None or now is None:
        return before is not None or now is not None
    return now - before >= REFRESH


def _quarantine(connection: Connection, source: str, refused: list[Refusal]) -> None:
    connection.execute(delete(QUARANTINE).where(QUARANTINE.c.source == source))
    rows = [
        {"source": source, "file": one.file, "row": one.row, "key": one.key, "reason": one.reason, "excerpt": one.excerpt}
        for one in refused
    ]
    if rows:
        connection.execute(insert(QUARANTINE), rows)


def close_run(connection: Connection, opening: Opening, run: Run, fed: str, *, whole: bool = True) -> None:
    """Keep a good run: what it came to and what it was fed; `whole` when the feed was read to its end."""
    ended = {"outcome": run.outcome, "seconds": run.seconds, "report": orjson.dumps(run.report), "ended": run.ended}
    connection.execute(update(RUN).where(RUN.c.number == opening.number).values(ended))
    values = {"run": opening.number, "ran_on": opening.day}
    if whole:
        values |= {"digest": fed, "read_on": opening.day}
    mine = FED.c.source == opening.source
    if connection.execute(update(FED).where(mine).values(values)).rowcount == 0:
        connection.execute(insert(FED), {"source": opening.source, "digest": "", "read_on": opening.day} | values)
