"""Labels: what a place is called on a page. Each means one place, so that a label typed or clicked finds it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from directory.places.areas import Area, apart
from directory.places.normalise import known_key

PREVAILS = 0.9
"""Share of the people of equally labelled cities from which the largest keeps the short label."""
KNOWN = 5000
"""People from which a town is good for telling others of one name apart ("Newport near Cowes")."""
PLAIN = ("ie", "nz")
"""Countries whose regions people do not add to a town's name."""


def label(places: Sequence[Area]) -> None:
    """Gives every place a label of its own."""
    names = {area.code: area.name for area in places if area.kind in {"state", "country"}}
    counties = {area.code: area.name for area in places if area.kind == "county"}
    for area in places:
        area.label = _first(area, names)
    cities = [area for area in places if area.kind == "city"]
    for group in _equal(cities):
        _tell_apart(group, counties, names)
    towns = defaultdict(list)
    for area in cities:
        if area.population >= KNOWN:
            towns[area.region].append(area)
    for group in _equal(cities):
        for area in _lesser(group):
            beside = min((town for town in towns[area.region] if town.name != area.name),
                         key=lambda town: apart(town.point, area.point), default=area)  # fmt: skip
            area.label = f"{area.name} near {beside.name}, {_tail(area, names)}"
    for group in _equal(places):
        for number, area in enumerate(sorted(group, key=lambda area: -area.population)[1:], 2):
            area.label = f"{area.label} ({number})"


def _first(area: Area, names: dict[str, str]) -> str:
    if area.kind == "country":
        return area.name
    if area.kind == "state":
        if area.country == "us":
            return f"{area.name} State" if area.name in {"New York", "Washington"} else area.name
        return f"{area.name}{' Region' if area.country == 'nz' else ''}, {names[area.country]}"
    if area.kind == "zip":
        code = area.code.removeprefix("us-zip-") or area.names[0][0]
        return f"{code}, {area.name}, {_tail(area, names)}"
    return f"{area.name}, {_tail(area, names)}"


def _tail(area: Area, names: dict[str, str]) -> str:
    region, country = names[area.region], names[area.country]
    if area.country in {"us", "gb"}:
        return region
    return country if area.country in PLAIN else f"{region}, {country}"


def _equal(places: Iterable[Area]) -> list[list[Area]]:
    groups: dict[str, list[Area]] = defaultdict(list)
    for area in places:
        groups[known_key(area.label)].append(area)
    return [group for group in groups.values() if len(group) > 1]


def _tell_apart(group: list[Area], counties: dict[str, str], names: dict[str, str]) -> None:
    """Adds the county, or in countries without states on an envelope the region."""
    for area in _lesser(group):
        if area.county in counties:
            area.label = f"{area.name}, {counties[area.county]}, {names[area.region]}"
        elif area.country in PLAIN:
            area.label = f"{area.name}, {names[area.region]}, {names[area.country]}"


def _lesser(group: list[Area]) -> list[Area]:
    """Those of a group that need another label: all but one by far the largest."""
    total = sum(area.population for area in group)
    largest = max(group, key=lambda area: area.population)
    prevails = largest.population > 0 and largest.population >= PREVAILS * total
    return [area for area in group if area is not largest] if prevails else group
