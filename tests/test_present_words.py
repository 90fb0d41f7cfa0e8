"""The catalogue of words: whole in both languages, no blank filled wrongly, no word that hurts."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest

from directory.web import words, words_forms, words_list, words_pages, words_search, words_site
from directory.web.present_cards import times_text
from directory.web.words import WORDS, Voice

PARTS = (words.FRAME, words_search.SEARCH, words_pages.PAGES, words_site.SITE, words_list.LIST, words_forms.FORMS)
HURTS = re.compile(
    r"\b(victim|addict|committed suicide|the homeless|the elderly|mentally ill|suffers? from|empower|journey|eligible|verified|"
    r"oops|invalid|submit|click here|please note|unfortunately)\b|!",
    re.IGNORECASE,
)


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_key_is_said_twice() -> None:
    assert sum(len(part) for part in PARTS) == len(WORDS)


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_are_there_with_the_same_blanks(key: str) -> None:
    english, spanish = WORDS[key]
    assert english
    assert spanish
    assert blanks(english) == blanks(spanish)


@pytest.mark.parametrize("key", WORDS)
def test_no_word_hurts_or_hurries(key: str) -> None:
    assert not HURTS.search(WORDS[key][0])


def test_one_has_its_own_words() -> None:
    assert Voice("en")("n_listings", n=1) == "1 listing"
    assert Voice("en")("n_listings", n=2) == "2 listings"
    assert Voice("es")("n_listings", n=1) == "1 servicio"


def test_thousands_are_told_apart() -> None:
    assert Voice("en")("n_listings", n=3157) == "3,157 listings"
    assert Voice("en")("left_out", n=1200).startswith("1,200 listings left out")


def test_lists_are_joined_as_people_say_them() -> None:
    assert Voice("en").join(["a", "b", "c"]) == "a, b and c"
    assert Voice("es").either(["a", "b"]) == "a o b"
    assert Voice("en").join([]) == ""


def test_a_date_does_not_break() -> None:
    assert Voice("en").day(date(2026, 9, 12)) == "12\u00a0Sep\u00a02026"
    assert Voice("es").day(date(2026, 9, 12)) == "12\u00a0sep\u00a02026"


def test_an_unknown_language_is_answered_in_english() -> None:
    assert Voice("xx")("search") == "Search"


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (("tuesday", "evening"), "Tuesday, evening"),
        (("tuesday", "friday"), "Tuesday or Friday"),
        (("now", "tuesday", "evening"), "Open now or Tuesday, evening"),
        (("tonight",), "This evening"),
    ],
)
def test_times_are_said_as_they_combine(times: tuple[str, ...], said: str) -> None:
    assert times_text(times, Voice("en")) == said


def test_a_number_in_groups_keeps_its_order_within_an_arabic_sentence() -> None:
    assert Voice("ar")("call_to", number="116 123") == "الاتصال بـ \N{FIRST STRONG ISOLATE}116 123\N{POP DIRECTIONAL ISOLATE}"
    assert Voice("ar")("call_to", number="988") == "الاتصال بـ 988"
    assert Voice("en")("call_to", number="116 123") == "Call 116 123"
