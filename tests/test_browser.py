"""The pages in a real browser: light and dark, narrow and wide, with and without script. Skips where Chromium is absent.

axe runs where its file is: `npm pack axe-core` unpacked into `.cache/axe` (git-ignored).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from directory.index import open_index
from directory.settings import Settings
from directory.web import create_app
from tests.pages_world import GAZETTEER, NOW, PAGES, WORLD, listing

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[1] / ".cache" / "axe" / "package" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
RESULTS = "/search?q=grief&place=Miami&cost=free"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; its own downloads are never used."""
    program = shutil.which("chromium") or pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield found
        found.close()


@contextmanager
def served(application: Flask) -> Iterator[str]:
    """The address of a live server of an application."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a live server over the invented world."""
    index = open_index(f"sqlite:///{tmp_path_factory.mktemp('live') / 'index.sqlite'}")
    index.rebuild(WORLD)
    settings = Settings(exit_url="/accessibility")
    with served(create_app(settings, index=index, gazetteer=GAZETTEER, clock=lambda: NOW)) as address:
        yield address


@pytest.fixture(scope="session")
def down(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a live server whose index is not there."""
    settings = Settings(index_url=f"sqlite:///{tmp_path_factory.mktemp('down') / 'index.sqlite'}")
    with served(create_app(settings, gazetteer=GAZETTEER, clock=lambda: NOW)) as address:
        yield address


class Visit:
    """A page and all that a visit must not do: requests to others, console errors."""

    def __init__(self, browser: Browser, base: str, **options: Any) -> None:
        options.setdefault("viewport", {"width": 390, "height": 844})
        self.base = base
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def go(self, path: str) -> Page:
        """Open a path of the site."""
        self.page.goto(self.base + path)
        return self.page

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def test_no_page_asks_another_host_or_sets_a_cookie_or_complains(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        for path in PAGES:
            visit.asked.clear()
            visit.go(path)
            assert [url for url in visit.asked if not url.startswith((base, "data:"))] == []
            assert len([url for url in visit.asked if url.startswith(base)]) <= 3
        assert visit.context.cookies() == []
        assert visit.said == []


def test_no_page_scrolls_sideways(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        for path in PAGES:
            page = visit.go(path)
            for opened in ("false", "true"):
                page.evaluate(f"document.querySelectorAll('details').forEach((part) => {{ part.open = {opened} }})")
                for width in (320, 360, 768, 1280):
                    page.set_viewport_size({"width": width, "height": 800})
                    assert sideways(page) <= 0, (path, width, opened)


def test_text_of_twice_the_size_and_wide_spacing_does_not_scroll_sideways(browser: Browser, base: str) -> None:
    spaced = (
        "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}html{font-size:200%!important}"
    )
    with Visit(browser, base, viewport={"width": 640, "height": 800}, bypass_csp=True) as visit:
        for path in ("/", RESULTS, listing("talk"), "/helplines"):
            page = visit.go(path)
            page.add_style_tag(content=spaced)
            assert sideways(page) <= 0, path


def test_the_search_button_is_on_the_first_screen_of_a_phone(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        box = visit.go("/").get_by_role("button", name="Search").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("script", [True, False])
def test_a_search_goes_from_home_to_a_listing_with_and_without_script(browser: Browser, base: str, script: bool) -> None:
    with Visit(browser, base, java_script_enabled=script) as visit:
        page = visit.go("/")
        page.get_by_label("What do you need?").fill("grief")
        page.get_by_label("Where?").fill("Miami")
        page.get_by_role("button", name="Search").click()
        assert "places can help near Miami, Florida" in page.locator("h1").inner_text()
        page.locator("summary", has_text="Filters").click()
        page.locator("summary", has_text="Cost").click()
        page.locator("input[name=cost][value=free]").check()
        page.get_by_role("button", name="Show results").click()
        page.get_by_role("link", name="Remove Free").wait_for()
        page.get_by_role("link", name="Grief talks", exact=True).click()
        assert page.locator("h1").inner_text() == "Grief talks"
        assert page.get_by_role("link", name="Call 305-555-0142, Grief talks").get_attribute("href") == "tel:+13055550142"


def test_filters_and_search_stand_open_on_wide_screens(browser: Browser, base: str) -> None:
    with Visit(browser, base, viewport={"width": 1280, "height": 900}) as visit:
        page = visit.go(RESULTS)
        assert page.get_by_role("button", name="Show results").is_visible()
        assert page.get_by_label("What do you need?").is_visible()


def test_what_is_focused_is_marked_and_never_under_the_bar(browser: Browser, base: str) -> None:
    look = """() => { const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
        return [one.tagName, box.top, box.bottom, style.outlineStyle, !!one.closest('.bar') || one.matches('.skip')] }"""
    with Visit(browser, base) as visit:
        page = visit.go(RESULTS)
        for key in ("Tab", "Shift+Tab"):
            for _ in range(45):
                page.keyboard.press(key)
                tag, top, bottom, outline, in_bar = page.evaluate(look)
                if tag == "BODY":
                    break
                assert outline != "none", tag
                assert in_bar or (bottom > 56 and top >= 0) or bottom - top > 700, (tag, top, bottom)


def test_shift_three_times_leaves_at_once(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        page = visit.go(RESULTS)
        for _ in range(3):
            page.keyboard.press("Shift")
        page.wait_for_url("**/accessibility")
        page.go_back()
        assert "/search" not in page.url


def test_the_place_of_the_device_is_rounded_before_it_is_sent(browser: Browser, base: str) -> None:
    here = {"latitude": 25.774321, "longitude": -80.193456}
    with Visit(browser, base, geolocation=here, permissions=["geolocation"]) as visit:
        page = visit.go("/")
        page.get_by_role("button", name="Use my location").click()
        page.wait_for_function("document.getElementById('place').value")
        assert page.get_by_label("Where?").input_value() == "25.77, -80.19"


def test_visited_links_look_like_unvisited_ones(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        visit.go("/")
        assert ":visited" not in visit.context.request.get(base + _style(visit.page)).text()


def _style(page: Page) -> str:
    return page.locator("link[rel=stylesheet]").get_attribute("href") or ""


def test_print_leaves_out_what_paper_cannot_do(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        page = visit.go(listing("talk"))
        page.emulate_media(media="print")
        for part in (".bar", ".strip", ".foot", "#similar"):
            assert all(not one.is_visible() for one in page.locator(part).all())
        assert page.locator(".paper").is_visible()


def checked(visit: Visit, path: str) -> list[tuple[str, list[str]]]:
    """What axe finds on a page with every fold open but the menu of languages, which lies over the rest: rule and where."""
    if not AXE.exists():
        pytest.skip("axe-core is not in .cache/axe (npm pack axe-core)")
    page = visit.go(path)
    page.evaluate("document.querySelectorAll('details:not(.langs)').forEach((part) => { part.open = true })")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", RULES)
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:2]]) for one in found["violations"]]


@pytest.mark.parametrize("path", ["/", RESULTS, "/search?q=i+want+to+die", listing("house")])
def test_axe_finds_nothing_on_the_main_pages(browser: Browser, base: str, path: str) -> None:
    with Visit(browser, base, color_scheme="dark") as visit:
        assert checked(visit, path) == []


SELECTION = list(
    zip(PAGES, cycle(("", "/es", "/ar")), cycle((320, 1280, 390, 768)), cycle(("dark", "light", "light", "dark", "light")))
)
"""Every page, each with a language, a width and a scheme; every value comes with several pages."""


@pytest.mark.parametrize(("path", "language", "width", "scheme"), SELECTION)
def test_axe_finds_nothing_on_any_page_in_some_language_and_width(
    browser: Browser, base: str, path: str, language: str, width: int, scheme: str
) -> None:
    with Visit(browser, base, viewport={"width": width, "height": 900}, color_scheme=scheme) as visit:
        assert checked(visit, language + path) == []
        assert sideways(visit.go(language + path)) <= 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_menu_of_languages_opens_on_the_page_and_by_keyboard(
    browser: Browser, base: str, language: str, width: int
) -> None:
    with Visit(browser, base, viewport={"width": width, "height": 900}) as visit:
        page = visit.go(f"{language}{RESULTS}")
        page.locator(".langs summary").focus()
        page.keyboard.press("Enter")
        box = page.locator(".langs ul").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/es/search" in url)
        assert page.locator("html").get_attribute("lang") == "es"


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_page_without_search_fits_and_its_buttons_stay_in_their_cards(
    browser: Browser, down: str, language: str, width: int
) -> None:
    with Visit(browser, down, viewport={"width": width, "height": 900}) as visit:
        page = visit.go(f"{language}/search?q=grief")
        assert sideways(page) <= 0
        for card in page.locator(".card").all():
            outer = card.bounding_box()
            for button in card.locator(".btn").all():
                inner = button.bounding_box()
                assert outer is not None
                assert inner is not None
                assert outer["x"] <= inner["x"]
                assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]


@pytest.mark.long
@pytest.mark.parametrize("language", ["", "/es", "/ar"])
@pytest.mark.parametrize("width", [320, 360, 390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_anywhere(browser: Browser, base: str, width: int, scheme: str, language: str) -> None:
    with Visit(browser, base, viewport={"width": width, "height": 900}, color_scheme=scheme) as visit:
        for path in PAGES:
            assert checked(visit, language + path) == [], path
            assert sideways(visit.go(language + path)) <= 0, path
