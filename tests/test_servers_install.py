"""What servers are made of and which Java they run on, proved without a server."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from tests.servers import NoServer
from tests.servers.install import RELEASES, assemble, plain, present, read, repository_path
from tests.servers.java import candidates, choose, java_of


def jdk(home: Path, version: str) -> Path:
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").touch()
    (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    return home


def archive(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        for name, text in members.items():
            opened.writestr(name, text)
    return path


def anybody(_: Path) -> bool:
    return True


def test_a_jdk_tells_its_version(tmp_path: Path) -> None:
    assert java_of(jdk(tmp_path / "new", "25.0.3")) == 25
    assert java_of(jdk(tmp_path / "old", "1.8.0_402")) == 8
    assert java_of(tmp_path / "none") is None


def test_the_oldest_jdk_that_the_server_runs_on_is_chosen(tmp_path: Path) -> None:
    for version in ("17.0.15", "21.0.1", "25.0.3"):
        jdk(tmp_path / f"jdk-{version}", version)
    homes = candidates({}, (tmp_path,))
    assert [home.name for home in homes] == ["jdk-17.0.15", "jdk-21.0.1", "jdk-25.0.3"]
    assert choose(homes, 9, anybody).name == "jdk-21.0.1"
    assert choose(homes, 8, anybody).name == "jdk-17.0.15"


def test_a_named_jdk_comes_first_unless_it_is_too_old(tmp_path: Path) -> None:
    installed = jdk(tmp_path / "jvm" / "jdk-21", "21.0.1")
    new, old = jdk(tmp_path / "new", "25.0.3"), jdk(tmp_path / "old", "11.0.2")
    environ = {"ES_JAVA_HOME": str(old), "JAVA_HOME": str(new)}
    assert choose(candidates(environ, (tmp_path / "jvm",)), 9, anybody) == new
    assert choose(candidates({"ES_JAVA_HOME": str(old)}, (tmp_path / "jvm",)), 9, anybody) == installed


def test_a_jdk_that_the_servers_user_cannot_use_is_passed_over(tmp_path: Path) -> None:
    private, public = jdk(tmp_path / "private", "21.0.1"), jdk(tmp_path / "public", "25.0.3")
    assert choose([private, public], 9, lambda path: path.is_relative_to(public)) == public


def test_without_a_jdk_the_message_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NoServer, match=r"needs a JDK 21 or newer.*apt install"):
        choose([jdk(tmp_path / "old", "17.0.15")], 9, anybody)


def test_an_artifact_has_its_place_in_the_maven_repository() -> None:
    server, _ = RELEASES[9].artifacts
    found = repository_path(Path("/m2"), server)
    assert str(found) == "/m2/org/elasticsearch/distribution/integ-test-zip/elasticsearch/9.4.3/elasticsearch-9.4.3.zip"


def test_what_maven_says_is_read_without_its_colours() -> None:
    assert plain("\x1b[0m/home/a/.m2/repository\x1b[0m\n") == "/home/a/.m2/repository"


def test_modules_are_added_where_missing_and_never_overwritten(tmp_path: Path) -> None:
    server = archive(
        tmp_path / "server.zip",
        **{"es-9/bin/elasticsearch": "run", "es-9/lib/elasticsearch-9.4.3.jar": "", "es-9/modules/had/a.jar": "own"},
    )
    sonar = archive(
        tmp_path / "sonar.zip",
        **{
            "sonar/elasticsearch/modules/had/a.jar": "other",
            "sonar/elasticsearch/modules/had/b.jar": "other",
            "sonar/elasticsearch/modules/had-not/c.jar": "new",
            "sonar/elasticsearch/lib/d.jar": "no module",
        },
    )
    home = tmp_path / "home"
    before = os.umask(0o077)
    try:
        assemble(server, sonar, home)
    finally:
        os.umask(before)
    files = {str(path.relative_to(home)): path.read_text() for path in home.rglob("*") if path.is_file()}
    assert files == {
        "bin/elasticsearch": "run",
        "lib/elasticsearch-9.4.3.jar": "",
        "modules/had/a.jar": "own",
        "modules/had-not/c.jar": "new",
    }
    assert (home / "bin/elasticsearch").stat().st_mode & 0o777 == 0o755
    assert (home / "modules/had-not").stat().st_mode & 0o777 == 0o755
    assert (read(home).version, read(home).major) == ("9.4.3", 9)
    assert read(home).modules == {"had", "had-not"}


def test_an_archive_cannot_write_outside_of_the_installation(tmp_path: Path) -> None:
    server = archive(tmp_path / "server.zip", **{"es/bin/elasticsearch": "", "es/../../evil": "x"})
    with pytest.raises(NoServer, match="leads out of it"):
        assemble(server, server, tmp_path / "inside" / "home")
    assert not (tmp_path / "evil").exists()


def test_a_named_home_that_is_no_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoServer, match="Correct ELASTICSEARCH_HOME"):
        present({"ELASTICSEARCH_HOME": str(tmp_path)}, 9, tmp_path)


def test_a_named_home_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "elasticsearch-8.19.8.jar").touch()
    environ = {"ELASTICSEARCH_HOME": str(tmp_path)}
    assert present(environ, 9, tmp_path / "cache") is None
    eight = present(environ, 8, tmp_path / "cache")
    assert eight is not None
    assert eight.version == "8.19.8"
