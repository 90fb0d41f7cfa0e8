"""Points that lie elsewhere than their address says, with the real gazetteer."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.geo import Point
from directory.listing import Address
from directory.settings import Settings
from ingest.draft import Draft, Where
from ingest.pipeline.gazetteer import Atlas, open_places
from ingest.pipeline.placing import placed

DOWNTOWN = Point(25.77705, -80.19049)
ASTRAY = "coordinates far from both the ZIP code and the town of the address were dropped"


@pytest.fixture(scope="module")
def places() -> Atlas:
    return open_places(Settings(data=str(Path(__file__).resolve().parents[1] / ".cache")))


def draft(city: str, postal_code: str, point: Point | None) -> Draft:
    street = Address(lines=("10 NE 125th Street",), city=city, region="FL", postal_code=postal_code)
    found = Draft(key="1", where=Where("a.csv", 1, "1"), name="A line", address=street)
    found.point = point
    return found


def test_a_point_in_another_town_gives_way_to_the_zip_code(places: Atlas) -> None:
    heard: list[str] = []
    place = placed(draft("North Miami", "33161", DOWNTOWN), "US", places, heard.append).place
    assert place is not None
    assert place.precision == "zip"
    assert heard == [ASTRAY, "no coordinates: placed by its ZIP code"]


@pytest.mark.parametrize(
    ("city", "postal_code", "point"),
    [
        ("North Miami", "33161", Point(25.8896, -80.1861)),
        ("Miami", "33199", Point(25.7548, -80.3721)),  # a university's own ZIP code is known by its town's point
        ("Key West", "33040", Point(24.5701, -81.7801)),
        ("Ochopee", "34141", Point(25.9012, -81.1023)),  # where ZIP codes are wide, so is what is near
    ],
)
def test_a_point_that_agrees_with_its_zip_code_or_town_stays(city: str, postal_code: str, point: Point, places: Atlas) -> None:
    heard: list[str] = []
    place = placed(draft(city, postal_code, point), "US", places, heard.append).place
    assert place is not None
    assert (place.point, place.precision, heard) == (point, "rooftop", [])


def test_a_zip_code_without_an_area_is_no_more_exact_than_its_town(places: Atlas) -> None:
    place = placed(draft("Miami", "33199", None), "US", places, lambda _: None).place
    assert place is not None
    assert place.precision == "city"
