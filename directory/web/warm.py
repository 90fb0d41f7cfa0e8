"""What is worked out at first use, worked out before anybody waits: places, spelling, vocabulary, templates."""

from __future__ import annotations

import logging
import time

from flask import Flask

from directory.web.templates import environments
from directory.web.unasked import unasked

log = logging.getLogger("nearhelp.web")

ASKED = ("/search?q=gatherng+for+free&place=London", "/api/suggest?q=gri")
"""What a visitor would ask: a word to be spelt, others to be understood, a place; names to complete."""


def warm(app: Flask) -> None:
    """Answer a few questions for nobody: neither counted by the limits nor logged. A worker starts without an index too:
    /readyz and the pages tell what is not there."""
    began = time.perf_counter()
    for environment in environments(app).values():
        for name in environment.list_templates():
            environment.get_template(name)
    for path in ASKED:
        with unasked(app, path):
            try:
                app.dispatch_request()
            except Exception as error:  # noqa: BLE001 - whatever it is, a worker that cannot search still has the help lines
                log.warning("A worker starts cold: %s", type(error).__name__)
    log.info("A worker is ready after %.1f s.", time.perf_counter() - began)
