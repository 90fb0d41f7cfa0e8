"""When the cluster answers and all the same cannot: the index is missing, strange, of another version, blocked, or torn."""

from __future__ import annotations

import base64
import itertools
import json
import os
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from directory.errors import BadRequest, Gone, IndexUnavailable
from directory.geo import Point
from directory.index.elastic import ElasticIndex, lifecycle, state
from directory.index.elastic.client import Missing
from directory.index.elastic.document import document
from directory.index.elastic.mapping import index_body
from directory.index.elastic.query import search_of, sort_keys
from directory.index.elastic.times import Clock
from directory.index.elastic.write import send
from directory.listing import Listing, Organization, ref_of
from directory.query import Near, Query
from tests.engines import SERVER, Engine
from tests.running import opened
from tests.servers.cluster import free_ports
from tests.servers.node import Node, missing
from tests.servers.setup import Setup
from tests.test_elastic_failures import DOINGS, told
from tests.worlds import TODAY, World

pytestmark = pytest.mark.elasticsearch
LISTINGS = World(12, 60).listings
READING = ("search", "get", "suggest", "status", "sources")


@pytest.fixture
def bare(engine: Engine, tmp_path: Path) -> Iterator[ElasticIndex]:
    """The same without any index yet."""
    index = engine.open(tmp_path)
    assert isinstance(index, ElasticIndex)
    yield index
    index.close()
    engine.forget(tmp_path)


def put(path: str, body: object, method: str = "PUT") -> Any:
    """Ask the server itself."""
    answered = requests.request(method, f"{SERVER}/{path}", json=body, timeout=60)
    answered.raise_for_status()
    return answered.json()


def indices(name: str) -> set[str]:
    """Every index whose name begins with a directory's."""
    return set(requests.get(f"{SERVER}/{name}*", params={"expand_wildcards": "all"}, timeout=60).json())


# ---------------------------------------------------------------- missing, strange, of another version


@pytest.mark.parametrize("doing", [*READING, "update"])
def test_where_no_index_is_yet_the_message_says_how_to_build_it(bare: ElasticIndex, name: str, doing: str) -> None:
    assert told(bare, DOINGS[doing]) == f"there is no index {name} yet: run `python -m ingest index --rebuild`"


def test_an_index_of_somebody_elses_under_the_name_is_left_alone(bare: ElasticIndex, name: str) -> None:
    put(name, {})
    put(f"{name}/_doc/1?refresh=true", {"mine": True})
    try:
        for doing in DOINGS.values():
            assert told(bare, doing) == f"{name} is not an index of Nearhelp; give another name in NEARHELP_INDEX_URL"
        assert indices(name) == {name, f"{name}-lock"}
    finally:
        put(name, None, "DELETE")


def test_an_alias_of_somebody_elses_index_is_told_and_an_alias_of_two_set_right(index: ElasticIndex, name: str) -> None:
    generation = index.status().generation
    put(f"{name}-other", {"aliases": {name: {}}})
    try:
        with closing(opened(name)) as other:
            assert "points to 2 indices; `python -m ingest index swap --to` sets it right" in told(other)
            lifecycle.serve(other.server, generation)
            assert other.search(Query()).total == len(LISTINGS)
        put("_aliases", {"actions": [{"add": {"index": f"{name}-other", "alias": name}}]}, "POST")
        assert index.rebuild(LISTINGS[:7]).count == 7
        assert index.search(Query()).total == 7
        assert "aliases" in put(f"{name}-other", None, "GET")[f"{name}-other"], "it is not ours to remove"
    finally:
        put(f"{name}-other", None, "DELETE")


def another_version(index: ElasticIndex, count: int) -> str:
    """A generation like the one that serves, but built by another version of the program; it comes to serve."""
    server, name = index.server, index.server.where.name
    old = state.read(server).generation
    newer = f"{old}f{count}"
    lifecycle.create(server, newer, TODAY)
    made = state.index_of(name, newer)
    meta = {"fingerprint": "of another version", "generation": newer, "first": "2026-02-09", "complete": True}
    put(f"{made}/_mapping", {"_meta": meta})
    actions: list[object] = [
        {"remove": {"index": f"{name}-g*", "alias": f"{name}@*"}},
        {"remove": {"index": f"{name}-g*", "alias": name}},
    ]
    actions += [{"add": {"index": made, "alias": alias}} for alias in (name, state.pin_of(name, newer, 1))]
    put("_aliases", {"actions": actions}, "POST")
    return newer


