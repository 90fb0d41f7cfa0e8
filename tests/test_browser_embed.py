"""Frames in a real browser: who can show the search, what works in it, and how it and a white-labelled site look to axe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Frame, Page

from directory.index.base import Index
from directory.settings import Settings
from ingest.commands_white_label import snippet
from tests.browser_world import AXE, RULES, Visit, checked, served, sideways
from tests.pages_world import FOUR, indexed, listing, site_of
from tests.test_white_label import BLUE, LINE, written

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.browser

PLAIN = '<iframe src="{address}" title="Find help" width="360" height="700"></iframe>'
LABEL = f"""
name = "Harbor County Help & Hope"
run_by = "Harbor Library"
contact = "help@library.example.org"
mark = "mark.svg"
{BLUE}
[home]
categories = ["food", "lines", "practical/legal", "talk"]
{LINE}
[helplines.us]
strip = "harbor-line"
"""
SEARCHES = (
    None,
    {"q": "grief", "place": "Miami"},
    {"q": "i want to die"},
    {"q": "nothing-like-this", "place": "Miami"},
    {"q": "grief", "place": "Springfield"},
    {"q": "grief", "place": "Springfild"},
)


class Host:
    """A site of somebody else: any of its paths is a page with what it was last given to paste."""

    def __init__(self) -> None:
        self.pasted = ""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The page."""
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [f'<!doctype html><html lang="en"><title>Library</title><h1>Library</h1>{self.pasted}'.encode()]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with indexed(tmp_path_factory.mktemp("framed")) as found:
        yield found


@pytest.fixture(scope="module")
def library() -> Iterator[tuple[Host, str]]:
    """A site that may show the search, and its address."""
    host = Host()
    with served(host) as address:
        yield host, address


@pytest.fixture(scope="module")
def stranger() -> Iterator[tuple[Host, str]]:
    """A site that may not."""
    host = Host()
    with served(host) as address:
        yield host, address


@pytest.fixture(scope="module")
def help_site(index: Index, library: tuple[Host, str]) -> Iterator[str]:
    """The address of a site that the library may show in a frame."""
    settings = Settings(embed_in=(library[1],), exit_url="/accessibility")
    with served(site_of(settings, index)) as address:
        yield address


