"""Every record is accounted for behind the search for duplicates too: published, merged, quarantined, a lead or left out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from directory.catalogue import Catalogue
from directory.listing import ref_of
from directory.settings import Settings
from ingest.dedupe.guarding import waits
from ingest.dedupe.keeping import RULE, keep
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.placing import Places
from ingest.pipeline.run import Station, run
from ingest.sources import Source, read_source
from tests.bench.ingest import SHARED, real_sources
from tests.feeds_world import COUNT, FEEDS
from tests.worlds import TODAY

DATA = Path(__file__).resolve().parents[1] / ".nearhelp"


@pytest.fixture(scope="module")
def places() -> Places:
    return open_places(Settings(data=str(DATA)))


def account(catalogue: Catalogue, source: str) -> Counter[str]:
    """What became of every record that the last run of a source read; asserts that it is all of them."""
    report = catalogue.runs(source, read=True)[0].report
    found = Counter({name: int(report[name]) for name in ("quarantined", "folded", "leads", "omitted")})
    for one in catalogue.records(source):
        state = catalogue.trail(ref_of(one.id)).state
        found["waiting" if state == "gone" and waits(catalogue, one.id, by=RULE) else state] += 1
    assert found["gone"] == found["unknown"] == 0
    assert found["listed"] == catalogue.count(source)
    assert found.total() == report["read"]
    return found


def test_what_two_feeds_tell_of_one_help_is_accounted_for_in_each(places: Places, tmp_path: Path) -> None:
    station = Station(places, tmp_path, TODAY)
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        for name in ("one", "other"):
            (tmp_path / name).mkdir()
            path = FEEDS["hsds3"].write(tmp_path / name)
            source = Source(name=name, title=name, format="hsds3", path=path, coverage=("us-fl-086",))
            assert run(source, catalogue, station).fault == ""
        assert keep(catalogue).made > 0
        found = account(catalogue, "one") + account(catalogue, "other")
    assert (found["listed"] + found["merged"], found["listed"] < 2 * COUNT) == (2 * COUNT, True)


@pytest.mark.shared
@pytest.mark.long
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real data sets are not beside the repository")
def test_every_record_of_every_real_file_is_accounted_for_behind_the_search_for_duplicates(
    places: Places, tmp_path: Path
) -> None:
    station = Station(places, tmp_path, TODAY)
    names = list(real_sources(tmp_path / "sources"))
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        for name in names:
            assert run(read_source(tmp_path / "sources" / f"{name}.toml"), catalogue, station).fault == ""
        assert keep(catalogue).made > 100
        found = sum((account(catalogue, name) for name in names), Counter[str]())
    assert found["merged"] > 100
