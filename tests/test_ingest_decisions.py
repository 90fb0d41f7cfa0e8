"""The command line of decisions: hidden, corrected, checked, listed and taken back, and what is published follows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from directory.catalogue import Catalogue, Run
from directory.listing import Listing
from ingest.__main__ import cli
from tests.pages_world import made

ONE, OTHER = made("house"), made("hall")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of two listings."""
    monkeypatch.setenv("NEARHELP_DATA", str(tmp_path))
    with Catalogue.of(tmp_path) as catalogue, catalogue.replacing("world", date(2026, 7, 1)) as run:
        run.take(ONE)
        run.take(OTHER)
        run.finish(Run("world", date(2026, 7, 1), "published", 0.1, {}))
    return tmp_path


def said(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def listed(folder: Path) -> dict[str, Listing]:
    with Catalogue.of(folder) as catalogue:
        return {one.id: one for one in catalogue.listings()}


def test_a_listing_is_hidden_by_its_public_id_and_told_again_when_that_is_taken_back(data: Path) -> None:
    told = said("hide", ONE.ref, "--why", "a shelter")
    assert (told.exit_code, "Decision 1: hide of world:house@1." in told.output) == (0, True), told.output
    assert listed(data).keys() == {OTHER.id}
    assert said("undo", "1", "--why", "it is none").exit_code == 0
    assert listed(data).keys() == {ONE.id, OTHER.id}


def test_a_correction_speaks_for_its_field_until_it_is_taken_back(data: Path) -> None:
    told = said("correct", ONE.id, "name=Harbor House", 'costs=["free"]', "--why", "called them", "--by", "ann")
    assert told.exit_code == 0, told.output
    one = listed(data)[ONE.id]
    assert (one.name, one.costs, one.phones) == ("Harbor House", ("free",), ONE.phones)
    with Catalogue.of(data) as catalogue:
        origin = catalogue.origins(ONE.ref)
    assert (origin["name"].decision, origin["phones"].source) == (1, "world")
    assert said("undo", "1", "--why", "they moved").exit_code == 0
    assert listed(data)[ONE.id].name == ONE.name


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("correct", ONE.id, "costs=gratis", "--why", "x"), "costs"),
        (("correct", ONE.id, "nmae=Harbor", "--why", "x"), "nmae: No decision changes this field."),
        (("correct", ONE.id, "name", "--why", "x"), "give it as FIELD=VALUE"),
        (("correct", ONE.id, "phones=[{", "--why", "x"), "phones is not JSON"),
        (("hide", "world:nobody@1", "--why", "x"), "no listing has the id 'world:nobody@1'"),
        (("hide", "zzzzzzzz", "--why", "x"), "no listing 'zzzzzzzz'"),
        (("undo", "7", "--why", "x"), "there is no decision 7 that counts"),
        (("checked", ONE.id, "--on", "2999-01-01", "--why", "x"), "still to come"),
    ],
)
def test_what_cannot_be_decided_is_told_and_changes_nothing(data: Path, words: tuple[str, ...], fault: str) -> None:
    before = listed(data)
    told = said(*words)
    assert (told.exit_code != 0, fault in told.output, "Traceback" in told.output) == (True, True, False), told.output
    assert listed(data) == before


def test_the_day_of_a_check_is_published_and_can_be_taken_back(data: Path) -> None:
    assert said("checked", ONE.id, "--on", "2026-07-02", "--why", "called", "--by", "ann").exit_code == 0
    assert listed(data)[ONE.id].provenance.checked_on == date(2026, 7, 2)
    said("undo", "1", "--why", "a slip")
    assert listed(data)[ONE.id].provenance.checked_on is None


def test_decisions_are_listed_with_who_when_and_why_the_latest_first(data: Path) -> None:
    assert "No person decided anything." in said("decisions").output
    said("hide", ONE.id, "--why", "a shelter", "--no-index")
    said("correct", OTHER.id, "name=Harbor Hall", "--why", "called", "--no-index")
    said("undo", "1", "--why", "none", "--by", "ben", "--no-index")
    told = said("decisions").output
    assert ("called" in told, "a shelter" in told) == (True, False)
    whole = json.loads(said("decisions", "--all", "--json").output)
    assert [(one["number"], one["kind"], one["why"]) for one in whole] == [
        (2, "correction", "called"),
        (1, "hide", "a shelter"),
    ]
    assert (whole[0]["says"]["values"], whole[1]["undone"]["by"]) == ({"name": "Harbor Hall"}, "ben")
    assert "taken back by ben" in said("decisions", ONE.ref, "--all").output
    assert "called" not in said("decisions", ONE.ref, "--all").output
