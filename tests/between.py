"""A real server of one's own on a real socket: it answers what a test tells it to or passes on to Elasticsearch."""

from __future__ import annotations

import http.client
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.engines import SERVER

HOST = "127.0.0.1"
PRODUCT = {"x-elastic-product": "Elasticsearch"}
JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What is answered: whole, raw bytes instead, after which the connection ends, nothing at all while one waits, or a byte
    now and then (`drips`: seconds between two)."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=lambda: PRODUCT | JSON)
    raw: bytes | None = None
    hangs: bool = False
    drips: float = 0.0


Decide = Callable[[Asked], Answer | None]
"""What to answer to a request; None passes it on to the real server. It may raise Lost to lose the real server's answer."""


class Lost(Exception):
    """The request is to be done by the real server, and its answer lost on the way back."""


class Between(ThreadingHTTPServer):
    """A server on a free port that answers by a rule; `asked` is what came in."""

    daemon_threads = True

    def __init__(self, decide: Decide, tls: ssl.SSLContext | None = None) -> None:
        super().__init__((HOST, 0), _Handler)
        self.decide, self.tls = decide, tls
        self.asked: list[Asked] = []
        self.ended = threading.Event()
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{'https' if self.tls else 'http'}://{HOST}:{self.server_port}"

    @property
    def host(self) -> str:
        """The same without the scheme."""
        return f"{HOST}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away, or refuses the certificate, is what tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Between

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        asked = Asked(self.command, self.path, body, {name.lower(): value for name, value in self.headers.items()})
        self.server.asked.append(asked)
        try:
            told = self.server.decide(asked) or passed_on(asked)
        except Lost:
            passed_on(asked)
            told = Answer(raw=b"")
        if told.hangs:
            self.server.ended.wait()
        elif told.raw is not None:
            self.close_connection = True
            self.wfile.write(told.raw)
        elif told.drips:
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
            while not self.server.ended.wait(told.drips):
                self.wfile.write(b" ")
        else:
            self.send_response(told.status)
            for name, value in {**told.headers, "content-length": str(len(told.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815  # the names that http.server looks for

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def passed_on(asked: Asked) -> Answer:
    """The real server's answer."""
    parts = urlsplit(SERVER)
    connection = http.client.HTTPConnection(parts.hostname or HOST, parts.port, timeout=120)
    kept = {name: value for name, value in asked.headers.items() if name in ("accept", "content-type")}
    connection.request(asked.method, asked.path, asked.body or None, kept)
    told = connection.getresponse()
    body = told.read()
    connection.close()
    headers = {"content-type": told.headers.get("content-type", ""), "x-elastic-product": told.headers["x-elastic-product"]}
    return Answer(told.status, body, headers)


@contextmanager
def between(decide: Decide, tls: ssl.SSLContext | None = None) -> Iterator[Between]:
    """A server that answers by a rule, and nobody any more at the end."""
    server = Between(decide, tls)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def nobody() -> Iterator[str]:
    """A host and port that are taken, but where nobody listens."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        yield f"{HOST}:{taken.getsockname()[1]}"


@contextmanager
def unreachable() -> Iterator[str]:
    """A host and port that never accept a connection: packets to it are dropped, as by a firewall."""
    with socket.socket() as full:
        full.bind((HOST, 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        try:
            yield f"{HOST}:{full.getsockname()[1]}"
        finally:
            for one in waiting:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                one.close()


# ---------------------------------------------------------------- certificates


@dataclass(frozen=True)
class Certificates:
    """A certificate authority of one's own and a server's certificate that it signed for 127.0.0.1."""

    folder: Path

    @property
    def ca(self) -> str:
        """The file a client trusts."""
        return str(self.folder / "ca.crt")

    def server(self) -> ssl.SSLContext:
        """What a server shows itself with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "server.crt", self.folder / "server.key")
        return context


def certificates(folder: Path, name: str = f"IP:{HOST}") -> Certificates:
    """New certificates in a folder, the server's for a name ("IP:…" or "DNS:…"). Needs the openssl command, version 3."""
    folder.mkdir(parents=True)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    made = ["openssl", "req", "-x509", *key]
    authority = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign"]
    signed = ["-CA", "ca.crt", "-CAkey", "ca.key", "-addext", f"subjectAltName={name}", "-addext", "basicConstraints=CA:FALSE"]
    _openssl([*made, "-subj", "/CN=Nobody's CA", "-keyout", "ca.key", "-out", "ca.crt", *authority], folder)
    _openssl([*made, "-subj", "/CN=search", "-keyout", "server.key", "-out", "server.crt", *signed], folder)
    return Certificates(folder)


def _openssl(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
