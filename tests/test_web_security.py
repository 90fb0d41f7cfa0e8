"""What every answer carries, and what nothing that is written down may hold: what a person asked."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from directory.errors import SettingsError
from directory.index import open_index
from directory.places.gazetteer import Gazetteer
from directory.settings import Settings
from directory.web import create_app

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
GAZETTEER = Gazetteer.open(CACHE)
ADDRESSES = (
    "/",
    "/search?q=grief",
    "/helplines",
    "/nothing-here",
    "/listing/0000000000",
    "/healthz",
    "/readyz",
    "/api/search?q=grief",
    "/api/search?cost=fre",
    "/api/listings/0000000000",
    "/api/categories",
    "/api/openapi.json",
    "/api/docs",
    "/api/nothing-here",
)


@pytest.fixture(scope="module")
def index_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('index') / 'index.sqlite'}"
    with closing(open_index(url)) as index:
        index.rebuild([])
    return url


@pytest.fixture(scope="module")
def client(index_url: str) -> FlaskClient:
    return create_app(Settings(index_url=index_url), gazetteer=GAZETTEER).test_client()


class TestHeaders:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_every_answer_is_strict_and_sets_no_cookie(self, client: FlaskClient, address: str) -> None:
        headers = client.get(address).headers
        assert "Set-Cookie" not in headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=(self)" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy

    @pytest.mark.parametrize(
        "address", [a for a in ADDRESSES if a.endswith(".html") or not a.startswith("/api") or "docs" in a]
    )
    def test_no_page_asks_anything_of_another_host_or_runs_inline_script(self, client: FlaskClient, address: str) -> None:
        text = client.get(address).text
        assert not re.search(r"<script(?![^>]*\bsrc=\"/)", text)
        assert not re.search(r"<(script|link|img|iframe|form)[^>]+(src|href|action)=\"(https?:)?//", text)
        assert not re.search(r"\s(on\w+|style)=\"", text)

    @pytest.mark.parametrize("address", ["/search?q=grief", "/api/search?q=grief", "/api/suggest?q=gri", "/nothing-here"])
    def test_what_depends_on_what_was_asked_is_kept_by_nobody(self, client: FlaskClient, address: str) -> None:
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert "noindex" in headers["X-Robots-Tag"]

    def test_transport_security_is_sent_when_set(self, index_url: str) -> None:
        app = create_app(Settings(index_url=index_url, hsts=31_536_000))
        assert app.test_client().get("/healthz").headers["Strict-Transport-Security"].startswith("max-age=31536000")

    def test_only_the_hosts_that_are_set_are_answered_to(self, index_url: str) -> None:
        client = create_app(Settings(index_url=index_url, hosts=("help.example.org",))).test_client()
        assert client.get("/healthz", headers={"Host": "help.example.org"}).status_code == 200
        for path in ("/healthz", "/api/categories"):
            assert client.get(path, headers={"Host": "evil.example.com"}).status_code == 400

    def test_a_proxy_is_believed_only_when_stated(self, index_url: str) -> None:
        sent = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
        for hops, scheme in ((0, "http"), (1, "https")):
            app = create_app(Settings(index_url=index_url, proxies=hops))
            seen: list[str] = []
            app.before_request(lambda seen=seen: seen.append(__import__("flask").request.scheme))
            app.test_client().get("/healthz", headers=sent)
            assert seen == [scheme]


class TestErrors:
    def test_a_missing_page_is_friendly_and_has_no_code_as_its_heading(self, client: FlaskClient) -> None:
        response = client.get("/nothing-here")
        assert response.status_code == 404
        assert "This page is not here" in response.text
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", response.text, re.DOTALL)
        assert heading is not None
        assert "404" not in heading[1]

    def test_another_method_is_refused_with_those_that_are_right(self, client: FlaskClient) -> None:
        for method in ("PUT", "DELETE", "TRACE", "PATCH"):
            response = client.open("/api/search", method=method)
            assert response.status_code == 405
            assert "GET" in response.headers["Allow"]

    def test_a_flood_of_body_is_refused(self, client: FlaskClient) -> None:
        assert client.post("/api/search", data=b"x" * 200_000).status_code in {405, 413}

    def test_a_fault_of_ours_is_logged_without_what_was_asked(
        self, index_url: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        app = create_app(Settings(index_url=index_url))

        @app.get("/broken/<word>")
        def broken(word: str) -> str:
            try:
                return {"a": "b"}[word]
            except KeyError:
                raise ValueError(f"cannot use {word}") from None

        caplog.set_level("DEBUG")
        response = app.test_client().get("/broken/canaryword?q=canaryquery")
        assert response.status_code == 500
        assert "cannot use" not in response.text
        written = caplog.text + "".join(capfd.readouterr())
        assert "ValueError" in written
        assert "/broken/<word>" in written
        assert "canary" not in written


CANARIES = (
    "zebrafinchword",
    "Zebrafinchville",
    "41.7351",
    "-88.1649",
    "41.74",
    "zebrafinchpath",
    "zebrafinchref",
    "zebrafinchname",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn: where it listens and the folder of everything it may write."""

    process: subprocess.Popen[str]
    port: int
    home: Path


