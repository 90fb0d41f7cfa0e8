"""HSDS 3 in JSON: invented services with every field, in every shape a feed has."""

from __future__ import annotations

import json
import re
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.schedule import Session
from ingest.clean.addresses import secret_text
from ingest.draft import Draft, RawPhone
from ingest.formats import formats, hsds3
from ingest.formats.json_stream import mentions
from ingest.formats.referral_files import SECRETS
from ingest.report import Report
from tests.hsds_world import location, page, service, services, term, written


def saved(file: Path, whole: object) -> Path:
    file.write_text(whole if isinstance(whole, str) else json.dumps(whole), encoding="utf-8")
    return file


def read(path: Path, **options: object) -> tuple[list[Draft], Report]:
    report = Report()
    return [draft for draft in hsds3.read(path, report, options) if not draft.untold], report


def one(tmp_path: Path, whole: object, **options: object) -> tuple[Draft, Report]:
    found, report = read(saved(tmp_path / "feed.json", whole), **options)
    assert len(found) == 1, (report.reasons, report.left_out)
    return found[0], report


def refused(tmp_path: Path, whole: object) -> Report:
    found, report = read(saved(tmp_path / "feed.json", whole))
    assert found == []
    assert report.refused == 1
    return report


def test_the_format_is_found_by_its_name() -> None:
    assert formats()["hsds3"] is hsds3


FULL: dict[str, Any] = {
    "alternate_name": "North Pantry", "interpretation_services": "By phone in 40 languages",
    "application_process": "Walk-ins welcome. Please call first.", "fees_description": "Free",
    "eligibility_description": "Anyone of the county", "minimum_age": 18, "maximum_age": 99.0, "assured_date": "2026-01-31",
    "alert": "Closed for floods.", "wait_time": "About an hour", "email": "info@hands.example.org",
    "languages": [{"id": "g1", "code": "spa"}, {"id": "g2", "name": "Haitian Creole"}],
    "service_areas": [{"id": "r1", "name": "North County"}],
    "cost_options": [{"id": "c1", "option": "Adults", "amount": 0, "currency": "usd", "amount_description": "a bag"}],
    "required_documents": [{"id": "d1", "document": "A bill with your address"}],
    "program": {"id": "g", "name": "Feeding the North"},
}  # fmt: skip


def test_a_full_service_becomes_a_draft(tmp_path: Path) -> None:
    found, report = one(tmp_path, service(**FULL))
    assert found.key == "s1@l1"
    assert (found.name, found.alternate_names) == ("Pantry of the North", ["North Pantry", "Feeding the North"])
    assert (found.organization, found.organization_key, found.organization_url) == (
        "Helping Hands", "o1", "https://hands.example.org",
    )  # fmt: skip
    assert found.facets == {
        "category": ["practical/food/pantries"], "mode": ["in-person"], "language": ["es", "ht", "interpreter"],
        "start": ["walk-in", "call-first"], "cost": ["free"],
    }  # fmt: skip
    assert (found.minimum_age, found.maximum_age, found.residence) == (18, 99, "North County")
    assert (found.place_name, found.point, found.transport) == ("North Hall", Point(25.5, -80.5), "Bus 3")
    assert found.address is not None and found.address.lines == ("12 Palm Street",)
    assert found.sessions == [Session(freq="weekly", days=(0, 2), start=540, end=1020)]
    assert found.phones == [RawPhone(text="305-555-0123", label="Front desk")]
    assert (found.documents, found.fees) == (["A bill with your address"], "Free\nAdults: 0 USD a bag")
    assert (found.alert, found.checked_on) == ("Closed for floods.", date(2026, 1, 31))
    assert found.keywords == []  # the wording of a professional index
    assert (report.refused, dict(report.leftovers), dict(report.codes)) == (0, {}, {})


@pytest.mark.parametrize("shape", ["array", "page", "lines", "object", "bom", "cp1252", "utf-16"])
def test_every_shape_of_a_file_is_read(tmp_path: Path, shape: str) -> None:
    whole = service(name="Café Pantry")
    file = tmp_path / "feed.json"
    text = {"array": json.dumps([whole]), "page": json.dumps(page(whole)), "lines": f"{json.dumps(whole)}\n" * 1}.get(
        shape, json.dumps(whole, ensure_ascii=False)
    )
    file.write_bytes(text.encode({"bom": "utf-8-sig"}.get(shape, shape if shape in {"cp1252", "utf-16"} else "utf-8")))
    found, _ = read(file)
    assert [draft.name for draft in found] == ["Café Pantry"]


