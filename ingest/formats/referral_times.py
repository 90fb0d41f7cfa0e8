"""Hours of Open Referral schedules: rules in the parts of iCalendar (RFC 5545 §3.3.10) or days by name, as sessions.

All rules of a record are understood or none: half the hours send somebody to a closed door. What is not understood is kept as
text. A rule belongs to the narrowest thing it is told of: the service there, else the service, else the place.

- A time marked "Z" or with an offset is read as the clock on the wall: doors do not move with daylight saving.
- A row without times that names only a stretch of days is a closure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from directory.schedule import Session
from ingest.clean import hours as clean_hours
from ingest.clean.clock import Stretch, clock, stretch
from ingest.clean.days import EVERY_DAY, weekday
from ingest.formats.referral_offer import Timetable

RECENT = 4096
"""Hours remembered: a service has the same at all its places, and a body's services have each other's."""
LONGEST_CLOSURE = 60
"""Days of a closure that are taken one by one; a longer one is a season, not a holiday."""
_DAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_PART = re.compile(r"([+-]?\d{1,2})?\s*([A-Za-z]{2,9})")
_TIME = re.compile(r"(?:\d{4}-\d{2}-\d{2}[T ])?(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?")
_ONLINE = re.compile(r"\bonline\b|\bvirtual|\bvideo\b|\bzoom\b|\bwebinar\b|\bremote", re.IGNORECASE)
_THERE = re.compile(r"\bin[- ]?person\b|\bvenue\b|\bface[- ]to[- ]face\b|\bon[- ]?site\b", re.IGNORECASE)
"""How a rule is attended: one that is only online is shown in the visitor's own zone."""
_NEVER = date(1, 12, 31)
"""Dates of the first year are those of every year ("January 01, 0001" of Ohana): no day of ours."""


@dataclass(frozen=True, slots=True)
class Read:
    """Sessions, None where the hours stay unknown, and what is worth showing beside or instead of them."""

    sessions: tuple[Session, ...] | None
    text: str = ""


class _Unread(Exception):
    pass


def read(times: Iterable[Timetable]) -> Read:
    """What timetables say together; nothing at all where there are none."""
    return _read(tuple(times))


@lru_cache(RECENT)
def _read(listed: tuple[Timetable, ...]) -> Read:
    rules = [one for one in listed if not one.holiday and not _closure(one)]
    prose = "\n".join(dict.fromkeys(text for one in listed for text in (one.text,) if text))
    if not rules:
        return Read(None, "\n".join(filter(None, (prose, *(_shown(one) for one in listed)))))
    try:
        found = _sessions(rules)
    except _Unread:
        spoken = clean_hours.hours(prose) if prose and not any(one.opens or one.closes for one in rules) else None
        if spoken is not None and spoken.sessions is not None:
            return Read(spoken.sessions, spoken.text)
        return Read(None, "\n".join(filter(None, (prose, *(_shown(one) for one in listed)))))
    closed, special = _exceptions(one for one in listed if one not in rules)
    kept = tuple(one if one.freq == "appointment" else replace(one, except_dates=closed) for one in found)
    more = "" if prose and clean_hours.hours(prose).sessions is not None else prose
    return Read(kept, "\n".join(filter(None, (more, *special))))


def _sessions(rules: list[Timetable]) -> tuple[Session, ...]:
    named = [one for one in rules if one.weekday]
    found = [session for one in rules if not one.weekday for session in _ruled(one)]
    if named:
        daily = clean_hours.daily((one.weekday, one.opens, one.closes) for one in named)
        if daily.sessions is None:
            raise _Unread
        found += daily.sessions
    return tuple(dict.fromkeys(found))


def _ruled(one: Timetable) -> Iterable[Session]:
    """The sessions of one rule. Raises _Unread for parts that this product has no words for."""
    if one.byweekno or one.byyearday or (one.bymonthday and one.freq.upper() != "MONTHLY"):
        raise _Unread
    held = _held(one.opens, one.closes)
    first, last = _bounds(one)
    interval = int(one.interval) if one.interval.isdigit() and int(one.interval) else 1
    if interval > 1 and first is None:
        raise _Unread
    base = Session(
        freq="weekly",
        start=held.start,
        end=held.end,
        interval=interval,
        valid_from=first,
        valid_to=last,
        online=bool(_ONLINE.search(one.attending)) and not _THERE.search(one.attending),
        note=one.note[:300],
    )
    freq, parts = one.freq.upper(), _parts(one.byday)
    if freq == "MONTHLY" and (one.bymonthday or any(ordinal for ordinal, _ in parts)):
        return _monthly(base, parts, one.bymonthday)
    if freq not in {"", "DAILY", "WEEKLY", "MONTHLY"} or any(ordinal for ordinal, _ in parts):
        raise _Unread
    days = tuple(sorted({day for _, day in parts})) or _without_days(freq, _day(one.dtstart))
    if freq == "" and not parts:
        if first is None:
            raise _Unread
        return (replace(base, freq="once", interval=1, valid_from=first, valid_to=None),)
    return (replace(base, days=days, valid_to=_counted(one, base, days) or last),)


