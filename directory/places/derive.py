"""From the committed facts to places: ZIP codes, counties, states and countries with their extents, codes and names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from directory.places import rows
from directory.places.areas import BARE, OTHER, OWN, Area, hull, middle, place_at
from directory.places.cities import cities
from directory.places.labels import label
from directory.places.normalise import known_key

KIND_OF_COUNTY = re.compile(
    r" (County|Parish|Municipio|Borough|Census Area|Municipality|City and Borough|Island|District|city)$", re.IGNORECASE
)
OUTLYING = frozenset({"us-pr", "us-vi", "us-gu", "us-as", "us-mp", "us-mh", "us-pw"})
"""Left out of the extent of the United States: with Guam in it, it would reach half around the earth."""
ZIP_KM = 2.0
ONE_ZONE = 0.9
"""Share of a country's people from which one time zone stands for all of it."""


def derived() -> list[Area]:
    """Every place of the committed files, the widest first, each with a label of its own."""
    zips = _zips(rows.read(rows.Zip))
    towns = cities(zips)
    counties = _counties(zips, towns)
    regions = _regions(zips, towns)
    countries = _countries(regions, towns)
    places = [*countries, *regions, *counties, *towns, *zips, *_postal(rows.read(rows.Postal))]
    label(places)
    return places


def _zips(facts: Sequence[rows.Zip]) -> list[Area]:
    delivered = {(row.region, known_key(row.city)) for row in facts if row.kind == "S"}
    return [_zip(row, row.kind == "S" or (row.region, known_key(row.city)) not in delivered) for row in facts]


def _zip(row: rows.Zip, nearby: bool) -> Area:
    """One ZIP code; those of post-office boxes share coarse positions and tell where a point is only where nothing is
    delivered."""
    code, county = f"us-zip-{row.code}", f"{row.region}-{row.county}" if row.county else ""
    area = Area(kind="zip", name=row.city, region=row.region, point=place_at(row.lat, row.lon), code=code, zone=row.zone)
    area.names = [(row.city, OWN), *((name, OTHER) for name in row.also.split("|") if name)]
    area.codes = tuple(filter(None, (code, county, row.region, "us", "world")))
    area.county, area.radius_km, area.nearby = county, ZIP_KM, nearby
    return area


def _counties(zips: Iterable[Area], towns: Iterable[Area]) -> list[Area]:
    """Counties with ZIP codes; those without have neither an extent nor anybody to search in them."""
    inside: dict[str, list[Area]] = defaultdict(list)
    for area in zips:
        inside[area.county].append(area)
    people = Counter[str]()
    for town in towns:
        people[town.county] += town.population
    made = []
    for row in rows.read(rows.County):
        if mine := inside.get(row.code):
            region = row.code.rsplit("-", 1)[0]
            area = _wide(Area(kind="county", name=row.name, region=region, point=mine[0].point, code=row.code), mine)
            area.population, area.county = people[row.code], row.code
            area.codes = (row.code, *(zip.code for zip in mine), region, "us", "world")
            area.names = [(row.name, OWN)]
            if (bare := KIND_OF_COUNTY.sub("", row.name)) != row.name:
                area.names.append((bare, BARE))
            made.append(area)
    return made


def _regions(zips: Iterable[Area], towns: Iterable[Area]) -> list[Area]:
    inside: dict[str, list[Area]] = defaultdict(list)
    people = Counter[str]()
    for area in (*zips, *towns):
        inside[area.region].append(area)
        people[area.region] += area.population
    made = []
    for row in rows.read(rows.Region):
        mine = inside[row.code]
        area = _wide(Area(kind="state", name=row.name, region=row.code, point=mine[0].point, code=row.code), mine)
        area.population = people[row.code]
        zip_codes = (zip.code for zip in mine if zip.kind == "zip")
        area.codes = (row.code, *zip_codes, area.country, "world")
        area.names = [(row.name, OWN), (row.short, OWN), *((name, OTHER) for name in row.aliases.split("|") if name)]
        made.append(area)
    return made


def _countries(regions: Iterable[Area], towns: Iterable[Area]) -> list[Area]:
    made = []
    for row in rows.read(rows.Country):
        mine = [town for town in towns if town.country == row.code and town.region not in OUTLYING]
        area = _wide(Area(kind="country", name=row.name, region=row.code, point=mine[0].point, code=row.code), mine)
        area.population = sum(region.population for region in regions if region.country == row.code)
        area.codes = (row.code, "world")
        area.names = [(row.name, OWN), (row.short, OWN), *((name, OTHER) for name in row.aliases.split("|") if name)]
        made.append(area)
    return made


def _wide(area: Area, inside: Sequence[Area]) -> Area:
    """The area with what follows from the places inside: extent, middle and, where one prevails, time zone."""
    points = [place.point for place in inside]
    area.areas, area.box, area.point = (area.code,), hull(points), middle(points)
    zones = Counter[str]()
    for place in inside:
        zones[place.zone] += place.population + 1
    zone, people = zones.most_common(1)[0]
    area.zone = zone if area.kind != "country" or people >= ONE_ZONE * zones.total() else ""
    return area


def _postal(facts: Iterable[rows.Postal]) -> list[Area]:
    """Postal areas an operator brought; they have no area code of their own, only their region's."""
    made = []
    for row in facts:
        area = Area(kind="zip", name=row.name, region=row.region, point=place_at(row.lat, row.lon), zone=row.zone)
        area.radius_km, area.codes = ZIP_KM, (row.region, row.country, "world")
        area.names = [(row.code, OWN)]
        made.append(area)
    return made
