"""The time facet against a plain reading, minute by minute and occurrence by occurrence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedule import (
    DAY,
    WEEK,
    Session,
    Windows,
    coming,
    fitting,
    span_matches,
    time_yes,
    weekly_matches,
    windows,
    windows_in,
)

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS = ("morning", "afternoon", "evening", "overnight")
DATED = ("today", "tonight", "tomorrow")
TIMES = ("now", *DATED, "weekend", "weekday", *PARTS, *NAMES)
ZONES = ("America/New_York", "Europe/London", "Pacific/Auckland", "Asia/Kathmandu")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TUESDAY = "2026-11-24"

chosen = st.lists(st.sampled_from(TIMES), unique=True, max_size=4).map(tuple)
moments = st.integers(0, 395 * DAY).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def minute(text: str) -> int:
    """A reading of the clock in minutes since 1970."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(minutes=1)


def part_of(hour: int) -> str:
    if 5 <= hour < 12:
        return "morning"
    if 12 <= hour < 17:
        return "afternoon"
    return "evening" if 17 <= hour < 22 else "overnight"


def in_dated_day(name: str, then: datetime, now: datetime) -> bool:
    """Whether the clock reading `then` lies in today, tonight or tomorrow as said at the reading `now`."""
    days = (then.date() - now.date()).days
    if name == "tomorrow":
        return days == 1
    if then < now:
        return False
    if name == "today":
        return days == 0
    if now.hour < 5:
        return days == 0 and then.hour < 5
    return (days == 0 and then.hour >= 17) or (days == 1 and then.hour < 5)


def in_week(times: tuple[str, ...], then: datetime) -> bool:
    """Whether recurring times name the reading; the small hours belong to the night of the day before."""
    parts = [time for time in times if time in PARTS]
    days = [time for time in times if time in (*NAMES, "weekday", "weekend")]
    if not days and (not parts or set(times) & set(DATED)):
        return False
    if parts and part_of(then.hour) not in parts:
        return False
    day = then - timedelta(days=1) if parts and then.hour < 5 else then
    named = {NAMES[day.weekday()], "weekend" if day.weekday() > 4 else "weekday"}
    return not days or bool(named & set(days))


@settings(max_examples=120, deadline=None)
@given(chosen, moments, st.sampled_from(ZONES))
def test_windows_hold_the_minutes_the_words_mean(times: tuple[str, ...], moment: datetime, zone: str) -> None:
    found = windows(times, moment, zone)
    now = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)  # the reading of the clock
    parts = [time for time in times if time in PARTS]
    midnight = now.replace(hour=0, minute=0)
    assert found.now == ("now" in times)
    for step in range(-DAY, 3 * DAY, 13):
        then = midnight + timedelta(minutes=step)
        here = (then - EPOCH) // timedelta(minutes=1)
        said = any(name in times and in_dated_day(name, then, now) for name in DATED)
        assert any(a <= here < b for a, b in found.dated) == (said and (not parts or part_of(then.hour) in parts))
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert all(0 <= a < WEEK and a < b for a, b in found.weekly)
    for step in range(0, WEEK, 59):
        inside = any(a <= step < b or a <= step + WEEK < b for a, b in found.weekly)
        assert inside == in_week(times, monday + timedelta(minutes=step))


@pytest.mark.parametrize(
    ("times", "moment", "dated"),
    [
        (("today",), "10:20", [("24T10:20", "25T00:00")]),
        (("tonight",), "10:20", [("24T17:00", "25T05:00")]),
        (("tonight",), "19:30", [("24T19:30", "25T05:00")]),
        (("tonight",), "04:59", [("24T04:59", "24T05:00")]),
        (("tonight",), "05:00", [("24T17:00", "25T05:00")]),
        (("tomorrow",), "23:59", [("25T00:00", "26T00:00")]),
        (("today", "evening"), "18:00", [("24T18:00", "24T22:00")]),
        (("today", "morning"), "12:00", []),
        (("today", "overnight"), "02:00", [("24T02:00", "24T05:00"), ("24T22:00", "25T00:00")]),
        (("tomorrow", "overnight"), "12:00", [("25T00:00", "25T05:00"), ("25T22:00", "26T00:00")]),
        (("tonight", "overnight"), "12:00", [("24T22:00", "25T05:00")]),
        (("now",), "12:00", []),
    ],
)
def test_dated_words_are_stretches_of_the_clock(times: tuple[str, ...], moment: str, dated: list[tuple[str, str]]) -> None:
    expected = tuple((minute(f"2026-11-{a}"), minute(f"2026-11-{b}")) for a, b in dated)
    assert windows(times, at(f"{TUESDAY}T{moment}"), "America/New_York") == Windows("now" in times, expected, ())


