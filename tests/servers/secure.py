"""A server with TLS, a password and an API key: the scripts of compose.yaml's production profile, run without Docker.

Needs curl and unzip, as the scripts do in their image. What differs from there is given by the scripts' own variables.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import yaml

from tests.servers import NoServer
from tests.servers.account import account
from tests.servers.cluster import free_ports
from tests.servers.install import install, present
from tests.servers.node import Node, ground, jdk_for
from tests.servers.setup import Setup

COMPOSE = Path(__file__).resolve().parents[2] / "compose.yaml"
TRIES = 300
"""How often the server is asked whether it is healthy, five times a second."""


def services() -> dict[str, Any]:
    """The services of compose.yaml by name."""
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return loaded


def script(text: str) -> str:
    """A script as a container gets it: Compose reads two dollar signs as one."""
    return text.replace("$$", "$")


class Secured:
    """The production profile's search on a port of this machine; as a context manager it starts empty and is removed."""

    def __init__(self) -> None:
        port = next(free_ports())
        self.node = Node(Setup(port=port, heap=512, brief=True))
        self.url = f"https://localhost:{port}"
        self.credentials = ground() / f"{port}-credentials"
        self.access = ground() / f"{port}-access"

    @property
    def ca(self) -> Path:
        """The certificate authority that a client trusts."""
        return self.access / "ca.crt"

    @property
    def key(self) -> str:
        """The API key of the web, as `Authorization: ApiKey` wants it."""
        return (self.access / "api-key").read_text(encoding="ascii").strip()

    @property
    def password(self) -> str:
        """The password of the administrator, whose name is elastic."""
        return (self.credentials / "password").read_text(encoding="ascii").strip()

    def run(self, service: str, text: str) -> subprocess.CompletedProcess[str]:
        """Run a service's script here, in the installation's folder."""
        found = present(os.environ, self.node.version) or install(self.node.version)
        java = jdk_for(found, account())
        environ = {**os.environ, **self.variables(service), **({"ES_JAVA_HOME": str(java)} if java else {})}
        shell = ["/bin/bash", "-euc", script(text)]
        return subprocess.run(shell, check=False, capture_output=True, text=True, cwd=found.home, env=environ)

    def variables(self, service: str) -> Mapping[str, str]:
        """The variables of a service, with this machine's folders, user and port in place of the containers'."""
        who, port, folders = account(), self.node.setup.port, self.node.folders
        here = {
            "CREDENTIALS": str(self.credentials),
            "ACCESS": str(self.access),
            "OWNER": f"{os.geteuid() if who.uid is None else who.uid}:{os.getegid() if who.gid is None else who.gid}",
            "SEARCH": self.url,
            "SETTINGS": f"-Ehttp.port={port} -Enetwork.host=127.0.0.1 -Epath.data={folders.data} -Epath.logs={folders.logs}",
        }
        given: Mapping[str, str] = services()[service]["environment"]
        kept = {name: value for name, value in given.items() if not name.startswith("ES_")}
        return kept | {name: value for name, value in here.items() if name in kept}

    def healthy(self) -> bool:
        """Whether the service's own health check passes."""
        test = services()["production-search"]["healthcheck"]["test"][1]
        return self.run("production-search", test.replace(":9200", f":{self.node.setup.port}")).returncode == 0

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        for folder in (self.credentials, self.access):
            folder.mkdir()
        self.once("credentials")
        self.node.run(script(services()["production-search"]["command"][0]), self.variables("production-search"))
        for _ in range(TRIES):
            running = self.node.running()
            if not running or self.healthy():
                break
            running.ended_within(0.2)
        if not self.healthy():
            raise NoServer(f"The secured server is not healthy. The end of its log:\n{self.node.log()}")
        self.once("access")

    def once(self, service: str) -> None:
        """Run the script of a service that ends. Raises NoServer where it fails."""
        done = self.run(service, services()[service]["command"][0])
        if done.returncode:
            raise NoServer(f"The script of {service} fails ({done.returncode}): {done.stderr.strip()}")

    def __exit__(self, *_: object) -> None:
        self.node.remove()
        for folder in (self.credentials, self.access):
            shutil.rmtree(folder, ignore_errors=True)
