"""What every engine does over time: pages, updates by revision, rebuilds whole or not at all, readers beside writers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from directory.errors import Gone, NearhelpError, NotFound
from directory.geo import Point
from directory.index.base import Index
from directory.listing import Listing, Place, ref_of
from directory.query import Near, Query, Results
from tests.compare import every_hit, ids, wrong
from tests.engines import MARKED, Engine, built
from tests.oracle import Oracle
from tests.test_conformance import SEED
from tests.worlds import TODAY, World, around
from tests.worlds_queries import Asker

ORDERS = ("best", "near", "soon", "checked", "name")


@pytest.fixture(params=MARKED)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    chosen: Engine = request.param
    chosen.require()
    return chosen


@pytest.fixture
def world() -> World:
    """A world of a size that makes several pages."""
    return World(SEED, 90)


def walk(asked: Index, query: Query) -> Iterator[Results]:
    """A search and what goes on behind it, to the end."""
    answer = asked.search(query)
    yield answer
    while answer.after:
        answer = asked.search(replace(query, after=answer.after))
        yield answer


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 7, 30, 200])
def test_pages_and_what_follows_them_give_every_hit_once_in_order(
    engine: Engine, world: World, tmp_path: Path, order: str, size: int
) -> None:
    moment = Asker(world).moments[0]
    query = Query(order=order, size=size, age=30, moment=moment, near=spot(world))  # type: ignore[arg-type]  # one of ORDERS
    with built(engine, tmp_path, world.listings) as index:
        whole = index.search(replace(query, size=500))
        paged = [hit.listing.id for hit in every_hit(index, query, whole.total)]
        walked = list(walk(index, query))
        assert paged == ids(whole)
        assert [identifier for answer in walked for identifier in ids(answer)] == ids(whole)
        assert len(set(paged)) == whole.total
        assert all(answer.hits for answer in walked)
        assert {(answer.total, answer.tiers, answer.left_out) for answer in walked} == {
            (whole.total, whole.tiers, whole.left_out)
        }


def spot(world: World) -> Near:
    """Where the first town is, at any distance."""
    town = world.towns[0]
    return Near(label="here", kind="point", point=town.point.rounded(), codes=(*town.codes, "world"), zone=town.zone)


@pytest.mark.parametrize("size", [1, 7, 30])
def test_pages_agree_also_where_help_of_the_own_country_comes_first(
    engine: Engine, world: World, tmp_path: Path, size: int
) -> None:
    query = Query(size=size, age=30, home=world.towns[0].codes[-1])
    with built(engine, tmp_path, world.listings) as index:
        whole = index.search(replace(query, size=500))
        assert [identifier for answer in walk(index, query) for identifier in ids(answer)] == ids(whole)
        assert [hit.listing.id for hit in every_hit(index, query, whole.total)] == ids(whole)


def test_a_page_far_behind_the_last_is_empty(engine: Engine, world: World, tmp_path: Path) -> None:
    with built(engine, tmp_path, world.listings) as index:
        answer = index.search(Query(page=10**9))
        assert (answer.hits, answer.after, answer.total) == ((), "", 90)


def test_what_follows_a_page_of_an_older_generation_is_gone(engine: Engine, world: World, tmp_path: Path) -> None:
    with built(engine, tmp_path, world.listings) as index:
        after = index.search(Query(size=5)).after
        index.rebuild(world.listings)
        with pytest.raises(Gone):
            index.search(Query(size=5, after=after))


@pytest.mark.parametrize("token", ["nonsense", "é", "A" * 3000, "MTIz", "bnVsbA", "W10"])
def test_a_made_up_token_is_refused(engine: Engine, world: World, tmp_path: Path, token: str) -> None:
    with built(engine, tmp_path, world.listings) as index, pytest.raises(NearhelpError) as caught:
        index.search(Query(after=token))
    assert caught.value.status in (410, 422)


@pytest.mark.parametrize("count", [9, 10, 11])
def test_the_ladder_stops_at_ten_located_listings(engine: Engine, world: World, tmp_path: Path, count: int) -> None:
    centre = Point(37.8, -122.27)
    near = Near(label="here", kind="point", point=centre, codes=("world",))
    plain = replace(world.listings[0], modes=("in-person",), coverage=("xx",), sessions=None)
    at = [3.0] * count + [15.0] * (10 - count) + [30.0] * 20
    listings = [standing(plain, f"s:{number}@0", around(centre, km, number)) for number, km in enumerate(at)]
    with built(engine, tmp_path, listings) as index:
        answer = index.search(Query(near=near))
        assert answer.within_km == pytest.approx((5 if count >= 10 else 10) * 1.609344)
        assert answer.total == max(count, 10)
        assert index.search(Query(near=replace(near, radius_km=9.0, kind="city"))).within_km == pytest.approx(10 * 1.609344)


def standing(listing: Listing, identifier: str, point: Point) -> Listing:
    """The same help somewhere else."""
    return replace(listing, id=identifier, ref=ref_of(identifier), place=Place(point=point, codes=("us",)))


def test_updates_count_by_revision(engine: Engine, world: World, tmp_path: Path) -> None:
    oracle = Oracle()
    oracle.rebuild(world.listings)
    asker = Asker(world)
    queries = [query for query in (asker.query() for _ in range(400)) if query.near is None][:12]
    with built(engine, tmp_path, list(world.listings)) as index:
        for changed, gone in world.changes():
            oracle.update(changed, gone)
            index.update(changed, gone)
            assert [told for query in queries for told in wrong(index, oracle, query)] == []
        for listing in [*world.listings, world.listing(10_000)]:
            assert outcome(index.get, listing.ref) == outcome(oracle.get, listing.ref)
        assert index.status().count == len(oracle.listings)
        assert index.status().revision >= max(listing.revision for listing in oracle.listings.values())


def outcome(get: Callable[[str], Listing], ref: str) -> object:
    """The listing or what kind of error there is instead."""
    try:
        return get(ref)
    except NearhelpError as error:
        return type(error)


def test_a_listing_is_got_as_it_was_given(engine: Engine, world: World, tmp_path: Path) -> None:
    with built(engine, tmp_path, world.listings) as index:
        assert [index.get(listing.ref) for listing in world.listings] == world.listings
        with pytest.raises(NotFound):
            index.get("0000000000")
        index.update([], [(world.listings[0].id, world.listings[0].revision + 1)])
        with pytest.raises(Gone):
            index.get(world.listings[0].ref)


def test_an_update_goes_on_serving_what_follows_a_page(engine: Engine, world: World, tmp_path: Path) -> None:
    with built(engine, tmp_path, world.listings) as index:
        first = index.search(Query(order="name", size=40))
        index.update([], [(first.hits[0].listing.id, 10**6)])
        rest = index.search(Query(order="name", size=200, after=first.after))
        assert len(first.hits) + len(rest.hits) == 90


def test_a_rebuild_that_fails_leaves_the_old_one_serving(engine: Engine, world: World, tmp_path: Path) -> None:
    with built(engine, tmp_path, world.listings) as index:
        before = index.search(Query(order="name", size=100))
        with pytest.raises(OSError, match="feed"):
            index.rebuild(broken(world.listings))
        assert index.search(Query(order="name", size=100)) == before
        index.update([], [(world.listings[0].id, 10**6)])
        assert index.search(Query()).total == 89


def broken(listings: Iterable[Listing]) -> Iterator[Listing]:
    """Listings whose source breaks off."""
    yield from list(listings)[:50]
    raise OSError("the feed broke off")


def test_an_empty_index_answers(engine: Engine, tmp_path: Path) -> None:
    with built(engine, tmp_path, []) as index:
        answer = index.search(Query(text="zorvak", chosen=(("cost", ("free",)),)))
        assert (answer.total, answer.hits, answer.after, answer.left_out) == (0, (), "", 0)


def test_readers_see_an_old_or_a_new_generation_but_nothing_between(engine: Engine, world: World, tmp_path: Path) -> None:
    few, many = world.listings[:20], world.listings
    with built(engine, tmp_path, few) as index:
        seen, stop = list[object](), threading.Event()
        readers = [threading.Thread(target=read, args=(index, seen, stop)) for _ in range(3)]
        for reader in readers:
            reader.start()
        for turn in range(6):
            index.rebuild(few if turn % 2 else many)
        stop.set()
        for reader in readers:
            reader.join()
        assert set(seen) <= {(20, 20), (90, 90)}
        assert seen


def read(index: Index, seen: list[object], stop: threading.Event) -> None:
    """Ask again and again: how many are found, and how many are counted by their kind of help."""
    while not stop.is_set() or not seen:
        try:
            answer = index.search(Query(order="name", size=100))
            seen.append((answer.total, len(answer.hits)))
        except Exception as error:  # noqa: BLE001  # whatever a reader meets is told by the test that started it
            seen.append(error)
            return


OTHER = """
import json, sys
from pathlib import Path
from directory.query import Query
from tests.engines import ENGINES
from tests.worlds import World
engine = next(engine for engine in ENGINES if engine.name == sys.argv[1])
world, index = World(int(sys.argv[3]), 90), engine.open(Path(sys.argv[2]))
for line in sys.stdin:
    if line == "rebuild\\n":
        index.rebuild(world.listings[:40])
    elif line == "withdraw\\n":
        index.update([], [(world.listings[0].id, 10**6)])
    print(json.dumps(index.search(Query()).total), flush=True)
