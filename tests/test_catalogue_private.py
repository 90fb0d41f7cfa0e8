"""The files of the catalogue, its copies and what is remembered beside it are its owner's: they hold what no page tells."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from directory.catalogue import FILE, Catalogue
from directory.errors import CatalogueUnavailable
from ingest.dedupe import remembered
from ingest.dedupe.remembered import Remembered
from tests.catalogue_world import put
from tests.test_catalogue import listing


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


def test_only_its_owner_may_read_the_catalogue_its_log_and_its_copies(tmp_path: Path) -> None:
    with Catalogue.of(tmp_path) as catalogue:
        put(catalogue, listing("1"))
        catalogue.copy(tmp_path / "copy.sqlite")
        names = (FILE, f"{FILE}-wal", f"{FILE}-shm", "copy.sqlite")
        assert modes(tmp_path) == dict.fromkeys(names, 0o600)


def test_only_its_owner_may_read_what_was_compared(tmp_path: Path) -> None:
    with Remembered(tmp_path / remembered.FILE):
        assert modes(tmp_path) == {remembered.FILE: 0o600}


@pytest.mark.parametrize(("was", "becomes"), [(0o644, 0o600), (0o666, 0o600), (0o660, 0o660), (0o640, 0o640)])
def test_one_that_everybody_could_read_is_closed_and_one_that_a_group_was_given_stays_the_groups(
    tmp_path: Path, was: int, becomes: int
) -> None:
    Catalogue.of(tmp_path).close()
    (tmp_path / FILE).chmod(was)
    with Catalogue.of(tmp_path) as catalogue:
        put(catalogue, listing("1"))
        assert set(modes(tmp_path).values()) == {becomes}


def test_the_log_of_one_that_everybody_could_read_is_closed_with_it(tmp_path: Path) -> None:
    with Catalogue.of(tmp_path) as first:
        put(first, listing("1"))
        for file in tmp_path.iterdir():
            file.chmod(0o644)
        with Catalogue.of(tmp_path):
            assert set(modes(tmp_path).values()) == {0o600}


def test_what_is_no_file_is_left_and_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(mode=0o700)
    with pytest.raises(CatalogueUnavailable):
        Catalogue.of(tmp_path)
    assert modes(tmp_path) == {FILE: 0o700}
