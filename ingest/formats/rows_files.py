"""Files of records as bytes and texts: what a file is, seen by its first bytes; unpacked, and in its encoding."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from pathlib import Path
from typing import Any, BinaryIO, Literal

from directory.errors import SourceError
from ingest.clean.encodings import OLD, OLD_NOTE, encoding_of
from ingest.draft import Notes, Where

Kind = Literal["delimited", "sheet", "json", "lines"]
HEAD = 1 << 16
"""Bytes looked at to see what a file is."""
UNPACKED = 1200 << 20
"""Bytes that a gzipped file may come to, as many as all files of a zip (`ingest.fetch`)."""
SHEET = b"PK\x03\x04"


def files(path: Path) -> list[Path]:
    """The file, or the files of a folder in the order of their names. Raises SourceError when there is none."""
    found = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    found = [one for one in found if not one.name.startswith(".") and one.suffix.lower() not in {".md", ".txt", ".html"}]
    if not found:
        raise SourceError(f"{path.name} has no file of records.")
    return found


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


def text(path: Path, encoding: tuple[str, str]) -> io.TextIOWrapper:
    """The text of a file in an encoding and with what is done about bytes that are not of it."""
    return io.TextIOWrapper(opened(path), encoding=encoding[0], errors=encoding[1], newline="")


def encoding(path: Path, notes: Notes) -> tuple[str, str]:
    """The encoding of a file and what is done about bytes that are not of it, which is told. Raises SourceError for no text."""
    with opened(path) as raw:
        found = encoding_of(raw, path.name)
    if found[1] == OLD:
        notes.guess(OLD_NOTE, Where(path.name, 0, ""))
    return found
