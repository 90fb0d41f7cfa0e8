"""Listings as JSON: what is written comes back equal, what is wrong is named by its field."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.errors import InvalidListing
from directory.facets import FACETS, declared
from directory.geo import Point
from directory.listing import Address, Eligibility, Listing, Organization, Phone, Place, Provenance, ref_of
from directory.schedule import Session
from directory.schemas import dump_json, dump_listing, load_listing, public, read_json, read_listing
from directory.schemas_sound import sound
from directory.taxonomy import categories

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
NAME = TEXT.filter(lambda text: bool(text.strip()))
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
WEB = st.sampled_from(["", "https://help.example.org/a?b=c", "http://example.org"])
LEAVES = sorted(slug for slug, category in categories().items() if category.leaf)


def some(facet: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(declared(facet)), unique=True, max_size=3).map(tuple)


def tuples(inner: st.SearchStrategy[Any], *, once: bool = False) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(inner, unique=once, max_size=3).map(tuple)


SESSIONS = st.builds(
    Session,
    freq=st.sampled_from(["weekly", "monthly"]),
    days=tuples(st.integers(0, 6), once=True).filter(bool),
    ordinals=st.just(()),
    start=st.integers(0, 1439),
    end=st.just(0),
    zone=st.sampled_from(["America/New_York", "Asia/Kolkata"]),
    valid_from=st.none() | DAYS,
    except_dates=tuples(DAYS, once=True),
    online=st.booleans(),
    note=TEXT,
).map(lambda s: replace(s, end=s.start + 90, ordinals=(1, -1) if s.freq == "monthly" else ()))
POINTS = st.builds(Point, st.floats(-90, 90).filter(bool), st.floats(-180, 180))
ADDRESSES = st.builds(Address, lines=tuples(NAME), city=TEXT, region=TEXT, country=st.sampled_from(["", "US", "GB"]))
PLACES = st.one_of(
    st.builds(Place, name=TEXT, address=ADDRESSES, point=st.none() | POINTS, codes=st.just(("us-ca", "us"))),
    st.builds(Place, visibility=st.just("area"), address=st.builds(Address, city=TEXT), point=st.none() | POINTS),
    st.builds(Place, visibility=st.just("hidden"), codes=st.just(("us-ca-001", "us-ca", "us"))),
)
PHONES = st.sampled_from(
    [
        Phone(number="988", kind="short_code"),
        Phone(number="2125550123", kind="local", extension="12", languages=("en", "es")),
        Phone(number="741741", kind="short_code", use="text", keyword="HELLO"),
    ]
)
LISTINGS = st.builds(
    Listing,
    id=NAME,
    ref=st.just(""),
    revision=st.integers(0, 10**9),
    name=NAME,
    organization=st.builds(Organization, key=NAME, name=NAME, url=WEB),
    description=TEXT,
    categories=st.lists(st.sampled_from(LEAVES), unique=True, max_size=3).map(tuple),
    **{facet.field: some(name) for name, facet in FACETS.items() if name != "category"},
    denied=st.sampled_from([(), ("cost:free", "access:wheelchair")]),
    only=some("audience"),
    eligibility=st.builds(
        Eligibility, minimum_age=st.none() | st.integers(0, 40), maximum_age=st.none() | st.integers(40, 120)
    ),
    place=st.none() | PLACES,
    coverage=st.sampled_from([(), ("world",), ("us-ca-001", "us-zip-94601", "gb-eng")]),
    sessions=st.none() | tuples(SESSIONS),
    phones=tuples(PHONES),
    url=WEB,
    status=st.sampled_from(["active", "temporarily-closed"]),
    keywords=tuples(NAME),
    provenance=st.builds(
        Provenance, source=st.just("a-source"), link=WEB, seen_on=st.none() | DAYS, checked_on=st.none() | DAYS
    ),
).map(lambda listing: replace(listing, ref=ref_of(listing.id)))


def plain(**more: Any) -> dict[str, Any]:
    """The smallest right listing, with changes."""
    return {
        "id": "test:1@1",
        "ref": ref_of("test:1@1"),
        "revision": 1,
        "name": "Harbor Grief Circle",
        "organization": {"key": "test:harbor", "name": "Harbor"},
        "categories": ["support-groups/grief"],
        "provenance": {"source": "test"},
    } | more


@settings(max_examples=150, deadline=None)
@given(LISTINGS)
def test_what_is_written_comes_back_equal(listing: Listing) -> None:
    assert load_listing(json.loads(dump_json(listing))) == listing
    assert read_json(dump_json(listing)) == listing
    assert sound(listing)


def test_defaults_are_left_out() -> None:
    assert dump_listing(load_listing(plain())) == plain()


def test_unknown_hours_and_no_hours_stay_apart() -> None:
    assert load_listing(plain(sessions=None)).sessions is None
    assert load_listing(plain(sessions=[])).sessions == ()
    assert dump_listing(load_listing(plain(sessions=[])))["sessions"] == []


def test_hours_may_pass_midnight() -> None:
    session = {"freq": "weekly", "days": ["fr"], "start": "22:00", "end": "26:00", "zone": "America/New_York"}
    listing = load_listing(plain(sessions=[session]))
    assert listing.sessions is not None
    assert (listing.sessions[0].start, listing.sessions[0].end) == (22 * 60, 26 * 60)
    assert dump_listing(listing)["sessions"] == [session]


HIDDEN = {"visibility": "hidden", "codes": ["us-ca-001"]}
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"colour": "red"}, "colour", "Unknown"),
    ({"name": " "}, "name", "empty"),
    ({"name": "a\x00b"}, "name", "U+0000"),
    ({"name": "a\ud800b"}, "name", "U+D800"),
    ({"revision": -1}, "revision", "0"),
    ({"ref": "0000000000"}, "ref", ref_of("test:1@1")),
    ({"categories": ["support-groups/greif"]}, "categories.0", "support-groups/grief"),
    ({"categories": ["support-groups", "support-groups/grief"]}, "categories", "narrower"),
    ({"categories": LEAVES[:4]}, "categories", "3"),
    ({"costs": ["fre"]}, "costs.0", "free"),
    ({"costs": ["free", "free"]}, "costs", "once"),
    ({"denied": ["cost:gratis"]}, "denied.0", "not known"),
    ({"denied": ["topic:grief"]}, "denied.0", "can say no"),
    ({"only": ["wommen"]}, "only.0", "women"),
    ({"place": {"point": {"lat": 91, "lon": 0}}}, "place.point.lat", "90"),
    ({"place": {"point": {"lat": 0, "lon": 0}}}, "place.point", "no place"),
    ({"place": {"point": {"lat": float("nan"), "lon": 0}}}, "place.point.lat", "nan"),
    ({"place": HIDDEN | {"point": {"lat": 1, "lon": 1}}}, "place.point", "hidden"),
    ({"place": HIDDEN | {"address": {"city": "Oakland"}}}, "place.address", "hidden"),
    ({"place": HIDDEN | {"precision": "city"}}, "place.precision", "hidden"),
    ({"place": HIDDEN | {"codes": ["us-zip-94601"]}}, "place.codes", "county"),
    ({"place": {"visibility": "area", "address": {"lines": ["1 Elm St"]}}}, "place.address", "town"),
    ({"place": {"visibility": "area", "precision": "rooftop"}}, "place.precision", "town"),
    ({"place": {"visibility": "secret"}}, "place.visibility", "not known"),
    ({"coverage": ["us-zip-601"]}, "coverage.0", "area code"),
    ({"coverage": ["California"]}, "coverage.0", "area code"),
    ({"phones": [{"number": "1988", "kind": "local"}]}, "phones.0.number", "ten digits"),
    ({"phones": [{"number": "12125550123", "kind": "local"}]}, "phones.0.number", "leading 1"),
    ({"phones": [{"number": "+12125550123", "kind": "local"}]}, "phones.0.number", "digits"),
    ({"phones": [{"number": "8005550123", "kind": "local"}]}, "phones.0.number", "Toll-free"),
    ({"phones": [{"number": "2125550123", "kind": "short_code"}]}, "phones.0.number", "short code"),
    ({"phones": [{"number": "988", "kind": "short_code", "keyword": "HOME"}]}, "phones.0.keyword", "text"),
    ({"url": "javascript:alert(1)"}, "url", "http"),
    ({"url": "https://user:secret@example.org"}, "url", "password"),
    ({"url": "https://[::1"}, "url", "http"),
    ({"chat_url": "//example.org"}, "chat_url", "http"),
    ({"email": "nobody"}, "email", "e-mail"),
    ({"sessions": [{"freq": "weekly", "days": ["mon"]}]}, "sessions.0.days.0", "weekday"),
    (
        {"sessions": [{"freq": "weekly", "days": ["mo"], "start": "25:00", "end": "26:00", "zone": "UTC"}]},
        "sessions.0.start",
        "23:59",
    ),
    (
        {"sessions": [{"freq": "weekly", "days": ["mo"], "start": "10:00", "end": "09:00", "zone": "UTC"}]},
        "sessions.0.end",
        "26:00",
    ),
    ({"sessions": [{"freq": "weekly", "zone": "UTC"}]}, "sessions.0", "needs days"),
    ({"sessions": [{"freq": "monthly", "days": ["tu"], "ordinals": [6], "zone": "UTC"}]}, "sessions.0.ordinals", "1 to 5"),
    ({"sessions": [{"freq": "once", "zone": "UTC"}]}, "sessions.0", "valid_from"),
    ({"sessions": [{"freq": "weekly", "days": ["mo"], "start": "9am", "zone": "UTC"}]}, "sessions.0.start", "09:30"),
    ({"sessions": [{"freq": "weekly", "days": ["mo"], "zone": "New York"}]}, "sessions.0.zone", "New_York"),
    ({"sessions": [{"freq": "weekly", "days": ["mo"]}]}, "sessions.0.zone", "IANA"),
    ({"eligibility": {"minimum_age": 30, "maximum_age": 20}}, "eligibility.maximum_age", "nobody"),
    ({"provenance": {"source": "a", "seen_on": "yesterday"}}, "provenance.seen_on", "date"),
]


@pytest.mark.parametrize(("change", "field", "says"), WRONG)
def test_a_fault_is_named_by_its_field(change: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(InvalidListing) as caught:
        load_listing(plain(**change))
    assert list(caught.value.fields) == [field]
    assert says.casefold() in " ".join(caught.value.fields[field]).casefold()


UNMADE = frozenset({"colour", "sessions.0.days.0", "provenance.seen_on"})
"""Faults that no value can have: it could not be made."""


MADE = [change for change, field, says in WRONG if field not in UNMADE and says != "09:30"]


@pytest.mark.parametrize("change", MADE)
def test_what_would_not_be_loaded_is_not_sound(change: dict[str, Any]) -> None:
    assert sound(read_listing(plain()))
    assert not sound(read_listing(plain(**change)))


@pytest.mark.parametrize(
    "change", [{"revision": True}, {"name": None}, {"topics": ["grief"]}, {"place": {}}, {"organization": Organization}]
)
def test_a_value_of_another_type_is_not_sound(change: dict[str, Any]) -> None:
    assert not sound(replace(read_listing(plain()), **change))


@pytest.mark.parametrize("data", [None, [], "x", 7])
def test_what_is_no_object_is_refused(data: object) -> None:
    with pytest.raises(InvalidListing):
        load_listing(data)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidListing) as caught:
        load_listing(plain(name="", colour=1, costs=["x"]) | {"id": ""})
    assert {"name", "colour", "costs.0", "id"} <= set(caught.value.fields)


def test_the_public_form_has_the_public_id_and_no_inside_fields() -> None:
    given = public(load_listing(plain(keywords=["inside"])))
    assert (given["id"], given["source_id"]) == (ref_of("test:1@1"), "test:1@1")
    assert not {"ref", "revision", "keywords"} & given.keys()


def test_nothing_public_leads_from_a_hidden_place_to_its_source() -> None:
    provenance = {"source": "test", "link": "https://source.example.org/shelter/17"}
    given = public(load_listing(plain(place=HIDDEN, group="test:17", provenance=provenance)))
    text = json.dumps(given)
    assert "17" not in text
    assert "test:1@1" not in text
    assert given["place"] == HIDDEN
