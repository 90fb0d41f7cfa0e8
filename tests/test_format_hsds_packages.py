"""HSDS 2 and HSDS 3 as data packages: small invented ones, with every table that is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.schedule import Session
from ingest.draft import Draft, RawPhone
from ingest.formats import hsds2, hsds3
from ingest.report import Report
from tests.packages_world import Rows, table

COLUMNS = {
    "organizations.csv": "id name alternate_name description email website",
    "programs.csv": "id organization_id name alternate_name description",
    "services.csv": """id organization_id program_id name alternate_name description url email status interpretation_services
        application_process fees_description wait_time eligibility_description minimum_age maximum_age assured_date alert""",
    "locations.csv": "id location_type name alternate_name description transportation latitude longitude",
    "service_at_location.csv": "id service_id location_id description",
    "addresses.csv": "id location_id attention address_1 address_2 city state_province postal_code country address_type",
    "phones.csv": """id location_id service_id organization_id contact_id service_at_location_id number extension type
        description""",
    "schedules.csv": "id service_id location_id service_at_location_id freq byday opens_at closes_at description",
    "languages.csv": "id service_id location_id phone_id name code note",
    "accessibility.csv": "id location_id description details url",
    "service_areas.csv": "id service_id service_at_location_id name description",
    "required_documents.csv": "id service_id document uri",
    "cost_options.csv": "id service_id option amount currency amount_description valid_to",
    "attributes.csv": "id link_id taxonomy_term_id link_type link_entity value",
    "taxonomy_terms.csv": "id code name description parent_id taxonomy taxonomy_id",
    "taxonomies.csv": "id name description uri version",
    "contacts.csv": "id service_id name email",
}
ROWS: dict[str, Rows] = {
    "organizations.csv": [{"id": "o1", "name": "Helping Hands", "website": "hands.example.org",
                           "email": "info@hands.example.org"}],
    "programs.csv": [{"id": "g1", "organization_id": "o1", "name": "Feeding the North"}],
    "services.csv": [{"id": "s1", "organization_id": "o1", "program_id": "g1", "name": "Pantry", "description": "Bags of food.",
                      "status": "active", "application_process": "Walk-ins welcome", "minimum_age": "18",
                      "assured_date": "2026-01-31", "fees_description": "Free", "alert": "Moved."}],
    "locations.csv": [{"id": "l1", "location_type": "physical", "name": "North Hall", "latitude": "25.5", "longitude": "-80.5",
                       "transportation": "Bus 3"}],
    "service_at_location.csv": [{"id": "x1", "service_id": "s1", "location_id": "l1", "description": "Ring the bell."}],
    "addresses.csv": [{"id": "a1", "location_id": "l1", "address_1": "1 Mail Road", "city": "Miami", "address_type": "postal"},
                      {"id": "a2", "location_id": "l1", "address_1": "12 Palm Street", "city": "Miami", "state_province": "FL",
                       "postal_code": "33101", "country": "US", "address_type": "physical"}],
    "phones.csv": [{"id": "p1", "service_id": "s1", "number": "305-555-0123", "type": "voice", "description": "Intake"},
                   {"id": "p2", "service_id": "s1", "contact_id": "k1", "number": "305-555-0199"},
                   {"id": "p3", "organization_id": "o1", "number": "305-555-0188"}],
    "schedules.csv": [{"id": "h1", "service_at_location_id": "x1", "service_id": "s1", "freq": "WEEKLY", "byday": "TU",
                       "opens_at": "09:00:00", "closes_at": "12:00:00"},
                      {"id": "h2", "service_id": "s1", "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00",
                       "closes_at": "17:00"}],
    "languages.csv": [{"id": "g1", "service_id": "s1", "code": "es"}, {"id": "g2", "phone_id": "p1", "code": "ht"}],
    "accessibility.csv": [{"id": "w1", "location_id": "l1", "description": "Wheelchair access"}],
    "service_areas.csv": [{"id": "r1", "service_id": "s1", "name": "North County"}],
    "required_documents.csv": [{"id": "d1", "service_id": "s1", "document": "A bill"}],
    "cost_options.csv": [{"id": "c1", "service_id": "s1", "option": "Adults", "amount": "0"}],
    "attributes.csv": [{"id": "b1", "link_id": "s1", "taxonomy_term_id": "t2", "link_entity": "service"}],
    "taxonomy_terms.csv": [{"id": "t1", "code": "BD", "name": "Food", "taxonomy_id": "v1"},
                           {"id": "t2", "code": "BD-1800.2000", "name": "Food Pantries", "parent_id": "t1",
                            "taxonomy_id": "v1"}],
    "taxonomies.csv": [{"id": "v1", "name": "AIRS"}],
    "contacts.csv": [{"id": "k1", "service_id": "s1", "name": "Pat Roe", "email": "pat@example.org"}],
}  # fmt: skip


def package(folder: Path, **rows: Rows) -> Path:
    """The package with some tables replaced, by the name of their file without its ending."""
    for name, columns in COLUMNS.items():
        table(folder, name, rows.get(name.removesuffix(".csv"), ROWS[name]), tuple(columns.split()))
    return folder


def second(folder: Path) -> Path:
    """The same service as an HSDS 2 package, with the tables and columns of that version."""
    package(folder)
    for name in (
        "addresses.csv",
        "attributes.csv",
        "taxonomies.csv",
        "accessibility.csv",
        "taxonomy_terms.csv",
        "languages.csv",
    ):
        (folder / name).unlink()
    (folder / "service_at_location.csv").rename(folder / "services_at_location.csv")
    table(folder, "organizations.csv", [{"id": "o1", "name": "Helping Hands", "url": "hands.example.org", "email": ""}])
    street = {"address_1": "12 Palm Street", "city": "Miami", "state_province": "FL", "postal_code": "33101", "country": "US"}
    table(folder, "physical_addresses.csv", [{"id": "a", "location_id": "l1", "attention": "", **street}])
    table(folder, "postal_addresses.csv", [{"id": "b", "location_id": "l1", "address_1": "1 Mail Road"}])
    table(folder, "service_attributes.csv", [{"id": "b1", "service_id": "s1", "taxonomy_term_id": "t2"}])
    words = {"term": "Food Pantry", "description": "", "parent_id": "", "taxonomy": "Open Eligibility", "language": "en"}
    table(folder, "taxonomy_terms.csv", [{"id": "t2", **words}])
    table(folder, "service_areas.csv", [{"id": "r1", "service_id": "s1", "service_area": "North County"}])
    table(folder, "languages.csv", [{"id": "g1", "service_id": "s1", "location_id": "", "language": "Spanish"}])
    ramp = [{"id": "w1", "location_id": "l1", "accessibility": "Wheelchair access", "details": ""}]
    table(folder, "accessibility_for_disabilities.csv", ramp)
    table(folder, "eligibility.csv", [{"id": "e1", "service_id": "s1", "eligibility": "Anyone of the county"}])
    table(folder, "payments_accepted.csv", [{"id": "m1", "service_id": "s1", "payment": "Cash"}])
    return folder


def read(folder: Path, form: str = "hsds3", **options: object) -> tuple[list[Draft], Report]:
    report = Report()
    reader = hsds3.read if form == "hsds3" else hsds2.read
    return [draft for draft in reader(folder, report, options) if not draft.untold], report


@pytest.mark.parametrize("form", ["hsds3", "hsds2"])
def test_the_tables_of_a_service_become_a_draft(tmp_path: Path, form: str) -> None:
    (found,), report = read(package(tmp_path) if form == "hsds3" else second(tmp_path), form)
    assert (found.key, found.where.file) == ("s1@l1", f"service{'' if form == 'hsds3' else 's'}_at_location.csv")
    assert (found.name, found.alternate_names) == ("Pantry", ["Feeding the North"])
    assert (found.organization, found.organization_key, found.organization_url) == ("Helping Hands", "o1", "hands.example.org")
    assert found.description == "Bags of food.\n\nRing the bell."
    assert found.facets == {
        "category": ["practical/food/pantries"], "mode": ["in-person"], "language": ["es"], "access": ["wheelchair"],
        "start": ["walk-in"], "cost": ["free"],
    }  # fmt: skip
    assert found.address is not None and found.address.lines == ("12 Palm Street",)
    assert (found.place_name, found.point, found.transport) == ("North Hall", Point(25.5, -80.5), "Bus 3")
    assert found.sessions == [Session(freq="weekly", days=(1,), start=540, end=720)]
    spoken = ("ht",) if form == "hsds3" else ()
    assert found.phones == [RawPhone(text="305-555-0123", label="Intake", languages=spoken)]
    assert (found.minimum_age, found.residence, found.documents, found.alert) == (18, "North County", ["A bill"], "Moved.")
    assert str(found.checked_on) == "2026-01-31"
    assert found.eligibility == ("" if form == "hsds3" else "Anyone of the county")
    assert (report.refused, dict(report.leftovers), dict(report.codes)) == (0, {}, {})
    assert "Pat Roe" not in repr(found)


@pytest.mark.parametrize("form", ["hsds3", "hsds2"])
def test_a_missing_table_or_column_names_itself(tmp_path: Path, form: str) -> None:
    folder = package(tmp_path) if form == "hsds3" else second(tmp_path)
    table(folder, "services.csv", [{"id": "1", "name": "Food"}])
    with pytest.raises(SourceError, match=r"services\.csv has no column 'organization_id'"):
        read(folder, form)
    (folder / "locations.csv").unlink()
    with pytest.raises(SourceError, match=r"organization_id|locations\.csv is missing"):
        read(folder, form)


def test_an_extra_column_and_file_make_noise(tmp_path: Path) -> None:
    folder = package(tmp_path)
    table(folder, "services.csv", [{**ROWS["services.csv"][0], "mood": "sunny"}], (*COLUMNS["services.csv"].split(), "mood"))
    table(folder, "weather.csv", [{"id": "1"}])
    assert set(read(folder)[1].leftovers) == {("services.csv", "mood"), ("weather.csv", "(whole file)")}


def test_rows_that_join_nothing_are_refused_with_their_place(tmp_path: Path) -> None:
    lost = [*ROWS["service_at_location.csv"], {"id": "x2", "service_id": "s9", "location_id": "l1"},
            {"id": "x3", "service_id": "s1", "location_id": "l9"}]  # fmt: skip
    found, report = read(package(tmp_path, service_at_location=lost))
    assert len(found) == 1
    places = [(one.where.file, one.where.row) for many in report.examples.values() for one in many]
    assert places == [("service_at_location.csv", 2), ("service_at_location.csv", 3)]


def test_a_service_without_a_place_is_a_listing_and_a_place_without_a_service_is_told(tmp_path: Path) -> None:
    found, report = read(package(tmp_path, service_at_location=[]))
    assert [(draft.key, draft.address, draft.facets["mode"]) for draft in found] == [("s1@", None, ["phone"])]
    assert report.left_out["locations.csv: places where no service is offered"] == 1


@pytest.mark.parametrize("table_name", ["locations", "addresses", "service_at_location"])
def test_a_place_marked_private_in_any_of_its_tables_is_hidden(tmp_path: Path, table_name: str) -> None:
    folder = package(tmp_path)
    columns = (*COLUMNS[f"{table_name}.csv"].split(), "is_confidential")
    table(folder, f"{table_name}.csv", [{**row, "is_confidential": "true"} for row in ROWS[f"{table_name}.csv"]], columns)
    (found,), report = read(folder)
    assert found.visibility == "hidden"
    assert dict(report.leftovers) == {}


def test_services_and_phones_marked_private_are_kept_out(tmp_path: Path) -> None:
    folder = package(tmp_path)
    marked = (*COLUMNS["phones.csv"].split(), "IsPrivate")
    table(folder, "phones.csv", [{**row, "IsPrivate": "1"} for row in ROWS["phones.csv"]], marked)
    (found,), _ = read(folder)
    assert found.phones == []
    table(
        folder, "services.csv", [{**ROWS["services.csv"][0], "private": "yes"}], (*COLUMNS["services.csv"].split(), "private")
    )
    refused, report = read(folder)
    assert (refused, list(report.reasons)) == ([], ["the source says that it is not for the public"])


def test_weekly_rows_and_holidays_of_hsds_2_are_hours_too(tmp_path: Path) -> None:
    folder = second(tmp_path)
    (folder / "schedules.csv").unlink()
    week = [{"id": "1", "service_id": "s1", "location_id": "", "weekday": "Monday", "opens_at": "9am", "closes_at": "5pm"}]
    table(folder, "regular_schedules.csv", week)
    day = {"closed": "true", "start_date": "2026-12-25", "end_date": "2026-12-25", "opens_at": "", "closes_at": ""}
    table(folder, "holiday_schedules.csv", [{"id": "1", "service_id": "s1", "location_id": "", **day}])
    (found,), _ = read(folder, "hsds2")
    assert found.sessions is not None
    assert [(one.days, one.start, one.end, len(one.except_dates)) for one in found.sessions] == [((0,), 540, 1020, 1)]


def test_packages_are_recognised_by_their_columns() -> None:
    assert hsds2.recognises("x/service_attributes.csv", b"id,service_id,taxonomy_term_id\n")
    assert hsds2.recognises("schedules.csv", b"id,service_id,freq,byday\n")
    assert hsds2.recognises("services.csv", b"id,name\n") is None
