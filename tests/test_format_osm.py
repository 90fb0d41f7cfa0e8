"""OpenStreetMap in each of its three shapes: who is listed, who is a lead, and every tag accounted for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.geo import Point
from directory.listing import Address
from ingest.draft import Draft
from ingest.formats.osm import CLOSED, DISUSED, NAMELESS, ONLY_RELIGION, UNTOLD, read, recognises
from tests.told import Told

CHURCH = {"amenity": "place_of_worship", "name": "St Elm", "religion": "christian", "denomination": "roman_catholic"}


def overpass(tmp_path: Path, *tags: dict[str, str], told: Told | None = None, country: str = "GB") -> list[Draft]:
    elements = [{"type": "node", "id": n, "lat": 53.4, "lon": -1.5, "tags": one} for n, one in enumerate(tags, start=1)]
    (tmp_path / "a.json").write_text(json.dumps({"generator": "Overpass API", "elements": elements}))
    return list(read(tmp_path / "a.json", told or Told(), {"country": country}))


def only(tmp_path: Path, told: Told | None = None, **tags: str) -> Draft:
    (found,) = overpass(tmp_path, CHURCH | {tag.replace("__", ":"): text for tag, text in tags.items()}, told=told)
    return found


def test_an_element_of_overpass_is_a_draft(tmp_path: Path) -> None:
    told = Told()
    found = only(
        tmp_path,
        told,
        addr__housenumber="1",
        addr__street="Elm Road",
        addr__city="Sheffield",
        addr__postcode="S1 1AA",
        phone="+44 114 272 1234; +44 114 272 1235",
        fax="+44 114 272 1236",
        contact__website="https://stelm.org",
        email="office@stelm.org",
        operator="Diocese of Elm",
        alt_name="Saint Elm;Elm's",
        name__mi="Elmi",
        wheelchair="yes",
        toilets__wheelchair="yes",
        language__pl="yes",
        opening_hours="Mo-Fr 09:00-17:00",
        service_times="Su 10:00",
        check_date="2025-05-31",
        building="church",
        source="survey",
    )
    assert (found.key, found.link) == ("node/1", "https://www.openstreetmap.org/node/1")
    assert (found.name, found.organization, found.point) == ("St Elm", "Diocese of Elm", Point(53.4, -1.5))
    assert found.address == Address(lines=("1 Elm Road",), city="Sheffield", postal_code="S1 1AA", country="GB")
    assert found.facets == {
        "category": ["faith/congregations"], "faith": ["christian", "catholic"],
        "access": ["wheelchair", "accessible-restroom"],
        "language": ["pl"], "mode": ["in-person"],
    }  # fmt: skip
    assert [(phone.text, phone.use) for phone in found.phones] == [
        ("+44 114 272 1234", "call"), ("+44 114 272 1235", "call"), ("+44 114 272 1236", "fax"),
    ]  # fmt: skip
    assert found.alternate_names == ["Saint Elm", "Elm's", "Elmi"]
    assert found.keywords == ["roman catholic", "christian"]
    assert found.sessions is not None
    assert (found.hours_text, found.checked_on) == ("Services: Su 10:00", date(2025, 5, 31))
    assert not told.left_over


def test_service_times_without_an_end_are_told_as_such(tmp_path: Path) -> None:
    found = only(tmp_path, service_times="Su 10:00,18:00")
    assert (found.sessions, found.hours_text) == (None, "Services: Su 10:00,18:00")


def test_service_times_with_an_end_are_sessions(tmp_path: Path) -> None:
    found = only(tmp_path, service_times="Su 10:30-11:30")
    assert found.sessions is not None
    assert (found.sessions[0].days, found.sessions[0].start) == ((6,), 630)


@pytest.mark.parametrize(
    ("tags", "lead"),
    [
        ({"amenity": "place_of_worship", "religion": "christian"}, NAMELESS),
        (CHURCH | {"name": "Roman_Catholic Place of Worship"}, NAMELESS),
        (CHURCH | {"name": "Place of Worship 366058772"}, NAMELESS),
        ({"name": "Bishop's House", "religion": "christian"}, ONLY_RELIGION),
        ({"name": "Old Chapel", "building": "chapel"}, ONLY_RELIGION),
    ],
)
def test_what_a_visitor_could_not_use_is_a_lead(tags: dict[str, str], lead: str, tmp_path: Path) -> None:
    (found,) = overpass(tmp_path, tags)
    assert found.lead == lead


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"amenity": "grave_yard", "name": "Yard"}, "amenity=grave_yard is not a kind of help"),
        (CHURCH | {"disused": "yes"}, DISUSED),
        (CHURCH | {"access": "private"}, CLOSED),
    ],
)
def test_what_is_no_help_or_shut_is_left_out(tags: dict[str, str], why: str, tmp_path: Path) -> None:
    told = Told()
    assert overpass(tmp_path, tags, told=told) == []
    assert dict(told.omissions) == {why: 1}


def test_a_social_facility_is_what_it_is_for_whom(tmp_path: Path) -> None:
    tags = {
        "amenity": "social_facility",
        "social_facility": "food_bank",
        "social_facility:for": "homeless;senior",
        "name": "Elm",
    }
    (found,) = overpass(tmp_path, tags)
    assert found.facets["category"] == ["practical/food/pantries"]
    assert found.facets["audience"] == ["homeless", "older-adults"]


def test_a_shelter_for_the_abused_is_told_by_its_area(tmp_path: Path) -> None:
    tags = {"amenity": "social_facility", "social_facility": "shelter", "social_facility:for": "abused", "name": "Elm"}
    (found,) = overpass(tmp_path, tags | {"phone": "0114 272 1234"})
    assert found.visibility == "area"


def test_no_wheelchair_is_a_no_and_limited_is_nothing(tmp_path: Path) -> None:
    assert only(tmp_path, wheelchair="no").denied == ["access:wheelchair"]
    limited = only(tmp_path, wheelchair="limited")
    assert (limited.denied, limited.facets.get("access")) == ([], None)


def test_unknown_values_and_tags_are_told(tmp_path: Path) -> None:
    told = Told()
    overpass(tmp_path, CHURCH | {"denomination": "new_thing", "unheard": "x"}, {"shop": "bakery", "name": "B"}, told=told)
    assert dict(told.unmapped_codes) == {("osm", "denomination=new_thing"): 1, ("osm", "shop=bakery"): 1}
    assert dict(told.left_over) == {"unheard": 1}
    assert told.reasons == [UNTOLD]


def test_a_way_of_overpass_is_where_its_centre_is(tmp_path: Path) -> None:
    way = {"type": "way", "id": 5, "center": {"lat": 1.5, "lon": 2.5}, "tags": CHURCH}
    (tmp_path / "a.json").write_text(json.dumps({"elements": [way]}))
    (found,) = read(tmp_path / "a.json", Told(), {})
    assert (found.key, found.point) == ("way/5", Point(1.5, 2.5))


def test_geojson_has_its_tags_as_properties(tmp_path: Path) -> None:
    shape = {"type": "Point", "coordinates": [-1.5, 53.4]}
    feature = {"type": "Feature", "id": "node/7", "properties": {"@id": "node/7", **CHURCH}, "geometry": shape}
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    told = Told()
    (found,) = read(tmp_path / "a.geojson", told, {})
    assert (found.key, found.point) == ("node/7", Point(53.4, -1.5))
    assert not told.left_over


def test_flattened_objects_have_tags_and_a_field_of_address(tmp_path: Path) -> None:
    one: dict[str, Any] = {
        "id": "w9", "osm_id": 9, "osm_type": "way", "lat": -41.29, "lng": 174.77, "name": "St Elm", "religion": "unknown",
        "denomination": "", "confidence": 0.5, "country_code": "NZ", "type": "churches", "website": "",
        "phone": "+64 4 384 7585",
        "address": "80 Elm Street, Wellington, 6011", "start_date": None, "tags_raw": {"amenity": "place_of_worship"},
    }  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps([one]))
    told = Told()
    (found,) = read(tmp_path / "a.json", told, {"country": "NZ"})
    assert (found.key, found.point) == ("way/9", Point(-41.29, 174.77))
    assert found.address == Address(lines=("80 Elm Street",), city="Wellington", postal_code="6011", country="NZ")
    assert found.facets.get("faith") is None
    assert not told.left_over
    assert not told.unmapped_codes


def test_its_files_are_recognised(tmp_path: Path) -> None:
    assert recognises("feed", b'{"generator": "Overpass API", "elements": [{"tags": {}}]}')
    assert recognises("feed", b'{"type": "FeatureCollection", "features": [{"properties": {"@id": "node/1"}}]}')
    assert recognises("feed", b'[{"osm_id": 1, "tags_raw": {}}]')
    assert recognises("feed", b'{"type": "FeatureCollection", "features": []}') is None
