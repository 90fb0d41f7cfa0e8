"""What hours answer to times, by walking over days (architecture §5 "Time"), not by the arithmetic of directory.schedule.

A moment is a whole minute since 1970-01-01 00:00 UTC. A local minute counts from 1970-01-01 00:00 as the clock on a wall
shows it. An occurrence is [start, end) in local minutes and belongs to the day it starts on.

Readings where the text leaves room: the clock on the wall decides at a change of clocks. A doubled hour is open at both its
turns, but a start that the clock has shown is past. A start in a skipped hour comes when the clock jumps over it.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from directory.facets import Answer
from directory.schedule import Session

DAY, WEEK = 1440, 10080
NEVER = 10**9
SOON = 28 * DAY
PARTS = {"morning": (300, 720), "afternoon": (720, 1020), "evening": (1020, 1320), "overnight": (1320, 1740)}
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {name: (number,) for number, name in enumerate(NAMES)} | {"weekday": (0, 1, 2, 3, 4), "weekend": (5, 6)}
DATED = ("today", "tonight", "tomorrow")


class Clock(NamedTuple):
    """When a search is asked, and by what clock the person lives."""

    moment: int
    zone: str


class Window(NamedTuple):
    """A stretch hours are compared with: of local minutes, or of minutes of the week when `weekly`."""

    weekly: bool
    start: int
    end: int


@lru_cache(100_000)
def local_minute(moment: int, zone: str) -> int:
    """What the clock on the wall shows at a moment."""
    wall = datetime.fromtimestamp(moment * 60, ZoneInfo(zone))
    return midnight(wall.date()) + wall.hour * 60 + wall.minute


def midnight(day: date) -> int:
    """The local minute a day begins with."""
    return (day - date(1970, 1, 1)).days * DAY


def day_of(minute: int) -> date:
    """The day of a local minute."""
    return date(1970, 1, 1) + timedelta(days=minute // DAY)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def starts_on(session: Session, day: date) -> bool:
    """Whether the session's rule names that day."""
    since, until = session.valid_from, session.valid_to
    if (since and day < since) or (until and day > until) or day in session.except_dates:
        return False
    if session.freq == "once":
        return day == since
    if session.freq == "weekly":
        weeks = (monday(day) - monday(since)).days // 7 if since else 0
        return day.weekday() in session.days and weeks % session.interval == 0
    if session.freq == "monthly":
        months = (day.year - since.year) * 12 + day.month - since.month if since else 0
        return months % session.interval == 0 and (of_weekdays(session, day) or of_month(session, day))
    return False


