"""What texts say (architecture §5 "Words"), for plain tokens that no analyzer changes; test_text_contract.py has the rest."""

from __future__ import annotations

from typing import NamedTuple

from directory.listing import Listing, fold
from directory.taxonomy import label
from tests.oracle_facets import Meaning


class Text(NamedTuple):
    """Everything a listing is searched by: folded, whole and as words."""

    whole: str
    words: frozenset[str]


class Words:
    """What texts say. A class so that the planted faults can each replace one rule."""

    def text(self, listing: Listing) -> Text:
        """The folded text of every searched field."""
        meaning = Meaning()
        labels = [
            label("category", slug, tongue) for slug in meaning.with_ancestors(listing.categories) for tongue in ("en", "es")
        ]
        stated = (pair.partition(":") for pair in meaning.said(listing).yes)
        labels += [label(facet, value, tongue) for facet, _, value in stated if facet == "topic" for tongue in ("en", "es")]
        told = [listing.name, *listing.alternate_names, *labels, listing.organization.name]
        told += [listing.description, *listing.keywords, listing.eligibility.text, listing.application]
        if listing.place is not None:
            told += [listing.place.name, listing.place.address.city]
        folded = [fold(one) for one in told]
        return Text(" \n ".join(folded), frozenset(word for one in folded for word in one.split()))

    def said(self, text: Text, words: list[str]) -> bool:
        """Whether all words are said, each in any field; Chinese signs stand together, with or without others around."""
        return all(self.one_said(text, word) for word in words)

    def one_said(self, text: Text, word: str) -> bool:
        """Whether a word is said."""
        return word in text.words or ("\u4e00" <= word[0] <= "\u9fff" and word in text.whole)
