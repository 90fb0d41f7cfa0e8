"""The pages in a real browser: light and dark, narrow and wide, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser_world import AXE, RULES, Visit, sideways
from tests.pages_world import PAGES, listing

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


def combobox(visit: Visit, typed: str, path: str = "/") -> tuple[Page, Locator, Locator]:
    """A page with something typed in the search field: the page, the field, its options."""
    page = visit.go(path)
    field = page.get_by_role("combobox", name="What do you need?")
    field.press_sequentially(typed)
    options = page.get_by_role("option")
    options.first.wait_for()
    return page, field, options


class TestSuggestions:
    def test_they_are_links_to_searches_that_keep_the_place(self, browser: Browser, base: str) -> None:
        with Visit(browser, base) as visit:
            visit.go("/").get_by_label("Where?").fill("Miami")
            field = visit.page.get_by_role("combobox", name="What do you need?")
            field.press_sequentially("grie")
            one = visit.page.get_by_role("option", name="Grief & loss", exact=True)
            one.wait_for()
            assert "/search?topic=grief" in (one.get_attribute("href") or "")
            one.click()
            visit.page.wait_for_url("**/search?**")
            assert "near Miami, Florida" in visit.page.locator("h1").inner_text()

    def test_arrows_walk_them_enter_follows_and_escape_closes(self, browser: Browser, base: str) -> None:
        with Visit(browser, base) as visit:
            page, field, options = combobox(visit, "grie")
            assert field.get_attribute("aria-expanded") == "true"
            assert field.get_attribute("aria-controls") == page.get_by_role("listbox", name="Suggestions").get_attribute("id")
            for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", -1)):
                field.press(key)
                marked = field.get_attribute("aria-activedescendant")
                assert marked == (None if chosen is None else options.nth(chosen).get_attribute("id"))
                assert page.locator("[aria-selected=true]").count() == (chosen is not None)
            field.press("Escape")
            assert field.get_attribute("aria-expanded") == "false"
            assert field.get_attribute("aria-activedescendant") is None
            assert field.input_value() == "grie"
            field.press_sequentially("f")
            options.first.wait_for()
            field.press("ArrowDown")
            field.press("Enter")
            page.wait_for_url("**/search?topic=grief**")

    def test_enter_without_a_choice_searches_for_what_was_typed(self, browser: Browser, base: str) -> None:
        with Visit(browser, base) as visit:
            page, field, _ = combobox(visit, "grie")
            field.press("Enter")
            page.wait_for_url("**/search?q=grie**")

    def test_they_close_when_the_field_is_left_and_are_asked_for_once_a_pause(self, browser: Browser, base: str) -> None:
        with Visit(browser, base) as visit:
            page, field, options = combobox(visit, "grief")
            assert len([url for url in visit.asked if "/api/suggest" in url]) <= 2
            assert page.get_by_role("status").filter(has_text=f"Suggestions: {options.count()}.").count() == 1
            field.press("Tab")
            assert options.count() == 0
            assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
            assert visit.said == []

    def test_they_stay_inside_the_window(self, browser: Browser, base: str) -> None:
        for width in (320, 390, 1280):
            with Visit(browser, base, viewport={"width": width, "height": 800}) as visit:
                page, _, _ = combobox(visit, "gri")
                assert sideways(page) <= 0

    def test_axe_finds_nothing_while_they_are_open(self, browser: Browser, base: str) -> None:
        if not AXE.exists():
            pytest.skip("axe-core is not in .cache/axe (make checkers)")
        with Visit(browser, base, bypass_csp=True) as visit:
            page, field, _ = combobox(visit, "grie")
            field.press("ArrowDown")
            page.evaluate(AXE.read_text("utf-8"))
            found = page.evaluate("tags => axe.run({runOnly: tags})", RULES)
            assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]] == []

    def test_without_script_the_field_is_a_plain_one(self, browser: Browser, base: str) -> None:
        with Visit(browser, base, java_script_enabled=False) as visit:
            assert visit.go("/").get_by_role("searchbox", name="What do you need?").get_attribute("aria-expanded") is None


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


@pytest.mark.parametrize(("zone", "said"), [("America/Chicago", True), ("America/New_York", False), ("America/Toronto", False)])
def test_a_listing_tells_its_next_time_by_the_clock_of_the_device_where_it_differs(
    browser: Browser, base: str, zone: str, said: bool
) -> None:
    with Visit(browser, base, timezone_id=zone) as visit:
        when = visit.go(listing("meet3")).locator("#when ~ p.small").inner_text()
        assert when.startswith("Times are Eastern Time.")
        assert ("On your device’s clock the next of these times begins" in when) == said
        assert ("Thursday" in when and "6:00" in when) == said
