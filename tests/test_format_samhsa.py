"""SAMHSA's facilities out of the locator's JSON, tables and the National Directory's sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.listing import Address
from ingest.draft import Draft
from ingest.formats.samhsa import read, recognises
from tests.told import Told


def services(**groups: str) -> list[dict[str, str]]:
    return [{"f1": f"{code} (e.g. more)", "f2": code, "f3": text} for code, text in groups.items()]


ROW: dict[str, Any] = {
    "_irow": 1,
    "frid": "ab12",
    "name1": "Elm Services Board",
    "name2": "Elm House",
    "street1": "1 Elm St",
    "street2": "",
    "city": "Troy",
    "state": "NY",
    "zip": "12180",
    "phone": "518-272-1234",
    "typeFacility": "SA",
    "intake1": "518-272-9999 x301",
    "hotline1": None,
    "website": "http://",
    "latitude": "42.73",
    "longitude": "-73.69",
    "miles": 0.2,
    "services": services(TC="Substance use treatment", SET="Residential; Telemedicine/telehealth", PAY="Medicaid", GN="Male"),
}


def located(tmp_path: Path, *rows: dict[str, Any], told: Told | None = None) -> list[Draft]:
    (tmp_path / "a.json").write_text(json.dumps({"page": 1, "rows": rows}))
    return list(read(tmp_path / "a.json", told or Told(), {}))


def test_a_facility_of_the_locator_is_a_draft(tmp_path: Path) -> None:
    told = Told()
    (found,) = located(tmp_path, ROW, told=told)
    assert (found.key, found.name, found.organization) == ("ab12", "Elm Services Board - Elm House", "Elm Services Board")
    assert found.address == Address(lines=("1 Elm St",), city="Troy", region="NY", postal_code="12180", country="US")
    assert (found.point, found.url) == (Point(42.73, -73.69), "")
    assert [(phone.text, phone.label) for phone in found.phones] == [("518-272-1234", ""), ("518-272-9999 x301", "Intake")]
    assert found.facets["category"] == ["recovery/outpatient", "recovery/detox-residential"]
    assert found.facets["cost"] == ["medicaid"]
    assert "TC: Substance use treatment" in found.description
    assert not told.left_over
    assert told.ignored_values["miles: how far from the point that was asked for"] == 1


def test_telehealth_is_reached_by_video_and_phone_besides(tmp_path: Path) -> None:
    (found,) = located(tmp_path, ROW)
    assert found.facets["mode"] == ["in-person", "video", "phone"]


def test_a_facility_for_one_sex_turns_the_other_away(tmp_path: Path) -> None:
    both = services(TC="Mental health treatment", GN="Female; Male")
    men, anybody = located(tmp_path, ROW, ROW | {"frid": "2", "services": both})
    assert (men.only, anybody.only) == (["men"], [])


def test_what_goes_with_treatment_is_no_kind_of_help_of_its_own(tmp_path: Path) -> None:
    more = services(TC="Mental health treatment", AS="Housing services; Case management", TOBAC="Screening for tobacco use")
    (found,) = located(tmp_path, ROW | {"services": more})
    assert found.facets["category"] == ["mental-health/community-centers"]


def test_languages_are_named_in_words(tmp_path: Path) -> None:
    said = services(TC="Mental health treatment", SL="Sign language services", OL="Spanish; Arabic")
    (found,) = located(tmp_path, ROW | {"services": said})
    assert found.facets["language"] == ["es", "ar", "ase"]


def test_a_facility_without_services_is_what_its_type_says(tmp_path: Path) -> None:
    found = located(tmp_path, ROW | {"services": None, "typeFacility": "OTP"}, ROW | {"services": None, "typeFacility": "HRSA"})
    assert [one.facets["category"] for one in found] == [["recovery/medication"], ["health/clinics"]]


def test_a_new_wording_and_a_new_type_are_told(tmp_path: Path) -> None:
    told = Told()
    new = services(ZZ="Something new", TC="Mental health treatment")
    located(tmp_path, ROW | {"services": new}, ROW | {"services": [], "typeFacility": "NEW"}, told=told)
    assert dict(told.unmapped_codes) == {("samhsa-text", "ZZ:Something new"): 1, ("samhsa", "NEW"): 1}
    assert told.reasons == ["nothing says what kind of help it is"]


HEAD = ["", "name1", "name2", "street1", "street2", "city", "state", "zip", "zip4", "county", "phone", "intake_prompt",
        "intake1", "intake2", "website", "latitude", "longitude", "type_facility"]  # fmt: skip


def tabled(tmp_path: Path, *rows: list[str], told: Told | None = None) -> list[Draft]:
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in (HEAD, *rows)))
    return list(read(tmp_path / "a.csv", told or Told(), {}))


def facility(number: str, **said: str) -> list[str]:
    base = {"": number, "name1": "Elm", "street1": "1 Elm St", "city": "Waterbury", "state": "CT", "zip": "6708", "zip4": "NA",
            "county": "New Haven", "phone": "860-276-3000", "website": "http://", "type_facility": "MH"}  # fmt: skip
    return [(base | said).get(name, "") for name in HEAD]


def test_a_row_of_the_table_is_a_draft_without_what_stands_for_nothing(tmp_path: Path) -> None:
    told = Told()
    (found,) = tabled(tmp_path, facility("1"), told=told)
    assert found.key == ""
    assert found.address is not None
    assert found.address.postal_code == "6708"  # its zeros are put back by the state
    assert found.url == ""
    assert found.facets == {"category": ["mental-health/community-centers"], "mode": ["in-person"]}
    assert told.ignored_values == {": the number of the row": 1, "county: told by the place": 1}


def test_a_row_that_says_all_the_same_is_merged_and_one_with_another_phone_stays(tmp_path: Path) -> None:
    told = Told()
    found = tabled(tmp_path, facility("1"), facility("2"), facility("3", phone="860-276-4000"), told=told)
    assert (len(found), told.joined) == (2, 1)


def test_the_national_directory_has_codes_in_a_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["name1", "name2", "street1", "city", "state", "zip", "phone", "intake1a", "service_code_info"])
    book.active.append(["Elm", "", "1 Elm St", "Troy", "NY", 12180, "518-272-1234", "", "MH * OP * TELE * SS * F4 * FEM * QQ"])
    book.create_sheet("Service Code Reference").append(["code", "name"])
    book.save(tmp_path / "directory.xlsx")
    told = Told()
    (found,) = read(tmp_path / "directory.xlsx", told, {})
    assert found.facets["category"] == ["mental-health/community-centers", "recovery/outpatient"]
    assert found.facets["mode"] == ["in-person", "video", "phone"]
    assert (found.facets["cost"], found.facets["language"], found.only) == (["sliding-scale"], ["ar"], ["women"])
    assert dict(told.unmapped_codes) == {("samhsa", "QQ"): 1}
    assert told.ignored_values["sheet Service Code Reference: the key of the codes"] == 1


def test_the_directory_of_opioid_treatment_programs_names_its_columns_otherwise(tmp_path: Path) -> None:
    (tmp_path / "otp.csv").write_text(
        "Program Name,Street,City,State,Zip,Phone,Certification\nElm,1 Elm,Troy,NY,12180,5182721234,Yes\n"
    )
    (found,) = read(tmp_path / "otp.csv", Told(), {})
    assert (found.name, found.facets["category"], found.facets["topic"]) == ("Elm", ["recovery/medication"], ["opioids"])


def test_an_option_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="samhsa does not know zone; it has none"):
        list(read(tmp_path, Told(), {"zone": "x"}))


def test_its_files_are_recognised_by_their_beginning() -> None:
    assert recognises("feed", json.dumps({"rows": [ROW]}).encode())
    assert recognises("a.csv", ",".join(HEAD).encode())
    assert recognises("a.csv", b"name,city\n") is None
