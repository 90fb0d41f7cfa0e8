"""Dockerfile and compose.yaml, as far as they can be proved where no Docker engine runs: their shape, what the image holds, and
the scripts of the production profile against a real server."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from directory.settings import Settings
from tests.servers import probe
from tests.servers.account import Account
from tests.servers.cluster import free_ports
from tests.servers.install import RELEASES
from tests.servers.process import launch
from tests.servers.secure import COMPOSE, Secured, services
from tests.test_servers_life import require

ROOT = Path(__file__).resolve().parents[1]
TRIES = 300
ONCE = ("credentials", "access")
"""Services that end when they have done their work."""


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile in order."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    whole = re.sub(r"\\\n", "", "\n".join(lines))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in whole.splitlines() if line.strip())]


def only(word: str) -> str:
    """The last instruction of a kind, which is the one that counts."""
    return [rest for name, rest in instructions() if name == word][-1]


def listed(word: str) -> list[str]:
    """The last instruction of a kind that is written as a list."""
    text = only(word)
    found: list[str] = json.loads(text[text.index("[") :])
    return found


def copied() -> list[str]:
    """What the image takes from the repository."""
    taken = [rest.split()[:-1] for name, rest in instructions() if name == "COPY" and not rest.startswith("--from")]
    return [name for names in taken for name in names]


def environment() -> dict[str, str]:
    """The variables that the image sets."""
    return dict(pair.split("=", 1) for pair in only("ENV").split())


def test_the_image_runs_without_rights_and_takes_only_hashed_packages() -> None:
    assert only("USER") == "10001"
    assert only("VOLUME") == "/data"
    assert any("--require-hashes" in rest and "--only-binary" in rest for name, rest in instructions() if name == "RUN")
    assert re.fullmatch(r"PYTHON=3\.\d+-slim-[a-z]+", only("ARG"))
    ast.parse(listed("HEALTHCHECK")[2])


def test_the_image_takes_what_is_there_and_nothing_of_the_developers() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied()) == let_in
    assert all((ROOT / name).exists() for name in copied())
    assert (ROOT / ".dockerignore").read_text().startswith("*\n")


def test_the_variables_of_the_image_are_settings() -> None:
    known = {row.name for row in Settings.rows()}
    assert {name for name in environment() if name.startswith("NEARHELP_")} <= known
    assert {name for name in services()["web"]["environment"] if name.startswith("NEARHELP_")} <= known


@pytest.mark.parametrize("name", services())
def test_a_service_can_change_nothing_but_its_volumes(name: str) -> None:
    service: dict[str, Any] = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert service.get("cap_add") is None or name == "credentials"


@pytest.mark.parametrize("name", services())
def test_a_service_tells_its_health_or_ends(name: str) -> None:
    service = services()[name]
    built = "build" in service  # its Dockerfile has the check
    assert built or "healthcheck" in service or (name in ONCE and service["restart"] == "no")
    waits = {
        "service_completed_successfully" if other in ONCE else "service_healthy" for other in service.get("depends_on", ())
    }
    assert {told["condition"] for told in service.get("depends_on", {}).values()} == waits


def test_only_the_web_is_reached_and_only_from_this_machine() -> None:
    for name, service in services().items():
        ports = service.get("ports", [])
        assert all(port.startswith("127.0.0.1:") for port in ports)
        assert not ports or "build" in service
        assert "outside" not in service.get("networks", []) or "build" in service, name
    assert yaml.safe_load(COMPOSE.read_text())["networks"]["inside"] == {"internal": True}


def test_the_server_is_the_version_that_the_tests_run_on() -> None:
    images = {service["image"] for service in services().values() if "build" not in service}
    assert images == {f"elasticsearch:{RELEASES[9].version}"}


def test_production_is_asked_for_by_name_and_the_web_never_sees_the_administrators_password() -> None:
    assert {name for name, service in services().items() if "profiles" not in service} == {"search", "web"}
    mounted = {volume.partition(":")[0] for volume in services()["production"]["volumes"]}
    assert mounted == {"production-data", "access"}
    assert "security.enabled=true" in services()["production-search"]["command"][0]
    assert services()["production"]["environment"]["NEARHELP_INDEX_URL"].startswith("https://")


@pytest.mark.long
def test_what_the_image_holds_serves_and_writes_to_its_data_only(tmp_path: Path) -> None:
    app, data = tmp_path / "app", tmp_path / "data"
    app.mkdir()
    data.mkdir()
    for name in copied():
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, app / name)
    for path in app.rglob("__pycache__"):
        shutil.rmtree(path)
    before = sorted(app.rglob("*"))
    port = next(free_ports())
    given = environment() | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "NEARHELP_DATA": str(data),
        "NEARHELP_INDEX_URL": f"sqlite:///{data / 'index.sqlite'}",
        "NEARHELP_BIND": f"127.0.0.1:{port}",
        "NEARHELP_HOSTS": "help.example.org",
        "NEARHELP_WORKERS": "1",
    }
    started = f'cd {app} && python -m ingest run seed && exec "$@"'
    command = ["sh", "-c", started, "sh", *listed("CMD")]
    running = launch(command, tmp_path / "log", given, Account())
    try:
        check = [sys.executable, "-c", listed("HEALTHCHECK")[2].replace(":8000", f":{port}")]
        for _ in range(TRIES):
            asked = launch(check, tmp_path / "check", given, Account())
            assert asked.ended_within(30)
            if not (tmp_path / "check").read_text() or not running.alive():
                break
            running.ended_within(0.2)
        assert (tmp_path / "check").read_text() == "", (tmp_path / "log").read_text()
        found = requests.get(f"http://127.0.0.1:{port}/readyz", headers={"Host": "help.example.org"}, timeout=10)
        assert found.status_code == 200, found.text
    finally:
        running.signal(signal.SIGTERM)
        assert running.ended_within(60)
    assert sorted(app.rglob("*")) == before


@pytest.mark.long
@pytest.mark.elasticsearch
def test_the_production_profile_gives_the_web_a_key_to_its_own_indices_only() -> None:
    require(9)
    with Secured() as secured:
        trusted = requests.Session()
        trusted.trust_env = False  # REQUESTS_CA_BUNDLE would count for more than what is trusted here
        trusted.verify = str(secured.ca)
        assert trusted.get(secured.url, timeout=30).status_code == 401
        trusted.headers["Authorization"] = f"ApiKey {secured.key}"
        assert trusted.get(secured.url, timeout=30).json()["version"]["number"] == RELEASES[9].version
        assert trusted.put(f"{secured.url}/nearhelp-1", timeout=60).status_code == 200
        assert trusted.put(f"{secured.url}/other", timeout=60).status_code == 403
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(secured.url, timeout=30)
        before = secured.key, secured.password
        for name in ONCE:
            secured.once(name)
        assert (secured.key, secured.password) == before, "what works is kept when everything is started again"
        (secured.access / "api-key").unlink()
        (secured.access / "api-key").write_text("of another time")
        secured.once("access")
        trusted.headers["Authorization"] = f"ApiKey {secured.key}"
        assert trusted.get(secured.url, timeout=30).status_code == 200
    assert not probe.listens(secured.node.setup.port)
