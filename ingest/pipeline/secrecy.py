"""What must not be told about a protected place: whether a record's own words give its address away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from directory.geo import Point
from directory.listing import Address, Listing, fold
from ingest.clean.addresses import street_words

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
