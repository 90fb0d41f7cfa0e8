"""`python -m ingest run`: sources read, kept, and the index brought up to date."""

from __future__ import annotations

import sys

import click

from directory.catalogue import Catalogue
from directory.errors import SourceError
from ingest import report_shown as shown
from ingest.commands import Bench, bar
from ingest.commands_index import bring
from ingest.pipeline.run import Outcome
from ingest.pipeline.run import run as run_source
from ingest.report import Report
from ingest.sources import named


@click.command("run", epilog="Example: python -m ingest run seed my-city")
@click.argument("names", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Run every source there is.")
@click.option("--no-index", is_flag=True, help="Only keep the listings; `index` publishes them later.")
@click.pass_obj
def run(bench: Bench, names: tuple[str, ...], every: bool, no_index: bool) -> None:
    """Read sources, keep what they say and bring the index up to date.

    A source that cannot be read, or is outside of its [expect], publishes nothing and the exit status is 1; the others go on.
    """
    if bool(names) == every:
        raise click.UsageError("Name the sources to run, or give --all.")
    for name in names:
        if name not in bench.known:
            named(name, bench.known)
    outcomes = []
    with bench.catalogue() as catalogue:
        for name in bench.known if every else dict.fromkeys(names):
            outcomes.append(_one(name, bench, catalogue))
        click.echo(shown.summary(outcomes))
        if not no_index and not all(one.fault for one in outcomes):
            bring(bench, catalogue)
    if any(one.fault for one in outcomes):
        sys.exit(1)


def _one(name: str, bench: Bench, catalogue: Catalogue) -> Outcome:
    try:
        source = named(name, bench.known)
    except SourceError as error:
        return Outcome(source=name, report=Report(), fault=str(error))
    with bar(name, catalogue.count(name)) as progress:
        return run_source(source, catalogue, bench.station, progress=progress)
