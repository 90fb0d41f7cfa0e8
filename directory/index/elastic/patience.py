"""How long answers are waited for: one limit for all that a question asks of the cluster, retries on other nodes included."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import elastic_transport
import urllib3

CONNECT_SECONDS = 2.0
"""How long a node may take to accept a connection, its TLS included: one that lives does within a round trip or three, and a
dead one must leave time for another."""

_UNTIL: ContextVar[float] = ContextVar("until", default=float("inf"))


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """What is asked inside takes at most so many seconds together; inside another limit the earlier one holds."""
    token = _UNTIL.set(min(_UNTIL.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def left() -> float:
    """Seconds that are left to the question being asked; infinite without a limit, negative when they are over."""
    return _UNTIL.get() - time.monotonic()


class Node(elastic_transport.Urllib3HttpNode):
    """A node of the cluster that is waited for no longer than the question may take, and to connect much shorter."""

    def perform_request(self, method: str, target: str, *more: Any, **named: Any) -> Any:
        """The answer of the node. Raises ConnectionTimeout when the time is over."""
        asked = named.get("request_timeout")
        wanted = asked if isinstance(asked, int | float) else self.config.request_timeout
        rest = min(left(), wanted or float("inf"))
        if rest <= 0:
            raise elastic_transport.ConnectionTimeout("the time for this question is over")
        named["request_timeout"] = urllib3.Timeout(connect=min(CONNECT_SECONDS, rest), read=rest)
        return super().perform_request(method, target, *more, **named)
