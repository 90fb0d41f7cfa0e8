"""The pages over the real engine: what each shows, what it never shows, how it is sent."""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from directory.errors import UnknownPlace
from directory.geo import Point
from directory.index import open_index
from directory.index.base import Index
from directory.listing import Address, Listing, Organization, Phone, Place, Provenance, ref_of
from directory.query import Near
from directory.schedule import Session
from directory.settings import Settings
from directory.web import create_app
from directory.web.assets import FOLDER, known

NOW = 29_755_680  # 2026-07-29 04:00 UTC
MIAMI = Near(
    label="Miami, FL",
    kind="city",
    point=Point(25.77, -80.19),
    codes=("us-fl-086-miami", "us-fl-086", "us-fl", "us", "world"),
    radius_km=9.0,
    zone="America/New_York",
)
FLORIDA = replace(MIAMI, label="Florida", kind="state", codes=("us-fl", "us", "world"), areas=("us-fl",))
THURSDAYS = Session(freq="weekly", days=(3,), start=19 * 60, end=20 * 60, zone="America/New_York")


class Atlas:
    """A gazetteer of one town, one state, two Springfields."""

    def find(self, text: str) -> tuple[Near, ...]:
        """Miami, Florida, Springfield."""
        known_places = {"miami": (MIAMI,), "florida": (FLORIDA,)}
        pair = (replace(MIAMI, label="Springfield, IL"), replace(MIAMI, label="Springfield, MO"))
        if text.casefold().startswith("springfield"):
            return tuple(near for near in pair if near.label == text) or pair
        if text.casefold() not in known_places:
            raise UnknownPlace(("Miami, FL",))
        return known_places[text.casefold()]

    def at(self, point: Point) -> Near:
        """Miami, wherever one is."""
        return replace(MIAMI, point=point, kind="point")

    def name(self, code: str) -> str:
        """Florida and the United States."""
        return {"us-fl": "Florida", "us": "the United States"}.get(code, "")


def made(key: str, **more: Any) -> Listing:
    """An invented listing in Miami, with changes."""
    said: dict[str, Any] = {
        "name": f"Circle {key}",
        "organization": Organization(key=f"world:{key}", name=f"Provider {key}"),
        "categories": ("support-groups/grief",),
        "modes": ("in-person",),
        "place": Place(
            address=Address(lines=("20 Example Street",), city="Miami", region="FL", postal_code="33131", country="US"),
            point=Point(25.77, -80.2),
            precision="rooftop",
            codes=("us-fl-086", "us-fl", "us"),
        ),
        "coverage": ("us-fl-086",),
        "phones": (Phone(number="3055550142", kind="local"),),
        "provenance": Provenance(source="world", source_name="World", seen_on=None),
    }
    identifier = f"world:{key}@1"
    return Listing(id=identifier, ref=ref_of(identifier), revision=1, **(said | more))


