"""What chosen times ask of the index: clauses for every zone whose sessions it holds (architecture §5 "Time")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from directory.index.elastic import hours
from directory.index.elastic.document import DATED, SEASON
from directory.query import SOON_MINUTES
from directory.schedule import DAY, WEEK, Windows, local_minute, minute_of_week, windows, windows_in
from directory.schedule.windows import OVERLAP, PARTS, WEEKDAYS

Clause = dict[str, Any]
NOTHING: Clause = {"match_none": {}}


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment of a search in minutes UTC, the zone of who asks, and the kinds of hours that the index holds."""

    minute: int
    zone: str
    kinds: frozenset[str]

    @property
    def moment(self) -> datetime:
        """The moment as a datetime in UTC."""
        return datetime.fromtimestamp(self.minute * 60, UTC)

    def zones(self, kind: str | int) -> list[str]:
        """The zones with hours of a kind."""
        found = (pair.rpartition(" ") for pair in self.kinds)
        return sorted(zone for zone, _, told in found if zone and told == str(kind))


@lru_cache(maxsize=2048)
def fitting(times: tuple[str, ...], clock: Clock) -> Clause:
    """The clause that the sessions of a listing fit chosen times. Callers do not change it."""
    found = [*_recurring(times, clock), *_dated(times, clock)]
    if "now" in times:
        found += _now(clock)
    return any_of(found)


def any_of(clauses: Iterable[Clause]) -> Clause:
    """The clause that one of the clauses holds."""
    found = list(clauses)
    return found[0] if len(found) == 1 else {"bool": {"should": found}} if found else NOTHING


def _now(clock: Clock) -> Iterator[Clause]:
    numbers = [
        hours.weekly_number(zone, hours.LOCAL, minute_of_week(local_minute(clock.moment, zone))) for zone in clock.zones("w")
    ]
    if numbers:
        yield {"terms": {"open": numbers}}
    if DATED in clock.kinds:
        yield {"term": {"dated": clock.minute}}


def _recurring(times: tuple[str, ...], clock: Clock) -> list[Clause]:
    """Names of weekdays and parts of the day: local rules by their cells, online ones by their rooms; seasonal ones besides."""
    words = hours.cells_asked(times)
    if not words:
        return []
    rooms = [clause for zone in clock.zones(hours.RULE) for clause in _rule_rooms(times, zone, clock)]
    found: list[Clause] = [{"terms": {"hours": words}}, *({"range": {"room": edges}} for edges in rooms)]
    if SEASON in clock.kinds:
        inner: list[Clause] = [
            {"terms": {"season.hours": words}},
            *({"range": {"season.room": edges}} for edges in rooms),
        ]
        asked = {"bool": {"filter": [{"range": {"season.until": {"gt": clock.minute}}}, any_of(inner)]}}
        found.append({"nested": {"path": "season", "query": asked}})
    return found


def _rule_rooms(times: tuple[str, ...], zone: str, clock: Clock) -> Iterator[dict[str, int]]:
    """What online rules of a zone have to touch, by the clock of who asks."""
    if not any(time in WEEKDAYS for time in times):
        turn = local_minute(clock.moment, zone) - local_minute(clock.moment, clock.zone)
        for a, b in (PARTS[time] for time in times if time in PARTS):
            start = (a + turn) % DAY
            yield from _edges(zone, hours.PART, hours.touching((start, start + b - a), DAY))
        return
    seen = windows_in(times, clock.moment, zone, online=True, visitor_zone=clock.zone)
    for window in merged(seen.weekly):
        yield from _edges(zone, hours.RULE, hours.touching(window, WEEK))


def _edges(zone: str, block: int, touched: Iterable[hours.Range]) -> Iterator[dict[str, int]]:
    for low, high in touched:
        yield {"gte": hours.weekly_number(zone, block, low), "lte": hours.weekly_number(zone, block, high)}


def merged(found: tuple[hours.Range, ...]) -> list[hours.Range]:
    """Windows [a, b) with those that follow each other as one: each is longer than half an hour, so hours that do not start in
    them meet one of them exactly when they meet the whole."""
    whole: list[hours.Range] = []
    for a, b in sorted(found):
        if whole and whole[-1][1] == a:
            whole[-1] = (whole[-1][0], b)
        else:
            whole.append((a, b))
    return whole


