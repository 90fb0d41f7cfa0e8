"""Every page in real Chromium, looked at by axe: a pairwise part of the matrix, and (long) the whole of it."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from playwright.sync_api import Browser

from tests.browser_world import AXE
from tests.matrix import LANGUAGES, SCHEMES, SCRIPTS, SPOTS, WHOLE, WIDTHS, Cell, faults, opened, some

pytestmark = pytest.mark.browser

SELECTION = [(*spot, cell) for number, spot in enumerate(SPOTS) for cell in some(number)]


@pytest.fixture(scope="session")
def axe() -> None:
    """Skips where axe is not."""
    if not AXE.exists():
        pytest.skip("axe-core is not in .cache/axe (make checkers)")


def test_the_selection_has_every_value_with_every_page_and_every_pair_of_values() -> None:
    for number in range(len(SPOTS)):
        for values, chosen in zip((LANGUAGES, WIDTHS, SCHEMES, SCRIPTS), zip(*some(number), strict=True), strict=True):
            assert set(chosen) == set(values)
    pairs = {pair for *_, cell in SELECTION for pair in combinations(enumerate(cell), 2)}
    wanted = {pair for cell in WHOLE for pair in combinations(enumerate(cell), 2)}
    assert pairs == wanted


@pytest.mark.usefixtures("axe")
def test_what_is_wrong_in_one_scheme_or_at_one_width_alone_is_found(browser: Browser, base: str) -> None:
    with opened(browser, base, "/", True) as visit:
        assert faults(visit.page, 390, "dark") == []
        visit.page.add_style_tag(
            content="""@media (prefers-color-scheme: dark) { h1 { color: #222 } }
            @media (max-width: 400px) { main { inline-size: 500px } }"""
        )
        visit.page.evaluate("document.querySelector('main svg').outerHTML = '<img src=>'")
        met = [
            [told.split(":")[0] + told.split(":")[1] for told in faults(visit.page, *at)]
            for at in ((390, "dark"), (768, "light"))
        ]
        assert met == [["390 dark color-contrast", "390 dark image-alt", "390 dark 110 px too wide"], ["768 light image-alt"]]


@pytest.mark.usefixtures("axe")
@pytest.mark.parametrize(("server", "path", "cell"), SELECTION)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, request: pytest.FixtureRequest, server: str, path: str, cell: Cell
) -> None:
    with opened(browser, request.getfixturevalue(server), cell.language + path, cell.script) as visit:
        assert faults(visit.page, cell.width, cell.scheme) == []


@pytest.mark.long
@pytest.mark.usefixtures("axe")
@pytest.mark.parametrize(("server", "path"), SPOTS)
def test_the_whole_matrix_has_no_fault(browser: Browser, request: pytest.FixtureRequest, server: str, path: str) -> None:
    for language, script in product(LANGUAGES, SCRIPTS):
        with opened(browser, request.getfixturevalue(server), language + path, script) as visit:
            found = [fault for width, scheme in product(WIDTHS, SCHEMES) for fault in faults(visit.page, width, scheme)]
            assert found == [], (language, script)
