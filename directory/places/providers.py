"""Remote geocoders through geopy: how each is addressed, asked and read. Used only where the operator configured one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from geopy.adapters import RequestsAdapter
from geopy.exc import GeopyError
from geopy.geocoders import Nominatim, Pelias, Photon
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from requests import RequestException

from directory.errors import SettingsError
from directory.geo import Point
from directory.listing import Address, Precision

TIMEOUT_S = 10.0
"""geopy's own is 1 s, too short for a public server."""
AGENT = "Nearhelp-ingest/1 (community resource directory)"
FAULTS = (GeopyError, RequestException, KeyError, TypeError, ValueError, IndexError, AttributeError)
"""What geopy raises: its own errors, some of requests', and what an answer of an unexpected shape makes of its parsing."""
LOUD = ("geopy", "urllib3.connectionpool", "urllib3.util.retry")
"""Loggers that write whole addresses: geopy at every level, urllib3 with the URL of a request or a retry."""


class Census(Geocoder):  # type: ignore[misc]  # geopy carries no types
    """The US Census Bureau's geocoder, which geopy lacks (its "Geocoding Services API", onelineaddress)."""

    def __init__(self, *, domain: str = "geocoding.geo.census.gov", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.api = f"{self.scheme}://{domain.strip('/')}/geocoder/locations/onelineaddress"

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL) -> Any:
        """The location of an address in the United States or Puerto Rico, interpolated along its street."""
        asked = urlencode({"address": query, "benchmark": "Public_AR_Current", "format": "json"})
        return self._call_geocoder(f"{self.api}?{asked}", partial(self._read, exactly_one=exactly_one), timeout=timeout)

    @staticmethod
    def _read(answer: Any, exactly_one: bool) -> Any:
        matches = answer["result"]["addressMatches"]
        found = [
            Location(match["matchedAddress"], (match["coordinates"]["y"], match["coordinates"]["x"]), match)
            for match in matches
        ]
        return (found[0] if exactly_one else found) if found else None


@dataclass(frozen=True, slots=True)
class Answer:
    """A position that a provider gave and how exact the provider says it is; None: no more than a town."""

    point: Point
    precision: Precision | None


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of geocoder. `public` is its public address; `ask` sends, `read` tells the precision from the raw answer."""

    make: Callable[..., Any]
    ask: Callable[[Any, Address], Any]
    read: Callable[[Mapping[str, Any], Address], Precision | None]
    public: str = ""
    countries: frozenset[str] = frozenset()  # ISO 3166-1; empty: all


class Remote:
    """A configured geocoder."""

    def __init__(self, setting: str) -> None:
        """From a setting such as "census" or "nominatim:https://geocoder.example.org". Raises SettingsError."""
        self.name, _, given = setting.partition(":")
        provider = PROVIDERS.get(self.name)
        if provider is None or not (given or provider.public):
            raise SettingsError(f"The geocoder {self.name!r} is not known or needs an address behind a colon.")
        parts = urlsplit(given or provider.public)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError("A geocoder's address begins with https:// or http://.")
        self.public = not given
        self._provider = provider
        _silence()
        self._geocoder = provider.make(
            domain=parts.netloc + parts.path.rstrip("/"), scheme=parts.scheme, timeout=TIMEOUT_S, user_agent=AGENT,
            adapter_factory=partial(RequestsAdapter, max_retries=0),
        )  # fmt: skip

    def covers(self, country: str) -> bool:
        """Whether it knows addresses of the country."""
        return not self._provider.countries or country in self._provider.countries

    def ask(self, address: Address) -> Answer | None:
        """What it says of an address; None when it knows nothing. Raises one of FAULTS, whose text may hold the address."""
        found = self._provider.ask(self._geocoder, address)
        if found is None:
            return None
        raw = found.raw if isinstance(found.raw, Mapping) else {}
        return Answer(Point(float(found.latitude), float(found.longitude)), self._provider.read(raw, address))

    def close(self) -> None:
        """Closes its connections."""
        self._geocoder.__exit__(None, None, None)


def one_line(address: Address) -> str:
    """The address as a single line, without its country."""
    town = " ".join(filter(None, (address.region, address.postal_code)))
    return ", ".join(filter(None, (*address.lines, address.city, town)))


def _numbered(number: object, address: Address) -> Precision:
    """ "rooftop" where the house number found is the one asked for: some servers answer with the nearest house."""
    asked = " ".join(address.lines).replace(",", " ").casefold().split()
    return "rooftop" if str(number).casefold() in asked else "street"


def _ask_nominatim(geocoder: Any, address: Address) -> Any:
    query = {
        "street": ", ".join(address.lines),
        "city": address.city,
        "state": address.region,
        "postalcode": address.postal_code,
    }
    said = {name: value for name, value in query.items() if value}
    return geocoder.geocode(said, addressdetails=True, country_codes=address.country.lower() or None)


def _read_nominatim(raw: Mapping[str, Any], address: Address) -> Precision | None:
    parts = raw.get("address") or {}
    if parts.get("house_number"):
        return _numbered(parts["house_number"], address)
    return "street" if parts.get("road") else None


def _ask_with_country(geocoder: Any, address: Address) -> Any:
    return geocoder.geocode(", ".join(filter(None, (one_line(address), address.country))))


def _read_photon(raw: Mapping[str, Any], address: Address) -> Precision | None:
    parts = raw.get("properties") or {}
    if parts.get("housenumber"):
        return _numbered(parts["housenumber"], address)
    return "street" if parts.get("street") or parts.get("type") == "street" else None


def _read_pelias(raw: Mapping[str, Any], address: Address) -> Precision | None:
    parts = raw.get("properties") or {}
    if parts.get("layer") == "address":
        return _numbered(parts.get("housenumber", ""), address) if parts.get("accuracy") == "point" else "street"
    return "street" if parts.get("layer") == "street" else None


def _ask_census(geocoder: Any, address: Address) -> Any:
    return geocoder.geocode(one_line(address))


def _read_census(raw: Mapping[str, Any], address: Address) -> Precision | None:
    return "street"  # interpolated between the ends of a street's segment, never a roof


PROVIDERS: Mapping[str, Provider] = {
    "census": Provider(
        Census, _ask_census, _read_census, "https://geocoding.geo.census.gov", frozenset({"US", "PR"})
    ),
    "nominatim": Provider(Nominatim, _ask_nominatim, _read_nominatim, "https://nominatim.openstreetmap.org"),
    "photon": Provider(Photon, _ask_with_country, _read_photon, "https://photon.komoot.io"),
    "pelias": Provider(Pelias, _ask_with_country, _read_pelias),
}  # fmt: skip


class _Silence(logging.Filter):
    """Lets nothing through."""

    def filter(self, record: logging.LogRecord) -> bool:
        return False


_NOTHING = _Silence()


def _silence() -> None:
    for name in LOUD:
        logging.getLogger(name).addFilter(_NOTHING)  # added once: logging keeps no filter twice
