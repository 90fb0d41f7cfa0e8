"""Open, next and closing times against a clock read minute by minute, also where clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedule import (
    DAY,
    Session,
    always_open,
    closes_at,
    coming,
    day_minute,
    local_minute,
    next_start,
    open_at,
    shown_at,
    week_minute,
)

CHANGES = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Pacific/Auckland": (date(2026, 4, 5), date(2026, 9, 27)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),  # by half an hour
    "Asia/Kathmandu": (date(2026, 5, 1),),  # +5:45, never changed
}
ZONES = tuple(CHANGES)


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    """Moments within a day and a half of a change of clocks."""
    noon = datetime.combine(draw(st.sampled_from(CHANGES[zone])), datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    return noon + timedelta(minutes=draw(st.integers(-2000, 2000)))


@st.composite
def scenes(draw: st.DrawFn) -> tuple[tuple[Session, ...], datetime]:
    zone = draw(st.sampled_from(ZONES))
    made = []
    for _ in range(draw(st.integers(1, 3))):
        # Short hours at night are where changes of clocks bite.
        start = draw(st.integers(0, 5 * 60) | st.integers(0, DAY - 1))
        end = start + draw(st.integers(1, 90) | st.integers(1, 2 * DAY))
        days = draw(st.sampled_from(((0, 1, 2, 3, 4, 5, 6), (5,), (6,), (0, 6))))
        away = draw(st.sampled_from(((), CHANGES[zone][:1])))
        made.append(Session(freq="weekly", days=days, start=start, end=end, zone=zone, except_dates=away))
    return tuple(made), draw(moments(zone))


def wall(moment: datetime, zone: str) -> datetime:
    """What the clock shows, without zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def times(session: Session, day: date) -> list[tuple[datetime, datetime]]:
    """The hours of a session that start within nine days of a day, as readings of the clock."""
    found = []
    for one in (day + timedelta(days=n) for n in range(-9, 10)):
        if one.weekday() in session.days and one not in session.except_dates:
            midnight = datetime.combine(one, datetime.min.time())
            found.append((midnight + timedelta(minutes=session.start), midnight + timedelta(minutes=session.end)))
    return found


def plainly_open(sessions: tuple[Session, ...], moment: datetime) -> bool:
    shown = {session: wall(moment, session.zone) for session in sessions}
    return any(start <= shown[one] < end for one in sessions for start, end in times(one, shown[one].date()))


@settings(max_examples=120, deadline=None)
@given(scenes())
def test_open_is_what_the_clock_on_the_wall_says(scene: tuple[tuple[Session, ...], datetime]) -> None:
    sessions, moment = scene
    for minutes in range(0, 200, 7):
        then = moment + timedelta(minutes=minutes)
        assert open_at(sessions, then) == plainly_open(sessions, then)


@settings(max_examples=120, deadline=None)
@given(scenes())
def test_the_next_start_is_when_the_clock_first_reaches_a_later_one(scene: tuple[tuple[Session, ...], datetime]) -> None:
    sessions, moment = scene
    zone = sessions[0].zone
    now = wall(moment, zone)
    start = min((start for one in sessions for start, _ in times(one, now.date()) if start > now), default=None)
    found = next_start(sessions, moment, days=7)
    if found is None:
        assert start is None or start - now > timedelta(days=6, hours=22)
        return
    assert start is not None
    assert str(found.tzinfo) == zone
    assert found.astimezone(UTC) > moment
    assert wall(found, zone) >= start
    before = found.astimezone(UTC) - timedelta(minutes=1)
    assert before <= moment or wall(before, zone) < start


