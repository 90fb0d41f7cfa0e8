"""Addresses and coordinates: repaired only where that is certain, and never a place that must stay secret."""

from __future__ import annotations

import pytest

from directory.geo import Point
from directory.listing import Address
from ingest.clean.addresses import address, country_code, postal_code, secret, street_words
from ingest.clean.coordinates import degrees, point


def test_padding_becomes_codes_and_the_source_country() -> None:
    raw = Address(lines=("11347 SW 160th Street ", ""), city="Miami ", region="FL ", postal_code=" 33157", country="   ")
    assert address(raw, "US").value == Address(
        lines=("11347 SW 160th Street",), city="Miami", region="FL", postal_code="33157", country="US"
    )


@pytest.mark.parametrize(
    ("code", "region", "kept"),
    [
        ("2139", "MA", "02139"),
        ("7102", "NJ", "07102"),
        ("926", "PR", "00926"),
        ("21394307", "MA", "02139"),
        ("2139", "FL", ""),
        ("2139", "", ""),
        ("33136", "FL", "33136"),
        ("33136-1234", "FL", "33136-1234"),
        ("331361234", "FL", "33136-1234"),
        ("64113.0", "MO", "64113"),
        ("00000", "FL", ""),
        ("99999", "FL", ""),
        ("ABCDE", "FL", ""),
        ("", "FL", ""),
    ],
)
def test_zip_codes_get_their_zeros_back_only_where_the_state_agrees(code: str, region: str, kept: str) -> None:
    assert postal_code(code, "US", region).value == kept


@pytest.mark.parametrize(
    ("code", "country", "kept"),
    [
        ("t6e4e8", "CA", "T6E 4E8"),
        ("sw1a1aa", "GB", "SW1A 1AA"),
        ("2000", "AU", "2000"),
        ("33136", "CA", ""),
        ("0110", "NZ", "0110"),
    ],
)
def test_postal_codes_have_the_form_of_their_country(code: str, country: str, kept: str) -> None:
    assert postal_code(code, country).value == kept


@pytest.mark.parametrize(
    "words",
    [
        "Confidential",
        "CONFIDENTIAL ADDRESS",
        "Undisclosed location",
        "Call for location",
        "Please call for the address",
        "Address not published",
        "Location provided at intake",
        "Dirección confidencial",
    ],
)
def test_words_instead_of_a_street_say_that_it_is_secret(words: str) -> None:
    raw = Address(lines=(words,), city="Miami", region="FL")
    assert secret(raw)
    assert address(raw).value.lines == ()


def test_a_street_is_not_secret() -> None:
    assert not secret(Address(lines=("12 Secretariat Way", "Call Street 4"), city="Tallahassee"))


def test_a_po_box_is_not_a_place_one_goes_to() -> None:
    for box in ("P.O. Box 1234", "PO Box 12", "Post Office Box 9", "p o box 7 ", "Drawer 12"):
        cleaned = address(Address(lines=(box,), city="Miami", region="FL"))
        assert cleaned.value.lines == ()
        assert cleaned.notes == ("a PO box was taken out: nobody can go there",)
    assert address(Address(lines=("12 Main St, P.O. Box 4",))).value.lines == ("12 Main St",)
    assert address(Address(lines=("100 Box Elder Rd",))).value.lines == ("100 Box Elder Rd",)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("301 Bay St #305", "Suite 305"), ("301 Bay St #305",)),
        (("10 S Howard St 6Th Floor", "6th Floor"), ("10 S Howard St 6Th Floor",)),
        (("301 Bay St #305", "Suite 306"), ("301 Bay St #305", "Suite 306")),
        (("301 Bay St", "Suite 305"), ("301 Bay St", "Suite 305")),
        (("12 Elm St #2", "14 Elm St #2"), ("12 Elm St #2", "14 Elm St #2")),
    ],
)
def test_a_unit_is_told_once(lines: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert address(Address(lines=lines)).value.lines == kept


def test_countries_are_known_by_name_and_code() -> None:
    assert [country_code(name) for name in ("USA", "United States", "Canada", "UK", "us ", "   ", "Narnia")] == [
        "US", "US", "CA", "GB", "US", "", "",
    ]  # fmt: skip


def test_what_gives_a_street_away_is_its_number_and_its_name() -> None:
    assert street_words(Address(lines=("1380 Howard St, Apt 4",))) == (("1380",), ("howard",))
    assert street_words(Address(lines=("7 NW 160th Street",))) == (("160th",),)
    assert street_words(Address(lines=("12 Martin Luther King Blvd",))) == (("12",), ("martin", "luther", "king"))
    assert street_words(Address()) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Haven House, 1380 Howard St", "Haven House - 1380 Howard", "Lower level 1380 Howard Street", "Suite 5, 1380 Howard St",
        "1380-1384 Howard St", "1380 Howard, 2nd Floor",
    ],
)  # fmt: skip
def test_a_street_behind_a_buildings_name_or_before_a_floor_gives_a_hidden_address_away(line: str) -> None:
    assert {("1380",), ("howard",)} <= set(street_words(Address(lines=(line,))))


def test_both_streets_of_a_corner_give_a_hidden_address_away_and_a_buildings_name_does_not() -> None:
    assert {("howard",), ("5th",)} <= set(street_words(Address(lines=("Corner of Howard St & 5th Ave",))))
    assert ("mary", "church") not in street_words(Address(lines=("St Mary Church, 12 Palm St",)))


@pytest.mark.parametrize(
    ("lat", "lon", "kept"),
    [
        (25.774, -80.193, Point(25.774, -80.193)),
        ("25.774", "-80.193", Point(25.774, -80.193)),
        ("25,774", "80,193 W", Point(25.774, -80.193)),
        (25.1234567, -80.7654321, Point(25.12346, -80.76543)),
        (-113.5, 53.5, Point(53.5, -113.5)),
        (0, 0, None),
        ("0.000", "-0.0", None),
        (float("nan"), 1.0, None),
        (float("inf"), 1.0, None),
        (91, 200, None),
        ("north", "west", None),
        ("", "", None),
        (None, None, None),
        (25.7, None, None),
        (True, False, None),
    ],
)
def test_coordinates_are_positions_or_nothing(lat: object, lon: object, kept: Point | None) -> None:
    assert point(lat, lon).value == kept


def test_dropped_coordinates_are_told() -> None:
    assert point(0, 0).notes == ("coordinates 0,0 were dropped",)
    assert point(-113.5, 53.5).notes == ("latitude and longitude were swapped",)
    assert point("", "").notes == ()


def test_degrees_of_words_are_unknown() -> None:
    assert degrees("1e400") is None
    assert degrees("−80.19") == -80.19
