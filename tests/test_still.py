"""Nothing on a page moves while it loads, even where it comes in pieces and its script comes late."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from threading import Semaphore
from typing import TYPE_CHECKING

import pytest
import requests
from playwright.sync_api import Browser, Route

from tests.browser_world import Visit, served
from tests.pages_world import PAGES, listing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pytestmark = pytest.mark.browser

SHIFTS = """window.moved = [];
new PerformanceObserver((list) => { for (const one of list.getEntries()) moved.push([one.value,
  ...one.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? '').slice(0, 90))]) })
  .observe({ type: 'layout-shift', buffered: true });"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
MOST_PIECES = 500
BOTH = pytest.mark.parametrize(("width", "language"), [(360, ""), (1280, "/ar")])


class Slow:
    """A line so slow that a page comes in pieces, each when it is asked for."""

    def __init__(self, upstream: str) -> None:
        self.upstream, self.gate = upstream, Semaphore(0)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the server behind."""
        answer = requests.get(self.upstream + environ["PATH_INFO"], params=environ["QUERY_STRING"], timeout=60)
        answer.raise_for_status()
        start_response("200 OK", [("Content-Type", answer.headers["Content-Type"])])
        return self.pieces(answer.content) if answer.headers["Content-Type"].startswith("text/html") else [answer.content]

    def pieces(self, page: bytes) -> Iterator[bytes]:
        """A page up to its bar, each line of the bar, and the rest in whole lines of about a kilobyte together."""
        start = page.index(b"<header")
        bar = page.index(b"</header>")
        rest = re.findall(rb"(?s).{1,1024}[^\n]*\n?", page[bar:])
        for piece in [page[:start], *page[start:bar].splitlines(keepends=True), *rest]:
            self.gate.acquire()
            yield piece


@BOTH
def test_nothing_moves_while_a_page_loads(browser: Browser, base: str, width: int, language: str) -> None:
    with Visit(browser, base, viewport={"width": width, "height": 800}, bypass_csp=True) as visit:
        held: list[Route] = []
        visit.page.add_init_script(SHIFTS)
        visit.page.route("**/site.js", lambda route: held.append(route))  # noqa: PLW0108 (it looks into a callable)
        for path in PAGES:
            visit.page.goto(visit.base + language + path, wait_until="commit")
            visit.page.locator("footer").wait_for()
            visit.page.evaluate(SETTLED)
            if visit.page.locator("script[src$='/site.js']").count():  # the frame has none
                with visit.page.expect_event("load"):
                    held.pop().continue_()
            visit.page.evaluate(SETTLED)
            assert visit.page.evaluate("moved") == [], path


@BOTH
@pytest.mark.parametrize("path", ["/", "/search?q=grief&place=Miami&cost=free", listing("talk"), "/suggest"])
def test_nothing_moves_while_a_page_comes_in_pieces(browser: Browser, base: str, path: str, width: int, language: str) -> None:
    slow = Slow(base)
    with served(slow) as address, Visit(browser, address, viewport={"width": width, "height": 800}, bypass_csp=True) as visit:
        visit.page.add_init_script(SHIFTS)
        slow.gate.release()
        visit.page.goto(visit.base + language + path, wait_until="commit")
        for _ in range(MOST_PIECES):
            if visit.page.evaluate("document.readyState") != "loading":
                break
            slow.gate.release()
            visit.page.evaluate(PAINTED)
        visit.page.wait_for_load_state("load")
        visit.page.evaluate(SETTLED)
        assert visit.page.evaluate("moved") == []
