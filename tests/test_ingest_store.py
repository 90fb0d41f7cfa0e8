"""The store: runs that are whole or nothing, revisions that only what changed gets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.listing import Listing, Organization, Provenance, ref_of
from ingest.draft import Refused, Where
from ingest.report import Quarantined
from ingest.store import Changes, Run, Store

DAY = date(2026, 3, 2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.sqlite") as opened:
        yield opened


def listing(key: str, name: str = "Hope", source: str = "a", seen_on: date = DAY) -> Listing:
    identifier = f"{source}:{key}"
    organization = Organization(key="hope", name="Hope")
    provenance = Provenance(source=source, seen_on=seen_on)
    return Listing(
        id=identifier,
        ref=ref_of(identifier),
        revision=0,
        name=name,
        organization=organization,
        categories=(),
        provenance=provenance,
    )


def ran(source: str = "a", outcome: str = "published") -> Run:
    return Run(source, DAY, outcome, 0.1, {"read": 1})


def put(store: Store, *listings: Listing, source: str = "a") -> Changes:
    with store.replacing(source, DAY) as run:
        for one in listings:
            run.take(one)
        return run.finish(ran(source))


def revisions(store: Store) -> dict[str, int]:
    return {one.id: one.revision for one in store.listings()}


def test_what_goes_in_comes_out_with_a_revision(store: Store) -> None:
    assert put(store, listing("1"), listing("2")) == Changes(listed=2, changed=2, gone=0)
    assert [replace(one, revision=0) for one in store.listings()] == [listing("1"), listing("2")]
    assert revisions(store) == {"a:1": 1, "a:2": 2}


def test_what_did_not_change_keeps_its_revision(store: Store) -> None:
    put(store, listing("1"), listing("2"))
    assert put(store, listing("1"), listing("2", "Faith")) == Changes(listed=2, changed=1, gone=0)
    assert revisions(store) == {"a:1": 1, "a:2": 3}


def test_what_vanished_is_gone_with_a_revision_and_leaves_no_words(store: Store, tmp_path: Path) -> None:
    put(store, listing("1"), listing("2", "Secret garden"))
    assert put(store, listing("1")) == Changes(listed=1, changed=0, gone=1)
    assert list(store.changes_since(2)) == [("a:2", 3)]
    assert store.count() == 1
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as db:
        bodies = db.execute("SELECT body FROM listings WHERE gone = 1").fetchall()
    assert bodies == [("",)]


def test_what_comes_back_is_a_change(store: Store) -> None:
    put(store, listing("1"))
    put(store)
    assert put(store, listing("1")) == Changes(listed=1, changed=1, gone=0)
    assert revisions(store) == {"a:1": 3}


def test_a_source_touches_no_other(store: Store) -> None:
    put(store, listing("1"))
    put(store, listing("1", source="b"), source="b")
    put(store, source="b")
    assert revisions(store) == {"a:1": 1}
    assert store.count("a") == 1


def test_changes_come_in_the_order_of_revisions(store: Store) -> None:
    put(store, listing("1"), listing("2"), listing("3"))
    put(store, listing("1", "New"), listing("3"))
    changes = [one.id if isinstance(one, Listing) else one for one in store.changes_since(1)]
    assert changes == ["a:3", "a:1", ("a:2", 5)]
    assert store.changed_since(3) == 2
    assert store.revision() == 5


def test_a_later_seen_on_alone_is_a_change_only_after_a_week(store: Store) -> None:
    put(store, listing("1"))
    assert put(store, listing("1", seen_on=DAY + timedelta(days=6))).changed == 0
    assert next(store.listings()).provenance.seen_on == DAY
    assert put(store, listing("1", seen_on=DAY + timedelta(days=7))).changed == 1
    assert next(store.listings()).provenance.seen_on == DAY + timedelta(days=7)


def test_a_run_that_breaks_leaves_everything_as_it_was(store: Store) -> None:
    put(store, listing("1"))
    with pytest.raises(KeyboardInterrupt), store.replacing("a", DAY) as run:
        run.take(listing("2"))
        run.refuse(Quarantined("bad", Where("f", 1, "k")))
        raise KeyboardInterrupt
    assert revisions(store) == {"a:1": 1}
    assert store.quarantined("a") == []
    assert put(store, listing("2")) == Changes(listed=1, changed=1, gone=1)


def test_a_public_id_that_belongs_to_another_is_refused(store: Store) -> None:
    put(store, listing("1"))
    twin = replace(listing("9", source="b"), ref=ref_of("a:1"))
    with store.replacing("b", DAY) as run:
        with pytest.raises(Refused, match="public id"):
            run.take(twin)
        run.take(listing("8", source="b"))
        run.finish(ran("b"))
    assert set(revisions(store)) == {"a:1", "b:8"}


def test_the_quarantine_is_of_the_last_published_run(store: Store) -> None:
    for reason in ("first", "second"):
        with store.replacing("a", DAY) as run:
            run.refuse(Quarantined(reason, Where("f.csv", 3, "k"), "Hope"))
            run.finish(ran())
    assert store.quarantined("a") == [("f.csv", 3, "k", "second", "Hope")]


def test_the_last_run_is_remembered_also_when_it_failed(store: Store) -> None:
    assert store.last_run("a") is None
    put(store, listing("1"))
    store.record(ran(outcome="failed"))
    last = store.last_run("a")
    assert last is not None
    assert last.outcome == "failed"


def test_readers_see_the_last_state_while_a_run_goes_on(store: Store, tmp_path: Path) -> None:
    put(store, listing("1"))
    with store.replacing("a", DAY) as run, Store(tmp_path / "store.sqlite") as other:
        run.take(listing("2"))
        assert revisions(other) == {"a:1": 1}
        run.finish(ran())
    assert revisions(store) == {"a:2": 2}


def test_two_stores_can_be_opened_at_once(tmp_path: Path) -> None:
    with Store(tmp_path / "s.sqlite") as one, Store(tmp_path / "s.sqlite") as two:
        put(one, listing("1"))
        put(two, listing("2", source="b"), source="b")
        assert one.count() == two.count() == 2


def test_a_store_of_another_version_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    db = sqlite3.connect(file)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(SourceError, match="another version"):
        Store(file)
