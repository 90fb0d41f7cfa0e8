"""Counting by time in Elasticsearch: words for hours, zones that go alike, and both ways to count against the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from directory.index.elastic import ElasticIndex
from directory.index.elastic.clocks import clock_of, sessions_of
from directory.index.elastic.hours import canonical, offsets
from directory.listing import Listing
from directory.schedule import Session, local_minute
from tests.compare import wrong
from tests.engines import ENGINES, Engine
from tests.oracle import Oracle
from tests.test_conformance import SEED
from tests.worlds import TODAY, World
from tests.worlds_queries import Asker


def test_zones_that_go_alike_have_one_name_and_others_have_not() -> None:
    first = date(2026, 2, 9)
    assert canonical("America/Detroit", first) == canonical("America/New_York", first)
    assert canonical("America/Phoenix", first) != canonical("America/Denver", first)
    assert canonical("Europe/London", first) != canonical("Africa/Abidjan", first)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
def test_the_changes_of_a_clock_are_found_to_the_minute(zone: str) -> None:
    changes = offsets(zone, TODAY)
    for (begins, ahead), (_, before) in zip(changes[1:], changes, strict=False):
        shown = [local_minute(datetime.fromtimestamp(minute * 60, UTC), zone) - minute for minute in (begins - 1, begins)]
        assert shown == [before, ahead]
        assert ahead != before


def test_hours_come_back_from_their_word() -> None:
    for listing in World(SEED, 200).listings:
        sessions = [session for session in listing.sessions or () if session.freq != "appointment"]
        assert sorted(sessions_of(clock_of(sessions)), key=repr) == sorted(sessions, key=repr)


def test_the_word_of_hours_does_not_depend_on_their_order() -> None:
    one, other = (Session(freq="weekly", days=(day,), start=600, end=660, zone="UTC") for day in (1, 2))
    assert clock_of([one, other]) == clock_of([other, one])


class ByFilters(ElasticIndex):
    """The engine as it counts when what was found has too many different hours: by a second request."""

    most_clocks = 1


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Engine, Path]]:
    """The engine, and a folder whose indices are removed afterwards."""
    engine = next(engine for engine in ENGINES if engine.name == "elasticsearch")
    engine.require()
    yield engine, tmp_path
    engine.forget(tmp_path)


def answers_right(index: ElasticIndex, listings: list[Listing], asker: Asker, count: int) -> None:
    """Assert that an index answers as the oracle does."""
    oracle = Oracle()
    oracle.rebuild(listings)
    index.rebuild(listings)
    for query in (asker.query() for _ in range(count)):
        assert wrong(index, oracle, query) == [], query
    index.close()


@pytest.mark.elasticsearch
def test_times_counted_by_filters_equal_the_oracle_too(server: tuple[Engine, Path]) -> None:
    engine, folder = server
    world = World(SEED + 1, 90)
    answers_right(ByFilters(engine.url(folder), lambda: TODAY), world.listings, Asker(world), 80)


@pytest.mark.elasticsearch
def test_a_year_of_single_days_is_counted_like_any_hours(server: tuple[Engine, Path]) -> None:
    engine, folder = server
    world = World(SEED + 2, 20)
    days = (TODAY + timedelta(days=days) for days in range(12, 390, 2))
    many = tuple(Session(freq="once", valid_from=day, start=600, end=660, zone="UTC") for day in days)
    world.listings[0] = replace(world.listings[0], sessions=many)
    answers_right(ElasticIndex(engine.url(folder), lambda: TODAY), world.listings, Asker(world), 25)
