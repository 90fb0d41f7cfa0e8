"""The connections of one feed: made to addresses that were looked at, and all ended when its time is over.

A name is resolved once for each connection, and the address that was found fit is the one connected to: a server whose name
leads elsewhere a moment later (DNS rebinding) gains nothing. TLS still checks the certificate against the name. Where the
environment names a proxy it is the proxy that resolves and connects: what it may reach is for its own rules, the time is ours.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util import Retry

from directory.errors import SourceError

LONGEST_WAIT_S = 120
"""Longest Retry-After that is waited for."""
INSIDE = "The address leads to a host of a private network, which is not followed."

Resolve = Callable[[str], tuple[str, ...]]


def resolved(host: str) -> tuple[str, ...]:
    """The addresses of a host, each once; none where nobody knows it."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Line:
    """What one feed is loaded by, for so many seconds; a context manager.

    The host of the feed's own address may be of a private network, where the operator says so by giving it: if it is at the
    first connection. One that was public and then leads inside, and every other host that does, is refused.
    """

    def __init__(self, url: str, seconds: float, resolve: Resolve = resolved) -> None:
        self._start, self._seconds, self._resolve = urlsplit(url).hostname, seconds, resolve
        self._inside: bool | None = None
        self._open: list[_Open] = []
        self._lock = threading.Lock()
        self._until = time.monotonic() + seconds
        self._timer = threading.Timer(max(0.0, seconds), self._end)
        self._timer.daemon = True
        self.session = _session(self)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        self.session.close()
        with self._lock:
            for one in self._open:
                one.twin.close()
            self._open.clear()

    def check(self) -> None:
        """Raises SourceError when the time is over."""
        if time.monotonic() > self._until:
            raise SourceError(f"The feed takes longer than {self._seconds / 60:.0f} minutes to load.")

    def fit(self, host: str) -> tuple[str, ...]:
        """The addresses of a host that may be connected to. Raises SourceError where one is of a private network."""
        name = host.strip("[]").rstrip(".")
        found = self._resolve(name)
        inside = any(not ipaddress.ip_address(one.split("%")[0]).is_global for one in found)
        if name == self._start:
            if self._inside is None:
                self._inside = inside
            inside = inside and not self._inside
        if inside:
            raise SourceError(INSIDE)
        return found

    def keep(self, made: socket.socket) -> socket.socket:
        """The socket, which is shut down when the time is over, whatever it waits for: a server that sends a byte now and then
        would hold a run for ever. Raises SourceError when it is over already."""
        with self._lock:
            for one in self._open:
                if one.over():
                    one.twin.close()
            self._open = [one for one in self._open if one.twin.fileno() >= 0]
            self._open.append(_Open(made.dup()))  # TLS takes the first one over; a twin shuts down both
        self.check()
        return made

    def connected(self, used: Any) -> None:
        """Say what the socket that was kept last is used by: it is let go of when that is closed."""
        with self._lock:
            self._open[-1].used = weakref.ref(used)

    def _end(self) -> None:
        with self._lock:
            for one in self._open:
                with suppress(OSError):  # it was closed by the server
                    one.twin.shutdown(socket.SHUT_RDWR)


@dataclass(slots=True)
class _Open:
    """A twin of a socket, and what that one is used by: itself or TLS, nothing where the connecting failed."""

    twin: socket.socket
    used: weakref.ref[Any] | None = None

    def over(self) -> bool:
        """Whether nobody reads from it any more; an answer may outlive its connection, and keeps the socket open."""
        used = self.used() if self.used is not None else None
        return used is None or used.fileno() < 0


def _session(line: Line) -> requests.Session:
    session = requests.Session()
    retry = Retry(
        total=4,
        connect=1,
        backoff_factor=0.5,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods={"GET"},
        redirect=0,
        retry_after_max=LONGEST_WAIT_S,
    )
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(line, max_retries=retry))
    return session


class _Adapter(HTTPAdapter):
    """The adapter of `requests` whose connections are those of a line, those to a proxy too."""

    def __init__(self, line: Line, **more: Any) -> None:
        self._line = line
        super().__init__(**more)

    def init_poolmanager(self, *told: Any, **more: Any) -> None:
        """Make the pools."""
        super().init_poolmanager(*told, **more)
        self.poolmanager.pool_classes_by_scheme = _pools(self._line)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """The pools of a proxy."""
        manager = super().proxy_manager_for(proxy, **more)
        if not proxy.lower().startswith("socks"):  # those have connections of their own, which are not ours to time
            manager.pool_classes_by_scheme = _pools(self._line)
        return manager


def _pools(line: Line) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, line, super()._new_conn)

        def connect(self) -> None:
            super().connect()
            line.connected(self.sock)

    class Secure(Plain, HTTPSConnection):
        """The same over TLS: what `Plain` calls next is its own."""

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connected(connection: Any, line: Line, connect: Callable[[], socket.socket]) -> socket.socket:
    """A socket to the first fit address that answers. urllib3 connects to `_dns_host` and checks certificates against `host`,
    which is made of it: it has the address for no longer than the connecting takes."""
    line.check()
    if connection.proxy is not None:
        return line.keep(connect())
    name = connection._dns_host
    fault: Exception = NewConnectionError(connection, "nobody knows the host")
    for address in line.fit(name):
        connection._dns_host = address
        try:
            return line.keep(connect())
        except ConnectTimeoutError as error:  # a refused connection is one too
            fault = error
        finally:
            connection._dns_host = name
    raise fault
