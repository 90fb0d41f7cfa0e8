"""Bytes to text: what is declared, else UTF-8 with what is not UTF-8 read as Windows-1252, a guess last."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from directory.errors import SourceError
from ingest.clean import Clean

OLD = "windows-1252-bytes"
"""The error handler that reads bytes that are not UTF-8 as Windows-1252: feeds paste old rows among new ones, and a file
read whole as Windows-1252 would lose what was right in it. A byte that is no character there either becomes U+FFFD."""
OLD_NOTE = "the file is not UTF-8: what is not was read as Windows-1252"


def _old(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    return fault.object[fault.start : fault.end].decode("cp1252", "replace"), fault.end


codecs.register_error(OLD, _old)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, declared: str = "") -> Clean[str]:
    """The text of a file; a note says when it is not in the declared encoding or UTF-8.

    Windows-1252 goes before guessing: short Spanish texts were guessed to be cp1250. Raises SourceError for what is no text.
    """
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    for name in (*marked, declared, "utf-8"):
        if name and (text := _read(data, name)) is not None:
            wrong = declared and name != declared and not marked
            return Clean(text, (f"the file is not in {declared} as declared: read as {name}",) if wrong else ())
    if b"\x00" in data:
        raise SourceError("The file is not text: it has null bytes.")
    text = data.decode("utf-8", OLD)
    if "\ufffd" not in text:
        return Clean(text, (OLD_NOTE,))
    best = from_bytes(data[:1_000_000]).best()
    if best is None or (guessed := _read(data, best.encoding)) is None:
        raise SourceError("The file is not text in any encoding that is known.")
    return Clean(guessed, (f"the file is not UTF-8: guessed to be {best.encoding}",))


CHUNK = 1 << 20


def encoding_of(file: BinaryIO, name: str) -> tuple[str, str]:
    """The encoding of a file that is read to its end, and what is done about bytes that are not of it ("strict" or OLD).

    Raises SourceError, with the file's name, for what is no text.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    first, old = True, False
    while chunk := file.read(CHUNK):
        if first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", "strict"
        first = False
        if b"\x00" in chunk:
            raise SourceError(f"{name} is not text: it has null bytes.")
        if not old:
            old = not _goes_on(decoder, chunk)
    return "utf-8-sig", OLD if old or not _goes_on(decoder, b"", final=True) else "strict"


def encoding_at(path: Path) -> tuple[str, str]:
    """`encoding_of` a file that lies there."""
    with path.open("rb") as file:
        return encoding_of(file, path.name)


def _goes_on(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _read(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
