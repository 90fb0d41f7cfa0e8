"""What visitors suggest and report, kept for the review queue: taken in once, read the urgent first, closed, forgotten in time.

The address of who sent it stands in a table of its own. It goes when the report is closed, after SENDER_KEPT at the latest, and
is in no export; a closed report goes after CLOSED_KEPT. Whatever reads or writes here first forgets what is due.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from directory.catalogue.decisions import Signed
from directory.catalogue.tables import FORM_KEY, REPORT, SENDER
from directory.errors import CatalogueUnavailable, NotFound
from directory.listing import REF_ALPHABET

SENDER_KEPT = timedelta(days=90)
CLOSED_KEPT = timedelta(days=365)
MOST_OPEN = 5_000
"""Open reports at most: beyond that somebody floods the forms, and the disk is not theirs to fill."""
SUGGESTION = "suggestion"
URGENCY: Mapping[str, int] = {"hide": 0, "unsafe": 1, "phone": 2, "time": 2, "closed": 2, "other": 2, SUGGESTION: 3}
"""Kind → how soon it is to be read: an address that puts somebody in danger goes before all."""
URGENT = 1
"""Up to this urgency a report is marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody sent: `kind` is one of URGENCY, `listing` a public id ("": a suggestion), `said` the answers by field."""

    kind: str
    listing: str = ""
    language: str = "en"
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report as it is kept; `reference` is what its sender was told, `answerable` whether one can write to the sender."""

    reference: str
    at: datetime
    report: Report
    answerable: bool = False
    closed: Signed | None = None

    @property
    def urgent(self) -> bool:
        """Whether it is to be read before all others."""
        return URGENCY[self.report.kind] <= URGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A report as it comes in at a moment: `token` is of its answers in that form, `email` how to ask back, or ""."""

    report: Report
    token: bytes
    at: datetime
    email: str = field(default="", repr=False)


def key(connection: Connection) -> bytes:
    """What forms are signed with. Raises CatalogueUnavailable where there is none."""
    found = connection.execute(select(FORM_KEY.c.key)).scalar()
    if found is None:
        raise CatalogueUnavailable("The catalogue has no key for the forms.")
    return bytes(found)


def take(connection: Connection, sent: Sent) -> str:
    """Keep a report and give its reference; of a form that was sent before, the reference it has. Raises CatalogueUnavailable
    when too many are open."""
    forget(connection, sent.at)
    if known := connection.execute(select(REPORT.c.reference).where(REPORT.c.token == sent.token)).scalar():
        return str(known)
    if (
        connection.execute(select(func.count()).select_from(REPORT).where(REPORT.c.closed_at.is_(None))).scalar_one()
        >= MOST_OPEN
    ):
        raise CatalogueUnavailable(f"There are {MOST_OPEN} open reports: no more are taken until some are closed.")
    report, reference = sent.report, "".join(secrets.choice(REF_ALPHABET) for _ in range(8))
    values = {"reference": reference, "token": sent.token, "at": sent.at, "kind": report.kind, "urgency": URGENCY[report.kind]}
    values |= {"listing": report.listing, "language": report.language, "body": orjson.dumps(dict(report.said))}
    number = connection.execute(insert(REPORT).returning(REPORT.c.number), values).scalar_one()
    if sent.email:
        connection.execute(insert(SENDER), {"report": number, "email": sent.email})
    return reference


def forget(connection: Connection, now: datetime) -> int:
    """Remove addresses and closed reports whose time is over; how many."""
    old = select(REPORT.c.number).where(REPORT.c.at < now - SENDER_KEPT)
    gone = connection.execute(delete(SENDER).where(SENDER.c.report.in_(old))).rowcount
    return gone + connection.execute(delete(REPORT).where(REPORT.c.closed_at < now - CLOSED_KEPT)).rowcount


def read(connection: Connection, *, closed: bool = False) -> Iterator[Kept]:
    """The open reports, those that are urgent first, then the oldest; with `closed` the closed ones behind them."""
    query = select(REPORT, SENDER.c.report.label("sender")).outerjoin(SENDER, SENDER.c.report == REPORT.c.number)
    query = query if closed else query.where(REPORT.c.closed_at.is_(None))
    order = (REPORT.c.closed_at.is_not(None), REPORT.c.urgency, REPORT.c.number)
    for row in connection.execute(query.order_by(*order)):
        yield _kept(row)


def one(connection: Connection, reference: str) -> Kept:
    """The report with a reference. Raises NotFound."""
    query = select(REPORT, SENDER.c.report.label("sender")).outerjoin(SENDER, SENDER.c.report == REPORT.c.number)
    row = connection.execute(query.where(REPORT.c.reference == reference)).first()
    if row is None:
        raise NotFound(f"there is no report {reference!r}")
    return _kept(row)


def sender(connection: Connection, reference: str) -> str:
    """The address of who sent a report; "" where none was given or its time is over."""
    query = select(SENDER.c.email).join(REPORT, REPORT.c.number == SENDER.c.report).where(REPORT.c.reference == reference)
    return str(connection.execute(query).scalar() or "")


def close(connection: Connection, reference: str, closed: Signed) -> Kept:
    """The report closed, its sender's address removed. Raises NotFound when it is not open."""
    found = one(connection, reference)
    if found.closed is not None:
        raise NotFound(f"{reference} was closed before, by {found.closed.by}")
    mine = REPORT.c.reference == reference
    connection.execute(delete(SENDER).where(SENDER.c.report.in_(select(REPORT.c.number).where(mine))))
    values = {"closed_at": closed.at, "closed_by": closed.by, "closed_why": closed.why}
    connection.execute(update(REPORT).where(mine).values(values))
    return one(connection, reference)


def _kept(row: Any) -> Kept:
    report = Report(kind=row.kind, listing=row.listing, language=row.language, said=orjson.loads(row.body))
    closed = Signed(by=row.closed_by, at=row.closed_at, why=row.closed_why) if row.closed_at else None
    return Kept(reference=row.reference, at=row.at, report=report, answerable=row.sender is not None, closed=closed)
