"""Arabic that people type: words of crisis are heard, the plainest needs become filters."""

from __future__ import annotations

import csv

import pytest

from directory.language.asked import asked
from directory.language.crisis import heard
from directory.language.lexicon import seed
from directory.language.rows import FOLDER
from directory.language.understanding import understand


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("أريد أن أموت", "suicide"),
        ("اريد ان اموت", "suicide"),  # as most phones write it
        ("أُريدُ أن أنتحر", "suicide"),
        ("أفكر في الانتحار", "suicide"),
        ("أؤذي نفسي", "self-harm"),
        ("زوجي يضربني", "abuse-now"),
        ("جرعة زائدة", "overdose"),
    ],
)
def test_words_of_crisis_are_heard_in_arabic(typed: str, value: str) -> None:
    assert value in heard(typed).exact


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("طعام", {("category", "practical/food/pantries")}),
        ("أبحث عن طعام مجاني", {("category", "practical/food/pantries"), ("cost", "free")}),
        ("مساعدة نفسية", {("category", "mental-health/counseling")}),
        ("معالج نفسي يتكلم عربي", {("category", "mental-health/counseling"), ("language", "ar")}),
        ("مساعدة في الإيجار", {("category", "practical/housing/rent-mortgage")}),
        ("مات زوجي", {("topic", "grief")}),
        ("توفي زوجي", {("topic", "grief")}),
        ("فقدت زوجي", {("topic", "grief")}),
        ("وفاة زوجي", {("topic", "grief")}),
    ],
)
def test_needs_in_arabic_become_filters(typed: str, meant: set[tuple[str, str]]) -> None:
    found = {(one.kind, value) for one in understand(typed).readings if one.strength == "exact" for value in one.values}
    assert found == meant


def test_every_arabic_row_names_a_phrase_of_ours_whose_meaning_it_has() -> None:
    known = {row.phrase for row in seed().rows if row.lang == "en"}
    with (FOLDER / "ar.csv").open(encoding="utf-8", newline="") as file:
        said = [row["note"] for row in csv.DictReader(file) if row["kind"] not in {"grammar", "filler"}]
    assert [note for note in said if note.removeprefix("as: ") not in known] == []


def test_what_listings_say_of_an_arabic_need_counts_as_if_it_were_typed() -> None:
    hints = asked(understand("مأوى للنساء")).hints
    assert (("shelter",),) in hints
    assert (("women",),) not in hints  # what is sensitive raises nothing
