"""Files that only their owner may read: they hold what no page tells, and addresses of who sent a report."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OTHERS = 0o007
BESIDE = ("", "-wal", "-shm", "-journal")
"""Added to the name of a SQLite file: what SQLite writes beside it. A new one has the rights of the file."""


def private(file: Path) -> None:
    """Make the file for its owner alone where there is none; take one that everybody may use from all others.

    One that was given to a group and to nobody else stays with the group. What cannot be made or changed, for whoever opens it
    to tell or because it is somebody else's, is left.
    """
    with suppress(OSError):
        os.close(os.open(file, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    for one in (file.with_name(file.name + more) for more in BESIDE):
        with suppress(OSError):
            if one.is_file() and one.stat().st_mode & OTHERS:
                one.chmod(0o600)
