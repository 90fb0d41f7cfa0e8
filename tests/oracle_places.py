"""Where help is and whom it serves (architecture §5 "Place"), with its own measure of distance."""

from __future__ import annotations

import math

from directory.geo import Point
from directory.listing import Listing
from directory.query import Near

RADIUS_OF_EARTH = 6371.0087714
LOCAL_MODES = {"in-person", "mobile-unit"}


def kilometres(a: Point, b: Point) -> float:
    """The haversine formula."""
    north, east = math.radians(b.lat - a.lat), math.radians(b.lon - a.lon)
    across = math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat)) * math.sin(east / 2) ** 2
    return 2 * RADIUS_OF_EARTH * math.asin(math.sqrt(min(1.0, math.sin(north / 2) ** 2 + across)))


def lies_in(code: str, area: str) -> bool:
    """Whether an area code names the area or something narrower in it."""
    return code == area or code.startswith(f"{area}-")


class Ground:
    """Where listings are. A class so that the planted faults can each replace one rule."""

    def point(self, listing: Listing) -> Point | None:
        """Where one goes: only for help in person, or a unit that comes to a spot, whose place may be told."""
        if listing.place is None or listing.place.visibility == "hidden" or not LOCAL_MODES & set(listing.modes):
            return None
        return listing.place.point

    def distance(self, listing: Listing, near: Near) -> float:
        """Kilometres to the point; infinite without one."""
        point = self.point(listing)
        return math.inf if point is None else kilometres(near.point, point)

    def inside(self, listing: Listing, near: Near, radius: float) -> bool:
        """Whether its point lies within the radius."""
        return self.point(listing) is not None and self.distance(listing, near) <= radius

    def serves(self, listing: Listing, near: Near) -> bool:
        """Whether the area it serves holds the place, or is narrower and lies in it."""
        inner = (lies_in(code, area) for code in listing.coverage for area in near.areas)
        return any(code in near.codes for code in listing.coverage) or any(inner)

    def stands_in(self, listing: Listing, near: Near) -> bool:
        """Whether its point is in one of the areas of a county, state or country."""
        if self.point(listing) is None or listing.place is None:
            return False
        return any(lies_in(code, area) for code in listing.place.codes for area in near.areas)
