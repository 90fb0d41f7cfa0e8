"""`python -m ingest decisions`, `hide`, `correct`, `checked` and `undo`: what persons decide about listings, and take back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any

import click
import orjson

from directory.catalogue import Catalogue, Correction, Decided, Decision, Hide, Verification
from directory.catalogue.decisions import about, kind_of, packed
from ingest import report_shown as shown
from ingest.commands import Bench
from ingest.commands_duplicates import BY
from ingest.commands_index import bring
from ingest.dedupe.keeping import RULE, keep

PATIENCE = "Only keep the decision; `index` publishes it later."
Command = Callable[..., None]


def _signed(command: Command) -> Command:
    """A command with why, by whom, and whether the index follows at once."""
    command = click.option("--no-index", is_flag=True, help=PATIENCE)(command)
    command = click.option("--by", default=BY, show_default=True, help="Who decides.")(command)
    return click.option("--why", required=True, help="For whoever looks at it later.")(command)


@click.command("decisions", epilog="Example: python -m ingest decisions hrsa:12 --all")
@click.argument("listing", required=False, default="")
@click.option("--all", "every", is_flag=True, help="Those made by rule and those taken back, too.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="How many, the latest first.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with what each says.")
@click.pass_obj
def decisions(bench: Bench, listing: str, every: bool, limit: int, as_json: bool) -> None:
    """Show what persons decided, of a listing if its id is given, the latest first. `undo` takes any of it back."""
    with bench.catalogue() as catalogue:
        said = list(catalogue.decisions(_known(catalogue, listing) if listing else ""))
    found = list(islice((one for one in reversed(said) if every or (one.by != RULE and one.undone is None)), limit))
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
    elif found:
        click.echo(shown.table(("number", "made", "what", "by", "about", "why", ""), [_row(one) for one in found]))
    else:
        click.echo("Nothing is decided." if every else "No person decided anything. --all shows what was decided by rule.")


def _row(one: Decided) -> tuple[str, ...]:
    made, back = one.decision, f"taken back by {one.undone.by}" if one.undone else ""
    return str(one.number), _moment(one.at), kind_of(made), one.by, " ".join(about(made)), made.why, back


def _plain(one: Decided) -> dict[str, Any]:
    """A decision as it is exported."""
    plain = {"number": one.number, "at": _moment(one.at), "by": one.by, "kind": kind_of(one.decision), "why": one.decision.why}
    plain |= {"about": about(one.decision), "says": orjson.loads(packed(one.decision))}
    if one.undone:
        plain["undone"] = {"by": one.undone.by, "at": _moment(one.undone.at), "why": one.undone.why}
    return plain


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


@click.command("hide", epilog='Example: python -m ingest hide hrsa:12 --why "the address of a shelter"')
@click.argument("listing")
@_signed
@click.pass_obj
def hide_(bench: Bench, /, listing: str, **signed: Any) -> None:
    """Take a listing off the site, whatever its sources say, by its id in a source or its public id."""
    with bench.catalogue() as catalogue:
        _decide(bench, catalogue, Hide(listing=_known(catalogue, listing), why=signed["why"]), signed)


@click.command(
    "correct",
    epilog="""\b
Examples:
  python -m ingest correct hrsa:12 name="Harbor Clinic" --why "called them"
  python -m ingest correct hrsa:12 'costs=["free"]' --why "their web page\"""",
)
@click.argument("listing")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_signed
@click.pass_obj
def correct_(bench: Bench, /, listing: str, values: tuple[str, ...], **signed: Any) -> None:
    """Say better than its sources what fields of a listing hold, until it is taken back. Values that are no plain text are
    JSON, as the API tells them."""
    said = dict(_pair(one) for one in values)
    with bench.catalogue() as catalogue:
        _decide(bench, catalogue, Correction(listing=_known(catalogue, listing), values=said, why=signed["why"]), signed)


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter("give it as FIELD=VALUE", param_hint="FIELD=VALUE")
    try:
        return name.strip(), json.loads(value) if value[:1] in ("[", "{", '"') or value in ("true", "false", "null") else value
    except json.JSONDecodeError as error:
        raise click.BadParameter(f"{name} is not JSON: {error}", param_hint="FIELD=VALUE") from None


@click.command("checked", epilog='Example: python -m ingest checked hrsa:12 --on 2026-05-31 --why "called, all is right"')
@click.argument("listing")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which a person looked.  [default: today]")
@_signed
@click.pass_obj
def checked_(bench: Bench, /, listing: str, on: datetime | None, **signed: Any) -> None:
    """Note that a person held a listing against the facts: visitors are told the day."""
    day: date = on.date() if on else bench.today
    if day > bench.today:
        raise click.BadParameter("that day is still to come", param_hint="--on")
    with bench.catalogue() as catalogue:
        _decide(bench, catalogue, Verification(listing=_known(catalogue, listing), on=day, why=signed["why"]), signed)


@click.command("undo", epilog='Example: python -m ingest undo 12 --why "it was the other clinic"')
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="NUMBER...")
@_signed
@click.pass_obj
def undo_(bench: Bench, /, numbers: tuple[int, ...], **signed: Any) -> None:
    """Take decisions back, by their numbers: what sources say counts again. Records that were merged by rule stay apart."""
    with bench.catalogue() as catalogue:
        for number in numbers:
            one = catalogue.undo(number, signed["by"], signed["why"])
            click.echo(f"Decision {number} ({kind_of(one.decision)}) no longer counts.")
        _follow(bench, catalogue, signed)


def _decide(bench: Bench, catalogue: Catalogue, decision: Decision, signed: dict[str, Any]) -> None:
    ((number, listing),) = ((one.number, about(one.decision)[0]) for one in catalogue.decide((decision,), signed["by"]))
    click.echo(f"Decision {number}: {kind_of(decision)} of {listing}. `undo {number}` takes it back.")
    _follow(bench, catalogue, signed)


def _follow(bench: Bench, catalogue: Catalogue, signed: dict[str, Any]) -> None:
    """Look again at what may be one with a protected place, before visitors see anything of it."""
    keep(catalogue, bench.rules)
    if not signed["no_index"]:
        bring(bench, catalogue)


def _known(catalogue: Catalogue, name: str) -> str:
    """The id of a listing that is named by it or by its public id."""
    return name if ":" in name else catalogue.queue.listing(name)


COMMANDS: Iterable[click.Command] = (decisions, hide_, correct_, checked_, undo_)
