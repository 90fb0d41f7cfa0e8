"""Phones: what is found in a field, and above all what is not made of it."""

from __future__ import annotations

import random
import re

import pytest
from phonenumbers import Leniency, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher, format_number

from ingest.clean.phones import PERSONAL, PLACEHOLDER, PROSE, SHORTENED, UNKNOWN, _dialled, _numeric, made_up, phones


def found(text: str, country: str = "US", **more: str) -> list[str]:
    """The numbers as "number", "number x ext", "number (instructions)"."""
    return [
        p.number + (f" x{p.extension}" if p.extension else "") + (f" ({p.instructions})" if p.instructions else "")
        for p in phones(text, country, **more).value
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("305-573-4200", ["3055734200"]),
        ("(305) 573.4200", ["3055734200"]),
        ("1 305 573 4200", ["3055734200"]),
        ("+1 305-573-4200", ["3055734200"]),
        ("305-573-4200 x57471", ["3055734200 x57471"]),
        ("305-573-4200 ext. 12", ["3055734200 x12"]),
        ("305-891-8850 xOPT1", ["3058918850 (option 1)"]),
        ("305-891-8850, press 2", ["3058918850 (option 2)"]),
        ("305-573-4200 or 305-891-8850 ext 12", ["3055734200", "3058918850 x12"]),
        ("305-573-4200 / (305) 891-8850", ["3055734200", "3058918850"]),
        ("305-573-4200 or 211", ["3055734200", "211"]),
        ("call 305-573-4200 between 9 and 5", ["3055734200"]),
        ("305-573-4200\\n305-573-4200", ["3055734200"]),
        ("+16699006833,,6371000191#", ["6699006833 (then 6371000191#)"]),
        ("1-800-799-SAFE (7233)", ["8007997233"]),
        ("1-800-4-A-CHILD (1-800-422-4453)", ["8004224453"]),
        ("+44 20 7946 1234", ["02079461234"]),
    ],
)
def test_every_number_of_a_field_is_found(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


def test_an_extension_of_its_own_field_is_taken() -> None:
    assert found("305-573-4200", extension="x301") == ["3055734200 x301"]
    assert found("305-573-4200", extension="OPT 2") == ["3055734200 (option 2)"]


def test_letters_stay_as_people_know_the_number() -> None:
    assert phones("1-800-RUNAWAY").value[0].display == "1-800-RUNAWAY"


@pytest.mark.parametrize("code", ["211", "2-1-1", "311", "511", "711", "988", "911", "Dial 988"])
def test_short_codes_never_gain_a_country_code(code: str) -> None:
    phone = phones(code).value[0]
    assert phone.kind == "short_code"
    assert len(phone.number) == 3


@pytest.mark.parametrize(
    ("text", "country", "number", "kind"),
    [
        ("116 123", "GB", "116123", "short_code"),
        ("1737", "NZ", "1737", "short_code"),
        ("13 11 14", "AU", "131114", "local"),
        ("988", "CA", "988", "short_code"),
        ("0800 1111", "GB", "08001111", "toll_free"),
        ("1-800-668-6868", "CA", "8006686868", "toll_free"),
        ("020 7946 1234", "GB", "02079461234", "local"),
    ],
)
def test_numbers_of_other_countries(text: str, country: str, number: str, kind: str) -> None:
    phone = phones(text, country).value[0]
    assert (phone.number, phone.kind, phone.country) == (number, kind, country)


@pytest.mark.parametrize(
    ("text", "country"), [("999", "US"), ("116123", "US"), ("4568", "US"), ("45645", "CA"), ("7868", "US")]
)
def test_digits_that_are_no_short_code_there_are_refused(text: str, country: str) -> None:
    assert phones(text, country).value == ()


def test_a_word_to_text_is_a_keyword() -> None:
    phone = phones("Text HOME to 741741").value[0]
    assert (phone.number, phone.use, phone.keyword) == ("741741", "text", "HOME")


def test_what_stands_before_a_number_is_its_use() -> None:
    uses = [p.use for p in phones("305-573-4200 Fax: (305) 573-4201 TTY 305-573-4202").value]
    assert uses == ["call", "fax", "tty"]


def test_call_or_text_is_both() -> None:
    assert [(p.number, p.use) for p in phones("Call or text 988").value] == [("988", "call"), ("988", "text")]


@pytest.mark.parametrize(
    "text", ["555-555-0100", "(999) 999-9999", "305-555-0123", "000-000-0000", "2222222222", "1-800-555-0199", "123-456-7890"]
)
def test_made_up_numbers_are_refused(text: str) -> None:
    cleaned = phones(text)
    assert cleaned.value == ()
    assert cleaned.notes == (PLACEHOLDER,)


def test_a_real_number_is_not_taken_for_made_up() -> None:
    assert not made_up("8007997233")
    assert not made_up("2025550299")


@pytest.mark.parametrize("text", ["Call the front desk", "see website", "ID: 974 678 486  Email host for password", "n/a"])
def test_prose_gives_a_note_and_no_phone(text: str) -> None:
    cleaned = phones(text)
    assert cleaned.value == ()
    assert cleaned.notes == (PROSE,)


def test_a_number_nobody_can_dial_is_told_apart_from_prose() -> None:
    assert phones("7868-555-1").notes == (UNKNOWN,)


def test_half_a_second_number_is_not_made_up() -> None:
    cleaned = phones("305-573-4567/4568")
    assert [p.number for p in cleaned.value] == ["3055734567"]
    assert cleaned.notes == (SHORTENED,)


def test_a_number_that_is_somebodys_own_is_dropped_and_told() -> None:
    for text in (
        "305-377-8277 (cell of Ann Doe 786-442-1199)",
        "305-377-8277, cell: 786-442-1199",
        "305-377-8277 / 786-442-1199 (cell)",
    ):
        found = phones(text)
        assert [phone.number for phone in found.value] == ["3053778277"]
        assert found.notes == (PERSONAL,)
    assert [phone.number for phone in phones("Cellular Pantry 305-377-8277").value] == ["3053778277"]


def test_an_empty_field_is_no_fault() -> None:
    assert phones("  ").value == ()
    assert phones("").notes == ()


@pytest.mark.parametrize("country", ["US", "CA"])
def test_ten_digits_alone_are_what_the_matcher_finds_in_them(country: str) -> None:
    chance = random.Random(3)
    forms = ("{}{}{}", "{}-{}-{}", "({}) {}-{}", "({}){}-{}", "{}.{}.{}", "{} {} {}", "{} {}-{}", "({}-{}-{}", "{}) {}-{}")
    for area in range(200, 1000):
        text = forms[area % len(forms)].format(area, f"{chance.randrange(1000):03}", f"{chance.randrange(10_000):04}")
        plain = PhoneNumberMatcher(text, country, leniency=Leniency.VALID)
        wanted = [(one.number, one.start, one.end) for one in plain]
        assert [(one.number, one.start, one.end) for one in _numeric(text, country, [])] == wanted, text


def test_a_north_american_number_is_dialled_by_the_digits_the_library_writes() -> None:
    for digits in (3055734200, 4165550199, 8007997233, 2423221234, 7871234567):
        number = PhoneNumber(country_code=1, national_number=digits)
        assert _dialled(number) == re.sub(r"\D", "", format_number(number, PhoneNumberFormat.NATIONAL))
