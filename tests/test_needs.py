"""What words were understood to need and to raise, in every engine: the same listings, the raised ones first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from directory.index.base import Index
from directory.listing import Listing, Organization, ref_of
from directory.query import Query, Requirement
from tests.engines import MARKED, Engine, built


def listing(key: str, name: str, **said: object) -> Listing:
    """A line that serves everybody."""
    found = Listing(
        id=f"t:{key}",
        ref=ref_of(f"t:{key}"),
        revision=1,
        name=name,
        organization=Organization(key=key, name="Somebody"),
        categories=("crisis/warmlines",),
        modes=("phone",),
        coverage=("us",),
    )
    return replace(found, **said)  # type: ignore[arg-type]  # fields of a listing


LISTINGS = (
    listing("said", "Circle for widows"),
    listing("stated", "Tuesday circle", topics=("grief",)),
    listing("both", "Widows and grief", topics=("grief",), audiences=("parents",)),
    listing("neither", "Quilting"),
    listing("parents", "Quilting for two", audiences=("parents",)),
)


@pytest.fixture(scope="module", params=MARKED)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the listings."""
    engine: Engine = request.param
    engine.require()
    with built(engine, tmp_path_factory.mktemp("needs"), LISTINGS) as found:
        yield found


def keys(index: Index, query: Query) -> list[str]:
    """What is found, in order."""
    return [hit.listing.id.removeprefix("t:") for hit in index.search(query).hits]


def test_a_need_is_met_by_its_words_or_by_what_states_it(index: Index) -> None:
    needs = (Requirement((("widows",),), (("topic", "grief"),)),)
    assert sorted(keys(index, Query(text="my husband died", needs=needs))) == ["both", "said", "stated"]


def test_every_need_has_to_be_met(index: Index) -> None:
    widows, parents = Requirement((("widows",),)), Requirement((("parents",),), (("audience", "parents"),))
    assert sorted(keys(index, Query(needs=(widows,)))) == ["both", "said"]
    assert keys(index, Query(needs=(widows, parents))) == ["both"]


def test_no_needs_at_all_find_everything_whatever_was_typed(index: Index) -> None:
    assert len(keys(index, Query(text="where can i go", needs=()))) == len(LISTINGS)


def test_what_is_raised_comes_first_and_hides_nothing(index: Index) -> None:
    plain, raised = Query(needs=()), Query(needs=(), raised=(("audience", "parents"),))
    assert set(keys(index, raised)) == set(keys(index, plain))
    assert set(keys(index, raised)[:2]) == {"both", "parents"}


def test_more_of_what_is_raised_comes_before_less(index: Index) -> None:
    query = Query(needs=(), raised=(("audience", "parents"), ("topic", "grief")))
    assert keys(index, query)[0] == "both"
    assert set(keys(index, query)[1:3]) == {"stated", "parents"}


def test_what_is_raised_is_explained(index: Index) -> None:
    hits = index.search(Query(needs=(), raised=(("audience", "parents"), ("topic", "grief")))).hits
    parts = {hit.listing.id: round(hit.parts["raised"], 4) for hit in hits}
    assert parts["t:both"] == 2 * parts["t:parents"] > 0 == parts["t:neither"]


def test_a_hint_is_worth_something_and_asks_for_nothing(index: Index) -> None:
    query = Query(needs=(), hints=((("quilting",),),))
    assert len(keys(index, query)) == len(LISTINGS)
    assert set(keys(index, query)[:2]) == {"neither", "parents"}
    assert not index.search(Query(needs=(Requirement((("zebras",),)),), hints=((("quilting",),),))).hits


def test_a_hint_is_explained_and_is_nothing_that_can_be_taken_back(index: Index) -> None:
    results = index.search(Query(needs=(), hints=((("widows",),),), chosen=(("topic", ("grief",)),)))
    assert {hit.listing.id: hit.parts["text"] > 0 for hit in results.hits} == {"t:both": True, "t:stated": False}
    assert "words" not in {one.kind for one in results.relax}


def test_a_need_may_be_met_by_any_of_its_words(index: Index) -> None:
    needs = (Requirement((("widows",), ("quilting",)), any_word=True),)
    assert sorted(keys(index, Query(needs=needs))) == ["both", "neither", "parents", "said"]


def test_a_need_may_be_met_by_any_of_its_values(index: Index) -> None:
    values = (("topic", "grief"), ("audience", "parents"))
    assert sorted(keys(index, Query(needs=(Requirement((("zebras",),), values),)))) == ["both"]
    any_value = Requirement((("zebras",),), values, any_value=True)
    assert sorted(keys(index, Query(needs=(any_value,)))) == ["both", "parents", "stated"]
