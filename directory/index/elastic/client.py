"""The connection to a cluster: where it is, who asks, how long to wait, and the server's errors as ours, in one place."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import elastic_transport
import elasticsearch

from directory.errors import IndexUnavailable, SettingsError
from directory.index.base import Access

SECONDS = 10.0
"""How long an answer is waited for; a search has a limit of its own below it, so that the server gives up first."""
LONG_SECONDS = 120.0
"""How long bulk writes, refreshes and alias changes are waited for."""
RETRIES = 2
"""How often another node is asked after a failed connection."""
BACKOFF = (0.05, 0.2, 0.8)
"""Seconds to wait before asking a server again that has too much to do (429), each with up to as much again by chance."""
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


class Server:
    """A cluster that answers requests with plain values. Safe with several threads."""

    def __init__(self, where: Address, access: Access) -> None:
        self.where = where
        login: dict[str, Any] = {}
        user, password = access.user or where.user, access.password or where.password
        if access.api_key:
            login["api_key"] = access.api_key
        elif user:
            login["basic_auth"] = (user, password)
        if access.ca:
            login["ca_certs"] = access.ca
        try:
            self.client = elasticsearch.Elasticsearch(
                list(where.hosts),
                request_timeout=SECONDS,
                max_retries=RETRIES,
                retry_on_timeout=False,
                retry_on_status=(502, 503, 504),
                serializers={"application/json": elasticsearch.OrjsonSerializer()},
                connections_per_node=16,
                **login,
            )
        except (ValueError, OSError) as error:
            raise SettingsError(f"Elasticsearch cannot be asked: {error}") from error

    def close(self) -> None:
        """Let go of every connection."""
        self.client.close()

    def ask(
        self, method: str, path: str, body: Any = None, *, params: Mapping[str, Any] | None = None, seconds: float = SECONDS
    ) -> Any:
        """The body of the answer. Raises IndexUnavailable, Missing, Conflict."""
        target = f"{path}?{urlencode(params)}" if params else path
        for pause in (*BACKOFF, None):
            with told(self.where):
                try:
                    return self._once(method, target, body, seconds)
                except elasticsearch.ApiError as error:
                    if error.meta.status != 429 or pause is None:
                        raise
                    time.sleep(pause * (1 + random.random()))  # noqa: S311 - spreads clients, hides nothing
        raise AssertionError("the last turn returns or raises")

    def _once(self, method: str, target: str, body: Any, seconds: float) -> Any:
        headers = {"accept": "application/json"}
        if body is not None:
            lines = isinstance(body, list | bytes)
            headers["content-type"] = "application/x-ndjson" if lines else "application/json"
        asked = self.client if seconds == SECONDS else self.client.options(request_timeout=seconds)
        return asked.perform_request(method, target, headers=headers, body=body).body


def path(*parts: str) -> str:
    """A path of parts, each quoted."""
    return "/" + "/".join(quote(part, safe="@,~_") for part in parts)


class Missing(IndexUnavailable):
    """The index or document asked for is not there."""


class Conflict(IndexUnavailable):
    """Somebody else wrote first."""


@contextmanager
def told(where: Address) -> Iterator[None]:
    """Errors of the client as ours, each with the operator's next step. They name hosts and the index, never what was asked."""
    hosts = ", ".join(where.hosts)
    try:
        yield
    except elasticsearch.UnsupportedProductError as error:
        raise IndexUnavailable(f"what answers at {hosts} is not Elasticsearch 8 or 9; correct NEARHELP_INDEX_URL") from error
    except elastic_transport.TlsError as error:
        raise IndexUnavailable(f"the certificate of {hosts} is not trusted; set NEARHELP_SEARCH_CA to its CA file") from error
    except elastic_transport.ConnectionTimeout as error:
        raise IndexUnavailable(f"no answer from {hosts} in time; look at the load and the health of the cluster") from error
    except elastic_transport.ConnectionError as error:
        raise IndexUnavailable(f"no server answers at {hosts}; start it or correct NEARHELP_INDEX_URL") from error
    except elastic_transport.SerializationError as error:
        raise IndexUnavailable(f"what answers at {hosts} does not speak JSON; correct NEARHELP_INDEX_URL") from error
    except elasticsearch.ApiError as error:
        raise _api(error, where) from error


def _api(error: elasticsearch.ApiError, where: Address) -> IndexUnavailable:
    """What an answer with an error status means."""
    status, kind, reason = error.meta.status, _kind(error), _reason(error)
    name = where.name
    if status == 404:
        return Missing(f"there is no index {name} yet: run {REBUILD}")
    if status == 409:
        return Conflict(f"somebody else wrote to {name} at the same time")
    if status in (401, 403) and "block" not in kind:
        return IndexUnavailable("the server refuses this user; look at NEARHELP_SEARCH_API_KEY, _USER and _PASSWORD")
    if "cluster_block" in kind or "flood" in reason:
        return IndexUnavailable(
            "the cluster refuses writes, as it does when a disk is full: free space, then the block goes by itself; "
            f"if it stays, set index.blocks.read_only_allow_delete of {name}-* to null"
        )
    if "media_type_header" in kind or "compatible-with" in reason:
        return IndexUnavailable("the server is older than the client: for server 8 install elasticsearch 8.19 with pip")
    if status == 429 or "rejected_execution" in kind or "circuit_breaking" in kind:
        return IndexUnavailable("the cluster has too much to do; add a node or memory, or slow down what writes")
    if status == 503 or "shard" in kind or "search_phase" in kind:
        return IndexUnavailable(f"a part of the index cannot be read; look at GET _cluster/health and _cat/shards/{name}-*")
    if "mapper" in kind or "strict_dynamic" in kind or "illegal_argument" in kind or "parsing" in kind:
        return IndexUnavailable(f"the index does not fit this version of the program ({kind}): run {REBUILD}")
    return IndexUnavailable(f"the server answers with {status} {kind}; its log says why")


def _kind(error: elasticsearch.ApiError) -> str:
    body = error.body
    told = body.get("error") if isinstance(body, dict) else None
    if isinstance(told, dict):
        causes = [told, *(told.get("root_cause") or [])]
        return " ".join(dict.fromkeys(str(cause.get("type", "")) for cause in causes))
    return str(told or "")[:80]


def _reason(error: elasticsearch.ApiError) -> str:
    told = error.body.get("error") if isinstance(error.body, dict) else None
    return str(told.get("reason", "")) if isinstance(told, dict) else ""
