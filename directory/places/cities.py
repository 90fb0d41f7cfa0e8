"""Cities: which ZIP codes each has, how large it is, what else it is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from directory.geo import box_around, distance
from directory.places import rows
from directory.places.areas import ALIAS, OTHER, OWN, Area, apart, middle, place_at, sized, spread
from directory.places.normalise import known_key

SAME_KM = 60.0
"""A ZIP code belongs to the city of its name in its state at most this far away; beyond, it is another of that name."""

PEOPLE_PER_ZIP = 5000
"""People of a further ZIP code of a name, low: the mean is 11,000 (331 million in 30,006 standard ZIP codes)."""


def cities(zips: Sequence[Area]) -> list[Area]:
    """Every city with its ZIP codes, settled; also the places that only the postal service names ("Flushing")."""
    known = [_city(row) for row in rows.read(rows.City)]
    _link(known, zips)
    _by_hand(known, zips)
    table = _Zips(zips)
    for city in known:
        if city.country == "us":
            _settle(city, table)
        else:
            city.radius_km, city.codes = sized(city.population), (city.region, city.country, "world")
        city.box = box_around(city.point, city.radius_km)
    return known


def _city(row: rows.City) -> Area:
    area = Area(kind="city", name=row.name, region=row.region, point=place_at(row.lat, row.lon), zone=row.zone)
    area.population, area.nearby = int(row.population), True
    area.names = [(row.name, OWN), *((name, OTHER) for name in row.also.split("|") if name)]
    return area


def _link(known: list[Area], zips: Sequence[Area]) -> None:
    """Gives each city the ZIP codes of its name, and makes cities of the names that have none yet."""
    named: dict[tuple[str, str], list[Area]] = defaultdict(list)
    for city in known:
        named[city.region, known_key(city.name)].append(city)
    taken = {(row.region, known_key(row.alias)) for row in rows.read(rows.Alias)}  # the post knows "Nyc" too
    for area in zips:
        for name, _ in area.names:
            if (area.region, known_key(name)) in taken and not named[area.region, known_key(name)]:
                continue
            homes = named[area.region, known_key(name)]
            home = min(homes, key=lambda city: apart(city.point, area.point), default=None)
            if home is None or distance(home.point, area.point) > SAME_KM:
                home = Area(kind="city", name=name, region=area.region, point=area.point, zone=area.zone, names=[(name, OWN)])
                homes.append(home)
                known.append(home)
            home.zips.append(area.code)
    _people(known, zips)


def _people(known: Iterable[Area], zips: Iterable[Area]) -> None:
    """A population for names that only the postal service uses, from how many ZIP codes are delivered under the name.

    The first ZIP code counts for nothing, because hamlets have one too; Flushing in New York has nine.
    """
    delivered = Counter((area.region, known_key(area.name)) for area in zips if area.nearby)
    for city in known:
        if not city.nearby:
            city.population = PEOPLE_PER_ZIP * max(0, delivered[city.region, known_key(city.name)] - 1)


def _by_hand(known: list[Area], zips: Iterable[Area]) -> None:
    """What the sources do not tell: the counties of New York's boroughs, and the names people use for large cities."""
    counties: dict[str, list[str]] = defaultdict(list)
    for area in zips:
        counties[area.county].append(area.code)
    smallest_first = sorted(known, key=lambda city: city.population)
    largest = {(city.region, city.name): city for city in smallest_first}
    for row in rows.read(rows.ByHand):
        city = largest[row.region, row.name]
        city.name, city.names = row.shown, [(row.shown, OWN), *city.names]
        city.zips = [code for county in row.counties.split() for code in counties[f"{row.region}-{county}"]]
    largest = {(city.region, city.name): city for city in smallest_first}
    for alias in rows.read(rows.Alias):
        largest[alias.region, alias.name].names.append((alias.alias, ALIAS))


def _settle(city: Area, table: _Zips) -> None:
    """The position, size, county and codes of a city from its ZIP codes."""
    if not city.zips:
        nearest = table.nearest(city)
        city.zips, city.radius_km = ([nearest.code] if nearest else []), sized(city.population)
    mine = [table.area[code] for code in dict.fromkeys(city.zips)]
    delivered = [area.point for area in mine if area.nearby] or [area.point for area in mine]
    if not city.nearby:
        city.point = middle(delivered)
    city.radius_km = city.radius_km or spread(city.point, delivered)
    counties = [code for code, _ in Counter(area.county for area in mine if area.county).most_common()]
    city.zips = [area.code for area in mine]
    city.county = counties[0] if counties else ""
    city.codes = (*city.zips, *counties, city.region, "us", "world")


class _Zips:
    """ZIP codes by code and by tenth of a degree, for the cities that have none of their own."""

    def __init__(self, zips: Iterable[Area]) -> None:
        self.area = {area.code: area for area in zips}
        self._squares: dict[tuple[int, int], list[Area]] = defaultdict(list)
        for area in self.area.values():
            if area.nearby:
                self._squares[round(area.point.lat * 10), round(area.point.lon * 10)].append(area)

    def nearest(self, city: Area) -> Area | None:
        """The nearest of the city's state, at most about two degrees away."""
        lat, lon = round(city.point.lat * 10), round(city.point.lon * 10)
        for reach in (1, 5, 20):
            span = range(-reach, reach + 1)
            around = (area for y in span for x in span for area in self._squares.get((lat + y, lon + x), ()))
            if same := [area for area in around if area.region == city.region]:
                return min(same, key=lambda area: apart(area.point, city.point))
        return None
