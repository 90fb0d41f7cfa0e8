"""Several sources run at once, each in a process of its own; the catalogue takes what they bring one after the other."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Thread
from typing import Any

from directory.errors import NearhelpError, SourceError
from directory.places.gazetteer import Gazetteer
from ingest.bars import Bars, bars_of
from ingest.commands import Bench
from ingest.pipeline.beside import end_with_parent
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.run import Outcome, run
from ingest.report import Report
from ingest.sources import named

MOST_JOBS = 4
"""Sources at once unless more are asked for: each takes a core and up to 300 MB."""
TELL_EVERY = 50

Tell = Callable[[tuple[str, int, str] | None], None]

_bench: Bench
_tell: Tell | None


def jobs() -> int:
    """How many sources run at once by default."""
    return min(MOST_JOBS, os.cpu_count() or 1)


def run_one(name: str, bench: Bench, progress: Callable[[int], None] | None, *, beside: bool = False) -> Outcome:
    """Run a source, with `beside` on two cores; every fault of it or of its description is in the outcome."""
    try:
        source = named(name, bench.known)
    except SourceError as error:
        return Outcome(source=name, report=Report(), fault=str(error))
    with bench.catalogue() as catalogue:
        station = replace(bench.station, reopen=partial(open_places, bench.settings)) if beside else bench.station
        return run(source, catalogue, station, progress=progress)


def run_several(names: Sequence[str], bench: Bench, most: int) -> list[Outcome]:
    """Run sources, so many at once, those with the most listings first; the outcomes are in the order of the names."""
    with bench.catalogue() as catalogue:
        sizes = {name: catalogue.count(name) for name in names}
    Gazetteer.open(bench.folder).close()  # built once, before several processes would
    bars = bars_of(sys.stderr, sizes)
    context = multiprocessing.get_context("spawn")
    told: Any = context.Queue() if bars else None
    # What never ran may be large: it is begun with the largest.
    order = sorted(names, key=lambda name: (sizes[name] > 0, -sizes[name]))
    with (
        _drawing(bars, told),
        ProcessPoolExecutor(most, mp_context=context, initializer=_begin, initargs=(bench, told)) as pool,
    ):
        tasks: dict[Future[Outcome], str] = {pool.submit(_work, name): name for name in order}
        found = {tasks[task]: _result(task, tasks[task]) for task in as_completed(tasks)}
    return [found[name] for name in names]


def _result(task: Future[Outcome], name: str) -> Outcome:
    try:
        return task.result()
    except BrokenProcessPool:
        why = "its process was killed, for want of memory perhaps (`--jobs 1` needs least); nothing of it was published."
    except NearhelpError as error:
        why = str(error) or error.title
    return Outcome(source=name, report=Report(), fault=why)


def _begin(bench: Bench, told: Any) -> None:
    global _bench, _tell
    _bench, _tell = bench, told.put if told is not None else None
    Thread(target=end_with_parent, daemon=True).start()


def _work(name: str) -> Outcome:
    tell = _tell
    if tell is None:
        return run_one(name, _bench, None)
    count = 0

    def progress(step: int) -> None:
        nonlocal count
        count += step
        if count % TELL_EVERY == 0:
            tell((name, count, ""))

    tell((name, 0, ""))
    done = run_one(name, _bench, progress)
    tell((name, count, "failed" if done.fault else "unchanged" if done.unchanged else "done"))
    return done


@contextmanager
def _drawing(bars: Bars | None, told: Any) -> Iterator[None]:
    """While it is open, what workers tell is drawn."""
    if bars is None:
        yield
        return

    def draw() -> None:
        while one := told.get():
            bars.tell(*one)

    thread = Thread(target=draw, daemon=True)
    thread.start()
    try:
        yield
    finally:
        told.put(None)
        thread.join()
        told.close()
