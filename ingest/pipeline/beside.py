"""Settling in a process beside the one that reads: of a long feed one core reads and keeps while another cleans and checks.

What comes out is what settling here gives, in the same order: notes, leads and refused records are told here as if they had
been made here. Short feeds are settled here: a process takes a second to start and about 150 MB.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields, replace
from functools import partial
from itertools import chain, islice
from threading import Thread
from typing import Any, cast

from directory.errors import SourceError
from directory.listing import Listing
from ingest.draft import Draft, Notes, Where
from ingest.pipeline.placing import Places
from ingest.pipeline.settling import Intake, settled

FIRST, MEANWHILE = 1000, 20
"""Records settled here before a process is started, a second's work; and at once while it starts, which takes another."""
BATCH, AHEAD = 200, 4
"""Records that go over at once, and how many such parcels are on their way: memory stays bounded, and neither side waits."""
PAIR = "pair"

Pair = tuple[Listing, Where]
Event = tuple[str, tuple[Any, ...]]
"""A listing that was settled, or what was told meanwhile: by a field of the intake, or by a method of its notes."""

_intake: list[Intake] = []
"""What settling needs, in the other process."""
_reopen: list[Callable[[], Places]] = []
"""What opens the gazetteer there, until it was opened."""


def settled_beside(
    drafts: Iterable[Draft], intake: Intake, reopen: Callable[[], Places], *, first: int | None = None
) -> Iterator[Pair]:
    """What `settled` gives, by a second process after `first` records, or else as soon as it is ready. `reopen` opens the
    gazetteer there."""
    ready = iter(drafts)
    yield from settled(islice(ready, FIRST if first is None else first), intake)
    if (following := next(ready, None)) is not None:
        yield from _beside(chain((following,), ready), intake, reopen, at_once=first is not None)


def _beside(drafts: Iterator[Draft], intake: Intake, reopen: Callable[[], Places], *, at_once: bool) -> Iterator[Pair]:
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[list[Event]]] = deque()
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(_silent(intake), reopen))
    try:
        begun = pool.submit(_open)
        while not (at_once or begun.done()) and (few := list(islice(drafts, MEANWHILE))):
            yield from settled(few, intake)
        while batch := list(islice(drafts, BATCH)):
            waiting.append(pool.submit(_settle, batch))
            if len(waiting) > AHEAD:
                yield from _told(waiting.popleft().result(), intake)
        while waiting:
            yield from _told(waiting.popleft().result(), intake)
    except BrokenProcessPool:
        raise SourceError(
            "The process that cleans its records was killed, for want of memory perhaps (`--jobs 1` does without): "
            "nothing of it was published."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _told(events: list[Event], intake: Intake) -> Iterator[Pair]:
    for name, said in events:
        if name == PAIR:
            yield cast(Pair, said)
        else:
            getattr(intake if name in _OUTLETS else intake.notes, name)(*said)


def _silent(intake: Intake) -> Intake:
    """The intake without what only this process has."""
    outlets: dict[str, Any] = dict.fromkeys(_OUTLETS, _nothing)
    return replace(intake, notes=cast(Notes, None), places=cast(Places, None), **outlets)


def _nothing(*_: Any) -> None: ...


_OUTLETS = tuple(one.name for one in fields(Intake) if callable(one.default))


# ---------------------------------------------------------------- in the other process


class _Heard:
    """Notes that keep what they are told, in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return partial(self.hear, name)

    def hear(self, name: str, *said: Any) -> None:
        self.events.append((name, said))


def _begin(intake: Intake, reopen: Callable[[], Places]) -> None:
    _intake[:], _reopen[:] = [intake], [reopen]
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """End this process when the one that started it is no more: killed, it could not tell."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _open() -> None:
    if _reopen:  # not where the process begins: a fault there would be told as a process that was killed
        _intake[0] = replace(_intake[0], places=_reopen[0]())
        _reopen.clear()


def _settle(drafts: list[Draft]) -> list[Event]:
    _open()
    heard = _Heard()
    outlets: dict[str, Any] = {name: partial(heard.hear, name) for name in _OUTLETS}
    intake = replace(_intake[0], notes=cast(Notes, heard), **outlets)
    for pair in settled(drafts, intake):
        heard.hear(PAIR, *pair)
    return heard.events
