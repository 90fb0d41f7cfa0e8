"""Rules of recurrence against a plain walk over the days; faults; spans of the week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedule import DAY, HORIZON_DAYS, WEEK, Freq, Session, Span, check, dated, occurrences, plain, recurring, weekly

ZONE = "America/New_York"
EPOCH = date(1970, 1, 1)
MIDSUMMER = date(2026, 6, 21)

KINDS: tuple[Freq, ...] = ("weekly", "weekly", "monthly", "monthly", "once")

near_days = st.dates(date(2023, 12, 1), date(2029, 1, 31))
weekdays = st.lists(st.integers(0, 6), min_size=1, max_size=4).map(tuple)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Sound sessions of every kind."""
    freq: Freq = draw(st.sampled_from(KINDS))
    start = draw(st.integers(0, DAY - 1))
    begin = draw(near_days if freq == "once" else st.none() | near_days)
    by_day = freq == "weekly" or draw(st.booleans())
    return Session(
        freq=freq,
        days=draw(weekdays) if by_day and freq != "once" else (),
        ordinals=draw(st.lists(st.sampled_from((1, 2, 3, 4, 5, -1)), min_size=1, max_size=3).map(tuple))
        if freq == "monthly" and by_day
        else (),
        month_days=draw(st.lists(st.sampled_from((1, 15, 28, 29, 30, 31, -1, -2, -31)), min_size=1, max_size=3).map(tuple))
        if freq == "monthly" and not by_day
        else (),
        interval=draw(st.integers(1, 4)) if begin is not None and freq != "once" else 1,
        start=start,
        end=start + draw(st.integers(1, WEEK)),
        zone=ZONE,
        valid_from=begin,
        valid_to=draw(st.none() | st.integers(0, 500).map(lambda days: (begin or MIDSUMMER) + timedelta(days=days))),
        except_dates=draw(st.lists(near_days, max_size=3).map(tuple)),
    )


def comes_on(session: Session, day: date) -> bool:
    """The rule read for one day, by counting days and nothing else."""
    begin = session.valid_from
    if day in session.except_dates or (session.valid_to is not None and day > session.valid_to):
        return False
    if session.freq == "once" or (begin is not None and day < begin):
        return day == begin
    if session.freq == "weekly":
        anchor = begin or day
        weeks = ((day - timedelta(days=day.weekday())) - (anchor - timedelta(days=anchor.weekday()))).days // 7
        return day.weekday() in session.days and weeks % session.interval == 0
    anchor = begin or day
    if ((day.year - anchor.year) * 12 + day.month - anchor.month) % session.interval:
        return False
    month = [day.replace(day=1) + timedelta(days=n) for n in range(31)]
    month = [one for one in month if one.month == day.month]
    alike = [one for one in month if one.weekday() == day.weekday()]
    nth = {alike.index(day) + 1, alike.index(day) - len(alike)} & set(session.ordinals)
    number = {month.index(day) + 1, month.index(day) - len(month)} & set(session.month_days)
    return bool(nth and day.weekday() in session.days) or bool(number)


@settings(max_examples=250, deadline=None)
@given(sessions(), near_days, st.integers(0, 420))
def test_occurrences_are_the_days_on_which_the_rule_comes_round(session: Session, first: date, days: int) -> None:
    assert check(session) == []
    walked = [day for day in (first + timedelta(days=n) for n in range(days)) if comes_on(session, day)]
    found = occurrences(session, first, days)
    assert [one.day for one in found] == walked
    for day, start, end in found:
        assert divmod(start, DAY) == ((day - EPOCH).days, session.start)
        assert end - start == session.end - session.start
    spans = tuple(Span(ZONE, False, start, end) for _, start, end in found)
    assert dated(session, first, days) == (() if plain(session) else spans)


@settings(max_examples=150, deadline=None)
@given(sessions(), near_days)
def test_spans_of_the_week_are_where_the_occurrences_of_a_year_fall(session: Session, on: date) -> None:
    spans = weekly(session) or recurring(session, on)
    assert not (weekly(session) and recurring(session, on))
    assert all(0 <= span.start < WEEK and span.end - span.start == session.end - session.start for span in spans)
    falls = {(3 * DAY + one.start) % WEEK for one in occurrences(session, on, HORIZON_DAYS)}
    if session.freq == "weekly" or session.ordinals:
        assert falls <= {span.start for span in spans}
        assert bool(spans) == (session.valid_to is None or session.valid_to >= on)
    else:
        assert spans == ()


def on_weekdays(*days: int, **more: Any) -> Session:
    return replace(Session(freq="weekly", days=days, start=600, end=660, zone=ZONE), **more)


def test_a_plain_session_is_weekly_spans_and_no_dates() -> None:
    session = on_weekdays(0, 6, start=22 * 60, end=30 * 60)
    assert weekly(session) == (Span(ZONE, False, 1320, 1800), Span(ZONE, False, 6 * DAY + 1320, 6 * DAY + 1800))
    assert weekly(session)[1].end > WEEK
    assert dated(session, MIDSUMMER) == ()
    assert recurring(session, MIDSUMMER) == ()


