"""Bytes to text: what is declared, else UTF-8, else Windows-1252, a guess last."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from directory.errors import SourceError
from ingest.clean import Clean

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
    if (text := _read(data, "cp1252")) is not None:
        return Clean(text, ("the file is not UTF-8: read as Windows-1252",))
    best = from_bytes(data[:1_000_000]).best()
    if best is None or (text := _read(data, best.encoding)) is None:
        raise SourceError("The file is not text in any encoding that is known.")
    return Clean(text, (f"the file is not UTF-8: guessed to be {best.encoding}",))


def _read(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
