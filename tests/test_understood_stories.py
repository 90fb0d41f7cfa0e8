"""Sentences that tell a story: what in them is asked for, what only tells how it came, and for whom."""

from __future__ import annotations

import pytest

from directory.language.asked import Effect, asked
from directory.language.understanding import understand


def effect_of(text: str) -> Effect:
    """What a text asks."""
    return asked(understand(text))


def kinds(effect: Effect) -> tuple[str, ...]:
    """The kinds of help that are certain."""
    return dict(effect.chosen).get("category", ())


def test_words_that_tell_how_a_need_came_are_told_aside() -> None:
    effect = effect_of("i lost my wallet at the beach and need a new state id")
    assert ("beach",) in effect.aside
    assert ("beach",) not in {word for one in effect.hints for word in one}
    assert not effect_of("state id beach").aside


def test_a_phrase_ends_at_a_comma() -> None:
    apart = effect_of("gay teen, parents don't accept me")
    assert ("category", "family-caregivers/parent-support") in apart.raised
    assert kinds(effect_of("support for teen parents"))
    assert not kinds(apart)


@pytest.mark.parametrize("text", ["i am pregnant and 16", "16 and pregnant", "im gay and 15 and scared"])
def test_an_age_is_told_beside_what_else_somebody_is(text: str) -> None:
    assert effect_of(text).age in {15, 16}


@pytest.mark.parametrize("text", ["i have two kids and 16 dollars", "24 and 7", "i am here and 30 people wait"])
def test_other_numbers_are_no_age(text: str) -> None:
    assert effect_of(text).age is None


def test_what_is_wanted_is_asked_for_though_its_words_only_imply_it() -> None:
    assert kinds(effect_of("i am 30 days sober and want to find a meeting")) == ("recovery/twelve-step",)
    assert not kinds(effect_of("i went to find a meeting and nobody was there"))


def test_children_and_school_are_mentioned_and_not_needed_beside_a_need() -> None:
    effect = effect_of("lost everything in a fire and my kids need clothes")
    assert kinds(effect) == ("practical/essentials/clothing-household",)
    assert ("category", "social/youth") not in effect.raised
    assert ("category", "social/youth") in effect_of("kids").raised


def test_of_a_sentence_that_only_says_for_whom_help_for_them_is_the_need() -> None:
    [need] = effect_of("my daughter came out as gay and the others are cruel").needs
    assert need.values == (("audience", "lgbtq"),)
    assert need.any_word


def test_families_of_somebody_are_helped_by_groups_whatever_their_topic() -> None:
    raised = effect_of("my brother has schizophrenia and we are lost").raised
    assert raised[:2] == (("category", "family-caregivers/family-groups"), ("category", "support-groups/mental-health"))
    assert ("category", "family-caregivers/family-groups") not in effect_of("i have schizophrenia and i am lost").raised


def test_a_trouble_of_ones_own_is_no_relatives_trouble() -> None:
    effect = effect_of("since the baby was born i feel like crying and i dont love my baby")
    assert ("audience", "family-friends") not in effect.raised
    assert ("category", "mental-health/counseling") in effect.raised


@pytest.mark.parametrize("text", ["grief support that is not in a church", "grupo de duelo que no sea en una iglesia"])
def test_a_group_outside_of_a_church_is_not_faith_based(text: str) -> None:
    assert dict(effect_of(text).excluded)["format"] == ("faith-based",)


def test_a_day_program_for_somebody_with_dementia_is_no_treatment() -> None:
    assert kinds(effect_of("day program for someone with dementia")) == (
        "family-caregivers/respite",
        "health/home-long-term-care",
    )
    assert kinds(effect_of("day program")) == ("mental-health/day-residential",)


def test_who_has_no_insurance_is_helped_where_it_costs_little() -> None:
    assert ("cost", "sliding-scale") in effect_of("doctor for people without insurance").raised
