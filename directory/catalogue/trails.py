"""Where public ids lead, for ever, and where the fields of a listing come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import URL, Connection, NullPool, create_engine, select
from sqlalchemy.exc import DBAPIError

from directory.catalogue import likeness
from directory.catalogue.folding import Origin
from directory.catalogue.likeness import Likeness
from directory.catalogue.publishing import LISTED, MERGED, groups_of
from directory.catalogue.tables import LISTING
from directory.errors import NotFound

NOTHING = Likeness()


@dataclass(frozen=True, slots=True)
class Trail:
    """`unknown`: no listing ever had the id; `merged`: it is told under the public id `ref`; `gone`: no longer listed, `like`
    is what is known of what it was."""

    state: Literal["listed", "merged", "gone", "unknown"]
    ref: str = ""
    like: Likeness = NOTHING


class Trails:
    """Asks a catalogue that may not be there, be of another version, or be replaced meanwhile: each is an unknown id.

    For web processes: nothing is made or changed, and no connection is kept.
    """

    def __init__(self, file: Path) -> None:
        query = {"mode": "rw", "uri": "true"}  # read only, SQLite could not join in a log that others write
        url = URL.create("sqlite", database=f"file:{quote(str(file.absolute()))}", query=query)
        self._engine = create_engine(url, poolclass=NullPool)
        self._file = file

    def __call__(self, ref: str) -> Trail:
        """Where a public id leads."""
        if not self._file.exists():
            return Trail("unknown")
        try:
            with self._engine.connect() as connection:
                return trail(connection, ref)
        except DBAPIError:
            return Trail("unknown")

    def origins(self, ref: str) -> dict[str, Origin]:
        """Where the fields of a published listing come from; nothing where that cannot be told."""
        if not self._file.exists():
            return {}
        try:
            with self._engine.connect() as connection:
                return origins(connection, ref)
        except (DBAPIError, NotFound):
            return {}


def trail(connection: Connection, ref: str) -> Trail:
    """Where a public id leads."""
    row = connection.execute(select(LISTING.c.number, LISTING.c.state, LISTING.c.survivor).where(LISTING.c.ref == ref)).first()
    if row is None:
        return Trail("unknown")
    if row.state == LISTED:
        return Trail("listed", ref)
    if row.state == MERGED:
        found = connection.execute(select(LISTING.c.ref, LISTING.c.state).where(LISTING.c.id == row.survivor)).first()
        if found is not None and found.state == LISTED:
            return Trail("merged", found.ref)
    return Trail("gone", like=likeness.of(connection, row.number))


def origins(connection: Connection, ref: str) -> dict[str, Origin]:
    """Of each field that a published listing states, where it comes from. Raises NotFound when none is published."""
    row = connection.execute(select(LISTING.c.id).where(LISTING.c.ref == ref, LISTING.c.state == LISTED)).first()
    if row is None:
        raise NotFound("no listing has this id")
    for group, _, told in groups_of(connection, [row.id]):
        if group.survivor == row.id:
            return told.origins
    raise NotFound("no listing has this id")
