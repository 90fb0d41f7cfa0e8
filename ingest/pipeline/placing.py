"""Where a record is, as far as it may be told: visibility, point, area codes and time zone of its place.

Hidden wins. A hidden address never reaches a geocoder; what remains of it is its county and wider. A place that is told by
its area has the gazetteer's point of its town, never a rounding of the true one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from directory.geo import Point, distance
from directory.listing import Address, Place, Precision, Visibility, fold
from ingest.clean import coordinates
from ingest.clean.addresses import COUNTRIES, private_home, secret, secret_text, told_lines
from ingest.clean.addresses import address as clean_address
from ingest.clean.text import line, prose
from ingest.draft import Draft

NEAR_KM = 60.0
"""A point so near to its ZIP code or town is believed although the nearest ZIP code lies in another state: borders run
through cities (Kansas City), and the largest ZIP codes of the West are about 100 km across."""

ASTRAY_KM = 8.0
"""Five miles: so far from both the ZIP code and the town of its address, and much nearer to another ZIP code, a point is a
geocoder's mistake (the same street name in the next town), and a distance from it would send somebody the wrong way."""
MUCH_NEARER = 4

GUARDS: tuple[Visibility, ...] = ("public", "area", "hidden")
"""From what is told whole to what is told least."""
NO_ADDRESS = Address()
AT_HOME = "a private home: told by its town, without its address"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Spot:
    """What a gazetteer knows of a position: `codes` from the narrowest to the country, IANA zone."""

    point: Point
    codes: tuple[str, ...]
    zone: str = ""


class Places(Protocol):
    """What placing asks a gazetteer. Countries are ISO 3166-1 alpha-2 in capitals."""

    def postal(self, code: str, country: str) -> Spot | None:
        """The area of a postal code."""

    def town(self, name: str, region: str, country: str) -> Spot | None:
        """The town of that name in a region (an area code, "" if unknown)."""

    def around(self, point: Point) -> Spot | None:
        """The areas and the zone at a point; None where nothing is near."""

    def away(self, point: Point) -> float:
        """Kilometres to the nearest ZIP code or town; infinite where none is near."""

    def region(self, name: str, country: str) -> str:
        """The area code of a state or province by its name or code; "" if unknown."""

    def geocode(self, address: Address) -> tuple[Point, Precision] | None:
        """The point of an address, by the gazetteer or the geocoder that the operator configured."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The place to publish, the true areas from the narrowest up (for coverage), the zone, the address it was told by
    (never published; what must not stand in the record's texts if the place is not public)."""

    place: Place | None = None
    codes: tuple[str, ...] = ()
    zone: str = ""
    told: Address = NO_ADDRESS


@dataclass(frozen=True, slots=True)
class _Known:
    address: Address
    region: str  # area code
    postal: Spot | None
    town: Spot | None


def placed(draft: Draft, country: str, places: Places, tell: Tell) -> Placed:
    """Where the draft is; `tell` hears what was repaired or dropped."""
    visibility = visibility_of(draft)
    if visibility == "area" and draft.visibility == "public":
        tell(AT_HOME)
    if draft.address is None and draft.point is None:
        return Placed(Place(visibility="hidden") if visibility == "hidden" else None)
    known = _known(draft.address or Address(), country, places, tell)
    point = _believed(draft.point, known, places, tell)
    spot = _spot(point, known, places)
    codes = spot.codes if spot else _wide(known)
    zone = spot.zone if spot else ""
    place = _public(draft, known, places, point) if visibility == "public" else _guarded(visibility, known, codes)
    if place is not None and visibility == "public":
        place = replace(place, codes=codes)
        if point is None and place.point is not None and place.precision in {"zip", "city"}:
            tell(f"no coordinates: placed by its {'ZIP code' if place.precision == 'zip' else 'town'}")
    told = told_lines(draft.address) if draft.address else ()
    return Placed(place, codes, zone, replace(known.address, lines=tuple(dict.fromkeys((*known.address.lines, *told)))))


def visibility_of(draft: Draft) -> Visibility:
    """How far the place may be told: hidden wins, also by words such as "Confidential" where a street should be; where
    somebody lives is told by its town."""
    if secret_text(draft.place_name) or (draft.address is not None and secret(draft.address)):
        return "hidden"
    lines = draft.address.lines if draft.address is not None else ()
    return "area" if draft.visibility == "public" and private_home(draft.place_name, *lines) else draft.visibility


def guarded(said: Draft, mended: Draft) -> Draft:
    """The mended record, told no further than what was said allows: a fix takes out the word "Confidential", no protection.
    The street that was said goes on with it, to be looked for in the record's words."""
    if said is mended:
        return mended
    most = max(visibility_of(said), visibility_of(mended), key=GUARDS.index)
    if most == "public":
        return mended
    lines = said.address.lines if said.address is not None else ()
    address = replace(mended.address, lines=(*mended.address.lines, *lines)) if mended.address is not None else said.address
    return replace(mended, visibility=most, address=address)