def test_an_index_of_another_version_is_not_read_but_the_kept_one_is(index: ElasticIndex, name: str) -> None:
    generation = index.status().generation
    another_version(index, 1)
    with closing(opened(name)) as fresh:
        for reader in (index, fresh):
            assert (reader.search(Query()).total, reader.status().generation) == (len(LISTINGS), generation)
            assert reader.get(LISTINGS[0].ref) == LISTINGS[0]
    assert "was built by another version, which alone can update it: run `python -m ingest" in told(index, DOINGS["update"])
    put(state.index_of(name, generation), None, "DELETE")
    for doing in READING:
        assert told(index, DOINGS[doing]) == "the index was built by another version: run `python -m ingest index --rebuild`"
    assert index.rebuild(LISTINGS[:9]).count == 9
    assert index.search(Query()).total == 9


def test_a_generation_of_another_version_is_not_swapped_in(index: ElasticIndex) -> None:
    newer = another_version(index, 1)
    with pytest.raises(IndexUnavailable, match="built by another version of the program, which alone can serve it"):
        lifecycle.serve(index.server, newer)


def test_directories_whose_names_begin_alike_leave_each_other_alone(index: ElasticIndex, name: str) -> None:
    with closing(opened(f"{name}-garden")) as garden:
        try:
            for count in (5, 6, 7):
                garden.rebuild(LISTINGS[:count])
                index.rebuild(LISTINGS[: 10 * count])
            assert (garden.search(Query()).total, index.search(Query()).total) == (7, 60)
            assert len(state.generations(index.server)) == len(state.generations(garden.server)) == 2
        finally:
            for made in indices(f"{name}-garden"):
                put(made, None, "DELETE")


# ---------------------------------------------------------------- blocked, closed, torn


def test_a_full_disk_stops_writes_at_once_and_no_search(index: ElasticIndex, name: str) -> None:
    generation = f"{name}-g*"
    put(f"{generation}/_settings", {"index.blocks.read_only_allow_delete": True})
    message = told(index, DOINGS["update"])
    assert "takes no writes, since a disk of the cluster is full: free space" in message
    assert f"set index.blocks.read_only_allow_delete of {name}-* to null" in message
    assert index.search(Query()).total == len(LISTINGS)
    put(f"{generation}/_settings", {"index.blocks.read_only_allow_delete": None})
    index.update([], [(LISTINGS[0].id, 10**6)])
    assert index.search(Query()).total == len(LISTINGS) - 1


def test_a_disk_that_fills_up_while_a_rebuild_runs_stops_it_and_leaves_nothing_behind(index: ElasticIndex, name: str) -> None:
    before = indices(name)

    def filling() -> Iterator[Listing]:
        for number, listing in enumerate(many(3000)):
            if number == 1200:
                (made,) = indices(name) - before
                put(f"{made}/_settings", {"index.blocks.read_only_allow_delete": True})
            yield listing

    assert "a disk of the cluster is full" in told(index, lambda index: index.rebuild(filling()))
    assert (indices(name), index.search(Query()).total) == (before, len(LISTINGS))


def many(count: int) -> Iterator[Listing]:
    """So many listings, all alike but for the id."""
    for number in range(count):
        identifier = f"many:{number}@0"
        yield replace(LISTINGS[number % 7], id=identifier, ref=ref_of(identifier))


def test_an_index_that_is_closed_or_blocked_is_told_as_that(index: ElasticIndex, name: str) -> None:
    (made,) = put(f"_alias/{name}", None, "GET")
    put(f"{made}/_settings", {"index.blocks.read": True})
    assert f"{name} is blocked: GET {name}-*/_settings shows" in told(index)
    put(f"{made}/_settings", {"index.blocks.read": None})
    put(f"{made}/_close", None, "POST")
    assert f"{name} is closed: POST {name}-*/_open" in told(index)
    put(f"{made}/_open", None, "POST")
    put(f"_cluster/health/{made}?wait_for_status=yellow", None, "GET")
    assert index.search(Query()).total == len(LISTINGS)


