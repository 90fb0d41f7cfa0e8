"""Telephone numbers in words: as people write them, and what is none."""

from __future__ import annotations

import pytest

from directory.language.dialled import numbers
from directory.language.spoken import spoken
from directory.language.stem import tokens
from directory.language.understanding import understand


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("305-555-0142", "3055550142"),
        ("(305) 555 0142", "3055550142"),
        ("+1 (305) 555-0142", "3055550142"),
        ("13055550142", "3055550142"),
        ("0800 555 142", "0800555142"),
        ("13 55 14", "135514"),
        ("741-741", "741741"),
        ("9-8-8", "988"),
    ],
)
def test_a_number_is_one_in_any_dress_and_knows_its_characters(typed: str, number: str) -> None:
    assert [found for _, _, found in numbers(tokens(typed))] == [number]
    [token] = [token for token in spoken(f"call {typed} now") if token.word == number]
    assert f"call {typed} now"[token.start : token.end].strip("+()") in typed


@pytest.mark.parametrize(
    "typed",
    ["3055550142", "988", "12 18", "24/7", "ages 12 18 24/7", "january 12 2026", "33125 12", "12 step", "", "no number"],
)
def test_other_numbers_stay_as_they_are(typed: str) -> None:
    assert list(numbers(tokens(typed))) == []


def test_a_short_number_is_the_name_of_its_line_and_911_an_emergency() -> None:
    found = understand("988")
    assert [word.meant for word in found.words] == [("988",)]
    assert not any(one.filters for one in found.readings)
    assert understand("9-1-1").crisis.exact == {"medical"}