def test_lines_of_json_are_read_one_by_one(tmp_path: Path) -> None:
    found, _ = read(saved(tmp_path / "feed.ndjson", "\n".join(json.dumps(service(key)) for key in ("a", "b", "c"))))
    assert [draft.key for draft in found] == ["a@l1", "b@l1", "c@l1"]


@pytest.mark.parametrize("cut", ['{"contents": [{"id": "s1", "name": "x"', '[{"id": "s1"}, {"id"', "{", "true", "[1, 2"])
def test_a_feed_that_breaks_off_or_holds_no_objects_is_a_fault_of_the_source(tmp_path: Path, cut: str) -> None:
    with pytest.raises(SourceError):
        read(saved(tmp_path / "feed.json", cut))


def test_a_broken_line_names_its_number(tmp_path: Path) -> None:
    whole = json.dumps(service("a"))
    with pytest.raises(SourceError, match="line 3"):
        read(saved(tmp_path / "feed.ndjson", f'{whole}\n{whole}\n{{"id": \n'))


def test_a_service_at_two_places_is_two_listings_and_twice_the_same_is_refused(tmp_path: Path) -> None:
    sites = [{"id": str(n), "location": location(key)} for n, key in enumerate(("l1", "l2", "l1"))]
    found, report = read(saved(tmp_path / "feed.json", [service(service_at_locations=sites)]))
    assert [draft.key for draft in found] == ["s1@l1", "s1@l2"]
    assert report.refused == 1


def test_what_is_told_of_the_service_there_goes_before_what_is_told_of_it_everywhere(tmp_path: Path) -> None:
    night = [{"freq": "WEEKLY", "byday": "FR", "opens_at": "18:00", "closes_at": "20:00"}]
    there = {
        "id": "x",
        "location": location(),
        "schedules": night,
        "phones": [{"number": "305-555-0199"}],
        "description": "Ring.",
    }
    found, _ = one(tmp_path, service(service_at_locations=[there]))
    assert found.sessions == [Session(freq="weekly", days=(4,), start=1080, end=1200)]
    assert [phone.text for phone in found.phones] == ["305-555-0199", "305-555-0123"]
    assert found.description == "Bags of groceries.\n\nRing."


def test_a_service_at_location_body_is_a_listing(tmp_path: Path) -> None:
    inner = service()
    del inner["service_at_locations"]
    found, _ = one(tmp_path, page({"id": "x", "phones": [], "location": location(), "service": inner}))
    assert (found.key, found.address is not None) == ("s1@l1", True)


def test_an_organization_body_lists_its_services(tmp_path: Path) -> None:
    inner = service()
    del inner["organization"]
    found, _ = one(tmp_path, {"id": "o9", "name": "Nine", "website": "https://nine.example.org", "services": [inner]})
    assert (found.organization, found.organization_key) == ("Nine", "o9")


def test_of_a_folder_the_fullest_bodies_are_read_and_the_others_told(tmp_path: Path) -> None:
    listed = {key: value for key, value in service().items() if key in {"id", "name", "status", "url", "organization"}}
    saved(tmp_path / "a_list.json", page(listed))
    saved(tmp_path / "b_full.json", service())
    saved(tmp_path / "c_terms.json", page({"id": "t", "code": "x", "name": "x", "taxonomy": "AIRS", "parent_id": "u"}))
    saved(tmp_path / "d_base.json", {"version": "3.0", "profile": "https://example.org", "openapi_url": "https://example.org"})
    found, report = read(tmp_path)
    assert [draft.where.file for draft in found] == ["b_full.json"]
    assert set(report.left_out) == {
        "a_list.json: the same services stand in a fuller form", "c_terms.json: terms, read where services name them",
        "d_base.json: what the API says of itself",
    }  # fmt: skip


def test_terms_and_organizations_of_other_files_are_joined(tmp_path: Path) -> None:
    plain = service(attributes=[{"id": "a", "taxonomy_term_id": "t9"}], organization_id="o9")
    del plain["organization"]
    saved(tmp_path / "services.json", [plain])
    saved(
        tmp_path / "terms.json", [{"id": "t9", "code": "BD-1800.2000", "name": "Food", "taxonomy": "AIRS", "parent_id": "t1"}]
    )
    saved(tmp_path / "organizations.json", page({"id": "o9", "name": "Nine", "website": "https://nine.example.org"}))
    found, _ = read(tmp_path)
    assert [(draft.organization, draft.facets["category"]) for draft in found] == [("Nine", ["practical/food/pantries"])]