def _dated(times: tuple[str, ...], clock: Clock) -> Iterator[Clause]:
    """today, tonight, tomorrow: dates on the clock of each zone, online on that of who asks."""
    if not windows(times, clock.moment, "UTC").dated and not {"today", "tonight", "tomorrow"} & set(times):
        return
    for block in (hours.LOCAL, hours.ONLINE):
        online = block == hours.ONLINE
        for zone in clock.zones(block):
            for a, b in _seen(times, zone, clock, online=online).dated:
                start = minute_of_week(a)
                name = "room" if b - a >= OVERLAP else "start"
                for edges in _edges(zone, block, hours.touching((start, start + b - a), WEEK)):
                    yield {"range": {name: edges}}
        for zone in clock.zones(f"d{online:d}"):
            for a, b in _seen(times, zone, clock, online=online).dated:
                low, high = (hours.dated_number(zone, online, edge) for edge in (a, b - 1))
                yield {"range": {"dated_room" if b - a >= OVERLAP else "dated_start": {"gte": low, "lte": high}}}


def _seen(times: tuple[str, ...], zone: str, clock: Clock, *, online: bool) -> Windows:
    return windows_in(times, clock.moment, zone, online=online, visitor_zone=clock.zone)


SOON = """
if (((long) _score) % 2 == 1) { return 0; }
long moment = params.moment;
long best = params.never;
for (int kind = 0; kind < 2; kind++) {
  def values = kind == 0 ? doc['start'] : doc['dated_start'];
  long shift = kind == 0 ? 18L : 29L;
  for (long packed : values) {
    def clock = params.clocks.get(Long.toString(packed >> shift));
    if (clock == null) { continue; }
    long now = clock[0];
    long start;
    if (kind == 0) {
      long since = ((long) clock[1] - ((packed & 65535L) - 10080L)) % 10080L;
      if (since < 0) { since += 10080L; }
      start = now + 10080L - since;
    } else {
      start = packed & 268435455L;
      if (start <= now) { continue; }
    }
    if (start - now > best + 240L) { continue; }
    for (int place = 2; place < clock.length; place += 2) {
      long begins = clock[place];
      long ahead = clock[place + 1];
      long at = start - ahead;
      long wait = -1L;
      if (now < start && start < begins + ahead) { wait = begins - moment; }
      else if (at >= begins && (place + 2 >= clock.length || at < (long) clock[place + 2])) { wait = at - moment; }
      if (wait >= 0L) {
        if (wait < best) { best = wait; }
        break;
      }
    }
  }
}
return best > params.soon ? params.never : best;
"""
"""Order "soon", the one script that sorts: 0 where the score says open now, else real minutes to the next start."""


def soonest(clock: Clock) -> Clause:
    """The sort clause of order "soon"."""
    zones = sorted({pair.rpartition(" ")[0] for pair in clock.kinds} - {""})
    told = {str(hours.number(zone)): _told(zone, clock) for zone in zones}
    params = {"moment": clock.minute, "never": SOON_MINUTES + 1, "soon": SOON_MINUTES, "clocks": told}
    script = {"lang": "painless", "source": SOON, "params": params}
    return {"_script": {"type": "number", "order": "asc", "script": script}}


@lru_cache(maxsize=4096)
def _told(zone: str, clock: Clock) -> list[int]:
    """What the script knows of a zone: its clock's minute, the same of the week, then since when it is how far ahead of UTC."""
    now = local_minute(clock.moment, zone)
    found = [clock.minute, now - clock.minute]
    place = ZoneInfo(zone)
    # Clocks are changed at whole minutes, on most days not at all: looked for by day, then by halves.
    for before, behind in pairwise(range(clock.minute, clock.minute + SOON_MINUTES + 2 * DAY, DAY)):
        while (ahead := _ahead(behind, place)) != found[-1]:
            low, high = max(before, found[-2]), behind
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _ahead(middle, place) == found[-1] else (low, middle)
            found += [high, _ahead(high, place)]
            if found[-1] == ahead:
                break
    return [now, minute_of_week(now), *found]


def _ahead(minute: int, place: ZoneInfo) -> int:
    ahead = datetime.fromtimestamp(minute * 60, UTC).astimezone(place).utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds()) // 60
