"""The pages in a real browser: light and dark, narrow and wide, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser_world import Visit, checked, sideways
from tests.pages_world import FOUR, PAGES, listing

pytestmark = pytest.mark.browser

RESULTS = "/search?q=grief&place=Miami&cost=free"


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
        for path in ("/", RESULTS, listing("talk"), "/helplines", f"/list?ids={FOUR}", f"/sheet?ids={FOUR}"):
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


@pytest.mark.parametrize("path", ["/", RESULTS, "/search?q=i+want+to+die", listing("house")])
def test_axe_finds_nothing_on_the_main_pages(browser: Browser, base: str, path: str) -> None:
    with Visit(browser, base, color_scheme="dark") as visit:
        assert checked(visit, path) == []


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_anywhere(browser: Browser, base: str, width: int, scheme: str) -> None:
    with Visit(browser, base, viewport={"width": width, "height": 900}, color_scheme=scheme) as visit:
        for path in PAGES:
            assert checked(visit, path) == [], path
