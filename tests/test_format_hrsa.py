"""HRSA's health centre sites, by each of the three headers they come with."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.listing import Address
from ingest.draft import Draft
from ingest.formats.hrsa import WIDE, read, recognises
from ingest.formats.table_mapping import mapping
from ingest.formats.table_targets import TARGETS
from tests.told import Told

SITE = {
    "Site Name": "ELM HEALTH CENTER OF TROY",
    "Health Center Name": "ELM CARE, INC.",
    "Health Center Number": "H80CS00001",
    "BPHC Assigned Number": "BPS-H80-000001",
    "Site Address": "1 ELM ST",
    "Site City": "TROY",
    "Site State Abbreviation": "NY",
    "Site Postal Code": "12180-1234",
    "Site Telephone Number": "518-272-1234",
    "Site Web Address": "www.elmcare.org",
    "Site Status Description": "Active",
    "Health Center Type Description": "Service Delivery Site",
    "Health Center Location Type Description": "Permanent",
    "Health Center Service Delivery Site Location Setting Description": "School",
    "Geocoding Artifact Address Primary X Coordinate": "-73.69",
    "Geocoding Artifact Address Primary Y Coordinate": "42.73",
}


def tabled(tmp_path: Path, *rows: dict[str, str], told: Told | None = None) -> list[Draft]:
    columns = sorted(mapping(WIDE, TARGETS).columns | set(WIDE["ignore"]))
    with (tmp_path / "sites.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return list(read(tmp_path / "sites.csv", told or Told(), {}))


def test_a_site_of_the_wide_table_is_a_draft(tmp_path: Path) -> None:
    told = Told()
    (found,) = tabled(tmp_path, SITE | {"State Name": "New York"}, told=told)
    assert (found.key, found.name, found.organization) == ("BPS-H80-000001", "Elm Health Center of Troy", "Elm Care, Inc.")
    assert found.address == Address(lines=("1 ELM ST",), city="Troy", region="NY", postal_code="12180-1234")
    assert (found.point, found.url) == (Point(42.73, -73.69), "www.elmcare.org")
    assert found.facets == {"category": ["health/clinics"], "cost": ["sliding-scale"], "mode": ["in-person"]}
    assert not told.left_over
    assert told.ignored_values == {"State Name: it is told by the place": 1}


def test_a_van_is_a_mobile_unit_and_an_office_or_a_closed_site_is_left_out(tmp_path: Path) -> None:
    told = Told()
    van = SITE | {"Health Center Location Type Description": "Mobile Van"}
    office = SITE | {"Health Center Type Description": "Administrative"}
    closed = SITE | {"Site Status Description": "Inactive"}
    (found,) = tabled(tmp_path, van, office, closed, told=told)
    assert found.facets["mode"] == ["mobile-unit"]
    assert sum(told.omissions.values()) == 2


def test_no_person_of_congress_is_read(tmp_path: Path) -> None:
    (found,) = tabled(tmp_path, SITE | {"U.S. Congressional Representative Name": "Ann Doe"})
    assert "Doe" not in str(found)


def test_rows_of_the_map_have_their_point_in_one_field(tmp_path: Path) -> None:
    row: dict[str, Any] = {
        "ROW_ID": 5, "SITE_NM": "ELM CLINIC", "SITE_ADDRESS": "1 ELM ST", "SITE_CITY": "TROY", "SITE_STATE_ABBR": "NY",
        "SITE_ZIP_CD": "12180", "SITE_PHONE_NUM": "518-272-1234", "SITE_URL": None, "LAT_LON": "42.73,-73.69", "Distance": 1.5,
    }  # fmt: skip
    (tmp_path / "map.json").write_text(json.dumps([row]))
    (found,) = read(tmp_path / "map.json", Told(), {})
    assert (found.key, found.name, found.point) == ("5", "Elm Clinic", Point(42.73, -73.69))


def test_the_short_table_has_longitude_first_and_no_key(tmp_path: Path) -> None:
    head = "name,st_abbr,city,address,phone,testing_status,lon,lat\n"
    (tmp_path / "a.csv").write_text(head + "ELM HEALTH,GU,Inarajan,General Delivery,671-828-7501,Yes,144.75,13.28\n")
    (found,) = read(tmp_path / "a.csv", Told(), {})
    assert (found.key, found.point) == ("", Point(13.28, 144.75))
    assert found.address == Address(city="Inarajan", region="GU")  # "General Delivery" is a counter of the post office


def test_another_table_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,town\nx,y\n")
    with pytest.raises(SourceError, match="no table of health centre sites"):
        list(read(tmp_path / "a.csv", Told(), {}))


def test_a_column_that_is_gone_stops_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Site Name,Site City\nx,y\n")
    with pytest.raises(SourceError, match="lacks what the mapping names: 'BPHC Assigned Number'"):
        list(read(tmp_path / "a.csv", Told(), {}))


def test_its_tables_are_recognised_by_their_columns() -> None:
    assert recognises("sites.csv", b"Health Center Type,Site Name\n")
    assert recognises("feed", b'[{"SITE_NM": "x"}]')
    assert recognises("feed", b"name,st_abbr,city,address,phone,testing_status,lon,lat\n")
    assert recognises("a.csv", b"name,city\n") is None
