"""Other people's codes turned into our values."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from directory.facets import FACETS, declared
from directory.taxonomy import rows
from ingest.clean.crosswalk import exact, indexed, levels, longest, narrowest


def test_every_pair_of_the_table_is_declared() -> None:
    known = {"ignore", "status", "field", "type", "size", "number"}
    for row in rows("crosswalks"):
        if row["facet"] in FACETS:
            assert row["value"] in declared(row["facet"]), row
        else:
            assert row["facet"] in known or row["source"] == "source", row


def test_the_longest_prefix_at_a_level_answers() -> None:
    deep = longest("211", "BH-1800.1500-100.20")
    assert deep is not None
    assert deep.code == "BH-1800.1500-100"
    assert ("topic", "domestic-violence") in deep.pairs


def test_a_prefix_is_never_cut_inside_a_level() -> None:
    assert levels("PN-8100.4500-240") == ("PN-8100.4500-240", "PN-8100.4500", "PN-8100", "PN", "P")
    assert longest("211", "PN-81") is None
    assert longest("211", "") is None
    assert longest("211", "food pantry") is None


def test_meeting_codes_are_matched_with_their_capitals() -> None:
    women, men = exact("meeting-guide", "W"), exact("meeting-guide", "M")
    assert women is not None and women.pairs == (("audience", "women"),)
    assert men is not None and men.pairs == (("audience", "men"),)
    assert exact("meeting-guide", "w") is None


def test_an_ignored_code_is_known_but_says_nothing() -> None:
    breakfast = exact("meeting-guide", "BRK")
    assert breakfast is not None
    assert breakfast.ignored


def test_an_unknown_vocabulary_is_an_error() -> None:
    with pytest.raises(KeyError):
        exact("no-such-vocabulary", "W")


def test_values_stand_in_order_of_weight() -> None:
    codes = ["BD-1800", "BH-1800.1500-100", "BH-1800"]
    said = indexed([*((code, longest("211", code)) for code in codes), ("??", None)])
    assert said.facets["category"][0] == "practical/housing/shelter"  # two codes say so
    assert said.unknown == ("??",)


def test_wider_categories_give_way_to_narrower_ones() -> None:
    assert narrowest(["practical", "practical/food/meals", "practical/food", "crisis"]) == ["practical/food/meals", "crisis"]


@pytest.mark.shared
def test_every_code_of_a_real_directory_is_known(shared: Path) -> None:
    file = shared / "hsds1-miami-211" / "data" / "services_taxonomy.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        codes = {row["taxonomy_id"] for row in csv.DictReader(lines)}
    assert [code for code in codes if longest("211", code) is None] == []
