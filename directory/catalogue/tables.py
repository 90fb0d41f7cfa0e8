"""The tables of the catalogue as SQLAlchemy knows them; `migrations` makes them, a test holds the two together.

Nothing here is of one database alone. Bodies are JSON in bytes (orjson), digests 16 bytes of SHA-256.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

METADATA = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment, kept as UTC without a zone, which every database has."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is kept."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is given."""
        return value and value.replace(tzinfo=UTC)


RECORD = Table(
    "record",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),  # "<source>:<key>", the id of the listing it becomes
    Column("source", Text, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),  # of what is said, whenever it was last seen to be said
    Column("file", Text, nullable=False),  # where in the source
    Column("row", Integer, nullable=False),
    Column("seen_on", Date),  # the date of its facts
    Column("first_seen", Date, nullable=False),
    Column("last_seen", Date, nullable=False),  # of one that is missing; the others were seen in the last good run
    Column("missed", Integer, nullable=False),  # good runs in a row that did not have it
    Column("retired", Boolean, nullable=False),
    Index("record_source", "source", "retired"),
)
"""What a source says of one thing. Narrow, so that a run reads it quickly; the words are in `said`."""

SAID = Table(
    "said",
    METADATA,
    Column("number", Integer, ForeignKey("record.number"), primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)
"""The normalised record as it is now. Of earlier wordings and of retired records no word is kept: a source that takes
something back, an address above all, takes it back here too."""

SAYING = Table(
    "saying",
    METADATA,
    Column("number", Integer, ForeignKey("record.number"), primary_key=True, autoincrement=False),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("digest", LargeBinary(16)),  # empty: it was retired
)
"""When a record said something new: its history without its words."""

LISTING = Table(
    "listing",
    METADATA,
    Column("number", Integer, ForeignKey("record.number"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("ref", String(10), nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),  # listed, gone, merged
    Column("survivor", Text),  # the id it was merged into
    Column("digest", LargeBinary(16), nullable=False),
    Column("body", LargeBinary),  # of a listing that decisions made; empty: as its record says
    Index("listing_revision", "revision"),
    Index("listing_state", "state", "source"),
)
"""What is published, and for ever what once was: rows are never deleted."""

RUN = Table(
    "run",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("day", Date, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("report", LargeBinary, nullable=False),
    Index("run_source", "source", "number"),
)

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("excerpt", Text, nullable=False),
    Index("quarantine_source", "source"),
)
"""What the last good run of a source refused, without private fields; those are in a file of their own (`ingest.withheld`)."""

LEAD = Table(
    "lead",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("organization", Text, nullable=False),
    Column("town", Text, nullable=False),
    Column("categories", Text, nullable=False),
    Index("lead_source", "source"),
)
"""What the last good run of a source kept for stewards."""

FED = Table(
    "fed",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("run", Integer, nullable=False),  # the last good run
    Column("digest", Text, nullable=False),  # of the feed, its description and the program that read it
    Column("read_on", Date, nullable=False),  # when it was last read to its end
    Column("ran_on", Date, nullable=False),  # when it was last found to be as it was
)

GENERATION = Table(
    "generation",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("refused", Integer, nullable=False),
    Column("told", Text, nullable=False),
)
"""Generations of an index that were built from this catalogue, and what the engine refused of them."""

DECISION = Table(
    "decision",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("undone_at", Moment),
    Column("undone_by", Text),
    Column("undone_why", Text),
)

DECIDED = Table(
    "decided",
    METADATA,
    Column("decision", Integer, ForeignKey("decision.number"), primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Index("decided_id", "id"),
)
"""Which listings a decision is about."""

SEQUENCE = Table("sequence", METADATA, Column("revision", BigInteger, nullable=False))
"""One row: the last revision given."""

MARK = Table("mark", METADATA, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
"""How far something that follows the catalogue has come, by its name."""

LIKENESS = Table(
    "likeness",
    METADATA,
    Column("number", Integer, ForeignKey("record.number"), primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)
"""Of listings that are gone: kinds of help and areas, for "similar help"; no word of theirs."""

REPORT = Table(
    "report",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("reference", String(8), nullable=False, unique=True),  # what the sender is told; names nothing
    Column("token", LargeBinary(16), nullable=False, unique=True),  # of the form: sent twice it is one report
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("urgency", Integer, nullable=False),  # 0 comes first
    Column("listing", String(10), nullable=False),  # the public id; empty: a suggestion
    Column("language", String(8), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", Text),
    Column("closed_why", Text),
    Index("report_open", "closed_at", "urgency", "number"),
)
"""What visitors suggested and reported, for the review queue."""

SENDER = Table(
    "sender",
    METADATA,
    Column("report", Integer, ForeignKey("report.number"), primary_key=True, autoincrement=False),
    Column("email", Text, nullable=False),
)
"""How to ask the sender of a report: apart from it, removed when it is closed, in no backup and no export."""

FORM_KEY = Table("form_key", METADATA, Column("key", LargeBinary(32), nullable=False))
"""One row: what the forms of web processes are signed with."""
