"""The connection to a cluster: where it is, who asks, how long to wait, and the server's errors as ours, in one place."""

from __future__ import annotations

import random
import re
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import elastic_transport
import elasticsearch

from directory.errors import IndexUnavailable, SettingsError
from directory.index.base import Access
from directory.index.elastic import steps
from directory.index.elastic.patience import QUICK_SECONDS, Node, at_most, left

SECONDS = QUICK_SECONDS
"""How long a question is waited for in all: a search with its ladder and relaxations, retries on other nodes included."""
SHARE = SECONDS / 2
"""How long one of several nodes may take of that: as much is left for another."""
LONG_SECONDS = 120.0
"""How long bulk writes, refreshes and alias changes are waited for."""
RETRIES = 2
"""How often another node is asked after a failed connection."""
BACKOFF = (0.05, 0.2, 0.8)
"""Seconds to wait before asking a server again that has too much to do (429), each with up to as much again by chance."""
CONNECTIONS = 64
"""Connections to a node at most: as many as a process may have threads, so that none waits for another's without a limit."""
DEFAULT_PORTS = {"http": 9200, "https": 9200}
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,100}")
REBUILD = "`python -m ingest index --rebuild`"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a cluster is and the name under which a directory lives there: `https://a:9200,b:9200/name`."""

    hosts: tuple[str, ...]
    name: str
    user: str = ""
    password: str = field(default="", repr=False)


def address(url: str) -> Address:
    """The address a URL names. Raises SettingsError for a URL without hosts or with a name that no index can have."""
    scheme, _, rest = url.partition("://")
    login, _, where = rest.rpartition("@")
    hosts, _, name = where.partition("/")
    name = name.strip("/") or "nearhelp"
    found = tuple(_host(scheme, host) for host in hosts.split(",") if host)
    if scheme not in DEFAULT_PORTS or not found:
        raise SettingsError("an address of Elasticsearch looks like https://host:9200,other:9200/name")
    if not NAME.fullmatch(name):
        raise SettingsError(f"{name!r} cannot name an index: lower-case letters, digits, dots, dashes and underscores can")
    user, _, password = login.partition(":")
    return Address(found, name, unquote(user), unquote(password))


def _host(scheme: str, host: str) -> str:
    try:
        port = urlsplit(f"//{host}").port or DEFAULT_PORTS.get(scheme, 9200)
    except ValueError as error:
        raise SettingsError(f"{host!r} is not host:port") from error
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    return f"{scheme}://{name}:{port}"


def _login(where: Address, access: Access) -> dict[str, Any]:
    """What the client shows itself with and whom it trusts. Raises SettingsError, which names no secret."""
    login: dict[str, Any] = {}
    user, password = access.user or where.user, access.password or where.password
    if not (access.api_key.isascii() and access.api_key.isprintable()):
        raise SettingsError("NEARHELP_SEARCH_API_KEY holds more than one line of plain letters, digits and signs")
    if access.api_key:
        login["api_key"] = access.api_key
    elif user:
        login["basic_auth"] = b64encode(f"{user}:{password}".encode()).decode()  # the client itself takes ASCII alone
    if access.ca:
        login["ca_certs"] = access.ca
        try:
            ssl.create_default_context(cafile=access.ca)
        except OSError as error:
            raise SettingsError(f"NEARHELP_SEARCH_CA is no file with certificates that can be read: {access.ca}") from error
    return login


class Server:
    """A cluster that answers requests with plain values. Safe with several threads."""

    def __init__(self, where: Address, access: Access) -> None:
        self.where = where
        several = len(where.hosts) > 1
        try:
            self.client = elasticsearch.Elasticsearch(
                list(where.hosts),
                request_timeout=SHARE if several else SECONDS,
                max_retries=RETRIES,
                retry_on_timeout=several,  # the same node would only be asked more while it has too much to do
                retry_on_status=(502, 503, 504),
                serializers={"application/json": elasticsearch.OrjsonSerializer()},
                connections_per_node=CONNECTIONS,
                node_class=Node,
                meta_header=False,  # what runs here is nobody's business, and a header less is written
                **_login(where, access),
            )
        except (ValueError, OSError) as error:
            raise SettingsError(f"Elasticsearch cannot be asked: {error}") from error
        self.patient = self.client.options(request_timeout=LONG_SECONDS)  # made once: it costs half a millisecond

    def close(self) -> None:
        """Let go of every connection."""
        self.client.close()

    def ask(
        self, method: str, path: str, body: Any = None, *, params: Mapping[str, Any] | None = None, seconds: float = SECONDS
    ) -> Any:
        """The body of the answer. Raises IndexUnavailable, Missing, Conflict, Busy."""
        target = f"{path}?{urlencode(params)}" if params else path
        with at_most(seconds):
            for pause in BACKOFF:
                with suppress(Busy):
                    return self._once(method, target, body, seconds)
                time.sleep(max(0.0, min(left(), pause * (1 + random.random()))))  # noqa: S311 - spreads clients, hides nothing
            return self._once(method, target, body, seconds)

    def _once(self, method: str, target: str, body: Any, seconds: float) -> Any:
        headers = {"accept": "application/json"}
        if body is not None:
            lines = isinstance(body, list | bytes)
            headers["content-type"] = "application/x-ndjson" if lines else "application/json"
        asked = self.patient if seconds > SECONDS else self.client
        with told(self.where):
            return asked.perform_request(method, target, headers=headers, body=body).body


def path(*parts: str) -> str:
    """A path of parts, each quoted."""
    return "/" + "/".join(quote(part, safe="@,~_") for part in parts)


class Missing(IndexUnavailable):
    """The index or document asked for is not there."""


class Conflict(IndexUnavailable):
    """Somebody else wrote first."""


class Busy(IndexUnavailable):
    """The cluster has too much to do and may have less in a moment."""


@contextmanager
def told(where: Address) -> Iterator[None]:
    """Errors of the client as ours, each with the operator's next step. They name hosts and the index, never what was asked."""
    hosts = ", ".join(where.hosts)
    try:
        yield
    except elasticsearch.UnsupportedProductError as error:
        raise stranger(hosts) from error
    except elastic_transport.TlsError as error:
        raise IndexUnavailable(
            f"the certificate of {hosts} is not trusted, or no TLS is spoken there; set NEARHELP_SEARCH_CA to its CA's file, "
            "and name the hosts as the certificate does"
        ) from error
    except elastic_transport.ConnectionTimeout as error:
        raise IndexUnavailable(f"no answer from {hosts} in time; look at the load and the health of the cluster") from error
    except elastic_transport.SerializationError as error:
        raise IndexUnavailable(f"what answers at {hosts} does not speak JSON; correct NEARHELP_INDEX_URL") from error
    except elastic_transport.TransportError as error:
        raise IndexUnavailable(f"no server answers at {hosts}; start it or correct NEARHELP_INDEX_URL") from error
    except elastic_transport.ApiError as error:
        ours = error.meta.headers.get("x-elastic-product") == "Elasticsearch"
        if ours or error.meta.status in (401, 403):
            raise meaning(error.meta.status, error.body, where.name) from error
        raise stranger(hosts, f" (it says {error.meta.status}, and may be a proxy before it)") from error


def stranger(hosts: str, more: str = "") -> IndexUnavailable:
    """The error for what is no Elasticsearch that this program knows."""
    return IndexUnavailable(f"what answers at {hosts} is not Elasticsearch 8 or 9{more}; correct NEARHELP_INDEX_URL")


def meaning(status: int, body: Any, name: str) -> IndexUnavailable:
    """What an answer with an error status means, of a whole request or of a part of one that did many things."""
    if status == 404:
        return Missing(f"there is no index {name} yet: run {REBUILD}")
    if status == 409:
        return Conflict(f"somebody else wrote to {name} at the same time")
    heard = steps.said(status, body)
    return (Busy if status == 429 and "block" not in heard.kind else IndexUnavailable)(steps.next_step(heard, name, REBUILD))
