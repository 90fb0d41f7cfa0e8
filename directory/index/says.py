"""What a listing's own words say of needs: kinds of help, topics and audiences that exact phrases of the vocabulary name.

Worked out once for each listing, so that both engines know the same: "TBI group" says brain injury, also to who types "lesión
cerebral". It is less than stating it: it opens only filters that were themselves read from words, and counts in order "best".
What is sensitive (taxonomy §4) is never told from words.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product

from ahocorasick_rs import AhoCorasick, MatchKind

from directory.language.lexicon import seed
from directory.language.phrases import Key, written
from directory.language.rows import Pair
from directory.language.sensitive import sensitive
from directory.language.stem import tokens
from directory.listing import Listing
from directory.taxonomy import lineage

KINDS = frozenset({"category", "topic", "audience"})
SPACE = "  "
"""Between words: each has a space of its own before and behind it, so that phrases side by side do not share one."""


@cache
def _phrases() -> tuple[AhoCorasick, tuple[tuple[Pair, ...], ...]]:
    """What finds the phrases in a text, the leftmost and of these the longest first; and what each means by its number."""
    meant: dict[Key, list[Pair]] = {}
    for row in seed().rows:
        if row.kind in KINDS and row.strength == "exact" and not row.noted and not sensitive(row.kind, row.value):
            values = lineage(row.value) if row.kind == "category" else (row.value,)
            meant.setdefault(row.key, []).extend((row.kind, value) for value in values)
    said = {f" {SPACE.join(words)} ": pairs for key, pairs in meant.items() for words in product(*map(written, key))}
    return AhoCorasick(said, matchkind=MatchKind.LeftmostLongest), tuple(tuple(dict.fromkeys(one)) for one in said.values())


def says(listing: Listing) -> frozenset[Pair]:
    """(facet, value) of all that the name, the provider's name and what is told of it say, longest phrases first."""
    names = (listing.name, *listing.alternate_names, listing.organization.name)
    told = (listing.description, listing.eligibility.text, listing.application)
    return frozenset().union(*map(_named, names), *(_found(text) for text in told if text))


def _found(text: str) -> frozenset[Pair]:
    """What a text says."""
    phrases, meant = _phrases()
    found = phrases.find_matches_as_indexes(f" {SPACE.join(tokens(text))} ")
    return frozenset().union(*[meant[number] for number, _, _ in found])


_named = lru_cache(maxsize=20_000)(_found)  # many listings share the name of their provider
