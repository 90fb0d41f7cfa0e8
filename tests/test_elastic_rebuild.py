"""Bad days of a rebuild: killed at any moment, two at once, updates that come in meanwhile, a lock that was lost."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import requests

from directory.errors import Gone, IndexUnavailable
from directory.index.elastic import ElasticIndex, lock, state
from directory.listing import Listing, ref_of
from directory.query import Query
from directory.schedule import Session
from tests.engines import SERVER
from tests.running import opened
from tests.test_conformance import SEED
from tests.worlds import TODAY, World

pytestmark = pytest.mark.elasticsearch
ROOT = Path(__file__).resolve().parents[1]
WORLD = World(13, 60)
LISTINGS = [replace(listing, sessions=None) for listing in WORLD.listings]


def doing(listings: Iterable[Listing], at: int, what: Callable[[], object]) -> Iterator[Listing]:
    """The listings; before one of them something is done."""
    for number, listing in enumerate(listings):
        if number == at:
            what()
        yield listing


def newer(listing: Listing, **changes: Any) -> Listing:
    """A later revision of a listing."""
    return replace(listing, revision=10**6, **changes)


# ---------------------------------------------------------------- killed

LONG = 6000
KILLED = """
import sys
from dataclasses import replace
from pathlib import Path
from directory.listing import ref_of
from tests.engines import ENGINES
from tests.worlds import World
plain = World(13, 60).listings
def listings():
    for number in range(int(sys.argv[2])):
        identifier = f"long:{number}@0"
        yield replace(plain[number % 60], id=identifier, ref=ref_of(identifier))
print("begun", flush=True)
ENGINES[1].open(Path(sys.argv[1])).rebuild(listings(), lambda count: print(count, flush=True))
print("done", flush=True)
"""


def kill_at_random(folder: Path, rng: random.Random) -> str:
    """Start a rebuild in a process of its own and kill it; the last it said."""
    command = [sys.executable, "-c", KILLED, str(folder), str(LONG)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        # The last lines come together with the end of the load; what follows, the finish and the swap, takes about as long.
        lines, said = rng.randint(1, 2 + LONG // 500), ""
        for _ in range(lines):
            said = process.stdout.readline().strip()
        try:
            process.wait(rng.uniform(0, 0.6 if lines > LONG // 500 else 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
        return process.stdout.read().strip().rpartition("\n")[2] or said


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.long)])
def test_a_rebuild_that_is_killed_leaves_the_old_one_serving_and_the_next_cleans_up(
    index: ElasticIndex, name: str, tmp_path: Path, times: int
) -> None:
    rng, said = random.Random(SEED), []
    expected = len(LISTINGS)
    for _ in range(times):
        said.append(kill_at_random(tmp_path, rng))
        found = index.search(Query(order="name", size=5))
        assert found.total in ((LONG,) if said[-1] == "done" else (expected, LONG)), said
        assert index.get(found.hits[0].listing.ref) == found.hits[0].listing
        expected = len(LISTINGS) - rng.randint(0, 9)
        assert index.rebuild(LISTINGS[:expected]).count == expected, said
        assert index.search(Query()).total == expected
        notes = state.generations(index.server)
        assert len(notes) == 2 and all(meta.get("complete") for meta in notes.values())
        assert lock.building(index.server) == ""
    assert len(indices(name)) == 3
    assert any(one != "done" for one in said)


def indices(name: str) -> set[str]:
    """Every index whose name begins with a directory's."""
    return set(requests.get(f"{SERVER}/{name}*", params={"expand_wildcards": "all"}, timeout=60).json())


