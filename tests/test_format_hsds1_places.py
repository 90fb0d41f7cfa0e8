"""How HSDS 1.1 services are reached and what of their places is told; and the real package beside the repository."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from directory.facets import FACETS, declared
from ingest.draft import Draft, RawPhone
from ingest.formats import hsds1
from ingest.formats.hsds1 import OWN_ROW
from ingest.report import Report
from tests.packages_world import DV_LINE, DV_SHELTER, address, package, read, service


def test_padded_short_numbers_are_short_again(tmp_path: Path) -> None:
    phones = [{"id": str(n), "service_id": "1", "number": number} for n, number in enumerate(("000-000-0211", "000-074-1741"))]
    found, _ = read(package(tmp_path, [service("1")], phones=phones))
    assert found["1@1"].phones == [RawPhone(text="211"), RawPhone(text="741741", use="text")]


def test_a_line_is_reached_by_phone_wherever_its_office_is(tmp_path: Path) -> None:
    codes = [{"id": "1", "service_id": "1", "taxonomy_id": "RP-1500.1400"}]
    found, _ = read(package(tmp_path, [service("1", name="Crisis Hotline")], codes))
    assert found["1@1"].facets["mode"] == ["phone"]


def test_an_office_outside_of_the_area_is_reached_by_phone(tmp_path: Path) -> None:
    folder = package(tmp_path, [service("1"), service("2")], addresses=[address("1"), address("2", state_province="DC")])
    found, _ = read(folder, home=["FL"])
    assert [found[key].facets["mode"] for key in ("1@1", "2@2")] == [["in-person"], ["phone"]]


def dv(folder: Path, street: str, **options: object) -> Draft:
    codes = [{"id": "1", "service_id": "1", "taxonomy_id": DV_SHELTER}]
    found, _ = read(package(folder, [service("1", name="Harbor")], codes, addresses=[address("1", street)]), **options)
    return found["1@1"]


@pytest.mark.parametrize("street", ["", "Confidential", "PO Box 12", "P.O. Box 380817"])
def test_a_shelter_from_violence_without_a_street_is_hidden(tmp_path: Path, street: str) -> None:
    draft = dv(tmp_path, street)
    assert (draft.visibility, draft.point, draft.place_name) == ("hidden", None, "")


def test_a_shelter_from_violence_with_a_street_is_told_as_a_town(tmp_path: Path) -> None:
    assert dv(tmp_path, "12 Palm Street").visibility == "area"
    assert dv(tmp_path, "12 Palm Street", public_shelters=["1"]).visibility == "public"
    assert dv(tmp_path, "12 Palm Street", public_shelters="1").visibility == "public"


def test_a_confidential_address_is_hidden_and_so_is_its_neighbour_of_the_same_organization(tmp_path: Path) -> None:
    rows = [address("1", address_2="Confidential location"), address("2"), address("3", "99 Elm Road")]
    rows += [address("4", "7 Oak Lane (confidential)"), address("5", "7 Oak Lane")]
    found, _ = read(package(tmp_path, [service(str(n)) for n in range(1, 6)], addresses=rows))
    assert [found[f"{n}@{n}"].visibility for n in range(1, 6)] == ["hidden", "area", "public", "hidden", "area"]


def test_a_hotline_for_victims_with_a_po_box_has_no_hidden_place(tmp_path: Path) -> None:
    codes = [{"id": "1", "service_id": "1", "taxonomy_id": DV_LINE}]
    found, _ = read(package(tmp_path, [service("1", name="Violence Hotline")], codes, addresses=[address("1", "PO Box 1")]))
    assert (found["1@1"].visibility, found["1@1"].facets["mode"]) == ("public", ["phone"])


def test_coordinates_without_a_street_are_left_out(tmp_path: Path) -> None:
    place = [{"id": "1", "name": "", "latitude": "25.5", "longitude": "-80.5"}]
    found, _ = read(package(tmp_path, [service("1")], locations=place, addresses=[address("1", "")]))
    assert found["1@1"].point is None


@pytest.mark.parametrize(("latitude", "longitude"), [("north", "-80.5"), ("nan", "inf"), ("25.5", "")])
def test_coordinates_that_are_no_numbers_are_told(tmp_path: Path, latitude: str, longitude: str) -> None:
    place = [{"id": "1", "name": "", "latitude": latitude, "longitude": longitude}]
    found, report = read(package(tmp_path, [service("1")], locations=place))
    assert found["1@1"].point is None
    assert report.guesses == {"coordinates that are not numbers were dropped": 1}


def test_what_nobody_could_reach_is_refused_without_a_protected_name(tmp_path: Path) -> None:
    folder = package(
        tmp_path, [service("1"), service("2", name="Secret Harbor")], phones=[], addresses=[address("2", "Confidential")]
    )
    found, report = read(folder)
    assert found == {}
    told = report.examples["no street, no phone and no web address: nobody could reach it"]
    assert [(one.where.key, one.excerpt) for one in told] == [("1@1", "Food pantry"), ("", "")]


def test_a_status_is_heeded(tmp_path: Path) -> None:
    rows = [service("1", status="inactive"), service("2", status="temporarily closed"), service("3", status="active")]
    times = [{"service_id": "2", "weekday": "Monday", "opens_at": "9am", "closes_at": "5pm"}]
    found, report = read(package(tmp_path, rows, regular_schedules_csv=times))
    assert set(found) == {"2@2", "3@3"}
    assert (found["2@2"].status, found["2@2"].sessions) == ("temporarily-closed", [])
    assert report.reasons["the source says that it is no longer offered"] == 1


def test_what_a_column_nobody_reads_says_of_an_address_hides_it(tmp_path: Path) -> None:
    rows = [address("1", note="Do not publish address"), address("2", note="Beside the church")]
    found, report = read(package(tmp_path, [service("1"), service("2", organization_id="2")], addresses=rows))
    assert [found[key].visibility for key in ("1@1", "2@2")] == ["hidden", "public"]
    assert set(report.leftovers) == {("physical_addresses.csv", "note")}


@pytest.fixture(scope="module")
def miami(shared: Path) -> tuple[list[Draft], Report]:
    report = Report()
    drafts = hsds1.read(shared / "hsds1-miami-211", report, {"languages": {"creole": "ht"}, "home": ["FL"]})
    return [draft for draft in drafts if not draft.untold], report


@pytest.mark.shared
def test_nothing_of_a_real_package_is_lost(miami: tuple[list[Draft], Report]) -> None:
    drafts, report = miami
    assert len(drafts) + report.refused + report.left == 4089
    assert (report.omissions[OWN_ROW], report.refused < 100) == (report.left, True)
    assert len({draft.key for draft in drafts}) == len(drafts) > 3500
    assert report.left_out["eligibility.csv: rows that name nothing they belong to"] == 2244
    assert report.left_out["contacts.csv: names, numbers and mailboxes of persons are private"] == 4089
    assert report.leftovers == Counter()
    assert [code for vocabulary, code in report.codes if vocabulary == "211"] == []


@pytest.mark.shared
def test_every_organization_of_a_real_package_is_found(miami: tuple[list[Draft], Report]) -> None:
    drafts, report = miami
    assert all(draft.organization for draft in drafts)
    assert 400 < report.guesses["its organization is that of the service it names"] <= 447


@pytest.mark.shared
def test_drafts_of_a_real_package_hold_declared_values_only(miami: tuple[list[Draft], Report]) -> None:
    for draft in miami[0]:
        assert draft.facets["category"] and draft.facets["mode"]
        for facet, values in draft.facets.items():
            assert facet in FACETS and set(values) <= set(declared(facet)), (draft.key, facet)


@pytest.mark.shared
def test_hours_of_a_real_package_are_read_or_kept_as_text(miami: tuple[list[Draft], Report], shared: Path) -> None:
    with (shared / "hsds1-miami-211" / "data" / "regular_schedules.csv").open(encoding="utf-8", newline="") as file:
        timed = {row["service_id"] for row in csv.DictReader(file)}
    listed = [draft for draft in miami[0] if draft.key.partition("@")[0] in timed]
    read_whole = [draft for draft in listed if draft.sessions is not None]
    assert len(read_whole) > 0.9 * len(listed)
    assert all(draft.hours_text for draft in listed if draft.sessions is None)


@pytest.mark.shared
def test_shelters_of_a_real_package_keep_their_places(miami: tuple[list[Draft], Report]) -> None:
    drafts = miami[0]
    named = [draft for draft in drafts if re.search(r"safespace|abused women", f"{draft.name} {draft.organization}", re.I)]
    assert {draft.visibility for draft in named if "practical/housing/shelter" in draft.facets["category"]} == {"hidden"}
    guarded = [draft for draft in drafts if draft.visibility != "public"]
    assert all(draft.point is None and not draft.place_name and not draft.transport for draft in guarded)
