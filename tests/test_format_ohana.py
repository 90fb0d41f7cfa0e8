"""Ohana CSV sets: a small invented one, with every table that is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.schedule import Session
from ingest.draft import Draft, RawPhone
from ingest.formats import ohana
from ingest.report import Report
from tests.packages_world import Rows, table

SERVICES = """id location_id program_id accepted_payments alternate_name application_process audience description eligibility
    email fees interpretation_services keywords languages name required_documents service_areas status wait_time website
    taxonomy_ids"""
LOCATIONS = """id organization_id accessibility admin_emails alternate_name description email languages latitude longitude name
    short_desc transportation website virtual"""
PHONES = """id contact_id location_id organization_id service_id country_prefix department extension number number_type
    vanity_number"""
SERVICE = {
    "id": "1", "location_id": "1", "program_id": "1", "name": "Pantry", "description": "Bags of food.", "status": "active",
    "application_process": "Walk in.", "audience": "Families", "eligibility": "Age 18 or over", "fees": "None.",
    "languages": "Spanish, Tagalog", "required_documents": "A bill, a card", "service_areas": "Miami, Tampa",
    "keywords": "Food Boxes, Whatever", "taxonomy_ids": "102-04", "wait_time": "No wait.", "accepted_payments": "Cash",
}  # fmt: skip
LOCATION = {
    "id": "1", "organization_id": "1", "name": "North Hall", "accessibility": "wheelchair, disabled_parking, tape_braille",
    "latitude": "25.5", "longitude": "-80.5", "transportation": "Bus 3", "admin_emails": "pat@example.org", "virtual": "false",
    "website": "https://hands.example.org/north", "email": "north@hands.example.org",
}  # fmt: skip
STREET = {"address_1": "12 Palm Street", "address_2": "", "city": "Miami", "state_province": "FL", "postal_code": "33101"}


def ohana_set(folder: Path, **rows: Rows) -> Path:
    table(
        folder,
        "organizations.csv",
        rows.get("organizations", [{"id": "1", "name": "Helping Hands", "email": "", "website": ""}]),
    )
    table(folder, "programs.csv", [{"id": "1", "organization_id": "1", "name": "Feeding the North", "alternate_name": ""}])
    table(folder, "locations.csv", rows.get("locations", [LOCATION]), tuple(LOCATIONS.split()))
    table(folder, "services.csv", rows.get("services", [SERVICE]), tuple(SERVICES.split()))
    table(folder, "addresses.csv", rows.get("addresses", [{"id": "1", "location_id": "1", **STREET, "country": "us"}]))
    table(folder, "mail_addresses.csv", [{"id": "1", "location_id": "1", "attention": "Pat Roe", **STREET}])
    table(folder, "contacts.csv", [{"id": "1", "location_id": "1", "name": "Pat Roe", "email": "pat@example.org"}])
    calls = [
        {"id": "1", "service_id": "1", "organization_id": "1", "number": "(305) 555-0123", "department": "Phone 1"},
        {"id": "2", "service_id": "1", "number": "(305) 555-0124", "department": "TTY", "number_type": "voice"},
        {"id": "3", "contact_id": "1", "service_id": "1", "number": "(305) 555-0125"},
        {"id": "4", "service_id": "1", "number": "(305) 555-0126", "department": "DO NOT GIVE OUT"},
        {"id": "5", "service_id": "1", "number": "(305) 555-0127", "department": "Volunteers, Pat Roe", "number_type": "fax"},
    ]  # fmt: skip
    table(folder, "phones.csv", rows.get("phones", calls), tuple(PHONES.split()))
    days = [{"id": "1", "location_id": "", "service_id": "1", "weekday": "Monday", "opens_at": "9am", "closes_at": "5pm"}]
    table(folder, "regular_schedules.csv", days)
    shut = {"closed": "true", "start_date": "12/25/2026", "end_date": "12/25/2026", "opens_at": "", "closes_at": ""}
    table(folder, "holiday_schedules.csv", [{"id": "1", "location_id": "1", "service_id": "", **shut}])
    food = {"taxonomy_id": "102-04", "name": "Food Pantry", "parent_id": "102", "parent_name": "Food"}
    table(folder, "taxonomy.csv", rows.get("taxonomy", [food]))
    return folder


def read(folder: Path) -> tuple[list[Draft], Report]:
    report = Report()
    return [draft for draft in ohana.read(folder, report, {}) if not draft.untold], report


def test_a_service_becomes_a_draft(tmp_path: Path) -> None:
    (found,), report = read(ohana_set(tmp_path))
    assert (found.key, found.where.file, found.where.row) == ("1@1", "services.csv", 1)
    assert (found.name, found.organization, found.place_name) == ("Pantry", "Helping Hands", "North Hall")
    assert found.facets == {
        "category": ["practical/food/pantries"], "mode": ["in-person"], "language": ["es", "tl"],
        "access": ["wheelchair", "parking", "large-print-braille", "hearing-loop"], "cost": ["free"], "start": ["walk-in"],
    }  # fmt: skip
    assert found.address is not None and (found.address.lines, found.address.country) == (("12 Palm Street",), "US")
    assert (found.point, found.transport) == (Point(25.5, -80.5), "Bus 3")
    assert found.sessions == [Session(freq="weekly", days=(0,), start=540, end=1020)]
    assert found.phones == [
        RawPhone(text="(305) 555-0123"), RawPhone(text="(305) 555-0124", use="tty"),
        RawPhone(text="(305) 555-0127", use="fax", label="Volunteers"),
    ]  # fmt: skip
    assert (found.minimum_age, found.documents, found.residence) == (18, ["A bill", "a card"], "Miami\nTampa")
    assert (found.url, found.email) == ("https://hands.example.org/north", "north@hands.example.org")
    assert dict(report.codes) == {("keyword", "Food Boxes"): 1, ("keyword", "Whatever"): 1}
    assert dict(report.leftovers) == {}
    assert "Pat" not in repr(found)


def test_codes_of_211_beside_the_set_say_what_its_services_are(tmp_path: Path) -> None:
    folder = ohana_set(tmp_path, services=[{**SERVICE, "taxonomy_ids": "", "keywords": ""}])
    (folder / ohana.CATEGORIES).write_text(json.dumps({"1": ["RP-1400", "BD-1800.2000"]}), encoding="utf-8")
    (found,), _ = read(folder)
    assert set(found.facets["category"]) == {"practical/food/pantries", "mental-health/counseling"}
    (folder / ohana.CATEGORIES).write_text("[", encoding="utf-8")
    with pytest.raises(SourceError, match="is not JSON"):
        read(folder)


def test_the_taxonomy_of_a_city_has_other_columns(tmp_path: Path) -> None:
    row = {"bom": "", "id": "7", "name": "Food Pantry", "taxonomy_id": "102-04", "parent_id": "102", "parent_name": "Food",
           "type": "service", "filter": "FALSE", "filter_parent": "FALSE", "filter_priority": ""}  # fmt: skip
    (found,), report = read(ohana_set(tmp_path, taxonomy=[row]))
    assert found.facets["category"] == ["practical/food/pantries"]
    assert dict(report.leftovers) == {}


def test_a_location_that_is_not_there_refuses_its_service_and_none_at_all_is_told(tmp_path: Path) -> None:
    rows = [{**SERVICE, "location_id": "9"}, {**SERVICE, "id": "2", "location_id": "", "website": "https://x.example.org"}]
    found, report = read(ohana_set(tmp_path, services=rows))
    assert [(draft.key, draft.organization) for draft in found] == [("2@", "")]
    assert list(report.reasons) == ["it names a location that is not in locations.csv"]
    assert report.guesses["services without a location"] == 1


def test_a_virtual_location_is_no_place(tmp_path: Path) -> None:
    (found,), _ = read(ohana_set(tmp_path, locations=[{**LOCATION, "virtual": "true"}]))
    assert (found.address, found.point, found.place_name) == (None, None, "")


@pytest.mark.parametrize(("status", "count"), [("active", 1), ("defunct", 0), ("inactive", 0)])
def test_what_is_no_longer_offered_is_refused(tmp_path: Path, status: str, count: int) -> None:
    found, report = read(ohana_set(tmp_path, services=[{**SERVICE, "status": status}]))
    assert (len(found), report.refused) == (count, 1 - count)


def test_a_set_is_recognised_by_its_columns() -> None:
    assert ohana.recognises("locations.csv", b"id,organization_id,accessibility,admin_emails\n")
    assert ohana.recognises("services.csv", b"id,location_id,taxonomy_ids\n")
    assert ohana.recognises("services.csv", b"id,organization_id,name\n") is None


def test_whom_to_ask_for_in_a_language_is_in_no_report(tmp_path: Path) -> None:
    words = "Spanish and A.S.L. Accommodations possible. Callers should ask to speak to Ms. Roe."
    (found,), report = read(ohana_set(tmp_path, services=[{**SERVICE, "languages": words}]))
    assert found.facets["language"] == ["es", "ase", "interpreter"]
    assert not any("Roe" in code for _, code in report.codes)
