"""The project's own listings: real, traceable, free of the traps that harm somebody."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from directory.facets import Answer, Unit, answer, answers
from directory.geo import Point, distance
from directory.listing import Listing
from directory.schedule import DAY
from directory.taxonomy import SEED, categories, label
from ingest.draft import Where
from ingest.formats import seed
from ingest.pipeline.contacts import phones
from ingest.sources import read_source

FOLDER = SEED / "listings"
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
DOCUMENT = SHARED / "design" / "helplines-and-organisations.md"
ZIPS = SHARED / "data" / "real" / "gazetteer-us-zip" / "us_zip_centroids.csv.gz"
WRITTEN_ON = date(2026, 11, 22)  # the date of the helplines document

METROS = {
    "us-ca-alameda", "us-fl-miami-dade", "us-il-cook", "us-tx-harris", "us-ny-new-york", "us-ny-kings", "us-ny-queens",
    "us-ny-bronx", "us-ca-los-angeles", "us-wa-king", "us-ga-atlanta", "us-ma-suffolk", "us-az-maricopa",
}  # fmt: skip
RURAL = {"us-me-washington", "us-az-navajo", "us-ky-harlan-perry", "us-va-charlottesville"}

TEXT_ONLY = {"741741", "838255", "88788", "22522", "20121", "678678", "686868", "85258", "50808", "51444", "4202"}
"""Codes that are dead, or somebody else's, when called (T4)."""
CLOSED = {
    "8009312237": "the eating disorders line that closed in June 2023 (T8)",
    "8004262537": "1-800-GAMBLER, back with its owner in New Jersey (T9)",
    "8334564566": "Canada's service before 988 (T10)",
    "45645": "Canada's text service before 988 (T10)",
    "08457909090": "the former number of Samaritans (T11)",
}
HURTFUL = re.compile(
    r"victim|\baddicts?\b|committed suicide|the homeless|the elderly|mentally ill|suffers? from|\bclean\b|non-compliant|at risk"
    r"|\bclients?\b|in crisis|empower|journey|resources|service user|navigat|eligible|verified|oops|invalid|submit|click here"
    r"|please note|unfortunately|!",
    re.IGNORECASE,
)
"""Words that pages do not use (the design of the pages, §7)."""
ACRONYMS = {"APAIT", "APHCV", "CHADD", "HOPELINE", "PAPYRUS", "PFLAG", "RESPECT", "SAMHSA", "SMART", "USDA"}
"""What is written in capitals of its own will."""
PROTECTED = re.compile(r"shelter|violence|battered|safe ?house|group home|women'?s (center|house)", re.IGNORECASE)


@cache
def by_file() -> dict[str, tuple[Listing, ...]]:
    """The listings of every file, strictly read; a fault of any entry fails every test."""
    seen: set[str] = set()
    return {
        file.stem: tuple(seed.listing(entry, seen) for entry in json.loads(file.read_text(encoding="utf-8")))
        for file in sorted(FOLDER.glob("*.json"))
    }


def everything() -> Iterator[Listing]:
    return (one for listings in by_file().values() for one in listings)


def national() -> Iterator[Listing]:
    return (
        one for name, listings in by_file().items() if name.startswith(("helplines-", "organisations-")) for one in listings
    )


def local() -> Iterator[Listing]:
    return (one for name, listings in by_file().items() if name in METROS | RURAL for one in listings)


def key(listing: Listing) -> str:
    return listing.id.removeprefix("seed:")


def words(listing: Listing) -> str:
    said = (listing.description, listing.fees, listing.application, listing.alert, listing.hours_text, listing.eligibility.text)
    return " ".join((*said, *(f"{phone.label} {phone.instructions}" for phone in listing.phones)))


def named(name: str) -> Listing:
    return next(one for one in everything() if key(one) == name)


def test_every_entry_is_read_and_the_source_describes_them() -> None:
    source = read_source(SEED / "sources" / "seed.toml")
    assert source.path == FOLDER
    assert source.format == seed.FORMAT
    count = sum(1 for _ in everything())
    assert source.expect.min <= count <= (source.expect.max or count)


def test_public_ids_do_not_clash() -> None:
    refs = Counter(one.ref for one in everything())
    assert max(refs.values()) == 1


def test_the_files_stay_small_and_in_order() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 1_000_000
    for name in METROS | RURAL:
        ids = [one.id for one in by_file()[name]]
        assert ids == sorted(ids)
        assert all(key(one).startswith(f"{name}-") for one in by_file()[name])


