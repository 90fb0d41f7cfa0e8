"""`python -m ingest run`: sources read, kept, and the index brought up to date."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from directory.catalogue import Catalogue
from directory.errors import SourceError
from ingest import report_shown as shown
from ingest.commands import Bench, bar
from ingest.commands_index import bring, tell_kept
from ingest.dedupe.keeping import keep
from ingest.pipeline.due import due, due_at
from ingest.pipeline.run import Outcome
from ingest.several import jobs, run_one, run_several
from ingest.sources import named, read_source


@click.command("run", epilog="Example: python -m ingest run seed my-city")
@click.argument("names", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Run every source there is.")
@click.option("--due", "only_due", is_flag=True, help="Run what is due by the `every` of its description; for timers.")
@click.option("--jobs", "most", type=click.IntRange(1, 64), default=jobs, help="Processes at once.  [default: cores, up to 4]")
@click.option("--anew", is_flag=True, help="Read feeds to their end that did not change, too.")
@click.option("--no-index", is_flag=True, help="Only keep the listings; `index` publishes them later.")
@click.pass_obj
def run(bench: Bench, /, names: tuple[str, ...], *, every: bool, only_due: bool, most: int, anew: bool, no_index: bool) -> None:
    """Read sources, keep what they say and bring the index up to date.

    A source that cannot be read, or is outside of its [expect], publishes nothing and the exit status is 1; the others go on.
    A feed that is as it was is not read again for a week.
    """
    if bool(names) + every + only_due != 1:
        raise click.UsageError("Name the sources to run, or give --all or --due.")
    for name in names:
        if name not in bench.known:
            named(name, bench.known)
    chosen = _due(bench) if only_due else list(bench.known if every else dict.fromkeys(names))
    outcomes = _run(chosen, bench.reading(anew), most)
    if outcomes:
        click.echo(shown.summary(outcomes))
    if not (outcomes and all(one.fault for one in outcomes)):
        with bench.catalogue() as catalogue:
            # Also with --no-index: what is one with a protected place must not be published by whoever brings the index next.
            tell_kept(keep(catalogue, bench.rules, read=bench.known, beside=most > 1))
            if not no_index:
                bring(bench, catalogue)
    if any(one.fault for one in outcomes):
        sys.exit(1)


def _run(names: list[str], bench: Bench, most: int) -> list[Outcome]:
    if len(names) > 1 and most > 1:
        return run_several(names, bench, min(most, len(names)))
    outcomes = []
    for name in names:
        with bench.catalogue() as catalogue:
            before = catalogue.count(name)
        with bar(name, before) as progress:
            outcomes.append(run_one(name, bench, progress, beside=most > 1))
    return outcomes


def _due(bench: Bench) -> list[str]:
    now = datetime.now(UTC)
    with bench.catalogue() as catalogue:
        chosen = [name for name in bench.known if _is_due(name, bench, catalogue, now)]
        if not chosen:
            ahead = {name: due_at(read_source(file), catalogue) for name, file in bench.known.items()}
            name, at = min(((name, at) for name, at in ahead.items() if at is not None), key=lambda one: one[1])
            click.echo(f"Nothing is due. Next: {name}, {at:%Y-%m-%d %H:%M} UTC.")
    return chosen


def _is_due(name: str, bench: Bench, catalogue: Catalogue, now: datetime) -> bool:
    try:
        return due(read_source(bench.known[name]), catalogue, now)
    except SourceError:
        return True  # the run says what is not right
