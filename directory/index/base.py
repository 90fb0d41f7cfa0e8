"""The protocol both engines implement, and what it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol

from directory.errors import Gone
from directory.listing import Listing
from directory.query import Query, Results


def utc_today() -> date:
    """The day it is: sessions are expanded from the day of a rebuild on. Tests give an index their own day."""
    return datetime.now(UTC).date()


def going_on(today: date) -> date:
    """The earliest day that is not over everywhere on earth: what ended before it is not shown."""
    return today - timedelta(days=1)


def lasting(listing: Listing, today: date) -> Listing:
    """The listing, unless its last day is over everywhere on earth. Raises Gone."""
    if listing.ends_on is not None and listing.ends_on < going_on(today):
        raise Gone("its last day is over")
    return listing


@dataclass(frozen=True, slots=True)
class Built:
    """A finished rebuild: the generation that now serves, its listings, how long it took."""

    generation: str
    count: int
    seconds: float
    refused: str = ""  # listings that the engine could not take, by id and reason
    refused_count: int = 0


@dataclass(frozen=True, slots=True)
class Access:
    """How a server lets this program in: the file of its CA, and an API key or a user with password. Empty: not needed."""

    ca: str = ""
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to search for: a listing's or organization's name. `value` is a ref for listings, a key for organizations,
    empty where several of them share the name."""

    kind: Literal["listing", "organization"]
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Status:
    """`fingerprint` is of the declarations (schema, facets, taxonomy) the generation was built with; `horizon` is the last
    day to which sessions are expanded; `revision` the highest one taken in."""

    engine: str
    generation: str
    count: int
    fingerprint: str
    horizon: date
    revision: int
    built_at: str


@dataclass(frozen=True, slots=True)
class Generation:
    """A whole generation that is kept; `usable` when this version of the program can serve it."""

    name: str
    built_at: str
    count: int
    serving: bool
    usable: bool


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many listings come from one source under one licence; `seen_on` is the last day one was matched to it."""

    name: str
    licence: str
    count: int
    seen_on: date | None


class Index(Protocol):
    """An engine. Every method raises IndexUnavailable when it cannot answer."""

    def rebuild(self, listings: Iterable[Listing], progress: Callable[[int], None] | None = None) -> Built:
        """Build a new generation and swap it in whole; a failure leaves the old one serving. `progress` is told counts.

        `listings` are read and `progress` is told one at a time, but perhaps in other threads than the caller's.
        """
        ...

    def update(self, changed: Iterable[Listing], gone: Iterable[tuple[str, int]] = ()) -> None:
        """Take in changed listings and withdraw `gone` (id, revision); an older revision never wins over a newer one."""
        ...

    def search(self, query: Query) -> Results:
        """The answer to a query (architecture §5). Raises Gone when `after` belongs to another generation."""
        ...

    def get(self, ref: str) -> Listing:
        """The listing with that public id. Raises NotFound, or Gone when it was withdrawn."""
        ...

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Names of listings and organizations with a word that begins so, each once, in the order of `index.names`."""
        ...

    def status(self) -> Status:
        """What is being served."""
        ...

    def sources(self) -> tuple[SourceCount, ...]:
        """Where the listings being served come from, the largest source first."""
        ...

    def generations(self) -> tuple[Generation, ...]:
        """The whole generations there are, the newest first. Answers also where none serves."""
        ...

    def swap(self, generation: str) -> None:
        """Let a kept generation serve. Raises NotFound that names those there are, IndexUnavailable while somebody rebuilds.

        It knows nothing of what changed after it stopped serving, until an update says it.
        """
        ...

    def extend(self, progress: Callable[[int], None] | None = None) -> int:
        """Expand dated sessions again from today on; gives how many listings were written anew for it.

        What is updated meanwhile wins. `status` tells the new horizon.
        """
        ...

    def busy(self) -> str:
        """Who builds or swaps a generation, and since when; empty when nobody does."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
