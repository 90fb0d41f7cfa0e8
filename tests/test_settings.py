"""Settings: read once, checked whole, every fault in one message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from directory.errors import SettingsError
from directory.index import access_of, open_index
from directory.index.base import Access
from directory.index.elastic.client import address
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
        "EMBED_IN": "https://library.example.org, https://*.school.example.org:8443",
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
    assert settings.embed_in == ("https://library.example.org", "https://*.school.example.org:8443")
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
        ("EMBED_IN", "*"),
        ("EMBED_IN", "'self'"),
        ("EMBED_IN", "https:"),
        ("EMBED_IN", "https://library.example.org/"),
        ("EMBED_IN", "https://library.example.org; script-src *"),
        ("EMBED_IN", "https://library.example.org,library.example.com"),
        ("WHITE_LABEL", "no/such/site.toml"),
        ("LANGUAGES", "en,en"),
        ("LANGUAGES", "English"),
        ("GEOCODER", "magic"),
        ("GEOCODER", "pelias:ftp://x"),
        ("BIND", "8000"),
        ("WORKERS", "0"),
        ("LOG_LEVEL", "loud"),
        ("COUNTRY", "fr"),
        ("SEARCH_CA", "no/such/ca.crt"),
        ("SEARCH_API_KEY_FILE", "no/such/key"),
        ("SEARCH_PASSWORD_FILE", "/"),
    ],
)
def test_a_value_that_cannot_work_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError, match=PREFIX + name):
        Settings.from_environ()


def test_what_lets_in_to_a_server_comes_from_variables_or_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from a file\n", encoding="utf-8")
    (tmp_path / "ca.crt").touch()
    given = {
        "INDEX_URL": "https://one.example.org:9200,two.example.org:9200/town",
        "SEARCH_CA": str(tmp_path / "ca.crt"),
        "SEARCH_USER": "reader",
        "SEARCH_PASSWORD_FILE": str(tmp_path / "password"),
    }
    for name, value in given.items():
        monkeypatch.setenv(PREFIX + name, value)
    assert access_of(Settings.from_environ()) == Access(str(tmp_path / "ca.crt"), "", "reader", "from a file")
    monkeypatch.setenv(PREFIX + "SEARCH_PASSWORD", "from the variable")
    monkeypatch.setenv(PREFIX + "SEARCH_API_KEY", "a-key")
    found = access_of(Settings.from_environ())
    assert (found.password, found.api_key) == ("from the variable", "a-key")


def test_no_secret_is_shown_by_a_repr_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "INDEX_URL": "https://me:hidden-1@search.example.org:9200/town",
        "SEARCH_API_KEY": "hidden-2",
        "SEARCH_PASSWORD": "hidden-3",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(PREFIX + name, value)
    settings = Settings.from_environ()
    shown = f"{settings!r} {access_of(settings)!r} {address(settings.index_url)!r}"
    monkeypatch.setenv(PREFIX + "INDEX_URL", "ftp://me:hidden-1@search.example.org")
    monkeypatch.setenv(PREFIX + "UNIT", "miles")
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ()
    for wrong in ("https://me:hidden-1@search.example.org:9200/Town", "https://me:hidden-1@search.example.org:port/town"):
        with pytest.raises(SettingsError) as refused:
            open_index(wrong)
        shown += str(refused.value)
    assert "hidden" not in shown + str(caught.value)


def test_a_file_that_went_after_the_start_is_told_by_its_variable() -> None:
    with pytest.raises(SettingsError, match="NEARHELP_SEARCH_API_KEY_FILE"):
        access_of(Settings(search_api_key_file="no/such/key"))


def test_every_setting_has_help() -> None:
    assert all(row.help for row in Settings.rows())


def test_the_table_of_the_readme_is_the_settings() -> None:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- settings -->")[2].partition("<!-- /settings -->")[0]
    rows = [f"| `{row.name}` | {f'`{row.default}`' if row.default else ''} | {row.help} |" for row in Settings.rows()]
    assert table.strip().splitlines() == ["| Variable | Default | What it sets |", "|---|---|---|", *rows]
