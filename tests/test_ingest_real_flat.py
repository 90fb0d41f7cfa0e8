"""The real tables and maps beside the repository, read whole: every record is listed, merged, refused, a lead or left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from directory.listing import Listing
from directory.settings import Settings
from ingest.formats.rows import head
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.placing import Places
from ingest.pipeline.run import Station, reading
from ingest.pipeline.seeing import seen
from ingest.report import Report
from ingest.sources import read_source

ROOT = Path(__file__).resolve().parents[1]
REAL = Path(__file__).resolve().parent / "real"
SHARED = ROOT.parent / "shared" / "data" / "real"
TODAY = date(2026, 3, 2)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real data sets are not beside the repository"),
]


@dataclass(frozen=True, slots=True)
class Account:
    """What the records of a source come to; `read` is what its SOURCE.md counts."""

    read: int
    listed: int
    merged: int = 0
    quarantined: int = 0
    leads: int = 0
    left: int = 0


ACCOUNTS = {
    "nyc-dycd": Account(1599, 1597, merged=1, quarantined=1),
    "nhs-hospitals": Account(1208, 1115, quarantined=93),
    "food-pantries": Account(10201, 10035, quarantined=166),
    "refugee-jordan": Account(449, 0, quarantined=449),
    "irs-bmf-ri": Account(8493, 0, leads=8493),
    "samhsa-mental-health": Account(11375, 11033, merged=342),
    "findtreatment": Account(30, 30),
    "hrsa-fqhc": Account(13577, 13562, merged=8, quarantined=7),
    "dc-211": Account(2132, 1228, quarantined=117, left=787),
    "osm-nz": Account(4718, 3056, leads=1631, left=31),
    "osm-sheffield": Account(142, 109, leads=32, left=1),
    "suicide-hotlines": Account(131, 0, leads=130, left=1),
}


@pytest.fixture(scope="module")
def places() -> Places:
    return open_places(Settings(data=str(ROOT / ".nearhelp")))


Read = Callable[..., tuple[Report, list[Listing]]]


@pytest.fixture(scope="module")
def read(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The report and the listings of a source, read once."""
    known: dict[tuple[str, date], tuple[Report, list[Listing]]] = {}
    folder = tmp_path_factory.mktemp("real")

    def once(name: str, today: date = TODAY) -> tuple[Report, list[Listing]]:
        if (name, today) not in known:
            report = Report()
            with reading(read_source(REAL / f"{name}.toml"), Station(places, folder, today), report) as pairs:
                listings = [listing for listing, _ in pairs]
            report.listed = len(listings)
            known[name, today] = report, listings
        return known[name, today]

    return once


@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_record_is_accounted_for(name: str, read: Read) -> None:
    report, listings = read(name)
    found = Account(report.read, len(listings), report.joined, report.refused, report.leads, report.left)
    assert found.read == found.listed + found.merged + found.quarantined + found.leads + found.left
    assert found == ACCOUNTS[name]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_no_column_or_key_is_left_over(name: str, read: Read) -> None:
    report, _ = read(name)
    assert not report.leftovers


@pytest.mark.parametrize("name", [name for name, account in ACCOUNTS.items() if account.listed])
def test_no_listing_has_dirt_a_private_mailbox_or_a_place_elsewhere(name: str, read: Read, places: Places) -> None:
    _, listings = read(name)
    text = json.dumps([(one.name, one.description, one.url, one.email, one.fees) for one in listings])
    for dirt in ("redacted@", "UNKNOWN", "not specified", "<p>", "&amp;", "\\u0000", 'http://"'):
        assert dirt not in text
    for one in listings:
        place = one.place
        assert one.categories
        assert one.name.strip()
        if place is None or place.visibility != "public":
            continue
        state = f"us-{place.address.region.lower()}"
        zip_code = places.postal(place.address.postal_code[:5], "US")
        whole = zip_code is None or state in zip_code.codes  # of "Elizabeth, NY 07201" nobody knows which part is wrong
        if place.point is not None and place.address.region and place.address.country == "US" and whole:
            assert state in place.codes


def test_services_of_jordan_are_listed_until_their_last_day(read: Read) -> None:
    report, listings = read("refugee-jordan", date(2014, 9, 1))
    assert len(listings) > 300
    assert report.read == len(listings) + report.refused
    assert all(one.coverage == ("jo",) for one in listings)
    assert all(one.place is None or one.place.precision in {"city", None} for one in listings)


def test_nothing_of_washington_that_is_inactive_or_confidential_is_told(read: Read) -> None:
    report, listings = read("dc-211")
    assert set(report.omissions) >= {"the source says that it is not active"}
    guarded = [one for one in listings if one.place is not None and one.place.visibility != "public"]
    assert guarded
    for one in guarded:
        assert one.place is not None
        assert one.place.address.lines == ()
        assert one.provenance.link == ""


def test_telehealth_of_the_locator_is_said(read: Read) -> None:
    _, listings = read("findtreatment")
    assert sum("video" in one.modes for one in listings) == 9


def test_zip_codes_of_the_east_have_their_zeros_again(read: Read) -> None:
    report, listings = read("samhsa-mental-health")
    assert report.guesses["a ZIP code had lost its zeros"] == 1124
    east = [one for one in listings if one.place is not None and one.place.address.region in {"CT", "MA", "NJ"}]
    assert all(one.place is not None and one.place.address.postal_code[:1] == "0" for one in east)


def test_no_made_up_name_of_a_place_of_worship_is_listed(read: Read) -> None:
    _, listings = read("osm-nz")
    assert not [one.name for one in listings if "Place of Worship" in one.name]
    assert sum("faith/congregations" in one.categories for one in listings) > 3000


def test_nothing_of_a_tax_register_or_an_old_list_of_lines_is_listed_and_no_street_is_told(read: Read) -> None:
    for name in ("irs-bmf-ri", "suicide-hotlines"):
        report, listings = read(name)
        assert listings == []
        assert "PO BOX" not in str(report.plain())


def test_each_file_is_seen_for_what_it_is() -> None:
    for name in ACCOUNTS:
        source = read_source(REAL / f"{name}.toml")
        assert source.path is not None
        assert seen(source.path)[0].format == source.format
        assert source.path.is_dir() or head(source.path)
