"""The index: derived from the published listings, rebuilt at any moment, answers a Query. Two engines, one meaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from directory.errors import SettingsError
from directory.index.base import Access, Index, utc_today

SQLITE = "sqlite:///"
ELASTIC = ("http://", "https://")


def open_index(url: str, today: Callable[[], date] = utc_today, access: Access | None = None) -> Index:
    """The index a URL names: `sqlite:///relative/path`, `sqlite:////absolute/path`, or `https://host:9200,other:9200/name` for
    Elasticsearch, to which `access` lets in. Raises SettingsError.

    Nothing is read yet: an index that is missing or of another version raises IndexUnavailable at its first use.
    """
    if url.startswith(SQLITE):
        from directory.index.sqlite import SqliteIndex

        return SqliteIndex(Path(url.removeprefix(SQLITE)), today)
    if url.startswith(ELASTIC):
        from directory.index.elastic import ElasticIndex  # a site on SQLite never imports its client

        return ElasticIndex(url, today, access)
    raise SettingsError(f"no engine serves {url.partition(':')[0]}: addresses; use sqlite:///path or https://host:9200/name")
