"""Processes that outlive the program that started them, known again by number and time of birth."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.servers.account import Account

DETACHED = 'log=$1; shift; "$@" >"$log" 2>&1 </dev/null & echo $! $$'
"""Starts a program that is nobody's child, in the session of this shell; prints its number and its group's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A process: its number, its group's, and its birth as the system tells it, so that a number used again is not it."""

    pid: int
    group: int
    born: str

    def alive(self) -> bool:
        """Whether this very process still runs."""
        return birth(self.pid) == self.born

    def signal(self, what: signal.Signals) -> None:
        """Send a signal to the process and what it started."""
        if self.alive():
            with suppress(ProcessLookupError):
                os.killpg(self.group, what)

    def ended_within(self, seconds: float) -> bool:
        """Whether the process ends in that time."""
        until = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True


def launch(command: Sequence[str], log: Path, environ: Mapping[str, str], who: Account) -> Running:
    """Start a program as somebody, its words going to a log that this user may write."""
    shell = ["/bin/sh", "-c", DETACHED, "sh", str(log), *command]
    told = subprocess.run(
        shell, check=True, capture_output=True, text=True, cwd=log.parent,
        env=dict(environ), start_new_session=True, **who.arguments(),
    )  # fmt: skip
    pid, group = (int(word) for word in told.stdout.split())
    return Running(pid=pid, group=group, born=birth(pid))


def birth(pid: int) -> str:
    """When a process was born, in the system's own words; empty when it is not there or only waits to be reaped."""
    if Path("/proc/self/stat").exists():
        try:
            state, *rest = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if state in "ZX" else rest[18]  # field 22 of proc(5), in clock ticks since boot
    return subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], check=False, capture_output=True, text=True).stdout.strip()


def remember(running: Running, path: Path) -> None:
    """Write down which process it is."""
    path.write_text(json.dumps(asdict(running)), encoding="utf-8")


def recall(path: Path) -> Running | None:
    """The process that was written down, if it still runs."""
    try:
        running = Running(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return running if running.alive() else None
