"""Two places compared: by address, else by points, else not at all."""

from __future__ import annotations

from typing import Literal

from directory.geo import distance
from ingest.dedupe.sketches import Sketch
from ingest.dedupe.streets import alike, mistyped

SPOT_KM, DOOR_KM, TOWN_KM = 0.06, 0.25, 3.0
"""Two points of one building, of one block, and of towns that a street name does not join (kilometres)."""

Standing = Literal["same", "near", "mistyped", "town", "unknown", "other", "none"]


def placing(one: Sketch, other: Sketch) -> Standing:
    """How two places stand to each other; "none" where neither is a place one goes to."""
    apart = distance(one.point, other.point) if one.point is not None and other.point is not None else None
    if one.country != other.country and _somewhere(one) and _somewhere(other):
        return "other"
    if one.street.words and other.street.words:
        return _streets(one, other, apart)
    if apart is not None:
        return "same" if apart <= SPOT_KM else "near" if apart <= DOOR_KM else "other"
    if one.guard or other.guard:
        return _areas(one, other)
    if not _somewhere(one) and not _somewhere(other):
        return "none"
    if not one.street.words and not other.street.words and one.city and one.city == other.city and one.region == other.region:
        return "town"
    if one.postal and other.postal and one.postal != other.postal and one.local and other.local:
        return "other"
    return "unknown"


def _somewhere(one: Sketch) -> bool:
    return bool(one.street.words or one.point or one.city or one.postal or one.guard)


def _streets(one: Sketch, other: Sketch, apart: float | None) -> Standing:
    here, there = one.street, other.street
    if not _town(one, other, apart):
        return "other"
    if not alike(here, there):
        # Two names of one corner: the points decide, and only for the same spot.
        return "near" if apart is not None and apart <= SPOT_KM / 2 and not (here.house and there.house) else "other"
    if here.house and there.house:
        if here.house == there.house or here.house.replace("-", "") == there.house.replace("-", ""):
            return "same"
        if set(here.house.split("-")) & set(there.house.split("-")) and apart is not None and apart <= DOOR_KM:
            return "near"
        return "mistyped" if mistyped(here, there) else "other"
    return "near" if one.postal == other.postal and (apart is None or apart <= DOOR_KM) else "unknown"


def _town(one: Sketch, other: Sketch, apart: float | None) -> bool:
    """Whether two addresses can be in one town: towns have several names, and postal codes may be missing."""
    if one.region and other.region and one.region != other.region and len(one.region) == len(other.region):
        return False
    if apart is not None:
        return apart <= TOWN_KM
    if one.postal and other.postal:
        return one.postal == other.postal or one.city == other.city != ""
    return not (one.city and other.city) or one.city == other.city or bool(one.areas & other.areas)


def _areas(one: Sketch, other: Sketch) -> Standing:
    """Of a protected place only the wider areas are known: a county in common is as near as it gets."""
    counties = [{code for code in side.areas if code.count("-") == 2} for side in (one, other)]
    if counties[0] and counties[1]:
        return "near" if counties[0] & counties[1] else "other"
    return "unknown"
