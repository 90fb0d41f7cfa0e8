"""A number or mailbox that its source keeps private is found however it is written, and no other is taken for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from directory.listing import Address, Listing, Organization, Phone, Place, ref_of
from ingest.clean.persons import GONE
from ingest.pipeline.secrecy import tells, without_private
from ingest.withheld import Withheld, private

NUMBER, DESK = "5551234567", "desk@brendan.example.org"
MARKS = frozenset({NUMBER, DESK})


def listing(**said: Any) -> Listing:
    organization = Organization(key="hope", name="Hope")
    return Listing(id="a:1", ref=ref_of("a:1"), revision=0, name="Hope", organization=organization, categories=(), **said)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Call 555-123-4567.", f"Call {GONE}."),
        ("Call 555-123-4567 24/7", f"Call {GONE} 24/7"),
        ("Call 555-123-4567 (24 hours)", f"Call {GONE} (24 hours)"),
        ("555-123-4567 9-5", f"{GONE} 9-5"),
        ("555-123-4567 / 555-765-4321", f"{GONE} / 555-765-4321"),
        ("555-765-4321 / 555-123-4567", f"555-765-4321 / {GONE}"),
        ("555\u2013123\u20134567", GONE),
        ("555\u2011123\u20114567", GONE),
        ("555\u00a0123\u202f4567", GONE),
        ("555_123_4567", GONE),
        ("+1 555.123.4567 x12", f"+1 {GONE} x12"),
        ("24/7 123-4567", f"24/7 {GONE}"),
        ("Room 12, 123-4567 24/7", f"Room 12, {GONE} 24/7"),
        ("Write to Desk@Brendan.example.org", f"Write to {GONE}"),
    ],
)  # fmt: skip
def test_a_private_number_or_mailbox_is_taken_out_whatever_stands_around_it(text: str, kept: str) -> None:
    assert tells(text, MARKS)
    assert tells((Phone(number="5550000000", kind="local", instructions=text),), MARKS)
    found = without_private(listing(description=text), MARKS)
    assert found is not None
    assert found.description == kept


@pytest.mark.parametrize(
    "text",
    ["555-765-4321 24/7", "(305) 123-4567", "305 123 4567", "3051234567", "123-456-7890", "desk@other.example.org"],
)  # fmt: skip
def test_another_number_is_not_taken_for_it(text: str) -> None:
    assert not tells(text, MARKS)
    assert without_private(listing(description=text), MARKS) == listing(description=text)


@pytest.mark.parametrize("text", ["+962 6 550 2000", "+96265502000", "06 550 2000", "550 2000"])
def test_a_number_is_found_with_the_code_of_its_country_and_without_its_own_0(text: str) -> None:
    assert tells(text, frozenset({"065502000"}))


def test_how_to_get_there_is_told_without_the_private_number() -> None:
    place = Place(directions="At the gate call 555-123-4567.", transport="For a ride: 555.123.4567")
    found = without_private(listing(place=place), MARKS)
    assert found is not None
    assert found.place == Place(directions=f"At the gate call {GONE}.", transport=f"For a ride: {GONE}")


@pytest.mark.parametrize("place", [Place(name="Call 555-123-4567"), Place(address=Address(lines=("Call 555-123-4567",)))])
def test_a_place_whose_name_or_address_tells_it_is_not_published(place: Place) -> None:
    assert without_private(listing(place=place), MARKS) is None


def test_a_number_that_is_shown_as_the_private_one_goes_with_it() -> None:
    found = without_private(listing(phones=(Phone(number="5550000000", kind="local", display="555-123-4567"),)), MARKS)
    assert found == listing()


def test_of_an_id_that_comes_twice_what_each_keeps_private_is_kept(tmp_path: Path) -> None:
    with Withheld(tmp_path, "a") as withheld:
        withheld.private("a:1", frozenset({NUMBER}))
        withheld.private("a:1", frozenset({DESK}))
        withheld.keep()
    assert private(tmp_path, ["a"]) == {"a:1": MARKS}
