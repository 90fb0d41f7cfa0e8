"""Seeing what a feed is: every format is asked about its files, by their names and first bytes; a table is asked last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from directory.errors import SourceError
from ingest.formats import formats
from ingest.formats.rows import files, head

MOST = 60
"""Files of a folder that are looked at."""
LAST = "table"
"""The format that reads what no other knows."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A format that a feed may be in: what was seen, in words, in which file, and in how many files of the feed."""

    format: str
    what: str
    file: str
    count: int


def seen(path: Path) -> tuple[Seen, ...]:
    """The formats that know a file or folder, the one that knows most of its files first; none for what is not known.

    Raises SourceError for an empty folder.
    """
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    for file in files(path)[:MOST]:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        try:
            start = head(file)
        except SourceError:
            continue
        for form, module in formats().items():
            what = module.recognises(name, start) if hasattr(module, "recognises") else None
            if what:
                counts[form] += 1
                first.setdefault(form, (what, name))
    known = sorted((form for form in counts if form != LAST), key=lambda form: (-counts[form], form))
    order = known or ([LAST] if LAST in counts else [])
    return tuple(Seen(form, *first[form], counts[form]) for form in order)
