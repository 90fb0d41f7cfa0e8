"""What visitors send, in the catalogue: kept once, the urgent first, the sender's address apart and for a time only."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from directory.catalogue import FILE, Catalogue, Hide, Inbox, Likeness, Report, Sent, Signed, inbox, put_back, reports
from directory.errors import CatalogueUnavailable, NotFound
from directory.listing import ref_of
from tests.catalogue_world import put
from tests.pages_world import made

AT = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)
EMAIL = "zebrafinch@example.org"
NOBODY = 65534


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.of(tmp_path) as opened:
        yield opened


def sent(number: int, kind: str = "other", email: str = "", at: datetime = AT) -> Sent:
    report = Report(kind=kind, listing="0000000000", language="es", said={"text": f"said {number}"})
    return Sent(report=report, token=number.to_bytes(16, "big"), at=at, email=email)


@contextmanager
def not_root(folder: Path) -> Iterator[None]:
    """The folder is meanwhile that of somebody who may do what its files' modes say: root may write whatever is read-only."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob(f"{FILE}*"))


def test_a_report_is_kept_as_it_was_sent(catalogue: Catalogue, tmp_path: Path) -> None:
    reference = Inbox(tmp_path / FILE).take(sent(1, email=EMAIL))
    (kept,) = catalogue.queue.all(AT)
    assert (kept.reference, kept.at, kept.report, kept.answerable) == (reference, AT, sent(1).report, True)
    assert catalogue.queue.one(reference) == kept
    assert len(reference) == 8


def test_a_form_sent_twice_is_one_report_with_one_reference(catalogue: Catalogue, tmp_path: Path) -> None:
    taking = Inbox(tmp_path / FILE)
    assert taking.take(sent(1)) == taking.take(sent(1))
    assert len(catalogue.queue.all(AT)) == 1


def test_what_puts_somebody_in_danger_comes_first_and_is_marked(catalogue: Catalogue, tmp_path: Path) -> None:
    taking = Inbox(tmp_path / FILE)
    for number, kind in enumerate(("suggestion", "closed", "unsafe", "phone", "hide")):
        taking.take(sent(number, kind))
    found = catalogue.queue.all(AT)
    assert [one.report.kind for one in found] == ["hide", "unsafe", "closed", "phone", "suggestion"]
    assert [one.urgent for one in found] == [True, True, False, False, False]


def test_closing_removes_the_address_from_every_byte_of_the_files(catalogue: Catalogue, tmp_path: Path) -> None:
    reference = Inbox(tmp_path / FILE).take(sent(1, email=EMAIL))
    assert catalogue.queue.sender(reference, AT) == EMAIL
    closed = catalogue.queue.close(reference, Signed(by="Ana", at=AT, why="corrected"))
    assert (closed.closed, closed.answerable) == (Signed(by="Ana", at=AT, why="corrected"), False)
    assert catalogue.queue.sender(reference, AT) == ""
    assert catalogue.queue.all(AT) == []
    assert catalogue.queue.all(AT, closed=True) == [closed]
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert EMAIL.encode() not in everything(tmp_path)


def test_an_address_goes_after_its_time_and_a_closed_report_after_its_own(catalogue: Catalogue, tmp_path: Path) -> None:
    taking = Inbox(tmp_path / FILE)
    reference = taking.take(sent(1, email=EMAIL))
    day = timedelta(days=1)
    assert catalogue.queue.sender(reference, AT + reports.SENDER_KEPT) == EMAIL
    assert catalogue.queue.sender(reference, AT + reports.SENDER_KEPT + day) == ""
    catalogue.queue.close(reference, Signed(by="Ana", at=AT))
    taking.take(sent(2, at=AT + reports.CLOSED_KEPT + day))
    assert [one.report.said for one in catalogue.queue.all(AT, closed=True)] == [{"text": "said 2"}]


def test_a_report_that_is_not_open_cannot_be_closed(catalogue: Catalogue, tmp_path: Path) -> None:
    reference = Inbox(tmp_path / FILE).take(sent(1))
    catalogue.queue.close(reference, Signed(by="Ana", at=AT))
    with pytest.raises(NotFound, match="closed before, by Ana"):
        catalogue.queue.close(reference, Signed(by="Ben", at=AT))
    with pytest.raises(NotFound, match="no report 'zzzzzzzz'"):
        catalogue.queue.close("zzzzzzzz", Signed(by="Ben", at=AT))


