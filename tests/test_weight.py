"""What full pages weigh, over a directory as large and as wordy as real ones: the budgets hold where pages are fullest."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.index import open_index
from directory.settings import Settings
from directory.web import create_app
from directory.web.assets import known
from tests.bench.world import World
from tests.pages_world import GAZETTEER, NOW

HTML, ALL = 15_000, 30_000
"""Bytes, compressed: of a page, of a first visit. The words of this world are drawn at random and it has every value of every
filter: real pages are lighter."""
BOOKLET, A_PLACE = 100, 125
"""Places of a booklet that keeps to the weight of a page, and what each place more may weigh (of the seed some 90). A booklet
of all results is forty pages of paper in one file, asked for from results to be printed: one cut in parts would have as many
indexes. It grows with what it lists and with nothing else."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with over(tmp_path_factory.mktemp("weight"), 2000) as found:
        yield found


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site whose booklet of everything is of as many places as a page may hold."""
    with over(tmp_path_factory.mktemp("short"), BOOKLET) as found:
        yield found


@contextmanager
def over(folder: Path, number: int) -> Iterator[FlaskClient]:
    """A client of a site over some listings."""
    with closing(open_index(f"sqlite:///{folder / 'index.sqlite'}", lambda: date(2026, 7, 29))) as index:
        index.rebuild(World().listings(number))
        yield create_app(Settings(), index=index, gazetteer=GAZETTEER, clock=lambda: NOW).test_client()


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
        ("/search?q=support&place=Houston&within=any&view=table", '<th scope="row">', 50),
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
@pytest.mark.parametrize(
    ("path", "counted", "number"),
    [
        ("/list?page=2&", '<article class="card">', 20),
        ("/list?view=table&", '<th scope="row">', 50),
        ("/sheet?", 'class="spot"', 50),
    ],
)
def test_the_longest_list_keeps_to_the_budget(client: FlaskClient, language: str, path: str, counted: str, number: int) -> None:
    refs = [listing.ref for listing in World().listings(50)]
    size, text = weight(client, f"{language}{path}ids={'.'.join(refs)}")
    assert text.count(counted) == number
    assert size <= HTML


@pytest.mark.parametrize("language", ["", "/es", "/ar"])
def test_a_booklet_weighs_what_its_places_weigh(client: FlaskClient, short: FlaskClient, language: str) -> None:
    size, text = weight(client, f"{language}/search?view=booklet")
    assert text.count('<li id="n') == 300
    part, text = weight(short, f"{language}/search?view=booklet")
    assert text.count('<li id="n') == BOOKLET
    assert part <= HTML
    assert size <= part + (300 - BOOKLET) * A_PLACE
