"""What every test run says at its end: which tests were left out, and why.

Which fixture to choose: tests of pure functions need none; `shared` is the folder of real data sets beside the repository
(skips without it); engines come from `test_conformance`, the live server and the browser are those of `browser_world`;
`engine`, `name` and `index` are those of a running Elasticsearch (`running`) wherever a file has none of its own.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.browser_world import base, browser, down
from tests.running import engine, index, name

__all__ = ["base", "browser", "down", "engine", "index", "name"]

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data sets, `shared/data/real` beside the repository."""
    if not (SHARED / "data" / "real").is_dir():
        pytest.skip("the real data sets (../shared/data/real) are not on this machine")
    return SHARED / "data" / "real"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out: skipped tests by reason, and long ones that were not asked for."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[told.removeprefix("Skipped: ")] += 1
    if "not long" in str(terminalreporter.config.getoption("markexpr", "")):
        reasons["long tests (`make test-all` runs them)"] += 0
    terminalreporter.section("left out")
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"  {count} tests: {reason}" if count else f"  {reason}")
    if not reasons:
        terminalreporter.write_line("  nothing")
