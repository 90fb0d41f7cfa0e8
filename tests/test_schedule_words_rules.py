"""Rules and tables of the week in English and Spanish, as people read them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedule import (
    DAY,
    Session,
    days_words,
    hours_words,
    rule_words,
    status_words,
    week_table,
)
from directory.schedule.phrases import clock, stretch
from directory.schedule.tongue import ENGLISH, TONGUES
from tests.sessions import EVERY, MIAMI, WORKDAYS, plain, weekly


def monthly(*days: int, at: tuple[float, float] = (19, 20), **more: Any) -> Session:
    return weekly(*days, at=at, freq="monthly", **more)


RULES = [
    (weekly(0, 3, at=(18.5, 20)), "Mondays and Thursdays, 6:30–8 pm", "Lunes y jueves, de 6:30 a 8 p. m."),
    (weekly(*WORKDAYS), "Monday to Friday, 9 am – 5 pm", "De lunes a viernes, de 9 a. m. a 5 p. m."),
    (weekly(4, 5, 6, 0), "Friday to Monday, 9 am – 5 pm", "De viernes a lunes, de 9 a. m. a 5 p. m."),
    (weekly(0, 2, 4), "Mondays, Wednesdays and Fridays, 9 am – 5 pm", "Lunes, miércoles y viernes, de 9 a. m. a 5 p. m."),
    (weekly(5, 6, at=(0, 24)), "Saturdays and Sundays, all day", "Sábados y domingos, todo el día"),
    (weekly(*EVERY, at=(0, 24)), "Every day, day and night", "Todos los días, de día y de noche"),
    (weekly(*EVERY, at=(22, 30)), "Every day, 10 pm – 6 am", "Todos los días, de 10 p. m. a 6 a. m."),
    (weekly(1, at=(9, 12)), "Tuesdays, 9 am – noon", "Martes, de 9 a. m. a 12 del mediodía"),
    (weekly(1, at=(12, 24)), "Tuesdays, noon – midnight", "Martes, de 12 del mediodía a 12 de la noche"),
    (weekly(1, at=(10, 10.5)), "Tuesdays, 10–10:30 am", "Martes, de 10 a 10:30 a. m."),
    (weekly(4, at=(18, 64)), "Fridays, 6 pm – 4 pm, 2 days later", "Viernes, de 6 p. m. a 4 p. m., 2 días después"),
    (weekly(4, at=(8, 32)), "Fridays, 8 am – 8 am the next day", "Viernes, de 8 a. m. a 8 a. m. del día siguiente"),
    (weekly(4, at=(8, 48)), "Fridays, 8 am – midnight the next day", "Viernes, de 8 a. m. a 12 de la noche del día siguiente"),
    (
        weekly(2, interval=2, valid_from=date(2026, 1, 7)),
        "Every other Wednesday, 9 am – 5 pm",
        "Miércoles, cada dos semanas, de 9 a. m. a 5 p. m.",
    ),
    (
        weekly(*WORKDAYS, interval=2, valid_from=date(2026, 1, 7)),
        "Monday to Friday, every other week, 9 am – 5 pm",
        "De lunes a viernes, cada dos semanas, de 9 a. m. a 5 p. m.",
    ),
    (
        weekly(5, interval=3, valid_from=date(2026, 1, 7)),
        "Saturdays, every 3 weeks, 9 am – 5 pm",
        "Sábados, cada 3 semanas, de 9 a. m. a 5 p. m.",
    ),
    (monthly(1, ordinals=(2,)), "2nd Tuesday of the month, 7–8 pm", "Segundo martes del mes, de 7 a 8 p. m."),
    (
        monthly(5, ordinals=(3, 1)),
        "1st and 3rd Saturday of the month, 7–8 pm",
        "Primer y tercer sábado del mes, de 7 a 8 p. m.",
    ),
    (monthly(0, at=(0, 6), ordinals=(1,)), "1st Monday of the month, 12–6 am", "Primer lunes del mes, de 12 a 6 a. m."),
    (monthly(4, ordinals=(-1,)), "Last Friday of the month, 7–8 pm", "Último viernes del mes, de 7 a 8 p. m."),
    (monthly(0, ordinals=(-1, 1)), "1st and last Monday of the month, 7–8 pm", "Primer y último lunes del mes, de 7 a 8 p. m."),
    (monthly(month_days=(15, 1)), "1st and 15th of the month, 7–8 pm", "Día 1 y día 15 del mes, de 7 a 8 p. m."),
    (monthly(month_days=(22, -1)), "22nd and last day of the month, 7–8 pm", "Día 22 y último día del mes, de 7 a 8 p. m."),
    (
        monthly(5, ordinals=(1,), interval=3, valid_from=date(2026, 1, 3)),
        "1st Saturday, every 3 months, 7–8 pm",
        "Primer sábado, cada 3 meses, de 7 a 8 p. m.",
    ),
    (
        weekly(freq="once", valid_from=date(2026, 11, 26)),
        "Thu 26 Nov 2026, 9 am – 5 pm",
        "Jue 26 nov 2026, de 9 a. m. a 5 p. m.",
    ),
    (Session(freq="appointment"), "By appointment", "Con cita previa"),
    (
        weekly(1, valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31)),
        "Tuesdays, 9 am – 5 pm, from 1 Jun to 31 Aug 2026",
        "Martes, de 9 a. m. a 5 p. m., del 1 jun al 31 ago 2026",
    ),
    (
        weekly(1, valid_from=date(2026, 11, 1), valid_to=date(2027, 3, 31)),
        "Tuesdays, 9 am – 5 pm, from 1 Nov 2026 to 31 Mar 2027",
        "Martes, de 9 a. m. a 5 p. m., del 1 nov 2026 al 31 mar 2027",
    ),
    (
        weekly(1, valid_to=date(2026, 8, 31)),
        "Tuesdays, 9 am – 5 pm, until 31 Aug 2026",
        "Martes, de 9 a. m. a 5 p. m., hasta el 31 ago 2026",
    ),
    (
        weekly(1, valid_from=date(2026, 6, 1)),
        "Tuesdays, 9 am – 5 pm, from 1 Jun 2026",
        "Martes, de 9 a. m. a 5 p. m., desde el 1 jun 2026",
    ),
    (
        weekly(3, except_dates=(date(2026, 12, 24), date(2026, 11, 26))),
        "Thursdays, 9 am – 5 pm · Not 26 Nov 2026 and 24 Dec 2026",
        "Jueves, de 9 a. m. a 5 p. m. · Excepto el 26 nov 2026 y el 24 dic 2026",
    ),
]


@pytest.mark.parametrize(("session", "english", "spanish"), RULES, ids=[english for _, english, _ in RULES])
def test_a_rule_reads_as_people_say_it(session: Session, english: str, spanish: str) -> None:
    assert plain(rule_words(session, "en")) == english
    assert plain(rule_words(session, "es")) == spanish


def test_what_is_over_is_left_out_and_near_dates_need_no_year() -> None:
    today = date(2026, 11, 24)
    thursdays = weekly(3, except_dates=(date(2026, 1, 1), date(2026, 11, 26), date(2027, 11, 25)))
    assert plain(rule_words(thursdays, "en", on=today)) == "Thursdays, 9 am – 5 pm · Not 26 Nov and 25 Nov 2027"
    season = weekly(1, valid_from=date(2026, 12, 1), valid_to=date(2027, 2, 28))
    assert rule_words(season, "en", on=today).endswith(", from 1 Dec to 28 Feb")
    assert rule_words(season, "en", on=date(2026, 12, 1)).endswith(", until 28 Feb")
    other = weekly(2, interval=2, valid_from=date(2026, 12, 2))
    assert rule_words(other, "en", on=today).endswith(", from 2 Dec")
    assert "from" not in rule_words(other, "en", on=date(2026, 12, 3))


def test_days_and_hours_can_be_said_apart() -> None:
    session = monthly(1, ordinals=(2,))
    assert days_words(session, "en") == "2nd Tuesday of the month"
    assert plain(hours_words(session, "en")) == "7–8 pm"


def test_an_arabic_rule_has_arabic_commas() -> None:
    rows = week_table((weekly(0), weekly(0, at=(18, 20))), "ar")
    said = rule_words(weekly(0, 3, valid_to=date(2026, 12, 31)), "ar")
    assert "," not in said + rows[0].hours
    assert said.count("، ") == 2
    assert rows[0].hours.count("، ") == 1


def test_times_never_break_from_their_half_of_the_day() -> None:
    assert "8\N{NO-BREAK SPACE}pm" in rule_words(weekly(0, at=(18.5, 20)), "en")
    assert "8\N{NO-BREAK SPACE}p.\N{NO-BREAK SPACE}m." in rule_words(weekly(0, at=(18.5, 20)), "es")


LUNCH = (weekly(*WORKDAYS, at=(9, 12)), weekly(*WORKDAYS, at=(13, 17)))


def test_the_table_of_the_week_joins_days_with_equal_hours() -> None:
    rows = week_table((*LUNCH, weekly(5, at=(10, 14))), "en")
    assert [(one.days, plain(one.hours)) for one in rows] == [
        ("Monday to Friday", "9 am – noon, 1–5 pm"),
        ("Saturday", "10 am – 2 pm"),
        ("Sunday", "Closed"),
    ]
    assert [(one.days, plain(one.hours)) for one in week_table((weekly(0, 2), weekly(0, 2, at=(17, 19))), "es")] == [
        ("Lunes y miércoles", "De 9 a. m. a 7 p. m."),
        ("Martes, jueves, viernes, sábado y domingo", "Cerrado"),
    ]


def test_the_table_of_a_place_that_never_closes_is_one_row() -> None:
    assert week_table((weekly(*EVERY, at=(0, 12)), weekly(*EVERY, at=(12, 24))), "en") == (("Every day", "Day and night"),)


def test_no_day_is_called_closed_that_may_be_open() -> None:
    assert week_table((weekly(0), Session(freq="appointment")), "en")[0].days == "Monday"
    assert len(week_table((weekly(0), monthly(1, ordinals=(1,))), "en")) == 1
    nights = week_table((weekly(4, at=(22, 30)),), "en")
    assert [one.days for one in nights] == ["Sunday to Thursday", "Friday"]
    sunday = week_table((weekly(6, at=(22, 30)),), "en")
    assert [one.days for one in sunday] == ["Tuesday to Saturday", "Sunday"]
    assert week_table((Session(freq="appointment"),), "en") == ()


@pytest.mark.parametrize("name", [field.name for field in fields(ENGLISH)])
def test_every_language_fills_every_row_with_the_same_gaps(name: str) -> None:
    for tongue in TONGUES.values():
        assert _gaps(getattr(tongue, name)) == _gaps(getattr(ENGLISH, name))
        assert _size(getattr(tongue, name)) == _size(getattr(ENGLISH, name))


def _gaps(row: Any) -> set[str]:
    texts = [row] if isinstance(row, str) else row.values() if isinstance(row, dict) else row or ()
    return {gap.removesuffix("s") for text in texts for _, gap, _, _ in Formatter().parse(text) if gap}


def _size(row: Any) -> int:
    return 1 if isinstance(row, str) else len(row or ())


def test_a_24_hour_language_is_one_table() -> None:
    german = replace(ENGLISH, halves=None)
    assert clock(0, german) == "0:00"
    assert stretch(9 * 60, 20 * 60 + 30, german) == "9:00 – 20:30"


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    days = draw(st.lists(st.integers(0, 6), min_size=1).map(tuple))
    start = draw(st.integers(0, DAY - 1))
    return Session(freq="weekly", days=days, start=start, end=start + draw(st.integers(1, 7 * DAY)), zone=MIAMI)


@settings(max_examples=100, deadline=None)
@given(sessions(), st.sampled_from(("en", "es")), st.integers(0, 400 * DAY))
def test_no_hours_leave_the_words_speechless(session: Session, language: str, minute: int) -> None:
    hours = (session,)
    now = datetime.fromtimestamp(1_760_000_000 + minute * 60, UTC)
    said = [rule_words(session, language), status_words(hours, now, language)]
    said += [text for row in week_table(hours, language) for text in row]
    for text in said:
        assert text
        assert "{" not in text
        assert text[0] == text[0].upper()
