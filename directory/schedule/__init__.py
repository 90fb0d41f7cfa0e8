"""When help is there: rules of recurrence, and what they say of a moment.

A day is a datetime.date in the session's own zone. A minute of the week counts from Monday 00:00 (0 … 10079). A moment is
an aware datetime. Sessions are never turned into UTC: the moment is turned into local minutes, so DST and zones come out right.
"""

from __future__ import annotations

from directory.schedule.clock import day_minute, day_of, local_minute, minute_of_week, shown_at, week_minute
from directory.schedule.faults import check
from directory.schedule.opening import Coming, Sessions, always_open, closes_at, coming, current, next_start, open_at
from directory.schedule.recurrence import Occurrence, dated, occurrences, plain, recurring, weekly
from directory.schedule.session import DAY, HORIZON_DAYS, WEEK, Freq, Session, Span
from directory.schedule.windows import Window, Windows, fitting, span_matches, time_yes, weekly_matches, windows, windows_in
from directory.schedule.words_now import moment_words, next_words, start_seen, status_words
from directory.schedule.words_rules import Row, days_words, hours_words, rule_words, week_table

__all__ = [
    "DAY",
    "HORIZON_DAYS",
    "WEEK",
    "Coming",
    "Freq",
    "Occurrence",
    "Row",
    "Session",
    "Sessions",
    "Span",
    "Window",
    "Windows",
    "always_open",
    "check",
    "closes_at",
    "coming",
    "current",
    "dated",
    "day_minute",
    "day_of",
    "days_words",
    "fitting",
    "hours_words",
    "local_minute",
    "minute_of_week",
    "moment_words",
    "next_start",
    "next_words",
    "occurrences",
    "open_at",
    "plain",
    "recurring",
    "rule_words",
    "shown_at",
    "span_matches",
    "start_seen",
    "status_words",
    "time_yes",
    "week_minute",
    "week_table",
    "weekly",
    "weekly_matches",
    "windows",
    "windows_in",
]
