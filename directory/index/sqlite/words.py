"""Which listings say the words, and how well: requirements into FTS5 (architecture §5 "Words")."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from directory.index.sqlite.columns import Columns, bits_of
from directory.index.sqlite.facts import yes
from directory.index.weights import FIELDS, TEXT_HALF
from directory.language.phrases import Requirement, Word, requirements
from directory.language.stem import stems

WEIGHTS = tuple(FIELDS.values())
FEW = 3000
"""Up to so many rows the scores are asked of FTS5 for them alone."""


def _quoted(*tokens: str) -> str:
    """A phrase of FTS5. Tokens are letters and digits only, so nothing in them can be an operator."""
    return '"' + " ".join(tokens) + '"'


def expression(words: Iterable[Word]) -> str:
    """The FTS5 expression that all the words are said, each by its English or Spanish stem."""
    return " AND ".join(_said(word) for word in words)


def _said(word: Word) -> str:
    if len(word) > 1:
        return _quoted(*(stems(token)[0] for token in word))
    forms = dict.fromkeys(stems(word[0]))
    return _quoted(*forms) if len(forms) == 1 else f"({' OR '.join(map(_quoted, forms))})"


def saying(connection: sqlite3.Connection, columns: Columns, text: str) -> int | None:
    """The listings that meet every requirement of the text; None when it requires nothing."""
    required = requirements(text)
    if not required:
        return None
    plain = [word for requirement in required if not requirement.values for word in requirement.words]
    found = _matching(connection, columns, expression(plain)) if plain else columns.live
    for requirement in required:
        if requirement.values and found:
            found &= _meaning(columns, requirement) | _matching(connection, columns, expression(requirement.words))
    return found


def _matching(connection: sqlite3.Connection, columns: Columns, match: str) -> int:
    def ask() -> int:
        size = columns.size
        rows = connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (match,))
        return bits_of([row for (row,) in rows if row < size], size)

    return columns.remember(("match", match), ask)


def _meaning(columns: Columns, requirement: Requirement) -> int:
    """Listings that state what a phrase means: any of its values within a facet, all across facets."""
    facets: dict[str, int] = {}
    for facet, value in requirement.values:
        facets[facet] = facets.get(facet, 0) | columns.terms.bits(yes(facet, value))
    found = columns.live
    for bits in facets.values():
        found &= bits
    return found


def scores(connection: sqlite3.Connection, text: str, rows: list[int]) -> dict[int, float]:
    """row → the text part of its score, between 0 and 1: weighted BM25 of every requirement it meets by words, saturated.

    A requirement met by meaning alone gives nothing here: the listing says it in another way.
    """
    if not rows:
        return {}
    match = " OR ".join(f"({expression(requirement.words)})" for requirement in requirements(text))
    chosen = "+rowid IN (SELECT value FROM json_each(?))" if len(rows) <= FEW else "? IS NOT NULL"
    places = ", ".join("?" * len(WEIGHTS))
    statement = f"SELECT rowid, bm25(words, {places}) FROM words WHERE words MATCH ? AND {chosen}"
    found = connection.execute(statement, (*WEIGHTS, match, json.dumps(rows)))
    return {row: -score / (TEXT_HALF - score) for row, score in found}
