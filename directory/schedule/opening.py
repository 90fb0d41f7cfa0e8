"""What hours say of a moment: open or not, until when, and when help is there next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from directory.schedule.clock import day_of, local_minute, minute_of_week, shown_at
from directory.schedule.recurrence import Occurrence, occurrences, plain, reach, weekly
from directory.schedule.session import DAY, WEEK, Session

Sessions = tuple[Session, ...] | None

Fits = Callable[[Session, Occurrence], bool]

SOON_DAYS = 28
"""A next start further away than this is as good as unknown (architecture §5, order "soon"), an end as good as none."""


class Coming(NamedTuple):
    """The next time a session starts, in the session's zone."""

    start: datetime
    session: Session


def open_at(sessions: Sessions, moment: datetime) -> bool | None:
    """Whether help is there at a moment; None when hours are not known or, nothing else fitting, have to be arranged."""
    if sessions is None:
        return None
    if current(sessions, moment):
        return True
    return None if any(session.freq == "appointment" for session in sessions) else False


def current(sessions: Iterable[Session], moment: datetime) -> tuple[Session, ...]:
    """The sessions that are going on at a moment."""
    return tuple(session for session in sessions if _going_on(session, moment))


def coming(sessions: Sessions, moment: datetime, days: int = SOON_DAYS, *, fits: Fits | None = None) -> tuple[Coming, ...]:
    """The next start of each session, soonest first; sessions that do not start within `days` times 24 hours are left out.

    With `fits` only the starts it accepts count (`windows.fitting`).
    What starts at this very minute has started. A doubled hour starts sessions once, see `clock`.
    """
    found = [Coming(start, session) for session in sessions or () if (start := _next(session, moment, days, fits))]
    return tuple(sorted(found, key=lambda one: one.start.timestamp()))  # wall clocks of one zone compare without their fold


def next_start(sessions: Sessions, moment: datetime, days: int = SOON_DAYS) -> datetime | None:
    """The first start after a moment, in the zone of the session that starts, also while another one is going on."""
    return next((one.start for one in coming(sessions, moment, days)), None)


def closes_at(sessions: Sessions, moment: datetime) -> datetime | None:
    """When what is open at a moment closes, in the zone of the session that ends last; sessions that meet are one.

    None when nothing is open, and when it does not close within 28 days: that is as good as never.
    """
    if sessions is None or always_open(sessions):
        return None
    horizon, until, found = moment.astimezone(UTC) + timedelta(days=SOON_DAYS), moment.astimezone(UTC), None
    while ends := [end for session in sessions for end in _ends(session, until)]:
        found = max(ends, key=lambda end: end.timestamp())
        until = found.astimezone(UTC)
        if until > horizon:
            return None
    return found


def always_open(sessions: Sessions) -> bool:
    """Whether the plain weekly sessions of one zone fill the whole week."""
    zones: dict[str, list[tuple[int, int]]] = {}
    for span in (span for session in sessions or () for span in weekly(session)):
        zones.setdefault(span.zone, []).append((span.start, span.end))
    return any(_fills(spans) for spans in zones.values())


def _fills(spans: list[tuple[int, int]]) -> bool:
    covered = 0
    for start, end in sorted([*spans, *((start - WEEK, end - WEEK) for start, end in spans)]):
        if start > covered:
            break
        covered = max(covered, end)
    return covered >= WEEK


def _going_on(session: Session, moment: datetime) -> list[Occurrence]:
    if session.freq == "appointment":
        return []
    now = local_minute(moment, session.zone)
    back = reach(session)
    first = day_of(now) - timedelta(days=back)
    return [one for one in occurrences(session, first, back + 1) if one.start <= now < one.end]


def _ends(session: Session, moment: datetime) -> list[datetime]:
    return [shown_at(one.end, session.zone, moment) for one in _going_on(session, moment)]


def _next(session: Session, moment: datetime, days: int, fits: Fits | None) -> datetime | None:
    if session.freq == "appointment":
        return None
    now = local_minute(moment, session.zone)
    start = _next_weekly(session, now) if fits is None and plain(session) else _next_listed(session, now, days, fits)
    if start is None:
        return None
    found = shown_at(start, session.zone, moment)
    return found if found.astimezone(UTC) - moment.astimezone(UTC) <= timedelta(days=days) else None


def _next_weekly(session: Session, now: int) -> int:
    """The local minute at which a session that is plain starts next: most are, and need no list of days."""
    passed = minute_of_week(now)
    return now + 1 + min((day * DAY + session.start - passed - 1) % WEEK for day in session.days)


def _next_listed(session: Session, now: int, days: int, fits: Fits | None) -> int | None:
    # Most sessions come within a week; two days more for today and for a clock change, real time is measured by the caller.
    looks = (occurrences(session, day_of(now), ahead) for ahead in (min(days + 2, 9), days + 2))
    ahead_of_now = (one for found in looks for one in found if one.start > now)
    return next((one.start for one in ahead_of_now if fits is None or fits(session, one)), None)
