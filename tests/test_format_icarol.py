"""An iCarol export: who is shown, what its flags keep from being told, and every field of a row."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.listing import Address
from ingest.draft import Draft
from ingest.formats.flags import MARKED
from ingest.formats.icarol import EXCLUDED, HOLDER, NO_REFERRALS, NO_STATUS, NOT_ACTIVE, read, recognises
from ingest.formats.icarol_fields import IGNORED, READ
from ingest.pipeline.settling import Intake, settled
from ingest.report import Report
from ingest.sources import Source
from tests.test_ingest_leads import Nowhere
from tests.told import Told

ROW = {
    "ResourceAgencyNum": "100",
    "PublicName": "Oak Pantry",
    "AlternateName": "OP, The Oak",
    "TaxonomyLevelName": "Program",
    "ParentAgency": "Oak Services",
    "ParentAgencyNum": "1",
    "PhysicalAddress1": "1 Elm St, NE",
    "PhysicalAddress2": "Suite 2",
    "PhysicalCity": "Washington",
    "PhysicalStateProvince": "DC",
    "PhysicalPostalCode": "20001",
    "PhysicalCountry": "United States",
    "PhysicalCounty": "-1",
    "Latitude": "38.9",
    "Longitude": "-77.0",
    "HoursOfOperation": "9:00 am - 5:00 pm, Monday - Friday",
    "Phone1Number": "(202) 272-1234",
    "Phone1Name": "Main Number",
    "Phone5Number": "(202) 272-9999",
    "Phone5Description": "TTY/TDD Number",
    "PhoneFax": "(202) 272-1111",
    "PhoneNumberHotline": "211",
    "EmailAddressMain": "info@oakservices.org",
    "WebsiteAddress": "oakservices.org",
    "AgencyStatus": "Active",
    "AgencyDescription": "Gives  food.",
    "Eligibility": "DC residents, ages 18 and over",
    "CoverageArea": "District of Columbia",
    "ExcludeFromWebsite": "No",
    "FeeStructureSource": "No fee" + " " * 120,
    "ApplicationProcess": "Telephone, Walk-In",
    "LanguagesOffered": "English; Spanish; TDD",
    "BusServiceAccess": "Transportation Available: 6",
    "LastVerifiedOn": "12/6/11 0:00",
    "TaxonomyCodes": "BD-1800.2000",
    "Categories": "Food Pantries; Groceries",
}


def exported(tmp_path: Path, *rows: dict[str, str], told: Told | None = None, **options: object) -> list[Draft]:
    columns = sorted(READ | set(IGNORED) | {"SeniorWorkerName"} | {name for row in rows for name in row})
    with (tmp_path / "211.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return list(read(tmp_path / "211.csv", told or Told(), options))


def test_a_programme_is_a_draft_with_every_field(tmp_path: Path) -> None:
    told = Told()
    (found,) = exported(tmp_path, ROW, told=told)
    assert (found.key, found.name, found.organization, found.organization_key) == ("100", "Oak Pantry", "Oak Services", "1")
    assert found.alternate_names == ["OP", " The Oak"]
    assert found.address == Address(
        lines=("1 Elm St, NE", "Suite 2"), city="Washington", region="DC", postal_code="20001", country="United States"
    )
    assert found.point == Point(38.9, -77.0)
    assert found.sessions is not None
    assert [(phone.text, phone.use, phone.label) for phone in found.phones] == [
        ("(202) 272-1234", "call", "Main Number"),
        ("(202) 272-9999", "tty", "TTY/TDD Number"),
        ("211", "call", "Hotline"),
        ("(202) 272-1111", "fax", ""),
    ]
    assert (found.minimum_age, found.maximum_age) == (18, None)
    assert found.facets["category"] == ["practical/food/pantries"]
    assert found.facets["language"] == ["en", "es"]
    assert found.facets["access"] == ["hearing-loop"]
    assert found.facets["cost"] == ["free"]
    assert found.facets["start"] == ["call-first", "walk-in"]
    assert (found.description, found.residence, found.transport) == ("Gives food.", "District of Columbia", "")
    assert found.keywords == []  # the wording of a professional index
    assert found.checked_on == date(2011, 12, 6)
    assert not told.left_over


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"AgencyStatus": "Inactive"}, NOT_ACTIVE),
        ({"AgencyStatus": "Active, but do not refer"}, NO_REFERRALS),
        ({"ExcludeFromWebsite": "Yes"}, EXCLUDED),
    ],
)
def test_what_is_not_to_be_shown_is_left_out(said: dict[str, str], why: str, tmp_path: Path) -> None:
    told = Told()
    assert exported(tmp_path, ROW | said, told=told) == []
    assert dict(told.omissions) == {why: 1}


def test_a_row_that_does_not_say_whether_it_is_active_is_quarantined(tmp_path: Path) -> None:
    told = Told()
    assert exported(tmp_path, ROW | {"AgencyStatus": ""}, told=told) == []
    assert told.reasons == [NO_STATUS]


def test_an_agency_without_codes_holds_its_programmes_and_one_with_codes_is_listed(tmp_path: Path) -> None:
    holder = {"ResourceAgencyNum": "1", "PublicName": "Oak Services", "TaxonomyLevelName": "Agency", "ParentAgencyNum": "0"}
    told = Told()
    found = exported(tmp_path, ROW, ROW | holder | {"TaxonomyCodes": ""}, told=told)
    assert [one.name for one in found] == ["Oak Pantry"]
    assert dict(told.omissions) == {HOLDER: 1}
    found = exported(tmp_path, ROW, ROW | holder)
    assert [(one.name, one.organization, one.organization_key) for one in found][1] == ("Oak Services", "Oak Services", "1")


def test_a_private_address_hides_the_place_before_anything_else_sees_it(tmp_path: Path) -> None:
    told = Told()
    (found,) = exported(tmp_path, ROW | {"PhysicalAddressIsPrivate": "True"}, told=told)
    assert (found.visibility, found.point, found.where.key) == ("hidden", None, "")
    assert found.facets["mode"] == ["in-person", "phone"]
    report = Report()
    source = Source(name="dc", title="DC", format="icarol", coverage=("us-dc",))
    (pair,) = settled([found], Intake(source, Nowhere(), report, date(2026, 3, 2)))
    for secret in ("Elm St", "Suite 2", "20001", "38.9"):
        assert secret not in str(pair)
        assert secret not in str(report.plain())


def test_a_private_street_that_the_words_repeat_is_quarantined(tmp_path: Path) -> None:
    words = {"AgencyDescription": "Come to 1 Elm St, NE.", "PhysicalAddressIsPrivate": "True"}
    (found,) = exported(tmp_path, ROW | words)
    report = Report()
    source = Source(name="dc", title="DC", format="icarol", coverage=("us-dc",))
    assert list(settled([found], Intake(source, Nowhere(), report, date(2026, 3, 2)))) == []
    assert "Elm St" not in str(report.plain())


@pytest.mark.parametrize("yes", ["True", "yes", "1", "Y"])
def test_a_private_phone_or_mailbox_is_never_read(yes: str, tmp_path: Path) -> None:
    flags = {"Phone1IsPrivate": yes, "PhoneFaxIsPrivate": yes, "EmailAddressMainIsPrivate": yes, "Phone5IsPrivate": "No"}
    (found,) = exported(tmp_path, ROW | flags)
    assert [phone.text for phone in found.phones] == ["(202) 272-9999", "211"]
    assert found.email == ""


def test_a_refused_row_of_a_private_place_is_told_without_its_key(tmp_path: Path) -> None:
    told = Told()
    exported(tmp_path, ROW | {"PhysicalAddressIsPrivate": "1", "TaxonomyCodes": ""}, told=told)
    ((_, where),) = told.refused
    assert (where.key, where.row) == ("", 1)


def test_a_refused_shelter_is_told_without_its_key(tmp_path: Path) -> None:
    told = Told()
    codes = {"TaxonomyCodes": "BH-1800.1500-100", "AgencyStatus": ""}
    exported(tmp_path, ROW | codes, told=told)
    ((_, where),) = told.refused
    assert where.key == ""


def test_a_shelter_from_violence_is_told_by_its_area_and_hidden_without_a_street(tmp_path: Path) -> None:
    codes = {"TaxonomyCodes": "BH-1800.1500-100"}
    street, none = exported(tmp_path, ROW | codes, ROW | codes | {"PhysicalAddress1": "", "PhysicalAddress2": ""})
    assert (street.visibility, none.visibility) == ("area", "hidden")


def test_an_office_outside_of_the_area_is_called_and_not_visited(tmp_path: Path) -> None:
    far = ROW | {"PhysicalStateProvince": "IL", "PhysicalCity": "Chicago"}
    near, office = exported(tmp_path, ROW, far, home=["DC", "MD"])
    assert (near.facets["mode"], office.facets["mode"]) == (["in-person"], ["phone"])


def test_a_point_of_many_streets_is_the_middle_of_an_area(tmp_path: Path) -> None:
    alike = [ROW | {"ResourceAgencyNum": str(n), "PhysicalAddress1": f"{n} Oak St"} for n in range(4)]
    found = exported(tmp_path, *alike, ROW | {"Latitude": "38.91"})
    assert [one.approximate for one in found] == [True, True, True, True, False]


def test_persons_are_never_read(tmp_path: Path) -> None:
    told = Told()
    people = {"SeniorWorkerName": "Ann Doe", "MainContactPhoneNumber": "202 272 5555", "LastVerifiedByName": "Bob Roe"}
    (found,) = exported(tmp_path, ROW | people, told=told)
    assert not any(word in str(found) for word in ("Doe", "5555", "Roe"))
    assert sum(count for what, count in told.ignored_values.items() if "a person's" in what) == 3


def test_days_in_a_column_of_their_own_are_read_where_there_are_no_others(tmp_path: Path) -> None:
    weekly = "Mon 9:00 am - 5:00 pm; Tue 9:00 am - 5:00 pm; Wed; Thu; Fri; Sat; Sun;"
    (found,) = exported(tmp_path, ROW | {"HoursOfOperation": "", "Hours": weekly})
    assert found.sessions is not None
    assert [one.days for one in found.sessions] == [(0, 1)]
    (found,) = exported(tmp_path, ROW | {"HoursOfOperation": "", "Hours": "Mon; Tue; Wed; Thu; Fri; Sat; Sun;"})
    assert (found.sessions, found.hours_text) == (None, "")


def test_another_table_is_an_error_and_an_export_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,city\nx,y\n")
    with pytest.raises(SourceError, match="no iCarol export: it lacks 'ResourceAgencyNum'"):
        list(read(tmp_path / "a.csv", Told(), {}))
    assert recognises("feed", ",".join(ROW).encode())
    assert recognises("feed", b"name,city\n") is None


@pytest.mark.parametrize("mark", [{"IsPrivate": "Yes"}, {"AddressIsPrivate": "1.0"}, {"Confidential": "x"}])
def test_a_mark_that_is_about_no_column_quarantines_the_row_without_its_name(mark: dict[str, str], tmp_path: Path) -> None:
    told = Told()
    assert [(one.untold, one.visibility) for one in exported(tmp_path, ROW | mark, told=told)] == [(True, "hidden")]
    assert [(reason, where.key) for reason, where in told.refused] == [(MARKED, "")]
    assert len(exported(tmp_path, ROW | dict.fromkeys(mark, "No"))) == 1


def test_a_private_number_is_told_from_no_other_column_and_no_text(tmp_path: Path) -> None:
    text = "Gives food. Staff: 202.272.1234; others 202-272-9999."
    row = ROW | {"Phone1IsPrivate": "X", "PhoneNumberBusinessLine": "202-272-1234", "AgencyDescription": text}
    (found,) = exported(tmp_path, row)
    assert [phone.text for phone in found.phones] == ["(202) 272-9999", "211", "(202) 272-1111"]
    assert found.description == "Gives food. Staff: …; others 202-272-9999."


@pytest.mark.parametrize("label", ["Ann Doe", "Director's cell phone", "Do not give out", "For agency updates only"])
def test_a_number_that_is_somebodys_own_or_for_the_publishers_use_is_dropped(label: str, tmp_path: Path) -> None:
    told = Told()
    row = ROW | {"Phone1Description": label, "Phone1Name": "", "PhoneNumberBusinessLine": "202-272-1234"}
    (found,) = exported(tmp_path, row, told=told)
    assert [phone.text for phone in found.phones] == ["(202) 272-9999", "211", "(202) 272-1111"]
    assert len(told.guesses) == 1


def test_a_label_of_a_number_names_no_person(tmp_path: Path) -> None:
    (found,) = exported(tmp_path, ROW | {"Phone1Description": "ask for Rev. Ann Doe"})
    assert found.phones[0].label == "Main Number"
