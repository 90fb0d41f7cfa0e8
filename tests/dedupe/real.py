"""The listings of the real files beside the repository, read by their formats or by `readers`, settled as ingest does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from directory.listing import Listing
from ingest.draft import Draft
from ingest.formats import formats
from ingest.pipeline.placing import Places
from ingest.pipeline.settling import Intake, settled
from ingest.report import Report
from ingest.sources import Source
from tests.dedupe.readers import READERS

SEEN = date(2026, 3, 2)
ROOT = Path(__file__).resolve().parents[2]
MEETINGS = {
    "alanon-massachusetts": ("al-anon", "us-ma", "America/New_York", "US"),
    "edmonton": ("aa", "ca-ab", "America/Edmonton", "CA"),
    "kansas-city-district6": ("aa", "us-mo", "America/Chicago", "US"),
    "philadelphia-aasepia": ("aa", "us-pa", "America/New_York", "US"),
    "san-jose": ("aa", "us-ca", "America/Los_Angeles", "US"),
}  # fmt: skip
"""Feed of meetings → program, area, zone, country."""
COUNTRIES = {"nhs": "GB", "bristol": "GB", "osm-nz": "NZ"}
SOURCES = (*READERS, *MEETINGS, "miami", "seed")


def drafts(name: str, folder: Path) -> Iterable[Draft]:
    """The drafts of one source of SOURCES, in its order."""
    source = source_of(name, folder)
    if name in READERS:
        return READERS[name](folder)
    assert source.path is not None
    read: Iterable[Draft] = formats()[source.format].read(source.path, Report(), dict(source.options))
    return read


def settle(name: str, folder: Path, read: Iterable[Draft], places: Places) -> Iterator[Listing]:
    """The listings of drafts of a source; what ingest refuses is left out."""
    for listing, _ in settled(read, Intake(source_of(name, folder), places, Report(), SEEN)):
        yield listing


def listings(name: str, folder: Path, places: Places) -> Iterator[Listing]:
    """The listings of one source of SOURCES, in its order."""
    return settle(name, folder, drafts(name, folder), places)


def source_of(name: str, folder: Path) -> Source:
    """How a source of SOURCES is described."""
    if name in MEETINGS:
        program, area, zone, country = MEETINGS[name]
        file = folder / "meeting-guide" / f"{name}.json"
        return Source(name=name, title=name, format="meeting-guide", path=file, coverage=(area,), zone=zone, country=country,
                      options={"program": program})  # fmt: skip
    if name == "seed":
        return Source(name=name, title=name, format="seed", path=ROOT / "data" / "seed" / "listings", coverage=("us",))
    if name == "miami":
        return Source(name=name, title=name, format="hsds1", path=folder / "hsds1-miami-211", coverage=("us-fl",),
                      options={"home": ["FL"]})  # fmt: skip
    country = COUNTRIES.get(name, "US")
    return Source(name=name, title=name, format="", country=country, coverage=(country.lower(),))
