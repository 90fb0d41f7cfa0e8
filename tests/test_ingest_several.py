"""Many sources: at once within bounds, those that are due, and what their reports tell of changes."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from directory.catalogue import Catalogue, Run
from directory.listing import ref_of
from directory.settings import Settings
from ingest.bars import Bar, Bars, bars_of
from ingest.pipeline.due import due, due_at
from ingest.pipeline.gazetteer import open_places
from ingest.report_page import page
from ingest.sources import Source
from tests.ingest_world import ROOT, Ran, commanded, environment, pantry

DATA = ROOT / ".nearhelp"
NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def ingest(tmp_path: Path) -> Ran:
    open_places(Settings(data=str(DATA)))
    (tmp_path / "data" / "sources").mkdir(parents=True)
    for built in DATA.glob("gazetteer*"):
        os.link(built, tmp_path / "data" / built.name)

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return commanded(arguments, environment(tmp_path))

    return command


def put(folder: Path, name: str, *entries: dict[str, Any], more: str = "") -> None:
    """A source whose feed has these entries."""
    (folder / "data" / f"{name}.json").write_text(json.dumps(entries), encoding="utf-8")
    text = f'format = "seed"\npath = "../{name}.json"\n{more}'
    (folder / "data" / "sources" / f"{name}.toml").write_text(text, encoding="utf-8")


def rows(told: str) -> dict[str, list[str]]:
    """The rows of the summary by their first word."""
    return {line.split()[0]: line.split()[1:] for line in told.splitlines() if line and not line.startswith("-")}


def test_sources_run_at_once_and_one_that_fails_stops_no_other(ingest: Ran, tmp_path: Path) -> None:
    for number, name in enumerate(("east", "north", "south")):
        put(tmp_path, name, *(pantry(100 * number + one) for one in range(5)))
    put(tmp_path, "west", more="[expect]\nmin = 1")
    done = ingest("run", "east", "north", "south", "west", "--jobs", "3")
    assert done.returncode == 1
    told = rows(done.stdout)
    assert [told[name][:3] for name in ("east", "north", "south")] == [["5", "5", "5"]] * 3
    assert "west failed: 0 listings, at least 1 are expected" in done.stdout
    assert "Index rebuilt: 15 listings" in done.stdout
    again = ingest("run", "east", "north", "south", "--jobs", "2")
    assert again.stdout.count("unchanged") == 4
    assert rows(again.stdout)["east:"] == ["unchanged", "5", "0", "0", *rows(again.stdout)["east:"][4:]]
    anew = ingest("run", "east", "north", "--anew")
    assert rows(anew.stdout)["east"][:3] == ["5", "5", "0"]
    with Catalogue.of(tmp_path / "data") as catalogue:
        assert sorted({one.revision for one in catalogue.listings()}) == list(range(1, 16))


def test_a_changed_description_or_feed_is_read_again(ingest: Ran, tmp_path: Path) -> None:
    put(tmp_path, "east", pantry(1), pantry(2))
    ingest("run", "east", "--no-index")
    put(tmp_path, "east", pantry(1), pantry(2), more='licence = "CC0"')
    assert rows(ingest("run", "east", "--no-index").stdout)["east"][:3] == ["2", "2", "2"]
    put(tmp_path, "east", pantry(1), pantry(2, name="Renamed"), more='licence = "CC0"')
    assert rows(ingest("run", "east", "--no-index").stdout)["east"][:3] == ["2", "2", "1"]


def test_what_vanishes_is_missing_first_and_told(ingest: Ran, tmp_path: Path) -> None:
    put(tmp_path, "east", *(pantry(one) for one in range(5)), more="[expect]\nretire_after = 2")
    ingest("run", "east", "--no-index")
    put(tmp_path, "east", *(pantry(one) for one in range(4)), more="[expect]\nretire_after = 2")
    first = ingest("run", "east", "--no-index")
    assert "east: 1 not in the feed any more; withdrawn if they stay away." in first.stdout
    second = ingest("run", "east", "--no-index")
    assert rows(second.stdout)["east:"][:4] == ["unchanged", "4", "0", "1"]


def test_a_source_that_has_ended_is_retired_and_its_addresses_say_so(ingest: Ran, tmp_path: Path) -> None:
    put(tmp_path, "east", *(pantry(one) for one in range(5)))
    put(tmp_path, "west", *(pantry(one) for one in (7, 8)))
    ingest("run", "east", "west")
    assert (tmp_path / "data/withheld/east.ndjson").exists()
    (tmp_path / "data/fetched/east").mkdir(parents=True)
    done = ingest("retire", "east", "--yes")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "data/withheld/east.ndjson").exists()
    assert not (tmp_path / "data/fetched/east").exists()
    assert "Withdrew 5 records of east." in done.stdout
    assert "2 listings" in done.stdout
    with Catalogue.of(tmp_path / "data") as catalogue:
        assert catalogue.trail(ref_of("east:pantry-1")).state == "gone"
        assert catalogue.count() == 2
    again = ingest("retire", "east", "--yes")
    assert (again.returncode, "Nothing of 'east' is listed" in again.stderr) == (1, True)
    assert rows(ingest("run", "east").stdout)["east"][:3] == ["5", "5", "5"]


def test_due_runs_what_is_due_and_says_what_is_next(ingest: Ran, tmp_path: Path) -> None:
    put(tmp_path, "east", pantry(1), more='every = "2 weeks"')
    put(tmp_path, "seed", pantry(2), more='every = "1 day"')
    first = ingest("run", "--due", "--no-index")
    assert {"east", "seed"} <= rows(first.stdout).keys()
    second = ingest("run", "--due", "--no-index")
    assert second.returncode == 0
    assert "Nothing is due. Next: seed, " in second.stdout
    put(tmp_path, "west", pantry(3))
    assert rows(ingest("run", "--due", "--no-index").stdout).keys() & {"east", "seed", "west"} == {"west"}


@pytest.mark.parametrize("arguments", [("run",), ("run", "--all", "--due"), ("run", "seed", "--due")])
def test_which_sources_run_is_said_in_one_way(ingest: Ran, arguments: tuple[str, ...]) -> None:
    wrong = ingest(*arguments)
    assert wrong.returncode == 2
    assert "Name the sources to run, or give --all or --due." in wrong.stderr


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
        yield opened


@pytest.mark.parametrize(
    ("every", "outcome", "ago", "expected"),
    [
        (timedelta(days=1), "published", timedelta(hours=23, minutes=50), True),
        (timedelta(days=1), "published", timedelta(hours=23, minutes=44), False),
        (timedelta(days=1), "unchanged", timedelta(hours=25), True),
        (timedelta(days=1), "failed", timedelta(minutes=55), True),
        (timedelta(days=1), "failed", timedelta(minutes=53), False),
        (timedelta(minutes=10), "failed", timedelta(minutes=9), True),
    ],
)
def test_a_source_is_due_by_when_its_last_run_began(
    catalogue: Catalogue, every: timedelta, outcome: str, ago: timedelta, expected: bool
) -> None:
    source = Source(name="east", title="East", format="seed", every=every)
    assert due(source, catalogue, NOW)
    catalogue.record(Run("east", date(2026, 3, 2), outcome, 1.0, {}, NOW - ago, NOW))
    assert due(source, catalogue, NOW) == expected
    at = due_at(source, catalogue)
    assert at is not None
    assert (at <= NOW) == expected


# Reports


def test_a_report_tells_what_changed_in_words_json_and_a_page(ingest: Ran, tmp_path: Path) -> None:
    hidden = {"address": {"lines": ["Confidential", "1380 Quimby St"], "city": "Oakland", "region": "CA", "country": "US"}}
    first = [*(pantry(one) for one in range(6)), pantry(7, name="Rose House", place=hidden), {"id": "bad", "name": ""}]
    put(tmp_path, "east", *first, more="[expect]\nretire_after = 1")
    ingest("run", "east", "--no-index")
    shy = pantry(7, name="Rose House", place=hidden, description="Rest and talk.")
    second = [pantry(0, name="New & name", description="Food."), *(pantry(one) for one in range(2, 6)), shy, pantry(9)]
    put(tmp_path, "east", *second, more="[expect]\nretire_after = 1")
    ingest("run", "east", "--no-index")
    said = ingest("report", "east").stdout
    assert "Since the last run: 1 new, 2 changed, 1 withdrawn." in said
    assert "Fields that changed: description (2), name (1)." in said
    told = json.loads(ingest("report", "east", "--json").stdout)
    assert told["before"] == told["before"] | {"read": 8, "listed": 7, "quarantined": 1}
    examples = told["changes"]["examples"]
    assert examples["changed"][0] == {"id": "east:pantry-0", "fields": ["description", "name"]}
    assert examples["changed"][1] == {"fields": ["description"]}
    assert examples["gone"] == [{"id": "east:pantry-1"}]
    file = tmp_path / "report.html"
    assert ingest("report", "east", "--html", str(file)).stdout == f"Wrote {file}.\n"
    text = file.read_text(encoding="utf-8")
    assert "east:pantry-0: description, name" in text
    assert "one at a protected place: description" in text
    assert "Rose" not in text + said + json.dumps(told)


class Outline(HTMLParser):
    """The open tags of a page, and those that were closed out of turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_page_of_a_failed_run_says_why_and_loads_nothing() -> None:
    example = {"file": "a.csv", "row": 3, "key": "k", "excerpt": "<script>alert(1)</script>"}
    reason = {"what": "no name", "count": 9, "examples": [example]}
    told = {
        "source": "east", "day": "2026-03-02", "outcome": "failed", "fault": "It is empty & odd.", "read": 9, "listed": 0,
        "quarantined": 9, "folded": 0, "reasons": [reason], "guesses": [], "left_out": [{"what": "rows", "count": 2}],
        "unmapped": [{"vocabulary": "lang", "code": "zz", "count": 1}],
        "leftovers": [{"file": "a.csv", "column": "x", "count": 4}],
        "before": {"day": "2026-03-01", "read": 10, "listed": 10},
    }  # fmt: skip
    text = page(told)
    outline = Outline(text)
    assert (outline.open, outline.wrong) == ([], [])
    assert not outline.tags & {"script", "link", "img", "iframe"}
    assert "Nothing was published.</b> It is empty &amp; odd." in text
    assert "since 2026-03-01" in text
    assert "-10" in text
    assert "a.csv row 3 (k): &lt;script&gt;" in text


