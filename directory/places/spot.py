"""Which place a point is nearest to: right across the antimeridian and at the poles."""

from __future__ import annotations

from directory.geo import Box, Point, box_around, distance
from directory.places.reader import Entry, Reader

FAR_KM = 100.0
"""Beyond this from every known place, nothing is said about a point."""
RINGS_KM = (3.0, 12.0, 40.0, FAR_KM)


def nearest(reader: Reader, point: Point) -> tuple[Entry, float] | None:
    """The nearest ZIP code or town and the kilometres to it; None where there is none within `FAR_KM`."""
    for ring in RINGS_KM:
        best = min(
            ((distance(point, Point(lat, lon)), number) for number, lat, lon in _inside(reader, point, ring)), default=None
        )
        if best is not None and best[0] <= ring:
            return reader.entry(best[1]), best[0]
    return None


def _inside(reader: Reader, point: Point, km: float) -> list[tuple[int, float, float]]:
    """Candidates in the box of the ring. The R*Tree rounds to 32 bits, outward, so it may only preselect."""
    box = box_around(point, km)
    halves = [box]
    if box.west > box.east:
        halves = [Box(box.south, box.west, box.north, 180.0), Box(box.south, -180.0, box.north, box.east)]
    statement = "SELECT id, lat, lon FROM spot WHERE north >= ? AND south <= ? AND east >= ? AND west <= ?"
    return [row for half in halves for row in reader.rows(statement, (half.south, half.north, half.west, half.east))]


def touches(reader: Reader, point: Point, area: str, km: float) -> bool:
    """Whether the nearest place to a point is of the area, or some place of it is within the kilometres."""
    best = nearest(reader, point)
    if best is None:
        return False
    if area in {best[0].country, best[0].region, best[0].county}:
        return True
    close = (reader.entry(n) for n, lat, lon in _inside(reader, point, km) if distance(point, Point(lat, lon)) <= km)
    return any(area in {entry.country, entry.region, entry.county} for entry in close)
