"""A cluster of three that loses a node while people search and listings change: no wrong answer, no lost update."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from directory.errors import IndexUnavailable
from directory.index.elastic import ElasticIndex
from directory.listing import Listing, ref_of
from directory.query import Query
from tests.servers.cluster import Cluster
from tests.test_conformance import SEED
from tests.test_servers_life import require
from tests.worlds import TODAY, World

pytestmark = [pytest.mark.elasticsearch, pytest.mark.long]

STEADY, LOST, BACK = 6.0, 25.0, 10.0
"""Seconds of each part: all nodes, one lost, all again."""
LONGEST = 60.0
"""Seconds within which the cluster has to answer again after a loss: a vanished node is noticed at once by its closed
connections, a master is elected anew, a replica becomes primary."""


@dataclass
class Seen:
    """What searchers and the writer met. `changed` is how many updates are acknowledged, `tried` how many were sent."""

    changed: int = 0
    tried: int = 0
    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    failures: list[tuple[float, str]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


def newcomer(world: World, number: int) -> Listing:
    """A listing that nobody had before."""
    identifier = f"new:{number}"
    return replace(world.listings[0], id=identifier, ref=ref_of(identifier), revision=10**6 + number)


def write(index: ElasticIndex, world: World, seen: Seen) -> None:
    """Add listings one by one; each is tried until it is acknowledged."""
    while not seen.stop.is_set():
        seen.tried += 1
        while not seen.stop.is_set():
            try:
                index.update([newcomer(world, seen.tried)])
            except IndexUnavailable as error:
                seen.failures.append((time.monotonic(), f"update: {error}"))
                time.sleep(0.1)
                continue
            seen.changed = seen.tried
            break


def search(index: ElasticIndex, count: int, seen: Seen) -> None:
    """Ask how many there are, again and again: never fewer than were acknowledged before, never more than were tried after."""
    while not seen.stop.is_set():
        before = seen.changed
        try:
            total = index.search(Query(order="name", size=5)).total
        except IndexUnavailable as error:
            seen.failures.append((time.monotonic(), f"search: {error}"))
            time.sleep(0.1)
            continue
        seen.answers += 1
        if not count + before <= total <= count + seen.tried:
            seen.wrong.append(f"{total} found when {before} to {seen.tried} had been added to {count}")


def during(seconds: float, seen: Seen) -> None:
    """Let them go on for a while."""
    seen.stop.wait(seconds)


def ran(work: Callable[[], None]) -> threading.Thread:
    """A thread that does it."""
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_cluster_that_loses_a_node_gives_no_wrong_answer_and_loses_no_update(tmp_path: Path) -> None:
    require(9)
    world, seen = World(SEED, 300), Seen()
    with Cluster(3) as cluster:
        hosts = ",".join(url.removeprefix("http://") for url in cluster.urls)
        index = ElasticIndex(f"http://{hosts}/nearhelp", lambda: TODAY)
        index.rebuild(world.listings)
        index.server.ask(
            "GET", "/_cluster/health/nearhelp-*", params={"wait_for_status": "green", "timeout": "30s"}, seconds=40
        )
        threads = [ran(lambda: write(index, world, seen)), *(ran(lambda: search(index, 300, seen)) for _ in range(3))]
        try:
            during(STEADY, seen)
            steady = seen.answers
            lost = holder(index)
            at = time.monotonic()
            cluster.kill(lost)
            during(LOST, seen)
            without = seen.answers
            cluster.start(lost)
            during(BACK, seen)
        finally:
            seen.stop.set()
            for thread in threads:
                thread.join()
        late = [(when - at, said) for when, said in seen.failures if when - at > LONGEST]
        assert seen.wrong == []
        assert late == []
        assert steady > 20
        assert without > steady, "people were answered while a node was gone"
        assert seen.answers > without
        wait_for(lambda: index.search(Query()).total >= 300 + seen.changed)
        for number in range(1, seen.changed + 1):
            assert index.get(ref_of(f"new:{number}")).revision == 10**6 + number
        index.close()
    print(f"{seen.answers} answers, {seen.changed} updates, {len(seen.failures)} failures told")  # noqa: T201  # what was measured, for who runs it


def holder(index: ElasticIndex) -> int:
    """The number of the node that holds the primary copy: the one whose loss hurts most."""
    shards = index.server.ask("GET", "/_cat/shards/nearhelp-g*", params={"format": "json"})
    primary = next(shard for shard in shards if shard["prirep"] == "p")
    return int(str(primary["node"]).rpartition("-")[2])


def wait_for(true: Callable[[], bool]) -> None:
    """Wait until something holds."""
    until = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < until
        time.sleep(0.2)
