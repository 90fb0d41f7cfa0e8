"""Merges as decisions: whose word counts field by field; kept, renewed and taken back; nothing is lost, hidden wins."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from directory.catalogue import Catalogue, Correction, Merge, Run, Split
from directory.geo import Point
from directory.listing import Address, Listing, Organization, Phone, Place, Provenance, Visibility, ref_of
from directory.schedule import Session
from ingest.__main__ import cli
from ingest.dedupe.explaining import lines, plain
from ingest.dedupe.guarding import renew
from ingest.dedupe.keeping import RULE, found, keep
from ingest.dedupe.merging import Rules, merge
from ingest.dedupe.remembered import FILE

OLD, NEW = date(2020, 1, 1), date(2026, 3, 2)
HOURS = (Session(freq="weekly", days=(0,), start=540, end=1020, zone="America/New_York"),)


def listing(
    identifier: str, name: str = "Brendan Center", seen: date = OLD, street: str = "12 Palm Street", **said: Any
) -> Listing:
    told = Address(lines=(street,), city="Miami", region="FL", postal_code="33133", country="US")
    source = identifier.partition(":")[0]
    first: dict[str, Any] = {
        "organization": Organization(key=f"{source}:1", name=name), "categories": ("health/clinics",), "modes": ("in-person",),
        "place": Place(address=told, codes=("us-fl-086", "us-fl", "us")), "coverage": ("us-fl-086",),
        "phones": (Phone(number="3055550111", kind="local"),),
        "provenance": Provenance(source=source, source_name=f"Source {source}", seen_on=seen),
    }  # fmt: skip
    return Listing(id=identifier, ref=ref_of(identifier), revision=0, name=name, **(first | said))


def guarded(identifier: str, visibility: Visibility) -> Listing:
    place = Place(visibility=visibility, codes=("us-fl-086", "us-fl", "us"))
    return listing(identifier, place=place)


# -------------------------------------------------------------- whose word counts


def test_the_operators_precedence_of_sources_decides_who_speaks_first() -> None:
    one, other = listing("a:1", seen=NEW), listing("b:1", "Brendan Ctr")
    assert merge((one, other)).into == "a:1"
    made = merge((one, other), Rules({"b": 10}))
    assert (made.into, made.picks["name"]) == ("b:1", ("b:1", "a:1"))


def test_what_a_person_checked_speaks_before_every_precedence() -> None:
    checked = listing("a:1", provenance=Provenance(source="a", seen_on=OLD, checked_on=OLD))
    assert merge((checked, listing("b:1", seen=NEW)), Rules({"b": 10})).into == "a:1"


def test_hours_and_phones_are_those_seen_last_whoever_speaks_first() -> None:
    one = listing("a:1", hours_text="9 to 5")
    other = listing("b:1", seen=NEW, sessions=HOURS, hours_text="8 to 4")
    made = merge((one, other), Rules({"a": 10}))
    assert (made.into, made.picks["name"][0]) == ("a:1", "a:1")
    assert (made.picks["hours_text"], made.picks["sessions"]) == (("b:1", "a:1"), ("b:1",))


def test_the_most_exact_place_is_taken() -> None:
    town = listing("a:1", seen=NEW, place=Place(address=Address(city="Miami"), point=Point(25.7, -80.2), precision="city"))
    assert merge((town, listing("b:1"))).picks["place"] == ("b:1", "a:1")


def test_an_id_that_went_on_before_goes_on() -> None:
    assert merge((listing("a:1", seen=NEW), listing("b:1")), into="b:1").into == "b:1"


def test_what_one_denies_is_not_taken_from_another() -> None:
    one = listing("a:1", seen=NEW, denied=("cost:free",), costs=("fee",))
    assert merge((one, listing("b:1", costs=("free",)))).picks["costs"] == ("a:1",)


def test_a_number_that_one_record_keeps_private_is_published_by_none() -> None:
    secret = Phone(number="3055550177", kind="local")
    one, other = listing("a:1", seen=NEW), listing("b:1", phones=(secret,))
    assert merge((one, other)).picks["phones"] == ("a:1", "b:1")
    assert merge((one, other), Rules(private={"a:1": frozenset({"3055550177"})})).picks["phones"] == ("a:1",)


def test_every_field_is_explained_in_a_sentence() -> None:
    one = listing("a:1", seen=NEW, fees="Free")
    explained = merge((one, listing("b:1", "Brendan Ctr", costs=("free",)))).explained
    assert explained["name"] == "of Source a (2026-03-02), the first in precedence; Source b (2020-01-01) says otherwise"
    assert explained["place"] == "Source a (2026-03-02) and Source b (2020-01-01) say the same"
    assert explained["fees"] == "of Source a (2026-03-02); the other says nothing"


# -------------------------------------------------------------- kept in the catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
        yield opened


def put(catalogue: Catalogue, *listings: Listing) -> None:
    for source in {one.id.partition(":")[0] for one in listings}:
        with catalogue.replacing(source, NEW) as run:
            for one in listings:
                if one.id.startswith(f"{source}:"):
                    run.take(one)
            run.finish(Run(source, NEW, "published", 0.1, {}))


def published(catalogue: Catalogue) -> dict[str, Listing]:
    return {one.id: replace(one, revision=0) for one in catalogue.listings()}


def test_the_same_help_of_two_sources_becomes_one_listing_with_the_kinds_of_both(catalogue: Catalogue) -> None:
    put(
        catalogue,
        listing("a:1", seen=NEW),
        listing("b:1", categories=("mental-health/counseling",)),
        listing("b:2", "Waterway"),
    )
    kept = keep(catalogue)
    assert (kept.made, kept.undone, kept.joined) == (1, 0, 2)
    assert set(published(catalogue)) == {"a:1", "b:2"}
    assert published(catalogue)["a:1"].categories == ("health/clinics", "mental-health/counseling")
    assert catalogue.trail(ref_of("b:1")).ref == ref_of("a:1")


def test_kept_twice_nothing_is_written_again(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1"), listing("b:1"))
    keep(catalogue, read=("a", "b"))
    revision = catalogue.revision()
    assert keep(catalogue, read=("a", "b")).made == 0
    assert keep(catalogue).made == 0
    assert catalogue.revision() == revision


def test_a_merge_is_taken_back_when_its_records_come_to_differ_and_every_listing_is_as_it_was(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1"), listing("b:1"))
    keep(catalogue)
    moved = listing("b:1", "Waterway", street="900 Cedar Road")
    put(catalogue, moved)
    assert keep(catalogue).undone == 1
    assert published(catalogue) == {"a:1": listing("a:1"), "b:1": moved}


def test_a_third_source_joins_and_the_id_that_went_on_goes_on(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1"), listing("b:1"))
    keep(catalogue)
    survivor = next(iter(published(catalogue)))
    put(catalogue, listing("c:1", seen=NEW))
    kept = keep(catalogue)
    assert (kept.made, kept.undone) == (1, 1)
    assert set(published(catalogue)) == {survivor}


def test_a_persons_split_stands_against_the_rule(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1"), listing("b:1"))
    keep(catalogue)
    catalogue.decide((Split(listings=("a:1", "b:1"), why="two floors"),), "Ana")
    assert keep(catalogue).made == 0
    assert set(published(catalogue)) == {"a:1", "b:1"}
    assert found(catalogue).questions == ()


def test_a_merge_by_the_rule_that_a_person_took_back_is_not_made_again(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1"), listing("b:1"))
    keep(catalogue)
    (made,) = catalogue.decisions()
    assert made.by == RULE
    catalogue.undo(made.number, "Ana", "two bodies")
    assert keep(catalogue).made == 0
    assert set(published(catalogue)) == {"a:1", "b:1"}


def test_a_question_that_a_person_answered_with_yes_is_not_asked_again(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1"), listing("b:1", "Brendan Center - Dental"))
    assert len(found(catalogue).questions) == 1
    catalogue.decide((merge((listing("a:1"), listing("b:1"))),), "Ana")
    assert found(catalogue).questions == ()


@pytest.mark.parametrize("visibility", ["hidden", "area"])
def test_hidden_wins_in_every_merge(catalogue: Catalogue, visibility: Visibility) -> None:
    put(catalogue, guarded("a:1", visibility), listing("b:1", seen=NEW, description="Walk in at 12 Palm Street"))
    assert keep(catalogue).made == 1
    (one,) = published(catalogue).values()
    assert one.place is not None
    assert one.place.visibility == visibility
    assert "Palm Street" not in repr(one)


def test_a_question_about_a_protected_place_tells_neither_its_key_nor_the_others_address(catalogue: Catalogue) -> None:
    put(catalogue, guarded("a:palm-street-12", "hidden"), listing("b:1", "Brendan Center Clinic"))
    (question,) = found(catalogue).questions
    records = {one.id: one for one in catalogue.records()}
    told = "\n".join(lines(question, records)) + repr(plain(question, records)["listings"][0])
    assert "a:palm" not in told
    assert ref_of("a:palm-street-12") in told


# -------------------------------------------------------------- the command line


def ran(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments, env={"NEARHELP_DATA": str(folder)})
    assert done.exit_code == 0, done.output
    return done.output


def test_questions_are_listed_and_answered_by_command(tmp_path: Path) -> None:
    with Catalogue.of(tmp_path) as catalogue:
        put(catalogue, listing("a:1"), listing("b:1", "Brendan Center - Dental"))
    told = ran(tmp_path, "duplicates")
    assert "a:1" in told
    assert "place: the same" in told
    assert '"how": "a number in common"' in ran(tmp_path, "duplicates", "--json")
    assert "2 are one, as a:1." in ran(tmp_path, "merge", "a:1", "b:1", "--why", "one clinic", "--no-index")
    with Catalogue.of(tmp_path) as catalogue:
        assert set(published(catalogue)) == {"a:1"}
    ran(tmp_path, "split", "a:1", "--why", "two floors", "--no-index")
    with Catalogue.of(tmp_path) as catalogue:
        assert set(published(catalogue)) == {"a:1", "b:1"}
        assert [type(one.decision) for one in catalogue.decisions()] == [Merge, Split]
    assert "0 of 0 questions" in ran(tmp_path, "duplicates")


def test_a_source_that_is_retired_leaves_no_merge_and_no_memory_of_what_was_compared(tmp_path: Path) -> None:
    with Catalogue.of(tmp_path) as catalogue:
        put(catalogue, listing("a:1"), listing("b:1"), listing("b:2", "Waterway", street="900 Cedar Road"))
        keep(catalogue, read=("a", "b"))
        assert [one.undone for one in catalogue.decisions()] == [None]
    assert "1 taken back" in ran(tmp_path, "retire", "b", "--yes")
    with Catalogue.of(tmp_path) as catalogue:
        assert [one.undone is not None for one in catalogue.decisions()] == [True]
        assert published(catalogue) == {"a:1": listing("a:1")}
    with closing(sqlite3.connect(tmp_path / FILE)) as memory:
        assert memory.execute("SELECT id FROM sketch").fetchall() == [("a:1",)]


# -------------------------------------------------------------- private in one source


DESK = "desk@brendan.example.org"
SECRET = Rules(private={"a:1": frozenset({"3055550177", DESK})})


def told(catalogue: Catalogue, rules: Rules) -> str:
    """Everything that is published once the merges are kept."""
    keep(catalogue, rules)
    return repr(tuple(catalogue.listings()))


@pytest.mark.parametrize("first", ["a", "b"], ids=["who keeps it speaks first", "who tells it speaks first"])
@pytest.mark.parametrize("also", [True, False], ids=["who keeps it tells another", "who keeps it tells none"])
@pytest.mark.parametrize("where", ["phone", "email", "prose", "without its area code"])
def test_what_one_source_keeps_private_is_in_no_field_of_a_merge(
    catalogue: Catalogue, first: str, where: str, *, also: bool
) -> None:
    ways: dict[str, dict[str, Any]] = {
        "phone": {"phones": (Phone(number="3055550177", kind="local"),)},
        "email": {"email": DESK, "phones": ()},
        "prose": {"description": "Ask at (305) 555-0177 first.", "phones": ()},
        "without its area code": {"fees": "Free; call 555-0177.", "phones": ()},
    }
    telling = ways[where]
    own = (Phone(number="3055550111", kind="local"),) if also else ()
    url = "https://brendan.example.org/help"
    put(catalogue, listing("a:1", phones=own, url=url), listing("b:1", url=url, **telling))
    published = told(catalogue, replace(SECRET, precedence={first: 10}))
    assert len(tuple(catalogue.listings())) == 1
    assert not any(one in published for one in ("3055550177", "555-0177", DESK))
    assert ("3055550111" in published) == also


def test_a_merge_is_made_anew_when_a_source_comes_to_keep_a_number_private_that_it_told(catalogue: Catalogue) -> None:
    both = (Phone(number="3055550111", kind="local"), Phone(number="3055550177", kind="local"))
    put(catalogue, listing("a:1", phones=both), listing("b:1", phones=both))
    assert "3055550177" in told(catalogue, Rules())
    put(catalogue, listing("a:1"))
    assert "3055550177" not in told(catalogue, SECRET)


def test_a_persons_merge_is_made_anew_too_and_stays_a_persons(catalogue: Catalogue) -> None:
    one, other = listing("a:1", "Waterway"), listing("b:1", phones=(Phone(number="3055550177", kind="local"),))
    put(catalogue, one, other)
    catalogue.decide((merge((one, other)),), "Ann")
    keep(catalogue, SECRET)
    standing = [one for one in catalogue.decisions() if one.undone is None]
    assert [(one.by, isinstance(one.decision, Merge)) for one in standing] == [("Ann", True)]
    assert "3055550177" not in repr(tuple(catalogue.listings()))


SAID = (Phone(number="3055550177", kind="local"),)


def chained(catalogue: Catalogue, *, third: bool) -> None:
    """A record that tells what another keeps private, one with it, and with a third or not; and a person's merge that adds a
    fourth to the one that tells."""
    put(catalogue, listing("a:1", phones=SAID), listing("b:1", phones=()), listing("c:1"), listing("d:1"))
    said = {one.id: one for one in catalogue.said(("a:1", "b:1", "c:1", "d:1"))}
    first = [said["a:1"], said["b:1"], *([said["c:1"]] if third else [])]
    rules = Rules(private={"b:1": frozenset({"3055550177"})})
    catalogue.decide((merge(first, rules, into="b:1"), merge((said["a:1"], said["d:1"]), rules, into="d:1")), "Ann")


@pytest.mark.parametrize("third", [True, False], ids=["with a third that tells another", "with none that tells another"])
def test_what_one_merge_passes_over_no_later_merge_with_others_tells(catalogue: Catalogue, *, third: bool) -> None:
    chained(catalogue, third=third)
    assert "3055550177" not in repr(tuple(catalogue.listings()))
    assert {"b:1", "d:1"} & published(catalogue).keys()


def test_the_latest_of_merges_that_hang_together_speaks_whatever_the_order_of_a_set(catalogue: Catalogue) -> None:
    records = [listing(f"{source}:1", fees=source.upper()) for source in "abcdef"]
    put(catalogue, *records)
    for one, other in pairwise(records):
        catalogue.decide((Merge(listings=(one.id, other.id), into=other.id, picks={"fees": (one.id, other.id)}),), "Ann")
    (one,) = published(catalogue).values()
    assert one.fees == "E"


def silenced(catalogue: Catalogue, visibility: Visibility) -> None:
    """One that tells a number, one that keeps it private, and a public one that tells another, all one."""
    place: dict[str, Any] = {} if visibility == "public" else {"place": guarded("a:1", visibility).place}
    put(catalogue, listing("a:1", phones=SAID, **place), listing("b:1", phones=(), **place), listing("c:1"))
    rules = Rules(private={"b:1": frozenset({"3055550177"})})
    made = merge(tuple(catalogue.said(("a:1", "b:1", "c:1"))), rules)
    assert made.picks["phones"] == ("c:1",)
    catalogue.decide((made,), "Ann")


def test_where_the_one_that_speaks_must_not_say_it_of_a_hidden_place_nobody_does(catalogue: Catalogue) -> None:
    silenced(catalogue, "hidden")
    (one,) = published(catalogue).values()
    assert (one.phones, one.place) == ((), guarded("a:1", "hidden").place)


def test_where_the_one_that_speaks_is_withdrawn_nobody_tells_what_another_keeps_private(catalogue: Catalogue) -> None:
    silenced(catalogue, "public")
    with catalogue.replacing("c", NEW) as run:
        run.finish(Run("c", NEW, "published", 0.1, {}))
    (one,) = published(catalogue).values()
    assert (one.phones, one.name) == ((), "Brendan Center")


def test_what_a_merge_will_hang_together_with_is_heeded_before_it_is_made(catalogue: Catalogue) -> None:
    put(catalogue, listing("b:1", phones=()), listing("c:1"), listing("a:1", "Waterway 305-555-0177", phones=()))
    rules = Rules(private={"b:1": frozenset({"3055550177"})}, precedence={"a": 9})
    catalogue.decide((merge(tuple(catalogue.said(("b:1", "c:1"))), rules),), "Ann")
    by = renew(catalogue, rules, by="rule", joining=(("a:1", "c:1"),))
    catalogue.decide((merge(tuple(catalogue.said(("a:1", "c:1"))), by, into="a:1"),), "Ann")
    assert len(published(catalogue)) == 1
    assert "0177" not in repr(tuple(catalogue.listings()))


NAMED = {"name": "Brendan Center 305-555-0177"}
OWNED = {"organization": Organization(key="a:1", name="Brendan 305-555-0177")}
LED = {"place": replace(listing("a:1").place or Place(), directions="Call 305-555-0177 at the gate.")}


@pytest.mark.parametrize("telling", [NAMED, OWNED, LED, {"phones": SAID}], ids=["name", "organization", "place", "phone"])
@pytest.mark.parametrize("first", ["rule", "person"])
def test_what_a_merge_further_off_tells_is_not_told_where_all_are_one(
    catalogue: Catalogue, telling: dict[str, Any], first: str
) -> None:
    """One keeps a number private, the rule makes it one with a second, a person that one with a third that tells it."""
    third = listing("a:1", street="9 Elm Street", **{"name": "Waterway", "phones": (), **telling})
    put(catalogue, listing("b:1", phones=()), listing("c:1"), third)
    rules = Rules(private={"b:1": frozenset({"3055550177"})}, precedence={"a": 9})
    if first == "rule":
        keep(catalogue, rules)
    catalogue.decide((merge(tuple(catalogue.said(("a:1", "c:1"))), rules, into="a:1"),), "Ann")
    published = told(catalogue, rules)
    assert len(tuple(catalogue.listings())) == 1
    assert "0177" not in published
    with catalogue.replacing("c", NEW) as run:
        run.finish(Run("c", NEW, "published", 0.1, {}))
    assert "0177" not in repr(tuple(catalogue.listings()))


def test_where_every_name_tells_what_another_keeps_private_nothing_is_published(catalogue: Catalogue) -> None:
    put(catalogue, listing("a:1", "Center 305-555-0177"), listing("b:1", "Center 305-555-0122"))
    rules = Rules(private={"a:1": frozenset({"3055550122"}), "b:1": frozenset({"3055550177"})})
    catalogue.decide((merge(tuple(catalogue.said(("a:1", "b:1"))), rules),), "Ann")
    assert published(catalogue) == {}


# -------------------------------------------------------------- hidden wins while it is asked


def waiting(catalogue: Catalogue, *, words: str = "") -> Listing:
    """A record whose place is public, and one of its name and another phone that may be the same and is hidden."""
    public = listing("b:1", description=words)
    phones = (Phone(number="3055550122", kind="local"),)
    put(catalogue, replace(guarded("a:1", "hidden"), phones=phones), public)
    return public


def test_a_record_that_may_be_one_with_a_hidden_place_does_not_tell_its_address(catalogue: Catalogue) -> None:
    waiting(catalogue)
    kept = keep(catalogue)
    assert (kept.made, kept.questions, kept.waiting) == (0, 1, 1)
    assert published(catalogue)["b:1"].place == Place(visibility="hidden", codes=("us-fl-086", "us-fl", "us"))
    assert "Palm" not in repr(tuple(catalogue.listings()))


def test_one_whose_words_tell_the_address_waits_whole(catalogue: Catalogue) -> None:
    waiting(catalogue, words="Ring at 12 Palm Street.")
    keep(catalogue)
    assert set(published(catalogue)) == {"a:1"}


def test_kept_twice_what_waits_is_decided_once(catalogue: Catalogue) -> None:
    waiting(catalogue)
    keep(catalogue)
    revision, decisions = catalogue.revision(), len(list(catalogue.decisions()))
    assert keep(catalogue).waiting == 1
    assert (catalogue.revision(), len(list(catalogue.decisions()))) == (revision, decisions)


def test_when_a_person_says_that_they_are_apart_the_address_is_told_again(catalogue: Catalogue) -> None:
    public = waiting(catalogue)
    keep(catalogue)
    catalogue.decide((Split(listings=("a:1", "b:1")),), "Ann")
    assert keep(catalogue).waiting == 0
    assert published(catalogue)["b:1"] == public


def test_when_a_person_says_that_they_are_one_hidden_wins_for_good(catalogue: Catalogue) -> None:
    waiting(catalogue)
    keep(catalogue)
    catalogue.decide((merge(tuple(catalogue.records())),), "Ann")
    assert keep(catalogue).waiting == 0
    assert "Palm" not in repr(tuple(catalogue.listings()))
    assert len(published(catalogue)) == 1


OTHERWISE = {"place": {"address": {"lines": ["14 Palm Street"], "city": "Miami", "country": "US"}}}


@pytest.mark.parametrize("first", [{"description": "Ring at 12 Palm Street."}, OTHERWISE], ids=["its words", "its place"])
def test_one_that_a_person_let_tell_the_address_waits_whole_whatever_is_corrected_later(
    catalogue: Catalogue, first: dict[str, Any]
) -> None:
    waiting(catalogue)
    keep(catalogue)
    for values in (first, {"fees": "Free"}):
        catalogue.decide((Correction(listing="b:1", values=values),), "Ann")
        keep(catalogue)
        assert set(published(catalogue)) == {"a:1"}
    assert "Palm" not in repr(tuple(catalogue.listings()))


def test_one_of_which_a_person_corrected_something_else_waits_without_its_address(catalogue: Catalogue) -> None:
    waiting(catalogue)
    catalogue.decide((Correction(listing="b:1", values={"fees": "Free"}),), "Ann")
    assert keep(catalogue).waiting == 1
    assert published(catalogue)["b:1"].fees == "Free"
    assert "Palm" not in repr(tuple(catalogue.listings()))


def test_all_that_is_one_with_it_waits_too(catalogue: Catalogue) -> None:
    waiting(catalogue)
    put(catalogue, listing("c:1"))
    assert keep(catalogue).made == 1
    assert "Palm" not in repr(tuple(catalogue.listings()))
