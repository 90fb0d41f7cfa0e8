"""How long answers are waited for: one limit for all that a question asks of the cluster, retries on other nodes included."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import elastic_transport
import urllib3

from directory.index.elastic.quick import Quick

CONNECT_SECONDS = 2.0
"""How long a node may take to accept a connection, its TLS included: one that lives does within a round trip or three, and a
dead one must leave time for another."""
QUICK_SECONDS = 10.0
"""Questions that may take longer are no visitor's."""

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


class Answered(NamedTuple):
    """What the client's transport asks of a node's answer."""

    meta: elastic_transport.ApiResponseMeta
    body: bytes


class Node(elastic_transport.Urllib3HttpNode):
    """A node of the cluster that is waited for no longer than the question may take, and to connect much shorter.

    Short questions go through libcurl; long ones, which only commands ask, through urllib3, which Ctrl-C ends at once.
    """

    def __init__(self, config: elastic_transport.NodeConfig) -> None:
        super().__init__(config)
        self._quick = Quick(self)

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: elastic_transport.HttpHeaders | None = None,
        request_timeout: Any = None,
    ) -> Any:
        """The answer of the node. Raises ConnectionTimeout when the time is over."""
        wanted = request_timeout if isinstance(request_timeout, int | float) else self.config.request_timeout
        rest = min(left(), wanted or float("inf"))
        if rest <= 0:
            raise elastic_transport.ConnectionTimeout("the time for this question is over")
        connect = min(CONNECT_SECONDS, rest)
        if rest > QUICK_SECONDS:
            timeout: Any = urllib3.Timeout(connect=connect, read=rest)
            return super().perform_request(method, target, body, headers, timeout)
        heard = self._quick.ask(method, target, body, headers or {}, limits=(connect, rest))
        told = elastic_transport.HttpHeaders(heard.headers)
        meta = elastic_transport.ApiResponseMeta(heard.status, "1.1", told, 0.0, self.config)
        return Answered(meta, heard.body)

    def close(self) -> None:
        """Let go of every connection."""
        self._quick.close()
        super().close()