@settings(max_examples=120, deadline=None)
@given(scenes())
def test_until_it_closes_it_is_open_and_then_it_is_not(scene: tuple[tuple[Session, ...], datetime]) -> None:
    sessions, moment = scene
    found = closes_at(sessions, moment)
    if not plainly_open(sessions, moment):
        assert found is None
        return
    end = found.astimezone(UTC) if found else moment + timedelta(days=3)
    if found:
        assert open_at(sessions, found) is False
    for minutes in range(0, int((end - moment).total_seconds()) // 60, 11):
        then = moment + timedelta(minutes=minutes)
        there = then.astimezone(ZoneInfo(sessions[0].zone))
        doubled = there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()
        assert doubled or open_at(sessions, then)


@given(st.sampled_from(ZONES), st.data())
def test_the_clock_shows_a_minute_at_the_moment_it_is_shown_at(zone: str, data: st.DataObject) -> None:
    moment = data.draw(moments(zone))
    minute = local_minute(moment, zone)
    assert moment in (
        shown_at(minute, zone).astimezone(UTC),
        shown_at(minute, zone, moment - timedelta(minutes=1)).astimezone(UTC),
    )
    monday = moment.astimezone(ZoneInfo(zone)).weekday()
    assert week_minute(moment, zone) == monday * DAY + minute % DAY


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def hours(start: int, end: int, *days: int) -> Session:
    return Session(freq="weekly", days=days or (0, 1, 2, 3, 4, 5, 6), start=start * 60, end=end * 60, zone="America/New_York")


def test_a_start_that_is_skipped_is_when_the_clock_jumps() -> None:
    session = Session(freq="weekly", days=(6,), start=150, end=240, zone="America/New_York")
    found = next_start((session,), at("2026-03-08T01:00"))
    assert found is not None
    assert found.isoformat() == "2026-03-08T03:00:00-04:00"
    assert open_at((session,), found)


def test_a_doubled_hour_is_read_twice() -> None:
    session = Session(freq="weekly", days=(6,), start=75, end=105, zone="America/New_York")
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert open_at((session,), first)
    assert open_at((session,), first + timedelta(hours=1))
    assert not open_at((session,), first + timedelta(minutes=30))


def test_in_the_second_of_two_equal_hours_the_next_start_is_still_to_come() -> None:
    session = Session(freq="weekly", days=(6,), start=90, end=105, zone="America/New_York")
    again = datetime(2026, 11, 1, 6, 15, tzinfo=UTC)  # 1:15 for the second time
    found = [next_start((session,), again - timedelta(hours=1)), next_start((session,), again)]
    found.append(closes_at((session,), again + timedelta(minutes=20)))
    shown = [one.isoformat()[11:] for one in found if one]
    assert shown == ["01:30:00-04:00", "01:30:00-05:00", "01:45:00-05:00"]


def test_what_closes_in_a_month_is_as_good_as_never_closing() -> None:
    season = Session(freq="weekly", days=tuple(range(7)), zone="America/New_York", valid_to=date(2026, 12, 23))
    assert closes_at((season,), at("2026-11-25T23:00")) is None
    assert closes_at((season,), at("2026-11-26T00:00")) == at("2026-12-24T00:00")


def test_a_day_that_a_country_skipped_has_no_minutes() -> None:
    jump = shown_at(day_minute(date(2011, 12, 30)) + 600, "Pacific/Apia")
    assert jump.isoformat() == "2011-12-31T00:00:00+14:00"


def test_unknown_hours_are_not_closed() -> None:
    moment = at("2026-11-24T10:00")
    assert open_at(None, moment) is None
    assert open_at((Session(freq="appointment"),), moment) is None
    assert open_at((Session(freq="appointment"), hours(9, 17)), moment) is True
    assert open_at((Session(freq="appointment"), hours(12, 17)), moment) is None
    assert open_at((), moment) is False
    assert next_start(None, moment) is None
    assert closes_at(None, moment) is None


def test_hours_past_midnight_hold_on_the_next_morning() -> None:
    night = (hours(22, 30, 6),)
    assert open_at(night, at("2026-11-23T05:59"))
    assert not open_at(night, at("2026-11-23T06:00"))
    assert closes_at(night, at("2026-11-22T23:00")) == at("2026-11-23T06:00")


def test_several_openings_a_day_close_in_between_and_join_where_they_meet() -> None:
    day = (hours(9, 12), hours(12, 14), hours(15, 18))
    assert closes_at(day, at("2026-11-24T09:30")) == at("2026-11-24T14:00")
    assert closes_at(day, at("2026-11-24T14:30")) is None
    assert next_start(day, at("2026-11-24T14:30")) == at("2026-11-24T15:00")


def test_always_open_never_closes() -> None:
    for always in ((hours(0, 24),), (hours(8, 32),), (hours(8, 20), hours(20, 32)), (hours(0, 168, 2),)):
        assert always_open(always)
        assert closes_at(always, at("2026-11-24T09:30")) is None
        assert open_at(always, at("2026-11-24T09:30"))
    assert not always_open((hours(0, 24, 0, 1, 2, 3, 4, 5),))
    assert not always_open((hours(0, 23), hours(23, 24, 0, 1, 2, 3, 4, 5)))
    assert not always_open(None)


def test_day_and_night_but_one_day_closes_for_that_day() -> None:
    christmas = date(2026, 12, 25)
    session = Session(freq="weekly", days=tuple(range(7)), zone="America/New_York", except_dates=(christmas,))
    assert closes_at((session,), at("2026-12-20T09:30")) == at("2026-12-25T00:00")
    assert open_at((session,), at("2026-12-25T12:00")) is False
    assert next_start((session,), at("2026-12-25T12:00")) == at("2026-12-26T00:00")


def test_the_next_start_is_at_most_so_many_days_away() -> None:
    fair = Session(freq="once", valid_from=date(2026, 12, 22), start=600, end=660, zone="America/New_York")
    assert next_start((fair,), at("2026-11-24T10:00")) == at("2026-12-22T10:00")
    assert next_start((fair,), at("2026-11-24T09:59")) is None
    assert next_start((fair,), at("2026-11-24T09:59"), days=29) == at("2026-12-22T10:00")


def test_sessions_of_many_zones_come_in_the_order_of_real_time() -> None:
    east = hours(9, 10)
    west = Session(freq="weekly", days=(0, 1, 2, 3, 4, 5, 6), start=8 * 60, end=9 * 60, zone="America/Los_Angeles")
    found = coming((west, east), at("2026-11-24T06:00"))
    assert [one.session for one in found] == [east, west]
    assert found[1].start.isoformat() == "2026-11-24T08:00:00-08:00"


def test_a_moment_needs_a_zone_and_a_zone_a_name_that_exists() -> None:
    naive = datetime(2026, 11, 24, 9)  # noqa: DTZ001 - what must be refused
    with pytest.raises(ValueError, match="time zone"):
        local_minute(naive, "UTC")
    with pytest.raises(ValueError, match="no time zone"):
        local_minute(naive.replace(tzinfo=UTC), "Mars/Olympus")
