"""Which listings a place finds: a circle around it, or the areas they lie in and serve (architecture §5 "Place")."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass, field
from itertools import compress

from directory.geo import EARTH_KM, Box, Point, box_around
from directory.index.sqlite.columns import Columns, bits_of, rows_of, unit_vector
from directory.query import ENOUGH, Near

FEW = 200
"""Up to so many listings are measured without looking for them in the R*Tree first."""
OUTERMOST_KM = 10_000.0
"""From here on a circle is looked at listing by listing: its box would be a hemisphere anyway."""


@dataclass(slots=True)
class Disc:
    """The circles around one point, growing: what has been measured is kept."""

    connection: sqlite3.Connection
    columns: Columns
    centre: Point
    squares: dict[int, float] = field(default_factory=dict)  # row -> squared straight distance on the unit sphere

    def within(self, km: float, among: int) -> int:
        """Those of some listings that are located at most `km` away. Few are measured one by one, of many those in a box."""
        located = self.columns.located & among
        if km == math.inf or not located:
            return located
        limit = chord_square(km)
        rows = rows_of(located) if located.bit_count() <= FEW else self._preselect(km)
        inside = compress(rows, map(limit.__ge__, self.measured(rows)))
        return bits_of(inside, self.columns.size) & located

    def km(self, row: int) -> float:
        """Kilometres to a located listing."""
        return kilometres(self.measured([row])[0])

    def measured(self, rows: list[int]) -> list[float]:
        """What orders by distance: squared straight distances on the unit sphere, infinite for what is not located."""
        squares = self.squares
        unknown = [row for row in rows if row not in squares] if squares else rows
        if unknown:
            self._measure(unknown)
        return list(map(squares.__getitem__, rows))

    def _preselect(self, km: float) -> list[int]:
        if km >= OUTERMOST_KM:
            return rows_of(self.columns.located)
        box = box_around(self.centre, km)
        halves = [box]
        if box.west > box.east:
            halves = [Box(box.south, box.west, box.north, 180.0), Box(box.south, -180.0, box.north, box.east)]
        size = self.columns.size
        return [
            row
            for half in halves
            for (row,) in self.connection.execute(
                "SELECT row FROM spot WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?",
                (half.south, half.north, half.west, half.east),
            )
            if row < size
        ]

    def _measure(self, rows: list[int]) -> None:
        cx, cy, cz = unit_vector(self.centre)
        vectors = map(self.columns.vectors.__getitem__, rows)
        squares = [(dx := x - cx) * dx + (dy := y - cy) * dy + (dz := z - cz) * dz for x, y, z in vectors]
        self.squares.update(zip(rows, squares, strict=True))


def chord_square(km: float) -> float:
    """The squared straight distance on the unit sphere of a distance along the ground.

    Comparing squares of chords is exact to less than a millimetre at every distance and needs no trigonometry a row.
    """
    return (2 * math.sin(min(km / EARTH_KM, math.pi) / 2)) ** 2


def kilometres(square: float) -> float:
    """The distance along the ground of a squared straight one."""
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(square) / 2))


def serving(columns: Columns, near: Near) -> int:
    """Listings whose coverage meets the place."""
    return columns.remember(("serving", near.codes, near.areas), lambda: _serving(columns, near))


def _serving(columns: Columns, near: Near) -> int:
    terms = {f"~{code}" for code in near.codes}
    for area in near.areas:
        terms.update((f"~{area}", *columns.terms.starting(f"~{area}-")))
    return columns.terms.any_of(terms)


def at_home(columns: Columns, area: str) -> int:
    """Listings that serve the area or a part of it, everywhere, or lie in it."""
    terms = columns.terms.starting(f"~{area}-")
    return columns.terms.any_of({"~world", f"~{area}", f"@{area}", *terms})


def lying_in(columns: Columns, near: Near) -> int:
    """Located listings whose point lies in the areas of a county, state or country."""
    return columns.terms.any_of(f"@{area}" for area in near.areas)


def rung(disc: Disc, near: Near, rungs: tuple[float, ...], fitting: int) -> float:
    """The radius in kilometres that a search without one uses: the first rung not smaller than the place itself with
    enough located listings among `fitting`, else the last."""
    for km in rungs:
        if km >= near.radius_km and disc.within(km, fitting).bit_count() >= ENOUGH:
            return km
    return rungs[-1]
