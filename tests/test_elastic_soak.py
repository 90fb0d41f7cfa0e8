"""Sixteen people searching for five minutes while listings change (issue: no error, no search far slower than most)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

import pytest

from directory.index.base import Index
from directory.index.elastic import ElasticIndex
from tests.bench.world import World
from tests.engines import ENGINES, Engine

pytestmark = [pytest.mark.elasticsearch, pytest.mark.long]

LISTINGS, SECONDS = 20_000, 300.0
PROCESSES, THREADS = 4, 4
SPREAD = 6.0
"""Times the median that the slowest of a hundred searches may take."""
WARM = 15.0
"""Seconds that do not count: a cold server answers at half its rate (performance.md §7)."""

CLIENT = """
import json, random, sys, threading, time
from directory.index.elastic import ElasticIndex
from directory.query import Query
from tests.bench.world import World
url, seconds, warm, threads, seed = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
world, index, times, errors = World(), ElasticIndex(url), [], []
def ask(place):
    draw, started = random.Random(f"{seed} {place}"), time.monotonic()
    while (now := time.monotonic()) < started + seconds:
        town, top = world.town(draw).near(), draw.choice(world.leaves).split("/")[0]
        words = draw.choice(("", "", draw.choice(world.words[:300])))
        query = Query(near=town, within_km=draw.choice((16.0, 40.0)), text=words, chosen=(("category", (top,)),),
                      order=draw.choice(("best", "near")), moment=29_763_000)
        begun = time.perf_counter()
        try:
            index.search(query)
        except Exception as error:
            errors.append(repr(error)[:200])
        if now > started + warm:
            times.append(time.perf_counter() - begun)
pool = [threading.Thread(target=ask, args=(place,)) for place in range(threads)]
for one in pool: one.start()
for one in pool: one.join()
print(json.dumps([times, errors]))
"""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ElasticIndex]:
    """An index of a town's worth of listings, removed afterwards."""
    engine: Engine = next(engine for engine in ENGINES if engine.name == "elasticsearch")
    engine.require()
    found = ElasticIndex(engine.url(tmp_path))
    found.rebuild(World().listings(LISTINGS))
    yield found
    found.close()
    engine.forget(tmp_path)


def test_many_people_at_once_meet_no_error_and_no_search_far_slower_than_most(index: ElasticIndex, tmp_path: Path) -> None:
    url = next(engine for engine in ENGINES if engine.name == "elasticsearch").url(tmp_path)
    root = Path(__file__).resolve().parents[1]
    words = [sys.executable, "-c", CLIENT, url, str(SECONDS), str(WARM), str(THREADS)]
    clients = [subprocess.Popen([*words, str(seed)], cwd=root, stdout=subprocess.PIPE, text=True) for seed in range(PROCESSES)]
    updates = changed_until(index, time.monotonic() + SECONDS)
    times, errors = list[float](), list[str]()
    for client in clients:
        told, _ = client.communicate(timeout=SECONDS)
        more, failed = json.loads(told)
        times += more
        errors += failed
    cut = quantiles(times, n=100)
    print(f"{len(times)} searches, {updates} updates, p50 {cut[49] * 1000:.1f} ms, p99 {cut[98] * 1000:.1f} ms")  # noqa: T201  # as measured
    assert errors == []
    assert len(times) > 1000
    assert updates > 20
    assert cut[98] <= SPREAD * cut[49]


def changed_until(index: Index, end: float) -> int:
    """Update a few listings again and again; how many updates there were."""
    some = list(World().listings(200))
    count = 0
    while time.monotonic() < end:
        count += 1
        few = some[count * 5 % 200 :][:5]
        index.update([replace(listing, revision=1 + count, fees=f"changed {count} times") for listing in few])
        time.sleep(0.5)  # a stream of changes, not a flood
    return count
