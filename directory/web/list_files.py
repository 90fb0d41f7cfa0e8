"""My list as files: a table for spreadsheets, and JSON as the API gives it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import orjson

from directory.listing import Listing
from directory.schemas import public
from directory.web.list_items import Entry, Item, Missing
from directory.web.words import Voice

CSV = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""Beginnings that a spreadsheet takes for a formula (or an old one for a command)."""
MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""


def table(entries: Iterable[Entry], base: str, voice: Voice) -> str:
    """The list as CSV with a heading row; no cell can be taken for a formula."""
    text = io.StringIO()
    rows = csv.writer(text)
    heads = ("list_number", "name_cell", "provider_cell", "contact", "when", "place_where", "getting_there", "cost")
    rows.writerow([voice(key) for key in (*heads, "languages", "bring", "check_col", "page_cell")])
    for number, one in enumerate(entries, 1):
        rows.writerow([str(number), *(safe(cell) for cell in _row(one, base, voice))])
    return MARK + text.getvalue()


def _row(one: Entry, base: str, voice: Voice) -> tuple[str, ...]:
    if not isinstance(one, Item):
        return (voice("gone_name"), *[""] * 9, f"{base}/listing/{one.ref}")
    facts = (one.when, one.where, one.getting, one.cost, one.languages, one.bring, one.fresh.text)
    return (one.name, one.provider, one.call, *facts, f"{base}{one.href}")


def safe(cell: str) -> str:
    """A cell that a spreadsheet shows as text: an apostrophe stands before what it would reckon."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA) else cell


def as_json(found: Iterable[Listing | Missing]) -> bytes:
    """The listings as the API gives them, in the order of the list, and the ids that are not there."""
    known = tuple(found)
    listings = [public(one) for one in known if isinstance(one, Listing)]
    return orjson.dumps({"listings": listings, "missing": [one.ref for one in known if isinstance(one, Missing)]})
