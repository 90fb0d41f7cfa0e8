"""The map of results in a real browser: what it asks for and when, by keyboard and touch, in every language, where it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser_world import AXE, RULES, Visit, served, sideways
from tests.map_world import CENTRE, MANY, MANY_SEARCH, SEARCH, TOWN, folder, settings
from tests.pages_world import indexed, ref, site_of

pytestmark = pytest.mark.browser

PARTS = {"map.js", "map.css", "leaflet.js", "leaflet.css"}
TILE = re.compile(r"/tiles/\d+/\d+/\d+$")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a live server that has tiles."""
    path = tmp_path_factory.mktemp("town")
    with indexed(path, (*TOWN, *MANY)) as index, served(site_of(settings(folder(path / "tiles")), index)) as address:
        yield address


def opened(visit: Visit, path: str = SEARCH) -> Page:
    """A page of results with its map open and drawn."""
    page = visit.go(path)
    page.locator("#map-switch").click()
    page.locator(".pin>*").first.wait_for()
    page.wait_for_load_state("networkidle")
    return page


def shown(page: Page) -> list[str]:
    """What the pins say, in the order in which the keyboard meets them."""
    return page.locator(".pin>*").all_inner_texts()


def focused(page: Page) -> str:
    """The name of what has the focus."""
    found: str = page.evaluate("(one => one.ariaLabel || one.textContent.trim())(document.activeElement)")
    return found


def boxes(found: Locator) -> list[dict[str, Any]]:
    """Where each lies on the screen."""
    return [dict(box) for one in found.all() if (box := one.bounding_box()) is not None]


