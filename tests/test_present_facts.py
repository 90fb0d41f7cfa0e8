"""What a listing says in few words: freshness, distance, where, cost, when. Unknown stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from directory.facets import answers
from directory.geo import MILE_KM, Point
from directory.listing import Address, Eligibility, Listing, Organization, Place, Provenance
from directory.schedule import Session
from directory.web.present_facts import (
    Scene,
    area_text,
    cost_and_languages,
    distance_text,
    fresh,
    is_safety,
    languages_text,
    where,
)
from directory.web.present_listing import begun, listing_page, where_facts
from directory.web.present_times import meetings, rules, when, zone_line
from directory.web.words import Voice

NAMES = {"us-fl": "Florida", "us-fl-086": "Miami-Dade County", "us-fl-087": "Monroe County", "us": "the United States"}
MONDAY_NOON = 29_755_680  # 2026-07-29 04:00 UTC
SCENE = Scene(voice=Voice("en"), zone="America/New_York", moment=MONDAY_NOON, area=lambda code: NAMES.get(code, ""))
TODAY = SCENE.today
STREET = Place(
    address=Address(lines=("20 Example Street",), city="Miami", region="FL", postal_code="33131", country="US"),
    point=Point(25.77, -80.19),
    precision="rooftop",
)
CIRCLE = Listing(
    id="world:a@1",
    ref="0000000000",
    revision=1,
    name="Example Circle",
    organization=Organization(key="world:a", name="Example Network"),
    categories=("support-groups/grief",),
    modes=("in-person",),
    place=STREET,
    coverage=("us-fl",),
)
SECRET = "77 Nowhere Road"
HIDDEN = replace(CIRCLE, place=Place(visibility="hidden", codes=("us-fl",)), categories=("crisis/abuse-violence",))


class TestFreshness:
    """Exactly four sentences."""

    @pytest.mark.parametrize(
        ("known", "text", "tone"),
        [
            ({"checked_on": TODAY - timedelta(30)}, "Checked by a person on", "moss"),
            ({"confirmed_on": TODAY - timedelta(30), "checked_on": TODAY - timedelta(90)}, "Group confirmed this on", "moss"),
            ({"confirmed_on": TODAY - timedelta(90), "checked_on": TODAY - timedelta(30)}, "Checked by a person on", "moss"),
            ({"seen_on": TODAY - timedelta(30)}, "Matched to source on", "grey"),
            ({"seen_on": TODAY - timedelta(366)}, "No one has checked this for over a year. Call first.", "clay"),
            ({"checked_on": TODAY - timedelta(500), "seen_on": TODAY}, "No one has checked this for over a year.", "clay"),
            ({}, "No one has checked this for over a year. Call first.", "clay"),
        ],
    )
    def test_a_badge_says_what_was_done_and_when(self, known: dict[str, Any], text: str, tone: str) -> None:
        badge = fresh(Provenance(source="x", **known), True, SCENE)
        assert badge.text.startswith(text)
        assert badge.tone == tone

    def test_a_provider_that_is_no_group_is_called_provider(self) -> None:
        assert fresh(Provenance(source="x", confirmed_on=TODAY), False, SCENE).text.startswith("Provider confirmed this on")

    def test_a_match_is_never_called_a_check(self) -> None:
        assert fresh(Provenance(source="x", seen_on=TODAY), True, SCENE).text.endswith("Not yet checked by a person")


class TestDistance:
    @pytest.mark.parametrize(
        ("miles", "text"), [(1.44, "1.4 miles"), (1.0, "1 mile"), (0.01, "0.1 miles"), (9.96, "10 miles"), (42.3, "42 miles")]
    )
    def test_distances_are_said_in_the_unit_of_the_site(self, miles: float, text: str) -> None:
        assert distance_text(miles * MILE_KM, SCENE) == text

    def test_what_is_only_known_by_its_town_is_about(self) -> None:
        assert distance_text(2.7 * MILE_KM, SCENE, about=True) == "about 3 miles"


class TestWhere:
    def test_a_place_has_a_distance_and_a_street(self) -> None:
        fact = where(CIRCLE, 1.4 * MILE_KM, False, SCENE)
        assert (fact.strong, fact.text) == ("1.4 miles", "20 Example Street, Miami")

    def test_what_serves_the_area_has_no_distance(self) -> None:
        fact = where(replace(CIRCLE, modes=("phone",), place=None), None, True, SCENE)
        assert (fact.strong, fact.text) == ("Serves your area", "all of Florida, by phone")

    def test_what_one_goes_to_tells_its_street_also_where_it_only_serves_the_area(self) -> None:
        fact = where(CIRCLE, None, True, SCENE)
        assert (fact.icon, fact.strong, fact.text) == ("pin", "Serves your area", "20 Example Street, Miami")

    def test_state_and_postal_code_stay_on_one_line(self) -> None:
        assert where_facts(CIRCLE, answers(CIRCLE), SCENE).lines[-1] == "Miami, FL\u00a033131"
        assert "33131" in where_facts(CIRCLE, answers(CIRCLE), SCENE).maps
        assert "\u00a0" not in where_facts(CIRCLE, answers(CIRCLE), SCENE).maps

    def test_a_hidden_place_says_only_that_it_is_shared_on_contact(self) -> None:
        for km in (None, 3.0):
            fact = where(HIDDEN, km, True, SCENE)
            assert (fact.icon, fact.strong) == ("lock", "Location shared when you contact them")
            assert "mile" not in fact.strong + fact.text

    def test_an_area_place_names_its_town_and_no_street(self) -> None:
        place = Place(visibility="area", address=Address(city="Coral Gables", region="FL"), point=Point(25.72, -80.26))
        fact = where(replace(CIRCLE, place=place), 2.7 * MILE_KM, False, SCENE)
        assert fact.strong == "about 3 miles"
        assert fact.text == "In Coral Gables. Exact place shared when you contact them"

    def test_online_help_says_whom_it_serves(self) -> None:
        fact = where(replace(CIRCLE, modes=("video",), place=None), None, False, SCENE)
        assert (fact.icon, fact.strong, fact.text) == ("video", "Online", "all of Florida")

    def test_several_counties_are_named(self) -> None:
        assert area_text(replace(CIRCLE, coverage=("us-fl-086", "us-fl-087")), SCENE) == "Miami-Dade County and Monroe County"

    def test_a_code_inside_another_is_not_named_beside_it(self) -> None:
        assert area_text(replace(CIRCLE, coverage=("us-fl-086", "us-fl")), SCENE) == "all of Florida"


class TestCost:
    def test_unknown_cost_is_asked_about_never_called_free(self) -> None:
        assert cost_and_languages(CIRCLE, answers(CIRCLE), SCENE).text == "Ask about cost"

    def test_nobody_in_a_crisis_is_sent_to_ask_about_an_unknown_cost(self) -> None:
        line = replace(CIRCLE, categories=("crisis/lifelines",), languages=("en", "es"))
        assert cost_and_languages(line, answers(line), SCENE).text == "English, Spanish"
        free = replace(line, costs=("free",), languages=())
        assert cost_and_languages(free, answers(free), SCENE).text == "Free"

    def test_cost_and_languages_stand_on_one_line(self) -> None:
        listing = replace(CIRCLE, costs=("free",), languages=("en", "es"))
        assert cost_and_languages(listing, answers(listing), SCENE).text == "Free · English, Spanish"

    def test_languages_in_a_list_are_written_as_each_language_writes_them(self) -> None:
        several = answers(replace(CIRCLE, languages=("en", "es", "other")))
        assert languages_text(several, Voice("en")) == "English, Spanish"
        assert languages_text(several, Voice("es")) == "Inglés, español"
        assert languages_text(answers(replace(CIRCLE, languages=("other",))), Voice("es")) == "Otro idioma"

    def test_a_meeting_with_a_room_is_online_though_one_may_dial_in(self) -> None:
        room = replace(CIRCLE, modes=("video", "phone"), place=None, join_url="https://meet.example.org/1")
        fact = where(room, None, True, SCENE)
        assert (fact.icon, fact.strong, fact.text) == ("video", "Online", "all of Florida")
        line = where(replace(room, join_url=""), None, True, SCENE)
        assert (line.icon, line.strong, line.text) == ("phone", "Serves your area", "all of Florida, by phone")


class TestWhen:
    NIGHT_AND_DAY = Session(freq="weekly", days=tuple(range(7)), start=0, end=1440, zone="America/New_York")
    THURSDAYS = Session(freq="weekly", days=(3,), start=19 * 60, end=20 * 60, zone="America/New_York")
    SATURDAY = Session(freq="monthly", days=(5,), ordinals=(1,), start=600, end=690, zone="America/New_York")

    def test_unknown_hours_are_said_as_unknown(self) -> None:
        assert when(CIRCLE, SCENE).text == "Hours not known. Call first."

    def test_hours_in_the_words_of_the_source_are_better_than_none(self) -> None:
        fact = when(replace(CIRCLE, hours_text="Weekday mornings"), SCENE)
        assert (fact.text, fact.foreign) == ("Weekday mornings", True)

    def test_what_is_always_open_is_open_now(self) -> None:
        fact = when(replace(CIRCLE, sessions=(self.NIGHT_AND_DAY,)), SCENE)
        assert (fact.strong, fact.text, fact.tone) == ("Open now", ", day and night", "open")

    def test_a_group_says_when_it_meets_next(self) -> None:
        assert when(replace(CIRCLE, sessions=(self.THURSDAYS,)), SCENE).text.startswith("Next")

    def test_a_group_says_when_it_meets_next_at_the_chosen_times(self) -> None:
        daily = replace(self.THURSDAYS, days=tuple(range(7)))
        chosen = replace(SCENE, times=("tuesday", "evening"))
        assert when(replace(CIRCLE, sessions=(daily,)), SCENE).text == "Next: today, 7\u00a0pm"
        assert when(replace(CIRCLE, sessions=(daily,)), chosen).text == "Next Tue 4 Aug, 7\u00a0pm"
        assert when(replace(CIRCLE, sessions=(self.THURSDAYS,)), chosen).text == "Next: tomorrow, 7\u00a0pm"

    def test_meetings_at_the_chosen_times_come_before_sooner_ones(self) -> None:
        wednesdays = replace(self.THURSDAYS, days=(2,))
        listing = replace(CIRCLE, sessions=(wednesdays, self.THURSDAYS))
        plain = meetings(((listing, None),), SCENE)
        chosen = meetings(((listing, None),), replace(SCENE, times=("thursday",)))
        assert [row.when for row in chosen] == [row.when for row in reversed(plain)]

    def test_the_zone_of_the_times_is_said(self) -> None:
        assert zone_line(replace(CIRCLE, sessions=(self.THURSDAYS,)), SCENE) == "Times are Eastern Time."
        arizona = replace(self.THURSDAYS, zone="America/Phoenix")
        assert zone_line(replace(CIRCLE, sessions=(arizona,)), SCENE) == "Times are Phoenix time."

    OFFICE = Session(freq="weekly", days=(0, 1, 2, 3, 4), start=8 * 60, end=17 * 60, zone="America/New_York")

    def test_the_hours_of_a_groups_office_are_no_meetings(self) -> None:
        listing, night = replace(CIRCLE, sessions=(self.OFFICE,)), replace(SCENE, moment=MONDAY_NOON + 600)
        assert when(listing, SCENE).text == " until 5\u00a0pm"
        assert when(listing, night).text == "Closed now · opens tomorrow 8\u00a0am"
        assert when(listing, replace(night, times=("friday",))).text == "Closed now · opens tomorrow 8\u00a0am"
        assert when(listing, replace(night, voice=Voice("es"))).text == "Cerrado ahora · abre mañana a las 8\u00a0a.\u00a0m."
        assert next((row.rule, row.next) for row in rules(listing, (), night)) == ("Monday to Friday", "")

    def test_office_hours_told_day_by_day_are_one_row_and_no_meeting(self) -> None:
        days = tuple(replace(self.OFFICE, days=(day,)) for day in range(5))
        (row,) = meetings(((replace(CIRCLE, sessions=days), None),), replace(SCENE, moment=MONDAY_NOON + 600))
        assert (row.when, row.office) == ("Closed now · opens tomorrow 8\u00a0am", True)

    def test_a_group_with_an_office_says_when_it_meets(self) -> None:
        listing, night = replace(CIRCLE, sessions=(self.OFFICE, self.THURSDAYS)), replace(SCENE, moment=MONDAY_NOON + 600)
        assert when(listing, night).text == "Next: tomorrow, 7\u00a0pm"
        assert [row.office for row in meetings(((listing, None),), night)] == [True, False]
        assert [row.next for row in rules(listing, (), night)] == ["", "Next: tomorrow, 7\u00a0pm"]

    def test_short_meetings_on_every_day_and_long_ones_on_two_days_are_meetings(self) -> None:
        for session in (replace(self.THURSDAYS, days=tuple(range(7))), replace(self.OFFICE, days=(0, 5))):
            assert when(replace(CIRCLE, sessions=(session,)), replace(SCENE, moment=MONDAY_NOON + 720)).text.startswith("Next")

    def test_a_closed_place_never_says_open(self) -> None:
        closed = replace(CIRCLE, sessions=(self.NIGHT_AND_DAY,), status="temporarily-closed")
        assert (when(closed, SCENE).strong, when(closed, SCENE).text) == ("", "")

    def test_meetings_of_a_group_come_soonest_first_with_their_place(self) -> None:
        listing = replace(CIRCLE, sessions=(self.SATURDAY, self.THURSDAYS))
        rows = meetings(((listing, 2.1 * MILE_KM),), SCENE)
        assert [row.where.startswith("20 Example Street, Miami, 2.1 miles") for row in rows] == [True, True]
        assert rows[0].when.endswith("7\u00a0pm")
        assert rows[1].when == "1st Saturday of the month"
        assert "next" in rows[1].where

    def test_an_online_meeting_is_in_the_zone_of_who_looks_only_when_that_is_known(self) -> None:
        online = replace(CIRCLE, modes=("video",), place=None, sessions=(replace(self.THURSDAYS, online=True),))
        assert meetings(((online, None),), SCENE)[0].where == "Online"
        assert meetings(((online, None),), replace(SCENE, zone_known=True))[0].where == "Online, in your time zone"

    def test_other_meetings_of_the_group_are_linked_from_the_page(self) -> None:
        other = replace(CIRCLE, id="world:a@2", ref="1111111111", sessions=(self.SATURDAY,))
        rows = rules(replace(CIRCLE, sessions=(self.THURSDAYS,)), (other,), SCENE)
        assert [row.href for row in rows] == ["", "/listing/1111111111"]

    def test_all_meetings_of_the_group_are_told_in_the_order_of_the_week(self) -> None:
        monday = replace(self.THURSDAYS, days=(0,))
        other = replace(CIRCLE, id="world:a@2", ref="1111111111", sessions=(self.SATURDAY, monday))
        rows = rules(replace(CIRCLE, sessions=(self.THURSDAYS,)), (other,), SCENE)
        assert [row.rule.partition(",")[0] for row in rows] == ["Mondays", "Thursdays", "1st Saturday of the month"]


class TestHiddenPlaces:
    """Nothing of a hidden place is on its page, even when the record still holds it."""

    LEAKY = replace(
        HIDDEN,
        place=Place(
            visibility="hidden",
            address=Address(lines=(SECRET,), city="Hiddentown"),
            point=Point(25.12345, -80.54321),
            directions="Behind the mill",
            transport="Bus 7",
        ),
        provenance=Provenance(source="x", link="https://source.example.org/77-nowhere-road"),
        sessions=(TestWhen.THURSDAYS,),
    )

    def test_neither_address_nor_point_nor_way_there_reaches_a_view_model(self) -> None:
        said = repr(listing_page(self.LEAKY, (), (), SCENE)) + repr(meetings(((self.LEAKY, 3.0),), SCENE))
        for word in (SECRET, "Nowhere", "Hiddentown", "25.12", "80.54", "mill", "Bus 7", "openstreetmap", "mile"):
            assert word.casefold() not in said.casefold(), word

    def test_the_title_of_a_safety_listing_says_nothing(self) -> None:
        assert listing_page(HIDDEN, (), (), SCENE).title == "Listing"
        assert is_safety(HIDDEN)
        assert not is_safety(CIRCLE)

    def test_where_says_the_area_served(self) -> None:
        facts = where_facts(HIDDEN, answers(HIDDEN), SCENE)
        assert facts.strong == "Location shared when you contact them."
        assert facts.note.endswith("Serves all of Florida.")
        assert not facts.lines
        assert not facts.maps


class TestLongDescriptions:
    def test_short_ones_are_read_at_once(self) -> None:
        assert begun((), 100) == ((), ())
        assert begun(("One.", "Two."), 100) == (("One.", "Two."), ())

    def test_whole_paragraphs_come_first_and_the_rest_folds(self) -> None:
        assert begun(("a" * 60, "b" * 60, "c"), 100) == (("a" * 60,), ("b" * 60, "c"))

    def test_a_first_paragraph_that_is_too_long_is_cut_after_a_sentence_or_a_word(self) -> None:
        assert begun(("One is. Two are many words.", "Three."), 20) == (("One is.",), ("Two are many words.", "Three."))
        assert begun(("some words without an end",), 15) == (("some words",), ("without an end",))
        assert begun(("x" * 30,), 20) == (("x" * 20,), ("x" * 10,))


def test_no_limit_is_claimed_where_words_tell_who_may_come() -> None:
    anyone = replace(CIRCLE, audiences=(), only=(), eligibility=Eligibility())
    assert listing_page(anyone, (), (), SCENE).anyone == "We know of no limit on who may come."
    assert not listing_page(replace(anyone, eligibility=Eligibility(text="Has an eviction order.")), (), (), SCENE).anyone


@pytest.mark.parametrize(
    ("kind", "signs"),
    [("support-groups/grief", True), ("faith/congregations", True), ("faith/pastoral-care", True), ("health", False)],
)
def test_groups_and_communities_of_faith_show_the_signs_of_a_good_one(kind: str, signs: bool) -> None:
    assert listing_page(replace(CIRCLE, categories=(kind,)), (), (), SCENE).signs == signs
