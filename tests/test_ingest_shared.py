"""The real feeds beside the repository, read whole: listed and quarantined together are all that was read."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.catalogue import Catalogue
from directory.listing import Listing
from directory.settings import Settings
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.placing import Places
from ingest.pipeline.run import Outcome, Station, run
from ingest.sources import Fixes, Source

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "real"
TODAY = date(2026, 3, 2)
FEEDS = {
    "alanon-massachusetts": (360, "al-anon", ("us-ma",), "America/New_York", "US"),
    "edmonton": (315, "aa", ("ca-ab",), "America/Edmonton", "CA"),
    "kansas-city-district6": (206, "aa", ("us-mo",), "America/Chicago", "US"),
    "philadelphia-aasepia": (1928, "aa", ("us-pa",), "America/New_York", "US"),
    "san-jose": (670, "aa", ("us-ca",), "America/Los_Angeles", "US"),
}
"""Feed → its records (SOURCE.md), program, coverage, zone, country."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real data sets are not beside the repository"),
]


@pytest.fixture(scope="module")
def places() -> Places:
    return open_places(Settings(data=str(Path(__file__).resolve().parents[1] / ".nearhelp")))


def ran(source: Source, places: Places, folder: Path) -> tuple[Outcome, list[Listing]]:
    with Catalogue(folder / "catalogue.sqlite") as catalogue:
        outcome = run(source, catalogue, Station(places, folder, TODAY))
        listings = list(catalogue.listings())
        assert len(catalogue.quarantined(source.name)) == outcome.report.refused
    assert outcome.fault == ""
    assert outcome.report.read == outcome.report.listed + outcome.report.refused + outcome.report.joined + outcome.report.left
    assert outcome.report.listed == len(listings)
    return outcome, listings


@pytest.fixture(scope="module")
def miami(places: Places, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, list[Listing]]:
    source = Source(
        name="miami",
        title="Open211 Miami",
        format="hsds1",
        path=SHARED / "hsds1-miami-211",
        coverage=("us-fl",),
        zone="America/New_York",
        fixes=Fixes(remove=(re.compile("#+[A-Z]{3}#*|[A-Z]{3}#+"),)),
        options={"home": ["FL"], "languages": {"creole": "ht"}},
        seen_on=date(2019, 8, 19),
    )
    return ran(source, places, tmp_path_factory.mktemp("miami"))


def test_every_service_of_miami_is_listed_or_quarantined(miami: tuple[Outcome, list[Listing]]) -> None:
    outcome, listings = miami
    assert outcome.report.read == 4089
    assert len(listings) > 3000


def test_the_text_of_miami_is_clean(miami: tuple[Outcome, list[Listing]]) -> None:
    _, listings = miami
    text = json.dumps([(listing.name, listing.description, listing.fees, listing.application) for listing in listings])
    for dirt in ("###", "GÇ", "\\\\n", "<p>", "&amp;", "\\u0000"):
        assert dirt not in text


def test_every_place_of_miami_is_where_its_address_says(miami: tuple[Outcome, list[Listing]]) -> None:
    _, listings = miami
    placed = [one.place for one in listings if one.place is not None and one.place.visibility == "public"]
    assert sum(place.point is not None for place in placed) > 0.95 * len(placed)
    for place in placed:
        if place.point is not None and place.address.region:
            assert f"us-{place.address.region.lower()}" in place.codes


def test_no_protected_place_of_miami_has_an_address(miami: tuple[Outcome, list[Listing]]) -> None:
    _, listings = miami
    guarded = [one for one in listings if one.place is not None and one.place.visibility != "public"]
    assert guarded
    for one in guarded:
        assert one.place is not None
        assert one.place.address.lines == ()
        assert one.place.address.postal_code == ""
        assert one.provenance.link == ""


def test_no_person_of_miami_is_somebody_to_ask_for(miami: tuple[Outcome, list[Listing]]) -> None:
    _, listings = miami
    text = json.dumps([(one.description, one.fees, one.application, one.hours_text, one.documents) for one in listings])
    assert "redacted@" not in text  # what stands in the data set for persons' mailboxes


def test_every_phone_of_miami_can_be_dialled(miami: tuple[Outcome, list[Listing]]) -> None:
    _, listings = miami
    phones = [phone for one in listings for phone in one.phones]
    assert len(phones) > 3000
    assert all(len(phone.number) == 10 or phone.kind in {"short_code", "international"} for phone in phones)
    assert {phone.number for phone in phones if phone.kind == "short_code"} <= {
        "211",
        "311",
        "511",
        "711",
        "911",
        "988",
        "741741",
    }


def meetings(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SHARED / "meeting-guide" / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", FEEDS)
def test_every_meeting_is_listed_or_quarantined(name: str, places: Places, tmp_path: Path) -> None:
    records, program, coverage, zone, country = FEEDS[name]
    options: dict[str, Any] = {"program": program}
    source = Source(
        name=name,
        title=name,
        format="meeting-guide",
        path=SHARED / "meeting-guide" / f"{name}.json",
        coverage=coverage,
        zone=zone,
        country=country,
        options=options,
    )
    outcome, listings = ran(source, places, tmp_path)
    assert outcome.report.read <= records
    assert len(listings) > records * 0.1
    text = json.dumps([(one.name, one.description, one.url, one.provenance.link) for one in listings])
    assert "127.0.0.1" not in text
    assert "(SUSPENDED)" not in text
    homes = {one["address"] for one in meetings(name) if one.get("location") == "Private Residence"}
    assert (name == "edmonton") == bool(homes)
    streets = {home.split(",")[0] for home in homes}
    assert not any(line in streets for one in listings if one.place for line in one.place.address.lines)
    for one in listings:
        for session in one.sessions or ():
            assert session.zone or session.freq == "appointment"
