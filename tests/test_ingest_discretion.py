"""What any row of an id keeps to itself is told by none of them, whichever comes first and whichever is refused."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from directory.catalogue import Catalogue
from directory.listing import Listing, Organization, Place, Visibility, ref_of
from directory.settings import Settings
from ingest.dedupe import distinct
from ingest.draft import RawPhone, Where
from ingest.formats.flags import MARKED
from ingest.pipeline.discretion import PROTECTED, Discretion, Late
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.placing import Places
from ingest.pipeline.run import Outcome, Station, run
from ingest.pipeline.secrecy import TELLS_PRIVATE
from ingest.pipeline.settling import settled
from ingest.report import Lead, Report
from ingest.sources import Source
from ingest.withheld import private
from tests.hsds_world import location, service
from tests.test_format_icarol import ROW
from tests.test_ingest_pipeline import draft, intake
from tests.test_ingest_run import DATA, TODAY


@pytest.fixture(scope="module")
def places() -> Places:
    return open_places(Settings(data=str(DATA)))


OPEN = ROW | {"PublicName": "Oak Pantry"}
QUIET_PHONE = {"Phone1IsPrivate": "Yes"}
QUIET_PLACE = {"PhysicalAddressIsPrivate": "Yes"}
UNUSABLE = {"PublicName": "", "AlternateName": ""}
SAYS_STREET = {"AgencyDescription": "Come to 1 Elm St, NE."}


def ran(rows: list[dict[str, str]], catalogue: Catalogue, station: Station, *, steps: list[int] | None = None) -> Outcome:
    """A run of an iCarol export with these rows; `steps` gets what its progress bar is told."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with (station.folder / "export.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names, restval="")
        table.writeheader()
        table.writerows(rows)
    source = Source(name="dc", title="DC", format="icarol", path=station.folder / "export.csv", coverage=("us-dc",))
    return run(source, catalogue, station, progress=steps.append if steps is not None else None)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
        yield opened


@pytest.fixture
def station(places: Places, tmp_path: Path) -> Station:
    return Station(places, tmp_path, TODAY)


@pytest.mark.parametrize("later", [QUIET_PHONE, QUIET_PHONE | UNUSABLE], ids=["listed", "refused"])
@pytest.mark.parametrize("first", [True, False], ids=["told first", "kept first"])
def test_a_number_that_one_row_of_an_id_keeps_private_no_other_tells(
    catalogue: Catalogue,
    station: Station,
    later: dict[str, str],
    *,
    first: bool,
) -> None:
    rows = [OPEN, ROW | {"ResourceAgencyNum": "101"}, ROW | later]
    done = ran(rows if first else rows[::-1], catalogue, station)
    listed = {one.id: repr(one) for one in catalogue.listings()}
    assert (done.fault, done.report.read, done.report.listed, done.report.refused) == ("", 3, 2, 1)
    assert "2022721234" not in listed["dc:100"]
    assert "2022721234" in listed["dc:101"]
    assert "2022721234" in private(station.folder, ["dc"])["dc:100"]


@pytest.mark.parametrize("later", [QUIET_PLACE, QUIET_PLACE | SAYS_STREET], ids=["listed", "refused"])
@pytest.mark.parametrize("first", [True, False], ids=["told first", "kept first"])
def test_a_place_that_one_row_of_an_id_protects_no_other_tells(
    catalogue: Catalogue,
    station: Station,
    later: dict[str, str],
    *,
    first: bool,
) -> None:
    rows = [OPEN, ROW | later]
    done = ran(rows if first else rows[::-1], catalogue, station)
    told = repr(tuple(catalogue.listings())) + repr(list(catalogue.quarantined("dc"))) + repr(done.report.plain())
    assert done.report.read == done.report.listed + done.report.refused == 2
    assert "Elm" not in told


def test_the_row_that_told_it_is_quarantined_with_the_reason(catalogue: Catalogue, station: Station) -> None:
    ran([OPEN, ROW | QUIET_PLACE], catalogue, station)
    assert [(row, key, reason) for _, row, key, reason, _ in catalogue.quarantined("dc")] == [(1, "", PROTECTED)]


