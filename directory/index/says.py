"""What a listing's own words say of needs: kinds of help, topics and audiences that exact phrases of the vocabulary name.

Worked out once for each listing, so that both engines know the same: "TBI group" says brain injury, also to who types "lesión
cerebral". It is less than stating it: it opens only filters that were themselves read from words, and counts in order "best".
What is sensitive (taxonomy §4) is never told from words.
"""

from __future__ import annotations

from functools import cache, lru_cache

from directory.language.lexicon import seed
from directory.language.phrases import singular
from directory.language.rows import Pair
from directory.language.sensitive import sensitive
from directory.language.stem import tokens
from directory.listing import Listing
from directory.taxonomy import lineage

KINDS = frozenset({"category", "topic", "audience"})
END = ""
"""The branch of a tree that holds what the words up to there mean."""

Tree = dict[str, "Tree"]


@cache
def _meanings() -> tuple[Tree, dict[int, tuple[Pair, ...]]]:
    """The phrases as a tree of words, and what each means by the identity of its last branch."""
    tree: Tree = {}
    meant: dict[int, list[Pair]] = {}
    for row in seed().rows:
        if row.kind not in KINDS or row.strength != "exact" or row.noted or sensitive(row.kind, row.value):
            continue
        node = tree
        for word in row.key:
            node = node.setdefault(word, {})
        values = lineage(row.value) if row.kind == "category" else (row.value,)
        meant.setdefault(id(node.setdefault(END, {})), []).extend((row.kind, value) for value in values)
    return tree, {key: tuple(dict.fromkeys(pairs)) for key, pairs in meant.items()}


def says(listing: Listing) -> frozenset[Pair]:
    """(facet, value) of all that the name, the provider's name and what is told of it say, longest phrases first."""
    found: set[Pair] = set()
    for text in (listing.name, *listing.alternate_names, listing.organization.name):
        found.update(_named(text))
    for text in (listing.description, listing.eligibility.text, listing.application):
        if text:
            _add(found, text)
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _named(text: str) -> frozenset[Pair]:
    """What a name says; many listings share that of their provider."""
    found: set[Pair] = set()
    _add(found, text)
    return frozenset(found)


_one = lru_cache(maxsize=100_000)(singular)


def _add(found: set[Pair], text: str) -> None:
    """Add what a text says. Most words begin no phrase, which one look into the tree tells."""
    tree, meant = _meanings()
    words = list(map(_one, tokens(text)))
    behind = 0
    for position, word in enumerate(words):
        if position < behind or (node := tree.get(word)) is None:
            continue
        at, whole = position + 1, None
        while node is not None:
            if (end := node.get(END)) is not None:
                behind, whole = at, end
            node = node.get(words[at]) if at < len(words) else None
            at += 1
        if whole is not None:
            found.update(meant[id(whole)])
