"""What is over is not shown though nothing ran since: both engines equal the oracle on listings that have a last day."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from directory.errors import Gone
from directory.listing import Listing
from directory.query import Query
from tests.engines import MARKED, Engine, built
from tests.test_conformance import SEED, agree
from tests.worlds import TODAY, World
from tests.worlds_queries import Asker


@pytest.fixture(params=MARKED)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    chosen: Engine = request.param
    chosen.require()
    return chosen


def minute(day: date, hour: int = 12) -> int:
    """A moment of a day, UTC."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()) // 60


def ending(world: World) -> list[Listing]:
    """The listings of a world, every second with a last day around TODAY."""
    draw = random.Random(SEED)
    days = [TODAY + timedelta(days=n) for n in range(-3, 4)]
    return [replace(one, ends_on=draw.choice(days)) if draw.random() < 0.5 else one for one in world.listings]


def test_an_engine_shows_until_its_last_day_what_the_oracle_shows(engine: Engine, tmp_path: Path) -> None:
    world = World(SEED, 60)
    asker, draw = Asker(world), random.Random(SEED)
    world.listings[:] = ending(world)
    hours = [minute(TODAY, 0) + 60 * draw.randrange(24 * 5) for _ in range(40)]
    agree(engine, world, tmp_path, [replace(asker.query(), moment=moment) for moment in hours])


def test_its_last_day_is_over_where_the_day_is_over_last_on_earth(engine: Engine, tmp_path: Path) -> None:
    one = replace(World(SEED, 1).listings[0], ends_on=TODAY)
    after = TODAY + timedelta(days=1)
    with built(engine, tmp_path, [one]) as index:
        found = [index.search(Query(moment=moment)).total for moment in (minute(TODAY), minute(after, 11), minute(after, 12))]
    assert found == [1, 1, 0]


def test_its_page_says_that_it_is_gone_once_it_is_over(engine: Engine, tmp_path: Path) -> None:
    one = replace(World(SEED, 1).listings[0], ends_on=TODAY)
    with built(engine, tmp_path, [one]) as index:
        assert index.get(one.ref) == one
        with closing(engine.open(tmp_path, TODAY + timedelta(days=2))) as later, pytest.raises(Gone, match="last day"):
            later.get(one.ref)


def test_a_last_day_that_an_update_brings_is_heeded(engine: Engine, tmp_path: Path) -> None:
    one = World(SEED, 1).listings[0]
    asked = Query(moment=minute(TODAY))
    with built(engine, tmp_path, [one]) as index:
        assert index.search(asked).total == 1
        index.update([replace(one, revision=one.revision + 1, ends_on=TODAY - timedelta(days=3))])
        assert index.search(asked).total == 0


def test_a_name_is_offered_until_its_last_day_is_over(engine: Engine, tmp_path: Path) -> None:
    one, other = (replace(found, name=f"Harbor {n}", ends_on=TODAY) for n, found in enumerate(World(SEED, 2).listings))
    with built(engine, tmp_path, [one]) as index:
        index.update([replace(other, revision=one.revision + 1)])
        with closing(engine.open(tmp_path, TODAY + timedelta(days=2))) as later:
            assert {"Harbor 0", "Harbor 1"} <= {found.label for found in index.suggest("harb")}
            assert later.suggest("harb") == ()