def test_a_list_says_nothing_of_how_a_service_reaches_people(tmp_path: Path) -> None:
    listed = {
        key: value for key, value in service(name="Food Bank of the North").items() if key in {"id", "name", "status", "url"}
    }
    found, report = one(tmp_path, page(listed))
    assert (found.facets["mode"], found.address, found.phones) == ([], None, [])
    assert sum(report.guesses.values()) == 2  # its kind is from its name, its organization is not there


@pytest.mark.parametrize(
    ("terms", "kinds"),
    [
        ([term("practical/food/meals")], ["practical/food/meals"]),
        ([term("1130", "Food Pantry", "Open Eligibility")], ["practical/food/pantries"]),
        ([term("", "Food Pantry", "")], ["practical/food/pantries"]),
        ([term("X1", "Soup Kitchens", "Our own list")], ["practical/food/meals"]),
        ([term("RP-1400", "", "")], ["mental-health/counseling"]),
    ],
)
def test_kinds_come_from_terms(tmp_path: Path, terms: list[object], kinds: list[str]) -> None:
    found, report = one(tmp_path, service(name="Nameless", attributes=terms))
    assert found.facets["category"] == kinds
    assert dict(report.codes) == {}


def test_without_a_term_its_name_may_say_what_it_is_which_is_told_as_assumed(tmp_path: Path) -> None:
    found, report = one(tmp_path, service(name="Youth Club at the Library", attributes=[]))
    assert found.facets["category"] == ["social/youth"]
    assert "nothing but its name says what kind of help it is: taken from there" in report.guesses
    assert list(read(saved(tmp_path / "off.json", service(name="Youth Club", attributes=[])), titles=False)[1].reasons) == [
        "nothing says what kind of help it is"
    ]


def test_the_operators_own_phrases_say_what_a_name_means(tmp_path: Path) -> None:
    whole = service(name="The Nook, a youth hub", attributes=[])
    assert one(tmp_path, whole, kinds={"youth hub": "social/youth"})[0].facets["category"] == ["social/youth"]
    with pytest.raises(SourceError, match=r"options\.kinds"):
        one(tmp_path, whole, kinds={"youth hub": "fun"})


def test_no_crisis_is_taken_from_a_name(tmp_path: Path) -> None:
    refused(tmp_path, service(name="Crisis Lifeline 24 hours", attributes=[]))


def test_terms_that_say_nothing_in_a_feed_can_be_left_out_with_those_below_them(tmp_path: Path) -> None:
    terms = [term("PX-1000"), term("RP-1400")]
    assert len(one(tmp_path, service(attributes=terms))[0].facets["category"]) == 2
    found, report = one(tmp_path, service(attributes=terms), without=["PX"])
    assert (found.facets["category"], dict(report.codes)) == (["mental-health/counseling"], {})


def test_a_term_nobody_knows_is_counted(tmp_path: Path) -> None:
    report = refused(tmp_path, service(name="Nameless", attributes=[term("Q9", "Whatever", "Ours")]))
    assert dict(report.codes) == {("Ours", "Q9"): 1}


@pytest.mark.parametrize(
    ("status", "reason"),
    [("inactive", "no longer offered"), ("defunct", "no longer offered"), ("archived", "none of the standard's"), ("", "")],
)
def test_what_is_not_offered_is_not_listed(tmp_path: Path, status: str, reason: str) -> None:
    if not status:
        assert one(tmp_path, service(status=None))[0].status == "active"
        return
    words = {"none of the standard's": "not one of the standard's"}.get(reason, reason)
    assert words in next(iter(refused(tmp_path, service(status=status)).reasons))


def test_closed_for_now_is_listed_without_hours(tmp_path: Path) -> None:
    found, _ = one(tmp_path, service(status="temporarily closed"))
    assert (found.status, found.sessions) == ("temporarily-closed", [])


@pytest.mark.parametrize("mark", [{"is_private": True}, {"IsPrivate": "Yes"}, {"confidential": "true"}, {"is_public": False}])
def test_a_service_marked_private_is_refused_without_its_name(tmp_path: Path, mark: dict[str, Any]) -> None:
    report = refused(tmp_path, service(name="Secret help", **mark))
    (example,) = report.examples["the source says that it is not for the public"]
    assert (example.excerpt, example.where.key, example.where.row) == ("", "", 1)


