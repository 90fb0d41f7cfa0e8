"""The embedded engine: SQLite FTS5 and R*Tree, with bit sets in memory. No server, one file a generation."""

from directory.index.sqlite.engine import SqliteIndex

__all__ = ["SqliteIndex"]