def test_no_file_is_left_out_of_these_tests() -> None:
    assert set(by_file()) == METROS | RURAL | {"helplines-us", "helplines-world", "organisations-us"}


def test_every_listing_says_whose_facts_it_holds_and_that_nobody_has_checked_them_yet() -> None:
    for one in everything():
        origin = one.provenance
        assert origin.source_name, key(one)
        assert origin.licence, key(one)
        assert origin.seen_on is not None, key(one)
        assert origin.seen_on <= WRITTEN_ON, key(one)
        assert (origin.checked_on, origin.checked_by, origin.confirmed_on) == (None, "", None), key(one)


def test_a_source_of_which_only_the_year_is_known_does_not_look_newer() -> None:
    for one in local():
        years = re.findall(r"20\d\d", one.provenance.source_name)
        assert one.provenance.seen_on is not None
        assert str(one.provenance.seen_on.year) == min(years), key(one)
        if "May 2019" not in one.provenance.source_name:
            assert (one.provenance.seen_on.month, one.provenance.seen_on.day) == (1, 1), key(one)


def test_descriptions_are_short_and_plain() -> None:
    for one in everything():
        assert 20 <= len(one.description) <= 420, key(one)
        assert one.description.endswith("."), key(one)
        assert not HURTFUL.search(words(one)), (key(one), HURTFUL.search(words(one)))
        assert max(len(sentence.split()) for sentence in re.split(r"[.?:;]\s", words(one))) <= 32, key(one)


def test_names_are_not_shouted_and_hold_no_markup() -> None:
    for one in everything():
        assert set(re.findall(r"[A-Z]{5,}", one.name)) <= ACRONYMS, one.name
        assert not re.search(r"[&<>]\w+;|\s{2}|<|>", one.name), one.name


def test_everybody_can_be_reached_or_it_is_said_that_no_way_is_known() -> None:
    for one in everything():
        assert one.phones or one.url or "We have no website" in one.application, key(one)


def test_ages_and_hours_are_sane() -> None:
    for one in everything():
        for age in (one.eligibility.minimum_age, one.eligibility.maximum_age):
            assert age is None or 0 < age < 100, key(one)
        for session in one.sessions or ():
            assert session.freq == "weekly", key(one)
            assert session.days, key(one)
            assert session.end <= DAY, key(one)
        assert one.sessions != (), f"{key(one)} would be closed for ever"


def test_short_codes_are_short_and_bound_to_their_country() -> None:
    for one in everything():
        for phone in one.phones:
            assert not phone.number.startswith(("1988", "1741741", "44116123", "4485258")), key(one)
            assert phone.country, key(one)
            assert (phone.kind == "short_code") == (len(phone.number) <= 6), (key(one), phone.number)


def test_text_codes_are_for_texts_alone() -> None:
    for one in everything():
        for phone in one.phones:
            assert phone.number not in TEXT_ONLY or phone.use == "text", (key(one), phone.number)
    [phone] = named("us-crisis-text-line").phones
    assert (phone.number, phone.use, phone.keyword) == ("741741", "text", "HOME")


def test_988_is_one_service_in_each_country() -> None:
    lines = {(phone.country, key(one)) for one in everything() for phone in one.phones if phone.number == "988"}
    assert lines == {("US", "us-988-lifeline"), ("US", "us-veterans-crisis-line"), ("CA", "ca-988")}


def test_ingest_publishes_the_phones_of_an_entry_as_they_are() -> None:
    for one in everything():
        draft = seed.draft(one, Where("", 0, ""))
        assert phones(draft, "US", pytest.fail) == one.phones, key(one)


def test_the_long_number_of_988_is_only_a_fallback() -> None:
    phones = named("us-988-lifeline").phones
    assert [phone.number for phone in phones] == ["988", "988", "988", "8002738255"]
    assert sum(phone.number == "8002738255" for one in everything() for phone in one.phones) == 1


def test_a_line_belongs_to_the_country_it_serves() -> None:
    for one in national():
        country = one.coverage[0][:2].upper()
        assert {phone.country for phone in one.phones} <= {country}, key(one)


