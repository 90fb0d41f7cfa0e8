"""What a run writes, in its one transaction: records new, changed and missing, the quarantine, the run itself."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from directory.catalogue import bodies, likeness
from directory.catalogue.differences import Differences
from directory.catalogue.publishing import Touched
from directory.catalogue.runs import UNCHANGED, Refusal, Run
from directory.catalogue.tables import FED, QUARANTINE, RECORD, RUN, SAID, SAYING

REPORTS_KEPT = 60
"""Reports kept of a source's runs: two months of nights. That and when it ran, and what came of it, is kept for ever."""
UNCHANGED_KEPT = 100
"""Runs kept that found the feed as it was: a feed that is looked at every quarter of an hour has 35,000 of them a year."""


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


class Writer:
    """Writes the records of one run, in one transaction."""

    def __init__(self, connection: Connection, opening: Opening, differences: Differences) -> None:
        self._connection, self._opening, self._differences = connection, opening, differences
        self._next = int(connection.execute(select(func.coalesce(func.max(RECORD.c.number), 0))).scalar_one()) + 1

    def write(self, batch: list[tuple[list[Any], bytes]]) -> list[Touched]:
        """Write a batch of records that are new or changed."""
        day, run = self._opening.day, self._opening.number
        self._compare(batch)
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

    def _compare(self, batch: list[tuple[list[Any], bytes]]) -> None:
        numbers = [meta[0] for meta, _ in batch if meta[0] and meta[4]]
        query = select(SAID.c.number, SAID.c.body).where(SAID.c.number.in_(numbers))
        before = {row.number: row.body for row in self._connection.execute(query)} if numbers else {}
        for meta, body in batch:
            if not meta[4]:
                continue  # only its date was renewed
            if meta[0] in before:
                self._differences.changed(bodies.unpacked(before[meta[0]]), bodies.unpacked(body))
            elif self._differences.wants(kind := "back" if meta[0] else "new") > 0:
                self._differences.came(kind, bodies.unpacked(body))
            else:
                self._differences.count(kind, 1)

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


def retire(
    connection: Connection, opening: Opening, left: dict[str, Known], differences: Differences
) -> tuple[list[Touched], int]:
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
    _tell_lost(connection, rows, differences)
    if rows:
        connection.execute(_MISS, rows)
    if gone:
        likeness.keep(connection, [one.number for one in gone])
        connection.execute(_FORGET, [{"n": one.number} for one in gone])
        told = {"run": opening.number, "day": opening.day, "digest": None}
        connection.execute(insert(SAYING), [{"number": one.number} | told for one in gone])
    return gone, len(rows) - len(gone)


def _tell_lost(connection: Connection, rows: list[dict[str, Any]], differences: Differences) -> None:
    for kind, retired in (("missing", False), ("gone", True)):
        numbers = [row["n"] for row in rows if row["retired"] == retired]
        first = numbers[: differences.wants(kind)]
        if first:
            for body in connection.execute(select(SAID.c.body).where(SAID.c.number.in_(first))).scalars():
                differences.lost(bodies.unpacked(body), gone=retired)
        differences.count(kind, len(numbers) - len(first))


def _forget_old(connection: Connection, source: str) -> None:
    """Empty the reports of runs long ago, and drop those that found a feed as it was: they are most of them."""
    same = RUN.c.outcome == UNCHANGED
    for where, kept in ((~same, REPORTS_KEPT), (same, UNCHANGED_KEPT)):
        mine = (RUN.c.source == source, where)
        last = connection.execute(
            select(RUN.c.number).where(*mine).order_by(RUN.c.number.desc()).offset(kept).limit(1)
        ).scalar()
        if last is not None:
            old = (*mine, RUN.c.number <= last)
            connection.execute(delete(RUN).where(*old) if where is same else update(RUN).where(*old).values(report=b"{}"))


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
_MISS = (
    update(RECORD)
    .where(RECORD.c.number == bindparam("n"))
    .values(missed=bindparam("missed"), retired=bindparam("retired"), digest=bindparam("digest"))
)
_FORGET = delete(SAID).where(SAID.c.number == bindparam("n"))


def known(connection: Connection, source: str) -> dict[str, Known]:
    columns = RECORD.c
    query = select(
        columns.id, columns.number, columns.digest, columns.seen_on, columns.file, columns.row, columns.missed, columns.retired
    ).where(columns.source == source)
    return {row[0]: Known(*row[1:]) for row in connection.execute(query.execution_options(yield_per=5000))}


def quarantine(connection: Connection, source: str, refused: list[Refusal]) -> None:
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
    _forget_old(connection, opening.source)
    values = {"run": opening.number, "ran_on": opening.day}
    if whole:
        values |= {"digest": fed, "read_on": opening.day}
    mine = FED.c.source == opening.source
    if connection.execute(update(FED).where(mine).values(values)).rowcount == 0:
        connection.execute(insert(FED), {"source": opening.source, "digest": "", "read_on": opening.day} | values)
