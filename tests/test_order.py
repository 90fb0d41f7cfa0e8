"""What order "best" promises beyond the judged queries of later: tiers, home, names before bodies, near before far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from directory.geo import Point
from directory.index import open_index
from directory.index.base import Index
from directory.index.parts import kinds
from directory.index.weights import ANYWHERE, NEXT_DOOR, WEIGHTS, decay
from directory.listing import Listing, Organization, Place, ref_of
from directory.query import Near, Query
from directory.schedule import Session


def listing(key: str, name: str, **more: object) -> Listing:
    found = Listing(
        id=f"t:{key}",
        ref=ref_of(f"t:{key}"),
        revision=1,
        name=name,
        organization=Organization(key=key, name="Somebody"),
        categories=("crisis/warmlines",),
        modes=("phone",),
        coverage=("us",),
    )
    return replace(found, **more)  # type: ignore[arg-type]


def spot(lat: float, lon: float) -> dict[str, object]:
    return {"modes": ("in-person",), "place": Place(point=Point(lat, lon), codes=("us-ca-001", "us-ca", "us"))}


HERE = Near(label="Here", kind="city", point=Point(37.8, -122.2), codes=("us-ca-001", "us-ca", "us", "world"))
MOMENT = 29_544_060
"""Noon of Wednesday, 4 March 2026, in New York, in minutes since 1970 (UTC)."""


def circle(key: str, name: str, *hours: tuple[int, int]) -> Listing:
    """A circle on weekdays (0 is Monday) at hours of the day, an hour and a half each."""
    met = tuple(
        Session(freq="weekly", days=(day,), start=hour * 60, end=hour * 60 + 90, zone="America/New_York") for day, hour in hours
    )
    return listing(key, name, categories=("support-groups/general",), sessions=met or None)


LISTINGS = (
    circle("unknown", "A circle"),
    circle("later", "B circle", (4, 12)),
    circle("tomorrow", "C circle", (3, 12)),
    circle("tonight", "D circle", (2, 19)),
    circle("now", "E circle", (2, 11)),
    listing("au", "A line in Australia", coverage=("au",)),
    listing("us", "B line in the States"),
    listing("ca", "C line in California", coverage=("us-ca",), costs=("free",)),
    listing("world", "D line everywhere", coverage=("world",)),
    listing("name", "Zebra talk", description="a place to talk"),
    listing("body", "Quiet hour", description="talk about zebra and other animals, zebra again"),
    listing("near", "Far sounding name", **spot(37.81, -122.21)),
    listing("far", "A near sounding name", **spot(37.9, -122.4)),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = Path(tmp_path_factory.mktemp("order")) / "index.sqlite"
    found = open_index(f"sqlite:///{path}")
    found.rebuild(LISTINGS)
    yield found
    found.close()


def keys(index: Index, query: Query) -> list[str]:
    return [hit.listing.id.removeprefix("t:") for hit in index.search(query).hits]


def test_without_a_place_what_serves_the_sites_country_comes_first(index: Index) -> None:
    assert keys(index, Query(home="us", text="line"))[-1] == "au"
    assert keys(index, Query(home="au", text="line"))[0] in {"au", "world"}


def test_of_meetings_the_next_ones_come_first(index: Index) -> None:
    asked = Query(text="circle", needs=(), hints=((("circle",),),), chosen=(("category", ("support-groups",)),), moment=MOMENT)
    assert keys(index, asked) == ["now", "tonight", "tomorrow", "unknown", "later"], "far off is as good as unknown: by name"
    parts = [hit.parts["soon"] for hit in index.search(asked).hits]
    assert parts == sorted(parts, reverse=True)
    assert parts[2] > 0 == parts[3] == parts[4]


def test_where_a_time_was_asked_for_no_meeting_is_worth_more_for_coming_sooner(index: Index) -> None:
    asked = Query(text="circle", needs=(), chosen=(("category", ("support-groups",)),), times=("weekday",), moment=MOMENT)
    assert {hit.parts["soon"] for hit in index.search(asked).hits} == {0.0}


def test_what_nobody_goes_to_is_as_good_from_far_only_where_such_help_is_asked_for(index: Index) -> None:
    line, clinic = (Query(near=HERE, chosen=(("category", (kind,)),)) for kind in ("crisis/warmlines", "health/clinics"))
    assert decay(kinds(line)).serves > decay(kinds(clinic)).serves == NEXT_DOOR.serves
    hits = {hit.listing.id: hit.parts["distance"] for hit in index.search(replace(line, within_km=50.0)).hits}
    assert hits["t:us"] == pytest.approx(WEIGHTS["distance"] * ANYWHERE.serves)


def test_one_goes_farther_for_a_bed_and_as_far_as_next_door_for_several_kinds_of_help() -> None:
    assert decay(["recovery/detox-residential"]).half_km > NEXT_DOOR.half_km
    assert decay(["recovery/detox-residential", "health/clinics"]) == NEXT_DOOR == decay([])


def test_home_does_not_outrank_a_tier(index: Index) -> None:
    found = keys(index, Query(home="au", chosen=(("cost", ("free",)),)))
    assert found[0] == "ca"


def test_home_orders_nothing_by_name(index: Index) -> None:
    by_name = sorted(LISTINGS, key=lambda one: one.name)
    assert keys(index, Query(home="us", order="name")) == [one.id.removeprefix("t:") for one in by_name]


def test_paging_by_token_goes_through_home_and_the_rest_once(index: Index) -> None:
    seen: list[str] = []
    query = Query(home="au", size=3)
    while True:
        results = index.search(query)
        seen += [hit.listing.id for hit in results.hits]
        if not results.after:
            break
        query = replace(query, after=results.after)
    assert sorted(seen) == sorted(one.id for one in LISTINGS)
    assert seen == [hit.listing.id for hit in index.search(Query(home="au")).hits]


def test_a_name_outranks_a_description(index: Index) -> None:
    assert keys(index, Query(text="zebra")) == ["name", "body"]


def test_nearer_comes_first_when_nothing_else_differs(index: Index) -> None:
    assert [key for key in keys(index, Query(near=HERE, within_km=50.0)) if key in {"near", "far"}] == ["near", "far"]
