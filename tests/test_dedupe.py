"""Listings compared: names, places, phones, kinds; which pairs are compared at all; what is one help, asked, or apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from directory.geo import Point
from directory.listing import Address, Eligibility, Listing, Organization, Phone, Place, Provenance, Visibility, ref_of
from directory.schedule import Session
from ingest.dedupe.blocking import LARGEST
from ingest.dedupe.deciding import AMBIGUOUS, Decisions, judge
from ingest.dedupe.sketches import sketch
from ingest.dedupe.streets import alike, mistyped, street
from tests.dedupe.whole import decide, pairs


def listing(identifier: str, name: str, street: str = "12 Palm Street", phone: str = "3055550111", **said: Any) -> Listing:
    lines = (street,) if street else ()
    told = Address(lines=lines, city="Miami", region="FL", postal_code="33133", country="US")
    place = Place(address=told, codes=("us-fl-086", "us-fl", "us"))
    phones = tuple(Phone(number=number, kind="local") for number in phone.split() if number)
    first: dict[str, Any] = {
        "organization": Organization(key=f"{identifier.partition(':')[0]}:{name}", name=name), "categories": (),
        "modes": ("in-person",), "place": place, "phones": phones, "provenance": Provenance(source=identifier[0]),
    }  # fmt: skip
    return Listing(id=identifier, ref=ref_of(identifier), revision=0, name=name, **(first | said))


def outcome(one: Listing, other: Listing) -> str:
    return judge(sketch(one), sketch(other)).outcome


def decided(*listings: Listing) -> Decisions:
    return decide([sketch(one) for one in listings])


def address(line: str, **said: str) -> Address:
    return Address(lines=(line,), **said)


# -------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Palm Health Center", "PALM HLTH CTR, INC."),
        ("Palm Community Health Center", "Palm Community Health Center - Miami"),
        ("Childrens Palm House", "Children's Palm House"),
        ("Saint Brendan Pantry", "St. Brendan Pantry"),
        ("AIDSinfo", "AIDS INFO"),
        ("Brothers of Brendan", "Bros of Brendan"),
        ("Tri Brendan Community Help", "TBCH"),
    ],
)
def test_one_name_written_otherwise_is_one_help(one: str, other: str) -> None:
    assert outcome(listing("a:1", one), listing("b:1", other)) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brendan Center", "Brendan Center - Dental"),
        ("Brendan Center", "Brendan Center - WIC Program"),
        ("Brendan Food Pantry", "Brendan Soup Kitchen"),
        ("Brendan Mobile Unit 1", "Brendan Mobile Unit 2"),
        ("Brendan Center Building B", "Brendan Center Building D"),
        ("Brendan Center", "Mid-Palm Clinic at Brendan Center"),
        ("Brendan Center", "Waterway House"),
    ],
)
def test_a_programme_a_guest_and_another_body_at_one_address_and_phone_are_not_merged_by_the_rule(one: str, other: str) -> None:
    assert outcome(listing("a:1", one), listing("b:1", other)) != "same"


def test_a_name_that_is_only_a_towns_is_read_with_its_organization() -> None:
    body = Organization(key="b:7", name="Brendan House, Inc.")
    assert outcome(listing("a:1", "Brendan House - Miami Office"), listing("b:1", "MIAMI", organization=body)) == "same"
    other = Organization(key="b:8", name="Waterway Trust")
    assert outcome(listing("a:1", "Brendan House - Miami Office"), listing("b:1", "MIAMI", organization=other)) != "same"


def test_a_school_is_the_place_of_many_helps() -> None:
    one, other = listing("a:1", "Brendan Elementary School"), listing("b:1", "Brendan Elementary School")
    assert outcome(one, other) == "maybe"


# -------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("419 North First Street", "419 N 1st St"),
        ("9030 Route 108, Suite A", "9030 MD-108 Suite A"),
        ("4-21 27th Avenue", "4-21 27th Ave"),
        ("309 47 Street", "309 47th Street"),
        ("75 Public Square, Holley, NY 14470", "75 Public Sq"),
        ("90-27 Supthin Boulevard, 5th Floor", "90-27 Sutphin Blvd"),
        ("2401 Liberty Heights Ave Ste 111-113", "2401 Liberty Heights Ave 111 -113"),
    ],
)
def test_one_street_written_otherwise_is_one_place(one: str, other: str) -> None:
    place = {"city": "Holley", "region": "NY", "postal_code": "14470"}
    here, there = street(address(one, **place)), street(address(other, **place))
    assert here.house == there.house
    assert alike(here, there)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 N Palm Street", "12 S Palm Street"),
        ("12 47th Street", "12 74th Street"),
        ("12 Highway 304", "12 Highway 306"),
        ("12 Palm Street", "12 Cedar Street"),
    ],
)
def test_streets_that_only_look_alike_are_two(one: str, other: str) -> None:
    assert not alike(street(address(one)), street(address(other)))


def test_sites_of_one_organization_stay_apart() -> None:
    assert outcome(listing("a:1", "Brendan Center"), listing("b:1", "Brendan Center", "900 Cedar Road")) == "different"


def test_a_slip_in_a_house_number_is_one_place_where_name_and_phone_agree() -> None:
    one, other = listing("a:1", "Brendan Center", "18255 Palm Ave"), listing("b:1", "Brendan Center", "18225 Palm Ave")
    assert mistyped(street(address("18255 Palm Ave")), street(address("18225 Palm Ave")))
    assert outcome(one, other) == "same"
    assert outcome(one, replace(other, phones=(Phone(number="3055550199", kind="local"),))) != "same"


def test_points_decide_where_a_place_has_no_street() -> None:
    spot = Place(point=Point(-36.85, 174.76), precision="street", codes=("nz",), address=Address(country="NZ"))
    near = replace(spot, point=Point(-36.8502, 174.7601))
    far = replace(spot, point=Point(-36.87, 174.76))
    one = listing("a:1", "Church of Brendan", phone="", place=spot)
    assert outcome(one, listing("b:1", "Church of Brendan", phone="", place=near)) == "same"
    assert outcome(one, listing("b:1", "Church of Brendan", phone="", place=far)) == "different"


# -------------------------------------------------------------- phones, kinds, whom it is for


def test_a_shared_switchboard_alone_makes_nothing_one() -> None:
    assert outcome(listing("a:1", "Brendan Center"), listing("b:1", "Waterway House", "900 Cedar Road")) == "different"


def test_one_number_with_other_extensions_is_less_than_one_number() -> None:
    def at(identifier: str, extension: str) -> Listing:
        return listing(identifier, "Brendan Center", phones=(Phone(number="3055550111", kind="local", extension=extension),))

    phones = [judge(sketch(at("a:1", "2")), sketch(at("b:1", one))).comparison.fields[3].points for one in ("2", "", "3")]
    assert phones[0] == phones[1] > phones[2]


def test_mental_health_and_addiction_that_one_provider_lists_apart_are_asked_about() -> None:
    one = listing("a:1", "Brendan Center", categories=("mental-health/counseling",))
    assert outcome(one, listing("b:1", "Brendan Center", categories=("recovery/outpatient",))) == "maybe"
    assert outcome(one, listing("b:1", "Brendan Center", categories=("health/clinics",))) == "same"


def test_the_food_that_a_body_gives_is_a_help_of_its_own() -> None:
    one = listing("a:1", "Church of Brendan", categories=("faith/congregations",))
    assert outcome(one, listing("b:1", "Church of Brendan", categories=("practical/food/pantries",))) == "maybe"


def test_what_one_source_tells_by_other_words_or_for_others_is_not_merged_by_the_rule() -> None:
    body = Organization(key="a:7", name="Waterway Trust")
    long = "Teaches people of the island how to sail small boats on the lake every day"
    other = "Lends tools and gives advice to whoever builds a house of wood by hand"
    one = listing("a:1", "Brendan Center", organization=body, description=long)
    assert outcome(one, replace(one, id="a:2")) == "same"
    assert outcome(one, replace(one, id="a:2", description=other)) == "maybe"
    young, old = Eligibility(text="Elementary"), Eligibility(text="Middle School")
    assert outcome(replace(one, eligibility=young), replace(one, id="a:2", eligibility=old)) == "maybe"


def test_one_programme_of_two_bodies_at_one_school_is_not_merged_by_the_rule() -> None:
    one = listing("a:1", "After Hours - Brendan Hall", organization=Organization(key="a:7", name="New York Junior League"))
    other = replace(one, id="a:2", organization=Organization(key="a:8", name="Settlement Society of New York"))
    assert outcome(one, other) == "maybe"
    assert outcome(one, replace(other, organization=Organization(key="a:9", name="NYJL"))) == "same"


def test_two_countries_bodies_on_one_short_code_are_not_one() -> None:
    def line(identifier: str, name: str, country: str) -> Listing:
        short = Phone(number="116123", kind="short_code", country=country)
        return listing(identifier, name, "", phones=(short,), place=None, modes=("phone",), coverage=(country.lower(),))

    assert outcome(line("a:1", "Brendan Line", "GB"), line("b:1", "Brendan Line Ireland", "IE")) == "different"
    assert outcome(line("a:1", "Brendan Line", "GB"), line("b:1", "Brendan Line", "IE")) == "different"


def test_a_national_line_is_one_help_wherever_its_office_is() -> None:
    office = listing("a:1", "National Brendan Line, Inc.", "", phone="8005550111", modes=("phone",))
    line = listing("b:1", "National Brendan Line", "", phone="8005550111", place=None, modes=("phone",))
    assert outcome(office, line) == "same"


# -------------------------------------------------------------- protected places


def hidden(identifier: str, visibility: Visibility = "hidden", name: str = "Brendan House") -> Listing:
    place = Place(visibility=visibility, codes=("us-fl-086", "us-fl", "us"))
    return listing(identifier, name, place=place)


def test_a_protected_place_is_one_with_its_public_record_only_by_its_very_name_and_phone() -> None:
    assert outcome(hidden("a:1"), listing("b:1", "Brendan House")) == "same"
    assert outcome(hidden("a:1"), listing("b:1", "Brendan House Center")) == "maybe"
    assert outcome(hidden("a:1"), listing("b:1", "Brendan House", phone="3055550199")) != "same"


def test_a_sketch_of_a_protected_place_has_neither_street_nor_point() -> None:
    told = Address(lines=("12 Palm Street",), city="Miami")
    place = Place(visibility="area", address=told, point=Point(25.7, -80.2), codes=("us-fl-086",))
    found = sketch(listing("a:1", "Brendan House", place=place))
    assert (found.street.words, found.point, found.city, found.postal) == ((), None, "", "")


# -------------------------------------------------------------- meetings


def meeting(identifier: str, day: int, **said: Any) -> Listing:
    held = Session(freq="weekly", days=(day,), start=1140, end=1200, zone="America/New_York")
    first: dict[str, Any] = {"sessions": (held,), "group": f"{identifier.partition(':')[0]}:g", "phone": ""}
    return listing(identifier, "Serenity Brendan", **(first | said))


def test_a_meeting_of_two_feeds_is_one_at_the_same_time_and_two_at_another() -> None:
    assert outcome(meeting("a:1", 0), meeting("b:1", 0)) == "same"
    assert outcome(meeting("a:1", 0), meeting("b:1", 3)) == "different"


def test_meetings_of_one_group_that_their_source_keeps_apart_stay_apart() -> None:
    assert outcome(meeting("a:1", 0), meeting("a:2", 0, formats=("closed",))) == "different"


# -------------------------------------------------------------- groups


def test_records_of_three_sources_become_one_group() -> None:
    found = decided(*(listing(f"{source}:1", "Brendan Center") for source in "abc"), listing("a:2", "Waterway House"))
    assert found.groups == (("a:1", "b:1", "c:1"),)
    assert found.questions == ()


def test_a_record_that_fits_two_of_one_source_that_are_apart_is_asked_about() -> None:
    body = Organization(key="b:7", name="Brendan House")
    first = "Teaches people of the island how to sail small boats on the lake every day"
    second = "Lends tools and gives advice to whoever builds a house of wood by hand"
    two = [listing(f"b:{n}", "MIAMI", organization=body, description=text) for n, text in ((1, first), (2, second))]
    found = decided(listing("a:1", "Brendan House Miami"), *two)
    assert found.groups == ()
    assert {one.why for one in found.questions if one.comparison.one == "a:1"} == {(AMBIGUOUS,)}


def test_a_persons_split_keeps_a_pair_apart_also_through_a_third() -> None:
    listings = [listing(f"{source}:1", "Brendan Center") for source in "abc"]

    def apart(one: str, other: str) -> bool:
        return {one, other} == {"a:1", "b:1"}

    found = decide([sketch(one) for one in listings], apart=apart)
    assert all(not {"a:1", "b:1"} <= set(group) for group in found.groups)


def test_the_order_of_listings_changes_nothing() -> None:
    listings = [listing(f"{source}:{n}", f"Brendan {word}") for source in "abc" for n, word in enumerate(("Center", "Dental"))]
    assert decided(*listings).groups == decided(*reversed(listings)).groups


# -------------------------------------------------------------- blocks


def compared(listings: Iterable[Listing]) -> set[frozenset[str]]:
    sketches = [sketch(one) for one in listings]
    found = [frozenset((sketches[one].id, sketches[other].id)) for one, other in pairs(sketches)]
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Waterway", "street": "900 Cedar Road", "phone": "3055550111"},
        {"name": "Waterway", "phone": "3055550199"},
        {"name": "Brendan House", "street": "900 Cedar Road", "phone": ""},
        {"name": "Waterway", "street": "900 Cedar Road", "phone": "", "url": "https://brendan.example/help/"},
        {"name": "Waterway", "street": "900 Cedar Road", "phone": "", "email": "Info@brendan.example"},
    ],
)
def test_what_shares_a_phone_an_address_a_name_in_town_a_page_or_a_mailbox_is_compared(said: dict[str, str]) -> None:
    one = listing("a:1", "Brendan Center", url="http://www.brendan.example/help", email="info@brendan.example")
    assert compared([one, listing("b:1", **said)]) == {frozenset(("a:1", "b:1"))}


def test_what_shares_nothing_is_not_compared() -> None:
    assert compared([listing("a:1", "Brendan"), listing("b:1", "Waterway", "900 Cedar Road", "3055550199")]) == set()


@pytest.mark.parametrize("size", [10 * LARGEST, 40 * LARGEST])
def test_a_switchboard_of_hundreds_is_compared_by_address_and_name_in_linear_work(size: int) -> None:
    many = [listing(f"a:{n}", f"Helper{n} House", f"{n + 1} Street{n} Road") for n in range(size)]
    twin = listing("b:1", "Helper7 House", "8 Street7 Road")
    found = compared([*many, twin])
    assert frozenset(("a:7", "b:1")) in found
    assert len(found) < 30 * size
