"""`python -m ingest index`: the search index brought up to date, looked at, swapped, verified and extended."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from directory.catalogue import Catalogue
from directory.errors import IndexUnavailable
from directory.index.base import Generation, Index
from ingest import report_shown as shown
from ingest.commands import Bench, bar
from ingest.dedupe.keeping import Kept, keep
from ingest.pipeline.publish import catch_up, publish
from ingest.pipeline.verify import verify

Command = TypeVar("Command", bound=Callable[..., Any])
SAMPLE = 1000
"""Listings that `verify` compares one by one, and as many withdrawn ones."""
NAMED = 50
"""Differences that `verify` names."""


def _engine(context: click.Context, _: click.Parameter, url: str | None) -> None:
    if url:
        context.obj = replace(context.obj, engine=url)


def engine(command: Command) -> Command:
    """The option that names another index than the configured one; before a subcommand or behind it."""
    told = (
        "Another index than NEARHELP_INDEX_URL: sqlite:///path or https://host:9200/name. NEARHELP_SEARCH_… let in there too."
    )
    return click.option("--engine", metavar="URL", expose_value=False, callback=_engine, help=told)(command)


@click.group(
    invoke_without_command=True,
    epilog="""\b
Every night:
  python -m ingest run --due
  python -m ingest index extend
  python -m ingest index verify""",
)
@click.option("--rebuild", is_flag=True, help="Build the whole index anew, even if little changed.")
@engine
@click.pass_context
def index(context: click.Context, rebuild: bool) -> None:
    """Bring the search index to the state of the catalogue; with a command, look at it or change what serves."""
    if context.invoked_subcommand is not None:
        if rebuild:
            raise click.UsageError("--rebuild goes without a command.")
        return
    bench = context.obj
    with bench.catalogue() as catalogue:
        tell_kept(keep(catalogue, bench.rules, read=bench.known))
        bring(bench, catalogue, rebuild=rebuild)


def tell_kept(kept: Kept) -> None:
    """Say what became of what may be one help."""
    if kept.made or kept.undone:
        click.echo(f"{kept.made:,} merges made, {kept.undone:,} taken back; {kept.questions:,} questions: `duplicates`.")
    if kept.waiting:
        click.echo(f"{kept.waiting:,} wait without their address: they may be one with a protected place (`duplicates`).")


def bring(bench: Bench, catalogue: Catalogue, *, rebuild: bool = False) -> None:
    """Bring the index to the state of the catalogue and say how."""
    try:
        with bench.index() as found, bar("index", catalogue.count(), total=True) as progress:
            done = publish(catalogue, found, rebuild=rebuild, progress=progress)
    except IndexUnavailable as error:
        raise click.ClickException(f"The listings are stored, but the index cannot be written: {error}") from None
    click.echo(f"Index {done.how}: {done.count:,} listings in {done.seconds:.1f} s.")
    if done.refused:
        click.echo(f"The index lacks what its server refused: {done.refused}", err=True)


@index.command("status")
@engine
@click.pass_obj
def status_(bench: Bench) -> None:
    """Show what serves, what is kept, and whether somebody rebuilds. Exit status 1 when nothing serves."""
    with bench.index() as found, bench.catalogue() as catalogue:
        fault = ""
        try:
            for name, value in _serving(found, catalogue):
                click.echo(f"{name:<12}{value}")
        except IndexUnavailable as error:
            fault = str(error)
        click.echo(f"{'rebuild':<12}{found.busy() or 'none is going on'}")
        click.echo(f"\n{_generations(found.generations())}")
    if fault:
        raise click.ClickException(f"Nothing serves: {fault}")


def _serving(found: Index, catalogue: Catalogue) -> list[tuple[str, str]]:
    now = found.status()
    refused, which = catalogue.refused(now.generation)
    behind = catalogue.changed_since(now.revision) if catalogue.built(now.generation) else -1
    return [
        ("engine", now.engine),
        ("generation", now.generation),
        ("listings", f"{now.count:,}"),
        ("horizon", f"{now.horizon} (dated hours are known until then)"),
        ("built at", now.built_at),
        ("revision", str(now.revision)),
        ("catalogue", "another one built it" if behind < 0 else _ahead(behind) if behind else "nothing ahead"),
        *([("refused", f"{refused:,}: {which}")] if refused else ()),
    ]


def _ahead(changes: int) -> str:
    return f"{changes:,} change{'s' if changes != 1 else ''} ahead"


def _generations(kept: tuple[Generation, ...]) -> str:
    if not kept:
        return "No generation is there: `python -m ingest index` builds one."
    head = ("generation", "listings", "built at", "")
    return shown.table(head, [(one.name, one.count, one.built_at, _said(one)) for one in kept])


def _said(one: Generation) -> str:
    return "serves" if one.serving else "kept" if one.usable else "of another version"


@index.command("swap")
@click.option("--to", "generation", metavar="GENERATION", help="The generation that is to serve.")
@engine
@click.pass_obj
def swap_(bench: Bench, generation: str | None) -> None:
    """Let a kept generation serve, at once for all; without --to, list those there are.

    What the catalogue changed since is brought in at once, so that nothing withdrawn or hidden meanwhile is told again.
    """
    with bench.index() as found, bench.catalogue() as catalogue:
        if generation is None:
            click.echo(_generations(found.generations()))
            return
        found.swap(generation)
        changes = catch_up(catalogue, found)
        caught = f" {changes:,} change{'s' * (changes > 1)} since then brought in." if changes else ""
        click.echo(f"{generation} serves: {found.status().count:,} listings.{caught}")
        if catalogue.changed_since(found.status().revision):
            click.echo(
                "It is behind the catalogue: what was withdrawn or hidden since may be told. Next: `python -m ingest index`."
            )


@index.command("verify")
@click.option("--sample", type=click.IntRange(0), default=SAMPLE, show_default=True, help="Listings to compare one by one.")
@engine
@click.pass_obj
def verify_(bench: Bench, sample: int) -> None:
    """Hold the index against the catalogue: how many listings, and a sample of them. Exit status 1 for a difference."""
    with bench.index() as found, bench.catalogue() as catalogue:
        done = verify(catalogue, found, sample)
        now = found.status()
        behind = catalogue.changed_since(now.revision)
        refused, _ = catalogue.refused(now.generation)
    click.echo(f"{done.index:,} listings in the index, {done.catalogue:,} in the catalogue; {done.compared:,} compared.")
    for identifier, how in done.differences[:NAMED]:
        click.echo(f"  {identifier}: {how}")
    if len(done.differences) > NAMED:
        click.echo(f"  and {len(done.differences) - NAMED:,} more")
    if done.agree:
        return
    if refused:
        click.echo(f"{refused:,} were refused by the server when {now.generation} was built: `status` names them.")
    if behind:
        click.echo(f"The catalogue is {_ahead(behind)}: `python -m ingest index` brings them in.")
    sys.exit(1)


@index.command("extend")
@engine
@click.pass_obj
def extend_(bench: Bench) -> None:
    """Expand dated sessions again, 400 days from today, without a rebuild. For every night.

    Elasticsearch writes only the listings that have any; the embedded engine writes a new generation from its own listings.
    """
    started = time.perf_counter()
    with bench.index() as found, bench.catalogue() as catalogue:
        before = found.status()
        with bar("extend", None, total=True) as progress:
            count = found.extend(progress)
        now = found.status()
        if now.generation != before.generation and catalogue.built(before.generation):
            catalogue.note_built(now.generation)
    seconds = time.perf_counter() - started
    click.echo(f"Dated hours are known until {now.horizon}: {count:,} listings written in {seconds:.1f} s.")
