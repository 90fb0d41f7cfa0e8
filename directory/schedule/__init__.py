"""When help is there: rules of recurrence, and what they say of a moment.

A day is a datetime.date in the session's own zone. A minute of the week counts from Monday 00:00 (0 … 10079). A moment is
an aware datetime. Sessions are never turned into UTC: the moment is turned into local minutes, so DST and zones come out right.
"""

from __future__ import annotations

from directory.schedule.clock import day_minute, day_of, local_minute, minute_of_week, shown_at, week_minute
from directory.schedule.recurrence import Occurrence, dated, occurrences, plain, recurring, weekly
from directory.schedule.session import DAY, HORIZON_DAYS, WEEK, Freq, Session, Span
from directory.schedule.windows import Window, Windows, span_matches, time_yes, weekly_matches, windows, windows_in

__all__ = [
    "DAY",
    "HORIZON_DAYS",
    "WEEK",
    "Freq",
    "Occurrence",
    "Session",
    "Span",
    "Window",
    "Windows",
    "dated",
    "day_minute",
    "day_of",
    "local_minute",
    "minute_of_week",
    "occurrences",
    "plain",
    "recurring",
    "shown_at",
    "span_matches",
    "time_yes",
    "week_minute",
    "weekly",
    "weekly_matches",
    "windows",
    "windows_in",
]
