"""The contract of the ranking: judged queries are well made, and no class of them falls below what was recorded."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from directory.geo import Point
from directory.listing import Place
from tests.engines import MARKED, Engine
from tests.pages_world import made
from tests.relevance.measure import Answer, ndcg, score
from tests.relevance.queries import CLASSES, grades, read_queries
from tests.relevance.rules import facts, grade, parse
from tests.relevance.run import engine, fallen, gazetteer, judged, measured
from tests.relevance.worlds import WORLDS, miami, missing, seed

LEAST = {"seed": 60, "miami": 200}


def worth(lines: str) -> int:
    """What the grief talks of an invented provider are worth to some lines."""
    one = made("talk", name="Grief talks", description="For people in mourning. Bring a friend.", costs=("free",))
    return grade(parse(lines), facts(one))


def test_the_best_line_that_holds_is_the_grade() -> None:
    assert worth("1 category:support-groups\n3 topic:grief & text:mourn\n2 name:grief") == 3
    assert worth("3 topic:grief & text:cancer\n2 category:support-groups/grief") == 2
    assert worth("3 !topic:grief\n1 cost:medicaid|free") == 1


def test_words_are_looked_for_from_their_beginning() -> None:
    assert worth("3 text:mourn") == 3
    assert worth("3 text:ourning") == 0


def test_a_line_of_grade_zero_outweighs_lines_and_a_named_listing_outweighs_that() -> None:
    assert worth("3 topic:grief\n0 text:friend") == 0
    assert worth("3 topic:grief\n0 text:friend\n2 is:talk") == 2


@pytest.mark.parametrize("line", ["4 topic:grief", "3 nothing:grief", "topic:grief", "3 topic:", "3 topic:griev"])
def test_a_line_that_cannot_be_read_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match=r"there is no|begins with"):
        parse(line)


def test_the_subject_words_of_a_professional_index_judge_nothing_and_are_not_searched() -> None:
    assert grade(parse("3 any:bereavement"), facts(made("talk", keywords=("Bereavement",)))) == 0
    assert not any(listing.keywords for listing in seed())


def test_far_help_is_worth_less_and_farther_help_nothing() -> None:
    (query,) = (query for query in read_queries("seed") if query.id == "clinic-oak-places")
    near = gazetteer().find(query.place).places[0]
    places = {"here": 0.0, "there": 0.15, "beyond": 0.5}
    world = [
        facts(made(key, categories=("health/clinics",), place=Place(point=Point(near.point.lat + north, near.point.lon))))
        for key, north in places.items()
    ]
    found = grades(query, world, near)
    assert [found.get(one.listing.ref, 0) for one in world] == [3, 2, 0]


def test_the_measure_is_one_for_the_best_order_and_counts_what_comes_late_for_less() -> None:
    told = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c"], told) == pytest.approx(1)
    assert ndcg(["c", "b", "a"], told) < ndcg(["b", "a", "c"], told) < 1
    assert ndcg(["x", "a"], {"a": 3}) == pytest.approx(0.6309, abs=1e-4)
    found = score(Answer(refs=("c", "b")), told)
    assert (found.recall, found.mrr, found.zero) == (0.5, 0.5, 0)


def test_an_empty_answer_is_honest_and_so_is_one_that_says_nothing_is_close() -> None:
    assert [score(answer, {}).honest for answer in (Answer(refs=()), Answer(refs=("x",), nothing_close=True))] == [1, 1]
    assert score(Answer(refs=("x",)), {}).honest == 0


@pytest.mark.parametrize("name", WORLDS)
def test_every_class_has_queries_and_a_third_of_each_is_frozen(name: str) -> None:
    queries = read_queries(name)
    assert len({query.id for query in queries}) == len(queries) >= LEAST[name]
    assert len({(query.text, query.place) for query in queries}) == len(queries)
    every = Counter(query.kind for query in queries)
    frozen = Counter(query.kind for query in queries if query.frozen)
    assert set(every) == set(CLASSES)
    assert all(frozen[kind] >= every[kind] / 3 for kind in CLASSES)


def unanswered(name: str) -> list[str]:
    """Queries without a right answer that should have one, and those with one that should have none."""
    told = judged(name)
    return [query.id for query in read_queries(name) if (max(told[query.id].values(), default=0) < 2) != (query.kind == "none")]


def test_every_query_over_the_seed_has_a_right_answer_unless_it_must_not() -> None:
    assert unanswered("seed") == []


@pytest.mark.parametrize("which", MARKED)
def test_no_class_over_the_seed_falls_below_what_was_recorded(which: Engine, tmp_path: Path) -> None:
    which.require()
    with engine(which, "seed", tmp_path) as ask:
        assert fallen("seed", which.name, measured(which.name, "seed", ask).scores) == []


@pytest.mark.long
@pytest.mark.shared
@pytest.mark.skipif(bool(missing("miami")), reason=missing("miami"))
@pytest.mark.parametrize("which", MARKED)
def test_no_class_over_miami_falls_below_what_was_recorded(which: Engine, tmp_path: Path) -> None:
    which.require()
    assert not any(listing.keywords for listing in miami())
    assert unanswered("miami") == []
    with engine(which, "miami", tmp_path) as ask:
        assert fallen("miami", which.name, measured(which.name, "miami", ask).scores) == []
