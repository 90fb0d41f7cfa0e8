"""Layouts of the catalogue (Alembic). A step, once released, is never changed; `database.HEAD` names the last one."""