def county_and_wider(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes that name no area narrower than a county."""
    return tuple(code for code in codes if "-zip-" not in code)


def _known(raw: Address, country: str, places: Places, tell: Tell) -> _Known:
    cleaned = clean_address(raw, country)
    for note in cleaned.notes:
        tell(note)
    found = cleaned.value
    region = places.region(found.region, found.country) if found.region else ""
    if region and found.country in {"US", "CA", "AU"}:
        found = replace(found, region=region.split("-")[1].upper())
    postal = places.postal(found.postal_code, found.country) if found.postal_code else None
    town = places.town(found.city, region, found.country) if found.city else None
    return _Known(found, region, postal, town)


def _wide(known: _Known) -> tuple[str, ...]:
    nation = known.address.country.lower()
    return (
        (known.region, nation) if known.region else (nation,) if known.address != Address(country=known.address.country) else ()
    )


def _spot(point: Point | None, known: _Known, places: Places) -> Spot | None:
    """What decides areas and zone: its ZIP code or town where the point lies near it (the nearest ZIP code of a point near a
    border may be over it), else the point's own."""
    for spot in (known.postal, known.town):
        if spot is not None and (point is None or distance(point, spot.point) <= NEAR_KM):
            if known.region and known.region not in spot.codes:
                continue
            return spot
    return places.around(point) if point is not None else known.postal or known.town


def _believed(raw: Point | None, known: _Known, places: Places, tell: Tell) -> Point | None:
    if raw is None:
        return None
    checked = coordinates.checked(raw)
    for note in checked.notes:
        tell(note)
    point = checked.value
    if point is None:
        return None
    if _fits(point, known, places):
        if not _astray(point, known, places):
            return point
        tell("coordinates far from both the ZIP code and the town of the address were dropped")
        return None
    other = coordinates.swapped(point)
    if other is not None and _fits(other, known, places):
        tell("latitude and longitude were swapped")
        return other.rounded()
    tell(f"coordinates outside of the stated {'state' if known.region else 'country'} were dropped")
    return None


def _fits(point: Point, known: _Known, places: Places) -> bool:
    if any(spot is not None and distance(point, spot.point) <= NEAR_KM for spot in (known.postal, known.town)):
        return True
    spot = places.around(point)
    if spot is None and known.address.country not in COUNTRIES.values():
        return True  # a country the gazetteer has nothing of: that the point lies in none of the others is all it can say
    stated = known.region or known.address.country.lower()
    return spot is not None and stated in spot.codes


def _astray(point: Point, known: _Known, places: Places) -> bool:
    """Whether a point is elsewhere than its whole address says: the size of ZIP codes there tells what is far. A ZIP code at
    its town's very point has no area (post boxes, a university), and says no more than the town."""
    if known.postal is None or known.town is None or known.postal.point == known.town.point:
        return False
    told = min(distance(point, spot.point) for spot in (known.postal, known.town))
    return told > ASTRAY_KM and told > MUCH_NEARER * places.away(point)


def _guarded(visibility: Visibility, known: _Known, codes: tuple[str, ...]) -> Place:
    if visibility == "hidden":
        return Place(visibility="hidden", codes=county_and_wider(codes))
    told = Address(city=known.address.city, region=known.address.region, country=known.address.country)
    if known.town is None and any(char.isdigit() for char in told.city):
        told = replace(told, city="")  # a whole address where the town should be
    if known.town is None:
        return Place(visibility="area", address=told, codes=county_and_wider(codes))
    areas = county_and_wider(known.town.codes)
    return Place(visibility="area", address=told, point=known.town.point.rounded(), precision="city", codes=areas)


def _public(draft: Draft, known: _Known, places: Places, point: Point | None) -> Place | None:
    precision: Precision | None = None
    if point is not None:
        precision = "city" if draft.approximate else "rooftop" if known.address.lines else "street"
    elif _somewhere(draft, known) and (found := places.geocode(known.address)) is not None:
        point, precision = found[0].rounded(), found[1]
    name = _named(draft, known)
    if point is None and not name and known.address == Address(country=known.address.country):
        return None
    return Place(
        name=name,
        address=known.address,
        point=point,
        precision=precision,
        directions=prose(draft.directions, 2000),
        transport=prose(draft.transport, 2000),
    )


def _named(draft: Draft, known: _Known) -> str:
    """What the place is called; an address repeated where the name should be is none."""
    name = line(draft.place_name)
    repeated = any(fold(name).startswith(fold(street)) for street in known.address.lines[:1])
    return "" if repeated else name


def _somewhere(draft: Draft, known: _Known) -> bool:
    """Whether the address is one a person can go to: a PO box alone is not, a town alone is no more than a town."""
    boxed = draft.address is not None and any(part.strip() for part in draft.address.lines) and not known.address.lines
    return not boxed and bool(known.address.city or known.address.postal_code)
