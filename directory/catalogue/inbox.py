"""The way in for what visitors send, and the queue that people work through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, select
from sqlalchemy.exc import DBAPIError

from directory.catalogue import reports
from directory.catalogue.database import begin, writing
from directory.catalogue.decisions import Signed
from directory.catalogue.reports import Kept, Sent
from directory.catalogue.tables import LISTING
from directory.errors import CatalogueUnavailable, NotFound

PATIENCE_MS = 4_000
"""How long a visitor waits while a run writes: a person holds that out, a worker's thread can be spared for it."""


class Inbox:
    """Takes in reports for a catalogue that may not be there, be locked, be read-only or of an earlier version.

    For web processes: no file is made, nothing else is changed, and no connection is kept. Each method raises
    CatalogueUnavailable, which never says what was sent.
    """

    def __init__(self, file: Path) -> None:
        url = URL.create("sqlite", database=f"file:{quote(str(file.absolute()))}", query={"mode": "rw", "uri": "true"})
        self._engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", begin)
        self._file = file

    def key(self) -> bytes:
        """What forms are signed with, the same for every process that serves this catalogue."""
        with self._using(), self._engine.connect() as connection:
            return reports.key(connection)

    def take(self, sent: Sent) -> str:
        """Keep a report and give its reference."""
        with self._using(), writing(self._engine) as connection:
            return reports.take(connection, sent)

    @contextmanager
    def _using(self) -> Iterator[None]:
        if not self._file.exists():
            raise CatalogueUnavailable("There is no catalogue here to keep reports in.")
        try:
            yield
        except DBAPIError as error:
            raise CatalogueUnavailable(f"No report can be kept ({type(error.orig).__name__}).") from None


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


class Queue:
    """The reports of an open catalogue, for whoever works through them. Every method raises CatalogueUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self, now: datetime, *, closed: bool = False) -> list[Kept]:
        """The open reports, urgent ones first, with `closed` those too; what is due to be forgotten is forgotten before."""
        with self._writing(now) as connection:
            return list(reports.read(connection, closed=closed))

    def one(self, reference: str) -> Kept:
        """The report with a reference. Raises NotFound."""
        with self._engine.connect() as connection:
            return reports.one(connection, reference)

    def sender(self, reference: str, now: datetime) -> str:
        """The address of who sent a report; "" where none was given or its time is over. Raises NotFound."""
        with self._writing(now) as connection:
            return reports.sender(connection, reports.one(connection, reference).reference)

    def close(self, reference: str, closed: Signed) -> Kept:
        """Close a report and remove its sender's address. Raises NotFound when it is not open."""
        with self._writing(closed.at) as connection:
            return reports.close(connection, reference, closed)

    def listing(self, ref: str) -> str:
        """The id of the listing with a public id. Raises NotFound."""
        with self._engine.connect() as connection:
            found = connection.execute(select(LISTING.c.id).where(LISTING.c.ref == ref)).scalar()
        if found is None:
            raise NotFound(f"the catalogue has no listing {ref!r}")
        return str(found)

    @contextmanager
    def _writing(self, now: datetime) -> Iterator[Connection]:
        with writing(self._engine) as connection:
            reports.forget(connection, now)
            yield connection
