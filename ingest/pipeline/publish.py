"""From the catalogue to the index: what changed by update, all by rebuild when that is less work or nothing serves yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from directory.catalogue import Catalogue
from directory.errors import IndexUnavailable
from directory.index.base import Built, Index, Status

MANY = 1 / 3
"""Share of changed listings from which a rebuild is chosen."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done to the index: how, how many listings it now holds, and which the engine refused, by id and reason."""

    how: Literal["rebuilt", "updated", "unchanged"]
    count: int
    seconds: float
    refused: str = ""


def publish(
    catalogue: Catalogue, index: Index, *, rebuild: bool = False, progress: Callable[[int], None] | None = None
) -> Published:
    """Bring the index to the catalogue's state. Raises IndexUnavailable when the engine cannot be reached."""
    started = time.perf_counter()
    status = None if rebuild else _status(index)
    how: Literal["rebuilt", "updated", "unchanged"] = "rebuilt"
    if status is not None and _updatable(catalogue, status):
        how = "updated" if catalogue.changed_since(status.revision) else "unchanged"
        if how == "updated":
            _update(catalogue, index, status.revision)
        if index.status().count != catalogue.count() - catalogue.refused(status.generation)[0]:
            how = "rebuilt"  # somebody else wrote to it, or what was refused has changed
    built = _rebuild(catalogue, index, progress) if how == "rebuilt" else None
    refused = built.refused if built else ""
    return Published(how, index.status().count, time.perf_counter() - started, refused)


def catch_up(catalogue: Catalogue, index: Index) -> int:
    """Bring into a generation that came to serve what the catalogue changed since, and how much that was: what was withdrawn or
    hidden meanwhile must not be told again. Nothing where the generation is not known to the catalogue or too far behind."""
    status = index.status()
    behind = catalogue.changed_since(status.revision)
    if not behind or not _updatable(catalogue, status):
        return 0
    _update(catalogue, index, status.revision)
    return behind


def _rebuild(catalogue: Catalogue, index: Index, progress: Callable[[int], None] | None) -> Built:
    """Build everything anew, then bring in once what the catalogue took in meanwhile, and what it withdrew last of all."""
    before = catalogue.revision()
    built = index.rebuild(catalogue.listings(), progress)
    catalogue.note_built(built.generation, built.refused_count, built.refused)
    known = min(before, index.status().revision)
    if catalogue.changed_since(known):
        _update(catalogue, index, known)
    return built


def _status(index: Index) -> Status | None:
    try:
        return index.status()
    except IndexUnavailable:
        return None  # nothing serves yet, or of another version: a rebuild says whether the engine itself is there


def _updatable(catalogue: Catalogue, status: Status) -> bool:
    known = catalogue.built(status.generation) and status.revision <= catalogue.revision()
    return known and status.count > 0 and catalogue.changed_since(status.revision) <= max(1, catalogue.count()) * MANY


def _update(catalogue: Catalogue, index: Index, revision: int) -> None:
    """Streamed: a third of a large catalogue would not fit into memory as a list. Both are asked up to the same revision, so
    that what changes meanwhile is passed over by both and found the next time."""
    until = catalogue.revision()
    index.update(catalogue.changed_between(revision, until), catalogue.gone_between(revision, until))
