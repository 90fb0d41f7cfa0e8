"""Several servers of one cluster on this machine, for tests that lose one."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Self

from tests.servers.node import Node
from tests.servers.probe import LOOPBACK
from tests.servers.setup import Peer, Setup

PORTS = range(12_000, 32_000)
"""Where ports are taken from: below those a client's end of a connection gets (32768 on, on Linux), or a connection made while
a node is down could sit on the node's own port."""


class Cluster:
    """Nodes numbered from 0, each a possible master. As a context manager they start empty, together, and are removed.

    `heap` is MB a node. A killed node keeps its data and takes it up again when started.
    """

    def __init__(self, count: int = 3, *, version: int = 9, heap: int = 512, more: tuple[str, ...] = ()) -> None:
        ports = free_ports()
        peers = tuple(Peer(f"node-{number}", next(ports)) for number in range(count))
        whole = Setup(heap=heap, cluster=f"nearhelp-{peers[0].port}", peers=peers, more=more, brief=True)
        self.nodes = tuple(Node(replace(whole, port=next(ports), name=peer.name), version=version) for peer in peers)

    @property
    def urls(self) -> tuple[str, ...]:
        """Where each node answers, or would."""
        return tuple(node.url for node in self.nodes)

    def up(self) -> int:
        """How many nodes run."""
        return sum(node.running() is not None for node in self.nodes)

    def kill(self, number: int) -> None:
        """End a node as a power cut would; its data stays."""
        self.nodes[number].kill()

    def start(self, number: int) -> str:
        """Start a node again with its data and wait until it has joined those that run; its URL."""
        self.nodes[number].launch()
        self.nodes[number].wait(self.up())
        return self.nodes[number].url

    def __enter__(self) -> Self:
        try:
            for node in self.nodes:
                node.remove()
                node.launch()
            for node in self.nodes:
                node.wait(len(self.nodes))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.kill()  # nobody needs its data any more: an orderly end would only take longer
        for node in self.nodes:
            node.remove()


def free_ports() -> Iterator[int]:
    """Ports of this machine on which nothing listens now."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((LOOPBACK, port))
            except OSError:
                continue
        yield port