CHAIN = Organization(key="world:chain", name="Chain of Hope")
GROUP = Organization(key="world:harbor", name="Harbor Network")
WORLD = (
    made("talk", name="Grief talks", costs=("free",), languages=("es",), description="Talk with us. " * 40),
    made("ask", name="Grief circle", description="<script>alert(1)</script> & more"),
    made("fee", name="Grief therapy", costs=("fee",)),
    made("twin1", name="Same name"),
    made("twin2", name="Same name"),
    *(
        made(f"chain{n}", name=f"Chain place {n}", organization=CHAIN, categories=("practical/food/pantries",))
        for n in range(8)
    ),
    *(
        made(
            f"meet{n}",
            name="Harbor Grief Circle",
            organization=GROUP,
            group="harbor",
            sessions=(replace(THURSDAYS, days=(n,)),),
        )
        for n in range(5)
    ),
    made("house", name="Casa Alba", categories=("crisis/abuse-violence",), place=Place(visibility="hidden", codes=("us-fl",))),
    made("line", name="Florida line", modes=("phone",), place=None, coverage=("us-fl",), categories=("crisis/warmlines",)),
    made("nolink", name="Listing without contact", phones=(), coverage=("us",), modes=("phone",), place=None),
    made("arabic", name="جماعة الدعم", language_of_text="ar", phones=(), url="https://circle.example.org"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    found = open_index(f"sqlite:///{tmp_path_factory.mktemp('pages') / 'index.sqlite'}")
    found.rebuild(WORLD)
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(index: Index) -> FlaskClient:
    return create_app(Settings(), index=index, gazetteer=Atlas(), clock=lambda: NOW).test_client()


@pytest.fixture(scope="module")
def down(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    missing = f"sqlite:///{tmp_path_factory.mktemp('none') / 'index.sqlite'}"
    return create_app(Settings(index_url=missing), gazetteer=Atlas(), clock=lambda: NOW).test_client()


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.text[:500]
    return response.text


def listing(key: str) -> str:
    return f"/listing/{ref_of(f'world:{key}@1')}"


PAGES = (
    "/",
    "/search",
    "/search?q=grief&place=Miami&cost=free",
    "/search?q=nothing-like-this&language=so",
    "/search?place=Springfield",
    "/search?place=Nowhere",
    "/search?q=i+want+to+die",
    listing("talk"),
    listing("house"),
    listing("meet0"),
    listing("arabic"),
    "/helplines",
    "/helplines?country=gb",
    "/kinds",
    "/about",
    "/stay-safe",
    "/privacy",
    "/accessibility",
)


class Outline(HTMLParser):
    """Headings, landmarks, ids and links of a page, as assistive technology meets them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: dict[str, set[str]] = {}
        self.inline: list[str] = []
        self._link: tuple[str, str] | None = None
        self._text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens."""
        said = dict(attrs)
        self.tags.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if said.get("id"):
            self.ids.append(said["id"] or "")
        self.inline += [name for name in said if name == "style" or name.startswith("on")]
        if tag == "a":
            self._link, self._text = (said.get("href") or "", said.get("aria-label") or ""), ""

    def handle_data(self, data: str) -> None:
        """Gather the words of a link."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Keep a link under its accessible name."""
        if tag == "a" and self._link is not None:
            href, name = self._link
            self.links.setdefault(name or " ".join(self._text.split()), set()).add(href)
            self._link = None


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
        assert re.findall(r"<script(?![^>]*src=)", text) == []

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
        assert sum(sizes.values()) + 15_000 <= 30_000

    def test_an_address_carries_the_hash_and_is_kept_for_a_year(self, client: FlaskClient) -> None:
        for address in re.findall(r'"(/assets/[^"]+)"', text_of(client, "/")):
            response = client.get(address)
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert response.data == (FOLDER / address.rpartition("/")[2]).read_bytes()

    def test_an_old_hash_is_answered_but_not_kept(self, client: FlaskClient) -> None:
        assert client.get("/assets/000000000000/site.css").headers["Cache-Control"] == "public, max-age=300"
        assert client.get("/assets/000000000000/secret.css").status_code == 404
        assert client.get("/assets/x/..%2f__init__.py").status_code == 404

    def test_the_style_uses_only_logical_sides(self) -> None:
        style = (FOLDER / "site.css").read_text("utf-8")
        assert not re.search(r"(?<![-\w])(margin|padding|border)-(left|right)|(?<![-\w])(left|right)\s*:", style)


class TestResults:
    def test_the_heading_counts_and_names_the_place(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief&place=Miami")
        assert re.search(r"<h1>\d+ places can help near Miami, FL</h1>", text)
        assert "Within 10 miles, plus phone and online help." in text

    def test_the_title_never_says_what_was_looked_for(self, client: FlaskClient) -> None:
        title = re.search(r"<title>(.*?)</title>", text_of(client, "/search?q=grief&place=Miami"))
        assert title is not None
        assert title[1] == "Search results, page 1 of 1 – Nearhelp"

    def test_results_are_neither_kept_nor_indexed(self, client: FlaskClient) -> None:
        headers = client.get("/search?q=grief").headers
        assert "no-store" in headers["Cache-Control"]
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "no-referrer"

    def test_what_does_not_say_comes_under_its_heading_and_what_says_no_is_counted(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?category=support-groups&cost=free")
        assert text.index("Grief talks") < text.index("These do not say everything. Ask them.") < text.index(">Grief circle<")
        assert "Grief therapy" not in text
        assert "1 listing left out because it says it does not fit." in text
        assert "Grief therapy" in text_of(client, "/search?category=support-groups&cost=free&fit=all")

    def test_chips_take_back_one_thing_each(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=grief&place=Miami&cost=free")).links
        assert links["Remove “grief”"] == {"/search?place=Miami&within=10&cost=free"}
        assert links["Remove Free"] == {"/search?q=grief&place=Miami&within=10"}

    def test_a_chosen_filter_stays_ticked_when_it_counts_nothing(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?access=hearing-loop")
        assert 'name="access" value="hearing-loop" checked' in text

    def test_the_filter_form_carries_the_rest_of_the_search(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief&place=Miami&category=support-groups&cost=free&sort=name")
        form = text[text.index('aria-label="Filters"') : text.index("Show results")]
        for name, value in (("q", "grief"), ("place", "Miami"), ("category", "support-groups"), ("sort", "name")):
            assert f'<input type="hidden" name="{name}" value="{value}">' in form
        assert 'type="hidden" name="cost"' not in form

    def test_more_than_three_of_one_organization_fold(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?category=practical/food")
        assert text.count('<article class="card">') == 3
        assert "5 more of Chain of Hope" in text
        assert text_of(client, "/search?category=practical/food&organization=world:chain").count('<article class="card">') == 8

    def test_meetings_of_one_group_are_one_card(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=harbor")
        assert text.count('<article class="card">') == 1
        assert "· 5 meetings" in text
        assert text.count("<div><dt>") == 3
        assert "and 2 more" in text

    def test_the_page_of_a_group_leads_to_its_other_meetings(self, client: FlaskClient) -> None:
        text = text_of(client, listing("meet0"))
        assert all(listing(f"meet{n}") in text for n in range(1, 5))

    def test_same_names_are_told_apart(self, client: FlaskClient) -> None:
        links = Outline(text_of(client, "/search?q=same+name")).links
        assert {"Same name, Provider twin1", "Same name, Provider twin2"} <= links.keys()

    def test_every_result_offers_a_way_to_make_contact(self, client: FlaskClient) -> None:
        for card in re.findall(r'<article class="card">.*?</article>', text_of(client, "/search?sort=name"), re.DOTALL):
            assert re.search(r'<a class="btn" href="(tel:|sms:|https://|/helplines)', card)

    def test_the_words_of_a_source_are_text_never_markup(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=circle")
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text

    def test_a_name_in_another_language_says_so(self, client: FlaskClient) -> None:
        assert '<bdi lang="ar">جماعة الدعم</bdi>' in text_of(client, listing("arabic"))

    def test_a_wide_place_says_that_distance_is_not_used(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?place=Florida&within=5")
        assert "can help in Florida" in text
        assert "Distance is not used for an area this large." in text
        assert 'name="within"' not in text[text.index('aria-label="Filters"') : text.index("Show results")].replace(
            "hidden", ""
        )

    def test_the_pager_carries_the_clock(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?sort=name")
        assert f"/search?t={NOW}&amp;sort=name&amp;page=2" in text

    def test_a_page_behind_the_last_is_the_last(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?page=400")
        assert 'aria-current="page">2' in text

    def test_a_page_that_cannot_be_is_ignored_with_a_word(self, client: FlaskClient) -> None:
        assert "We did not understand" in text_of(client, "/search?page=1000000000")


class TestPlaces:
    def test_an_ambiguous_place_offers_a_choice_and_keeps_the_words(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief&place=Springfield")
        assert "Which Springfield?" in text
        links = Outline(text).links
        assert links["Springfield, IL"] == {"/search?q=grief&place=Springfield,+IL"}

    def test_an_unknown_place_is_said_with_names_like_it(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=grief&place=Miammi")
        assert "We do not know the place “Miammi”." in text
        assert Outline(text).links["Miami, FL"] == {"/search?q=grief&place=Miami,+FL"}


class TestCrisis:
    def test_exact_words_raise_the_card_between_heading_and_results(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=i+want+to+die")
        assert text.index("<h1>") < text.index('class="crisis"')
        assert 'class="strip slim"' in text
        assert "Call 988, 988 Suicide &amp; Crisis Lifeline" in text

    def test_a_chosen_kind_raises_it_too_and_above_its_results(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?category=crisis/abuse-violence")
        assert text.index('class="crisis"') < text.index("Casa Alba")
        assert "1-800-799-SAFE" in text

    def test_implied_words_give_a_soft_line_and_no_card(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=suicide+loss+group")
        assert 'class="soft-line"' in text
        assert 'class="crisis"' not in text

    def test_a_silenced_phrase_gives_neither(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=cutting+board")
        assert 'class="soft-line"' not in text
        assert 'class="crisis"' not in text


class TestNothingFound:
    def test_it_is_no_error_and_offers_ways_on(self, client: FlaskClient) -> None:
        text = text_of(client, "/search?q=nothing-like-this&place=Miami&language=so")
        assert "<h1>Nothing fits all of this yet</h1>" in text
        for part in ("Search is working.", "Change one thing", "Help you can get from anywhere", "Try other words", "Call 211"):
            assert part in text
        assert "“nothing-like-this”" in text

    def test_what_was_typed_stays_in_the_form(self, client: FlaskClient) -> None:
        assert 'name="q" value="nothing-like-this"' in text_of(client, "/search?q=nothing-like-this")


class TestListing:
    def test_the_sections_come_in_their_order(self, client: FlaskClient) -> None:
        text = text_of(client, listing("talk"))
        order = ("in-touch", "right", "when", "where", "cost", "signs", "facts-from")
        places = [text.index(f'id="{name}"') for name in order]
        assert places == sorted(places)

    def test_a_protected_place_has_no_address_and_a_neutral_title(self, client: FlaskClient) -> None:
        text = text_of(client, listing("house"))
        assert "<title>Listing – Nearhelp</title>" in text
        assert "Location shared when you contact them" in text
        assert "If someone may look at this phone" in text
        assert "openstreetmap" not in text
        assert "Example Street" not in text

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
