"""What sources say, for a catalogue: the barest of listings, and the runs that say them."""

from __future__ import annotations

from datetime import date
from typing import Any

from directory.catalogue import Catalogue, Changes, Run
from directory.listing import Listing, Organization, Provenance, ref_of

DAY = date(2026, 3, 2)


def hope(number: int, name: str = "Hope", **said: Any) -> Listing:
    """Made-up help by phone, one of many of one body."""
    first: dict[str, Any] = {
        "organization": Organization(key="hope", name="Hope"), "categories": ("practical/food/pantries",),
        "modes": ("phone",), "coverage": ("us",), "provenance": Provenance(source="a", seen_on=DAY),
    }  # fmt: skip
    return Listing(id=f"a:{number}", ref=ref_of(f"a:{number}"), revision=0, name=f"{name} {number}", **(first | said))


def put(catalogue: Catalogue, *listings: Listing, source: str = "a", day: date = DAY) -> Changes:
    """A run in which a source says these and nothing else."""
    with catalogue.replacing(source, day) as run:
        for one in listings:
            run.take(one)
        return run.finish(Run(source, day, "published", 0.1, {"read": 1}))
