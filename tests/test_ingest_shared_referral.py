"""The real feeds of Open Referral and BMLT beside the repository, read whole and to their last field."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from directory.listing import Listing
from directory.settings import Settings
from ingest.formats import formats
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.placing import Places
from ingest.sources import Source
from tests.test_ingest_shared import SHARED, ran

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real data sets are not beside the repository"),
]

EXAMPLES = "hsds3-spec-examples"
FEEDS: dict[str, dict[str, Any]] = {
    **{
        f"{EXAMPLES}/{version}/{name}": {"format": "hsds3", "records": 1, "listed": 1, "coverage": ("us",)}
        for version in ("3.0", "3.1-dev")
        for name in (
            "service_full.json", "service_list.json", "service_at_location_full.json", "service_at_location_list.json",
            "organization_full.json", "tabular.json", "csv",
        )
    },
    f"{EXAMPLES}/3.1-dev/csv": {"format": "hsds3", "records": 2, "listed": 1, "coverage": ("us",)},
    "oruk-bristol": {"format": "oruk", "records": 819, "listed": 380, "coverage": ("gb",), "country": "GB",
                     "zone": "Europe/London"},
    "ohana-csv-baltimore": {"format": "ohana", "records": 1876, "listed": 1800, "coverage": ("us-md",),
                            "zone": "America/New_York", "options": {"without": ["PX"]}},
    "ohana-csv-sample": {"format": "ohana", "records": 23, "listed": 19, "coverage": ("us-ca",), "zone": "America/Los_Angeles"},
    "bmlt-json": {"format": "bmlt", "records": 55, "listed": 54, "coverage": ("us-ny",), "zone": "America/New_York"},
}  # fmt: skip
"""Feed → its format, its records (SOURCE.md; of the last example one row of a table joins nothing) and the fewest listings."""


@pytest.fixture(scope="module")
def places() -> Places:
    return open_places(Settings(data=str(Path(__file__).resolve().parents[1] / ".nearhelp")))


def read(name: str, places: Places, folder: Path) -> tuple[Any, list[Listing]]:
    said = {key: value for key, value in FEEDS[name].items() if key not in {"records", "listed"}}
    source = Source(name=name.replace("/", "-").lower()[-40:].strip("-"), title=name, path=SHARED / name, **said)
    return ran(source, places, folder)


@pytest.mark.parametrize("name", FEEDS)
def test_every_record_is_listed_merged_or_quarantined_and_every_field_accounted_for(
    name: str, places: Places, tmp_path: Path
) -> None:
    outcome, listings = read(name, places, tmp_path)
    report = outcome.report
    assert report.read == FEEDS[name]["records"]
    assert report.read == report.listed + report.joined + report.refused + report.leads + report.left
    assert len(listings) >= FEEDS[name]["listed"]
    assert dict(report.leftovers) == {}
    text = json.dumps([asdict(one) for one in listings], default=str)
    for dirt in ("redacted@", "<p>", "&nbsp;", "data:image", "Ann Persona", "assured_by"):
        assert dirt not in text


def test_what_baltimore_keeps_for_itself_is_not_told(places: Places, tmp_path: Path) -> None:
    outcome, listings = read("ohana-csv-baltimore", places, tmp_path)
    labels = {phone.label.lower() for one in listings for phone in one.phones}
    for word in ("give out", "fcfh", "cell phone", "pager", "home #", "updates only"):
        assert not any(word in label for label in labels)
    assert outcome.report.guesses["a number for the publisher's own use was dropped"] > 100
    guarded = [one for one in listings if one.place is not None and one.place.visibility != "public"]
    assert len(guarded) > 10
    for one in guarded:
        assert one.place is not None
        assert (one.place.address.lines, one.place.address.postal_code) == ((), "")


def test_the_meetings_of_new_york_are_where_and_when_their_server_says(places: Places, tmp_path: Path) -> None:
    _, listings = read("bmlt-json", places, tmp_path)
    by_name = {one.name: one for one in listings}
    held = by_name["Step up and Be Free"]
    assert held.sessions is not None
    assert [(one.days, one.start, one.zone) for one in held.sessions] == [((0,), 1140, "America/New_York")]
    assert held.place is not None and held.place.address.city == "Clifton Springs"
    assert by_name["Just For Today NA USA (Online only)"].modes == ("video",)
    assert "Password" not in json.dumps([asdict(one) for one in listings], default=str)


def test_every_feed_is_recognised_as_what_it_is_and_nothing_else() -> None:
    known = {"hsds2", "hsds3", "oruk", "ohana", "bmlt", "meeting-guide"}
    expected = {"oruk-bristol": "oruk", "ohana-csv-baltimore": "ohana", "ohana-csv-sample": "ohana", "bmlt-json": "bmlt",
                "meeting-guide": "meeting-guide", EXAMPLES: "hsds3"}  # fmt: skip
    found: dict[str, set[str]] = {}
    for file in sorted(SHARED.rglob("*")):
        if file.suffix in {".json", ".csv", ".geojson"}:
            with file.open("rb") as opened:
                head = opened.read(1 << 16)
            says = {form for form in known if formats()[form].recognises(file.name, head)}
            found.setdefault(file.relative_to(SHARED).parts[0], set()).update(says)
    assert {name: forms for name, forms in found.items() if forms} == {name: {form} for name, form in expected.items()}
