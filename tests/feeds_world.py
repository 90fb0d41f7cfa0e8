"""Small feeds of every format, as an operator would have them: eight records each, all of one town, made for tests."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.formats.hrsa import WIDE
from ingest.formats.icarol_fields import IGNORED, READ
from ingest.formats.table_mapping import mapping
from ingest.formats.table_targets import TARGETS
from tests import hsds_world, packages_world
from tests.test_format_bmlt import MEETING
from tests.test_format_hrsa import SITE
from tests.test_format_icarol import ROW as ICAROL
from tests.test_format_meeting_guide import record
from tests.test_format_meeting_guide_sheet import HEAD, ROW
from tests.test_format_ohana import SERVICE, ohana_set
from tests.test_format_oruk import FIRST
from tests.test_format_osm import CHURCH
from tests.test_format_samhsa import HEAD as FACILITY
from tests.test_format_samhsa import ROW as LOCATED
from tests.test_format_samhsa import facility

COUNT = 8


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: how it is written into a folder (gives what the operator names), the file that is broken, a column or key of it
    that is renamed, what is said beside `add`, and where and for which kind of help its records are looked for."""

    write: Callable[[Path], Path]
    file: str
    renamed: tuple[str, str]
    near: str
    category: str
    said: Sequence[str] = ()
    seen: str = ""


def _json(name: str, whole: Callable[[list[Any]], Any], one: Callable[[int], Any]) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_text(json.dumps(whole([one(n) for n in range(1, COUNT + 1)]), indent=1), encoding="utf-8")
        return folder / name

    return write


def _csv(name: str, columns: Sequence[str], one: Callable[[int], Mapping[str, str] | Sequence[str]]) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(columns)
            for n in range(1, COUNT + 1):
                row = one(n)
                out.writerow([row.get(column, "") for column in columns] if isinstance(row, Mapping) else row)
        return folder / name

    return write


def _same(rows: list[Any]) -> list[Any]:
    return rows


def _hsds(n: int) -> Any:
    place = hsds_world.location(f"l{n}", latitude=25.77, longitude=-80.19)
    return hsds_world.service(f"s{n}", name=f"Pantry {n}", service_at_locations=[{"id": f"sl{n}", "location": place}])


def _oruk(n: int) -> Any:
    return {**FIRST, "id": f"u{n}", "name": f"Walking Group {n}"}


def _package(folder: Path) -> Path:
    return packages_world.package(folder, [packages_world.service(f"s{n}", name=f"Pantry {n}") for n in range(1, COUNT + 1)])


def _ohana(folder: Path) -> Path:
    return ohana_set(folder, services=[{**SERVICE, "id": str(n), "name": f"Pantry {n}"} for n in range(1, COUNT + 1)])


def _meeting(n: int) -> list[str]:
    told = {
        "Name": f"Meeting {n}",
        "Address": f"{n} Palm Street, Miami, FL 33101, USA",
        "Group": f"Group {n}",
        "Slug": f"m-{n}",
    }
    return [told.get(column, cell) for column, cell in zip(HEAD, ROW, strict=True)]


def _located(n: int) -> Any:
    return {**LOCATED, "frid": f"f{n}", "name2": f"House {n}"}


def _lines(entries: list[Any]) -> Any:
    return {f"Country {n}": {"parsed_batches": [entry]} for n, entry in enumerate(entries)}


