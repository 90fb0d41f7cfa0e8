"""The database of the catalogue: opened, brought to the layout of this version, its faults told as ours.

SQLite (WAL) by default; what is of SQLite alone stands here and in `backup`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import ExceptionContext

from directory.catalogue.private_file import private
from directory.errors import CatalogueUnavailable

HEAD = "0002"
"""The layout this version writes: the last step in `migrations`."""
PATIENCE_MS = 120_000
"""How long a writer waits for another one: the longest write is that of a large source's first run (10 s for 200,000)."""
LOG_PATIENCE_MS = 2_000
MIGRATIONS = Path(__file__).with_name("migrations")


def connect(where: Path | str) -> Engine:
    """The engine of a catalogue in a file or at a SQLAlchemy URL, in this version's layout. Raises CatalogueUnavailable."""
    url = URL.create("sqlite", database=str(where)) if isinstance(where, Path) else make_url(where)
    if isinstance(where, Path):
        where.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:" and "uri" not in url.query:
            private(Path(url.database))
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", begin)
    event.listen(engine, "handle_error", _told)
    try:
        _arrange(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes, whole or not at all; one at a time."""
    with engine.connect().execution_options(nearhelp_writes=True) as connection, connection.begin():
        yield connection


def empty_log(engine: Engine) -> None:
    """Take SQLite's write-ahead log into the file and empty it: it has the pages as they were, with what was taken back since.
    Where a reader holds it up it is left for the next time."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {LOG_PATIENCE_MS}")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # `begin` begins transactions: the driver's own way has no BEGIN IMMEDIATE
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what a source takes back is not to be read from the file either
    cursor.close()


def begin(connection: Connection) -> None:
    """Begin a transaction: one that writes waits for the others before it reads."""
    writes = connection.get_execution_options().get("nearhelp_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _told(context: ExceptionContext) -> None:
    """A fault of the database, not of a statement, is an error of ours. What it says has no values of ours."""
    if context.original_exception.__class__.__name__ in {"OperationalError", "DatabaseError", "InterfaceError"}:
        raise CatalogueUnavailable(f"The catalogue cannot be used: {context.original_exception}.") from None


def _layout(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _arrange(engine: Engine) -> None:
    with engine.connect() as connection:
        found = _layout(connection)
    if found == HEAD:
        return
    with writing(engine) as connection:
        found = _layout(connection)
        if found == HEAD:  # another process was quicker
            return
        if not found and inspect(connection).get_table_names():
            raise CatalogueUnavailable("This file is no catalogue: move it away, or set NEARHELP_DATA to another folder.")
        _upgrade(connection, found)


def _upgrade(connection: Connection, found: str) -> None:
    # Alembic takes a quarter of a second to import: only where there is something to do.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if found and found not in {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}:
        raise CatalogueUnavailable(
            f"The catalogue was written by a newer version (layout {found}, this one knows {HEAD}): update the program, "
            "or `python -m ingest restore` a backup of this version."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
