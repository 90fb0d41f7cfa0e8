"""Every weight of order "best" in one table; both engines read it and `explain=1` shows each part by its name.

Parts lie between 0 and 1 and are multiplied by their weight. They order within a tier only: what fits all filters stays first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from directory.listing import Listing
from directory.taxonomy import categories

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "text": 4.0,  # who types words wants what says them; a name match outranks being ten miles nearer
        "raised": 1.2,  # what the words imply without saying it: less than a word said in a name, about a leaf and six miles
        "distance": 2.0,  # half is lost every HALF_KM: next door clearly beats the next town
        "leaf": 0.3,  # filed at a leaf: the source said precisely what it is
        "freshness": 0.7,  # less than distance, so that a checked listing far away never hides the one next door
    }
)

FIELDS: Mapping[str, float] = MappingProxyType({"name": 8.0, "label": 5.0, "organization": 3.0, "body": 1.0, "spanish": 1.0})
"""Weight of a word by the field it stands in (text part): name > kind of help > organisation > description."""

HALF_KM = 10.0
"""Kilometres at which the distance part is one half."""
SERVES = 0.4
"""The distance part of what is not located but serves the area: like a place about 15 km away."""
TEXT_HALF = 6.0
"""The sum of weighted term scores at which the text part is one half (it saturates towards one)."""
STALE_DAYS = 730
"""Days after which a date counts for a third of a fresh one (exp(-days/730)): a directory is re-checked about yearly."""
CHECKED, CONFIRMED, SEEN = 1.0, 0.9, 0.5
"""How much a person's check, the provider's word and a match to the source are worth on their day."""


def freshness_dates(listing: Listing) -> tuple[tuple[date | None, float], ...]:
    """The dates of a listing that count, with their worth."""
    told = listing.provenance
    return (told.checked_on, CHECKED), (told.confirmed_on, CONFIRMED), (told.seen_on, SEEN)


def leaf_part(listing: Listing) -> float:
    """1 when it is filed at a leaf of the tree, else 0."""
    return float(any(categories()[slug].leaf for slug in listing.categories))


def checked_key(listing: Listing) -> int:
    """Order "checked": the newest check by a person or the provider first, then the newest match to the source."""
    told = listing.provenance
    person = max((day.toordinal() for day in (told.checked_on, told.confirmed_on) if day), default=0)
    return person * 10_000_000 + (told.seen_on.toordinal() if told.seen_on else 0)


def freshness_part(listing: Listing, today: date) -> float:
    """Between 0 (never seen) and 1 (checked by a person today)."""
    parts = (
        worth * math.exp(-max(0, (today - day).days) / STALE_DAYS) for day, worth in freshness_dates(listing) if day is not None
    )
    return max(parts, default=0.0)
