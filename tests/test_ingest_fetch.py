"""Bringing sources here: from files, zips and a small web server of this test on this machine."""

from __future__ import annotations

import gzip
import io
import os
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from directory.errors import SourceError
from ingest import fetch
from ingest.fetch import download, fetched, unpacked
from ingest.fetch_line import Line
from ingest.sources import Source

TODAY = date(2026, 3, 2)


def of(path: Path, **more: Any) -> Source:
    return Source(name="s", title="S", format="x", path=path, **more)


def read(path: Path, tmp_path: Path) -> bytes:
    with fetched(of(path), tmp_path / "fetched", TODAY) as here:
        return here.path.read_bytes()


def packed(file: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("--", "/"), data)
    return file


def test_a_file_is_read_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_bytes(b"[]")
    assert read(tmp_path / "feed.json", tmp_path) == b"[]"


def test_the_day_of_the_facts_is_the_files_or_what_the_source_says(tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    file.write_bytes(b"[]")
    os.utime(file, (1_600_000_000, 1_600_000_000))
    with fetched(of(file), tmp_path, TODAY) as here:
        assert here.day == date(2020, 9, 13)
    with fetched(of(file, seen_on=date(2019, 8, 19)), tmp_path, TODAY) as here:
        assert here.day == date(2019, 8, 19)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nothing at 'gone\.json'"):
        read(tmp_path / "gone.json", tmp_path)


@pytest.mark.parametrize("data", [b"", b"  \r\n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "feed.csv").write_bytes(data)
    with pytest.raises(SourceError, match=r"feed\.csv is empty"):
        read(tmp_path / "feed.csv", tmp_path)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "feed").mkdir()
    with pytest.raises(SourceError, match="empty"):
        read(tmp_path / "feed", tmp_path)


def test_a_web_page_is_not_a_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_bytes(b"\n<!DOCTYPE html><title>Log in</title>")
    with pytest.raises(SourceError, match="a web page, not a feed"):
        read(tmp_path / "feed.json", tmp_path)


def test_a_zip_of_one_file_is_that_file(tmp_path: Path) -> None:
    assert read(packed(tmp_path / "feed.zip", **{"deep--feed.json": b"[1]", "__MACOSX--x": b"x"}), tmp_path) == b"[1]"


def test_a_zip_of_several_files_is_a_folder_while_it_is_read(tmp_path: Path) -> None:
    file = packed(tmp_path / "feed.zip", **{"pack--datapackage.json": b"{}", "pack--data--a.csv": b"id"})
    with fetched(of(file), tmp_path, TODAY) as here:
        folder = here.path
        assert sorted(path.name for path in folder.iterdir()) == ["data", "datapackage.json"]
    assert not folder.exists()


def test_a_zip_whose_compressed_data_is_damaged_is_named(tmp_path: Path) -> None:
    whole = bytearray(packed(tmp_path / "whole.zip", a=b"".join(b"%d," % (n * n) for n in range(4000))).read_bytes())
    whole[3000:3100] = b"\x55" * 100  # what the bytes say is then no deflate stream, before any checksum is compared
    (tmp_path / "feed.zip").write_bytes(whole)
    with pytest.raises(SourceError, match=r"feed\.zip is not a whole zip file"):
        read(tmp_path / "feed.zip", tmp_path)


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_zip_is_named_wherever_it_breaks_off(tmp_path: Path, keep: float) -> None:
    whole = packed(tmp_path / "whole.zip", a=os.urandom(5000), b=os.urandom(5000)).read_bytes()
    (tmp_path / "feed.zip").write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(SourceError, match=r"feed\.zip is not a whole zip file"):
        read(tmp_path / "feed.zip", tmp_path)


def test_a_damaged_zip_is_named(tmp_path: Path) -> None:
    whole = bytearray(packed(tmp_path / "whole.zip", a=b"x" * 50, b=os.urandom(5000)).read_bytes())
    whole[2000] ^= 0xFF
    (tmp_path / "feed.zip").write_bytes(whole)
    with pytest.raises(SourceError, match="not a whole zip file"):
        read(tmp_path / "feed.zip", tmp_path)


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "..\\evil", "C:\\evil"])
def test_a_zip_never_writes_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "feed.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
        archive.writestr("good", b"x")
    with pytest.raises(SourceError, match="outside of its folder"):
        unpacked(tmp_path / "feed.zip", tmp_path / "into")
    assert not list(tmp_path.rglob("evil*"))


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "feed.zip", "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")
    with pytest.raises(SourceError, match="a link"):
        unpacked(tmp_path / "feed.zip", tmp_path / "into")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    packed(tmp_path / "feed.zip", bomb=b"\x00" * (fetch.CHUNK * fetch.RATIO + 1))
    (tmp_path / "into").mkdir()
    with pytest.raises(SourceError, match="grows more than"):
        unpacked(tmp_path / "feed.zip", tmp_path / "into")
    assert list((tmp_path / "into").iterdir()) == []


# Downloads

MANY = 40

Answer = Callable[[BaseHTTPRequestHandler], None]


