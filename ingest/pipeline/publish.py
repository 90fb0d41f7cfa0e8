"""From the store to the index: what changed by update, everything by rebuild when that is less work or nothing serves yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from directory.errors import IndexUnavailable
from directory.index.base import Built, Index, Status
from directory.listing import Listing
from ingest.store import Store

MANY = 1 / 3
"""Share of changed listings from which a rebuild is chosen."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done to the index: how, how many listings it now holds, and which the engine refused, by id and reason."""

    how: Literal["rebuilt", "updated", "unchanged"]
    count: int
    seconds: float
    refused: str = ""


def publish(store: Store, index: Index, *, rebuild: bool = False, progress: Callable[[int], None] | None = None) -> Published:
    """Bring the index to the store's state. Raises IndexUnavailable when the engine cannot be reached."""
    started = time.perf_counter()
    status = None if rebuild else _status(index)
    how: Literal["rebuilt", "updated", "unchanged"] = "rebuilt"
    if status is not None and _updatable(store, status):
        how = "updated" if store.changed_since(status.revision) else "unchanged"
        if how == "updated":
            _update(store, index, status.revision)
        if index.status().count != store.count() - store.refused(status.generation)[0]:
            how = "rebuilt"  # somebody else wrote to it, or what was refused has changed
    built = _rebuild(store, index, progress) if how == "rebuilt" else None
    refused = built.refused if built else ""
    return Published(how, index.status().count, time.perf_counter() - started, refused)


def _rebuild(store: Store, index: Index, progress: Callable[[int], None] | None) -> Built:
    """Build everything anew, then bring in once what the store took in meanwhile, and what it withdrew last of all."""
    before = store.revision()
    built = index.rebuild(store.listings(), progress)
    store.note_built(built.generation, built.refused_count, built.refused)
    known = min(before, index.status().revision)
    if store.changed_since(known):
        _update(store, index, known)
    return built


def _status(index: Index) -> Status | None:
    try:
        return index.status()
    except IndexUnavailable:
        return None  # nothing serves yet, or of another version: a rebuild says whether the engine itself is there


def _updatable(store: Store, status: Status) -> bool:
    known = store.built(status.generation) and status.revision <= store.revision()
    return known and status.count > 0 and store.changed_since(status.revision) <= max(1, store.count()) * MANY


def _update(store: Store, index: Index, revision: int) -> None:
    changed: list[Listing] = []
    gone: list[tuple[str, int]] = []
    for change in store.changes_since(revision):
        if isinstance(change, Listing):
            changed.append(change)
        else:
            gone.append(change)
    index.update(changed, gone)
