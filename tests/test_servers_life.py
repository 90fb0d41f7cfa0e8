"""Servers as they live: started, met again, stopped; a cluster that loses a node and takes it back."""

from __future__ import annotations

import os

import pytest
import requests

from tests.servers import NoServer, __main__, probe
from tests.servers.cluster import Cluster, free_ports
from tests.servers.install import RELEASES
from tests.servers.node import Node, missing
from tests.servers.setup import Setup

pytestmark = pytest.mark.elasticsearch


def require(version: int) -> None:
    """Skip where no server can be started with what there is, unless it must be there: then one is installed, or it fails."""
    if os.environ.get("REQUIRE_ELASTICSEARCH") != "1" and (reason := missing(version)):
        pytest.skip(reason)


def put(url: str, body: object) -> None:
    """Write something, patiently: a shard may be moving to another node."""
    requests.put(url, json=body, timeout=90).raise_for_status()


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of a command."""
    code = __main__.main(list(words))
    out, err = capsys.readouterr()
    return code, out.strip(), err.strip()


def test_a_server_is_started_once_and_stopped(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    require(9)
    monkeypatch.delenv("ELASTICSEARCH_URL", raising=False)
    at = ("--port", str(next(free_ports())), "--heap", "512")
    url = f"http://127.0.0.1:{at[1]}"
    try:
        code, out, err = command(capsys, "start", *at)
        assert (code, out) == (0, url), err
        assert probe.version(url).startswith("9.")
        code, out, err = command(capsys, "start", *at)
        assert (code, out) == (0, url)
        assert "already running" in err
        monkeypatch.setenv("ELASTICSEARCH_URL", url)
        assert command(capsys, "start", "--port", "1")[:2] == (0, url)
    finally:
        code, _, err = command(capsys, "stop", *at)
    assert (code, err) == (0, f"Elasticsearch on port {at[1]} is stopped")
    assert not probe.listens(int(at[1]))
    assert command(capsys, "stop", *at)[2].startswith("Nothing to stop")
    code, _, err = command(capsys, "start", *at)
    assert (code, err) == (1, f"No Elasticsearch answers at {url} (URLError).")


def test_a_server_that_cannot_start_shows_the_end_of_its_log() -> None:
    require(9)
    node = Node(Setup(port=next(free_ports()), heap=512, more=("no.such.setting: 1",), brief=True))
    try:
        with pytest.raises(NoServer, match=r"ended\. The end of its log:[\s\S]*unknown setting \[no\.such\.setting\]"):
            node.start()
    finally:
        node.remove()


@pytest.mark.long
@pytest.mark.parametrize("version", sorted(RELEASES))
def test_both_versions_start_with_their_modules(version: int) -> None:
    require(version)
    with Node(Setup(port=next(free_ports()), heap=512, brief=True), version=version) as node:
        assert probe.version(node.url) == RELEASES[version].version
        with pytest.raises(NoServer, match="already answers"):
            Node(node.setup, version=version).start()
        assert probe.version(node.url) == RELEASES[version].version, "a refused second start leaves the first as it was"


@pytest.mark.long
def test_a_cluster_survives_a_killed_node_and_takes_it_back() -> None:
    require(9)
    with Cluster(3) as cluster:
        first, second, third = cluster.urls
        put(f"{first}/things", {"settings": {"number_of_shards": 2, "number_of_replicas": 1}})
        assert probe.ask(first, "/_cluster/health?wait_for_status=green&timeout=60s")[1]["status"] == "green"
        put(f"{second}/things/_doc/1?refresh=true", {"a": 1})
        cluster.kill(1)
        assert cluster.up() == 2
        assert not probe.ready(second)
        put(f"{third}/things/_doc/2?refresh=true", {"a": 2})
        assert probe.ask(first, "/things/_count")[1]["count"] == 2
        assert cluster.start(1) == second
        assert probe.ask(second, "/_cluster/health?wait_for_status=green&timeout=60s")[1]["number_of_nodes"] == 3
        assert probe.ask(second, "/things/_count")[1]["count"] == 2
    assert cluster.up() == 0
    assert not any(probe.listens(node.setup.port) for node in cluster.nodes)
