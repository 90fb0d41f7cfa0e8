"""The right to rebuild: one process at a time in the whole cluster, taken over at once from one that died."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from directory.errors import IndexUnavailable
from directory.index.elastic.client import Conflict, Missing, Server, path

BEAT_EVERY, BEATS_LAST = 5.0, 90.0
"""Seconds between signs of life, and without one for how long a rebuild on another machine is taken for dead."""
SOON = {"timeout": "3s"}
"""How long the server itself waits for a shard that is not there, before it says so."""
REBUILD = "rebuild"


def index_of(name: str) -> str:
    """The index that holds the lock of a directory."""
    return f"{name}-lock"


@dataclass(slots=True)
class Held:
    """A lock that is held. `check` raises when it was lost: somebody took this process for dead."""

    server: Server
    sequence: dict[str, Any]
    told: dict[str, Any]
    lost: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise IndexUnavailable when the lock is no longer ours."""
        if self.lost.is_set():
            raise IndexUnavailable("another rebuild took over, because this one gave no sign of life; it stops")

    def beat(self) -> None:
        """Give a sign of life."""
        self.told["beat"] = time.time()
        try:
            self.sequence = _write(self.server, self.told, self.sequence)
        except Conflict:
            self._look()
        except Missing:
            self.lost.set()
        except IndexUnavailable:
            pass  # the next one may come through; the lock lasts longer than a hiccup

    def _look(self) -> None:
        """Go on where the last sign of life was written though its answer was lost; else the lock is another's."""
        try:
            found = _held(self.server)
        except Missing:
            self.lost.set()
        except IndexUnavailable:
            pass  # the next beat looks again
        else:
            if found["_source"]["lock"]["generation"] == self.told["generation"]:
                self.sequence = _sequence(found)
            else:
                self.lost.set()


@contextmanager
def rebuilding(server: Server, generation: str) -> Iterator[Held]:
    """Hold the lock while a generation is built, or for a name of its own while another one comes to serve.

    Raises IndexUnavailable that names who holds it, and since when.
    """
    _ensure(server)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    told = {"who": _who(), "started": started, "beat": time.time(), "generation": generation}
    try:
        held = Held(server, _take(server, told), told)
    except IndexUnavailable:
        _release(server, generation)  # it may have been taken, and only the answer lost
        raise
    stop = threading.Event()
    beats = threading.Thread(target=_beats, args=(held, stop), name="rebuild beats", daemon=True)
    beats.start()
    try:
        yield held
    finally:
        stop.set()
        beats.join()
        if not held.lost.is_set():
            _release(server, generation)


def _beats(held: Held, stop: threading.Event) -> None:
    while not stop.wait(BEAT_EVERY) and not held.lost.is_set():
        held.beat()


def building(server: Server) -> str:
    """The generation that somebody is building; empty when nobody is."""
    try:
        lock = _held(server)["_source"]["lock"]
    except Missing:
        return ""
    return str(lock["generation"]) if _lives(lock) else ""


def holder(server: Server) -> str:
    """Who holds the lock, and since when; empty when nobody does."""
    try:
        lock = _held(server)["_source"]["lock"]
    except Missing:
        return ""
    return _named(lock) if _lives(lock) else ""


def _named(lock: dict[str, Any]) -> str:
    return f"{lock['who']['host']} (process {lock['who']['process']}), since {lock['started']}"


def _take(server: Server, told: dict[str, Any]) -> dict[str, Any]:
    """Take the lock, free or of the dead; gives what the next write has to follow."""
    where = path(index_of(server.where.name), "_create", REBUILD)
    while True:
        try:
            return _sequence(server.ask("PUT", where, {"lock": told}, params=SOON))
        except Conflict:
            pass
        try:
            found = _held(server)
        except Missing:
            continue
        lock = found["_source"]["lock"]
        if lock["generation"] == told["generation"]:
            return _sequence(found)  # it was taken, but the answer was lost and the client asked again
        if _lives(lock):
            raise IndexUnavailable(f"another rebuild is going on, by {_named(lock)}; wait until it is done")
        try:
            return _write(server, told, _sequence(found))
        except Conflict:
            continue


def _held(server: Server) -> dict[str, Any]:
    """The document of the lock. Raises Missing when nobody holds it."""
    found: dict[str, Any] = server.ask("GET", path(index_of(server.where.name), "_doc", REBUILD))
    return found


def _write(server: Server, told: dict[str, Any], sequence: dict[str, Any]) -> dict[str, Any]:
    where = path(index_of(server.where.name), "_doc", REBUILD)
    return _sequence(server.ask("PUT", where, {"lock": told}, params=sequence | SOON))


def _sequence(told: dict[str, Any]) -> dict[str, Any]:
    return {"if_seq_no": told["_seq_no"], "if_primary_term": told["_primary_term"]}


def _release(server: Server, generation: str) -> None:
    """Give the lock back, if it is held for that generation."""
    with suppress(IndexUnavailable):  # then it is taken over when its beats are old
        found = _held(server)
        if found["_source"]["lock"]["generation"] == generation:
            server.ask("DELETE", path(index_of(server.where.name), "_doc", REBUILD), params=_sequence(found))


def _ensure(server: Server) -> None:
    settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True}
    mappings = {"dynamic": "strict", "properties": {"lock": {"type": "object", "enabled": False}}}
    name = path(index_of(server.where.name))
    try:
        server.ask("GET", name)
    except Missing:
        try:
            server.ask("PUT", name, {"settings": {"index": settings}, "mappings": mappings}, params=SOON)
        except IndexUnavailable:
            server.ask("GET", name)  # somebody else made it; anything else is told again


def _who() -> dict[str, Any]:
    return {"host": socket.gethostname(), "place": _place(), "process": os.getpid(), "born": _born(os.getpid())}


def _place() -> str:
    """What tells where process numbers mean the same: this start of this machine, and on it the container; empty where the
    system does not say."""
    try:
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _born(process: int) -> str:
    """When a process began, so that another one with its number is not taken for it; empty where the system does not say, and
    for one that is dead and only not yet buried by who started it."""
    try:
        state, *told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return "" if state in "ZX" else told[18]
    except (OSError, IndexError, ValueError):
        return ""


def _lives(lock: dict[str, Any]) -> bool:
    """Whether who holds a lock still works. On this machine the process table knows, elsewhere the signs of life."""
    who = lock["who"]
    if who["host"] == socket.gethostname() and who["place"] == _place():
        try:
            os.kill(who["process"], 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return bool(_born(who["process"]) == who["born"])
    return time.time() - float(lock["beat"]) < BEATS_LAST
