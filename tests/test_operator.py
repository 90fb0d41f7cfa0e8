"""As an operator does it, by commands alone: a feed of each format added, checked, run, looked at and found; then broken."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from directory.catalogue import Catalogue
from directory.index import open_index
from directory.places.gazetteer import Gazetteer
from directory.query import Query
from directory.settings import Settings
from ingest.__main__ import cli
from ingest.pipeline.gazetteer import open_places
from tests.engines import MARKED, Engine
from tests.feeds_world import COUNT, DAMAGES, FEEDS, LINES, Feed
from tests.worlds import TODAY

DATA = Path(__file__).resolve().parents[1] / ".nearhelp"
Ran = Callable[..., Result]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    open_places(Settings(data=str(DATA)))  # built once, where it is not there yet
    with closing(Gazetteer.open(DATA)) as opened:
        yield opened


@pytest.fixture
def ingest(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """A command of ingest, in a data folder of its own."""
    data = tmp_path / "data"
    data.mkdir()
    for built in DATA.glob("gazetteer*"):
        os.link(built, data / built.name)
    for name in [name for name in os.environ if name.startswith("NEARHELP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NEARHELP_DATA", str(data))
    monkeypatch.setenv("NEARHELP_INDEX_URL", f"sqlite:///{data / 'index.sqlite'}")
    return lambda *words: CliRunner().invoke(cli, list(words))


def added(ingest: Ran, feed: Feed, folder: Path) -> Path:
    """The file of a feed whose source was added under the name "town"."""
    (folder / "feed").mkdir()
    where = feed.write(folder / "feed")
    done = ingest("add", "town", str(where), "--title", "Our Town", "--licence", "CC0", *feed.said)
    assert done.exit_code == 0, done.output
    assert f"format {feed.seen}." in done.output
    return folder / "feed" / feed.file


def shown(ingest: Ran, folder: Path) -> str:
    """The HTML report of the source."""
    page = folder / "report.html"
    done = ingest("report", "town", "--html", str(page))
    assert done.exit_code == 0, done.output
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("engine", MARKED)
@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_what_a_feed_of_each_format_brings_is_found_by_place_and_kind(
    ingest: Ran, feed: Feed, engine: Engine, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    engine.require()
    added(ingest, feed, tmp_path)
    checked = ingest("check", "town")
    assert checked.exit_code == 0, checked.output
    assert f"{COUNT} records read, {COUNT} listed, 0 quarantined" in checked.output
    assert "Expected ([expect]): at least 1 listings" in checked.output
    ran = ingest("run", "town")
    assert ran.exit_code == 0, ran.output
    page = shown(ingest, tmp_path)
    assert "<h1>town, 2" in page
    assert re.search(r"records read.*?>8<.*listed.*?>8<", page, re.DOTALL)
    assert not re.search(r"<script|(?:src|href)=", page)
    country = "gb" if "GB" in feed.said else "us"
    near = gazetteer.postal(feed.near, country.upper()) or gazetteer.find(feed.near, country=country).places[0]
    try:
        if engine.required:
            assert ingest("index", "--engine", engine.url(tmp_path)).exit_code == 0
        url = engine.url(tmp_path) if engine.required else f"sqlite:///{tmp_path / 'data' / 'index.sqlite'}"
        with closing(open_index(url, lambda: TODAY)) as index:
            kind = ("category", (feed.category,))
            assert index.search(Query(near=near, chosen=(kind,), moment=29_500_000)).total >= COUNT - 1
    finally:
        if engine.required:
            engine.forget(tmp_path)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_when_a_feed_breaks_the_directory_keeps_its_last_good_state_and_says_why(
    ingest: Ran, feed: Feed, damage: Callable[[bytes, Feed], bytes], tmp_path: Path
) -> None:
    file = added(ingest, feed, tmp_path)
    assert ingest("run", "town").exit_code == 0
    before = published(tmp_path)
    file.write_bytes(damage(file.read_bytes(), feed))
    ran = ingest("run", "town")
    assert published(tmp_path) == before
    page = shown(ingest, tmp_path)
    if ran.exit_code:
        assert re.search(r"^town failed: .{12,}", ran.output, re.MULTILINE)
        assert "Nothing was published." in page
    else:
        read = re.search(r"^town +(\d+) ", ran.output, re.MULTILINE)
        assert read is not None
        assert int(read[1]) > COUNT or re.search(r"[1-9]\d* not in the feed any more", ran.output), ran.output
        assert re.search("<h2>Quarantined|not in the feed any more|became part of another", page)


def published(folder: Path) -> list[tuple[str, str]]:
    """The id and name of everything that is published, from the catalogue and, as many, from the index."""
    with Catalogue.of(folder / "data") as catalogue:
        found = [(one.id, one.name) for one in catalogue.listings()]
    with closing(open_index(f"sqlite:///{folder / 'data' / 'index.sqlite'}", lambda: TODAY)) as index:
        assert index.status().count == len(found)
    return found


def test_a_list_that_nobody_checked_is_kept_for_stewards_and_the_operator_is_told_so(ingest: Ran, tmp_path: Path) -> None:
    added(ingest, LINES, tmp_path)
    checked = ingest("check", "town")
    assert checked.exit_code == 0, checked.output
    assert "kept as leads" in checked.output
    assert "Nothing of it is for visitors" in checked.output
    ran = ingest("run", "town")
    assert ran.exit_code == 0, ran.output
    assert published(tmp_path) == []


def test_check_says_that_a_run_would_publish_nothing_and_why(ingest: Ran, tmp_path: Path) -> None:
    file = added(ingest, FEEDS["table"], tmp_path)
    source = tmp_path / "data" / "sources" / "town.toml"
    source.write_text(source.read_text(encoding="utf-8") + "\n[expect]\nmin = 2\nmax = 10\n", encoding="utf-8")
    assert ingest("run", "town").exit_code == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(lines[:4]), encoding="utf-8")
    checked = ingest("check", "town")
    assert checked.exit_code == 1
    assert "at least 2 and at most 10 listings, and no fewer than 50% less than the last 8" in checked.output
    assert "A run would publish nothing: 3 listings after 8 in the last run, a drop of more than 50%." in checked.output
