"""Sketches of many records, made by two processes: what a first run brings is nearly all that comparing it takes.

What comes out is what one process gives; of few records one makes them: a second takes a second to start and about 100 MB.
"""

from __future__ import annotations

import multiprocessing
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import NamedTuple, Protocol

from directory.listing import Listing
from ingest.dedupe.blocking import hashed
from ingest.dedupe.packing import packed
from ingest.dedupe.sketches import sketch
from ingest.pipeline.beside import end_with_parent

FIRST = 20_000
"""Records from which a second process is started: three seconds' work."""
BATCH, AHEAD = 500, 2
"""Records that go over at once, and how many such parcels are there: this process makes sketches as well meanwhile."""


class Said(Protocol):
    """What is asked of a catalogue."""

    def numbered(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes, Listing]]:
        """Number, digest and listing of these records, as far as they are still said."""


class Row(NamedTuple):
    """A sketch as it is kept: `digest` of what it was made of, `guard` how far its place is protected, `body` packed, `keys` of
    its blocks in eight bytes each."""

    number: int
    id: str
    digest: bytes
    guard: int
    body: bytes
    keys: bytes


Reopen = Callable[[], Said]

_records: list[Said] = []
"""What the other process reads."""


def rows(records: Said, numbers: Sequence[int], reopen: Reopen | None = None, *, first: int = FIRST) -> Iterator[Row]:
    """The sketches of these records, in any order. `reopen` opens the records in a second process, which makes part of them
    where there are more than `first`; where it is killed, this one makes them all."""
    if reopen is None or len(numbers) <= first:
        yield from _made(records, numbers)
        return
    waiting = deque(numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))
    away: deque[tuple[Sequence[int], Future[list[Row]]]] = deque()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(reopen,))
    try:
        while waiting or away:
            while waiting and len(away) < AHEAD:
                away.append((waiting[0], pool.submit(_there, waiting[0])))
                waiting.popleft()
            if away[0][1].done() or not waiting:
                yield from away[0][1].result()
                away.popleft()
            else:
                yield from _made(records, waiting.popleft())
    except BrokenProcessPool:
        yield from _made(records, [number for batch in (*(batch for batch, _ in away), *waiting) for number in batch])
    finally:
        pool.shutdown(cancel_futures=True)


def _made(records: Said, numbers: Iterable[int]) -> Iterator[Row]:
    for number, digest, listing in records.numbered(numbers):
        one = sketch(listing)
        yield Row(number, one.id, digest, one.guard, packed(one), array("Q", hashed(one)).tobytes())


# ---------------------------------------------------------------- in the other process


def _begin(reopen: Reopen) -> None:
    _records[:] = [reopen()]
    Thread(target=end_with_parent, daemon=True).start()


def _there(numbers: Sequence[int]) -> list[Row]:
    return list(_made(_records[0], numbers))
