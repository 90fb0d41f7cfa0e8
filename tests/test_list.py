"""My list by itself: what an address lists, messages of a length, files that nothing can be smuggled into, calendars."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import orjson
import pytest

from directory.params_fields import MOST_LISTED
from directory.schedule import Session, occurrences
from directory.web.list_calendar import calendar, has_sessions
from directory.web.list_carry import carried
from directory.web.list_files import as_json, safe, table
from directory.web.list_ids import list_address, listed
from directory.web.list_items import Item, Missing, items
from directory.web.list_share import MOST_MAIL, cut, letters, mail_href, parts, plain_text, simple, text_message
from directory.web.present_facts import Scene
from directory.web.words import Voice
from tests.pages_world import NOW, THURSDAYS, made, ref

SCENE = Scene(voice=Voice("en"), moment=NOW, zone="America/New_York")
TODAY = date(2026, 7, 29)
HOUSE = made("house", name="Casa Alba", categories=("crisis/abuse-violence",))


class TestAddress:
    def test_ids_are_taken_in_their_order_each_once(self) -> None:
        one, two = ref("talk"), ref("ask")
        assert listed(f"{two}.{one}.{two}").refs == (two, one)

    def test_an_id_typed_from_paper_is_read_in_capitals_and_with_letters_for_digits(self) -> None:
        assert listed("78S2N8P5Z6,OIL0000001").refs == ("78s2n8p5z6", "0110000001")

    def test_parts_that_are_no_ids_are_counted_and_left_out(self) -> None:
        found = listed(f"{ref('talk')}.<script>.78s2n8p52")
        assert (found.refs, found.unread) == ((ref("talk"),), 2)

    def test_of_five_hundred_ids_the_first_fifty_are_taken(self) -> None:
        found = listed(".".join(f"{n:010d}" for n in range(500)))
        assert (len(found.refs), found.over) == (MOST_LISTED, 450)

    def test_an_empty_list_has_the_plain_address(self) -> None:
        assert list_address(()) == "/list"
        assert list_address((ref("talk"),), plain="1") == f"/list?ids={ref('talk')}&plain=1"


class TestCarrying:
    def test_links_within_the_site_carry_the_list_and_no_others(self) -> None:
        for kept in ("/exit", "https://x.example/", "#m", "/l/a", "/list.csv?ids=a", "/listing/a.ics", "/a?list=b", "//x"):
            assert carried(f'<a href="{kept}">1</a>', "x") == f'<a href="{kept}">1</a>'
        assert carried('<a href="/">1</a><a class="a" href="/search?q=b#c">2</a>', "x") == (
            '<a href="/?list=x">1</a><a class="a" href="/search?q=b&amp;list=x#c">2</a>'
        )

    def test_a_form_carries_it_once(self) -> None:
        field = '<input type="hidden" name="list" value="x">'
        assert carried(f'<form action="/search" method="get">{field}</form>', "x").count(field) == 1

    def test_text_that_looks_like_a_link_stays(self) -> None:
        assert carried("<p>&lt;a href=&#34;/x&#34;&gt;</p>", "x") == "<p>&lt;a href=&#34;/x&#34;&gt;</p>"


class TestMessage:
    def test_names_are_cut_so_that_fewer_messages_are_sent(self) -> None:
        long = [made(f"n{n}", name=f"Community counseling and family support center {n}") for n in range(3)]
        found = text_message(items(long, SCENE), "near.example/l/x")
        assert found.parts == 1
        assert found.letters <= 160
        assert found.text.count("305-555-0142") == 3
        assert found.text.endswith("near.example/l/x")

    def test_a_message_has_names_and_numbers_only(self) -> None:
        text = text_message(items([HOUSE], SCENE), "near.example/l/x").text
        assert text == "Casa Alba 305-555-0142\nnear.example/l/x"

    @pytest.mark.parametrize(
        ("text", "count", "sent"),
        [("a" * 160, 160, 1), ("a" * 161, 161, 2), ("€" * 80, 160, 1), ("ش" * 70, 70, 1), ("ش" * 71, 71, 2), ("🙂", 2, 1)],
    )
    def test_letters_and_messages_are_counted_as_networks_do(self, text: str, count: int, sent: int) -> None:
        assert (letters(text), parts(text)) == (count, sent)

    def test_accents_that_would_halve_a_message_are_sent_plain_and_other_scripts_as_they_are(self) -> None:
        assert simple("María – Peña “x”") == 'Maria - Peña "x"'
        assert simple("جماعة") == "جماعة"

    def test_a_name_is_cut_at_a_word_where_that_leaves_most_of_it(self) -> None:
        assert cut("Harbor Grief Circle", 14) == "Harbor Grief"
        assert cut("La Clinica de La Raza", 12) == "La Clinica"
        assert cut("Donaudampfschifffahrt", 12) == "Donaudampfsc"

    def test_an_email_too_long_for_mail_programs_holds_the_short_text_then_the_address(self) -> None:
        assert "long" in mail_href("s", "long\n", "short\na")
        assert "short%0D%0A" in mail_href("s", "x" * MOST_MAIL, "short\na")
        assert mail_href("s", "x" * MOST_MAIL, "y" * MOST_MAIL + "\naddress\n").endswith("body=address")

    def test_plain_text_says_no_more_of_a_safety_listing_than_name_and_number(self) -> None:
        text = plain_text(items([HOUSE, made("talk")], SCENE), "a", Voice("en"))
        assert text.startswith("1. Casa Alba\n305-555-0142\n\n2. Circle talk\nProvider talk\n305-555-0142\n")

    def test_hours_in_prose_that_are_cut_say_so_also_behind_a_whole_sentence(self) -> None:
        long = "Open on weekdays from nine to five, by the side door of the old building. Closed on Saturdays. " * 2
        (one,) = items([made("prose", categories=("practical/food/pantries",), hours_text=long)], SCENE)
        assert isinstance(one, Item)
        assert one.when.startswith("Open on weekdays")
        assert one.when.endswith("…")
        assert "Closed on Saturdays." in one.when

    def test_a_year_of_dates_ends_with_how_many_are_left(self) -> None:
        dates = tuple(replace(THURSDAYS, freq="once", days=(), valid_from=TODAY + timedelta(days=n)) for n in range(99))
        (one,) = items([made("dates", categories=("practical/food/pantries",), sessions=dates)], SCENE)
        assert isinstance(one, Item)
        assert len(one.when) < 700
        assert re.search(r"and \d+ more$", one.when)

    def test_cost_and_languages_have_a_label_each(self) -> None:
        (one,) = items([made("talk", languages=("en", "es"))], SCENE)
        text = plain_text((one,), "a", Voice("en"))
        assert "\nCost: Ask about cost\nLanguages: English, Spanish\n" in text


class TestFiles:
    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|calc", "%0A"])
    def test_no_cell_is_a_formula(self, cell: str) -> None:
        assert safe(cell) == f"'{cell}"

    def test_the_table_is_read_back_whole(self) -> None:
        hostile = made("x", name='=HYPERLINK("http://evil")', description="a\nb")
        text = table(items([hostile, Missing(ref("gone"), gone=True)], SCENE), "https://n", Voice("en"))
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert rows[0][:4] == ["Number", "Name", "Provider", "Contact"]
        assert rows[1][1] == '\'=HYPERLINK("http://evil")'
        assert rows[2][1] == "No longer listed"
        assert {len(row) for row in rows} == {12}

    def test_json_holds_the_listings_as_the_api_and_what_is_missing(self) -> None:
        found = orjson.loads(as_json((made("talk"), Missing("0" * 10, gone=False))))
        assert found["listings"][0]["id"] == ref("talk")
        assert found["missing"] == ["0" * 10]


class TestCalendar:
    def event(self, session: Session, **more: Any) -> Any:
        """The only event of a listing with one session."""
        one = replace(made("talk", **more), sessions=(session,))
        found = icalendar.Calendar.from_ical(calendar((one,), SCENE, "https://n")).walk("VEVENT")
        assert len(found) == 1
        return found[0]

    def test_a_weekly_session_starts_at_its_next_time_in_its_zone(self) -> None:
        event = self.event(THURSDAYS)
        assert event["DTSTART"].dt == datetime(2026, 7, 30, 19, tzinfo=ZoneInfo("America/New_York"))
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)
        assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;WKST=MO"
        assert event["URL"] == f"https://n/listing/{ref('talk')}"

    def test_exceptions_and_the_end_of_a_rule_are_kept(self) -> None:
        event = self.event(replace(THURSDAYS, except_dates=(date(2026, 8, 6),), valid_to=date(2026, 9, 3)))
        assert [one.dt.date() for one in event["EXDATE"].dts] == [date(2026, 8, 6)]
        assert event["RRULE"]["UNTIL"] == [datetime(2026, 9, 3, 23, tzinfo=ZoneInfo("UTC"))]

    @pytest.mark.parametrize(
        ("session", "rule"),
        [
            (replace(THURSDAYS, freq="monthly", ordinals=(1, -1)), "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TH,-1TH"),
            (replace(THURSDAYS, freq="monthly", days=(), month_days=(15, -1)), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15,-1"),
            (replace(THURSDAYS, interval=2, valid_from=date(2026, 7, 2)), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=MO"),
        ],
    )
    def test_other_rules_are_those_of_the_schedule(self, session: Session, rule: str) -> None:
        event = self.event(session)
        assert event["RRULE"].to_ical().decode() == rule
        assert event["DTSTART"].dt.date() == occurrences(session, TODAY, 400)[0].day

    def test_a_day_once_has_no_rule_and_one_that_is_over_no_event(self) -> None:
        once = replace(THURSDAYS, freq="once", days=(), valid_from=date(2026, 8, 1))
        assert "RRULE" not in self.event(once)
        assert not has_sessions(replace(made("x"), sessions=(replace(once, valid_from=date(2026, 7, 1)),)), SCENE)

    def test_a_line_that_never_closes_has_nothing_to_note(self) -> None:
        always = Session(freq="weekly", days=tuple(range(7)), zone="America/New_York")
        assert not has_sessions(replace(made("x"), sessions=(always,)), SCENE)
        assert not has_sessions(made("x"), SCENE)

    def test_a_safety_listing_tells_its_name_and_number_and_no_place(self) -> None:
        event = self.event(THURSDAYS, name="Casa Alba", categories=("crisis/abuse-violence",))
        assert (event["SUMMARY"], event["DESCRIPTION"]) == ("Casa Alba", "305-555-0142")
        assert "LOCATION" not in event

    def test_names_with_line_breaks_stay_within_their_line(self) -> None:
        event = self.event(THURSDAYS, name="Evil\r\nATTENDEE:x")
        assert "ATTENDEE" not in event


def test_nobody_is_sent_to_ask_what_to_bring_to_a_telephone() -> None:
    visited, phoned = (item for item in items((made("talk"), made("line", modes=("phone",), place=None)), SCENE))
    assert isinstance(visited, Item)
    assert isinstance(phoned, Item)
    assert dict(visited.facts_said)["bring"]
    assert not dict(phoned.facts_said)["bring"]
    assert not any("Bring" in fact.strong for fact in phoned.facts)
    papers = items((made("line", modes=("phone",), place=None, documents=("Your case number",)),), SCENE)[0]
    assert isinstance(papers, Item)
    assert dict(papers.facts_said)["bring"] == "Your case number"


def test_a_name_that_begins_with_a_number_keeps_its_order_in_arabic() -> None:
    told = items((made("talk", name="12 Gates"),), replace(SCENE, voice=Voice("ar")))[0]
    assert isinstance(told, Item)
    assert "\N{FIRST STRONG ISOLATE}12 Gates\N{POP DIRECTIONAL ISOLATE}" in told.ask_for


def test_a_number_behind_an_arabic_name_keeps_its_order_in_a_text_message() -> None:
    message = text_message(items((made("one", name="مركز الأمل"), made("two", name="Hope")), SCENE), "help.example/l/a")
    assert message.text.splitlines() == [
        "مركز الأمل \N{LEFT-TO-RIGHT MARK}305-555-0142",
        "Hope 305-555-0142",
        "help.example/l/a",
    ]
