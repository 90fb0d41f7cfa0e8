"""The embedded index: connections a thread, one snapshot a process, generations on disk."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from directory.errors import Gone, IndexUnavailable, NotFound
from directory.index.base import Built, Generation, SourceCount, Status, Suggestion, going_on, lasting, utc_today
from directory.index.sqlite import generations, names, store
from directory.index.sqlite.answer import Search, answer
from directory.index.sqlite.columns import Columns
from directory.index.sqlite.write import caught_up, change, fill, forget
from directory.listing import Listing
from directory.query import Query, Results
from directory.schemas import read_json

SOURCES = """
SELECT coalesce(body ->> '$.provenance.source_name', body ->> '$.provenance.source'),
    coalesce(body ->> '$.provenance.licence', ''), count(*) AS n, max(body ->> '$.provenance.seen_on')
FROM listing WHERE row NOT IN (SELECT row FROM dead) GROUP BY 1, 2 ORDER BY n DESC, 1, 2
"""
"""Reads every body: 0.3 s for 100,000; asked once in a while, for the page about the site."""

TELL_EVERY = 500
"""Listings after which a rebuild tells its progress."""


def told(listings: Iterable[Listing], progress: Callable[[int], None] | None) -> Iterator[Listing]:
    """The listings, while `progress` is told how many went by."""
    count = 0
    for count, listing in enumerate(listings, start=1):
        yield listing
        if progress is not None and count % TELL_EVERY == 0:
            progress(count)
    if progress is not None and count % TELL_EVERY:
        progress(count)


@contextmanager
def failing(how: str) -> Iterator[None]:
    """Errors of the database as IndexUnavailable: its database cannot be "read", "changed", "written"."""
    try:
        yield
    except sqlite3.Error as error:
        raise IndexUnavailable(f"the database of the index cannot be {how}: {error}") from error


def understood(file: Path, *, write: bool = False) -> sqlite3.Connection:
    """A connection to a generation that was built with the declarations of this version. Raises IndexUnavailable."""
    connection = store.connect(file, write=write)
    try:
        told = connection.execute("SELECT value FROM state WHERE key = 'fingerprint'").fetchone()
        if told is None or told[0] != store.layout():
            raise IndexUnavailable("the index was built by another version: run `python -m ingest index --rebuild`")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _written(file: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that changes a generation; afterwards its log is emptied, which has the pages as they were."""
    connection = understood(file, write=True)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