def test_closed_lines_and_ended_choices_are_nowhere() -> None:
    everything_written = " ".join(file.read_text(encoding="utf-8") for file in [*FOLDER.iterdir(), SEED / "helplines.json"])
    digits = re.sub(r"(?<=\d)[ -](?=\d)", "", everything_written)
    for number, why in CLOSED.items():
        assert not re.search(rf"\b1?{number}\b", digits), why
    assert not re.search(r"press 3|option 3|gambler\b(?!s)|\bNEDA\b", everything_written, re.IGNORECASE)


def test_a_national_line_is_not_a_place() -> None:
    for one in national():
        assert one.place is None, key(one)
        assert len(one.coverage) == 1, key(one)


def test_emergency_numbers_are_not_listings() -> None:
    for one in everything():
        for phone in one.phones:
            assert phone.number not in {"911", "999", "112", "000"}, key(one)
    assert [key(one) for one in everything() if "111" in {phone.number for phone in one.phones}] == [
        "gb-eng-nhs-111-mental-health"
    ]


def test_the_chat_with_volunteers_carries_its_caution() -> None:
    assert "safety concerns" in named("us-7-cups").alert


def test_lines_on_the_crisis_shelf_answer_by_phone_text_or_chat() -> None:
    for one in by_file()["helplines-us"] + by_file()["helplines-world"]:
        assert {"phone", "text-chat"} & set(one.modes), key(one)
        assert ("text-chat" in one.modes) >= any(phone.use == "text" for phone in one.phones), key(one)


def test_a_young_people_s_line_says_no_to_older_ages() -> None:
    assert (named("us-trevor-project").eligibility.maximum_age or 99) < 40
    assert (named("au-kids-helpline").eligibility.minimum_age or 0) <= 12


def test_there_is_local_help_in_many_places() -> None:
    assert sum(1 for _ in local()) >= 300
    assert all(len(by_file()[name]) >= 15 for name in METROS)
    assert all(len(by_file()[name]) >= 6 for name in RURAL)


@pytest.mark.parametrize("name", ["Jewish", "St. Vincent", "Lutheran", "VA ", "YMCA", "Goodwill"])
def test_organizations_that_the_document_ships_as_local_listings_have_one(name: str) -> None:
    assert any(name in one.name for one in local())


def test_local_help_has_an_address_a_point_and_a_phone() -> None:
    for one in local():
        assert one.place is not None
        assert one.place.visibility == "public", key(one)
        assert one.place.point is not None, key(one)
        address = one.place.address
        assert address.lines, key(one)
        assert address.city, key(one)
        assert (address.region, address.country) == (key(one).split("-")[1].upper(), "US"), key(one)
        assert re.fullmatch(r"(\d{5})?", address.postal_code), key(one)
        assert one.phones, key(one)
        assert "in-person" in one.modes, key(one)


def test_no_place_where_people_hide_from_violence_is_listed() -> None:
    for one in local():
        assert not PROTECTED.search(f"{one.name} {one.organization.name} {one.description}"), key(one)
        assert "practical/housing/shelter" not in one.categories, key(one)
        assert "crisis/abuse-violence" not in one.categories, key(one)


def test_no_place_is_listed_twice() -> None:
    seen: dict[tuple[str, str, tuple[str, ...]], str] = {}
    for one in local():
        assert one.place is not None
        street = " ".join(re.findall(r"[a-z0-9]+", one.place.address.lines[0].lower())[:3])
        spot = (street, one.phones[0].number, one.categories)
        assert spot not in seen, (key(one), seen.get(spot))
        seen[spot] = key(one)


def test_counselling_near_94601_that_takes_medicaid_is_there() -> None:
    fruitvale = Point(37.7766, -122.2202)
    found = [
        one.name
        for one in local()
        if one.place and one.place.point and distance(fruitvale, one.place.point) <= 8.0
        if answer(Unit("category", ("mental-health/counseling",)), answers(one)) is Answer.YES
        if answer(Unit("cost", ("medicaid",)), answers(one)) is Answer.YES
    ]
    assert "La Clinica de La Raza: Casa del Sol" in found


def test_somebody_can_be_called_at_night_from_anywhere_in_the_country() -> None:
    always = {
        key(one)
        for one in by_file()["helplines-us"]
        if any(session.start == 0 and session.end == DAY and len(session.days) == 7 for session in one.sessions or ())
    }
    assert {"us-988-lifeline", "us-domestic-violence-hotline", "us-veterans-crisis-line"} <= always


