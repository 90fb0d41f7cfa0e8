"""A report as one static page: counts, what changed, examples of each reason, codes that map to nothing, what nobody read.

No script, no style or picture from elsewhere: the file can be sent by mail and opened anywhere. It tells what the report tells,
which has no private field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

STYLE = """
:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:start;padding:.3rem .6rem;border-bottom:1px solid #8886;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
summary{cursor:pointer}.fault{border-inline-start:.3rem solid #c33;padding:.5rem 1rem}ul{margin:.3rem 0}
"""
COUNTS = (
    ("read", "records read"),
    ("listed", "listed"),
    ("quarantined", "quarantined"),
    ("folded", "became part of another's listing"),
    ("leads", "kept as leads"),
    ("omitted", "left out on purpose"),
)
KINDS = (
    ("new", "new"),
    ("changed", "changed"),
    ("back", "back again"),
    ("missing", "not in the feed any more, still listed"),
    ("gone", "withdrawn"),
)


def page(told: dict[str, Any]) -> str:
    """The page of what `report --json` tells."""
    title = f"{told['source']}, {told['day']}"
    parts = [f"<h1>{_text(title)}: {_text(told['outcome'])}</h1>"]
    if told.get("fault"):
        parts.append(f'<p class="fault"><b>Nothing was published.</b> {_text(told["fault"])}</p>')
    parts += [_counts(told), _changes(told.get("changes", {}))]
    parts += _reasons("Quarantined", told["reasons"])
    parts += _reasons("Leads: kept for stewards, never published", told.get("lead_reasons", []))
    parts += _reasons("Repaired or assumed", told["guesses"])
    codes = [(one["vocabulary"], one["code"], one["count"]) for one in told["unmapped"]]
    parts += _rows("Codes that map to nothing", ("vocabulary", "code", "count"), codes)
    columns = [(one["file"], one["column"], one["count"]) for one in told["leftovers"]]
    parts += _rows("Columns and keys nobody read", ("file", "column", "count"), columns)
    left = [(one["what"], one["count"]) for one in (*told.get("omissions", []), *told["left_out"])]
    parts += _rows("Left out on purpose", ("what", "count"), left)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_text(title)}</title>'
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<style>{STYLE}</style></head><body>\n{"".join(parts)}\n</body></html>\n'
    )


def _counts(told: dict[str, Any]) -> str:
    before = told.get("before") or {}
    rows = [
        (words, told[name], f"{told[name] - before[name]:+,}" if name in before else "")
        for name, words in COUNTS
        if told.get(name) or name in ("read", "listed", "quarantined")
    ]
    since = f"since {before['day']}" if before else ""
    return _table(("", "count", since), rows)


def _changes(changes: dict[str, Any]) -> str:
    if not changes:
        return ""
    parts = ["<h2>What changed since the last run</h2>", "<ul>"]
    for kind, words in KINDS:
        if changes.get(kind):
            named = [_named(one) for one in changes.get("examples", {}).get(kind, [])]
            parts.append(f"<li>{changes[kind]:,} {words}{_folded(named, changes[kind])}</li>")
    if not any(changes.get(kind) for kind, _ in KINDS):
        parts.append("<li>Nothing.</li>")
    fields = [(one["field"], one["count"]) for one in changes.get("fields", [])]
    return "".join((*parts, "</ul>", _table(("field that changed", "count"), fields) if fields else ""))


def _named(one: dict[str, Any]) -> str:
    what = f": {', '.join(one['fields'])}" if one.get("fields") else ""
    return f"{one['id']}{what}" if "id" in one else f"one at a protected place{what}"


def _reasons(title: str, reasons: list[dict[str, Any]]) -> list[str]:
    if not reasons:
        return []
    parts = [f"<h2>{_text(title)}</h2>", "<ul>"]
    for reason in reasons:
        where = [_where(one) for one in reason["examples"]]
        parts.append(f"<li>{reason['count']:,} × {_text(reason['what'])}{_folded(where, reason['count'])}</li>")
    return [*parts, "</ul>"]


def _where(one: dict[str, Any]) -> str:
    row = f" row {one['row']}" if one["row"] else ""
    key = f" ({one['key']})" if one["key"] else ""
    return f"{one['file']}{row}{key}{': ' if one['excerpt'] else ''}{one['excerpt']}"


def _folded(examples: Sequence[str], count: int) -> str:
    if not examples:
        return ""
    head = "all" if len(examples) == count else f"the first {len(examples)}"
    items = "".join(f"<li><bdi>{_text(one)}</bdi></li>" for one in examples)
    return f"<details><summary>{head}</summary><ul>{items}</ul></details>"


def _rows(title: str, head: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> list[str]:
    return [f"<h2>{_text(title)}</h2>", _table(head, rows)] if rows else []


def _table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    numbers = [(name in ("count", "") and at > 0) or name.startswith("since") for at, name in enumerate(head)]
    heads = "".join(f'<th scope="col"{_right(right)}>{_text(name)}</th>' for name, right in zip(head, numbers, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{_right(right)}>{_cell(cell)}</td>' for cell, right in zip(row, numbers, strict=True))}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _right(right: bool) -> str:
    return ' class="n"' if right else ""


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else f"<bdi>{_text(str(value))}</bdi>"


def _text(text: str) -> str:
    return escape(text)
