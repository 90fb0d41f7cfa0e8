"""Who tells of a death is heard as somebody who grieves, in whatever order and tense; who does not, is not."""

from __future__ import annotations

import pytest

from directory.language.asked import asked
from directory.language.understanding import understand

GRIEF = {("topic", "grief"), ("category", "support-groups/grief")}
TOLD = [
    "my mom die last week", "mom dead", "my mother is dead", "my mother is gone", "my mom pass", "my dad has passed",
    "she die tuesday. my mom. i cant stop cry", "my mama pass away i alone at 2am", "mama gone", "mom died", "papi dead",
    "my mom die last week i cant sleep no body to talk", "mother pass last week no money for funeral", "he dead my son",
    "my dad he just die", "my uncle passed and the rent is due", "my uncle in Ohio died", "dad's death anniversary",
    "the passing of my husband", "brother death",
    "my best friend is no longer with us", "her mother passed away", "mi mamá muerta hace una semana", "murió mi hermano",
    "se fue al cielo mi abuela", "la muerte de mi madre", "mi esposo está muerto", "mi papá ya no está con nosotros",
    "mi mamá se me fue hace un mes", "falleció mi papá", "fallecimiento de mi padre", "mi abuela acaba de morir",
    "my mom passed the other day", "my dad passed a few days ago", "my son michael died",
]  # fmt: skip
UNTOLD = [
    "my mom is gone to work", "my husband is gone all week", "my dad is gone to mexico", "pass the exam", "dead end",
    "my daughter passed her test", "mom passed a kidney stone", "my brother has a dead end job", "my husband's phone died",
    "my mothers death certificate", "my phone died",
    "my sons phone died", "my son phone died",
    "my husband car battery died", "my grandma passed her driving test", "my mom passed the citizenship exam",
    "if my mom dies", "my mom will die soon", "i dont want my mom to die",
    "my mom didn't die", "who can pass my kids to school", "mi hijo no pasó el examen", "mi esposo se fue con otra",
    "estoy muerto de hambre mi hijo", "acta de muerte de mi papá", "si muere mi mamá",
]  # fmt: skip


def needs(text: str) -> set[tuple[str, str]]:
    return {pair for one in understand(text).readings if not one.offered and not one.excluded for pair in one.pairs}


@pytest.mark.parametrize("text", TOLD)
def test_a_death_is_heard_as_grief(text: str) -> None:
    assert needs(text) >= GRIEF


@pytest.mark.parametrize("text", UNTOLD)
def test_what_only_has_its_words_is_not(text: str) -> None:
    assert GRIEF.isdisjoint(needs(text))


def test_a_sure_death_filters_and_one_that_may_be_something_else_only_raises() -> None:
    assert dict(asked(understand("mom dead")).chosen) == {"category": ("support-groups/grief",), "topic": ("grief",)}
    assert not asked(understand("mama gone")).chosen


def test_words_of_crisis_tell_of_nobodys_death() -> None:
    found = understand("i want to die my mom hates me")
    assert found.crisis.exact == {"suicide"}
    assert GRIEF.isdisjoint(needs("i want to die my mom hates me"))


def test_when_somebody_died_is_no_time_to_come() -> None:
    assert asked(understand("she die tuesday. my mom")).times == ()
    assert asked(understand("my mom died. a group tuesday")).times == ("tuesday",)


def test_an_hour_of_the_night_at_which_somebody_grieves_is_no_time_to_come() -> None:
    assert asked(understand("my mama pass away i alone at 2am")).times == ()
    assert asked(understand("my mom died, grief group on tuesday evenings")).times == ("evening", "tuesday")


@pytest.mark.parametrize("thing", ["scooter", "wheelchair", "dog", "moto", "lavadora"])
def test_what_somebody_has_dies_without_anybody_grieving_for_them(thing: str) -> None:
    assert ("category", "support-groups/grief") not in asked(understand(f"my son {thing} died")).chosen_needs