def _without_days(freq: str, start: date | None) -> tuple[int, ...]:
    """The days of a rule that names none: each of a daily one, that of its start of a weekly one (RFC 5545: DTSTART)."""
    if freq == "DAILY":
        return EVERY_DAY
    if freq == "WEEKLY" and start is not None:
        return (start.weekday(),)
    if freq == "":
        return ()
    raise _Unread


def _monthly(base: Session, parts: list[tuple[int, int]], month_days: str) -> Iterable[Session]:
    rule = replace(base, freq="monthly")
    if month_days:
        numbers = [int(part) for part in month_days.split(",") if re.fullmatch(r"\s*-?\d{1,2}\s*", part)]
        if parts or len(numbers) != len(month_days.split(",")) or any(n != -1 and not 1 <= n <= 31 for n in numbers):
            raise _Unread
        return (replace(rule, month_days=tuple(dict.fromkeys(numbers))),)
    by_day: dict[int, set[int]] = {}
    for ordinal, day in parts:
        if ordinal not in {1, 2, 3, 4, 5, -1}:
            raise _Unread
        by_day.setdefault(day, set()).add(ordinal)
    ordered = ((day, tuple(sorted(which, key=lambda n: (n < 0, n)))) for day, which in by_day.items())
    return tuple(replace(rule, days=(day,), ordinals=which) for day, which in ordered)


def _parts(byday: str) -> list[tuple[int, int]]:
    """(ordinal, day) of each part of "MO,TU" or "2MO,-1FR"; names in full are days too. Raises _Unread for anything else."""
    found = []
    for part in filter(None, (text.strip() for text in re.split(r"[,; ]+", byday))):
        match = _PART.fullmatch(part)
        day = (_DAYS.get(match[2].lower()) if len(match[2]) == 2 else weekday(match[2])) if match else None
        if match is None or day is None:
            raise _Unread
        found.append((int(match[1] or 0), day))
    return found


def _held(opens: str, closes: str) -> Stretch:
    first, last = (_clock(text) for text in (opens, closes))
    found = stretch(first, last) if first and last else None
    if found is None:
        raise _Unread
    return found


def _clock(text: str) -> str:
    """A time without its seconds and offset, padded: the two digits of a 24-hour clock."""
    match = _TIME.fullmatch(text.strip())
    if match:
        return match[1].zfill(5)
    minutes = clock(text)
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def _bounds(one: Timetable) -> tuple[date | None, date | None]:
    first = max(filter(None, (_day(one.valid_from), _day(one.dtstart))), default=None)
    if one.interval.isdigit() and int(one.interval) > 1:
        first = _day(one.dtstart) or first  # the weeks are counted from here
    last = min(filter(None, (_day(one.valid_to), _day(one.until))), default=None)
    return first, last


def _counted(one: Timetable, base: Session, days: tuple[int, ...]) -> date | None:
    """The day of the last time of a rule with a count. Raises _Unread where that cannot be told."""
    if not one.count or one.count == "0":
        return None
    start = _day(one.dtstart)
    if not one.count.isdigit() or start is None or len(days) != 1:
        raise _Unread
    last = start + timedelta(days=(days[0] - start.weekday()) % 7 + (int(one.count) - 1) * 7 * base.interval)
    return min(last, base.valid_to) if base.valid_to else last


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return found if found > _NEVER else None


def _closure(one: Timetable) -> bool:
    ruled = one.opens or one.closes or one.byday or one.freq or one.weekday or one.dtstart
    return bool(one.valid_from and one.valid_to and not ruled)


def _exceptions(rows: Iterable[Timetable]) -> tuple[tuple[date, ...], list[str]]:
    """The days that are closed, and in words what cannot be told by days."""
    closed: set[date] = set()
    told = []
    for one in rows:
        first, last = _day(one.valid_from), _day(one.valid_to or one.valid_from)
        length = (last - first).days + 1 if first and last else 0
        if first and (one.closed or not one.opens) and 0 < length <= LONGEST_CLOSURE:
            closed.update(first + timedelta(days=n) for n in range(length))
        else:
            told.append(_shown(one))
    return tuple(sorted(closed)), told


def _shown(one: Timetable) -> str:
    """A rule in words, for people: what stands in the source."""
    span = " - ".join(dict.fromkeys(filter(None, (_plain(one.valid_from), _plain(one.valid_to)))))
    times = "-".join(filter(None, (_clock(one.opens) or one.opens, _clock(one.closes) or one.closes)))
    if one.holiday or _closure(one):
        return f"{span}: {times if times and not one.closed else 'closed'}" if span else ""
    names = dict(zip(_DAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
    days = ", ".join(names.get(part.strip().lower(), part.strip()) for part in one.byday.split(",") if part.strip())
    return " ".join(filter(None, (one.weekday or days, times))) if times else ""


def _plain(text: str) -> str:
    """A date without the year nobody means ("January 01, 0001" is every first of January)."""
    return re.sub(r",?\s*\b0001\b", "", text.strip())
