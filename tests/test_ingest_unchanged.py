"""What a night costs follows what changed: nothing where nothing did, little where little did, and never all of memory."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from directory.catalogue import Catalogue
from directory.index import open_configured
from directory.index.base import Index
from directory.settings import Settings
from ingest.dedupe.keeping import Kept, keep
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.publish import Published, publish
from ingest.pipeline.run import Outcome, Station, run
from ingest.sources import Source
from tests.hsds_world import services, written

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / ".nearhelp"
DAY = date(2026, 3, 2)
SIZE, CHANGED = 300, 3
NAMES = ("one", "two")


class Night:
    """A directory of two feeds that tell of the same services, by other keys; each run is a night of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.feed = folder, list(services(SIZE))
        self.station = Station(open_places(Settings(data=str(DATA))), folder, DAY)
        self.catalogue = Catalogue(folder / "catalogue.sqlite")
        url = f"sqlite:///{folder}/served/index.sqlite"
        (folder / "served").mkdir()
        self.index: Index = open_configured(Settings(data=str(folder), index_url=url))

    def run(self, days: int = 0, *, anew: bool = False) -> tuple[list[Outcome], Kept, Published]:
        station = replace(self.station, today=DAY + timedelta(days), anew=anew)
        outcomes = [run(self._source(name), self.catalogue, station) for name in NAMES]
        assert not any(one.fault for one in outcomes)
        return outcomes, keep(self.catalogue, read=NAMES), publish(self.catalogue, self.index)

    def _source(self, name: str) -> Source:
        told = [one if name == "one" else {**one, "id": f"x{one['id']}"} for one in self.feed]
        file = self.folder / f"{name}.ndjson"
        file.write_bytes(b"\n".join(map(orjson.dumps, told)))
        return Source(name=name, file=self.folder / f"{name}.toml", title=name, format="hsds3", coverage=("us",), path=file)

    def stored(self) -> dict[str, str]:
        """The bytes of the index, by file; those that readers share are left out."""
        files = [file for file in (self.folder / "served").iterdir() if not file.name.endswith("-shm")]
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    def close(self) -> None:
        self.index.close()
        self.catalogue.close()


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    with closing(Night(tmp_path)) as opened:
        yield opened


@pytest.mark.parametrize("anew", [False, True])
def test_a_night_in_which_nothing_changed_writes_nothing_to_the_index(night: Night, anew: bool) -> None:
    _, kept, built = night.run()
    assert kept.made > SIZE / 2
    assert built.how == "rebuilt"
    stored, revision = night.stored(), night.catalogue.revision()
    for days in (1, 2):
        outcomes, kept, published = night.run(days, anew=anew)
        assert [one.unchanged for one in outcomes] == [not anew] * 2
        assert [one.changes.changed for one in outcomes] == [0, 0]
        assert (kept.made, kept.undone, kept.compared) == (0, 0, 0)
        assert published.how == "unchanged"
        assert night.catalogue.revision() == revision
        assert night.stored() == stored


def test_one_change_in_a_hundred_compares_and_writes_what_is_near_it(night: Night) -> None:
    _, first, _ = night.run()
    revision = night.catalogue.revision()
    for number in range(0, SIZE, SIZE // CHANGED):
        night.feed[number] = {**night.feed[number], "description": "Bags of groceries for everybody who comes by."}
    outcomes, kept, published = night.run(1)
    records = sum(len(night.feed[number]["service_at_locations"]) for number in range(0, SIZE, SIZE // CHANGED))
    assert [one.changes.changed for one in outcomes] == [records, records]
    assert 0 < kept.compared < first.compared / 20
    assert published.how == "updated"
    assert 0 < night.catalogue.changed_since(revision) <= 4 * records


MEASURED = """
import pathlib, resource, runpy, sys
sys.argv[0] = "ingest"
try:
    runpy.run_module("ingest", run_name="__main__")
finally:
    own = next(line for line in pathlib.Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(max(int(own.split()[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""
"""Linux counts in a process's own `ru_maxrss` what the process that started it had: here that of the tests."""


def peak(folder: Path, size: int) -> int:
    """The megabytes at most in a process of a run of a feed of so many services, to the index."""
    sources = folder / str(size) / "sources"
    sources.mkdir(parents=True)
    for built in DATA.glob("gazetteer*"):
        os.link(built, sources.parent / built.name)
    feed = written(folder / f"{size}.ndjson", size, lines=True)
    told: dict[str, Any] = {"title": "feed", "licence": "none", "format": "hsds3", "path": str(feed)}
    lines = [f'{name} = "{said}"' for name, said in told.items()]
    (sources / "feed.toml").write_text("\n".join([*lines, 'coverage = ["us"]']), encoding="utf-8")
    environ = {name: said for name, said in os.environ.items() if not name.startswith("NEARHELP_")}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "run", "feed"],
        cwd=ROOT, env=environ | {"NEARHELP_DATA": str(sources.parent)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout.split()[-1])


@pytest.mark.long
def test_memory_does_not_grow_with_the_feed(tmp_path: Path) -> None:
    open_places(Settings(data=str(DATA)))
    short, long = peak(tmp_path, 2500), peak(tmp_path, 10_000)
    assert long < 600
    assert long - short < 100  # 7,500 services more, 11 kB each: their sketches are in memory, until there are 20,000
