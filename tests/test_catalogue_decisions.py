"""Decisions: what is published follows from records and decisions, every one can be taken back, ids lead on for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from directory.catalogue import Catalogue, Correction, Decision, Hide, Merge, Origin, Split, Trail, Verification
from directory.errors import InvalidListing, NotFound
from directory.listing import Address, Listing, Organization, Phone, Place, Provenance, ref_of
from directory.schemas import public
from tests.catalogue_world import DAY, put

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
        yield opened


def listing(identifier: str, name: str = "Hope", **said: Any) -> Listing:
    first: dict[str, Any] = {
        "organization": Organization(key="hope", name="Hope"),
        "categories": (),
        "provenance": Provenance(source=identifier[0], seen_on=DAY),
    }
    return Listing(id=identifier, ref=ref_of(identifier), revision=0, name=name, **(first | said))


def phone(number: str) -> Phone:
    return Phone(number=number, kind="local")


def decide(catalogue: Catalogue, *decisions: Decision, by: str = "Ana") -> int:
    return catalogue.decide(decisions, by, NOON)[-1].number


def published(catalogue: Catalogue) -> dict[str, Listing]:
    return {one.id: replace(one, revision=0) for one in catalogue.listings()}


@pytest.fixture
def two(catalogue: Catalogue) -> Catalogue:
    put(catalogue, listing("a:1", description="Meals", phones=(phone("5105550101"),), url="https://a.example/"))
    put(catalogue, listing("b:1", "Hope Center", fees="Free", phones=(phone("5105550102"),)), source="b")
    return catalogue


def test_a_decision_gives_way_to_another_or_to_none(two: Catalogue) -> None:
    number, before = decide(two, MERGE), two.revision()
    with pytest.raises(InvalidListing):
        two.instead(number, replace(MERGE, listings=("a:1",)), by="rule", why="not whole")
    assert [one.undone for one in two.decisions()] == [None]
    assert (two.revision(), [*published(two)]) == (before, ["a:1"])
    made = two.instead(number, replace(MERGE, picks={"phones": ("b:1",)}), by="rule", why="a number is private")
    assert [(one.by, one.undone and one.undone.by) for one in two.decisions()] == [("Ana", "rule"), ("Ana", None)]
    assert (made.by, published(two)["a:1"].phones) == ("Ana", (phone("5105550102"),))
    assert two.gone_between(before, two.revision()) == []


MERGE = Merge(listings=("a:1", "b:1"), into="a:1", picks={"name": ("b:1",), "phones": ("a:1", "b:1")}, why="same phone")


def test_a_merge_takes_each_field_where_it_says(two: Catalogue) -> None:
    decide(two, MERGE)
    (one,) = two.listings()
    assert (one.id, one.name, one.description, one.fees) == ("a:1", "Hope Center", "Meals", "Free")
    assert [phone.number for phone in one.phones] == ["5105550101", "5105550102"]
    assert one.provenance.source == "a"


def test_every_field_tells_its_source_and_day(two: Catalogue) -> None:
    decide(two, MERGE)
    correction = decide(two, Correction(listing="b:1", values={"fees": "Free of charge"}))
    origins = two.origins(ref_of("a:1"))
    assert origins["name"] == Origin("b", "b:1", DAY)
    assert origins["description"] == Origin("a", "a:1", DAY)
    assert origins["fees"] == Origin("a person", "", NOON.date(), correction)
    with pytest.raises(NotFound):
        two.origins(ref_of("b:1"))


def test_a_merge_withdraws_the_other_and_undoing_it_brings_both_back(two: Catalogue) -> None:
    before = published(two)
    number = decide(two, MERGE)
    assert [one.id for one in two.changed_between(2, two.revision())] == ["a:1"]
    assert two.gone_between(2, two.revision()) == [("b:1", 4)]
    assert two.trail(ref_of("b:1")) == Trail("merged", ref_of("a:1"))
    two.undo(number, "Ben", "They are not")
    assert published(two) == before
    assert two.trail(ref_of("b:1")) == Trail("listed", ref_of("b:1"))
    (kept,) = two.decisions("b:1")
    assert kept.undone is not None
    assert (kept.by, kept.at, kept.decision.why, kept.undone.by, kept.undone.why) == (
        "Ana", NOON, "same phone", "Ben", "They are not",
    )  # fmt: skip
    with pytest.raises(NotFound):
        two.undo(number, "Ben")


def test_a_merged_listing_follows_its_sources(two: Catalogue) -> None:
    decide(two, MERGE)
    revision = two.revision()
    put(two, listing("b:1", "Hope House", fees="Free", phones=(phone("5105550102"),)), source="b")
    assert [one.id for one in two.changed_between(revision, two.revision())] == ["a:1"]
    assert published(two)["a:1"].name == "Hope House"
    revision = two.revision()
    put(two, listing("b:1", "Hope House", fees="Free", phones=(phone("5105550102"),)), source="b")
    assert two.revision() == revision


def test_what_makes_no_difference_to_a_merged_listing_costs_no_revision(two: Catalogue) -> None:
    decide(two, Merge(listings=("a:1", "b:1"), into="a:1", picks={"name": ("a:1",)}))
    revision = two.revision()
    put(two, listing("b:1", "Another name", fees="Free", phones=(phone("5105550102"),)), source="b")
    assert two.changed_since(revision) == 0


def test_a_listing_lives_on_under_its_id_when_only_the_record_it_was_merged_with_is_left(two: Catalogue) -> None:
    decide(two, MERGE)
    put(two)
    (one,) = two.listings()
    assert (one.id, one.ref, one.name, one.description) == ("a:1", ref_of("a:1"), "Hope Center", "")
    put(two, source="b")
    assert two.count() == 0
    assert {two.trail(ref_of(one)).state for one in ("a:1", "b:1")} == {"gone"}
    assert two.trail("0000000000") == Trail("unknown")


def test_merges_chain_to_one_survivor_and_redirects_go_straight_there(two: Catalogue) -> None:
    put(two, listing("c:1"), source="c")
    first = decide(two, MERGE)
    decide(two, Merge(listings=("a:1", "c:1"), into="c:1"))
    assert set(published(two)) == {"c:1"}
    assert {two.trail(ref_of(one)) for one in ("a:1", "b:1")} == {Trail("merged", ref_of("c:1"))}
    two.undo(first, "Ben")
    assert set(published(two)) == {"b:1", "c:1"}
    assert two.trail(ref_of("a:1")) == Trail("merged", ref_of("c:1"))


def test_a_split_ends_a_merge_and_a_merge_by_way_of_a_third(two: Catalogue) -> None:
    put(two, listing("c:1"), source="c")
    decide(two, MERGE, Merge(listings=("b:1", "c:1"), into="c:1"))
    assert two.count() == 1
    split = decide(two, Split(listings=("a:1", "c:1")))
    assert {two.trail(ref_of("a:1")).state, two.trail(ref_of("c:1")).state} == {"listed"}
    two.undo(split, "Ben")
    assert two.count() == 1
    decide(two, Split(listings=("a:1", "b:1", "c:1")))
    assert two.count() == 3
    decide(two, MERGE)
    assert set(published(two)) == {"a:1", "c:1"}, "a later merge counts again"


def test_the_order_of_undoing_makes_no_difference(tmp_path: Path) -> None:
    decisions: tuple[Decision, ...] = (
        MERGE,
        Correction(listing="a:1", values={"name": "Hope at Elm Street"}),
        Merge(listings=("b:1", "c:1"), into="c:1"),
        Hide(listing="c:1"),
    )
    for number, order in enumerate(permutations(range(1, 5))):
        if number % 5:
            continue
        with Catalogue(tmp_path / f"{number}.sqlite") as catalogue:
            for source in "abc":
                put(catalogue, listing(f"{source}:1", source.upper() * 3), source=source)
            before = published(catalogue)
            decide(catalogue, *decisions)
            assert catalogue.count() == 0
            for one in order:
                catalogue.undo(one, "Ben")
            assert published(catalogue) == before


def test_a_correction_stays_when_the_source_changes_and_goes_when_undone(two: Catalogue) -> None:
    number = decide(two, Correction(listing="b:1", values={"fees": "By donation", "url": "https://b.example/"}))
    put(two, listing("b:1", "Hope House", fees="10 dollars"), source="b")
    assert (published(two)["b:1"].fees, published(two)["b:1"].name) == ("By donation", "Hope House")
    two.undo(number, "Ben")
    assert (published(two)["b:1"].fees, published(two)["b:1"].url) == ("10 dollars", "")


@pytest.mark.parametrize(
    ("values", "field"),
    [({"id": "x"}, "id"), ({"name": ""}, "name"), ({"phone": "1"}, "phone"), ({"phones": [{"number": "12"}]}, "phones.0.kind")],
)
def test_a_correction_that_breaks_the_listing_is_refused(two: Catalogue, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidListing) as caught:
        decide(two, Hide(listing="a:1"), Correction(listing="b:1", values=values))
    assert field in caught.value.fields
    assert list(two.decisions()) == []
    assert two.count() == 2


def test_a_decision_about_nothing_known_is_refused(two: Catalogue) -> None:
    for one in (Hide(listing="z:1"), Merge(listings=("a:1", "z:1"), into="a:1")):
        with pytest.raises(NotFound):
            decide(two, one)
    for few in (Merge(listings=("a:1",), into="a:1"), Split(listings=("a:1",))):
        with pytest.raises(InvalidListing):
            decide(two, few)


def test_a_merged_listing_never_states_and_denies_the_same(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1", denied=("cost:free", "access:wheelchair")))
    put(catalogue, listing("b:1", costs=("free",)), source="b")
    decide(catalogue, Merge(listings=("a:1", "b:1"), into="a:1"))
    (one,) = catalogue.listings()
    assert (one.costs, one.denied) == (("free",), ("access:wheelchair",))


def test_a_verification_tells_who_checked_and_when(two: Catalogue) -> None:
    decide(two, Verification(listing="b:1", on=date(2026, 3, 1)), by="Ana")
    decide(two, Verification(listing="b:1", on=date(2026, 2, 1)), by="Ben")
    provenance = published(two)["b:1"].provenance
    assert (provenance.checked_on, provenance.checked_by, provenance.source) == (date(2026, 3, 1), "Ana", "b")


def test_what_is_hidden_is_no_longer_listed_whatever_its_source_says(two: Catalogue) -> None:
    number = decide(two, Hide(listing="b:1", why="asked to"))
    put(two, listing("b:1", "Changed"), source="b")
    assert set(published(two)) == {"a:1"}
    assert two.trail(ref_of("b:1")) == Trail("gone")
    two.undo(number, "Ben")
    assert published(two)["b:1"].name == "Changed"


HOME = Place(visibility="hidden", codes=("us-ca-001", "us-ca", "us"))
OFFICE = Place(address=Address(lines=("12 Elm St",), city="Oakland", country="US"), name="12 Elm St")


@pytest.mark.parametrize("into", ["a:1", "b:1"])
def test_hidden_wins_in_every_merge(catalogue: Catalogue, into: str) -> None:
    put(catalogue, listing("a:1", place=OFFICE, description="Come to 12 Elm St", url="https://a.example/"))
    put(catalogue, listing("b:1", place=HOME), source="b")
    picks = {"place": ("a:1",), "description": ("a:1",), "url": ("a:1",)}
    decide(catalogue, Merge(listings=("a:1", "b:1"), into=into, picks=picks))
    (one,) = catalogue.listings()
    assert one.id == into
    assert one.place == HOME
    assert "Elm" not in str(one)
    assert one.url == ""


def test_a_place_that_its_source_protects_is_not_corrected(two: Catalogue) -> None:
    place = {"address": {"lines": ["12 Elm St"], "city": "Oakland", "country": "US"}}
    decide(two, Correction(listing="a:1", values={"place": place}))
    assert published(two)["a:1"].place is not None
    put(two, listing("a:1", place=HOME))
    assert published(two)["a:1"].place == HOME
    with pytest.raises(InvalidListing):
        decide(two, Correction(listing="a:1", values={"place": place}))


def test_records_are_what_each_source_says_merged_or_not(two: Catalogue) -> None:
    before = list(two.records())
    decide(two, MERGE, Correction(listing="a:1", values={"name": "X"}))
    assert list(two.records()) == before
    assert [one.id for one in two.records("b")] == ["b:1"]


def test_two_thousand_merges_are_kept_at_once(catalogue: Catalogue) -> None:
    put(catalogue, *(listing(f"a:{number}") for number in range(2000)))
    put(catalogue, *(listing(f"b:{number}") for number in range(2000)), source="b")
    catalogue.decide((Merge(listings=(f"a:{n}", f"b:{n}"), into=f"a:{n}") for n in range(2000)), "rule", NOON)
    assert catalogue.count() == 2000
    assert catalogue.trail(ref_of("b:1234")) == Trail("merged", ref_of("a:1234"))


HIDDEN = Place(visibility="hidden", codes=("us-ca-001",))
STREET = Place(address=Address(lines=("12 Palm St",), city="Oakland", region="CA", country="US"))


def test_what_was_corrected_before_a_place_was_protected_is_not_told_of_it(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1", place=STREET))
    decide(catalogue, Correction(listing="a:1", values={"description": "Ring at 12 Palm St"}))
    put(catalogue, listing("a:1", place=HIDDEN, description="Shelter"))
    assert published(catalogue)["a:1"].description == "Shelter"
    decide(catalogue, Correction(listing="a:1", values={"description": "Shelter for women"}))
    assert published(catalogue)["a:1"].description == "Shelter for women"
    put(catalogue, listing("a:1", place=STREET))
    assert published(catalogue)["a:1"].description == "Shelter for women"


def test_a_correction_of_a_public_record_is_not_told_once_it_is_one_with_a_hidden_place(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1", place=STREET))
    put(catalogue, listing("b:1", place=HIDDEN, description="Shelter"), source="b")
    decide(catalogue, Correction(listing="a:1", values={"description": "Ring at 12 Palm St"}))
    decide(catalogue, Merge(listings=("a:1", "b:1"), into="a:1"))
    assert published(catalogue)["a:1"].description == "Shelter"
    decide(catalogue, Correction(listing="b:1", values={"description": "Shelter for women"}))
    assert published(catalogue)["a:1"].description == "Shelter for women"


def test_the_public_form_of_a_protected_place_does_not_name_the_record_that_told_its_street(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:12-palm-st", place=STREET))
    put(catalogue, listing("b:1", place=Place(visibility="area", address=Address(city="Oakland"))), source="b")
    decide(catalogue, Merge(listings=("a:12-palm-st", "b:1"), into="a:12-palm-st"))
    (one,) = catalogue.listings()
    assert "palm" not in str(public(one))
