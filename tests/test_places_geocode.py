"""Geocoding, against a real HTTP server on this machine that answers as the providers do."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from directory.errors import SettingsError
from directory.geo import Point, distance
from directory.listing import Address
from directory.places import Gazetteer
from directory.places.geocode import PATIENCE, Clocks, Geocoder
from directory.places.providers import Remote

HOWARD = Address(lines=("1380 Howard St",), city="San Francisco", region="CA", postal_code="94103", country="US")
ROOF = (37.77501, -122.41551)
CANARY = "Quietwater"
"""A street no log, error or file may hold."""

ROAD = {"house_number": "1380", "road": "Howard Street", "state": "California", "country_code": "us"}
NOMINATIM: list[dict[str, Any]] = [
    {"place_id": 1, "lat": str(ROOF[0]), "lon": str(ROOF[1]), "display_name": "1380, Howard Street", "address": ROAD}
]
GEOMETRY = {"coordinates": [ROOF[1], ROOF[0]]}
HOUSE = {"housenumber": "1380", "street": "Howard Street", "name": "x", "city": "San Francisco"}
PHOTON = {"features": [{"geometry": GEOMETRY, "properties": HOUSE}]}
EXACT = {"layer": "address", "accuracy": "point", "label": "1380 Howard Street"}
PELIAS = {"features": [{"geometry": GEOMETRY, "properties": {**HOUSE, **EXACT}}]}
CENSUS = {"result": {"addressMatches": [{"matchedAddress": "1380 HOWARD ST", "coordinates": {"x": ROOF[1], "y": ROOF[0]}}]}}
NOTHING: dict[str, Any] = {
    "nominatim": [], "photon": {"features": []}, "pelias": {"features": []}, "census": {"result": {"addressMatches": []}},
}  # fmt: skip
ANSWERS: dict[str, Any] = {"nominatim": NOMINATIM, "photon": PHOTON, "pelias": PELIAS, "census": CENSUS}


class Server(ThreadingHTTPServer):
    """Answers every request with `body` and `status`; keeps the paths asked for."""

    body: Any = None
    status = 200
    extra: tuple[tuple[str, str], ...] = ()

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.agents: list[str] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Speaks for the server."""

    server: Server

    def do_GET(self) -> None:
        """Answers."""
        self.server.asked.append(self.path)
        self.server.agents.append(self.headers["User-Agent"])
        body = self.server.body if isinstance(self.server.body, bytes) else json.dumps(self.server.body).encode()
        self.send_response(self.server.status)
        for name, value in (*self.server.extra, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class Time:
    """Time that passes only when it is waited for."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.waits: list[float] = []

    def tell(self) -> float:
        """The second it is."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Lets time pass."""
        self.waits.append(round(seconds, 3))
        self.now += seconds

    @property
    def clocks(self) -> Clocks:
        """As the geocoder takes it."""
        return Clocks(wall=self.tell, steady=self.tell, sleep=self.sleep)


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    known = Gazetteer.open(Path(__file__).resolve().parents[1] / ".cache")
    yield known
    known.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def passing() -> Time:
    return Time()


@pytest.fixture
def coder(gazetteer: Gazetteer, server: Server, passing: Time, tmp_path: Path) -> Iterator[Geocoder]:
    made = Geocoder.open(gazetteer, f"nominatim:{server.url}", tmp_path, clocks=passing.clocks)
    server.body = NOMINATIM
    yield made
    made.close()


def test_without_a_remote_geocoder_an_address_is_its_zip_code(gazetteer: Gazetteer, tmp_path: Path) -> None:
    found = Geocoder.open(gazetteer, "", tmp_path).locate(HOWARD, visibility="public")
    assert found is not None
    assert (found.precision, found.by) == ("zip", "gazetteer")
    assert distance(found.point, Point(37.77, -122.41)) < 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "precision"),
    [
        (Address(city="san  francisco", region="California", country="US"), "city"),
        (Address(city="Oakland", region="CA", postal_code="94601-1234", country="US"), "zip"),
        (Address(city="Toronto", region="ON", postal_code="M5V 2T6", country="CA"), "city"),
        (Address(city="St. Louis", region="mo", country="US"), "city"),
        (Address(city="Saint Louis", region="MO", postal_code="10001", country="US"), "city"),  # a ZIP code of another state
    ],
)
def test_the_gazetteer_is_never_more_exact_than_a_zip_code(gazetteer: Gazetteer, address: Address, precision: str) -> None:
    found = Geocoder(gazetteer).locate(address, visibility="public")
    assert found is not None
    assert found.precision == precision


def test_nothing_known_is_none(gazetteer: Gazetteer) -> None:
    assert Geocoder(gazetteer).locate(Address(country="US"), visibility="public") is None
    assert Geocoder(gazetteer).locate(Address(), visibility="public") is None
    assert Geocoder(gazetteer).locate(Address(city="Nowhere at All", region="CA", country="US"), visibility="public") is None


