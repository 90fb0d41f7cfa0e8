"""Every weight of order "best" in one table; both engines read it and `explain=1` shows each part by its name.

Parts lie between 0 and 1 and are multiplied by their weight. They order within a tier only: what fits all filters stays first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from directory.listing import Listing
from directory.taxonomy import categories, lineage

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "text": 4.0,  # what was typed: the share of its words that are said
        "urgent": 6.0,  # in a crisis, the share of the words by which such help tells itself
        "told": 2.0,  # the share of the words by which listings tell what was understood
        "aside": 0.6,  # the share of the words that tell how a need came, beside the words of the need
        "category": 2.0,  # the share of the kinds of help asked for that it states
        "main": 0.3,  # … that are the first thing it is filed under
        "topic": 1.0,  # the share of the topics asked for that it states
        "fits": 2.0,  # the share of the other things asked for that it says yes to, where tiers leave it open
        "says": 1.2,  # the share of all that was asked for that its own words say
        "general": 1.0,  # where no harm was told: that it is not there only for those who were harmed
        "safe": 4.0,  # where violence was told: that it is not there for what follows, or for who harms
        "raised": 1.2,  # the share of what the words imply that it states
        "implied": 0.8,  # … that its own words say
        "distance": 4.0,  # how near it is, by how far one goes for the kind of help (DECAYS)
        "soon": 0.2,  # of meetings: how soon one is (SOON)
        "leaf": 0.1,  # filed at a leaf: the source said precisely what it is
        "freshness": 0.7,  # less than distance, so that a checked listing far away never hides the one next door
    }
)
"""Near the best that changing one at a time finds, by nDCG@10 of the open queries of Miami and the seed as the engine answers
them (0.764 and 0.787; 0.760 and 0.770 when weights were tried). At a lower and a higher value Miami changes by at most 0.002
(category 1.6 and 2.5, main 0.2 and 0.5, topic 0.6 and 1.5, fits and told 1.5 and 2.5, raised 0.9 and 1.5, implied 0.6 and 1.1),
by text 3.5 to 0.758 and 4.5 to 0.757. Of places, distance 3 gives 0.653, 4 0.682, 5 0.690: more would leave too little to what
helps. Of crisis, urgent 5 gives 0.671, 6 0.686, 8 0.704, of twelve queries: it stays. Says was 2.0: with 1.2 both gain 0.002.
Aside from 0 to 1.5 gives sentences of Miami 0.701 to 0.695, of the seed 0.676 to 0.672: 0.6 leaves them worth something.
General from 0.5 to 1.5 is alike. Safe from 2 to 4 is alike in the judged queries, and costs 0.003 of crisis, where courts are
graded as help, too; with 3 a prosecutor still came before a shelter. Leaf and soon do not show there, and freshness cannot (the
feed has one date): they part what is equal otherwise."""

IN_NAME, IN_BODY = 1.0, 0.7
"""What a word is worth that stands in the name, or in the provider's name or what is told of it. How often it stands there, how
rare it is and how long the text is were measured too: with plain presence nDCG@10 is 0.700, with BM25F (k1 1.2, b 0.75) 0.675,
with BM25F divided by the idf of all words 0.706. Presence is the same in every engine, and no slower."""


@dataclass(frozen=True, slots=True)
class Decay:
    """How the distance part falls: to one half at `half_km` kilometres; `serves` is that of what is not located but serves the
    area."""

    half_km: float
    serves: float


NEXT_DOOR = Decay(10.0, 0.5)
"""Most help one goes to again and again. Open queries of places over Miami, nDCG@10: with 0.4 for what is not located 0.66,
with 0.5 (like a place 10 km away) and 0.6 0.68; with 8 km 0.69, with 13 km 0.66."""
ANYWHERE = Decay(10.0, 0.9)
"""A line, a website, advice: nobody has to go there, so that its being nowhere costs it nothing worth mentioning."""
ONCE = Decay(25.0, 0.5)
"""One goes there once and stays: a bed in the next town is nearly as good."""
LINES = (
    "crisis/lifelines", "crisis/warmlines", "crisis/topic-helplines", "crisis/report-abuse", "online", "guidance/information",
)  # fmt: skip
BEDS = ("recovery/detox-residential", "recovery/sober-living", "mental-health/day-residential", "practical/housing/shelter")
DECAYS: Mapping[str, Decay] = MappingProxyType(dict.fromkeys(LINES, ANYWHERE) | dict.fromkeys(BEDS, ONCE))
"""Kinds of help (with those below them) of which distance means less. Judged queries with a place hardly ask for any of them:
nothing changed by it. Money for rent is no such kind: with all homes among the beds, "rent assistance in miami gardens" fell
from 0.99 to 0.83."""

MEETINGS = (
    "support-groups", "recovery/twelve-step", "recovery/non-twelve-step", "family-caregivers/family-groups",
    "family-caregivers/caregiver-groups", "faith/groups", "faith/meditation",
)  # fmt: skip
"""Kinds of help (with those below them) that meet at their hours: there the next meeting is worth something."""
SOON: Mapping[str, float] = MappingProxyType({"now": 1.0, "today": 0.7, "tomorrow": 0.4})
"""What it is worth that a meeting goes on, is still to come today, or comes tomorrow; values of the time facet, the best first.
Little in all: of most listings no hours are known. Judged queries say nothing of when, so it can only cost there: with 0.3,
and with what is social among the meetings, Miami fell by 0.002; as it is, by less than 0.0005."""
STALE_DAYS = 730
"""Days after which a date counts for a third of a fresh one (exp(-days/730)): a directory is re-checked about yearly."""
CHECKED, CONFIRMED, SEEN = 1.0, 0.9, 0.5
"""How much a person's check, the provider's word and a match to the source are worth on their day."""


def decay(kinds: Iterable[str]) -> Decay:
    """How distance counts for kinds of help that are asked for: as for all of them, else as next door."""
    found = {next((DECAYS[one] for one in reversed(lineage(kind)) if one in DECAYS), NEXT_DOOR) for kind in kinds}
    return found.pop() if len(found) == 1 else NEXT_DOOR


def meets(kinds: Iterable[str]) -> bool:
    """Whether all kinds of help that are asked for meet at their hours."""
    kinds = list(kinds)
    return bool(kinds) and all(any(one in MEETINGS for one in lineage(kind)) for kind in kinds)


def freshness_dates(listing: Listing) -> tuple[tuple[date | None, float], ...]:
    """The dates of a listing that count, with their worth."""
    told = listing.provenance
    return (told.checked_on, CHECKED), (told.confirmed_on, CONFIRMED), (told.seen_on, SEEN)


def leaf_part(listing: Listing) -> float:
    """1 when it is filed at a leaf of the tree, else 0."""
    return float(any(categories()[slug].leaf for slug in listing.categories))


def filed_first(listing: Listing) -> tuple[str, ...]:
    """The kinds of help that it is filed under first: a leaf and what is above it."""
    return lineage(listing.categories[0]) if listing.categories else ()


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
