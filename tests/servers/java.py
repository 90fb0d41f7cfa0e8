"""The JDK a server runs on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tests.servers import NoServer

NEEDED = {9: 21, 8: 17}
"""Major version of the server → the oldest Java it runs on (the server's own launcher refuses an older one)."""
FOLDERS = (Path("/usr/lib/jvm"), Path("/Library/Java/JavaVirtualMachines"))
"""Where Debian and macOS keep JDKs."""


def java_of(home: Path) -> int | None:
    """The major Java version of a JDK folder, by its `release` file; None where there is no JDK."""
    try:
        told = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', told, re.MULTILINE)
    return int(found[1]) if found and (home / "bin" / "java").exists() else None


def candidates(environ: Mapping[str, str], folders: Iterable[Path] = FOLDERS) -> list[Path]:
    """JDK folders, best first: ES_JAVA_HOME, JAVA_HOME, then installed ones, oldest Java first."""
    named = [Path(environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if environ.get(name)]
    inside = [home for folder in folders for pattern in ("*", "*/Contents/Home") for home in folder.glob(pattern)]
    installed = sorted((home for home in inside if java_of(home)), key=lambda home: (java_of(home) or 0, str(home)))
    return named + installed


def choose(homes: Iterable[Path], server: int, usable: Callable[[Path], bool]) -> Path:
    """The first JDK that a major version of the server runs on and that its user may use. Raises NoServer."""
    for home in homes:
        if (java_of(home) or 0) >= NEEDED[server] and usable(home / "bin" / "java"):
            return home
    raise NoServer(
        f"Elasticsearch {server} needs a JDK {NEEDED[server]} or newer, and none was found in ES_JAVA_HOME, JAVA_HOME or "
        f"{FOLDERS[0]}. Install one (on Debian 13: apt install openjdk-21-jre-headless), or set ELASTICSEARCH_URL."
    )
