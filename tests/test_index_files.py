"""The files of the embedded engine when something is wrong with them: refused each time, healed by a rebuild."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from directory.errors import IndexUnavailable
from directory.index.sqlite import SqliteIndex, store
from directory.query import Query
from tests.test_conformance import SEED
from tests.worlds import TODAY, World

WORLD = World(SEED, 30)
ASK: dict[str, Callable[[SqliteIndex], object]] = {
    "search": lambda index: index.search(Query()),
    "get": lambda index: index.get(WORLD.listings[0].ref),
    "suggest": lambda index: index.suggest("a"),
    "status": lambda index: index.status(),
    "sources": lambda index: index.sources(),
    "update": lambda index: index.update([], [(WORLD.listings[0].id, 10**6)]),
}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SqliteIndex]:
    """An index that nobody has asked anything yet."""
    found = SqliteIndex(tmp_path / "index.sqlite", lambda: TODAY)
    found.rebuild(WORLD.listings)
    yield found
    found.close()


def file_of(index: SqliteIndex) -> Path:
    """The file that serves."""
    return store.file_of(index.path, store.current(index.path))


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
def test_an_index_of_another_version_is_refused_each_time(index: SqliteIndex, ask: Callable[[SqliteIndex], object]) -> None:
    with closing(sqlite3.connect(file_of(index))) as connection, connection:
        connection.execute("UPDATE state SET value = 'another' WHERE key = 'fingerprint'")
    for _ in range(3):
        with pytest.raises(IndexUnavailable, match="another version"):
            ask(index)
    index.rebuild(WORLD.listings)
    ask(index)


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 1000], ids=["emptied", "overwritten"])
@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
def test_a_damaged_index_is_unavailable_until_it_is_built_again(
    index: SqliteIndex, ask: Callable[[SqliteIndex], object], damage: bytes
) -> None:
    file_of(index).write_bytes(damage)
    for _ in range(2):
        with pytest.raises(IndexUnavailable):
            ask(index)
    index.rebuild(WORLD.listings)
    ask(index)


@pytest.mark.parametrize("told", ["", "[]", '"g1"', '{"generation": "g0"}', "{}", "\0"])
def test_a_pointer_that_names_nothing_is_unavailable(index: SqliteIndex, told: str) -> None:
    index.path.write_text(told)
    for ask in ASK.values():
        with pytest.raises(IndexUnavailable):
            ask(index)


KILLED = """
import os, sys
from pathlib import Path
from directory.index.sqlite import SqliteIndex
from tests.worlds import TODAY, World

def listings():
    yield from World(int(sys.argv[2]), 1200).listings[:1100]
    os._exit(9)

SqliteIndex(Path(sys.argv[1]), lambda: TODAY).rebuild(listings())
"""


def run(program: str, index: SqliteIndex) -> subprocess.CompletedProcess[str]:
    """Run a program beside the index, in a process of its own."""
    command = [sys.executable, "-c", program, str(index.path), str(SEED)]
    return subprocess.run(command, cwd=Path(__file__).resolve().parents[1], text=True, stdout=subprocess.PIPE, check=False)


def test_a_rebuild_that_is_killed_leaves_the_old_one_and_the_next_one_works(index: SqliteIndex) -> None:
    before = index.search(Query(order="name", size=100))
    assert run(KILLED, index).returncode == 9
    assert len(store.generations(index.path)) == 2
    assert index.search(Query(order="name", size=100)) == before
    index.update([], [(WORLD.listings[0].id, 10**6)])
    assert index.search(Query()).total == 29
    for _ in range(2):
        index.rebuild(WORLD.listings)
        assert index.search(Query()).total == 30
    assert len(store.generations(index.path)) == 2


FULL = """
import resource, signal, sys
from pathlib import Path
from directory.errors import IndexUnavailable
from directory.index.sqlite import SqliteIndex
from tests.worlds import TODAY, World

listings, index = World(int(sys.argv[2]), 1200).listings, SqliteIndex(Path(sys.argv[1]), lambda: TODAY)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
try:
    index.rebuild(listings)
except IndexUnavailable as error:
    print(error)
"""


def test_a_rebuild_on_a_full_disk_says_so_and_leaves_the_old_one(index: SqliteIndex) -> None:
    before = index.search(Query(order="name", size=100))
    assert "cannot be written" in run(FULL, index).stdout
    assert index.search(Query(order="name", size=100)) == before
    assert len(store.generations(index.path)) == 1
