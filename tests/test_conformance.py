"""Every engine equals the oracle: random worlds and queries, paging, updates. NEARHELP_SEED draws others."""

from __future__ import annotations

import ast
import math
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from directory.language.phrases import requirements
from directory.language.stem import stems, tokens
from directory.listing import Listing, Place, fold, ref_of
from directory.query import Near, Order, Query
from tests.compare import report, wrong
from tests.engines import MARKED, Engine, built
from tests.oracle import Oracle
from tests.worlds import PLAIN, TOWNS, Town, World, around
from tests.worlds_queries import Asker

SEED = int(os.environ.get("NEARHELP_SEED", "20260210"))
"""The same every time unless the environment says otherwise; a failure prints it."""
SIZES = {30: 130, 150: 130, 500: 60}
"""Listings of a world → queries asked of it."""
LONG_SIZES = {12: 500, 60: 700, 250: 500, 600: 200}


@pytest.fixture(params=MARKED)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn; skipped where its server is not, unless that is required."""
    chosen: Engine = request.param
    chosen.require()
    return chosen


def agree(engine: Engine, world: World, folder: Path, queries: list[Query]) -> None:
    """Assert that an engine built of a world answers every query as the oracle does."""
    oracle = Oracle()
    oracle.rebuild(world.listings)
    with built(engine, folder / "whole", world.listings) as index:
        for number, query in enumerate(queries):
            if wrong(index, oracle, query):
                where = f"NEARHELP_SEED={world.seed}: {engine.name} differs in {world}, query {number}"
                pytest.fail(report(where, world.listings, query, Trial(engine, folder)), pytrace=False)


class Trial:
    """Builds an engine of a few listings and says what it answers wrongly."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.number = engine, folder, 0

    def __call__(self, listings: list[Listing], query: Query) -> list[str]:
        """What is wrong."""
        self.number += 1
        oracle = Oracle()
        oracle.rebuild(listings)
        with built(self.engine, self.folder / f"trial{self.number}", listings) as index:
            return wrong(index, oracle, query)


@pytest.mark.parametrize("size", SIZES)
def test_an_engine_answers_as_the_oracle_does(engine: Engine, size: int, tmp_path: Path) -> None:
    world = World(SEED, size)
    asker = Asker(world)
    agree(engine, world, tmp_path, [asker.query() for _ in range(SIZES[size])])


CROWD = 320
"""Listings around one point: more than an engine may measure one by one, so that it must look in its index of places."""


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.name)
def test_an_engine_finds_what_lies_in_a_circle_anywhere_on_earth(engine: Engine, town: Town, tmp_path: Path) -> None:
    world = World(SEED, 1)
    plain = replace(world.listings[0], modes=("in-person",), coverage=("xx",), sessions=None, denied=())
    for number in range(CROWD):
        identifier, point = f"s:{number}@0", around(town.point, 0.2 + number * 0.5, number * 2.4)
        there = Place(point=point, codes=town.codes)
        world.listings.append(replace(plain, id=identifier, ref=ref_of(identifier), place=there))
    near = Near(label="here", kind="point", point=town.point, codes=("world",))
    radii = (0.45, 5.45, 40.45, 129.95, 20_000.0, math.inf)
    agree(engine, world, tmp_path, [Query(near=near, within_km=km, order="near", size=400) for km in radii])


def test_an_engine_orders_very_many_as_the_oracle_does(engine: Engine, tmp_path: Path) -> None:
    world = World(SEED, 1300)  # from so many found on, an engine may no longer sort all of them
    town, every = world.towns[0], tuple(dict.fromkeys(code for town in world.towns for code in (*town.codes, "world")))
    near = Near(label="here", kind="point", point=town.point.rounded(), codes=every, zone=town.zone)
    plain, faith = Query(size=30, moment=Asker(world).moments[0]), ("faith", (world.pools["faith"][0],))
    asked = [replace(plain, excluded=(faith,), page=3), replace(plain, age=30, page=30)]
    asked += [replace(plain, near=near, within_km=math.inf, page=page) for page in (2, 25)]  # before and behind the located
    queries = [replace(query, order=order) for order in get_args(Order) for query in asked]
    oracle, asker = Oracle(), Asker(world)
    oracle.rebuild(world.listings)
    with built(engine, tmp_path, world.listings) as index:
        # Fewer listings would take another way, so a failure is told as it is.
        assert [(query, told) for query in queries if asker.clear(query) for told in wrong(index, oracle, query)[:3]] == []


def test_an_engine_opens_and_closes_to_the_minute_as_the_oracle_does(engine: Engine, tmp_path: Path) -> None:
    world = World(SEED, 30)
    queries = Asker(world).edges()
    assert len(queries) > 60
    agree(engine, world, tmp_path, queries)


@pytest.mark.long
@pytest.mark.parametrize("size", LONG_SIZES)
@pytest.mark.parametrize("turn", range(2))
def test_an_engine_answers_as_the_oracle_does_in_worlds_never_seen(
    engine: Engine, size: int, turn: int, tmp_path: Path
) -> None:
    world = World(int(os.environ.get("NEARHELP_SEED", random.SystemRandom().randrange(10**9))) + turn, size)
    asker = Asker(world)
    agree(engine, world, tmp_path, [asker.query() for _ in range(LONG_SIZES[size])])


@pytest.mark.parametrize("word", PLAIN, ids=ascii)
def test_plain_words_are_changed_by_no_analyzer_and_known_to_no_vocabulary(word: str) -> None:
    assert fold(word) == word
    assert all(stem in (word, token) for token in tokens(word) for stem in stems(token))
    assert [requirement.values for requirement in requirements(word)] == [()]


def test_the_oracle_borrows_no_meaning_from_what_it_judges() -> None:
    lent = (
        "directory.index",
        "directory.language",
        "directory.facets.answer",
        "directory.facets.unit",
        "directory.geo.distance",
    )
    for path in sorted(Path(__file__).parent.glob("oracle*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not [alias for alias in node.names if f"{node.module}.{alias.name}".startswith(lent)]
