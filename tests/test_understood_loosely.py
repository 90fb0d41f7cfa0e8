"""Phrases that are not said to the letter: small words more or less, other forms of words, relatives, names, by the way."""

from __future__ import annotations

import pytest

from directory.language.asked import asked
from directory.language.completion import complete
from directory.language.crisis import heard
from directory.language.inflection import kin, related, root
from directory.language.lexicon import seed
from directory.language.understanding import understand
from directory.language.weakening import weaker

Pairs = set[tuple[str, str]]


def filters(text: str) -> Pairs:
    """What a text filters by."""
    return {pair for one in understand(text).readings if one.filters and not one.excluded for pair in one.pairs}


def raised(text: str) -> Pairs:
    """What a text only raises."""
    return {pair for one in understand(text).readings if one.raises for pair in one.pairs}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("they shut off our water", ("category", "practical/housing/utilities")),
        ("the gas got disconnected", ("category", "practical/housing/utilities")),
        ("cleaning my big old house", ("category", "practical/home-help")),
        ("applying for a green card", ("category", "practical/legal/immigration")),
        ("nos van a cortar el agua", ("category", "practical/housing/utilities")),
    ],
)
def test_small_words_and_other_forms_change_no_meaning(text: str, meant: tuple[str, str]) -> None:
    assert meant in filters(text) | raised(text)


def test_a_word_that_is_no_small_one_parts_a_phrase() -> None:
    assert ("category", "practical/housing/utilities") not in filters("they shut off our singing water")


@pytest.mark.parametrize(
    ("one", "other"), [("leaking", "leaks"), ("wives", "wife"), ("stole", "stealing"), ("evicted", "evict")]
)
def test_forms_of_an_english_word_have_one_root(one: str, other: str) -> None:
    assert root(one, "en") == root(other, "en") != ""


@pytest.mark.parametrize(("one", "other"), [("perdieron", "perdi"), ("cortaron", "cortar"), ("cuidando", "cuido")])
def test_forms_of_a_spanish_word_have_one_root(one: str, other: str) -> None:
    assert root(one, "es") == root(other, "es") != ""


def test_kin_are_the_known_words_of_the_same_root() -> None:
    known = related([("leak", "en"), ("leaking", "en"), ("lead", "en"), ("cuidar", "es")])
    assert kin("leaks", known) == ("leak", "leaking")
    assert kin("cuido", known) == ("cuidar",)
    assert kin("led", known) == ()


def test_words_of_crisis_are_heard_through_small_words_and_of_any_relative() -> None:
    assert heard("i honestly just really want to die").exact == {"suicide"}
    for relative in ("stepson", "mother in law", "classmate"):
        assert "someone-else" in heard(f"my {relative} wants to kill herself").exact
    assert "abuse-now" in heard("my stepdad beats my little brother").exact


def test_a_name_that_was_typed_alone_has_to_be_said() -> None:
    effect = asked(understand("childline"))
    assert [need.words for need in effect.needs if not need.values] == [(("childline",),)]
    assert ("category", "crisis/topic-helplines") in effect.raised
    assert [less.dropped[-1] for less in weaker(effect)][:2] == ["implied", "words"]
    assert "words" not in [less.dropped[-1] for less in weaker(effect, mild=True)]
    assert ("category", "crisis/topic-helplines") in filters("is childline free for my kids")


@pytest.mark.parametrize(
    ("text", "asked_for", "by_the_way"),
    [
        ("clothes for a job interview", "practical/essentials/clothing-household", "practical/work"),
        ("someone to watch my baby while i work", "practical/childcare", "practical/work"),
        ("my roommate stole my food stamps", "practical/food/benefits", "practical/housing/affordable"),
        ("i ran away from home and my caseworker took my passport", "", "practical/legal/id-documents"),
    ],
)
def test_what_is_only_mentioned_filters_nothing(text: str, asked_for: str, by_the_way: str) -> None:
    kinds = {value for kind, value in filters(text) if kind == "category"}
    assert by_the_way not in kinds
    assert not asked_for or asked_for in kinds


def test_what_is_the_matter_and_who_somebody_is_ask_for_no_kind_of_help() -> None:
    assert ("topic", "dementia") in filters("my dad is 80 and has dementia")
    assert not any(kind == "category" for kind, _ in filters("my dad is 80 and has dementia"))
    assert ("category", "faith/humanist") not in filters("atheist grief support")


def test_who_is_to_be_talked_to_is_what_is_asked_for() -> None:
    assert ("category", "faith/pastoral-care") in filters("i need to talk to a rabbi about burying my father")
    assert ("category", "crisis/warmlines") in filters("i need to talk")


def test_a_death_is_told_without_my() -> None:
    assert ("topic", ("grief",)) in asked(understand("mom will not eat since dad died")).chosen


def test_pronouns_of_a_phrase_have_to_be_said() -> None:
    assert ("topic", "divorce") not in raised("quiero que mi esposo deje de apostar")


def test_a_relative_without_my_before_an_ailment_is_somebodys() -> None:
    assert ("category", "family-caregivers") in raised("husband has schizophrenia")
    assert ("category", "family-caregivers") not in raised("husband")


