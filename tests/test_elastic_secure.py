"""How the client shows itself and whom it trusts, and what pages say without an index: real sockets, real certificates."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from directory.errors import SettingsError
from directory.index import open_index
from directory.index.base import Access
from directory.places.gazetteer import Gazetteer
from directory.query import Query
from directory.settings import Settings
from directory.web import create_app
from tests.between import Answer, Asked, Certificates, between, certificates, nobody
from tests.engines import ENGINES, Engine, built
from tests.servers.node import missing
from tests.servers.secure import Secured
from tests.test_elastic_failures import DOINGS, LISTINGS, SECRET, WORD, opened, told

ROOT = Path(__file__).resolve().parents[1]
GAZETTEER = Gazetteer.open(ROOT / ".cache")


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A certificate authority and a server's certificate."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make certificates with")
    return certificates(tmp_path_factory.mktemp("trusted") / "made")


@pytest.fixture
def name(tmp_path: Path) -> Iterator[str]:
    """A directory with an index on the running server."""
    engine: Engine = ENGINES[1]
    engine.require()
    with built(engine, tmp_path, LISTINGS):
        yield engine.url(tmp_path).rpartition("/")[2]


def admitting(authorization: str) -> Callable[[Asked], Answer | None]:
    """The rule of a proxy that lets only one user in."""

    def decide(asked: Asked) -> Answer | None:
        error = b'{"error": {"type": "security_exception", "reason": "unable to authenticate"}, "status": 401}'
        return None if asked.headers.get("authorization") == authorization else Answer(401, error)

    return decide


def basic(user: str, password: str) -> str:
    """The header of a user with a password."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


# ---------------------------------------------------------------- TLS, keys and passwords


@pytest.mark.elasticsearch
def test_an_api_key_lets_in_through_tls_and_a_wrong_one_is_told(trusted: Certificates, name: str) -> None:
    with between(admitting(f"ApiKey {SECRET}"), trusted.server()) as proxy:
        url = f"{proxy.url}/{name}"
        with closing(open_index(url, access=Access(ca=trusted.ca, api_key=SECRET))) as index:
            assert index.search(Query()).total == len(LISTINGS)
            index.update([], [(LISTINGS[0].id, 10**6)])
            assert index.rebuild(LISTINGS[:9]).count == 9
        for access in (Access(ca=trusted.ca, api_key="wrong"), Access(ca=trusted.ca), Access(trusted.ca, "", "me", SECRET)):
            with closing(opened(url, access)) as index:
                assert "refuses this user; look at NEARHELP_SEARCH_API_KEY, _USER and _PASSWORD" in told(index)


@pytest.mark.elasticsearch
def test_a_user_with_a_password_is_let_in_from_the_access_or_the_address(trusted: Certificates, name: str) -> None:
    secret = f"{SECRET}:@/ ä"
    with between(admitting(basic("me", secret)), trusted.server()) as proxy:
        quoted = f"https://me:{SECRET}%3A%40%2F%20%C3%A4@{proxy.host}/{name}"
        for url, access in (
            (f"{proxy.url}/{name}", Access(trusted.ca, user="me", password=secret)),
            (quoted, Access(trusted.ca)),
            (quoted.replace("me:", "you:"), Access(trusted.ca, user="me", password=secret)),
        ):
            with closing(opened(url, access)) as index:
                assert index.search(Query()).total == len(LISTINGS)
        with closing(opened(quoted.replace("me:", "you:"), Access(trusted.ca))) as index:
            assert "refuses this user" in told(index)


@pytest.mark.elasticsearch
def test_several_hosts_are_asked_with_tls_and_one_may_be_down(trusted: Certificates, name: str) -> None:
    access = Access(trusted.ca, api_key=SECRET)
    with between(admitting(f"ApiKey {SECRET}"), trusted.server()) as one, between(one.decide, trusted.server()) as two:
        with closing(opened(f"https://{one.host},{two.host}/{name}", access)) as index:
            assert {index.search(Query()).total for _ in range(6)} == {len(LISTINGS)}
        assert one.asked and two.asked
        with nobody() as dead, closing(opened(f"https://{dead},{two.host}/{name}", access)) as index:
            assert {index.search(Query()).total for _ in range(6)} == {len(LISTINGS)}


def test_a_certificate_of_an_unknown_authority_is_refused_before_anything_is_said(
    trusted: Certificates, tmp_path: Path
) -> None:
    other = certificates(tmp_path / "other")
    with between(lambda _: Answer(), trusted.server()) as proxy:
        for ca in ("", other.ca):
            with closing(opened(f"{proxy.url}/x", Access(ca, api_key=SECRET))) as index:
                message = told(index)
                assert message.startswith(f"the certificate of {proxy.url} is not trusted")
                assert "set NEARHELP_SEARCH_CA to its CA's file" in message
        assert proxy.asked == []


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    made = certificates(tmp_path / "made", "DNS:search.example.org")
    with between(lambda _: Answer(), made.server()) as proxy, closing(opened(f"{proxy.url}/x", Access(made.ca))) as index:
        assert "name the hosts as the certificate does" in told(index)
        assert proxy.asked == []


def test_tls_where_none_is_spoken_and_none_where_it_is_are_told(trusted: Certificates) -> None:
    with between(lambda _: Answer()) as plain, closing(opened(f"https://{plain.host}/x", Access(trusted.ca))) as index:
        assert "or no TLS is spoken there" in told(index)
    with between(lambda _: Answer(), trusted.server()) as proxy, closing(opened(f"http://{proxy.host}/x")) as index:
        assert "no server answers at" in told(index)


