"""An open run of a source: what it says is held against what is known, what changed waits in a file until all is read.

Nothing is written to the catalogue before `finish`, which does it in one transaction: a run killed at any instant leaves the
last good state, and readers and other sources wait only for that transaction.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update

from directory.catalogue import bodies
from directory.catalogue.database import empty_log, writing
from directory.catalogue.differences import Differences
from directory.catalogue.keeping import Opening, Writer, close_run, known, quarantine, retire
from directory.catalogue.publishing import Publisher, batches
from directory.catalogue.runs import Changes, Lead, Refusal, Run
from directory.catalogue.seen import Seen
from directory.catalogue.tables import FED, LEAD, LISTING, RECORD
from directory.errors import Overtaken, RefTaken
from directory.listing import Listing

REFRESH = timedelta(days=7)
"""An unchanged listing is published anew when its seen-on date lags this far: a page's date stays honest within a week, and a
nightly run does not rewrite the whole index."""
QUARANTINE_KEPT = 20_000
"""Quarantined records kept one by one of a source's last run; the report counts them all."""


class Replacing:
    """The open run: listings and refused records come in one by one, `finish` closes it."""

    def __init__(self, engine: Engine, opening: Opening, folder: Path | None) -> None:
        self._engine, self._opening = engine, opening
        with engine.connect() as connection:
            self._fed = connection.execute(select(FED.c.run).where(FED.c.source == opening.source)).scalar()
            self._known = known(connection, opening.source)
        self.before = sum(not one.retired and not one.missed for one in self._known.values())
        self._listed = self._changed = 0
        self._refs, self._ids = Seen(), Seen()  # of those that are new
        self._lost: set[str] = set()
        self._moved: list[dict[str, Any]] = []
        self._refused: list[Refusal] = []
        self._leads: list[dict[str, Any]] = []
        # Beside the catalogue, not in the system's folder for temporary files, which may be memory.
        self._waiting = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - `close` closes it

    @property
    def listed(self) -> int:
        """How many records were taken so far."""
        return self._listed

    @property
    def changed(self) -> int:
        """How many of them are new or say something else than before."""
        return self._changed

    def close(self) -> None:
        """Let go of what waits."""
        self._waiting.close()

    def take(self, listing: Listing, file: str = "", row: int = 0) -> None:
        """Take what a record says, from its place in the source. Raises RefTaken when another record of this run has its
        public id."""
        values = bodies.values_of(listing)
        digest = bodies.digest_of(values)
        known = self._known.pop(listing.id, None)
        if known is None and self._taken(listing):
            raise RefTaken("its public id already belongs to another listing")
        self._listed += 1
        seen = listing.provenance.seen_on
        if known is not None and not known.retired and known.digest == digest and not _stale(known.seen_on, seen):
            if known.missed or (known.file, known.row) != (file, row):
                self._moved.append({"n": known.number, "file": file, "row": row, "missed": 0})
            return
        self._changed += 1
        new = (known.digest != digest or known.retired) if known else True
        meta = (known.number if known else 0, listing.id, listing.ref, digest.hex(), new, file, row, seen and seen.isoformat())
        self._waiting.write(orjson.dumps(meta) + b"\n" + bodies.packed(values) + b"\n")

    def _taken(self, listing: Listing) -> bool:
        """Whether another new record of this run has the public id."""
        alone, new = self._refs.add(hash(listing.ref)), self._ids.add(hash(listing.id))
        return new and not alone

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
            for batch in batches((row for row, _ in self._waiting_rows() if not row[0]), 500):
                mine = {row[2]: row[1] for row in batch}
                query = select(LISTING.c.ref, LISTING.c.id).where(LISTING.c.ref.in_(mine))
                found |= {ref: mine[ref] for ref, identifier in connection.execute(query) if mine[ref] != identifier}
        self._waiting.seek(0, os.SEEK_END)
        self._lost.update(found)
        lost = len(found)
        self._listed -= lost
        self._changed -= lost
        return sorted(found.values())

    def finish(self, run: Run, fed: str = "") -> Changes:
        """Write what changed, retire what has been missing for long enough, keep the run, and give the changes.

        `fed` is a digest of what was read. Raises Overtaken when another run of the source finished meanwhile.
        """
        with writing(self._engine) as connection:
            self._nobody_else(connection)
            publisher = Publisher(connection)
            differences = Differences()
            writer = Writer(connection, self._opening, differences)
            for batch in batches(self._waiting_rows()):
                publisher.take(writer.write(batch))
            if self._moved:
                connection.execute(_MOVE, self._moved)
            gone, missing = retire(connection, self._opening, self._known, differences)
            publisher.take(gone)
            publisher.close()
            quarantine(connection, self._opening.source, self._refused)
            connection.execute(delete(LEAD).where(LEAD.c.source == self._opening.source))
            for rows in batches(self._leads):
                connection.execute(insert(LEAD), rows)
            told = replace(run, report=run.report | {"changes": differences.plain()})
            close_run(connection, self._opening, told, fed)
        empty_log(self._engine)
        return Changes(self._listed, self._changed, len(gone), missing)

    def _nobody_else(self, connection: Connection) -> None:
        now = connection.execute(select(FED.c.run).where(FED.c.source == self._opening.source)).scalar()
        if now != self._fed:
            raise Overtaken(f"Another run of {self._opening.source} finished meanwhile; this one changed nothing.")

    def _waiting_rows(self) -> Iterator[tuple[list[Any], bytes]]:
        self._waiting.seek(0)
        while meta := self._waiting.readline():
            body = self._waiting.readline()[:-1]
            row: list[Any] = orjson.loads(meta)
            if row[0] or row[2] not in self._lost:
                yield row, body


_MOVE = (
    update(RECORD)
    .where(RECORD.c.number == bindparam("n"))
    .values(file=bindparam("file"), row=bindparam("row"), missed=bindparam("missed"))
)


def _stale(before: date | None, now: date | None) -> bool:
    if before is None or now is None:
        return before is not None or now is not None
    return now - before >= REFRESH