index.close()
"""


def test_what_another_process_writes_is_seen_at_once(engine: Engine, world: World, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OTHER, engine.name, str(tmp_path), str(SEED)]
    root = Path(__file__).resolve().parents[1]
    with (
        built(engine, tmp_path, world.listings) as index,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as other,
    ):

        def tell(what: str) -> int:
            assert other.stdin is not None and other.stdout is not None
            other.stdin.write(f"{what}\n")
            other.stdin.flush()
            found: int = json.loads(other.stdout.readline())
            return found

        assert (tell("search"), index.search(Query()).total) == (90, 90)
        assert (tell("withdraw"), index.search(Query()).total) == (89, 89)
        index.update([], [(world.listings[1].id, 10**6)])
        assert tell("search") == 88
        assert (tell("rebuild"), index.search(Query()).total) == (40, 40)
        index.rebuild(world.listings[:30])
        assert tell("search") == 30
        assert index.status().horizon > TODAY


def test_threads_read_while_one_writes(engine: Engine, world: World, tmp_path: Path) -> None:
    with built(engine, tmp_path, world.listings) as index:
        seen, stop = list[object](), threading.Event()
        readers = [threading.Thread(target=read, args=(index, seen, stop)) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number, listing in enumerate(world.listings[:30]):
            index.update([], [(listing.id, 10**6 + number)])
        stop.set()
        for reader in readers:
            reader.join()
        assert {type(one) for one in seen} == {tuple}
        assert set(seen) <= {(total, total) for total in range(60, 91)}
        assert index.search(Query()).total == 60