def test_a_killed_rebuild_that_nobody_has_buried_is_dead_all_the_same(index: ElasticIndex, tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(LONG)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        while process.stdout.readline().strip() != "1000":
            pass
        assert lock.building(index.server)
        index.update([newer(LISTINGS[0])])  # it reaches both
        process.kill()
        process.stdout.read()  # its end is closed when it has died; this process does not wait for it before the rebuild
        assert index.rebuild(LISTINGS[:30]).count == 30


# ---------------------------------------------------------------- two at once


def test_of_two_rebuilds_at_once_the_second_refuses_with_the_firsts_name_and_start(index: ElasticIndex, name: str) -> None:
    told: list[str] = []

    def second() -> None:
        with closing(opened(name)) as other, pytest.raises(IndexUnavailable) as caught:
            other.rebuild(LISTINGS[:5])
        told.append(str(caught.value))

    assert index.rebuild(doing(LISTINGS, 30, second)).count == len(LISTINGS)
    who, started = lock._who(), index.status().built_at[:10]
    assert told[0].startswith(f"another rebuild is going on, by {who['host']} (process {who['process']}), since {started}T")
    assert index.rebuild(LISTINGS[:5]).count == 5


def held(name: str, beat: float) -> dict[str, Any]:
    """A lock held on another machine since long ago, with a sign of life at some time."""
    who = {"host": "elsewhere", "place": "there", "process": 7, "born": "1"}
    return {"lock": {"who": who, "started": "2026-02-01T00:00:00+00:00", "beat": beat, "generation": "g1"}}


def put_lock(name: str, beat: float) -> None:
    """Write such a lock as the other machine would."""
    requests.put(f"{SERVER}/{name}-lock/_doc/rebuild", json=held(name, beat), timeout=60).raise_for_status()


def test_another_machines_rebuild_is_waited_for_while_it_gives_signs_of_life(index: ElasticIndex, name: str) -> None:
    put_lock(name, time.time() - lock.BEATS_LAST / 2)
    with pytest.raises(IndexUnavailable, match=r"by elsewhere \(process 7\), since 2026-02-01T00:00:00\+00:00; wait until"):
        index.rebuild(LISTINGS[:5])
    put_lock(name, time.time() - lock.BEATS_LAST - 1)
    assert index.rebuild(LISTINGS[:5]).count == 5


@pytest.mark.parametrize("removed", [False, True], ids=["taken over", "and its index removed"])
def test_a_rebuild_whose_lock_was_taken_over_stops_before_it_serves(index: ElasticIndex, name: str, removed: bool) -> None:
    generation, before = index.status().generation, indices(name)

    def taken_over() -> None:
        put_lock(name, time.time())
        for made in indices(name) - before if removed else ():
            requests.delete(f"{SERVER}/{made}", timeout=60).raise_for_status()

    with pytest.raises(IndexUnavailable, match="another rebuild took over, because this one gave no sign of life; it stops"):
        index.rebuild(doing(LISTINGS, 30, taken_over))
    assert (index.status().generation, indices(name)) == (generation, before)
    assert lock.building(index.server) == "g1", "who took it over still has it"


# ---------------------------------------------------------------- updates meanwhile


def test_updates_that_come_in_while_a_rebuild_runs_are_not_lost(index: ElasticIndex, name: str) -> None:
    early, late, gone, back, fresh = LISTINGS[0], LISTINGS[-1], LISTINGS[1], LISTINGS[-2], WORLD.listing(999)
    with closing(opened(name)) as other:

        def meanwhile() -> None:
            other.update([newer(early, name="Early"), newer(late, name="Late"), fresh], [(gone.id, 10**6), (back.id, 10**6)])
            other.update([replace(back, revision=10**6 + 1, name="Back")])
            assert other.search(Query()).total == len(LISTINGS), "the old one has them at once"

        many = [*LISTINGS[:2], *copies(3000), *LISTINGS[2:]]
        assert index.rebuild(doing(many, 2500, meanwhile)).count == len(many)
        for reader in (index, other):
            assert reader.search(Query()).total == len(many)
            assert [reader.get(one.ref).name for one in (early, late, back)] == ["Early", "Late", "Back"]
            assert reader.get(fresh.ref) == fresh
            with pytest.raises(Gone):
                reader.get(gone.ref)


def copies(count: int) -> Iterator[Listing]:
    """So many other listings."""
    for number in range(count):
        identifier = f"copy:{number}@0"
        yield replace(LISTINGS[number % 7], id=identifier, ref=ref_of(identifier))


def test_an_update_that_began_before_a_whole_rebuild_is_not_lost_either(index: ElasticIndex, name: str) -> None:
    with closing(opened(name)) as other:
        index.update(doing([newer(LISTINGS[0], name="First"), newer(LISTINGS[1])], 1, lambda: other.rebuild(LISTINGS)))
        assert other.get(LISTINGS[0].ref).name == index.get(LISTINGS[0].ref).name == "First"
        assert index.search(Query()).total == len(LISTINGS)


def test_an_older_revision_of_a_rebuild_never_wins_over_an_update(index: ElasticIndex) -> None:
    index.rebuild(doing(copies(2000), 1500, lambda: index.update([newer(one, name="Newer") for one in copies(1999)])))
    assert index.search(Query()).total == 2000
    assert {index.get(one.ref).name for one in copies(20)} == {"Newer"}


# ---------------------------------------------------------------- zones that nobody had


NOON = 29_512_080
"""2026-02-10 12:00 UTC in minutes: 17:45 in Kathmandu."""


def everyday(zone: str, **more: Any) -> Session:
    """Open every day from 17:00 to 20:00."""
    return Session(freq="weekly", days=tuple(range(7)), start=17 * 60, end=20 * 60, zone=zone, **more)


SESSIONS = {
    "weekly": everyday("Asia/Kathmandu"),
    "dated": everyday("Asia/Kathmandu", valid_from=TODAY, valid_to=TODAY),
    "online": everyday("Asia/Kathmandu", online=True),
}


@pytest.mark.parametrize("kind", SESSIONS)
def test_hours_in_a_zone_that_nobody_had_are_seen_by_other_processes_at_once(
    index: ElasticIndex, name: str, tmp_path: Path, kind: str
) -> None:
    asked = {
        "now": Query(times=("now",), moment=NOON, say=True),
        "today": Query(times=("today",), moment=NOON, say=True, zone="Asia/Kathmandu"),
        "evening": Query(times=("evening",), moment=NOON, say=True, zone="Asia/Kathmandu"),
        "soon": Query(order="soon", moment=NOON - 60, size=1),
    }
    session = SESSIONS[kind]
    with another_reader(tmp_path) as ask:
        assert [ask(query).total for query in asked.values()] == [0, 0, 0, len(LISTINGS)]
        index.update([newer(LISTINGS[7], sessions=(session,))])
        for query, total in zip(asked.values(), (1, 1, 1, len(LISTINGS)), strict=True):
            found = ask(query)
            assert (found.total, found.first) == (total, LISTINGS[7].id)
        assert ask(replace(asked["now"], zone="Asia/Kathmandu")).counts == dict.fromkeys(
            ("now", "today", "tuesday", "evening"), 1
        )


@dataclass(frozen=True)
class Seen:
    """What another process was answered; `counts` of a few values of time."""

    total: int
    first: str
    counts: dict[str, int]


READER = """
import pickle, sys
from pathlib import Path
from tests.engines import ENGINES
index = ENGINES[1].open(Path(sys.argv[1]))
while True:
    try:
        query = pickle.load(sys.stdin.buffer)
    except EOFError:
        break
    found = index.search(query)
    told = found.total, found.hits[0].listing.id if found.hits else "", dict(found.counts["time"])
    pickle.dump(told, sys.stdout.buffer)
    sys.stdout.flush()
"""


@contextmanager
def another_reader(folder: Path) -> Iterator[Callable[[Query], Seen]]:
    """Another process that reads the same index and keeps what it knows of it."""
    command = [sys.executable, "-c", READER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None and process.stdout is not None
        into, out = process.stdin, process.stdout

        def ask(query: Query) -> Seen:
            pickle.dump(query, into)
            into.flush()
            total, first, counts = pickle.load(out)  # noqa: S301 - from the process started above
            return Seen(total, first, {value: counts[value] for value in ("now", "today", "tuesday", "evening")})

        yield ask
        into.close()
