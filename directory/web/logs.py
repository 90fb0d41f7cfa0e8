"""What is written down: method, route, status and milliseconds. Never a query string, a path as asked, an address or a message
that could repeat what a person typed."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from flask import Flask, Response, g, request

log = logging.getLogger("nearhelp.access")
faults = logging.getLogger("nearhelp.fault")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Application(Flask):
    """Flask, but an unexpected exception is logged without its message: messages quote values."""

    def log_exception(self, exc_info: Any) -> None:
        """Write the exception's type, its causes' types and the lines of code it passed."""
        error: BaseException | None = exc_info[1]
        rule = request.url_rule.rule if request.url_rule else "-"
        faults.error("%s %s failed: %s", request.method, rule, " from ".join(_described(error)))


def _described(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        yield f"{type(error).__name__} at " + " > ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def log_requests(app: Flask) -> None:
    """Make the application write one line for each request."""

    @app.before_request
    def note_start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def write_line(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "-"
        spent = (time.perf_counter() - g.started) * 1000 if "started" in g else 0.0
        method = request.method if request.url_rule or request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "-"
        log.info("%s %s %d %.1f ms", method, rule, response.status_code, spent)
        return response


def configure(level: str) -> None:
    """Send what is logged to standard error, one line each."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("werkzeug", "urllib3", "geopy", "elastic_transport"):
        logging.getLogger(name).setLevel(logging.ERROR)  # they log addresses of requests with their query strings
