"""The catalogue's runs: whole or nothing, revisions that only what changed gets, what vanished retired in time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url
from sqlalchemy.schema import CreateTable

from directory.catalogue import Catalogue, Changes, Refusal, Run, keeping
from directory.catalogue.database import HEAD, MIGRATIONS, connect
from directory.catalogue.tables import METADATA
from directory.errors import CatalogueUnavailable, Overtaken, RefTaken
from directory.listing import Address, Listing, Organization, Place, Provenance, ref_of
from tests.catalogue_world import DAY, put


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
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


def revisions(catalogue: Catalogue) -> dict[str, int]:
    return {one.id: one.revision for one in catalogue.listings()}


def test_what_goes_in_comes_out_with_a_revision(catalogue: Catalogue) -> None:
    assert put(catalogue, listing("1"), listing("2")) == Changes(listed=2, changed=2, gone=0)
    assert [replace(one, revision=0) for one in catalogue.listings()] == [listing("1"), listing("2")]
    assert revisions(catalogue) == {"a:1": 1, "a:2": 2}


def test_what_did_not_change_keeps_its_revision(catalogue: Catalogue) -> None:
    put(catalogue, listing("1"), listing("2"))
    assert put(catalogue, listing("1"), listing("2", "Faith")) == Changes(listed=2, changed=1, gone=0)
    assert revisions(catalogue) == {"a:1": 1, "a:2": 3}


def test_what_vanished_is_gone_with_a_revision_and_leaves_no_words(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, listing("1"), listing("2", "Secret garden"))
    assert put(catalogue, listing("1")) == Changes(listed=1, changed=0, gone=1)
    assert catalogue.gone_between(2, catalogue.revision()) == [("a:2", 3)]
    assert catalogue.count() == 1
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as db:
        assert db.execute("SELECT body FROM listing WHERE state = 'gone'").fetchall() == [(None,)]
    assert b"Secret garden" not in in_files(tmp_path)


def in_files(folder: Path) -> bytes:
    """The bytes of all files of a catalogue, its log too."""
    return b"".join(file.read_bytes() for file in folder.glob("catalogue.sqlite*"))


def test_an_address_that_is_hidden_since_is_in_no_file_of_the_catalogue(catalogue: Catalogue, tmp_path: Path) -> None:
    place = Place(address=Address(lines=("77 Zorvakstrasse",)))
    put(catalogue, replace(listing("1"), place=place), listing("2"))
    put(catalogue, replace(listing("1"), place=place, description="Quillhouse"), listing("2"))
    assert b"Zorvakstrasse" in in_files(tmp_path)
    put(catalogue, replace(listing("1"), place=Place(visibility="hidden")), listing("2"))
    assert not any(one in in_files(tmp_path) for one in (b"Zorvakstrasse", b"Quillhouse"))
    assert catalogue.count() == 2


def test_what_was_refused_once_is_in_no_file_when_it_is_refused_no_more(catalogue: Catalogue, tmp_path: Path) -> None:
    for excerpt in ("Quillhouse", ""):
        with catalogue.replacing("a", DAY) as run:
            run.take(listing("1"))
            if excerpt:
                run.refuse(Refusal("a.csv", 2, "", "it has no name", excerpt))
            run.finish(Run("a", DAY, "published", 0.1, {}))
        assert (b"Quillhouse" in in_files(tmp_path)) == bool(excerpt)


def test_what_comes_back_is_a_change(catalogue: Catalogue) -> None:
    put(catalogue, listing("1"))
    put(catalogue)
    assert put(catalogue, listing("1")) == Changes(listed=1, changed=1, gone=0)
    assert revisions(catalogue) == {"a:1": 3}


def test_a_source_touches_no_other(catalogue: Catalogue) -> None:
    put(catalogue, listing("1"))
    put(catalogue, listing("1", source="b"), source="b")
    put(catalogue, source="b")
    assert revisions(catalogue) == {"a:1": 1}
    assert catalogue.count("a") == 1


def test_changes_come_in_the_order_of_revisions(catalogue: Catalogue) -> None:
    put(catalogue, listing("1"), listing("2"), listing("3"))
    put(catalogue, listing("1", "New"), listing("3"))
    assert catalogue.changed_since(3) == 2
    assert [one.id for one in catalogue.changed_between(2, 4)] == ["a:3", "a:1"]
    assert [one.id for one in catalogue.changed_between(3, 5)] == ["a:1"]
    assert catalogue.gone_between(0, 4) == []
    assert catalogue.gone_between(1, 5) == [("a:2", 5)]
    assert catalogue.gone_between(4, 5) == [("a:2", 5)]
    assert catalogue.revision() == 5


def test_a_later_seen_on_alone_is_a_change_only_after_a_week(catalogue: Catalogue) -> None:
    put(catalogue, listing("1"))
    assert put(catalogue, listing("1", seen_on=DAY + timedelta(days=6))).changed == 0
    assert next(catalogue.listings()).provenance.seen_on == DAY
    assert put(catalogue, listing("1", seen_on=DAY + timedelta(days=7))).changed == 1
    assert next(catalogue.listings()).provenance.seen_on == DAY + timedelta(days=7)


def test_a_run_that_breaks_leaves_everything_as_it_was(catalogue: Catalogue) -> None:
    put(catalogue, listing("1"))
    with pytest.raises(KeyboardInterrupt), catalogue.replacing("a", DAY) as run:
        run.take(listing("2"))
        run.refuse(Refusal("f", 1, "k", "bad"))
        raise KeyboardInterrupt
    assert revisions(catalogue) == {"a:1": 1}
    assert catalogue.quarantined("a") == []
    assert put(catalogue, listing("2")) == Changes(listed=1, changed=1, gone=1)


def test_a_public_id_that_belongs_to_another_is_refused(catalogue: Catalogue) -> None:
    put(catalogue, listing("1"))
    twin = replace(listing("9", source="b"), ref=ref_of("a:1"))
    with catalogue.replacing("b", DAY) as run:
        run.take(twin)
        run.take(listing("8", source="b"))
        with pytest.raises(RefTaken):
            run.take(replace(listing("7", source="b"), ref=ref_of("b:8")))
        assert run.clashing() == ["b:9"]
        assert run.finish(ran("b")) == Changes(listed=1, changed=1)
    assert set(revisions(catalogue)) == {"a:1", "b:8"}


def test_the_quarantine_is_of_the_last_published_run(catalogue: Catalogue) -> None:
    for reason in ("first", "second"):
        with catalogue.replacing("a", DAY) as run:
            run.refuse(Refusal("f.csv", 3, "k", reason, "Hope"))
            run.finish(ran())
    assert catalogue.quarantined("a") == [("f.csv", 3, "k", "second", "Hope")]


def test_the_last_run_is_remembered_also_when_it_failed(catalogue: Catalogue) -> None:
    assert catalogue.last_run("a") is None
    put(catalogue, listing("1"))
    catalogue.record(ran(outcome="failed"))
    last = catalogue.last_run("a")
    assert last is not None
    assert last.outcome == "failed"


def test_readers_see_the_last_state_while_a_run_goes_on(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, listing("1"))
    with catalogue.replacing("a", DAY) as run, Catalogue(tmp_path / "catalogue.sqlite") as other:
        run.take(listing("2"))
        assert revisions(other) == {"a:1": 1}
        run.finish(ran())
    assert revisions(catalogue) == {"a:2": 2}


def test_two_catalogues_can_be_opened_at_once(tmp_path: Path) -> None:
    with Catalogue(tmp_path / "s.sqlite") as one, Catalogue(tmp_path / "s.sqlite") as two:
        put(one, listing("1"))
        put(two, listing("2", source="b"), source="b")
        assert one.count() == two.count() == 2


def test_what_vanished_is_retired_after_the_declared_number_of_runs(catalogue: Catalogue) -> None:
    def again(*listings: Listing) -> Changes:
        with catalogue.replacing("a", DAY, retire=3) as run:
            for one in listings:
                run.take(one)
            return run.finish(ran())

    again(listing("1"), listing("2"))
    assert again(listing("1")) == Changes(listed=1, missing=1)
    assert again(listing("1"), listing("2")) == Changes(listed=2), "it was only missing: nothing is written"
    assert [again(listing("1")).missing for _ in range(2)] == [1, 1]
    assert catalogue.count() == 2
    assert again(listing("1")) == Changes(listed=1, gone=1)
    assert revisions(catalogue) == {"a:1": 1}
    assert again(listing("1")) == Changes(listed=1)


def test_a_feed_that_is_as_it_was_still_counts_what_is_missing(catalogue: Catalogue) -> None:
    put(catalogue, listing("1"), listing("2"))
    with catalogue.replacing("a", DAY, retire=3) as run:
        run.take(listing("1"))
        run.finish(ran(), "as it is")
    later = DAY + timedelta(days=1)
    same = Run("a", later, "unchanged", 0.1, {})
    assert catalogue.unchanged("a", same, retire=3) == Changes(listed=1, missing=1)
    fed = catalogue.fed("a")
    assert fed is not None
    assert (fed.digest, fed.read_on, fed.ran_on) == ("as it is", DAY, later)
    assert catalogue.unchanged("a", same, retire=3) == Changes(listed=1, gone=1)
    assert [one.outcome for one in catalogue.runs("a")] == ["unchanged", "unchanged", "published", "published"]
    last = catalogue.last_report("a")
    assert last is not None
    assert last.outcome == "published"


def test_old_reports_are_emptied_and_runs_that_found_nothing_new_are_dropped(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "REPORTS_KEPT", 2)
    monkeypatch.setattr(keeping, "UNCHANGED_KEPT", 3)
    for _ in range(4):
        put(catalogue, listing("1"))
    for _ in range(6):
        catalogue.unchanged("a", Run("a", DAY, "unchanged", 0.1, {}))
    assert [bool(one.report) for one in catalogue.runs("a", read=True)] == [True, True, False, False]
    assert [one.outcome for one in catalogue.runs("a")] == ["unchanged"] * 3 + ["published"] * 4


def test_a_run_that_was_broken_off_is_told_apart(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, listing("1"))
    opening = catalogue.replacing("a", DAY)
    with opening:
        pass  # neither finished nor failed, as after a kill
    put(catalogue, listing("1"))
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as db:
        outcomes = [row[0] for row in db.execute("SELECT outcome FROM run ORDER BY number")]
    assert outcomes == ["published", "broken off", "published"]
    assert len(catalogue.runs("a")) == 2


def test_of_two_runs_of_one_source_the_later_to_end_changes_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    with catalogue.replacing("a", DAY) as run, Catalogue(tmp_path / "catalogue.sqlite") as other:
        run.take(listing("1"))
        put(other, listing("2"))
        with pytest.raises(Overtaken, match="Another run of a finished meanwhile"):
            run.finish(ran())
    assert set(revisions(catalogue)) == {"a:2"}


def test_a_mark_is_remembered(catalogue: Catalogue) -> None:
    assert catalogue.mark("dedupe") == ""
    catalogue.set_mark("dedupe", "5")
    catalogue.set_mark("dedupe", "7")
    assert catalogue.mark("dedupe") == "7"


# Layouts


def test_the_migrations_make_the_tables_that_the_program_knows(tmp_path: Path) -> None:
    engine = connect(tmp_path / "catalogue.sqlite")
    try:
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    finally:
        engine.dispose()
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == HEAD


def test_the_statements_of_every_table_are_also_those_of_postgresql() -> None:
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    for table in METADATA.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))


def test_a_catalogue_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    Catalogue(file).close()
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    with pytest.raises(CatalogueUnavailable, match=r"newer version \(layout 9999.*update the program"):
        Catalogue(file)


@pytest.mark.parametrize("content", [b"no database at all, but long enough to have a header" * 40, None])
def test_a_file_that_is_no_catalogue_is_not_touched(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "s.sqlite"
    if content is None:
        with closing(sqlite3.connect(file)) as db:
            db.execute("CREATE TABLE other (x)")
    else:
        file.write_bytes(content)
    before = file.read_bytes()
    with pytest.raises(CatalogueUnavailable, match=r"catalogue"):
        Catalogue(file)
    assert content is None or file.read_bytes() == before
