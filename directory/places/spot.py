"""Which place a point is nearest to: right across the antimeridian and at the poles."""

from __future__ import annotations

from collections.abc import Iterator

from directory.geo import Box, Point, box_around, distance
from directory.places.reader import Entry, Reader

FAR_KM = 100.0
"""Beyond this from every known place, nothing is said about a point."""
RINGS_KM = (3.0, 12.0, 40.0, FAR_KM)


def nearest(reader: Reader, point: Point) -> Entry | None:
    """The nearest ZIP code or town; None where there is none within `FAR_KM`."""
    return _nearest(reader, point, "")


def ruling(reader: Reader, point: Point) -> Entry | None:
    """The place whose areas a point's are: the nearest town, in the US the ZIP code of its state that is nearest to the point.

    Towns tell the country, because they are as dense on both sides of a border; but a town may lie in several counties.
    """
    best = nearest(reader, point)
    if best is None or best.kind == "zip" or best.country != "us":
        return best
    postal = _nearest(reader, point, " AND zip")
    return postal if postal is not None and postal.region == best.region else best


def touches(reader: Reader, point: Point, area: str, km: float) -> bool:
    """Whether the areas of a point are of the area, or some place of it is within the kilometres."""
    best = ruling(reader, point)
    if best is None:
        return False
    if area in {best.country, best.region, best.county}:
        return True
    close = (reader.entry(number) for away, number in _within(reader, point, km, "") if away <= km)
    return any(area in {entry.country, entry.region, entry.county} for entry in close)


def _nearest(reader: Reader, point: Point, condition: str) -> Entry | None:
    for ring in RINGS_KM:
        best = min(_within(reader, point, ring, condition), default=None)
        if best is not None and best[0] <= ring:
            return reader.entry(best[1])
    return None


def _within(reader: Reader, point: Point, km: float, condition: str) -> Iterator[tuple[float, int]]:
    """Distances and numbers of the places in the box around. The R*Tree rounds to 32 bits, outward: it only preselects."""
    box = box_around(point, km)
    halves = [box]
    if box.west > box.east:
        halves = [Box(box.south, box.west, box.north, 180.0), Box(box.south, -180.0, box.north, box.east)]
    statement = f"SELECT id, lat, lon FROM spot WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?{condition}"
    for half in halves:
        for number, lat, lon in reader.rows(statement, (half.south, half.north, half.west, half.east)):
            yield distance(point, Point(lat, lon)), number
