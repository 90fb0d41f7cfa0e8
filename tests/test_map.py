"""The map of results: what is on it, its tiles, what it costs those who do not ask for it."""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pmtiles.tile import TileType

from directory.errors import SettingsError
from directory.index.base import Index
from directory.settings import Settings
from directory.web import create_app
from directory.web.assets import known
from directory.web.map_tiles import Tiles, opened
from tests.map_world import (
    CENTRE,
    CREDIT,
    MANY,
    MANY_SEARCH,
    OFF_MAP,
    ON_MAP,
    SEARCH,
    SECRET,
    TOWN,
    drawn,
    folder,
    packed,
    settings,
    tile_of,
    tiles,
)
from tests.pages_world import GAZETTEER, Outline, client_of, indexed, listing, ref, text_of

FIRST = (12, *tile_of(CENTRE, 12))
WITH = "/{}/{}/{}"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("mapped"), (*TOWN, *MANY)) as found:
        yield found


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("tiles"))


@pytest.fixture(scope="module")
def client(index: Index, where: Path) -> FlaskClient:
    return client_of(settings(where), index)


@pytest.fixture(scope="module")
def mapless(index: Index) -> FlaskClient:
    return client_of(Settings(), index)


def pins(text: str) -> list[list[str]]:
    """Every pin of a page: public id, latitude, longitude, perhaps "about"."""
    found = re.search(r'data-pins="([^"]*)"', text)
    assert found is not None
    return [one.split(",") for one in found[1].split(" ")]


class TestPins:
    def test_what_has_a_public_place_is_on_it_and_nothing_else(self, client: FlaskClient) -> None:
        text = text_of(client, SEARCH)
        assert {one[0] for one in pins(text)} == ON_MAP
        assert set(re.findall(r'<li id="r-(\w+)"', text)) == ON_MAP | OFF_MAP
        assert f"{len(OFF_MAP)} listings have no place on the map." in text

    def test_no_page_tells_a_place_that_is_not_public(self, client: FlaskClient) -> None:
        for path in (SEARCH, f"{SEARCH}&view=table", f"{SEARCH}&view=booklet", listing("area"), listing("hidden")):
            assert SECRET not in text_of(client, path)

    def test_the_middle_of_a_town_is_marked_as_somewhere_near(self, client: FlaskClient) -> None:
        text = text_of(client, SEARCH)
        assert {one[0] for one in pins(text) if one[3:] == ["about"]} == {ref("town"), ref("zip")}
        assert "A dashed circle is somewhere near." in text
        assert "A dashed circle" not in text_of(client, MANY_SEARCH)

    def test_meetings_of_a_group_stand_at_each_of_their_places_once(self, client: FlaskClient) -> None:
        there = [one[1:] for one in pins(text_of(client, SEARCH)) if one[0] == ref("meet0")]
        assert there == [["25.78000", "-80.24500"], ["25.78500", "-80.26000"]]

    def test_pins_come_in_the_order_of_the_list(self, client: FlaskClient) -> None:
        text = text_of(client, SEARCH)
        listed = [one for one in re.findall(r'<li id="r-(\w+)"', text) if one in ON_MAP]
        assert list(dict.fromkeys(one[0] for one in pins(text))) == listed

    def test_a_place_that_only_serves_the_area_asked_for_is_on_the_map_of_its_own_town(self, client: FlaskClient) -> None:
        assert ref("serves") in {one[0] for one in pins(text_of(client, "/search?q=grief"))}