def test_a_feed_that_is_read_once_more_counts_its_progress_once(catalogue: Catalogue, station: Station) -> None:
    rows, steps = [OPEN, ROW | {"ResourceAgencyNum": "101"}, ROW | QUIET_PLACE], list[int]()
    assert ran(rows, catalogue, station, steps=steps).report.listed == 2
    assert sum(steps) == 2


LEFT_OUT = {
    "inactive": {"AgencyStatus": "Inactive"},
    "excluded": {"ExcludeFromWebsite": "Yes"},
    "no status": {"AgencyStatus": ""},
    "no kind": {"TaxonomyCodes": ""},
}


@pytest.mark.parametrize("why", LEFT_OUT.values(), ids=LEFT_OUT)
@pytest.mark.parametrize("first", [True, False], ids=["told first", "kept first"])
def test_a_row_that_is_left_out_keeps_private_what_it_marks(
    catalogue: Catalogue,
    station: Station,
    why: dict[str, str],
    *,
    first: bool,
) -> None:
    rows = [OPEN, ROW | QUIET_PHONE | why, ROW | {"ResourceAgencyNum": "101"}]
    rows += [OPEN | {"ResourceAgencyNum": "102"}, ROW | QUIET_PLACE | why | {"ResourceAgencyNum": "102"}]
    done = ran(rows if first else rows[::-1], catalogue, station)
    listed = {one.id: repr(one) for one in catalogue.listings()}
    report = done.report
    assert (done.fault, report.read, report.listed, report.refused + report.left) == ("", 5, 2, 3)
    assert set(listed) == {"dc:100", "dc:101"}
    assert "2022721234" not in listed["dc:100"]


def test_a_row_that_is_marked_as_a_whole_protects_the_place_of_its_key(catalogue: Catalogue, station: Station) -> None:
    rows = [OPEN, ROW | {"Private": "Yes"}, ROW | {"ResourceAgencyNum": "101"}]
    done = ran(rows, catalogue, station)
    assert [one.id for one in catalogue.listings()] == ["dc:101"]
    assert (done.report.read, done.report.reasons) == (3, {MARKED: 1, PROTECTED: 1})


@pytest.mark.parametrize("kept", [{"visibility": "hidden"}, {"private": ["305-573-4200"]}], ids=["place", "number"])
@pytest.mark.parametrize("how", [{"lead": "nobody checked it"}, {"untold": True}], ids=["lead", "untold"])
def test_a_draft_that_is_no_listing_is_heeded(kept: dict[str, Any], how: dict[str, Any]) -> None:
    reading, leads = Discretion(), list[Lead]()
    taking = replace(intake(), keep_private=reading.private, protect=reading.protect, leads=leads.append)
    drafts = [draft(phones=[RawPhone(text="305-573-4200")]), draft(**kept, **how)]
    told = list(distinct(reading.quiet(settled(drafts, taking), taking.notes), taking.notes, reading.ids))
    assert (len(told), len(leads)) == (1, int("lead" in how))
    with pytest.raises(Late):
        reading.end()


TELLING = {"PublicName": "Oak 202-272-1234", "TaxonomyCodes": ""}


@pytest.mark.parametrize("first", [True, False], ids=["told first", "kept first"])
@pytest.mark.parametrize("later", [QUIET_PHONE, QUIET_PLACE], ids=["number", "place"])
def test_no_refused_row_is_quoted_with_what_another_of_its_key_keeps_private(
    catalogue: Catalogue,
    station: Station,
    later: dict[str, str],
    *,
    first: bool,
) -> None:
    rows = [ROW | TELLING, ROW | later, ROW | TELLING | {"ResourceAgencyNum": "101"}]
    done = ran(rows if first else rows[::-1], catalogue, station)
    told = [(key, excerpt) for _, _, key, _, excerpt in catalogue.quarantined("dc")]
    assert sorted(told) == [("", ""), ("101", "Oak 202-272-1234")]
    assert repr(done.report.plain()).count("272") == 1


