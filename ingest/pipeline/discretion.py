"""What records of one id keep to themselves together: a row that comes later may protect the place or a number that an earlier
row with the same key told, also a row that is a lead, or that its format leaves out or refuses (`Draft.untold`). Hidden wins
there too, also in what is told of a row that was refused. What was read is not yet published: the feed is read once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from directory.catalogue.seen import Seen
from directory.errors import SourceError
from directory.listing import Listing, Visibility
from ingest.draft import Notes, Where
from ingest.pipeline.placing import GUARDS
from ingest.pipeline.secrecy import SHORTEST, TELLS_PRIVATE, tells, without_private

PROTECTED = "another record with its key protects the place"
_MAY_TELL = re.compile(rf"(?:\d\D{{0,3}}){{{SHORTEST}}}|@")
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
        self._told = Seen()  # ids of records that are no listings, and were told by their key
        self._words: dict[str, tuple[str, ...]] = {}  # what was told of them that may hold a number or mailbox
        self._late = False

    def private(self, identifier: str, marks: frozenset[str]) -> None:
        """Heed the numbers and mailboxes that a record keeps private."""
        known = self._marks.get(identifier, frozenset())
        self._late |= hash(identifier) in self.ids and not marks <= known
        self._late |= tells(self._words.get(identifier, ()), marks - known)
        self._marks[identifier] = marks | known

    def protect(self, identifier: str, visibility: Visibility) -> None:
        """Heed how far a record protects its place."""
        most = max(self._guards.get(identifier, 0), GUARDS.index(visibility))
        self._late |= hash(identifier) in self.ids and most > self._guards.get(identifier, 0)
        self._late |= hash(identifier) in self._told
        self._guards[identifier] = most

    def hushes(self, identifier: str, words: tuple[str, ...]) -> bool:
        """Whether a record that is refused or a lead must not be told by its key and these words: one with its id protects its
        place, or keeps private what they tell."""
        if self._guards.get(identifier) or tells((identifier, *words), self._marks.get(identifier, frozenset())):
            return True
        self._told.add(hash(identifier))
        if telling := tuple(text for text in (identifier, *words) if _MAY_TELL.search(text)):
            self._words[identifier] = (*self._words.get(identifier, ()), *telling)
        return False

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
