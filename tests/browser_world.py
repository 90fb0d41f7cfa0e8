"""A real browser before a live server over the invented world, for the tests of the pages. Skips where Chromium is absent.

axe runs where its file is: `make checkers` puts it into `.cache/axe` (git-ignored).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from directory.index import open_index
from directory.settings import Settings
from directory.web.site import EXTENSION
from tests.pages_world import NOW, WORLD, site_of, with_catalogue

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

AXE = Path(__file__).resolve().parents[1] / ".cache" / "axe" / "package" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (tags) => {
  const found = await axe.run({ runOnly: tags, resultTypes: ['violations'], selectors: false, preload: false });
  return found.violations.flatMap((one) => one.nodes.slice(0, 2).map((node) => `${one.id}: ${node.html.slice(0, 160)}`));
}"""
"""What axe finds, in words. All its rules run; only what they found right is neither described nor carried out of the browser,
which took nine tenths of the time."""
QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def program() -> str:
    """Where Chromium is; the test skips where it is not. What Playwright could download is never used."""
    return shutil.which("chromium") or pytest.skip("Chromium is not installed")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program(), args=QUIET)
        yield found
        found.close()


@contextmanager
def served(application: WSGIApplication) -> Iterator[str]:
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
    settings = Settings(exit_url="/accessibility", data=with_catalogue(tmp_path_factory.mktemp("data")))
    application = site_of(settings, index)
    seconds = count(NOW * 60, 10)  # every look at the clock is ten seconds later: nobody types that fast
    application.extensions[EXTENSION].seconds = lambda: next(seconds)
    with served(application) as address:
        yield address


@pytest.fixture(scope="session")
def down(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a live server whose index is not there."""
    folder = tmp_path_factory.mktemp("down")
    settings = Settings(index_url=f"sqlite:///{folder / 'index.sqlite'}", data=str(folder / "none"))
    with served(site_of(settings)) as address:
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


def checked(visit: Visit, path: str) -> list[str]:
    """What axe finds on a page with every fold open but the menu of languages, which lies over the rest: rule and where."""
    return examined(visit.go(path))


def examined(page: Page) -> list[str]:
    """The same of a page as it is."""
    if not AXE.exists():
        pytest.skip("axe-core is not in .cache/axe (make checkers)")
    page.evaluate("document.querySelectorAll('details:not(.langs)').forEach((part) => { part.open = true })")
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(LOOK, RULES)
    return found
