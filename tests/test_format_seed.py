"""The seed format: entries of JSON files become drafts, whole, and faults are named by file, entry and field."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.errors import SourceError
from directory.geo import Point
from directory.listing import Phone
from directory.schedule import Session
from ingest.draft import Draft, Where
from ingest.formats import formats, seed

ENTRY: dict[str, Any] = {
    "id": "us-xx-harbor-circle",
    "name": "Harbor Circle",
    "organization": {"key": "harbor", "name": "Harbor House", "url": "https://harbor.example"},
    "description": "People meet and talk.",
    "alternate_names": ["The Circle"],
    "categories": ["support-groups/grief"],
    "topics": ["grief"],
    "languages": ["en", "es"],
    "modes": ["in-person", "phone"],
    "costs": ["free"],
    "denied": ["access:wheelchair"],
    "only": ["women"],
    "eligibility": {"minimum_age": 18, "text": "Adults."},
    "place": {
        "visibility": "area",
        "address": {"city": "Miami", "region": "FL", "country": "US"},
        "point": {"lat": 25.77, "lon": -80.19},
        "precision": "city",
    },
    "coverage": ["us-fl"],
    "sessions": [{"freq": "weekly", "days": ["tu", "fr"], "start": "22:00", "end": "26:00", "zone": "America/New_York"}],
    "phones": [
        {"number": "988", "kind": "short_code", "instructions": "Press 2 for Spanish"},
        {"number": "741741", "kind": "short_code", "use": "text", "keyword": "HOME"},
    ],
    "url": "https://harbor.example/circle",
    "fees": "Nothing.",
    "provenance": {
        "source_name": "A list",
        "licence": "CC0",
        "link": "https://list.example",
        "seen_on": "2020-01-01",
        "checked_on": "2026-11-01",
        "checked_by": "A steward",
    },
}


@dataclass
class Told:
    """What a run told; only refusals can come from this format."""

    refused: list[tuple[Where, str]] = field(default_factory=list)

    def refuse(self, reason: str, where: Where, excerpt: str = "") -> None:
        self.refused.append((where, reason))

    def unmapped(self, vocabulary: str, code: str) -> None:
        raise AssertionError(f"{vocabulary} {code}")

    def leftover(self, file: str, column: str) -> None:
        raise AssertionError(f"{file} {column}")

    def guess(self, what: str, where: Where) -> None:
        raise AssertionError(what)

    def folded(self, count: int) -> None:
        raise AssertionError(count)

    def omitted(self, what: str) -> None:
        raise AssertionError(what)

    def ignored(self, what: str, count: int = 1) -> None:
        raise AssertionError(what)


def folder(where: Path, **files: object) -> Path:
    for name, entries in files.items():
        (where / f"{name}.json").write_text(json.dumps(entries), encoding="utf-8")
    return where


def read(where: Path) -> tuple[list[Draft], list[tuple[Where, str]]]:
    told = Told()
    return list(seed.read(where, told, {})), told.refused


def faults_of(where: Path, **changes: object) -> str:
    drafts, refused = read(folder(where, a=[{**ENTRY, **changes}]))
    assert not drafts
    [(place, reason)] = refused
    assert (place.file, place.row) == ("a.json", 1)
    return reason


def test_the_format_is_known_by_its_name() -> None:
    assert formats()["seed"] is seed


def test_an_entry_becomes_a_draft_whole(tmp_path: Path) -> None:
    [draft], refused = read(folder(tmp_path, a=[ENTRY]))
    assert not refused
    assert (draft.key, draft.where) == ("us-xx-harbor-circle", Where("a.json", 1, "us-xx-harbor-circle"))
    assert (draft.name, draft.alternate_names, draft.description) == ("Harbor Circle", ["The Circle"], "People meet and talk.")
    assert (draft.organization, draft.organization_key, draft.organization_url) == (
        "Harbor House",
        "harbor",
        "https://harbor.example",
    )
    assert draft.facets == {
        "category": ["support-groups/grief"],
        "topic": ["grief"],
        "language": ["en", "es"],
        "mode": ["in-person", "phone"],
        "cost": ["free"],
    }
    assert (draft.denied, draft.only, draft.coverage) == (["access:wheelchair"], ["women"], ["us-fl"])
    assert (draft.minimum_age, draft.maximum_age, draft.eligibility) == (18, None, "Adults.")
    assert draft.address is not None
    assert (draft.visibility, draft.address.city, draft.point, draft.approximate) == (
        "area",
        "Miami",
        Point(25.77, -80.19),
        True,
    )
    assert draft.sessions == [Session(freq="weekly", days=(1, 4), start=1320, end=1560, zone="America/New_York")]
    assert (draft.url, draft.fees) == ("https://harbor.example/circle", "Nothing.")
    assert (draft.source_name, draft.licence, draft.link) == ("A list", "CC0", "https://list.example")
    assert (draft.seen_on, draft.checked_on, draft.checked_by) == (date(2020, 1, 1), date(2026, 11, 1), "A steward")


def test_phones_come_ready_and_untouched(tmp_path: Path) -> None:
    [draft], _ = read(folder(tmp_path, a=[ENTRY]))
    assert draft.phones == []
    assert draft.ready_phones == [
        Phone(number="988", kind="short_code", instructions="Press 2 for Spanish"),
        Phone(number="741741", kind="short_code", use="text", keyword="HOME"),
    ]


def test_unknown_hours_stay_unknown(tmp_path: Path) -> None:
    entry = {name: value for name, value in ENTRY.items() if name != "sessions"}
    [draft], _ = read(folder(tmp_path, a=[entry]))
    assert draft.sessions is None


def test_files_are_read_in_the_order_of_their_names_and_a_single_file_alone(tmp_path: Path) -> None:
    entries = [{**ENTRY, "id": name} for name in ("one", "two", "three")]
    where = folder(tmp_path, b=entries[:1], a=entries[1:])
    assert [draft.key for draft in read(where)[0]] == ["two", "three", "one"]
    assert [draft.key for draft in read(where / "b.json")[0]] == ["one"]


def test_other_files_of_the_folder_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Words", encoding="utf-8")
    assert len(read(folder(tmp_path, a=[ENTRY]))[0]) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "colour:"),
        ({"name": ""}, "name:"),
        ({"categories": ["support-groups/greif"]}, "categories.0:"),
        ({"organization": {"name": "No key"}}, "organization.key:"),
        ({"phones": [{"number": "1-800-HELP", "kind": "toll_free"}]}, "phones.0.number:"),
        ({"phones": [{"number": "1988", "kind": "toll_free"}]}, "phones.0.number:"),
        ({"sessions": [{"freq": "weekly", "days": ["mon"], "zone": "UTC"}]}, "sessions.0.days.0:"),
        ({"sessions": [{"freq": "weekly", "days": ["mo"], "start": "9", "zone": "UTC"}]}, "sessions.0.start:"),
        ({"coverage": ["Florida"]}, "coverage.0:"),
        ({"place": {"point": {"lat": 125, "lon": 0}}}, "place.point.lat:"),
        ({"id": "US XX"}, "id:"),
        ({"id": 7}, "id:"),
    ],
)
def test_a_fault_is_named_by_file_entry_and_field(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    assert faults_of(tmp_path, **changes).startswith(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ref": "0123456789"}, "ref:"),
        ({"revision": 3}, "revision:"),
        ({"place": {"codes": ["us-fl"]}}, "place.codes:"),
        ({"provenance": {"source": "elsewhere"}}, "provenance.source:"),
    ],
)
def test_what_is_computed_may_not_be_written(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    reason = faults_of(tmp_path, **changes)
    assert reason.startswith(said)
    assert "computed" in reason


def test_a_key_used_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    drafts, [(where, reason)] = read(folder(tmp_path, a=[ENTRY], b=[ENTRY]))
    assert len(drafts) == 1
    assert where.file == "b.json"
    assert "already" in reason


def test_one_faulty_entry_does_not_stop_the_others(tmp_path: Path) -> None:
    drafts, refused = read(folder(tmp_path, a=[{**ENTRY, "id": "bad", "name": ""}, ENTRY]))
    assert [draft.key for draft in drafts] == ["us-xx-harbor-circle"]
    assert [where.row for where, _ in refused] == [1]


@pytest.mark.parametrize("text", ["", "{", '{"id": "x"}', '["x"]', "\udcff"])
def test_a_file_that_is_no_array_of_objects_fails_the_source(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError, match=r"a\.json"):
        read(tmp_path)


def test_a_folder_without_json_fails_the_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no JSON file"):
        read(tmp_path)
    with pytest.raises(SourceError, match="no JSON file"):
        read(tmp_path / "nowhere")


def test_options_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="colour"):
        list(seed.read(folder(tmp_path, a=[ENTRY]), Told(), {"colour": "red"}))
