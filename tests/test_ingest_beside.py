"""A long feed settled in a second process comes to what settling it in one comes to."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from directory.errors import SourceError
from directory.listing import Listing
from directory.settings import Settings
from ingest.draft import Draft, Where
from ingest.formats import formats
from ingest.pipeline.beside import BATCH, FIRST, settled_beside
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.placing import Places
from ingest.pipeline.settling import Intake, settled
from ingest.report import Lead, Report
from ingest.sources import Source
from tests.hsds_world import written

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = Settings(data=str(ROOT / ".nearhelp"))
REOPEN = partial(open_places, SETTINGS)
DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def places() -> Places:
    return open_places(SETTINGS)


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[Draft]:
    """Some good, some that are refused, guessed at, protected or nothing but leads."""
    feed = written(tmp_path_factory.mktemp("feed") / "feed.ndjson", 2 * BATCH + 50, lines=True)
    made = list(formats()["hsds3"].read(feed, Report(), {}))
    for number, one in enumerate(made):
        if number % 7 == 0:
            one.url = "javascript:alert(1)"
        if number % 11 == 0:
            one.name = ""
        if number % 13 == 0:
            one.lead = "nothing a visitor could use"
        if number % 17 == 0:
            one.visibility = "hidden"
        if number % 19 == 0:
            one.facets = {"category": ["no/such/kind"]}
    return made


class Told:
    """Everything that a run is told."""

    def __init__(self, places: Places) -> None:
        self.report = Report()
        self.leads: list[Lead] = []
        self.withheld: list[tuple[str, str]] = []
        source = Source(name="feed", file=Path("feed.toml"), title="Feed", format="hsds3", coverage=("us",))
        self.intake = Intake(source, places, self.report, DAY, self.leads.append, self._withhold, DAY)

    def _withhold(self, draft: Draft, reason: str) -> None:
        self.withheld.append((draft.key, reason))

    def plain(self, pairs: Iterator[tuple[Listing, Where]]) -> Any:
        return list(pairs), self.report.plain(), self.leads, self.withheld


@pytest.mark.parametrize("first", [0, 30])
def test_two_processes_say_what_one_says(drafts: list[Draft], places: Places, first: int) -> None:
    one, two = Told(places), Told(places)
    expected = one.plain(settled([replace(draft) for draft in drafts], one.intake))
    assert two.plain(settled_beside(drafts, two.intake, REOPEN, first=first)) == expected
    assert len(expected[0]) > BATCH
    assert all(expected[1][what] for what in ("quarantined", "guesses", "unmapped"))
    assert expected[2]
    assert expected[3]


def test_what_is_settled_while_the_second_process_starts_comes_in_its_order(drafts: list[Draft], places: Places) -> None:
    one, two, feed = Told(places), Told(places), drafts * (1 + 2 * FIRST // len(drafts))
    expected = one.plain(settled([replace(draft) for draft in feed], one.intake))
    assert two.plain(settled_beside(feed, two.intake, REOPEN)) == expected


def test_a_process_that_is_killed_stops_the_source_and_nothing_else(drafts: list[Draft], places: Places) -> None:
    pairs = settled_beside([*drafts, *drafts, *drafts], Told(places).intake, REOPEN, first=0)
    next(pairs)
    (helper,) = active_children()
    assert helper.pid is not None
    os.kill(helper.pid, signal.SIGKILL)
    with pytest.raises(SourceError, match="nothing of it was published"):
        list(pairs)


def broken() -> Places:
    raise SourceError("The gazetteer is not whole.")


def test_a_fault_at_the_start_of_the_second_process_is_told_as_what_it_is(drafts: list[Draft], places: Places) -> None:
    with pytest.raises(SourceError, match=r"^The gazetteer is not whole\.$"):
        list(settled_beside(drafts, Told(places).intake, broken, first=0))
    assert not active_children()


def test_what_stops_early_leaves_no_process(drafts: list[Draft], places: Places) -> None:
    pairs = settled_beside(drafts, Told(places).intake, REOPEN, first=0)
    next(pairs)
    assert isinstance(pairs, Generator)
    pairs.close()
    assert not active_children()
