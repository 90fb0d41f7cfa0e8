"""The proxies of the README, run as they stand there before a live site: TLS, compression, no log of what was asked."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from directory.index import open_index
from directory.settings import Settings
from ingest.__main__ import cli
from tests.between import certificates
from tests.browser_world import served
from tests.map_world import MANY, TOWN, folder, settings
from tests.pages_world import site_of
from tests.servers.cluster import free_ports

README = Path(__file__).resolve().parents[1] / "README.md"
HOST, SECRET = "help.example.org", "sorrowful"
PATHS = (f"/search?q={SECRET}&place=Miami", f"/api/search?q={SECRET}", "/tiles/12/1135/1743", f"/listing/{SECRET}")

ALONE = {
    "/helplines": "<h1>Helplines</h1>",
    "/ar/helplines": '<html lang="ar" dir="rtl">',
    f"/es/search?q={SECRET}": "<h1>La búsqueda no funciona",
    f"/listing/{SECRET}": "<h1>Search is not working right now</h1>",
    "/": "<h1>Search is not working right now</h1>",
}
"""What is said at addresses while the site does not answer."""


def example(language: str) -> str:
    """The example of a proxy's configuration, as the README has it."""
    found = re.search(rf"```{language}\n(.*?)```", README.read_text("utf-8"), re.S)
    assert found is not None
    return found[1]


def program(name: str) -> str:
    """A program that the machine has."""
    return shutil.which(name) or pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The host and port of a live site with tiles that trusts one proxy."""
    path = tmp_path_factory.mktemp("behind")
    index = open_index(f"sqlite:///{path / 'index.sqlite'}")
    index.rebuild((*TOWN, *MANY))
    town = settings(folder(path / "tiles"))
    known = Settings(tiles=town.tiles, tiles_credit=town.tiles_credit, proxies=1, hosts=(HOST,))
    with served(site_of(known, index)) as address:
        yield address.removeprefix("http://")


@contextmanager
def nginx(folder: Path, site: str) -> Iterator[tuple[int, int]]:
    """nginx by the README's example before a site: its ports for https and http. It answers once the command returns."""
    run, (secure, plain) = program("nginx"), islice(free_ports(), 2)
    program("openssl")
    certificates(folder / "keys", f"DNS:{HOST}")
    text = (
        example("nginx").replace("listen 443", f"listen 127.0.0.1:{secure}").replace("listen 80", f"listen 127.0.0.1:{plain}")
    )
    text = text.replace("/etc/ssl/help.example.org.pem", str(folder / "keys" / "server.crt"))
    text = text.replace("/etc/ssl/help.example.org.key", str(folder / "keys" / "server.key"))
    text = (
        text.replace("/var/www/nearhelp", str(folder / "alone"))
        .replace("/var/log/nginx", str(folder))
        .replace("127.0.0.1:8000", site)
    )
    bodies = "".join(f"{name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"user {getuser()};\npid {folder / 'pid'};\nevents {{}}\nhttp {{\n{bodies}\n{text}\n}}\n", "utf-8"
    )
    command = [run, "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    said = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield secure, plain
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, capture_output=True)


