"""OpenStreetMap's opening_hours: what is read agrees with the library of its grammar, minute by minute; the rest stays text."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from opening_hours import OpeningHours

from directory.schedule import Session
from ingest.clean.osm_hours import osm_hours

MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001  # local time of a place

READ = [
    "24/7", "Mo-Fr 09:00-17:00", "Mo-Fr 8:30-19:00; Sa 8:30-18:00; Su 10:30-16:30", "Tu[2,4] 19:00-20:30", "Fr[-1] 19:30-21:30",
    "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00", "Mo-Fr 22:00-02:00", "Mo,We,Fr 08:30-12:30; We off", "10:00-12:00",
    "Mo-Fr 08:00-12:00; We 14:00-18:00", "Mo-Sa 10:00-18:00, Su 11:00-15:00", "Sa-Mo 10:00-11:00", "We[1-3] 10:00-11:00",
]  # fmt: skip


def holds(session: Session, at: datetime) -> bool:
    """Whether a session is on at a moment, by the calendar alone."""
    for back in (0, 1):
        day = at.date() - timedelta(days=back)
        minute = at.hour * 60 + at.minute + back * 1440
        nth = (day.day - 1) // 7 + 1
        last = (day + timedelta(days=7)).month != day.month
        ruled = session.freq == "weekly" or nth in session.ordinals or (last and -1 in session.ordinals)
        if day.weekday() in session.days and ruled and session.start <= minute < session.end:
            return True
    return False


@pytest.mark.parametrize("text", READ)
def test_what_is_read_is_open_when_the_library_says_so(text: str) -> None:
    sessions = osm_hours(text).sessions
    assert sessions is not None
    theirs = OpeningHours(text)
    for step in range(0, 35 * 24 * 60, 30):
        at = MONDAY + timedelta(minutes=step)
        assert any(holds(one, at) for one in sessions) == theirs.is_open(at), (text, at)


@pytest.mark.parametrize(
    "text",
    ["Su 10:00+", "Mo-Su sunrise-sunset", "Mo-Sa 08:30-22:00; Dec 25 15:00-17:00", "Jan-Mar Mo 10:00-12:00", "Mo-Fr", "off",
     "Mo[1] 09:00-10:00; Mo 12:00-13:00", 'Mo-Fr 09:00-17:00 "by appointment"', "Sundays 10am", "Su 09:00,11:00",
     "week 1-53/2 Fr 09:00-12:00", "Meets at the school"],
)  # fmt: skip
def test_what_is_not_read_whole_stays_a_text(text: str) -> None:
    read = osm_hours(text)
    assert (read.sessions, read.text) == (None, text)


def test_rules_of_public_holidays_stay_beside_the_sessions() -> None:
    read = osm_hours("Mo-Fr 09:00-17:00; PH off", "Europe/London")
    assert read.sessions == (Session(freq="weekly", days=(0, 1, 2, 3, 4), start=540, end=1020, zone="Europe/London"),)
    assert read.text == "Mo-Fr 09:00-17:00; PH off"


def test_prose_is_read_as_prose() -> None:
    assert osm_hours("Mo-Fr 9am-5pm").sessions == osm_hours("Mo-Fr 09:00-17:00").sessions
