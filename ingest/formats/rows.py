"""Records out of files: CSV, TSV, sheets, JSON, NDJSON and GeoJSON, plain or gzipped, one by one in bounded memory.

What a file is written in is told by its first bytes, never by its name: a download has none.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO, Literal

import ijson

from directory.errors import SourceError
from ingest.clean.encodings import OLD, OLD_NOTE, encoding_of
from ingest.draft import Notes, Where

Kind = Literal["delimited", "sheet", "json", "lines"]
HEAD = 1 << 16
"""Bytes looked at to see what a file is."""
UNPACKED = 1200 << 20
"""Bytes that a gzipped file may come to, as many as all files of a zip (`ingest.fetch`)."""
DELIMITERS = (",", "\t", ";", "|")
SHEET = b"PK\x03\x04"


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


def files(path: Path) -> list[Path]:
    """The file, or the files of a folder in the order of their names. Raises SourceError when there is none."""
    found = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    found = [one for one in found if not one.name.startswith(".") and one.suffix.lower() not in {".md", ".txt", ".html"}]
    if not found:
        raise SourceError(f"{path.name} has no file of records.")
    return found


def read(path: Path, notes: Notes, wanted: Wanted | None = None) -> Rows:
    """The records of a file. Raises SourceError for what cannot be read to its end, also while it is read."""
    wanted = wanted or Wanted()
    kind = kind_of(head(path))
    if kind == "sheet":
        return _sheet(path, wanted, notes)
    with opened(path) as raw:
        encoding, errors = encoding_of(raw, path.name)
    if errors == OLD:
        notes.guess(OLD_NOTE, Where(path.name, 0, ""))
    if kind == "delimited":
        return _delimited(path, (encoding, errors), wanted, notes)
    found = _lines(path, (encoding, errors)) if kind == "lines" else _json(path, (encoding, errors), wanted)
    return Rows(path.name, kind, (), _objects(found, path, notes))


def kind_of(start: bytes) -> Kind:
    """What a file is written in, by its first bytes."""
    if start.startswith(SHEET):
        return "sheet"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith((b"{", b"[")):
        return "delimited"
    first, _, rest = text.partition(b"\n")
    return "lines" if _whole_object(first) and rest.lstrip()[:1] == b"{" else "json"


def _whole_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def head(path: Path) -> bytes:
    """The first bytes of a file, out of gzip where it is packed. Raises SourceError when it cannot be read."""
    with opened(path) as raw:
        return raw.read(HEAD)


class _Capped(io.RawIOBase):
    """A packed file that raises SourceError when it grows beyond all measure or is not whole."""

    def __init__(self, raw: BinaryIO, name: str) -> None:
        self._raw, self._packed, self._name, self._left = raw, gzip.GzipFile(fileobj=raw), name, UNPACKED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._packed.read(len(buffer))
        except (OSError, EOFError, zlib.error) as fault:
            raise SourceError(f"{self._name} is not a whole gzip file: {fault}.") from None
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(f"{self._name} unpacks to more than {UNPACKED >> 20} MB.")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._packed.close()
        self._raw.close()
        super().close()


def opened(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where it is gzipped."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}.") from None
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    if not packed:
        return raw
    return io.BufferedReader(_Capped(raw, path.name))


def _text(path: Path, encoding: tuple[str, str]) -> io.TextIOWrapper:
    return io.TextIOWrapper(opened(path), encoding=encoding[0], errors=encoding[1], newline="")


def _delimited(path: Path, encoding: tuple[str, str], wanted: Wanted, notes: Notes) -> Rows:
    with _text(path, encoding) as text:
        first = text.readline()
    delimiter = wanted.delimiter or max(DELIMITERS, key=first.count)
    reader = csv.reader(_all(path, encoding), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(reader, []), path)
    except csv.Error as fault:
        raise SourceError(f"{path.name} is not a table: {fault}.") from None
    return Rows(path.name, "delimited", columns, _records(reader, columns, path, notes))


def _all(path: Path, encoding: tuple[str, str]) -> Iterator[str]:
    with _text(path, encoding) as text:
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
        yield Row(number, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)})


def _sheet(path: Path, wanted: Wanted, notes: Notes) -> Rows:
    from openpyxl import load_workbook  # half a second, for one format in ten
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise SourceError(f"{path.name} is not a sheet: {fault}.") from None
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


class _Utf8:
    """Text read as UTF-8 bytes, as ijson wants them."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        """So many characters, as bytes."""
        return self._text.read(size).encode()


def _json(path: Path, encoding: tuple[str, str], wanted: Wanted) -> Iterator[object]:
    try:
        prefix = f"{wanted.records}.item" if wanted.records else _first_array(path, encoding)
        with _text(path, encoding) as text:
            yield from ijson.items(_Utf8(text), prefix, use_float=True)
    except ijson.JSONError as fault:
        raise SourceError(f"{path.name} is not whole JSON: {_said(fault)}.") from None


def pairs(path: Path, notes: Notes) -> Iterator[tuple[str, Any]]:
    """The keys and values of a JSON object that is a whole file, one by one. Raises SourceError for what is no such object."""
    with opened(path) as raw:
        encoding = encoding_of(raw, path.name)
    if encoding[1] == OLD:
        notes.guess(OLD_NOTE, Where(path.name, 0, ""))
    try:
        with _text(path, encoding) as text:
            yield from ijson.kvitems(_Utf8(text), "", use_float=True)
    except ijson.JSONError as fault:
        raise SourceError(f"{path.name} is not whole JSON: {_said(fault)}.") from None


def _said(fault: Exception) -> str:
    return " ".join(str(fault).split("\n")[0].split())[:120]


def _first_array(path: Path, encoding: tuple[str, str]) -> str:
    """The path of the first array that holds an object. Raises SourceError when there is none."""
    before = ("", "")
    with _text(path, encoding) as text:
        for prefix, event, _ in ijson.parse(_Utf8(text), use_float=True):
            if event == "start_map" and before[1] == "start_array":
                return str(prefix)
            if (prefix, event) == ("", "end_array"):
                return "item"
            before = (prefix, event)
    raise SourceError(f"{path.name} has no array of records.")


def _lines(path: Path, encoding: tuple[str, str]) -> Iterator[object]:
    with _text(path, encoding) as text:
        for number, line in enumerate(text, start=1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError:
                    raise SourceError(f"{path.name} is not whole JSON in line {number}.") from None


def _objects(found: Iterable[object], path: Path, notes: Notes) -> Iterator[Row]:
    for number, record in enumerate(found, start=1):
        if not isinstance(record, dict):
            notes.refuse("the record is no object", Where(path.name, number, ""))
        elif record.get("type") == "Feature":
            yield Row(number, feature(record))
        else:
            yield Row(number, record)


def feature(record: dict[str, Any]) -> dict[str, Any]:
    """The properties of a GeoJSON feature with `@id`, `@latitude` and `@longitude` (the middle of what is no point)."""
    properties = record.get("properties")
    found: dict[str, Any] = dict(properties) if isinstance(properties, dict) else {}
    if record.get("id") not in (None, ""):
        found.setdefault("@id", record["id"])
    geometry = record.get("geometry")
    spots = list(_spots(geometry.get("coordinates"))) if isinstance(geometry, dict) else []
    if spots:
        west, east = min(spot[0] for spot in spots), max(spot[0] for spot in spots)
        south, north = min(spot[1] for spot in spots), max(spot[1] for spot in spots)
        found["@longitude"], found["@latitude"] = (west + east) / 2, (south + north) / 2
    return found


def _spots(coordinates: Any) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list) or not coordinates:
        return
    if all(isinstance(one, int | float) for one in coordinates):
        if len(coordinates) >= 2:
            yield coordinates[0], coordinates[1]
        return
    for one in coordinates:
        yield from _spots(one)


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
