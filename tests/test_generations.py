"""Generations of both engines: kept, swapped back and forth, and their dated sessions expanded again on a later day."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import requests

from directory.errors import Gone, IndexUnavailable, NotFound
from directory.index import open_index
from directory.index.base import Index
from directory.listing import Listing, ref_of
from directory.query import Query
from directory.schedule import HORIZON_DAYS, Session
from tests.compare import ids
from tests.engines import MARKED, Engine, built
from tests.test_conformance import SEED
from tests.worlds import TODAY, World

LATER = TODAY + timedelta(days=30)
FAR = TODAY + timedelta(days=HORIZON_DAYS + 10)
"""A day beyond the horizon of an index built on TODAY, within that of one extended on LATER."""


@pytest.fixture(params=MARKED)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    chosen: Engine = request.param
    chosen.require()
    return chosen


@pytest.fixture(scope="module")
def world() -> World:
    """A small world; its listings have hours of every kind."""
    return World(SEED, 40)


@pytest.fixture
def index(engine: Engine, world: World, tmp_path: Path) -> Iterator[Index]:
    """An index of the world, built on TODAY."""
    with built(engine, tmp_path, world.listings) as found:
        yield found


@pytest.fixture
def later(engine: Engine, index: Index, tmp_path: Path) -> Iterator[Index]:
    """The same index as opened on LATER."""
    with closing(engine.open(tmp_path, LATER)) as found:
        yield found


# ---------------------------------------------------------------- kept and swapped


def test_the_generation_before_is_kept_and_no_other(index: Index, world: World) -> None:
    first = index.status().generation
    second = index.rebuild(world.listings[:30]).generation
    assert [(one.name, one.count, one.serving, one.usable) for one in index.generations()] == [
        (second, 30, True, True),
        (first, 40, False, True),
    ]
    third = index.rebuild(world.listings[:20]).generation
    assert [(one.name, one.count) for one in index.generations()] == [(third, 20), (second, 30)]
    assert all(one.built_at for one in index.generations())


def test_a_swap_goes_back_and_forth(index: Index, world: World, engine: Engine, tmp_path: Path) -> None:
    first = index.status().generation
    second = index.rebuild(world.listings[:30]).generation
    with closing(engine.open(tmp_path)) as reader:
        for generation, count in ((first, 40), (second, 30), (first, 40)):
            index.swap(generation)
            for one in (index, reader):
                assert (one.status().generation, one.search(Query()).total) == (generation, count)
        index.update([], [(world.listings[0].id, 10**6)])
        assert reader.search(Query()).total == 39


def test_what_served_before_a_rebuild_is_kept_also_when_it_is_the_older_one(index: Index, world: World) -> None:
    first = index.status().generation
    index.rebuild(world.listings[:3])
    index.swap(first)
    third = index.rebuild(world.listings).generation
    assert [one.name for one in index.generations()] == [third, first]


def test_a_generation_that_is_not_there_is_refused_with_those_that_are(index: Index) -> None:
    now = index.status().generation
    with pytest.raises(NotFound, match=now):
        index.swap("g123")
    assert index.status().generation == now


def test_while_somebody_rebuilds_his_name_is_told_and_no_swap_undoes_it(index: Index, world: World) -> None:
    seen: list[str] = []

    def feed() -> Iterator[Listing]:
        seen.append(index.busy())
        with pytest.raises(IndexUnavailable, match="process"):
            index.swap(index.status().generation)
        yield from world.listings

    assert index.busy() == ""
    index.rebuild(feed())
    assert "process" in seen[0]
    assert "since 2" in seen[0]
    assert index.busy() == ""


def test_a_second_rebuild_is_refused_with_the_name_and_start_of_the_first_which_goes_on(
    engine: Engine, index: Index, world: World, tmp_path: Path
) -> None:
    told: list[str] = []

    def feed() -> Iterator[Listing]:
        with closing(engine.open(tmp_path)) as second:
            with pytest.raises(IndexUnavailable) as refused:
                second.rebuild(world.listings)
            told.append(str(refused.value))
        yield from world.listings[:30]

    index.rebuild(feed())
    named = rf"another rebuild is going on, by {re.escape(socket.gethostname())} \(process {os.getpid()}\), since 2.*; wait .*"
    assert re.fullmatch(named, told[0])
    assert index.status().count == 30


def test_where_nothing_serves_there_is_no_generation_and_nobody_busy(engine: Engine, tmp_path: Path) -> None:
    with closing(engine.open(tmp_path)) as index:
        assert index.generations() == ()
        assert index.busy() == ""


# ---------------------------------------------------------------- extended


def once(listing: Listing, day: date) -> Listing:
    """A listing that is open for one hour of one day, at noon UTC."""
    session = Session(freq="once", valid_from=day, start=720, end=780, zone="UTC")
    return replace(listing, id=f"once:{day}", ref=ref_of(f"once:{day}"), revision=7, sessions=(session,))


def open_at(index: Index, day: date, hour: int = 12) -> list[str]:
    """The ids of the listings that state to be open at a time of a day, UTC."""
    moment = int(datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC).timestamp()) // 60
    return ids(index.search(Query(times=("now",), moment=moment, say=True, size=200)))


def test_a_session_beyond_the_horizon_is_found_after_an_extension(index: Index, later: Index, world: World) -> None:
    far = once(world.listings[0], FAR)
    index.rebuild([*world.listings, far])
    before = index.status()
    assert far.id not in open_at(index, FAR)
    assert later.extend() > 0
    assert far.id in open_at(index, FAR)
    assert far.id not in open_at(index, FAR, hour=13)
    after = index.status()
    assert (before.horizon, after.horizon) == (TODAY + timedelta(days=399), LATER + timedelta(days=399))
    assert (after.count, after.revision) == (before.count, before.revision)
    assert index.get(far.ref) == far


def test_an_extension_answers_as_a_rebuild_on_that_day_does(index: Index, later: Index, world: World) -> None:
    later.extend()
    days = [LATER + timedelta(days=ahead) for ahead in (0, 1, 3, 30, 90, 200, 390)]
    extended = [(open_at(index, day), soonest(index, day)) for day in days]
    later.rebuild(world.listings)
    assert [(open_at(index, day), soonest(index, day)) for day in days] == extended
    assert any(found for found, _ in extended)


def soonest(index: Index, day: date) -> list[str]:
    """The ids of all listings in the order in which they open next."""
    moment = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) // 60
    return ids(index.search(Query(order="soon", moment=moment, size=200)))


def test_an_extension_on_the_same_day_does_nothing(index: Index, later: Index) -> None:
    assert index.extend() == 0
    later.extend()
    generation = later.status().generation
    assert later.extend() == 0
    assert index.extend() == 0
    assert (later.status().generation, later.status().horizon) == (generation, LATER + timedelta(days=399))


def test_what_is_updated_during_an_extension_wins(engine: Engine, index: Index, later: Index, world: World) -> None:
    many = [once(world.listings[number % 40], TODAY + timedelta(days=number)) for number in range(800)]
    index.rebuild(many)
    changed = [replace(one, name=f"Changed {one.id}", revision=8) for one in many[::3]]
    gone = [(one.id, 8) for one in many[1::3]]
    updating = threading.Thread(target=index.update, args=(changed, gone))
    told: list[int] = []

    def begin(count: int) -> None:
        if not told:
            updating.start()
            if (
                engine.name == "elasticsearch"
            ):  # all of it comes before the next page is written; SQLite lets one write at a time
                updating.join()
        told.append(count)

    later.extend(begin)
    updating.join()
    assert told
    assert [index.get(one.ref) for one in changed] == changed
    for identifier, _ in gone:
        with pytest.raises(Gone):
            index.get(ref_of(identifier))
    assert index.status().count == len(many) - len(gone)


def test_what_was_withdrawn_before_an_extension_stays_withdrawn(index: Index, later: Index, world: World) -> None:
    withdrawn = world.listings[3]
    index.update([], [(withdrawn.id, 10**6)])
    later.extend()
    index.update([replace(withdrawn, revision=10**6 - 1)])
    with pytest.raises(Gone):
        index.get(withdrawn.ref)
    assert index.status().revision == 10**6


def test_an_update_after_an_extension_reaches_to_the_new_horizon(index: Index, later: Index, world: World) -> None:
    later.extend()
    far = once(world.listings[0], FAR)
    index.update([far])
    assert far.id in open_at(index, FAR)


def test_an_extension_weighs_nothing_anew_that_it_does_not_weigh_for_all(index: Index, later: Index) -> None:
    parts = [hit.parts for hit in index.search(Query(size=200)).hits]
    order = ids(index.search(Query(size=200)))
    later.extend()
    if later.status().engine == "elasticsearch":
        assert [hit.parts for hit in index.search(Query(size=200)).hits] == parts
    assert ids(index.search(Query(size=200))) == order


# ---------------------------------------------------------------- other versions, other directories


def estrange(engine: Engine, folder: Path, generation: str) -> None:
    """Let a generation look as if another version of the program had built it."""
    if engine.name == "sqlite":
        with closing(sqlite3.connect(folder / f"index.sqlite.{generation}")) as file:
            file.execute("UPDATE state SET value = 'another' WHERE key = 'fingerprint'")
            file.commit()
        return
    where = f"{engine.url(folder)}-{generation}/_mapping"
    (about,) = requests.get(where, timeout=30).json().values()
    meta = about["mappings"]["_meta"] | {"fingerprint": "another"}
    requests.put(where, json={"_meta": meta}, timeout=30).raise_for_status()


def test_what_another_version_built_is_neither_served_nor_updated(
    index: Index, world: World, engine: Engine, tmp_path: Path
) -> None:
    first = index.status().generation
    newer = index.rebuild(world.listings[:5]).generation
    estrange(engine, tmp_path, newer)
    with closing(engine.open(tmp_path)) as older:
        if engine.name == "elasticsearch":  # which goes on with the generation kept
            assert older.status().generation == first
            assert older.search(Query()).total == 40
            with pytest.raises(IndexUnavailable, match="another version"):
                older.update([], [(world.listings[0].id, 10**6)])
        else:
            with pytest.raises(IndexUnavailable, match="another version"):
                older.status()
        assert {(one.name, one.usable) for one in older.generations()} == {(first, True), (newer, False)}
        older.swap(first)
        with pytest.raises(IndexUnavailable, match="another version"):
            older.swap(newer)
        older.update([], [(world.listings[0].id, 10**6)])
        assert older.search(Query()).total == 39


@pytest.mark.elasticsearch
def test_a_directory_whose_name_begins_like_anothers_generations_shares_the_cluster(world: World, tmp_path: Path) -> None:
    (engine,) = (param.values[0] for param in MARKED if param.id == "elasticsearch")
    assert isinstance(engine, Engine)
    engine.require()
    url = engine.url(tmp_path)
    with closing(open_index(url)) as one, closing(open_index(f"{url}-good")) as other:
        try:
            kept = [one.rebuild(world.listings).generation]
            other.rebuild(world.listings[:7])
            other.rebuild(world.listings[:8])
            kept.append(one.rebuild(world.listings[:30]).generation)
            assert [generation.name for generation in one.generations()] == kept[::-1]
            assert [generation.count for generation in other.generations()] == [8, 7]
            one.swap(kept[0])
            assert (one.search(Query()).total, other.search(Query()).total) == (40, 8)
        finally:
            requests.delete(f"{url}-good-lock", timeout=60)
            engine.forget(tmp_path)
