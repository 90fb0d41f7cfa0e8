"""Names that say that what they name is closed, for good or for a time."""

from __future__ import annotations

import pytest

from ingest.clean.standing import standing


@pytest.mark.parametrize(
    "name",
    [
        "Old Pantry - CLOSED", "Old Pantry (closed)", "Old Pantry CLOSED", "CLOSED - Old Pantry", "Old Pantry: closed 3/1/2024",
        "Old Pantry (permanently closed)", "Old Pantry, no longer operating", "Despensa CERRADO", "Despensa (cerrada)",
        "Old Pantry - closed since 2019", "Old Pantry [CLOSED]", "Despensa cerrada definitivamente",
    ],
)  # fmt: skip
def test_a_name_that_says_it_is_closed_is_gone(name: str) -> None:
    assert standing(name) == "gone"


@pytest.mark.parametrize(
    "name", ["Old Pantry - temporarily closed", "Pantry (closed until May)", "Despensa - cerrada temporalmente"]
)
def test_a_name_that_says_for_a_time_is_paused(name: str) -> None:
    assert standing(name) == "paused"


@pytest.mark.parametrize(
    "name", ["Closed Door Ministry", "Enclosed Garden", "Closed Caption Services", "Open and Closed Adoption Help"]
)
def test_a_name_with_the_word_inside_says_nothing(name: str) -> None:
    assert standing(name) == ""
