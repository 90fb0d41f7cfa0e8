"""The pictures of the README: four, small, and taken again by one command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.screenshots import FOLDER, ROOT, take

MOST = 70_000
"""Bytes of a picture."""


def test_the_readme_shows_the_four_pictures_and_each_is_small() -> None:
    shown = re.findall(r'src="(\.github/screenshots/[\w-]+\.png)"', (ROOT / "README.md").read_text("utf-8"))
    assert len(shown) == 4
    assert {ROOT / one for one in shown} == set(FOLDER.iterdir())
    assert [one.name for one in FOLDER.iterdir() if one.stat().st_size > MOST] == []


@pytest.mark.long
@pytest.mark.browser
def test_they_can_be_taken_again(tmp_path: Path) -> None:
    taken = take(tmp_path)
    assert {file.name for file in taken} == {file.name for file in FOLDER.iterdir()}
    for file in taken:
        assert file.stat().st_size <= MOST
        with Image.open(file) as now, Image.open(FOLDER / file.name) as kept:
            assert now.width == kept.width
            assert now.height > 300
            colours = now.convert("RGB").getcolors(1 << 24)
        assert colours is not None
        assert len(colours) > 8
