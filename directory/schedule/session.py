"""The rule of recurrence and the stretch of time: the two values everything about hours is said in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

DAY = 1440
WEEK = 7 * DAY
HORIZON_DAYS = 400
"""How far ahead sessions that are not plain weekly are expanded to dated spans (architecture §5)."""

Freq = Literal["weekly", "monthly", "once", "appointment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A rule for times at which help is there, in the words of iCalendar/HSDS schedule.

    weekly       on each of `days` (0 = Monday), every `interval` weeks counted from the week of `valid_from`
    monthly      on the `ordinals`-th (1…5, -1 = last) of each of `days`, or on `month_days` (1…31, -1 = last day), every
                 `interval` months counted from the month of `valid_from`
    once         on `valid_from` alone
    appointment  no fixed time: one has to arrange it

    Nothing is checked here: `check` names the faults of a rule at the edge where it comes in.
    """

    freq: Freq
    days: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    interval: int = 1
    start: int = 0  # minutes after local midnight, 0 … 1439
    end: int = DAY  # minutes after the same midnight, more than `start`; above 1440 it runs past midnight
    zone: str = ""  # IANA name; required unless freq is appointment
    valid_from: date | None = None
    valid_to: date | None = None  # the last day on which it can start
    except_dates: tuple[date, ...] = ()  # days on which it does not start
    online: bool = False  # this session is joined online: shown in the visitor's zone
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of local minutes [start, end) in a zone.

    Weekly spans: `start` is a minute of the week, `end` may pass 10080 (it wraps). Dated spans: minutes since
    1970-01-01 00:00 of the zone's local clock. `online` spans are read in the visitor's zone by day and part.
    """

    zone: str
    online: bool
    start: int
    end: int
