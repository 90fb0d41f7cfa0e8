"""What the gazetteer knows of one place, and how the extent of a place follows from points."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from directory.geo import Box, Point, distance
from directory.query import AreaKind

SMALLEST_KM = 2.0
LARGEST_KM = 60.0
PEOPLE_PER_KM2 = 2000.0
"""Density that turns a population into a size where no ZIP codes tell it: within a third of the built-up radius of London
(38 km), Toronto (21), Sydney (30), Dublin (13) and Auckland (16)."""

OWN = 0
"""How a name belongs to a place: its own,"""
OTHER = 1
"""another name, in another language or of old,"""
BARE = 2
"""a county's without its kind ("Cook"),"""
ALIAS = -1
"""or one of the declared few that mean nothing else ("NYC")."""


@dataclass(slots=True)
class Area:
    """A place while the gazetteer is being built. `names` pair a name with how it belongs."""

    kind: AreaKind
    name: str
    region: str  # area code of its state or province, of a country its own
    point: Point
    code: str = ""
    label: str = ""
    population: int = 0
    zone: str = ""
    county: str = ""  # area code of the (main) county
    zips: list[str] = field(default_factory=list)  # area codes
    codes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    radius_km: float = 0.0
    box: Box | None = None
    names: list[tuple[str, int]] = field(default_factory=list)
    nearby: bool = False  # whether the nearest such place tells where a point is

    @property
    def country(self) -> str:
        """Area code of the country."""
        return self.region.split("-")[0]


def spread(centre: Point, points: Sequence[Point]) -> float:
    """Kilometres around the centre that hold nine of ten points: the size of a city by its ZIP codes.

    The tenth farthest is left out because ZIP codes at a city's edge are large and reach into the country.
    """
    far = sorted(distance(centre, point) for point in points)
    return _sized(far[math.ceil(len(far) * 0.9) - 1] if far else 0.0)


def sized(population: int) -> float:
    """Kilometres around the centre of a city of which only the population is known."""
    return _sized(math.sqrt(population / (math.pi * PEOPLE_PER_KM2)))


def _sized(km: float) -> float:
    return round(min(max(km, SMALLEST_KM), LARGEST_KM), 1)


def hull(points: Sequence[Point]) -> Box:
    """The smallest box that holds all points, across the antimeridian where that is the shorter way."""
    lons = sorted({point.lon for point in points})
    gaps = [(after - before, after, before) for before, after in itertools.pairwise(lons)]
    gaps.append((lons[0] + 360 - lons[-1], lons[0], lons[-1]))
    _, west, east = max(gaps, key=lambda gap: gap[0])
    lats = [point.lat for point in points]
    return Box(min(lats), west, max(lats), east)


def place_at(lat: str, lon: str) -> Point:
    """The point of a row's columns."""
    return Point(float(lat), float(lon))


def apart(one: Point, other: Point) -> float:
    """How far apart two points of one state are, for choosing the nearest only: degrees of latitude, squared."""
    return (one.lat - other.lat) ** 2 + ((one.lon - other.lon) * math.cos(math.radians(one.lat))) ** 2


def middle(points: Sequence[Point]) -> Point:
    """The mean position of points, on the sphere: right across the antimeridian too."""
    x = y = z = 0.0
    for point in points:
        lat, lon = math.radians(point.lat), math.radians(point.lon)
        x, y, z = x + math.cos(lat) * math.cos(lon), y + math.cos(lat) * math.sin(lon), z + math.sin(lat)
    return Point(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))).rounded(4)