def torn(index: ElasticIndex, settings: dict[str, Any]) -> str:
    """An index with such settings comes to serve, though not all of its shards are there."""
    generation, name = "gffffffffffffffff", index.server.where.name
    made = state.index_of(name, generation)
    body = index_body(generation, TODAY.isoformat(), state.alias_of(name, generation))
    body["settings"]["index"] |= settings
    body["mappings"]["_meta"] |= {"complete": True}
    put(f"{made}?wait_for_active_shards=0", body)
    put(f"_cluster/health/{made}?wait_for_no_initializing_shards=true", None, "GET")
    assert put(f"_cluster/health/{made}", None, "GET")["status"] == "red"
    lifecycle.serve(index.server, generation)
    return generation


def test_what_a_part_of_the_index_would_answer_is_refused(index: ElasticIndex) -> None:
    # The server has one node: the last shard finds no place, the state is in one of the others.
    generation = torn(index, {"number_of_shards": 5, "routing.allocation.total_shards_per_node": 4})
    state.start(index.server, generation, TODAY)
    for doing in ("search", "suggest", "status", "sources"):
        assert "cannot be reached; look at GET _cluster/allocation/explain" in told(index, DOINGS[doing])
    assert len(state.read(index.server).generation) == 17


def test_an_index_of_which_nothing_is_there_is_told_as_that(index: ElasticIndex) -> None:
    torn(index, {"routing.allocation.require._name": "nobody"})
    for doing in READING:
        assert "cannot be reached; look at GET _cluster/allocation/explain" in told(index, DOINGS[doing])


@pytest.mark.long
def test_a_cluster_that_takes_no_new_index_in_is_told_at_once_and_the_old_one_serves() -> None:
    if os.environ.get("REQUIRE_ELASTICSEARCH") != "1" and (reason := missing(9)):
        pytest.skip(reason)
    with Node(Setup(port=next(free_ports()), heap=512, brief=True)) as node, closing(ElasticIndex(f"{node.url}/x")) as index:

        def settle(**settings: object) -> None:
            named = {f"cluster.{name.replace('__', '.')}": value for name, value in settings.items()}
            requests.put(f"{node.url}/_cluster/settings", json={"persistent": named}, timeout=60).raise_for_status()

        settle(routing__allocation__enable="none")
        assert "cannot be reached; look at GET _cluster/allocation/explain" in told(index, DOINGS["rebuild"])
        settle(routing__allocation__enable=None)
        assert index.rebuild(LISTINGS).count == len(LISTINGS)
        settle(routing__allocation__enable="none")
        assert "no node of the cluster takes a new index in, as when their disks are nearly full" in told(
            index, DOINGS["rebuild"]
        )
        settle(routing__allocation__enable=None, max_shards_per_node=1)
        assert "as many shards as it may; remove indices, or raise cluster.max_shards_per_node" in told(
            index, DOINGS["rebuild"]
        )
        settle(max_shards_per_node=None)
        assert index.search(Query()).total == len(LISTINGS)
        assert len(state.generations(index.server)) == 1
        node.kill()
        assert "no server answers" in told(index)
        node.start()
        assert index.search(Query()).total == len(LISTINGS)
        assert index.rebuild(LISTINGS[:3]).count == 3


# ---------------------------------------------------------------- documents that are refused


def broken(listing: Listing) -> Listing:
    """A listing that no index of the server's kind can hold: its organization's key is longer than a term may be."""
    return replace(listing, organization=Organization(key="k" * 40_000, name="K"), revision=10**6)


def test_a_refused_listing_is_told_by_its_id_and_the_others_are_taken_in(index: ElasticIndex) -> None:
    changed = [broken(LISTINGS[0]), *(replace(listing, revision=10**6) for listing in LISTINGS[1:4])]
    message = told(index, lambda index: index.update(changed))
    assert message.startswith(f"the server refused 1 listings: {LISTINGS[0].id} (")
    assert "organization_key" in message
    assert [index.get(listing.ref).revision for listing in changed] == [LISTINGS[0].revision, *[10**6] * 3]


