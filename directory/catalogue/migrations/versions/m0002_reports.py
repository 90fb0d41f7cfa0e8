"""What visitors send, and what is kept of listings that are gone."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables, and a key for the forms."""
    op.create_table(
        "likeness",
        sa.Column("number", sa.Integer, sa.ForeignKey("record.number"), primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "report",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("reference", sa.String(8), nullable=False, unique=True),
        sa.Column("token", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("listing", sa.String(10), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("closed_at", sa.DateTime),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_why", sa.Text),
    )
    op.create_index("report_open", "report", ["closed_at", "urgency", "number"])
    op.create_table(
        "sender",
        sa.Column("report", sa.Integer, sa.ForeignKey("report.number"), primary_key=True, autoincrement=False),
        sa.Column("email", sa.Text, nullable=False),
    )
    key = op.create_table("form_key", sa.Column("key", sa.LargeBinary(32), nullable=False))
    op.bulk_insert(key, [{"key": secrets.token_bytes(32)}])
