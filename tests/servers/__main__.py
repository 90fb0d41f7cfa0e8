"""`python -m tests.servers start|stop|install|jdk`: a server for a developer or for CI; prints its URL, all else on stderr."""

from __future__ import annotations

import argparse
import os
import sys

from tests.servers import NoServer, probe
from tests.servers.account import account
from tests.servers.install import RELEASES, install
from tests.servers.java import candidates, choose
from tests.servers.node import Node
from tests.servers.setup import Setup


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when what was asked for is so, 1 with a message when not."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.command == "install":
            print(install(asked.version).home)
        elif asked.command == "jdk":
            print(choose(candidates(os.environ), asked.version, account().can_use))
        elif asked.command == "start":
            print(start(Node(Setup(port=asked.port, heap=asked.heap), version=asked.version)))
        else:
            say(stop(Node(Setup(port=asked.port))))
    except NoServer as error:
        say(str(error))
        return 1
    return 0


def start(node: Node) -> str:
    """The URL of a server: the one named in ELASTICSEARCH_URL, this tool's own that runs already, or a new one."""
    if named := os.environ.get("ELASTICSEARCH_URL"):
        say(f"ELASTICSEARCH_URL names an Elasticsearch {probe.version(named)}")
        return named
    if node.running():
        node.wait()
        say(f"Elasticsearch {probe.version(node.url)} is already running on port {node.setup.port}")
        return node.url
    if not probe.listens(node.setup.port):
        node.remove()
    say(f"Starting Elasticsearch {RELEASES[node.version].version} on port {node.setup.port} …")
    node.start()
    say(f"Elasticsearch {probe.version(node.url)} is ready (log: {node.folders.output})")
    return node.url


def stop(node: Node) -> str:
    """What was done: exactly the server that `start` started is ended, and what it wrote removed."""
    running = node.running()
    node.remove()
    if running:
        return f"Elasticsearch on port {node.setup.port} is stopped"
    return f"Nothing to stop: no Elasticsearch on port {node.setup.port} was started from here"


def say(text: str) -> None:
    """Tell the person at the terminal; standard output is for the URL."""
    print(text, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    parser.add_argument("command", choices=("start", "stop", "install", "jdk"))
    parser.add_argument("--version", type=int, choices=tuple(RELEASES), default=9, help="major version of the server")
    port = int(os.environ.get("ELASTICSEARCH_PORT") or 9200)
    parser.add_argument("--port", type=int, default=port, help="HTTP port, else ELASTICSEARCH_PORT, else 9200")
    parser.add_argument("--heap", type=int, default=1024, metavar="MB", help="heap of the server")
    return parser


if __name__ == "__main__":
    sys.exit(main())