@pytest.mark.parametrize(
    ("name", "precision"), [("nominatim", "rooftop"), ("photon", "rooftop"), ("pelias", "rooftop"), ("census", "street")]
)
def test_each_provider_is_asked_and_understood(
    name: str, precision: str, gazetteer: Gazetteer, server: Server, passing: Time, tmp_path: Path
) -> None:
    server.body = ANSWERS[name]
    coder = Geocoder.open(gazetteer, f"{name}:{server.url}", tmp_path, clocks=passing.clocks)
    found = coder.locate(HOWARD, visibility="public")
    coder.close()
    assert found is not None
    assert (found.point, found.precision, found.by) == (Point(*ROOF), precision, name)
    assert server.agents[0].startswith("Nearhelp")
    asked = parse_qs(urlsplit(server.asked[0]).query)
    assert "1380 Howard St" in " ".join(value for values in asked.values() for value in values)


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_a_provider_that_knows_nothing_leaves_the_zip_code(
    name: str, gazetteer: Gazetteer, server: Server, passing: Time, tmp_path: Path
) -> None:
    server.body = NOTHING[name]
    coder = Geocoder.open(gazetteer, f"{name}:{server.url}", tmp_path, clocks=passing.clocks)
    for _ in range(3):
        found = coder.locate(HOWARD, visibility="public")
        assert found is not None
        assert found.by == "gazetteer"
    coder.close()
    assert len(server.asked) == 1  # that nothing was found is remembered


def test_a_hidden_place_is_never_looked_up(coder: Geocoder, server: Server) -> None:
    assert coder.locate(HOWARD, visibility="hidden") is None
    assert server.asked == []


def test_of_a_place_told_by_its_area_only_the_town_is_looked_up(coder: Geocoder, server: Server) -> None:
    found = coder.locate(HOWARD, visibility="area")
    assert found is not None
    assert (found.precision, found.by) == ("city", "gazetteer")
    assert server.asked == []


def test_towns_and_post_office_boxes_are_not_sent(coder: Geocoder, server: Server) -> None:
    for lines in ((), ("",), ("P.O. Box 12",), ("PO Box 12",), ("Corner of Main and First",)):
        found = coder.locate(replace(HOWARD, lines=lines), visibility="public")
        assert found is not None
        assert found.by == "gazetteer"
    assert server.asked == []


def test_an_answer_is_remembered_across_processes_without_the_address(
    coder: Geocoder, gazetteer: Gazetteer, server: Server, passing: Time, tmp_path: Path
) -> None:
    secret = replace(HOWARD, lines=(f"77 {CANARY} Lane",))
    first = coder.locate(secret, visibility="public")
    coder.close()
    again = Geocoder.open(gazetteer, f"nominatim:{server.url}", tmp_path, clocks=passing.clocks)
    shouted = replace(secret, lines=(f"77  {CANARY.upper()} LANE.",))
    assert again.locate(shouted, visibility="public") == first
    again.close()
    assert len(server.asked) == 1
    for path in tmp_path.iterdir():
        assert CANARY.casefold().encode() not in path.read_bytes().lower()


def test_not_found_is_forgotten_sooner_than_found(coder: Geocoder, server: Server, passing: Time) -> None:
    coder.locate(HOWARD, visibility="public")
    server.body = []
    coder.locate(replace(HOWARD, lines=("9 Other St",)), visibility="public")
    passing.now += 31 * 86400
    coder.locate(HOWARD, visibility="public")
    assert len(server.asked) == 2
    coder.locate(replace(HOWARD, lines=("9 Other St",)), visibility="public")
    assert len(server.asked) == 3
    passing.now += 366 * 86400
    coder.locate(HOWARD, visibility="public")
    assert len(server.asked) == 4


def test_requests_keep_their_distance_in_time(coder: Geocoder, passing: Time) -> None:
    for number in range(4):
        coder.locate(replace(HOWARD, lines=(f"{number} Howard St",)), visibility="public")
    assert passing.waits == [0.05, 0.05, 0.05]


def test_public_servers_are_asked_once_a_second(gazetteer: Gazetteer, passing: Time, tmp_path: Path) -> None:
    coder = Geocoder.open(gazetteer, "nominatim", tmp_path, clocks=passing.clocks)
    assert coder.throttle is not None
    coder.throttle.wait()
    coder.throttle.wait()
    coder.close()
    assert passing.waits == [1.0]


