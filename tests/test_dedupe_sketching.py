"""Sketches made by two processes are those that one makes, also where the second is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from functools import partial
from multiprocessing import active_children

import pytest

from directory.errors import SourceError
from directory.listing import Listing
from ingest.dedupe.sketching import AHEAD, BATCH, Row, rows
from tests.bench.world import World
from tests.test_dedupe_remembered import Said

COUNT = (AHEAD + 2) * BATCH + 50


def said(listings: dict[int, Listing]) -> Said:
    """Records with these numbers, in whichever process."""
    found = Said()
    found.listings = listings
    return found


@pytest.fixture(scope="module")
def records() -> Said:
    return said(dict(enumerate(World(7).listings(COUNT), start=1)))


@pytest.fixture(scope="module")
def alone(records: Said) -> list[Row]:
    return list(rows(records, list(records.listings)))


def test_two_processes_make_what_one_makes(records: Said, alone: list[Row]) -> None:
    numbers = list(records.listings)
    made = list(rows(records, numbers, partial(said, records.listings), first=0))
    assert sorted(made) == alone
    assert len(made) == COUNT


def test_where_the_second_process_is_killed_the_first_makes_all(records: Said, alone: list[Row]) -> None:
    making = rows(records, list(records.listings), partial(said, records.listings), first=0)
    made = [next(making)]
    (helper,) = active_children()
    assert helper.pid is not None
    os.kill(helper.pid, signal.SIGKILL)
    assert sorted([*made, *making]) == alone
    assert not active_children()


def test_few_records_need_no_second_process(records: Said, alone: list[Row]) -> None:
    assert list(rows(records, list(records.listings), broken)) == alone


def broken() -> Said:
    raise SourceError("never opened")


def test_what_stops_early_leaves_no_second_process(records: Said) -> None:
    making = rows(records, list(records.listings), partial(said, records.listings), first=0)
    next(making)
    assert isinstance(making, Generator)
    making.close()
    assert not active_children()
