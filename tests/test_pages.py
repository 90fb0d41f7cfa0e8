"""Every page over the real engine: its outline, its budgets, how it is sent, what stays when search is down."""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.index.base import Index
from directory.listing import Listing
from directory.settings import Settings
from directory.web.assets import FOLDER, REMARKS, known
from tests.pages_world import PAGES, Outline, client_of, indexed, listing, made, text_of, with_catalogue


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("pages")) as found:
        yield found


@pytest.fixture(scope="module")
def client(index: Index, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    settings = Settings(data=with_catalogue(tmp_path_factory.mktemp("data")))
    return client_of(settings, index)


@pytest.fixture(scope="module")
def down(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    missing = f"sqlite:///{tmp_path_factory.mktemp('none') / 'index.sqlite'}"
    return client_of(Settings(index_url=missing))


@pytest.mark.parametrize("path", PAGES)
class TestEveryPage:
    def test_has_one_main_heading_and_no_gap_in_headings(self, client: FlaskClient, path: str) -> None:
        headings = Outline(text_of(client, path)).headings
        assert headings.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(headings))

    def test_has_its_landmarks_and_a_way_out(self, client: FlaskClient, path: str) -> None:
        text = text_of(client, path)
        outline = Outline(text)
        assert [outline.tags.count(tag) for tag in ("header", "main", "footer")] == [1, 1, 1]
        assert text.index('class="skip"') < text.index('class="bar"') < text.index('class="strip') < text.index("<main")
        assert outline.links["Quick exit"] == {"/exit"}
        assert outline.links["Call 988"] == {"tel:988"}
        assert outline.links["Text 988"] == {"sms:988"}
        assert outline.links["Call 911"] == {"tel:911"}

    def test_has_nothing_inline_and_no_id_twice(self, client: FlaskClient, path: str) -> None:
        text = text_of(client, path)
        outline = Outline(text)
        assert outline.inline == []
        assert len(set(outline.ids)) == len(outline.ids)
        assert "<style" not in text
        assert re.findall(r'<script(?![^>]*src=)(?! type="application/ld\+json")', text) == []

    def test_has_no_two_links_of_one_name_to_two_places(self, client: FlaskClient, path: str) -> None:
        links = Outline(text_of(client, path)).links
        assert {name: found for name, found in links.items() if len(found) > 1} == {}
        assert "" not in links

    def test_keeps_to_its_budget_and_to_this_host(self, client: FlaskClient, path: str) -> None:
        response = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(response.data) <= 15_000
        text = gzip.decompress(response.data).decode()
        loaded = re.findall(r'<(?:link|script|img)[^>]+?(?:href|src)="([^"]+)"', text)
        assert all(address.startswith(("/assets/", "data:image/svg+xml,")) for address in loaded)
        assert 1 + sum(address.startswith("/") for address in loaded) <= 3

    def test_sets_no_cookie(self, client: FlaskClient, path: str) -> None:
        assert "Set-Cookie" not in client.get(path).headers


class TestAssets:
    def test_style_and_script_keep_to_their_budgets(self) -> None:
        sizes = {name: len(gzip.compress(one.body, 6)) for name, one in known().items()}
        assert sizes["site.css"] <= 8_000
        assert sizes["site.js"] <= 5_000
        assert sizes["site.css"] + sizes["site.js"] + 15_000 <= 30_000

    def test_an_address_carries_the_hash_and_is_kept_for_a_year(self, client: FlaskClient) -> None:
        for address in re.findall(r'"(/assets/[^"]+)"', text_of(client, "/")):
            response = client.get(address)
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            source = (FOLDER / address.rpartition("/")[2]).read_bytes()
            assert response.data == (REMARKS.sub(b"", source) if address.endswith(".css") else source)

    def test_an_old_hash_is_answered_but_not_kept(self, client: FlaskClient) -> None:
        assert client.get("/assets/000000000000/site.css").headers["Cache-Control"] == "public, max-age=300"
        assert client.get("/assets/000000000000/secret.css").status_code == 404
        assert client.get("/assets/x/..%2f__init__.py").status_code == 404

    def test_the_style_uses_only_logical_sides(self) -> None:
        style = (FOLDER / "site.css").read_text("utf-8")
        assert not re.search(r"(?<![-\w])(margin|padding|border)-(left|right)|(?<![-\w])(left|right)\s*:", style)


class TestListing:
    def test_the_sections_come_in_their_order(self, client: FlaskClient) -> None:
        text = text_of(client, listing("talk"))
        order = ("in-touch", "right", "when", "where", "cost", "signs", "facts-from")
        places = [text.index(f'id="{name}"') for name in order]
        assert places == sorted(places)

    def test_the_name_of_its_provider_leads_to_its_other_places(self, client: FlaskClient) -> None:
        (href,) = Outline(text_of(client, listing("talk"))).links["Provider talk"]
        assert href == "/search?organization=world%3Atalk"
        assert "Provider talk" in text_of(client, href)

    def test_a_protected_place_has_no_address_and_a_neutral_title(self, client: FlaskClient) -> None:
        text = text_of(client, listing("house"))
        assert "<title>Listing – Nearhelp</title>" in text
        assert "Location shared when you contact them" in text
        assert "If someone may look at this phone" in text
        assert "openstreetmap" not in text
        assert "Example Street" not in text

    def test_similar_help_by_phone_is_of_the_same_country_however_many_lines_others_have(self, tmp_path: Path) -> None:
        def line(key: str, country: str) -> Listing:
            return made(key, modes=("phone",), place=None, coverage=(country,), categories=("crisis/warmlines",))

        abroad = [line(f"a{n}", "gb") for n in range(60)]
        with indexed(tmp_path, [*abroad, line("one", "us"), line("two", "us"), line("es", "es"), line("es2", "es")]) as index:
            client = client_of(Settings(), index)
            for key, other in (("one", "two"), ("es", "es2")):
                assert f'href="{listing(other)}"' in text_of(client, listing(key))

    def test_one_that_is_not_there_is_said_kindly(self, client: FlaskClient) -> None:
        text = text_of(client, "/listing/0000000000", 404)
        assert "<h1>This page is not here</h1>" in text
        assert "Nothing you did went wrong." in text
        assert "404" not in re.sub(r"/assets/\w+", "", text)


class TestExit:
    def test_it_forgets_and_leaves_for_the_neutral_page(self, client: FlaskClient) -> None:
        response = client.get("/exit")
        assert response.status_code == 303
        assert response.headers["Location"] == "https://www.weather.gov/"
        assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


class TestWithoutIndex:
    def test_search_says_so_with_four_help_lines_and_the_same_address(self, down: FlaskClient) -> None:
        text = text_of(down, "/search?q=grief&place=Miami", 503)
        assert "<h1>Search is not working right now</h1>" in text
        assert text.count('<article class="card">') == 4
        assert Outline(text).links["Try the search again"] == {"/search?q=grief&place=Miami"}

    @pytest.mark.parametrize("path", ["/", "/helplines", "/kinds", "/about", "/stay-safe", "/privacy", "/accessibility"])
    def test_everything_else_still_works(self, down: FlaskClient, path: str) -> None:
        assert "Quick exit" in text_of(down, path)

    def test_help_lines_have_their_numbers(self, down: FlaskClient) -> None:
        text = text_of(down, "/helplines")
        assert 'href="sms:741741?&amp;body=HOME"' in text
        assert "tel:741741" not in text
        assert 'href="tel:988"' in text
        assert 'href="tel:116123"' in text_of(down, "/helplines?country=gb")
