"""`python -m ingest index` as an operator runs it, on both engines: status, swap, verify, extend, another engine, the bar."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from directory.catalogue import Catalogue
from directory.index.base import Index
from directory.listing import ref_of
from directory.query import Query
from directory.schedule import HORIZON_DAYS, Session
from tests.catalogue_world import hope, put
from tests.compare import ids
from tests.engines import MARKED, Engine
from tests.ingest_world import ROOT, Ran, commanded, environment
from tests.worlds import TODAY

EVERY_DAY = Session(freq="monthly", month_days=tuple(range(1, 29)), start=720, end=780, zone="UTC")


@pytest.fixture(params=MARKED)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn; what it leaves on a server is removed."""
    chosen: Engine = request.param
    chosen.require()
    yield chosen
    chosen.forget(tmp_path)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """The catalogue that the commands use."""
    with Catalogue(tmp_path / "data" / "catalogue.sqlite") as opened:
        yield opened


@pytest.fixture
def index(engine: Engine, tmp_path: Path) -> Ran:
    """The command `index` with arguments."""

    def command(*arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
        return commanded(("index", *arguments), environment(tmp_path, url or engine.url(tmp_path)))

    return command


def value(status: subprocess.CompletedProcess[str], name: str) -> str:
    """What `status` says under a name."""
    found = re.search(rf"^{name} +(.*)$", status.stdout, re.MULTILINE)
    assert found is not None, status.stdout + status.stderr
    return found[1]


def kept(status: subprocess.CompletedProcess[str]) -> dict[str, tuple[int, str]]:
    """The generations that `status` or `swap` lists: their listings, and whether they serve."""
    rows = re.findall(r"^(g[0-9a-f]+) +(\d+) +\S+ +(.+)$", status.stdout, re.MULTILINE)
    return {name: (int(count), said) for name, count, said in rows}


def test_status_tells_what_serves_and_what_is_kept(index: Ran, catalogue: Catalogue, engine: Engine) -> None:
    before = index("status")
    assert before.returncode == 1
    assert "there is no index" in before.stderr
    assert "No generation is there" in before.stdout
    put(catalogue, *map(hope, range(9)))
    assert "Index rebuilt: 9 listings" in index().stdout
    put(catalogue, *map(hope, range(8)))
    first = index("status")
    assert value(first, "catalogue") == "1 change ahead"
    assert "Index rebuilt: 8 listings" in index("--rebuild").stdout
    second = index("status")
    assert (second.returncode, second.stderr) == (0, "")
    assert value(second, "engine") == engine.name
    assert value(second, "listings") == "8"
    assert value(second, "revision") == str(catalogue.revision())
    assert value(second, "catalogue") == "nothing ahead"
    assert value(second, "rebuild") == "none is going on"
    assert value(second, "horizon")[:10] > (TODAY + timedelta(days=HORIZON_DAYS)).isoformat()
    assert kept(second) == {value(second, "generation"): (8, "serves"), value(first, "generation"): (9, "kept")}


def test_swap_goes_back_and_forth_and_index_catches_up(index: Ran, catalogue: Catalogue) -> None:
    put(catalogue, *map(hope, range(9)))
    index()
    first = value(index("status"), "generation")
    put(catalogue, *map(hope, range(8)))
    index("--rebuild")
    second = value(index("status"), "generation")
    assert kept(index("swap")) == {second: (8, "serves"), first: (9, "kept")}
    back = index("swap", "--to", first).stdout
    assert f"{first} serves: 8 listings. 1 change since then brought in." in back  # one was withdrawn meanwhile
    assert f"{second} serves: 8 listings." in index("swap", "--to", second).stdout
    assert index("swap", "--to", first).returncode == 0
    assert "Index unchanged: 8 listings" in index().stdout
    assert kept(index("swap"))[first] == (8, "serves")
    wrong = index("swap", "--to", "g0")
    assert wrong.returncode == 1
    assert f"there is no whole generation g0; there are: {first}, {second}" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_verify_finds_what_differs(index: Ran, catalogue: Catalogue, engine: Engine, tmp_path: Path) -> None:
    put(catalogue, *map(hope, range(12)))
    index()
    good = index("verify")
    assert (good.returncode, good.stdout) == (0, "12 listings in the index, 12 in the catalogue; 12 compared.\n")
    with closing(engine.open(tmp_path)) as planted:
        planted.update([replace(planted.get(ref_of("a:5")), revision=99, name="Secret")], [("a:7", 99)])
    bad = index("verify", "--sample", "50")
    assert bad.returncode == 1
    assert bad.stdout.splitlines() == [
        "11 listings in the index, 12 in the catalogue; 12 compared.",
        "  a:5: the index has revision 99, the catalogue 6",
        "  a:7: is not in the index",
    ]
    few = index("verify", "--sample", "3")
    assert few.returncode == 1
    assert "3 compared" in few.stdout
    put(catalogue, *map(hope, range(11)))
    index("--rebuild")
    assert index("verify").returncode == 0


def test_extend_makes_a_session_beyond_the_old_horizon_visible(
    index: Ran, catalogue: Catalogue, engine: Engine, tmp_path: Path
) -> None:
    put(catalogue, hope(0, sessions=(EVERY_DAY,)), *map(hope, range(1, 5)))
    with closing(engine.open(tmp_path)) as old:  # built on the day of the worlds, long ago
        catalogue.note_built(old.rebuild(catalogue.listings()).generation)
        before = old.status().horizon
        told = index("extend")
        assert told.returncode == 0, told.stderr
        after = old.status().horizon
        assert after > before
        assert f"Dated hours are known until {after}: " in told.stdout
        day = (after.replace(day=1) - timedelta(days=1)).replace(day=15)
        assert day > before
        assert open_on(old, day) == ["a:0"]
    assert "Index unchanged: 5 listings" in index().stdout
    assert index("verify").returncode == 0


def open_on(found: Index, day: date) -> list[str]:
    """The ids of what states to be open at noon of a day, UTC."""
    moment = int(datetime(day.year, day.month, day.day, 12, 30, tzinfo=UTC).timestamp()) // 60
    return ids(found.search(Query(times=("now",), moment=moment, say=True)))


def test_another_engine_is_said_before_or_behind_the_command(
    index: Ran, catalogue: Catalogue, engine: Engine, tmp_path: Path
) -> None:
    put(catalogue, *map(hope, range(4)))
    configured, other = f"sqlite:///{tmp_path}/configured.sqlite", engine.url(tmp_path)
    assert "Index rebuilt: 4" in index("--engine", other, url=configured).stdout
    assert not (tmp_path / "configured.sqlite").exists()
    for arguments in (("--engine", other, "status"), ("status", "--engine", other)):
        assert value(index(*arguments, url=configured), "engine") == engine.name
    assert index("status", url=configured).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--engine", "solr://search.example.org"), "no engine serves solr: addresses"),
        (("--engine", "sqlite:///"), "no engine serves sqlite: addresses"),
        (("status", "--engine", "https://me:hidden@host:port/town"), "is not host:port"),
        (("--rebuild", "status"), "--rebuild goes without a command"),
        (("verify", "--sample", "-1"), "not in the range"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    wrong = commanded(("index", *arguments), environment(tmp_path))
    assert wrong.returncode in {1, 2}
    assert said in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert "hidden" not in wrong.stderr


def test_on_a_terminal_a_rebuild_shows_count_and_rate(engine: Engine, catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, *map(hope, range(1200)))
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "ingest", "index", "--rebuild"],
        cwd=ROOT,
        env=environment(tmp_path, engine.url(tmp_path)),
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    ) as process:
        os.close(theirs)
        shown = b"".join(read(ours)).decode()
        assert process.stdout is not None
        assert "Index rebuilt: 1,200 listings" in process.stdout.read()
    assert re.search(r"index .*500/1200 .*[\d,]+/s", shown)
    assert "1200/1200" in shown


def read(terminal: int) -> Iterator[bytes]:
    """What is written to a terminal until it is closed."""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is gone
            part = b""
        if not part:
            os.close(terminal)
            return
        yield part
