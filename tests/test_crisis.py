"""Crisis phrases: what raises a card, what only a soft line, what nothing."""

from __future__ import annotations

import pytest

from directory.helplines import helplines
from directory.language.asked import asked
from directory.language.crisis import heard
from directory.language.understanding import understand


@pytest.mark.parametrize(
    ("said", "situation"),
    [
        ("suicide prevention hotline", "cannot-cope"),
        ("línea de prevención del suicidio", "cannot-cope"),
        ("I don't want to live anymore", "cannot-cope"),
        ("i'm going to kill myself", "cannot-cope"),
        ("me quiero morir", "cannot-cope"),
        ("my daughter is cutting", "cannot-cope"),
        ("voices telling me to do it", "cannot-cope"),
        ("he hit me and I'm not safe", "abuse-at-home"),
        ("mi esposo me pega", "abuse-at-home"),
        ("i was raped last night", "sexual-violence"),
        ("i ran away from home", "child-at-risk"),
        ("overdose", "overdose"),
        ("took too many pills", "overdose"),
    ],
)
def test_exact_phrases_raise_the_card_of_their_situation(said: str, situation: str) -> None:
    card = helplines().card(heard(said).exact)
    assert card is not None
    assert card.key == situation


@pytest.mark.parametrize(
    "said",
    [
        "suicide prevention training",
        "cutting board",
        "emergency food",
        "crisis nursery",
        "end of life planning",
        "dying to meet new people",
        "overdose prevention training",
        "where will i find food",
        "kill time with friends",
        "volunteer on a crisis line",
        "in danger of eviction",
        "i dont want to live with my parents",
        "heart attack support group",
        "food pantry",
        "",
        "' OR 1=1 -- \U0001f600",
    ],
)
def test_everyday_phrases_raise_nothing(said: str) -> None:
    assert not heard(said).exact


@pytest.mark.parametrize(
    "said", ["suicide loss group", "prevención del suicidio", "suicide prevention", "my mom died and i cant cope"]
)
def test_implied_phrases_give_only_the_soft_line(said: str) -> None:
    found = heard(said)
    assert found.implied
    assert not found.exact


def test_a_harmless_phrase_does_not_silence_a_crisis_beside_it() -> None:
    assert heard("cutting board and i want to die").exact == {"suicide"}


def test_the_most_urgent_card_wins() -> None:
    card = helplines().card(heard("i want to die, i took too many pills, he hit me").exact)
    assert card is not None
    assert card.key == "overdose"


def test_an_age_never_stands_before_a_line_that_answers_at_any_age() -> None:
    for said in ("my 15 year old wants to die", "mi hijo de 15 años se quiere morir"):
        effect = asked(understand(said))
        assert effect.age is None
        assert not any(facet == "audience" and value == "teens" for facet, value in effect.raised)
    assert asked(understand("my 15 year old needs a tutor")).age == 15
    assert asked(understand("i am 15 and ran away from home")).age == 15
