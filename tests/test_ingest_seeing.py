"""A feed seen by looking: every format is asked, a table is proposed a mapping, and `add` writes what it saw."""

from __future__ import annotations

import json
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from directory.errors import SourceError
from directory.settings import Settings
from ingest.__main__ import cli
from ingest.formats import formats
from ingest.formats.table_proposal import proposal
from ingest.pipeline.gazetteer import open_places
from ingest.pipeline.run import Outcome
from ingest.pipeline.seeing import seen
from ingest.pipeline.trial import advice
from ingest.report import Report
from ingest.sources_written import toml
from tests.test_format_helplines_list import LIST

DATA = Path(__file__).resolve().parents[1] / ".nearhelp"
ROWS = [
    {
        "Program": "Elm Pantry",
        "Agency": "Elm Inc",
        "Where": "1 Elm St, Troy, NY 12180",
        "Call": "518-272-1234",
        "Web": "https://elm.org",
    },
    {
        "Program": "Oak Pantry",
        "Agency": "Oak Inc",
        "Where": "2 Oak St, Troy, NY 12180",
        "Call": "518-272-1235",
        "Web": "www.oak.org",
    },
]


def written(file: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("feed", "ResourceAgencyNum,TaxonomyLevelName\n", "icarol"),
        ("feed", '{"elements": [{"type": "node", "tags": {}}]}', "osm"),
        ("feed", '{"rows": [{"name1": "x", "typeFacility": "SA"}]}', "samhsa"),
        ("feed", "Health Center Type,Site Name\n", "hrsa"),
        ("feed", '{"A": {"parsed_batches": []}}', "helplines"),
        ("feed", '[{"id": "a", "categories": [], "organization": {}, "provenance": {}}]', "seed"),
        ("services_at_location.csv", "id,service_id,location_id\n", "hsds1"),
        ("feed", "name,town\nx,y\n", "table"),
        ("feed", '[{"name": "x"}]', "table"),
    ],
)
def test_each_format_knows_its_own_and_a_table_is_what_nobody_knows(name: str, text: str, form: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert [one.format for one in seen(tmp_path / name)] == [form]


def test_no_format_knows_what_is_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("hello")
    assert seen(tmp_path / "a") == ()


def test_a_folder_is_what_most_of_its_files_are(tmp_path: Path) -> None:
    for n in range(2):
        (tmp_path / f"{n}.json").write_text('{"elements": [{"tags": {}}]}')
    (tmp_path / "x.csv").write_text("ResourceAgencyNum,TaxonomyLevelName\n")
    (tmp_path / "y.csv").write_text("a,b\n")
    assert [(one.format, one.count) for one in seen(tmp_path)] == [("osm", 2), ("icarol", 1)]


def test_every_flat_format_can_be_recognised() -> None:
    flat = {"helplines", "hrsa", "hsds1", "icarol", "osm", "samhsa", "seed", "table"}
    assert all(hasattr(formats()[name], "recognises") for name in flat)


def test_a_mapping_is_proposed_by_names_and_by_what_stands_there() -> None:
    made = proposal(ROWS)
    assert made.mapping == {
        "name": "Program", "organization": "Agency", "address": "Where", "phone": "Call", "url": "Web",
    }  # fmt: skip
    assert made.left == ()


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("ZIP Code", "postal_code"),
        ("Site Postal Code", "postal_code"),
        ("StateProvince", "region"),
        ("OrganisationName", "name"),
        ("lat", "latitude"),
        ("LONGITUDE", "longitude"),
        ("Main Phone", "phone"),
        ("PhoneFax", "fax"),
        ("HoursOfOperation", "hours"),
        ("Email Address", "email"),
        ("address_1", "street"),
        ("Age Group", "ages"),
        ("id", "key"),
        ("Languages Spoken", "language"),
    ],
)
def test_columns_are_known_by_many_names(column: str, field: str) -> None:
    values = {"latitude": "42.7", "longitude": "-73.6"}
    made = proposal([{column: values.get(field, f"some text {n}")} for n in range(3)])
    assert field in made.mapping


def test_codes_of_a_vocabulary_are_kinds_of_help() -> None:
    made = proposal([{"name": f"Site {n}", "kind": kind} for n, kind in enumerate(("Beacon", "Seniors", "Housing"))])
    assert made.mapping["kinds"] == {"from": "kind", "codes": "dycd"}


def test_rows_of_a_tax_register_are_leads_without_their_streets() -> None:
    codes = ("P20", "F32", "X20", "P60")
    made = proposal([{"NAME": f"Body {n}", "STREET": f"{n} Elm St", "NTEE_CD": code} for n, code in enumerate(codes)])
    assert (made.mapping["rule"][0]["then"], "street" in made.mapping) == ("lead", False)
    assert "STREET" in made.left


def test_columns_called_like_days_are_hours() -> None:
    made = proposal([{"name": f"Site {n}", "Monday": "9-5", "Tuesday": "closed"} for n in range(3)])
    assert made.mapping["hours"] == [{"from": "Monday", "label": "Monday"}, {"from": "Tuesday", "label": "Tuesday"}]