class TestPages:
    def test_without_tiles_there_is_no_map_and_no_switch(self, mapless: FlaskClient) -> None:
        for path in (SEARCH, f"{SEARCH}&view=table"):
            text = text_of(mapless, path)
            assert not re.search(r'id="map|to-map|data-pins|/tiles/|map\.js', text)
        assert mapless.get(f"/tiles{WITH.format(*FIRST)}").status_code == 404

    def test_a_page_without_a_place_on_it_has_no_map(self, client: FlaskClient) -> None:
        assert 'id="map' not in text_of(client, f"{SEARCH}&mode=video")

    def test_compare_leads_to_the_cards_with_the_map_open_in_its_language(self, client: FlaskClient) -> None:
        text = text_of(client, f"/es{SEARCH}&view=table")
        found = re.search(r'<a class="to-map" hidden href="([^"]+)"', text)
        assert found is not None
        assert unescape(found[1]).startswith("/es/search?")
        assert found[1].endswith("#map")
        assert "view=table" not in found[1]
        assert 'id="map"' not in text

    @pytest.mark.parametrize("path", ["/", listing("east"), "/helplines"])
    def test_only_results_have_a_map(self, client: FlaskClient, path: str) -> None:
        assert "data-pins" not in text_of(client, path)

    @pytest.mark.parametrize("path", [SEARCH, f"/es{SEARCH}", f"/ar{SEARCH}", MANY_SEARCH])
    def test_who_does_not_ask_for_it_pays_nearly_nothing(self, client: FlaskClient, mapless: FlaskClient, path: str) -> None:
        with_map, without = (len(gzip.compress(text_of(one, path).encode(), 6)) for one in (client, mapless))
        assert with_map <= 15_000
        assert with_map - without <= 1_500
        outline = Outline(text_of(client, path))
        assert outline.inline == []
        assert len(set(outline.ids)) == len(outline.ids)
        loaded = re.findall(r'<(?:link|script|img)[^>]+?(?:href|src)="(/[^"]+)"', text_of(client, path))
        assert [address.rpartition("/")[2] for address in loaded] == ["site.css", "site.js"]

    def test_what_is_loaded_on_demand_keeps_to_its_budget(self) -> None:
        sizes = {name: len(gzip.compress(known()[name].body, 6)) for name in ("leaflet.js", "leaflet.css", "map.js", "map.css")}
        assert sizes["leaflet.js"] + sizes["leaflet.css"] <= 46_500
        assert sizes["map.js"] + sizes["map.css"] <= 4_500

    def test_the_credit_is_a_link_where_it_has_an_address(self, client: FlaskClient, index: Index, where: Path) -> None:
        assert '<a href="https://maps.example.org/copyright" rel="noreferrer"><bdi>© Invented mappers</bdi></a>' in text_of(
            client, SEARCH
        )
        plain = Settings(tiles=str(where), tiles_credit="Drawn by <us>")
        other = client_of(plain, index)
        assert "<bdi>Drawn by &lt;us&gt;</bdi>" in text_of(other, SEARCH)

    def test_leaflet_is_the_published_one_with_its_licence(self) -> None:
        published = {
            "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
            "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
        }
        for name, digest in published.items():
            assert hashlib.sha256(known()[name].body).hexdigest() == digest
        licence = Path(__file__).resolve().parents[1] / "directory" / "web" / "static" / "leaflet.LICENSE"
        assert "BSD 2-Clause License" in licence.read_text("utf-8")


