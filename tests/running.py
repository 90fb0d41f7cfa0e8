"""The fixtures of tests of Elasticsearch alone: an index of the LISTINGS of the test's file on a running server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.index.elastic import ElasticIndex
from tests.engines import ENGINES, SERVER, Engine, built
from tests.worlds import TODAY


@pytest.fixture
def engine() -> Engine:
    """The engine on a running server."""
    chosen = next(engine for engine in ENGINES if engine.name == "elasticsearch")
    chosen.require()
    return chosen


@pytest.fixture
def name(engine: Engine, tmp_path: Path) -> str:
    """The name of the directory of this test."""
    return engine.url(tmp_path).rpartition("/")[2]


@pytest.fixture
def index(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[ElasticIndex]:
    """An index of the LISTINGS of the test's file on a running server."""
    with built(engine, tmp_path, request.module.LISTINGS) as made:
        assert isinstance(made, ElasticIndex)
        yield made


def opened(name: str) -> ElasticIndex:
    """Another process's index of that name on the running server."""
    return ElasticIndex(f"{SERVER}/{name}", lambda: TODAY)