def asked(port: int, path: str, trusted: Path, *, form: bytes | None = None) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer to a request over TLS to the proxy, whose certificate must be good, by a browser that takes gzip; with a
    form it is sent."""
    context = ssl.create_default_context(cafile=str(trusted))
    line = http.client.HTTPConnection("127.0.0.1", port)
    line.connect()
    line.sock = context.wrap_socket(line.sock, server_hostname=HOST)
    line.request("GET" if form is None else "POST", path, form, headers={"Host": HOST, "Accept-Encoding": "gzip"})
    response = line.getresponse()
    body = response.read()
    line.close()
    return response, body


def page_of(response: http.client.HTTPResponse, body: bytes) -> str:
    """The text of an answer."""
    return (gzip.decompress(body) if response.headers["Content-Encoding"] == "gzip" else body).decode()


def write_alone(folder: Path) -> None:
    """The pages that a proxy serves while the site does not answer, as the command writes them."""
    said = CliRunner().invoke(cli, ["pages", str(folder)], env={"NEARHELP_DATA": str(folder / "data")})
    assert said.exit_code == 0, said.output


def written(folder: Path) -> str:
    """Everything that a proxy wrote down."""
    return "".join(path.read_text("utf-8") for path in folder.glob("*.log"))


class TestNginx:
    def test_it_ends_tls_compresses_and_logs_nothing_that_was_asked(self, tmp_path: Path, site: str) -> None:
        with nginx(tmp_path, site) as (secure, _):
            trusted = tmp_path / "keys" / "ca.crt"
            found = [asked(secure, path, trusted)[0] for path in PATHS]
            assert [one.status for one in found] == [200, 200, 200, 404]
            assert [one.headers["Content-Encoding"] for one in found] == ["gzip", "gzip", None, "gzip"]
            assert found[0].headers["Cache-Control"] == "private, no-store"
            assert "Set-Cookie" not in found[0].headers
        assert len((tmp_path / "nearhelp.log").read_text("utf-8").splitlines()) == len(PATHS)
        assert not re.search(rf"{SECRET}|/search|/tiles|/listing|127\.0\.0\.1", written(tmp_path))

    def test_it_sends_everybody_to_https(self, tmp_path: Path, site: str) -> None:
        with nginx(tmp_path, site) as (_, plain):
            line = http.client.HTTPConnection("127.0.0.1", plain)
            line.request("GET", PATHS[0], headers={"Host": HOST})
            response = line.getresponse()
            assert (response.status, response.headers["Location"]) == (301, f"https://{HOST}{PATHS[0]}")
            line.close()
        assert SECRET not in written(tmp_path)

    def test_it_logs_nothing_that_was_asked_while_the_site_is_down(self, tmp_path: Path) -> None:
        nobody = f"127.0.0.1:{next(free_ports())}"
        with nginx(tmp_path, nobody) as (secure, _):
            response, _ = asked(secure, PATHS[0], tmp_path / "keys" / "ca.crt")
            assert response.status == 502
            write_alone(tmp_path / "alone")
            for path, said in ALONE.items():
                response, body = asked(secure, path, tmp_path / "keys" / "ca.crt")
                assert (response.status, response.headers["Cache-Control"]) == (502, "private, no-store")
                assert said in page_of(response, body)
            response, body = asked(secure, "/es/suggest", tmp_path / "keys" / "ca.crt", form=SECRET.encode())
            assert (response.status, response.headers["Cache-Control"]) == (502, "private, no-store")
            assert ALONE[f"/es/search?q={SECRET}"] in page_of(response, body)
        assert " 502 " in (tmp_path / "nearhelp.log").read_text("utf-8")
        assert SECRET not in written(tmp_path)


class TestCaddy:
    @pytest.mark.parametrize("up", [True, False])
    def test_it_compresses_and_logs_nothing_that_was_asked(self, tmp_path: Path, site: str, up: bool) -> None:
        run, (port, plain, nobody), keys = program("caddy"), islice(free_ports(), 3), tmp_path / "keys"
        program("openssl")
        certificates(keys, f"DNS:{HOST}")
        text = example("caddy").replace("{\n", f"{{\n  admin off\n  http_port {plain}\n", 1)
        text = text.replace(f"{HOST} {{", f"https://{HOST}:{port} {{\n  tls {keys}/server.crt {keys}/server.key")
        write_alone(tmp_path / "alone")
        text = text.replace("/var/www/nearhelp", str(tmp_path / "alone"))
        text = text.replace("127.0.0.1:8000", site if up else f"127.0.0.1:{nobody}")
        (tmp_path / "Caddyfile").write_text(text, "utf-8")
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
        command = [run, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
        said = ""
        with subprocess.Popen(command, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as caddy:
            assert caddy.stderr is not None
            for row in caddy.stderr:
                said += row
                if "serving initial configuration" in row:
                    break
            try:
                found = [asked(port, path, keys / "ca.crt")[0] for path in PATHS[:2]]
                told = [] if up else [page_of(*asked(port, path, keys / "ca.crt")) for path in ALONE]
                sent = [] if up else [asked(port, "/es/suggest", keys / "ca.crt", form=SECRET.encode())]
            finally:
                caddy.terminate()
                said += caddy.stderr.read()
        assert [one.status for one in found] == ([200, 200] if up else [502, 502])
        assert all(said in page for page, said in zip(told, ALONE.values(), strict=not up))
        if up:
            assert [one.headers["Content-Encoding"] for one in found] == ["gzip", "gzip"]
        assert all(response.status == 502 for response, _ in sent)
        assert all(ALONE[f"/es/search?q={SECRET}"] in page_of(*one) for one in sent)
        assert SECRET not in said
        assert "/api/search" not in said
