"""What of a listing is searched by words, by field: both engines index exactly this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from directory.language.dialled import dialled, numbers
from directory.language.stem import tokens
from directory.listing import Listing
from directory.taxonomy import label

LABELLED = ("category", "topic")
SHORT = 6
"""Digits of a number that is as good as the line's name: 988."""
_DIGITS = re.compile(r"\d(?<![^\W_].)[\W\d_]+\d(?![^\W_])")
"""Digits with no letter between: a text is not taken apart for the few that it has."""


@dataclass(frozen=True, slots=True)
class Text:
    """Raw texts by field. A word in the name counts most, in `own` (what else it says of itself) less; labels are found, but
    count for nothing: what states a kind of help counts by that (`parts`)."""

    name: str
    own: str
    label: str


def text(listing: Listing) -> Text:
    """The searched texts: `label` has the English and Spanish labels of its own kinds of help and topics. What these are part
    of is not among them: a place that helps with rent does not say "Food, home & money". Its telephone numbers are found by
    their digits, as `language.dialled` reads them where they are typed."""
    place = listing.place
    own = (listing.organization.name, listing.description, *listing.keywords, listing.eligibility.text, listing.application)
    if place is not None:
        own = (*own, place.name, place.address.city)
    names, phones = (listing.name, *listing.alternate_names), [dialled(phone.number) for phone in listing.phones]
    own = (*own, *_numbers((*names, *own)), *(number for number in phones if len(number) > SHORT))
    return Text(
        name="\n".join((*names, *(number for number in phones if len(number) <= SHORT))),
        own="\n".join(filter(None, own)),
        label=_labels(listing.categories, listing.topics),
    )


def _numbers(texts: Iterable[str]) -> Iterator[str]:
    """The telephone numbers that texts tell in several parts."""
    for one in texts:
        for found in _DIGITS.finditer(one):
            yield from (number for _, _, number in numbers(tokens(found[0])))


@lru_cache(maxsize=20_000)
def _labels(*said: tuple[str, ...]) -> str:
    """The labels of values of the LABELLED facets; many listings share them."""
    pairs = ((facet, value) for facet, found in zip(LABELLED, said, strict=True) for value in found)
    return "\n".join(dict.fromkeys(label(facet, value, language) for facet, value in pairs for language in ("en", "es")))
