"""The floor of a search: the bare statements of FTS5 and R*Tree for the same question on the same file, and bit-set counting.

It does no more than must be done: preselect by the box, meet the words, intersect, weigh the words of what is left or measure
how far it is where the nearest are asked for, count every declared value of every facet, read the twenty bodies. It takes the
box for the circle, ranks by nothing else, explains nothing, relaxes nothing. BM25 costs several times what finding does, so it
is asked for no more rows than it must.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import NamedTuple

from directory.facets import declared
from directory.geo import box_around
from directory.index.sqlite.columns import Columns, bits_of, rows_of, unit_vector
from directory.index.sqlite.facts import HOURS_UNKNOWN, value_index, yes
from directory.index.sqlite.words import expression
from directory.language.phrases import requirements
from directory.query import Near, Query

BOX = "SELECT row FROM spot WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?"
TEXT = "SELECT rowid FROM words WHERE words MATCH ?"
WEIGHED = "SELECT rowid, 1.0 FROM words WHERE words MATCH ?"
FEW = f"{WEIGHED} AND +rowid IN (SELECT value FROM json_each(?))"
BODY = "SELECT body FROM listing WHERE row = ?"


class Match(NamedTuple):
    """What meets a part of a text: the listings, the expression and how many say it, what it is worth where that is known."""

    bits: int
    expression: str
    said: int
    scores: dict[int, float]


@dataclass
class Floor:
    """The bare search over one generation's file and bit sets."""

    connection: sqlite3.Connection
    columns: Columns

    def __post_init__(self) -> None:
        self.sets = [self.columns.terms.bits(yes(facet, value)) for facet, value in value_index()]
        self.sets += [self.columns.terms.bits(HOURS_UNKNOWN)] * 17  # as many as the time facet has

    def search(self, query: Query) -> int:
        """Answer barely; gives how many were found."""
        columns, found, order = self.columns, self.columns.live, list[int]()
        matches = self.matches(query.text, weigh=query.near is None) if query.text else []
        for bits, *_ in matches:
            found &= bits
        if query.near is not None and query.within_km is not None:
            order = self.box(query.near, query.within_km)
            found &= bits_of(order, columns.size) | columns.terms.any_of(f"~{code}" for code in query.near.codes)
        for facet, chosen in query.chosen:
            before = found  # a chosen facet is counted without its own choice
            for value in declared(facet):
                (before & columns.terms.bits(yes(facet, value))).bit_count()
            found &= columns.terms.any_of(yes(facet, value) for value in chosen)
        for bits in self.sets:
            (found & bits).bit_count()
        if matches:
            order = self.weighed(matches, found)
        elif query.order == "near" and query.near is not None:
            order = self.nearest(query.near, [row for row in order if found >> row & 1])
        for row in [row for row in order[:400] if found >> row & 1][:20]:
            self.connection.execute(BODY, (row,)).fetchone()
        return found.bit_count()

    def matches(self, text: str, *, weigh: bool) -> list[Match]:
        """What meets each part of the text: one statement for the plain words and one for each phrase that has a meaning.
        `weigh`: nothing else narrows the search, so the words are weighed while they are found."""
        columns, required, found = self.columns, requirements(text), list[Match]()
        plain = [word for requirement in required if not requirement.values for word in requirement.words]
        for words, values in ((plain, ()), *((one.words, one.values) for one in required if one.values)):
            if words:
                match = expression(words)
                scores = dict(self.connection.execute(WEIGHED, (match,))) if weigh else {}
                rows = list(scores) if weigh else [row for (row,) in self.connection.execute(TEXT, (match,))]
                bits = bits_of(rows, columns.size) | columns.terms.any_of(yes(*value) for value in values)
                found.append(Match(bits, match, len(rows), scores))
        return found

    def weighed(self, matches: list[Match], found: int) -> list[int]:
        """The rows found, by what the words are worth to them."""
        worth, rows = dict[int, float](), rows_of(found)
        for match in matches:
            if match.scores:
                worth.update(match.scores)
            elif len(rows) * 3 < match.said:
                worth.update(self.connection.execute(FEW, (match.expression, str(rows))))
            else:
                worth.update(self.connection.execute(WEIGHED, (match.expression,)))
        return sorted(worth, key=worth.__getitem__)

    def nearest(self, near: Near, rows: list[int]) -> list[int]:
        """The rows by their straight distance: who asks for the nearest first cannot be told any twenty."""
        (cx, cy, cz), vectors = unit_vector(near.point), self.columns.vectors
        away = {row: (x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2 for row in rows for x, y, z in (vectors[row],)}
        return sorted(away, key=away.__getitem__)

    def box(self, near: Near, km: float) -> list[int]:
        """The rows in the box around the circle."""
        box = box_around(near.point, km)
        return [row for (row,) in self.connection.execute(BOX, (box.south, box.north, box.west, box.east))]