# Bars


def test_bars_tell_who_waits_who_works_and_who_is_done() -> None:
    out = io.StringIO()
    bars = Bars(out, {"east": Bar("east", 100), "far-north": Bar("far-north", 0)})
    bars.tell("east", 0)
    bars.tell("east", 50, "done")
    lines = [re.sub(r"\x1b\[[0-9]*[A-Z]", "", line) for line in out.getvalue().splitlines()]
    assert lines[0].startswith("east       [------------------------]  0/100")
    assert lines[1] == "far-north  waits"
    assert lines[2].startswith("east       [########################]  50/100")
    assert lines[2].endswith("done")
    assert bars_of(io.StringIO(), {"east": 1}) is None


def test_on_a_terminal_every_source_has_its_bar(ingest: Ran, tmp_path: Path) -> None:
    for name in ("east", "west"):
        put(tmp_path, name, *(pantry(one) for one in range(60)))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ingest", "run", "east", "west", "--no-index"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=theirs, text=True
    ) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _part(ours), b"")).decode()
        os.close(ours)
        assert process.stdout is not None
        assert "east" in process.stdout.read()
    assert process.returncode == 0
    for name in ("east", "west"):
        assert re.search(rf"{name}  \[#+\]  60  .*done", shown), shown


def _part(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side is gone
        return b""
