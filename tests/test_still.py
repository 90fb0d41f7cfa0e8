"""Nothing on a page moves while it loads, even where the script comes late."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route

from tests.browser_world import Visit
from tests.pages_world import PAGES

pytestmark = pytest.mark.browser

SHIFTS = """window.moved = [];
new PerformanceObserver((list) => { for (const one of list.getEntries()) moved.push([one.value,
  ...one.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? '').slice(0, 90))]) })
  .observe({ type: 'layout-shift', buffered: true });"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"


@pytest.mark.parametrize(("width", "language"), [(360, ""), (1280, "/ar")])
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
