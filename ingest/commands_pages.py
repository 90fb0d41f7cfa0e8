"""`python -m ingest pages`: the pages that a proxy serves while Nearhelp does not answer."""

from __future__ import annotations

from pathlib import Path

import click

from directory.web import create_app
from directory.web.alone import alone
from ingest.commands import Bench


@click.command("pages", epilog="Example: python -m ingest pages /var/www/nearhelp")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def pages(bench: Bench, folder: Path) -> None:
    """Write the help lines, and that search is not working, as files that stand alone in every language of the site.

    The proxy in front serves them while Nearhelp does not answer. Write them again when help lines, white label or version
    change.
    """
    written = dict(alone(create_app(bench.settings)))
    for name, text in written.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    click.echo(f"Wrote {', '.join(written)} into {folder}.")
