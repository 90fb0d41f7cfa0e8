"""How many people live where a name means."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.places import Gazetteer

PEOPLED = Gazetteer.open(Path(__file__).resolve().parents[1] / ".cache").peopled("US ")


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("oakland", 400_000), ("Oakland, CA", 400_000), ("oakland california", 400_000), ("st louis mo", 200_000),
        ("nyc", 8_000_000), ("brooklyn", 2_000_000), ("portland maine", 60_000), ("cook county", 5_000_000), ("ga", 4_000_000),
        ("texas", 20_000_000), ("miami fl 33125", 400_000), ("33125", 100), ("sacramento california usa", 0),
    ],
)  # fmt: skip
def test_a_name_means_a_place_with_at_least_so_many_people(name: str, least: int) -> None:
    assert PEOPLED(name) >= least


@pytest.mark.parametrize("name", ["", "!!", "recovery", "grief", "00000", "oakland nowhere", "spanish", "need help"])
def test_what_is_no_place_has_nobody(name: str) -> None:
    assert PEOPLED(name) == 0


def test_a_state_narrows_to_the_place_in_it() -> None:
    assert PEOPLED("portland maine") < PEOPLED("portland oregon") == PEOPLED("portland")


def test_the_gazetteer_keeps_what_it_counted() -> None:
    gazetteer = Gazetteer.open(Path(__file__).resolve().parents[1] / ".cache")
    assert gazetteer.peopled("us") is gazetteer.peopled("US")
