"""`python -m ingest retire`: everything of a source withdrawn, when its feed has ended or is not wanted any more."""

from __future__ import annotations

import shutil

import click

from directory.catalogue import Run
from ingest.commands import Bench
from ingest.commands_index import bring, tell_kept
from ingest.dedupe.keeping import keep
from ingest.report import Report
from ingest.withheld import forget

RETIRED = "retired"


@click.command("retire", epilog="Example: python -m ingest retire my-city")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def retire(bench: Bench, name: str, yes: bool) -> None:
    """Withdraw everything of a source. Its addresses go on to say that it is no longer listed; what was downloaded of it, and
    the whole of its refused records, are removed.

    Its description stays where it is: remove it, or the next run lists everything again, under the same addresses.
    """
    with bench.catalogue() as catalogue:
        count = catalogue.count(name)
        if not count:
            raise click.ClickException(f"Nothing of {name!r} is listed. `python -m ingest list` shows the sources there are.")
        if not yes:
            click.confirm(f"Withdraw {count:,} listings of {name}?", abort=True)
        with catalogue.replacing(name, bench.today) as run:
            done = run.finish(Run(name, bench.today, RETIRED, 0.0, Report().plain()))
        forget(bench.folder, name)
        shutil.rmtree(bench.folder / "fetched" / name, ignore_errors=True)
        click.echo(f"Withdrew {done.gone:,} records of {name}.")
        tell_kept(keep(catalogue, bench.rules, read={*bench.known, name}))  # its name may be known no more
        bring(bench, catalogue)
    if name in bench.known:
        click.echo(f"Its description is still there: {bench.known[name]}.")