class SqliteIndex:
    """An Index in one SQLite file a generation, beside a small file at `path` that names the one that serves.

    Safe with several processes and threads: a search reads the sequence number in its own transaction and, when another
    worker has written, takes in what is new before it answers.
    """

    def __init__(self, path: Path, today: Callable[[], date] = utc_today) -> None:
        self.path = path
        self.today = today
        self._local = threading.local()
        self._lock = threading.Lock()
        self._columns: Columns | None = None
        self._pointer: tuple[int, int] = (0, 0)
        self._generation = ""

    # ---------------------------------------------------------------- reading

    def search(self, query: Query) -> Results:
        """The answer to a query. Raises IndexUnavailable, Gone for an `after` of another generation."""
        with self._reading() as (connection, columns):
            return answer(Search(connection, columns.lasting(query.day), query))

    def get(self, ref: str) -> Listing:
        """The listing with that public id. Raises NotFound, Gone."""
        with self._connected() as connection:
            found = connection.execute(
                "SELECT body FROM listing WHERE ref = ? AND row NOT IN (SELECT row FROM dead) ORDER BY row DESC LIMIT 1", (ref,)
            ).fetchone()
            if found is not None:
                return lasting(read_json(found[0]), self.today())
            withdrawn = connection.execute("SELECT 1 FROM gone WHERE ref = ?", (ref,)).fetchone()
        raise Gone("this listing has been withdrawn") if withdrawn else NotFound("no listing has this id")

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Names with a word that begins like the last one typed and with all the words before it; from the fourth letter on one
        letter may be wrong."""
        with self._connected() as connection:
            return names.suggested(connection, prefix, limit, going_on(self.today()))

    def status(self) -> Status:
        """What is being served."""
        with self._reading() as (connection, columns):
            state = dict(connection.execute("SELECT key, value FROM state"))
        return Status(
            engine="sqlite",
            generation=columns.generation,
            count=columns.live.bit_count(),
            fingerprint=state["fingerprint"],
            horizon=date.fromisoformat(state["horizon"]),
            revision=int(state["revision"]),
            built_at=state["built_at"],
        )

    def sources(self) -> tuple[SourceCount, ...]:
        """Where the listings being served come from, the largest source first."""
        with self._connected() as connection:
            rows = connection.execute(SOURCES).fetchall()
        return tuple(SourceCount(row[0], row[1], row[2], date.fromisoformat(row[3]) if row[3] else None) for row in rows)

    def close(self) -> None:
        """Close this thread's connection and forget the snapshot; the next search opens again."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
        self._columns = None
        self._pointer = (0, 0)

    def _serving(self) -> str:
        """The generation that serves; the file that names it is read again only when it was replaced."""
        try:
            seen = os.stat(self.path)  # noqa: PTH116 - a search's every microsecond: half the time of Path.stat
        except OSError as error:
            raise IndexUnavailable("there is no index yet: run `python -m ingest index --rebuild`") from error
        pointer = (seen.st_ino, seen.st_mtime_ns)
        if pointer != self._pointer:
            self._generation, self._pointer = store.current(self.path), pointer
        return self._generation

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection to the generation that serves. Raises IndexUnavailable, also while it is used."""
        with failing("read"):
            yield self._connection(self._serving())

    def _connection(self, generation: str) -> sqlite3.Connection:
        local = self._local
        kept: sqlite3.Connection | None = getattr(local, "connection", None)
        if kept is not None and local.generation == generation:
            return kept
        if kept is not None:
            kept.close()
            local.connection = None
        local.connection, local.generation = understood(store.file_of(self.path, generation)), generation
        opened: sqlite3.Connection = local.connection
        return opened

    @contextmanager
    def _reading(self) -> Iterator[tuple[sqlite3.Connection, Columns]]:
        """A connection inside a transaction, with the snapshot of exactly what the transaction sees."""
        with self._connected() as connection:
            while True:
                connection.execute("BEGIN")
                try:
                    columns = self._snapshot(connection, self._local.generation)
                    if columns is not None:
                        yield connection, columns
                        return
                finally:
                    connection.execute("ROLLBACK")

    def _snapshot(self, connection: sqlite3.Connection, generation: str) -> Columns | None:
        """The snapshot of the transaction; None when memory is already ahead of it: then the transaction is begun again."""
        (sequence,) = connection.execute("SELECT value FROM state WHERE key = 'sequence'").fetchone()
        columns = self._columns
        if columns is not None and columns.generation == generation and columns.sequence == sequence:
            return columns
        with self._lock:
            columns = self._columns
            if columns is None or columns.generation != generation:
                columns = store.load(connection, generation)
            if columns.sequence > sequence:
                return None
            if columns.sequence < sequence:
                columns = caught_up(connection, columns, sequence)
            self._columns = columns
            return columns

    # ---------------------------------------------------------------- writing

    def rebuild(self, listings: Iterable[Listing], progress: Callable[[int], None] | None = None) -> Built:
        """Build a new generation in a file of its own, then let it serve. A failure leaves the old one serving.

        The one that served before is kept, for a way back. Raises IndexUnavailable while another rebuild goes on.
        """
        with store.rebuilding(self.path), store.writing(self.path):
            return self._build(told(listings, progress))

    def _build(self, listings: Iterable[Listing], gone: Collection[tuple[str, int]] = ()) -> Built:
        started = time.monotonic()
        generation, before = f"g{time.time_ns():x}", generations.serving(self.path)
        file = store.file_of(self.path, generation)
        try:
            with failing("written"):
                count = fill(file, generation, listings, self._first())
                if gone:
                    self._change(file, (), gone)
        except BaseException:
            store.discard(file)
            raise
        store.point_to(self.path, generation)
        generations.clean(self.path, before)
        return Built(generation, count, time.monotonic() - started)

    def _first(self) -> date:
        """The day from which sessions are expanded: yesterday, since in a zone behind UTC it still is."""
        return self.today() - timedelta(days=1)

    def update(self, changed: Iterable[Listing], gone: Iterable[tuple[str, int]] = ()) -> None:
        """Take in changed listings and withdraw `gone`. What is not newer than what is known is passed over."""
        with store.writing(self.path), failing("changed"):
            file = store.file_of(self.path, store.current(self.path))
            less = self._change(file, changed, gone)
            for kept in store.generations(self.path) if less else ():
                if kept != file:
                    self._forget(kept, less)

    def _change(self, file: Path, changed: Iterable[Listing], gone: Iterable[tuple[str, int]]) -> set[str]:
        """Change a generation; gives the ids of listings that tell less than before."""
        with _written(file) as connection:
            return change(connection, changed, gone)

    def _forget(self, file: Path, ids: Collection[str]) -> None:
        """Take out of a generation that is kept what must not be told any more. One that this version cannot change is removed:
        it would tell it when it serves again."""
        try:
            with _written(file) as connection:
                forget(connection, ids)
        except (IndexUnavailable, sqlite3.Error):
            store.discard(file)

    # ---------------------------------------------------------------- generations

    def generations(self) -> tuple[Generation, ...]:
        """The whole generations there are, the newest first."""
        return generations.kept(self.path)

    def swap(self, generation: str) -> None:
        """Let a kept generation serve. Raises NotFound, IndexUnavailable."""
        with store.rebuilding(self.path), store.writing(self.path):
            generations.swap(self.path, generation)

    def extend(self, progress: Callable[[int], None] | None = None) -> int:
        """Expand dated sessions again from today on: a new generation of the listings and withdrawals of the one that serves.

        A generation's snapshot is read whole by every worker and is never changed, so all of it is written anew.
        """
        with store.rebuilding(self.path), store.writing(self.path), self._connected() as old:
            if self._first() <= generations.first_of(old):
                return 0
            return self._build(told(generations.listings(old), progress), generations.withdrawn(old)).count

    def busy(self) -> str:
        """Who builds or swaps a generation, and since when."""
        return store.rebuilder(self.path)
