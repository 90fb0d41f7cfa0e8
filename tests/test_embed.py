"""The search in a frame of another site: who may show it, what leaves it, what it never says in an address."""

from __future__ import annotations

import gzip
import html
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory.index.base import Index
from directory.settings import Settings
from directory.web.words import LANGUAGES
from tests.pages_world import FOUR, PAGES, WORLD, Outline, client_of, first, indexed, listing, made, ref, text_of

LIBRARY, SCHOOL = "https://library.example.org", "https://*.school.example.org"
SECRET = {"q": "grief", "place": "Miami"}
MANY = [made(f"many{n}", name=f"Faith group {n:02d}", categories=("faith/groups",)) for n in range(30)]
HOSTILE = made("hostile", name='"><script>alert(1)</script>', categories=("culture/veterans",))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("embed"), [*WORLD, *MANY, HOSTILE]) as found:
        yield found


def site(index: Index | None, **settings: Any) -> FlaskClient:
    settings.setdefault("embed_in", (LIBRARY, SCHOOL))
    return client_of(Settings(**settings), index)


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return site(index)


def posted(client: FlaskClient, path: str = "/embed", /, **said: Any) -> str:
    """The page that a form in the frame gives."""
    response = client.post(path, data=said)
    assert response.status_code == 200, response.text[:500]
    return response.text


def buttons(text: str) -> dict[str, dict[str, str]]:
    """What is on each button that searches again → what it sends."""
    found = {}
    for form in re.findall(r'<form action="[^"]*/embed" method="post">(.*?)</form>', text, re.S):
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        label = re.search(r"<button[^>]*>(?:<bdi>)?(.*?)(?:</bdi>|</button>)", form)
        assert label is not None
        found[html.unescape(label[1])] = {name: html.unescape(value) for name, value in sent.items()}
    return found


class TestWhoMayShowIt:
    def test_the_sites_of_the_settings_may_and_nobody_else(self, client: FlaskClient) -> None:
        for response in (client.get("/embed"), client.post("/embed", data=SECRET), client.get("/ar/embed")):
            policy = response.headers["Content-Security-Policy"]
            assert policy.endswith(f"; frame-ancestors {LIBRARY} {SCHOOL}")
            assert "script-src" not in policy
            assert "X-Frame-Options" not in response.headers
            assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"

    @pytest.mark.parametrize(
        "path",
        (
            *(path for path in PAGES if path != "/embed"),
            "/embed/",
            "/embed/x",
            "/embedded",
            "/exit",
            "/api/search",
            "/robots.txt",
            "/list.csv",
        ),
    )
    def test_no_other_page_can_be_framed(self, client: FlaskClient, path: str) -> None:
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
        assert headers["X-Frame-Options"] == "DENY"

    def test_without_a_site_in_the_settings_it_refuses_and_says_why(self, index: Index) -> None:
        closed = site(index, embed_in=())
        response = closed.get("/embed")
        assert response.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "No other site may show this page" in response.text
        assert "NEARHELP_" not in response.text
        assert "places can help near Miami" in posted(closed, **SECRET)

    def test_an_open_one_does_not_say_it_is_closed(self, client: FlaskClient) -> None:
        assert "No other site may show this page" not in text_of(client, "/embed")

    def test_what_goes_wrong_is_shown_in_the_frame_too(self, index: Index) -> None:
        client = site(index, limit_search=1)
        answers = [client.post("/embed", data=SECRET, environ_base={"REMOTE_ADDR": "203.0.113.9"}) for _ in range(2)]
        assert [one.status_code for one in answers] == [200, 429]
        assert answers[1].headers["Content-Security-Policy"].endswith(f"{LIBRARY} {SCHOOL}")
        assert 'href="tel:988"' in answers[1].text
        assert 'class="mine"' not in answers[1].text
        assert "<script" not in answers[1].text
        big = client.post("/embed", data={"q": "x" * 70_000})
        assert big.status_code == 413
        assert "X-Frame-Options" not in big.headers