def test_days_and_parts_go_together_and_weekdays_do_not_narrow_dates() -> None:
    found = windows(("tuesday", "evening", "tomorrow"), at(f"{TUESDAY}T10:00"), "America/New_York")
    assert found.weekly == ((DAY + 17 * 60, DAY + 22 * 60),)
    assert found.dated == ((minute("2026-11-25T17:00"), minute("2026-11-25T22:00")),)


def test_a_part_alone_is_that_part_of_every_day() -> None:
    found = windows(("overnight",), at(f"{TUESDAY}T10:00"), "America/New_York")
    assert found.weekly == tuple((day * DAY + 22 * 60, day * DAY + 29 * 60) for day in range(7))
    assert found.dated == ()


def test_an_occurrence_matches_by_its_start_or_by_half_an_hour() -> None:
    window = (600, 720)
    for start, end, matches in ((600, 601, True), (719, 900, True), (720, 900, False), (500, 629, False), (500, 630, True)):
        assert span_matches(start, end, window) is matches


def test_the_week_wraps_both_ways() -> None:
    sunday_night = (6 * DAY + 22 * 60, 6 * DAY + 29 * 60)
    assert weekly_matches(0, 30, sunday_night)
    assert weekly_matches(6 * DAY + 20 * 60, 6 * DAY + 26 * 60, (0, DAY))
    assert not weekly_matches(6 * DAY + 20 * 60, WEEK + 29, (0, DAY))
    assert weekly_matches(DAY, DAY + WEEK, (0, 60))


def test_online_sessions_are_read_by_the_visitors_clock() -> None:
    moment = at(f"{TUESDAY}T10:00")
    seen = windows_in(("monday",), moment, "Pacific/Auckland", online=True, visitor_zone="America/New_York")
    assert seen.weekly == ((18 * 60, 42 * 60),)  # 18 hours ahead in November
    local = windows_in(("monday",), moment, "Pacific/Auckland", online=False, visitor_zone="America/New_York")
    assert local.weekly == ((0, DAY),)
    behind = windows_in(("monday", "tomorrow"), moment, "America/Los_Angeles", online=True, visitor_zone="America/New_York")
    assert behind.weekly == ((WEEK - 180, WEEK - 180 + DAY),)
    assert behind.dated == ((minute("2026-11-24T21:00"), minute("2026-11-25T21:00")),)


def test_an_online_evening_is_the_visitors_evening() -> None:
    late = Session(freq="weekly", days=(1,), start=19 * 60, end=20 * 60, zone="America/Los_Angeles", online=True)
    moment = at(f"{TUESDAY}T10:00")
    assert time_yes((late,), ("tuesday", "evening"), moment, "America/Los_Angeles") is True
    assert time_yes((late,), ("tuesday", "evening"), moment, "America/New_York") is False
    assert time_yes((late,), ("tuesday", "overnight"), moment, "America/New_York") is True


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    start = draw(st.integers(0, DAY - 1))
    begin = draw(st.none() | st.dates(date(2026, 1, 1), date(2027, 2, 1)))
    return Session(
        freq="weekly",
        days=draw(st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True).map(tuple)),
        start=start,
        end=start + draw(st.integers(1, 300) | st.integers(1, 2 * DAY)),
        zone=draw(st.sampled_from(ZONES)),
        interval=draw(st.integers(1, 2)) if begin else 1,
        valid_from=begin,
        online=draw(st.booleans()),
    )