def test_a_rebuild_goes_on_without_a_refused_listing_as_long_as_they_are_few(index: ElasticIndex) -> None:
    listings = list(many(2000))
    bad = broken(listings[700])
    built = index.rebuild([*listings[:700], bad, *listings[701:]])
    assert (built.count, index.search(Query()).total) == (1999, 1999)
    assert built.refused.startswith(f"{bad.id} (")
    message = told(index, lambda index: index.rebuild([*map(broken, listings[:30]), *listings[30:]]))
    assert "withheld, the old one goes on serving: the server refused 30 listings: " in message
    assert f"{listings[0].id} (" in message and message.endswith("; and 10 more")
    assert (index.search(Query()).total, index.status().generation) == (1999, built.generation)


def test_no_write_makes_an_index_where_a_generation_was_removed(index: ElasticIndex, name: str) -> None:
    before = indices(name)
    for doing in (
        lambda: send(index.server, "g1", [document(LISTINGS[0], TODAY)]),
        lambda: state.start(index.server, "g1", TODAY),
        lambda: state.change(index.server, "g1", built_at="x"),
    ):
        with pytest.raises(Missing):
            doing()
    assert indices(name) == before


# ---------------------------------------------------------------- what follows a page

HERE = Near(label="here", kind="point", point=Point(37.8, -122.27), codes=("world",))
ORDERS = {
    "name": Query(order="name"),
    "best": Query(),
    "checked": Query(order="checked"),
    "soon": Query(order="soon"),
    "near": Query(order="near", near=HERE, within_km=20_000.0),
    "near, tiered": Query(order="near", near=HERE, within_km=20_000.0, age=30),
    "words": Query(text="zorvak"),
    "home": Query(home="us"),
}


def test_a_token_of_another_order_is_refused(index: ElasticIndex) -> None:
    refused = 0
    for name, query in ORDERS.items():
        after = index.search(replace(query, size=2)).after
        assert after, name
        for asked in ORDERS.values():
            if sorted_by(asked) != sorted_by(query):
                with pytest.raises(BadRequest):
                    index.search(replace(asked, after=after))
                refused += 1
    assert refused > 40


def sorted_by(query: Query) -> list[str]:
    """What a query's hits are sorted by."""
    return sort_keys(search_of(query, Clock(query.moment, query.zone, frozenset())))


ODD: tuple[Any, ...] = (
    None,
    True,
    [],
    {},
    "x",
    "1",
    1e999,
    float("nan"),
    -(2**63) - 1,
    2**63,
    10**400,
    "\ud800",
    "Infinity",
    -0.0,
    1,
)
TORN: tuple[object, ...] = (
    "x",
    5,
    {},
    [],
    ["g1"],
    [1, ["order"], ["a"]],
    ["g1", ["order"], []],
    ["g1", [], []],
    ["g1", "order", "a"],
)


def test_made_up_tokens_are_refused_before_the_server_sees_them(index: ElasticIndex) -> None:
    generation = index.status().generation
    for query in ORDERS.values():
        keys = sorted_by(query)
        plain: list[Any] = ["a" if key == "order" else 1 for key in keys]
        for place, value in itertools.product(range(len(keys)), ODD):
            token = made_up([generation, keys, [*plain[:place], value, *plain[place + 1 :]]])
            with suppress(BadRequest):  # some are as good as any that was given
                index.search(replace(query, after=token))
        for other in TORN:
            with pytest.raises(BadRequest):
                index.search(replace(query, after=made_up(other)))
        with pytest.raises(Gone):
            index.search(replace(query, after=made_up(["g1", keys, plain])))
    with pytest.raises(BadRequest):
        index.search(Query(after=base64.urlsafe_b64encode(b"[" * 200_000).decode()))


def made_up(told: object) -> str:
    """A token with anything in it."""
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


@pytest.mark.long
def test_a_walk_by_token_gives_each_of_very_many_hits_once(index: ElasticIndex) -> None:
    index.rebuild(many(21_000))
    for query in (Query(age=30, size=500), Query(order="soon", size=500, moment=29_513_000), Query(order="name", size=500)):
        seen, found = list[str](), index.search(query)
        while True:
            seen += [hit.listing.id for hit in found.hits]
            if not found.after:
                break
            found = index.search(replace(query, after=found.after))
        assert len(seen) == len(set(seen)) == found.total
    assert found.total == 21_000
