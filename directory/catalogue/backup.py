"""A catalogue copied whole while it is in use, and a copy put in its place. Of SQLite; other databases have their own tools."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, delete, select

from directory.catalogue.database import connect, writing
from directory.catalogue.private_file import private
from directory.catalogue.publishing import LISTED
from directory.catalogue.tables import GENERATION, LISTING, SENDER, SEQUENCE
from directory.errors import CatalogueUnavailable

KEPT = ".before-restore"
"""Added to the name of the catalogue that a restored one replaces."""
IN_USE = "The catalogue is in use: end the runs that are going on, and try again."


def copy(engine: Engine, into: Path) -> None:
    """Write a copy of one moment of the catalogue to a new file; runs may go on meanwhile. Raises CatalogueUnavailable."""
    if engine.dialect.name != "sqlite":
        raise CatalogueUnavailable(f"A catalogue in {engine.dialect.name} is backed up with that database's own tools.")
    private(into)
    with closing(engine.raw_connection()) as connection:
        # One snapshot, compact; SQLite's own backup would begin again with every write meanwhile.
        connection.cursor().execute("VACUUM INTO ?", (str(into),))
    with closing(sqlite3.connect(into, isolation_level=None)) as written:
        written.execute("DELETE FROM sender")  # a backup is kept longer than an address may be
        written.execute("VACUUM")


def told(engine: Engine) -> tuple[int, int, str]:
    """Of one moment: the highest revision, how many listings are published, and a digest of their ids, revisions and words."""
    whole, count = hashlib.sha256(), 0
    with engine.connect() as connection:
        revision = int(connection.execute(select(SEQUENCE.c.revision)).scalar_one())
        columns = (LISTING.c.id, LISTING.c.revision, LISTING.c.digest)
        query = select(*columns).where(LISTING.c.state == LISTED).order_by(LISTING.c.id)
        for row in connection.execute(query.execution_options(yield_per=5000)):
            whole.update(f"{row.id}\0{row.revision}\0".encode() + row.digest)
            count += 1
    return revision, count, whole.hexdigest()


def put_back(part: Path, file: Path) -> None:
    """Put a copy, given up in this, in the place of the catalogue; that one is kept beside it. Raises CatalogueUnavailable.

    The generations of indices are forgotten: they may know later revisions, and are built anew. In one step: whoever opens
    the catalogue finds the old one or the restored one, whole.
    """
    engine = connect(part)
    try:
        with writing(engine) as connection:
            connection.execute(delete(GENERATION))
        _without_log(engine)
    finally:
        engine.dispose()
    if file.exists():
        old = connect(file)
        try:
            _without_log(old)  # nobody else has it: what follows is for good
            with writing(old) as connection:
                connection.execute(delete(SENDER))  # it is kept longer than an address may be
            _without_log(old)
        finally:
            old.dispose()
        kept = file.with_name(file.name + KEPT)
        kept.unlink(missing_ok=True)
        os.link(file, kept)
    part.replace(file)


def _without_log(engine: Engine) -> None:
    """Take the write-ahead log into the file and remove it, which only the last one to have it open can."""
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 5000")
        try:
            (mode,) = cursor.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError as error:
            raise CatalogueUnavailable(IN_USE) from error
    if mode != "delete":
        raise CatalogueUnavailable(IN_USE)
