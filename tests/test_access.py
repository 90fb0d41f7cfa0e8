"""The pages by keyboard, with a finger, in large type, under a lens, in forced colours and without movement."""

from __future__ import annotations

from itertools import cycle

import pytest
from playwright.sync_api import Browser, Page

from tests.access import BOXES, CURRENT, EDGES, MOVING, OPEN, STUCK, UNFORCED, focus, reach, small, walk
from tests.browser_world import Visit, sideways
from tests.pages_world import FOUR, PAGES, listing

pytestmark = pytest.mark.browser

RESULTS = "/search?q=grief&place=Miami&cost=free"
SPACED = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
KINDS = ["/", RESULTS, listing("talk"), f"/list?ids={FOUR}", f"/sheet?ids={FOUR}"]
PHONE, DESK, LENS = (390, 844), (1280, 800), (320, 256)
"""Windows; the last is that of a desk of 1280 x 1024 enlarged four times."""


def window(size: tuple[int, int]) -> dict[str, dict[str, int]]:
    return {"viewport": {"width": size[0], "height": size[1]}}


@pytest.mark.parametrize("size", [PHONE, DESK, LENS])
def test_a_search_a_filter_a_listing_a_list_and_its_print_by_keyboard_alone(
    browser: Browser, base: str, size: tuple[int, int]
) -> None:
    with Visit(browser, base, **window(size)) as visit:
        page = visit.go("/")
        page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
        reach(page, "q")
        page.keyboard.type("grief")
        page.keyboard.press("Escape")
        reach(page, "place")
        page.keyboard.type("Miami")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?**")
        _filter(page, folded=size != DESK)
        page.wait_for_url("**cost=free**")
        reach(page, "Grief talks")
        page.keyboard.press("Enter")
        page.wait_for_url("**/listing/**")
        reach(page, "Add to list: Grief talks")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="In my list. Press to remove: Grief talks").wait_for()
        reach(page, "My list", "Shift+Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/list?**")
        reach(page, "Print or save as PDF")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sheet?**")
        page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
        reach(page, "Print")
        page.keyboard.press("Enter")
        assert page.locator("body").get_attribute("data-printed") == "yes"
        assert visit.said == []


def _filter(page: Page, folded: bool) -> None:
    """Choose what is free, by keyboard."""
    if folded:
        reach(page, "Filters")
        page.keyboard.press("Enter")
    reach(page, "Cost")
    page.keyboard.press("Enter")
    reach(page, "cost")
    page.keyboard.press("Space")
    reach(page, "Show")
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("path", "language", "size"), list(zip(PAGES, cycle(("", "/ar", "/es")), cycle((PHONE, DESK, LENS, DESK)), strict=False))
)
def test_nothing_focused_is_hidden_forwards_or_backwards(
    browser: Browser, base: str, path: str, language: str, size: tuple[int, int]
) -> None:
    with Visit(browser, base, **window(size)) as visit:
        page = visit.go(language + path)
        page.evaluate(OPEN)
        for key in ("Tab", "Shift+Tab"):
            met = list(walk(page, key))
            assert len(met) >= 10
            assert [found for found in met if not (found.marked and found.seen)] == [], key


@pytest.mark.parametrize("language", ["", "/es", "/ar"])
def test_the_first_result_begins_on_the_first_screen_of_a_phone(browser: Browser, base: str, language: str) -> None:
    with Visit(browser, base, viewport={"width": 360, "height": 800}) as visit:
        page = visit.go(f"{language}/search?q=grief&place=Miami")
        box = page.locator(".cards article").first.bounding_box()
        assert box is not None
        assert box["y"] <= 760  # its name is on it, whatever fonts there are


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["", "/ar"])
def test_every_target_is_large_enough_for_a_finger(browser: Browser, base: str, width: int, language: str) -> None:
    with Visit(browser, base, viewport={"width": width, "height": 900}) as visit:
        for path in PAGES:
            page = visit.go(language + path)
            page.evaluate(OPEN)
            assert small(page) == [], path


@pytest.mark.parametrize("language", ["", "/es", "/ar"])
def test_text_of_twice_the_size_and_wide_spacing_does_not_scroll_sideways(browser: Browser, base: str, language: str) -> None:
    for style, width in (("html{font-size:200%!important}", 320), (SPACED + "html{font-size:200%!important}", 640)):
        with Visit(browser, base, viewport={"width": width, "height": 800}, bypass_csp=True) as visit:
            for path in PAGES:
                page = visit.go(language + path)
                page.evaluate(OPEN)
                page.add_style_tag(content=style)
                assert sideways(page) <= 0, (path, width)


@pytest.mark.parametrize("language", ["", "/ar"])
def test_four_times_enlarged_the_text_flows_again_and_nothing_stays_in_the_way(
    browser: Browser, base: str, language: str
) -> None:
    with Visit(browser, base, device_scale_factor=4, **window(LENS)) as visit:
        for path in PAGES:
            page = visit.go(language + path)
            page.evaluate(OPEN)
            assert sideways(page) <= 0, path
            assert page.evaluate(STUCK) == [], path


@pytest.mark.parametrize("path", KINDS)
def test_in_forced_colours_everything_has_its_border_and_what_is_current_a_line(browser: Browser, base: str, path: str) -> None:
    with Visit(browser, base, forced_colors="active") as visit:
        page = visit.go(path)
        page.evaluate(OPEN)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(EDGES, BOXES) == []
        assert page.evaluate(UNFORCED) == []
        assert set(page.evaluate(CURRENT)) <= {"underline"}
        page.keyboard.press("Tab")
        found = focus(page)
        assert found is not None
        assert found.marked


@pytest.mark.parametrize("path", KINDS)
def test_nothing_moves_but_colours_and_not_even_those_where_that_is_asked_for(browser: Browser, base: str, path: str) -> None:
    with Visit(browser, base) as visit:
        page = visit.go(path)
        page.emulate_media(reduced_motion="no-preference")
        moving = page.evaluate(MOVING)
        assert {name for name, _ in moving} <= {"background", "background-color", "color"}
        assert all(seconds <= 0.12 for _, seconds in moving)
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(MOVING) == []
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
