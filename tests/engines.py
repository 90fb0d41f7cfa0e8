"""The engines that the conformance suite holds against the oracle; adding one is one line of ENGINES."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from directory.index import open_index
from directory.index.base import Index
from directory.listing import Listing
from tests.worlds import TODAY


def always() -> str:
    """An engine that needs nothing."""
    return ""


@dataclass(frozen=True)
class Engine:
    """An engine by its URL in a folder of its own. `missing` says what is not there to run it; the variable named in
    `required` (REQUIRE_ELASTICSEARCH, architecture §6) set to 1 turns that from a skip into a failure."""

    name: str
    url: Callable[[Path], str]
    missing: Callable[[], str] = always
    required: str = ""

    def require(self) -> None:
        """Skip without its server, or fail where it must be there."""
        if reason := self.missing():
            (pytest.fail if os.environ.get(self.required) == "1" else pytest.skip)(reason)

    def open(self, folder: Path) -> Index:
        """The index in a folder; its day is the day of the worlds."""
        folder.mkdir(parents=True, exist_ok=True)
        return open_index(self.url(folder), lambda: TODAY)


ENGINES = (Engine("sqlite", lambda folder: f"sqlite:///{folder / 'index.sqlite'}"),)


@contextmanager
def built(engine: Engine, folder: Path, listings: Iterable[Listing]) -> Iterator[Index]:
    """An index of some listings."""
    index = engine.open(folder)
    try:
        index.rebuild(listings)
        yield index
    finally:
        index.close()