@pytest.fixture(scope="module")
def labelled(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site under a white label."""
    settings = written(tmp_path_factory.mktemp("labelled"), LABEL)
    with served(site_of(settings, index)) as address:
        yield address


def framed(visit: Visit, host: Host, pasted: str) -> Frame:
    """The frame on the host's page."""
    host.pasted = pasted
    visit.go("/")
    (frame,) = visit.page.main_frame.child_frames
    return frame


@pytest.fixture
def pasted(help_site: str) -> Callable[[str], str]:
    """What the operator of the other site pastes: as the command prints it, or a plain iframe."""

    def made(kind: str) -> str:
        printed = snippet(Settings(address=help_site, embed_in=("https://library.example.org",)), "en")
        return printed if kind == "printed" else PLAIN.format(address=f"{help_site}/embed")

    return made


@pytest.mark.parametrize("kind", ["printed", "plain"])
@pytest.mark.parametrize("script", [True, False])
def test_a_site_that_may_shows_the_search_and_it_works_to_the_listing(
    browser: Browser, library: tuple[Host, str], help_site: str, pasted: Callable[[str], str], kind: str, script: bool
) -> None:
    with Visit(browser, library[1], java_script_enabled=script, viewport={"width": 390, "height": 844}) as visit:
        frame = framed(visit, library[0], pasted(kind))
        assert frame.locator("h1").inner_text() == "Find help near you"
        if script:
            bar = frame.locator(".bar").evaluate("one => getComputedStyle(one).backgroundColor")
            assert bar == "rgb(65, 24, 58)"  # the style came, though a sandboxed frame is of no origin
        frame.get_by_label("What do you need?").fill("grief")
        frame.get_by_label("Where?").fill("Miami")
        frame.get_by_role("button", name="Search").click()
        frame.get_by_role("heading", level=1, name="places can help near Miami").wait_for()
        assert frame.url == f"{help_site}/embed"
        with visit.context.expect_page() as opened:
            frame.get_by_role("link", name="Grief talks", exact=True).click()
        assert opened.value.locator("h1").inner_text() == "Grief talks"
        assert opened.value.url == help_site + listing("talk")
        assert visit.page.url == f"{library[1]}/"
        assert not [url for url in visit.asked if "grief" in url or "Miami" in url]
        assert visit.context.cookies() == []
        assert [line for line in visit.said if "'allow-scripts'" not in line] == []  # those look for the test, not for the page


def test_pages_turn_and_chips_go_inside_the_sandbox(
    browser: Browser, library: tuple[Host, str], help_site: str, pasted: Callable[[str], str]
) -> None:
    with Visit(browser, library[1]) as visit:
        frame = framed(visit, library[0], pasted("printed"))
        frame.get_by_label("Where?").fill("Miami")
        frame.get_by_role("button", name="Search").click()
        frame.get_by_role("button", name="Next").click()
        frame.get_by_text("Page 2 of").wait_for()
        frame.get_by_role("button", name="Español").click()
        frame.get_by_role("button", name="Anterior").click()
        frame.get_by_text("Página 1 de").wait_for()
        assert frame.url == f"{help_site}/es/embed"


def test_the_way_out_leaves_the_whole_window(browser: Browser, library: tuple[Host, str], pasted: Callable[[str], str]) -> None:
    with Visit(browser, library[1]) as visit:
        framed(visit, library[0], pasted("printed")).get_by_role("link", name="Quick exit").click()
        visit.page.wait_for_url("**/accessibility")


@pytest.mark.parametrize("kind", ["printed", "plain"])
def test_a_site_that_may_not_shows_nothing_of_it(
    browser: Browser, stranger: tuple[Host, str], pasted: Callable[[str], str], kind: str
) -> None:
    with Visit(browser, stranger[1]) as visit:
        frame = framed(visit, stranger[0], pasted(kind).replace('loading="lazy"', ""))  # so that the page waits for it
        assert frame.url.startswith("chrome-error:")
        assert any("frame-ancestors" in line for line in visit.said)


@pytest.mark.parametrize(
    "path", ["/", "/search?q=grief", listing("talk"), "/helplines", f"/list?ids={FOUR}", "/exit", "/api/docs"]
)
def test_no_other_page_can_be_framed_by_anybody(browser: Browser, library: tuple[Host, str], help_site: str, path: str) -> None:
    with Visit(browser, library[1]) as visit:
        frame = framed(visit, library[0], PLAIN.format(address=escape(help_site + path)))
        assert frame.url.startswith("chrome-error:")


def searched(visit: Visit, language: str, said: dict[str, str] | None) -> Page:
    """The page of the frame opened alone, with what its form gives."""
    page = visit.go(f"{language}/embed")
    if said:
        for name, value in said.items():
            page.locator(f"#{name}").fill(value)
        page.locator("form.search button").click()
        page.locator("details.fold").wait_for()
    return page


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds with every fold open: rule and where."""
    if not AXE.exists():
        pytest.skip("axe-core is not in .cache/axe (npm pack axe-core)")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("tags => axe.run({runOnly: tags})", RULES)
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]]


CHOSEN = list(zip(SEARCHES * 2, cycle(("", "/es", "/ar", "")), cycle((320, 390, 1280)), cycle(("dark", "light"))))
"""Every page of the frame twice, with a language, a width and a scheme."""


@pytest.mark.parametrize(("said", "language", "width", "scheme"), CHOSEN)
def test_axe_finds_nothing_in_the_frame(
    browser: Browser, help_site: str, said: dict[str, str] | None, language: str, width: int, scheme: str
) -> None:
    with Visit(browser, help_site, viewport={"width": width, "height": 800}, color_scheme=scheme) as visit:
        page = searched(visit, language, said)
        assert faults(page) == []
        for narrow in (width, 280):
            page.set_viewport_size({"width": narrow, "height": 800})
            assert sideways(page) <= 0


def test_what_is_pressed_in_the_frame_is_large_enough_and_reached_by_keyboard(browser: Browser, help_site: str) -> None:
    look = """() => { const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
        return [one.tagName, box.height, box.width, style.outlineStyle, one.innerText.trim()] }"""
    with Visit(browser, help_site, viewport={"width": 390, "height": 800}) as visit:
        page = searched(visit, "", {"q": "grief", "place": "Miami"})
        reached = []
        for _ in range(60):
            page.keyboard.press("Tab")
            tag, height, width, outline, text = page.evaluate(look)
            if tag == "BODY":
                break
            reached.append(text)
            assert outline != "none", text
            assert height >= 24, text
            assert width >= 24, text
        assert {"Quick exit", "Grief talks", "Next", "Español"} <= set(reached)


@pytest.mark.parametrize(
    ("path", "language", "width", "scheme"),
    list(
        zip(
            (
                "/",
                "/search?q=grief&place=Miami",
                listing("talk"),
                "/",
                "/search?q=i+want+to+die",
                listing("house"),
                "/about",
                "/helplines",
            ),
            cycle(("", "/ar", "/es")),
            cycle((390, 1280)),
            cycle(("light", "dark", "dark")),
        )
    ),
)
def test_axe_finds_nothing_on_a_white_labelled_site(
    browser: Browser, labelled: str, path: str, language: str, width: int, scheme: str
) -> None:
    with Visit(browser, labelled, viewport={"width": width, "height": 900}, color_scheme=scheme) as visit:
        assert checked(visit, language + path) == []
        assert sideways(visit.page) <= 0
        assert visit.page.locator(".brand").inner_text() == "Harbor County Help & Hope"
        bar = visit.page.locator(".bar").evaluate("one => getComputedStyle(one).backgroundColor")
        assert bar == ("rgb(18, 50, 79)" if scheme == "light" else "rgb(11, 21, 32)")
        assert visit.said == []
        assert len([url for url in visit.asked if url.startswith(labelled)]) <= 3
