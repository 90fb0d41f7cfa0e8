"""The days on which a rule comes round, as dates, as dated spans and as spans of the week."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from directory.schedule.clock import day_minute
from directory.schedule.session import DAY, HORIZON_DAYS, WEEK, Session, Span


class Occurrence(NamedTuple):
    """One time a session comes round: the day it starts on, and [start, end) in local minutes since 1970-01-01 00:00."""

    day: date
    start: int
    end: int


def plain(session: Session) -> bool:
    """Whether a session is the same every week, for ever."""
    endless = session.valid_from is None and session.valid_to is None and not session.except_dates
    return session.freq == "weekly" and session.interval == 1 and endless and bool(session.days)


def weekly(session: Session) -> tuple[Span, ...]:
    """The minutes of the week of a plain weekly session, none of any other; `end` may pass 10080."""
    return _week_spans(session) if plain(session) else ()


def recurring(session: Session, on: date) -> tuple[Span, ...]:
    """The weekday rule, as minutes of the week, of a session that is not plain and may still come on or after a day.

    Every other Wednesday is a Wednesday; sessions that come once, by day of the month or by appointment have no weekday.
    """
    over = session.valid_to is not None and session.valid_to < on
    ruled = session.freq == "weekly" or (session.freq == "monthly" and bool(session.ordinals))
    return () if over or not ruled or plain(session) else _week_spans(session)


def dated(session: Session, first: date, days: int = HORIZON_DAYS) -> tuple[Span, ...]:
    """The occurrences of a session that is not plain, of `days` days from `first` on, in local minutes since 1970.

    An occurrence belongs to the day it starts on: for what runs past midnight into `first`, ask from the day before.
    """
    if plain(session):
        return ()
    return tuple(Span(session.zone, session.online, start, end) for _, start, end in occurrences(session, first, days))


def occurrences(session: Session, first: date, days: int) -> tuple[Occurrence, ...]:
    """Every time any session starts on a day in [first, first + days), in order, exceptions taken out."""
    lower = max(first, session.valid_from or first).toordinal()
    upper = min(first.toordinal() + days - 1, (session.valid_to or date.max).toordinal())
    if lower > upper:
        return ()
    found = sorted(set(_days(session, date.fromordinal(lower), date.fromordinal(upper))).difference(session.except_dates))
    midnights = ((day, day_minute(day)) for day in found)
    return tuple(Occurrence(day, midnight + session.start, midnight + session.end) for day, midnight in midnights)


def reach(session: Session) -> int:
    """How many days before a day an occurrence can start that still lasts on it."""
    return max(0, -(-session.end // DAY) - 1)


def _week_spans(session: Session) -> tuple[Span, ...]:
    starts = sorted({(day * DAY + session.start) % WEEK for day in session.days})
    return tuple(Span(session.zone, session.online, start, start + session.end - session.start) for start in starts)


def _days(session: Session, lower: date, upper: date) -> Iterable[date]:
    """The days of the rule among those from `lower` to `upper`, both included; both are within its validity."""
    match session.freq:
        case "weekly":
            return _weekly_days(session, lower, upper)
        case "monthly":
            return _monthly_days(session, lower, upper)
        case "once" if session.valid_from is not None and lower <= session.valid_from <= upper:
            return (session.valid_from,)
        case _:
            return ()


def _weekly_days(session: Session, lower: date, upper: date) -> Iterator[date]:
    """Without a week to count from nobody knows which weeks "every other" means: then there are no days."""
    if session.interval > 1 and session.valid_from is None:
        return
    anchor = (session.valid_from or lower).toordinal()
    monday = anchor - date.fromordinal(anchor).weekday()
    step = 7 * max(1, session.interval)
    for weekday in session.days:
        from_there = lower.toordinal() - monday - weekday
        start = monday + weekday + max(0, -(-from_there // step)) * step
        yield from (date.fromordinal(day) for day in range(start, upper.toordinal() + 1, step))


def _monthly_days(session: Session, lower: date, upper: date) -> Iterator[date]:
    if session.interval > 1 and session.valid_from is None:
        return
    anchor = _month(session.valid_from or lower)
    for month in range(_month(lower), _month(upper) + 1):
        if (month - anchor) % max(1, session.interval) == 0:
            first = date(month // 12, month % 12 + 1, 1)
            yield from (day for day in _days_of_month(session, first) if lower <= day <= upper)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _days_of_month(session: Session, first: date) -> Iterator[date]:
    weekday_of_first, length = monthrange(first.year, first.month)
    numbers = [number if number > 0 else length + 1 + number for number in session.month_days]
    for weekday in session.days:
        earliest = 1 + (weekday - weekday_of_first) % 7
        last = earliest + (length - earliest) // 7 * 7
        numbers += [earliest + (nth - 1) * 7 if nth > 0 else last + (nth + 1) * 7 for nth in session.ordinals]
    return (first + timedelta(days=number - 1) for number in numbers if 1 <= number <= length)