@pytest.mark.parametrize(
    "hidden",
    [
        location(is_confidential=1), location(attributes=[{"value": "Confidential"}]), location(name="Undisclosed location"),
        location(addresses=[{"address_1": "12 Palm Street (confidential)", "city": "Miami", "address_type": "physical"}]),
        location(x_note="Do not publish address"),
        location(addresses=[{"address_1": "12 Palm Street", "city": "Miami", "private": "y", "address_type": "physical"}]),
    ],
)  # fmt: skip
def test_a_confidential_place_is_hidden(tmp_path: Path, hidden: dict[str, object]) -> None:
    found, _ = one(tmp_path, service(service_at_locations=[{"id": "x", "location": hidden}]))
    assert found.visibility == "hidden"
    assert (found.point, found.place_name, found.directions) == (None, "", "")


def test_another_service_at_the_street_of_a_hidden_place_is_told_by_its_area(tmp_path: Path) -> None:
    quiet = service("a", service_at_locations=[{"id": "x", "location": location("lx", confidential=True)}])
    found, report = read(saved(tmp_path / "feed.json", [quiet, service("b")]))
    assert [draft.visibility for draft in found] == ["hidden", "area"]
    assert report.guesses["its address is that of a hidden place of the same organization: told as an area"] == 1


@pytest.mark.parametrize(
    "text",
    ["Confidential", "undisclosed", "Not disclosed", "non-published", "unpublished", "Withheld", "secret", "private address",
     "address is protected", "address not available", "Address not listed", "Call for directions",
     "phone for the exact location",
     "location is given at intake", "location upon request", "Confidencial", "ubicación reservada"],
)  # fmt: skip
def test_whatever_hides_a_place_makes_the_feed_worth_a_second_look(text: str) -> None:
    assert secret_text(text)
    assert SECRETS.search(json.dumps({"address_1": text}, ensure_ascii=False))


def test_a_shelter_from_violence_without_a_street_is_hidden_and_with_one_told_by_its_area(tmp_path: Path) -> None:
    shelter = service(name="Safe House", attributes=[term("BH-1800.1500-100", "Domestic Violence Shelters")])
    assert one(tmp_path, shelter)[0].visibility == "area"
    assert one(tmp_path, {**shelter, "service_at_locations": []})[0].visibility == "hidden"
    assert one(tmp_path, shelter, public_shelters=["s1"])[0].visibility == "public"


def test_persons_and_private_phones_stay_behind(tmp_path: Path) -> None:
    number = {"phones": [{"number": "305-555-0177"}]}
    contacts = [{"name": "Pat Roe", **number}, {"name": "Intake Office", "phones": [{"number": "305-555-0188"}]}]
    phones = [{"number": "305-555-0166", "is_private": True}, {"number": "305-555-0155", "description": "Pat Roe"}]
    found, _ = one(tmp_path, service(contacts=contacts, phones=phones, email="pat.roe@example.org"))
    assert [(phone.text, phone.label) for phone in found.phones] == [("305-555-0188", "Intake Office")]


def test_whom_to_ask_for_at_an_address_is_told_where_it_is_a_desk(tmp_path: Path) -> None:
    def at(who: str) -> tuple[str, ...]:
        address = {"address_1": "12 Palm Street", "attention": who, "city": "Miami", "address_type": "physical"}
        found, _ = one(tmp_path, service(service_at_locations=[{"location": location(addresses=[address])}]))
        assert found.address is not None
        return found.address.lines

    assert at("Pat Roe") == ("12 Palm Street",)
    assert at("Admissions Office") == ("Admissions Office", "12 Palm Street")


def test_an_online_place_and_an_address_for_letters_are_no_door(tmp_path: Path) -> None:
    online, _ = one(tmp_path, service(service_at_locations=[{"location": location(location_type="virtual")}]))
    assert (online.address, online.point, online.facets["mode"]) == (None, None, ["video"])
    letters = [{"address_1": "1 Mail Road", "city": "Miami", "address_type": "postal"}]
    posted, _ = one(tmp_path, service(service_at_locations=[{"location": location(addresses=letters)}]))
    assert posted.address is None
    assert posted.facets["mode"] == ["phone"]


