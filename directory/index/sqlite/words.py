"""Which listings say which words, and which meet what a text requires: requirements into FTS5 (architecture §5 "Words")."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from directory.index.sqlite.columns import Columns, bits_of
from directory.index.sqlite.facts import yes
from directory.language.phrases import required
from directory.language.stem import stems
from directory.query import Query, Requirement, Word

ROWS = "SELECT rowid FROM words WHERE words MATCH ?"
NAME, OWN, ANYWHERE = "name : ", "{name own} : ", ""
"""Where a word stands, as FTS5 has it: in the name, in whatever the listing says of itself, in the labels too."""


def _quoted(*tokens: str) -> str:
    """A phrase of FTS5. Tokens are letters and digits only, so nothing in them can be an operator."""
    return '"' + " ".join(tokens) + '"'


def _said(word: Word) -> str:
    """The FTS5 expression that a word is said, by its English or Spanish stem."""
    if len(word) > 1:
        return _quoted(*(stems(token)[0] for token in word))
    forms = dict.fromkeys(stems(word[0]))
    return _quoted(*forms) if len(forms) == 1 else f"({' OR '.join(map(_quoted, forms))})"


def expression(words: Iterable[Word]) -> str:
    """The FTS5 expression that all the words are said."""
    return " AND ".join(map(_said, words))


@dataclass(frozen=True, slots=True)
class Speech:
    """Who says which words, in a search's own transaction. What was asked once is remembered as long as the snapshot."""

    connection: sqlite3.Connection
    columns: Columns

    def saying(self, word: Word, where: str = ANYWHERE) -> int:
        """The listings that say a word there."""
        return self.columns.remember(("word", where, word), lambda: self._rows(where + _said(word)))

    def any_of(self, words: Iterable[Word], where: str = ANYWHERE) -> int:
        """The listings that say any of the words there."""
        return reduce(or_, (self.saying(word, where) for word in words), 0)

    def all_of(self, words: Iterable[Word]) -> int:
        """The listings that say all of the words: FTS5 intersects faster than rows are read."""
        said = tuple(words)
        if not said:
            return self.columns.live
        found = self.columns.remember(("words", said), lambda: self._rows(expression(said)))
        return found & self.columns.live

    def _rows(self, match: str) -> int:
        size = self.columns.size
        return bits_of([row for (row,) in self.connection.execute(ROWS, (match,)) if row < size], size)

    def meeting(self, query: Query) -> int | None:
        """The listings that meet every requirement of the text; None when it requires nothing."""
        needed = required(query)
        plain = tuple(word for one in needed if not one.values and not one.any_word for word in one.words)
        others = (one for one in needed if one.values or one.any_word)
        return reduce(and_, map(self._meeting, others), self.all_of(plain)) if needed else None

    def _meeting(self, one: Requirement) -> int:
        said = self.any_of(one.words) if one.any_word else self.all_of(one.words)
        return said | self._stating(one) if one.values else said

    def _stating(self, one: Requirement) -> int:
        """Listings that state what a phrase means: any of its values within a facet, all across facets or any of them."""
        facets: dict[str, int] = {}
        for facet, value in one.values:
            group = "" if one.any_value else facet
            facets[group] = facets.get(group, 0) | self.columns.terms.bits(yes(facet, value))
        return reduce(and_, facets.values(), self.columns.live)
