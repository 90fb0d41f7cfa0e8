"""For whom help is looked for: ages before words for a relative, shelters for women in every wording, "no body" for nobody."""

from __future__ import annotations

import pytest

from directory.language.asked import asked
from directory.language.understanding import understand
from directory.language.understood import Understood


def audiences(found: Understood) -> set[str]:
    return {value for one in found.readings if one.kind == "audience" for value in one.values}


@pytest.mark.parametrize(
    ("text", "age", "kind"),
    [
        ("consejeria gratis para mi hijo de 15 años", 15, "mental-health/counseling"),
        ("consejero para mi hija de 14", 14, "mental-health/counseling"),
        ("psychologist for my kid who is 15", 15, "mental-health/psychologists"),
        ("free therapist for my son 16", 16, "mental-health/children-teens"),
        ("psicólogo gratis para mi hijo adolescente", None, "mental-health/psychologists"),
        ("free counselor for my teenage son", None, "mental-health/counseling"),
    ],
)
def test_an_age_goes_before_the_word_for_whose_it_is(text: str, age: int | None, kind: str) -> None:
    found = understand(text)
    effect = asked(found)
    assert "children" not in audiences(found)
    assert effect.age == age
    assert kind in dict(effect.chosen)["category"]
    assert ("audience", "teens") in {
        *effect.raised,
        *(("audience", value) for value in dict(effect.chosen).get("audience", ())),
    }


def test_children_of_no_age_or_beside_an_older_one_stay_children() -> None:
    assert "children" in audiences(understand("terapeuta para mi hijo"))
    assert "children" in audiences(understand("activities for children and a group for teens"))
    assert asked(understand("my son 2 months of rent")).age is None
    assert asked(understand("my kids 6 months of day care")).age is None


@pytest.mark.parametrize(
    "text",
    [
        "shelter for women", "shelters for women", "women's shelter", "womens shelter", "women shelter",
        "womens homeless shelter", "refugio para mujeres", "albergue de mujeres", "مأوى للنساء", "ملجأ للنساء",
    ],
)  # fmt: skip
def test_a_shelter_for_women_is_one_in_every_wording_and_help_with_violence_is_offered(text: str) -> None:
    effect = asked(understand(text))
    assert dict(effect.chosen)["category"] == ("practical/housing/shelter",)
    assert "women" in dict(effect.chosen)["audience"]
    assert ("category", "crisis/abuse-violence") in effect.offered
    assert ("category", "crisis/abuse-violence") not in effect.raised


def test_a_shelter_from_violence_stays_one() -> None:
    assert dict(asked(understand("domestic violence shelter for women")).chosen)["category"][0] == "crisis/abuse-violence"
    assert ("category", "crisis/abuse-violence") not in asked(understand("homeless shelter")).offered


def test_who_has_no_money_for_something_is_not_asked_whether_the_money_is_free() -> None:
    effect = asked(understand("mother pass last week no money for funeral"))
    assert "cost" not in dict(effect.chosen)
    assert ("topic", "grief") in effect.raised
    assert dict(asked(understand("no money for dentist")).chosen)["cost"] == ("free",)


@pytest.mark.parametrize("text", ["no body to talk", "some body talk to me please", "any body to talk to"])
def test_no_body_is_nobody(text: str) -> None:
    found = understand(text)
    assert any("crisis/warmlines" in one.values for one in found.readings)
    assert all("body" not in word.text.split() for word in found.words)


def test_a_body_stays_one_and_every_reading_tells_its_characters() -> None:
    assert any(word.text == "body" for word in understand("body image").says)
    assert any("body" in word.text for word in understand("no body shaming gym").says)
    [one, *_] = [one for one in understand("i have no  body to talk to").readings if one.kind == "category"]
    assert one.said.startswith("no  body")