def test_a_place_that_is_only_a_point_is_a_door_and_a_line_may_take_messages(tmp_path: Path) -> None:
    pinned, _ = one(tmp_path, service(service_at_locations=[{"location": location(addresses=[])}]))
    assert (pinned.facets["mode"], pinned.point) == (["in-person"], Point(25.5, -80.5))
    calls = [
        {"number": "305-555-0123", "type": "voice"},
        {"number": "741741", "type": "text"},
        {"number": "711", "type": "textphone"},
    ]
    line, _ = one(tmp_path, service(name="Night Line", attributes=[term("crisis/warmlines")], phones=calls))
    assert line.facets["mode"] == ["phone", "text-chat"]
    assert line.facets["access"] == ["hearing-loop"]


def test_a_key_nobody_reads_makes_noise(tmp_path: Path) -> None:
    _, report = one(tmp_path, service(mood="sunny", phones=[{"number": "305-555-0123", "ring": "twice", "empty": None}]))
    assert set(report.leftovers) == {("feed.json", "service.mood"), ("feed.json", "phone.ring")}


def test_records_that_are_no_objects_or_have_no_name_are_refused(tmp_path: Path) -> None:
    found, report = read(saved(tmp_path / "feed.json", [service(), 7, service("b", name=" ")]))
    assert len(found) == 1
    assert set(report.reasons) == {"the record is no object", "it has no name"}


STRANGE: tuple[object, ...] = (
    None,
    7,
    -1.5,
    True,
    "",
    "x",
    [],
    {},
    [None],
    [7],
    {"a": 1},
    [["x"]],
    [{}],
    "\ud800",
    "<p>&amp;",
    1e400,
)


def _paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where every value of a JSON document stands."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deep for key, one in inside for deep in _paths(one, (*path, key)))]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_no_value_anywhere_brings_the_reader_down(tmp_path: Path, strange: object) -> None:
    whole = service(**FULL, contacts=[{"name": "Pat Roe", "phones": [{"number": "1"}]}])
    broken = []
    for path in _paths(whole)[1:]:
        copy = json.loads(json.dumps(whole))
        at = copy
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = strange
        broken.append(copy)
    file = tmp_path / "feed.json"
    file.write_text(json.dumps(broken, ensure_ascii=True).replace("Infinity", "1e999"), encoding="utf-8")
    try:
        found, report = read(file)
    except SourceError:
        assert strange in ("\ud800", 1e400)  # no JSON: half a character, a number without bounds
        return
    assert len(found) + report.refused >= len(broken)


def test_words_across_the_stretches_a_file_is_read_in_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    for at in range((1 << 20) - 14, (1 << 20) + 2):
        file.write_bytes(b" " * at + b"confidential" + b" " * 50)
        assert mentions(file, re.compile(b"confidential"))
    assert not mentions(file, re.compile(b"secret"))


@pytest.mark.long
def test_a_feed_takes_no_more_memory_the_longer_it_is(tmp_path: Path) -> None:
    peaks = []
    for count in (800, 1600):  # each longer than the stretches a file is read in
        file = written(tmp_path / f"{count}.json", count)
        tracemalloc.start()
        report = Report()
        assert sum(1 for _ in hsds3.read(file, report, {})) > count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.15 * peaks[0] < 20_000_000


def test_the_generated_feed_is_the_same_every_time_and_is_read_whole(tmp_path: Path) -> None:
    assert list(services(20)) == list(services(20))
    found, report = read(written(tmp_path / "feed.json", 40))
    by_line, _ = read(written(tmp_path / "feed.ndjson", 40, lines=True))
    assert len(found) == len(by_line) == 50
    assert (report.refused, dict(report.leftovers), dict(report.codes)) == (0, {}, {})
    assert all(draft.sessions and draft.point and draft.phones for draft in found)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("feed", json.dumps(page(service()))), ("feed", json.dumps(service())), ("attributes.csv", "id,link_id,link_entity\n"),
        ("organizations.csv", "id,name,website,parent_organization_id\n"), ("locations.csv", "id,location_type,name\n"),
    ],
)  # fmt: skip
def test_a_feed_is_recognised_by_looking(name: str, head: str) -> None:
    assert hsds3.recognises(name, head.encode())
    assert hsds3.recognises("other.csv", b"a,b,c\n") is None
    assert hsds3.recognises("other.json", b'[{"slug": "x", "day": 1}]') is None
