"""One server's life: made ready, started, waited for, killed, stopped."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.servers import NoServer, probe
from tests.servers.account import Account, account
from tests.servers.install import Installation, install, present
from tests.servers.java import candidates, choose
from tests.servers.process import Running, launch, recall, remember
from tests.servers.setup import Folders, Setup, configuration, environment

START = 180.0
"""Seconds a server may take to answer: 12 on two idle cores, several times that beside a test suite."""
STOP = 60.0
"""Seconds a server may take to end before it is killed."""


class Node:
    """A server on a port of this machine, with a folder of its own. As a context manager it starts empty and is removed.

    The folder is found by the port, so that another process can stop what this one started.
    """

    def __init__(self, setup: Setup, *, version: int = 9) -> None:
        self.setup = setup
        self.version = version
        self.folders = Folders(ground() / str(setup.port))

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.setup.url

    def running(self) -> Running | None:
        """Its process, if it runs, whoever started it."""
        return recall(self.folders.state)

    def start(self) -> str:
        """Start with the data it has, wait until it answers; its URL. Raises NoServer with the end of its log."""
        self.launch()
        self.wait()
        return self.url

    def launch(self) -> None:
        """Start without waiting."""
        self.run("exec bin/elasticsearch", {})

    def run(self, script: str, more: Mapping[str, str]) -> None:
        """Run a script of bash, in the installation's folder, that becomes the server; `more` is added to its environment.
        A port that answers is refused first: a second node on a data folder in use fails on its lock and deletes the pid
        file of the first."""
        if self.running() or probe.listens(self.setup.port):
            raise NoServer(f"Port {self.setup.port} already answers. Stop what runs there, or choose another port.")
        who = account()
        found = reachable(present(os.environ, self.version) or install(self.version), who)
        environ = environment(os.environ, self.setup, self.folders, jdk_for(found, who)) | dict(more)
        prepare(self.setup, self.folders, found, who)
        shell = ["/bin/bash", "-euc", f'cd "$0"; {script}', str(found.home)]
        remember(launch(shell, self.folders.output, environ, who), self.folders.state)

    def wait(self, nodes: int = 1) -> None:
        """Wait until it answers as one of so many nodes. Raises NoServer with the end of its log, and then it is stopped."""
        until = time.monotonic() + START
        while not probe.ready(self.url, nodes):
            running = self.running()
            if running and time.monotonic() < until:
                running.ended_within(0.2)
                continue
            said = self.log()
            self.stop()
            why = f"did not answer in {START:.0f} seconds" if running else "ended"
            raise NoServer(f"Elasticsearch on port {self.setup.port} {why}. The end of its log:\n{said}")

    def log(self, lines: int = 40) -> str:
        """The end of its log."""
        try:
            return "\n".join(self.folders.output.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
        except OSError:
            return "(nothing)"

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL); its data stays."""
        if running := self.running():
            running.signal(signal.SIGKILL)
            running.ended_within(STOP)

    def stop(self) -> bool:
        """End it in order and wait for that; whether there was anything to end. Its data stays."""
        running = self.running()
        if running:
            running.signal(signal.SIGTERM)
            if not running.ended_within(STOP):
                running.signal(signal.SIGKILL)
                running.ended_within(STOP)
        self.folders.state.unlink(missing_ok=True)
        return running is not None

    def remove(self) -> None:
        """Stop it and delete all it wrote."""
        self.stop()
        shutil.rmtree(self.folders.root, ignore_errors=True)

    def __enter__(self) -> Self:
        if not self.running() and not probe.listens(self.setup.port):
            self.remove()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def ground() -> Path:
    """The folder under which servers write: outside the repository, which their user may not be able to enter."""
    folder = Path(tempfile.gettempdir()) / f"nearhelp-servers-{os.geteuid()}"
    folder.mkdir(exist_ok=True)
    seen = folder.lstat()
    if folder.is_symlink() or seen.st_uid != os.geteuid():
        raise NoServer(f"{folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.")
    folder.chmod(0o755)
    return folder


def jdk_for(found: Installation, who: Account) -> Path | None:
    """The JDK for an installation; None where it brings its own. Raises NoServer where there is none."""
    return None if found.bundled else choose(candidates(os.environ), found.major, who.can_use)


def missing(version: int) -> str:
    """Why a server of that major version cannot be started here with what there is; empty when it can."""
    found = present(os.environ, version)
    if not found:
        return f"no Elasticsearch {version} is installed here (python -m tests.servers install --version {version})"
    try:
        jdk_for(found, account())
    except NoServer as error:
        return str(error)
    return ""


def reachable(found: Installation, who: Account) -> Installation:
    """The installation, or a copy (of links, where the disk allows) where the server's user cannot get to it."""
    if who.can_use(found.home / "bin" / "elasticsearch"):
        return found
    files = sorted((str(path.relative_to(found.home)), path.stat().st_size) for path in found.home.rglob("*"))
    home = ground() / f"{found.version}-{hashlib.sha256(repr(files).encode()).hexdigest()[:12]}"
    if not home.exists():
        with tempfile.TemporaryDirectory(dir=ground()) as folder:
            copy = Path(folder) / "home"
            shutil.copytree(found.home, copy, copy_function=_link)
            for inside in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
                inside.chmod(0o755)
            copy.rename(home)
    if not who.can_use(home / "bin" / "elasticsearch"):
        raise NoServer(f"The user of the server cannot get to {home}. Set TMPDIR to a folder that every user can enter.")
    return Installation(home, found.version, found.bundled)


def _link(source: str, target: str) -> None:
    """A second name of the file where its disk is the same and everybody may read it, else a copy for everybody."""
    mode = Path(source).stat().st_mode
    if mode & 0o004:
        with suppress(OSError):
            os.link(source, target)
            return
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if mode & 0o100 else 0o644)


def prepare(setup: Setup, folders: Folders, found: Installation, who: Account) -> None:
    """Make the folders of a server and write its configuration; data that is there stays."""
    folders.root.mkdir(exist_ok=True)
    folders.root.chmod(0o755)
    shutil.rmtree(folders.config, ignore_errors=True)
    shutil.copytree(found.home / "config", folders.config)
    text = configuration(setup, folders, found.modules)
    (folders.config / "elasticsearch.yml").write_text(text, encoding="utf-8")
    for folder in (folders.data, folders.logs, folders.temporary):
        folder.mkdir(exist_ok=True)
    folders.output.touch()
    folders.output.chmod(0o644)
    for folder in (folders.config, folders.data, folders.logs, folders.temporary):
        who.give(folder)
    if who.uid is not None and who.gid is not None:
        os.chown(folders.output, who.uid, who.gid)
