"""The command line of reports: the urgent first, no sender in a list or an export, hidden at once, closed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from directory.catalogue import FILE, Catalogue, Inbox, Report, Run, Sent
from ingest.__main__ import cli
from tests.pages_world import made

EMAIL = "zebrafinch@example.org"


@pytest.fixture
def references(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Kind → reference of a suggestion, a wrong time and a dangerous address, all sent just now."""
    monkeypatch.setenv("NEARHELP_DATA", str(tmp_path))
    one = made("house")
    with Catalogue.of(tmp_path) as catalogue, catalogue.replacing("world", date(2026, 7, 1)) as run:
        run.take(one)
        run.finish(Run("world", date(2026, 7, 1), "published", 0.1, {}))
    box, found = Inbox(tmp_path / FILE), {}
    for number, kind in enumerate(("suggestion", "time", "hide")):
        said = {"name": "Blue House"} if kind == "suggestion" else {"text": f"about {kind}"}
        report = Report(kind=kind, listing="" if kind == "suggestion" else one.ref, said=said)
        sent = Sent(report=report, token=number.to_bytes(16, "big"), at=datetime.now(UTC), email=EMAIL)
        found[kind] = box.take(sent)
    return found


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["reports", *arguments])


def test_the_list_has_the_urgent_first_and_no_sender(references: dict[str, str]) -> None:
    lines = run().output.splitlines()
    assert ["URGENT" in line for line in lines[1:5]].count(True) == 1
    places = [next(n for n, line in enumerate(lines) if references[kind] in line) for kind in ("hide", "time", "suggestion")]
    assert places == sorted(places)
    assert "3 in all, 1 urgent." in lines[-1]
    for told in (run().output, run("--json").output, run("show", references["time"]).output):
        assert EMAIL not in told


def test_an_export_says_all_but_who_sent_it(references: dict[str, str]) -> None:
    told = json.loads(run("--json").output)
    assert [(one["kind"], one["urgent"]) for one in told] == [("hide", True), ("time", False), ("suggestion", False)]
    assert told[2]["said"] == {"name": "Blue House"}


def test_the_sender_is_told_until_the_report_is_closed(references: dict[str, str]) -> None:
    written = f"{references['time'][:4]} {references['time'][4:]}".upper()
    assert run("sender", written).output.strip() == EMAIL
    assert run("close", written, references["suggestion"], "--why", "done").output.count("Closed") == 2
    gone = run("sender", references["time"])
    assert (gone.exit_code, "None was given, or its time is over." in gone.output) == (1, True)
    assert "1 in all" in run().output
    assert [one.get("closed", {}).get("why") for one in json.loads(run("--all", "--json").output)] == [None, "done", "done"]
    assert run("close", references["time"], "--why", "again").exit_code == 1


def test_a_dangerous_address_is_off_the_site_with_one_command(references: dict[str, str], tmp_path: Path) -> None:
    told = run("hide", references["hide"], "--why", "a shelter")
    assert told.exit_code == 0, told.output
    with Catalogue.of(tmp_path) as catalogue:
        assert catalogue.trail(made("house").ref).state == "gone"
        assert catalogue.count() == 0
    assert references["hide"] not in run().output
    assert run("hide", references["suggestion"], "--why", "x").exit_code == 1


def test_a_report_stays_urgent_until_the_listing_is_off_the_site(
    references: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    with monkeypatch.context() as broken:
        broken.setenv("NEARHELP_INDEX_URL", f"sqlite:///{tmp_path / 'elsewhere'}")
        assert run("hide", references["hide"], "--why", "a shelter").exit_code != 0
    assert "1 urgent" in run().output
    again = run("hide", references["hide"], "--why", "a shelter")
    assert again.exit_code == 0, again.output
    assert references["hide"] not in run().output


def test_without_reports_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEARHELP_DATA", str(tmp_path))
    assert run().output == "Nothing is open.\n"
