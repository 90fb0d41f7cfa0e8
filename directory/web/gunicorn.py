"""How gunicorn serves: `gunicorn -c directory/web/gunicorn.py app:app`. Its names are gunicorn's settings.

No access log (the application writes its own line, without what was asked), no control socket, and errors of requests are
logged without the request: gunicorn would quote the address, and with it what somebody searched for.
Addresses may be long enough for 10,000 characters of any script: the application then says what is too long, on its own page.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http import message
from gunicorn.workers.base import Worker

from directory.errors import SettingsError
from directory.settings import Settings
from directory.web.warm import warm

ABOUT_A_REQUEST = ("Error handling", "Socket error", "HTTP/2", "Invalid request", "Exception in post_request")
"""How gunicorn's messages begin that quote a request or an address (gunicorn 27, workers/base.py and gthread.py)."""

LONGEST_ADDRESS = 128 * 1024
"""Bytes of a request's first line: 10,000 characters of three bytes are 90,000 when they are quoted."""


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logger, but what it says of a request names only the kind of error."""

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """An exception; of a request only its type."""
        if str(msg).startswith(ABOUT_A_REQUEST):
            kind = sys.exc_info()[0]
            super().error("A request failed: %s", kind.__name__ if kind else "unknown")
        else:
            super().exception(msg, *args, **kwargs)

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        """A warning; of a request nothing but that there was one."""
        if str(msg).startswith(ABOUT_A_REQUEST):
            super().warning("A request could not be read.")
        else:
            super().warning(msg, *args, **kwargs)


def _settings() -> Settings:
    try:
        return Settings.from_environ()
    except SettingsError as error:
        sys.exit(str(error))


_SETTINGS = _settings()

bind = _SETTINGS.bind
workers = _SETTINGS.workers
threads = _SETTINGS.threads
worker_class = "gthread"
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 20_000  # a leak in a worker's life stays small
max_requests_jitter = 2_000
preload_app = True  # faults of the configuration stop the start; index and gazetteer are opened after the fork


def post_worker_init(worker: Worker) -> None:
    """What every request uses (tables, templates) is there before the worker takes its first, and set aside from the garbage
    collector, which looks through the rest less often: its rounds took a tenth of a page."""
    warm(worker.app.wsgi())
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


if Path("/dev/shm").is_dir():  # noqa: S108  # the heartbeat file must not block on a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108  # as above
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "info"
logger_class = QuietLogger
message.MAX_REQUEST_LINE = LONGEST_ADDRESS  # whatever is set, gunicorn 27 stops at 8190 and answers with a bare page of its own
limit_request_line = LONGEST_ADDRESS
limit_request_fields = 60
