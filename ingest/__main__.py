"""The command line of ingest: `python -m ingest --help`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from directory.catalogue.catalogue import FILE, OLD_STORE
from directory.errors import SourceError
from directory.facets import declared
from directory.settings import Settings
from ingest import report_shown as shown
from ingest.commands import Bench, Friendly, bar
from ingest.commands_backup import backup, restore
from ingest.commands_decisions import COMMANDS as DECISIONS
from ingest.commands_duplicates import duplicates, merge_, split_
from ingest.commands_index import index
from ingest.commands_pages import pages
from ingest.commands_report import report
from ingest.commands_reports import reports
from ingest.commands_retire import retire
from ingest.commands_run import run
from ingest.commands_white_label import embed, label_group
from ingest.formats import formats
from ingest.pipeline.run import PUBLISHED, check, out_of_bounds
from ingest.pipeline.trial import trial
from ingest.sources import NAME, named, read_source

SHOWN = {"title": "Its name as people read it", "licence": "Licence of its data, as it is to be named (Enter: not known)"}
"""What visitors are told of a source, and how `add` asks for it at a terminal."""


@click.group(
    cls=Friendly,
    epilog="""\b
Examples:
  python -m ingest add my-city --format hsds1 ~/feeds/my-city --coverage us-fl-086
  python -m ingest run my-city
  python -m ingest report my-city""",
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Bring listings in: describe a source, look at it, run it, see what came of it.

    A source is a small TOML file. Those shipped are in data/seed/sources, yours in the sources folder of NEARHELP_DATA.
    """
    context.obj = Bench(Settings.from_environ())


@cli.command("list")
@click.pass_obj
def list_(bench: Bench) -> None:
    """Show the sources there are and how their last runs went."""
    rows = []
    with bench.catalogue() as catalogue:
        for name, file in bench.known.items():
            try:
                source = read_source(file)
            except SourceError:
                rows.append((name, "?", "its description is not right: `check` says why", 0, "", ""))
                continue
            last = catalogue.last_run(name)
            day, outcome = (last.day.isoformat(), last.outcome) if last else ("", "never ran")
            rows.append((name, source.format, source.title, catalogue.count(name), day, outcome))
    click.echo(shown.table(("source", "format", "title", "listings", "last run", "outcome"), rows))


