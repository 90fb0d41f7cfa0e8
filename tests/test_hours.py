"""Opening times as people write them: clock, days and whole texts."""

from __future__ import annotations

import pytest

from directory.schedule import DAY, Session
from ingest.clean.clock import Stretch, clock, stretch
from ingest.clean.days import days, monthly, monthly_in_name, monthly_in_note, weekday
from ingest.clean.hours import BEGINS, BY_APPOINTMENT, daily, hours, settled, without


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("8:00am", 480), ("9 am ", 540), ("9am", 540), ("9:00 am ", 540), ("830am", 510), ("9:00a", 540), ("12:00am", 0),
        ("12:00pm", 720), ("noon", 720), ("Midnight", 0), ("5 p.m.", 1020), ("20:00", 1200), ("00:30", 30), ("24:00", 1440),
        ("9:00", 540), ("10:30:00", 630),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert clock(text) == minutes


@pytest.mark.parametrize(
    "text", ["25:00", "9:0am", "8:00m", "6:300pm", "9", "13:00pm", "0:30am", "12:60pm", "", "24:30", "soon", "-1:00"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert clock(text) is None


@pytest.mark.parametrize(
    ("opens", "closes", "start", "end"),
    [
        ("8:00am", "5:00pm", 480, 1020),
        ("8:00", "4:00pm", 480, 960),  # 8 pm would be after it closes
        ("6:00", "8:00pm", 1080, 1200),
        ("9:00am", "5:00", 540, 1020),
        ("9:00am", "11:00", 540, 660),
        ("11:00am", "2:00", 660, 840),
        ("22:00", "02:00", 1320, 1560),
        ("10:00pm", "6:00am", 1320, 1800),
        ("4:00pm", "12:00am", 960, DAY),
        ("00:00", "23:59", 0, DAY),
        ("12:00am", "12:00am", 0, DAY),
        ("08:00", "12:00", 480, 720),
    ],
)
def test_stretches_take_what_is_meant(opens: str, closes: str, start: int, end: int) -> None:
    assert stretch(opens, closes) == Stretch(start, end)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("9:00am", "25:00"), ("", "5:00pm"), ("9:00pm", "7:00pm"), ("12:00am", "8:00pm"), ("9:00", "5:00"), ("1:00", "4:00"),
     ("9am", "9am"), ("3:00pm", "10:00am"), ("10:00pm", "6:00pm")],
)  # fmt: skip
def test_stretches_nobody_can_mean_are_none(opens: str, closes: str) -> None:
    assert stretch(opens, closes) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon-Fri", (0, 1, 2, 3, 4)), ("Mon, Tue, Thur, Fri", (0, 1, 3, 4)), ("Tue,Thur", (1, 3)), ("Tues- Fri", (1, 2, 3, 4)),
        ("Fri-Mon", (0, 4, 5, 6)), ("Saturday and Sunday", (5, 6)), ("daily", (0, 1, 2, 3, 4, 5, 6)),
        ("Weekdays", (0, 1, 2, 3, 4)),
        ("lunes, miércoles", None), ("Sat, Sun, and Holidays", None), ("and", None), ("", None),
        ("Wed (and/or early release days)", None),
    ],
)  # fmt: skip
def test_lists_of_days_are_read_whole_or_not_at_all(text: str, expected: tuple[int, ...] | None) -> None:
    assert days(text) == expected


def test_names_of_days_are_known_in_two_languages() -> None:
    assert (weekday("Monday"), weekday("Thurs"), weekday("sábado"), weekday("Holiday")) == (0, 3, 5, None)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Every 3rd Saturday of each month", ((3,), 5)), ("2nd and 4th Saturday of each month", ((2, 4), 5)),
        ("1st Tuesday every month", ((1,), 1)), ("First Sat of the month (ONLY)", ((1,), 5)), ("last Friday", ((-1,), 4)),
        ("Mondays", None),
    ],
)  # fmt: skip
def test_rules_of_the_month_are_read(text: str, rule: tuple[tuple[int, ...], int] | None) -> None:
    assert monthly(text) == rule


