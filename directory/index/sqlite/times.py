"""Which listings are there at a time (architecture §5 "Time"; the windows are `schedule.windows_in`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from directory.index.sqlite.columns import Columns, Dated, bits_of, rows_of
from directory.index.sqlite.facts import NEVER, Rule
from directory.query import SOON_MINUTES
from directory.schedule import DAY, WEEK, Span, Windows, local_minute, shown_at, span_matches, weekly_matches, windows_in
from directory.taxonomy import values

THURSDAY = 3 * DAY
"""1970-01-01 was a Thursday: what turns local minutes since then into minutes of the week."""
DATED = frozenset({"now", "today", "tonight", "tomorrow"})


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment of a search and the zone of who asks."""

    minute: int  # since 1970-01-01 00:00 UTC
    zone: str

    @property
    def moment(self) -> datetime:
        """The moment as a datetime in UTC."""
        return datetime.fromtimestamp(self.minute * 60, UTC)


def fitting(columns: Columns, times: tuple[str, ...], clock: Clock) -> int:
    """The listings whose sessions fit the chosen values of the time facet."""

    def work() -> int:
        if DATED & set(times):
            return _fitting(columns, times, clock)
        return columns.remember(("time", times, _drift(columns, clock)), lambda: _fitting(columns, times, clock))

    return columns.remember(("time", times, clock), work)


def each(columns: Columns, clock: Clock) -> tuple[int, ...]:
    """The listings that fit each value of the time facet alone, in its order."""
    return columns.remember(("each", clock), lambda: tuple(fitting(columns, (value,), clock) for value in values()["time"]))


def _drift(columns: Columns, clock: Clock) -> tuple[object, ...]:
    """What recurring values depend on besides the sessions: today's date, and how the zones stand to the visitor's."""
    moment = clock.moment
    moments = [moment.astimezone(ZoneInfo(zone)) for zone in (clock.zone, *columns.zones)]
    return tuple((moment.utcoffset(), moment.date()) for moment in moments)


def _fitting(columns: Columns, times: tuple[str, ...], clock: Clock) -> int:
    found, views = 0, _Views(times, clock)
    for rule, bits in zip(columns.rules, columns.rule_bits, strict=True):
        if _rule_fits(rule, views.of(rule.span.zone, rule.span.online)):
            found |= bits
    for (zone, online), spans in columns.dated.items():
        view = views.of(zone, online)
        rows = [row for window in view.stretches for row in _meeting(spans, window)]
        if view.windows.now:
            rows += [row for start, end, row in _around(spans, view.minute, view.minute + 1) if start <= view.minute < end]
        if rows:
            found |= bits_of(rows, columns.size)
    return found


@dataclass(frozen=True, slots=True)
class _View:
    """The chosen times as one zone sees them."""

    windows: Windows
    minute: int  # local, since 1970
    day: int  # local date as ordinal

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        return self.windows.dated


class _Views:
    """The views of the zones met so far."""

    def __init__(self, times: tuple[str, ...], clock: Clock) -> None:
        self.times, self.clock, self.known = times, clock, dict[tuple[str, bool], _View]()

    def of(self, zone: str, online: bool) -> _View:
        if (zone, online) not in self.known:
            moment = self.clock.moment
            windows = windows_in(self.times, moment, zone, online=online, visitor_zone=self.clock.zone)
            day = moment.astimezone(ZoneInfo(zone)).date().toordinal()
            self.known[zone, online] = _View(windows, local_minute(moment, zone), day)
        return self.known[zone, online]


def _rule_fits(rule: Rule, view: _View) -> bool:
    start, end = rule.span.start, rule.span.end
    if rule.until != NEVER and rule.until < view.day:
        return False
    if any(weekly_matches(start, end, window) for window in view.windows.weekly):
        return True
    if not rule.plain:
        return False
    if view.windows.now and (_week(view.minute) - start) % WEEK < end - start:
        return True
    return any(weekly_matches(start, end, (_week(a), _week(a) + b - a)) for a, b in view.stretches)


def _week(minute: int) -> int:
    return (minute + THURSDAY) % WEEK


def _around(spans: Dated, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Spans that could touch [start, end)."""
    low = bisect_left(spans.start, start - spans.longest)
    high = bisect_left(spans.start, end)
    return zip(spans.start[low:high], spans.end[low:high], spans.row[low:high], strict=True)


def _meeting(spans: Dated, window: tuple[int, int]) -> Iterator[int]:
    return (row for start, end, row in _around(spans, *window) if span_matches(start, end, window))


def soonest(columns: Columns, wanted: int, clock: Clock) -> dict[int, int]:
    """row → whole minutes to its next start, 0 when open now; rows without one in 28 days are left out."""
    waits = _Waits(clock)
    starts: list[tuple[int, int]] = []
    found: dict[int, int] = {}
    for rule, bits in zip(columns.rules, columns.rule_bits, strict=True):
        if rule.plain and bits & wanted:
            starts.append((waits.of(rule.span), bits & wanted))
    left = wanted
    for minutes, bits in sorted(starts):
        if minutes <= SOON_MINUTES:
            found.update(dict.fromkeys(rows_of(bits & left), minutes))
            left &= ~bits
    inside = wanted.to_bytes((columns.size >> 3) + 1, "little")
    for (zone, _), spans in columns.dated.items():
        now, wait = waits.zone(zone)
        for start, end, row in _around(spans, now, now + SOON_MINUTES + 2 * 60):
            if inside[row >> 3] >> (row & 7) & 1 and end > now:
                minutes = 0 if start <= now else wait(start)
                if minutes <= SOON_MINUTES and minutes < found.get(row, SOON_MINUTES + 1):
                    found[row] = minutes
    return found


class _Waits:
    """Real minutes until local ones, for the zones met so far."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.known = clock, dict[str, tuple[int, Callable[[int], int]]]()

    def zone(self, zone: str) -> tuple[int, Callable[[int], int]]:
        """The zone's local minute now, and what turns a later one into minutes from now."""
        if zone not in self.known:
            self.known[zone] = local_minute(self.clock.moment, zone), _waiting(zone, self.clock)
        return self.known[zone]

    def of(self, span: Span) -> int:
        """Until a weekly span's next start; 0 within it."""
        now, wait = self.zone(span.zone)
        since = (_week(now) - span.start) % WEEK
        return 0 if since < span.end - span.start else wait(now + WEEK - since)


def _waiting(zone: str, clock: Clock) -> Callable[[int], int]:
    """From a later local minute to the real minutes until then: clocks may be changed in between."""
    place, now = ZoneInfo(zone), local_minute(clock.moment, zone)
    offsets = {(clock.moment + timedelta(days=days)).astimezone(place).utcoffset() for days in (0, 10, 20, 30)}
    if len(offsets) == 1:
        return lambda minute: minute - now
    return lambda minute: int(shown_at(minute, zone, clock.moment).timestamp()) // 60 - clock.minute