@pytest.mark.parametrize(
    ("url", "access", "words"),
    [
        ("https://localhost:9/x", Access("/nowhere/ca.pem", SECRET), "NEARHELP_SEARCH_CA is no file with certificates"),
        ("https://localhost:9/x", Access(__file__, SECRET), "NEARHELP_SEARCH_CA is no file with certificates"),
        ("https://localhost:9/x", Access(api_key=f"{SECRET}\n"), "NEARHELP_SEARCH_API_KEY holds more than one line"),
        ("https://localhost:9/x", Access(api_key=f"{SECRET}ä"), "NEARHELP_SEARCH_API_KEY holds more than one line"),
        (f"https://me:{SECRET}@localhost:9,localhost:9/x", Access(), "duplicate"),
    ],
)
def test_what_cannot_be_set_up_is_told_at_the_start_without_a_secret(url: str, access: Access, words: str) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        opened(url, access)
    assert SECRET not in str(caught.value)


def test_an_authority_without_tls_is_refused_since_nothing_would_be_verified(trusted: Certificates) -> None:
    with pytest.raises(SettingsError, match="cannot be asked"):
        opened("http://localhost:9/x", Access(trusted.ca, SECRET))


@pytest.mark.elasticsearch
@pytest.mark.long
def test_a_server_with_security_on_lets_the_webs_key_do_everything_under_its_names_and_nothing_else() -> None:
    if os.environ.get("REQUIRE_ELASTICSEARCH") != "1" and (reason := missing(9)):
        pytest.skip(reason)
    with Secured() as secured:
        for access in (Access(str(secured.ca), secured.key), Access(str(secured.ca), "", "elastic", secured.password)):
            with closing(opened(f"{secured.url}/nearhelp", access)) as index:
                assert index.rebuild(LISTINGS).count == len(LISTINGS)
                index.update([], [(LISTINGS[0].id, 10**6)])
                assert index.search(Query()).total == len(LISTINGS) - 1
                assert index.rebuild(LISTINGS[:5]).count == index.search(Query()).total == index.status().count == 5
        with closing(opened(f"{secured.url}/other", Access(str(secured.ca), secured.key))) as index:
            for doing in DOINGS.values():
                assert "refuses this user" in told(index, doing)
                assert "its rights on other and other-*" in told(index, doing)
        for access in (
            Access(str(secured.ca)),
            Access(str(secured.ca), "d3Jvbmc="),
            Access(str(secured.ca), "", "elastic", SECRET),
        ):
            with closing(opened(f"{secured.url}/nearhelp", access)) as index:
                assert "refuses this user; look at NEARHELP_SEARCH_API_KEY" in told(index)
        with closing(opened(f"{secured.url}/nearhelp", Access(api_key=secured.key))) as index:
            assert "is not trusted" in told(index)


# ---------------------------------------------------------------- what people see without an index

DOWN = """
import sys
from directory.places.gazetteer import Gazetteer
from directory.settings import Settings
from directory.web import create_app
from directory.web.logs import configure
from pathlib import Path
configure("DEBUG")
client = create_app(Settings(index_url=sys.argv[1]), gazetteer=Gazetteer.open(Path(sys.argv[2]))).test_client()
for address in sys.argv[3:]:
    print(client.get(address).status_code)
"""


def test_without_an_index_pages_keep_the_help_lines_and_the_api_says_what_is_wrong() -> None:
    with nobody() as host:
        client = create_app(Settings(index_url=f"http://me:{SECRET}@{host}/x"), gazetteer=GAZETTEER).test_client()
        for address in (f"/search?q={WORD}", "/search", "/listing/0123456789"):
            page = client.get(address)
            assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
            assert "988" in page.text and "tel:988" in page.text
            assert SECRET not in page.text and host not in page.text
        for address in (f"/api/search?q={WORD}", "/api/listings/0123456789", f"/api/suggest?q={WORD}"):
            problem = client.get(address)
            assert (problem.status_code, problem.content_type) == (503, "application/problem+json")
            assert problem.get_json()["kind"] == "unavailable"
            assert WORD not in problem.text and SECRET not in problem.text and host not in problem.text
        ready = client.get("/readyz")
        assert (ready.status_code, ready.get_json()["faults"]) == (503, ["index: Search is not working right now"])
        assert [client.get(address).status_code for address in ("/helplines", "/", "/healthz")] == [200, 200, 200]


@pytest.mark.parametrize("how", ["nobody", "a page", "hangs up"])
def test_no_log_of_an_index_that_is_down_says_what_was_asked(how: str) -> None:
    answers = {"a page": Answer(404, b"<html>", {"content-type": "text/html"}), "hangs up": Answer(raw=b"")}
    with nobody() as dead, between(lambda _: answers[how]) as server:
        where = dead if how == "nobody" else server.host
        asked = (
            f"/search?q={WORD}",
            f"/api/search?q={WORD}&place=94601",
            f"/api/suggest?q={WORD}",
            f"/listing/{WORD}",
            "/readyz",
        )
        command = [sys.executable, "-c", DOWN, f"http://me:{SECRET}@{where}/x", str(ROOT / ".cache"), *asked]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("NEARHELP_")}
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environ)
    assert done.stdout.split() == ["503"] * len(asked)
    assert "GET /search 503" in done.stderr
    for canary in (WORD, SECRET, "94601"):
        assert canary not in done.stderr + done.stdout