class Web:
    """A web server on this machine whose pages are functions; `asked` are the requests it saw, `callers` the connections."""

    def __init__(self) -> None:
        web = self
        self.pages: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.callers: set[Any] = set()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.callers.add(self.client_address)
                web.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answers = web.pages[self.path.split("?")[0]]
                (answers.pop(0) if len(answers) > 1 else answers[0])(self)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is logged."""

        self.handler = Handler
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_port}"


@pytest.fixture
def web() -> Iterator[Web]:
    served = Web()
    thread = threading.Thread(target=served.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.server.shutdown()
    thread.join()
    served.server.server_close()


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | {n.replace("_", "-"): v for n, v in headers.items()}).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return send


def test_a_download_is_kept_and_not_loaded_again_while_it_is_the_same(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(200, b"[1]", ETag='"a"'), answer(304)]
    assert download(f"{web.url}/feed", tmp_path).read_bytes() == b"[1]"
    assert download(f"{web.url}/feed", tmp_path).read_bytes() == b"[1]"
    assert web.asked[1][1]["if-none-match"] == '"a"'


def descriptors() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


def test_one_connection_serves_all_that_did_not_change(web: Web, tmp_path: Path) -> None:
    web.handler.protocol_version = "HTTP/1.1"
    web.pages["/feed"] = [answer(200, b"[1]", ETag='"a"'), answer(304)]
    with Line(web.url, 60) as line:
        for _ in range(MANY):
            assert download(f"{web.url}/feed", tmp_path, line).read_bytes() == b"[1]"
    assert (len(web.asked), len(web.callers)) == (MANY, 1)


def test_a_server_that_ends_each_connection_leaves_nothing_open(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(200, b"[1]")]
    with Line(web.url, 60) as line:
        before = descriptors()
        for _ in range(MANY):
            download(f"{web.url}/feed", tmp_path, line)
        assert descriptors() - before < MANY // 2
    assert len(web.callers) == MANY


def test_an_address_that_does_not_answer_in_time_leaves_it_to_the_next(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "CONNECT_S", 0.2)
    port, web.pages["/feed"] = web.server.server_port, [answer(200, b"[1]")]
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.2", port))
        full.listen(0)
        for one in (first, second):  # who waits to be let in fills the door: the next one hears nothing
            one.setblocking(False)
            one.connect_ex(("127.0.0.2", port))
        with Line(web.url, 60, named(("127.0.0.2", "127.0.0.1"))) as line:
            assert download(f"{web.url}/feed", tmp_path, line).read_bytes() == b"[1]"


def test_the_time_is_over_also_where_a_proxy_loads_the_feed(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, web.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    gone, url = threading.Event(), "http://feeds.example.org/feed"

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        with suppress(OSError):  # the other side is gone
            while not gone.wait(0.01):
                request.wfile.write(b"1")

    web.pages[url] = [answer(200, b"[1]"), drip]
    try:
        with Line(url, 60) as line:
            assert download(url, tmp_path, line).read_bytes() == b"[1]"
        with Line(url, 0.3) as line, pytest.raises(SourceError, match="takes longer"):
            download(url, tmp_path, line)
    finally:
        gone.set()


def test_a_busy_server_is_asked_again_when_it_says(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(429, Retry_After="0"), answer(503, Retry_After="0"), answer(200, b"[1]")]
    assert download(f"{web.url}/feed", tmp_path).read_bytes() == b"[1]"
    assert len(web.asked) == 3


def test_a_refusal_is_told_without_the_query(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(404)]
    with pytest.raises(SourceError, match="404") as caught:
        download(f"{web.url}/feed?key=secret", tmp_path)
    assert "secret" not in str(caught.value)


def test_a_redirect_is_followed(web: Web, tmp_path: Path) -> None:
    web.pages |= {"/old": [answer(301, Location="/new")], "/new": [answer(200, b"[1]")]}
    assert download(f"{web.url}/old", tmp_path).read_bytes() == b"[1]"


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/x", "http://169.254.169.254/latest", "http://[::1]/x", "http://10.0.0.1/"]
)
def test_a_redirect_to_a_private_address_is_not_followed(web: Web, tmp_path: Path, target: str) -> None:
    web.pages["/feed"] = [answer(302, Location=target)]
    with pytest.raises(SourceError, match="private network"):
        download(f"{web.url}/feed", tmp_path)


def named(*turns: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """A resolver that gives these addresses in turn, whatever the name; the last ones for ever."""
    left = list(turns)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def test_a_name_that_leads_inside_a_moment_after_it_was_looked_at_is_not_connected_to(web: Web, tmp_path: Path) -> None:
    port = web.server.server_port
    web.pages |= {"/feed": [answer(302, Location=f"http://other.example.org:{port}/in")], "/in": [answer(200, b"[1]")]}

    def resolve(host: str) -> tuple[str, ...]:
        return ("127.0.0.1",) if host == "localhost" else rebinding(host)

    rebinding = named(("8.8.8.8",), ("127.0.0.1",))
    with Line(web.url, 60, resolve) as line, pytest.raises(SourceError, match="private network"):
        download(f"{web.url}/feed", tmp_path, line)
    assert [path for path, _ in web.asked] == ["/feed"]


def test_the_address_that_was_looked_at_is_the_one_connected_to_under_the_name(web: Web, tmp_path: Path) -> None:
    url = f"http://feeds.example.org:{web.server.server_port}"
    web.pages["/feed"] = [answer(200, b"[1]")]
    with Line(url, 60, named(("127.0.0.1",))) as line:
        assert download(f"{url}/feed", tmp_path, line).read_bytes() == b"[1]"
    assert web.asked[0][1]["host"] == f"feeds.example.org:{web.server.server_port}"


def test_the_host_of_a_feed_that_was_public_may_not_lead_inside_later() -> None:
    with Line("https://feeds.example.org/", 60, named(("8.8.8.8",), ("8.8.8.8", "10.0.0.1"))) as line:
        assert line.fit("feeds.example.org") == ("8.8.8.8",)
        with pytest.raises(SourceError, match="private network"):
            line.fit("feeds.example.org")


def test_each_redirect_is_looked_at_also_the_second(web: Web, tmp_path: Path) -> None:
    web.pages |= {"/feed": [answer(302, Location="/on")], "/on": [answer(302, Location="http://10.0.0.1/")]}
    with pytest.raises(SourceError, match="private network"):
        download(f"{web.url}/feed", tmp_path)


def test_a_redirect_to_a_file_is_not_followed(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(302, Location="file:///etc/passwd")]
    with pytest.raises(SourceError, match="not http"):
        download(f"{web.url}/feed", tmp_path)


def test_a_redirect_to_what_is_no_address_is_a_fault_of_the_source(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(302, Location="http://[x/")]
    with pytest.raises(SourceError, match="no address"):
        download(f"{web.url}/feed", tmp_path)


def test_what_a_server_says_beside_a_status_is_not_told(web: Web, tmp_path: Path) -> None:
    def refuse(request: BaseHTTPRequestHandler) -> None:
        request.send_response(404, "\x1b]0;12 Palm St\x07")
        request.end_headers()

    web.pages["/feed"] = [refuse]
    with pytest.raises(SourceError) as caught:
        download(f"{web.url}/feed", tmp_path)
    assert str(caught.value).endswith("/feed answers 404 Not Found.")


def test_others_on_the_machine_cannot_read_a_download(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(200, b"[1]")]
    assert download(f"{web.url}/feed", tmp_path / "s").parent.stat().st_mode & 0o077 == 0


def test_a_circle_of_redirects_ends(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(302, Location="/feed")]
    with pytest.raises(SourceError, match="leads on more than"):
        download(f"{web.url}/feed", tmp_path)


def test_a_download_that_breaks_off_leaves_the_last_one(web: Web, tmp_path: Path) -> None:
    web.pages["/feed"] = [answer(200, b"[1]"), answer(200, b"[1, 2", Content_Length="500")]
    kept = download(f"{web.url}/feed", tmp_path)
    with pytest.raises(SourceError):
        download(f"{web.url}/feed", tmp_path)
    assert kept.read_bytes() == b"[1]"


def test_a_download_without_end_is_cut(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 1000)
    web.pages["/feed"] = [answer(200, b"x" * 5000)]
    with pytest.raises(SourceError, match="larger than"):
        download(f"{web.url}/feed", tmp_path)


def test_a_download_that_takes_too_long_is_cut(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LONGEST_S", -1)
    web.pages["/feed"] = [answer(200, b"[1]")]
    with pytest.raises(SourceError, match="takes longer"):
        download(f"{web.url}/feed", tmp_path)
    assert not (tmp_path / "feed").exists()


@pytest.mark.parametrize("head", [True, False], ids=["in its body", "in its head"])
def test_a_server_that_sends_a_byte_now_and_then_is_cut_when_the_time_is_over(web: Web, tmp_path: Path, head: bool) -> None:
    gone = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        if head:
            request.send_response(200)
            request.end_headers()
        else:
            request.wfile.write(b"HTTP/1.0 200 OK\r\nX-More: ")
        with suppress(OSError):  # the other side is gone
            while not gone.wait(0.01):
                request.wfile.write(b"1")

    web.pages["/feed"] = [drip]
    try:
        with Line(web.url, 0.3) as line, pytest.raises(SourceError, match="takes longer"):
            download(f"{web.url}/feed", tmp_path, line)
    finally:
        gone.set()
    assert not (tmp_path / "feed").exists()


def test_a_packed_answer_that_grows_without_end_is_cut(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    web.pages["/feed"] = [answer(200, gzip.compress(b"0" * 10_000_000), Content_Encoding="gzip")]
    with pytest.raises(SourceError, match="larger than"):
        download(f"{web.url}/feed", tmp_path)


def test_no_server_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no connection"):
        download("http://localhost:1/feed", tmp_path)


def test_a_downloaded_zip_is_unpacked(web: Web, tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("feed.json", b"[7]")
    web.pages["/feed"] = [answer(200, data.getvalue())]
    source = Source(name="s", title="S", format="x", url=f"{web.url}/feed")
    with fetched(source, tmp_path, TODAY) as here:
        assert here.path.read_bytes() == b"[7]"
        assert here.day == TODAY
