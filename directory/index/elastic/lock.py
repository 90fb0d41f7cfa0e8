"""The right to rebuild: one process at a time in the whole cluster, taken over at once from one that died."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from directory.errors import IndexUnavailable
from directory.index.elastic.client import Conflict, Missing, Server, path

BEAT_EVERY, BEATS_LAST = 5.0, 90.0
"""Seconds between signs of life, and without one for how long a rebuild on another machine is taken for dead."""
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
        except (Conflict, Missing):
            self.lost.set()
        except IndexUnavailable:
            pass  # the next one may come through; the lock lasts longer than a hiccup


@contextmanager
def rebuilding(server: Server, generation: str) -> Iterator[Held]:
    """Hold the lock while a generation is built; "" when none is, but what serves is changed.

    Raises IndexUnavailable that names who holds it, and since when.
    """
    _ensure(server)
    told = {"who": _who(), "started": datetime.now(UTC).isoformat(timespec="seconds"), "beat": time.time()}
    held = Held(server, _take(server, told | {"generation": generation}), told | {"generation": generation})
    stop = threading.Event()
    beats = threading.Thread(target=_beats, args=(held, stop), name="rebuild beats", daemon=True)
    beats.start()
    try:
        yield held
    finally:
        stop.set()
        beats.join()
        if not held.lost.is_set():
            _release(server)


def _beats(held: Held, stop: threading.Event) -> None:
    while not stop.wait(BEAT_EVERY) and not held.lost.is_set():
        held.beat()


def building(server: Server) -> str:
    """The generation that somebody is building; empty when nobody is."""
    try:
        found = server.ask("GET", path(index_of(server.where.name), "_doc", REBUILD))
    except Missing:
        return ""
    lock = found["_source"]["lock"]
    return str(lock["generation"]) if _lives(lock) else ""


def holder(server: Server) -> str:
    """Who holds the lock, and since when; empty when nobody does."""
    try:
        found = server.ask("GET", path(index_of(server.where.name), "_doc", REBUILD))
    except Missing:
        return ""
    lock = found["_source"]["lock"]
    return _named(lock) if _lives(lock) else ""


def _named(lock: dict[str, Any]) -> str:
    return f"{lock['who']['host']} (process {lock['who']['process']}), since {lock['started']}"


def _take(server: Server, told: dict[str, Any]) -> dict[str, Any]:
    """Take the lock, free or of the dead; gives what the next write has to follow."""
    where = path(index_of(server.where.name), "_create", REBUILD)
    while True:
        try:
            return _sequence(server.ask("PUT", where, {"lock": told}, params={"refresh": "true"}))
        except Conflict:
            pass
        try:
            found = server.ask("GET", path(index_of(server.where.name), "_doc", REBUILD))
        except Missing:
            continue
        lock = found["_source"]["lock"]
        if _lives(lock):
            raise IndexUnavailable(f"another rebuild is going on, by {_named(lock)}; wait until it is done")
        try:
            return _write(server, told, {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]})
        except Conflict:
            continue


def _write(server: Server, told: dict[str, Any], sequence: dict[str, Any]) -> dict[str, Any]:
    where = path(index_of(server.where.name), "_doc", REBUILD)
    return _sequence(server.ask("PUT", where, {"lock": told}, params=sequence))


def _sequence(told: dict[str, Any]) -> dict[str, Any]:
    return {"if_seq_no": told["_seq_no"], "if_primary_term": told["_primary_term"]}


def _release(server: Server) -> None:
    try:
        server.ask("DELETE", path(index_of(server.where.name), "_doc", REBUILD))
    except IndexUnavailable:
        return  # it is taken over when its beats are old


def _ensure(server: Server) -> None:
    settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True}
    mappings = {"dynamic": "strict", "properties": {"lock": {"type": "object", "enabled": False}}}
    name = path(index_of(server.where.name))
    try:
        server.ask("GET", name)
    except Missing:
        try:
            server.ask("PUT", name, {"settings": {"index": settings}, "mappings": mappings})
        except IndexUnavailable:
            server.ask("GET", name)  # somebody else made it; anything else is told again


def _who() -> dict[str, Any]:
    return {"host": socket.gethostname(), "boot": _boot(), "process": os.getpid(), "born": _born(os.getpid())}


def _boot() -> str:
    """What tells this start of this machine from others; empty where the system does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _born(process: int) -> str:
    """When a process began, so that another one with its number is not taken for it; empty where the system does not say."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _lives(lock: dict[str, Any]) -> bool:
    """Whether who holds a lock still works. On this machine the process table knows, elsewhere the signs of life."""
    who = lock["who"]
    if who["host"] == socket.gethostname() and who["boot"] == _boot():
        try:
            os.kill(who["process"], 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return bool(_born(who["process"]) == who["born"])
    return time.time() - float(lock["beat"]) < BEATS_LAST
