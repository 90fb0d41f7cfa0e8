"""The judged pairs of real records: the floor under what the rule merges, and what it must leave to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.settings import Settings
from ingest.pipeline.gazetteer import open_places
from tests.dedupe.judged import Found, Pair, measured, neighbourhood, pairs
from tests.dedupe.real import ROOT, SOURCES

PRECISION, RECALL = 0.99, 0.80
"""The floor of both halves; measured when the pairs were judged: tuning 1.00 and 0.84, held-out 1.00 and 0.82."""
LABELS = {"same", "different", "unsure"}


def test_each_pair_is_judged_once_with_a_reason_and_of_a_known_source() -> None:
    judged = pairs()
    assert len({frozenset((one.one, one.other)) for one in judged}) == len(judged) >= 300
    for one in judged:
        assert one.label in LABELS
        assert one.half in {"tuning", "held-out"}
        assert len(one.why) > 10
        assert {one.one.partition(":")[0], one.other.partition(":")[0]} <= set(SOURCES)


@pytest.fixture(scope="module")
def found(shared: Path) -> dict[str, Found]:
    judged: list[Pair] = pairs()
    wanted = {identifier for one in judged for identifier in (one.one, one.other)}
    listings = neighbourhood(shared, open_places(Settings(data=str(ROOT / ".nearhelp"))), wanted)
    assert wanted <= {one.id for one in listings}
    return measured(listings, judged)


@pytest.mark.shared
@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_merges_by_rule_are_right_and_find_most(found: dict[str, Found], half: str) -> None:
    assert found[half].merged.total() > 75
    assert found[half].precision >= PRECISION
    assert found[half].recall >= RECALL


@pytest.mark.shared
@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_most_of_what_is_the_same_and_not_merged_is_asked(found: dict[str, Found], half: str) -> None:
    assert found[half].asked["same"] > found[half].apart["same"]
