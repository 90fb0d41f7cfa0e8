"""`python -m ingest report`: what a source's last run came to, as text, JSON or a page."""

from __future__ import annotations

import json

import click

from ingest import report_shown as shown
from ingest.commands import Bench
from ingest.sources import named


@click.command("report")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with everything.")
@click.pass_obj
def report(bench: Bench, name: str, as_json: bool) -> None:
    """Show what a source's last run took, refused, repaired, and could not map."""
    with bench.catalogue() as catalogue:
        last = catalogue.last_report(name)
        if last is None:
            source = named(name, bench.known)
            raise click.ClickException(f"{source.name} never ran. `python -m ingest run {source.name}` runs it.")
        if as_json:
            head = {"source": name, "day": last.day.isoformat(), "outcome": last.outcome, "seconds": round(last.seconds, 2)}
            names = ("file", "row", "key", "reason", "excerpt")
            rows = [dict(zip(names, row, strict=True)) for row in catalogue.quarantined(name)]
            click.echo(json.dumps({**head, **last.report, "quarantine": rows}, ensure_ascii=False, indent=1))
        else:
            click.echo(shown.report(f"{name}, {last.day.isoformat()}", last.report))
