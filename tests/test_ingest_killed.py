"""Runs killed at random moments: the last good state is served, the next run completes, nothing is lost or doubled.

A moment is a record that was settled, a statement about to reach the catalogue, a commit, or a file about to be opened,
renamed or removed, of the catalogue or the index: counted, so that the same number is the same moment, without a clock.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from directory.catalogue import Catalogue
from directory.errors import Gone, NotFound
from directory.index.sqlite.engine import SqliteIndex
from directory.listing import Listing
from directory.settings import Settings
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.verify import verify
from tests.ingest_world import pantry

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / ".nearhelp"
OLD, NEW = range(1, 41), range(20, 81)

PROGRAM = """
import os, signal, sys
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, event

from directory.catalogue import Catalogue
from directory.index.sqlite.engine import SqliteIndex
from directory.settings import Settings
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.publish import publish
from ingest.pipeline.run import Station, run
from ingest.sources import Expect, Source

folder, data, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
moments = 0

def moment(*_):
    global moments
    moments += 1
    if moments == last:
        os.kill(os.getpid(), signal.SIGKILL)

def audited(name, details):
    if name in {"os.rename", "os.remove", "sqlite3.connect"} or (name == "open" and str(folder) in str(details[0])):
        moment()

day = date(2026, 3, 2)
source = Source(name="town", title="Town", format="seed", path=folder / "feed.json", seen_on=day, expect=Expect(retire_after=1))
station = Station(open_places(Settings(data=data)), folder, day)
station.places.town("Oakland", "us-ca", "US")
event.listen(Engine, "before_cursor_execute", moment)
event.listen(Engine, "commit", moment)
sys.addaudithook(audited)
index = SqliteIndex(folder / "index.sqlite")
with Catalogue(folder / "catalogue.sqlite") as catalogue:
    done = run(source, catalogue, station, progress=moment)
    assert not done.fault, done.fault
    publish(catalogue, index, progress=moment)
index.close()
print(moments)
"""


def feed(folder: Path, numbers: range, name: str) -> None:
    (folder / "feed.json").write_text(
        json.dumps([pantry(number, name=f"{name} {number}") for number in numbers]), encoding="utf-8"
    )


def ran(folder: Path, last: int = 0) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own that is killed at a moment, or goes to its end and tells how many moments it had."""
    command = [sys.executable, "-c", PROGRAM, str(folder), str(DATA), str(last)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


@dataclass(frozen=True)
class Before:
    """A folder in the last good state, and how many moments the run has that is to be killed."""

    folder: Path
    moments: int


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    open_places(Settings(data=str(DATA)))
    good, tried = tmp_path_factory.mktemp("good"), tmp_path_factory.mktemp("tried")
    feed(good, OLD, "Old")
    assert ran(good).returncode == 0
    shutil.copytree(good, tried, dirs_exist_ok=True)
    feed(tried, NEW, "New")
    whole = ran(tried)
    assert whole.returncode == 0, whole.stderr
    return Before(good, int(whole.stdout))


def published(folder: Path) -> dict[str, Listing]:
    with Catalogue(folder / "catalogue.sqlite") as catalogue:
        return {one.id: one for one in catalogue.listings()}


def served(folder: Path) -> Iterator[str]:
    """The names that the index serves."""
    with closing(SqliteIndex(folder / "index.sqlite")) as index, Catalogue(folder / "catalogue.sqlite") as catalogue:
        for one in (*catalogue.listings(), *(replace(one, revision=0) for one in catalogue.records())):
            with suppress(NotFound, Gone):
                yield index.get(one.ref).name


SEED = 20260302
FEW, MANY = 5, 50


def killed_at(before: Before, folder: Path, last: int) -> None:
    """Kill a run and hold what is there, and what the next run makes of it, against what must be."""
    shutil.copytree(before.folder, folder, dirs_exist_ok=True)
    old = published(folder)
    feed(folder, NEW, "New")
    assert ran(folder, last).returncode == -signal.SIGKILL
    between = published(folder)
    new = {f"town:pantry-{number}" for number in NEW}
    assert between == old or set(between) == new, "neither the last good state nor the next"
    names = set(served(folder))
    assert names <= {f"Old {number}" for number in OLD} or names == {f"New {number}" for number in NEW}
    again = ran(folder)
    assert again.returncode == 0, again.stderr
    after = published(folder)
    assert {one: after[one].name for one in after} == {f"town:pantry-{number}": f"New {number}" for number in NEW}
    revisions = [one.revision for one in after.values()]
    assert len(set(revisions)) == len(revisions)
    with closing(SqliteIndex(folder / "index.sqlite")) as index, Catalogue(folder / "catalogue.sqlite") as catalogue:
        assert verify(catalogue, index, 1000).agree
        assert catalogue.count() == index.status().count == len(NEW)
        assert not list(folder.glob("withheld/*.part"))
        outcomes = [one.outcome for one in catalogue.runs("town")]
    assert outcomes.count("published") == 2, outcomes


@pytest.mark.parametrize("draw", range(FEW))
def test_a_run_killed_at_a_random_moment_leaves_the_last_good_state(before: Before, draw: int, tmp_path: Path) -> None:
    killed_at(before, tmp_path, random.Random(SEED + draw).randrange(1, before.moments))


@pytest.mark.long
@pytest.mark.parametrize("draw", range(MANY))
def test_a_run_killed_at_fifty_moments_leaves_the_last_good_state(before: Before, draw: int, tmp_path: Path) -> None:
    killed_at(before, tmp_path, 1 + draw * (before.moments - 1) // MANY)
