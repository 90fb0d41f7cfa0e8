"""From the store to the index: by update when little changed, by rebuild when nothing serves or much did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from directory.errors import Gone, NotFound
from directory.index import open_index
from directory.index.base import Index
from directory.listing import Listing, Organization, Provenance, ref_of
from ingest.pipeline.publish import publish
from ingest.store import Run, Store

DAY = date(2026, 3, 2)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    opened = open_index(f"sqlite:///{tmp_path}/index.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.sqlite") as opened:
        yield opened


def listing(number: int, name: str = "Hope") -> Listing:
    identifier = f"a:{number}"
    return Listing(
        id=identifier,
        ref=ref_of(identifier),
        revision=0,
        name=f"{name} {number}",
        organization=Organization(key="hope", name="Hope"),
        categories=("practical/food/pantries",),
        modes=("phone",),
        coverage=("us",),
        provenance=Provenance(source="a", seen_on=DAY),
    )


def put(store: Store, *listings: Listing) -> None:
    with store.replacing("a", DAY) as run:
        for one in listings:
            run.take(one)
        run.finish(Run("a", DAY, "published", 0.1, {}))


def test_an_index_that_is_not_there_is_built(store: Store, index: Index) -> None:
    put(store, *map(listing, range(9)))
    assert publish(store, index).how == "rebuilt"
    assert index.get(ref_of("a:3")).name == "Hope 3"
    assert index.status().revision == store.revision()


def test_nothing_changed_is_nothing_done(store: Store, index: Index) -> None:
    put(store, *map(listing, range(9)))
    publish(store, index)
    generation = index.status().generation
    assert publish(store, index).how == "unchanged"
    assert index.status().generation == generation


def test_a_little_that_changed_is_an_update(store: Store, index: Index) -> None:
    put(store, *map(listing, range(9)))
    publish(store, index)
    put(store, *map(listing, range(1, 8)), listing(8, "Faith"))
    assert publish(store, index).how == "updated"
    assert index.get(ref_of("a:8")).name == "Faith 8"
    with pytest.raises((Gone, NotFound)):
        index.get(ref_of("a:0"))
    assert index.status().count == 8
    assert publish(store, index).how == "unchanged"


def test_much_that_changed_is_a_rebuild(store: Store, index: Index) -> None:
    put(store, *map(listing, range(9)))
    publish(store, index)
    put(store, *(listing(number, "New") for number in range(5)), *map(listing, range(5, 9)))
    assert publish(store, index).how == "rebuilt"


def test_an_index_of_another_store_is_rebuilt(store: Store, index: Index, tmp_path: Path) -> None:
    put(store, *map(listing, range(9)))
    publish(store, index)
    with Store(tmp_path / "other.sqlite") as other:
        put(other, *(replace(listing(number), name="Other") for number in range(9)))
        assert publish(other, index).how == "rebuilt"
    assert index.get(ref_of("a:3")).name == "Other"


def test_a_store_emptied_of_its_last_source_empties_the_index(store: Store, index: Index) -> None:
    put(store, *map(listing, range(3)))
    publish(store, index)
    put(store)
    publish(store, index)
    assert index.status().count == 0
