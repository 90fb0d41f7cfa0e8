"""Runs the steps over the connection that `directory.catalogue.database` gives, inside its transaction."""

from __future__ import annotations

from alembic import context

from directory.catalogue.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