def test_a_state_is_no_code_of_help() -> None:
    assert "kinds" not in proposal([{"name": f"Site {n}", "STATE": "RI"} for n in range(4)]).mapping


def test_a_column_nobody_understands_is_left() -> None:
    assert proposal([{"name": "Site A", "tract": "12"}, {"name": "Site B", "tract": "13"}]).left == ("tract",)


def test_a_description_with_tables_in_tables_is_read_again_as_it_was() -> None:
    said = {
        "format": "table",
        "mapping": {"name": {"from": ["A b", 'c"d'], "by": ["line"]}, "rule": [{"then": "omit", "why": "x"}]},
    }
    assert tomllib.loads(toml(said)) == said


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """The command `add`, in a data folder of its own: its exit status and what it said."""
    open_places(Settings(data=str(DATA)))
    (tmp_path / "data").mkdir()
    for built in DATA.glob("gazetteer*"):  # building it takes seconds
        (tmp_path / "data" / built.name).symlink_to(built)
    monkeypatch.setenv("NEARHELP_DATA", str(tmp_path / "data"))

    def command(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["add", *words])
        return done.exit_code, done.output

    return command


Add = Callable[..., tuple[int, str]]


def test_add_writes_the_format_it_saw_and_the_mapping_it_proposes(tmp_path: Path, add: Add) -> None:
    file = written(tmp_path / "pantries.csv")
    kind = ("--category", "practical/food/pantries", "--coverage", "us-ny")
    code, told = add("pantries", str(file), *kind)
    assert code == 0, told
    assert "Saw a table of columns" in told
    assert "Program is name (by its name)" in told
    assert "Of its first 2 records 2 would be listed, such as 'Elm Pantry'" in told
    text = (tmp_path / "data" / "sources" / "pantries.toml").read_text()
    said = tomllib.loads(text)
    assert said["format"] == "table"
    assert said["mapping"]["category"] == {"value": ["practical/food/pantries"]}
    assert said["mapping"]["address"] == "Where"


def test_add_says_what_a_table_lacks(tmp_path: Path, add: Add) -> None:
    code, told = add("pantries", str(written(tmp_path / "pantries.csv")), "--coverage", "us-ny")
    assert code == 0
    assert "--category, says what kind of help those 2 are" in told


def test_add_tells_of_a_list_that_is_for_stewards_alone(tmp_path: Path, add: Add) -> None:
    (tmp_path / "lines.json").write_text(json.dumps(LIST), encoding="utf-8")
    code, told = add("lines", str(tmp_path / "lines.json"))
    assert code == 0, told
    assert "4 would be kept for stewards, and shown to no visitor" in told


def test_add_looks_into_a_zip(tmp_path: Path, add: Add) -> None:
    with zipfile.ZipFile(tmp_path / "feed.zip", "w") as packed:
        tags = {"amenity": "clinic", "name": "Elm"}
        element = {"type": "node", "id": 1, "lat": 1, "lon": 1, "tags": tags}
        packed.writestr("set/a.json", json.dumps({"elements": [element]}))
    code, told = add("elm", str(tmp_path / "feed.zip"), "--coverage", "gb")
    assert code == 0, told
    assert "format osm" in told


def test_a_sheet_is_not_taken_apart_as_the_zip_it_is(tmp_path: Path, add: Add) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["name1", "street1", "city", "state", "zip", "phone", "service_code_info"])
    book.active.append(["Elm", "1 Elm St", "Troy", "NY", "12180", "518-272-1234", "MH OP"])
    book.save(tmp_path / "directory.xlsx")
    sheet = str(tmp_path / "directory.xlsx")
    code, told = add("directory", sheet, "--format", "samhsa", "--coverage", "us")
    assert code == 0, told
    assert "1 would be listed" in told


def test_add_refuses_what_nobody_knows_and_a_kind_of_help_that_is_none(tmp_path: Path, add: Add) -> None:
    (tmp_path / "a").write_text("hello")
    code, told = add("a", str(tmp_path / "a"))
    assert code == 1
    assert "Nobody knows what a is written in. --format says it" in told
    code, told = add("b", str(written(tmp_path / "b.csv")), "--category", "food")
    assert code == 2
    assert "food is no kind of help" in told
    assert not (tmp_path / "data" / "sources").exists()


def test_an_empty_folder_has_nothing_to_see(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        seen(tmp_path)


@pytest.mark.parametrize(("form", "told"), [("hsds1", True), ("ohana", True), ("icarol", False)])
def test_the_name_of_several_languages_is_asked_about_where_an_option_answers(form: str, told: bool) -> None:
    report = Report()
    report.unmapped("language", "Creole")
    said = advice(Outcome(source="city", report=report), form, "us")
    assert (said == ['languages = { creole = "ht" } under [options] would say that "Creole" is Haitian, for 1.']) is told
