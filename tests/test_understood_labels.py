"""What pages call a kind of help is understood when it is typed, in every language of them; Arabic joins words together."""

from __future__ import annotations

import pytest

from directory.facets import declared
from directory.language.asked import asked
from directory.language.understanding import understand
from directory.taxonomy import label


def meant(text: str, *strengths: str) -> set[tuple[str, str]]:
    """(kind, value) of the readings of a text."""
    return {pair for one in understand(text).readings if one.strength in (strengths or ("exact",)) for pair in one.pairs}


def heeded(text: str) -> bool:
    """Whether a text means a kind of help or a topic, or is heard as words of crisis."""
    found = understand(text)
    return bool(found.crisis.exact) or any(one.kind in {"category", "topic"} for one in found.readings)


@pytest.mark.parametrize("facet", ["category", "topic"])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_label_that_is_typed_means_something(facet: str, language: str) -> None:
    assert [value for value in declared(facet) if not heeded(label(facet, value, language))] == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("توحد", ("topic", "autism")),
        ("التوحد", ("topic", "autism")),
        ("ابني عنده توحد واحنا جدد هنا", ("topic", "autism")),
        ("سكري", ("topic", "diabetes")),
        ("السكري", ("topic", "diabetes")),
        ("علاج نطق لطفل", ("category", "health/disability-rehab")),
        ("للتوحد", ("topic", "autism")),
        ("طعام وسكن", ("category", "practical/housing/affordable")),
    ],
)
def test_an_arabic_word_is_known_with_and_without_what_is_joined_to_it(text: str, pair: tuple[str, str]) -> None:
    assert pair in meant(text)


def test_a_part_of_a_label_is_only_implied_and_a_general_word_of_labels_says_nothing() -> None:
    assert ("topic", "dementia") in meant("خرف", "implied")
    assert not meant("مجموعات", "exact", "implied")
    assert not meant("كل يوم", "exact", "implied")


def test_a_relative_alone_tells_of_no_death() -> None:
    assert not meant("ابني", "exact", "implied")
    assert ("topic", "grief") not in meant("ابني عنده مشكلة كبيرة في المدرسة", "exact", "implied")
    assert not asked(understand("ابني")).chosen


def test_labels_of_english_and_spanish_count_when_nothing_else_is_typed() -> None:
    assert ("category", "recovery/non-twelve-step") in meant("other recovery groups")
    assert not any(value == "crisis" for _, value in meant("my mother needs help right now with the roof"))
