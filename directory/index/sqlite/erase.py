"""What a generation no longer tells is no longer in its files: replaced and withdrawn listings leave nothing that is read.

Rows stay, since every worker counts by them; what they said goes. `secure_delete` overwrites what is freed, FTS5 is told to
forget the words, and the write-ahead log is emptied after the update. Single words of names stay in the list that misspelt ones
are looked up in.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable

from directory.index.names import words
from directory.index.sqlite.build import stemmed
from directory.index.sqlite.columns import NOWHERE
from directory.index.text import text
from directory.listing import Listing, Organization
from directory.schemas import dump_json, read_json

GUARDS = {"public": 0, "area": 1, "hidden": 2}
FORGET = "INSERT INTO words (words, rowid, name, own, label) VALUES ('delete', ?, ?, ?, ?)"
CELL = 24
NODES = """
WITH RECURSIVE above (node) AS (
    SELECT nodeno FROM spot_rowid WHERE rowid = ?
    UNION SELECT parentnode FROM spot_parent JOIN above ON spot_parent.nodeno = above.node)
SELECT node FROM above
"""
BORNE = "SELECT label FROM name WHERE number = ? AND NOT EXISTS (SELECT 1 FROM bearer WHERE bearer.name = number)"


def erase(connection: sqlite3.Connection, row: int) -> Listing:
    """Take out what a row says, which is dead; gives what it said."""
    identifier, ref, revision, body = connection.execute(
        "SELECT id, ref, revision, body FROM listing WHERE row = ?", (row,)
    ).fetchone()
    old = read_json(body)
    connection.execute(FORGET, (row, *stemmed(text(old))))
    _unplaced(connection, row)
    _unnamed(connection, row)
    _nowhere(connection, row)
    # Workers that catch up read every row: this one still has to be a listing.
    nobody = Listing(
        id=identifier, ref=ref, revision=revision, name="-", organization=Organization(key="-", name="-"), categories=()
    )
    connection.execute("UPDATE listing SET body = ? WHERE row = ?", (dump_json(nobody), row))
    return old


def _unnamed(connection: sqlite3.Connection, row: int) -> None:
    """Take out the names that nobody else bears."""
    numbers = [number for (number,) in connection.execute("SELECT name FROM bearer WHERE row = ?", (row,))]
    connection.execute("DELETE FROM bearer WHERE row = ?", (row,))
    connection.execute("DELETE FROM ending WHERE row = ?", (row,))
    (built,) = connection.execute("SELECT value FROM state WHERE key = 'names'").fetchone()
    for number in numbers:
        if (found := connection.execute(BORNE, (number,)).fetchone()) is not None:
            table = "names" if number <= built else "late"
            forget = f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', ?, ?)"
            connection.execute(forget, (number, words(found[0])))
            # The row stays: its number would be given to the next name, and tells in which table the words are.
            connection.execute("UPDATE name SET label = '' WHERE number = ?", (number,))


def _unplaced(connection: sqlite3.Connection, row: int) -> None:
    """Take out the spot, and what R*Tree leaves of a removed cell behind the last one of its node and of those above it.

    A node is two bytes of depth, two of how many cells it has, and cells of 24 bytes (sqlite.org/rtree.html, "Shadow tables").
    """
    nodes = [node for (node,) in connection.execute(NODES, (row,))]
    connection.execute("DELETE FROM spot WHERE row = ?", (row,))
    for node in nodes:
        found = connection.execute("SELECT data FROM spot_node WHERE nodeno = ?", (node,)).fetchone()
        if found is not None:
            end = 4 + CELL * int.from_bytes(found[0][2:4], "big")
            whole = found[0][:end].ljust(len(found[0]), b"\0")
            connection.execute("UPDATE spot_node SET data = ? WHERE nodeno = ?", (whole, node))


def _nowhere(connection: sqlite3.Connection, row: int) -> None:
    """Take the point out of the snapshot that workers start from; rows that updates brought are not in it."""
    for name, value in zip("xyz", NOWHERE, strict=True):
        (at, size) = connection.execute("SELECT rowid, length(data) FROM column_ WHERE name = ?", (name,)).fetchone()
        if (row + 1) * 8 <= size:
            with connection.blobopen("column_", "data", at) as blob:
                blob.seek(row * 8)
                blob.write(struct.pack("d", value))


def tells_less(old: Listing, new: Listing | None) -> bool:
    """Whether something that was told is meant to be told no more: a withdrawn listing, a place that came to be protected, a
    number or mailbox that was dropped."""
    if new is None:
        return True
    before, now = (0 if one.place is None else GUARDS[one.place.visibility] for one in (old, new))
    numbers = {one.number for one in old.phones} - {one.number for one in new.phones}
    return before < now or bool(numbers) or bool(old.email and old.email != new.email)


def withdraw(connection: sqlite3.Connection, ids: Iterable[str], sequence: int) -> None:
    """Take listings out of a generation that is kept; it knows nothing of what became of them, so that an update tells it."""
    living = "SELECT row FROM listing WHERE id = ? AND row NOT IN (SELECT row FROM dead)"
    for identifier in ids:
        for (row,) in connection.execute(living, (identifier,)).fetchall():
            connection.execute("INSERT INTO dead VALUES (?, ?)", (row, sequence))
            erase(connection, row)


def merge(connection: sqlite3.Connection) -> None:
    """Write the words anew, without those that were forgotten: until then they stand in the file beside a note."""
    for table in ("words", "names", "late"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
