"""When the cluster is not there, not itself or not well: each is one of our errors, in time, with the operator's next step."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import elasticsearch
import pytest

from directory.errors import IndexUnavailable
from directory.index.base import Access, Index
from directory.index.elastic import ElasticIndex
from directory.index.elastic.patience import CONNECT_SECONDS, at_most
from directory.query import Query
from tests.between import JSON, PRODUCT, Answer, Asked, Lost, between, nobody, unreachable
from tests.servers.cluster import free_ports
from tests.servers.node import Node, missing
from tests.servers.setup import Setup
from tests.worlds import TODAY, World

WORD = "zebrafinchword"
"""What somebody asks for: it is in no message."""
SECRET = "zebrafinchsecret"
ASKED = Query(text=WORD)
LISTINGS = World(11, 40).listings
ALWAYS = 99
"""More answers than anybody waits for."""
DOINGS: dict[str, Callable[[Index], object]] = {
    "search": lambda index: index.search(ASKED),
    "get": lambda index: index.get(WORD),
    "suggest": lambda index: index.suggest(WORD),
    "status": lambda index: index.status(),
    "sources": lambda index: index.sources(),
    "update": lambda index: index.update(LISTINGS[:3], [(WORD, 5)]),
    "rebuild": lambda index: index.rebuild(LISTINGS),
}


def opened(url: str, access: Access | None = None) -> ElasticIndex:
    """The index at a URL."""
    return ElasticIndex(url, lambda: TODAY, access)


def told(index: Index, doing: Callable[[Index], object] = DOINGS["search"]) -> str:
    """The message of the error that something gives. It names nothing of what was asked and no secret."""
    with pytest.raises(IndexUnavailable) as caught:
        doing(index)
    assert type(caught.value).status == 503
    message = str(caught.value)
    assert WORD not in message
    assert SECRET not in message
    return message


# ---------------------------------------------------------------- no server, or a strange one


@pytest.mark.parametrize("doing", DOINGS)
def test_where_nobody_listens_the_message_says_to_start_it(doing: str) -> None:
    with nobody() as host, closing(opened(f"http://me:{SECRET}@{host}/x")) as index:
        assert f"no server answers at http://{host}; start it" in told(index, DOINGS[doing])


def test_a_host_that_accepts_no_connection_is_given_up_after_two_seconds_a_try() -> None:
    started = time.monotonic()
    with unreachable() as host, closing(opened(f"http://{host}/x")) as index:
        assert "in time" in told(index)
    assert CONNECT_SECONDS * 0.9 < time.monotonic() - started < 10


@pytest.mark.parametrize("doing", ["search", "get", "suggest", "status", "sources"])
def test_a_server_that_accepts_and_hangs_is_waited_for_as_long_as_there_is_time(doing: str) -> None:
    with between(lambda _: Answer(hangs=True)) as server, closing(opened(f"{server.url}/x")) as index, at_most(0.2):
        assert "in time; look at the load and the health" in told(index, DOINGS[doing])
    assert len(server.asked) == 1


def test_a_server_that_sends_a_byte_now_and_then_is_waited_for_no_longer() -> None:
    with between(lambda _: Answer(drips=0.02)) as server, closing(opened(f"{server.url}/x")) as index:
        started = time.monotonic()
        with at_most(0.3):
            assert "in time" in told(index)
        assert time.monotonic() - started < 5


def test_an_answer_after_a_preliminary_one_and_one_without_a_body_are_read() -> None:
    first = b"HTTP/1.1 103 Early Hints\r\nx-elastic-product: Other\r\ncontent-type: text/html\r\n\r\n"
    real = b"HTTP/1.1 200 OK\r\nX-Elastic-Product: Elasticsearch\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n"
    with between(lambda _: Answer(raw=first + real + b'{"a":1}')) as server, closing(opened(f"{server.url}/x")) as index:
        assert [index.server.ask("GET", "/x") for _ in range(3)] == [{"a": 1}] * 3  # each on a connection of its own
    with between(lambda _: Answer(raw=real.replace(b"7", b"70"))) as server, closing(opened(f"{server.url}/x")) as index:
        assert index.server.ask("HEAD", "/x")  # is there


def test_what_the_surroundings_say_of_proxies_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    with nobody() as proxy, between(lambda _: Answer(body=b'{"a": 1}')) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy}")
        with closing(opened(f"{server.url}/x")) as index:
            assert index.server.ask("GET", "/x") == {"a": 1}


@pytest.mark.long
@pytest.mark.parametrize("hosts", [1, 2, 3])
def test_no_search_keeps_anybody_waiting_for_more_than_ten_seconds(hosts: int) -> None:
    with between(lambda _: Answer(hangs=True)) as a, between(a.decide) as b, between(a.decide) as c:
        where = ",".join(server.host for server in (a, b, c)[:hosts])
        with closing(opened(f"http://{where}/x")) as index:
            started = time.monotonic()
            assert "in time" in told(index)
            assert 9 < time.monotonic() - started < 11


STRANGE: dict[str, tuple[Answer, str]] = {
    "a page": (Answer(body=b"<html>Welcome!", headers={"content-type": "text/html"}), "not Elasticsearch 8 or 9; correct"),
    "a page not found": (
        Answer(404, b"<html>Not here", {"content-type": "text/html"}),
        "not Elasticsearch 8 or 9 (it says 404",
    ),
    "a proxy's error": (Answer(502, b"<html>Bad Gateway", {"content-type": "text/html"}), "may be a proxy before it"),
    "a redirect": (Answer(301, b"", {"location": "https://example.org/"}), "it says 301"),
    "another product": (Answer(body=b'{"version": {"number": "2.17.0"}}', headers=JSON), "not Elasticsearch 8 or 9; correct"),
    "another product's error": (Answer(404, b'{"error": {"type": "x"}}', JSON), "not Elasticsearch 8 or 9"),
    "no JSON": (Answer(body=b"{broken", headers=PRODUCT | JSON), "does not speak JSON"),
    "no HTTP": (Answer(raw=b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n"), "no server answers"),
    "nothing": (Answer(raw=b""), "no server answers"),
    "half an answer": (Answer(raw=b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"), "no server answers"),
    "a proxy's login": (
        Answer(401, b"who are you?", {"content-type": "text/plain"}),
        "refuses this user; look at NEARHELP_SEARCH",
    ),
    "no right": (Answer(403, b'{"error": {"type": "security_exception", "reason": "x"}}'), "at its rights on x and x-*"),
    "version 7": (
        Answer(
            400,
            b'{"error":{"root_cause":[{"type":"media_type_header_exception","reason":"Invalid media-type value on headers '
            b'[Accept]"}],"type":"media_type_header_exception","reason":"Invalid media-type value on headers [Accept]",'
            b'"caused_by":{"type":"status_exception","reason":"Accept version must be either version 8 or 7, but found 9."}},'
            b'"status":400}',
        ),
        "for server 8 install elasticsearch 8.19 with pip; a server 7 is too old",
    ),
    "no master": (
        Answer(503, b'{"error": {"type": "master_not_discovered_exception", "reason": null}, "status": 503}'),
        "the cluster has no master",
    ),
    "just started": (
        Answer(503, b'{"error": {"type": "cluster_block_exception", "reason": "blocked by: [state not recovered]"}}'),
        "the cluster has no master, or has not read its state yet",
    ),
    "its own fault": (
        Answer(500, b'{"error": {"type": "null_pointer_exception", "reason": "zebrafinchword is null"}}'),
        "the server answers with 500 null_pointer_exception; its log says why",
    ),
}


@pytest.mark.parametrize("doing", ["search", "get", "suggest", "status", "sources", "update", "rebuild"])
@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_elasticsearch_of_ours_is_told_apart(kind: str, doing: str) -> None:
    answer, words = STRANGE[kind]
    with between(lambda _: answer) as server, closing(opened(f"{server.url}/x", Access(user="me", password=SECRET))) as index:
        assert words in told(index, DOINGS[doing])


@pytest.mark.parametrize(("status", "tries"), [(200, 1), (401, 1), (500, 1), (502, 3), (503, 3), (429, 4)])
def test_only_what_may_help_is_tried_again_and_never_for_long(status: int, tries: int) -> None:
    with between(lambda _: Answer(status)) as server, closing(opened(f"{server.url}/x")) as index:
        with pytest.raises((IndexUnavailable, KeyError)):
            index.server.ask("GET", "/x")["never"]
        assert len(server.asked) == tries


# ---------------------------------------------------------------- a real server, and what stands between


def once(path: str, answer: Answer, times: int = 1) -> Callable[[Asked], Answer | None]:
    """The rule that the first requests to paths that end so are answered by another than the real server."""
    rest = [times]

    def decide(asked: Asked) -> Answer | None:
        if rest[0] and asked.path.partition("?")[0].endswith(path):
            rest[0] -= 1
            return answer
        return None

    return decide


@pytest.mark.elasticsearch
@pytest.mark.parametrize("dead", ["nobody", "unreachable"])
def test_the_answer_comes_from_another_host_when_one_is_dead(index: Index, name: str, dead: str) -> None:
    there = {"nobody": nobody, "unreachable": unreachable}[dead]
    with there() as host, between(lambda _: None) as server, closing(opened(f"http://{host},{server.host}/{name}")) as two:
        assert [two.search(Query()).total for _ in range(5)] == [len(LISTINGS)] * 5  # the client asks hosts in any order
        two.update([], [("never:0", 1)])


@pytest.mark.elasticsearch
@pytest.mark.long
def test_the_answer_comes_from_another_host_when_one_hangs(index: Index, name: str) -> None:
    with between(lambda _: Answer(hangs=True)) as hanging, between(lambda _: None) as server:
        for hosts in (f"{hanging.host},{server.host}", f"{server.host},{hanging.host}"):
            with closing(opened(f"http://{hosts}/{name}")) as two:
                assert [two.search(Query()).total for _ in range(3)] == [len(LISTINGS)] * 3
    assert hanging.asked


@pytest.mark.elasticsearch
def test_a_hiccup_is_asked_again_and_nobody_notices(index: Index, name: str) -> None:
    busy, unavailable, broken_off = Answer(429), Answer(503), Answer(raw=b"")
    hiccups = {"_search": busy, "_msearch": unavailable, "_mget": broken_off, "_bulk": busy, "_doc/~state": unavailable}
    for path, hiccup in hiccups.items():
        with between(once(path, hiccup)) as server, closing(opened(f"{server.url}/{name}")) as other:
            assert other.search(Query()).total == len(LISTINGS)
            assert other.suggest("zor") == index.suggest("zor")
            assert other.get(LISTINGS[0].ref) == LISTINGS[0]
            other.update([], [("never:0", 10**6)])
            assert sum(asked.path.partition("?")[0].endswith(path) for asked in server.asked) >= 2


@pytest.mark.elasticsearch
def test_documents_the_server_has_no_time_for_are_sent_again_and_only_they(index: Index, name: str) -> None:
    sent: list[list[str]] = []

    def decide(asked: Asked) -> Answer | None:
        if "_bulk" not in asked.path:
            return None
        refs = [json.loads(line)["index"]["_id"] for line in asked.body.splitlines()[::2]]
        sent.append(refs)
        if len(sent) > 1:
            return None
        error = {"type": "es_rejected_execution_exception", "reason": "queue capacity"}
        items = [{"index": {"_id": ref, "status": 429, "error": error}} for ref in refs[:2]]
        items += [{"index": {"_id": ref, "status": 200, "result": "updated"}} for ref in refs[2:]]
        return Answer(body=json.dumps({"errors": True, "items": items}).encode())

    changed = [replace(listing, revision=10**6) for listing in LISTINGS[:5]]
    with between(decide) as server, closing(opened(f"{server.url}/{name}")) as other:
        other.update(changed)
    refs = [listing.ref for listing in changed]
    assert sent == [refs, refs[:2]]
    assert [index.get(listing.ref).revision for listing in changed[:2]] == [10**6] * 2


@pytest.mark.elasticsearch
def test_a_server_that_stays_busy_is_told_as_that(index: Index, name: str) -> None:
    with between(once("_search", Answer(429), 99)) as server, closing(opened(f"{server.url}/{name}")) as other:
        assert "has too much to do; add a node" in told(other)
        assert sum("_search" in asked.path for asked in server.asked) == 4


WRITING = ("_create/rebuild", "_doc/~state", "_bulk", "_flush", "_settings", "_refresh", "_mapping", "_aliases")
"""How the paths of requests of a rebuild end that change something."""


def losing(rest: dict[str, int]) -> Callable[[Asked], Answer | None]:
    """The rule that requests to some paths are done, but so many of their answers lost."""

    def decide(asked: Asked) -> Answer | None:
        for path in rest:
            if rest[path] and asked.method != "GET" and asked.path.partition("?")[0].endswith(path):
                rest[path] -= 1
                raise Lost
        return None

    return decide


@pytest.mark.elasticsearch
def test_a_rebuild_survives_that_the_answer_to_anything_is_lost(index: Index, name: str) -> None:
    rest = dict.fromkeys(WRITING, 1)
    with between(losing(rest)) as server, closing(opened(f"{server.url}/{name}")) as other:
        generation = other.rebuild(LISTINGS[:10]).generation
    assert set(rest.values()) == {0}
    assert (index.status().generation, index.search(Query()).total) == (generation, 10)


@pytest.mark.elasticsearch
@pytest.mark.long
@pytest.mark.parametrize("path", WRITING)
def test_a_rebuild_that_gets_no_answer_leaves_a_whole_generation_serving(index: Index, name: str, path: str) -> None:
    serving, rest = index.status().generation, {path: ALWAYS}
    with between(losing(rest)) as server, closing(opened(f"{server.url}/{name}")) as other:
        try:
            serving = other.rebuild(LISTINGS[:10]).generation
        except IndexUnavailable:
            assert index.status().generation == serving
    assert rest[path] <= ALWAYS - 3
    assert index.search(Query()).total == (10 if index.status().generation == serving and path == "_aliases" else len(LISTINGS))
    assert index.rebuild(LISTINGS[:20]).count == 20


@pytest.mark.elasticsearch
@pytest.mark.long
def test_a_server_older_than_its_client_is_told_and_what_to_do_about_it() -> None:
    if os.environ.get("REQUIRE_ELASTICSEARCH") != "1" and (reason := missing(8)):
        pytest.skip(reason)
    with (
        Node(Setup(port=next(free_ports()), heap=512, brief=True), version=8) as node,
        closing(opened(f"{node.url}/x")) as index,
    ):
        for doing in DOINGS.values():
            if elasticsearch.__version__[0] > 8:
                assert "the server is older than its client: for server 8 install elasticsearch 8.19 with pip" in told(
                    index, doing
                )
