"""My list, sheet and Compare in a real browser: in place and without script, on paper, and what never leaves the device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.browser_world import Visit
from tests.pages_world import FOUR, ref

pytestmark = pytest.mark.browser

NOTE, INITIALS, TITLE = "Ask for a Tuesday", "Q.Z.", "After the move"
FULL = ".".join(ref(f"full{n}") for n in range(4))


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_press_adds_in_place_without_asking_anybody(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        page = visit.go("/search?q=grief&place=Miami")
        visit.asked.clear()
        page.get_by_role("link", name="Add to list: Grief talks").click()
        page.get_by_role("link", name="Add to list: Grief circle").press("Enter")
        assert visit.asked == []
        assert page.url.endswith(f"list={ref('talk')}.{ref('ask')}")
        assert page.locator("#mine b").inner_text() == "2"
        assert page.get_by_text("Added. 2 in your list.").count() == 1
        page.get_by_role("link", name="In my list. Press to remove: Grief talks").click()
        page.reload()
        assert page.get_by_role("link", name="In my list. Press to remove: Grief circle").is_visible()
        page.get_by_role("link", name="Grief therapy", exact=True).click()
        page.get_by_role("link", name="Add to list: Grief therapy").click()
        page.locator("#mine").click()
        assert page.locator(".cards .title").all_inner_texts() == ["Grief circle", "Grief therapy"]
        assert visit.said == []


def test_going_back_keeps_what_was_added_and_taken_off_since(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        page = visit.go("/search?q=grief&place=Miami")
        page.get_by_role("link", name="Grief talks", exact=True).click()
        page.get_by_role("link", name="Add to list: Grief talks").click()
        page.go_back()
        page.get_by_role("link", name="In my list. Press to remove: Grief talks").wait_for()
        page.get_by_role("link", name="Grief talks", exact=True).click()
        page.get_by_role("link", name="In my list. Press to remove: Grief talks").click()
        page.go_back()
        page.get_by_role("link", name="Add to list: Grief talks").wait_for()
        assert page.locator("#mine b").is_hidden()
        assert visit.said == []


@pytest.mark.parametrize("script", [True, False])
def test_a_list_is_made_ordered_and_printed_with_and_without_script(browser: Browser, base: str, script: bool) -> None:
    with Visit(browser, base, java_script_enabled=script) as visit:
        page = visit.go("/search?q=grief&place=Miami")
        for name in ("Grief talks", "Grief circle"):
            page.get_by_role("link", name=f"Add to list: {name}").click()
            page.get_by_role("link", name=f"In my list. Press to remove: {name}").wait_for()
        page.get_by_role("link", name="Compare", exact=True).click()
        page.get_by_label("Tick Grief therapy").check()
        page.get_by_role("button", name="Add ticked to my list").first.click()
        page.get_by_role("link", name="See my list (3)").first.click()
        page.get_by_role("link", name="Move up: Grief therapy").click()
        assert page.locator(".cards .title").all_inner_texts() == ["Grief talks", "Grief therapy", "Grief circle"]
        page.get_by_role("link", name="Remove: Grief talks").click()
        page.get_by_role("link", name="Print or save as PDF").click()
        assert page.locator(".spot h2").all_inner_texts() == ["1. Grief therapy", "2. Grief circle"]
        page.get_by_role("link", name="Sheet in Español").click()
        assert page.locator(".sheet").get_attribute("lang") == "es"


COLUMNS = """() => [...document.querySelectorAll('.compare tr')].map((row) => [...row.cells].flatMap((cell) =>
  cell.getBoundingClientRect().width > 1 ? [Math.round(cell.getBoundingClientRect().left)] : []))"""


@pytest.mark.parametrize("path", ["/search?q=grief&place=Miami&view=table", f"/list?ids={FOUR}&view=table"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_each_heading_of_the_table_stands_over_its_own_column(browser: Browser, base: str, path: str, media: str) -> None:
    with Visit(browser, base, viewport={"width": 1280, "height": 900}) as visit:
        page = visit.go(path)
        page.emulate_media(media="print" if media == "print" else "screen")
        head, *rows = page.evaluate(COLUMNS)
        assert len(head) == (10 if media == "screen" and "search" in path else 9)
        assert all(row == head for row in rows if len(row) > 2)  # a heading of rows spans the columns
        assert len(rows) > 2


def test_what_is_reached_by_a_website_alone_has_it_on_paper(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        for path in (f"/listing/{ref('arabic')}", "/search?q=جماعة"):
            page = visit.go(path)
            page.emulate_media(media="print")
            way = page.locator(".acts a[href='https://circle.example.org']").first
            assert way.is_visible()
            assert way.evaluate("(link) => getComputedStyle(link, '::after').content") == '"https://circle.example.org"'


def typed(page: Page) -> None:
    """Fill in everything that stays on the device."""
    page.get_by_label("Title of the sheet").fill(TITLE)
    page.get_by_label("Initials (optional)").fill(INITIALS)
    page.locator(".jot summary").first.click()
    page.get_by_label("Note: Grief talks").fill(NOTE)


def test_notes_and_initials_print_on_the_sheet_and_never_leave_the_device(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        sent: list[str] = []

        def note(request: Request) -> None:
            sent.append(f"{request.url} {request.all_headers()} {request.post_data}")

        page = visit.go(f"/list?ids={FOUR}")
        page.on("request", note)
        typed(page)
        page.get_by_role("link", name="Move down: Grief talks").click()
        assert page.get_by_label("Note: Grief talks").input_value() == NOTE
        page.get_by_role("link", name="Print or save as PDF").click()
        sheet = page.locator(".sheet").inner_text()
        assert all(text in sheet for text in (TITLE, INITIALS, NOTE))
        page.get_by_role("link", name="Sheet in Español").click()
        assert NOTE in page.locator(".sheet").inner_text()
        assert len(sent) >= 3
        for text in (NOTE, INITIALS, TITLE):
            assert [
                one
                for one in sent
                if text.split()[0] in one or text.replace(" ", "+") in one or text.replace(" ", "%20") in one
            ] == []
        assert visit.context.cookies() == []
        assert page.evaluate("localStorage.length") == 0


def test_quick_exit_forgets_the_notes(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        page = visit.go(f"/list?ids={FOUR}")
        typed(page)
        page.locator("#exit").click()
        page.wait_for_url("**/accessibility")
        assert page.evaluate("sessionStorage.length") == 0


def test_without_storage_the_list_works_and_offers_no_notes(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        visit.page.add_init_script(
            "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no') } })"
        )
        page = visit.go(f"/list?ids={FOUR}")
        assert not page.get_by_label("Initials (optional)").is_visible()
        assert not page.locator(".jot").first.is_visible()
        assert page.get_by_role("link", name="Send as text").is_visible()
        assert visit.said == []


def test_a_refused_clipboard_leaves_the_text_selected_and_says_so(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        visit.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'))")
        page = visit.go(f"/list?ids={FOUR}")
        page.get_by_role("button", name="Copy: Link to this list").click()
        page.get_by_text("Selected. Copy it with your keyboard or menu.").wait_for()
        assert page.evaluate("getSelection().toString()") == f"{base}/l/{FOUR}"


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize(
    ("ids", "query", "sheets"), [(FOUR, "", 1), (FULL, "", 1), (FOUR, "&lang=es", 1), (FOUR, "&large=1", 2)]
)
def test_four_places_fit_a_printed_page_and_two_in_large_type(
    browser: Browser, base: str, paper: str, ids: str, query: str, sheets: int
) -> None:
    with Visit(browser, base) as visit:
        page = visit.go(f"/sheet?ids={ids}{query}")
        assert pages(page.pdf(format=paper)) == sheets


def test_paper_has_no_controls_and_the_numbers_in_full(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        for path in (f"/sheet?ids={FOUR}", f"/list?ids={FOUR}", "/search?category=support-groups&view=booklet"):
            page = visit.go(path)
            page.emulate_media(media="print")
            for part in (".bar", ".strip", ".foot", ".send", ".before", "button", ".step"):
                assert [one.inner_text() for one in page.locator(part).all() if one.is_visible()] == [], (path, part)
            assert page.get_by_text("305-555-0142").first.is_visible()
            assert page.get_by_text("988").last.is_visible()
