"""The matrix in which every page is looked at: language, width, colours, with and without script; and a pairwise part of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page

from tests.browser_world import AXE, LOOK, RULES, Visit, sideways
from tests.pages_world import NEVER, PAGES

LANGUAGES = ("", "/es", "/ar")
"""The prefixes: two written from left to right, one from right to left."""
WIDTHS = (320, 360, 390, 768, 1280)
SCHEMES = ("light", "dark")
SCRIPTS = (True, False)
SPOTS = (
    *(("base", path) for path in PAGES),
    ("base", "/nothing-here"),
    ("base", f"/listing/{NEVER}"),
    ("base", "/search?q=grief&within=banana&faith=none-such&page=900"),
    ("down", "/search?q=grief&place=Miami"),
    ("down", f"/list?ids={NEVER}"),
)
"""Every page, by the fixture that serves it and its path: those of the world, those that say what went wrong."""


class Cell(NamedTuple):
    """One way to look at a page."""

    language: str
    width: int
    scheme: str
    script: bool


WHOLE = tuple(Cell(*values) for values in product(LANGUAGES, WIDTHS, SCHEMES, SCRIPTS))


def some(number: int) -> tuple[Cell, ...]:
    """For the page of a number: every language, width, scheme and script at least once. Two pages beside each other make
    other pairs, so that a few of them have all."""
    return tuple(
        Cell(LANGUAGES[(turn + number) % 3], width, SCHEMES[(turn + number) % 2], SCRIPTS[(turn // 2 + number // 2) % 2])
        for turn, width in enumerate(WIDTHS)
    )


@contextmanager
def opened(browser: Browser, address: str, path: str, script: bool) -> Iterator[Visit]:
    """A page that was loaded with or without script, with every fold open but the menu of languages, which lies over the
    rest. What a checker has to run in the page may run in both."""
    with Visit(browser, address, bypass_csp=True) as visit:
        visit.page.set_default_timeout(120_000)  # the whole matrix keeps a small machine busy for long
        session = visit.context.new_cdp_session(visit.page)
        session.send("Emulation.setScriptExecutionDisabled", {"value": not script})
        page = visit.go(path)
        session.send("Emulation.setScriptExecutionDisabled", {"value": False})
        page.evaluate("document.querySelectorAll('details:not(.langs)').forEach((part) => { part.open = true })")
        page.evaluate(AXE.read_text("utf-8"))
        yield visit


def faults(page: Page, width: int, scheme: Any) -> list[str]:
    """What is wrong with an opened page at a width in a scheme: what axe finds, and whether it scrolls sideways."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is halfway to another
    page.set_viewport_size({"width": width, "height": 900})
    told, wide = page.evaluate(LOOK, RULES), sideways(page)
    return [f"{width} {scheme}: {one}" for one in (*told, *([f"{wide} px too wide"] if wide > 0 else []))]
