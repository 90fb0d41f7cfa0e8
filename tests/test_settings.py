"""Settings: read once, checked whole, every fault in one message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from directory.errors import SettingsError
from directory.settings import PREFIX, Settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environ() == Settings()


def test_every_default_read_from_the_environment_gives_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in Settings.rows():
        monkeypatch.setenv(row.name, row.default)
    assert Settings.from_environ() == Settings()


@pytest.mark.parametrize("folder", ["/srv/nearhelp", "other"])
def test_the_index_lies_in_the_folder_of_data_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setenv("NEARHELP_DATA", folder)
    assert Settings.from_environ().index_url == f"sqlite:///{folder}/index.sqlite"
    monkeypatch.setenv("NEARHELP_INDEX_URL", "sqlite:///elsewhere.sqlite")
    assert Settings.from_environ().index_url == "sqlite:///elsewhere.sqlite"


def test_values_are_read_by_their_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "INDEX_URL": "https://search.example.org:9200",
        "UNIT": "km",
        "COUNTRY": "gb",
        "ZONE": "Europe/London",
        "LANGUAGES": "en, es",
        "HOSTS": "help.example.org,.example.com,[::1]",
        "PROXIES": "1",
        "HSTS": "31536000",
        "GEOCODER": "nominatim:https://geo.example.org",
    }
    for name, value in given.items():
        monkeypatch.setenv(PREFIX + name, value)
    settings = Settings.from_environ()
    assert (settings.unit, settings.country, settings.zone) == ("km", "gb", "Europe/London")
    assert settings.languages == ("en", "es")
    assert settings.hosts == ("help.example.org", ".example.com", "[::1]")
    assert (settings.proxies, settings.hsts) == (1, 31536000)


def test_all_faults_come_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"UNIT": "miles", "ZONE": "America/New York", "PROXIES": "many", "INDEX_URL": "mysql://x", "HSTS": "-1"}
    for name, value in given.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ()
    for name in given:
        assert PREFIX + name in str(caught.value)
    assert "America/New_York" in str(caught.value)


def test_a_misspelt_variable_is_named_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEARHELP_INDEXURL", "sqlite:///x.sqlite")
    with pytest.raises(SettingsError, match="NEARHELP_INDEX_URL"):
        Settings.from_environ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INDEX_URL", "sqlite://"),
        ("INDEX_URL", "index.sqlite"),
        ("EXIT_URL", "http://weather.gov"),
        ("EXIT_URL", "javascript:alert(1)"),
        ("HOSTS", "https://example.org"),
        ("HOSTS", "example.org:8000"),
        ("LANGUAGES", "en,en"),
        ("LANGUAGES", "English"),
        ("GEOCODER", "magic"),
        ("GEOCODER", "pelias:ftp://x"),
        ("BIND", "8000"),
        ("WORKERS", "0"),
        ("LOG_LEVEL", "loud"),
        ("COUNTRY", "fr"),
    ],
)
def test_a_value_that_cannot_work_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError, match=PREFIX + name):
        Settings.from_environ()


def test_every_setting_has_help() -> None:
    assert all(row.help for row in Settings.rows())


def test_the_table_of_the_readme_is_the_settings() -> None:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- settings -->")[2].partition("<!-- /settings -->")[0]
    rows = [f"| `{row.name}` | {f'`{row.default}`' if row.default else ''} | {row.help} |" for row in Settings.rows()]
    assert table.strip().splitlines() == ["| Variable | Default | What it sets |", "|---|---|---|", *rows]
