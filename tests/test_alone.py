"""The pages that a proxy serves while Nearhelp does not answer: whole in themselves, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from directory.settings import Settings
from directory.web import create_app
from directory.web.alone import alone
from ingest.__main__ import cli

NAMES = [f"{folder}{name}.html" for folder in ("", "es/", "ar/") for name in ("helplines", "down")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Those of a site without an index that answers to one host only."""
    url = f"sqlite:///{tmp_path_factory.mktemp('none') / 'index.sqlite'}"
    settings = Settings(index_url=url, hosts=(".help.example.org",), exit_url="https://weather.example.org/")
    return dict(alone(create_app(settings)))


@pytest.mark.parametrize("name", NAMES)
def test_each_is_whole_in_itself(pages: dict[str, str], name: str) -> None:
    text = pages[name]
    assert text.count("<style>") == 1
    assert not re.search(r"<script|<link rel=.stylesheet|/assets/|src=", text)
    assert 'id="exit" href="https://weather.example.org/"' in text
    assert 'href="tel:988"' in text
    assert "country=" not in text


def test_there_are_both_in_every_language(pages: dict[str, str]) -> None:
    assert list(pages) == NAMES
    assert pages["helplines.html"].count('<article class="card">') >= 10
    assert pages["ar/down.html"].count('<article class="card">') == 4
    assert 'href="/es/helplines"' in pages["es/down.html"]


def test_the_way_to_try_again_is_the_address_it_stands_at(pages: dict[str, str]) -> None:
    assert pages["down.html"].count('href=""') == 1
    assert '<a class="btn quiet" href="">Try' in pages["down.html"]


def test_the_command_writes_them(tmp_path: Path) -> None:
    said = CliRunner().invoke(cli, ["pages", str(tmp_path / "alone")], env={"NEARHELP_DATA": str(tmp_path / "data")})
    assert said.exit_code == 0, said.output
    assert sorted(str(file.relative_to(tmp_path / "alone")) for file in (tmp_path / "alone").rglob("*.html")) == sorted(NAMES)
