"""`make screenshots`: the pictures of the README, taken again from the seed in a real browser at a fixed minute.

They lie in `.github/screenshots`, few colours, at most 70 kB each.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageOps
from playwright.sync_api import Browser, sync_playwright

from directory.index import open_index
from directory.settings import Settings
from directory.web import create_app
from tests.browser_world import QUIET, Visit, program, served
from tests.pages_world import GAZETTEER

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".github" / "screenshots"
EVENING = 29_926_020
"""A minute of Tuesday 24 November 2026 in UTC: three in the afternoon in Oakland."""
COLOURS = 96


class Shot(NamedTuple):
    """A picture: its page, its window, what the browser is told of the visitor; `paper`: as it is printed."""

    path: str
    width: int
    height: int
    told: dict[str, Any]
    paper: bool = False


@contextmanager
def seeded() -> Iterator[str]:
    """The address of a live server over the seed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"NEARHELP_DATA": folder}
        subprocess.run(
            [sys.executable, "-m", "ingest", "run", "seed"], check=True, cwd=ROOT, env=environment, capture_output=True
        )
        with closing(open_index(f"sqlite:///{folder}/index.sqlite")) as index:
            application = create_app(
                Settings(data=folder, address="https://help.example.org"),
                index=index,
                gazetteer=GAZETTEER,
                clock=lambda: EVENING,
            )
            with served(application) as address:
                yield address


def shots(browser: Browser, address: str) -> dict[str, Shot]:
    """The pictures by the names of their files; what stands on the sheet is what a search finds first."""
    with Visit(browser, address) as visit:
        found = re.findall(r'data-ref="(\w{10})"', visit.go("/search?q=counseling&place=94612").content())
    ids = ".".join(dict.fromkeys(found[:3]))
    return {
        "results-night": Shot("/search?q=grief&place=94612", 390, 1240, {"color_scheme": "dark"}),
        "results-spanish": Shot("/es/search?q=consejería+para+adolescentes&place=94612&cost=free", 1280, 1100, {}),
        "list": Shot(f"/list?ids={ids}", 1280, 860, {}),
        "sheet-arabic": Shot(f"/sheet?ids={ids}&lang=ar", 816, 1056, {}, paper=True),
    }


def take(folder: Path) -> list[Path]:
    """Take every picture into a folder; their files."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with seeded() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=QUIET)
        taken = [_take(browser, address, shot, folder / f"{name}.png") for name, shot in shots(browser, address).items()]
        browser.close()
    return taken


def _take(browser: Browser, address: str, shot: Shot, file: Path) -> Path:
    with Visit(browser, address, viewport={"width": shot.width, "height": shot.height}, **shot.told) as visit:
        page = visit.go(shot.path)
        if shot.paper:
            page.emulate_media(media="print")
        page.locator("main").screenshot(path=file) if shot.paper else page.screenshot(path=file)
    with Image.open(file) as picture:
        whole = ImageOps.expand(picture.convert("RGB"), 40 if shot.paper else 0, "white")
    few = whole.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    return file


def main() -> None:
    """Take the pictures of the README again."""
    FOLDER.mkdir(exist_ok=True)
    for file in take(FOLDER):
        sys.stdout.write(f"{file.relative_to(ROOT)} {file.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