def of_weekdays(session: Session, day: date) -> bool:
    """Whether it is the n-th (or the last) of its weekday in the month."""
    last = (day + timedelta(days=7)).month != day.month
    return day.weekday() in session.days and ((day.day + 6) // 7 in session.ordinals or (last and -1 in session.ordinals))


def of_month(session: Session, day: date) -> bool:
    """Whether it is the n-th day of the month, also counted from its end (-1 is the last)."""
    return day.day in session.month_days or day.day - monthrange(day.year, day.month)[1] - 1 in session.month_days


@lru_cache(100_000)
def windows(times: tuple[str, ...], now: int) -> list[Window]:
    """What chosen times other than "now" mean to a clock that shows `now`: days AND parts."""
    parts = [PARTS[time] for time in times if time in PARTS]
    weekdays = {day for time in times for day in WEEKDAYS.get(time, ())}
    stretches = [dated(time, now) for time in times if time in DATED]
    if parts and not weekdays and not stretches:
        weekdays = set(range(7))
    found = [Window(True, day * DAY + a, day * DAY + b) for day in weekdays for a, b in parts or [(0, DAY)]]
    for start, end in stretches:
        if not parts:
            found.append(Window(False, start, end))
        for day in range(start // DAY - 1, end // DAY + 1):
            for a, b in parts:
                low, high = max(start, day * DAY + a), min(end, day * DAY + b)
                if low < high:
                    found.append(Window(False, low, high))
    return found


def dated(time: str, now: int) -> tuple[int, int]:
    """today is from now to midnight, tomorrow whole, tonight from 17:00 or now to 5:00; before 5:00 it is the night that is."""
    today = now // DAY * DAY
    if time == "today":
        return now, today + DAY
    if time == "tomorrow":
        return today + DAY, today + 2 * DAY
    if now < today + 300:
        return now, today + 300
    return max(now, today + 1020), today + DAY + 300


class Hours:
    """What sessions answer. A class so that the planted faults can each replace one rule."""

    def __init__(self) -> None:
        self.known: dict[tuple[Session, int], list[tuple[int, int]]] = {}
        self.stretches: dict[Clock, list[tuple[int, int]]] = {}

    def occurrences(self, session: Session, now: int) -> list[tuple[int, int]]:
        """The occurrences that can matter: from nine days back (none is longer than a week) to a month ahead."""
        if (session, now // DAY) not in self.known:
            days = [day_of(now) + timedelta(days=days) for days in range(-9, 32)]
            starts = [midnight(day) for day in days if starts_on(session, day)]
            self.known[session, now // DAY] = [(start + session.start, start + session.end) for start in starts]
        return self.known[session, now // DAY]

    def weekly(self, session: Session, today: date) -> list[tuple[int, int]]:
        """The minutes of the week of a session's rule; none when it has no weekday or is over."""
        over = session.valid_to is not None and session.valid_to < today
        ruled = session.freq == "weekly" or (session.freq == "monthly" and session.ordinals)
        days = session.days if ruled and not over else ()
        return [(day * DAY + session.start, day * DAY + session.end) for day in days]

    def fits(self, start: int, end: int, window: Window) -> bool:
        """Whether hours start in a window or share half an hour with it."""
        return window.start <= start < window.end or min(end, window.end) - max(start, window.start) >= 30

    def going_on(self, start: int, end: int, now: int) -> bool:
        """Half-open: what ends at ten is closed at ten."""
        return start <= now < end

    def answer(self, sessions: tuple[Session, ...] | None, times: tuple[str, ...], clock: Clock) -> Answer:
        """The answer to chosen times: unknown hours and hours by appointment are no no."""
        if sessions is None:
            return Answer.UNKNOWN
        if any(self.meets(session, times, clock) for session in sessions if session.freq != "appointment"):
            return Answer.YES
        return Answer.UNKNOWN if any(session.freq == "appointment" for session in sessions) else Answer.NO

    def meets(self, session: Session, times: tuple[str, ...], clock: Clock) -> bool:
        """Whether a session is on at the times: now OR (days AND parts)."""
        now = local_minute(clock.moment, session.zone)
        if "now" in times and any(self.going_on(start, end, now) for start, end in self.occurrences(session, now)):
            return True
        return any(self.in_window(session, window, now) for window in self.windows(session, times, clock))

    def windows(self, session: Session, times: tuple[str, ...], clock: Clock) -> list[Window]:
        """The windows on the session's clock; for an online session the visitor's, turned by how the clocks differ."""
        now = local_minute(clock.moment, session.zone)
        if not session.online:
            return windows(times, now)
        theirs = local_minute(clock.moment, clock.zone)
        turn = now - theirs
        return [Window(weekly, start + turn, end + turn) for weekly, start, end in windows(times, theirs)]

    def in_window(self, session: Session, window: Window, now: int) -> bool:
        """Weekly windows meet the rule, round and round the week; dated ones the occurrences."""
        if not window.weekly:
            return any(self.fits(start, end, window) for start, end in self.occurrences(session, now))
        turns = (-2 * WEEK, -WEEK, 0, WEEK, 2 * WEEK)
        rules = self.weekly(session, day_of(now))
        return any(self.fits(start + turn, end + turn, window) for start, end in rules for turn in turns)

    def minutes_to_start(self, sessions: tuple[Session, ...] | None, clock: Clock) -> int:
        """0 when open now, else real minutes to the next start; NEVER when unknown or more than 28 days away."""
        waits = [NEVER]
        for session in sessions or ():
            if session.freq != "appointment":
                now = local_minute(clock.moment, session.zone)
                spans = self.occurrences(session, now)
                waits += [0 for start, end in spans if self.going_on(start, end, now)]
                waits += [self.wait(session.zone, clock.moment, start) for start, _ in spans if start > now]
        return min(wait if wait <= SOON else NEVER for wait in waits)

    def wait(self, zone: str, moment: int, start: int) -> int:
        """Real minutes until the zone's clock next shows a local minute or jumps over it."""
        now = local_minute(moment, zone)
        for since, offset in self.offsets(zone, moment):
            begins = max(since, moment)
            if now < start < begins + offset:
                return begins - moment
            at = start - offset
            if at >= begins and local_minute(at, zone) == start:
                return at - moment
        return NEVER

    def offsets(self, zone: str, moment: int) -> list[tuple[int, int]]:
        """Moments and how many minutes the zone is ahead of UTC from then on, for a month, looked up each quarter hour."""
        key = Clock(moment, zone)
        if key not in self.stretches:
            found: list[tuple[int, int]] = []
            quarter = moment // 15 * 15
            for at in range(quarter, quarter + SOON + 2 * DAY, 15):
                delta = datetime.fromtimestamp(at * 60, UTC).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
                offset = int(delta.total_seconds()) // 60
                if not found or found[-1][1] != offset:
                    found.append((at, offset))
            self.stretches[key] = found
        return self.stretches[key]
