"""All sessions of a listing as one word, and what such a word answers at a moment.

Times are counted from the words of what was found and how often each is there: one aggregation gives both, and what a word
answers is worked out here, once a minute for each. Counting by filters instead takes a clause for each of seventeen values and
every zone of the index: 45 ms instead of 1 at 100,000 listings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

import orjson

from directory.schedule import (
    DAY,
    WEEK,
    Session,
    day_of,
    local_minute,
    minute_of_week,
    occurrences,
    recurring,
    span_matches,
    weekly,
    weekly_matches,
    windows,
    windows_in,
)
from directory.taxonomy import values

TOLD = tuple(field for field in fields(Session) if field.name != "note")
WORDS = 50_000
"""Words whose sessions are kept, some 15 MB."""
MET, MOMENTS = 20_000, 8
"""Words whose answers are kept of a minute in a zone, and of how many such: some 30 MB at the very most."""
BACK, AHEAD = 9, 4
"""Days around today on which what starts can matter to "now" or "tomorrow": nothing lasts longer than a week."""
ANY_MOMENT = datetime(2000, 1, 3, tzinfo=UTC)
DATED = ("today", "tonight", "tomorrow")


def clock_of(sessions: Iterable[Session]) -> str:
    """The word of some sessions: the same for the same hours, whatever their order."""
    return orjson.dumps(sorted((_plain(session) for session in sessions), key=repr)).decode()


def _plain(session: Session) -> list[object]:
    said = [getattr(session, field.name) for field in TOLD]
    while said and said[-1] == TOLD[len(said) - 1].default:
        said.pop()
    return said


@lru_cache(maxsize=WORDS)
def sessions_of(clock: str) -> tuple[Session, ...]:
    """The sessions of a word."""
    return tuple(_session(said) for said in orjson.loads(clock))


def _session(said: list[object]) -> Session:
    told = dict(zip((field.name for field in TOLD), said, strict=False))
    for name, value in told.items():
        if name in ("valid_from", "valid_to") and isinstance(value, str):
            told[name] = date.fromisoformat(value)
        elif isinstance(value, list):
            days = (date.fromisoformat(one) if isinstance(one, str) else one for one in value)
            told[name] = tuple(days)
    return Session(**told)  # type: ignore[arg-type]  # the word was written by `clock_of`


@cache
def bits() -> dict[str, int]:
    """A bit for each value of the time facet."""
    return {value: 1 << place for place, value in enumerate(values()["time"])}


def counted_times(buckets: Iterable[Mapping[str, Any]], minute: int, zone: str) -> dict[str, int]:
    """How many listings fit each value of the time facet at a minute UTC, for who is in a zone, given the server's counts of
    words (`key`, `doc_count`)."""
    known = _answers(minute, zone)
    by_answer: dict[int, int] = {}
    for bucket in buckets:
        clock = bucket["key"]
        found = known.get(clock)
        if found is None:
            if len(known) >= MET:
                known.clear()
            found = known[clock] = answered(clock, minute, zone)
        by_answer[found] = by_answer.get(found, 0) + bucket["doc_count"]
    counts = dict.fromkeys(bits(), 0)
    for found, count in by_answer.items():
        for value in _values_of(found):
            counts[value] += count
    return counts


@lru_cache(maxsize=10_000)
def _values_of(found: int) -> tuple[str, ...]:
    return tuple(value for value, bit in bits().items() if found & bit)


@lru_cache(maxsize=MOMENTS)
def _answers(minute: int, zone: str) -> dict[str, int]:
    """What words answer at a minute in a zone, as far as they were met: a dictionary costs half of a call that is cached."""
    return {}


def answered(clock: str, minute: int, zone: str) -> int:
    """The values of the time facet that hours fit, as bits."""
    found = 0
    for session in sessions_of(clock):
        found |= _plain_answer(session, minute, zone) if weekly(session) else _other_answer(session, minute, zone)
    return found


@dataclass(frozen=True, slots=True)
class View:
    """A minute as the clock of a zone shows it: the local minute, the turn to the visitor's, the dated windows."""

    now: int
    turn: int
    dated: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]


@lru_cache(maxsize=4096)
def view(zone: str, online: bool, minute: int, visitor: str) -> View:
    """How sessions in a zone are asked at a minute."""
    moment = datetime.fromtimestamp(minute * 60, UTC)
    now = local_minute(moment, zone)
    turn = now - local_minute(moment, visitor) if online else 0
    dated = ((value, windows_in((value,), moment, zone, online=online, visitor_zone=visitor).dated) for value in DATED)
    return View(now, turn, tuple((bits()[value], found) for value, found in dated))


def _plain_answer(session: Session, minute: int, zone: str) -> int:
    seen = view(session.zone, session.online, minute, zone)
    found = 0
    for day in session.days:
        start = day * DAY + session.start
        end = start + session.end - session.start
        found |= rule(start, end, seen.turn)
        if (minute_of_week(seen.now) - start) % WEEK < end - start:
            found |= bits()["now"]
        for bit, stretches in seen.dated:
            if any(weekly_matches(start, end, (minute_of_week(a), minute_of_week(a) + b - a)) for a, b in stretches):
                found |= bit
    return found


def _other_answer(session: Session, minute: int, zone: str) -> int:
    seen = view(session.zone, session.online, minute, zone)
    today, found = day_of(seen.now), 0
    for span in recurring(session, today):
        found |= rule(span.start, span.end, seen.turn)
    for start, end in _near(session, today):
        if start <= seen.now < end:
            found |= bits()["now"]
        for bit, stretches in seen.dated:
            if any(span_matches(start, end, stretch) for stretch in stretches):
                found |= bit
    return found


@lru_cache(maxsize=WORDS)
def _near(session: Session, today: date) -> tuple[tuple[int, int], ...]:
    return tuple((one.start, one.end) for one in occurrences(session, today - timedelta(days=BACK), BACK + AHEAD))


@lru_cache(maxsize=200_000)
def rule(start: int, end: int, turn: int) -> int:
    """The names of weekdays and parts of the day that a weekly span fits, `turn` minutes ahead of who asks."""
    found = 0
    for value, bit in bits().items():
        asked = _windows(value)
        if any(weekly_matches(start, end, ((a + turn) % WEEK, (a + turn) % WEEK + b - a)) for a, b in asked):
            found |= bit
    return found


@cache
def _windows(value: str) -> tuple[tuple[int, int], ...]:
    return windows((value,), ANY_MOMENT, "UTC").weekly
