"""What people type and what is understood: the table of cases, the taxonomy's contract, and what readings ask of a search."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.facets import FACETS
from directory.language.asked import Effect, asked
from directory.language.sensitive import sensitive
from directory.language.understanding import understand
from directory.language.understood import Around, Understood
from directory.language.weakening import DROPPED, weaker
from directory.places import Gazetteer
from directory.taxonomy import categories
from tests.understood_notation import written

HERE = Path(__file__).resolve().parent
GAZETTEER = Gazetteer.open(HERE.parent / ".cache")
AROUND = Around(people=GAZETTEER.peopled("us"))
with (HERE / "understood_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(row["text"], row["understood"]) for row in csv.DictReader(file)]

CONTRACT = {
    "AA tonight near me": "category=recovery/twelve-step topic=alcohol time=tonight place=here",
    "my husband died": "category=support-groups/grief topic=grief",
    "cant pay rent": "category=practical/housing/rent-mortgage",
    "free therapist en español": "category=mental-health/counseling cost=free language=es",
    "shrink sliding scale": "category=mental-health/counseling cost=sliding-scale",
    "gay friendly grief group": "audience=lgbtq category=support-groups/grief",
    "asl support group for deaf parents": "language=ase category=support-groups audience=deaf audience=parents",
    "someone to talk to right now": "category=crisis/warmlines time=now",
    "food stamps": "category=practical/food/benefits",
    "smart recovery zoom sunday": "category=recovery/non-twelve-step mode=video time=sunday format=secular",
    "not religious recovery group": "format=not:faith-based category=recovery/non-twelve-step",
    "christian counseling": "category=faith/pastoral-care faith=christian",
    "my son is using drugs": "category=family-caregivers/family-groups audience=family-friends topic=other-drugs",
    "wheelchair accessible church": "access=wheelchair category=faith/congregations",
    "postpartum depression online": "topic=perinatal mode=app-web",
    "no insurance dentist": "start=no-insurance category=health/dental-vision-hearing",
    "undocumented food pantry no id": "audience=immigrants-refugees category=practical/food/pantries start=no-id",
    "necesito hablar con alguien": "category=crisis/warmlines",
    "grupo de duelo en español": "category=support-groups/grief topic=grief language=es",
    "no puedo pagar la renta": "category=practical/housing/rent-mortgage",
    "alcohólicos anónimos esta noche": "category=recovery/twelve-step time=tonight",
    "veteran ptsd group": "audience=veterans-military topic=trauma category=support-groups/trauma-abuse",
    "teen depression support": "audience=teens topic=depression",
    "respite for caregivers of dementia": "category=family-caregivers/respite topic=dementia audience=caregivers",
    "black therapist takes medicaid": "culture=black cost=medicaid",
    "psycologist for my child": "category=mental-health/psychologists audience=children",
    "narcan": "category=recovery/harm-reduction topic=opioids",
    "muslim women's support group": "faith=muslim audience=women category=support-groups",
    "ride to the doctor": "category=practical/transport",
    "online forum for anxiety": "category=online/communities topic=anxiety",
    "volunteer": "category=social/volunteering",
    "na meeting": "category=recovery/twelve-step",
}
"""The taxonomy's own queries, with what must be among what is understood, at any strength."""


def understood(text: str) -> Understood:
    return understand(text, around=AROUND)


def test_the_table_has_enough_cases_each_once() -> None:
    texts = [text for text, _ in CASES]
    assert len(texts) >= 300
    assert len(set(texts)) == len(texts)
    assert CONTRACT.keys() <= set(texts)


@pytest.mark.parametrize(("text", "meant"), CASES, ids=[text for text, _ in CASES])
def test_a_text_is_understood(text: str, meant: str) -> None:
    assert written(understood(text)) == set(meant.split())


@pytest.mark.parametrize(("text", "among"), CONTRACT.items())
def test_the_contract_of_the_taxonomy_holds(text: str, among: str) -> None:
    got = {f"{r.kind}={'not:' if r.excluded else ''}{value}" for r in understood(text).readings for value in r.values}
    got |= {f"{facet}={value}" for pair in list(got) for facet, value in _implied(pair)}
    assert set(among.split()) <= got


def _implied(pair: str) -> tuple[tuple[str, str], ...]:
    kind, _, value = pair.partition("=")
    return categories()[value].implies if kind == "category" and value in categories() else ()


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_every_reading_tells_its_characters_and_nothing_sensitive_is_raised(text: str) -> None:
    found = understood(text)
    for reading in found.readings:
        assert reading.said == text[reading.start : reading.end] != ""
        if reading.raises:
            assert not any(sensitive(kind, value) for kind, value in reading.pairs)
    for word in found.words:
        assert word.text == text[word.start : word.end]
    effect = asked(found)
    assert not any(sensitive(*pair) for pair in effect.raised)
    assert not {pair for facet, values in effect.chosen for pair in [(facet, value) for value in values]} & set(effect.offered)


