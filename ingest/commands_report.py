"""`python -m ingest report`: what a source's last run came to, as text, JSON or a page."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from directory.catalogue import Catalogue, Run
from ingest import report_shown as shown
from ingest.commands import Bench
from ingest.report_page import page
from ingest.sources import named

BEFORE = ("read", "listed", "quarantined", "folded", "leads", "omitted")


@click.command("report")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with everything: each refused record and each lead.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="As a page of its own in a file.")
@click.pass_obj
def report(bench: Bench, name: str, as_json: bool, html: Path | None) -> None:
    """Show what a source's last run took, refused, repaired, could not map, and what it changed."""
    with bench.catalogue() as catalogue:
        told = _told(catalogue, name)
        if told is None:
            source = named(name, bench.known)
            raise click.ClickException(f"{source.name} never ran. `python -m ingest run {source.name}` runs it.")
        if as_json:
            names = ("file", "row", "key", "reason", "excerpt")
            rows = [dict(zip(names, row, strict=True)) for row in catalogue.quarantined(name)]
            leads = [asdict(one) for one in catalogue.leads(name)]
            click.echo(json.dumps({**told, "quarantine": rows, "kept_for_stewards": leads}, ensure_ascii=False, indent=1))
    if html is not None:
        html.write_text(page(told), encoding="utf-8")
        click.echo(f"Wrote {html}.", err=as_json)
    elif not as_json:
        click.echo(shown.report(f"{name}, {told['day']}", told))


def _told(catalogue: Catalogue, name: str) -> dict[str, Any] | None:
    """Everything that is told of the last run that read the feed; `before` are the counts of the good run before it."""
    read = catalogue.runs(name, read=True)
    if not read:
        return None
    found = catalogue.last_run(name) or read[0]
    last = read[0]
    head = {"source": name, "day": last.day.isoformat(), "outcome": last.outcome, "seconds": round(last.seconds, 2)}
    head |= {"started": _moment(last), "same_until": found.day.isoformat()}
    before = next((one for one in read[1:] if one.report.get("listed")), None)
    counts = {name: before.report.get(name, 0) for name in BEFORE} | {"day": before.day.isoformat()} if before else {}
    return {**head, **last.report, "before": counts}


def _moment(run: Run) -> str:
    return run.started.isoformat(timespec="seconds") if run.started else ""
