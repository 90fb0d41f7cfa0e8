"""What records of one id keep to themselves together: a row that comes later may protect the place or a number that an earlier
row with the same key told, also a row that is a lead, or that its format leaves out or refuses (`Draft.untold`). Hidden wins
there too, and what was read is not yet published, so the feed is read once more.
"""

from __future__ import annotations

from collections.abc import Iterator

from directory.catalogue.seen import Seen
from directory.errors import SourceError
from directory.listing import Listing, Visibility
from ingest.draft import Notes, Where
from ingest.pipeline.placing import GUARDS
from ingest.pipeline.secrecy import TELLS_PRIVATE, without_private

PROTECTED = "another record with its key protects the place"
Pairs = Iterator[tuple[Listing, Where]]


class Late(SourceError):
    """A record that came later keeps to itself what one with its key told: what is known now is needed from the start."""


class Discretion:
    """What is kept private, by id, as far as a feed was read; `before` is that of an earlier reading of the same feed."""

    def __init__(self, before: Discretion | None = None) -> None:
        self.ids = Seen()  # of what was told so far, as their hash
        self._again = before is not None
        self._marks: dict[str, frozenset[str]] = dict(before._marks) if before else {}
        self._guards: dict[str, int] = dict(before._guards) if before else {}
        self._late = False

    def private(self, identifier: str, marks: frozenset[str]) -> None:
        """Heed the numbers and mailboxes that a record keeps private."""
        known = self._marks.get(identifier, frozenset())
        self._late |= hash(identifier) in self.ids and not marks <= known
        self._marks[identifier] = marks | known

    def protect(self, identifier: str, visibility: Visibility) -> None:
        """Heed how far a record protects its place."""
        most = max(self._guards.get(identifier, 0), GUARDS.index(visibility))
        self._late |= hash(identifier) in self.ids and most > self._guards.get(identifier, 0)
        self._guards[identifier] = most

    def quiet(self, pairs: Pairs, notes: Notes) -> Pairs:
        """The listings without what records with their ids are known to keep to themselves."""
        for listing, where in pairs:
            if self._guards.get(listing.id, 0) > GUARDS.index(listing.place.visibility if listing.place else "public"):
                notes.refuse(PROTECTED, Where(where.file, where.row, ""))
                continue
            marks = self._marks.get(listing.id)
            if not marks:
                yield listing, where
                continue
            where = Where(where.file, where.row, "")  # its key may be the number
            kept = without_private(listing, marks)
            if kept is None:
                notes.refuse(TELLS_PRIVATE, where)
            else:
                yield kept, where

    def end(self) -> None:
        """Raises Late where the feed is to be read once more, which it is at most once."""
        if self._late and not self._again:
            raise Late
