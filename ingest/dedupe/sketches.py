"""What a listing is compared by, small enough (about one kilobyte) to be kept for each of hundreds of thousands.

Of a protected place a sketch has its wider areas only: nothing of it can be told by what is explained of a comparison.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from sys import intern
from urllib.parse import urlsplit
from zlib import crc32

from directory.geo import Point
from directory.listing import Address, Listing, Place, fold
from directory.schedule import Session
from ingest.dedupe.streets import NOWHERE, Street, street
from ingest.dedupe.words import GENERIC, PEOPLE, SPELLED, TELLING, named, stem

WORDS_OF_TEXT = 24
"""Marks kept of a description: the smallest hashes of its word pairs (bottom-k sketch: Broder, 1997); the share they have in
common estimates the share of the texts."""
_SUITE = re.compile(r"\b(?:suites?|ste)\.?\s*#?\s*([a-z]?-?\d+[a-z]?|[a-z])\b", re.IGNORECASE)

_AT = re.compile(r"\s(?:at|@)\s", re.IGNORECASE)
_FLOOR = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|ground|lower|upper|main)\s+(?:floor|level)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Phones:
    """National digits of the numbers that are called, each with its extension ("" for none); short codes apart."""

    numbers: tuple[tuple[str, str], ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A listing as it is compared. `kind` has the tops of its categories; `held` the times of a meeting (day, minute)."""

    id: str
    source: str
    name: tuple[str, ...]
    at: frozenset[str]  # words of the name behind an "at": whose guest it may be
    body: tuple[str, ...]  # words of the organization's name
    owner: str  # the organization's key
    also: frozenset[str]  # words of other names and of the place
    spot: str  # words of its town and street, its house number and postal code, with blanks between
    street: Street
    city: str
    region: str
    postal: str
    country: str
    point: Point | None  # where it truly is, not a town's point
    guard: int  # 0 public, 1 area, 2 hidden
    areas: frozenset[str]
    local: bool
    phones: Phones
    host: str
    path: str
    email: str
    kind: frozenset[str]
    categories: frozenset[str]
    text: array[int]  # marks of the description, in rising order, four bytes each
    served: str  # ages and whom it is for, where that is said in a few words
    group: str
    marks: frozenset[str]  # what sets meetings of a group apart: mode, language, format, access, audience
    held: frozenset[tuple[int, int]]
    units: frozenset[str]  # suites and rooms told in the address
    suites: frozenset[str]  # those told in the name
    proper: tuple[str, ...]  # the two words of its names that few others have

    @property
    def where(self) -> frozenset[str]:
        """The words of `spot`."""
        return _split(self.spot)


@lru_cache(20_000)
def _split(spot: str) -> frozenset[str]:
    return frozenset(spot.split())


def sketch(listing: Listing) -> Sketch:
    """The sketch of a listing."""
    place = listing.place
    address = place.address if place is not None and place.visibility == "public" else Address()
    found = street(address) if address.lines else NOWHERE
    web = urlsplit(listing.url)
    bare = _FLOOR.sub(" ", _SUITE.sub(" ", listing.name))
    name = _interned(named(bare)) or _interned(named(listing.name))
    body = _interned(named(listing.organization.name))
    spot = " ".join(_where(address, found))
    return Sketch(
        id=listing.id,
        source=intern(listing.id.partition(":")[0]),
        name=name,
        at=frozenset(_interned(named(_AT.split(bare, 1)[-1])) if _AT.search(bare) else ()),
        body=body,
        owner=intern(listing.organization.key),
        also=frozenset(
            word for name in (*listing.alternate_names, place.name if place else "") for word in _interned(named(name))
        ),
        spot=spot,
        street=found,
        city=intern(fold(address.city)),
        region=intern(fold(address.region)),
        postal=intern(_postal(address)),
        country=intern(address.country or "US"),
        point=_point(place),
        guard=0 if place is None else {"public": 0, "area": 1, "hidden": 2}[place.visibility],
        areas=_areas(listing),
        local=bool({"in-person", "mobile-unit"} & set(listing.modes)),
        phones=_phones(listing),
        host=intern((web.hostname or "").removeprefix("www.")),
        path=(web.path + (f"?{web.query}" if web.query else "")).rstrip("/").lower(),
        email=listing.email.lower(),
        kind=_set(tuple(sorted({_kind(slug) for slug in listing.categories}))),
        categories=_set(listing.categories),
        text=_marks_of_text(listing.description),
        served=_served(listing),
        group=listing.group,
        marks=_marks(listing) if listing.group else frozenset(),
        held=_held(listing.sessions) if listing.group else frozenset(),
        units=found.unit,
        suites=frozenset(fold(one[1]).replace(" ", "") for one in _SUITE.finditer(listing.name)),
        proper=_proper(name, body, _split(spot))[:2],
    )


