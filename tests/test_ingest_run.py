"""Runs of whole sources: counted to the last record, atomic, within what is expected; and the command line on top."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.catalogue import Catalogue
from directory.errors import SourceError
from directory.settings import Settings
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.placing import Places
from ingest.pipeline.run import Outcome, Station, check, run
from ingest.report import Report
from ingest.report_shown import report, summary, table
from ingest.sources import Expect, Source
from tests.ingest_world import Ran, commanded, environment, pantry
from tests.test_ingest_fetch import Web, answer

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 3, 2)


DATA = ROOT / ".nearhelp"


@pytest.fixture(scope="module")
def places() -> Places:
    return open_places(Settings(data=str(DATA)))


@pytest.fixture
def station(places: Places, tmp_path: Path) -> Station:
    return Station(places, tmp_path, TODAY)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
        yield opened


def feed(folder: Path, *entries: dict[str, Any]) -> Path:
    file = folder / "feed.json"
    file.write_text(json.dumps(entries), encoding="utf-8")
    return file


def source(path: Path, **said: Any) -> Source:
    first: dict[str, Any] = {"name": "town", "title": "Town", "format": "seed", "path": path, "seen_on": TODAY}
    return Source(**(first | said))


def test_everything_read_is_listed_or_quarantined(station: Station, catalogue: Catalogue, tmp_path: Path) -> None:
    bad = {"id": "pantry-3", "name": ""}
    nowhere = pantry(4, place=None, modes=["phone"])
    done = run(source(feed(tmp_path, pantry(1), pantry(2), bad, nowhere)), catalogue, station)
    assert done.fault == ""
    assert (done.report.read, done.report.listed, done.report.refused) == (4, 2, 2)
    assert [listing.name for listing in catalogue.listings()] == ["Pantry 1", "Pantry 2"]
    rows = [(file, row, key) for file, row, key, _, _ in catalogue.quarantined("town")]
    assert rows == [("feed.json", 3, "pantry-3"), ("feed.json", 4, "pantry-4")]


def test_a_place_without_coordinates_is_found_by_the_gazetteer(station: Station, catalogue: Catalogue, tmp_path: Path) -> None:
    run(source(feed(tmp_path, pantry(1))), catalogue, station)
    (listing,) = catalogue.listings()
    assert listing.place is not None
    assert listing.place.precision == "city"
    assert "us-ca-001" in listing.place.codes
    assert listing.coverage == ("us-ca-001",)


def test_a_second_run_of_the_same_changes_nothing(station: Station, catalogue: Catalogue, tmp_path: Path) -> None:
    feed(tmp_path, pantry(1), pantry(2))
    run(source(tmp_path / "feed.json"), catalogue, station)
    again = run(source(tmp_path / "feed.json"), catalogue, station)
    assert (again.changes.listed, again.changes.changed, again.changes.gone) == (2, 0, 0)


def test_a_feed_that_its_server_says_is_the_same_is_not_read_again(station: Station, catalogue: Catalogue) -> None:
    web = Web()
    body = json.dumps([pantry(1), pantry(2)]).encode()
    web.pages["/feed.json"] = [
        answer(200, body, ETag='"a"'),
        answer(304),
        answer(200, body[:-9], ETag='"b"'),
        answer(200, body),
    ]
    thread = threading.Thread(target=web.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        town = Source(name="town", title="Town", format="seed", url=f"{web.url}/feed.json")
        ran = [run(town, catalogue, station) for _ in range(4)]
    finally:
        web.server.shutdown()
        thread.join()
        web.server.server_close()
    assert [(one.unchanged, bool(one.fault)) for one in ran] == [(False, False), (True, False), (False, True), (True, False)]
    assert [asked.get("if-none-match") for _, asked in web.asked] == [None, '"a"', '"a"', '"b"']
    assert [one.outcome for one in catalogue.runs("town")] == ["unchanged", "failed", "unchanged", "published"]
    assert catalogue.count() == 2


def test_a_feed_of_which_nothing_is_listed_says_the_most_frequent_reason(
    station: Station, catalogue: Catalogue, tmp_path: Path
) -> None:
    done = run(source(feed(tmp_path, pantry(1, name=""), pantry(2, name=""))), catalogue, station)
    assert "2 of 2 records were quarantined; the most frequent reason: " in done.fault


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        (Expect(min=3), "at least 3 are expected"),
        (Expect(max=1), "at most 1 are expected"),
        (Expect(largest_drop=0.1), "a drop of more than 10%"),
    ],
)
def test_an_unexpected_number_of_listings_publishes_nothing(
    station: Station, catalogue: Catalogue, tmp_path: Path, expect: Expect, said: str
) -> None:
    run(source(feed(tmp_path, *map(pantry, range(1, 5)))), catalogue, station)
    before = [listing.id for listing in catalogue.listings()]
    done = run(source(feed(tmp_path, pantry(1), pantry(9)), expect=expect), catalogue, station)
    assert said in done.fault
    assert [listing.id for listing in catalogue.listings()] == before
    last = catalogue.last_run("town")
    assert last is not None
    assert (last.outcome, last.report["read"]) == ("failed", 2)


def test_a_source_that_cannot_be_read_leaves_what_there_was(station: Station, catalogue: Catalogue, tmp_path: Path) -> None:
    run(source(feed(tmp_path, pantry(1))), catalogue, station)
    for broken in (b"", b"[{]", b"\xff\xfe\x00", b"<html>", b'{"not": "a list"}'):
        (tmp_path / "feed.json").write_bytes(broken)
        assert run(source(tmp_path / "feed.json"), catalogue, station).fault
    assert catalogue.count() == 1


@pytest.mark.parametrize("form", ["hsds1", "meeting-guide", "seed"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"<!DOCTYPE html><p>Log in",
        b"PK\x03\x04broken",
        b"\x89PNG\r\n\x1a\n\x00\xff",
        b'{"error": "gone"}',
        b"a,b\n1,2",
        b"[1]",
    ],
    ids=["empty", "blank", "web page", "broken zip", "image", "object", "csv", "numbers"],
)
def test_what_is_not_of_the_format_fails_in_a_sentence_or_lists_nothing(
    station: Station, catalogue: Catalogue, tmp_path: Path, form: str, data: bytes
) -> None:
    (tmp_path / "feed").write_bytes(data)
    done = run(source(tmp_path / "feed", format=form), catalogue, station)
    assert done.fault
    assert str(tmp_path) not in done.fault
    assert catalogue.count() == 0


def test_check_writes_nothing(station: Station, tmp_path: Path) -> None:
    done = check(source(feed(tmp_path, pantry(1), pantry(2))), station)
    assert (done.report.read, done.report.listed, done.first) == (2, 2, ["Pantry 1", "Pantry 2"])
    assert not (tmp_path / "catalogue.sqlite").exists()
    assert check(source(tmp_path / "feed.json"), station, first=1).report.read == 1
    with pytest.raises(SourceError):
        check(source(tmp_path / "gone.json"), station)


# The command line, as a person runs it


@pytest.fixture
def ingest(tmp_path: Path, places: Places) -> Ran:
    (tmp_path / "data").mkdir()
    for built in DATA.glob("gazetteer*"):  # building it takes seconds; the `places` fixture did
        os.link(built, tmp_path / "data" / built.name)

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return commanded(arguments, environment(tmp_path))

    return command


def test_help_tells_the_commands_and_an_example(ingest: Ran) -> None:
    said = ingest("--help").stdout
    for command in ("add", "check", "index", "list", "report", "run", "Examples:"):
        assert command in said


def test_a_feed_from_add_to_the_index(ingest: Ran, tmp_path: Path) -> None:
    feed(tmp_path, pantry(1), pantry(2), {"id": "bad", "name": ""})
    added = ingest("add", "town", "--format", "seed", str(tmp_path / "feed.json"), "--title", "Our town", "--licence", "CC0")
    assert added.returncode == 0, added.stderr
    assert "Of its first 3 records 2 would be listed, such as 'Pantry 1'." in added.stdout
    assert "would tell visitors" not in added.stdout
    assert "python -m ingest run town" in added.stdout

    again = ingest("add", "town", "--format", "seed", str(tmp_path / "feed.json"))
    assert again.returncode == 1
    assert "already is a source 'town'" in again.stderr

    ran = ingest("run", "town")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[2].split()[:6] == ["town", "3", "2", "2", "0", "1"]
    assert "Index rebuilt: 2 listings" in ran.stdout
    assert ran.stderr == ""

    feed(tmp_path, pantry(1), pantry(2, name="Renamed"), pantry(3), pantry(4), pantry(5))
    assert "Index rebuilt: 5" in ingest("run", "town").stdout
    feed(tmp_path, *(pantry(number) for number in (1, 3, 4, 5)), pantry(2, name="Renamed again"))
    assert "Index updated: 5" in ingest("run", "town").stdout
    assert "Index unchanged: 5" in ingest("run", "town").stdout
    assert "Index rebuilt: 5" in ingest("index", "--rebuild").stdout

    listed = ingest("list").stdout
    assert "Our town" in listed
    assert "unchanged" in listed


def meeting(number: int, **said: Any) -> dict[str, Any]:
    """A made-up meeting in San Jose."""
    where = {"formatted_address": f"{number} S 1st St, San Jose, CA 95110, USA", "latitude": 37.3168, "longitude": -121.8738}
    return {"name": f"Meeting {number}", "slug": f"m-{number}", "day": 2, "time": "19:00", "types": ["O"], **where, **said}


def test_a_meeting_guide_is_added_by_its_address_alone(ingest: Ran, tmp_path: Path) -> None:
    online = {"conference_url": "https://zoom.us/j/1234567890", "attendance_option": "online", "formatted_address": "USA"}
    feed(tmp_path, meeting(1), meeting(2), meeting(3, **online))
    added = ingest("add", "sj", "--format", "meeting-guide", str(tmp_path / "feed.json"))
    assert 'title = "…" and licence = "…" would tell visitors whose data this is' in added.stdout
    assert added.returncode == 0, added.stderr
    assert 'program = "aa": no meeting names its fellowship, and Meeting Guide is the format of Alcoholics Anon' in added.stdout
    assert 'coverage = ["us-ca-085"] would list those 1 too' in added.stdout
    assert 'zone = "America/Los_Angeles" would give 1 their hours' in added.stdout
    assert 'program = "aa"' in (tmp_path / "data" / "sources" / "sj.toml").read_text(encoding="utf-8")
    ran = ingest("run", "sj")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[2].split()[:3] == ["sj", "3", "2"]


def test_a_meeting_guide_that_names_its_fellowship_is_added_as_that(ingest: Ran, tmp_path: Path) -> None:
    feed(tmp_path, meeting(1, name="Serenity AFG"), meeting(2, notes="An Al-Anon meeting"), meeting(3, notes="Not AA."))
    added = ingest("add", "family", "--format", "meeting-guide", str(tmp_path / "feed.json"))
    assert 'program = "al-anon": 2 of its 3 meetings name Al-Anon Family Groups' in added.stdout
    other = ingest("add", "na", "--format", "meeting-guide", str(tmp_path / "feed.json"), "--option", "program=na")
    assert other.returncode == 0
    assert "Taken for" not in other.stdout


def test_a_feed_is_taken_for_one_of_the_country_where_its_points_are(ingest: Ran, tmp_path: Path) -> None:
    def chapel(number: int) -> dict[str, Any]:
        tags = {"amenity": "place_of_worship", "religion": "christian", "name": f"Chapel {number}", "addr:city": "Sheffield"}
        return {"type": "node", "id": number, "lat": 53.38 + number / 1000, "lon": -1.47, "tags": tags}

    file = tmp_path / "overpass.json"
    file.write_text(json.dumps({"version": 0.6, "elements": [chapel(number) for number in range(1, 4)]}), encoding="utf-8")
    added = ingest("add", "sheffield", str(file))
    assert 'Taken for country = "GB": its points are there.' in added.stdout, added.stderr
    assert "Of its first 3 records 3 would be listed" in added.stdout
    assert 'country = "GB"' in (tmp_path / "data" / "sources" / "sheffield.toml").read_text(encoding="utf-8")
    told = ingest("add", "as-told", str(file), "--country", "US")
    assert "Taken for country" not in told.stdout


def test_a_feed_without_points_is_of_the_country_of_its_format(ingest: Ran, tmp_path: Path) -> None:
    service = {"id": "1", "name": "Grief support group", "status": "active", "url": "https://example.org/grief"}
    (tmp_path / "feed.json").write_text(json.dumps([service]), encoding="utf-8")
    added = ingest("add", "council", str(tmp_path / "feed.json"), "--format", "oruk")
    assert 'Taken for country = "GB": feeds in its format are from there.' in added.stdout, added.stderr
    assert 'coverage = ["gb-…"]' in added.stdout


def test_a_report_in_words_and_as_json(ingest: Ran, tmp_path: Path) -> None:
    feed(tmp_path, pantry(1), {"id": "bad", "name": ""})
    ingest("add", "town", "--format", "seed", str(tmp_path / "feed.json"))
    never = ingest("report", "town")
    assert never.returncode == 1
    assert "never ran" in never.stderr
    ingest("run", "town", "--no-index")
    said = ingest("report", "town").stdout
    assert "2 records read, 1 listed, 1 quarantined" in said
    assert "feed.json row 2 (bad)" in said
    told = json.loads(ingest("report", "town", "--json").stdout)
    assert (told["source"], told["outcome"], told["read"]) == ("town", "published", 2)
    assert told["quarantine"][0] | {"reason": ""} == {"file": "feed.json", "row": 2, "key": "bad", "reason": "", "excerpt": ""}


def test_a_report_as_json_has_every_lead(ingest: Ran, tmp_path: Path) -> None:
    rows = "".join(f"Body {n},{n} Elm Street,Miami,FL,33136,{code}\n" for n, code in enumerate(("P20", "F32", "X20"), 1))
    (tmp_path / "register.csv").write_text(f"NAME,STREET,CITY,STATE,ZIP,NTEE_CD\n{rows}", encoding="utf-8")
    assert "3 would be kept for stewards" in ingest("add", "register", str(tmp_path / "register.csv")).stdout
    ran = ingest("run", "register", "--no-index")
    assert ran.returncode == 0, ran.stdout
    whole = ingest("report", "register", "--json").stdout
    assert [one["name"] for one in json.loads(whole)["kept_for_stewards"]] == ["Body 1", "Body 2", "Body 3"]
    assert "Elm" not in whole


def test_one_source_that_fails_stops_no_other_and_gives_status_1(ingest: Ran, tmp_path: Path) -> None:
    feed(tmp_path, pantry(1))
    ingest("add", "town", "--format", "seed", str(tmp_path / "feed.json"))
    (tmp_path / "data" / "sources" / "gone.toml").write_text('format = "seed"\npath = "gone.json"\n', encoding="utf-8")
    (tmp_path / "data" / "sources" / "wrong.toml").write_text('format = "sead"\n', encoding="utf-8")
    ran = ingest("run", "gone", "wrong", "town")
    assert ran.returncode == 1
    assert "gone failed: There is nothing at 'gone.json'" in ran.stdout
    assert "wrong failed: wrong.toml is not right" in ran.stdout
    assert "Index rebuilt: 1" in ran.stdout
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run",), "Name the sources"),
        (("run", "sead"), "Do you mean 'seed'?"),
        (("report", "nothing-like-it"), "There is no source"),
        (("check", "gone.toml"), "no such file"),
        (("add", "Bad Name", "--format", "seed", "x"), "small letters"),
        (("add", "town", "--format", "csv", "x"), "Invalid value for '--format'"),
        (("add", "town", "--format", "seed", "gone.json"), "nothing at 'gone.json'"),
        (("add", "town", "--format", "seed", "x", "--zone", "America/Miami"), "America/Miami"),
    ],
)
def test_mistakes_are_told_in_a_sentence(ingest: Ran, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    wrong = ingest(*arguments)
    assert wrong.returncode in {1, 2}
    assert said in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert not (tmp_path / "data" / "sources" / "town.toml").exists()


def test_check_of_a_file_that_would_give_nothing_is_a_failure(ingest: Ran, tmp_path: Path) -> None:
    feed(tmp_path, {"id": "bad", "name": ""})
    file = tmp_path / "town.toml"
    file.write_text('format = "seed"\npath = "feed.json"\n', encoding="utf-8")
    checked = ingest("check", str(file))
    assert checked.returncode == 1
    assert "1 records read, 0 listed, 1 quarantined" in checked.stdout


def test_nothing_of_a_hidden_place_is_printed_or_stored(ingest: Ran, tmp_path: Path) -> None:
    address = {"lines": ["1380 Quimby St"], "city": "Oakland", "region": "CA", "postal_code": "94601", "country": "US"}
    plain = pantry(
        1, place={"address": address | {"lines": ["Confidential", "1380 Quimby St"]}}, url="https://example.com/key-1"
    )
    told = pantry(2, name="Rose House", place={"address": address}, description="Ring at 1380 Quimby Street.")
    told["place"]["address"]["lines"].insert(0, "Undisclosed")
    feed(tmp_path, plain, told, pantry(3))
    ingest("add", "town", "--format", "seed", str(tmp_path / "feed.json"))
    outputs = [ingest("check", "town"), ingest("run", "town"), ingest("report", "town"), ingest("report", "town", "--json")]
    seen = "".join(one.stdout + one.stderr for one in outputs)
    files = [file for file in (*tmp_path.glob("data/catalogue*"), *tmp_path.glob("index*")) if file.is_file()]
    assert len(files) > 1
    stored = b"".join(file.read_bytes() for file in files)
    for secret in ("Quimby", "1380", "94601"):
        assert secret not in seen
        assert secret.encode() not in stored
    assert "Rose House" not in seen
    (withheld,) = tmp_path.glob("data/withheld/*.ndjson")
    assert "1380 Quimby" in withheld.read_text(encoding="utf-8")
    assert (withheld.stat().st_mode & 0o777, withheld.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "its text repeats the address that must not be told" in seen


# What is printed


def test_a_report_tells_what_was_left_out_on_purpose() -> None:
    told = Report()
    told.ignored("eligibility.csv: rows that name nothing they belong to", 2244)
    assert "Left out on purpose:\n    2,244  eligibility.csv: rows that name nothing" in report("town", told.plain())


def test_a_table_aligns_numbers_to_the_right() -> None:
    lines = table(("name", "count"), [("a", 1200), ("longer", 7)]).splitlines()
    assert lines == ["name    count", "------  -----", "a       1,200", "longer      7"]


def test_a_summary_of_nothing_is_a_head() -> None:
    assert summary([]).startswith("source")


def test_a_failed_source_stands_in_the_table_and_below_it() -> None:
    from ingest.report import Report

    said = summary([Outcome(source="town", report=Report(), fault="it is empty")])
    assert "town: FAILED" in said
    assert said.endswith("town failed: it is empty")
    assert report("town", Report().plain()) == "town: 0 records read, 0 listed, 0 quarantined."
