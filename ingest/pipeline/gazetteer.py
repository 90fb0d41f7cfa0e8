"""The gazetteer as placing asks it: answers as spots, remembered, because feeds repeat their towns and ZIP codes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from directory.geo import Point
from directory.listing import Address, Precision
from directory.places.gazetteer import Gazetteer
from directory.query import Near
from directory.settings import Settings
from ingest.pipeline.placing import Spot

REMEMBERED = 50_000
"""Answers kept of each question: more than the towns and ZIP codes of the United States."""


def open_places(settings: Settings) -> Atlas:
    """The gazetteer of the data folder, built at its first use."""
    return Atlas(Gazetteer.open(Path(settings.data)))


class Atlas:
    """What `placing.Places` asks, answered by the embedded gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.postal = lru_cache(REMEMBERED)(self._postal)
        self.town = lru_cache(REMEMBERED)(self._town)
        self.around = lru_cache(REMEMBERED)(self._around)
        self.region = lru_cache(REMEMBERED)(gazetteer.region_code)

    def geocode(self, address: Address) -> tuple[Point, Precision] | None:
        """The point of the address's postal code, else of its town."""
        region = self.region(address.region, address.country) if address.region else ""
        if address.postal_code and (spot := self.postal(address.postal_code, address.country)):
            return spot.point, "zip"
        if address.city and (spot := self.town(address.city, region, address.country)):
            return spot.point, "city"
        return None

    def _postal(self, code: str, country: str) -> Spot | None:
        return _spot(self._gazetteer.postal(code, country))

    def _town(self, name: str, region: str, country: str) -> Spot | None:
        near = self._gazetteer.town(name, region, country)
        return None if near is None else Spot(near.point, self._gazetteer.codes_of(near.point), near.zone)

    def _around(self, point: Point) -> Spot | None:
        return _spot(self._gazetteer.at(point))


def _spot(near: Near | None) -> Spot | None:
    """The spot of a place: areas that are a county or wider, of this world."""
    codes = tuple(code for code in near.codes if "-zip-" not in code and code != "world") if near is not None else ()
    return Spot(near.point, codes, near.zone) if near is not None and codes else None
