"""From an address to a point, behind one door: the gazetteer, and where the operator configured one, a remote geocoder.

Only ingest asks here; what visitors type never leaves the server. A hidden place is not looked up at all, and of a place
that is told by its area only the town is. No error and no log line holds an address.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from geopy.exc import GeocoderRateLimited

from directory.geo import Point, distance
from directory.listing import Address, Precision, Visibility
from directory.places.cache import Cache
from directory.places.gazetteer import Gazetteer
from directory.places.providers import FAULTS, Answer, Remote
from directory.places.throttle import Throttle
from directory.query import Near

BELIEVED_KM = 60.0
"""How far from its ZIP code or town an address may lie: the largest ZIP codes of the West are about 100 km across."""
PUBLIC_EVERY_S = 1.0
"""Seconds between requests to a public server (Nominatim's usage policy: one a second)."""
OWN_EVERY_S = 0.05
PATIENCE = 3
"""Failures in a row after which a remote geocoder is not asked again in this process: every try may last its timeout."""
LONGEST_PAUSE_S = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Located:
    """A point, how exact it is, and who says so: "gazetteer" or a provider's name. The gazetteer is never more exact than a
    ZIP code."""

    point: Point
    precision: Precision
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Time as the geocoder uses it: seconds since 1970, monotonic seconds, waiting."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Tally:
    """What happened, in numbers: fit for a report."""

    gazetteer: int = 0
    remembered: int = 0
    asked: int = 0
    rejected: int = 0
    failed: int = 0


@dataclass(slots=True)
class Geocoder:
    """The chain. Safe for threads; `close` it."""

    gazetteer: Gazetteer
    remote: Remote | None = None
    cache: Cache | None = None
    throttle: Throttle | None = None
    tally: Tally = field(default_factory=Tally)
    _in_a_row: int = 0

    @classmethod
    def open(cls, gazetteer: Gazetteer, setting: str, directory: Path, *, clocks: Clocks | None = None) -> Geocoder:
        """The chain of a setting ("" for the gazetteer alone); answers are kept in the directory. Raises SettingsError."""
        if not setting:
            return cls(gazetteer)
        clocks, remote = clocks or Clocks(), Remote(setting)
        every = PUBLIC_EVERY_S if remote.public else OWN_EVERY_S
        throttle = Throttle(every, clock=clocks.steady, sleep=clocks.sleep)
        return cls(gazetteer, remote, Cache(directory / "geocodes.sqlite", clocks.wall), throttle)

    def locate(self, address: Address, *, visibility: Visibility) -> Located | None:
        """Where an address is, as exactly as it may be known; None for a hidden place or when nothing is known."""
        if visibility == "hidden":
            return None
        home = self._home(address, visibility)
        if visibility == "public" and self.remote is not None and _street(address) and self.remote.covers(address.country):
            answer = self._answer(self.remote, address)
            if answer is not None and answer.precision is not None:
                if self._believable(answer.point, address, home):
                    return Located(answer.point.rounded(), answer.precision, self.remote.name)
                self.tally.rejected += 1
        if home is None:
            return None
        self.tally.gazetteer += 1
        return Located(home.point.rounded(), "zip" if home.kind == "zip" else "city", "gazetteer")

    def close(self) -> None:
        """Closes connections and files of the remote part; the gazetteer stays open."""
        for part in (self.remote, self.cache):
            if part is not None:
                part.close()

    def _home(self, address: Address, visibility: Visibility) -> Near | None:
        """The ZIP code's area (of a public place) or the town, whichever is known; a ZIP code of another state is an error."""
        region = self.gazetteer.region_code(address.region, address.country)
        postal = self.gazetteer.postal(address.postal_code, address.country) if visibility == "public" else None
        town = self.gazetteer.town(address.city, region or address.region, address.country)
        if postal is None or (region and region not in postal.codes):
            return town or postal
        return town if town is not None and town.point == postal.point else postal  # a ZIP code without an area: post boxes

    def _answer(self, remote: Remote, address: Address) -> Answer | None:
        if self.cache is not None:
            known, answer = self.cache.get(remote.name, address)
            if known:
                self.tally.remembered += 1
                return answer
        if self._in_a_row >= PATIENCE:
            return None
        if self.throttle is not None:
            self.throttle.wait()
        return self._ask(remote, address)

    def _ask(self, remote: Remote, address: Address) -> Answer | None:
        self.tally.asked += 1
        try:
            answer = remote.ask(address)
        except FAULTS as error:
            self._failed(remote, error)
            return None
        self._in_a_row = 0
        if self.cache is not None:
            self.cache.put(remote.name, address, answer)
        return answer

    def _failed(self, remote: Remote, error: Exception) -> None:
        """Counts a failure; only its kind is told, because geopy's and requests' texts hold the URL with the address."""
        self.tally.failed += 1
        self._in_a_row += 1
        if isinstance(error, GeocoderRateLimited) and self.throttle is not None:
            self.throttle.pause(min(float(error.retry_after or 1), LONGEST_PAUSE_S))
        log.warning("The geocoder %s did not answer: %s", remote.name, type(error).__name__)
        if self._in_a_row == PATIENCE:
            log.warning("The geocoder %s is not asked again in this run", remote.name)

    def _believable(self, point: Point, address: Address, home: Near | None) -> bool:
        """Whether a point lies in the stated state or country and near the stated ZIP code or town."""
        if not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):
            return False
        if home is not None and distance(point, home.point) > BELIEVED_KM:
            return False
        stated = self.gazetteer.region_code(address.region, address.country) or address.country.lower()
        return not stated or self.gazetteer.touches(point, stated)


def _street(address: Address) -> bool:
    """Whether there is something more exact than a town to look for: a line with a number that is no post-office box."""
    lines = [line for line in address.lines if line.strip()]
    text = " ".join(lines).casefold().replace(".", "")
    return any(char.isdigit() for char in text) and not text.startswith(("po box", "p o box", "box ", "apartado"))
