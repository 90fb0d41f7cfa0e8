"""Values out of JSON of any length, one by one: arrays, lines, keys of an object, features of GeoJSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ijson

from directory.errors import SourceError
from ingest.draft import Notes
from ingest.formats.rows_files import encoding, text


class _Utf8:
    """Text read as UTF-8 bytes, as ijson wants them."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        """So many characters, as bytes."""
        return self._text.read(size).encode()


def array(path: Path, coded: tuple[str, str], records: str) -> Iterator[object]:
    """The items of the array at a dotted path, or of the first array of objects. Raises SourceError for what is not whole."""
    try:
        prefix = f"{records}.item" if records else _first_array(path, coded)
        with text(path, coded) as file:
            yield from ijson.items(_Utf8(file), prefix, use_float=True)
    except ijson.JSONError as fault:
        raise SourceError(f"{path.name} is not whole JSON: {broken(fault)}.") from None


def pairs(path: Path, notes: Notes) -> Iterator[tuple[str, Any]]:
    """The keys and values of a JSON object that is a whole file, one by one. Raises SourceError for what is no such object."""
    found = encoding(path, notes)
    try:
        with text(path, found) as file:
            yield from ijson.kvitems(_Utf8(file), "", use_float=True)
    except ijson.JSONError as fault:
        raise SourceError(f"{path.name} is not whole JSON: {broken(fault)}.") from None


def broken(fault: Exception) -> str:
    """What is wrong with a JSON text, without the text around it, which may be what a record must not tell."""
    return " ".join(str(fault).split("\n")[0].split())[:120]


def _first_array(path: Path, coded: tuple[str, str]) -> str:
    """The path of the first array that holds an object. Raises SourceError when there is none."""
    before = ("", "")
    with text(path, coded) as file:
        for prefix, event, _ in ijson.parse(_Utf8(file), use_float=True):
            if event == "start_map" and before[1] == "start_array":
                return str(prefix)
            if (prefix, event) == ("", "end_array"):
                return "item"
            before = (prefix, event)
    raise SourceError(f"{path.name} has no array of records.")


def lines(path: Path, coded: tuple[str, str]) -> Iterator[object]:
    """The value of every line that is not empty. Raises SourceError for a line that is no JSON."""
    with text(path, coded) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError:
                    raise SourceError(f"{path.name} is not whole JSON in line {number}.") from None


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
