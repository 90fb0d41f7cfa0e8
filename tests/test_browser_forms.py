"""The forms in a real browser: faults get the focus, what was typed stays, with and without script; no axe violation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser

from directory.catalogue import Catalogue, Run
from directory.index.sqlite.engine import SqliteIndex
from directory.settings import Settings
from ingest.pipeline.publish import publish
from tests.browser_world import Visit, checked, examined, served, sideways
from tests.pages_world import WORLD, listing, site_of

pytestmark = pytest.mark.browser
REPORT = f"{listing('house')}/report"


@pytest.mark.parametrize(
    ("language", "width", "scheme", "script"),
    [("", 390, "dark", True), ("/es", 320, "light", False), ("/ar", 1280, "light", True), ("/ar", 390, "dark", False)],
)
def test_a_report_goes_from_faults_to_thanks(
    browser: Browser, base: str, language: str, width: int, scheme: str, script: bool
) -> None:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "bypass_csp": True}
    with Visit(browser, base, java_script_enabled=script, **options) as visit:
        page = visit.go(language + REPORT)
        page.locator("#f-email").fill("sam@")
        page.locator("main form button[type=submit]").click()
        page.locator("#errors").wait_for()
        assert page.title().startswith(("Error:", "خطأ:"))
        assert page.locator("#f-email").input_value() == "sam@"
        assert sideways(page) <= 0
        if script:
            assert page.evaluate("document.activeElement.id") == "errors"
            assert examined(page) == []
        page.locator("#errors a").first.click()
        page.locator("#f-wrong-hide").check()
        page.locator("#f-text").fill("I want to die")
        page.locator("#f-email").fill("sam@example.org")
        page.locator("main form button[type=submit]").click()
        page.locator(".crisis").wait_for()
        assert page.locator("main .card").count() == 4
        assert page.url.endswith(REPORT)
        assert sideways(page) <= 0
        if script:
            assert examined(page) == []
        assert visit.context.cookies() == []


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a live server whose catalogue remembers a listing that is gone."""
    folder = tmp_path_factory.mktemp("closed")
    with Catalogue.of(folder) as catalogue:
        for listings in (WORLD, [one for one in WORLD if one.id != "world:ask@1"]):
            with catalogue.replacing("world", date(2026, 7, 1)) as run:
                for one in listings:
                    run.take(one)
                run.finish(Run("world", date(2026, 7, 1), "published", 0.1, {}))
        index = SqliteIndex(folder / "index.sqlite")
        publish(catalogue, index)
    settings = Settings(data=str(folder))
    with served(site_of(settings, index)) as address:
        yield address
    index.close()


@pytest.mark.parametrize(("language", "width", "scheme"), [("", 390, "light"), ("/es", 768, "dark"), ("/ar", 320, "light")])
def test_axe_finds_nothing_on_the_page_of_what_is_gone(
    browser: Browser, closed: str, language: str, width: int, scheme: str
) -> None:
    with Visit(browser, closed, viewport={"width": width, "height": 900}, color_scheme=scheme) as visit:
        assert checked(visit, f"{language}{listing('ask')}") == []
        assert visit.page.locator("#similar").count() == 1
        assert sideways(visit.page) <= 0


@pytest.mark.parametrize("language", ["", "/ar"])
def test_axe_finds_nothing_while_nothing_can_be_kept(browser: Browser, down: str, language: str) -> None:
    with Visit(browser, down) as visit:
        assert checked(visit, f"{language}/suggest") == []


def test_nothing_unseen_can_be_reached_by_keyboard(browser: Browser, base: str) -> None:
    with Visit(browser, base) as visit:
        page = visit.go("/suggest")
        page.locator("#f-email").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "submit"