class TestNothingInAddresses:
    def test_a_search_is_sent_by_post_and_only_so(self, client: FlaskClient) -> None:
        text = text_of(client, "/embed")
        assert '<form class="search" role="search" action="/embed" method="post">' in text
        assert 'method="get"' not in text
        asked = text_of(client, "/embed?q=grief&category=faith")
        assert "grief" not in asked
        assert "<h1>Find help near you</h1>" in asked

    @pytest.mark.parametrize(
        "said",
        [
            SECRET,
            {"q": "nothing-like-this", "language": "so"},
            {"q": "nothing-like-this", "category": "support-groups/grief", "place": "Miami"},
            {"q": "pantry", "place": "Miami"},
            {"q": "food pantries"},
            {"q": "greif"},
            {"place": "Springfield", "q": "grief"},
            {"place": "Springfild", "q": "grief"},
            {"q": "i want to die"},
            {"q": "faith group", "page": "2"},
        ],
    )
    def test_no_link_of_what_was_found_holds_what_was_asked(self, client: FlaskClient, said: dict[str, str]) -> None:
        text = posted(client, **said)
        links = [html.unescape(found) for found in re.findall(r'(?:href|action)="([^"]*)"', text)]
        inside = [link for link in links if link.startswith("/") and not link.startswith("/assets/")]
        assert inside
        for link in inside:
            assert re.fullmatch(r"(/es|/ar)?/(embed|listing/\w{10}|helplines|stay-safe|privacy|exit)?", link), link

    def test_no_words_are_written_down(self, client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            posted(client, **SECRET)
        assert caplog.records
        assert "grief" not in caplog.text
        assert "Miami" not in caplog.text

    def test_it_is_kept_by_nobody_and_sets_no_cookie(self, client: FlaskClient) -> None:
        response = client.post("/embed", data=SECRET)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in response.headers
        assert client.get("/embed").headers["Cache-Control"] == "public, max-age=300"

    def test_a_place_may_stand_in_the_form_already(self, client: FlaskClient) -> None:
        assert 'name="place" value="Oakland &#34;x&#34;"' in text_of(client, '/embed?place=Oakland+"x"')


class TestWhatIsFound:
    def test_cards_open_their_listing_in_a_tab_of_its_own(self, client: FlaskClient) -> None:
        text = posted(client, **SECRET)
        assert "places can help near Miami, Florida" in text
        assert f'<a target="_blank" href="{listing("talk")}"' in text
        assert "Every result opens in a new tab." in text
        for tag in re.findall(r"<a [^>]*>", text):
            to = first(r'href="([^"]*)"', tag)
            wanted = "_top" if to.startswith(("tel:", "sms:", "mailto:")) or to == "/exit" else "_blank"
            assert (f'target="{wanted}"' in tag) is not to.startswith("#"), tag

    def test_there_is_no_list_in_it(self, client: FlaskClient) -> None:
        for text in (posted(client, **SECRET, list=FOUR), text_of(client, f"/embed?list={FOUR}")):
            assert "My list" not in text
            assert "Add to list" not in text
            assert "list=" not in text
            assert ref("house") not in text

    def test_the_crisis_card_comes_first_and_the_help_lines_are_always_there(self, client: FlaskClient) -> None:
        text = posted(client, category="crisis/abuse-violence")
        assert text.index('class="crisis"') < text.index('class="cards"')
        assert "thinking of ending your life" in posted(client, q="i want to die")
        for page in (text, text_of(client, "/embed"), posted(client, q="zzzz")):
            assert '<section class="strip slim" aria-label="Help now">' in page
            assert 'href="tel:988"' in page

    def test_buttons_turn_pages_and_keep_the_question(self, client: FlaskClient) -> None:
        first = posted(client, category="faith/groups")
        assert len(re.findall(r'<li id="r-', first)) <= 10
        second = posted(client, **buttons(first)["Next"])
        third = posted(client, **buttons(second)["Next"])
        assert "Next" not in buttons(third)
        assert buttons(third)["Previous"]["page"] == "2"
        refs = [found for text in (first, second, third) for found in re.findall(r'<li id="r-(\w+)"', text)]
        assert len(refs) == len(set(refs)) == 30
        assert "Page 3 of 3." in posted(client, category="faith/groups", page="50")

    def test_a_chip_takes_back_a_reading(self, client: FlaskClient) -> None:
        text = posted(client, **SECRET)
        assert "q" not in buttons(text)["Grief & loss groups"]

    def test_the_rest_of_an_organization_is_a_button(self, client: FlaskClient) -> None:
        text = posted(client, category="practical/food/pantries")
        (more,) = (sent for label, sent in buttons(text).items() if "more of Chain of Hope" in label)
        assert more["organization"] == "world:chain"
        assert len(re.findall(r'<li id="r-', posted(client, **more))) == 8

    def test_a_place_of_many_is_chosen_by_a_button(self, client: FlaskClient) -> None:
        found = buttons(posted(client, q="grief", place="Springfield"))
        assert {"q": "grief", "place": "Springfield, Missouri"} in found.values()
        assert "Springfield" in " ".join(buttons(posted(client, q="grief", place="Springfild")))

    def test_nothing_found_says_what_one_change_would_give(self, client: FlaskClient) -> None:
        text = posted(client, q="grief", place="Miami", language="so", say="1")
        assert "Nothing fits all of this yet" in text
        assert any(one.get("q") == "grief" and "language" not in one for one in buttons(text).values())
        assert "Help you can get from anywhere" in text

    def test_unknown_arguments_are_left_alone(self, client: FlaskClient) -> None:
        text = posted(client, **SECRET, view="booklet", after="x", csrf="x", **{"for": "client"})
        assert "Contents" not in text
        assert "<table" not in text

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_language_has_it_and_changing_keeps_the_question(self, client: FlaskClient, language: str) -> None:
        before = "" if language == "en" else f"/{language}"
        text = posted(client, f"{before}/embed", **SECRET)
        assert f'<html lang="{language}"' in text
        assert f'action="{before}/embed"' in text
        others = re.findall(r'<li><form action="([^"]+)" method="post"><input type="hidden" name="q" value="grief">', text)
        assert sorted(others) == sorted({"/embed", "/es/embed", "/ar/embed"} - {f"{before}/embed"})


class TestThePage:
    @pytest.mark.parametrize("said", [None, SECRET, {"q": "i want to die"}, {"q": "zzzz"}])
    def test_is_whole_and_small_and_has_no_script(self, client: FlaskClient, said: dict[str, str] | None) -> None:
        more = {"Accept-Encoding": "gzip"}
        response = client.post("/embed", data=said, headers=more) if said else client.get("/embed", headers=more)
        text = gzip.decompress(response.data).decode()
        outline = Outline(text)
        assert outline.headings[0] == 1
        assert outline.headings.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
        assert outline.inline == []
        assert len(set(outline.ids)) == len(outline.ids)
        assert "<script" not in text
        assert '<meta name="robots" content="noindex, nofollow">' in text
        assert len(response.data) <= 15_000

    def test_hostile_words_and_listings_stay_words(self, client: FlaskClient) -> None:
        text = posted(client, q='"><script>alert(1)</script>', place="<img src=x onerror=alert(1)>")
        text += posted(client, category="culture/veterans")
        assert "<script>" not in text
        assert "<img" not in text
        assert "&lt;script&gt;alert(1)" in text

    def test_a_title_never_says_what_was_asked(self, client: FlaskClient) -> None:
        title = first(r"<title>(.*?)</title>", posted(client, **SECRET))
        assert title == "Search results, page 1 of 2 – Nearhelp"

    def test_when_search_is_down_the_help_lines_are_there_and_the_words_stay_in_the_form(self, tmp_path: Any) -> None:
        client = site(None, index_url=f"sqlite:///{tmp_path / 'none.sqlite'}")
        response = client.post("/embed", data=SECRET)
        assert response.status_code == 503
        assert "Search is not working right now" in response.text
        assert '<a class="btn quiet" target' not in response.text
        assert '<a class="btn quiet" href="/embed">' in response.text
        assert response.headers["Content-Security-Policy"].endswith(f"{LIBRARY} {SCHOOL}")


def test_the_style_may_be_fetched_by_a_frame_of_no_origin(client: FlaskClient) -> None:
    address = first(r'href="(/assets/\w+/site\.css)"', text_of(client, "/embed"))
    assert client.get(address).headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/helplines").headers["Cross-Origin-Resource-Policy"] == "same-origin"
