"""What full pages weigh, over a directory as large and as wordy as real ones: the budgets hold where pages are fullest."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from directory.index import open_index
from directory.settings import Settings
from directory.web import create_app
from directory.web.assets import known
from tests.bench.world import World
from tests.pages_world import GAZETTEER, NOW

HTML, ALL, A_PLACE = 15_000, 30_000, 130
"""Bytes, compressed: of a page, of a first visit, of each place of a booklet. The words of this world are drawn at random and
it has every value of every filter: real pages are lighter (a booklet of the seed takes 90 a place). A booklet is some forty
pages of paper in one file, asked for from results, where style and script are kept already: it may grow with what it lists,
and with nothing else."""


@pytest.fixture(scope="module")
def refs() -> list[str]:
    return [listing.ref for listing in World().listings(50)]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    index = open_index(f"sqlite:///{tmp_path_factory.mktemp('weight') / 'index.sqlite'}")
    index.rebuild(World().listings(2000))
    yield create_app(Settings(), index=index, gazetteer=GAZETTEER, clock=lambda: NOW).test_client()
    index.close()


def weight(client: FlaskClient, path: str) -> tuple[int, str]:
    """Compressed bytes of a page, and its text."""
    response = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    return len(response.data), gzip.decompress(response.data).decode()


@pytest.mark.parametrize("language", ["", "/es", "/ar"])
@pytest.mark.parametrize(
    ("path", "counted", "number"),
    [
        ("/", '<a href="', 20),
        ("/kinds", '<a href="', 100),
        ("/helplines", '<article class="card">', 10),
        ("/search?q=support&place=Houston&within=any", '<article class="card">', 20),
    ],
)
def test_the_fullest_pages_keep_to_the_budget(client: FlaskClient, language: str, path: str, counted: str, number: int) -> None:
    size, text = weight(client, language + path)
    assert text.count(counted) >= number
    assert size <= HTML
    assert size + kept() <= ALL


def kept() -> int:
    """Style and script, compressed."""
    return sum(len(gzip.compress(known()[name].body, 6)) for name in ("site.css", "site.js"))


@pytest.mark.parametrize("language", ["", "/es", "/ar"])
def test_fifty_rows_to_compare_keep_to_a_first_visit(client: FlaskClient, language: str) -> None:
    size, text = weight(client, f"{language}/search?q=support&place=Houston&within=any&view=table")
    assert text.count('<tr id="r-') == 50
    assert size + kept() <= ALL


@pytest.mark.parametrize(("path", "one"), [("/list", '<article class="card">'), ("/sheet", 'class="spot"')])
def test_a_list_keeps_to_the_budget_and_the_longest_to_a_first_visit(
    client: FlaskClient, refs: list[str], path: str, one: str
) -> None:
    for number, most in ((30, HTML), (50, ALL - kept())):
        size, text = weight(client, f"{path}?ids={'.'.join(refs[:number])}")
        assert text.count(one) == number
        assert size <= most


@pytest.mark.parametrize("language", ["", "/es", "/ar"])
def test_a_booklet_weighs_what_its_places_weigh(client: FlaskClient, language: str) -> None:
    size, text = weight(client, f"{language}/search?view=booklet")
    assert text.count('<li id="n') == 300
    assert size <= 300 * A_PLACE
