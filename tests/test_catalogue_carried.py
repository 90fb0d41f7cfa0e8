"""A store of the first releases, carried over: same listings at the same revisions, tombstones, runs, and the index goes on."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from directory.catalogue import Catalogue, Changes, Run, Trail
from directory.errors import CatalogueUnavailable
from directory.listing import Listing, Organization, Provenance, ref_of
from directory.schemas import dump_listing

DAY = date(2026, 3, 2)
TABLES = """
CREATE TABLE listings (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, ref TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, revision INTEGER NOT NULL,
  body TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0, seen_on TEXT, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE quarantine (
  source TEXT NOT NULL, file TEXT NOT NULL, row INTEGER NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL, excerpt TEXT NOT NULL
);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL, day TEXT NOT NULL, outcome TEXT NOT NULL, seconds REAL NOT NULL,
  report TEXT NOT NULL
);
CREATE TABLE published (generation TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE sequence (revision INTEGER NOT NULL);
CREATE TABLE refused (generation TEXT PRIMARY KEY, count INTEGER NOT NULL, told TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def listing(number: int, revision: int = 0) -> Listing:
    identifier = f"a:{number}"
    return Listing(
        id=identifier,
        ref=ref_of(identifier),
        revision=revision,
        name=f"Ñandú {number}",
        organization=Organization(key="hope", name="Hope"),
        categories=(),
        provenance=Provenance(source="a", seen_on=DAY),
    )


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A data folder with a store: two listings, one that was withdrawn, two runs."""
    file = tmp_path / "store.sqlite"
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(TABLES)
        day = DAY.isoformat()
        for number, revision in ((1, 4), (2, 2)):
            body = json.dumps(dump_listing(listing(number, revision)))
            row = (f"a:{number}", "a", ref_of(f"a:{number}"), "x", revision, body, 0, day, day, day)
            db.execute("INSERT INTO listings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        gone = ("a:3", "a", ref_of("a:3"), "", 5, "", 1, day, day, day)
        db.execute("INSERT INTO listings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", gone)
        db.execute("INSERT INTO sequence VALUES (5)")
        db.execute("INSERT INTO quarantine VALUES ('a', 'f.csv', 3, 'k', 'no name', '')")
        for outcome in ("published", "failed"):
            run = ("a", day, outcome, 1.5, json.dumps({"read": 3}))
            db.execute("INSERT INTO runs (source, day, outcome, seconds, report) VALUES (?, ?, ?, ?, ?)", run)
        db.execute("INSERT INTO published VALUES ('g1'), ('g2')")
        db.execute("INSERT INTO refused VALUES ('g2', 1, 'a:9 (why)')")
        db.commit()
    return tmp_path


def test_a_store_is_carried_over_whole(old: Path) -> None:
    with Catalogue.of(old) as catalogue:
        assert list(catalogue.listings()) == [listing(1, 4), listing(2, 2)]
        assert (list(catalogue.changed_between(4, 5)), catalogue.gone_between(4, 5)) == ([], [("a:3", 5)])
        assert (catalogue.revision(), catalogue.trail(ref_of("a:3"))) == (5, Trail("gone"))
        assert [(run.outcome, run.report) for run in catalogue.runs("a")] == [
            ("failed", {"read": 3}),
            ("published", {"read": 3}),
        ]
        assert catalogue.quarantined("a") == [("f.csv", 3, "k", "no name", "")]
        assert (catalogue.built("g1"), catalogue.built("g3")) == (True, False)
        assert catalogue.refused("g2") == (1, "a:9 (why)")
    assert sorted(file.name for file in old.glob("*.sqlite*")) == ["catalogue.sqlite", "store.sqlite.carried-over"]


def test_the_next_run_goes_on_as_if_nothing_had_happened(old: Path) -> None:
    with Catalogue.of(old) as catalogue:
        with catalogue.replacing("a", DAY) as run:
            run.take(listing(1), "feed.json", 1)
            run.take(listing(2), "feed.json", 2)
            run.take(listing(3), "feed.json", 3)
            assert run.finish(Run("a", DAY, "published", 0.1, {})) == Changes(listed=3, changed=1)
        assert {one.id: one.revision for one in catalogue.listings()} == {"a:1": 4, "a:2": 2, "a:3": 6}


def test_a_carrying_over_that_was_killed_begins_again(old: Path) -> None:
    (old / "catalogue.sqlite.part").write_bytes(b"half a file")
    (old / "catalogue.sqlite.part-wal").write_bytes(b"and its log")
    with Catalogue.of(old) as catalogue:
        assert catalogue.count() == 2


@pytest.mark.parametrize("broken", [b"", b"no database" * 400, None])
def test_a_store_that_cannot_be_carried_over_is_refused_with_the_next_step(old: Path, broken: bytes | None) -> None:
    if broken is None:
        with closing(sqlite3.connect(old / "store.sqlite")) as db:
            db.execute("PRAGMA user_version = 7")
    else:
        (old / "store.sqlite").write_bytes(broken)
    with pytest.raises(CatalogueUnavailable, match="move it away and run the sources again"):
        Catalogue.of(old)
    assert not (old / "catalogue.sqlite").exists()
    assert (old / "store.sqlite").exists()
