"""Buttons of contact: what is dialled, what is texted, what is never a telephone link."""

from __future__ import annotations

from dataclasses import replace

import phonenumbers
import pytest

from directory.listing import Listing, Organization, Phone, Provenance
from directory.web.present_contact import actions, phone_href, phone_text
from directory.web.words import Voice

EN = Voice("en")
BARE = Listing(
    id="world:a@1",
    ref="0000000000",
    revision=1,
    name="Example Circle",
    organization=Organization(key="world:a", name="Example Network"),
    categories=("support-groups/grief",),
)


@pytest.mark.parametrize(
    ("phone", "text", "href"),
    [
        (Phone(number="988", kind="short_code"), "988", "tel:988"),
        (Phone(number="988", kind="short_code", use="text"), "988", "sms:988"),
        (Phone(number="741741", kind="short_code", use="text", keyword="HOME"), "741741", "sms:741741?&body=HOME"),
        (Phone(number="116123", kind="short_code", country="GB"), "116 123", "tel:116123"),
        (Phone(number="3055550142", kind="local"), "305-555-0142", "tel:+13055550142"),
        (Phone(number="8005550107", kind="toll_free"), "1-800-555-0107", "tel:+18005550107"),
        (Phone(number="7872345678", kind="international", country="PR"), "+1 787-234-5678", "tel:+17872345678"),
        (Phone(number="01212345678", kind="international", country="GB"), "+44 121 234 5678", "tel:+441212345678"),
        (Phone(number="441212345678", kind="international", country="GB"), "+44 121 234 5678", "tel:+441212345678"),
        (Phone(number="3055550142", kind="local", extension="12"), "305-555-0142 ext. 12", "tel:+13055550142;ext=12"),
        (
            Phone(number="8005557233", kind="toll_free", display="1-800-555-SAFE"),
            "1-800-555-SAFE (1-800-555-7233)",
            "tel:+18005557233",
        ),
        (
            Phone(number="8005557233", kind="toll_free", display="1-800-555-SAFE (7233)"),
            "1-800-555-SAFE (7233)",
            "tel:+18005557233",
        ),
    ],
)
def test_a_number_is_read_as_people_know_it_and_dialled_right(phone: Phone, text: str, href: str) -> None:
    assert (phone_text(phone), phone_href(phone)) == (text, href)


@pytest.mark.parametrize("number", ["988", "211", "711", "741741", "116123"])
def test_a_short_code_never_gains_a_country_code(number: str) -> None:
    for use in ("call", "text"):
        assert phone_href(Phone(number=number, kind="short_code", use=use)).partition(":")[2].startswith(number)


@pytest.mark.parametrize("country", ["US", "CA"])
def test_a_north_american_number_is_dialled_as_the_library_says(country: str) -> None:
    for area in range(200, 1000, 7):
        for rest in ("5550142", "0000000", "1234567", "9999999"):
            parsed = phonenumbers.parse(f"{area}{rest}", country)
            said = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            assert phone_href(Phone(number=f"{area}{rest}", kind="local", country=country)) == f"tel:{said}"


def test_what_is_only_for_texts_is_never_a_telephone_link() -> None:
    listing = replace(BARE, phones=(Phone(number="741741", kind="short_code", use="text", keyword="HOME"),))
    found = actions(listing, listing.name, EN)
    assert [one.href for one in found] == ["sms:741741?&body=HOME"]
    assert found[0].text == "Text HOME to 741741"


def test_a_fax_is_no_way_of_contact() -> None:
    listing = replace(BARE, phones=(Phone(number="3055550142", kind="local", use="fax"),), url="https://circle.example.org")
    assert [one.kind for one in actions(listing, listing.name, EN)] == ["web"]


def test_the_accessible_name_holds_the_visible_words_and_whose_it_is() -> None:
    listing = replace(
        BARE, phones=(Phone(number="3055550142", kind="local"),), url="https://circle.example.org", email="hello@example.org"
    )
    for one in actions(listing, listing.name, EN):
        assert one.text in one.name
        assert "Example Circle" in one.name


def test_every_listing_has_a_way_to_make_contact() -> None:
    bare = actions(BARE, BARE.name, EN)
    sourced = actions(replace(BARE, provenance=Provenance(source="x", link="https://source.example.org/1")), BARE.name, EN)
    american = actions(replace(BARE, coverage=("us-ca",)), BARE.name, EN)
    assert bare[0].href == "/helplines"
    assert sourced[0].href == "https://source.example.org/1"
    assert american[0].href == "tel:211"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example.org", "ftp://files.example.org", "data:text/html,x", ""]
)
def test_only_web_addresses_become_links(address: str) -> None:
    listing = replace(BARE, url=address, join_url=address, chat_url=address, coverage=("us",))
    assert [one.href for one in actions(listing, listing.name, EN)] == ["tel:211"]


def test_a_room_to_join_comes_before_the_number_that_dials_into_it() -> None:
    line = Phone(number="3055550142", kind="local", label="Meeting ID 12")
    room = replace(BARE, phones=(line,), join_url="https://meet.example.org/12", url="https://example.org")
    shown = actions(replace(room, modes=("online-group", "phone")), "X", EN)
    assert [action.kind for action in shown] == ["join", "call", "web"]
    assert [action.kind for action in actions(room, "X", EN)] == ["call", "join", "web"]
    chat = actions(replace(BARE, phones=(line,), chat_url="https://example.org/chat"), "X", EN)
    assert [action.kind for action in chat] == ["call", "chat"]
