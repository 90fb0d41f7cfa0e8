"""Decisions in the database: written, taken back, and found from the ids they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from directory.catalogue import bodies
from directory.catalogue.decisions import Correction, Decided, Decision, Merge, Signed, Split, about, kind_of, packed, unpacked
from directory.catalogue.folding import FIELDS, guard
from directory.catalogue.tables import DECIDED, DECISION, LISTING, RECORD, SAID
from directory.errors import InvalidListing, NotFound
from directory.schemas import load_listing

CHUNK = 500

Found = tuple[Decided, tuple[str, ...]]


def written(connection: Connection, decisions: Sequence[Decision], by: str, at: datetime) -> list[Decided]:
    """The decisions, kept. Raises NotFound for an id that no source ever had, InvalidListing for a correction that breaks the
    schema or a merge or split of fewer than two."""
    last = int(connection.execute(select(func.coalesce(func.max(DECISION.c.number), 0))).scalar_one())
    _known(connection, {identifier for one in decisions for identifier in about(one)})
    made, rows, concerned = [], [], []
    for number, said_now in enumerate(decisions, start=last + 1):
        _check(connection, said_now)
        one: Decision = replace(said_now, guard=_guard(connection, said_now)) if isinstance(said_now, Correction) else said_now
        made.append(Decided(number=number, decision=one, by=by, at=at))
        said = {"number": number, "kind": kind_of(one), "at": at, "by": by, "why": one.why, "body": packed(one)}
        rows.append(said)
        concerned += [{"decision": number, "id": identifier} for identifier in about(one)]
    if rows:
        connection.execute(insert(DECISION), rows)
        connection.execute(insert(DECIDED), concerned)
    return made


def undone(connection: Connection, number: int, undone: Signed) -> Decided:
    """The decision, taken back. Raises NotFound when there is none with that number that still counts."""
    for one, _ in _read(connection, select(DECISION).where(DECISION.c.number == number, DECISION.c.undone_at.is_(None))):
        values = {"undone_at": undone.at, "undone_by": undone.by, "undone_why": undone.why}
        connection.execute(update(DECISION).where(DECISION.c.number == number).values(values))
        return Decided(number=number, decision=one.decision, by=one.by, at=one.at, undone=undone)
    raise NotFound(f"there is no decision {number} that counts")


def read(connection: Connection, listing: str = "") -> Iterator[Decided]:
    """Every decision in its order, undone ones too, or those about a listing."""
    query = select(DECISION).order_by(DECISION.c.number)
    if listing:
        query = query.join(DECIDED, DECIDED.c.decision == DECISION.c.number).where(DECIDED.c.id == listing)
    for one, _ in _read(connection, query):
        yield one


def neighbourhood(connection: Connection, ids: Iterable[str]) -> tuple[set[str], list[Found]]:
    """The ids, all that any decision ever tied to them, and the decisions about these in their order, each with its ids."""
    everybody, ahead = set(ids), set(ids)
    found: dict[int, Found] = {}
    while ahead:
        numbers: set[int] = set()
        for batch in _chunks(sorted(ahead)):
            numbers.update(connection.execute(select(DECIDED.c.decision).where(DECIDED.c.id.in_(batch))).scalars())
        for chunk in _chunks(sorted(numbers - found.keys())):
            query = select(DECISION).where(DECISION.c.number.in_(chunk))
            found |= {one[0].number: one for one in _read(connection, query)}
        ahead = {identifier for number in numbers for identifier in found[number][1]} - everybody
        everybody |= ahead
    return everybody, [found[number] for number in sorted(found)]


def _read(connection: Connection, query: Select[Any]) -> Iterator[Found]:
    for row in connection.execute(query):
        back = Signed(by=row.undone_by, at=row.undone_at, why=row.undone_why) if row.undone_at else None
        one = unpacked(row.kind, row.body, row.why)
        yield Decided(number=row.number, decision=one, by=row.by, at=row.at, undone=back), about(one)


def _known(connection: Connection, ids: set[str]) -> None:
    missing = set(ids)
    for batch in _chunks(sorted(ids)):
        missing -= set(connection.execute(select(RECORD.c.id).where(RECORD.c.id.in_(batch))).scalars())
    if missing:
        raise NotFound(f"no listing has the id {min(missing)!r}")


def _check(connection: Connection, decision: Decision) -> None:
    if isinstance(decision, Merge | Split) and len(about(decision)) < 2:
        raise InvalidListing({"listings": ["Name two or more."]})
    if isinstance(decision, Merge):
        faults = [name for name in decision.picks if name not in FIELDS]
    elif isinstance(decision, Correction):
        faults = [name for name in decision.values if name not in FIELDS]
        if not faults:
            _valid(connection, decision)
    else:
        return
    if faults:
        raise InvalidListing({name: ["No decision changes this field."] for name in faults})


def _valid(connection: Connection, correction: Correction) -> None:
    """Raises InvalidListing when the listing, so corrected, breaks the schema, or shows a place that its source protects."""
    query = select(SAID.c.body).join(RECORD, RECORD.c.number == SAID.c.number).where(RECORD.c.id == correction.listing)
    body = connection.execute(query).scalar()
    if body is None:
        return  # retired: there is nothing to hold it against, and nothing to publish
    values = bodies.unpacked(body)
    if "place" in correction.values and (values.get("place") or {}).get("visibility", "public") != "public":
        raise InvalidListing({"place": ["Its source protects this place."]})
    load_listing(values | dict(correction.values))


def _guard(connection: Connection, correction: Correction) -> int:
    """How far the place of what is published under an id is protected now; a merged one is published under another."""
    columns = (LISTING.c.survivor, LISTING.c.body, SAID.c.body.label("said"))
    query = select(*columns).outerjoin(SAID, SAID.c.number == LISTING.c.number)
    row = connection.execute(query.where(LISTING.c.id == correction.listing)).first()
    if row is not None and row.survivor:
        row = connection.execute(query.where(LISTING.c.id == row.survivor)).first()
    body = (row.body or row.said) if row is not None else None
    return guard(bodies.unpacked(body)) if body else 0


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
