"""The engines that the conformance suite holds against the oracle; adding one is one line of ENGINES."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import requests

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

    def forget(self, folder: Path) -> None:
        """Remove what an index in a folder left on a server."""
        server, _, name = self.url(folder).rpartition("/")
        if server == SERVER:
            asked = {"expand_wildcards": "all", "filter_path": "*.mappings._meta"}
            found = [*requests.get(f"{server}/{name}-*", params=asked, timeout=60).json(), f"{name}-lock"]
            requests.delete(f"{server}/{','.join(found)}", params={"ignore_unavailable": "true"}, timeout=60).raise_for_status()

    def open(self, folder: Path, today: date = TODAY) -> Index:
        """The index in a folder; its day is the day of the worlds unless told another."""
        folder.mkdir(parents=True, exist_ok=True)
        return open_index(self.url(folder), lambda: today)


SERVER = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200").rstrip("/")
"""Where a running Elasticsearch is looked for; `make elasticsearch` starts one."""


@cache
def no_server() -> str:
    """Why there is no Elasticsearch to test with; empty where one answers."""
    try:
        answer = requests.get(SERVER, timeout=5)
    except requests.RequestException:
        return f"no Elasticsearch answers at {SERVER} (`make elasticsearch` starts one)"
    return "" if answer.headers.get("x-elastic-product") == "Elasticsearch" else f"{SERVER} is not Elasticsearch"


def directory_in(folder: Path) -> str:
    """The URL of a directory of its own for a folder: every test has its own indices."""
    return f"{SERVER}/test-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"


ENGINES = (
    Engine("sqlite", lambda folder: f"sqlite:///{folder / 'index.sqlite'}"),
    Engine("elasticsearch", directory_in, no_server, "REQUIRE_ELASTICSEARCH"),
)


MARKED = tuple(
    pytest.param(engine, id=engine.name, marks=[pytest.mark.elasticsearch] if engine.required else []) for engine in ENGINES
)
"""The engines as parameters of a test; those that need a server carry its mark."""


@contextmanager
def built(engine: Engine, folder: Path, listings: Iterable[Listing]) -> Iterator[Index]:
    """An index of some listings."""
    index = engine.open(folder)
    try:
        index.rebuild(listings)
        yield index
    finally:
        index.close()
        engine.forget(folder)
