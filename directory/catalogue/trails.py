"""Where public ids lead, for ever, and where the fields of a listing come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from directory.catalogue.folding import Origin
from directory.catalogue.publishing import LISTED, MERGED, groups_of
from directory.catalogue.tables import LISTING
from directory.errors import NotFound


@dataclass(frozen=True, slots=True)
class Trail:
    """`unknown`: no listing ever had the id; `merged`: it is told under the public id `ref`; `gone`: no longer listed."""

    state: Literal["listed", "merged", "gone", "unknown"]
    ref: str = ""


def trail(connection: Connection, ref: str) -> Trail:
    """Where a public id leads."""
    row = connection.execute(select(LISTING.c.state, LISTING.c.survivor).where(LISTING.c.ref == ref)).first()
    if row is None:
        return Trail("unknown")
    if row.state == LISTED:
        return Trail("listed", ref)
    if row.state == MERGED:
        found = connection.execute(select(LISTING.c.ref, LISTING.c.state).where(LISTING.c.id == row.survivor)).first()
        if found is not None and found.state == LISTED:
            return Trail("merged", found.ref)
    return Trail("gone")


def origins(connection: Connection, ref: str) -> dict[str, Origin]:
    """Of each field that a published listing states, where it comes from. Raises NotFound when none is published."""
    row = connection.execute(select(LISTING.c.id).where(LISTING.c.ref == ref, LISTING.c.state == LISTED)).first()
    if row is None:
        raise NotFound("no listing has this id")
    for group, _, told in groups_of(connection, [row.id]):
        if group.survivor == row.id:
            return told.origins
    raise NotFound("no listing has this id")
