"""The index: derived from the published listings, rebuilt at any moment, answers a Query. Two engines, one meaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from directory.errors import SettingsError
from directory.index.base import Access, Index, utc_today
from directory.settings import Settings, variable_of

SQLITE = "sqlite:///"
ELASTIC = ("http://", "https://")


def open_configured(settings: Settings, url: str = "", today: Callable[[], date] = utc_today) -> Index:
    """The index of the settings, or another one at `url`, with what lets in to a server. Raises SettingsError."""
    return open_index(url or settings.index_url, today, access_of(settings))


def access_of(settings: Settings) -> Access:
    """What the settings say of CA, key, user and password; files are read. Raises SettingsError for one that cannot be."""
    return Access(
        ca=settings.search_ca,
        api_key=settings.search_api_key or _told("search_api_key_file", settings.search_api_key_file),
        user=settings.search_user,
        password=settings.search_password or _told("search_password_file", settings.search_password_file),
    )


def _told(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip() if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{variable_of(name)}: the file cannot be read ({type(error).__name__})") from None


def open_index(url: str, today: Callable[[], date] = utc_today, access: Access | None = None) -> Index:
    """The index a URL names: `sqlite:///relative/path`, `sqlite:////absolute/path`, or `https://host:9200,other:9200/name` for
    Elasticsearch, to which `access` lets in. Raises SettingsError.

    Nothing is read yet: an index that is missing or of another version raises IndexUnavailable at its first use.
    """
    if url.startswith(SQLITE) and url != SQLITE:
        from directory.index.sqlite import SqliteIndex

        return SqliteIndex(Path(url.removeprefix(SQLITE)), today)
    if url.startswith(ELASTIC):
        from directory.index.elastic import ElasticIndex  # a site on SQLite never imports its client

        return ElasticIndex(url, today, access)
    raise SettingsError(f"no engine serves {url.partition(':')[0]}: addresses; use sqlite:///path or https://host:9200/name")
