"""Meetings of one group folded into listings, and the five real feeds read to the last record."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

from directory.facets import FACETS, declared
from ingest.draft import Draft
from ingest.formats import meeting_guide
from ingest.formats.meeting_guide_groups import PARTLY
from ingest.report import Report

FEEDS: dict[str, dict[str, object]] = {
    "philadelphia-aasepia": {"program": "aa", "zone": "America/New_York", "no_places": ["SEPIA Office"]},
    "san-jose": {"program": "aa", "zone": "America/Los_Angeles"},
    "alanon-massachusetts": {"program": "al-anon", "zone": "America/New_York"},
    "kansas-city-district6": {"program": "aa", "zone": "America/Chicago"},
    "edmonton": {"program": "aa", "zone": "America/Edmonton"},
}
COUNTS = {
    "philadelphia-aasepia": 1928,
    "san-jose": 670,
    "alanon-massachusetts": 360,
    "kansas-city-district6": 206,
    "edmonton": 315,
}
PRIVATE = re.compile(r"redacted|pass(?:word|code)|pwd=|venmo|paypal|zelle|555-0100|[\w.]+@[\w-]+\.\w", re.IGNORECASE)


def record(slug: str, **more: object) -> dict[str, object]:
    place = {"location": "Old Mill Church", "formatted_address": "36 Court St, Westfield, MA 01085, USA"}
    group = {"group": "Mill Group", "group_id": 5}
    return {"name": "Mill", "slug": slug, "day": 1, "time": "19:00", "types": ["O"], **place, **group, **more}


def read(folder: Path, *records: dict[str, object]) -> tuple[list[Draft], Report]:
    (folder / "feed.json").write_text(json.dumps(records), encoding="utf-8")
    report = Report()
    drafts = list(meeting_guide.read(folder / "feed.json", report, {"program": "aa", "zone": "America/New_York"}))
    assert len(drafts) + report.refused + report.joined == len(records)
    return drafts, report


def test_meetings_alike_are_sessions_of_one_listing(tmp_path: Path) -> None:
    drafts, report = read(tmp_path, record("a", day=1), record("b", day=3), record("c", day=3, time="07:00"))
    assert report.joined == 2
    (draft,) = drafts
    assert draft.sessions is not None
    assert [(one.days, one.start) for one in draft.sessions] == [((0, 2), 1140), ((2,), 420)]


@pytest.mark.parametrize(
    "other",
    [
        {"formatted_address": "9 Elm St, Westfield, MA 01085, USA"},
        {"location": "New Hall"}, {"types": ["O", "X"]}, {"types": ["C"]},
        {"types": ["O", "S"]}, {"types": ["O", "W"]}, {"conference_url": "https://zoom.us/j/1234567890"},
        {"location_notes": "Room 2"},
        {"notes": "Women only"}, {"time": "25:00"}, {"day": ""},
    ],
)  # fmt: skip
def test_meetings_that_differ_are_listings_that_share_the_group(tmp_path: Path, other: dict[str, object]) -> None:
    drafts, _ = read(tmp_path, record("a"), record("b", **{"day": 2, **other}))
    assert len(drafts) == 2
    assert len({draft.group for draft in drafts}) == 1
    assert len({draft.key for draft in drafts}) == 2


def test_keys_stay_when_meetings_come_leave_move_or_are_suspended(tmp_path: Path) -> None:
    first, second = record("m", day=1), record("n", day=1, types=["C"])
    before = {draft.facets["format"][-1]: draft.key for draft in read(tmp_path, first, second)[0]}
    for records in (
        [record("a", day=5), second, first], [record("z", types=["O", "X"]), first, second],
        [record("m", day=4, time="08:00"), second], [record("m", notes="New notes"), second],
        [record("m", name="(SUSPENDED) Mill"), second], [record("m", name="Old Mill"), second],
    ):  # fmt: skip
        after = {draft.facets["format"][-1]: draft.key for draft in read(tmp_path, *records)[0] if "access" not in draft.facets}
        assert after == before


@pytest.mark.parametrize("place", ["Private Residence", "Confidential"])
@pytest.mark.parametrize("group", ["Home Group", ""])
def test_the_street_of_a_protected_place_is_in_no_key(tmp_path: Path, place: str, group: str) -> None:
    streets = ("12 Elm St, Westfield, MA 01085, USA", "9 Oak St, Westfield, MA 01085, USA")
    keys = {read(tmp_path, record("h", location=place, group=group, formatted_address=street))[0][0].key for street in streets}
    assert len(keys) == 1


def test_the_name_they_share_or_the_group_names_the_listing(tmp_path: Path) -> None:
    (same,), _ = read(tmp_path, record("a", name="Early Bird"), record("b", name="Early Bird", day=2))
    assert (same.name, same.alternate_names) == ("Early Bird", ["Mill Group"])
    (mixed,), _ = read(tmp_path, record("a", name="Early Bird", notes="Upstairs"), record("b", name="Living Sober", day=2))
    assert (mixed.name, mixed.alternate_names, mixed.description) == ("Mill Group", ["Early Bird", "Living Sober"], "")
    assert [one.note for one in mixed.sessions or ()] == ["Early Bird: Upstairs", "Living Sober"]


def test_of_a_group_with_suspended_meetings_the_others_run(tmp_path: Path) -> None:
    (draft,), report = read(tmp_path, record("a", day=1, name="(SUSPENDED) Mill"), record("b", day=2))
    assert (draft.status, draft.alert, report.joined) == ("active", PARTLY, 1)
    assert [one.days for one in draft.sessions or ()] == [(1,)]


def test_a_district_is_no_group_and_an_office_number_is(tmp_path: Path) -> None:
    here, there = (
        {"group": "District 07", "group_id": 7, "district": "District 07"},
        {"group": "D22 / GSO #137687", "group_id": ""},
    )
    drafts, _ = read(tmp_path, record("a", **here), record("b", name="Other", **here), record("c", **there))
    assert [draft.group for draft in drafts] == ["mill-36-court-st", "other-36-court-st", "no-137687"]
    assert all("District" not in name for draft in drafts for name in (draft.name, *draft.alternate_names))


def test_the_order_of_the_feed_changes_no_listing(tmp_path: Path) -> None:
    records = [record(str(n), day=n % 7, types=["O", "X"] if n % 3 else ["C"], name=f"Mill {n % 2}") for n in range(20)]
    once = {draft.key: sorted(map(repr, draft.sessions or ())) for draft in read(tmp_path, *records)[0]}
    random.Random(7).shuffle(records)
    assert {draft.key: sorted(map(repr, draft.sessions or ())) for draft in read(tmp_path, *records)[0]} == once


@pytest.fixture(scope="module", params=list(FEEDS))
def feed(request: pytest.FixtureRequest, shared: Path) -> tuple[str, list[Draft], Report, list[dict[str, object]]]:
    report = Report()
    file = shared / "meeting-guide" / f"{request.param}.json"
    drafts = list(meeting_guide.read(file, report, FEEDS[request.param] | {"language": "en"}))
    return request.param, drafts, report, json.loads(file.read_text(encoding="utf-8"))


Feed = tuple[str, list[Draft], Report, list[dict[str, object]]]


@pytest.mark.shared
def test_every_record_of_a_real_feed_is_accounted_for(feed: Feed) -> None:
    name, drafts, report, records = feed
    assert len(records) == COUNTS[name] == len(drafts) + report.refused + report.joined
    assert len({draft.key for draft in drafts}) == len(drafts)
    assert report.codes == Counter()
    assert set(report.leftovers) <= {("kansas-city-district6.json", "append")}


@pytest.mark.shared
def test_no_code_person_or_payment_of_a_real_feed_is_told(feed: Feed) -> None:
    for draft in feed[1]:
        plain = asdict(draft)
        plain["where"] = None
        told = json.dumps(plain, default=str)
        assert not re.search(r"redacted|pass(?:word|code)|pwd=|venmo|paypal|zelle|555-0100|[\w.]+@[\w-]+\.\w", told, re.I), (
            draft.key
        )


@pytest.mark.shared
def test_suspended_meetings_of_a_real_feed_never_run(feed: Feed) -> None:
    _, drafts, _, records = feed
    for draft in drafts:
        if draft.status == "temporarily-closed":
            assert draft.sessions == [] and draft.alert
        else:
            assert draft.sessions is None or draft.sessions
    stopped = [row for row in records if "SUSPENDED" in str(row["name"]) or row.get("attendance_option") == "inactive"]
    held = {(draft.where.row) for draft in drafts if draft.status == "active" and not draft.alert}
    rows = {n for n, row in enumerate(records, start=1) if row in stopped}
    assert not held & rows


@pytest.mark.shared
def test_values_and_places_of_a_real_feed_are_sound(feed: Feed) -> None:
    for draft in feed[1]:
        for facet, values in draft.facets.items():
            assert facet in FACETS and set(values) <= set(declared(facet)), (draft.key, facet)
        if "in-person" not in draft.facets["mode"]:
            assert (draft.address, draft.point, draft.place_name, draft.directions) == (None, None, "", "")
