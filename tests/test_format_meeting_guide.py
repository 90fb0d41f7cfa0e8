"""Meeting Guide feeds: how one invented record is read, and what a feed may not do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.listing import Address
from directory.schedule import Session
from ingest.clean.discreet import UNTOLD
from ingest.draft import Draft, RawPhone
from ingest.formats import formats, meeting_guide
from ingest.formats.meeting_guide_meeting import AT_HOME
from ingest.formats.meeting_guide_text import dialled, name, pieces, room
from ingest.report import Report

AA = {"program": "aa", "zone": "America/New_York", "language": "en"}
CHURCH = {
    "location": "Old Mill Church",
    "formatted_address": "36 Court St, Westfield, MA 01085, USA",
    "latitude": 42.1,
    "longitude": -72.7,
}
TOWN = {"formatted_address": "Westfield, MA, USA"}
ROOM = "https://us02web.zoom.us/j/1234567890"


def record(**more: object) -> dict[str, object]:
    return {"name": "Eye Openers", "slug": "eye-openers", "day": 1, "time": "19:00", "types": ["O"], **CHURCH, **more}


def read(folder: Path, *records: object, **options: object) -> tuple[list[Draft], Report]:
    file = folder / "feed.json"
    file.write_text(json.dumps(records), encoding="utf-8")
    report = Report()
    drafts = list(meeting_guide.read(file, report, AA | options))
    assert len(drafts) + report.refused + report.joined == len(records)
    assert len({draft.key for draft in drafts}) == len(drafts)
    return drafts, report


def one(folder: Path, **more: object) -> Draft:
    (draft,), _ = read(folder, record(**more))
    return draft


def test_the_format_is_found_by_its_name() -> None:
    assert formats()["meeting-guide"] is meeting_guide


def test_a_meeting_becomes_a_draft(tmp_path: Path) -> None:
    page = "https://aa.example.com/eye-openers"
    draft = one(tmp_path, types=["O", "D", "X", "W"], end_time="20:30", url=page, last_contact="2024-05-31")
    assert (draft.name, draft.organization, draft.status) == ("Eye Openers", "Alcoholics Anonymous", "active")
    assert (draft.link, draft.url) == (page, page)
    assert draft.facets == {
        "category": ["recovery/twelve-step"], "topic": ["alcohol"], "format": ["twelve-step", "peer-led", "open", "discussion"],
        "access": ["wheelchair"], "audience": ["women"], "cost": ["donation"], "language": ["en"], "mode": ["in-person"],
    }  # fmt: skip
    assert draft.only == []  # a women's meeting is for women; that it turns others away has to be said
    assert draft.address == Address(lines=("36 Court St",), city="Westfield", region="MA", postal_code="01085", country="US")
    assert (draft.place_name, draft.point, draft.approximate) == ("Old Mill Church", Point(42.1, -72.7), False)
    assert draft.sessions == [Session(freq="weekly", days=(0,), start=1140, end=1230, zone="America/New_York")]
    assert str(draft.confirmed_on) == "2024-05-31"
    assert draft.seen_on is None


@pytest.mark.parametrize(("day", "days"), [(0, (6,)), ("0", (6,)), ([6, 1], (0, 5)), ("Tuesday", (1,)), (["3"], (2,))])
def test_days_are_counted_from_sunday_in_every_guise(tmp_path: Path, day: object, days: tuple[int, ...]) -> None:
    sessions = one(tmp_path, day=day).sessions
    assert sessions is not None and sessions[0].days == days


@pytest.mark.parametrize("day", [7, "8", -1, "Someday", [1, 9], True])
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: object) -> None:
    drafts, report = read(tmp_path, record(day=day))
    assert (drafts, report.refused) == ([], 1)


@pytest.mark.parametrize("day", ["", None, []])
def test_a_meeting_without_a_day_is_by_appointment(tmp_path: Path, day: object) -> None:
    assert one(tmp_path, day=day).sessions == [Session(freq="appointment")]


@pytest.mark.parametrize(
    ("time", "end", "start", "stop"),
    [("20:00", "", 1200, 1260), ("8:00 PM", "", 1200, 1260), ("23:30", "00:30", 1410, 1470), ("12:00 PM", "1:00 PM", 720, 780),
     ("10:00", "23:00", 600, 660), ("10:00", "25:00", 600, 660)],
)  # fmt: skip
def test_times_are_read_and_an_hour_is_assumed(tmp_path: Path, time: str, end: str, start: int, stop: int) -> None:
    sessions = one(tmp_path, time=time, end_time=end).sessions
    assert sessions is not None and (sessions[0].start, sessions[0].end) == (start, stop)


@pytest.mark.parametrize("time", ["25:00", "", None, "evening"])
def test_a_time_nobody_can_read_is_unknown_and_never_open(tmp_path: Path, time: object) -> None:
    draft = one(tmp_path, time=time)
    assert draft.sessions is None
    assert draft.hours_text.startswith("Mon")


def test_a_meeting_of_some_weeks_is_monthly(tmp_path: Path) -> None:
    for more in ({"name": "Book Study 2nd & 4th Mondays Only"}, {"notes": "Meets on the 2nd and 4th Monday of the month."}):
        sessions = one(tmp_path, **more).sessions
        assert sessions is not None and (sessions[0].freq, sessions[0].ordinals, sessions[0].days) == ("monthly", (2, 4), (0,))
    weekly = one(tmp_path, notes="Open meeting last Monday of the month").sessions
    assert weekly is not None and weekly[0].freq == "weekly"


def test_the_zone_of_the_record_goes_before_that_of_the_source(tmp_path: Path) -> None:
    sessions = one(tmp_path, timezone="America/Chicago").sessions
    assert sessions is not None and sessions[0].zone == "America/Chicago"


@pytest.mark.parametrize(
    ("more", "modes", "placed"),
    [
        ({"conference_url": ROOM}, ["in-person", "video"], True),
        ({"conference_url": ROOM, "conference_phone": "+16465588656,,1234567890#"}, ["in-person", "video", "phone"], True),
        ({"conference_url": ROOM, "attendance_option": "online"}, ["video"], False),
        ({"conference_url": ROOM, "attendance_option": "hybrid"}, ["in-person", "video"], True),
        ({"conference_url": ROOM, "types": ["TC", "ONL"]}, ["video"], False),
        ({"conference_url": ROOM, "name": "Foglifters (ONLINE)"}, ["video"], False),
        ({"conference_url": ROOM, "name": "Foglifters - Active and (ONLINE)"}, ["in-person", "video"], True),
        ({"conference_url": ROOM, "location": "Zoom Westfield"}, ["video"], False),
        ({"conference_url": ROOM, **TOWN}, ["video"], False),
        ({"conference_phone": "646-558-8656", **TOWN}, ["phone"], False),
        (
            {"conference_url": "https://www.facebook.com/groups/1", "types": ["ONL"], "attendance_option": "online"},
            ["app-web"],
            False,
        ),
        ({"types": ["onl"], **TOWN}, ["video"], False),
        ({"conference_url": ROOM, "attendance_option": "in_person"}, ["in-person"], True),
    ],
)
def test_online_and_in_person_are_told_apart(tmp_path: Path, more: dict[str, object], modes: list[str], placed: bool) -> None:
    draft = one(tmp_path, **more)
    assert draft.facets["mode"] == modes
    assert (draft.address is not None, draft.point is not None, bool(draft.place_name)) == (placed,) * 3
    assert draft.sessions is not None and draft.sessions[0].online is not placed
    assert bool(draft.join_url) == (("video" in modes and "conference_url" in more) or "app-web" in modes)


def test_a_place_that_stands_for_none_is_no_place(tmp_path: Path) -> None:
    (draft,), _ = read(
        tmp_path, record(conference_url=ROOM, location="Central Office (2nd Floor)"), no_places=["Central Office"]
    )
    assert (draft.facets["mode"], draft.address) == (["video"], None)


def test_a_town_is_no_venue(tmp_path: Path) -> None:
    assert one(tmp_path, approximate="yes").approximate
    assert one(tmp_path, **TOWN).approximate


@pytest.mark.parametrize(
    "more",
    [{"name": "(SUSPENDED) Eye Openers"}, {"name": "Eye Openers Closed Temporarily"}, {"group": "Eye Openers Cancelled"},
     {"types": ["TC", "O"]}, {"attendance_option": "inactive"}, {"notes": "Temporarily Cancelled"},
     {"name": "(SUSPENDED) Eye Openers (ONLINE)", "conference_url": ROOM}],
)  # fmt: skip
def test_a_suspended_meeting_never_runs(tmp_path: Path, more: dict[str, object]) -> None:
    draft = one(tmp_path, **more)
    assert (draft.status, draft.sessions, draft.hours_text, draft.name) == ("temporarily-closed", [], "", "Eye Openers")
    assert draft.alert


def test_a_suspended_meeting_goes_on_online_where_the_operator_says_so(tmp_path: Path) -> None:
    raw = record(name="(SUSPENDED) Eye Openers (ONLINE)", conference_url=ROOM)
    (draft,), _ = read(tmp_path, raw, suspended_online="yes")
    assert (draft.status, draft.facets["mode"], draft.address) == ("active", ["video"], None)


def test_a_closed_place_leaves_the_online_meeting_and_says_so(tmp_path: Path) -> None:
    draft = one(tmp_path, types=["TC"], conference_url=ROOM)
    assert draft.status == "active"
    assert "closed for now" in draft.alert


def test_pass_codes_persons_and_payment_stay_behind(tmp_path: Path) -> None:
    draft = one(
        tmp_path,
        name="Eye Openers - Call 978-990-5000 Code: 968770",
        conference_url=f"{ROOM}?pwd=s3cr3t&fbclid=track",
        conference_phone="+19292056099,,1234567890#,,,,,#424242#",
        conference_url_notes="Password: s3cr3t",
        notes="Zoom ID: 123 456 7890\nPasscode:\n\n424242\n"
              "Bring a chair.  pw/s3cr3t  Enter at the rear. Contact Pat E 212-555-0142",
        group_notes="Venmo @eye-openers", location_notes="Room 5. Ask for Pat at the door", email="pat@example.org",
        contact_1_name="Pat E.", contact_1_phone="212-555-0142", venmo="@eye-openers", phone="212-555-0142", author="pat",
    )  # fmt: skip
    told = json.dumps(str(draft))
    for secret in ("s3cr3t", "424242", "Pat", "pat@", "0142", "@eye", "968770", "990-5000", "track"):
        assert secret not in told, secret
    assert draft.name == "Eye Openers"
    assert (
        draft.description == "Bring a chair. / Enter at the rear." or draft.description == "Bring a chair. Enter at the rear."
    )
    assert draft.directions == "Room 5."
    assert draft.join_url == ROOM
    assert draft.phones == [RawPhone(text="+19292056099", label="Meeting ID 1234567890")]


@pytest.mark.parametrize(
    ("text", "number", "meeting"),
    [
        ("+16465588656,,503536771#,,#,,000000#", "+16465588656", "503536771"),
        ("(650) 724-9799 id#000000000", "(650) 724-9799", ""),
        ("ID: 974 678 486  Email a@example.org for password", "", ""),
        ("1-408-650-3123  Code: 478 651 469", "1-408-650-3123", ""),
        ("16699009128,,6185058302#", "16699009128", "6185058302"), ("+11", "", ""), ("Meeting ID: 1234567890", "", ""),
    ],
)  # fmt: skip
def test_only_the_number_and_the_room_are_taken_of_a_dial_in(text: str, number: str, meeting: str) -> None:
    assert dialled(text) == (number, meeting)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("https://zoom.us/j/1?pwd=x", "https://zoom.us/j/1"), ("https://zoom.us/j/1&amp;sa=D&amp;usg=x", "https://zoom.us/j/1"),
        ("https://zoom.us", ""), ("https://us02web.zoom.us/j/1/#success", "https://us02web.zoom.us/j/1"), ("", ""),
        ("https://gcc01.safelinks.example.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F7%3Fpwd%3Dx", "https://zoom.us/j/7"),
        ("https://meet.example.org/a?room=5&pwd=x&utm_source=y", "https://meet.example.org/a?room=5"),
    ],
)  # fmt: skip
def test_addresses_of_rooms_lose_codes_and_trackers(text: str, clean: str) -> None:
    assert room(text) == clean


def test_names_lose_marks_and_registration_numbers() -> None:
    assert name("47820 Serenity at Work AFG", numbered=True).number == "47820"
    assert name("562 Group").text == "562 Group"
    assert name("4@4 Group: Step Study").text == "4@4 Group: Step Study"
    assert name("Simple at Seven - Active & (ONLINE)").text == "Simple at Seven"


def test_pieces_of_notes_keep_their_lines() -> None:
    assert pieces("Women only\r\nMeeting ID: 1 - Password: x", "Enter at the rear") == ["Women only", "Enter at the rear"]


def test_notes_of_a_meeting_at_a_private_home_stay_behind(tmp_path: Path) -> None:
    for said in ({"location": "Private Residence"}, {"location": "The Mill", "location_notes": "A private home."}):
        (draft,), report = read(tmp_path, record(**said, notes="House west of the mill. Use the back door."))
        assert (draft.visibility, draft.description) == ("area", "")  # the pipeline tells its town alone
        assert [session.note for session in draft.sessions or ()] == [""]
        assert list(report.guesses) == ["at a private home: told by its town, its notes stay behind"]


def test_only_is_for_explicit_words_and_languages_for_stated_ones(tmp_path: Path) -> None:
    assert one(tmp_path, notes="Topic/Women only").only == ["women"]
    assert one(tmp_path, notes="Men only").only == ["men"]
    assert one(tmp_path, types=["S"]).facets["language"] == ["es"]
    assert one(tmp_path, notes="Polish-Speaking").facets["language"] == ["pl"]
    (draft,), _ = read(tmp_path, record(), language="")
    assert "language" not in draft.facets


def test_unknown_codes_and_keys_make_noise(tmp_path: Path) -> None:
    _, report = read(tmp_path, record(types=["O", "ZZZ", ""], append=" LIT"))
    assert list(report.codes) == [("meeting-guide", "ZZZ")]
    assert list(report.leftovers) == [("feed.json", "append")]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"end_time": "99:99"}, "an end that cannot be read or meant: the meeting is taken to last an hour"),
        ({"end_time": "18:30"}, "an end that cannot be read or meant: the meeting is taken to last an hour"),
        ({"latitude": "north"}, "coordinates that are not numbers were dropped"),
        ({"conference_phone": "408-377-8277 or 408-377-8278"}, "a second number to dial in was left out"),
    ],
)
def test_what_was_assumed_or_left_out_is_told(tmp_path: Path, more: dict[str, object], said: str) -> None:
    (draft,), report = read(tmp_path, record(**more))
    assert report.guesses == {said: 1}
    assert (draft.sessions or [])[0].end == 20 * 60


def test_a_slug_used_twice_is_told_and_both_meetings_stay(tmp_path: Path) -> None:
    drafts, report = read(
        tmp_path, record(), record(name="Night Owls"), record(slug="", name="Third"), record(slug="", name="4th")
    )
    assert len(drafts) == 4
    assert report.guesses == {"the slug of an earlier meeting: both are kept": 1}


def test_records_that_are_none_are_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    drafts, report = read(tmp_path, "text", 5, record(name=""), record(name="District Business Meeting"), record())
    assert (len(drafts), report.refused) == (1, 4)


@pytest.mark.parametrize("text", ["", "{}", '{"meetings": []}', "[", "<html></html>"])
def test_what_is_no_feed_stops_the_source(tmp_path: Path, text: str) -> None:
    (tmp_path / "feed.json").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"feed\.json"):
        list(meeting_guide.read(tmp_path / "feed.json", Report(), AA))


def test_options_are_checked(tmp_path: Path) -> None:
    for options, said in (({}, "program"), ({"program": "zz"}, "zz"), ({"program": "aa", "colour": "red"}, "colour"),
                          ({"categories": "support-groups/nothing"}, "no value")):  # fmt: skip
        with pytest.raises(SourceError, match=said):
            list(meeting_guide.read(tmp_path, Report(), options))


def test_family_groups_are_filed_under_family(tmp_path: Path) -> None:
    (draft,), _ = read(
        tmp_path, record(name="47820 Serenity AFG", group="District 7", group_id=7, district="District 7"), program="al-anon"
    )
    assert draft.facets["category"] == ["family-caregivers/family-groups"]
    assert {"twelve-step"} <= set(draft.facets["format"]) and draft.facets["topic"] == ["alcohol"]
    assert (draft.name, draft.group) == ("Serenity AFG", "no-47820")
    (other,), _ = read(tmp_path, record(), program="", categories="support-groups/general", organization="Open Circle")
    assert (other.organization, other.facets["category"]) == ("Open Circle", ["support-groups/general"])


def test_a_refused_meeting_at_a_private_home_is_told_without_its_name_and_slug(tmp_path: Path) -> None:
    business = {"name": "Business meeting at Ann's", "slug": "12-palm-st"}
    _, report = read(tmp_path, record(location="Private residence", **business), record(**business))
    (reason,) = report.reasons
    home, church = report.examples[reason]
    assert (home.excerpt, home.where.key, home.where.row) == ("", "", 1)
    assert (church.excerpt, church.where.key) == ("Business meeting at Ann's", "12-palm-st")


def test_what_is_repaired_at_a_private_home_is_told_by_file_and_row_alone(tmp_path: Path) -> None:
    _, report = read(tmp_path, record(location="Private residence", slug="12-palm-st"))
    assert report.guesses[AT_HOME] == 1
    assert "12-palm-st" not in str(report.plain())


@pytest.mark.parametrize("said", [{"location_notes": "Location is confidential."}, {"remark": "Do not publish the address"}])
def test_a_meeting_that_keeps_its_place_back_in_whatever_field_is_hidden(said: dict[str, str], tmp_path: Path) -> None:
    draft = one(tmp_path, **said)
    assert (draft.visibility, "court" in draft.key.casefold()) == ("hidden", False)


def test_a_meeting_that_is_not_to_be_published_is_refused(tmp_path: Path) -> None:
    drafts, report = read(tmp_path, record(notes="Do not publish."))
    assert (drafts, set(report.reasons)) == ([], {UNTOLD})
