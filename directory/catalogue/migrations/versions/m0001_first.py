"""The first layout."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _records()
    _listings()
    _runs()
    _decisions()
    op.create_table("sequence", sa.Column("revision", sa.BigInteger, nullable=False))
    op.execute(sa.text("INSERT INTO sequence (revision) VALUES (0)"))
    op.create_table("mark", sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))


def _records() -> None:
    op.create_table(
        "record",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("seen_on", sa.Date),
        sa.Column("first_seen", sa.Date, nullable=False),
        sa.Column("last_seen", sa.Date, nullable=False),
        sa.Column("missed", sa.Integer, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
    )
    op.create_index("record_source", "record", ["source", "retired"])
    op.create_table(
        "said",
        sa.Column("number", sa.Integer, sa.ForeignKey("record.number"), primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "saying",
        sa.Column("number", sa.Integer, sa.ForeignKey("record.number"), primary_key=True, autoincrement=False),
        sa.Column("run", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("digest", sa.LargeBinary(16)),
    )


def _listings() -> None:
    op.create_table(
        "listing",
        sa.Column("number", sa.Integer, sa.ForeignKey("record.number"), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("ref", sa.String(10), nullable=False, unique=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("survivor", sa.Text),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("body", sa.LargeBinary),
    )
    op.create_index("listing_revision", "listing", ["revision"])
    op.create_index("listing_state", "listing", ["state", "source"])


def _runs() -> None:
    op.create_table(
        "run",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("report", sa.LargeBinary, nullable=False),
    )
    op.create_index("run_source", "run", ["source", "number"])
    op.create_table(
        "quarantine",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("excerpt", sa.Text, nullable=False),
    )
    op.create_index("quarantine_source", "quarantine", ["source"])
    names = ("file", "key", "why", "name", "organization", "town", "categories")
    op.create_table(
        "lead",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in names),
    )
    op.create_index("lead_source", "lead", ["source"])
    op.create_table(
        "fed",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("read_on", sa.Date, nullable=False),
        sa.Column("ran_on", sa.Date, nullable=False),
    )
    op.create_table(
        "generation",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
    )


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("undone_at", sa.DateTime),
        sa.Column("undone_by", sa.Text),
        sa.Column("undone_why", sa.Text),
    )
    op.create_table(
        "decided",
        sa.Column("decision", sa.Integer, sa.ForeignKey("decision.number"), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, primary_key=True),
    )
    op.create_index("decided_id", "decided", ["id"])
