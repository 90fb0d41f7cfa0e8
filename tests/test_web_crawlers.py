"""What search engines are told: nothing of what was searched for, no place of safety, every other listing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from directory.index.base import Index
from directory.settings import Settings
from tests.pages_world import WORLD, client_of, indexed, listing, made, text_of

ADDRESS = "https://help.example.org"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("crawl")) as found:
        yield found


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return client_of(Settings(address=ADDRESS), index)


@pytest.fixture(scope="module")
def nameless(index: Index) -> FlaskClient:
    return client_of(Settings(), index)


def addresses(client: FlaskClient, path: str) -> list[str]:
    root = ElementTree.fromstring(text_of(client, path))  # noqa: S314 - our own
    return [one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_robots_keeps_results_and_the_way_out_closed(client: FlaskClient) -> None:
    lines = text_of(client, "/robots.txt").splitlines()
    assert {"Disallow: /search", "Disallow: /exit", "Disallow: /api/"} <= set(lines)
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in lines


def test_a_site_that_does_not_know_its_address_has_no_map(nameless: FlaskClient) -> None:
    assert "Sitemap" not in text_of(nameless, "/robots.txt")
    for path in ("/sitemap.xml", "/sitemap/pages.xml", "/sitemap/support-groups/grief.xml"):
        assert nameless.get(path).status_code == 404


def test_the_map_leads_to_every_listing_but_those_of_safety(client: FlaskClient) -> None:
    parts = addresses(client, "/sitemap.xml")
    found = {path for part in parts for path in addresses(client, part.removeprefix(ADDRESS))}
    told = {path.removeprefix(ADDRESS) for path in found if "/listing/" in path}
    assert told == {f"/listing/{one.ref}" for one in WORLD} - {listing("house")}
    assert f"{ADDRESS}/helplines" in found
    assert not any("/search" in path or "/exit" in path for path in found)


def test_a_map_of_no_kind_is_not_there(client: FlaskClient) -> None:
    assert client.get("/sitemap/nonsense.xml").status_code == 404


def test_what_is_filed_under_a_wide_kind_is_in_the_map_once(tmp_path: Path) -> None:
    wide, narrow = made("wide", categories=("practical/food",)), made("narrow", categories=("practical/food/pantries",))
    with indexed(tmp_path, [wide, narrow]) as index:
        client = client_of(Settings(address=ADDRESS), index)
        parts = [part.removeprefix(ADDRESS) for part in addresses(client, "/sitemap.xml")]
        told = [path for part in parts for path in addresses(client, part) if "/listing/" in path]
        assert addresses(client, "/sitemap/practical/food.xml") == [f"{ADDRESS}/listing/{wide.ref}"]
    assert sorted(told) == sorted(f"{ADDRESS}/listing/{one.ref}" for one in (wide, narrow))


def test_a_listing_may_be_found_but_one_of_safety_may_not(client: FlaskClient, nameless: FlaskClient) -> None:
    shown, safe = (client.get(listing(key)) for key in ("talk", "house"))
    assert shown.headers["X-Robots-Tag"] == "all"
    assert f'<link rel="canonical" href="{ADDRESS}{listing("talk")}">' in shown.text
    assert "noindex" in safe.headers["X-Robots-Tag"]
    assert 'content="noindex, nofollow"' in safe.text
    assert "canonical" not in safe.text
    assert "canonical" not in nameless.get(listing("talk")).text
