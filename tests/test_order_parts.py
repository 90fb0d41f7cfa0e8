"""Order "best" is the declared parts and nothing else: in every engine, whatever words were understood to mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from directory.facets import answers
from directory.geo import Point
from directory.index.base import Index
from directory.index.explained import explained
from directory.index.parts import parts
from directory.index.says import says
from directory.index.weights import WEIGHTS
from directory.language.rarity import rarity
from directory.language.sensitive import sensitive
from directory.listing import Listing, Organization, name_key, ref_of
from directory.query import Hit, Near, Query, Requirement
from tests.engines import MARKED, Engine, built
from tests.oracle_words import SAYINGS
from tests.worlds import TODAY, World
from tests.worlds_queries import Asker

SEED = 20260211
CLOSE = 1e-3
"""Elasticsearch adds up in single precision."""


@pytest.fixture(scope="module", params=MARKED)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, World]]:
    """An engine of a random world."""
    engine: Engine = request.param
    engine.require()
    world = World(SEED, 150)
    with built(engine, tmp_path_factory.mktemp("parts"), world.listings) as index:
        yield index, world


def questions(world: World) -> list[Query]:
    """Questions in order "best" whose words mean something."""
    asker = Asker(world)
    drawn = (replace(asker.query(), order="best", page=1, size=200) for _ in range(120))
    return [query for query in drawn if parts(query)]


def total(hit: Hit) -> float:
    return sum(hit.parts.values())


def test_hits_stand_in_the_order_of_what_their_parts_add_up_to(asked: tuple[Index, World]) -> None:
    index, world = asked
    seen = 0
    for query in questions(world):
        hits = index.search(replace(query, home="")).hits
        seen += len(hits)
        for one, other in pairwise(hits):
            if one.tier == other.tier:
                assert total(one) >= total(other) - CLOSE, query
    assert seen > 1000


def test_equal_parts_are_ordered_by_name(asked: tuple[Index, World]) -> None:
    index, _ = asked
    hits = index.search(Query(size=200)).hits
    for one, other in pairwise(hits):
        if one.parts == other.parts:
            assert name_key(one.listing).encode() <= name_key(other.listing).encode()


def test_every_part_of_every_hit_is_what_the_listing_itself_tells(asked: tuple[Index, World]) -> None:
    index, world = asked
    for query in questions(world):
        for hit in index.search(query).hits:
            told = explained(query, hit.listing, answers(hit.listing), distance=0.0, day=TODAY)
            for name in WEIGHTS.keys() - {"distance", "freshness"}:
                assert hit.parts[name] == pytest.approx(told[name], abs=CLOSE), (name, hit.listing.id, query)


def test_both_engines_tell_every_part_by_name(asked: tuple[Index, World]) -> None:
    index, _ = asked
    assert all(list(hit.parts) == list(WEIGHTS) for hit in index.search(Query(text="zorvak", size=5)).hits)


@pytest.mark.parametrize("phrase", SAYINGS)
def test_a_listing_says_what_a_phrase_of_the_vocabulary_means(phrase: str) -> None:
    said = Listing(
        id="t:1",
        ref=ref_of("t:1"),
        revision=1,
        name="Somewhere",
        organization=Organization(key="o", name="Somebody"),
        description=f"Here is {phrase.upper()} for all.",
        categories=(),
    )
    assert {":".join(pair) for pair in says(said)} == set(SAYINGS[phrase])


@pytest.mark.parametrize("text", ["HIV testing", "immigration lawyer", "jewish", "transgender people", "after prison"])
def test_what_is_sensitive_is_never_told_from_words(text: str) -> None:
    found = says(Listing(id="t:1", ref="", revision=1, name=text, organization=Organization(key="o", name=""), categories=()))
    assert not any(
        pair[1].startswith(("hiv", "faith", "culture", "practical/legal/immigration", "nonbinary")) for pair in found
    )


def test_a_number_that_was_read_as_a_kind_of_help_is_still_worth_something_in_a_name() -> None:
    (one,) = parts(Query(text="211", needs=(), chosen=(("category", ("guidance/information",)),))).spoken
    assert one.words == (("211",),)


def test_a_word_that_few_needs_share_is_worth_more_than_one_that_many_do() -> None:
    few, many = parts(Query(text="detox center")).spoken
    assert few.words == (("detox",),)
    assert few.weight > many.weight
    assert few.weight + many.weight == pytest.approx(WEIGHTS["text"])


def test_a_word_is_worth_as_much_as_the_commonest_that_says_the_same() -> None:
    assert rarity([("detox",), ("center",)]) == rarity([("center",)]) < rarity([("detox",)]) <= rarity([("xyzzy",)])


def test_what_words_name_without_narrowing_by_it_counts_as_if_it_were_chosen() -> None:
    kind = ("category", ("recovery",))
    assert parts(Query(text="somewhere", meant=(("category", "recovery"),))) == parts(Query(text="somewhere", chosen=(kind,)))


def test_where_no_harm_was_told_what_is_only_there_for_the_harmed_stands_apart() -> None:
    counseling = Query(text="counseling", chosen=(("category", ("mental-health/counseling",)),))
    (apart,) = parts(counseling).apart
    assert ("topic", "sexual-violence") in apart.only
    assert not set(apart.only) & set(apart.besides)
    assert not any(sensitive(*pair) for pair in (*apart.only, *apart.besides))


@pytest.mark.parametrize(
    "more",
    [
        {"raised": (("topic", "sexual-violence"),)},
        {"chosen": (("category", ("crisis/abuse-violence",)),)},
        {"needs": (Requirement((("hit",),), (("topic", "domestic-violence"),)),)},
        {"urgent": (("crisis",),)},
    ],
)
def test_where_harm_or_danger_was_told_nothing_stands_apart(more: dict[str, Any]) -> None:
    counseling = Query(text="counseling", chosen=(("category", ("mental-health/counseling",)),))
    assert parts(replace(counseling, **more)).apart == ()


DANGER = Query(needs=(), urgent=(("violence",), ("hotline",)), raised=(("category", "crisis/abuse-violence"),))
"""What "my husband hits me" asks for."""


def test_where_violence_was_told_the_law_and_help_for_who_harms_stand_apart() -> None:
    (apart,) = parts(DANGER).apart
    assert (apart.part, apart.weight) == ("safe", WEIGHTS["safe"])
    assert {("category", "practical/legal"), ("topic", "anger")} == set(apart.only)
    assert not any(sensitive(*pair) for pair in (*apart.only, *apart.besides))
    assert parts(replace(DANGER, raised=(("category", "crisis/lifelines"),))).apart == ()


@pytest.mark.parametrize("engine", MARKED)
def test_help_for_survivors_stands_before_courts_and_programs_for_who_harms(engine: Engine, tmp_path: Path) -> None:
    engine.require()
    filed = {
        "Violence hotline": ("crisis/abuse-violence",),
        "House": ("practical/housing/shelter", "crisis/abuse-violence"),
        "House with a lawyer": ("practical/housing/shelter", "practical/legal/legal-aid", "crisis/abuse-violence"),
        "Violence court": ("practical/legal/justice-reentry", "crisis/abuse-violence"),
        "Prosecutor of violence": ("practical/legal", "crisis/abuse-violence"),
    }
    listings = [
        Listing(id=f"t:{n}", ref=ref_of(f"t:{n}"), revision=1, name=name, organization=Organization(key=f"o{n}", name=""),
                categories=kinds)
        for n, (name, kinds) in enumerate(filed.items())
    ]  # fmt: skip
    with built(engine, tmp_path, listings) as index:
        hits = index.search(DANGER).hits
        for hit in hits:
            told = explained(DANGER, hit.listing, answers(hit.listing), distance=0.0, day=TODAY)
            assert hit.parts["safe"] == pytest.approx(told["safe"], abs=CLOSE)
    found = [hit.listing.name for hit in hits]
    assert found[0] == "Violence hotline"
    assert set(found[1:3]) == {"House", "House with a lawyer"}


WHEREVER = Query(text="counseling", home="us")


@pytest.mark.parametrize("engine", MARKED)
def test_where_no_place_is_known_what_serves_the_whole_country_stands_before_what_serves_a_part(
    engine: Engine, tmp_path: Path
) -> None:
    engine.require()
    serving = {
        "Counseling A": ("us-ca-001",),
        "Counseling B": ("us", "us-va"),
        "Counseling C": ("ca",),
        "Counseling D": ("us-va",),
    }
    listings = [
        Listing(id=f"t:{n}", ref=ref_of(f"t:{n}"), revision=1, name=name, organization=Organization(key=f"o{n}", name=""),
                categories=(), coverage=areas)
        for n, (name, areas) in enumerate(serving.items())
    ]  # fmt: skip
    with built(engine, tmp_path, listings) as index:
        hits = index.search(WHEREVER).hits
    assert [hit.listing.name[-1] for hit in hits] == ["B", "A", "D", "C"]
    assert [hit.parts["everywhere"] for hit in hits] == pytest.approx([WEIGHTS["everywhere"], 0, 0, 0])


def test_where_a_place_is_known_or_nothing_was_typed_serving_the_whole_country_is_worth_nothing() -> None:
    near = Near(label="Oakland", kind="city", point=Point(37.8, -122.3), codes=("us", "world"))
    assert any(term.part == "everywhere" for term in parts(WHEREVER).terms)
    assert all(term.part != "everywhere" for term in parts(replace(WHEREVER, near=near)).terms)
    assert not parts(replace(WHEREVER, text=""))


def test_what_was_only_ticked_orders_nothing() -> None:
    assert not parts(Query(chosen=(("category", ("recovery",)), ("audience", ("men",)))))


def test_sensitive_values_never_order_anything() -> None:
    chosen = (("category", ("faith",)), ("topic", ("hiv",)), ("audience", ("nonbinary-trans",)))
    found = parts(Query(text="somewhere", chosen=chosen))
    assert found.terms == () == found.fits