def _proper(name: tuple[str, ...], body: tuple[str, ...], where: frozenset[str]) -> tuple[str, ...]:
    """The words of the name that few others have, longest first; those of the organization after them."""
    words = [word for word in dict.fromkeys((*sorted(name, key=len, reverse=True), *body)) if word not in GENERIC]
    kept = (word for word in words if word not in TELLING and word not in where and len(word) > 2)
    return tuple(kept) or tuple(words)


def _kind(slug: str) -> str:
    """The top of a kind of help; of the practical ones the second step: food is not housing."""
    return "/".join(slug.split("/")[: 2 if slug.startswith("practical/") else 1])


def _interned(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(intern, words))


def _where(address: Address, found: Street) -> list[str]:
    words = {SPELLED.get(stem(word), stem(word)) for word in fold(f"{address.city} {' '.join(address.lines)}").split()}
    words |= set(found.words) | set(found.house.split("-")) | {fold(address.region), _postal(address)}
    return sorted(word for word in words if word and word not in GENERIC)


def _postal(address: Address) -> str:
    code = address.postal_code.upper().replace(" ", "")
    return code[:5] if address.country in {"", "US"} else code


def _point(place: Place | None) -> Point | None:
    exact = place is not None and place.visibility == "public" and place.precision not in {"zip", "city", "county"}
    return place.point if exact and place is not None else None


def _areas(listing: Listing) -> frozenset[str]:
    codes = listing.place.codes if listing.place is not None and listing.place.codes else listing.coverage
    return _set(codes)


@lru_cache(10_000)
def _set(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(codes)


def _phones(listing: Listing) -> Phones:
    called = [phone for phone in listing.phones if phone.use in {"call", "text"}]
    long = dict.fromkeys((phone.number, phone.extension) for phone in called if phone.kind != "short_code")
    return Phones(tuple(long), tuple(dict.fromkeys(phone.number for phone in called if phone.kind == "short_code")))


def _marks_of_text(text: str) -> array[int]:
    words = fold(text[:2000]).split()
    if len(words) < 3:
        return _NOTHING_SAID
    pairs = {crc32(f"{one} {other}".encode()) for one, other in pairwise(words)}
    return array("I", sorted(pairs)[:WORDS_OF_TEXT])


_NOTHING_SAID = array("I")


def _served(listing: Listing) -> str:
    """Whom a listing is for, "" where no age, grade or group is named ("OST" is the name of a programme)."""
    who = listing.eligibility
    text = fold(who.text) if len(who.text) <= SHORT else ""
    ages = f"{who.minimum_age}-{who.maximum_age}" if (who.minimum_age, who.maximum_age) != (None, None) else ""
    people = text if any(stem(word) in PEOPLE or word[0].isdigit() for word in text.split()) else ""
    return intern(" ".join(filter(None, (ages, people, *sorted(listing.only)))))


SHORT = 60
"""Characters of eligibility up to which it is a label ("Elementary") and not prose."""


def _marks(listing: Listing) -> frozenset[str]:
    facets = (listing.modes, listing.languages, listing.formats, listing.access, listing.audiences, listing.only)
    return frozenset(f"{number}{value}" for number, values in enumerate(facets) for value in values)


def _held(sessions: tuple[Session, ...] | None) -> frozenset[tuple[int, int]]:
    return frozenset((day, one.start or 0) for one in sessions or () for day in one.days)
