"""The gazetteer as placing asks it: answers as spots, remembered, because feeds repeat their towns and ZIP codes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from directory.geo import Point
from directory.listing import Address, Precision
from directory.places.gazetteer import Gazetteer
from directory.places.geocode import Geocoder
from directory.query import Near
from directory.settings import Settings
from ingest.pipeline.placing import Spot

REMEMBERED = 50_000
"""Answers kept of each question: more than the towns and ZIP codes of the United States."""


def open_places(settings: Settings) -> Atlas:
    """The gazetteer of the data folder, built at its first use, and the geocoder the operator configured."""
    folder = Path(settings.data)
    gazetteer = Gazetteer.open(folder)
    return Atlas(gazetteer, Geocoder.open(gazetteer, settings.geocoder, folder))


class Atlas:
    """What `placing.Places` asks, answered by the embedded gazetteer; of public addresses also by a remote geocoder."""

    def __init__(self, gazetteer: Gazetteer, geocoder: Geocoder) -> None:
        self._gazetteer, self._geocoder = gazetteer, geocoder
        self.postal = lru_cache(REMEMBERED)(self._postal)
        self.town = lru_cache(REMEMBERED)(self._town)
        self.around = lru_cache(REMEMBERED)(self._around)
        self.away = gazetteer.away
        self.region = lru_cache(REMEMBERED)(gazetteer.region_code)

    def geocode(self, address: Address) -> tuple[Point, Precision] | None:
        """The point of a public address: the remote geocoder's where there is one, else of its postal code or town."""
        located = self._geocoder.locate(address, visibility="public")
        return (located.point, located.precision) if located is not None else None

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
