"""Public ids lead on for ever: to the listing, to the one it was merged into, or to "no longer listed"."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.catalogue import FILE, Catalogue, Hide, Merge, Trail, Trails
from directory.index.sqlite.engine import SqliteIndex
from directory.listing import Place, ref_of
from directory.settings import Settings
from ingest.pipeline.publish import publish
from tests.catalogue_world import put
from tests.pages_world import client_of, made

DAY = date(2026, 7, 1)
AT = datetime(2026, 7, 2, tzinfo=UTC)
HIDDEN = Place(visibility="hidden", codes=("us-fl",))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.of(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(catalogue: Catalogue, tmp_path: Path) -> FlaskClient:
    """A site where "old" was merged into "new", "gone" has vanished and "shy", hidden itself, took in "open"."""
    put(catalogue, made("old"), made("new"), made("gone"), made("open"), made("shy", place=HIDDEN), source="world")
    put(catalogue, made("old"), made("new"), made("open"), made("shy", place=HIDDEN), source="world")
    merges = [("old", "new"), ("open", "shy")]
    made_of = [Merge(listings=(key(one), key(into)), into=key(into)) for one, into in merges]
    catalogue.decide(made_of, "Ana", AT)
    index = SqliteIndex(tmp_path / "index.sqlite")
    publish(catalogue, index)
    settings = Settings(data=str(tmp_path), index_url=f"sqlite:///{tmp_path}/index.sqlite")
    return client_of(settings, index)


def key(name: str) -> str:
    return f"world:{name}@1"


def test_a_merged_listing_leads_to_the_one_that_goes_on(client: FlaskClient) -> None:
    answer = client.get(f"/listing/{ref_of(key('old'))}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/listing/{ref_of(key('new'))}")
    assert client.get(answer.headers["Location"]).status_code == 200
    told = client.get(f"/api/listings/{ref_of(key('old'))}")
    assert (told.status_code, told.headers["Location"]) == (301, f"/api/listings/{ref_of(key('new'))}")


def test_a_source_id_that_was_merged_leads_there_too_unless_the_place_is_hidden(client: FlaskClient) -> None:
    told = client.get(f"/api/listings/{key('old')}")
    assert (told.status_code, told.headers["Location"]) == (308, f"/api/listings/{ref_of(key('new'))}")
    assert client.get(f"/api/listings/{key('open')}").status_code == 404


def test_what_vanished_is_no_longer_listed(client: FlaskClient) -> None:
    page = client.get(f"/listing/{ref_of(key('gone'))}")
    assert page.status_code == 410
    assert "<h1>No longer listed here</h1>" in page.text
    report = client.get(f"/listing/{ref_of(key('gone'))}/report")
    assert (report.status_code, "<h1>No longer listed here</h1>" in report.text) == (410, True)
    assert "has closed" not in page.text + report.text
    assert "Similar help" in page.text
    assert f'href="/listing/{ref_of(key("new"))}"' in page.text
    assert "Circle gone" not in page.text
    assert "Provider gone" not in page.text
    told = client.get(f"/api/listings/{ref_of(key('gone'))}")
    assert (told.status_code, told.get_json()["title"]) == (410, "This is no longer listed")


@pytest.mark.parametrize("left", [["support-groups/grief"], []], ids=["one of two", "all"])
def test_what_vanished_is_told_when_its_kind_of_help_is_no_more(client: FlaskClient, tmp_path: Path, left: list[str]) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        ((body,),) = db.execute("SELECT body FROM likeness").fetchall()
        known = json.loads(body)
        assert known["categories"] == ["support-groups/grief"]
        db.execute("UPDATE likeness SET body = ?", (json.dumps(known | {"categories": ["no-more/of-this", *left]}).encode(),))
        db.commit()
    page = client.get(f"/listing/{ref_of(key('gone'))}")
    assert (page.status_code, "Similar help" in page.text) == (410, bool(left))


def test_what_is_no_longer_listed_is_told_while_search_is_down(client: FlaskClient, tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path), index_url=f"sqlite:///{tmp_path}/none.sqlite")
    down = client_of(settings)
    assert down.get(f"/listing/{ref_of(key('gone'))}").status_code == 503
    assert client.get(f"/es/listing/{ref_of(key('gone'))}").status_code == 410


def test_what_never_was_is_not_here(client: FlaskClient) -> None:
    assert client.get("/listing/0000000000").status_code == 404
    assert client.get("/api/listings/0000000000").status_code == 404


def test_ids_lead_on_after_the_index_was_built_anew(client: FlaskClient, catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.decide([Hide(listing=key("new"))], "Ana", AT)
    index = SqliteIndex(tmp_path / "index.sqlite")
    publish(catalogue, index, rebuild=True)
    index.close()
    for name in ("old", "new", "gone"):
        assert client.get(f"/listing/{ref_of(key(name))}").status_code == 410


@pytest.mark.parametrize("content", [None, b"", b"no database" * 400])
def test_without_a_catalogue_an_id_is_unknown_and_nothing_is_made(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / FILE
    if content is not None:
        file.write_bytes(content)
    assert Trails(file)("0000000000") == Trail("unknown")
    assert file.exists() == (content is not None)
    assert content is None or file.read_bytes() == content
