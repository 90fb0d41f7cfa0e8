"""The values of the time facet as windows on the clock, and which hours match them.

Chosen values combine as: now OR (days AND parts of the day). today, tonight and tomorrow are dated: they are compared with real
dates. Names of weekdays, weekday, weekend, and parts alone are recurring: they are compared with the weekly rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.schedule.clock import day_minute, day_of, local, local_minute, minute_of_week
from directory.schedule.recurrence import Occurrence, occurrences, reach, recurring, weekly
from directory.schedule.session import DAY, WEEK, Session

Window = tuple[int, int]

OVERLAP = 30
"""Minutes of overlap that make hours match a window they do not start in (architecture §5)."""

PARTS: dict[str, Window] = {
    "morning": (5 * 60, 12 * 60),
    "afternoon": (12 * 60, 17 * 60),
    "evening": (17 * 60, 22 * 60),
    "overnight": (22 * 60, 29 * 60),
}
"""Parts of the day in minutes after its midnight; a night belongs to the day it starts on and ends at 5 the next day."""

WEEKDAYS: dict[str, tuple[int, ...]] = {
    "monday": (0,),
    "tuesday": (1,),
    "wednesday": (2,),
    "thursday": (3,),
    "friday": (4,),
    "saturday": (5,),
    "sunday": (6,),
    "weekday": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
}
DATED_DAYS = ("today", "tonight", "tomorrow")


@dataclass(frozen=True, slots=True)
class Windows:
    """What the chosen times ask of hours: any of these.

    `now` at the moment itself; `dated` [start, end) in local minutes since 1970; `weekly` [start, end) in minutes
    of the week, `start` below 10080, `end` may pass it.
    """

    now: bool = False
    dated: tuple[Window, ...] = ()
    weekly: tuple[Window, ...] = ()


def windows(times: tuple[str, ...], moment: datetime, zone: str) -> Windows:
    """What chosen times mean to a clock in `zone` at a moment; values that are none of the facet mean nothing."""
    parts = [PARTS[time] for time in times if time in PARTS]
    weekdays = {day for time in times for day in WEEKDAYS.get(time, ())}
    dated = [_dated_day(time, local_minute(moment, zone)) for time in times if time in DATED_DAYS]
    if parts and not weekdays and not dated:
        weekdays = set(range(7))
    found = [(day * DAY + a, day * DAY + b) for day in weekdays for a, b in parts or [(0, DAY)]]
    if parts:
        dated = [piece for window in dated for part in parts for piece in _meeting(window, part)]
    return Windows("now" in times, tuple(sorted(set(dated))), tuple(sorted(set(found))))


def windows_in(times: tuple[str, ...], moment: datetime, zone: str, *, online: bool, visitor_zone: str) -> Windows:
    """What chosen times mean to sessions in `zone`: local ones are read by their own clock, online ones by the visitor's.

    The visitor's windows are shifted by the difference of the two clocks at the moment.
    """
    if not online or zone == visitor_zone:
        return windows(times, moment, zone)
    shift = local_minute(moment, zone) - local_minute(moment, visitor_zone)
    seen = windows(times, moment, visitor_zone)
    dated = tuple((a + shift, b + shift) for a, b in seen.dated)
    wrapped = sorted(((a + shift) % WEEK, (a + shift) % WEEK + b - a) for a, b in seen.weekly)
    return Windows(seen.now, dated, tuple(wrapped))


def span_matches(start: int, end: int, window: Window) -> bool:
    """Whether hours [start, end) start in a window, or overlap it by at least half an hour."""
    a, b = window
    return a <= start < b or min(end, b) - max(start, a) >= OVERLAP


def weekly_matches(start: int, end: int, window: Window) -> bool:
    """The same for minutes of the week, where Sunday's end meets Monday's start; both starts are below 10080."""
    return any(span_matches(start + turn, end + turn, window) for turn in (0, WEEK, -WEEK))


def time_yes(sessions: tuple[Session, ...] | None, times: tuple[str, ...], moment: datetime, visitor_zone: str) -> bool | None:
    """Whether hours meet the chosen times; None when they are not known or have to be arranged."""
    if not times:
        return True
    if sessions is None:
        return None
    timed = [session for session in sessions if session.freq != "appointment"]
    if any(_meets(session, times, moment, visitor_zone) for session in timed):
        return True
    return False if len(timed) == len(sessions) else None


def _meets(session: Session, times: tuple[str, ...], moment: datetime, visitor_zone: str) -> bool:
    seen = windows_in(times, moment, session.zone, online=session.online, visitor_zone=visitor_zone)
    spans = weekly(session) or recurring(session, local(moment, session.zone).date())
    if any(weekly_matches(span.start, span.end, window) for span in spans for window in seen.weekly):
        return True
    now = local_minute(moment, session.zone)
    if seen.now and any(start <= now < end for start, end in _around(session, (now, now + 1))):
        return True
    return any(span_matches(start, end, window) for window in seen.dated for start, end in _around(session, window))


def fitting(times: tuple[str, ...], moment: datetime, visitor_zone: str) -> Callable[[Session, Occurrence], bool]:
    """Whether one occurrence of a session is at the chosen times, which `now` alone never names: "next Tuesday evening"."""

    def fits(session: Session, one: Occurrence) -> bool:
        seen = windows_in(times, moment, session.zone, online=session.online, visitor_zone=visitor_zone)
        start = minute_of_week(one.start)
        end = start + one.end - one.start
        return any(weekly_matches(start, end, window) for window in seen.weekly) or any(
            span_matches(one.start, one.end, window) for window in seen.dated
        )

    return fits


def _around(session: Session, window: Window) -> list[Window]:
    """The occurrences that could touch a dated window."""
    first = day_of(window[0]) - timedelta(days=reach(session))
    days = (day_of(window[1]) - first).days + 1
    return [(start, end) for _, start, end in occurrences(session, first, days)]


def _dated_day(name: str, now: int) -> Window:
    """today, tonight or tomorrow by the local minute; before 5 o'clock it is still the night that began yesterday."""
    midnight = now - now % DAY
    if name == "today":
        return now, midnight + DAY
    if name == "tomorrow":
        return midnight + DAY, midnight + 2 * DAY
    night_ends = midnight + PARTS["overnight"][1] - DAY
    if now < night_ends:
        return now, night_ends
    return max(now, midnight + PARTS["evening"][0]), night_ends + DAY


def _meeting(window: Window, part: Window) -> list[Window]:
    """The pieces of a dated window in which the clock shows that part of the day, the night before included."""
    midnight = day_minute(day_of(window[0])) - DAY
    parts = [(midnight + turn * DAY + part[0], midnight + turn * DAY + part[1]) for turn in range(3)]
    pieces = [(max(window[0], a), min(window[1], b)) for a, b in parts]
    return [(a, b) for a, b in pieces if a < b]
