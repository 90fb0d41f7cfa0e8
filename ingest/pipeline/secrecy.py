"""What must not be told: whether words give away the address of a protected place, or a number or mailbox that is private."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from urllib.parse import unquote

from directory.geo import Point
from directory.listing import Address, Listing, Place, fold
from ingest.clean.addresses import street_words
from ingest.clean.persons import GONE
from ingest.clean.phones import phones

SHORTEST = 7
"""Digits from which a number is one of somebody's: shorter ones are codes that everybody may call."""
_BETWEEN = r"[\W_]{0,3}"
"""What may stand between two digits of a number: "555-123-4567", "(555) 123 4567", with any dash there is."""
_NO_AREA_CODE = r"(?<!\d)" + "".join(rf"(?<!\d{{3}}[\s()./\u2010-\u2015-]{{{wide}}})" for wide in (1, 2, 3))
"""Before a number without its area code: another's would make it another number; "24/7" or "9 to 5" is none."""
_LONG = 10
"""Digits from which a number is found also where others follow it at once: "305-555-0177305-555-0178"."""
TELLS_PRIVATE = "its text repeats a number or mailbox that its source keeps private"
GIVEN_AWAY = "its text repeats the address that must not be told"


def given_away(listing: Listing, told: Address, point: Point | None = None) -> bool:
    """Whether any text of the listing has the street or the house number of the address it was told by, or any link or text
    the point to about 100 metres."""
    return repeats(_texts(listing), told) or (point is not None and _pinned(_texts(listing), point))


def _pinned(texts: Iterable[str], point: Point) -> bool:
    degrees = [f"{abs(one):.5f}"[:-2].rstrip("0") for one in (point.lat, point.lon)]
    return any(all(one in text for one in degrees) for text in texts)


def repeats(texts: Iterable[str], told: Address) -> bool:
    """Whether any of the texts has the street or the house number of an address."""
    secrets = [f" {' '.join(words)} " for words in street_words(told)]
    if not secrets:
        return False
    folded = [f" {fold(text)} " for text in texts if text]
    return any(secret in text for secret in secrets for text in folded)


def _texts(listing: Listing) -> Iterator[str]:
    yield from (listing.name, *listing.alternate_names, listing.organization.name, listing.description)
    yield from (listing.eligibility.text, listing.eligibility.residence, listing.hours_text, listing.alert)
    yield from (*listing.documents, listing.fees, listing.application, *listing.keywords)
    for link in (listing.url, listing.join_url, listing.chat_url, listing.organization.url):
        yield unquote(link.replace("+", " "))
    yield listing.email
    for phone in listing.phones:
        yield from (phone.label, phone.instructions)
    for session in listing.sessions or ():
        yield session.note


def private_marks(texts: Iterable[str], country: str) -> frozenset[str]:
    """What numbers and mailboxes that must not be told are known by: national digits, and letters as they are written small."""
    found: set[str] = set()
    for text in texts:
        if "@" in text:
            found.add(text.strip().lower())
            continue
        numbers = {one.number for one in phones(text, country).value} or {re.sub(r"\D", "", text)}
        found |= {number for number in numbers if len(number) >= SHORTEST}
    return frozenset(found)


def tells(value: object, marks: frozenset[str]) -> bool:
    """Whether a value, or anything in it, has one of the numbers, also without its area code, or one of the mailboxes."""
    return bool(marks and value) and any(_pattern(mark).search(text) for text in _words(value) for mark in marks)


def _words(value: object) -> Iterator[str]:
    """The texts in a value; not as `repr` has them, which writes some spaces with letters and digits."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _words(one)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _words(getattr(value, each.name))


@lru_cache(maxsize=4096)
def _pattern(mark: str) -> re.Pattern[str]:
    """What finds a mailbox, or a number: whole among any other digits, or its last seven and more where it begins with them."""
    if "@" in mark:
        return re.compile(re.escape(mark), re.IGNORECASE)
    bare = mark.lstrip("0")  # a country's code comes in the place of the 0
    number = bare if len(bare) >= SHORTEST else mark
    whole = _BETWEEN.join(number) + ("" if len(number) >= _LONG else r"(?!\d)")
    ends = (_BETWEEN.join(number[-count:]) for count in range(len(number) - 1, SHORTEST - 1, -1))
    return re.compile("|".join((whole, *(f"{_NO_AREA_CODE}{end}(?!\\d)" for end in ends))))


def _hushed(text: str, marks: frozenset[str]) -> str:
    """A text with private numbers and mailboxes taken out; the words around them are what the source says to everybody."""
    for mark in sorted(marks, key=lambda one: (-len(one), one)):
        text = _pattern(mark).sub(GONE, text)
    return text


def without_private(listing: Listing, marks: frozenset[str]) -> Listing | None:
    """The listing without its private numbers and mailboxes, in its prose neither; None where other words tell one."""
    kept = replace(
        listing,
        place=_quiet(listing.place, marks),
        phones=tuple(one for one in listing.phones if not tells((one.number, one.display), marks)),
        email="" if tells(listing.email, marks) else listing.email,
        eligibility=replace(listing.eligibility, text=_hushed(listing.eligibility.text, marks)),
        description=_hushed(listing.description, marks),
        hours_text=_hushed(listing.hours_text, marks),
        alert=_hushed(listing.alert, marks),
        fees=_hushed(listing.fees, marks),
        application=_hushed(listing.application, marks),
    )
    return None if tells((*_texts(kept), kept.place, kept.organization, *_keys(kept)), marks) else kept


def _keys(listing: Listing) -> tuple[str, ...]:
    """What is published of a listing besides what it says."""
    return listing.id, listing.group, listing.provenance.link, listing.provenance.source_name


def _quiet(place: Place | None, marks: frozenset[str]) -> Place | None:
    if place is None:
        return None
    return replace(place, directions=_hushed(place.directions, marks), transport=_hushed(place.transport, marks))
