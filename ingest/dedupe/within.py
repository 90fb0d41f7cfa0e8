"""Duplicates within a source: the same key twice is a fault of the source, the same content under two keys is worth a note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import attrgetter

from directory.catalogue.seen import Seen
from directory.listing import Listing, Provenance
from ingest.draft import Notes, Where

SAME_KEY = "the same key as an earlier record"
SAME_CONTENT = "the same content as an earlier record under another key"
_CONTENT = attrgetter(*(one.name for one in fields(Listing) if one.name not in {"id", "ref", "group", "provenance"}))
_ORIGIN = attrgetter(*(one.name for one in fields(Provenance) if one.name not in {"link", "seen_on"}))


def distinct(
    settled: Iterable[tuple[Listing, Where]], notes: Notes, ids: Seen | None = None
) -> Iterator[tuple[Listing, Where]]:
    """The listings without those whose id was there before; equal content under two ids stays, and is told. `ids` gets those
    of what was given so far, as their hash."""
    ids, contents = Seen() if ids is None else ids, Seen()
    for listing, where in settled:
        if not ids.add(hash(listing.id)):
            hidden = listing.place is not None and listing.place.visibility != "public"
            notes.refuse(SAME_KEY, Where(where.file, where.row, "") if hidden else where, "" if hidden else listing.name)
            continue
        if not contents.add(hash((*_CONTENT(listing), *_ORIGIN(listing.provenance)))):
            notes.guess(SAME_CONTENT, where)
        yield listing, where
