"""From the catalogue to the index: by update when little changed, by rebuild when nothing serves or much did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from directory.catalogue import Catalogue
from directory.errors import Gone, NotFound
from directory.index.base import Index
from directory.listing import Organization, ref_of
from ingest.pipeline.publish import publish
from ingest.pipeline.verify import verify
from tests.catalogue_world import hope, put
from tests.engines import MARKED, Engine


@pytest.fixture(params=MARKED)
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    chosen.require()
    return chosen


@pytest.fixture
def index(engine: Engine, tmp_path: Path) -> Iterator[Index]:
    opened = engine.open(tmp_path)
    yield opened
    opened.close()
    engine.forget(tmp_path)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
        yield opened


def test_an_index_that_is_not_there_is_built(catalogue: Catalogue, index: Index) -> None:
    put(catalogue, *map(hope, range(9)))
    assert publish(catalogue, index).how == "rebuilt"
    assert index.get(ref_of("a:3")).name == "Hope 3"
    assert index.status().revision == catalogue.revision()


def test_nothing_changed_is_nothing_done(catalogue: Catalogue, index: Index) -> None:
    put(catalogue, *map(hope, range(9)))
    publish(catalogue, index)
    generation = index.status().generation
    assert publish(catalogue, index).how == "unchanged"
    assert index.status().generation == generation


def test_a_little_that_changed_is_an_update(catalogue: Catalogue, index: Index) -> None:
    put(catalogue, *map(hope, range(9)))
    publish(catalogue, index)
    put(catalogue, *map(hope, range(1, 8)), hope(8, "Faith"))
    assert publish(catalogue, index).how == "updated"
    assert index.get(ref_of("a:8")).name == "Faith 8"
    with pytest.raises((Gone, NotFound)):
        index.get(ref_of("a:0"))
    assert index.status().count == 8
    assert publish(catalogue, index).how == "unchanged"


def test_much_that_changed_is_a_rebuild(catalogue: Catalogue, index: Index) -> None:
    put(catalogue, *map(hope, range(9)))
    publish(catalogue, index)
    put(catalogue, *(hope(number, "New") for number in range(5)), *map(hope, range(5, 9)))
    assert publish(catalogue, index).how == "rebuilt"


def test_an_index_of_another_store_is_rebuilt(catalogue: Catalogue, index: Index, tmp_path: Path) -> None:
    put(catalogue, *map(hope, range(9)))
    publish(catalogue, index)
    with Catalogue(tmp_path / "other.sqlite") as other:
        put(other, *(replace(hope(number), name="Other") for number in range(9)))
        assert publish(other, index).how == "rebuilt"
    assert index.get(ref_of("a:3")).name == "Other"


def test_a_store_emptied_of_its_last_source_empties_the_index(catalogue: Catalogue, index: Index) -> None:
    put(catalogue, *map(hope, range(3)))
    publish(catalogue, index)
    put(catalogue)
    publish(catalogue, index)
    assert index.status().count == 0


def test_what_the_store_takes_in_during_a_rebuild_is_in_the_index_after_it(
    catalogue: Catalogue, index: Index, tmp_path: Path
) -> None:
    many = list(map(hope, range(1200)))
    put(catalogue, *many)

    def meanwhile(count: int) -> None:
        if count == 500:
            with Catalogue(tmp_path / "catalogue.sqlite") as other:
                put(other, hope(count, "Meanwhile"), *many[count + 1 :], *many[2:count])

    assert publish(catalogue, index, rebuild=True, progress=meanwhile).how == "rebuilt"
    assert verify(catalogue, index, 5000).differences == ()
    assert index.get(ref_of("a:500")).name == "Meanwhile 500"
    assert index.status().count == catalogue.count() == 1198
    assert publish(catalogue, index).how == "unchanged"


def test_a_generation_that_serves_again_is_brought_up_to_date(catalogue: Catalogue, index: Index) -> None:
    put(catalogue, *map(hope, range(9)))
    publish(catalogue, index)
    first = index.status().generation
    put(catalogue, *map(hope, range(1, 8)), hope(8, "Faith"))
    publish(catalogue, index, rebuild=True)
    index.swap(first)
    assert index.get(ref_of("a:8")).name == "Hope 8"
    assert publish(catalogue, index).how == "updated"
    assert index.status().generation == first
    assert verify(catalogue, index, 100).agree


def test_what_differs_is_named_by_its_id(catalogue: Catalogue, index: Index) -> None:
    put(catalogue, *map(hope, range(12)))
    put(catalogue, *map(hope, range(10)))
    publish(catalogue, index)
    found = verify(catalogue, index, 100)
    assert (found.agree, found.compared, found.index, found.catalogue) == (True, 12, 10, 10)
    kept = index.get(ref_of("a:2"))
    index.update([replace(index.get(ref_of("a:1")), revision=900)], [("a:3", 900)])
    index.rebuild([*catalogue.listings(), replace(hope(11), revision=1)])
    index.update([replace(index.get(ref_of("a:1")), revision=900)], [("a:3", 900)])
    told = verify(catalogue, index, 100)
    assert told.differences == (
        ("a:1", "the index has revision 900, the catalogue 2"),
        ("a:11", "is withdrawn, but the index still has it"),
        ("a:3", "is not in the index"),
    )
    index.rebuild([replace(kept, name="Secret", url="https://example.org/secret"), *catalogue.listings()][:1])
    (how,) = (how for identifier, how in verify(catalogue, index, 100).differences if identifier == "a:2")
    assert how == "name differs, url differs"


@pytest.mark.elasticsearch
def test_what_the_server_refuses_is_told_by_id_and_does_not_rebuild_every_night(catalogue: Catalogue, tmp_path: Path) -> None:
    (engine,) = (param.values[0] for param in MARKED if param.id == "elasticsearch")
    assert isinstance(engine, Engine)
    engine.require()
    one = hope(7)
    immense = replace(one, organization=Organization(key="k" * 40_000, name="Hope"))
    put(catalogue, immense, *map(hope, range(8, 1107)))
    index = engine.open(tmp_path)
    try:
        done = publish(catalogue, index)
        assert (done.how, done.count) == ("rebuilt", 1099)
        assert done.refused.startswith("a:7 (")
        assert "kkk" not in done.refused
        assert catalogue.refused(index.status().generation) == (1, done.refused)
        assert publish(catalogue, index).how == "unchanged"
        assert verify(catalogue, index, 2000).differences == (("a:7", "is not in the index"),)
        put(catalogue, one, *map(hope, range(8, 1107)))
        assert publish(catalogue, index).refused == ""
        assert verify(catalogue, index, 2000).agree
    finally:
        index.close()
        engine.forget(tmp_path)
