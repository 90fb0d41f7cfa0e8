"""Families of crisis told in people's own words: the card that each raises, and harmless words beside them that raise none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from directory.helplines import helplines
from directory.language.crisis import heard

CARDS = {"other": ("cannot-cope", True), "self": ("cannot-cope", False), "abuse": ("abuse-at-home", False)}
"""What the table calls a card, and its situation and whether it is that of somebody else."""
with Path(__file__).with_name("crisis_families.csv").open(encoding="utf-8", newline="") as _file:
    FAMILIES = [(row["said"], row["card"]) for row in csv.DictReader(_file)]


def raised(said: str) -> tuple[str, bool] | None:
    """The situation of the card that a text raises, and whether it is of somebody else."""
    card = helplines().card(heard(said).exact)
    return None if card is None else (card.key, card.other)


@pytest.mark.parametrize(("said", "card"), [one for one in FAMILIES if one[1] != "none"])
def test_a_text_of_crisis_raises_the_card_of_its_family(said: str, card: str) -> None:
    assert raised(said) == CARDS.get(card, (card, False))


@pytest.mark.parametrize("said", [said for said, card in FAMILIES if card == "none"])
def test_harmless_words_that_look_like_it_raise_no_card(said: str) -> None:
    assert raised(said) is None


@pytest.mark.parametrize("said", [said for said, card in FAMILIES if card != "none"])
def test_a_text_of_crisis_raises_its_card_in_capitals_and_in_a_sentence(said: str) -> None:
    assert raised(said.upper()) == raised(f"hello. {said}. please, where can we go") == raised(said)


def test_both_sides_have_enough_families() -> None:
    harmless = sum(card == "none" for _, card in FAMILIES)
    assert harmless >= 80
    assert len(FAMILIES) - harmless >= 80
