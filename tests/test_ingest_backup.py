"""Backups: one moment of the catalogue while runs go on, put back to the last listing, refused when not whole."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from directory.catalogue import Catalogue, Correction, Hide, Merge, Run, put_back
from directory.errors import CatalogueUnavailable
from directory.listing import ref_of
from tests.catalogue_world import DAY, hope, put
from tests.ingest_world import ROOT, Ran, commanded, environment

AT = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def ingest(tmp_path: Path) -> Ran:
    def command(*arguments: str, data: str = "data") -> subprocess.CompletedProcess[str]:
        return commanded(arguments, environment(tmp_path, data=data))

    return command


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with listings, of which some are merged, hidden, corrected and withdrawn, and a source."""
    folder = tmp_path / "data"
    (folder / "sources").mkdir(parents=True)
    (folder / "sources" / "town.toml").write_text('format = "seed"\npath = "x"\n', encoding="utf-8")
    with Catalogue.of(folder) as catalogue:
        put(catalogue, *map(hope, range(60)))
        put(catalogue, *map(hope, range(50)))
        decisions = (
            Merge(listings=("a:1", "a:2"), into="a:2"),
            Hide(listing="a:3"),
            Correction(listing="a:4", values={"fees": "1"}),
        )
        catalogue.decide(decisions, "Ana", AT)
        catalogue.note_built("g1")
    return folder


def everything(folder: Path) -> tuple[object, ...]:
    with Catalogue.of(folder) as catalogue:
        trails = [catalogue.trail(ref_of(f"a:{number}")) for number in range(61)]
        runs, decisions = catalogue.runs("a"), list(catalogue.decisions())
        return list(catalogue.listings()), trails, runs, decisions, catalogue.revision(), list(catalogue.records())


def test_what_is_restored_is_what_was_backed_up_to_every_listing(ingest: Ran, data: Path, tmp_path: Path) -> None:
    before = everything(data)
    done = ingest("backup", str(tmp_path / "saved"))
    assert (done.returncode, done.stdout) == (0, f"Wrote {tmp_path / 'saved'}: 48 listings and 1 sources.\n"), done.stderr
    restored = ingest("restore", str(tmp_path / "saved"), data="other")
    assert restored.returncode == 0, restored.stderr
    assert "Restored 48 listings" in restored.stdout
    assert everything(tmp_path / "other") == before
    assert (tmp_path / "other" / "sources" / "town.toml").read_text(encoding="utf-8").startswith("format")
    with Catalogue.of(tmp_path / "other") as catalogue:
        assert not catalogue.built("g1"), "an index may know later revisions: it is built anew"
    assert "Index rebuilt: 48 listings" in ingest("index", data="other").stdout
    assert ingest("index", "verify", data="other").returncode == 0


def test_a_backup_is_of_one_moment_while_runs_go_on(ingest: Ran, data: Path, tmp_path: Path) -> None:
    before = everything(data)
    with Catalogue.of(data) as catalogue, catalogue.replacing("a", DAY) as run:
        for number in range(50):
            run.take(hope(number, "New"))
        assert ingest("backup", str(tmp_path / "saved")).returncode == 0
        run.finish(Run("a", DAY, "published", 0.1, {}))
        catalogue.copy(tmp_path / "later.sqlite")
    ingest("restore", str(tmp_path / "saved"), data="other")
    assert everything(tmp_path / "other")[0] == before[0]
    with Catalogue(tmp_path / "later.sqlite") as later:
        assert {one.name.split()[0] for one in later.listings()} == {"New"}


def test_a_copy_while_another_process_writes_is_whole(data: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from tests.test_ingest_backup import put, hope, Catalogue, Path\n"
        "with Catalogue.of(Path(sys.argv[1])) as catalogue:\n"
        "    for turn in range(30):\n"
        "        put(catalogue, *(hope(number, f'Turn {turn} of') for number in range(50)))\n"
        "        print(turn, flush=True)\n"
    )
    command = [sys.executable, "-c", program, str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer, Catalogue.of(data) as catalogue:
        assert writer.stdout is not None
        for number, line in enumerate(writer.stdout):
            if number % 6 == 0:
                file = tmp_path / f"copy-{number}.sqlite"
                catalogue.copy(file)
                with Catalogue(file) as copied:
                    turns = {one.name.rpartition(" ")[0] for one in copied.listings() if one.id != "a:2"}
                    assert len(turns) == 1, (turns, line)
    assert writer.returncode == 0


def test_restoring_over_a_catalogue_is_asked_for_and_keeps_it(ingest: Ran, data: Path, tmp_path: Path) -> None:
    assert ingest("backup", str(tmp_path / "saved")).returncode == 0
    before = everything(data)
    with Catalogue.of(data) as catalogue:
        put(catalogue, hope(99))
    later = everything(data)
    refused = ingest("restore", str(tmp_path / "saved"))
    assert refused.returncode == 1
    assert "There is a catalogue with 1 listings; --replace puts it aside." in refused.stderr
    assert everything(data) == later
    assert ingest("restore", str(tmp_path / "saved"), "--replace").returncode == 0
    assert everything(data) == before
    with Catalogue(data / "catalogue.sqlite.before-restore") as kept:
        assert [replace(one, revision=0) for one in kept.listings()] == [hope(99)]
    assert (data / "sources.before-restore" / "town.toml").exists()


@pytest.mark.parametrize("harm", ["catalogue", "sources", "manifest", "listings"])
def test_a_backup_that_is_not_whole_changes_nothing(ingest: Ran, data: Path, tmp_path: Path, harm: str) -> None:
    ingest("backup", str(tmp_path / "saved"))
    before = everything(data)
    saved = tmp_path / "saved"
    if harm == "catalogue":
        (saved / "catalogue.sqlite").write_bytes((saved / "catalogue.sqlite").read_bytes()[:-4096])
    elif harm == "sources":
        (saved / "sources" / "town.toml").unlink()
    elif harm == "manifest":
        (saved / "manifest.json").write_text("{}", encoding="utf-8")
    else:
        told = json.loads((saved / "manifest.json").read_text(encoding="utf-8"))
        (saved / "manifest.json").write_text(json.dumps(told | {"count": 1}), encoding="utf-8")
    done = ingest("restore", str(saved), "--replace")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert everything(data) == before


def test_a_backup_goes_to_a_new_folder_only(ingest: Ran, data: Path, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    assert ingest("backup", str(tmp_path / "saved")).returncode == 0
    again = ingest("backup", str(tmp_path / "saved"))
    assert again.returncode == 1
    assert "is not empty" in again.stderr


def test_a_catalogue_in_use_is_not_replaced(data: Path, tmp_path: Path) -> None:
    with Catalogue.of(data) as catalogue:
        catalogue.copy(tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(data / "catalogue.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM listing").fetchone()
        with pytest.raises(CatalogueUnavailable, match="in use"):
            put_back(tmp_path / "copy.sqlite", data / "catalogue.sqlite")
    with Catalogue.of(data) as catalogue:
        assert catalogue.count() == 48
