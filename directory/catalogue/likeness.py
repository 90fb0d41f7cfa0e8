"""Of a listing that is gone: what kind of help it was and which areas it served, so that its address can offer help like it.

No word of it is kept, no name, no place and no contact: kinds, ways of reaching it, and codes of counties and wider areas.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select

from directory.catalogue import bodies
from directory.catalogue.publishing import batches
from directory.catalogue.tables import LIKENESS, SAID

NARROW = "-zip-"
"""A code with this names a few streets: it is left out."""
MOST_AREAS = 20


@dataclass(frozen=True, slots=True)
class Likeness:
    """Slugs of categories, modes, and area codes no narrower than a county."""

    categories: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()


def keep(connection: Connection, numbers: Iterable[int]) -> None:
    """Note the likeness of records whose words are about to be forgotten, by their numbers."""
    for batch in batches(numbers, 500):
        rows = connection.execute(select(SAID.c.number, SAID.c.body).where(SAID.c.number.in_(batch))).all()
        connection.execute(delete(LIKENESS).where(LIKENESS.c.number.in_(batch)))
        if rows:
            connection.execute(insert(LIKENESS), [{"number": row.number, "body": _packed(row.body)} for row in rows])


def of(connection: Connection, number: int) -> Likeness:
    """The likeness of a listing that is gone, by its number: as it was noted, or as its record still says; else empty."""
    kept = connection.execute(select(LIKENESS.c.body).where(LIKENESS.c.number == number)).scalar()
    said = None if kept else connection.execute(select(SAID.c.body).where(SAID.c.number == number)).scalar()
    values = orjson.loads(kept) if kept else _values(bodies.unpacked(said)) if said else {}
    return Likeness(**{name: tuple(found) for name, found in values.items()})


def _packed(body: bytes) -> bytes:
    return orjson.dumps(_values(bodies.unpacked(body)))


def _values(said: dict[str, Any]) -> dict[str, list[str]]:
    wide = [code for code in said.get("coverage", ()) if NARROW not in code]
    return {"categories": said.get("categories", []), "modes": said.get("modes", []), "coverage": wide[:MOST_AREAS]}
