"""What servers are told, whom they run as and how they are known, proved without a server."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse

import pytest

from tests.servers import NoServer, probe
from tests.servers.account import Account, account
from tests.servers.cluster import PORTS, Cluster, free_ports
from tests.servers.install import Installation
from tests.servers.node import Node, reachable
from tests.servers.process import birth, launch, recall, remember
from tests.servers.setup import Folders, Peer, Setup, configuration, environment


def test_a_server_listens_to_this_machine_only_and_needs_no_password() -> None:
    text = configuration(Setup(port=9201), Folders(Path("/run/x")), frozenset({"transport-netty4"}))
    assert text.splitlines() == [
        "cluster.name: nearhelp",
        "node.name: nearhelp",
        "network.host: 127.0.0.1",
        "http.port: 9201",
        'path.data: "/run/x/data"',
        'path.logs: "/run/x/logs"',
        "xpack.security.enabled: false",
        "cluster.routing.allocation.disk.threshold_enabled: false",
        "action.destructive_requires_name: true",
        "discovery.type: single-node",
    ]


def test_machine_learning_is_off_where_the_server_has_it() -> None:
    text = configuration(Setup(), Folders(Path("/run/x")), frozenset({"x-pack-ml", "ingest-geoip"}))
    assert "xpack.ml.enabled: false" in text
    assert "ingest.geoip.downloader.enabled: false" in text


def test_the_nodes_of_a_cluster_know_each_other() -> None:
    peers = (Peer("node-0", 12001), Peer("node-1", 12002))
    text = configuration(Setup(name="node-1", peers=peers, more=("a.b: 1",)), Folders(Path("/run/x")), frozenset())
    assert text.splitlines()[-4:] == [
        "transport.port: 12002",
        'discovery.seed_hosts: ["127.0.0.1:12001", "127.0.0.1:12002"]',
        "cluster.initial_master_nodes: [node-0, node-1]",
        "a.b: 1",
    ]


def test_a_servers_process_sees_no_variable_that_could_change_it() -> None:
    given = {"PATH": "/bin", "ES_JAVA_OPTS": "-Xmx9g", "ELASTIC_PASSWORD": "x", "JAVA_HOME": "/j"}
    told = environment(given, Setup(heap=512), Folders(Path("/run/x")), Path("/jdk"))
    assert told == {
        "PATH": "/bin",
        "HOME": "/run/x/tmp",
        "ES_PATH_CONF": "/run/x/config",
        "ES_TMPDIR": "/run/x/tmp",
        "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
        "ES_JAVA_HOME": "/jdk",
    }
    brief = environment(given, Setup(brief=True), Folders(Path("/run/x")), None)
    assert brief["ES_JAVA_OPTS"].endswith("-XX:TieredStopAtLevel=1")
    assert "ES_JAVA_HOME" not in brief


def test_the_servers_user_is_never_root_and_gets_to_its_installation(tmp_path: Path) -> None:
    who = account()
    assert (who.uid or os.geteuid()) != 0
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "elasticsearch").touch()
    (home / "bin" / "elasticsearch").chmod(0o700)
    home.chmod(0o700)
    found = reachable(Installation(home, "9.4.3", bundled=False), who)
    try:
        assert who.can_use(found.home / "bin" / "elasticsearch")
        assert (found.home == home) == (os.geteuid() != 0)
    finally:
        shutil.rmtree(found.home)


def test_a_process_is_known_again_and_ends_with_what_it_started(tmp_path: Path) -> None:
    running = launch(["/bin/sh", "-c", "echo started; sleep 600; echo never"], tmp_path / "log", os.environ, Account())
    remember(running, tmp_path / "state")
    assert recall(tmp_path / "state") == running
    running.signal(signal.SIGTERM)
    assert running.ended_within(30)
    assert recall(tmp_path / "state") is None
    assert birth(running.pid) == ""


def test_another_process_with_the_same_number_is_not_touched(tmp_path: Path) -> None:
    running = launch(["/bin/sleep", "600"], tmp_path / "log", os.environ, Account())
    stranger = replace(running, born="another time")
    stranger.signal(signal.SIGKILL)
    assert running.alive()
    assert not stranger.alive()
    running.signal(signal.SIGKILL)
    assert running.ended_within(30)


def test_a_port_in_use_is_refused() -> None:
    with socket.create_server((probe.LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NoServer, match=f"Port {port} already answers"):
            Node(Setup(port=port)).launch()


def test_ports_are_not_among_those_of_clients() -> None:
    ports = [node.setup.port for node in Cluster(3).nodes] + [peer.port for peer in Cluster(3).nodes[0].setup.peers]
    assert set(ports) <= set(PORTS)
    assert next(free_ports()) < 32_768


PAGES = {
    "a page": ("200 OK", b"<h1>It works!</h1>"),
    "a page of an error": ("503 Service Unavailable", b"<h1>Later</h1>"),
    "other JSON": ("200 OK", b'{"tagline": "hello"}'),
    "a list": ("200 OK", b"[]"),
}


@pytest.mark.parametrize("page", PAGES)
def test_something_else_is_not_taken_for_elasticsearch(page: str) -> None:
    with answering(*PAGES[page]) as url:
        with pytest.raises(NoServer, match=r"No Elasticsearch answers|is not Elasticsearch"):
            probe.version(url)
        assert not probe.ready(url)


@contextmanager
def answering(status: str, body: bytes) -> Iterator[str]:
    """The URL of a web server that answers everything with the same."""

    def application(_: object, start: StartResponse) -> list[bytes]:
        start(status, [("Content-Type", "text/plain")])
        return [body]

    with make_server(probe.LOOPBACK, 0, application, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://{probe.LOOPBACK}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_where_nothing_listens_the_message_keeps_the_password_to_itself() -> None:
    port = next(free_ports())
    with pytest.raises(NoServer, match=f"No Elasticsearch answers at http://127.0.0.1:{port}") as raised:
        probe.version(f"http://somebody:secret@127.0.0.1:{port}")
    assert "secret" not in str(raised.value)