class TestTiles:
    def test_a_folder_and_a_file_give_every_tile_alike(self, where: Path, tmp_path: Path) -> None:
        one, other = opened(settings(where)), opened(settings(packed(tmp_path / "town.pmtiles")))
        assert isinstance(one, Tiles)
        assert isinstance(other, Tiles)
        assert (one.kind, one.low, one.high) == (other.kind, other.low, other.high) == ("image/png", 9, 15)
        for zoom, column, row in tiles():
            assert one.read(zoom, column, row) == other.read(zoom, column, row) == drawn(zoom, column, row)
        for absent in ((3, 0, 0), (15, 0, 0), (22, 1, 1)):
            assert one.read(*absent) is other.read(*absent) is None

    def test_a_tile_is_an_image_kept_by_the_browser_alone(self, client: FlaskClient) -> None:
        response = client.get(f"/tiles{WITH.format(*FIRST)}")
        assert (response.status_code, response.content_type) == (200, "image/png")
        assert response.data == drawn(*FIRST)
        assert response.headers["Cache-Control"] == "private, max-age=86400"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"

    def test_a_tile_that_is_not_there_is_empty_and_what_can_be_none_is_not_found(self, client: FlaskClient) -> None:
        absent = client.get("/tiles/15/0/0")
        assert (absent.status_code, absent.data) == (204, b"")
        for path in (
            "/tiles/1/2/0",
            "/tiles/1/0/2",
            "/tiles/23/0/0",
            "/tiles/99999999999/0/0",
            "/tiles/-1/0/0",
            "/tiles/a/0/0",
        ):
            assert client.get(path).status_code == 404
        for path in ("/tiles/12/0/..%2f..%2fREADME", "/tiles/../../README.md", "/tiles/12/0/0.png"):
            assert client.get(path).status_code == 404

    def test_the_log_does_not_tell_which_tile_was_looked_at(
        self, client: FlaskClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO):
            client.get(f"/tiles{WITH.format(*FIRST)}")
        assert "/tiles/<int:zoom>/<int:column>/<int:row> 200" in caplog.text
        assert str(FIRST[1]) not in caplog.text


class TestSettings:
    def test_without_tiles_there_is_nothing_to_open(self) -> None:
        assert opened(Settings()) is None

    def test_tiles_without_a_credit_stop_the_start(self, where: Path) -> None:
        with pytest.raises(SettingsError, match="NEARHELP_TILES_CREDIT"):
            create_app(Settings(tiles=str(where)), gazetteer=GAZETTEER)

    def test_a_folder_without_images_stops_the_start(self, tmp_path: Path) -> None:
        (tmp_path / "12" / "1").mkdir(parents=True)
        (tmp_path / "12" / "1" / "readme.txt").write_text("no tile")
        with pytest.raises(SettingsError, match=r"NEARHELP_TILES: The folder has no images like"):
            create_app(settings(tmp_path), gazetteer=GAZETTEER)

    @pytest.mark.parametrize("kind", [TileType.MVT, TileType.UNKNOWN])
    def test_a_file_of_vectors_stops_the_start(self, tmp_path: Path, kind: TileType) -> None:
        with pytest.raises(SettingsError, match="holds no images but vectors"):
            opened(settings(packed(tmp_path / "vectors.pmtiles", kind)))

    @pytest.mark.parametrize("keep", [0, 5, 8, 100, 127, 140])
    def test_a_file_that_is_cut_short_stops_the_start(self, tmp_path: Path, keep: int) -> None:
        path = packed(tmp_path / "town.pmtiles")
        path.write_bytes(path.read_bytes()[:keep])
        with pytest.raises(SettingsError, match="NEARHELP_TILES"):
            opened(settings(path))

    def test_another_file_stops_the_start(self, tmp_path: Path) -> None:
        (tmp_path / "tiles.mbtiles").write_bytes(b"SQLite format 3\0" * 20)
        with pytest.raises(SettingsError, match="neither a folder of tiles nor a PMTiles file"):
            opened(settings(tmp_path / "tiles.mbtiles"))

    def test_a_path_that_is_not_there_is_told_with_all_other_faults(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NEARHELP_TILES", "/nowhere/tiles")
        monkeypatch.setenv("NEARHELP_UNIT", "yards")
        with pytest.raises(SettingsError, match=r"(?s)NEARHELP_TILES.*NEARHELP_UNIT"):
            Settings.from_environ()

    def test_both_are_read_from_the_environment(self, monkeypatch: pytest.MonkeyPatch, where: Path) -> None:
        monkeypatch.setenv("NEARHELP_TILES", str(where))
        monkeypatch.setenv("NEARHELP_TILES_CREDIT", CREDIT)
        found = opened(Settings.from_environ())
        assert found is not None
        assert found.credit == ("© Invented mappers", "https://maps.example.org/copyright")