@pytest.mark.parametrize(
    "more",
    [
        {"valid_to": date(2026, 12, 24)},
        {"valid_from": date(2026, 1, 1)},
        {"except_dates": (date(2026, 11, 26),)},
        {"interval": 2, "valid_from": date(2026, 1, 1)},
        {"freq": "monthly", "ordinals": (2,)},
    ],
)
def test_a_weekday_rule_that_is_not_plain_recurs_until_it_is_over(more: dict[str, Any]) -> None:
    session = on_weekdays(3, **more)
    assert weekly(session) == ()
    assert recurring(session, date(2026, 12, 24)) == (Span(ZONE, False, 3 * DAY + 600, 3 * DAY + 660),)
    assert bool(recurring(session, date(2026, 12, 25))) == (session.valid_to is None)
    assert dated(session, date(2026, 11, 1), 60)


@pytest.mark.parametrize(
    "session",
    [
        Session(freq="appointment"),
        Session(freq="once", zone=ZONE, valid_from=MIDSUMMER),
        Session(freq="monthly", zone=ZONE, month_days=(15, -1)),
    ],
)
def test_what_has_no_weekday_is_in_no_week(session: Session) -> None:
    assert weekly(session) == recurring(session, MIDSUMMER) == ()


def test_an_exception_takes_out_one_day() -> None:
    thanksgiving = date(2026, 11, 26)
    days = [one.day.day for one in occurrences(on_weekdays(3, except_dates=(thanksgiving,)), date(2026, 11, 1), 30)]
    assert days == [5, 12, 19]


def test_every_other_week_counts_from_the_week_of_the_first_day() -> None:
    session = on_weekdays(0, 4, interval=2, valid_from=date(2026, 11, 6))  # a Friday: its Monday is over
    assert [one.day.day for one in occurrences(session, date(2026, 11, 1), 30)] == [6, 16, 20, 30]


def test_nobody_knows_which_weeks_are_meant_without_one_to_count_from() -> None:
    assert occurrences(on_weekdays(2, interval=2), MIDSUMMER, 60) == ()
    assert recurring(on_weekdays(2, interval=2), MIDSUMMER)


def test_the_fifth_friday_and_the_31st_are_left_out_where_there_is_none() -> None:
    fifth = Session(freq="monthly", days=(4,), ordinals=(5,), zone=ZONE)
    assert [one.day for one in occurrences(fifth, date(2026, 2, 1), 120)] == [date(2026, 5, 29)]
    last_day = Session(freq="monthly", month_days=(31, -1), zone=ZONE)
    assert [one.day.day for one in occurrences(last_day, date(2028, 1, 1), 91)] == [31, 29, 31]


def test_the_end_of_the_calendar_is_no_accident() -> None:
    assert [one.day for one in occurrences(on_weekdays(4), date(9999, 12, 25), 400)] == [date(9999, 12, 31)]


SOUND = on_weekdays(1)


@pytest.mark.parametrize(
    ("session", "word"),
    [
        (on_weekdays(1, zone=""), "zone"),
        (on_weekdays(1, zone="America/Nowhere"), "zone"),
        (on_weekdays(1, zone="../../etc/passwd"), "zone"),
        (on_weekdays(1, zone="America"), "zone"),
        (on_weekdays(1, start=DAY, end=DAY + 60), "start"),
        (on_weekdays(1, start=-1), "start"),
        (on_weekdays(1, end=600), "end"),
        (on_weekdays(1, end=600 + WEEK + 1), "end"),
        (on_weekdays(7), "days"),
        (on_weekdays(), "days"),
        (on_weekdays(1, ordinals=(1,)), "ordinals"),
        (on_weekdays(1, freq="monthly"), "ordinals"),
        (on_weekdays(1, freq="monthly", ordinals=(0,)), "ordinals"),
        (on_weekdays(freq="monthly", month_days=(0,)), "month_days"),
        (on_weekdays(1, freq="monthly", ordinals=(1,), month_days=(1,)), "both"),
        (on_weekdays(freq="once"), "valid_from"),
        (on_weekdays(1, interval=0), "interval"),
        (on_weekdays(1, interval=2), "valid_from"),
        (on_weekdays(1, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 31)), "valid_to"),
        (on_weekdays(1, freq="daily"), "freq"),
    ],
)
def test_each_fault_of_a_rule_is_named(session: Session, word: str) -> None:
    assert check(SOUND) == []
    faults = check(session)
    assert len(faults) == 1
    assert word in faults[0]


def test_all_faults_are_named_at_once() -> None:
    assert len(check(on_weekdays(9, zone="", end=1, valid_to=EPOCH, valid_from=MIDSUMMER))) == 4


def test_an_appointment_needs_nothing() -> None:
    assert check(Session(freq="appointment")) == []