def test_only_sites_of_health_centers_and_places_that_said_so_take_medicaid() -> None:
    for one in local():
        if "medicaid" in one.costs:
            assert re.search(r"HRSA|FindTreatment", one.provenance.source_name), key(one)


def empty_kinds() -> str:
    """The README's list: kinds of help (leaves) that no listing is filed under, by their first kind."""
    filed = {slug for one in everything() for slug in one.categories}
    lines = []
    for top in (slug for slug, kind in categories().items() if not kind.parent):
        missing = [s for s, kind in categories().items() if kind.leaf and s.split("/")[0] == top and s not in filed]
        if missing:
            lines.append(f"- {label('category', top)}: {', '.join(f'`{slug}`' for slug in missing)}")
    return "\n".join(lines)


@pytest.mark.parametrize("readme", [FOLDER / "README.md", FOLDER.parents[2] / "README.md"], ids=["listings", "project"])
def test_the_readmes_name_every_kind_of_help_without_a_listing(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    written = text.split("<!-- empty: begin -->\n")[1].split("\n<!-- empty: end -->")[0]
    assert written == empty_kinds(), f"the list in {readme} should read:\n{empty_kinds()}"


def numbers(text: str) -> set[str]:
    """Every run of digits of a text, taken together over spaces, dashes and dots; a leading 1 of a long one is dropped."""
    found = {re.sub(r"\D", "", run) for run in re.findall(r"\d(?:[ .-]?\d)*", text)}
    return found | {one[1:] for one in found if len(one) == 11 and one.startswith("1")}


@pytest.fixture(scope="module")
def document() -> str:
    if not DOCUMENT.exists():
        pytest.skip("the helplines document is not beside the repository")
    return DOCUMENT.read_text(encoding="utf-8")


def rows(document: str) -> list[list[str]]:
    """The cells of the rows of the tables of lines and organizations."""
    tables = document.split("## 4. ")[1]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in tables.splitlines() if line.startswith("|")]


@pytest.mark.shared
def test_every_number_of_a_line_or_organization_stands_in_the_document(document: str) -> None:
    known = numbers(document)
    for one in national():
        for phone in one.phones:
            assert phone.number in known, (key(one), phone.number)


@pytest.mark.shared
def test_every_website_of_a_line_or_organization_stands_in_the_document(document: str) -> None:
    for one in national():
        for address in filter(None, (one.url, one.chat_url, one.organization.url)):
            host = address.split("/")[2]
            assert host in document.lower(), (key(one), host)


@pytest.mark.shared
def test_every_line_that_may_be_shipped_is_there(document: str) -> None:
    ours = {phone.number for one in national() for phone in one.phones}
    for cells in rows(document):
        if re.fullmatch(r"[A-Z]{2}-\d\d", cells[0]) and cells[-1].startswith("ship") and "without phone" not in cells[-1]:
            said = [cell for cell in cells[3:6] if "24/7" not in cell]
            assert numbers(" ; ".join(said)) & ours, cells[:3]


@pytest.mark.shared
def test_lines_on_hold_and_facts_of_one_source_are_left_out(document: str) -> None:
    shipped = " ; ".join(" ; ".join(cells[:-2]) for cells in rows(document) if cells[-1].startswith("ship"))
    doubtful = " ; ".join(" ; ".join(cells[:-2]) for cells in rows(document) if "hold" in cells[-1] or "closed" in cells[-1])
    daggers = " ; ".join(part for cells in rows(document) for cell in cells[:-2] for part in cell.split(";") if "†" in part)
    held = {one for one in numbers(f"{doubtful} ; {daggers}") - numbers(shipped.replace(daggers, "")) if len(one) > 4}
    single = {one for one in numbers(daggers) if len(one) > 4}
    ours = {phone.number for one in national() for phone in one.phones}
    assert not ours & held
    assert {"8447628483", "8552423310"} <= held
    assert not ours & single


@pytest.mark.shared
def test_points_lie_where_the_zip_code_says() -> None:
    if not ZIPS.exists():
        pytest.skip("the ZIP codes are not beside the repository")
    with gzip.open(ZIPS, "rt", encoding="utf-8") as file:
        known = {row["zip"]: row for row in csv.DictReader(file)}
    for one in local():
        assert one.place is not None
        assert one.place.point is not None
        if code := one.place.address.postal_code:
            row = known[code]
            assert row["state"] == one.place.address.region, key(one)
            assert distance(one.place.point, Point(float(row["lat"]), float(row["lon"]))) < 40, key(one)
