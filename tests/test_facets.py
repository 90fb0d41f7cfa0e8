"""What a listing says to every facet, by the sentences of the classification (taxonomy §4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from directory.facets import (
    AGES,
    FACETS,
    Answer,
    Unit,
    answer,
    answers,
    declared,
    group_of,
    units,
)
from directory.listing import Eligibility, Listing, Organization
from directory.taxonomy import categories, values
from tests.oracle_facets import Meaning
from tests.worlds import World

YES, UNKNOWN, NO = Answer.YES, Answer.UNKNOWN, Answer.NO

PLAIN = Listing(
    id="a:1@1", ref="", revision=1, name="", organization=Organization(key="o", name=""), categories=("practical/work",)
)


def said(facet: str, *chosen: str, **states: Any) -> Answer:
    """What a listing that states this answers to values of one unit."""
    return answer(Unit(facet, chosen), answers(replace(PLAIN, **states)))


def test_stated_is_yes_and_unstated_is_unknown() -> None:
    assert said("access", "wheelchair", access=("wheelchair",)) is YES
    assert said("access", "wheelchair", access=("parking",)) is UNKNOWN
    assert said("access", "wheelchair", denied=("access:wheelchair",)) is NO


def test_stated_outranks_denied() -> None:
    assert said("access", "wheelchair", access=("wheelchair",), denied=("access:wheelchair",)) is YES


def test_donation_is_free_and_a_fee_is_not() -> None:
    assert said("cost", "free", costs=("donation",)) is YES
    assert said("cost", "free", costs=("fee",)) is NO
    assert said("cost", "fee", costs=("free",)) is NO


def test_insurance_says_nothing_about_the_price() -> None:
    assert said("cost", "free", costs=("medicaid",)) is UNKNOWN
    assert said("cost", "medicaid", costs=("free",)) is UNKNOWN


def test_other_languages_only_is_no_but_an_interpreter_keeps_it_open() -> None:
    assert said("language", "es", languages=("en",)) is NO
    assert said("language", "es", languages=("en", "interpreter")) is UNKNOWN
    assert said("language", "es") is UNKNOWN
    assert said("language", "es", "en", languages=("en",)) is YES
    assert said("language", "interpreter", languages=("en",)) is UNKNOWN


def test_a_refused_interpreter_stays_refused() -> None:
    assert said("language", "interpreter", languages=("en",), denied=("language:interpreter",)) is NO


def test_american_sign_language_is_an_access_need_met() -> None:
    assert said("access", "sign-language", languages=("ase",)) is YES


def test_a_loss_by_suicide_is_a_loss() -> None:
    assert said("topic", "grief", topics=("suicide-loss",)) is YES
    assert said("topic", "grief", topics=("child-loss",)) is YES
    assert said("topic", "suicide-loss", topics=("grief",)) is not YES


def test_a_category_says_those_above_it_and_what_it_implies() -> None:
    assert said("category", "support-groups", categories=("support-groups/grief",)) is YES
    assert said("category", "support-groups/grief", categories=("support-groups",)) is not YES
    assert said("topic", "grief", categories=("support-groups/grief",)) is YES


def test_a_denial_outranks_what_a_category_implies() -> None:
    assert said("format", "peer-led", categories=("support-groups/one-to-one-peers",)) is YES
    assert said("format", "peer-led", categories=("support-groups/one-to-one-peers",), denied=("format:peer-led",)) is NO


@pytest.mark.parametrize("slug", [slug for slug in categories() if categories()[slug].implies])
def test_every_implied_value_is_said(slug: str) -> None:
    told = answers(replace(PLAIN, categories=(slug,)))
    assert all(value in told.yes[facet] for facet, value in categories()[slug].implies)


def test_who_picked_men_never_sees_only_women() -> None:
    only_women: dict[str, Any] = {"only": ("women",), "audiences": ("survivors",)}
    assert said("audience", "men", **only_women) is NO
    assert said("audience", "men", "survivors", **only_women) is NO
    assert said("audience", "women", **only_women) is YES
    assert said("audience", "survivors", **only_women) is YES
    assert said("audience", "veterans-military", **only_women) is UNKNOWN


def test_welcoming_one_audience_turns_no_other_away() -> None:
    assert said("audience", "men", audiences=("women",)) is UNKNOWN


def test_a_shelter_for_women_is_closed_to_men_and_says_nothing_of_who_is_neither() -> None:
    shelter: dict[str, Any] = {"categories": ("practical/housing/shelter",), "audiences": ("women", "children")}
    assert said("audience", "men", **shelter) is NO
    assert said("audience", "women", **shelter) is YES
    assert said("audience", "nonbinary-trans", **shelter) is UNKNOWN
    both = shelter | {"audiences": ("women", "men")}
    assert said("audience", "men", **both) is YES
    assert said("audience", "men", **shelter | {"audiences": ("children",)}) is UNKNOWN


@pytest.mark.parametrize(
    ("group", "low", "high", "right"),
    [
        ("children", None, 12, YES),
        ("children", 12, None, YES),
        ("children", 13, None, NO),
        ("teens", 12, 13, YES),
        ("teens", None, 12, NO),
        ("young-adults", 25, None, YES),
        ("young-adults", 26, None, NO),
        ("adults", None, 17, NO),
        ("adults", None, 18, YES),
        ("older-adults", None, 59, NO),
        ("older-adults", 18, None, YES),
        ("older-adults", None, None, UNKNOWN),
    ],
)
def test_age_audiences_follow_from_the_stated_ages(group: str, low: int | None, high: int | None, right: Answer) -> None:
    assert said("audience", group, eligibility=Eligibility(minimum_age=low, maximum_age=high)) is right


def test_stated_ages_win_over_age_words() -> None:
    assert said("audience", "teens", audiences=("teens",), eligibility=Eligibility(minimum_age=18)) is NO
    assert said("audience", "teens", audiences=("teens",)) is YES


def test_attendance_and_leader_exclude_their_others() -> None:
    assert said("format", "closed", formats=("open",)) is NO
    assert said("format", "peer-led", formats=("professional-led",)) is NO
    assert said("format", "secular", formats=("faith-based",)) is UNKNOWN
    assert said("format", "peer-led", formats=("open",)) is UNKNOWN


def test_chosen_values_combine_by_the_rule_of_their_facet() -> None:
    assert units("cost", ("free", "medicaid")) == (Unit("cost", ("free", "medicaid")),)
    assert units("access", ("wheelchair", "parking")) == (Unit("access", ("wheelchair",)), Unit("access", ("parking",)))
    assert units("format", ("open", "secular", "drop-in")) == (
        Unit("format", ("open", "drop-in")),
        Unit("format", ("secular",)),
    )
    assert units("start", ("walk-in", "no-id", "call-first", "no-insurance")) == (
        Unit("start", ("walk-in", "call-first")),
        Unit("start", ("no-id",)),
        Unit("start", ("no-insurance",)),
    )
    assert units("topic", ()) == ()


def test_every_value_of_the_table_belongs_to_a_declared_facet() -> None:
    assert set(values()) - {"time"} == set(FACETS) - {"category"}
    assert set(AGES) == {value for value in declared("audience") if group_of("audience", value) == "age"}
    assert {group for facet in FACETS.values() for group in (*facet.exclusive, *facet.unticked)} <= {
        value.group for found in values().values() for value in found.values()
    }


def test_nothing_is_both_yes_and_no_and_two_valued_facets_have_no_no() -> None:
    for listing in World(7, 200).listings:
        told = answers(listing)
        for name, facet in FACETS.items():
            assert told.yes[name].isdisjoint(told.no.get(name, frozenset()))
            assert facet.three_valued is (name in told.no)


def test_the_code_says_what_the_texts_say() -> None:
    for listing in World(8, 300).listings:
        told, right = answers(listing), Meaning().said(listing)
        assert {f"{facet}:{value}" for facet, found in told.yes.items() for value in found} == right.yes
        assert {f"{facet}:{value}" for facet, found in told.no.items() for value in found} == right.no
