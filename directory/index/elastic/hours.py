"""Hours as numbers that range fields hold, written and asked for by the same rules (architecture §5 "Time").

Every zone has a number of its own, and every kind of question a *block* of numbers a zone, so that one field serves them all:

    open         weekly spans as minutes of the week: is it open now
    room         weekly spans cut by half an hour: does it meet a window (see `room`)
    start        starts of weekly spans: windows shorter than half an hour, and the wait until the next one
    dated        dated spans in minutes UTC: is it open now
    dated_room   dated spans cut by half an hour, in local minutes since 1970
    dated_start  starts of dated spans

What local sessions answer to names of weekdays and parts of the day never changes: it is written down as words (`cells`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from directory.schedule import DAY, HORIZON_DAYS, WEEK, Span, day_minute, shown_at, weekly_matches
from directory.schedule.windows import OVERLAP, PARTS, WEEKDAYS

Range = tuple[int, int]
"""Both ends inclusive, as range fields hold them."""

LOCAL, ONLINE, RULE, PART = range(4)
"""Blocks of weekly spans: plain ones one goes to, plain ones joined online, every online rule, the same by the day."""

DAYS = tuple(name for name, days in WEEKDAYS.items() if len(days) == 1)
SPARE_DAYS = 20
"""Days around the horizon for which the changes of a zone's clock are looked up: spans reach past it by a week."""


@lru_cache(maxsize=1024)
def number(zone: str) -> int:
    """The number of a zone: 31 bits that no two zones of the database share (a test asks), the same in every process."""
    return int.from_bytes(hashlib.sha256(zone.encode()).digest()[:4], "big") >> 1


def weekly_number(zone: str, block: int, minute: int) -> int:
    """Where a minute of the week, from one week before to two weeks after Monday 00:00, stands in a zone's block."""
    return (number(zone) << 2 | block) << 16 | (minute + WEEK)


def dated_number(zone: str, online: bool, minute: int) -> int:
    """Where a local minute since 1970 stands among a zone's; 28 bits last until the year 2480."""
    return (number(zone) << 1 | online) << 28 | max(0, minute)


def room(start: int, end: int) -> Range:
    """What a window [a, b) of half an hour or more must touch at [a, b - 1] to be met by hours [start, end).

    Hours meet a window when they start in it or share half an hour with it. Longer hours do either exactly when
    they start before b and end at a + 30 or later; shorter ones can only start in it.
    """
    return start, max(start, end - OVERLAP)


def week_pieces(start: int, end: int) -> Iterator[Range]:
    """The minutes of the week of a weekly span that may pass its end, for "open now"."""
    yield start, min(end, WEEK) - 1
    if end > WEEK:
        yield 0, end - WEEK - 1


def week_rooms(start: int, end: int) -> Iterator[Range]:
    """The rooms of a weekly span: also one week earlier where it reaches into the next week."""
    low, high = room(start, end)
    yield low, high
    if end > WEEK:
        yield low - WEEK, high - WEEK


def day_rooms(start: int, end: int) -> Iterator[Range]:
    """The rooms of a weekly span by the minute of the day; a day of it meets every part of the day."""
    low, high = room(start % DAY, start % DAY + end - start)
    high = min(high, low + DAY)
    yield low, high
    if high >= DAY:
        yield low - DAY, high - DAY


def touching(window: Range, period: int) -> Iterator[Range]:
    """What rooms are asked for a window [a, b) of a circle of `period` minutes, `a` inside it: b - 1 included, and what passes
    the end also at the beginning."""
    a, b = window
    yield a, b - 1
    if b > period:
        yield a - period, b - 1 - period


@lru_cache(maxsize=200_000)
def cells(start: int, end: int) -> tuple[str, ...]:
    """The words for all that a weekly span answers by its own clock: "monday", "monday evening", "weekday", "evening"."""
    found = []
    for place, day in enumerate(DAYS):
        if weekly_matches(start, end, (place * DAY, (place + 1) * DAY)):
            found += [day, *(name for name, days in WEEKDAYS.items() if len(days) > 1 and place in days)]
        for part, (a, b) in PARTS.items():
            if weekly_matches(start, end, (place * DAY + a, place * DAY + b)):
                found += [f"{day} {part}", part]
    return tuple(dict.fromkeys(found))


def cells_asked(times: Iterable[str]) -> list[str]:
    """The words any of which answers to chosen times other than now and the dated ones (days AND parts of the day)."""
    chosen = tuple(times)
    parts = [time for time in chosen if time in PARTS]
    days = [time for time in chosen if time in WEEKDAYS]
    if parts and days:
        single = sorted({day for name in days for day in WEEKDAYS[name]})
        return [f"{DAYS[day]} {part}" for day in single for part in parts]
    if parts and any(time in ("today", "tonight", "tomorrow") for time in chosen):
        return []
    return days or parts


@lru_cache(maxsize=1024)
def canonical(zone: str, first: date) -> str:
    """The zone by which all zones go whose clocks agree from the day `first` to the horizon: Detroit's is New York's."""
    mine = _seen(first)[zone]
    alike = sorted(other for other, seen in _seen(first).items() if seen == mine)
    return next(other for other in alike if offsets(other, first) == offsets(zone, first))


@lru_cache(maxsize=4)
def _seen(first: date) -> dict[str, tuple[int, ...]]:
    """How far ahead every zone is each month: whose differ need not be compared to the minute."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    days = [start + timedelta(days=days) for days in range(0, HORIZON_DAYS, 30)]
    return {zone: tuple(_ahead(day, ZoneInfo(zone)) for day in days) for zone in available_timezones()}


@lru_cache(maxsize=4096)
def offsets(zone: str, first: date) -> tuple[tuple[int, int], ...]:
    """(minute UTC, minutes ahead of UTC from then on) of a zone, from before the day `first` until after the horizon."""
    place, start = ZoneInfo(zone), datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=SPARE_DAYS)
    days = [start + timedelta(days=days) for days in range(HORIZON_DAYS + 2 * SPARE_DAYS)]
    found = [(_minute(start), _ahead(start, place))]
    for before, behind in pairwise(days):
        while _ahead(behind, place) != found[-1][1]:
            low, high = max(before, datetime.fromtimestamp(found[-1][0] * 60, UTC)), behind
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // timedelta(minutes=2) * timedelta(minutes=1)
                low, high = (middle, high) if _ahead(middle, place) == found[-1][1] else (low, middle)
            found.append((_minute(high), _ahead(high, place)))
    return tuple(found)


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _ahead(moment: datetime, place: ZoneInfo) -> int:
    ahead = moment.astimezone(place).utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds()) // 60


def moments(span: Span, first: date) -> Iterator[Range]:
    """The minutes UTC at which the zone's clock shows a minute of a dated span: a doubled hour twice, a skipped one never."""
    changes = offsets(span.zone, first)
    for place, (begins, ahead) in enumerate(changes):
        low, high = span.start - ahead, span.end - ahead
        if place:
            low = max(low, begins)
        if place + 1 < len(changes):
            high = min(high, changes[place + 1][0])
        if low < high:
            yield low, high - 1


def over_at(zone: str, last: date) -> int:
    """The minute UTC at which a zone's day `last` is over."""
    return int(shown_at(day_minute(last) + DAY, zone).timestamp()) // 60
