"""A listing: one kind of help, offered at one place, by phone or online. Frozen values, tuples, unknown is None."""

from __future__ import annotations

import codecs
import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from directory.geo import Point
from directory.schedule import Session

REF_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Base 32 without i, l, o and u (Crockford): nothing to misread, no words."""
REF_LENGTH = 10
NAME_KEY_LENGTH = 200

Visibility = Literal["public", "area", "hidden"]
Precision = Literal["rooftop", "street", "zip", "city", "county"]
Status = Literal["active", "temporarily-closed"]
PhoneKind = Literal["short_code", "toll_free", "local", "international"]
Use = Literal["call", "text", "tty", "fax", "video"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """Who provides it. `key` tells providers apart: two called "First Baptist Church" have two keys."""

    key: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address as printed; `country` is ISO 3166-1 alpha-2 in capitals, `region` the state or province."""

    lines: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is, as far as it may be told.

    public  address and point are the true ones
    area    the point is the gazetteer's of the town and the address stops at the town
    hidden  neither address nor point: only `codes` narrow enough for nobody (county and wider) remain
    """

    visibility: Visibility = "public"
    name: str = ""
    address: Address = Address()
    point: Point | None = None  # None: no known point; five decimals
    precision: Precision | None = None
    codes: tuple[str, ...] = ()  # areas that contain the point: "us-ca-001", "us-ca", "us"
    directions: str = ""
    transport: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number as stored: digits only (E.164 digits without + for long numbers are never stored; see `international`).

    `number` is what is dialled inside `country`: "988", "8007997233", "116123". A short code never gains a country code.
    """

    number: str
    kind: PhoneKind
    use: Use = "call"
    country: str = "US"
    extension: str = ""
    display: str = ""  # as people know it: "1-800-799-SAFE"; empty: format the number
    label: str = ""  # "Intake", "Spanish"
    instructions: str = ""  # "press 2", "option 3"
    keyword: str = ""  # what to text: "HOME"
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Who it is for. None is unknown; ages are inclusive years."""

    minimum_age: int | None = None
    maximum_age: int | None = None
    residence: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the facts come from. `seen_on`: matched to the source; `checked_on`: a person checked; `confirmed_on`: the
    provider confirmed. None is never."""

    source: str
    source_name: str = ""
    licence: str = ""
    link: str = ""
    seen_on: date | None = None
    checked_on: date | None = None
    checked_by: str = ""
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One kind of help. Facet fields hold what is *stated*; what follows from it is `facets.stated`."""

    id: str  # "<source>:<service>@<location>"
    ref: str  # public id, see `ref_of`
    revision: int
    name: str
    organization: Organization
    description: str = ""
    language_of_text: str = "en"
    alternate_names: tuple[str, ...] = ()
    categories: tuple[str, ...]  # the most specific slugs, at most three
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    faiths: tuple[str, ...] = ()
    cultures: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()  # "facet:value" the source says no to
    only: tuple[str, ...] = ()  # audience values outside of which people are turned away
    eligibility: Eligibility = Eligibility()
    place: Place | None = None
    coverage: tuple[str, ...] = ()  # area codes served; see geo
    sessions: tuple[Session, ...] | None = None  # None: hours unknown, which is not closed
    hours_text: str = ""  # hours in the source's words where they say more than the sessions
    group: str = ""  # meetings of one group share this key
    phones: tuple[Phone, ...] = ()
    url: str = ""
    join_url: str = ""  # where an online session is joined
    chat_url: str = ""
    email: str = ""
    alert: str = ""  # "Moved for the winter"
    status: Status = "active"
    ends_on: date | None = None  # the last day it is offered; it is not shown after that
    documents: tuple[str, ...] = ()
    fees: str = ""
    application: str = ""  # how to get in touch and what happens then
    keywords: tuple[str, ...] = ()  # the provider's own subject words, never those of an index: searched, not shown
    provenance: Provenance = field(default_factory=lambda: Provenance(source="unknown"))


def ref_of(identifier: str) -> str:
    """The public id of a listing: ten characters of SHA-256(id) in Crockford's base 32; names nothing, never breaks."""
    number = int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:7], "big") >> 6
    return "".join(REF_ALPHABET[number >> shift & 31] for shift in range(45, -1, -5))


_APOSTROPHES = "'’ʻʼ`´"


class _Folding(dict[int, int | str | None]):
    """What becomes of each character, worked out when it is first met: a letter or digit stays, marks and apostrophes go,
    anything else is a space."""

    def __missing__(self, code: int) -> int | str | None:
        char = chr(code)
        kept = None if unicodedata.combining(char) or char in _APOSTROPHES else code if char.isalnum() else " "
        self[code] = kept
        return kept


_FOLDING = _Folding()


def _written(text: str) -> str:
    """A text of any script folded, with its spaces as they come."""
    return unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_FOLDING)


def _table() -> tuple[str, bytes, bytes]:
    """The 256 characters that most texts are written in, by their byte: ASCII, typography, accented Latin; the byte each folds
    to; the bytes that go."""
    common = [*range(0x2010, 0x2028), *range(0xA0, 0x180)]
    single = [char for char in map(chr, common) if len(_written(char)) < 2 and _written(char).isascii()]
    chars = "".join([*map(chr, range(128)), *single])[:256]
    folded = [_written(char) for char in chars]
    return chars, "".join(one or " " for one in folded).encode(), bytes(at for at, one in enumerate(folded) if not one)


_CHARS, _BYTES, _GONE = _table()
_BYTE_OF = codecs.charmap_build(_CHARS)


def fold(text: str) -> str:
    """Text for comparing: lower case, accents and apostrophes away, punctuation to single spaces.

    Letters of every script stay. The same folding is used for names, words typed and the gazetteer.
    """
    try:  # by a table of bytes, ten times faster than character for character
        known = text.encode() if text.isascii() else codecs.charmap_encode(text, "strict", _BYTE_OF)[0]
    except UnicodeEncodeError:
        return " ".join(_written(text).split())
    return b" ".join(known.translate(_BYTES, _GONE).split()).decode()


def name_key(listing: Listing) -> str:
    """What order by name compares, as UTF-8 bytes: the folded name, 200 characters."""
    return fold(listing.name)[:NAME_KEY_LENGTH]


def located(listing: Listing) -> Point | None:
    """The point distances are measured to: only listings one goes to (or a unit that comes to a spot) are located.

    An office address does not make a phone line local (architecture §5).
    """
    if listing.place is None or listing.place.visibility == "hidden" or not {"in-person", "mobile-unit"} & set(listing.modes):
        return None
    return listing.place.point
