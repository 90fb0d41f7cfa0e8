"""Help for those around somebody with a trouble, in whatever kind it is filed: "my son has schizophrenia"."""

from __future__ import annotations

from collections.abc import Iterable

from directory.facets import group_of
from directory.language.understood import Pair, Reading

AROUND = (("category", "family-caregivers"), ("audience", "family-friends"))
"""What a text says that tells of a relative's trouble (`settling`)."""
FAMILIES = ("category", "family-caregivers/family-groups")
FIELDS = {
    "mood": ("category", "support-groups/mental-health"),
    "mind": ("category", "family-caregivers/caregiver-groups"),
    "substance": ("category", "recovery"),
    "behavior": ("category", "recovery"),
    "health": ("category", "support-groups/illness"),
}
"""Groups of topics with the kind of help of which some is for those around them, whatever the topic."""


def kindred(readings: Iterable[Reading]) -> tuple[Pair, ...]:
    """The kinds of help for those around somebody, the likeliest first; () where no relative's trouble is told."""
    readings = [one for one in readings if not one.excluded and not one.offered]
    told = {pair for one in readings for pair in one.pairs}
    troubles = dict.fromkeys(group_of(*pair) for one in readings if one.kind == "topic" for pair in one.pairs)
    if FIELDS.keys().isdisjoint(troubles) or not (FAMILIES in told or told.issuperset(AROUND)):
        return ()
    return (FAMILIES, *(FIELDS[group] for group in troubles if group in FIELDS), *(AROUND if AROUND[0] in told else AROUND[1:]))
