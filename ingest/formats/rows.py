"""Records out of files: CSV, TSV, sheets, JSON, NDJSON and GeoJSON, plain or gzipped, one by one in bounded memory.

What a file is written in is told by its first bytes, never by its name: a download has none.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from directory.errors import SourceError
from ingest.draft import Notes, Where
from ingest.formats.rows_files import Kind, encoding, files, head, kind_of
from ingest.formats.rows_files import text as text_in
from ingest.formats.rows_json import array, feature, lines, pairs

__all__ = ["Row", "Rows", "Wanted", "feature", "files", "head", "kind_of", "pairs", "read", "text_of"]

HEAD_AGAIN = "the row repeats the names of the columns: files were joined perhaps"
DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """A record: its number in the file (1 = first), and its values by column or key. Those of tables are trimmed texts."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """The records of one file; `columns` are those of a table, empty for JSON, where every record has its own keys."""

    name: str
    kind: Kind
    columns: tuple[str, ...]
    records: Iterator[Row]

    def where(self, row: Row, key: str) -> Where:
        """The place of a record in the source."""
        return Where(self.name, row.number, key)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records of a file: `records`, the dotted path of the array of a JSON file ("": the first array of objects in it);
    `sheet`, the name of a sheet ("": the first); `delimiter` ("": what the first line has most of); `beside`: why the other
    sheets are not read ("": they are left over)."""

    records: str = ""
    sheet: str = ""
    delimiter: str = ""
    beside: str = ""


def read(path: Path, notes: Notes, wanted: Wanted | None = None) -> Rows:
    """The records of a file. Raises SourceError for what cannot be read to its end, also while it is read."""
    wanted = wanted or Wanted()
    kind = kind_of(head(path))
    if kind == "sheet":
        return _sheet(path, wanted, notes)
    coded = encoding(path, notes)
    if kind == "delimited":
        return _delimited(path, coded, wanted, notes)
    found = lines(path, coded) if kind == "lines" else array(path, coded, wanted.records)
    return Rows(path.name, kind, (), _objects(found, path, notes))


def _delimited(path: Path, coded: tuple[str, str], wanted: Wanted, notes: Notes) -> Rows:
    with text_in(path, coded) as text:
        first = text.readline()
    delimiter = wanted.delimiter or max(DELIMITERS, key=first.count)
    reader = csv.reader(_all(path, coded), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(reader, []), path)
    except csv.Error as fault:
        raise SourceError(f"{path.name} is not a table: {fault}.") from None
    return Rows(path.name, "delimited", columns, _records(reader, columns, path, notes))


def _all(path: Path, coded: tuple[str, str]) -> Iterator[str]:
    with text_in(path, coded) as text:
        yield from text


def _columns(cells: Iterable[object], path: Path) -> tuple[str, ...]:
    columns = [_cell(cell) for cell in cells]
    if not any(columns):
        raise SourceError(f"{path.name} is empty: it has no row of column names.")
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise SourceError(f"{path.name} has the column {twice[0]!r} twice.")
    return tuple(columns)


def _records(reader: Iterator[list[str]], columns: tuple[str, ...], path: Path, notes: Notes) -> Iterator[Row]:
    """The rows as wide as the header. Of a wider one some values are in wrong columns, and nobody can say which."""
    number = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            raise SourceError(f"{path.name} cannot be read to its end: {fault}.") from None
        if cells is None:
            return
        if not cells:
            continue
        number += 1
        if len(cells) != len(columns):
            notes.refuse(
                f"the row has {len(cells)} fields where there are {len(columns)} columns", Where(path.name, number, "")
            )
            continue
        values = tuple(cell.strip() for cell in cells)
        if values == columns:
            notes.refuse(HEAD_AGAIN, Where(path.name, number, ""))
            continue
        yield Row(number, dict(zip(columns, values, strict=True)))


def _sheet(path: Path, wanted: Wanted, notes: Notes) -> Rows:
    from openpyxl import load_workbook  # half a second, for one format in ten
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise SourceError(f"{path.name} is not a sheet ({type(fault).__name__}).") from None
    if wanted.sheet and wanted.sheet not in book.sheetnames:
        raise SourceError(f"{path.name} has no sheet {wanted.sheet!r}; it has {', '.join(book.sheetnames)}.")
    for name in book.sheetnames:
        if name != (wanted.sheet or book.sheetnames[0]):
            told = f"sheet {name}"
            notes.ignored(f"{told}: {wanted.beside}") if wanted.beside else notes.leftover(path.name, f"(whole {told})")
    sheet = book[wanted.sheet or book.sheetnames[0]]
    sheet.reset_dimensions()  # some programs write how large a sheet is, and are wrong
    cells = sheet.iter_rows(values_only=True)
    return Rows(path.name, "sheet", columns := _columns(next(cells, ()), path), _sheet_rows(cells, columns))


def _sheet_rows(cells: Iterable[tuple[object, ...]], columns: tuple[str, ...]) -> Iterator[Row]:
    number = 0
    for row in cells:
        texts = [_cell(cell) for cell in row[: len(columns)]]
        if any(texts):
            number += 1
            yield Row(number, dict(zip(columns, [*texts, *[""] * (len(columns) - len(texts))], strict=True)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _objects(found: Iterable[object], path: Path, notes: Notes) -> Iterator[Row]:
    for number, record in enumerate(found, start=1):
        if not isinstance(record, dict):
            notes.refuse("the record is no object", Where(path.name, number, ""))
        elif record.get("type") == "Feature":
            yield Row(number, feature(record))
        else:
            yield Row(number, record)


def text_of(value: object) -> str:
    """A value as trimmed text: empty for nothing, a list joined with "; ", `true` as "yes"."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(filter(None, (text_of(one) for one in value)))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {said}" for key, one in value.items() if (said := text_of(one)))
    return _cell(value)
