"""How a server is configured: pure functions from a Setup to the text of its files and the environment of its process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.servers.probe import LOOPBACK


@dataclass(frozen=True, slots=True)
class Peer:
    """A node of a cluster by its name and the port on which nodes speak to each other."""

    name: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """One server: HTTP port, heap in MB, for a cluster all its `peers`, this one (by name) among them, and `more` lines of
    elasticsearch.yml for a test of one condition (`thread_pool.write.queue_size: 1` makes a server that answers 429).
    A `brief` one is for a short life: its Java compiles less, which halves what a start costs (7 instead of 13 seconds of
    one core) and makes it slower later; never measure with it."""

    port: int = 9200
    heap: int = 1024
    name: str = "nearhelp"
    cluster: str = "nearhelp"
    peers: tuple[Peer, ...] = ()
    more: tuple[str, ...] = ()
    brief: bool = False

    @property
    def url(self) -> str:
        """Where the server answers."""
        return f"http://{LOOPBACK}:{self.port}"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where one server keeps everything it writes; the installation itself is only read."""

    root: Path

    @property
    def config(self) -> Path:
        """Its configuration (ES_PATH_CONF)."""
        return self.root / "config"

    @property
    def data(self) -> Path:
        """Its indices."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """Its own log files."""
        return self.root / "logs"

    @property
    def temporary(self) -> Path:
        """Its temporary files."""
        return self.root / "tmp"

    @property
    def output(self) -> Path:
        """What it prints, which is its whole log too."""
        return self.root / "output.log"

    @property
    def state(self) -> Path:
        """Which process it is."""
        return self.root / "state.json"


OPTIONAL = {
    "x-pack-ml": ("xpack.ml.enabled: false",),  # needs native programs and memory, answers nothing of ours
    "ingest-geoip": ("ingest.geoip.downloader.enabled: false",),  # would ask another host for data
    "x-pack-watcher": ("xpack.watcher.enabled: false",),
}
"""Module of a distribution → settings that exist only with it."""


def configuration(setup: Setup, folders: Folders, modules: frozenset[str]) -> str:
    """The text of elasticsearch.yml: loopback only, no security, no disk watermarks; `modules` are those installed."""
    lines = [
        f"cluster.name: {setup.cluster}",
        f"node.name: {setup.name}",
        f"network.host: {LOOPBACK}",
        f"http.port: {setup.port}",
        f'path.data: "{folders.data}"',
        f'path.logs: "{folders.logs}"',
        "xpack.security.enabled: false",
        # A developer's nearly full disk is no reason to refuse ten thousand test listings.
        "cluster.routing.allocation.disk.threshold_enabled: false",
        "action.destructive_requires_name: true",
    ]
    lines += [line for module, settings in OPTIONAL.items() if module in modules for line in settings]
    return "\n".join((*lines, *_discovery(setup), *setup.more, ""))


def _discovery(setup: Setup) -> list[str]:
    if not setup.peers:
        return ["discovery.type: single-node"]
    own = next(peer for peer in setup.peers if peer.name == setup.name)
    hosts = ", ".join(f'"{LOOPBACK}:{peer.port}"' for peer in setup.peers)
    names = ", ".join(peer.name for peer in setup.peers)
    return [
        f"transport.port: {own.port}",
        f"discovery.seed_hosts: [{hosts}]",
        f"cluster.initial_master_nodes: [{names}]",
    ]


def environment(environ: Mapping[str, str], setup: Setup, folders: Folders, jdk: Path | None) -> dict[str, str]:
    """The environment of a server's process. Without `jdk` the one in the installation runs it."""
    kept = {name: environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in environ}
    kept |= {
        "HOME": str(folders.temporary),
        "ES_PATH_CONF": str(folders.config),
        "ES_TMPDIR": str(folders.temporary),
        "ES_JAVA_OPTS": f"-Xms{setup.heap}m -Xmx{setup.heap}m" + (" -XX:TieredStopAtLevel=1" if setup.brief else ""),
    }
    return kept | ({"ES_JAVA_HOME": str(jdk)} if jdk else {})