def plainly(session: Session, times: tuple[str, ...], moment: datetime, visitor: str) -> bool:
    """The words of the rule: real dates for dated times and now, the weekly rule laid over three weeks for the others."""
    zone = ZoneInfo(session.zone)
    here = moment.astimezone(zone).replace(tzinfo=UTC)
    there = moment.astimezone(ZoneInfo(visitor)).replace(tzinfo=UTC) if session.online else here
    seen = windows(times, moment, visitor if session.online else session.zone)
    ahead = (there - here) // timedelta(minutes=1)
    now, midnight = (here - EPOCH) // timedelta(minutes=1), (here.replace(hour=0, minute=0) - EPOCH) // timedelta(minutes=1)
    for step in range(-6, 7):
        day = here.date() + timedelta(days=step)
        begin = session.valid_from or day
        weeks = (day - timedelta(days=day.weekday()) - begin + timedelta(days=begin.weekday())).days // 7
        if day.weekday() not in session.days or day < begin or weeks % session.interval:
            continue
        start, end = (midnight + step * DAY + one for one in (session.start, session.end))
        if (seen.now and start <= now < end) or any(_fits(start + ahead, end + ahead, window) for window in seen.dated):
            return True
    turns = [turn * WEEK + day * DAY + ahead for turn in (-2, -1, 0, 1, 2) for day in session.days]
    return any(_fits(turn + session.start, turn + session.end, window) for turn in turns for window in seen.weekly)


def _fits(start: int, end: int, window: tuple[int, int]) -> bool:
    minutes = set(range(start, end)) & set(range(*window))
    return start in range(*window) or len(minutes) >= 30


@settings(max_examples=150, deadline=None)
@given(sessions(), chosen.filter(bool), moments, st.sampled_from(ZONES))
def test_the_answer_to_times_is_the_plain_one(session: Session, times: tuple[str, ...], moment: datetime, visitor: str) -> None:
    assert time_yes((session,), times, moment, visitor) is plainly(session, times, moment, visitor)


MOMENT = at(f"{TUESDAY}T10:00")
TUESDAYS = Session(freq="weekly", days=(1,), start=600, end=660, zone="America/New_York")


def test_unknown_hours_and_appointments_are_neither_yes_nor_no() -> None:
    assert time_yes(None, ("monday",), MOMENT, "UTC") is None
    assert time_yes((), ("monday",), MOMENT, "UTC") is False
    assert time_yes((TUESDAYS,), ("monday",), MOMENT, "UTC") is False
    assert time_yes((TUESDAYS, Session(freq="appointment")), ("monday",), MOMENT, "UTC") is None
    assert time_yes((TUESDAYS, Session(freq="appointment")), ("now",), MOMENT, "UTC") is True
    assert time_yes(None, (), MOMENT, "UTC") is True


def test_a_session_that_comes_once_has_a_date_and_no_weekday() -> None:
    once = Session(freq="once", valid_from=date(2026, 11, 24), start=1140, end=1200, zone="America/New_York")
    assert time_yes((once,), ("tonight",), MOMENT, "UTC") is True
    assert time_yes((once,), ("tuesday",), MOMENT, "UTC") is False


def test_a_season_that_is_over_has_no_weekday_and_an_exception_has_no_date() -> None:
    over = Session(freq="weekly", days=(1,), zone="America/New_York", valid_to=date(2026, 11, 23))
    assert time_yes((over,), ("tuesday",), MOMENT, "UTC") is False
    away = Session(freq="weekly", days=(1,), zone="America/New_York", except_dates=(date(2026, 11, 24),))
    assert time_yes((away,), ("tuesday",), MOMENT, "UTC") is True
    assert time_yes((away,), ("today",), MOMENT, "UTC") is False


def test_the_next_start_at_chosen_times_leaves_sooner_ones_out() -> None:
    daily = Session(freq="weekly", days=tuple(range(7)), start=19 * 60, end=21 * 60, zone="America/New_York")
    moment = at(f"{TUESDAY} 20:00")
    wanted = {
        ("tuesday", "evening"): "2026-12-01 19:00",
        ("tomorrow",): "2026-11-25 19:00",
        ("weekend",): "2026-11-28 19:00",
    }
    for times, start in wanted.items():
        assert [one.start for one in coming((daily,), moment, 14, fits=fitting(times, moment, "UTC"))] == [at(start)]
    for times in (("morning",), ("now",)):
        assert coming((daily,), moment, 14, fits=fitting(times, moment, "UTC")) == ()


def test_an_online_start_is_at_the_chosen_times_of_who_looks() -> None:
    online = Session(freq="weekly", days=(1,), start=15 * 60, end=960, zone="America/Los_Angeles", online=True)
    moment = at(f"{TUESDAY} 09:00")
    chosen = fitting(("tuesday", "evening"), moment, "America/New_York")
    assert [one.start for one in coming((online,), moment, 14, fits=chosen)] == [at(f"{TUESDAY} 18:00")]
    assert coming((online,), moment, 14, fits=fitting(("tuesday", "evening"), moment, "America/Los_Angeles")) == ()
