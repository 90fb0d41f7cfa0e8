"""Feeds of many requests, loaded from a small API of this test on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from directory.errors import SourceError
from ingest.fetch import fetched
from ingest.fetch_pages import Limits, gathered
from ingest.formats import bmlt, formats
from ingest.formats.paging import Ask
from ingest.report import Report
from ingest.sources import Source
from tests.hsds_world import page, service
from tests.test_format_bmlt import BODIES, FORMATS, MEETING
from tests.test_format_oruk import FIRST

TODAY = date(2026, 3, 2)
SHORT = ("id", "name", "status", "url", "organization")


class Api:
    """An API of so many services; `asked` are the requests, `broken` the paths that answer 500."""

    def __init__(self, services: list[dict[str, Any]]) -> None:
        self.services = services
        self.asked: list[str] = []
        self.broken: set[str] = set()
        self.full = True
        self.stuck = False
        self.first = False  # pages as of Open Referral UK 1.0
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                api.asked.append(self.path)
                body = api.answer(self.path)
                tag = f'"{hash(body)}"'
                same = self.headers.get("If-None-Match") == tag
                self.send_response(304 if same else 404 if body is None else 200)
                self.send_header("ETag", tag)
                self.send_header("Content-Length", "0" if same or body is None else str(len(body)))
                self.end_headers()
                if body is not None and not same:
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is logged."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_port}"

    def answer(self, whole: str) -> bytes | None:
        parts = urlsplit(whole)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path in self.broken:
            return None
        if "switcher" in query:
            said: dict[str, object] = {"GetSearchResults": [MEETING], "GetFormats": FORMATS, "GetServiceBodies": BODIES}
            return json.dumps(said[query["switcher"]]).encode()
        *_, endpoint, key = ("", *parts.path.rstrip("/").split("/"))
        if endpoint == "services":
            return json.dumps(next(one for one in self.services if one["id"] == key)).encode()
        size, number = int(query["per_page"]), 1 if self.stuck else int(query["page"])
        chosen = self.services[(number - 1) * size : number * size]
        if not self.full:
            chosen = [{name: one[name] for name in SHORT if name in one} for one in chosen]
        pages = -(-len(self.services) // size)
        if self.first:
            head = {"totalElements": len(self.services), "totalPages": pages, "number": number, "last": number == pages}
            return json.dumps({**head, "content": chosen}).encode()
        return json.dumps(page(*chosen, number=number, of=pages)).encode()


@pytest.fixture
def api() -> Iterator[Api]:
    served = Api([service(f"s{n}") for n in range(7)])
    thread = threading.Thread(target=served.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.server.shutdown()
    thread.join()
    served.server.server_close()


def read(url: str, tmp_path: Path, form: str = "hsds3", **options: object) -> list[str]:
    source = Source(name="s", title="S", format=form, url=url, options=options)
    with fetched(source, tmp_path / "fetched", TODAY) as here:
        return [draft.key for draft in formats()[form].read(here.path, Report(), options)]


ALL = [f"s{n}@l1" for n in range(7)]


@pytest.mark.parametrize("path", ["/v3", "/v3/", "/v3/services", "/v3/services?per_page=3"])
def test_every_page_of_an_api_is_read(api: Api, tmp_path: Path, path: str) -> None:
    assert read(f"{api.url}{path}", tmp_path, per_page="3") == ALL
    assert [parse_qs(urlsplit(one).query)["page"] for one in api.asked] == [["1"], ["2"], ["3"]]
    assert all("full=true" in one for one in api.asked)


def test_pages_of_open_referral_uk_1_0_are_read(api: Api, tmp_path: Path) -> None:
    api.first, api.services = True, [{**FIRST, "id": f"u{n}"} for n in range(5)]
    assert read(f"{api.url}/services", tmp_path, "oruk", per_page=2) == [f"u{n}@l1" for n in range(5)]


def test_services_in_short_are_asked_for_one_by_one(api: Api, tmp_path: Path) -> None:
    api.full = False
    assert sorted(read(f"{api.url}/v3", tmp_path, per_page=4)) == ALL
    assert sum(one.startswith("/v3/services/s") for one in api.asked) == 7


def test_services_in_short_are_enough_where_the_source_says_so(api: Api, tmp_path: Path) -> None:
    api.full = False
    api.services = [service(f"s{n}", name="Food bank") for n in range(3)]
    assert read(f"{api.url}/v3", tmp_path, details="false") == ["s0@", "s1@", "s2@"]


def test_a_feed_that_shrank_leaves_nothing_behind(api: Api, tmp_path: Path) -> None:
    read(f"{api.url}/v3", tmp_path, per_page=3)
    api.services = api.services[:2]
    assert read(f"{api.url}/v3", tmp_path, per_page=3) == ALL[:2]
    whole = tmp_path / "fetched" / "s"
    assert len(list((whole / "whole").iterdir())) == len(list((whole / "pages").iterdir())) == 1


def test_a_page_that_cannot_be_had_fails_the_whole_and_keeps_what_was_there(api: Api, tmp_path: Path) -> None:
    api.full = False
    read(f"{api.url}/v3", tmp_path)
    api.broken.add("/v3/services/s5")
    with pytest.raises(SourceError, match="404"):
        read(f"{api.url}/v3", tmp_path)
    assert len(list((tmp_path / "fetched" / "s" / "whole").iterdir())) == 8


def test_a_server_that_gives_the_same_page_for_ever_is_a_fault(api: Api, tmp_path: Path) -> None:
    api.stuck = True
    with pytest.raises(SourceError, match="the server does not page"):
        read(f"{api.url}/v3", tmp_path, per_page=3)


def test_the_size_of_a_page_is_a_number() -> None:
    with pytest.raises(SourceError, match="per_page"):
        formats()["hsds3"].asks("https://api.example.org", {"per_page": "many"})


def test_an_address_of_a_file_is_one_download() -> None:
    assert formats()["hsds3"].asks("https://example.org/feed.json", {}) == []
    assert formats()["oruk"].asks("https://example.org/a/services.ndjson", {}) == []


def test_a_bmlt_server_is_asked_for_meetings_formats_and_bodies(api: Api, tmp_path: Path) -> None:
    assert len(read(f"{api.url}/main_server/", tmp_path, "bmlt")) == 1
    assert [parse_qs(urlsplit(one).query)["switcher"] for one in api.asked] == [
        ["GetSearchResults"], ["GetFormats"], ["GetServiceBodies"],
    ]  # fmt: skip
    (first, *_) = bmlt.asks(f"{api.url}/x/client_interface/json/?switcher=GetSearchResults&services=3", {})
    assert "services=3" in first.url
    assert bmlt.asks("https://example.org/export.csv", {}) == []


def test_what_never_ends_is_stopped(tmp_path: Path) -> None:
    def download(url: str, folder: Path) -> Path:
        folder.mkdir(parents=True)
        (folder / "feed").write_text(url, encoding="utf-8")
        return folder / "feed"

    def following(ask: Ask, file: Path) -> Iterator[Ask]:
        yield Ask(f"{ask.url}x", "page")

    with pytest.raises(SourceError, match="more than 5 answers"):
        gathered([Ask("https://example.org/")], following, download, folder=tmp_path, limits=Limits(1 << 20, 5))
