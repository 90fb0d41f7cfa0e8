"""`python -m ingest white-label` and `embed`: what an operator looks at before visitors do."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode

import click

from directory.errors import SettingsError
from directory.settings import Settings, variable_of
from directory.white_label import read_white_label, white_label
from directory.white_label_colours import Measured, measured
from directory.white_label_file import Faults
from ingest.commands import Bench

SNIPPET = """<iframe src="{address}" title="{title}" width="100%" height="720" loading="lazy" referrerpolicy="no-referrer"
  sandbox="allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"></iframe>"""
"""What the operator of another site pastes: no script of ours runs there, and what is typed stays out of its addresses.

Forms search, popups show listings, and a person's own tap may leave the window: for Quick exit, and for telephone links.
"""
OWN = "https://help.example.org"


@click.group("white-label")
def label_group() -> None:
    """Look at a white label: name, mark, colours, crisis lines, home page."""


@label_group.command("check", epilog="Example: python -m ingest white-label check site.toml")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--all", "whole", is_flag=True, help="Show every pair, not only the closest and those that fail.")
@click.pass_obj
def check_label(bench: Bench, file: Path | None, whole: bool) -> None:
    """Read a white label, by its file or the configured one, and measure every text on what it stands on, light and dark.

    Ends with status 1 where anything is wrong: the site would not start with it.
    """
    file = file or (Path(bench.settings.white_label) if bench.settings.white_label else None)
    faults = Faults()
    found = read_white_label(file, bench.settings, faults) if file else white_label(bench.settings)
    pairs = list(measured(found.colours))
    for one in pairs:
        if whole or not one.passes:
            click.echo(f"{'ok  ' if one.passes else 'FAIL'} {one}")
    failed = sum(not one.passes for one in pairs)
    click.echo(f"{len(pairs)} pairs of colours measured, {failed or 'none'} too close (WCAG 2.2 AA).")
    click.echo(f"The closest that pass: {'; '.join(map(str, _closest(pairs)))}.")
    faults.tell()
    click.echo(
        f"{found.name}: {len(found.doors)} doors on the home page, {'its own' if found.mark else 'the shipped'} mark. Good."
    )


def _closest(pairs: list[Measured]) -> list[Measured]:
    """Of text and of controls the pair that passes with the least to spare."""
    passing = [one for one in pairs if one.passes]
    kinds = {one.pair.least: one for one in sorted(passing, key=lambda one: -one.contrast)}
    return [kinds[least] for least in sorted(kinds, reverse=True)]


@click.command("embed", epilog="Example: NEARHELP_EMBED_IN=https://library.example.org python -m ingest embed --language es")
@click.option("--language", help="A language of the site.  [default: its first]")
@click.option("--place", default="", help="A town or ZIP code that stands in the form already.")
@click.pass_obj
def embed(bench: Bench, language: str | None, place: str) -> None:
    """Print what another site pastes to show the search in a frame: an iframe, no script.

    Only the sites in NEARHELP_EMBED_IN may show it.
    """
    settings = bench.settings
    if not settings.embed_in:
        name = variable_of("embed_in")
        raise SettingsError(f"No site may show it yet: name them in {name}, such as {name}=https://library.example.org.")
    if language is not None and language not in settings.languages:
        raise click.BadParameter(f"the site has {', '.join(settings.languages)}", param_hint="--language")
    click.echo(snippet(settings, language or settings.languages[0], place))
    click.echo(f"May be shown by: {', '.join(settings.embed_in)}.", err=True)
    if not settings.address:
        click.echo(f"{variable_of('address')} is not set: put the address of your site for {OWN}.", err=True)


def snippet(settings: Settings, language: str, place: str = "") -> str:
    """The iframe of a site's /embed in a language; its title names the site to a screen reader."""
    prefix = "" if language == settings.languages[0] else f"/{language}"
    said = f"?{urlencode({'place': place})}" if place else ""
    address = f"{settings.address or OWN}{prefix}/embed{said}"
    return SNIPPET.format(address=escape(address), title=escape(white_label(settings).name))
