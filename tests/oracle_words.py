"""What texts say (architecture §5 "Words"), for plain tokens that no analyzer changes; test_text_contract.py has the rest."""

from __future__ import annotations

from typing import NamedTuple

from directory.listing import Listing, fold
from directory.query import Requirement
from directory.taxonomy import label

SAYINGS = {
    "food pantry": ("category:practical/food/pantries", "category:practical/food", "category:practical"),
    "brain injury": ("topic:brain-injury",),
    "anxiety": ("topic:anxiety",),
    "tutoring": ("category:learning/school-support", "category:learning"),
}
"""Phrases of the vocabulary, and what a listing says that has one in its own words; worlds use no others."""


class Text(NamedTuple):
    """Everything a listing is searched by: folded, whole and as words; and what its own words say of needs."""

    whole: str
    words: frozenset[str]
    says: frozenset[str] = frozenset()


class Words:
    """What texts say. A class so that the planted faults can each replace one rule."""

    def text(self, listing: Listing) -> Text:
        """The folded text of every searched field."""
        own_kinds = [*(("category", slug) for slug in listing.categories), *(("topic", name) for name in listing.topics)]
        labels = [label(facet, value, tongue) for facet, value in own_kinds for tongue in ("en", "es")]
        own = [listing.name, *listing.alternate_names, listing.organization.name]
        own += [listing.description, listing.eligibility.text, listing.application]
        says = {pair for phrase, pairs in SAYINGS.items() for one in own if phrase in fold(one) for pair in pairs}
        told = [*own, *labels, *listing.keywords, *(phone.number for phone in listing.phones)]
        if listing.place is not None:
            told += [listing.place.name, listing.place.address.city]
        folded = [fold(one) for one in told]
        return Text(" \n ".join(folded), frozenset(word for one in folded for word in one.split()), frozenset(says))

    def said(self, text: Text, words: list[str]) -> bool:
        """Whether all words are said, each in any field; Chinese signs stand together, with or without others around."""
        return all(self.one_said(text, word) for word in words)

    def meets(self, text: Text, need: Requirement, yes: frozenset[str]) -> bool:
        """Whether a need is met: all its words are said (or any), or what they mean is stated: of each facet any value (or any
        value at all)."""
        heard = [self.one_said(text, "".join(word)) for word in need.words]
        if any(heard) if need.any_word else all(heard):
            return True
        facets: dict[str, list[bool]] = {}
        for facet, value in need.values:
            facets.setdefault("" if need.any_value else facet, []).append(f"{facet}:{value}" in yes)
        return bool(facets) and all(map(any, facets.values()))

    def one_said(self, text: Text, word: str) -> bool:
        """Whether a word is said."""
        return word in text.words or ("\u4e00" <= word[0] <= "\u9fff" and word in text.whole)