def test_positions_are_of_the_text_as_it_was_typed() -> None:
    found = understood("  ¡Terapia   GRATIS, en Español!  ")
    assert [(one.kind, one.said) for one in found.readings] == [
        ("category", "Terapia   GRATIS"),
        ("cost", "Terapia   GRATIS"),
        ("language", "en Español"),
    ]


def test_a_text_asks_filters_exclusions_times_an_age_and_a_place() -> None:
    effect = asked(understood("therapist in oakland ca for my 15 year old, tuesday evening, not religious, no insurance"))
    assert dict(effect.chosen)["category"] == ("mental-health/counseling",)
    assert dict(effect.chosen)["start"] == ("no-insurance",)
    assert dict(effect.excluded) == {"category": ("faith",), "format": ("faith-based",)}
    assert (effect.times, effect.age, effect.place) == (("evening", "tuesday"), 15, "oakland ca")
    assert ("audience", "parents") in effect.raised
    assert [name for name, _ in effect.chosen] == [name for name in FACETS if name in dict(effect.chosen)]
    assert effect.words == ""


def test_implied_needs_must_be_said_or_stated_when_nothing_is_certain() -> None:
    effect = asked(understood("my uncle passed"))
    [need] = effect.needs
    assert need.values == (("category", "support-groups/grief"), ("topic", "grief"))
    assert need.words == (("uncle",), ("passed",))
    assert need.any_value
    assert not effect.chosen
    assert effect.raised[:2] == need.values


def hinted(effect: Effect) -> set[tuple[str, ...]]:
    """All words that are worth something."""
    return {word for words in effect.hints for word in words}


def test_words_of_a_sentence_that_names_its_need_are_not_needed_but_worth_something() -> None:
    effect = asked(understood("since the storm my roof leaks and i need a food pantry"))
    assert not [need for need in effect.needs if not need.values]
    assert {("storm",), ("roof",)} <= set(effect.aside) | hinted(effect)
    assert asked(understood("food pantry storm")).needs


def test_what_listings_say_for_a_word_is_as_good_as_the_word() -> None:
    effect = asked(understood("prueba de embarazo"))
    assert ("pregnancy",) in hinted(effect)
    [need] = [one for one in asked(understood("sangre gratis")).needs if not one.values]
    assert (set(need.words), need.any_word) == ({("sangre",), ("blood",)}, True)


def test_a_crisis_phrase_raises_help_and_is_no_chip() -> None:
    found = understood("my boyfriend hits me")
    effect = asked(found)
    assert found.crisis.exact == {"abuse-now"}
    assert ("category", "crisis/abuse-violence") in effect.raised
    assert ("category", "crisis/abuse-violence") not in effect.offered
    assert not found.readings
    assert effect.words == ""


def test_words_and_filters_are_taken_back_in_the_declared_order() -> None:
    effect = asked(understood("free asl grief lanterns for gay muslim men on zoom sunday, no id"))
    steps = list(weaker(effect))
    assert [one.dropped[-1] for one in steps] == [step for step in DROPPED if step in steps[-1].dropped]
    assert steps[0].dropped == ("words",)
    assert dict(steps[-1].chosen).keys() == {"language", "access", "start"}
    for before, after in zip([effect, *steps], steps, strict=False):
        assert set(dict(after.chosen)) <= set(dict(before.chosen))
        assert not any(sensitive(*pair) for pair in after.raised)


def test_what_is_taken_back_mildly_still_comes_first() -> None:
    effect = asked(understood("anorexia helpline"))
    for less in weaker(effect, mild=True):
        gone = [(facet, v) for facet, found in effect.chosen for v in found if v not in dict(less.chosen).get(facet, ())]
        assert set(gone) <= {*less.raised, *(pair for need in less.needs for pair in need.values)}


def test_safety_is_never_taken_back() -> None:
    effect = asked(understood("counseling for domestic violence and debt on monday"))
    *_, last, close = weaker(effect)
    assert close.far
    assert ("topic", "domestic-violence") in {*_pairs(last.chosen), *(pair for need in last.needs for pair in need.values)}
    assert last.times == ()
    shelter = asked(understood("domestic violence shelter"))
    assert all(value.startswith("crisis/") for less in weaker(shelter) for value in dict(less.chosen).get("category", ()))