class TestAsking:
    def test_nothing_of_it_is_asked_for_before_it_is_wanted_and_nobody_else_ever(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = visit.go(SEARCH)
            page.wait_for_load_state("networkidle")
            assert not [url for url in visit.asked if TILE.search(url) or url.rpartition("/")[2] in PARTS]
            assert len([url for url in visit.asked if url.startswith(town)]) <= 3
            visit.asked.clear()
            opened(visit)
            page.get_by_role("button", name="Zoom in").click()
            page.wait_for_load_state("networkidle")
            assert [url for url in visit.asked if not url.startswith((town, "data:"))] == []
            assert {url.rpartition("/")[2] for url in visit.asked} >= PARTS
            assert len([url for url in visit.asked if TILE.search(url)]) >= 4
            assert visit.context.cookies() == []
            assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
            assert visit.said == []

    def test_it_asks_for_no_place_but_by_its_tiles(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = opened(visit)
            visit.asked.clear()
            page.locator(".pin a").first.click()
            page.locator(".pin button").first.click()
            page.get_by_role("button", name="Close the map").click()
            assert [url for url in visit.asked if not TILE.search(url)] == []

    def test_without_script_there_is_no_switch_and_the_list_is_whole(self, browser: Browser, town: str) -> None:
        with Visit(browser, town, java_script_enabled=False) as visit:
            page = visit.go(SEARCH)
            assert page.locator("#map-switch").is_hidden()
            assert page.locator("#map").is_hidden()
            assert page.locator(".cards>li").count() == 14

    @pytest.mark.parametrize("missing", sorted(PARTS))
    def test_where_a_part_does_not_come_the_page_says_so_and_the_list_stays(
        self, browser: Browser, town: str, missing: str
    ) -> None:
        with Visit(browser, town) as visit:
            visit.context.route(f"**/{missing}", lambda route: route.abort())
            page = visit.go(SEARCH)
            page.locator("#map-switch").click()
            page.get_by_role("status").filter(has_text="The map could not be loaded.").wait_for()
            assert page.locator("#map").is_hidden()
            assert page.locator("#map-switch").get_attribute("aria-expanded") == "false"
            assert page.get_by_role("link", name="Grief circle east", exact=True).is_visible()

    def test_where_tiles_do_not_come_pins_and_list_are_there(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            visit.context.route("**/tiles/**", lambda route: route.abort())
            assert len(shown(opened(visit))) >= 5


class TestPins:
    def test_they_carry_the_numbers_of_the_list_and_lead_to_its_cards(self, browser: Browser, town: str) -> None:
        with Visit(browser, town, viewport={"width": 1280, "height": 900}) as visit:
            page = opened(visit)
            numbers = page.locator(".cards .number").all_inner_texts()
            assert numbers == [str(n + 1) for n in range(14)]
            page.get_by_role("link", name="5: Grief circle north").click()
            assert focused(page) == "Grief circle north"
            card = page.locator(f"#r-{ref('north')}")
            assert card.locator(".number").inner_text() == "5"
            box = card.bounding_box()
            assert box is not None
            assert 56 <= box["y"] < 900
            assert page.url.endswith("#map")

    def test_one_that_stands_for_several_names_them_and_lists_them(self, browser: Browser, town: str) -> None:
        with Visit(browser, town, viewport={"width": 1280, "height": 900}) as visit:
            page = opened(visit)
            names = "Grief circle beside, Grief circle at the same door, Grief circle near"
            one = page.get_by_role("button", name=f"2 +2: {names}")
            one.press("Enter")
            assert one.get_attribute("aria-expanded") == "true"
            assert focused(page) == "2 Grief circle beside"
            page.keyboard.press("Tab")
            assert focused(page) == "3 Grief circle at the same door"
            page.keyboard.press("Escape")
            assert focused(page) == f"2 +2: {names}"
            assert page.locator(".here-are").count() == 0
            assert page.locator("#map").is_visible()
            one.click()
            page.get_by_role("link", name="3 Grief circle at the same door").click()
            assert focused(page) == "Grief circle at the same door"

    def test_what_is_known_about_only_is_a_circle_that_says_so(self, browser: Browser, town: str) -> None:
        with Visit(browser, town, viewport={"width": 1280, "height": 900}) as visit:
            page = opened(visit)
            about = page.get_by_role("link", name="Grief circle of the town (somewhere near here)")
            assert about.evaluate("one => getComputedStyle(one).borderTopStyle") == "dashed"
            exact = page.get_by_role("link", name="5: Grief circle north")
            assert exact.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"

    @pytest.mark.parametrize("width", [320, 390, 768, 1280])
    @pytest.mark.parametrize("path", [SEARCH, MANY_SEARCH])
    def test_none_lies_on_another_and_each_is_large_enough_at_every_zoom(
        self, browser: Browser, town: str, width: int, path: str
    ) -> None:
        with Visit(browser, town, viewport={"width": width, "height": 844}) as visit:
            page = opened(visit, path)
            for _ in range(3):
                found = boxes(page.locator(".pin>*"))
                for place, one in enumerate(found):
                    assert min(one["width"], one["height"]) >= 44
                    for other in found[:place]:
                        across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
                        down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
                        assert across <= 0.5 or down <= 0.5, (one, other)
                page.locator(".leaflet-control-zoom-in").click()


class TestMoving:
    def test_it_opens_closes_and_moves_by_keyboard_alone(self, browser: Browser, town: str) -> None:
        with Visit(browser, town, viewport={"width": 1280, "height": 900}) as visit:
            page = visit.go(SEARCH)
            page.locator("#map-switch").focus()
            page.keyboard.press("Enter")
            page.locator(".pin>*").first.wait_for()
            assert focused(page) == "Map"
            walked = []
            for _ in range(14):
                page.keyboard.press("Tab")
                walked.append(focused(page))
            assert walked[:4] == ["Booklet", "Skip the map", "Close the map", "Map"]
            assert [name.partition(":")[0] for name in walked[4:12]] == ["1", "2 +2", "5", "6", "7", "8", "9", "9"]
            assert walked[12:] == ["Zoom in", "Zoom out"]
            canvas, pin = page.locator(".canvas"), page.get_by_role("link", name="5: Grief circle north")
            canvas.focus()
            before = pin.bounding_box()
            page.keyboard.press("ArrowUp")
            after = pin.bounding_box()
            assert before is not None
            assert after is not None
            assert after["y"] > before["y"]
            page.keyboard.press("Escape")
            assert focused(page) == "Map"
            assert page.locator("#map").is_hidden()
            assert page.locator(".number").count() == 0
            assert not page.url.endswith("#map")

    @pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 568), (1280, 720), (1280, 1600)])
    def test_who_presses_map_sees_the_map_and_what_was_pressed(
        self, browser: Browser, town: str, width: int, height: int
    ) -> None:
        with Visit(browser, town, viewport={"width": width, "height": height}) as visit:
            page = opened(visit)
            [canvas], [switch], [bar] = (boxes(page.locator(one)) for one in (".canvas", "#map-switch", ".bar"))
            seen = min(canvas["y"] + canvas["height"], height) - max(canvas["y"], bar["y"] + bar["height"])
            assert seen >= min(canvas["height"], height / 2)
            assert switch["y"] >= bar["y"] + bar["height"] - 1

    def test_a_page_that_opens_with_its_map_stays_at_its_top(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = visit.go(f"{SEARCH}#map")
            page.locator(".pin>*").first.wait_for()
            assert page.evaluate("scrollY") == 0

    def test_only_the_map_looks_chosen_while_it_is_open(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = opened(visit)
            cards, switch = page.locator(".views [aria-current]"), page.locator("#map-switch")
            paint = "one => getComputedStyle(one).backgroundColor + getComputedStyle(one).fontWeight"
            assert cards.evaluate(paint) == page.locator(".views>a:not([aria-current])").last.evaluate(paint)
            chosen = switch.evaluate(paint)
            assert chosen != cards.evaluate(paint)
            switch.click()
            page.locator("#map-switch[aria-expanded=false]").wait_for()
            assert cards.evaluate(paint) == chosen

    @pytest.mark.parametrize("width", [390, 1280])
    def test_a_pin_outside_the_window_of_the_map_comes_in_when_it_is_reached(
        self, browser: Browser, town: str, width: int
    ) -> None:
        with Visit(browser, town, viewport={"width": width, "height": 900}) as visit:
            page = opened(visit)
            for _ in range(2):
                page.locator(".leaflet-control-zoom-in").click()
            page.locator(".canvas").focus()
            canvas = page.locator(".canvas")
            for number in range(page.locator(".pin>*").count()):
                page.keyboard.press("Tab")
                pin, around = page.locator(".pin>*").nth(number), canvas.bounding_box()
                inside = pin.bounding_box()
                assert pin.evaluate("one => one === document.activeElement")
                assert inside is not None
                assert around is not None
                assert around["x"] <= inside["x"]
                assert inside["x"] + inside["width"] <= around["x"] + around["width"]
                assert around["y"] <= inside["y"]
                assert inside["y"] + inside["height"] <= around["y"] + around["height"]

    def test_the_map_can_be_skipped(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = opened(visit)
            page.get_by_role("link", name="Skip the map").press("Enter")
            page.keyboard.press("Tab")
            assert focused(page) == "Grief circle east"

    def test_a_press_moves_it_where_nothing_can_be_dragged(self, browser: Browser, town: str) -> None:
        with Visit(browser, town, has_touch=True, is_mobile=True) as visit:
            page = opened(visit)
            canvas = page.locator(".canvas")
            canvas.scroll_into_view_if_needed()
            box, pin = canvas.bounding_box(), page.locator(".pin>*").first
            before = pin.bounding_box()
            assert box is not None
            assert before is not None
            page.touchscreen.tap(box["x"] + 30, box["y"] + box["height"] / 2)
            after = pin.bounding_box()
            assert after is not None
            assert after["x"] - before["x"] == pytest.approx(box["width"] / 2 - 30, abs=3)
            assert "touch-drag" not in (canvas.get_attribute("class") or "")

    def test_nothing_glides(self, browser: Browser, town: str) -> None:
        with Visit(browser, town, reduced_motion="reduce") as visit:
            page = opened(visit)
            page.locator(".leaflet-control-zoom-in").click()
            page.locator(".canvas").press("ArrowLeft")
            assert page.evaluate("document.getElementById('map').getAnimations({subtree: true}).length") == 0
            assert page.locator(".leaflet-zoom-anim, .leaflet-fade-anim, .leaflet-pan-anim").count() == 0

    def test_the_next_page_has_its_map_open_until_it_is_closed(self, browser: Browser, town: str) -> None:
        with Visit(browser, town, viewport={"width": 1280, "height": 900}) as visit:
            page = opened(visit, MANY_SEARCH)
            page.get_by_role("link", name="Next").click()
            page.locator(".pin>*").first.wait_for()
            assert page.locator(".number").count() == 4
            page.get_by_role("button", name="Close the map").click()
            page.get_by_role("link", name="Previous").click()
            page.wait_for_load_state("networkidle")
            assert page.locator("#map").is_hidden()

    def test_going_back_from_a_listing_finds_the_map_as_it_was(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = opened(visit)
            page.get_by_role("link", name="Grief circle east", exact=True).click()
            page.wait_for_url("**/listing/**")
            page.go_back()
            page.locator(".pin>*").first.wait_for()
            assert page.locator("#map").is_visible()

    def test_compare_leads_to_it(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            visit.go(f"{SEARCH}&view=table").get_by_role("link", name="Map", exact=True).click()
            visit.page.locator(".pin>*").first.wait_for()
            assert "view=table" not in visit.page.url

    def test_the_list_can_be_added_to_while_it_is_open(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = opened(visit)
            page.get_by_role("link", name="Add to list: Grief circle east").click()
            assert page.url.endswith(f"list={ref('east')}#map")
            assert page.locator("#map").is_visible()
            assert visit.said == []

    def test_it_is_not_printed(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = opened(visit)
            page.emulate_media(media="print")
            assert page.locator("#map").is_hidden()
            assert page.locator(".number").first.is_hidden()


@pytest.mark.parametrize(
    ("language", "width", "scheme", "forced"),
    [
        ("", 1280, "light", "none"),
        ("/es", 360, "dark", "none"),
        ("/ar", 390, "light", "none"),
        ("/ar", 1280, "dark", "none"),
        ("", 320, "dark", "active"),
    ],
)
def test_axe_finds_nothing_with_the_map_open(
    browser: Browser, town: str, language: str, width: int, scheme: str, forced: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not in .cache/axe (npm pack axe-core)")
    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "forced_colors": forced}
    with Visit(browser, town, **options) as visit:
        page = opened(visit, language + SEARCH)
        page.locator(".pin button").first.click()
        page.evaluate("scrollTo(0, 0)")  # what the bar covers while the page is scrolled counts as too small
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("tags => axe.run({runOnly: tags})", RULES)
        assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]] == []
        assert sideways(page) <= 0
        inside = page.locator(".here-are").bounding_box()
        around = page.locator(".canvas").bounding_box()
        assert inside is not None
        assert around is not None
        assert around["x"] <= inside["x"]
        assert inside["x"] + inside["width"] <= around["x"] + around["width"]
        assert inside["y"] + inside["height"] <= around["y"] + around["height"]


class TestMyLocation:
    def test_only_a_rounded_place_leaves_the_device(self, browser: Browser, town: str) -> None:
        here = {"latitude": CENTRE.lat + 0.00017, "longitude": CENTRE.lon - 0.00023}
        with Visit(browser, town, geolocation=here, permissions=["geolocation"]) as visit:
            page = visit.go("/")
            page.get_by_role("button", name="Use my location").click()
            page.wait_for_function("document.getElementById('place').value")
            assert page.get_by_label("Where?").input_value() == "25.77, -80.19"
            page.get_by_role("button", name="Search").click()
            page.wait_for_url("**/search?**")
            assert "near you" in page.locator("h1").inner_text()
            opened_there = page.locator("#map-switch")
            opened_there.click()
            page.locator(".pin>*").first.wait_for()
            page.wait_for_load_state("networkidle")
            told = [url for url in visit.asked if not TILE.search(url) and "/assets/" not in url]
            assert [number for url in told for number in re.findall(r"\d+\.\d{3,}", url.removeprefix(town))] == []
            assert [url for url in visit.asked if not url.startswith((town, "data:"))] == []
            assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]

    def test_where_it_is_refused_the_page_says_what_to_do_and_the_search_works(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = visit.go("/")
            page.get_by_role("button", name="Use my location").click()
            page.get_by_role("status").filter(has_text="We could not get your location. Type a town or ZIP code.").wait_for()
            assert page.get_by_label("Where?").input_value() == ""
            page.get_by_label("Where?").fill("Miami")
            page.get_by_role("button", name="Search").click()
            assert "near Miami, Florida" in page.locator("h1").inner_text()
            assert visit.said == []

    def test_it_is_not_asked_for_before_the_press(self, browser: Browser, town: str) -> None:
        with Visit(browser, town) as visit:
            page = visit.context.new_page()
            page.add_init_script(
                "window.asked = 0; navigator.geolocation.getCurrentPosition = () => { window.asked += 1 };"
                "navigator.geolocation.watchPosition = () => { window.asked += 1 }"
            )
            page.goto(town + SEARCH)
            page.locator("#map-switch").click()
            page.locator(".pin>*").first.wait_for()
            assert page.evaluate("window.asked") == 0
