"""Which listings say the words, and how well: requirements into FTS5 (architecture §5 "Words")."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from directory.index.sqlite.columns import Columns, bits_of
from directory.index.sqlite.facts import yes
from directory.index.weights import FIELDS, TEXT_HALF
from directory.language.phrases import required
from directory.language.stem import stems
from directory.query import Query, Requirement, Word

WEIGHTS = tuple(FIELDS.values())
ROWS = "SELECT rowid FROM words WHERE words MATCH ?"
SCORED = f"SELECT rowid, bm25(words, {', '.join('?' * len(WEIGHTS))}) FROM words WHERE words MATCH ?"


def _quoted(*tokens: str) -> str:
    """A phrase of FTS5. Tokens are letters and digits only, so nothing in them can be an operator."""
    return '"' + " ".join(tokens) + '"'


def expression(words: Iterable[Word], *, any_word: bool = False) -> str:
    """The FTS5 expression that all the words are said, or any of them, each by its English or Spanish stem."""
    return (" OR " if any_word else " AND ").join(_said(word) for word in words)


def _said(word: Word) -> str:
    if len(word) > 1:
        return _quoted(*(stems(token)[0] for token in word))
    forms = dict.fromkeys(stems(word[0]))
    return _quoted(*forms) if len(forms) == 1 else f"({' OR '.join(map(_quoted, forms))})"


@dataclass(slots=True)
class Said:
    """The listings that meet a text, and what each requirement that is met by words is worth to them.

    BM25 costs several times what finding does, so it is asked only for the listings that other filters leave over: `matches`
    has the expressions with how many listings say each, until `weigh` turns them into `scores`.
    """

    bits: int
    matches: list[tuple[str, int]]
    scores: list[dict[int, float]]

    def weigh(self, connection: sqlite3.Connection, rows: list[int]) -> None:
        """Ask what the words are worth to these rows."""
        for match, count in self.matches:
            if len(rows) * 3 < count:
                found = connection.execute(
                    f"{SCORED} AND +rowid IN (SELECT value FROM json_each(?))", (*WEIGHTS, match, str(rows))
                )
            else:
                found = connection.execute(SCORED, (*WEIGHTS, match))
            self.scores.append(dict(found))
        self.matches.clear()

    def parts(self, rows: list[int]) -> list[float]:
        """The text parts of listings' scores, between 0 and 1: they saturate, so that no word outweighs everything."""
        worth = [0.0] * len(rows)
        for scores in self.scores:
            worth = [so_far - scores.get(row, 0.0) for so_far, row in zip(worth, rows, strict=True)]
        return [score / (TEXT_HALF + score) for score in worth]


def saying(connection: sqlite3.Connection, columns: Columns, query: Query, *, alone: bool) -> Said | None:
    """The listings that meet every requirement of the text; None when it requires nothing. `alone`: nothing else narrows
    the search, so that the words are weighed while they are found."""
    needed = required(query)
    if not needed and not query.hints:
        return None
    plain = [word for one in needed if not one.values and not one.any_word for word in one.words]
    found = Said(columns.live, [], [])
    if plain:
        found.bits &= _matching(connection, columns, expression(plain), found, alone=alone)
    for one in needed:
        if (one.values or one.any_word) and found.bits:
            said = _matching(connection, columns, expression(one.words, any_word=one.any_word), found, alone=alone)
            found.bits &= said | (_meaning(columns, one) if one.values else 0)
    if query.hints and query.order == "best":
        found.matches.append((expression(query.hints, any_word=True), columns.size))
    return found


def _matching(connection: sqlite3.Connection, columns: Columns, match: str, found: Said, *, alone: bool) -> int:
    """The listings that say an expression, noted to be weighed or weighed at once."""
    size = columns.size
    if alone:
        scores = dict(connection.execute(SCORED, (*WEIGHTS, match)))
        found.scores.append(scores)
        return bits_of([row for row in scores if row < size], size)
    rows = [row for (row,) in connection.execute(ROWS, (match,)) if row < size]
    found.matches.append((match, len(rows)))
    return bits_of(rows, size)


def _meaning(columns: Columns, requirement: Requirement) -> int:
    """Listings that state what a phrase means: any of its values within a facet, all across facets or any of them."""
    facets: dict[str, int] = {}
    for facet, value in requirement.values:
        group = "" if requirement.any_value else facet
        facets[group] = facets.get(group, 0) | columns.terms.bits(yes(facet, value))
    found = columns.live
    for bits in facets.values():
        found &= bits
    return found
