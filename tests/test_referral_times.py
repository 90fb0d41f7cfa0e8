"""Hours of Open Referral: rules in the parts of iCalendar, days by name, closures, and what is left as text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from directory.schedule import Session
from ingest.formats.referral_offer import Timetable
from ingest.formats.referral_times import read


def rule(**more: Any) -> Timetable:
    return Timetable(**{"freq": "WEEKLY", "byday": "MO", "opens": "10:00", "closes": "18:00", **more})


def only(*times: Timetable) -> Session:
    found = read(times)
    assert found.sessions is not None
    assert len(found.sessions) == 1
    return found.sessions[0]


@pytest.mark.parametrize("opens", ["10:00", "10:00:00", "10:00Z", "10:00-05:00", "2024-01-01T10:00:00Z", "10:00 am"])
def test_a_time_is_the_clock_on_the_wall_in_every_spelling(opens: str) -> None:
    assert only(rule(opens=opens)) == Session(freq="weekly", days=(0,), start=600, end=1080)


def test_days_of_a_weekly_rule() -> None:
    assert only(rule(byday="TH,FR")).days == (3, 4)
    assert only(rule(byday="Thursday, Friday")).days == (3, 4)
    assert only(rule(byday="", dtstart="2024-05-01")).days == (2,)
    assert only(rule(freq="DAILY", byday="")).days == (0, 1, 2, 3, 4, 5, 6)


def test_a_monthly_rule_by_ordinals_and_by_days_of_the_month() -> None:
    found = read([rule(freq="MONTHLY", byday="1MO,3MO,-1FR")]).sessions
    assert found is not None
    assert [(one.freq, one.days, one.ordinals) for one in found] == [("monthly", (0,), (1, 3)), ("monthly", (4,), (-1,))]
    assert only(rule(freq="MONTHLY", byday="", bymonthday="1,15,-1")).month_days == (1, 15, -1)
    assert only(rule(freq="MONTHLY", byday="TU")) == only(rule(byday="TU"))


def test_every_second_week_is_counted_from_its_start() -> None:
    found = only(rule(interval="2", dtstart="2024-05-06", until="2024-12-31"))
    assert (found.interval, found.valid_from, found.valid_to) == (2, date(2024, 5, 6), date(2024, 12, 31))
    assert read([rule(interval="2")]).sessions is None


def test_a_count_ends_a_rule_of_one_day_a_week() -> None:
    assert only(rule(count="3", dtstart="2024-05-06")).valid_to == date(2024, 5, 20)
    assert read([rule(count="3", dtstart="2024-05-06", byday="MO,TU")]).sessions is None


@pytest.mark.parametrize(
    "more",
    [
        {"byweekno": "41"}, {"byyearday": "2"}, {"bymonthday": "2"}, {"freq": "YEARLY"}, {"byday": "XX"}, {"byday": "1MO"},
        {"opens": "soon"}, {"opens": "", "closes": ""}, {"freq": "MONTHLY", "byday": "6MO"},
        {"opens": "14:00", "closes": "10:00"},
    ],
)  # fmt: skip
def test_a_rule_with_a_part_nobody_has_words_for_makes_the_hours_unknown(more: dict[str, str]) -> None:
    found = read([rule(), rule(**{"text": "See the door", **more})])
    assert found.sessions is None
    assert "See the door" in found.text


def test_days_by_name_are_read_as_those_of_older_packages() -> None:
    rows = [Timetable(weekday="Monday", opens="9am", closes="5pm"), Timetable(weekday="Tuesday", opens="9am", closes="5pm")]
    assert only(*rows) == Session(freq="weekly", days=(0, 1), start=540, end=1020)


def test_a_row_of_days_without_times_is_a_closure() -> None:
    closed = Timetable(valid_from="2024-12-24", valid_to="2024-12-26")
    assert only(rule(), closed).except_dates == (date(2024, 12, 24), date(2024, 12, 25), date(2024, 12, 26))


def test_holidays_without_a_year_or_with_hours_of_their_own_are_told_in_words() -> None:
    every = Timetable(holiday=True, closed=True, valid_from="January 01, 0001", valid_to="January 01, 0001")
    short = Timetable(holiday=True, valid_from="2024-12-24", valid_to="2024-12-24", opens="10:00", closes="16:00")
    found = read([rule(), every, short])
    assert found.sessions is not None
    assert found.sessions[0].except_dates == ()
    assert found.text == "January 01: closed\n2024-12-24: 10:00-16:00"


def test_prose_beside_a_rule_is_kept_and_prose_alone_is_read_if_all_of_it_is_understood() -> None:
    assert read([rule(text="Not on bank holidays.")]).text == "Not on bank holidays."
    assert read([rule(text="10:00-18:00, Mon")]).text == ""
    spoken = read([Timetable(freq="WEEKLY", text="9:00am-5:00pm, Mon-Fri")])
    assert spoken.sessions == (Session(freq="weekly", days=(0, 1, 2, 3, 4), start=540, end=1020),)


def test_nothing_said_is_nothing_known() -> None:
    assert read([]).sessions is None
    assert read([Timetable(text="Ring the bell")]).text == "Ring the bell"


def test_a_rule_that_is_attended_online_alone_is_online() -> None:
    assert only(rule(attending="Online")).online
    assert not only(rule(attending="In-person or by video")).online
    assert not only(rule()).online