@pytest.mark.filterwarnings("ignore:Latitude normalization")  # geopy warns, then raises
@pytest.mark.parametrize(
    "where",
    [(40.7128, -74.0060), (37.77, 122.41), (0.0, 0.0), (36.2, -115.9), (200.0, 500.0)],
    ids=["another state", "sign lost", "null island", "too far", "no place on earth"],
)
def test_a_point_elsewhere_is_not_believed(coder: Geocoder, server: Server, where: tuple[float, float]) -> None:
    server.body = [{**NOMINATIM[0], "lat": str(where[0]), "lon": str(where[1])}]
    found = coder.locate(HOWARD, visibility="public")
    assert found is not None
    assert (found.precision, found.by) == ("zip", "gazetteer")


def test_a_point_just_over_the_state_line_is_not_believed_far_from_it(coder: Geocoder, server: Server) -> None:
    reno = Address(lines=("1 E 1st St",), city="Reno", region="NV", postal_code="89501", country="US")
    server.body = [{**NOMINATIM[0], "lat": "39.3280", "lon": "-120.1833"}]  # Truckee, California: 30 km from Reno
    found = coder.locate(reno, visibility="public")
    assert found is not None
    assert found.by == "gazetteer"
    assert coder.tally.rejected == 1


def test_another_house_of_the_street_is_no_rooftop(coder: Geocoder) -> None:
    found = coder.locate(replace(HOWARD, lines=("1400 Howard St",)), visibility="public")
    assert found is not None
    assert found.precision == "street"


def test_a_town_is_no_better_than_the_zip_code(coder: Geocoder, server: Server) -> None:
    server.body = [{**NOMINATIM[0], "address": {"city": "San Francisco"}}]
    found = coder.locate(HOWARD, visibility="public")
    assert found is not None
    assert found.by == "gazetteer"


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"oops"), (200, b"<html>"), (200, b'{"unexpected": 1}'), (200, b"[1, 2]"), (429, b""), (403, b"no"), (200, b"")],
)
def test_a_failure_leaves_the_zip_code_and_no_trace_of_the_address(
    status: int,
    body: bytes,
    coder: Geocoder,
    server: Server,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    server.status, server.body = status, body
    found = coder.locate(replace(HOWARD, lines=(f"77 {CANARY} Lane",)), visibility="public")
    assert found is not None
    assert found.by == "gazetteer"
    assert coder.tally.failed == 1
    assert CANARY in server.asked[0]
    said = " ".join((caplog.text, *capfd.readouterr(), *(str(record.exc_info) for record in caplog.records)))
    assert CANARY not in said
    assert "Howard" not in said
    assert "94103" not in said


def test_success_leaves_no_trace_of_the_address_in_the_log(coder: Geocoder, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    coder.locate(replace(HOWARD, lines=(f"1380 {CANARY} Lane",)), visibility="public")
    assert CANARY not in caplog.text


def test_a_server_that_is_not_there_is_soon_given_up(
    gazetteer: Gazetteer, passing: Time, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Server() as gone:
        url = gone.url
    coder = Geocoder.open(gazetteer, f"nominatim:{url}", tmp_path, clocks=passing.clocks)
    for number in range(10):
        assert coder.locate(replace(HOWARD, lines=(f"{number} {CANARY} St",)), visibility="public") is not None
    coder.close()
    assert coder.tally.asked == PATIENCE
    assert CANARY not in caplog.text


def test_a_failure_is_not_remembered_as_not_found(coder: Geocoder, server: Server) -> None:
    server.status = 500
    coder.locate(HOWARD, visibility="public")
    server.status = 200
    found = coder.locate(HOWARD, visibility="public")
    assert found is not None
    assert found.by == "nominatim"


def test_a_server_that_asks_for_time_is_given_it(coder: Geocoder, server: Server, passing: Time) -> None:
    server.status, server.extra = 429, (("Retry-After", "7"),)
    coder.locate(HOWARD, visibility="public")
    server.status = 200
    coder.locate(HOWARD, visibility="public")
    assert passing.waits == [7.0]


def test_the_census_is_only_asked_about_the_united_states(
    gazetteer: Gazetteer, server: Server, passing: Time, tmp_path: Path
) -> None:
    coder = Geocoder.open(gazetteer, f"census:{server.url}", tmp_path, clocks=passing.clocks)
    found = coder.locate(Address(lines=("1 King St",), city="Toronto", region="ON", country="CA"), visibility="public")
    coder.close()
    assert found is not None
    assert found.by == "gazetteer"
    assert server.asked == []


@pytest.mark.parametrize("setting", ["pelias", "google", "nominatim:ftp://x", "nominatim:here", "photon:https://"])
def test_a_wrong_setting_says_so(setting: str) -> None:
    with pytest.raises(SettingsError):
        Remote(setting)


def test_the_cache_outlives_a_crash(coder: Geocoder, tmp_path: Path) -> None:
    coder.locate(HOWARD, visibility="public")
    with sqlite3.connect(tmp_path / "geocodes.sqlite") as other:
        assert other.execute("SELECT count(*) FROM answer").fetchone() == (1,)
    other.close()
