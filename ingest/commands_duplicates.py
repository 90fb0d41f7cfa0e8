"""`python -m ingest duplicates`, `merge` and `split`: what may be one help, and a person's word on it."""

from __future__ import annotations

import json

import click

from directory.catalogue import Catalogue, Merge, Split
from directory.errors import NotFound
from directory.listing import Listing
from ingest.commands import Bench
from ingest.commands_index import bring
from ingest.dedupe.explaining import lines, plain
from ingest.dedupe.guarding import renew, waits
from ingest.dedupe.keeping import RULE, found, keep
from ingest.dedupe.merging import merge as merged

BY = "steward"


@click.command(epilog="Example: python -m ingest duplicates --limit 10")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="Questions shown, the likeliest first.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every field.")
@click.option("--merge", "by_rule", is_flag=True, help="Merge by rule what is surely the same, as `run` does.")
@click.pass_obj
def duplicates(bench: Bench, limit: int, as_json: bool, by_rule: bool) -> None:
    """Show what may be the same help twice, and ask.

    What is surely the same was merged; what is left needs a person: `merge` or `split` answers.
    """
    with bench.catalogue() as catalogue:
        if by_rule:
            kept = keep(catalogue, bench.rules)
            click.echo(f"{kept.made:,} merges made, {kept.undone:,} taken back; {kept.joined:,} records are one with another.")
            return
        questions = found(catalogue).questions
        shown = questions[:limit]
        wanted = {identifier for one in shown for identifier in (one.comparison.one, one.comparison.other)}
        records = {one.id: one for one in catalogue.records() if one.id in wanted}
    if as_json:
        click.echo(json.dumps([plain(one, records) for one in shown], ensure_ascii=False, indent=1))
        return
    for one in shown:
        click.echo("\n".join(lines(one, records)) + "\n")
    click.echo(f"{len(shown):,} of {len(questions):,} questions. `merge A B --why …` or `split A B --why …` answers one.")


@click.command("merge", epilog='Example: python -m ingest merge hrsa:12 samhsa:345 --why "one clinic, called them"')
@click.argument("ids", nargs=-1, required=True)
@click.option("--why", required=True, help="For whoever looks at it later.")
@click.option("--by", default=BY, show_default=True, help="Who decides.")
@click.option("--no-index", is_flag=True, help="Only keep the decision; `index` publishes it later.")
@click.pass_obj
def merge_(bench: Bench, /, ids: tuple[str, ...], why: str, by: str, no_index: bool) -> None:
    """Make one listing of two or more, by their ids in the sources or their public ids."""
    with bench.catalogue() as catalogue:
        records = _records(bench, ids)
        joined = tuple(one.id for one in records)
        rules = renew(catalogue, bench.rules, by=RULE, joining=(joined,))  # first: what they hang together with keeps private
        made = merged(records, rules, why=why)
        (decided,) = catalogue.decide((made,), by)
        for name, sentence in made.explained.items():
            click.echo(f"  {name}: {sentence}")
        click.echo(f"Decision {decided.number}: {len(records)} are one, as {made.into}.")
        _answered(bench, catalogue, made.listings)
        if not no_index:
            bring(bench, catalogue)


@click.command("split", epilog='Example: python -m ingest split hrsa:12 samhsa:345 --why "two floors, two bodies"')
@click.argument("ids", nargs=-1, required=True)
@click.option("--why", required=True, help="For whoever looks at it later.")
@click.option("--by", default=BY, show_default=True, help="Who decides.")
@click.option("--no-index", is_flag=True, help="Only keep the decision; `index` publishes it later.")
@click.pass_obj
def split_(bench: Bench, /, ids: tuple[str, ...], why: str, by: str, no_index: bool) -> None:
    """Keep two or more apart, or one from all it was merged with, for ever."""
    with bench.catalogue() as catalogue:
        named = tuple(one.id for one in _records(bench, ids)) if len(ids) > 1 else ids
        apart = named if len(named) > 1 else (ids[0], *_merged_with(bench, ids[0]))
        decided = catalogue.decide((Split(listings=apart, why=why),), by)
        click.echo(f"Decision {decided[0].number}: {len(apart)} are apart.")
        _answered(bench, catalogue, apart)
        if not no_index:
            bring(bench, catalogue)


def _answered(bench: Bench, catalogue: Catalogue, ids: tuple[str, ...]) -> None:
    """Tell again what waited for this answer; everything is compared anew, so only where something waited."""
    if any(waits(catalogue, one, by=RULE) for one in ids):
        keep(catalogue, bench.rules)


def _records(bench: Bench, ids: tuple[str, ...]) -> list[Listing]:
    if len(set(ids)) < 2:
        raise click.UsageError("Name two or more.")
    with bench.catalogue() as catalogue:
        known = [one for one in catalogue.records() if one.id in ids or one.ref in ids]
    named = {name: one for one in known for name in (one.id, one.ref)}
    if missing := [one for one in ids if one not in named]:
        raise NotFound(f"no source says anything of {missing[0]!r}")
    return list({named[one].id: named[one] for one in ids}.values())


def _merged_with(bench: Bench, identifier: str) -> tuple[str, ...]:
    """The ids that a listing was merged with and that are not apart yet."""
    with bench.catalogue() as catalogue:
        others = [
            other
            for one in catalogue.decisions(identifier)
            if one.undone is None and isinstance(one.decision, Merge)
            for other in one.decision.listings
            if other != identifier
        ]
    if not others:
        raise click.UsageError(f"{identifier} is one with no other: name those to keep apart.")
    return tuple(dict.fromkeys(others))