def test_a_flood_is_not_taken_but_what_was_sent_before_is_answered(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_OPEN", 2)
    taking = Inbox(tmp_path / FILE)
    first = taking.take(sent(1))
    taking.take(sent(2))
    with pytest.raises(CatalogueUnavailable, match="2 open reports"):
        taking.take(sent(3))
    assert taking.take(sent(1)) == first
    assert len(catalogue.queue.all(AT)) == 2


def test_a_backup_has_the_report_and_not_its_sender(catalogue: Catalogue, tmp_path: Path) -> None:
    reference = Inbox(tmp_path / FILE).take(sent(1, email=EMAIL))
    (tmp_path / "away").mkdir()
    catalogue.copy(tmp_path / "away" / FILE)
    assert EMAIL.encode() not in everything(tmp_path / "away")
    with Catalogue(tmp_path / "away" / FILE) as copy:
        assert [(one.reference, one.answerable) for one in copy.queue.all(AT)] == [(reference, False)]
    assert catalogue.queue.sender(reference, AT) == EMAIL


def test_a_catalogue_that_a_restored_one_replaces_keeps_the_report_and_not_its_sender(tmp_path: Path) -> None:
    with Catalogue.of(tmp_path) as catalogue:
        catalogue.copy(tmp_path / "copy.sqlite")
        reference = Inbox(tmp_path / FILE).take(sent(1, email=EMAIL))
    put_back(tmp_path / "copy.sqlite", tmp_path / FILE)
    assert EMAIL.encode() not in everything(tmp_path)
    with Catalogue(tmp_path / f"{FILE}.before-restore") as replaced:
        assert [(one.reference, one.answerable) for one in replaced.queue.all(AT)] == [(reference, False)]


class TestBadDays:
    def test_without_a_catalogue_nothing_is_made(self, tmp_path: Path) -> None:
        for act in (Inbox(tmp_path / FILE).key, lambda: Inbox(tmp_path / FILE).take(sent(1))):
            with pytest.raises(CatalogueUnavailable):
                act()
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("content", [b"", b"no database" * 400])
    def test_a_file_that_is_no_catalogue_is_left_as_it_is(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / FILE).write_bytes(content)
        with pytest.raises(CatalogueUnavailable):
            Inbox(tmp_path / FILE).take(sent(1))
        assert (tmp_path / FILE).read_bytes() == content

    def test_one_that_somebody_writes_is_waited_for_and_then_given_up(
        self, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(inbox, "PATIENCE_MS", 1)
        with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert len(Inbox(tmp_path / FILE).key()) == 32
            with pytest.raises(CatalogueUnavailable) as told:
                Inbox(tmp_path / FILE).take(sent(1, email=EMAIL))
        assert EMAIL not in repr(told.value) + str(told.value)
        assert told.value.__cause__ is None
        assert catalogue.queue.all(AT) == []

    @pytest.mark.parametrize(("mode", "taken"), [(0o600, 1), (0o400, 0)])
    def test_one_that_is_read_only_takes_nothing(self, mode: int, taken: int) -> None:
        with TemporaryDirectory() as folder, Catalogue.of(Path(folder)) as catalogue:
            file = Path(folder) / FILE
            file.chmod(mode)
            with not_root(Path(folder)), nullcontext() if taken else pytest.raises(CatalogueUnavailable):
                Inbox(file).take(sent(1))
            assert len(catalogue.queue.all(AT)) == taken

    def test_one_of_the_version_before_says_so_until_it_is_brought_up(self, catalogue: Catalogue, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / FILE)) as db:
            for table in ("sender", "report", "form_key", "likeness"):
                db.execute(f"DROP TABLE {table}")
            db.execute("UPDATE alembic_version SET version_num = '0001'")
            db.commit()
        with pytest.raises(CatalogueUnavailable):
            Inbox(tmp_path / FILE).key()
        Catalogue.of(tmp_path).close()
        assert Inbox(tmp_path / FILE).take(sent(1))


def test_of_what_vanished_kinds_and_wide_areas_are_remembered_and_no_word(catalogue: Catalogue, tmp_path: Path) -> None:
    gone, hidden = made("gone", name="Zebrafinch Circle", coverage=("us-fl-086", "us-zip-33131")), made("hidden")
    put(catalogue, gone, hidden, made("stays"), source="world")
    put(catalogue, hidden, made("stays"), source="world")
    catalogue.decide([Hide(listing=hidden.id)], "Ana", AT)
    like = Likeness(("support-groups/grief",), ("in-person",), ("us-fl-086",))
    for one in (gone, hidden):
        assert (catalogue.trail(one.ref).state, catalogue.trail(one.ref).like) == ("gone", like)
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Zebrafinch" not in everything(tmp_path)
    put(catalogue, gone, hidden, made("stays"), source="world")
    assert catalogue.trail(ref_of("world:gone@1")).state == "listed"
    assert catalogue.queue.listing(gone.ref) == gone.id
