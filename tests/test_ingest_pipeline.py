"""Settling: from what a record says to a listing that may be published, with a gazetteer of three towns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.geo import Point, distance
from directory.listing import Address, Listing, Phone, Precision, ref_of
from directory.schedule import Session
from directory.schemas import dump_json
from ingest.clean.discreet import UNTOLD
from ingest.dedupe import SAME_CONTENT, SAME_KEY, distinct
from ingest.draft import Draft, RawPhone, Refused, Where
from ingest.pipeline.contacts import FORMER
from ingest.pipeline.placing import Spot
from ingest.pipeline.secrecy import GIVEN_AWAY
from ingest.pipeline.settling import (
    CALMED,
    FREE,
    GONE,
    HIDDEN_BY_WORDS,
    NO_COVERAGE,
    SITE,
    UNVISITED,
    Intake,
    identify,
    settle,
    settled,
)
from ingest.report import Lead, Report
from ingest.sources import Fixes, Source

TODAY = date(2026, 3, 2)
MIAMI = Spot(Point(25.774, -80.194), ("us-fl-086", "us-fl", "us"), "America/New_York")
MIAMI_ZIP = Spot(Point(25.783, -80.206), ("us-zip-33136", "us-fl-086", "us-fl", "us"), "America/New_York")
CITY_MO = Spot(Point(39.1, -94.58), ("us-mo-095", "us-mo", "us"), "America/Chicago")
CITY_KS = Spot(Point(39.11, -94.63), ("us-zip-66101", "us-ks-209", "us-ks", "us"), "America/Chicago")


class Atlas:
    """A gazetteer of three towns; it remembers the addresses it was asked to geocode."""

    def __init__(self) -> None:
        self.asked: list[Address] = []

    def postal(self, code: str, country: str) -> Spot | None:
        return {"33136": MIAMI_ZIP, "66101": CITY_KS}.get(code[:5]) if country == "US" else None

    def town(self, name: str, region: str, country: str) -> Spot | None:
        found = {("Miami", "us-fl"): MIAMI, ("Kansas City", "us-mo"): CITY_MO, ("Kansas City", "us-ks"): CITY_KS}
        return found.get((name, region)) if country == "US" else None

    def around(self, point: Point) -> Spot | None:
        spot = min((MIAMI_ZIP, CITY_KS), key=lambda one: distance(point, one.point))
        return spot if distance(point, spot.point) < 300 else None

    def away(self, point: Point) -> float:
        return min(distance(point, one.point) for one in (MIAMI_ZIP, CITY_KS))

    def region(self, name: str, country: str) -> str:
        return {"FL": "us-fl", "Florida": "us-fl", "MO": "us-mo", "KS": "us-ks"}.get(name, "")

    def geocode(self, address: Address) -> tuple[Point, Precision] | None:
        self.asked.append(address)
        return (MIAMI_ZIP.point, "zip") if address.postal_code else (MIAMI.point, "city") if address.city == "Miami" else None


STREET = Address(lines=("1380 Howard St",), city="Miami", region="FL ", postal_code="33136", country="   ")


def draft(**said: Any) -> Draft:
    first: dict[str, Any] = {"key": "7@9", "where": Where("services.csv", 7, "7@9"), "name": "Hope Pantry", "address": STREET}
    return Draft(**(first | {"facets": {"mode": ["in-person"], "category": ["practical/food/pantries"]}} | said))


def intake(**said: Any) -> Intake:
    first: dict[str, Any] = {"name": "t", "title": "Test feed", "format": "x", "path": Path("x")}
    return Intake(Source(**(first | said)), Atlas(), Report(), TODAY)


def settle_one(source: Intake | None = None, /, **said: Any) -> Listing:
    return settle(draft(**said), source or intake())


def guesses(source: Intake) -> set[str]:
    notes = source.notes
    assert isinstance(notes, Report)
    return set(notes.guesses)


def test_a_whole_record_becomes_a_listing() -> None:
    listing = settle_one(
        organization="Hope Inc.",
        organization_key="12",
        description="<p>Food&nbsp;for all.</p>",
        phones=[RawPhone(text="305-573-4200 x3", label="Intake")],
        url="www.example.com",
        sessions=[Session(freq="weekly", days=(0,), start=540, end=1020)],
        link="https://example.com/7",
    )
    assert (listing.id, listing.ref, listing.revision) == ("t:7@9", ref_of("t:7@9"), 0)
    assert listing.organization.key == "t:12"
    assert listing.description == "Food for all."
    assert listing.phones == (Phone(number="3055734200", kind="local", extension="3", label="Intake"),)
    assert listing.coverage == ("us-fl-086",)
    assert listing.sessions is not None
    assert listing.sessions[0].zone == "America/New_York"
    assert listing.place is not None
    assert (listing.place.address.region, listing.place.address.country) == ("FL", "US")
    assert (listing.provenance.source, listing.provenance.source_name, listing.provenance.seen_on) == ("t", "Test feed", TODAY)


def test_without_a_key_the_id_follows_from_name_address_and_phone() -> None:
    source = intake().source
    phone = [RawPhone(text="305-573-4200")]
    one = identify(draft(key="", phones=phone), source)
    assert one == identify(draft(key="", name="HOPE  pantry!", phones=[RawPhone(text="(305) 573 4200")]), source)
    assert one != identify(draft(key="", name="Hope Kitchen", phones=phone), source)
    assert re.fullmatch(r"t:~[0-9a-f]{20}", one)


def test_without_a_key_the_organization_is_told_apart_by_its_pages() -> None:
    keys = {
        settle_one(organization="First Baptist Church", url=url).organization.key for url in ("http://a.org", "http://b.org")
    }
    assert keys == {"first-baptist-church@a.org", "first-baptist-church@b.org"}


@pytest.mark.parametrize("name", ["1380 Howard St", "1380 HOWARD ST., Miami, FL 33136", "1380 Howard St #5"])
def test_an_address_repeated_as_the_name_of_a_place_is_no_name(name: str) -> None:
    place = settle_one(place_name=name).place
    assert place is not None
    assert (place.name, place.address.lines) == ("", ("1380 Howard St",))


def test_a_record_without_a_name_is_refused() -> None:
    with pytest.raises(Refused, match="no name"):
        settle_one(name=" -- ")


@pytest.mark.parametrize(
    ("said", "source", "coverage"),
    [
        ({"coverage": ["us-fl", "us-ga"]}, {}, ("us-fl", "us-ga")),
        ({}, {}, ("us-fl-086",)),
        ({"facets": {"mode": ["phone"]}}, {"coverage": ("us-fl",)}, ("us-fl",)),
        ({"facets": {"mode": ["phone"]}, "visibility": "hidden"}, {"coverage": ("us",)}, ("us-fl-086",)),
        ({"address": None}, {"coverage": ("us-fl",)}, ("us-fl",)),
        ({"coverage": ["Florida!"]}, {}, ("us-fl-086",)),
    ],
)
def test_coverage_is_declared_or_the_county_or_the_sources(
    said: dict[str, Any], source: dict[str, Any], coverage: tuple[str, ...]
) -> None:
    assert settle_one(intake(**source), **said).coverage == coverage


def test_without_any_coverage_it_is_refused() -> None:
    with pytest.raises(Refused, match=NO_COVERAGE):
        settle_one(address=None)


# Places


def test_where_nobody_is_helped_in_person_its_zip_code_gives_no_area_and_the_reason_says_so() -> None:
    source = intake()
    told = draft(facets={"mode": ["phone"], "category": ["practical/food/pantries"]})
    assert list(settled([told], source)) == []
    assert isinstance(source.notes, Report)
    assert (set(source.notes.reasons), guesses(source)) == ({UNVISITED}, set())


def test_what_is_closed_by_its_name_is_quarantined_and_for_a_time_is_a_status() -> None:
    source = intake()
    assert list(settled([draft(name="Old Pantry - CLOSED", hours_text="closed")], source)) == []
    assert isinstance(source.notes, Report)
    assert set(source.notes.reasons) == {GONE}
    assert settle_one(name="Old Pantry - temporarily closed").status == "temporarily-closed"
    assert settle_one(name="Big Book (closed)", group="big-book").status == "active"


def test_a_brief_name_stands_behind_its_bodys_unless_a_person_chose_it() -> None:
    said: dict[str, Any] = {"name": "Felony", "organization": "State Attorney, Inc.", "organization_key": "3"}
    assert settle_one(**said).name == "State Attorney: Felony"
    assert settle_one(whole_name=True, **said).name == "Felony"


def test_given_coordinates_are_kept_to_five_decimals() -> None:
    place = settle_one(point=Point(25.7701234, -80.2001234)).place
    assert place is not None
    assert (place.point, place.precision) == (Point(25.77012, -80.20012), "rooftop")


def test_swapped_coordinates_are_put_right_where_the_state_agrees() -> None:
    source = intake()
    place = settle_one(source, point=Point(-80.2, 25.77)).place
    assert place is not None
    assert place.point == Point(25.77, -80.2)
    assert "latitude and longitude were swapped" in guesses(source)


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (Point(0, 0), "coordinates 0,0 were dropped"),
        (Point(39.1, -94.6), "coordinates outside of the stated state were dropped"),
        (Point(25.77, 80.2), "coordinates outside of the stated state were dropped"),
    ],
)
def test_coordinates_elsewhere_are_dropped_and_told(point: Point, said: str) -> None:
    source = intake()
    place = settle_one(source, point=point).place
    assert place is not None
    assert (place.point, place.precision) == (MIAMI_ZIP.point, "zip")
    assert said in guesses(source)


def test_a_point_beside_a_border_is_believed() -> None:
    address = Address(lines=("6101 Ward Pkwy",), city="Kansas City", region="MO")
    place = settle_one(address=address, point=Point(39.10, -94.62)).place
    assert place is not None
    assert place.point == Point(39.10, -94.62)
    assert place.codes == CITY_MO.codes


def test_without_coordinates_it_is_placed_by_its_zip_code_and_says_so() -> None:
    source = intake()
    place = settle_one(source).place
    assert place is not None
    assert (place.point, place.precision) == (MIAMI_ZIP.point, "zip")
    assert "no coordinates: placed by its ZIP code" in guesses(source)


def test_a_po_box_gets_no_point() -> None:
    place = settle_one(address=replace(STREET, lines=("P.O. Box 12",))).place
    assert place is not None
    assert place.point is None
    assert place.codes == MIAMI_ZIP.codes


def test_a_zip_code_that_lost_its_zero_is_told() -> None:
    source = intake(coverage=("us",))
    settle_one(source, address=Address(lines=("1 Elm St",), city="Boston", region="MA", postal_code="2139"), coverage=["us"])
    assert "a ZIP code had lost its zeros" in guesses(source)


# Protected places


def texts(listing: Listing) -> str:
    return dump_json(listing)


@pytest.mark.parametrize(
    "said", [{"visibility": "hidden"}, {"address": replace(STREET, lines=("Confidential", "1380 Howard St"))}]
)
def test_a_hidden_place_leaves_its_county_and_nothing_else(said: dict[str, Any]) -> None:
    source = intake(link="https://example.com/feed")
    more = {"point": Point(25.7701, -80.2001), "place_name": "Rose House", "directions": "Behind it", "transport": "Bus 7"}
    listing = settle_one(source, **said, **more, link="https://example.com/7", organization_key="7")
    assert listing.place is not None
    assert listing.place.visibility == "hidden"
    assert listing.place.codes == ("us-fl-086", "us-fl", "us")
    stored = texts(listing)
    for secret in ("1380", "Howard", "33136", "25.77", "80.2", "Rose", "Behind", "Bus 7", "example.com", 't:7"'):
        assert secret not in stored


def test_a_place_that_words_anywhere_keep_back_is_hidden_told_by_phone_and_reported() -> None:
    source = intake()
    told = draft(description="Its address is confidential.", phones=[RawPhone(text="305-573-4200")])
    ((listing, where),) = settled([told], source)
    assert listing.place is not None
    assert (listing.place.visibility, listing.place.address, listing.modes) == ("hidden", Address(), ("in-person", "phone"))
    assert "Howard" not in texts(listing)
    assert (where.key, guesses(source)) == ("", {HIDDEN_BY_WORDS})
    assert list(settled([replace(told, hours_text="1380 Howard St, 9 to 5")], source)) == []


def test_what_is_not_to_be_published_is_quarantined_without_a_word_of_it() -> None:
    source = intake()
    assert list(settled([draft(beside=["DO NOT PUBLISH"])], source)) == []
    assert isinstance(source.notes, Report)
    ((reason, (found,)),) = source.notes.examples.items()
    assert (reason, found.where.key, found.excerpt) == (UNTOLD, "", "")


def test_a_hidden_address_never_reaches_a_geocoder() -> None:
    source = intake()
    settle_one(source, visibility="hidden")
    settle_one(source, visibility="area")
    settle_one(source, place_name="Location undisclosed")
    assert isinstance(source.places, Atlas)
    assert source.places.asked == []


def test_an_area_place_has_the_town_of_the_gazetteer() -> None:
    listing = settle_one(visibility="area", point=Point(25.7701, -80.2001), place_name="Rose House", directions="Behind it")
    place = listing.place
    assert place is not None
    assert (place.point, place.precision, place.address) == (
        MIAMI.point,
        "city",
        Address(city="Miami", region="FL", country="US"),
    )
    assert not {"1380", "Howard", "33136", "Rose", "Behind"} & set(re.findall(r"\w+", texts(listing)))


@pytest.mark.parametrize("visibility", ["hidden", "area"])
@pytest.mark.parametrize(
    "said",
    [
        {"description": "Ring the bell at 1380."},
        {"description": "We are on Howard Street, behind the bank."},
        {"name": "Howard St. Shelter"},
        {"hours_text": "Howard St door from 9 to 5"},
        {"application": "Come to 1380 howard"},
        {"url": "https://maps.example.com/?q=1380+Howard+St"},
        {"phones": [RawPhone(text="305-573-4200", label="Howard St desk")]},
        {"keywords": ["howard"]},
        {"alternate_names": ["HOWARD"]},
    ],
)
def test_a_record_whose_words_repeat_its_hidden_address_is_quarantined(visibility: str, said: dict[str, Any]) -> None:
    source = intake()
    assert list(settled([draft(visibility=visibility, **said)], source)) == []
    report = source.notes
    assert isinstance(report, Report)
    assert report.reasons == {GIVEN_AWAY: 1}
    told = str(report.plain())
    assert not any(secret in told for secret in ("1380", "Howard", "howard", "7@9", "Hope"))
    assert "services.csv" in told


@pytest.mark.parametrize("visibility", ["hidden", "area"])
def test_a_key_that_repeats_a_hidden_address_is_hashed(visibility: str) -> None:
    listing = settle_one(
        key="shelter-1380-howard-st-miami", group="1380-howard", visibility=visibility, link="http://a.org/1380"
    )
    assert "howard" not in texts(listing)
    assert "1380" not in texts(listing)
    assert settle_one(key="shelter-1380-howard-st-miami").id == "t:shelter-1380-howard-st-miami"


def test_a_hidden_address_is_in_no_hash() -> None:
    moved = replace(STREET, lines=("7 Elm St",))
    assert settle_one(key="", visibility="hidden").id == settle_one(key="", visibility="hidden", address=moved).id


def test_the_word_confidential_itself_is_no_secret() -> None:
    address = replace(STREET, lines=("Confidential",))
    assert settle_one(address=address, description="All calls are confidential.").place is not None


@pytest.mark.parametrize(
    "line", ["1380 Howard St (confidential)", "CONFIDENTIAL - 1380 Howard St", "Undisclosed: Howard Street"]
)
def test_a_street_beside_the_word_confidential_is_a_secret_too(line: str) -> None:
    source = intake()
    said = draft(address=replace(STREET, lines=(line,)), description="Come to our house on Howard St.")
    assert list(settled([said], source)) == []
    assert isinstance(source.notes, Report)
    assert source.notes.reasons == {GIVEN_AWAY: 1}
    kept = settle_one(key="pantry-howard", address=replace(STREET, lines=(line,)))
    assert kept.place is not None
    assert kept.place.visibility == "hidden"
    assert "howard" not in texts(kept).lower()


@pytest.mark.parametrize(
    "said", [{"place_name": "Private Residence"}, {"address": replace(STREET, lines=("Home", "1380 Howard St"))}]
)
def test_where_somebody_lives_is_told_by_its_town(said: dict[str, Any]) -> None:
    source = intake()
    page = "https://aa.example.org/meeting?id=7"
    listing = settle_one(source, url=page, link=page, point=Point(25.7701, -80.2001), directions="Back door", **said)
    assert listing.place is not None
    assert (listing.place.visibility, listing.place.point) == ("area", MIAMI.point)
    assert guesses(source) >= {"a private home: told by its town, without its address"}
    stored = texts(listing)
    for secret in ("1380", "Howard", "33136", "25.77", "Back door", "Residence", "meeting?id=7"):
        assert secret not in stored.replace(str(MIAMI.point.lat), "")


def test_a_house_of_prayer_is_no_private_home() -> None:
    for name in ("House of Hope", "The Father's House", "Home Street Church", "Veterans Home"):
        listing = settle_one(place_name=name)
        assert listing.place is not None
        assert listing.place.visibility == "public"


# Facets, hours, contacts, fixes


def test_persons_in_prose_stay_behind_unless_the_source_publishes_them() -> None:
    said = {"application": "<p>Ask for Ann Doe, ann.doe@example.org</p>", "documents": ["A letter to ann.doe@example.org"]}
    source = intake()
    listing = settle_one(source, **said)
    assert (listing.application, listing.documents) == ("Ask for …, …", ("A letter to …",))
    assert {"a person's name was taken out of a text", "a person's e-mail address was taken out of a text"} <= guesses(source)
    assert settle_one(intake(emails="public"), **said).application == "Ask for Ann Doe, ann.doe@example.org"


def test_at_most_three_kinds_the_most_specific() -> None:
    source = intake()
    said = [
        "practical/food",
        "practical/food/pantries",
        "mental-health",
        "crisis/lifelines",
        "practical/transport",
        "practical/transport",
    ]
    listing = settle_one(source, facets={"mode": ["in-person"], "category": said})
    assert listing.categories == ("practical/food/pantries", "crisis/lifelines", "practical/transport")
    assert "more than three kinds of help: the three most specific were kept" in guesses(source)


def test_undeclared_values_are_counted_and_left_out() -> None:
    source = intake()
    listing = settle_one(
        source, facets={"mode": ["in-person", "telepathy"], "category": ["nonsense"], "mood": ["x"]}, only=["elves"]
    )
    assert (listing.modes, listing.categories, listing.only) == (("in-person",), (), ())
    assert isinstance(source.notes, Report)
    assert set(source.notes.codes) == {
        ("mode", "telepathy"),
        ("category", "nonsense"),
        ("facet", "mood"),
        ("audience", "elves"),
    }


def test_a_value_stated_and_denied_is_neither() -> None:
    listing = settle_one(facets={"mode": ["in-person"], "cost": ["free", "medicaid"]}, denied=["cost:free", "mode:phone"])
    assert listing.costs == ("medicaid",)
    assert listing.denied == ()


def test_hours_without_a_zone_are_unknown_and_stay_as_text() -> None:
    source = intake(coverage=("us",))
    weekly = [Session(freq="weekly", days=(0, 4), start=540, end=1020)]
    listing = settle_one(source, address=None, facets={"mode": ["phone"]}, sessions=weekly)
    assert listing.sessions is None
    assert listing.hours_text == "Mon, Fri 09:00-17:00"
    assert "hours without a time zone were kept as text only" in guesses(source)


def test_the_source_says_the_zone_of_what_has_no_place() -> None:
    source = intake(coverage=("us",), zone="America/Denver")
    weekly = [Session(freq="weekly", days=(0,)), Session(freq="appointment")]
    listing = settle_one(source, address=None, facets={"mode": ["phone"]}, sessions=weekly)
    assert listing.sessions is not None
    assert [session.zone for session in listing.sessions] == ["America/Denver", ""]


@pytest.mark.parametrize(("start", "end"), [(1500, 1600), (600, 600), (600, 540), (0, 3000), (-5, 60)])
def test_hours_that_no_clock_has_are_unknown(start: int, end: int) -> None:
    listing = settle_one(sessions=[Session(freq="weekly", days=(0,), start=start, end=end)])
    assert listing.sessions is None


def test_no_hours_is_not_unknown_hours() -> None:
    assert settle_one(sessions=[]).sessions == ()
    assert settle_one(sessions=None).sessions is None


def test_phones_a_person_took_apart_stay_as_they_are_and_come_first() -> None:
    ready = Phone(number="741741", kind="short_code", use="text", keyword="HOME")
    listing = settle_one(ready_phones=[ready], phones=[RawPhone(text="305-573-4200 or 211"), RawPhone(text="(305) 573-4200")])
    assert [phone.number for phone in listing.phones] == ["741741", "3055734200", "211"]
    assert listing.phones[0] == ready


@pytest.mark.parametrize(
    ("label", "use"),
    [
        ("Fax#", "fax"), ("Fax for food referrals", "fax"), ("Dean's Office Fax", "fax"), ("Alternate Fax #", "fax"),
        ("Belvedere fax number", "fax"), ("TTY, Headquarters", "tty"), ("Phone and Fax", "call"), ("Voice and TTY", "call"),
        ("(Fax tone indicates line is busy)", "call"), ("Germantown (FAX: 240-777-3563)", "call"), ("", "call"),
    ],
)  # fmt: skip
def test_a_label_says_that_a_number_is_no_telephone(label: str, use: str) -> None:
    (phone,) = settle_one(phones=[RawPhone(text="305-573-4200", label=label)]).phones
    assert phone.use == use


@pytest.mark.parametrize(
    ("name", "city", "modes"),
    [
        ("Harbor Health - Mobile Dental Unit #4", "Miami", ("mobile-unit",)),
        ("Ezra dental van -- #2", "Miami", ("mobile-unit",)),
        ("Harbor Mobile Pantry @ Hart Park", "Miami", ("in-person", "mobile-unit")), ("Mobile Unit", "Mobile", ("in-person",)),
        ("Mobile Home Park Clinic", "Miami", ("in-person",)), ("Harbor Clinic", "Miami", ("in-person",)),
    ],
)  # fmt: skip
def test_a_mobile_unit_is_known_by_its_name(name: str, city: str, modes: tuple[str, ...]) -> None:
    assert settle_one(name=name, address=replace(STREET, city=city)).modes == modes


@pytest.mark.parametrize(
    ("label", "extension", "kept"),
    [
        ("Ext. 373", "373", ""), ("X 14", "14", ""), ("ext. 10, Office Manager", "10", "Office Manager"),
        ("ext. 1001 or 1004", "", "ext. 1001 or 1004"), ("or x9002 for intake", "", "or x9002 for intake"),
        ("X-rays", "", "X-rays"),
    ],
)  # fmt: skip
def test_a_label_that_begins_with_an_extension_gives_it(label: str, extension: str, kept: str) -> None:
    (phone,) = settle_one(phones=[RawPhone(text="305-573-4200", label=label)]).phones
    assert (phone.extension, phone.label) == (extension, kept)


@pytest.mark.parametrize(
    ("low", "high", "kept"),
    [(18, 24, (18, 24)), (None, 5, (None, 5)), (30, 20, (None, None)), (-1, 9, (None, None)), (0, 999, (None, None))],
)
def test_ages_that_cannot_be_are_dropped(low: int | None, high: int | None, kept: tuple[int | None, int | None]) -> None:
    found = settle_one(minimum_age=low, maximum_age=high).eligibility
    assert (found.minimum_age, found.maximum_age) == kept


def test_known_bad_values_are_corrected_by_data() -> None:
    fixes = Fixes(
        remove=(re.compile("###[A-Z]+###"),),
        replace={"city": {"Maimi": "Miami"}, "url": {"none": ""}},
        records={"7@9": {"phone": "305-573-4200", "name": "Hope Food Pantry"}, "8@9": {"refuse": "closed for good"}},
    )
    source = intake(fixes=fixes)
    listing = settle_one(
        source,
        description="Food.\\n\\n###MON###\\n###COL###",
        address=replace(STREET, city="Maimi"),
        url="none",
        phones=[RawPhone(text="305-CALL")],
    )
    assert listing.description == "Food."
    assert listing.place is not None
    assert listing.place.address.city == "Miami"
    assert (listing.name, listing.url, listing.phones[0].number) == ("Hope Food Pantry", "", "3055734200")
    with pytest.raises(Refused, match="closed for good"):
        settle_one(source, key="8@9")


# Duplicates


def pairs(*drafts: Draft, source: Intake) -> Iterable[str]:
    return [listing.id for listing, _ in distinct(settled(drafts, source), source.notes)]


def test_the_second_of_one_key_is_quarantined() -> None:
    source = intake()
    assert pairs(draft(), draft(name="Other"), source=source) == ["t:7@9"]
    assert isinstance(source.notes, Report)
    assert source.notes.reasons == {SAME_KEY: 1}


def test_the_same_content_under_two_keys_stays_and_is_told() -> None:
    source = intake()
    assert pairs(draft(), draft(key="8@9"), source=source) == ["t:7@9", "t:8@9"]
    assert SAME_CONTENT in guesses(source)


def test_markup_in_every_field_is_gone() -> None:
    words = "<b onclick='x'>Safe</b> &amp; sound"
    listing = settle_one(name=words, description=words, fees=words, alert=words, hours_text=words, documents=[words])
    assert "<b" not in texts(listing)
    assert listing.name == listing.fees == listing.alert == listing.documents[0] == "Safe & sound"


@pytest.mark.parametrize("street", ["Confidential", "1380 Howard St (confidential)"])
def test_a_fix_that_takes_out_the_word_confidential_takes_out_no_protection(street: str) -> None:
    source = intake(fixes=Fixes(replace={"street": {street: ""}}))
    told = replace(STREET, lines=(street,))
    place = settle_one(source, address=told, point=Point(25.7801, -80.2001)).place
    assert place is not None
    assert (place.visibility, place.address, place.point) == ("hidden", Address(), None)


def test_a_street_that_a_fix_takes_out_is_still_looked_for_in_the_words_of_a_hidden_place() -> None:
    source = intake(fixes=Fixes(replace={"street": {"1380 Howard St (confidential)": ""}}))
    told = replace(STREET, lines=("1380 Howard St (confidential)",))
    with pytest.raises(Refused, match=GIVEN_AWAY):
        settle_one(source, address=told, description="Ring at 1380 Howard St.")


def test_a_whole_address_where_the_town_should_be_is_not_told_of_a_place_known_by_its_area() -> None:
    place = settle_one(visibility="area", address=replace(STREET, city="1380 Howard St, Miami")).place
    assert place is not None
    assert (place.visibility, place.address.city) == ("area", "")


@pytest.mark.parametrize(
    "said", [{"url": "https://maps.example.com/?q=25.7801,-80.2001"}, {"description": "25.78012 -80.20011"}]
)
def test_a_protected_place_is_not_told_by_its_coordinates(said: dict[str, str]) -> None:
    with pytest.raises(Refused, match=GIVEN_AWAY):
        settle_one(visibility="hidden", point=Point(25.7801, -80.2001), **said)
    assert settle_one(visibility="hidden", point=Point(25.7801, -80.2001), url="https://hope.example.com/25.78").url


def test_no_person_is_told_by_a_note_of_a_session_a_label_or_a_keyword() -> None:
    asked = "Ask for Ann Doe, ann.doe@gmail.com"
    session = Session(freq="weekly", days=(0,), start=540, end=1020, note=asked)
    listing = settle_one(sessions=[session], phones=[RawPhone(text="305-573-4200", label=asked)], keywords=[asked])
    assert "Doe" not in dump_json(listing)
    assert "ann.doe" not in dump_json(listing)


@pytest.mark.parametrize(
    "lines", [("c/o Ann Doe", "1380 Howard St"), ("Attn: Ann Doe, 1380 Howard St",), ("1380 Howard St", "ATTN ANN DOE")]
)
def test_an_address_tells_no_person_to_write_to(lines: tuple[str, ...]) -> None:
    place = settle_one(address=replace(STREET, lines=lines)).place
    assert place is not None
    assert place.address.lines == ("1380 Howard St",)
    kept = settle_one(address=replace(STREET, lines=("c/o First Baptist Church", "1380 Howard St"))).place
    assert kept is not None
    assert kept.address.lines == ("c/o First Baptist Church", "1380 Howard St")


def test_a_lead_at_a_hidden_place_tells_no_town() -> None:
    leads: list[Lead] = []
    assert list(settled([draft(lead="no way to reach it", visibility="hidden")], replace(intake(), leads=leads.append))) == []
    assert [(one.name, one.town) for one in leads] == [("", "FL")]


# -------------------------------------------------------------- numbers that a line had once


OLD_LIFELINE, OLD_SAMARITANS = "1-800-273-TALK (8255)", "08457 90 90 90"
A_LINE = {"mode": ["phone"], "category": ["crisis/lifelines"]}


@pytest.mark.parametrize(
    ("country", "numbers"),
    [("US", [OLD_LIFELINE]), ("US", [OLD_LIFELINE, "988"]), ("US", ["1-800-931-2237"]), ("GB", [OLD_SAMARITANS])],
)
def test_a_line_by_a_number_it_no_longer_has_stands_beside_no_present_one(country: str, numbers: list[str]) -> None:
    told = [RawPhone(text=number) for number in numbers]
    line = draft(facets=A_LINE, address=None, phones=told, coverage=["us"])
    with pytest.raises(Refused, match=FORMER):
        settle(line, intake(country=country))


@pytest.mark.parametrize(
    "told",
    [
        {"chat_url": "https://chat.hope.example.com"},
        {"email": "help@hope.example.com"},
        {"url": "https://hope.example.com"},
        {"address": STREET, "facets": {"category": ["crisis/lifelines"]}},
    ],
)
def test_help_that_is_reached_otherwise_loses_only_the_number_of_a_line_that_is_closed(told: dict[str, Any]) -> None:
    way = {"facets": {**A_LINE, "mode": ["text-chat"]}, "address": None, "coverage": ["us"]} | told
    found = settle(draft(phones=[RawPhone(text="1-800-931-2237")], **way), intake())
    assert found.phones == ()


def test_what_has_numbers_of_its_own_tells_the_present_one_of_the_line_beside_them() -> None:
    told = [RawPhone(text="305-573-4200"), RawPhone(text=OLD_LIFELINE, label="Crisis"), RawPhone(text="1-800-931-2237")]
    found = settle(draft(phones=told), intake())
    assert found.phones == (
        Phone(number="3055734200", kind="local"),
        Phone(number="988", kind="short_code", label="Crisis"),
    )


def test_a_line_that_a_person_took_apart_keeps_the_number_for_phones_that_cannot_dial_the_present_one() -> None:
    ready = [Phone(number="988", kind="short_code"), Phone(number="8002738255", kind="toll_free")]
    found = settle(draft(facets=A_LINE, address=None, ready_phones=ready, coverage=["us"]), intake())
    assert found.phones == tuple(ready)


# -------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "MIAMI", "organization": "HOPE PANTRIES, INC."}, "Hope Pantries: Miami"),
        ({"name": "MIAMI", "organization": "HOPE PANTRIES, INC.", "address": None, "coverage": ["us"]}, "Miami"),
        ({"name": "MIAMI", "organization": "HOPE INTERGROUP", "group": "7"}, "Miami"),
        ({"name": "MIAMI"}, "Miami"),
    ],
)
def test_a_record_is_named_by_more_than_its_town(said: dict[str, Any], name: str) -> None:
    source = intake()
    found = settle_one(source, **said)
    assert (found.name, found.id) == (name, "t:7@9")
    assert CALMED in guesses(source)
    assert (SITE in guesses(source)) == (":" in name)


# -------------------------------------------------------------- what it costs


def test_that_it_is_free_is_taken_from_prose_where_no_field_speaks_of_the_price() -> None:
    told, source = "All services are free and confidential.", intake()
    assert settle_one(source, description=told).costs == ("free",)
    assert FREE in guesses(source)
    facets = {"mode": ["in-person"], "category": ["practical/food/pantries"]}
    assert settle_one(description=told, facets=facets | {"cost": ["fee"]}).costs == ("fee",)
    assert settle_one(description=told, facets=facets | {"cost": ["medicaid"]}).costs == ("medicaid", "free")
    assert settle_one(description=told, fees="Ask us").costs == ()
    assert settle_one(description=told, denied=["cost:free"]).costs == ()
