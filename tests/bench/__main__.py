"""`make bench`: ratios in one run. Options: sizes, e.g. `python -m tests.bench 10000 100000`."""

from __future__ import annotations

import gc
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import TypeVar

from directory.geo import MILE_KM
from directory.index.base import Index
from directory.index.sqlite import SqliteIndex, store
from directory.query import FEW, Query
from directory.schemas import dump_json, read_json
from tests.bench.floor import Floor
from tests.bench.world import World

T = TypeVar("T")
SEARCHES = 300
PASSES = 3
MENU = 1500
"""The commonest words of the world that are asked for: then two of them find 97 listings within 25 miles of a place of
100,000 in the mean, as words of real menus do (and 10 of 10,000)."""
MOMENT = 29_763_000
"""A minute of a Wednesday in August 2026: every search of a run is asked in the same minute."""


def questions(world: World, total: Callable[[Query], int]) -> dict[str, list[Query]]:
    """The named sets of searches. `total` tells how many a search finds: where words are asked for, those that find no more
    than a few stand apart, because they are answered with what relaxing would give, and the floor relaxes nothing."""
    draw = random.Random(3)
    near = [world.town(draw).near() for _ in range(SEARCHES)]
    tops = [slug.split("/")[0] for slug in (draw.choice(world.leaves) for _ in range(SEARCHES))]
    ten = 10 * MILE_KM
    placed = list(islice(_placed(world, draw), 2 * SEARCHES))
    plain = [replace(query, chosen=()) for query in placed]
    return {
        "place + category, nearest": [
            Query(near=place, within_km=ten, order="near", chosen=(("category", (top,)),), moment=MOMENT)
            for place, top in zip(near, tops, strict=True)
        ],
        "two words + place, best": [query for query in plain if total(query) > FEW][:SEARCHES],
        "two words + place + facets": [query for query in placed if total(query) > FEW][:SEARCHES],
        "the same, few or none found": [query for query in placed if total(query) <= FEW][:SEARCHES],
        "two words, best": [Query(text=query.text, moment=MOMENT) for query in placed[:SEARCHES]],
        "everything near a place": [Query(near=place, within_km=ten, moment=MOMENT) for place in near],
    }


def _placed(world: World, draw: random.Random) -> Iterator[Query]:
    """Two words near a place in two languages. Words are drawn as from a menu, each alike, not as often as they are said."""
    menu = [word for word in world.words[:MENU] if len(word) > 3]
    while True:
        near, text = world.town(draw).near(), " ".join(draw.sample(menu, 2))
        yield Query(near=near, within_km=25 * MILE_KM, text=text, chosen=(("language", ("en", "es")),), moment=MOMENT)


def timed(asks: Sequence[Callable[[T], object]], queries: Sequence[T]) -> list[list[float]]:
    """Milliseconds of each query by each of the ways to ask, its fastest pass; the ways take turns query by query."""
    best = [[float("inf")] * len(queries) for _ in asks]
    for _ in range(PASSES):
        for number, query in enumerate(queries):
            for times, ask in zip(best, asks, strict=True):
                started = time.perf_counter()
                ask(query)
                times[number] = min(times[number], (time.perf_counter() - started) * 1000)
    return best


def tell(name: str, own: list[float], floor: list[float]) -> None:
    """One row of the table."""
    ours, theirs = quantiles(own, n=20), quantiles(floor, n=20)
    ratio = ours[9] / theirs[9]
    print(f"  {name:28} {ours[9]:7.2f} {ours[18]:7.2f}   {theirs[9]:7.2f} {theirs[18]:7.2f}   x{ratio:.2f}")


def suggesting(index: Index, world: World) -> None:
    """Autocomplete: the whole call for names as they are typed, with a letter wrong, two words, and by one letter."""
    draw = random.Random(5)
    words = [word for word in world.words[:3000] if len(word) > 6]
    typed = [draw.choice(words) for _ in range(200)]
    for name, prefixes in (
        ("one letter", [word[:1] for word in typed]),
        ("three letters", [word[:3] for word in typed]),
        ("five letters", [word[:5] for word in typed]),
        ("seven, one wrong", [f"{word[:3]}x{word[4:7]}" for word in typed]),
        ("two words", [f"{word} {other[:3]}" for word, other in zip(typed, words, strict=False)]),
    ):
        times = []
        for prefix in prefixes * PASSES:
            started = time.perf_counter()
            index.suggest(prefix)
            times.append((time.perf_counter() - started) * 1000)
        cuts = quantiles(times, n=20)
        print(f"  autocomplete, {name:18} p50 {cuts[9]:.2f} p95 {cuts[18]:.2f} ms")


def measure(world: World, count: int, folder: Path) -> None:
    """Build an index of `count` listings and time the searches in turn with the floor."""
    index = SqliteIndex(folder / f"{count}.sqlite")
    catalogue = folder / f"{count}.jsonl"
    with catalogue.open("w", encoding="utf-8") as file:
        file.writelines(dump_json(listing) + "\n" for listing in world.listings(count))
    with catalogue.open(encoding="utf-8") as file:
        built = index.rebuild(map(read_json, file))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = store.file_of(index.path, built.generation).stat().st_size / 1e6
    print(f"{count:,} listings: built in {built.seconds:.1f} s, {size:.0f} MB on disk, at most {memory:.0f} MB of memory")
    connection = store.connect(store.file_of(index.path, built.generation))
    floor = Floor(connection, store.load(connection, built.generation))
    print(f"  {'ms':28} {'p50':>7} {'p95':>7}   {'floor':>7} {'p95':>7}   ratio of p50")
    for name, queries in questions(world, lambda query: index.search(query).total).items():
        own, bare = timed((index.search, floor.search), queries)
        tell(name, own, bare)
    refs = [listing.ref for listing in world.listings(300)]
    started = time.perf_counter()
    for ref in refs:
        index.get(ref)
    print(f"  get: {(time.perf_counter() - started) / len(refs) * 1000:.3f} ms")
    suggesting(index, world)
    index.close()
    connection.close()


def main() -> None:
    """Measure the sizes named, 10,000 and 100,000 by default."""
    sizes = [int(word) for word in sys.argv[1:]] or [10_000, 100_000]
    gc.set_threshold(20_000, 20, 50)  # as the web server's workers (directory.web.gunicorn)
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            measure(world, count, Path(folder))


if __name__ == "__main__":
    main()
