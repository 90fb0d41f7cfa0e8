"""What words are read as joins what was ticked: the question asked of the index, chips, what is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from directory.errors import AmbiguousPlace
from directory.geo import MILE_KM
from directory.index.base import Index
from directory.language.phrases import requirements
from directory.params import Asked, read, strictly
from directory.params_answer import answered
from directory.params_links import Chip, arguments, as_typed, chips, hints, offers, relaxed, settled, switches
from directory.params_readings import asks_where, respelled, taken_back
from directory.params_words import cut
from directory.places.gazetteer import Gazetteer
from directory.query import Query, Relaxation, Requirement, Results
from directory.settings import Settings
from tests.pages_world import indexed
from tests.relevance.worlds import seed

ROOT = Path(__file__).resolve().parents[1]
NOW = 29_584_560
GAZETTEER = Gazetteer.open(ROOT / ".cache")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("words"), seed()) as found:
        yield found


def ask(query: str) -> Asked:
    return read(parse_qs(query, keep_blank_values=True), Settings(), GAZETTEER, NOW)


def chip(asked: Asked, value: str) -> Chip:
    (found,) = (one for one in chips(asked) if value in one.values)
    return found


def said(asked: Asked) -> dict[str, str]:
    return dict(arguments(asked))


class TestSearch:
    def test_words_become_filters_of_the_search_and_links_stay_what_was_given(self) -> None:
        asked = ask("q=free+alcohol+detox")
        assert asked.query.chosen == ()
        assert asked.search.chosen == (
            ("category", ("recovery/detox-residential",)),
            ("topic", ("alcohol",)),
            ("cost", ("free",)),
        )
        assert said(asked) == {"q": "free alcohol detox"}

    def test_what_was_ticked_wins_over_words_of_the_same_facet(self) -> None:
        asked = ask("q=free+alcohol+detox&cost=medicaid")
        assert dict(asked.search.chosen)["cost"] == ("medicaid",)
        assert dict(asked.search.chosen)["topic"] == ("alcohol",)
        assert [one.rest for one in chips(asked) if one.values == ("free",)] == []

    def test_what_is_left_out_is_united(self) -> None:
        asked = ask("q=not+religious+alcohol+group&not_format=twelve-step")
        assert dict(asked.search.excluded)["format"] == ("twelve-step", "faith-based")

    def test_what_was_ticked_is_never_left_out_by_words_nor_the_other_way_round(self) -> None:
        assert "faith-based" not in dict(ask("q=not+religious+alcohol+group&format=faith-based").search.excluded)["format"]
        assert "topic" not in dict(ask("q=alcohol+group&not_topic=alcohol").search.chosen)

    def test_time_and_age_of_words_count_unless_given(self) -> None:
        asked = ask("q=my+15+year+old+group+tonight")
        assert (asked.search.age, asked.search.times) == (15, ("tonight",))
        asked = ask("q=my+15+year+old+group+tonight&age=9&time=monday")
        assert (asked.search.age, asked.search.times) == (9, ("monday",))

    def test_what_is_only_implied_raises_and_narrows_nothing(self) -> None:
        asked = ask("q=my+uncle+passed")
        assert ("topic", "grief") in asked.search.raised
        assert asked.search.chosen == ()
        assert asked.search.needs is not None

    @pytest.mark.parametrize("text", ["xyzzy+foo", "unheard-of", "%E5%93%80"])
    def test_words_of_no_vocabulary_are_searched_as_they_were(self, text: str) -> None:
        asked = ask(f"q={text}")
        assert replace(asked.search, needs=None, hints=()) == asked.query
        assert asked.search.needs in (None, requirements(asked.query.text))


class TestPlaces:
    def test_a_place_in_words_is_looked_up_like_a_typed_one(self) -> None:
        asked, typed = ask("q=detox+near+oakland"), ask("q=detox&place=oakland")
        assert asked.search.near == typed.query.near
        assert asked.search.zone == "America/Los_Angeles"
        assert asked.query.near is None

    def test_a_given_place_goes_before_one_in_words(self) -> None:
        asked = ask("q=detox+near+oakland&place=33125")
        assert asked.search.near == ask("place=33125").query.near
        assert "near" not in {one.kind for one in chips(asked)}

    def test_a_place_that_could_be_several_gives_choices_and_keeps_the_words(self) -> None:
        asked = ask("q=pantry+in+springfield")
        assert len(asked.choices) > 1
        assert asked.search.near is None
        assert said(asked) == {"q": "pantry in springfield"}
        with pytest.raises(AmbiguousPlace):
            strictly(asked)

    def test_a_radius_and_nearest_count_with_a_place_in_words(self) -> None:
        asked = ask("q=detox+near+oakland&within=5&sort=near")
        assert asked.search.within_km == pytest.approx(5 * MILE_KM)
        assert asked.search.order == "near"

    def test_links_keep_the_circle_that_was_used(self) -> None:
        kept = settled(ask("q=detox+near+oakland"), Results(total=0, hits=(), counts={}, within_km=25 * MILE_KM))
        assert said(kept) == {"q": "detox near oakland", "within": "25"}
        assert kept.search.within_km == pytest.approx(25 * MILE_KM)


class TestChips:
    def test_each_reading_has_a_chip_that_cuts_its_words_out(self) -> None:
        asked = ask("q=free+alcohol+detox+near+oakland&language=es")
        assert said(chip(asked, "free").rest) == {"q": "alcohol detox near oakland", "language": "es"}
        assert said(chip(asked, "alcohol").rest) == {"q": "free detox near oakland", "language": "es"}
        assert said(chip(asked, "Oakland, California").rest) == {"q": "free alcohol detox", "language": "es"}
        assert said(chip(asked, "es").rest) == {"q": "free alcohol detox near oakland"}

    def test_all_words_that_say_the_same_are_cut_together(self) -> None:
        asked = ask("q=grief+and+loss+detox+grief")
        assert said(chip(asked, "grief").rest) == {"q": "detox"}

    def test_words_that_remain_are_a_chip_of_their_own(self) -> None:
        asked = ask("q=detox+xyzzy")
        assert said(chip(asked, "xyzzy").rest) == {"q": "detox"}

    def test_chips_tell_the_characters_they_come_from(self) -> None:
        reading = chip(ask("q=free+alcohol+detox"), "alcohol").reading
        assert reading is not None
        assert (reading.start, reading.end, reading.said) == (5, 12, "alcohol")

    @pytest.mark.parametrize("text", ["i+want+to+die", "suicidal+thoughts", "I+WANT+TO+DIE+tonight"])
    def test_a_crisis_phrase_is_no_chip_and_is_not_offered(self, text: str) -> None:
        asked = ask(f"q={text}")
        shown = {value for one in (*chips(asked), *hints(asked)) for value in one.values}
        assert not [value for value in shown if "die" in value.lower() or "suicid" in value]
        assert not [value for _, value, _ in offers(asked) if "suicid" in value or value.startswith("crisis")]
        assert asked.search.raised[0] == ("category", "crisis/lifelines")

    def test_what_is_implied_can_be_added(self) -> None:
        added = {(facet, value): rest for facet, value, rest in offers(ask("q=my+uncle+passed"))}
        assert said(added["topic", "grief"]) == {"q": "my uncle passed", "topic": "grief"}
        assert "grief" not in {value for _, value, _ in offers(added["topic", "grief"])}

    def test_cutting_tidies_white_space(self) -> None:
        assert cut("free alcohol detox", [(5, 12)]) == "free detox"
        assert cut("free", [(0, 4), (2, 4)]) == ""


class TestExactWords:
    def test_every_word_must_be_said_and_nothing_is_understood(self) -> None:
        asked = ask("q=free+detox&exact=1")
        assert asked.search.needs == (Requirement((("free",),)), Requirement((("detox",),)))
        assert (asked.search.chosen, asked.search.raised, asked.understood) == ((), (), None)
        assert [one.values for one in chips(asked)] == [("free detox",)]

    def test_links_lead_there_and_back(self) -> None:
        there = as_typed(ask("q=free+detox"))
        assert there is not None
        assert said(there) == {"q": "free detox", "exact": "1"}
        back = as_typed(ask("q=free+detox&exact=1"))
        assert back is not None
        assert said(back) == {"q": "free detox"}

    def test_there_is_no_link_where_nothing_was_read(self) -> None:
        assert as_typed(ask("q=xyzzy")) is None
        assert as_typed(ask("cost=free")) is None


class TestTakingBack:
    def test_relaxing_cuts_the_words_and_keeps_their_other_meanings(self) -> None:
        asked = ask("q=AA+tonight&cost=free")
        less = relaxed(asked, Relaxation(kind="facet", facet="topic", values=("alcohol",)))
        assert said(less) == {"q": "tonight", "category": "recovery/twelve-step", "format": "twelve-step", "cost": "free"}
        assert said(relaxed(asked, Relaxation(kind="time"))) == {"q": "AA", "cost": "free"}
        assert said(relaxed(asked, Relaxation(kind="facet", facet="cost", values=("free",)))) == {"q": "AA tonight"}

    def test_relaxing_words_keeps_what_became_a_filter(self) -> None:
        assert said(relaxed(ask("q=detox+xyzzy"), Relaxation(kind="words"))) == {"q": "detox"}
        assert said(relaxed(ask("q=xyzzy&cost=free"), Relaxation(kind="words"))) == {"cost": "free"}

    def test_a_relaxation_finds_what_it_promises(self, index: Index) -> None:
        asked = ask("q=AA+tonight+in+oakland")
        results = index.search(asked.search)
        asked = settled(asked, results)  # as the page links: with the circle that was used
        offered = [entry for entry in results.relax if entry.facet != "category"]  # without its kind of help no search is left
        assert offered
        for entry in offered:
            again = ask("&".join(f"{name}={value}" for name, value in arguments(relaxed(asked, entry))).replace(" ", "+"))
            heard = replace(again.search, heard=asked.search.heard)  # what is ticked must be stated, not only said
            assert index.search(heard).total == entry.total

    def test_what_is_only_guessed_beside_an_audience_goes_before_it(self, index: Index) -> None:
        asked, results = answered(ask("q=seniors"), index.search)
        assert asked.effect is not None
        assert asked.effect.guessed
        assert dict(asked.search.chosen)["audience"] == ("older-adults",)
        assert all("older-adults" in hit.listing.audiences for hit in results.hits if hit.tier == 0)
        assert results.total

    def test_what_fits_nothing_is_taken_back_in_order_and_told(self, index: Index) -> None:
        asked, results = answered(ask("q=eating+disorder+group+xyzzy"), index.search)
        assert results.total
        assert next((one.step, one.values) for one in taken_back(asked)) == ("words", ("xyzzy",))
        assert asked.effect is not None
        assert not asked.effect.fitted
        assert asked.query.text == "eating disorder group xyzzy"

    def test_what_was_ticked_is_never_taken_back(self, index: Index) -> None:
        asked, results = answered(ask("q=eating+disorder+group+xyzzy&organization=world:none"), index.search)
        assert results.total == 0
        assert list(taken_back(asked)) == []

    def test_a_search_is_never_left_without_a_need(self, index: Index) -> None:
        asked, results = answered(ask("q=xyzzy+free+tonight"), index.search)
        assert results.total == 0
        assert list(taken_back(asked)) == []

    def test_second_searches_are_bounded_and_never_ask_the_same_twice(self) -> None:
        tried: list[Query] = []

        def nothing(query: Query) -> Results:
            tried.append(query)
            return Results(total=0, hits=(), counts={})

        answered(ask("q=free+online+catholic+veterans+grief+support+tuesday+evening+xyzzy"), nothing)
        assert 2 < len(tried) <= 7
        assert len({replace(query, raised=()) for query in tried}) == len(tried)


def test_a_misspelt_need_is_taken_for_what_it_is_like_and_can_be_asked_as_typed() -> None:
    asked = ask("q=legal+help+eviktion")
    ((one, other),) = respelled(asked)
    assert (one.typed, one.meant, one.applied) == ("eviktion", "eviction", True)
    assert said(other) == {"q": "legal help eviction"}


def test_the_words_that_name_a_kind_of_help_rank_what_says_them(index: Index) -> None:
    asked, results = answered(ask("q=lifeline"), index.search)
    told = [hit.listing.name for hit in results.hits if hit.parts["text"] > 0]
    assert any("Lifeline" in name for name in told)
    assert len(told) < results.total
    assert index.search(replace(asked.search, needs=())).total == results.total


def test_what_has_the_name_comes_first_and_then_what_offers_what_the_name_means(index: Index) -> None:
    asked, results = answered(ask("q=smart+recovery"), index.search)
    named = index.search(ask("q=smart+recovery&exact=1").search)
    refs = {hit.listing.ref for hit in named.hits}
    assert results.hits[0].listing.ref in refs
    assert results.total > named.total
    assert all(one.listing.ref in refs or "recovery/non-twelve-step" in one.listing.categories for one in results.hits)
    assert chip(asked, "recovery/non-twelve-step").values == ("recovery/non-twelve-step",)


def test_a_name_that_only_serves_another_country_does_not_come_behind_that_countrys_help(index: Index) -> None:
    _, results = answered(ask("q=teléfono+de+la+esperanza"), index.search)
    assert "Esperanza" in results.hits[0].listing.name


def test_of_several_needs_of_a_sentence_each_can_be_cut_out(index: Index) -> None:
    asked, _ = answered(ask("q=i+was+robbed+at+gunpoint+and+have+medical+bills"), index.search)
    assert said(chip(asked, "health/paying-for-care").rest) == {"q": "i was robbed at gunpoint and have"}


def test_a_name_that_was_typed_alone_finds_its_own_listing_first(index: Index) -> None:
    for name in ("Childline", "Samaritans"):
        _, results = answered(ask(f"q={name.lower()}"), index.search)
        assert results.hits[0].listing.name.startswith(name)


class TestCutting:
    @pytest.mark.parametrize(
        ("text", "gone", "rest"),
        [
            ("spanish+speaking+therapist", "es", {"q": "therapist"}),
            ("free+clinic", "free", {"q": "clinic"}),
            ("AA+tonight", "alcohol", {"q": "tonight", "category": "recovery/twelve-step", "format": "twelve-step"}),
            ("grupo+de+duelo+en+español", "grief", {"q": "en español", "category": "support-groups/grief"}),
            ("christian+counseling", "christian", {"category": "faith/pastoral-care", "format": "faith-based"}),
        ],
    )
    def test_a_chip_takes_its_own_meaning_and_leaves_the_others(self, text: str, gone: str, rest: dict[str, str]) -> None:
        (chip,) = [one for one in chips(ask(f"q={text}")) if one.values == (gone,)]
        assert said(chip.rest) == rest

    def test_ambiguous_words_lead_to_their_other_meaning(self) -> None:
        (ramp,) = switches(ask("q=ramp+tonight"))
        assert (ramp.reading.said, said(ramp.rest)) == ("ramp", {"q": "tonight", "access": "step-free"})
        assert {one.values for one in switches(ask("q=aca"))} == {("health/paying-for-care",), ("support-groups/trauma-abuse",)}
        assert not list(switches(ask("q=food+pantry")))

    def test_near_me_asks_for_a_place_and_is_no_word(self) -> None:
        asked = ask("q=food+near+me")
        assert asks_where(asked)
        assert not asked.search.needs
        assert not asks_where(ask("q=food+near+me&place=oakland"))
        assert not asks_where(ask("q=food"))

    def test_what_is_only_offered_takes_nothing_else_with_it(self) -> None:
        (hint,) = [one for one in hints(ask("q=lgbt+youth+group")) if one.values == ("culture/lgbtq",)]
        assert said(hint.rest) == {"q": "youth group", "audience": "lgbtq"}
