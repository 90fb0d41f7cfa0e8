"""Short prose that means declared values: nothing hedged is promised."""

from __future__ import annotations

import pytest

from ingest.clean.languages import languages
from ingest.clean.words import access, beginnings, costs


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("English and Spanish", ("en", "es")), ("Haitian-Creole", ("ht",)), ("American Sign Language", ("ase",)),
        ("Creole. Phone interpreters available for other languages.", ("ht", "interpreter")), ("Greek", ("other",)),
        ("Spanish (limited)", ("interpreter",)), ("Others available upon request", ("interpreter",)),
        ("Special needs are accommodated as needed", ()), ("Telephone; Walk-In", ()),
        ("Creole with translators as needed", ("interpreter",)), ("Spanish (website)", ()), ("", ()),
        ("Spanish\\n\\nIndividual Counseling: English", ("es", "en")),
    ],
)  # fmt: skip
def test_languages_are_those_that_are_promised(text: str, values: tuple[str, ...]) -> None:
    assert languages(text, {"creole": "ht"}).values == values


def test_words_that_name_no_language_are_told() -> None:
    assert languages("Creole").unread == ("Creole",)
    assert languages("please look at each profile").unread == ("please look at each profile",)


def test_access_is_what_is_said_without_a_no() -> None:
    assert access("Handicap accessible").values == ("wheelchair",)
    assert access("Elevator and accessible restrooms").values == ("step-free", "accessible-restroom")
    assert access("Not wheelchair accessible").values == ()
    assert access("Bathrooms not wheelchair accessible").unread


@pytest.mark.parametrize(
    ("text", "values", "denied"),
    [
        ("Walk-ins welcomed, call for information", ("walk-in",), ()), ("Call for more information", ("call-first",), ()),
        ("Must call to make an appointment, no walk-ins", ("call-first", "appointment"), ("walk-in",)),
        ("Must bring a picture ID", ("documents-needed",), ()), ("Must be referred by DCF", ("referral-needed",), ()),
        ("Varies on program", (), ()),
    ],
)  # fmt: skip
def test_how_to_begin_is_read(text: str, values: tuple[str, ...], denied: tuple[str, ...]) -> None:
    assert beginnings(text) == (values, denied)


def test_costs_are_read_from_what_is_said_of_fees() -> None:
    assert costs("None") == ("free",)
    assert costs("Sliding scale; accepts Medicaid") == ("sliding-scale", "medicaid")
    assert costs("Does not accept Medicaid") == ()
    assert costs("", "Those interested in sliding scale bring a tax return. Donations taken.") == ("sliding-scale",)
