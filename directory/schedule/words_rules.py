"""Rules in the words of a language (pages.md §7): "Mondays and Thursdays, 6:30–8 pm", and the table of the week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from directory.schedule import phrases
from directory.schedule.phrases import capital
from directory.schedule.recurrence import plain
from directory.schedule.session import DAY, WEEK, Session
from directory.schedule.tongue import Tongue, tongue_of


class Row(NamedTuple):
    """One row of the table of the week: "Monday to Friday", "9 am – 5 pm"."""

    days: str
    hours: str


def rule_words(session: Session, language: str, *, on: date | None = None) -> str:
    """The whole rule: "2nd Tuesday of the month, 7–8 pm, from 1 Jun to 31 Aug · Not 26 Nov".

    `on` is the day it is read: what is over by then is left out, and near dates go without their year.
    """
    tongue = tongue_of(language)
    if session.freq == "appointment":
        return tongue.appointment
    always = session.freq == "weekly" and len(set(session.days)) == 7 and (session.start, session.end) == (0, DAY)
    hours = tongue.day_and_night if always and session.interval == 1 else hours_words(session, language)
    said = tongue.comma.join(
        part for part in (days_words(session, language, on=on), hours, _validity(session, tongue, on)) if part
    )
    missed = sorted(day for day in set(session.except_dates) if on is None or day >= on)
    if not missed:
        return said
    dates = phrases.joined([tongue.on_date.format(date=phrases.dated(day, tongue, on)) for day in missed], tongue)
    return f"{said} · {tongue.exceptions.format(dates=dates)}"


def days_words(session: Session, language: str, *, on: date | None = None) -> str:
    """The days of the rule without its hours: "Every other Wednesday", "1st and 3rd Saturday of the month"."""
    tongue = tongue_of(language)
    match session.freq:
        case "weekly" if session.days:
            return capital(_weekly(session, tongue))
        case "monthly" if session.month_days or (session.days and session.ordinals):
            return capital(_monthly(session, tongue))
        case "once" if session.valid_from is not None:
            return capital(phrases.weekday_dated(session.valid_from, tongue, on))
        case _:
            return tongue.appointment if session.freq == "appointment" else ""


def hours_words(session: Session, language: str) -> str:
    """The hours of the rule without its days: "6:30–8 pm", "10 pm – 6 am", "all day"."""
    return phrases.stretch(session.start, session.end, tongue_of(language))


def week_table(sessions: Sequence[Session], language: str) -> tuple[Row, ...]:
    """The plain weekly sessions as rows that join days with equal hours; days without any are said to be closed.

    Other rules (`rule_words` says them) may open those days, so with such beside them no day is called closed.
    """
    tongue = tongue_of(language)
    ruled = [session for session in sessions if plain(session)]
    if not ruled:
        return ()
    hours = {day: _hours_of_day(ruled, day) for day in range(7)}
    if all(found == ((0, DAY),) for found in hours.values()):
        return (Row(capital(tongue.every_day), capital(tongue.day_and_night)),)
    shut = {day for day in range(7) if not hours[day] and not _touched(ruled, day)} if len(ruled) == len(sessions) else set()
    groups: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day, found in hours.items():
        if found or day in shut:
            groups.setdefault(found, []).append(day)
    named = ((phrases.days(group, tongue, plural=False), found) for found, group in groups.items())
    return tuple(Row(capital(name), _row(found, tongue)) for name, found in named)


def _row(found: tuple[tuple[int, int], ...], tongue: Tongue) -> str:
    return capital(tongue.comma.join(phrases.stretch(start, end, tongue) for start, end in found) or tongue.closed_day)


def _hours_of_day(sessions: Sequence[Session], day: int) -> tuple[tuple[int, int], ...]:
    """The hours that start on a weekday, those that meet as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((session.start, session.end) for session in sessions if day in session.days):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _touched(sessions: Sequence[Session], day: int) -> bool:
    """Whether hours that start on an earlier day last into a weekday."""
    spans = [(other * DAY + session.start, other * DAY + session.end) for session in sessions for other in session.days]
    return any(start + turn < (day + 1) * DAY and end + turn > day * DAY for start, end in spans for turn in (0, -WEEK))


def _weekly(session: Session, tongue: Tongue) -> str:
    plural = phrases.days(session.days, tongue, plural=True)
    if session.interval <= 1:
        return plural
    if session.interval > 2:
        return tongue.weeks.format(n=session.interval, days=plural)
    few = len(set(session.days)) <= 2
    day = phrases.days(session.days, tongue, plural=False)
    return (tongue.other_days if few else tongue.other_weeks).format(day=day, days=plural)


def _monthly(session: Session, tongue: Tongue) -> str:
    which = [tongue.month_days[day] for day in _from_the_end(session.month_days)]
    if session.days and session.ordinals:
        nth = phrases.joined([tongue.ordinals[one] for one in _from_the_end(session.ordinals)], tongue)
        names = phrases.joined([tongue.weekdays[day] for day in sorted(set(session.days))], tongue)
        which.append(tongue.nth_day.format(nth=nth, day=names))
    pattern = tongue.of_month if session.interval <= 1 else tongue.of_months
    return pattern.format(which=phrases.joined(which, tongue), n=session.interval)


def _from_the_end(numbers: Sequence[int]) -> list[int]:
    """Numbers in the order of the month: 1, 2, …, the last but one, the last."""
    return sorted(set(numbers), key=lambda number: (number < 0, number))


def _validity(session: Session, tongue: Tongue, on: date | None) -> str:
    first, last = session.valid_from, session.valid_to
    if session.freq == "once":
        return ""
    if first is not None and (first <= on if on is not None else session.interval > 1):
        first = None  # it runs already, or is only there to count weeks from
    if first is None:
        return "" if last is None else tongue.until_day.format(last=phrases.dated(last, tongue, on))
    if last is None:
        return tongue.since.format(first=phrases.dated(first, tongue, on))
    said = phrases.dated(first, tongue, on or (last if first.year == last.year else None))
    return tongue.season.format(first=said, last=phrases.dated(last, tongue, on))
