"""The user a server runs as: oneself, or an own system user where one is root, as whom Elasticsearch refuses to run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tests.servers import NoServer

NAME = "nearhelp-search"


class As(TypedDict, total=False):
    """Arguments of subprocess.run that make a program run as somebody."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs a server; without ids it is oneself."""

    uid: int | None = None
    gid: int | None = None

    def arguments(self) -> As:
        """What subprocess.run needs to run something as this user."""
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_use(self, path: Path) -> bool:
        """Whether this user can get to a path and read it: the folders above it count too."""
        return subprocess.run(["test", "-r", path], cwd="/", check=False, **self.arguments()).returncode == 0

    def give(self, folder: Path) -> None:
        """Make a folder and all in it this user's, and nobody else's."""
        folder.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account() -> Account:
    """Who runs the servers; makes the system user the first time. Raises NoServer where that cannot be."""
    if os.geteuid() != 0:
        return Account()
    try:
        found = pwd.getpwnam(NAME)
    except KeyError:
        found = _made()
    return Account(found.pw_uid, found.pw_gid)


def _made() -> pwd.struct_passwd:
    """The new user; another process may make it at the same moment, so only its being there counts."""
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        done = subprocess.run([*command, "--shell", "/usr/sbin/nologin", NAME], check=False, capture_output=True, text=True)
        return pwd.getpwnam(NAME)
    except OSError as error:
        said = str(error)
    except KeyError:
        said = done.stderr.strip()
    raise NoServer(
        f"Elasticsearch does not run as root and the user {NAME} cannot be made ({said}). "
        "Run this as another user, or set ELASTICSEARCH_URL."
    )
