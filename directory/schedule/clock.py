"""Moments and what the clock on the wall shows at them.

One principle holds for the change of clocks: the clock on the wall decides. A doubled hour is read twice (help from 1:15 to
1:45 is there at both 1:30s). In a skipped hour nothing is there, and what would begin or end in it begins or ends when the
clock jumps. RFC 5545 §3.3.5 moves a skipped start on by the length of the gap instead; then help would not be there at
a minute that lies between its start and its end.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from directory.schedule.session import DAY, WEEK

EPOCH = date(1970, 1, 1).toordinal()
EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday."""


@cache
def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises ValueError for a name that is none."""
    try:
        return ZoneInfo(name)
    except (OSError, KeyError, ValueError) as error:  # a directory, an unknown key, a path out of the database
        raise ValueError(f"no time zone is called {name!r}") from error


def local(moment: datetime, zone: str) -> datetime:
    """The moment in a zone. Raises ValueError for a moment without zone, which would be read in the machine's own."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(zone_of(zone))


def local_minute(moment: datetime, zone: str) -> int:
    """Whole minutes from 1970-01-01 00:00 to the moment, both as the zone's wall clock shows them."""
    wall = local(moment, zone)
    return day_minute(wall.date()) + wall.hour * 60 + wall.minute


def week_minute(moment: datetime, zone: str) -> int:
    """The minute of the week, from Monday 00:00, that the zone's wall clock shows."""
    return minute_of_week(local_minute(moment, zone))


def day_minute(day: date) -> int:
    """The local minute since 1970 at which a day begins."""
    return (day.toordinal() - EPOCH) * DAY


def day_of(minute: int) -> date:
    """The day a local minute since 1970 lies in."""
    return date.fromordinal(EPOCH + minute // DAY)


def minute_of_week(minute: int) -> int:
    """The minute of the week of a local minute since 1970."""
    return (minute + EPOCH_WEEKDAY * DAY) % WEEK


def shown_at(minute: int, zone: str, after: datetime | None = None) -> datetime:
    """The first moment, if possible one later than `after`, at which the zone's clock shows a local minute or jumps over it.

    It is in the zone. With `after`, the second of two moments is given when the first is past.
    """
    place = zone_of(zone)
    wall = datetime.fromtimestamp(minute * 60, UTC).replace(tzinfo=place)
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    if second < first:
        found = _jump(minute, zone, (second, first))
    else:
        found = second if after is not None and first <= after else first
    return found.astimezone(place)


def _jump(minute: int, zone: str, between: tuple[datetime, datetime]) -> datetime:
    """The moment of the change that leaves out a local minute, to the minute."""
    before, behind = between
    while behind - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(behind - before) // timedelta(minutes=2))
        before, behind = (before, middle) if local_minute(middle, zone) >= minute else (middle, behind)
    return behind
