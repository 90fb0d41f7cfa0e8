"""Pieces of phrases about hours: clock times, stretches, days, dates. They start in lower case; `capital` begins a phrase."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from directory.schedule.session import DAY
from directory.schedule.tongue import NBSP, Tongue

FAR_DAYS = 300
"""A date at most so many days away needs no year: the same day of another year is further."""


def capital(phrase: str) -> str:
    """The phrase with its first letter in capital."""
    return phrase[:1].upper() + phrase[1:]


def joined(items: Sequence[str], tongue: Tongue) -> str:
    """Items as words: "a", "a and b", "a, b and c"."""
    *most, last = items
    return f"{tongue.between.join(most)}{tongue.both}{last}" if most else last


def clock(minute: int, tongue: Tongue, *, ending: bool = False) -> str:
    """A time of the day: "8 am", "6:30 pm", "noon"; spaces in it never break.

    What ends at midnight ends at "midnight"; what starts then starts at "12 am" as on every phone, for "Friday, midnight"
    is read as the end of Friday.
    """
    minute %= DAY
    if tongue.halves is None:
        return f"{minute // 60}:{minute % 60:02}"
    if minute == DAY // 2 or (minute == 0 and ending):
        return tongue.noon if minute else tongue.midnight
    return f"{_digits(minute)}{NBSP}{tongue.halves[minute // (DAY // 2)]}"


def _digits(minute: int) -> str:
    """The hands of a clock: "6:30", "8"."""
    hour = minute // 60 % 12 or 12
    return f"{hour}:{minute % 60:02}" if minute % 60 else str(hour)


def timed(patterns: tuple[str, str], minute: int, tongue: Tongue, *, ending: bool = False) -> str:
    """The pattern for a time of the day with {time} filled in, and nothing else."""
    one = minute // 60 % (24 if tongue.halves is None else 12) == 1
    return patterns[0 if one else 1].replace("{time}", clock(minute, tongue, ending=ending))


def stretch(start: int, end: int, tongue: Tongue) -> str:
    """Hours from minute to minute after a midnight: "6:30–8 pm", "10 pm – 6 am", "all day"."""
    if start == 0 and end == DAY:
        return tongue.all_day
    half = DAY // 2
    named = start == half or end % half == 0
    if tongue.halves and not named and start // half == end // half:
        return tongue.same_half.format(start=_digits(start), end=clock(end, tongue))
    hours = tongue.hours.format(start=clock(start, tongue), end=clock(end, tongue, ending=True))
    if end - start < DAY:
        return hours
    later = (end - 1) // DAY if end % DAY == 0 else end // DAY
    return tongue.next_day.format(hours=hours) if later == 1 else tongue.days_later.format(hours=hours, n=later)


def days(numbers: Sequence[int], tongue: Tongue, *, plural: bool) -> str:
    """Days of the week: "Mondays and Thursdays", "Monday to Friday" for three and more in a row, "every day"."""
    found = sorted(set(numbers))
    if len(found) == 7:
        return tongue.every_day
    first = next(day for day in found if (day - 1) % 7 not in found)
    if len(found) > 2 and all((first + step) % 7 in found for step in range(len(found))):
        last = (first + len(found) - 1) % 7
        return tongue.run.format(first=tongue.weekdays[first], last=tongue.weekdays[last])
    names = tongue.plurals if plural else tongue.weekdays
    return joined([names[day] for day in found], tongue)


def dated(day: date, tongue: Tongue, near: date | None) -> str:
    """A date: "26 Nov", with its year when it is far from the day `near` or that is not known."""
    said = tongue.date.format(day=day.day, month=tongue.months[day.month - 1])
    if near is not None and abs((day - near).days) <= FAR_DAYS:
        return said
    return tongue.year.format(date=said, year=day.year)


def weekday_dated(day: date, tongue: Tongue, near: date | None) -> str:
    """A date with its weekday: "Thu 26 Nov"."""
    return tongue.weekday_date.format(weekday=tongue.shorts[day.weekday()], date=dated(day, tongue, near))
