"""Places by what people type."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.errors import UnknownPlace
from directory.geo import distance
from directory.places import Found, Gazetteer
from directory.places.rows import SEED

GAZETTEER = Gazetteer.open(Path(__file__).resolve().parents[1] / ".cache")


def labels(text: str, country: str = "us") -> list[str]:
    return [near.label for near in GAZETTEER.find(text, country=country).places]


CLEAR = {
    "94601": "94601, Oakland, California",
    "94601-1234": "94601, Oakland, California",
    " 94601 ": "94601, Oakland, California",
    "94601 Oakland": "94601, Oakland, California",
    "Miami FL 33125": "33125, Miami, Florida",
    "Oakland": "Oakland, California",
    "OAKLAND": "Oakland, California",
    "oakland ca": "Oakland, California",
    "Oakland, California": "Oakland, California",
    "oakland, CA, USA": "Oakland, California",
    "Springfield, IL": "Springfield, Illinois",
    "San José": "San Jose, California",
    "san jose": "San Jose, California",
    "sanjose": "San Jose, California",
    "Queens": "Queens, New York",
    "Brooklyn": "Brooklyn, New York",
    "The Bronx": "The Bronx, New York",
    "bronx": "The Bronx, New York",
    "Manhattan": "Manhattan, New York",
    "Staten Island": "Staten Island, New York",
    "Flushing": "Flushing, New York",
    "Cook County": "Cook County, Illinois",
    "cook county il": "Cook County, Illinois",
    "orange county, fl": "Orange County, Florida",
    "Miami-Dade": "Miami-Dade County, Florida",
    "Texas": "Texas",
    "TX": "Texas",
    "london": "London, England",
    "london, on": "London, Ontario, Canada",
    "Toronto": "Toronto, Ontario, Canada",
    "St. Louis": "St. Louis, Missouri",
    "Saint Louis": "St. Louis, Missouri",
    "Ft Worth": "Fort Worth, Texas",
    "NYC": "New York, New York",
    "LA": "Los Angeles, California",
    "DC": "Washington, District of Columbia",
    "Washington, D.C.": "Washington, District of Columbia",
    "SF": "San Francisco, California",
    "New York": "New York, New York",
    "Nueva York": "New York, New York",
    "Ontario, CA": "Ontario, California",
    "Georgia": "Georgia",
    "Wyoming": "Wyoming",
    "Alameda": "Alameda, California",
    "Portland": "Portland, Oregon",
    "Kansas City": "Kansas City, Missouri",
    "Coeur d'Alene": "Coeur d'Alene, Idaho",
    "Mc Lean, VA": "McLean, Virginia",
    "San Juan PR": "San Juan, Puerto Rico",
    "Tāmaki Makaurau, Aotearoa": "Auckland Region, New Zealand",
    "Quebec": "Québec, Québec, Canada",
    "Prince George's County": "Prince George's County, Maryland",
}


@pytest.mark.parametrize(("typed", "label"), CLEAR.items())
def test_what_people_type_means_one_place(typed: str, label: str) -> None:
    found = GAZETTEER.find(typed)
    assert found.places[0].label == label
    assert not found.ambiguous
    assert found.suggestions == ()


@pytest.mark.parametrize(
    ("typed", "first", "among"),
    [
        ("Springfield", "Springfield, Missouri", "Springfield, Illinois"),
        ("Orange County", "Orange County, California", "Orange County, New York"),
        ("Washington", "Washington, District of Columbia", "Washington State"),
        ("Aurora", "Aurora, Colorado", "Aurora, Illinois"),
        ("Dublin", "Dublin, California", "Dublin, Ireland"),
        ("Newport, England", "Newport near East Cowes, England", "Newport near Oakengates, England"),
    ],
)
def test_a_name_of_several_places_asks_which(typed: str, first: str, among: str) -> None:
    found = GAZETTEER.find(typed)
    assert found.ambiguous
    assert found.places[0].label == first
    assert among in [near.label for near in found.places]


def test_a_clear_winner_offers_the_others() -> None:
    assert "Oakland, New Jersey" in labels("Oakland")
    assert "New York State" in labels("New York")
    assert "Louisiana" in labels("LA")
    assert "Alameda County, California" in labels("Alameda")


@pytest.mark.parametrize(
    ("typed", "country", "label"),
    [
        ("Dublin", "ie", "Dublin, Ireland"),
        ("London", "ca", "London, Ontario, Canada"),
        ("Newport", "gb", "Newport, Wales"),
        ("Victoria", "au", "Victoria, Australia"),
        ("WA", "au", "Western Australia, Australia"),
        ("WA", "us", "Washington State"),
        ("Hamilton", "nz", "Hamilton, New Zealand"),
        ("CA", "us", "California"),
        ("CA", "gb", "Canada"),
    ],
)
def test_the_sites_own_country_comes_first(typed: str, country: str, label: str) -> None:
    assert labels(typed, country)[0] == label


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Oaklnd", "Oakland, California"),
        ("Oaklnd, CA", "Oakland, California"),
        ("Chigaco", "Chicago, Illinois"),
        ("los angles", "Los Angeles, California"),
        ("Philadelpia PA", "Philadelphia, Pennsylvania"),
        ("Pitsburgh", "Pittsburgh, Pennsylvania"),
    ],
)
def test_a_misspelt_place_is_not_found_but_guessed(typed: str, meant: str) -> None:
    found = GAZETTEER.find(typed)
    assert found.places == ()
    assert found.suggestions[0] == meant


def test_an_unknown_zip_code_names_its_neighbours_or_none() -> None:
    assert GAZETTEER.find("94600").suggestions[0].startswith("94601")
    assert GAZETTEER.find("00000") == Found()


@pytest.mark.parametrize(
    "typed", ["", "   ", ",", ", ,,", "😀", "\x00\x01\x1b", "'\"; DROP", "%", "*", "٣٤", "北京", "\ud800", "-", "..."]
)
def test_what_names_nothing_finds_nothing(typed: str) -> None:
    found = GAZETTEER.find(typed)
    assert found.places == ()
    assert GAZETTEER.suggest(typed) == () or typed.strip()


@pytest.mark.parametrize("typed", ["a " * 100_000, "9" * 100_000, "new york " * 5000, "é" * 100_000, "," * 100_000])
def test_huge_text_is_no_burden(typed: str) -> None:
    GAZETTEER.find(typed)
    GAZETTEER.suggest(typed)


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_is_an_error(typed: str) -> None:
    found = GAZETTEER.find(typed)
    assert not (found.places and found.suggestions)
    assert not (found.ambiguous and len(found.places) < 2)
    GAZETTEER.suggest(typed)
    GAZETTEER.town(typed, typed, "us")
    GAZETTEER.postal(typed, typed)


def test_every_label_is_unique_and_finds_its_place_again() -> None:
    rows = GAZETTEER._reader.rows("SELECT label FROM place")
    assert len({label for (label,) in rows}) == len(rows)
    lost = []
    for (label,) in islice(rows, 0, None, 23):
        found = GAZETTEER.find(label)
        if not found.places or found.places[0].label != label or found.ambiguous:
            lost.append(label)
    assert lost == []


def test_the_choices_of_a_question_each_mean_one_place() -> None:
    for near in GAZETTEER.find("Springfield").places + GAZETTEER.find("Washington").places + GAZETTEER.find("Newport").places:
        again = GAZETTEER.find(near.label)
        assert again.places[0] == near
        assert not again.ambiguous


def test_a_zip_code_knows_its_areas() -> None:
    near = GAZETTEER.find("94601").places[0]
    assert (near.kind, near.codes, near.areas) == ("zip", ("us-zip-94601", "us-ca-001", "us-ca", "us", "world"), ())
    assert near.zone == "America/Los_Angeles"
    assert not near.wide


def test_a_city_has_its_zip_codes_counties_and_size() -> None:
    near = GAZETTEER.find("Oakland").places[0]
    assert {"us-zip-94601", "us-zip-94612", "us-ca-001", "us-ca", "us", "world"} <= set(near.codes)
    assert 5 < near.radius_km < 15
    york = GAZETTEER.find("NYC").places[0]
    assert {f"us-ny-{county}" for county in ("061", "005", "047", "081", "085")} <= set(york.codes)
    assert "us-zip-11368" in york.codes
    assert "us-zip-11368" in GAZETTEER.find("Queens").places[0].codes
    assert GAZETTEER.find("Toronto").places[0].codes == ("ca-on", "ca", "world")


def test_a_county_a_state_and_a_country_are_wide_and_have_an_extent() -> None:
    county, state, country = (GAZETTEER.find(name).places[0] for name in ("Alameda County", "California", "United States"))
    assert county.wide
    assert county.areas == ("us-ca-001",)
    assert {"us-ca-001", "us-zip-94601", "us-ca", "us", "world"} <= set(county.codes)
    assert county.box is not None
    assert 37.4 < county.box.south < county.box.north < 38.0
    assert state.areas == ("us-ca",)
    assert {"us-ca", "us-zip-94601", "us", "world"} <= set(state.codes)
    assert country.areas == ("us",)
    assert country.zone == ""
    assert GAZETTEER.find("Ireland").places[0].zone == "Europe/Dublin"


def test_postal_codes_of_ingest_are_repaired() -> None:
    oakland, boston = GAZETTEER.postal("94601-1234", "US"), GAZETTEER.postal("2108", "us")
    assert oakland is not None
    assert oakland.codes[0] == "us-zip-94601"
    assert boston is not None
    assert boston.codes[0] == "us-zip-02108"
    assert GAZETTEER.postal("", "US") is None
    assert GAZETTEER.postal("ABC", "US") is None
    assert GAZETTEER.postal("M5V 2T6", "CA") is None  # nothing shipped


@pytest.mark.parametrize(
    ("city", "region", "country", "label"),
    [
        ("oakland", "CA", "US", "Oakland, California"),
        ("SAINT LOUIS", "missouri", "us", "St. Louis, Missouri"),
        ("St Louis", " MO ", "US", "St. Louis, Missouri"),
        ("San José", "us-ca", "US", "San Jose, California"),
        ("Montreal", "QC", "CA", "Montréal, Québec, Canada"),
        ("Dublin", "", "IE", "Dublin, Ireland"),
    ],
)
def test_a_town_is_found_by_its_exact_name(city: str, region: str, country: str, label: str) -> None:
    near = GAZETTEER.town(city, region, country)
    assert near is not None
    assert near.label == label


def test_a_town_of_another_state_is_not_taken() -> None:
    assert GAZETTEER.town("Oakland", "ZZ", "US") is None
    assert GAZETTEER.town("Oaklnd", "CA", "US") is None
    assert GAZETTEER.town("", "", "US") is None


def test_areas_have_names_codes_and_extents() -> None:
    names = {code: GAZETTEER.name_of(code) for code in ("world", "us", "us-ca", "us-ca-001", "us-zip-94601", "gb-eng", "x")}
    assert names == {
        "world": "anywhere", "us": "United States", "us-ca": "California", "us-ca-001": "Alameda County, California",
        "us-zip-94601": "94601", "gb-eng": "England, United Kingdom", "x": "",
    }  # fmt: skip
    assert [GAZETTEER.region_code(text, "US") for text in ("FL ", "Florida", "fla", "", "Ontario")] == ["us-fl"] * 3 + ["", ""]
    assert GAZETTEER.region_code("ON", "CA") == "ca-on"
    assert GAZETTEER.within("us-fl").south < 26
    with pytest.raises(UnknownPlace):
        GAZETTEER.within("us-xx")


def test_completing_gives_the_most_peopled_first() -> None:
    assert GAZETTEER.suggest("oak")[0].label == "Oakland, California"
    assert "Brooklyn, New York" in [near.label for near in GAZETTEER.suggest("bro")]
    assert GAZETTEER.suggest("san jo")[0].label == "San Jose, California"
    assert GAZETTEER.suggest("angeles")[0].label == "Los Angeles, California"
    assert GAZETTEER.suggest("springfield il")[0].label == "Springfield, Illinois"
    assert GAZETTEER.suggest("springfield, illi")[0].label == "Springfield, Illinois"
    assert GAZETTEER.suggest("st lou")[0].label == "St. Louis, Missouri"
    assert [near.codes[0] for near in GAZETTEER.suggest("9460", 2)] == ["us-zip-94601", "us-zip-94602"]
    assert GAZETTEER.suggest("lond", country="gb")[0].label == "London, England"
    assert len(GAZETTEER.suggest("s", 3)) == 3
    assert GAZETTEER.suggest("s", 0) == ()


def test_cities_are_not_far_from_their_zip_codes() -> None:
    for name in ("Houston", "Anchorage", "Honolulu", "Fargo", "El Paso"):
        near = GAZETTEER.find(name).places[0]
        codes = (GAZETTEER.area(code) for code in near.codes if code.startswith("us-zip"))
        assert all(zip_code is not None and distance(near.point, zip_code.point) < 61 for zip_code in codes)


def test_the_committed_files_are_small() -> None:
    assert sum(path.stat().st_size for path in SEED.iterdir()) < 4_000_000
