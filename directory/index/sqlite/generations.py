"""Generations side by side: which are whole, which one serves, what goes, and what one takes over from another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from directory.errors import IndexUnavailable, NotFound
from directory.index.base import Generation
from directory.index.sqlite import store
from directory.listing import Listing
from directory.schemas import read_json

LIVING = "SELECT {} FROM listing WHERE row NOT IN (SELECT row FROM dead)"


def kept(path: Path) -> tuple[Generation, ...]:
    """The whole generations there are, the newest first."""
    serves = serving(path)
    found = (_kept(file, serves) for file in reversed(store.generations(path)))
    return tuple(one for one in found if one is not None)


def serving(path: Path) -> str:
    """The generation that serves; empty when none does."""
    try:
        return store.current(path)
    except IndexUnavailable:
        return ""


def _kept(file: Path, serves: str) -> Generation | None:
    """What a file holds; None for one that is not whole, such as one that is being written."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0)) as connection:
            state = dict(connection.execute("SELECT key, value FROM state"))
            (count,) = connection.execute(LIVING.format("count(*)")).fetchone()
    except sqlite3.Error:
        return None
    if "built_at" not in state:
        return None
    name = str(state["generation"])
    return Generation(name, str(state["built_at"]), count, name == serves, state["fingerprint"] == store.layout())


def swap(path: Path, generation: str) -> None:
    """Let a kept generation serve. Raises NotFound that names those there are, IndexUnavailable for another version's."""
    known = {one.name: one for one in kept(path)}
    if generation not in known:
        raise NotFound(f"there is no whole generation {generation}; there are: {', '.join(sorted(known)) or 'none'}")
    if not known[generation].usable:
        raise IndexUnavailable(f"{generation} was built by another version of the program, which alone can serve it")
    store.point_to(path, generation)


def clean(path: Path, before: str) -> None:
    """Remove every generation but the one that serves and the one that served before; where there was none, the newest other
    one stays."""
    files = store.generations(path)
    keep = {store.file_of(path, generation) for generation in (store.current(path), before) if generation} & set(files)
    others = [file for file in files if file not in keep]
    for file in others if len(keep) > 1 else others[:-1]:
        store.discard(file)


def first_of(connection: sqlite3.Connection) -> date:
    """The day from which a generation's sessions are expanded."""
    (day,) = connection.execute("SELECT value FROM state WHERE key = 'first'").fetchone()
    return date.fromisoformat(day)


def listings(connection: sqlite3.Connection) -> Iterator[Listing]:
    """The living listings of a generation, as they were given."""
    for (body,) in connection.execute(f"{LIVING.format('body')} ORDER BY row"):
        yield read_json(body)


def withdrawn(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """The (id, revision) of what a generation knows to be gone."""
    return list(connection.execute("SELECT id, revision FROM gone"))
