"""From records and decisions to published listings, inside the transaction that changed them.

A listing that no decision is about is its record: nothing is copied. The others are folded anew when anything about them
changes, and get a revision only when that makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, insert, select, update

from directory.catalogue import bodies
from directory.catalogue.deciding import neighbourhood
from directory.catalogue.folding import Folded, folded
from directory.catalogue.groups import Group, grouped
from directory.catalogue.tables import DECIDED, LISTING, RECORD, SAID, SEQUENCE

LISTED, GONE, MERGED = "listed", "gone", "merged"
BATCH = 1000
NOTHING = bytes(16)

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Touched:
    """A record that a run changed: `new` when its listing has no row yet, `digest` empty when it was retired."""

    number: int
    id: str
    ref: str
    source: str
    digest: bytes
    new: bool = False


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """Lists of at most so many items."""
    ready = iter(items)
    while batch := list(islice(ready, size)):
        yield batch


class Publisher:
    """Writes listings within one transaction; `close` refolds what decisions are about and keeps the last revision."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Serialises writers where the database has several; SQLite leaves FOR UPDATE out, it has one.
        self.revision = int(connection.execute(select(SEQUENCE.c.revision).with_for_update()).scalar_one())
        self._decided = frozenset(connection.execute(select(DECIDED.c.id).distinct()).scalars())
        self._again: set[str] = set()
        self._fresh: set[str] = set()
        self._rows: list[dict[str, Any]] = []

    def take(self, touched: Sequence[Touched]) -> None:
        """Publish what a batch of records now says, or withdraw those that were retired."""
        rows = [(one, self._row(one)) for one in touched]
        new = [_named(one, row) for one, row in rows if one.new]
        old = [row for one, row in rows if not one.new and one.id not in self._decided]
        if new:
            self._connection.execute(insert(LISTING), new)
        if old:
            self._connection.execute(_UPDATE, old)

    def _row(self, one: Touched) -> dict[str, Any]:
        state = LISTED if one.digest else GONE
        if one.id in self._decided:
            self._again.add(one.id)
            self._fresh.add(one.id)
            state = GONE  # of a new one until it is folded
        self.revision += 1
        # These names and no others: an UPDATE would set every further one that is a column's.
        return {"n": one.number, "r": self.revision, "s": state, "i": None, "d": one.digest or NOTHING, "b": None}

    def refold(self, ids: Iterable[str]) -> None:
        """Fold the listings with these ids, and all that are one with them, anew before the end."""
        self._again.update(ids)

    def close(self) -> None:
        """Fold what decisions are about, and keep the sequence."""
        if self._again:
            for group, rows, told in groups_of(self._connection, self._again):
                self._publish(group, rows, told)
        for batch in batches(self._rows):
            self._connection.execute(_UPDATE, batch)
        self._connection.execute(update(SEQUENCE).values(revision=self.revision))

    def _publish(self, group: Group, rows: dict[str, Any], told: Folded) -> None:
        fresh = not self._fresh.isdisjoint(group.members)
        for one in group.members:
            if one not in rows:
                continue
            if one != group.survivor:
                self._settle(rows[one], (MERGED, group.survivor, NOTHING, None), fresh=False)
            elif told.values is None:
                self._settle(rows[one], (GONE, None, NOTHING, None), fresh=False)
            else:
                digest = bodies.digest_of(told.values)
                self._settle(rows[one], (LISTED, None, digest, bodies.packed(told.values)), fresh=fresh)

    def _settle(self, row: Any, now: tuple[str, str | None, bytes, bytes | None], *, fresh: bool) -> None:
        state, survivor, digest, body = now
        same = (row.state, row.survivor, row.digest) == (state, survivor, digest)
        if same and not (fresh and _seen(row.body) != _seen(body)):
            return
        self.revision += 1
        values = {"n": row.number, "r": self.revision, "s": state, "i": survivor, "d": digest, "b": body}
        self._rows.append(values)


def _seen(body: bytes | None) -> str:
    return str(bodies.unpacked(body)["provenance"].get("seen_on", "")) if body else ""


_UPDATE = (
    update(LISTING)
    .where(LISTING.c.number == bindparam("n"))
    .values(revision=bindparam("r"), state=bindparam("s"), survivor=bindparam("i"), digest=bindparam("d"), body=bindparam("b"))
)


def _named(one: Touched, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": one.number,
        "id": one.id,
        "ref": one.ref,
        "source": one.source,
        "revision": row["r"],
        "state": row["s"],
        "survivor": row["i"],
        "digest": row["d"],
        "body": row["b"],
    }


def groups_of(connection: Connection, ids: Iterable[str]) -> Iterator[tuple[Group, dict[str, Any], Folded]]:
    """Every group that has one of the ids: its listings' rows by id, and what it comes to."""
    everybody, decided = neighbourhood(connection, ids)
    rows: dict[str, Any] = {}
    records: dict[str, dict[str, Any]] = {}
    for batch in batches(sorted(everybody), 500):
        rows |= {row.id: row for row in connection.execute(select(LISTING).where(LISTING.c.id.in_(batch)))}
        query = select(RECORD.c.id, SAID.c.body).join(SAID, SAID.c.number == RECORD.c.number)
        found = connection.execute(query.where(RECORD.c.id.in_(batch), RECORD.c.retired.is_(False)))
        records |= {identifier: bodies.unpacked(body) for identifier, body in found}
    groups = grouped((one for one, _ in decided), {identifier: row.number for identifier, row in rows.items()})
    done: set[str] = set()
    for identifier in sorted(everybody):
        group = groups.get(identifier) or Group(identifier, (identifier,))
        if group.survivor in done:
            continue
        done.add(group.survivor)
        members = set(group.members)
        about = [one for one, concerned in decided if not members.isdisjoint(concerned)]
        yield group, {one: rows[one] for one in group.members if one in rows}, folded(group, records, about)
