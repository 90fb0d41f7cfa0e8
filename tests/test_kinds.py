"""Browse by kind of help: counts for a place that are those of the search behind them, in both engines; no dead end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.settings import Settings
from directory.taxonomy import categories
from tests.engines import MARKED, Engine, built
from tests.pages_world import WORLD, Outline, client_of, indexed, text_of

ROW = re.compile(
    r'<a href="(/search[^"]*)">[^<]*</a> <small>([^<]*?)(?: · <a href="([^"]*)" aria-label="[^"]*">[^<]*</a>)?</small>'
)


@pytest.fixture(params=MARKED)
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FlaskClient]:
    engine: Engine = request.param
    engine.require()
    with built(engine, tmp_path, WORLD) as index:
        yield client_of(Settings(), index)


def rows(client: FlaskClient, path: str) -> list[tuple[str, str, str]]:
    """Address, count and the address of what is farther away, of every kind on the page."""
    found: list[tuple[str, str, str]] = ROW.findall(unescape(text_of(client, path)))
    return found


def total(client: FlaskClient, path: str) -> int:
    answer = client.get(path.replace("/search", "/api/search", 1))
    assert answer.status_code == 200, answer.text
    found: int = answer.get_json()["total"]
    return found


@pytest.mark.parametrize("path", ["/kinds", "/kinds?place=Miami", "/kinds?place=Oakland", "/kinds?place=Florida"])
def test_every_count_is_that_of_the_search_behind_it(client: FlaskClient, path: str) -> None:
    found = rows(client, path)
    assert len(found) == len(categories())
    counted = [(href, int(count)) for href, count, _ in found if count.isdigit()]
    assert counted
    for href, count in counted[:12]:
        assert total(client, href) == count, href
    for href, said, _ in [row for row in found if not row[1].isdigit()][:4]:
        assert (total(client, href), said[:4]) == (0, "none")


def test_what_is_only_farther_away_is_said_and_led_to(client: FlaskClient) -> None:
    found = {href: farther for href, count, farther in rows(client, "/kinds?place=Oakland&within=5") if farther}
    assert any("category=practical/food" in href for href in found)
    for farther in list(found.values())[:5]:
        assert "within=any" in farther
        assert total(client, farther) > 0


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("/kinds", r"\d+ farther away", r".+: \d+ farther away"),
        ("/es/kinds", r"\d+ más lejos", r".+: \d+ más lejos"),
        ("/ar/kinds", r"\d+ أبعد من ذلك", r".+: \d+ أبعد من ذلك"),
    ],
)
def test_a_kind_is_named_once_to_the_eye_and_each_link_by_a_name_of_its_own(
    plain: FlaskClient, path: str, text: str, name: str
) -> None:
    found = re.findall(
        r' · <a href="[^"]*" aria-label="([^"]*)">([^<]*)</a></small>', text_of(plain, f"{path}?place=Oakland&within=5")
    )
    assert found
    assert all(re.fullmatch(text, shown) and re.fullmatch(name, named) for named, shown in found)
    assert len({named for named, _ in found}) == len(found)


def test_a_kind_without_listings_leads_to_a_page_with_ways_on(client: FlaskClient) -> None:
    href = next(href for href, count, _ in rows(client, "/kinds?place=Miami") if count == "none listed")
    text = text_of(client, href)
    assert "Nothing fits all of this yet" in text
    assert "Know a place we missed?" in text
    assert Outline(text).links["Suggest a listing"] == {"/suggest"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with indexed(tmp_path_factory.mktemp("kinds")) as index:
        yield client_of(Settings(), index)


def test_a_place_of_several_names_is_asked_about_on_this_page(plain: FlaskClient) -> None:
    links = Outline(text_of(plain, "/kinds?place=Springfield")).links
    assert any(href.startswith("/kinds?place=Springfield") for found in links.values() for href in found)
    assert "We do not know" in text_of(plain, "/kinds?place=Xyzzyville")


def test_a_page_for_a_place_is_kept_by_nobody_and_one_without_is_the_same_for_all(plain: FlaskClient) -> None:
    assert plain.get("/kinds?place=Miami").headers["Cache-Control"] == "private, no-store"
    assert plain.get("/kinds").headers["Cache-Control"] == "public, max-age=300"
    assert "<title>All kinds of help" in text_of(plain, "/kinds?place=Miami")


def test_a_distance_that_nobody_chose_stays_that_of_the_site(client: FlaskClient) -> None:
    text = text_of(client, "/kinds?place=Oakland")
    assert '<option value="" selected>' in text
    assert "within=" in text.partition("</form>")[2], "links keep the circle that was counted in"


@pytest.mark.parametrize("path", ["/kinds?within=zzz&place=Miami", "/kinds?at=999,999", "/kinds?q=secret&nonsense=1"])
def test_what_cannot_be_used_breaks_nothing(plain: FlaskClient, path: str) -> None:
    assert len(rows(plain, path)) == len(categories())