PRIVATE_PLACE: dict[str, Any] = {"service_at_locations": [{"id": "sl1", "location": location(is_private=True)}]}
PRIVATE_PHONE: dict[str, Any] = {"phones": [{"id": "p1", "number": "305-573-4200", "private": True}]}


@pytest.mark.parametrize(
    "refused", [{"status": "inactive"}, {"attributes": []}, {"name": ""}], ids=["gone", "no kind", "no name"]
)
@pytest.mark.parametrize("first", [True, False], ids=["told first", "kept first"])
def test_a_row_of_hsds_that_is_refused_keeps_private_what_it_marks(
    catalogue: Catalogue,
    station: Station,
    refused: dict[str, Any],
    *,
    first: bool,
) -> None:
    open_phone = {"phones": [{"id": "p1", "number": "305-573-4200"}]}
    rows = [service("s1"), service("s2", **open_phone), service("s3")]
    rows += [service("s1", **PRIVATE_PLACE, **refused), service("s2", **PRIVATE_PHONE, **refused)]
    file = station.folder / "feed.json"
    file.write_text(json.dumps(rows if first else rows[::-1]), encoding="utf-8")
    source = Source(name="hsds", title="HSDS", format="hsds3", path=file, coverage=("us",), options={"titles": False})
    done = run(source, catalogue, station)
    listed = {one.id: repr(one) for one in catalogue.listings()}
    assert (done.fault, done.report.read, done.report.refused) == ("", 5, 3)
    assert set(listed) == {"hsds:s2@l1", "hsds:s3@l1"}
    assert "4200" not in listed["hsds:s2@l1"]


NUMBER = "305-573-4200"


@pytest.mark.parametrize("key", ["7", NUMBER])
@pytest.mark.parametrize("how", [{}, {"lead": "nobody checked it"}, {"address": None}], ids=["told", "lead", "bad"])
def test_no_report_repeats_a_private_number_of_a_name_or_key(key: str, how: dict[str, Any]) -> None:
    leads = list[Lead]()
    taking = replace(intake(), leads=leads.append)
    bad = draft(key=key, where=Where("a.csv", 3, key), name=f"Oak {NUMBER}", private=[NUMBER], **how)
    assert list(settled([bad], taking)) == []
    assert isinstance(taking.notes, Report)
    assert NUMBER not in repr(taking.notes.plain()) + repr(leads)


def test_no_refusal_repeats_a_key_that_another_row_keeps_private() -> None:
    report, reading = Report(), Discretion()
    listing = replace(visible("public"), id=f"a:{NUMBER}", ref=ref_of(f"a:{NUMBER}"))
    reading.private(listing.id, frozenset({"3055734200"}))
    assert list(reading.quiet(iter([(listing, Where("a.csv", 3, NUMBER))]), report)) == []
    assert report.reasons == {TELLS_PRIVATE: 1}
    assert NUMBER not in repr(report.plain())


@pytest.mark.parametrize(("first", "later"), [("public", "area"), ("area", "hidden"), ("public", "hidden")])
def test_the_row_that_protects_most_is_the_one_that_is_told(first: Visibility, later: Visibility) -> None:
    told, report = [(visible(first), Where("a.csv", 1, "1")), (visible(later), Where("a.csv", 2, "1"))], Report()
    reading = Discretion()
    for pair in reading.quiet(iter(told[:1]), report):
        reading.ids.add(hash(pair[0].id))
    reading.protect("a:1", later)
    with pytest.raises(Late):
        reading.end()
    again = Discretion(reading)
    assert [listing.place.visibility for listing, _ in again.quiet(iter(told), report) if listing.place] == [later]
    assert report.reasons == {PROTECTED: 1}
    again.end()


def visible(visibility: Visibility) -> Listing:
    """A listing whose place is told so far."""
    organization = Organization(key="hope", name="Hope")
    place = Place(visibility=visibility)
    return Listing(id="a:1", ref=ref_of("a:1"), revision=0, name="Hope", organization=organization, categories=(), place=place)
