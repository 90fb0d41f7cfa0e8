"""The objects of a JSON file one by one, in bounded memory: a page or array of objects, one object, or one on each line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import ijson
import orjson

from directory.errors import SourceError
from ingest.clean.encodings import OLD, encoding_at
from ingest.formats.rows_json import broken

PAGES = ("contents", "content", "items", "results", "data")
"""Keys under which a page of an API has its objects: HSDS 3, Open Referral UK 1.0, and others seen."""
HEAD = 1 << 16
OVERLAP = 100
"""Bytes looked at again where a file is read in stretches: longer than any words that are looked for."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file holds its objects: `prefix` of them for ijson, `lines` for one on each line; `keys` of the first object."""

    prefix: str
    keys: frozenset[str]
    lines: bool = False
    encoding: tuple[str, str] = ("utf-8-sig", "strict")


def shape_of(path: Path) -> Shape:
    """The shape of a JSON file. Raises SourceError for what is no JSON of objects."""
    encoding = encoding_at(path)
    with _opened(path, encoding) as file:
        on_lines = _on_lines(file)
    prefix = "" if on_lines else _prefix(path, encoding)
    found = Shape(prefix, frozenset(), on_lines, encoding)
    return replace(found, keys=frozenset(next(objects_of(path, found), {})))


def _prefix(path: Path, encoding: tuple[str, str]) -> str:
    with _opened(path, encoding) as file:
        try:
            for place, event, _ in islice(ijson.parse(file), 4000):
                if place == "" and event == "start_array":
                    return "item"
                if event == "start_array" and place in PAGES:
                    return f"{place}.item"
                if place == "" and event in {"string", "number", "boolean", "null"}:
                    raise SourceError(f"{path.name} holds no objects.")
        except ijson.JSONError as fault:
            raise SourceError(f"{path.name} is not JSON: {broken(fault)}") from None
    return ""


def objects_of(path: Path, shape: Shape) -> Iterator[Mapping[str, Any]]:
    """The objects of a file in their order; what stands among them and is no object comes as an empty one.

    Raises SourceError where the file breaks off or is no JSON.
    """
    with _opened(path, shape.encoding) as file:
        if shape.lines:
            yield from _each_line(path, file)
            return
        try:
            for one in ijson.items(file, shape.prefix, use_float=True):
                yield one if isinstance(one, dict) else {}
        except (ijson.JSONError, UnicodeError) as fault:
            raise SourceError(f"{path.name} cannot be read as JSON to its end: {broken(fault)}") from None


def tables_of(path: Path) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """The members of an object that are lists of objects, one in memory at a time ("services.csv": […])."""
    with _opened(path, encoding_at(path)) as file:
        try:
            for name, rows in ijson.kvitems(file, "", use_float=True):
                if isinstance(rows, list):
                    yield name, [row for row in rows if isinstance(row, dict)]
        except ijson.JSONError as fault:
            raise SourceError(f"{path.name} cannot be read as JSON to its end: {broken(fault)}") from None


def mentions(path: Path, pattern: re.Pattern[bytes]) -> bool:
    """Whether the bytes of a file, in lower case, have a match of at most `OVERLAP` bytes: cheaper by far than reading it."""
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(HEAD * 4):
            if pattern.search((before + chunk).lower()):
                return True
            before = chunk[-OVERLAP:]
    return False


def _on_lines(file: BinaryIO) -> bool:
    """Whether the first line is a whole object and another follows."""
    first = file.readline(HEAD * 16)
    following = file.readline(HEAD).strip()
    if not first.strip().startswith(b"{") or not following.startswith(b"{"):
        return False
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False


def _each_line(path: Path, file: BinaryIO) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            try:
                one = orjson.loads(line)
            except orjson.JSONDecodeError as fault:
                raise SourceError(f"{path.name} line {number} is not JSON: {broken(fault)}") from None
            yield one if isinstance(one, dict) else {}


def _opened(path: Path, encoded: tuple[str, str]) -> BinaryIO:
    """The file as UTF-8 without a mark; what is not UTF-8 is read as Windows-1252, as everywhere."""
    encoding, errors = encoded
    if errors == OLD or encoding == "utf-16":
        return cast(BinaryIO, io.BufferedReader(_Recoded(path, encoding, errors)))
    file = path.open("rb")
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)
    return file


class _Recoded(io.RawIOBase):
    """The bytes of a text file in UTF-8, whatever it was written in."""

    def __init__(self, path: Path, encoding: str, errors: str) -> None:
        self._text = path.open(encoding=encoding, errors=errors)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = self._text.read(HEAD).encode()
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._text.seek(offset, whence)
        self._left = b""
        return offset

    def close(self) -> None:
        self._text.close()
        super().close()
