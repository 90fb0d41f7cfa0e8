"""What is wrong with a rule, in words, for the edge where rules come in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from directory.schedule.clock import zone_of
from directory.schedule.session import DAY, WEEK, Freq, Session

ORDINALS = (1, 2, 3, 4, 5, -1)


def check(session: Session) -> list[str]:
    """Each fault of a session with what would be right; an empty list for a sound one."""
    if session.freq not in get_args(Freq):
        return [f"freq is one of {', '.join(get_args(Freq))}"]
    return [*_zone(session), *_clock(session), *_numbers(session), *_rule(session), *_validity(session)]


def _zone(session: Session) -> Iterator[str]:
    if not session.zone:
        if session.freq != "appointment":
            yield "zone is needed: an IANA name such as America/New_York"
        return
    try:
        zone_of(session.zone)
    except ValueError:
        yield "zone is an IANA name such as America/New_York; this one is none"


def _clock(session: Session) -> Iterator[str]:
    if not 0 <= session.start < DAY:
        yield "start is a time of the day, from 00:00 to 23:59"
    if session.end <= session.start:
        yield "end is later than start; past midnight its hours go on counting, so that 26:00 is 2 am the next day"
    if session.end > session.start + WEEK:
        yield "end is at most a week later than start"


def _numbers(session: Session) -> Iterator[str]:
    if not all(0 <= day <= 6 for day in session.days):
        yield "days are from 0, Monday, to 6, Sunday"
    if not set(session.ordinals) <= set(ORDINALS):
        yield "ordinals are from 1 to 5, or -1 for the last"
    if not all(1 <= abs(day) <= 31 for day in session.month_days):
        yield "month_days are from 1 to 31, or from -1 for the last day backwards"


def _rule(session: Session) -> Iterator[str]:
    if session.freq == "weekly":
        if not session.days:
            yield "weekly needs days"
        if session.ordinals or session.month_days:
            yield "ordinals and month_days belong to monthly, not to weekly"
    elif session.freq == "monthly":
        if session.month_days and (session.days or session.ordinals):
            yield "monthly has either days with ordinals or month_days, not both"
        elif not session.month_days and not (session.days and session.ordinals):
            yield "monthly needs days with ordinals, or month_days"
    elif session.freq == "once" and session.valid_from is None:
        yield "once needs valid_from, its day"


def _validity(session: Session) -> Iterator[str]:
    if session.interval < 1:
        yield "interval is 1 or more"
    elif session.interval > 1 and session.freq in ("weekly", "monthly") and session.valid_from is None:
        yield "interval above 1 needs valid_from, to count from"
    if session.valid_from is not None and session.valid_to is not None and session.valid_to < session.valid_from:
        yield "valid_to is not before valid_from"