_SITES = sorted(mapping(WIDE, TARGETS).columns | set(WIDE["ignore"]))
_ICAROL = sorted(READ | set(IGNORED))
FEEDS: dict[str, Feed] = {
    "hsds3": Feed(
        _json("services.json", lambda rows: hsds_world.page(*rows), _hsds), "services.json", ('"name": "P', '"title": "P'),
        "33101", "practical/food/pantries", ("--coverage", "us-fl-086"), "hsds3",
    ),
    "hsds1": Feed(
        _package, "services.csv", ("name", "title"), "33101", "practical/food/pantries", ("--coverage", "us-fl-086"), "hsds1"
    ),
    "oruk": Feed(
        _json("services.json", _same, _oruk), "services.json", ('"name": "W', '"title": "W'), "Bristol", "social/clubs",
        ("--country", "GB", "--coverage", "gb-eng"), "oruk",
    ),
    "ohana": Feed(
        _ohana, "services.csv", (",name,", ",title,"), "33101", "practical/food/pantries", ("--coverage", "us-fl-086"), "ohana"
    ),
    "meetings": Feed(
        _json("aa.json", _same, lambda n: record(slug=f"m-{n}", name=f"Meeting {n}", time=f"{n + 8:02}:00")), "aa.json",
        ('"name"', '"title"'), "01085", "recovery/twelve-step", ("--coverage", "us-ma"), "meeting-guide",
    ),
    "sheet": Feed(
        _csv("aa.csv", HEAD, _meeting),
        "aa.csv", ("Name", "Title"), "33101", "recovery/twelve-step", ("--coverage", "us-fl-086", "--option", "program=aa"),
        "meeting-guide",
    ),
    "bmlt": Feed(
        _json("meetings.json", _same, lambda n: {**MEETING, "id_bigint": str(n), "worldid_mixed": f"G{n}",
                                                 "meeting_name": f"Meeting {n}"}),
        "meetings.json", ("meeting_name", "title"), "14850", "recovery/twelve-step", ("--coverage", "us-ny"), "bmlt",
    ),
    "samhsa": Feed(
        _json("page.json", lambda rows: {"page": 1, "rows": rows}, _located),
        "page.json", ("name1", "title"), "12180", "recovery/outpatient", (), "samhsa",
    ),
    "facilities": Feed(
        _csv("facilities.csv", FACILITY, lambda n: facility(str(n), name1=f"Elm House {n}")), "facilities.csv",
        ("name1", "title"), "12180", "mental-health/community-centers", (), "samhsa",
    ),
    "hrsa": Feed(
        _csv("sites.csv", _SITES, lambda n: {**SITE, "Site Name": f"Elm Center {n}", "BPHC Assigned Number": f"B{n}"}),
        "sites.csv", ("Site Name", "Title"), "12180", "health/clinics", (), "hrsa",
    ),
    "icarol": Feed(
        _csv("211.csv", _ICAROL, lambda n: {**ICAROL, "ResourceAgencyNum": str(100 + n), "PublicName": f"Oak Pantry {n}"}),
        "211.csv", ("PublicName", "Title"), "20001", "practical/food/pantries", ("--coverage", "us-dc"), "icarol",
    ),
    "osm": Feed(
        _json("map.json", lambda rows: {"generator": "Overpass API", "elements": rows},
              lambda n: {"type": "node", "id": n, "lat": 53.38, "lon": -1.47, "tags": {**CHURCH, "name": f"St Elm {n}"}}),
        "map.json", ('"name"', '"title"'), "Sheffield", "faith/congregations",
        ("--country", "GB", "--coverage", "gb-eng"), "osm",
    ),
    "table": Feed(
        _csv("pantries.csv", ("Pantry Name", "Address", "City", "State", "Zip", "Phone"),
             lambda n: [f"Pantry {n}", f"{n} Palm Street", "Miami", "FL", "33101", f"305-272-01{n:02}"]),
        "pantries.csv", ("Pantry Name", "Title"), "33101", "practical/food/pantries",
        ("--category", "practical/food/pantries", "--coverage", "us-fl-086"), "table",
    ),
}  # fmt: skip
LINES = Feed(
    _json("lines.json", _lines, lambda n: {"phones": ["tel:116-123"], "description": f"Friends of Elm {n}, call 116 123."}),
    "lines.json", ("parsed_batches", "lines"), "", "", (), "helplines",
)  # fmt: skip


def truncated(data: bytes, feed: Feed) -> bytes:
    """What is left of a feed whose download broke off."""
    del feed
    return data[: len(data) // 4]


def emptied(data: bytes, feed: Feed) -> bytes:
    """A feed of nothing."""
    del data, feed
    return b""


def doubled(data: bytes, feed: Feed) -> bytes:
    """A feed that was written twice into its file."""
    del feed
    return data + data


def renamed(data: bytes, feed: Feed) -> bytes:
    """A feed one of whose columns or keys has another name, in every record."""
    old, new = (text.encode() for text in feed.renamed)
    assert old in data
    return data.replace(old, new, 1) if feed.file.endswith(".csv") else data.replace(old, new)


DAMAGES = {"truncated": truncated, "emptied": emptied, "doubled": doubled, "renamed": renamed}
