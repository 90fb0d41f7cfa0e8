"""Bad input and bad days in a real browser: what people then see is whole, in the window, and leads on to help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from directory.index import open_index
from directory.listing import Organization
from directory.settings import Settings
from tests.access import OPEN, small
from tests.browser_world import Visit, served, sideways
from tests.pages_world import FOUR, NEVER, WORLD, listing, made, ref, site_of

pytestmark = pytest.mark.browser

STORY = "A long story that somebody once wrote about this place. "
ODD = (
    made("huge", name="A place with much to tell", categories=("practical/money/budget-tax",), description=STORY * 560),
    made(
        "hostile",
        name="<b>Bold</b> & \"quoted\" 'name'",
        description="<img src=x onerror=alert(1)></script>",
        alert="<i>now</i>",
    ),
    made(
        "hebrew",
        name="מרכז תמיכה (24/7) – Miami",
        organization=Organization(key="world:hebrew", name="קבוצת תמיכה"),
        language_of_text="he",
        description="שיחה עם אדם, 305-555-0142, בכל יום.",
    ),
)
MANY = ".".join(f"{number:010d}" for number in range(500))
TAMPERED = f"/list?ids={ref('talk')}.{NEVER}..<script>.{ref('talk')}.%00.{'9' * 400}.{ref('gone')}"
PHONE = {"width": 360, "height": 740}
OUTSIDE = """[...document.querySelectorAll('.card, .glance, .spot, .compare td, .compare th')].flatMap((card) => {
  const { left, right } = card.getBoundingClientRect();
  const past = (one) => [...one.getClientRects()].some((r) => r.width > 1 && (r.left < left - 1 || r.right > right + 1));
  return [...card.querySelectorAll('bdi, p, dd, a, h3')].filter((one) => one.checkVisibility() && !one.closest('.vh'))
    .filter(past).map((one) => one.outerHTML.slice(0, 100));
})"""
"""Texts that stick out of their card."""
FORWARDS = """(number) => {
  const text = [...document.querySelectorAll('main bdi')].find((one) => one.textContent.includes(number)).firstChild;
  const at = text.data.indexOf(number);
  const place = (n) => {
    const range = document.createRange();
    range.setStart(text, n);
    range.setEnd(text, n + 1);
    return range.getBoundingClientRect().left;
  };
  return place(at) < place(at + number.length - 1);
}"""
"""Whether a number is to be read from left to right."""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A live server over the world and what is odd, from which one listing has gone."""
    index = open_index(f"sqlite:///{tmp_path_factory.mktemp('odd') / 'index.sqlite'}")
    index.rebuild([*WORLD, *ODD, made("gone", name="Grief house that closed")])
    index.rebuild([*WORLD, *ODD])
    with served(site_of(Settings(), index)) as address:
        yield address
    index.close()


