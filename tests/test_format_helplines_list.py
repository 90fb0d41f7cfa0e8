"""Lists of crisis lines by country: every entry is a lead, whatever it says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from directory.errors import SourceError
from ingest.draft import Draft
from ingest.formats.helplines import EMERGENCY, EMPTY, NO_ENTRIES, RETIRED, UNCHECKED, read, recognises
from ingest.pipeline.settling import Intake, settled
from ingest.report import Report
from ingest.sources import Source
from tests.test_ingest_leads import Nowhere
from tests.told import Told

LIST = {
    "Elmland": {
        "raw_html": "<ul>…</ul>",
        "parsed_batches": [
            {"phones": ["tel:112"], "description": "112 is the national emergency number in Elmland."},
            {
                "phones": ["tel:116-123", "tel:116-123"],
                "description": "Friends of Elm (http://elm.org), call 116 123.[21]",
            },
            {"phones": [], "description": "Friends' previous number, 0845 790, is no longer in use."},
            {"phones": [], "description": ""},
        ],
    },
    "Oakland": {"parsed_batches": [{"phones": [], "description": "Línea de la Vida: 24 horas"}]},
}


def listed(tmp_path: Path, data: object = LIST, told: Told | None = None) -> list[Draft]:
    (tmp_path / "lines.json").write_text(json.dumps(data))
    return list(read(tmp_path / "lines.json", told or Told(), {}))


def test_every_entry_is_a_lead_and_an_empty_one_is_left_out(tmp_path: Path) -> None:
    told = Told()
    found = listed(tmp_path, told=told)
    assert [(one.name, one.lead) for one in found] == [
        ("112 is the national emergency number in Elmland.", EMERGENCY),
        ("Friends of Elm", UNCHECKED),
        ("Friends' previous number", RETIRED),
        ("Línea de la Vida", UNCHECKED),
    ]
    assert dict(told.omissions) == {EMPTY: 1}
    assert [one.where.row for one in found] == [1, 2, 3, 5]


def test_a_short_code_gains_nothing_and_citation_marks_are_gone(tmp_path: Path) -> None:
    friends = listed(tmp_path)[1]
    assert [phone.text for phone in friends.phones] == ["116-123"]
    assert "[21]" not in friends.description


def test_an_emergency_number_is_no_crisis_line(tmp_path: Path) -> None:
    emergency, friends, *_ = listed(tmp_path)
    assert (emergency.facets, friends.facets["category"]) == ({}, ["crisis/lifelines"])


def test_nothing_of_it_is_ever_listed(tmp_path: Path) -> None:
    report = Report()
    source = Source(name="lines", title="Lines", format="helplines", coverage=("world",))
    assert list(settled(listed(tmp_path), Intake(source, Nowhere(), report, date(2026, 3, 2), report.lead))) == []
    assert (report.leads, report.listed, report.refused) == (4, 0, 0)
    assert "116" not in str(report.plain())


def test_a_country_without_entries_is_refused_and_new_keys_are_told(tmp_path: Path) -> None:
    told = Told()
    listed(tmp_path, {"A": {}, "B": {"parsed_batches": [{"phones": [], "description": "x line", "new": 1}], "more": 1}}, told)
    assert told.reasons == [NO_ENTRIES]
    assert dict(told.left_over) == {"new": 1, "more": 1}


def test_a_broken_list_is_an_error_and_a_whole_one_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"Elmland": {"parsed_batches": [')
    with pytest.raises(SourceError, match="not whole JSON"):
        list(read(tmp_path / "a.json", Told(), {}))
    assert recognises("feed", json.dumps(LIST).encode())
    assert recognises("feed", b'{"a": []}') is None
