"""Points on the earth and codes of areas: values and pure functions, standard library only.

Degrees are WGS 84; distances are kilometres unless a name says otherwise. Area codes are lower-case, most general
first: `world`, `us`, `us-ca`, `us-ca-001` (FIPS county), `us-zip-94601`, `gb-eng`, `ca-on`, `au-nsw`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

EARTH_KM = 6371.0087714
"""Mean radius of the earth, R1 of IUGG; the radius that Lucene and so Elasticsearch use."""

MILE_KM = 1.609344
KM = {"mi": MILE_KM, "km": 1.0}
"""Kilometres in one of each unit a site may use."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees; `lat` within ±90, `lon` within ±180."""

    lat: float
    lon: float

    def rounded(self, digits: int = 5) -> Point:
        """The point at `digits` decimals: 5 is about a metre, what is published; 2 about a kilometre."""
        return Point(round(self.lat, digits), round(self.lon, digits))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees; it crosses the antimeridian when `west` is greater than `east`."""

    south: float
    west: float
    north: float
    east: float


def distance(a: Point, b: Point) -> float:
    """Kilometres along the great circle (haversine)."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def box_around(centre: Point, km: float) -> Box:
    """The smallest box that holds every point within `km` of the centre, whole turns of longitude near a pole."""
    angle = km / EARTH_KM
    dlat = math.degrees(angle)
    south, north = centre.lat - dlat, centre.lat + dlat
    if angle >= math.pi / 2 or south <= -90 or north >= 90:
        return Box(max(-90.0, south), -180.0, min(90.0, north), 180.0)
    dlon = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(centre.lat)))))
    west, east = centre.lon - dlon, centre.lon + dlon
    return Box(south, west + 360 if west < -180 else west, north, east - 360 if east > 180 else east)


def ancestors(code: str) -> tuple[str, ...]:
    """The areas that contain the area of `code` by its shape alone, nearest first, `world` last.

    A ZIP's county and state are facts of the gazetteer, not of the code, so `us-zip-94601` gives `us`, `world`.
    """
    if code == "world":
        return ()
    parts = code.split("-")
    if "zip" in parts:
        return (parts[0], "world")
    return (*("-".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)), "world")
