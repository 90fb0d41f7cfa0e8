"""How things stand and what comes next, in English and Spanish."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from directory.schedule import (
    Coming,
    Session,
    moment_words,
    next_words,
    start_seen,
    status_words,
)
from tests.sessions import EVERY, MIAMI, WORKDAYS, plain, weekly


def moment(text: str, zone: str = MIAMI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


TUESDAY = moment("2026-11-24T10:00")

OFFICE = (weekly(*WORKDAYS, at=(8, 18)),)
LUNCH = (weekly(*WORKDAYS, at=(9, 12)), weekly(*WORKDAYS, at=(13, 17)))
NIGHT = (weekly(*EVERY, at=(22, 30)),)

STATES = [
    (OFFICE, "2026-11-24T10:00", "Open now until 6 pm", "Abierto ahora hasta las 6 p. m."),
    (OFFICE, "2026-11-24T07:00", "Closed now · opens today 8 am", "Cerrado ahora · abre hoy a las 8 a. m."),
    (OFFICE, "2026-11-24T18:00", "Closed now · opens tomorrow 8 am", "Cerrado ahora · abre mañana a las 8 a. m."),
    (OFFICE, "2026-11-28T10:00", "Closed now · opens Monday 8 am", "Cerrado ahora · abre el lunes a las 8 a. m."),
    (
        (weekly(*WORKDAYS, at=(13, 17)),),
        "2026-11-24T09:00",
        "Closed now · opens today 1 pm",
        "Cerrado ahora · abre hoy a la 1 p. m.",
    ),
    (LUNCH, "2026-11-24T11:00", "Open now until noon", "Abierto ahora hasta las 12 del mediodía"),
    (LUNCH, "2026-11-24T12:30", "Closed now · opens today 1 pm", "Cerrado ahora · abre hoy a la 1 p. m."),
    (NIGHT, "2026-11-24T23:00", "Open now until 6 am", "Abierto ahora hasta las 6 a. m."),
    (NIGHT, "2026-11-24T05:00", "Open now until 6 am", "Abierto ahora hasta las 6 a. m."),
    ((weekly(1, at=(9, 24)),), "2026-11-24T09:00", "Open now until midnight", "Abierto ahora hasta las 12 de la noche"),
    ((weekly(1, at=(9, 25.5)),), "2026-11-24T23:00", "Open now until 1:30 am", "Abierto ahora hasta la 1:30 a. m."),
    ((weekly(1, at=(9, 42)),), "2026-11-24T10:00", "Open now until tomorrow 6 pm", "Abierto ahora hasta mañana a las 6 p. m."),
    (
        (weekly(1, at=(9, 96)),),
        "2026-11-24T10:00",
        "Open now until Friday midnight",
        "Abierto ahora hasta el viernes a las 12 de la noche",
    ),
    ((weekly(*EVERY, at=(0, 24)),), "2026-11-24T10:00", "Open now, day and night", "Abierto ahora, de día y de noche"),
    (
        (weekly(*EVERY, at=(0, 24), valid_from=date(2026, 1, 1)),),
        "2026-11-24T10:00",
        "Open now, day and night",
        "Abierto ahora, de día y de noche",
    ),
    (
        (weekly(*EVERY, at=(0, 24), except_dates=(date(2026, 12, 25),)),),
        "2026-12-10T10:00",
        "Open now until Thu 24 Dec, midnight",
        "Abierto ahora hasta el jue 24 dic a las 12 de la noche",
    ),
    (
        (weekly(*EVERY, at=(0, 24), except_dates=(date(2026, 11, 26),)),),
        "2026-11-26T10:00",
        "Closed now · opens tomorrow 12 am",
        "Cerrado ahora · abre mañana a las 12 a. m.",
    ),
    (
        (weekly(1, freq="monthly", ordinals=(2,), at=(19.5, 21)),),
        "2026-11-24T10:00",
        "Closed now · opens Tue 8 Dec, 7:30 pm",
        "Cerrado ahora · abre el mar 8 dic a las 7:30 p. m.",
    ),
    (
        (weekly(1, valid_from=date(2027, 11, 2)),),
        "2026-11-24T10:00",
        "Closed now · opens Tue 2 Nov 2027, 9 am",
        "Cerrado ahora · abre el mar 2 nov 2027 a las 9 a. m.",
    ),
    ((weekly(1, valid_to=date(2026, 11, 1)),), "2026-11-24T10:00", "Closed now", "Cerrado ahora"),
    ((Session(freq="appointment"),), "2026-11-24T10:00", "By appointment", "Con cita previa"),
    ((*OFFICE, Session(freq="appointment")), "2026-11-24T10:00", "Open now until 6 pm", "Abierto ahora hasta las 6 p. m."),
    (
        (*OFFICE, Session(freq="appointment")),
        "2026-11-24T20:00",
        "Closed now · opens tomorrow 8 am",
        "Cerrado ahora · abre mañana a las 8 a. m.",
    ),
    (None, "2026-11-24T10:00", "Hours not known. Call first.", "No sabemos el horario. Llame antes."),
    ((), "2026-11-24T10:00", "Closed now", "Cerrado ahora"),
]


@pytest.mark.parametrize(("sessions", "now", "english", "spanish"), STATES)
def test_the_state_reads_as_people_say_it(sessions: tuple[Session, ...] | None, now: str, english: str, spanish: str) -> None:
    assert plain(status_words(sessions, moment(now), "en")) == english
    assert plain(status_words(sessions, moment(now), "es")) == spanish


def test_online_hours_are_told_by_the_visitors_clock() -> None:
    online = (weekly(*WORKDAYS, at=(8, 18), online=True),)
    assert plain(status_words(online, TUESDAY, "en", zone="America/Los_Angeles")) == "Open now until 3 pm"
    assert plain(status_words(OFFICE, TUESDAY, "en", zone="America/Los_Angeles")) == "Open now until 6 pm"
    late = moment("2026-11-24T19:00")
    assert plain(status_words(online, late, "en", zone="Pacific/Auckland")) == "Closed now · opens tomorrow 2 am"
    start = moment("2026-11-25T08:00")
    assert start_seen(Coming(start, online[0]), "America/Los_Angeles").hour == 5
    assert start_seen(Coming(start, OFFICE[0]), "America/Los_Angeles").hour == 8


@pytest.mark.parametrize(
    ("start", "english", "spanish", "announced"),
    [
        ("2026-11-24T18:30", "Today, 6:30 pm", "Hoy, 6:30 p. m.", "Next: today, 6:30 pm"),
        ("2026-11-25T08:00", "Tomorrow, 8 am", "Mañana, 8 a. m.", "Next: tomorrow, 8 am"),
        ("2026-11-26T19:00", "Thu 26 Nov, 7 pm", "Jue 26 nov, 7 p. m.", "Next Thu 26 Nov, 7 pm"),
        ("2026-12-08T19:30", "Tue 8 Dec, 7:30 pm", "Mar 8 dic, 7:30 p. m.", "Next Tue 8 Dec, 7:30 pm"),
        ("2027-01-05T12:00", "Tue 5 Jan, noon", "Mar 5 ene, 12 del mediodía", "Next Tue 5 Jan, noon"),
        ("2027-11-23T19:30", "Tue 23 Nov 2027, 7:30 pm", "Mar 23 nov 2027, 7:30 p. m.", "Next Tue 23 Nov 2027, 7:30 pm"),
    ],
)
def test_a_start_is_told_from_the_day_it_is_read(start: str, english: str, spanish: str, announced: str) -> None:
    assert plain(moment_words(moment(start), TUESDAY, "en")) == english
    assert plain(moment_words(moment(start), TUESDAY, "es")) == spanish
    assert plain(next_words(moment(start), TUESDAY, "en")) == announced


def test_today_is_today_where_it_starts() -> None:
    start = moment("2026-11-25T09:00", "Pacific/Auckland")
    assert plain(moment_words(start, datetime(2026, 11, 24, 15, tzinfo=UTC), "en")) == "Today, 9 am"


def test_a_language_without_a_table_is_told_in_english() -> None:
    assert status_words(None, TUESDAY, "ht") == status_words(None, TUESDAY, "en")