def test_informal_phrases_are_understood_and_never_suggested() -> None:
    informal = [row for row in seed().rows if row.file == "everyday.csv" and len(row.key) > 1]
    assert len(informal) > 4000
    assert all(row.silent for row in informal)
    assert "shut off my lights" not in {one.label for one in complete("shut off")}


@pytest.mark.parametrize(
    "text",
    ["my husband died", "my mom died", "I lost my husband", "falleció mi mamá", "murió mi esposo", "can't sleep since he died"],
)
def test_whoever_tells_of_a_death_looks_for_grief_with_its_groups_first_and_no_crisis(text: str) -> None:
    found = understand(text)
    effect = asked(found)
    assert ("topic", "grief") in effect.chosen_needs
    assert ("category", "support-groups/grief") in {*effect.chosen_needs, *effect.raised}
    assert {facet for facet, _ in effect.chosen} <= {"category", "topic"}
    assert not found.crisis.exact | found.crisis.implied


@pytest.mark.parametrize("text", ["my husband died", "mi abuela falleció", "se murió mi esposo"])
def test_a_relative_who_died_makes_grief_groups_certain_and_is_no_word_that_listings_say(text: str) -> None:
    effect = asked(understand(text))
    assert ("category", "support-groups/grief") in effect.chosen_needs
    assert all("grief" in {word[0] for word in group} for group in effect.hints)


def test_what_is_left_out_raises_nothing_that_says_it() -> None:
    assert not asked(understand("counseling that is not religious")).hints[1:]


def test_a_culture_that_nothing_states_may_be_said_before_it_is_given_up() -> None:
    effect = asked(understand("arab community"))
    steps = {one.dropped[-1]: one for one in weaker(effect)}
    assert any(need.words == (("arab",), ("community",)) or need.words == (("arab",),) for need in steps["said"].needs)
    assert not any(facet == "culture" for need in steps["culture"].needs for facet, _ in need.values)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("peer support group for mental health", {"support-groups/mental-health"}),
        ("therapy for teens", {"mental-health/counseling", "mental-health/children-teens"}),
        ("my asylum hearing is next month and i have no lawyer", {"practical/legal/immigration"}),
        ("can't afford daycare so i can go back to work", {"practical/childcare"}),
    ],
)
def test_kinds_of_help_named_together_are_the_one_that_is_meant(text: str, kinds: set[str]) -> None:
    assert set(dict(asked(understand(text)).chosen)["category"]) == kinds


def test_a_time_of_what_happens_is_none_of_help() -> None:
    assert asked(understand("our lights are getting cut off friday and we have no money")).times == ()
    assert asked(understand("free hot meal sunday")).times == ("sunday",)


@pytest.mark.parametrize("text", ["my husband died and i can't pay rent", "my son passed his exam", "my phone died last night"])
def test_a_death_told_beside_another_need_and_one_that_is_none_narrow_nothing(text: str) -> None:
    assert "topic" not in dict(asked(understand(text)).chosen)


LINES = {("category", value) for value in ("crisis/lifelines", "crisis/warmlines", "crisis/topic-helplines")}


@pytest.mark.parametrize("text", ["lgbt helpline", "helpline for veterans", "anorexia hotline", "gambling helplines"])
def test_a_line_for_somebody_or_with_something_is_any_line(text: str) -> None:
    assert LINES & filters(text) in (LINES, {("category", "crisis/topic-helplines")})


def test_a_line_alone_is_one_of_crisis() -> None:
    assert LINES & filters("hotline") == {("category", "crisis/lifelines")}


def test_a_kind_of_help_with_the_topic_of_its_words_gives_way_to_either() -> None:
    less = next(one for one in weaker(asked(understand("cancer support"))) if one.dropped[-1] == "topic")
    assert [set(need.values) for need in less.needs if need.any_value] == [
        {("category", "support-groups/illness"), ("topic", "cancer")}
    ]


def test_a_number_that_is_a_name_is_looked_for_and_one_that_counts_is_not() -> None:
    assert asked(understand("211")).hints == ((("211",),),)
    assert (("1200",),) not in asked(understand("need 1200 for rent")).hints


@pytest.mark.parametrize(
    ("text", "kind"), [("free food stamps", "practical/food/benefits"), ("free legal aid", "practical/legal/legal-aid")]
)
def test_what_is_free_anyway_is_not_filtered_by_what_it_costs(text: str, kind: str) -> None:
    assert filters(text) == {("category", kind)}
    assert ("cost", "free") in raised(text)


def test_where_somebody_asks_for_something_free_it_is_filtered_by() -> None:
    assert ("cost", "free") in filters("someone to help me file for custody for free")


def test_a_phrase_of_crisis_that_only_counts_at_the_end_is_no_part_of_something_else() -> None:
    for text in ("mi papá no quiere seguir", "no quiere seguir, mi papá", "no quiere seguir y no sé qué hacer"):
        assert heard(text).exact == {"someone-else"}
    assert not heard("mi papá no quiere seguir trabajando").exact


def test_a_home_for_which_something_is_needed_is_not_what_is_needed() -> None:
    assert filters("used furniture for a new apartment") == {("category", "practical/essentials/clothing-household")}