def whole(visit: Visit) -> None:
    """A page fits its window, its targets are for fingers, nothing in it ran or complained, and a person can be reached."""
    page = visit.page
    page.evaluate(OPEN)
    assert sideways(page) <= 0
    assert small(page) == []
    assert visit.said == []
    assert page.get_by_role("link", name="Call 988").first.is_visible() or page.locator("a[href='tel:988']").first.is_visible()
    assert page.locator("#exit").is_visible()
    assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize(
    ("path", "says"),
    [
        (TAMPERED, "We could not read"),
        (f"/list?ids={ref('gone')}.{ref('talk')}", "No longer listed"),
        (f"/list?ids={MANY}", "A list holds 50"),
        (f"/sheet?ids={ref('gone')}.{ref('talk')}", "No longer listed"),
        (listing("gone"), "This"),
        ("/search?q=grief&language=xx&category=no/such&within=-3&age=1000&page=0&sort=worst", "We did not understand"),
        ("/search?q=" + "%F0%9F%98%80" * 30 + "%00%0A<b>", "Not what you need?"),
        (listing("huge"), "A place with much to tell"),
        ("/search?category=practical/money", "A place with much to tell"),
        (listing("hostile"), "<b>Bold</b>"),
        (listing("long"), "Q" * 300),
        (listing("hebrew"), "מרכז תמיכה"),
        (f"/list?ids={ref('hebrew')}.{ref('arabic')}.{ref('hostile')}.{ref('long')}", "מרכז תמיכה"),
        (f"/search?q=grief&place=Miami&view=table&list={ref('hebrew')}", "מרכז תמיכה"),
        ("/zz/search?q=grief", "This page is not here"),
    ],
)
def test_odd_addresses_and_odd_listings_make_whole_pages(browser: Browser, odd: str, path: str, says: str, width: int) -> None:
    with Visit(browser, odd, viewport={"width": width, "height": 740}) as visit:
        visit.go(path)
        visit.said[:] = [line for line in visit.said if "status of 4" not in line]  # the browser tells of 404 and 410
        whole(visit)
        assert says in visit.page.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_names_of_both_directions_keep_their_order(browser: Browser, odd: str, width: int) -> None:
    for path in (listing("hebrew"), f"/ar{listing('talk')}", f"/ar{listing('hebrew')}"):
        with Visit(browser, odd, viewport={"width": width, "height": 740}) as visit:
            page = visit.go(path)
            assert page.evaluate(FORWARDS, "305-555-0142")
            assert page.locator("h1 bdi, bdi h1, h1").first.is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_story_of_thirty_thousand_letters_folds_and_is_printed_whole(browser: Browser, odd: str, script: bool) -> None:
    with Visit(browser, odd, viewport=PHONE, java_script_enabled=script) as visit:
        page = visit.go(listing("huge"))
        rest = page.locator(".rest p")
        assert not rest.is_visible()
        asked = page.get_by_role("heading", name="What happens when you get in touch").bounding_box()
        assert asked is not None
        assert asked["y"] < 3000
        page.locator(".rest summary").click()
        assert rest.is_visible()
        assert len(page.locator(".lead, .rest p").all_inner_texts()[0]) <= 1500
        assert sum(map(len, page.locator(".lead, .rest p").all_inner_texts())) >= 30_000
        page.reload()
        page.emulate_media(media="print")
        assert rest.is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_without_the_index_the_help_lines_and_the_list_stay(browser: Browser, down: str, script: bool) -> None:
    with Visit(browser, down, viewport=PHONE, java_script_enabled=script) as visit:
        page = visit.go("/search?q=grief&place=Miami")
        assert page.locator("h1").inner_text() == "Search is not working right now"
        assert page.locator(".card a[href^='tel:']").count() >= 3
        page = visit.go(f"/list?ids={FOUR}")
        assert page.locator("#mine b").inner_text() == "4"
        assert page.locator("a[href^='tel:988'], a[href='tel:988']").first.is_visible()
        page = visit.go("/helplines")
        assert page.locator(".card").count() > 10


def without(visit: Visit, what: str) -> None:
    """The device refuses something before any page loads."""
    visit.page.add_init_script(
        {
            "storage": "for (const name of ['sessionStorage', 'localStorage'])"
            " Object.defineProperty(window, name, { get() { throw new DOMException('no') } })",
            "clipboard": "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'))",
            "observers": "delete window.IntersectionObserver; delete window.navigation",
        }[what]
    )


@pytest.mark.parametrize("what", ["storage", "clipboard", "observers"])
def test_a_device_that_refuses_still_makes_a_list_and_prints_it(browser: Browser, odd: str, what: str) -> None:
    with Visit(browser, odd, viewport=PHONE) as visit:
        without(visit, what)
        page = visit.go("/search?q=grief&place=Miami")
        page.get_by_role("link", name="Add to list: Grief talks").click()
        page.get_by_role("link", name="In my list. Press to remove: Grief talks").wait_for()
        page.locator("#mine").click()
        page.get_by_role("button", name="Copy: Link to this list").click()
        page.get_by_role("link", name="Print or save as PDF").click()
        assert page.locator(".spot h2").all_inner_texts() == ["1. Grief talks"]
        assert visit.said == []


def test_a_refused_position_is_said_and_the_place_can_still_be_typed(browser: Browser, odd: str) -> None:
    with Visit(browser, odd, viewport=PHONE, permissions=[]) as visit:
        page = visit.go("/")
        page.get_by_role("button", name="Use my location").click()
        page.locator(".here [role=status]").filter(has_text="location").wait_for()
        page.get_by_label("Where?").fill("Miami")
        page.get_by_role("button", name="Search").click()
        assert "near Miami, Florida" in page.locator("h1").inner_text()


@pytest.mark.parametrize("options", [{"java_script_enabled": False}, {"java_script_enabled": True}])
def test_what_script_would_show_is_not_half_shown_without(browser: Browser, odd: str, options: dict[str, Any]) -> None:
    with Visit(browser, odd, viewport=PHONE, **options) as visit:
        for path in ("/", listing("talk"), f"/list?ids={FOUR}", f"/sheet?ids={FOUR}"):
            page = visit.go(path)
            shown = [one for one in page.locator(".here button, button.print, button.copy, .jot").all() if one.is_visible()]
            assert bool(shown) == options["java_script_enabled"], path
