"""What the command line prints: tables and reports as text, without a record's private parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ingest.pipeline.run import Outcome
from ingest.report_page import KINDS
from ingest.sources import Expect

WIDEST = 48
"""Characters of the widest column of a table."""


BESIDE = (("part of another", "joined"), ("leads", "leads"), ("left out", "left"))
"""What else becomes of records, shown where there is any: what was read is accounted for to the last one."""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with aligned columns: numbers to the right, texts to the left."""
    texts = [[_cell(cell) for cell in row] for row in rows]
    widths = [max(len(head[n]), *(len(row[n]) for row in texts)) if texts else len(head[n]) for n in range(len(head))]
    right = [
        bool(texts) and all(row[n].replace(",", "").replace(".", "").isdigit() or not row[n] for row in texts)
        for n in range(len(head))
    ]
    lines = [list(head), ["-" * width for width in widths], *texts]
    return "\n".join("  ".join(_aligned(cell, widths[n], right[n]) for n, cell in enumerate(line)).rstrip() for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    text = f"{value:,}" if isinstance(value, int) else " ".join(str(value).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _aligned(text: str, width: int, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)


def summary(outcomes: Sequence[Outcome]) -> str:
    """One row for each source that ran, and why those that failed did."""
    beside = [(words, name) for words, name in BESIDE if any(getattr(one.report, name) for one in outcomes)]
    head = ("source", "read", "listed", "changed", "gone", "quarantined", *(words for words, _ in beside), "seconds")
    rows = [
        (
            one.source,
            one.report.read,
            one.changes.listed,
            one.changes.changed,
            one.changes.gone,
            one.report.refused,
            *(getattr(one.report, name) for _, name in beside),
            one.seconds,
        )
        if not one.fault and not one.unchanged
        else (f"{one.source}: unchanged", "", one.changes.listed, 0, one.changes.gone, "", *("" for _ in beside), one.seconds)
        if not one.fault
        else (f"{one.source}: FAILED", one.report.read, 0, 0, 0, one.report.refused, *("" for _ in beside), one.seconds)
        for one in outcomes
    ]
    missing = [
        f"{one.source}: {one.changes.missing:,} not in the feed any more; withdrawn if they stay away."
        for one in outcomes
        if one.changes.missing
    ]
    faults = [f"{one.source} failed: {one.fault}" for one in outcomes if one.fault]
    return "\n".join((table(head, rows), *(("", *missing, *faults) if missing or faults else ())))


def report(name: str, told: dict[str, Any]) -> str:
    """A report as text: counts, then each reason with examples, guesses, codes that map to nothing, columns nobody read."""
    folded = f", {told['folded']:,} became part of another's listing" if told["folded"] else ""
    leads = f", {told['leads']:,} kept as leads" if told.get("leads") else ""
    omitted = f", {told['omitted']:,} left out on purpose" if told.get("omitted") else ""
    counts = f"{told['read']:,} records read, {told['listed']:,} listed, {told['quarantined']:,} quarantined"
    lines = [f"{name}: {counts}{folded}{leads}{omitted}."]
    if told.get("fault"):
        lines.append(f"The run failed: {told['fault']}")
    lines += _changes(told.get("changes", {}))
    lines += _reasons("Quarantined", told["reasons"])
    lines += _reasons("Leads: kept for stewards, never published", told.get("lead_reasons", []))
    lines += _counted("Records left out on purpose", [(one["what"], one["count"]) for one in told.get("omissions", [])])
    lines += _reasons("Repaired or assumed", told["guesses"])
    lines += _counted(
        "Codes that map to nothing", [(f"{one['vocabulary']}: {one['code']}", one["count"]) for one in told["unmapped"]]
    )
    lines += _counted(
        "Columns and keys nobody read", [(f"{one['file']}: {one['column']}", one["count"]) for one in told["leftovers"]]
    )
    lines += _counted("Left out on purpose", [(one["what"], one["count"]) for one in told["left_out"]])
    return "\n".join(lines)


def expected(expect: Expect, before: int) -> str:
    """What a source's [expect] asks of a run, in a sentence; `before` are the listings of the last run that published."""
    most = f" and at most {expect.max:,}" if expect.max is not None else ""
    drop = f", and no fewer than {expect.largest_drop:.0%} less than the last {before:,}" if before else ""
    gone = f"what is not in the feed for {_runs(expect)} is withdrawn"
    return f"Expected ([expect]): at least {expect.min:,}{most} listings{drop}; {gone}."


def _runs(expect: Expect) -> str:
    return "a run" if expect.retire_after == 1 else f"{expect.retire_after} runs"


def _changes(changes: dict[str, Any]) -> list[str]:
    said = [f"{changes[kind]:,} {words}" for kind, words in KINDS if changes.get(kind)]
    lines = [f"Since the last run: {', '.join(said)}."] if said else []
    fields = [f"{one['field']} ({one['count']:,})" for one in changes.get("fields", [])[:12]]
    return [*lines, f"Fields that changed: {', '.join(fields)}."] if fields else lines


def _reasons(title: str, reasons: list[dict[str, Any]]) -> list[str]:
    lines = ["", f"{title}:"] if reasons else []
    for reason in reasons:
        lines.append(f"  {reason['count']:>7,}  {reason['what']}")
        lines += [f"           {_where(one)}" for one in reason["examples"]]
    return lines


def _where(example: dict[str, Any]) -> str:
    row = f" row {example['row']}" if example["row"] else ""
    key = f" ({example['key']})" if example["key"] else ""
    return f"{example['file']}{row}{key}{': ' if example['excerpt'] else ''}{example['excerpt']}"


def _counted(title: str, rows: list[tuple[str, int]], most: int = 60) -> list[str]:
    if not rows:
        return []
    rest = [f"           and {len(rows) - most:,} more; --json has them all"] if len(rows) > most else []
    return ["", f"{title}:", *(f"  {count:>7,}  {what}" for what, count in rows[:most]), *rest]
