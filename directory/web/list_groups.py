"""The meetings of one group: results fold them into one card, so whatever speaks for that card speaks of all of them."""

from __future__ import annotations

from collections.abc import Iterable

from directory.index.base import Index
from directory.listing import Listing
from directory.query import Query

MOST_MEETINGS = 200
"""Listings of one provider looked through for meetings of one group."""


def siblings(one: Listing, index: Index, moment: int) -> tuple[Listing, ...]:
    """The other meetings of its group, soonest first. Raises IndexUnavailable."""
    if not one.group:
        return ()
    found = index.search(Query(organization=one.organization.key, moment=moment, size=MOST_MEETINGS, order="soon"))
    same = (hit.listing for hit in found.hits if hit.listing.group == one.group)
    return tuple(other for other in same if other.id != one.id)


def with_siblings(listings: Iterable[Listing], index: Index, moment: int) -> tuple[Listing, ...]:
    """Listings and behind each the other meetings of its group, every one once."""
    found = (each for one in listings for each in (one, *siblings(one, index, moment)))
    return tuple({one.id: one for one in found}.values())
