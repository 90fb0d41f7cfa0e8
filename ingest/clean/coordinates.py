"""Degrees out of numbers, texts and mistakes."""

from __future__ import annotations

import math
import re

from directory.geo import Point
from ingest.clean import Clean

_POWER = re.compile(r"[-+]?\d(?:\.\d+)?E[-+]?\d{1,3}", re.IGNORECASE)
"""A number as databases write those near zero: "-9.7787370905280113E-3"."""
_DECIMAL = re.compile(r"[-+−]?\d{1,3}(?:[.,]\d+)?°?\s*([NSEWO])?", re.IGNORECASE)
NOWHERE = 0.01
"""Degrees around 0,0 in which nothing is but sea: a missing value written as a number."""


def pair(lat: object, lon: object) -> Clean[Point | None]:
    """The point a source wrote, not yet judged; None with a note where one of the two is no number."""
    if lat in (None, "") and lon in (None, ""):
        return Clean(None)
    y, x = degrees(lat), degrees(lon)
    if y is None or x is None:
        return Clean(None, ("coordinates that are not numbers were dropped",))
    return Clean(Point(y, x))


def point(lat: object, lon: object) -> Clean[Point | None]:
    """The point of a latitude and longitude as a source has them; None with a note for 0,0 and for what is no position."""
    written = pair(lat, lon)
    if written.value is None:
        return written
    y, x = written.value.lat, written.value.lon
    if abs(y) < NOWHERE and abs(x) < NOWHERE:
        return Clean(None, ("coordinates 0,0 were dropped",))
    if abs(y) > 90 and abs(x) <= 90 and abs(y) <= 180:
        return Clean(Point(x, y).rounded(), ("latitude and longitude were swapped",))
    if abs(y) > 90 or abs(x) > 180:
        return Clean(None, ("coordinates out of range were dropped",))
    return Clean(Point(y, x).rounded())


def checked(at: Point) -> Clean[Point | None]:
    """The same for a point that a format already read."""
    return point(at.lat, at.lon)


def swapped(at: Point) -> Point | None:
    """The point with latitude and longitude exchanged, where that is a position at all."""
    return Point(at.lon, at.lat) if abs(at.lon) <= 90 else None


def degrees(value: object) -> float | None:
    """Decimal degrees of a number or of a text ("25,77", "80.19° W"); None when it is neither."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    text = str(value).strip()
    if _POWER.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else None
    found = _DECIMAL.fullmatch(text)
    if not found:
        return None
    number = float(re.sub(r"[^\d.]", "", text.replace(",", ".")))
    return -number if text[0] in "-−" or (found[1] or "").upper() in {"S", "W", "O"} else number
