"""Records out of files of every kind: the same records whatever they are written in; what is not whole is an error."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from directory.errors import SourceError
from ingest.formats import formats
from ingest.formats.rows import Wanted, files, kind_of, read
from tests.told import Told

RECORDS = [
    {"name": "Friends, of Elm", "zip": "02139", "note": "two\nlines"},
    {"name": "Café Común", "zip": "10001", "note": ""},
]


def as_csv(file: Path) -> None:
    file.write_text('name,zip,note\n"Friends, of Elm",02139,"two\nlines"\nCafé Común,10001,\n', encoding="utf-8")


def as_tsv(file: Path) -> None:
    file.write_text('name\tzip\tnote\n"Friends, of Elm"\t02139\t"two\nlines"\nCafé Común\t10001\t\n', encoding="utf-8")


def as_windows(file: Path) -> None:
    file.write_bytes('name;zip;note\r\n"Friends, of Elm";02139;"two\nlines"\r\nCafé Común;10001;\r\n'.encode("cp1252"))


def as_sheet(file: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (list(RECORDS[0]), *(list(one.values()) for one in RECORDS)):
        sheet.append(row)
    book.save(file)


def as_json(file: Path) -> None:
    file.write_text(json.dumps({"meta": {"made": [1, 2]}, "rows": RECORDS}), encoding="utf-8")


def as_array(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(RECORDS).encode())


def as_lines(file: Path) -> None:
    file.write_text("\n".join(json.dumps(one) for one in RECORDS), encoding="utf-8")


def as_gzip(file: Path) -> None:
    file.write_bytes(gzip.compress(json.dumps(RECORDS).encode()))


def values(file: Path, wanted: Wanted | None = None) -> list[dict[str, Any]]:
    return [row.values for row in read(file, Told(), wanted).records]


@pytest.mark.parametrize("write", [as_csv, as_tsv, as_windows, as_sheet, as_json, as_array, as_lines, as_gzip])
def test_the_same_records_come_out_of_every_kind_of_file(write: Callable[[Path], None], tmp_path: Path) -> None:
    file = tmp_path / "feed"  # a download has no ending
    write(file)
    assert values(file) == RECORDS


def test_records_of_json_stand_where_they_are_said_to(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"other": [{"x": 1}], "data": {"items": RECORDS}}))
    assert values(file, Wanted(records="data.items")) == RECORDS
    assert values(file) == [{"x": 1}]


def test_a_number_of_a_sheet_has_no_decimals_and_a_date_is_a_day(tmp_path: Path) -> None:
    from datetime import datetime

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["zip", "day", "share"])
    book.active.append([6708.0, datetime(2024, 5, 31), 0.5])  # noqa: DTZ001  # as a cell of a sheet holds it
    book.active.append([None, None, None])
    book.create_sheet("Key")
    book.save(tmp_path / "a.xlsx")
    told = Told()
    rows = read(tmp_path / "a.xlsx", told)
    assert [row.values for row in rows.records] == [{"zip": "6708", "day": "2024-05-31", "share": "0.5"}]
    assert dict(told.left_over) == {"(whole sheet Key)": 1}


def test_sheets_are_read_with_guarded_xml() -> None:
    assert openpyxl.DEFUSEDXML


def test_a_row_of_another_width_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n1,2,3\n1\n\n3,4\n")
    told = Told()
    rows = list(read(tmp_path / "a.csv", told).records)
    assert [row.number for row in rows] == [1, 4]
    assert [(reason, where.row) for reason, where in told.refused] == [
        ("the row has 3 fields where there are 2 columns", 2),
        ("the row has 1 fields where there are 2 columns", 3),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'[{"a": 1}, {"a": 2', "not whole JSON"),
        (b'{"a": 1}\n{"a": 2}\n{"a"\n', "not whole JSON in line 3"),
        (b'{"a": {"b": 1}}', "no array of records"),
        (b"a,a\n1,2\n", "twice"),
        (b",\n1,2\n", "no row of column names"),
        (b'a,b\n"1,2\n', "cannot be read to its end"),
        (b"a,b\n1,\x00\n", "null bytes"),
        (gzip.compress(b"a,b\n1,2\n" * 10_000)[:-20], "not a whole gzip file"),
        (b"PK\x03\x04broken", "not a sheet"),
    ],
)
def test_a_file_that_is_not_whole_says_what_is_wrong(text: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(text)
    with pytest.raises(SourceError, match=why):
        list(read(tmp_path / "feed", Told()).records)


def test_a_field_longer_than_a_description_of_any_feed_refuses_no_other_record(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(f"name,note\nOne,{'x' * 200_000}\nTwo,\n", encoding="utf-8")
    assert [row.values["name"] for row in read(tmp_path / "x.csv", Told()).records] == ["One", "Two"]


def test_a_sheet_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    as_sheet(tmp_path / "a.xlsx")
    with pytest.raises(SourceError, match="no sheet 'Other'; it has Sheet"):
        read(tmp_path / "a.xlsx", Told(), Wanted(sheet="Other"))


def test_features_have_their_properties_and_the_middle_of_their_shape(tmp_path: Path) -> None:
    shape = {"type": "Polygon", "coordinates": [[[1, 50], [3, 50], [3, 52], [1, 50]]]}
    one = {"type": "Feature", "id": "way/1", "properties": {"name": "Hall"}, "geometry": shape}
    two = {"type": "Feature", "properties": {"name": "Yard", "@id": "node/2"}, "geometry": None}
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [one, two]}))
    assert values(tmp_path / "a.geojson") == [
        {"name": "Hall", "@id": "way/1", "@latitude": 51.0, "@longitude": 2.0},
        {"name": "Yard", "@id": "node/2"},
    ]


def test_a_record_that_is_no_object_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"a": 1}, "x"]')
    told = Told()
    assert len(list(read(tmp_path / "a.json", told).records)) == 1
    assert told.reasons == ["the record is no object"]


def test_a_folder_gives_its_files_without_what_describes_them(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "SOURCE.md", ".hidden"):
        (tmp_path / name).write_text("a,b\n")
    assert [file.name for file in files(tmp_path)] == ["a.csv", "b.csv"]
    with pytest.raises(SourceError, match="no file of records"):
        (tmp_path / "empty").mkdir()
        files(tmp_path / "empty")


def test_what_a_file_is_is_seen_by_its_first_bytes() -> None:
    assert kind_of(b'{"a": 1}\n') == "json"
    assert kind_of(b'{"a": 1}\n{"a": 2}\n') == "lines"
    assert kind_of(b"PK\x03\x04") == "sheet"
    assert kind_of(b"a,b\n") == "delimited"


@pytest.mark.parametrize("form", ["hsds3", "osm", "table"])
@pytest.mark.parametrize("broken", ['"x": }]', '"x": nonsense}]', '"x": 1}, {"y": "\\x'])
def test_a_broken_json_is_told_without_the_records_around_it(form: str, broken: str, tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    file.write_text(f'[{{"id": "1", "name": "Haven", "address": "12 Palm St", {broken}', encoding="utf-8")
    options: dict[str, object] = {"mapping": {"name": "name"}} if form == "table" else {}
    with pytest.raises(SourceError) as caught:
        list(formats()[form].read(file, Told(), options))
    assert "Palm" not in str(caught.value)
    assert "Haven" not in str(caught.value)
