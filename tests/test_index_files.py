"""The files of the embedded engine when something is wrong with them: refused each time, healed by a rebuild."""

from __future__ import annotations

import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from directory.errors import IndexUnavailable
from directory.geo import Point
from directory.index.sqlite import SqliteIndex, store
from directory.index.sqlite.columns import unit_vector
from directory.listing import Address, Listing, Phone, Place, ref_of
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


# ---------------------------------------------------------------- what is hidden since is in no file


POINT = Point(25.72345, -80.24567)
TOLD = ("Zorvakstrasse 77", "Quillhouse", "3055550177", "desk@zorvak.example.org", "Vexillary words", "25.72345")


def exposed(revision: int) -> Listing:
    """A listing that tells everything of itself."""
    place = Place(
        name="Quillhouse",
        address=Address(lines=("Zorvakstrasse 77",), city="Miami"),
        point=POINT,
        precision="rooftop",
        codes=("us",),
    )
    return replace(
        WORLD.listings[0], id="secret:1", ref=ref_of("secret:1"), revision=revision, modes=("in-person",), place=place,
        phones=(Phone(number="3055550177", kind="local"),), email="desk@zorvak.example.org", description="Vexillary words",
    )  # fmt: skip


def hidden(revision: int) -> Listing:
    """The same, once its place is protected."""
    return replace(exposed(revision), place=Place(visibility="hidden", codes=("us",)), phones=(), email="", description="")


def found_in_files(index: SqliteIndex) -> set[str]:
    """Which of the things told are in any file of the index, as text or as the numbers of a point."""
    data = b"".join(file.read_bytes() for file in index.path.parent.iterdir()).lower()
    numbers = {struct.pack("d", value) for value in (*unit_vector(POINT), POINT.lat, POINT.lon)}
    numbers |= {struct.pack(">f", value) for value in (POINT.lat, POINT.lon)}  # as R*Tree keeps them, but for a rounding
    told = {one for one in TOLD if one.lower().encode() in data or f" {one.split()[0].lower()} ".encode() in data}
    return told | ({"point"} if any(one.lower() in data for one in numbers) else set())


Change = Callable[[SqliteIndex], None]
CHANGES: dict[str, Change] = {
    "hidden": lambda index: index.update([hidden(9)]),
    "withdrawn": lambda index: index.update([], [("secret:1", 9)]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("came", ["by a rebuild", "by an update"])
def test_what_is_hidden_or_withdrawn_since_is_in_no_file_of_the_index(index: SqliteIndex, change: Change, came: str) -> None:
    if came == "by a rebuild":
        index.rebuild([*WORLD.listings, exposed(5)])
    else:
        index.update([exposed(5)])
    assert index.search(Query(text="vexillary")).total == 1
    assert found_in_files(index) >= {"Zorvakstrasse 77", "Quillhouse", "3055550177", "Vexillary words"}
    change(index)
    assert found_in_files(index) == set()
    assert index.search(Query(text="vexillary")).total == 0
    assert index.search(Query(text="quillhouse")).total == 0


def test_the_generation_that_is_kept_does_not_tell_it_either(index: SqliteIndex) -> None:
    index.rebuild([*WORLD.listings, exposed(5)])
    before = index.status().generation
    index.rebuild([*WORLD.listings, exposed(5)])
    index.update([hidden(9)])
    assert found_in_files(index) == set()
    index.swap(before)
    assert index.status().count == len(WORLD.listings)
    index.update([hidden(9)])
    assert index.get(ref_of("secret:1")).place == Place(visibility="hidden", codes=("us",))


def test_a_kept_generation_that_cannot_be_changed_is_removed(index: SqliteIndex) -> None:
    index.rebuild([*WORLD.listings, exposed(5)])
    old = file_of(index)
    index.rebuild([*WORLD.listings, exposed(5)])
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE state SET value = 'another' WHERE key = 'fingerprint'")
    index.update([hidden(9)])
    assert not old.exists()
    assert found_in_files(index) == set()


def test_names_that_nobody_bears_any_more_are_not_offered_and_others_are(index: SqliteIndex) -> None:
    named = [replace(hidden(5), id=f"n:{n}", ref=ref_of(f"n:{n}"), name="Quaxolot Circle") for n in range(2)]
    index.update(named)
    index.update([], [("n:0", 9)])
    assert [one.label for one in index.suggest("quaxo")] == ["Quaxolot Circle"]
    index.update([], [("n:1", 9)])
    assert index.suggest("quaxo") == ()
    data = b"".join(file.read_bytes() for file in index.path.parent.iterdir())
    assert b"Quaxolot Circle" not in data


def test_a_worker_that_was_away_catches_up_with_what_came_and_went_meanwhile(index: SqliteIndex) -> None:
    assert index.search(Query()).total == len(WORLD.listings)
    with closing(SqliteIndex(index.path, lambda: TODAY)) as other:
        other.update([exposed(5)])
        other.update([hidden(9)])
        other.update([], [("secret:1", 10)])
    assert index.search(Query()).total == len(WORLD.listings)
