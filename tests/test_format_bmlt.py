"""BMLT: invented answers of a server, with and without formats and service bodies, and a NAWS export."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.schedule import Session
from ingest.draft import Draft, RawPhone
from ingest.formats import bmlt
from ingest.report import Report

MEETING = {
    "id_bigint": "7", "worldid_mixed": "G001", "service_body_bigint": "3", "weekday_tinyint": "2", "venue_type": "1",
    "start_time": "19:30:00", "duration_time": "01:30:00", "time_zone": "America/New_York", "formats": "O,St,WC",
    "longitude": "-76.5", "latitude": "42.4", "meeting_name": "Spring Forward", "location_text": "Mill House",
    "location_info": "Second door", "location_street": "12 Mill Lane", "location_municipality": "Ithaca",
    "location_province": "NY", "location_postal_code_1": "14850", "location_nation": "USA", "comments": "Bring a chair.",
    "bus_lines": "Bus 3", "phone_meeting_number": "", "virtual_meeting_link": "", "published": "1",
}  # fmt: skip
FORMATS = [
    {"key_string": "SL", "world_id": "", "name_string": "ASL", "format_type_enum": "FC2"},
    {"key_string": "Q", "world_id": "LANG", "name_string": "Polish", "format_type_enum": "LANG"},
    {"key_string": "C", "world_id": "CAN", "name_string": "Candlelight", "format_type_enum": "FC2"},
]
BODIES = [{"id": "3", "parent_id": "0", "name": "Finger Lakes Area", "type": "AS", "url": "https://area.example.org",
           "helpline": "", "world_id": "AR1", "description": ""}]  # fmt: skip


def read(path: Path, **options: object) -> tuple[list[Draft], Report]:
    report = Report()
    return list(bmlt.read(path, report, options)), report


def one(tmp_path: Path, **more: Any) -> tuple[Draft, Report]:
    (tmp_path / "meetings.json").write_text(json.dumps([{**MEETING, **more}]), encoding="utf-8")
    (found,), report = read(tmp_path)
    return found, report


def test_a_meeting_becomes_a_draft(tmp_path: Path) -> None:
    (tmp_path / "bodies.json").write_text(json.dumps(BODIES), encoding="utf-8")
    found, report = one(tmp_path)
    assert (found.name, found.organization, found.group) == ("Spring Forward", "Narcotics Anonymous", "g-G001")
    assert found.facets == {
        "category": ["recovery/twelve-step"], "topic": ["other-drugs"], "format": ["twelve-step", "peer-led", "open", "study"],
        "cost": ["donation"], "access": ["wheelchair"], "mode": ["in-person"],
    }  # fmt: skip
    assert found.sessions == [Session(freq="weekly", days=(0,), start=1170, end=1260, zone="America/New_York")]
    assert found.address is not None
    assert (found.address.lines, found.address.city, found.address.country) == (("12 Mill Lane",), "Ithaca", "US")
    assert (found.place_name, found.point, found.directions) == ("Mill House", Point(42.4, -76.5), "Second door\nBus 3")
    assert (found.description, found.url) == ("Bring a chair.", "https://area.example.org")
    assert "Finger Lakes Area" in found.keywords
    assert (report.refused, dict(report.leftovers), dict(report.codes)) == (0, {}, {})


@pytest.mark.parametrize(
    ("more", "modes", "running"),
    [
        ({"venue_type": "2", "virtual_meeting_link": "https://zoom.us/j/1234567890?pwd=abc"}, ["video"], True),
        ({"venue_type": "3", "virtual_meeting_link": "https://zoom.us/j/1234567890"}, ["in-person", "video"], True),
        ({"venue_type": "", "formats": "VM"}, ["video"], True),
        ({"venue_type": "", "formats": "HY"}, ["in-person", "video"], True),
        ({"venue_type": "", "formats": "VM,TC"}, ["video"], True),
        ({"formats": "TC"}, ["in-person"], False),
    ],
)
def test_how_it_is_held_is_its_venue_or_its_formats(
    tmp_path: Path, more: dict[str, str], modes: list[str], running: bool
) -> None:
    found, _ = one(tmp_path, **more)
    assert found.facets["mode"] == modes
    assert (found.status == "active") == running
    assert "pwd" not in found.join_url


def test_formats_are_matched_by_world_id_before_their_key(tmp_path: Path) -> None:
    (tmp_path / "formats.json").write_text(json.dumps(FORMATS), encoding="utf-8")
    found, report = one(tmp_path, formats="C,SL,Q,ZZ")
    assert "closed" not in found.facets["format"]  # on this server C is candlelight
    assert sorted(found.facets["language"]) == ["ase", "pl"]
    assert dict(report.codes) == {("bmlt-key", "ZZ"): 1}


def test_formats_of_the_same_answer_are_read(tmp_path: Path) -> None:
    whole = {"meetings": [{**MEETING, "formats": "Q"}], "formats": FORMATS}
    (tmp_path / "answer.json").write_text(json.dumps(whole), encoding="utf-8")
    (found,), report = read(tmp_path / "answer.json")
    assert found.facets["language"] == ["pl"]
    assert dict(report.leftovers) == {}


def test_meetings_of_one_group_fold_and_persons_stay_behind(tmp_path: Path) -> None:
    person = {"contact_name_1": "Pat Roe", "contact_phone_1": "305-555-0199", "email_contact": "pat@example.org"}
    rows = [{**MEETING, **person}, {**MEETING, "id_bigint": "8", "weekday_tinyint": "4"}]
    (tmp_path / "meetings.json").write_text(json.dumps(rows), encoding="utf-8")
    (found,), report = read(tmp_path)
    assert found.sessions is not None
    assert [session.days for session in found.sessions] == [(0, 2)]
    assert (report.joined, "Pat" in repr(found)) == (1, False)


def test_a_number_to_dial_and_codes_of_rooms(tmp_path: Path) -> None:
    said = {"venue_type": "2", "phone_meeting_number": "+16465588656", "virtual_meeting_additional_info": "Passcode 12345"}
    found, report = one(tmp_path, **said)
    assert found.phones == [RawPhone(text="+16465588656")]
    assert "12345" not in repr(found)
    assert dict(report.leftovers) == {}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"published": "0"}, "not for the public"),
        ({"weekday_tinyint": "9"}, "its day is none"),
        ({"meeting_name": ""}, "no name"),
    ],
)
def test_what_cannot_be_listed_is_refused(tmp_path: Path, more: dict[str, str], reason: str) -> None:
    (tmp_path / "meetings.json").write_text(json.dumps([{**MEETING, **more}]), encoding="utf-8")
    found, report = read(tmp_path)
    assert found == []
    assert reason in next(iter(report.reasons))


def test_a_key_nobody_reads_makes_noise_and_other_json_is_no_feed(tmp_path: Path) -> None:
    _, report = one(tmp_path, mood="sunny")
    assert set(report.leftovers) == {("meetings.json", "mood")}
    (tmp_path / "meetings.json").write_text('[{"a": 1}]', encoding="utf-8")
    with pytest.raises(SourceError, match="holds no list of meetings"):
        read(tmp_path)


NAWS = {
    "Committee": "G002", "CommitteeName": "Harbor Lights", "ParentName": "Cape Area", "Room": "Hall 2", "Closed": "CLOSED",
    "WheelChr": "TRUE", "Day": "Friday", "Time": "1930", "Language1": "Spanish", "Place": "Seaman's House",
    "Address": "1 Harbor Road", "City": "Salem", "State": "MA", "Zip": "01970", "Country": "US", "Institutional": "FALSE",
    "Format1": "STEP", "Format2": "", "Delete": "", "Longitude": "-70.9", "Latitude": "42.5", "TimeZone": "America/New_York",
    "bmlt_id": "9", "unpublished": "", "VirtualMeetingInfo": "Password: 90817", "ContactName": "Pat Roe",
}  # fmt: skip


def naws(tmp_path: Path, **more: str) -> tuple[list[Draft], Report]:
    file = tmp_path / "export.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(NAWS))
        writer.writeheader()
        writer.writerow({**NAWS, **more})
    return read(file)


def test_a_row_of_a_naws_export_becomes_a_draft(tmp_path: Path) -> None:
    (found,), report = naws(tmp_path)
    assert found.facets["format"] == ["twelve-step", "peer-led", "study", "closed"]
    assert (found.facets["language"], found.facets["access"]) == (["es"], ["wheelchair"])
    assert found.sessions == [Session(freq="weekly", days=(4,), start=1170, end=1230, zone="America/New_York")]
    assert found.address is not None and found.address.lines == ("1 Harbor Road",)
    assert (found.directions, found.group) == ("Hall 2", "g-G002")
    assert (dict(report.leftovers), dict(report.codes)) == ({}, {})
    assert "Pat Roe" not in repr(found)
    assert "90817" not in repr(found)


@pytest.mark.parametrize("more", [{"Delete": "D"}, {"unpublished": "1"}, {"Institutional": "TRUE"}])
def test_rows_that_are_deleted_unpublished_or_behind_doors_are_refused(tmp_path: Path, more: dict[str, str]) -> None:
    found, report = naws(tmp_path, **more)
    assert (found, report.refused) == ([], 1)


def test_a_feed_is_recognised_by_looking() -> None:
    assert bmlt.recognises("feed", json.dumps([MEETING]).encode())
    assert bmlt.recognises("feed", json.dumps(FORMATS).encode())
    assert bmlt.recognises("feed", json.dumps(BODIES).encode())
    assert bmlt.recognises("feed", b"Committee,CommitteeName,AddDate,AreaRegion\n")
    assert bmlt.recognises("feed", b"[]") is None
