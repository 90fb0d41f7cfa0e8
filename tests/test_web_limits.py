"""Who asks too often waits a minute, on a page that still has the help lines; nobody waits for anybody else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory.index.base import Index
from directory.settings import Settings
from directory.web.limits import Limits
from tests.pages_world import client_of, indexed


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("limits")) as found:
        yield found


def asking(index: Index, **settings: Any) -> FlaskClient:
    """A client of a site that was asked before, uncounted: what is read once must not take part of the minute that counts."""
    client = client_of(Settings(**settings), index)
    assert client.get("/search?q=grief", environ_base={"REMOTE_ADDR": "127.0.0.1"}).status_code == 200
    return client


def statuses(client: FlaskClient, path: str, times: int, address: str, **headers: str) -> list[int]:
    base = {"REMOTE_ADDR": address} | {f"HTTP_{name}": value for name, value in headers.items()}
    return [client.get(path, environ_base=base).status_code for _ in range(times)]


def test_the_next_search_waits_and_the_help_lines_are_still_there(index: Index) -> None:
    client = asking(index, limit_search=3)
    assert statuses(client, "/search?q=grief", 3, "203.0.113.9") == [200, 200, 200]
    page = client.get("/search?q=grief", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert page.status_code == 429
    assert 1 <= int(page.headers["Retry-After"]) <= 60
    assert "Please wait a minute" in page.text
    assert 'href="tel:988"' in page.text


def test_the_api_says_so_as_a_problem(index: Index) -> None:
    client = asking(index, limit_search=1)
    assert statuses(client, "/api/search?q=grief", 1, "203.0.113.9") == [200]
    answer = client.get("/api/search?q=grief", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert answer.status_code == 429
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["kind"] == "busy"
    assert "Retry-After" in answer.headers


def test_others_and_what_keeps_people_safe_are_never_refused(index: Index) -> None:
    client = asking(index, limit_search=1, limit_suggest=1)
    assert statuses(client, "/search?q=grief", 2, "203.0.113.9") == [200, 429]
    assert statuses(client, "/search?q=grief", 1, "203.0.113.10") == [200]
    assert statuses(client, "/helplines", 5, "203.0.113.9") == [200] * 5
    assert statuses(client, "/stay-safe", 5, "203.0.113.9") == [200] * 5
    assert statuses(client, "/exit", 5, "203.0.113.9") == [303] * 5
    assert statuses(client, "/", 5, "203.0.113.9") == [200] * 5


def test_suggestions_are_counted_apart(index: Index) -> None:
    client = asking(index, limit_search=1, limit_suggest=2)
    assert statuses(client, "/search?q=grief", 2, "203.0.113.9") == [200, 429]
    assert statuses(client, "/api/suggest?q=gri", 3, "203.0.113.9") == [200, 200, 429]


def test_a_house_of_ipv6_is_one_and_loopback_is_not_counted(index: Index) -> None:
    client = asking(index, limit_search=1)
    assert statuses(client, "/search", 1, "2001:db8:1:2::1") == [200]
    assert statuses(client, "/search", 1, "2001:db8:1:2:ffff::9") == [429]
    assert statuses(client, "/search", 1, "2001:db8:1:3::1") == [200]
    assert statuses(client, "/search", 3, "127.0.0.1") == [200] * 3
    assert statuses(client, "/search", 3, "::1") == [200] * 3


def test_a_mapped_address_is_its_ipv4_address() -> None:
    limits = Limits({"search": 1})
    assert limits.wait("search", "203.0.113.9") == 0
    assert limits.wait("search", "::ffff:203.0.113.9") > 0


def test_behind_a_trusted_proxy_the_visitor_counts_and_without_one_the_header_does_not(index: Index) -> None:
    behind = asking(index, limit_search=1, proxies=1)
    for visitor in ("198.51.100.1", "198.51.100.2"):
        assert statuses(behind, "/search", 2, "127.0.0.1", X_FORWARDED_FOR=visitor) == [200, 429]
    bare = asking(index, limit_search=1)
    assert statuses(bare, "/search", 1, "203.0.113.9", X_FORWARDED_FOR="198.51.100.1") == [200]
    assert statuses(bare, "/search", 1, "203.0.113.9", X_FORWARDED_FOR="198.51.100.2") == [429]


def test_without_a_limit_nothing_is_counted(index: Index) -> None:
    assert statuses(asking(index, limit_search=0), "/search", 200, "203.0.113.9") == [200] * 200


def test_no_address_is_written_down(index: Index, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert statuses(asking(index, limit_search=1), "/search?q=grief", 3, "203.0.113.9") == [200, 429, 429]
    assert caplog.records
    assert "203.0.113.9" not in caplog.text
    assert "grief" not in caplog.text
