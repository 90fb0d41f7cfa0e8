"""Whose line a number is by its label, and ages out of prose."""

from __future__ import annotations

import pytest

from ingest.clean.ages import age, ages
from ingest.clean.lines import INTERNAL, PERSONAL, told, withheld


@pytest.mark.parametrize(
    "label",
    ["DO NOT GIVE OUT", "Center updates ONLY", "Staff use only", "Agency use only.", "211 updates, Pat Roe",
     "Pat Roe, Contact Person", "Do not give to clients", "Updates Only"],
)  # fmt: skip
def test_a_number_the_publisher_keeps_for_itself_is_dropped(label: str) -> None:
    assert withheld(label) == INTERNAL


@pytest.mark.parametrize(
    "label",
    ["Pat Roe", "Pat Roe or Kim Doe", "Father Sam's cell phone", "P. Roe's home number", "Kim Doe's pager", "x334 P. Roe",
     "Director's voice mail", "Home # for Pat Roe"],
)  # fmt: skip
def test_a_number_that_is_somebodys_own_is_dropped(label: str) -> None:
    assert withheld(label) == PERSONAL


@pytest.mark.parametrize(
    "label",
    ["", "Intake", "Toll Free", "24-hr. Domestic Violence Hotline", "Volunteer Services", "Spanish", "TTY", "Essex", "ext. 12",
     "Main Number (toll free)", "Head Start", "New York Office"],
)  # fmt: skip
def test_the_line_of_a_desk_or_place_keeps_its_label(label: str) -> None:
    assert withheld(label) == ""
    assert told(label) == label


def test_a_name_beside_a_desk_stays_behind() -> None:
    assert told("Volunteers, Pat Roe") == "Volunteers"
    assert told("Cancer Support Groups - Kim Doe") == "Cancer Support Groups"
    assert withheld("Pat Roe, Director") == ""
    assert told("Pat Roe, Director") == "Director"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Age 55 or over", (55, None)), ("adults 18 and older", (18, None)), ("Ages 12-17", (12, 17)), ("65+", (65, None)),
        ("children 3 to 5 years old", (3, 5)), ("under the age of 18", (None, 17)), ("18 years and under", (None, 18)),
        ("Age 55 or over for the center, age 60 or over for lunch", (None, None)), ("Anyone", (None, None)),
        ("Income under 200% of poverty, ages 18 and over", (None, None)), ("Up to 18 months", (None, None)),
        ("Most are 60 and over", (None, None)), ("Ages 17-12", (None, None)),
    ],
)  # fmt: skip
def test_an_age_is_read_where_it_is_the_only_rule(text: str, said: tuple[int | None, int | None]) -> None:
    assert ages(text) == said


def test_a_field_of_an_age_is_a_number_of_years() -> None:
    assert [age(text) for text in ("12", "12.0", "", "adult", "999")] == [12, 12, None, None, None]


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("Secretary Kim Roe", ""),
        ("Call, Tues., Kim McRoe", ""),
        ("X 269. Kim Doe, Intake", "Intake"),
        ("Fax for K. Doe", ""),
    ],
)
def test_a_name_inside_a_part_takes_the_part_with_it(label: str, kept: str) -> None:
    assert told(label) == kept


def test_a_rule_about_something_else_is_no_age() -> None:
    assert ages("Must be married for at least 2 years.") == (None, None)
    assert ages("Women with children. No boys over the age of 11.") == (None, None)
