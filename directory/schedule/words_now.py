"""How things stand at a moment, and next times, in the words of a language (pages.md §6 and §7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from directory.schedule import phrases
from directory.schedule.clock import local
from directory.schedule.opening import Coming, Sessions, closes_at, coming, current
from directory.schedule.phrases import capital
from directory.schedule.session import HORIZON_DAYS
from directory.schedule.tongue import Tongue, tongue_of

WEEKDAY_REACH = 6
"""Up to so many days ahead the name of a weekday says which day is meant (pages.md §6)."""
SHORT_HOURS = 12
"""Closing tomorrow, but within so many hours, needs no day: "until 2 am"."""


def status_words(sessions: Sessions, moment: datetime, language: str, *, zone: str = "") -> str:
    """How things stand: "Open now until 6 pm", "Closed now · opens tomorrow 8 am", "By appointment".

    Online sessions are told in `zone`, the visitor's, when it is given; all others in their own.
    """
    tongue = tongue_of(language)
    if sessions is None:
        return tongue.unknown
    if now := current(sessions, moment):
        end = closes_at(sessions, moment)
        if end is None:
            return tongue.open_always
        return _open_until(_seen(end, zone if all(one.online for one in now) else ""), moment, tongue)
    if ahead := coming(sessions, moment, HORIZON_DAYS):
        return tongue.closed_until.format(when=_opens(start_seen(ahead[0], zone), moment, tongue))
    return tongue.appointment if any(session.freq == "appointment" for session in sessions) else tongue.closed


def moment_words(start: datetime, moment: datetime, language: str) -> str:
    """A start as seen from a moment, in the zone of the start: "Today, 6:30 pm", "Thu 26 Nov, 7 pm"."""
    return capital(_alone(start, moment, tongue_of(language)))


def next_words(start: datetime, moment: datetime, language: str) -> str:
    """A start announced: "Next: today, 6:30 pm", "Next Tue 8 Dec, 7:30 pm"."""
    tongue = tongue_of(language)
    near = (start.date() - _day_there(moment, start)).days <= 1
    return (tongue.next_day_at if near else tongue.next_at).format(when=_alone(start, moment, tongue))


def start_seen(one: Coming, zone: str) -> datetime:
    """A start on the clock of who reads it: of `zone` when the session is online and it is given, else its own."""
    return _seen(one.start, zone if one.session.online else "")


def _seen(moment: datetime, zone: str) -> datetime:
    return local(moment, zone) if zone else moment


def _day_there(moment: datetime, other: datetime) -> date:
    """The day of a moment in the zone of another."""
    return moment.astimezone(other.tzinfo).date()


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _alone(start: datetime, moment: datetime, tongue: Tongue) -> str:
    near, day = _day_there(moment, start), start.date()
    names = {near: tongue.today, near + timedelta(days=1): tongue.tomorrow}
    name = names.get(day) or phrases.weekday_dated(day, tongue, near)
    return tongue.at.format(day=name, time=phrases.clock(_minute(start), tongue))


def _opens(start: datetime, moment: datetime, tongue: Tongue) -> str:
    name, patterns = _day_in_sentence(start.date(), _day_there(moment, start), tongue)
    return phrases.timed(patterns, _minute(start), tongue).format(day=name)


def _open_until(end: datetime, moment: datetime, tongue: Tongue) -> str:
    """Midnight is the end of the day before it."""
    minute, near = _minute(end), _day_there(moment, end)
    last = end.date() if minute else end.date() - timedelta(days=1)
    if last <= near or end.timestamp() - moment.timestamp() < SHORT_HOURS * 3600:
        return phrases.timed(tongue.open_until, minute, tongue, ending=True)
    name, patterns = _day_in_sentence(last, near, tongue)
    return tongue.open_until_day.format(when=phrases.timed(patterns, minute, tongue, ending=True).format(day=name))


def _day_in_sentence(day: date, near: date, tongue: Tongue) -> tuple[str, tuple[str, str]]:
    """A day as seen from the day `near`, "tomorrow", "Thursday", "Tue 8 Dec", and the patterns that join a time to it."""
    ahead = (day - near).days
    if ahead <= 1:
        return (tongue.tomorrow if ahead == 1 else tongue.today), tongue.day_at
    if ahead <= WEEKDAY_REACH:
        return tongue.on_weekday.format(weekday=tongue.weekdays[day.weekday()]), tongue.day_at
    return tongue.on_date.format(date=phrases.weekday_dated(day, tongue, near)), tongue.date_at
