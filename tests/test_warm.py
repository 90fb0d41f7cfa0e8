"""A worker's first visitor waits no longer than its hundredth."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from directory.index import open_index
from directory.language.spelling import _targets
from directory.settings import Settings
from directory.web import create_app
from directory.web.site import EXTENSION
from directory.web.templates import environments
from directory.web.warm import warm
from tests.pages_world import NOW, ROOT, WORLD

CACHE = str(ROOT / ".cache")


def test_gazetteer_spelling_and_templates_are_there_before_anybody_asks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"sqlite:///{tmp_path / 'index.sqlite'}"
    index = open_index(url)
    index.rebuild(WORLD)
    index.close()
    app = create_app(Settings(index_url=url, data=CACHE), clock=lambda: NOW)
    _targets.cache_clear()
    with caplog.at_level(logging.INFO):
        warm(app)
    assert [line.message[:17] for line in caplog.records if line.name.startswith("nearhelp")] == ["A worker is ready"]
    assert app.extensions[EXTENSION]._gazetteer is not None
    assert _targets.cache_info().currsize > 0
    for environment in environments(app).values():
        assert environment.cache is not None
        assert {name for _, name in environment.cache} == set(environment.list_templates())
    app.extensions[EXTENSION].index.close()


def test_a_worker_starts_without_an_index_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(index_url=f"sqlite:///{tmp_path / 'none.sqlite'}", data=CACHE), clock=lambda: NOW)
    warm(app)
    assert "A worker starts cold" in caplog.text
    assert app.test_client().get("/helplines").status_code == 200


def test_a_worker_starts_without_a_folder_for_its_data(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    settings = Settings(index_url=f"sqlite:///{tmp_path / 'none.sqlite'}", data=str(tmp_path / "file" / "data"))
    app = create_app(settings, clock=lambda: NOW)
    warm(app)
    assert "A worker starts cold" in caplog.text
    assert app.test_client().get("/helplines").status_code == 200
