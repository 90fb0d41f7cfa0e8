"""The floor of a search: the bare statements of FTS5 and R*Tree for the same question on the same file, and bit-set counting.

It does no more than must be done: preselect by the box, meet the words, intersect, count every declared value of every facet,
read the twenty bodies. It measures no distance exactly, ranks nothing but by what the statements give, relaxes nothing.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from directory.facets import declared
from directory.geo import box_around
from directory.index.sqlite.columns import Columns, bits_of
from directory.index.sqlite.facts import HOURS_UNKNOWN, value_index, yes
from directory.index.sqlite.words import expression
from directory.language.phrases import requirements
from directory.query import Near, Query

BOX = "SELECT row FROM spot WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?"
TEXT = "SELECT rowid, bm25(words, 8, 5, 3, 1, 1) FROM words WHERE words MATCH ?"
BODY = "SELECT body FROM listing WHERE row = ?"


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
        if query.text:
            found, order = self.text(query.text)
        if query.near is not None and query.within_km is not None:
            rows = self.box(query.near, query.within_km)
            order = order or rows
            found &= bits_of(rows, columns.size) | columns.terms.any_of(f"~{code}" for code in query.near.codes)
        for facet, chosen in query.chosen:
            before = found  # a chosen facet is counted without its own choice
            for value in declared(facet):
                (before & columns.terms.bits(yes(facet, value))).bit_count()
            found &= columns.terms.any_of(yes(facet, value) for value in chosen)
        for bits in self.sets:
            (found & bits).bit_count()
        for row in [row for row in order[:400] if found >> row & 1][:20]:
            self.connection.execute(BODY, (row,)).fetchone()
        return found.bit_count()

    def text(self, text: str) -> tuple[int, list[int]]:
        """What meets the text: one statement for the plain words and one for each phrase that has a meaning."""
        columns, scores, found = self.columns, dict[int, float](), self.columns.live
        required = requirements(text)
        plain = [word for requirement in required if not requirement.values for word in requirement.words]
        for words, values in ((plain, ()), *((one.words, one.values) for one in required if one.values)):
            if words:
                said = self.connection.execute(TEXT, (expression(words),)).fetchall()
                scores.update(said)
                found &= bits_of([row for row, _ in said], columns.size) | columns.terms.any_of(yes(*value) for value in values)
        return found, sorted(scores, key=scores.__getitem__)

    def box(self, near: Near, km: float) -> list[int]:
        """The rows in the box around the circle."""
        box = box_around(near.point, km)
        return [row for (row,) in self.connection.execute(BOX, (box.south, box.north, box.west, box.east))]
