"""Every page is the HTML it says it is: the Nu HTML checker finds no error and nothing to warn of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.index import open_index
from directory.settings import Settings
from tests.markup import faults
from tests.matrix import LANGUAGES, SPOTS
from tests.pages_world import WORLD, client_of

FAR = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, FlaskClient]]:
    """Clients by the names of the matrix: over the world, without an index; and one whose next search has to wait."""
    folder = tmp_path_factory.mktemp("markup")
    index = open_index(f"sqlite:///{folder / 'index.sqlite'}")
    index.rebuild(WORLD)
    settings = {"base": Settings(), "down": Settings(index_url=f"sqlite:///{folder / 'none.sqlite'}")}
    settings["busy"] = Settings(limit_search=1)
    made = {name: client_of(said, None if name == "down" else index) for name, said in settings.items()}
    made["busy"].get("/search?q=grief", environ_base=FAR)
    yield made
    index.close()


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    start = '<!doctype html><html lang="en"><title>One</title>'
    assert faults({"right": f"{start}<p>Two</p>"}, tmp_path) == []
    found = faults({"right": f"{start}<p>Two</p>", "wrong": f"{start}<p><div role='none-such'></p>"}, tmp_path)
    assert found
    assert {one.partition(":")[0] for one in found} == {"wrong"}


def test_every_page_in_some_language_is_right(clients: dict[str, FlaskClient], tmp_path: Path) -> None:
    spots = zip((*SPOTS, *[("busy", "/search?q=grief")] * 3), cycle(LANGUAGES), strict=False)
    pages = {
        f"{server} {language}{path}": clients[server].get(language + path, environ_base=FAR if server == "busy" else {}).text
        for (server, path), language in spots
    }
    assert len(pages) == len(SPOTS) + 3
    assert "Please wait a minute" in pages["busy /search?q=grief"]
    assert faults(pages, tmp_path) == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language_is_right(clients: dict[str, FlaskClient], tmp_path: Path, language: str) -> None:
    pages = {f"{server} {path}": clients[server].get(language + path).text for server, path in SPOTS}
    assert faults(pages, tmp_path) == []