def test_a_meeting_is_monthly_only_where_the_whole_meeting_is_meant() -> None:
    assert monthly_in_name("Happy, Joyous, Free 2nd & 4th Fridays Only") == ((2, 4), 4)
    assert monthly_in_name("Third Saturday - Through an Open Mind") is None
    assert monthly_in_note("Meeting occurs on the 2nd and 4th Sundays of the month only. Bring a chair.") == ((2, 4), 6)
    assert monthly_in_note("1st Saturday of the month only/to 3:15 pm") == ((1,), 5)
    for only_then in (
        "Chips last Sunday of the month", "No meeting last Thursday of the month", "Open meetings are held on the last Sunday",
        "Basement - Open meeting is 1st Thursday of the month only.", "This is an In person meeting on the second Thursday",
    ):  # fmt: skip
        assert monthly_in_note(only_then) is None, only_then


def weekly(days: tuple[int, ...], start: int, end: int, note: str = "") -> Session:
    return Session(freq="weekly", days=days, start=start * 60, end=end * 60, zone="America/New_York", note=note)


def sessions(text: str) -> tuple[Session, ...] | None:
    return hours(text, "America/New_York").sessions


def test_several_rules_become_several_sessions() -> None:
    text = "9:00am-8:00pm, Mon-Thur;\\n9:00am-1:00pm, Fri"
    assert sessions(text) == (weekly((0, 1, 2, 3), 9, 20), weekly((4,), 9, 13))


def test_two_stretches_a_day_stay_two() -> None:
    wanted = (weekly((0, 1), 9, 12), weekly((0, 1), 13, 17))
    assert sessions("9:00am-12:00pm / 1:00pm-5:00pm, Mon, Tue") == wanted
    assert sessions("9:00am-12:00pm & 1:00pm-5:00pm, Mon, Tue") == wanted
    assert sessions("9:00am-12:00pm; 1:00pm-5:00pm, Mon, Tue") == wanted


def test_a_lunch_break_is_cut_out() -> None:
    text = "9:00am-5:00pm, Mon, Wed\n\nClosed daily 12:00pm-1:00pm for lunch"
    assert sessions(text) == (weekly((0, 2), 9, 12), weekly((0, 2), 13, 17))


def test_a_break_across_the_end_of_the_day_is_not_believed() -> None:
    assert sessions("9:00am-12:00pm, Mon; Closed 11:00am-1:00pm for lunch") is None


def test_the_rule_that_names_fewer_days_is_the_exception() -> None:
    assert sessions("9:00am-5:00pm, Mon-Fri; 9:00am-12:00pm, Wed") == (weekly((0, 1, 3, 4), 9, 17), weekly((2,), 9, 12))
    assert sessions("9:00am-5:00pm, Mon; 10:00am-6:00pm, Mon") is None


def test_hours_round_the_clock_and_by_appointment() -> None:
    assert sessions("24 hours a day, 7 days a week") == (weekly((0, 1, 2, 3, 4, 5, 6), 0, 24),)
    assert sessions("By appointment only") == (Session(freq="appointment"),)
    assert sessions("9:00am-1:00pm, Tue\n\nBy appointment only") == (weekly((1,), 9, 13, BY_APPOINTMENT),)
    assert sessions("24 hours a day, 7 days a week\n9:00am-5:00pm, Fri") is None


def test_monthly_rules_stand_beside_weekly_ones() -> None:
    found = sessions("9:00am-5:00pm, Tue\n9:00am-1:00pm, 2nd and 4th Saturday of each month")
    assert found is not None
    assert found[1] == Session(freq="monthly", days=(5,), ordinals=(2, 4), start=540, end=780, zone="America/New_York")


@pytest.mark.parametrize(
    "text",
    [
        "After School:\\n2:00pm-6:00pm, Mon\\n\\nSummer Camp:\\n8:00am-6:00pm, Mon-Fri",
        "9:00am-5:00pm, Mon-Fri\nCall for evening hours", "7:00pm, Wed, Fri", "Dismissal Bell - 6:00pm, Mon-Fri",
        "9:00am-25:00, Mon", "9:00am-5:00pm", "Administrative:\n9am-5pm, Mon-Fri",
        "8:30am-5:00pm (Counter closes at 4:30 pm), Mon-Thur", "", "x" * 10_000,
    ],
)  # fmt: skip
def test_half_understood_hours_stay_a_text(text: str) -> None:
    read = hours(text)
    assert read.sessions is None
    assert (read.text != "") == (text != "")


