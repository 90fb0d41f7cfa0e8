"""The private part of the quarantine: the whole of each refused record, for whoever mends the feed.

One file a source, beside the catalogue and not in it, readable by its owner alone, replaced by every run. Nothing of it
goes to an index, page, feed, export, log, report or backup.
"""

from __future__ import annotations

import os
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

    def keep(self) -> None:
        """Let it take the place of the last run's."""
        self._out.flush()
        self._part.replace(self._file)


def forget(folder: Path, source: str) -> None:
    """Remove what was kept of a source."""
    (folder / FOLDER / f"{source}.ndjson").unlink(missing_ok=True)


def _plain(value: object) -> Any:
    if isinstance(value, Session):
        return asdict(value)
    return str(value)
