"""`white-label check` and `embed`: what an operator sees before visitors do."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from directory.settings import Settings
from ingest.__main__ import cli
from ingest.commands_white_label import snippet
from tests.test_white_label import BLUE, written

Ran = Callable[..., Result]


@pytest.fixture
def ingest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ran:
    monkeypatch.setenv("NEARHELP_DATA", str(tmp_path / "data"))

    def command(*arguments: str, **settings: str) -> Result:
        for name, value in settings.items():
            monkeypatch.setenv(f"NEARHELP_{name}", value)
        return CliRunner().invoke(cli, arguments)

    return command


class Attributes(HTMLParser):
    """Those of the only element of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tag, self.said = "", dict[str, str | None]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        assert not self.tag
        self.tag, self.said = tag, dict(attrs)


def test_the_shipped_colours_pass_and_every_pair_can_be_seen(ingest: Ran) -> None:
    result = ingest("white-label", "check", "--all")
    assert result.exit_code == 0
    assert "light: ink2 #5b4a56 on sunk #f3ebe1 has 6.94, needs 4.5" in result.output
    assert "dark: button-edge #c384b6 on card #251c23 has 5.74, needs 3.0" in result.output
    assert "none too close (WCAG 2.2 AA)" in result.output
    assert "FAIL" not in result.output


def test_a_file_or_the_configured_one_is_measured(ingest: Ran, tmp_path: Path) -> None:
    written(tmp_path, f'name = "Harbor Help"\nmark = "mark.svg"\n{BLUE}')
    file = str(tmp_path / "site.toml")
    assert "Harbor Help: 12 doors on the home page, its own mark. Good." in ingest("white-label", "check", file).output
    assert "Harbor Help" in ingest("white-label", "check", WHITE_LABEL=file).output


def test_pairs_that_fail_are_printed_with_their_lines_and_the_status_is_1(ingest: Ran, tmp_path: Path) -> None:
    written(tmp_path, BLUE.replace("#1f4e79", "#5f94c9") + '[home]\ncategories = ["fod"]\n')
    result = ingest("white-label", "check", str(tmp_path / "site.toml"))
    assert result.exit_code == 1
    assert "FAIL light: plum #5f94c9 on card #fffdf9 has 3.1" in result.output
    assert "site.toml:3: light: plum #5f94c9 on card" in result.output
    assert "site.toml:13: 'fod' is no kind of help. Do you mean 'food'?" in result.output
    assert "Good" not in result.output


def test_the_snippet_is_an_iframe_without_script_that_may_do_no_more_than_it_needs(ingest: Ran) -> None:
    result = ingest(
        "embed",
        "--language",
        "es",
        "--place",
        "New York",
        EMBED_IN="https://library.example.org",
        ADDRESS="https://help.example.org",
    )
    assert result.exit_code == 0
    frame = Attributes(result.stdout)
    assert frame.tag == "iframe"
    assert frame.said["src"] == "https://help.example.org/es/embed?place=New+York"
    assert frame.said["title"] == "Nearhelp"
    assert "allow-scripts" not in str(frame.said["sandbox"])
    assert "allow-same-origin" not in str(frame.said["sandbox"])
    assert "May be shown by: https://library.example.org." in result.stderr


def test_it_is_not_printed_while_nobody_may_show_it(ingest: Ran) -> None:
    result = ingest("embed")
    assert result.exit_code == 1
    assert "NEARHELP_EMBED_IN=https://library.example.org" in result.stderr
    assert "the site has en, es, ar" in ingest("embed", "--language", "fr", EMBED_IN="https://a.example.org").stderr


def test_a_hostile_name_does_not_leave_its_attribute(tmp_path: Path) -> None:
    settings = written(tmp_path, "name = '\"><script>alert(1)</script>'")
    frame = Attributes(snippet(settings, "en"))
    assert frame.said["title"] == '"><script>alert(1)</script>'
    assert snippet(Settings(address="https://a.example.org"), "en").startswith('<iframe src="https://a.example.org/embed"')