@cli.command(
    epilog="""\b
Examples:
  python -m ingest add san-jose https://example.org/aa.json --coverage us-ca-085
  python -m ingest add pantries ~/pantries.csv --category practical/food/pantries --coverage us-ny"""
)
@click.argument("name")
@click.argument("path_or_url")
@click.option(
    "--format", "form", type=click.Choice(tuple(formats())), help="What the feed is written in.  [default: seen by looking]"
)
@click.option("--title", help="Its name as people read it.")
@click.option("--country", help="Two letters, for addresses that name none.  [default: US]")
@click.option(
    "--coverage", multiple=True, metavar="CODE", help="Area served where a listing does not say: us-ca-085. May repeat."
)
@click.option("--zone", help="Time zone of hours at places nobody knows: America/Los_Angeles.")
@click.option("--licence", help="Licence of the data, shown with each listing.")
@click.option("--link", help="Web page of the source, shown with each listing.")
@click.option("--category", multiple=True, metavar="SLUG", help="Of a table: the kind of help its records are. May repeat.")
@click.option("--option", "options", multiple=True, metavar="KEY=VALUE", help="An option of the format. May repeat.")
@click.pass_obj
def add(bench: Bench, /, name: str, path_or_url: str, form: str | None, **said: Any) -> None:
    """Describe a new source: a file, folder, zip or web address.

    Its format is seen by looking, and of a table no format knows a mapping of its columns is proposed. Its first records are
    read to see that it is what it is said to be; nothing is published yet.
    """
    if not NAME.fullmatch(name):
        raise click.BadParameter("small letters, digits, dots and dashes, at most 40", param_hint="NAME")
    if name in bench.known:
        raise click.ClickException(f"There already is a source {name!r} ({bench.known[name]}). Nothing was changed.")
    where = {"url": path_or_url} if "://" in path_or_url else {"path": str(Path(path_or_url).expanduser().resolve())}
    if strange := sorted(set(said["category"]) - set(declared("category"))):
        raise click.BadParameter(f"{', '.join(strange)} is no kind of help", param_hint="--category")
    options = dict(_pair(text) for text in said.pop("options"))
    asked = {what: said[what] or _asked(question) for what, question in SHOWN.items()}
    tried = trial(name, {"format": form, **where, **said, **asked, "options": options}, bench.station)
    outcome, file = tried.outcome, bench.own / f"{name}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(tried.text, encoding="utf-8")
    for seen in tried.seen[:1]:
        click.echo(f"Saw {seen.what} in {seen.file}: format {seen.format}.")
    for other in tried.seen[1:]:
        click.echo(f"  It may as well be {other.what} ({other.file}): --format {other.format}.")
    click.echo(f"Wrote {file}.")
    click.echo(f"Of its first {outcome.report.read:,} records {outcome.report.listed:,} would be listed"
               + (f", such as {outcome.first[0]!r}." if outcome.first else "."))  # fmt: skip
    if outcome.report.leads:
        click.echo(f"  {outcome.report.leads} would be kept for stewards, and shown to no visitor.")
    for reason, count in outcome.report.reasons.most_common(3):
        click.echo(f"  {count} would be quarantined: {reason}")
    if missing := [f'{what} = "…"' for what, given in asked.items() if not given]:
        click.echo(f"  {' and '.join(missing)} would tell visitors whose data this is, and by what terms.")
    for advice in tried.advice:
        click.echo(f"  {advice}")
    click.echo(f"Next: `python -m ingest check {name}` reads all of it, `python -m ingest run {name}` publishes it.")


def _asked(question: str) -> str:
    """What is answered at a terminal, nothing without one. A feed's own metadata is no answer: packages carry templates."""
    return str(click.prompt(question, default="", show_default=False)).strip() if sys.stdin.isatty() else ""


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise click.BadParameter("give it as KEY=VALUE", param_hint="--option")
    return key.strip(), value.strip()


@cli.command("check")
@click.argument("name_or_file")
@click.pass_obj
def check_(bench: Bench, name_or_file: str) -> None:
    """Read a source, by name or TOML file, and report; write nothing. Exit status 1 when a run would publish nothing."""
    is_file = name_or_file.endswith(".toml")
    source = read_source(Path(name_or_file)) if is_file else named(name_or_file, bench.known)
    with bar(source.name, None) as progress:
        outcome = check(source, bench.station, progress=progress)
    before = _before(bench, source.name)
    click.echo(shown.report(source.name, outcome.report.plain()))
    click.echo(f"\n{shown.expected(source.expect, before)}")
    if outcome.report.leads and not outcome.report.listed:
        click.echo("Nothing of it is for visitors: what is there is kept for stewards.")
    elif not outcome.report.listed:
        raise click.ClickException("Nothing of it would be listed.")
    elif fault := out_of_bounds(source, outcome.report, before):
        raise click.ClickException(f"A run would publish nothing: {fault}.")


def _before(bench: Bench, name: str) -> int:
    """The listings of the last run that published, 0 where there was none. Makes no catalogue."""
    if not any((bench.folder / file).exists() for file in (FILE, OLD_STORE)):
        return 0
    with bench.catalogue() as catalogue:
        return next(
            (int(one.report.get("listed", 0)) for one in catalogue.runs(name, read=True) if one.outcome == PUBLISHED), 0
        )


for command in (run, report, reports, duplicates, merge_, split_, retire, backup, restore, index, label_group, embed, pages):
    cli.add_command(command)
for command in DECISIONS:
    cli.add_command(command)


if __name__ == "__main__":
    cli(prog_name="python -m ingest")
