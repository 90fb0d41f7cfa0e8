"""The private part of the quarantine: the whole of each refused record, for whoever mends the feed.

One file a source, beside the catalogue and not in it, readable by its owner alone, replaced by every run. Nothing of it
goes to an index, page, feed, export, log, report or backup.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Self

import orjson

from directory.schedule import Session
from ingest.draft import Draft

FOLDER = "withheld"
MOST = 20_000
"""Records kept of one run; the first ones show what is wrong."""


class Withheld:
    """The file of one source while its run goes on; it takes the place of the last run's when `keep` is called."""

    def __init__(self, folder: Path, source: str) -> None:
        self._file = folder / FOLDER / f"{source}.ndjson"
        self._part = self._file.with_suffix(".part")
        self._count = 0
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made with the mode, not changed to it afterwards: there is no moment at which others could open it.
        self._part.unlink(missing_ok=True)
        self._out = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._private: dict[str, list[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()
        self._part.unlink(missing_ok=True)

    def add(self, draft: Draft, reason: str) -> None:
        """Keep a refused record."""
        self._count += 1
        if self._count <= MOST:
            said = {one.name: getattr(draft, one.name) for one in fields(Draft)}
            self._out.write(orjson.dumps({"reason": reason, "record": said}, default=_plain) + b"\n")

    def private(self, identifier: str, marks: frozenset[str]) -> None:
        """Keep what a listing's source keeps to itself, so that nothing that is merged with it tells it; of an id that comes
        twice what each keeps, whichever is refused."""
        self._private[identifier] = sorted(marks.union(self._private.get(identifier, ())))

    def keep(self) -> None:
        """Let it take the place of the last run's."""
        self._out.flush()
        self._part.replace(self._file)
        part = _private(self._file.parent, self._file.stem).with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(orjson.dumps(self._private))
        part.replace(_private(self._file.parent, self._file.stem))


def forget(folder: Path, source: str) -> None:
    """Remove what was kept of a source."""
    (folder / FOLDER / f"{source}.ndjson").unlink(missing_ok=True)
    _private(folder / FOLDER, source).unlink(missing_ok=True)


def known_private(folder: Path, source: str) -> bool:
    """Whether what a source keeps to itself is here: a backup does not have it, so its feed is read again after a restore."""
    return _private(folder / FOLDER, source).exists()


def private(folder: Path, sources: Iterable[str]) -> dict[str, frozenset[str]]:
    """Numbers (national digits) and mailboxes that the sources keep to themselves, by the id of the listing."""
    found: dict[str, frozenset[str]] = {}
    for source in sources:
        if known_private(folder, source):
            kept: dict[str, list[str]] = orjson.loads(_private(folder / FOLDER, source).read_bytes())
            found |= {identifier: frozenset(marks) for identifier, marks in kept.items()}
    return found


def _private(folder: Path, source: str) -> Path:
    return folder / f"{source}~private.json"


def _plain(value: object) -> Any:
    if isinstance(value, Session):
        return asdict(value)
    return str(value)
