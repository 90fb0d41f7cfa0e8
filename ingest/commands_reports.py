"""`python -m ingest reports`: what visitors suggested and reported, read the urgent first, handed on, hidden, closed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import click

from directory.catalogue import Hide, Kept, Signed
from ingest import report_shown as shown
from ingest.commands import Bench
from ingest.commands_index import bring

BY = "steward"
SHORT = 60
"""Characters of a text in the table."""


def _now() -> datetime:
    return datetime.now(UTC)


@click.group(
    invoke_without_command=True,
    epilog="""\b
Examples:
  python -m ingest reports
  python -m ingest reports show 7k2m9q4x
  python -m ingest reports hide 7k2m9q4x --why "the address of a shelter"
  python -m ingest reports close 7k2m9q4x --why "called, corrected at the source\"""",
)
@click.option("--all", "closed", is_flag=True, help="Those that were closed, too.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with everything but who sent it.")
@click.pass_context
def reports(context: click.Context, closed: bool, as_json: bool) -> None:
    """Show what visitors suggested and reported, what puts somebody in danger first; with a command, work through it.

    The address of who sent it is in no list and no export; `sender` tells it, until the report is closed.
    """
    if context.invoked_subcommand is not None:
        if closed or as_json:
            raise click.UsageError("--all and --json go without a command.")
        return
    with context.obj.catalogue() as catalogue:
        found = catalogue.queue.all(_now(), closed=closed)
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo("Nothing is open.")
        return
    head = ("", "reference", "sent", "what", "listing", "says")
    click.echo(shown.table(head, [_row(one) for one in found]))
    urgent = sum(one.urgent and one.closed is None for one in found)
    click.echo(f"\n{len(found):,} in all{f', {urgent:,} urgent' if urgent else ''}. `reports show REFERENCE` has all of one.")


def _row(one: Kept) -> tuple[str, ...]:
    state = "closed" if one.closed else "URGENT" if one.urgent else ""
    said = one.report.said
    text = " ".join((said.get("text") or said.get("name") or "").split())
    short = text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"
    return state, one.reference, f"{one.at:%Y-%m-%d %H:%M}", one.report.kind, one.report.listing, short


def _plain(one: Kept) -> dict[str, Any]:
    """A report as it is exported: never with an address of its sender."""
    plain: dict[str, Any] = {
        "reference": one.reference,
        "at": one.at.isoformat(timespec="seconds"),
        "kind": one.report.kind,
        "urgent": one.urgent,
        "listing": one.report.listing,
        "language": one.report.language,
        "said": dict(one.report.said),
    }
    if one.closed:
        at = one.closed.at.isoformat(timespec="seconds")
        plain["closed"] = {"by": one.closed.by, "at": at, "why": one.closed.why}
    return plain


@reports.command("show")
@click.argument("reference")
@click.pass_obj
def show_(bench: Bench, reference: str) -> None:
    """Show all that one report says."""
    with bench.catalogue() as catalogue:
        one = catalogue.queue.one(_typed(reference))
    for name, value in (*_plain(one).items(), ("sender", "can be asked: `reports sender`" if one.answerable else "unknown")):
        if name not in {"said", "closed"}:
            click.echo(f"{name:<12}{value}")
    for name, text in one.report.said.items():
        click.echo(f"{name:<12}{text}")
    if one.closed:
        click.echo(f"{'closed':<12}{one.closed.at:%Y-%m-%d %H:%M} by {one.closed.by}: {one.closed.why}")


@reports.command("sender")
@click.argument("reference")
@click.pass_obj
def sender_(bench: Bench, reference: str) -> None:
    """Tell the e-mail address of who sent a report, to ask about it and for nothing else."""
    with bench.catalogue() as catalogue:
        address = catalogue.queue.sender(_typed(reference), _now())
    if not address:
        raise click.ClickException("None was given, or its time is over.")
    click.echo(address)


@reports.command("close")
@click.argument("references", nargs=-1, required=True)
@click.option("--why", required=True, help="What came of it, for whoever looks at it later.")
@click.option("--by", default=BY, show_default=True, help="Who closes it.")
@click.pass_obj
def close_(bench: Bench, references: tuple[str, ...], why: str, by: str) -> None:
    """Close reports; the addresses of who sent them are removed."""
    with bench.catalogue() as catalogue:
        for reference in references:
            one = catalogue.queue.close(_typed(reference), Signed(by=by, at=_now(), why=why))
            click.echo(f"Closed {one.reference}.")


@reports.command("hide")
@click.argument("reference")
@click.option("--why", required=True, help="For whoever looks at it later.")
@click.option("--by", default=BY, show_default=True, help="Who decides.")
@click.pass_obj
def hide_(bench: Bench, reference: str, why: str, by: str) -> None:
    """Take the listing of a report off the site at once, whatever its sources say, and close the report.

    The decision can be taken back like every other.
    """
    with bench.catalogue() as catalogue:
        one = catalogue.queue.one(_typed(reference))
        if not one.report.listing:
            raise click.ClickException("This is a suggestion: there is no listing to hide.")
        identifier = catalogue.queue.listing(one.report.listing)
        (decided,) = catalogue.decide((Hide(listing=identifier, why=why),), by)
        click.echo(f"Decision {decided.number}: {identifier} is hidden.")
        bring(bench, catalogue)  # before the report is closed: it stays urgent as long as the address can be read
        if one.closed is None:
            catalogue.queue.close(one.reference, Signed(by=by, at=_now(), why=why))


def _typed(reference: str) -> str:
    """A reference as it is kept: people write it in two parts."""
    return reference.replace(" ", "").replace("-", "").lower()
