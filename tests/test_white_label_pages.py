"""Pages under an operator's white label: the name everywhere it is said, the colours, the mark, the lines, the doors."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from directory.errors import SettingsError
from directory.index.base import Index
from directory.settings import Settings
from directory.taxonomy import categories
from directory.web import create_app, sheet_pdf
from directory.web.present_site import DOORS as DOORS_OF_PAGES
from directory.web.present_site import ICONS, tiles
from directory.web.words import LANGUAGES, Voice
from directory.white_label import DOORS
from tests.pages_world import FOUR, PAGES, Outline, client_of, first, indexed, listing, text_of
from tests.test_pages_list import unpacked
from tests.test_white_label import BLUE, LINE, written

LABEL = f"""
name = "Harbor <b>Help</b> & Hope"
run_by = "Harbor \\"County\\" <i>Library</i>"
contact = "help@library.example.org"
mark = "mark.svg"
{BLUE}
[home]
categories = ["food", "lines", "practical/legal", "recovery/sober-living"]
{LINE}
[helplines.us]
strip = "harbor-line"
cannot-cope = ["harbor-line", "us-988-lifeline"]
"""
NAME = "Harbor &lt;b&gt;Help&lt;/b&gt; &amp; Hope"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("label")) as found:
        yield found


@pytest.fixture(scope="module")
def client(index: Index, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A site under the white label."""
    settings = written(tmp_path_factory.mktemp("white"), LABEL)
    return client_of(settings, index)


@pytest.fixture(scope="module")
def plain(index: Index) -> FlaskClient:
    """The site as shipped, beside it."""
    return client_of(Settings(), index)


@pytest.mark.parametrize("path", (*PAGES, "/nothing-here", "/api/docs"))
def test_every_page_says_the_name_as_words_and_never_that_of_the_software(client: FlaskClient, path: str) -> None:
    text = client.get(path).text
    assert f"<span>{NAME}</span>" in text
    assert "<b>Help</b>" not in text
    assert "<i>Library</i>" not in text
    assert "Nearhelp" not in text
    assert Outline(text).inline == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_it(client: FlaskClient, language: str) -> None:
    before = "" if language == "en" else f"/{language}"
    text = text_of(client, f"{before}/about")
    assert text.count(NAME) >= 3
    assert text.count('href="mailto:help@library.example.org"') == 2
    assert "Harbor &#34;County&#34; &lt;i&gt;Library&lt;/i&gt;" in text


def test_what_is_handed_on_says_the_name(client: FlaskClient) -> None:
    page = text_of(client, f"/list?ids={FOUR}")
    mail = unquote(first(r'href="(mailto:\?[^"]+)"', page))
    assert "Harbor <b>Help</b> & Hope: http://localhost/l/" in mail
    assert mail.startswith("mailto:?subject=The list you asked for&")
    assert "Harbor <b>Help</b> & Hope: http" in unquote(text_of(client, listing("talk")))
    assert "Harbor <b>Help</b> & Hope: http" in text_of(client, f"/list.txt?ids={FOUR}")
    assert f"<b>{NAME}</b>" in text_of(client, f"/sheet?ids={FOUR}")
    assert f"{NAME} · " in text_of(client, "/search?category=support-groups&view=booklet")


def test_no_one_breaks_out_of_a_mail_by_the_name(client: FlaskClient) -> None:
    (mail,) = re.findall(r'href="(mailto:\?[^"]+)"', text_of(client, f"/list?ids={FOUR}"))
    assert mail.count("&amp;") == 1
    assert "%26%20Hope" in mail


@pytest.mark.skipif(not sheet_pdf.available(), reason="WeasyPrint or its system libraries are not installed (optional)")
def test_the_pdf_says_whose_it_is(client: FlaskClient) -> None:
    response = client.get(f"/sheet.pdf?ids={FOUR}")
    assert response.status_code == 200
    assert b"/Author (Harbor <b>Help</b> & Hope)" in unpacked(response.data)


class TestColours:
    def test_they_come_in_the_one_style_sheet_under_a_hash_of_their_own(self, client: FlaskClient, plain: FlaskClient) -> None:
        own, shipped = (first(r'href="(/assets/\w+/site\.css)"', text_of(one, "/")) for one in (client, plain))
        assert own != shipped
        sent = client.get(own)
        assert sent.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert sent.text.startswith(plain.get(shipped).text)
        assert sent.text.endswith("--bar:#0b1520;--door1:#1f3347;--door2:#31475d;--door3:#435c73}}")
        assert "style-src 'self';" in client.get("/").headers["Content-Security-Policy"]
        assert len(gzip.compress(sent.data, 6)) <= 8_000

    def test_two_sites_in_one_process_keep_their_own(self, client: FlaskClient, plain: FlaskClient) -> None:
        for one, own in ((client, True), (plain, False), (client, True)):
            address = first(r'href="(/assets/\w+/site\.css)"', text_of(one, "/"))
            assert ("--plum:#1f4e79" in one.get(address).text) is own

    def test_the_icon_has_the_colours_of_the_bar(self, client: FlaskClient, plain: FlaskClient) -> None:
        own, shipped = (first(r'rel="icon" href="([^"]+)"', text_of(one, "/")) for one in (client, plain))
        assert "%2312324f" in own
        assert "%2341183a" in shipped


def test_the_mark_stands_in_the_bar_and_the_page_keeps_to_its_budget(client: FlaskClient) -> None:
    for path in ("/", "/search?q=grief&place=Miami", listing("talk")):
        response = client.get(path, headers={"Accept-Encoding": "gzip"})
        text = gzip.decompress(response.data).decode()
        assert '<a class="brand long" href="/">\n<svg viewBox="0 0 32 32" aria-hidden="true"><g><path' in text
        assert len(response.data) <= 15_000


def test_the_lines_of_the_operator_answer_first(client: FlaskClient, plain: FlaskClient) -> None:
    assert 'href="tel:+13055550142">' in text_of(client, "/privacy")
    crisis = text_of(client, "/search?q=i+want+to+die").partition('<section class="crisis"')[2].partition("</section>")[0]
    assert "Harbor County Line" in crisis
    page = text_of(client, "/helplines")
    assert page.index("Harbor County Line") < page.index("988 Suicide")
    assert "Harbor County Line" not in text_of(plain, "/helplines")
    assert "tel:988" in text_of(plain, "/privacy")


class TestDoors:
    def test_the_home_page_has_those_that_are_named_in_their_order(self, client: FlaskClient) -> None:
        text = text_of(client, "/")
        tiles = re.findall(r'<li><a href="([^"]+)"><span class="plate">', text)
        assert tiles == [
            "/search?category=practical/food",
            "/helplines",
            "/search?category=practical/legal",
            "/search?category=recovery/sober-living",
        ]
        assert "<small></small>" not in text

    def test_those_with_words_of_their_own_are_known_to_the_white_label(self) -> None:
        assert tuple(DOORS_OF_PAGES) == DOORS

    def test_every_kind_of_help_can_be_one_in_every_language(self) -> None:
        for language in LANGUAGES:
            assert all(one.name and one.icon for one in tiles(Voice(language), categories()))
        assert set(ICONS) <= set(categories())


def test_a_white_label_that_is_not_right_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"site\.toml:1: name "):
        create_app(written(tmp_path, 'name = ""'))
