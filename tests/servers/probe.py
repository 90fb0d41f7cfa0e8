"""What is asked of a server: whether anything listens, who it is, whether it is ready."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from tests.servers import NoServer

LOOPBACK = "127.0.0.1"
PATIENCE = 5.0
"""Seconds that one question may take."""


def listens(port: int) -> bool:
    """Whether anything accepts connections on a port of this machine."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def ask(url: str, path: str) -> tuple[int, Mapping[str, Any]]:
    """Status and JSON object of an answer, of an error too; `url` may hold a user and password. Raises NoServer where nothing
    answers, or with something else."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    request = urllib.request.Request(urlunsplit((parts.scheme, host, path, "", "")))  # noqa: S310  # the operator's own URL
    if parts.username:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        request.add_header("Authorization", f"Basic {base64.b64encode(secret.encode()).decode()}")
    try:
        status, body = _answer(request)
        return status, _object(body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoServer(f"No Elasticsearch answers at {parts.scheme}://{host} ({type(error).__name__}).") from error


def version(url: str) -> str:
    """The version of the Elasticsearch at a URL. Raises NoServer where there is none or something else answers."""
    status, told = ask(url, "/")
    if status != 200 or told.get("tagline") != "You Know, for Search":
        raise NoServer(f"What answers at {urlsplit(url).hostname}:{urlsplit(url).port} (status {status}) is not Elasticsearch.")
    return str(told["version"]["number"])


def ready(url: str, nodes: int = 1) -> bool:
    """Whether a server answers as one of at least so many nodes, with every primary shard there."""
    try:
        status, told = ask(url, f"/_cluster/health?wait_for_nodes=ge({nodes})&wait_for_status=yellow&timeout=1s")
    except NoServer:
        return False
    return status == 200 and told.get("status") in ("green", "yellow") and told.get("number_of_nodes", 0) >= nodes


def _answer(request: urllib.request.Request) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  # as above
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def _object(body: bytes) -> Mapping[str, Any]:
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("not an object")
    return told