@pytest.fixture
def server(tmp_path: Path, index_url: str) -> Iterator[Server]:
    """gunicorn as it is run, on a free port, at its most talkative."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("NEARHELP_")} | {
        "NEARHELP_BIND": "127.0.0.1:0",
        "NEARHELP_INDEX_URL": index_url,
        "NEARHELP_DATA": str(CACHE),
        "NEARHELP_LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "directory/web/gunicorn.py"), "app:app"]
    with (tmp_path / "output.txt").open("w+") as output:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environ, stdout=output, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert process.stderr is not None
        found = None
        while found is None and (line := process.stderr.readline()):
            output.write(line)
            found = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", line)
        assert found is not None, (tmp_path / "output.txt").read_text()
        yield Server(process, int(found[1]), tmp_path)
        process.kill()
        process.wait()
        process.stderr.close()


def test_an_engine_that_is_not_there_is_told_at_the_start() -> None:
    with pytest.raises(SettingsError):
        create_app(Settings(index_url="solr://search.example.org"))


def test_a_worker_is_warm_before_anybody_asks(server: Server) -> None:
    assert ask(server, "/helplines") == 200
    server.process.terminate()
    assert server.process.stderr is not None
    assert "A worker is ready after" in server.process.stderr.read()


def ask(server: Server, path: str, method: str = "GET", body: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(connection):
        connection.request(method, path, body or None, {"Referer": "http://127.0.0.1/search?q=zebrafinchword"})
        return connection.getresponse().status


def send(server: Server, raw: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(raw)
        return connection.recv(4096)


@pytest.mark.parametrize("text", ["a" * 10_000, "\u5e6b" * 10_000, "word " * 2_000], ids=["letters", "characters", "words"])
def test_ten_thousand_characters_are_answered_in_our_own_words(server: Server, text: str) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request("GET", f"/search?q={quote(text)}")
        page = connection.getresponse()
        said = page.read().decode()
        assert (page.status, "We did not understand" in said) == (200, True)
        assert page.headers["Content-Security-Policy"]
        connection.request("GET", f"/api/search?q={quote(text)}")
        problem = connection.getresponse()
        assert (problem.status, problem.headers["Content-Type"]) == (422, "application/problem+json")
        assert "Only 200 characters are considered." in problem.read().decode()


def test_nothing_a_person_asks_is_written_down(server: Server, index_url: str) -> None:
    before = sorted(CACHE.glob("gazetteer*"))
    word, place = "zebrafinchword", quote("Zebrafinchville")
    expected = {
        "/": 200,
        f"/search?q={word}&place={place}": 200,
        f"/search?q={word}&at=41.7351,-88.1649": 200,
        "/search?place=41.7351,-88.1649": 200,
        f"/search?{word}=1&cost={word}&within={word}": 200,
        f"/api/search?q={word}": 200,
        f"/api/search?q={word}&place={place}": 422,
        f"/api/search?q={word}&at=41.7351,-88.1649": 200,
        f"/api/search?{word}={word}": 422,
        f"/api/suggest?q={word}": 200,
        f"/api/places?q={place}": 200,
        "/zebrafinchpath": 404,
        "/api/zebrafinchpath": 404,
        "/listing/zebrafinchref": 404,
        "/api/listings/zebrafinchref": 404,
    }
    assert {path: ask(server, path) for path in expected} == expected
    assert ask(server, f"/api/search?q={word}", "POST", f"q={word}") == 405
    assert send(server, f"GET /search?q={word} NONSENSE\r\n\r\n".encode()).startswith(b"HTTP/1.1 400")
    assert send(server, f"GET /search?q={word * 20_000} HTTP/1.1\r\n".encode()).startswith(b"HTTP/1.1 4")
    assert send(server, f"GET / HTTP/1.1\r\n{word}: x\r\n {word}\r\n\r\n".encode()).startswith(b"HTTP/1.1 4")
    for path in Path(index_url.removeprefix("sqlite:///")).parent.iterdir():
        path.unlink()
    assert ask(server, f"/search?q={word}") == 503
    assert ask(server, f"/api/search?q={word}") == 503
    server.process.terminate()
    _, said = server.process.communicate(timeout=30)
    written = {path: path.read_bytes().decode("utf-8", "replace") for path in server.home.rglob("*") if path.is_file()}
    everything = said + "".join(written.values())
    assert "GET /api/search 200" in everything, "the requests were logged at all"
    found = [canary for canary in CANARIES if canary.casefold() in everything.casefold()]
    assert found == []
    assert "127.0.0.1 " not in said, "no visitor's address"
    assert {path.name for path in written} == {"output.txt"}, "nothing else was written"
    assert sorted(CACHE.glob("gazetteer*")) == before
