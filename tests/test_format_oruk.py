"""Open Referral UK: invented services of 1.0 and 3.0, lists, and what councils' software adds."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.geo import Point
from directory.schedule import Session
from ingest.draft import Draft, RawPhone
from ingest.formats import oruk
from ingest.report import Report
from tests.hsds_world import page, service

FIRST: dict[str, Any] = {
    "id": "u1", "name": "Walking Group", "description": "<p>A walk&nbsp;each week.</p>", "url": "https://walk.example.org",
    "email": "info@walk.example.org", "status": "active", "fees": "Free", "accreditations": "",
    "deliverable_type": "Social activity",
    "attending_type": "Venue", "attending_access": "Self referral", "pc_attendingAccess_additionalInfo": "Just turn up.",
    "assured_date": "2026-01-31",
    "organization": {"id": "o1", "name": "Walkers", "url": "https://walk.example.org", "logo": "", "uri": ""},
    "pc_metadata": {"date_created": "2020-06-05", "date_assured": "2026-01-31", "assured_by": "pat@council.example.org"},
    "pc_targetAudience": [{"id": "1", "audienceType": "Carers "}, {"id": "2", "audienceType": "Parents>Grandparents"}],
    "eligibilitys": [{"id": "e", "eligibility": "Anyone", "minimum_age": 18, "maximum_age": None}],
    "service_areas": [{"id": "r", "service_area": "Bristol", "extent": None}],
    "languages": [{"id": "g", "language": "Urdu"}],
    "cost_options": [{"id": "c", "option": "Tea", "amount": 1.5, "amount_description": "a cup"}],
    "contacts": [{"id": "k1", "name": "Pat Roe", "phones": [{"id": "p1", "number": "0117 496 0123"}]},
                 {"id": "k2", "name": "Reception", "phones": [{"id": "p2", "number": "0117 496 0456", "language": "en"}]}],
    "regular_schedules": [{"id": "h", "freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00",
                           "interval": "1", "bymonthday": None}],
    "holiday_schedules": [{"id": "i", "closed": True, "start_date": "2026-12-25", "end_date": "2026-12-25"}],
    "service_taxonomys": [{"id": "x", "taxonomy": {"id": "t1", "name": "Walking group", "vocabulary": "Our list"}}],
    "service_at_locations": [{"id": "l", "location": {
        "id": "l1", "name": "Town Hall", "latitude": 51.45, "longitude": -2.58,
        "physical_addresses": [{"id": "a", "address_1": "1 College Green", "city": "Bristol", "state_province": "",
                                "postal_code": "BS1 5TR", "country": "England"}],
        "accessibility_for_disabilities": [{"id": "w", "accessibility": "Wheelchair accessible"}]}}],
    "fundings": [{"id": "f", "source": "The council"}], "reviews": [],
}  # fmt: skip


def read(tmp_path: Path, whole: object, **options: object) -> tuple[list[Draft], Report]:
    file, report = tmp_path / "services.json", Report()
    file.write_text(json.dumps(whole), encoding="utf-8")
    return [draft for draft in oruk.read(file, report, options) if not draft.untold], report


@pytest.mark.parametrize("wrapped", ["array", "page"])
def test_a_service_of_1_0_becomes_a_draft(tmp_path: Path, wrapped: str) -> None:
    whole = [FIRST] if wrapped == "array" else {"totalElements": 1, "totalPages": 1, "number": 1, "content": [FIRST]}
    (found,), report = read(tmp_path, whole)
    assert found.key == "u1@l1"
    assert found.facets == {
        "category": ["social/clubs"], "audience": ["grandparents-kin", "caregivers"], "start": ["self-referral"],
        "mode": ["in-person"], "language": ["ur"], "access": ["wheelchair"], "cost": ["fee"],
    }  # fmt: skip
    assert (found.organization, found.organization_url) == ("Walkers", "https://walk.example.org")
    assert found.address is not None
    assert (found.address.lines, found.address.postal_code, found.point) == (
        ("1 College Green",),
        "BS1 5TR",
        Point(51.45, -2.58),
    )
    assert (found.minimum_age, found.maximum_age, found.eligibility, found.residence) == (18, None, "Anyone", "Bristol")
    assert found.sessions == [
        Session(freq="weekly", days=(1,), start=600, end=720, except_dates=(date(2026, 12, 25),)),
    ]
    assert found.phones == [RawPhone(text="0117 496 0456", label="Reception", languages=("en",))]
    assert (found.application, found.fees, found.checked_on) == ("Just turn up.", "Free\nTea: 1.5 a cup", date(2026, 1, 31))
    assert (report.refused, dict(report.leftovers), dict(report.codes)) == (0, {}, {})
    assert "pat" not in repr(found).lower().replace("participa", "")


def test_a_list_of_1_0_tells_what_its_record_tells(tmp_path: Path) -> None:
    listed = {key: value for key, value in FIRST.items() if not isinstance(value, list) or key == "pc_targetAudience"}
    (found,), _ = read(tmp_path, [listed])
    assert found.facets["mode"] == ["in-person"]
    (found,), _ = read(tmp_path, [{**listed, "attending_type": ""}])
    assert (found.facets["mode"], found.address) == ([], None)


def test_a_service_of_3_0_is_one_of_hsds_3(tmp_path: Path) -> None:
    (found,), report = read(tmp_path, page(service()))
    assert (found.key, found.facets["category"]) == ("s1@l1", ["practical/food/pantries"])
    assert dict(report.leftovers) == {}


def test_both_versions_may_stand_in_one_feed(tmp_path: Path) -> None:
    found, _ = read(tmp_path, [FIRST, service()])
    assert [draft.key for draft in found] == ["u1@l1", "s1@l1"]


def test_a_code_that_is_none_is_counted_and_a_record_without_a_name_refused(tmp_path: Path) -> None:
    found, report = read(tmp_path, [{**FIRST, "deliverable_type": "Other"}, {**FIRST, "id": "u2", "name": ""}])
    assert [draft.facets["category"] for draft in found] == [["social/clubs"]]
    assert dict(report.codes) == {("oruk-deliverable", "Other"): 1}
    assert list(report.reasons) == ["it has no name"]


def test_an_unknown_extension_makes_noise(tmp_path: Path) -> None:
    _, report = read(tmp_path, [{**FIRST, "pc_mood": "sunny"}])
    assert set(report.leftovers) == {("services.json", "service.pc_mood")}


@pytest.mark.parametrize("head", [json.dumps([FIRST]), '{"totalElements": 1, "content": [', '{"version": "HSDS-UK-3.0"'])
def test_a_feed_is_recognised_by_looking(head: str) -> None:
    assert oruk.recognises("feed", head.encode())
    assert oruk.recognises("feed", json.dumps(page(service())).encode()) is None
