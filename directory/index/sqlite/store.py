"""The files of the embedded engine: one SQLite file a generation, and a small file that names the one that serves.

Rows are only appended within a generation; what is replaced or withdrawn is noted in `dead`. `state.sequence` counts
the updates, is read in a search's own transaction, and tells a worker that what it keeps in memory is behind.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import socket
import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from directory.errors import IndexUnavailable
from directory.index.declared import fingerprint
from directory.index.sqlite import names
from directory.index.sqlite.columns import Columns, Dated, Terms
from directory.index.sqlite.facts import Rule
from directory.schedule import Span

TABLES = (
    """
CREATE TABLE state (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE listing (row INTEGER PRIMARY KEY, id TEXT NOT NULL, ref TEXT NOT NULL, revision INTEGER NOT NULL,
    body TEXT NOT NULL);
CREATE TABLE dead (row INTEGER PRIMARY KEY, sequence INTEGER NOT NULL);
CREATE TABLE gone (id TEXT PRIMARY KEY, ref TEXT NOT NULL, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE column_ (name TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE term (name TEXT PRIMARY KEY, dense INTEGER NOT NULL, rows BLOB NOT NULL);
CREATE TABLE rule (number INTEGER PRIMARY KEY, zone TEXT, online INTEGER, start INTEGER, end INTEGER, plain INTEGER,
    until INTEGER, rows BLOB);
CREATE TABLE dated (zone TEXT, online INTEGER, longest INTEGER, start BLOB, end BLOB, rows BLOB);
CREATE VIRTUAL TABLE spot USING rtree(row, south, north, west, east);
CREATE VIRTUAL TABLE words USING fts5(name, own, label, content='', columnsize=0,
    tokenize="unicode61 remove_diacritics 0");
"""
    + names.TABLES
)
INDEXES = (
    "CREATE INDEX listing_ref ON listing (ref, row)",
    "CREATE INDEX listing_id ON listing (id, row)",
    "CREATE INDEX gone_ref ON gone (ref)",
    "CREATE INDEX bearer_row ON bearer (row)",
)
REBUILD = ".rebuild"
ARRAYS = {"x": "d", "y": "d", "z": "d", "leaf": "d", "fresh": "d", "checked": "q", "values": "H", "values_from": "I"}


@cache
def layout() -> str:
    """Sixteen hexadecimal digits that change with the declarations or the tables: another version's file is not served."""
    return hashlib.sha256(f"{fingerprint()} {TABLES} {INDEXES}".encode()).hexdigest()[:16]


def current(path: Path) -> str:
    """The name of the generation that serves. Raises IndexUnavailable when there is none."""
    try:
        return str(json.loads(path.read_text())["generation"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable(f"there is no index at {path.name} yet: run `python -m ingest index --rebuild`") from error


def file_of(path: Path, generation: str) -> Path:
    """The file of a generation."""
    return path.with_name(f"{path.name}.{generation}")


def point_to(path: Path, generation: str) -> None:
    """Make a generation the one that serves, in one step that survives a loss of power."""
    fresh = path.with_name(f"{path.name}.next")
    with fresh.open("w") as file:
        file.write(json.dumps({"generation": generation}))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def generations(path: Path) -> list[Path]:
    """The files of all generations, whole or not, the oldest first."""
    found = [file for file in path.parent.glob(f"{path.name}.*") if file.suffix.startswith(".g") and "-" not in file.suffix]
    return sorted(found, key=lambda file: file.name)


def discard(file: Path) -> None:
    """Remove a generation's files. A reader that still has them open keeps reading."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """The right to write, for one process and thread at a time: waits while another has it."""
    with _locked(path, ".lock", wait=True):
        yield


@contextmanager
def rebuilding(path: Path) -> Iterator[None]:
    """The right to make another generation serve, for one at a time; updates go on until it writes.

    Raises IndexUnavailable that names who has it, and since when.
    """
    with _locked(path, REBUILD, wait=False) as file:
        file.truncate(0)
        file.write(f"{socket.gethostname()} (process {os.getpid()}), since {datetime.now(UTC).isoformat(timespec='seconds')}")
        file.flush()
        yield


@contextmanager
def _locked(path: Path, suffix: str, *, wait: bool) -> Iterator[TextIO]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}{suffix}").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexUnavailable(f"another rebuild is going on, by {_told(file)}; wait until it is done") from None
        yield file


def rebuilder(path: Path) -> str:
    """Who makes another generation serve, and since when; empty when nobody does."""
    try:
        with path.with_name(f"{path.name}{REBUILD}").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _told(file)
    except FileNotFoundError:
        pass  # nobody ever rebuilt here
    return ""


def _told(file: TextIO) -> str:
    file.seek(0)
    return file.read() or "somebody"


def connect(file: Path, *, write: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode; transactions are begun by hand."""
    if not write and not file.exists():
        raise IndexUnavailable("the generation that serves has no file")
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA cache_size = -65536")
    if write:
        connection.execute("PRAGMA secure_delete = ON")  # what was replaced or withdrawn is not to be read from the file either
    else:
        connection.execute("PRAGMA mmap_size = 1073741824")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def save(connection: sqlite3.Connection, columns: Columns) -> None:
    """Write a snapshot, so that a worker starts from it instead of from the listings."""
    arrays = {name: getattr(columns, name) for name in ARRAYS}
    blobs = {name: data.tobytes() for name, data in arrays.items()}
    blobs["names"] = b"\n".join(columns.names)
    connection.executemany("INSERT INTO column_ VALUES (?, ?)", blobs.items())
    width = (columns.size >> 3) + 1
    dense = ((name, 1, bits.to_bytes(width, "little")) for name, bits in columns.terms.dense.items())
    sparse = ((name, 0, rows.tobytes()) for name, rows in columns.terms.sparse.items())
    connection.executemany("INSERT INTO term VALUES (?, ?, ?)", (*dense, *sparse))
    connection.executemany(
        "INSERT INTO rule VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, *astuple(rule.span), rule.plain, rule.until, bits.to_bytes(width, "little"))
            for number, (rule, bits) in enumerate(zip(columns.rules, columns.rule_bits, strict=True))
        ),
    )
    connection.executemany(
        "INSERT INTO dated VALUES (?, ?, ?, ?, ?, ?)",
        ((*key, d.longest, d.start.tobytes(), d.end.tobytes(), d.row.tobytes()) for key, d in columns.dated.items()),
    )


def _array(code: str, data: bytes) -> array[Any]:
    found = array(code)
    found.frombytes(data)
    return found


def load(connection: sqlite3.Connection, generation: str) -> Columns:
    """The snapshot a generation was built with (its sequence is 0)."""
    blobs: dict[str, bytes] = dict(connection.execute("SELECT name, data FROM column_"))
    arrays = {name: _array(code, blobs[name]) for name, code in ARRAYS.items()}
    terms = _terms(connection, len(arrays["x"]))
    rules = connection.execute("SELECT zone, online, start, end, plain, until, rows FROM rule ORDER BY number").fetchall()
    dated = connection.execute("SELECT zone, online, longest, start, end, rows FROM dated")
    return Columns(
        generation=generation,
        sequence=0,
        size=terms.size,
        live=(1 << terms.size) - 2,
        terms=terms,
        located=terms.bits("located"),
        names=blobs["names"].split(b"\n"),
        rules=[Rule(Span(row[0], bool(row[1]), row[2], row[3]), bool(row[4]), row[5]) for row in rules],
        rule_bits=[int.from_bytes(row[6], "little") for row in rules],
        dated={
            (zone, bool(online)): Dated(_array("q", start), _array("q", end), _array("q", rows), longest)
            for zone, online, longest, start, end, rows in dated
        },
        x=arrays["x"],
        y=arrays["y"],
        z=arrays["z"],
        leaf=arrays["leaf"],
        fresh=arrays["fresh"],
        checked=arrays["checked"],
        values=arrays["values"],
        values_from=arrays["values_from"],
    )


def _terms(connection: sqlite3.Connection, size: int) -> Terms:
    dense: dict[str, int] = {}
    sparse: dict[str, array[int]] = {}
    for name, is_dense, data in connection.execute("SELECT name, dense, rows FROM term"):
        if is_dense:
            dense[name] = int.from_bytes(data, "little")
        else:
            sparse[name] = _array("I", data)
    return Terms(dense, sparse, size)