def _pairs(sides: tuple[tuple[str, tuple[str, ...]], ...]) -> list[tuple[str, str]]:
    return [(facet, value) for facet, found in sides for value in found]


def test_a_kind_of_help_may_be_said_then_gives_way_to_the_one_above_it_then_to_what_is_far() -> None:
    said, wide, far = weaker(asked(understood("food pantry")))
    assert said.chosen == ()
    assert [need.values for need in said.needs] == [(("category", "practical/food/pantries"),)]
    assert [need.values for need in wide.needs] == [(("category", "practical/food"),)]
    assert (said.far, wide.far, far.far) == (False, True, True)
    assert all(need.any_word for need in far.needs)


def test_in_a_crisis_what_helps_is_found_by_what_it_says_of_itself() -> None:
    effect = asked(understood("i want to kill myself"))
    [need] = effect.needs
    assert need.words == (("suicide",),)
    assert ("kill",) not in hinted(effect)
    assert need.any_value


def test_a_time_in_the_name_of_a_need_is_not_asked_for_besides() -> None:
    assert asked(understood("place to sleep tonight")).times == ()
    assert asked(understood("AA tonight")).times == ("tonight",)


def test_where_somebody_tells_of_a_trouble_besides_what_they_name_help_with_any_of_it_is_enough() -> None:
    effect = asked(understood("i was robbed at gunpoint and have medical bills"))
    named, trouble = ("category", "health/paying-for-care"), ("topic", "crime-victim")
    assert (effect.chosen, effect.meant) == ((), (named,))
    (need,) = effect.needs
    assert need.any_value
    assert {named, trouble} <= set(need.values)
    assert named not in effect.raised
    assert dict(asked(understood("medical bills")).chosen)["category"] == ("health/paying-for-care",)


def test_of_several_kinds_of_help_the_one_that_is_asked_for_filters() -> None:
    assert dict(asked(understood("i work two jobs and cant afford day care")).chosen)["category"] == ("practical/childcare",)
    assert dict(asked(understood("my asylum hearing is next month and i have no lawyer")).excluded) == {}


def test_an_age_raises_its_audience_and_a_time_until_is_no_time() -> None:
    assert ("audience", "older-adults") in asked(understood("my mother is 84")).raised
    assert asked(understood("we have nothing to eat until friday")).times == ()


def test_a_sentence_without_a_need_is_read_by_what_its_words_stand_for() -> None:
    found = understood("my grandfather cant cook for himself anymore")
    assert any(one.raises and "practical/food/meals" in one.values for one in found.readings)


def test_an_ambiguous_phrase_offers_its_other_reading() -> None:
    [ramp] = understood("ramp").readings
    assert (ramp.values, ramp.alternatives) == (("practical/housing/repairs",), (("access", ("step-free",)),))
    [aca] = understood("aca").readings
    assert set(aca.values) == {"health/paying-for-care", "support-groups/trauma-abuse"}
    assert len(aca.alternatives) == 2


def test_a_place_at_the_start_of_a_name_is_only_offered() -> None:
    found = understood("Lincoln hospital")
    [place] = [one for one in found.readings if one.kind == "near"]
    assert place.offered
    assert asked(found).place == ""
    assert asked(found).words == "Lincoln"


def test_without_a_gazetteer_and_an_index_no_name_is_a_place() -> None:
    assert all(one.kind != "near" for one in understand("food in oakland").readings)


@pytest.mark.parametrize(
    "text", ["", "   ", "!!!", "\U0001f600 \U0001f600", "' OR 1=1 --", "\x00\x01", "a" * 20_000, "中文 help", "ﷺ"]
)
def test_any_text_is_understood_without_an_error(text: str) -> None:
    found = understood(text)
    assert found.text == text
    asked(found)


def calls(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls."""
    count = 0

    def note(frame: object, event: str, what: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "part", ["free therapist for my mother who cant sleep and zzyzx ", "i want to die ", "no insurance ", "qwxz "]
)
def test_work_grows_in_proportion_to_the_text(part: str) -> None:
    def texts(times: int) -> Callable[[], object]:
        return lambda: understand(part * times, around=AROUND)

    calls(texts(2))
    once, twice = calls(texts(40)), calls(texts(80))
    assert twice < 2.3 * once


def test_only_ten_thousand_characters_are_read_and_few_names_are_looked_up() -> None:
    asked_for: list[str] = []

    def people(name: str) -> int:
        asked_for.append(name)
        return 0

    found = understand("zorvex in blorple, " * 2000 + "food", around=Around(people=people))
    assert all(one.kind != "category" for one in found.readings)
    assert max(word.end for word in found.words) <= 10_000
    assert len(set(asked_for)) < 60
