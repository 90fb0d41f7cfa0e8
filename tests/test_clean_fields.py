"""Whole addresses in one field, placeholders and ages: what is certain is taken, the rest is kept as it is."""

from __future__ import annotations

import pytest

from directory.listing import Address
from ingest.clean.age_fields import Ages, ages, ages_in
from ingest.clean.coordinates import degrees
from ingest.clean.crosswalk import prefix
from ingest.clean.placeholders import placeholder, said, template
from ingest.clean.whole_address import point_in, whole_address


@pytest.mark.parametrize(
    "text",
    ["N/A", "n.a.", "UNKNOWN", "Address not available", "City not specified", "Unknown Address", "http://", "https://www.",
     "-1", "TBD", "00000", "State not specified Postal code not specified", " ", "Not Available", "no phone", "sin datos"],
)  # fmt: skip
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert placeholder(text)
    assert said(text) == ""


@pytest.mark.parametrize("text", ["None Such Road", "12 Unknown Road", "Nance Street", "Food", "No. 5", "1", "Nan's House"])
def test_what_only_looks_like_them_stays(text: str) -> None:
    assert not placeholder(text)
    assert said(text) == text


def test_the_words_of_an_empty_form_are_no_address() -> None:
    assert all(
        template(text) for text in ("State", "City", "Location Address", "Address, City, State, Zip", "Street, City, 00000")
    )
    assert not any(template(text) for text in ("State Street", "Kansas City", "State College", "1 City Road"))


def test_an_address_of_placeholders_and_a_state_is_none() -> None:
    assert said(", , CO UNKNOWN") == ""
    assert said("Unknown, Unknown, Unknown Unknown") == ""
    assert said("1 Elm St, Unknown, CO UNKNOWN") == "1 Elm St, Unknown, CO UNKNOWN"


@pytest.mark.parametrize(
    ("text", "lines", "city", "region", "code"),
    [
        ("9 Elm Drive, Troy, NY 12180", ("9 Elm Drive",), "Troy", "NY", "12180"),
        ("9 Elm Drive, Suite 5, Troy, ny 12180-1234", ("9 Elm Drive", "Suite 5"), "Troy", "NY", "12180-1234"),
        ("9 Elm Drive, Troy, NY 12180, USA", ("9 Elm Drive",), "Troy", "NY", "12180"),
        ("9 Elm Drive\nTroy, NY 12180\n(42.7, -73.7)", ("9 Elm Drive",), "Troy", "NY", "12180"),
        ("9 Elm Drive, Troy, NY", ("9 Elm Drive",), "Troy", "NY", ""),
        ("Troy, NY 12180", (), "Troy", "NY", "12180"),
        ("7802 Bay Parkway11214", ("7802 Bay Parkway",), "", "", "11214"),
        ("1130 Grand\nConcourse 10456", ("1130 Grand Concourse",), "", "", "10456"),
        ("the old mill", ("the old mill",), "", "", ""),
    ],
)
def test_an_american_address_is_taken_apart_from_its_end(
    text: str, lines: tuple[str, ...], city: str, region: str, code: str
) -> None:
    expected = Address(lines=lines, city=city, region=region, postal_code=code, country="US")
    assert whole_address(text).value == expected


@pytest.mark.parametrize(
    ("text", "country", "city", "code"),
    [
        ("80 Webb Street, Wellington 6011", "NZ", "Wellington", "6011"),
        ("48 Elm Road, Auckland", "NZ", "Auckland", ""),
        ("1 High St, Leeds, LS1 4AP", "GB", "Leeds", "LS1 4AP"),
        ("1 Elm St, Ottawa, K1A 0B1", "CA", "Ottawa", "K1A 0B1"),
    ],
)
def test_other_countries_have_their_town_before_the_code(text: str, country: str, city: str, code: str) -> None:
    found = whole_address(text, country).value
    assert (found.city, found.postal_code, found.country) == (city, code, country)


def test_an_address_that_is_not_understood_is_kept_and_told() -> None:
    read = whole_address("behind the church, Wellington", "NZ")
    assert read.value.lines == ("behind the church", "Wellington")
    assert read.notes


def test_a_point_in_brackets_is_found() -> None:
    assert point_in("1 Elm St\n(40.6, -73.9)") == (40.6, -73.9)
    assert point_in("1 Elm St (rear)") is None


def test_a_coordinate_near_zero_may_be_written_with_an_exponent() -> None:
    assert degrees("-9.7787370905280113E-3") == pytest.approx(-0.009778737090528)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("13 to 21", 13, 21), ("16+", 16, None), ("6 and up", 6, None), ("under 18", None, 17), ("Ages 5-12", 5, 12),
        ("Adults 18 and over", 18, None), ("60 years and older", 60, None), ("over 60", 61, None), ("18 and under", None, 18),
        ("Ages 14 through 24 years old", 14, 24),
    ],
)  # fmt: skip
def test_ages_of_a_field_are_read(text: str, low: int | None, high: int | None) -> None:
    assert ages(text) == Ages(low, high)


@pytest.mark.parametrize("text", ["Elementary", "6-5", "30", "13 to 21 and their parents", "", "2 to 300"])
def test_what_is_not_ages_whole_is_not_guessed(text: str) -> None:
    assert ages(text) is None


def test_ages_in_prose_are_taken_where_they_are_named_once() -> None:
    assert ages_in("Youth ages 13 to 21 who live in the city.") == Ages(13, 21)
    assert ages_in("Women 18 years or older") == Ages(18, None)
    assert ages_in("Ages 3-5; ages 6-12") is None
    assert ages_in("Open 9 to 5") is None


def test_a_code_is_read_by_its_longest_prefix() -> None:
    whole, letter = prefix("ntee", "X20"), prefix("ntee", "X99")
    assert whole is not None
    assert whole.pairs == (("category", "faith/congregations"), ("faith", "christian"))
    assert letter is not None
    assert letter.code == "X"
    assert prefix("ntee", "") is None