def test_mojibake_dashes_and_neutral_headings_are_read() -> None:
    assert sessions("Office Hours:\n9:00amGÇô5:00pm, Mon") == (weekly((0,), 9, 17),)
    assert sessions("Mon: 9am-5pm") == (weekly((0,), 9, 17),)


def test_holidays_that_are_closed_are_told_beside_the_sessions() -> None:
    read = hours("9am-5pm, Mon; Closed on holidays", "America/New_York")
    assert read.sessions == (weekly((0,), 9, 17),)
    assert "holidays" in read.text


def test_rows_of_days_make_sessions_or_stay_unknown_together() -> None:
    good = daily([("Monday", "9:00am", "5:00pm"), ("2", "9:00am", "5:00pm")], "America/New_York")
    assert good.sessions == (weekly((0, 1), 9, 17),)
    bad = daily([("Monday", "9:00am", "5:00pm"), ("Tuesday", "", "5:00pm")])
    assert bad.sessions is None
    assert bad.text == "Monday 9:00am-5:00pm; Tuesday ?-5:00pm"
    assert daily([("8", "9:00am", "5:00pm")]).sessions is None


def test_stretches_settle_and_part() -> None:
    assert settled([(5, Stretch(0, 10)), (1, Stretch(5, 20))]) == [Stretch(5, 20)]
    assert settled([(1, Stretch(0, 10)), (1, Stretch(0, 10))]) == [Stretch(0, 10)]
    assert without([Stretch(0, 10)], [Stretch(20, 30)]) == [Stretch(0, 10)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M-F 9-5", [((0, 1, 2, 3, 4), 540, 1020)]),
        ("MWF 8-12", [((0, 2, 4), 480, 720)]),
        ("M-Th 10-4, F 10-2", [((0, 1, 2, 3), 600, 960), ((4,), 600, 840)]),
        ("Tu/Th 6pm-8pm", [((1, 3), 1080, 1200)]),
        ("MTWThF 9am-5pm", [((0, 1, 2, 3, 4), 540, 1020)]),
        ("Sat 11-3", [((5,), 660, 900)]),  # not Sa and T
        ("Mon - Fri 3:30pm - 9:00pm; Sat 10:00am - 4:00pm (Closed Sun)", [((5,), 600, 960), ((0, 1, 2, 3, 4), 930, 1260)]),
        ("9 am - 9 pm, Monday - Friday, 9 am - 4 pm, Saturday", [((5,), 540, 960), ((0, 1, 2, 3, 4), 540, 1260)]),
        ("Monday: 9 am to 7 pm Tuesday through Friday: 9 am to 5 pm", [((1, 2, 3, 4), 540, 1020), ((0,), 540, 1140)]),
        ("8 am - 5 pm, Monday - Friday, except on public holidays", [((0, 1, 2, 3, 4), 480, 1020)]),
    ],
)
def test_common_prose_forms_are_read(text: str, expected: list[tuple[tuple[int, ...], int, int]]) -> None:
    found = hours(text).sessions
    assert found is not None
    assert sorted((one.days, one.start, one.end) for one in found) == sorted(expected)


def test_what_only_begins_on_a_day_of_the_month_is_an_hour_that_says_so() -> None:
    read = hours("2nd & 4th Tue 7pm")
    assert read.sessions == (Session(freq="monthly", days=(1,), ordinals=(2, 4), start=1140, end=1200, note=BEGINS),)
    assert read.text == "2nd & 4th Tue 7pm"


@pytest.mark.parametrize(
    "text",
    ["Sunday 10am", "1-4 Tue", "9-9 daily", "Mon 9am-5pm, 2nd Tue 7pm", "9-5 Mon-Fri (Office)", "M-F 9-5, closed Mon", "S 9-5",
     "9:00am-5:00pm Mon-Fri; Open 24 hours (Hotline)"],
)  # fmt: skip
def test_what_may_mean_two_things_stays_a_text(text: str) -> None:
    read = hours(text)
    assert (read.sessions, read.text) == (None, text)
