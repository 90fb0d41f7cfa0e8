"""What one worker process serves from: its settings, and the engine and the gazetteer, opened when first needed.

Opened late because gunicorn forks: a connection made before the fork must not be shared by the processes after it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import current_app

from directory.index import open_configured
from directory.index.base import Index
from directory.listing import Listing
from directory.places.gazetteer import Gazetteer
from directory.query import Hit, Query
from directory.settings import Settings
from directory.similar import similar, whereabouts
from directory.web.kept import Memory
from directory.web.map_tiles import opened
from directory.white_label import white_label
from directory.white_label_colours import style

if TYPE_CHECKING:
    from directory.catalogue import Inbox, Origin, Trail, Trails

EXTENSION = "nearhelp"
Clock = Callable[[], int]
"""Tells the whole minutes since 1970-01-01 00:00 UTC; `seconds` of a site the seconds."""


def minutes_now() -> int:
    """The minute it is."""
    return int(time.time() // 60)


def seconds_now() -> int:
    """The second it is."""
    return int(time.time())


class Site:
    """Settings, white label, index and gazetteer of a process, and what its pages keep; safe for several threads.

    Raises SettingsError when the white label is not right.
    """

    def __init__(
        self, settings: Settings, *, index: Index | None = None, gazetteer: Gazetteer | None = None, clock: Clock
    ) -> None:
        self.settings = settings
        self.label = white_label(settings)
        self.style = style(self.label.colours)
        self.clock = clock
        self.memory = Memory()
        self.tiles = opened(settings)
        self._index = index
        self._gazetteer = gazetteer
        self._lock = threading.Lock()
        self._trails: Trails | None = None
        self._inbox: Inbox | None = None
        self.seconds: Clock = seconds_now

    @property
    def index(self) -> Index:
        """The engine of the settings' index URL. Raises IndexUnavailable."""
        if self._index is None:
            with self._lock:
                if self._index is None:
                    self._index = open_configured(self.settings)
        return self._index

    @property
    def gazetteer(self) -> Gazetteer:
        """The places that are known."""
        if self._gazetteer is None:
            with self._lock:
                if self._gazetteer is None:
                    self._gazetteer = Gazetteer.open(Path(self.settings.data))
        return self._gazetteer

    def trail(self, ref: str) -> Trail:
        """Where the catalogue says a public id leads that the index does not list."""
        return self._known()(ref)

    def origins(self, ref: str) -> Mapping[str, Origin]:
        """Where the catalogue says that each field of a listing comes from."""
        return self._known().origins(ref)

    def _known(self) -> Trails:
        """What the catalogue knows. SQLAlchemy is imported only here: most processes never ask."""
        if self._trails is None:
            from directory.catalogue import FILE, Trails

            self._trails = Trails(Path(self.settings.data) / FILE)
        return self._trails

    @property
    def inbox(self) -> Inbox:
        """Where what visitors send is taken in; imported late like the trails."""
        if self._inbox is None:
            from directory.catalogue import FILE, Inbox

            self._inbox = Inbox(Path(self.settings.data) / FILE)
        return self._inbox

    def keep(self, said: Mapping[str, Any]) -> str:
        """Keep what a visitor sent, by the fields of a report and of `Sent`, and give its reference. Raises
        CatalogueUnavailable."""
        from directory.catalogue import Report, Sent

        report = Report(**{name: said[name] for name in ("kind", "listing", "language", "said")})
        return self.inbox.take(Sent(report=report, token=said["token"], at=said["at"], email=said["email"]))

    def like(self, listing: Listing) -> tuple[Hit, ...]:
        """Help like a listing: around it, or, where its place is not told, of what serves the same area."""
        base = Query(near=whereabouts(listing, self.gazetteer), unit=self.settings.unit, moment=self.clock())
        return similar(listing, base, self.index.search)


def site() -> Site:
    """The site of the application that answers this request."""
    return cast("Site", current_app.extensions[EXTENSION])
