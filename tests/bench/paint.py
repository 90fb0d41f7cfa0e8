"""`python -m tests.bench.paint`: when the first words stand on a slow phone, on the first visit of each page.

400 kbit/s down and up, 400 ms a round trip, a processor four times slower, in Chromium over its debugging protocol; the web
server is on this machine. The protocol adds the round trip to each request, not to opening a connection: on a real line add
one for TCP and one or two for TLS.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from directory.index import open_index
from directory.settings import Settings
from tests.bench.world import World
from tests.browser_world import QUIET, served
from tests.pages_world import site_of

RATE, TRIP_MS, SLOWER, MOST_MS = 400_000 / 8, 400, 4, 3000
LISTINGS, VISITS = 2000, 5
PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
  const first = list.getEntriesByName('first-contentful-paint')[0];
  if (first) done(first.startTime);
}).observe({ type: 'paint', buffered: true }))"""


def first_paint(browser: Browser, address: str) -> float:
    """Milliseconds from the request of an address to its first words, with nothing kept from before."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": TRIP_MS, "downloadThroughput": RATE, "uploadThroughput": RATE}
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    found: float = page.evaluate(PAINTED)
    context.close()
    return found


@contextmanager
def site(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A live server over an invented world, and the paths of its pages by their names."""
    world = World()
    with closing(open_index(f"sqlite:///{folder / 'index.sqlite'}")) as index:
        index.rebuild(world.listings(LISTINGS))
        refs = [listing.ref for listing in world.listings(6)]
        paths = {
            "home": "/",
            "results": "/search?category=support-groups",
            "results in Arabic": "/ar/search?category=support-groups",
            "compare": "/search?category=support-groups&view=table",
            "listing": f"/listing/{refs[0]}",
            "my list": f"/list?ids={'.'.join(refs)}",
            "sheet": f"/sheet?ids={'.'.join(refs)}",
            "helplines": "/helplines",
            "all kinds": "/kinds",
        }
        with served(site_of(Settings(), index)) as base:
            yield base, paths


def main() -> None:
    """Measure each page; the exit status says whether all keep to three seconds."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    program = shutil.which("chromium")
    if program is None:
        print("first paint: not measured, Chromium is not installed")
        return
    late = []
    print(f"first paint at 400 kbit/s, {TRIP_MS} ms, {SLOWER}x slower processor; ms, median and worst of {VISITS} first visits")
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as (base, paths), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        for name, path in paths.items():
            times = [first_paint(browser, base + path) for _ in range(VISITS)]
            print(f"  {name:20} {median(times):5.0f} {max(times):5.0f}")
            late += [name] * (median(times) > MOST_MS)
        browser.close()
    sys.exit(f"later than {MOST_MS} ms: {', '.join(late)}" if late else None)


if __name__ == "__main__":
    main()
