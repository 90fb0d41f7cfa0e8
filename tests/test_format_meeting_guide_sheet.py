"""Tables of meetings: the CSV template of the 12 Step Meeting List plugin and Google sheets, as feeds of Meeting Guide."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.schedule import Session
from ingest.draft import Draft
from ingest.formats import meeting_guide
from ingest.report import Report

HEAD = [
    "Time", "End Time", "Day", "Name", "Location", "Address", "Region", "Sub Region", "Types", "Notes", "Timezone", "Group",
    "Website 2", "Mailing Address", "Contact 1 Name", "Contact 1 Phone", "Conference URL", "Slug", "Updated",
]  # fmt: skip
ROW = [
    "6:00 PM", "7:15 PM", "Monday", "After Work", "Club House", "12 Palm Street, Miami, FL 33101, USA", "Miami", "North",
    "Open, Wheelchair Access, Spanish", "Tea first.", "America/New_York", "Palm Group", "", "", "Pat Roe", "305-555-0199", "",
    "after-work", "2020-04-04",
]  # fmt: skip


def read(file: Path) -> tuple[list[Draft], Report]:
    report = Report()
    return list(meeting_guide.read(file, report, {"program": "aa"})), report


def saved(tmp_path: Path, rows: list[list[str]], kind: str) -> Path:
    if kind == "sheet":
        file = tmp_path / "sheet.json"
        file.write_text(json.dumps({"range": "Meetings!A1:Z9", "majorDimension": "ROWS", "values": rows}), encoding="utf-8")
        return file
    file = tmp_path / "meetings.csv"
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", ["csv", "sheet"])
def test_a_row_becomes_a_draft(tmp_path: Path, kind: str) -> None:
    (found,), report = read(saved(tmp_path, [HEAD, ROW, [""] * len(HEAD)], kind))
    assert (found.name, found.place_name) == ("After Work", "Club House")
    assert found.facets["format"] == ["twelve-step", "peer-led", "open"]
    assert (found.facets["language"], found.facets["access"]) == (["es"], ["wheelchair"])
    assert found.sessions == [Session(freq="weekly", days=(0,), start=1080, end=1155, zone="America/New_York")]
    assert found.address is not None and (found.address.lines, found.address.city) == (("12 Palm Street",), "Miami")
    assert found.keywords == ["AA", "Alcoholics Anonymous", "Miami", "North"]
    assert (report.refused, dict(report.leftovers), dict(report.codes)) == (0, {}, {})
    assert "Pat" not in repr(found)


def test_short_rows_renamed_headings_and_regions_of_a_sheet(tmp_path: Path) -> None:
    rows = [["id", "Name", "Day", "Time", "Full Address", "Regions", "Types"],
            ["m1", "Sunrise", "Sunday", "7:00 AM", "12 Palm Street, Miami, FL 33101, USA", "Miami > North",
             "D, Women, Temporary Closure"],
            ["m2", "Night Owls", "Friday", "11:00 PM"]]  # fmt: skip
    found, _ = read(saved(tmp_path, rows, "sheet"))
    assert [draft.where.key for draft in found] == ["m1", "m2"]
    assert (found[0].facets["audience"], found[0].status) == (["women"], "temporarily-closed")
    assert found[0].keywords[2:] == ["Miami", "North"]


def test_the_template_of_2020_has_another_first_heading(tmp_path: Path) -> None:
    (found,), _ = read(saved(tmp_path, [[":q", *HEAD[1:]], ROW], "csv"))
    assert found.sessions is not None and found.sessions[0].start == 1080


def test_a_type_or_column_nobody_knows_is_told(tmp_path: Path) -> None:
    row = [*ROW[:8], "Open, Sunny", *ROW[9:], "x"]
    _, report = read(saved(tmp_path, [[*HEAD, "Mood"], row], "csv"))
    assert dict(report.codes) == {("meeting-guide", "Sunny"): 1}
    assert set(report.leftovers) == {("meetings.csv", "mood")}


@pytest.mark.parametrize("text", ['"Day","Place","Address"\n"Monday","x","y"', '"Time","Day","Name"\n"6:00 PM","Mon'])
def test_a_table_without_meetings_or_one_that_breaks_off_is_a_fault(tmp_path: Path, text: str) -> None:
    file = tmp_path / "meetings.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError):
        read(file)


def test_tables_are_recognised_by_looking() -> None:
    assert meeting_guide.recognises("x.csv", ",".join(HEAD).encode())
    assert meeting_guide.recognises("x", json.dumps({"values": [HEAD]}).encode())
    assert meeting_guide.recognises("x", b'[{"name": "a", "slug": "a", "day": 1}]')
    assert meeting_guide.recognises("x.csv", b"id,name\n") is None
