"""Other people's codes turned into our values by `data/seed/taxonomy/crosswalks.csv`, and values put in order of weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from directory.facets import FACETS
from directory.listing import fold
from directory.taxonomy import lineage, rows

IGNORED = "ignore"
"""The facet of a code that is left out on purpose, with its reason in the note."""

_AIRS = re.compile(r"[A-Z](?:[A-Z](?:-\d{4}(?:\.\d{4}(?:-\d{3}(?:\.\d{2})?)?)?)?)?")
"""The shape of a code of the 211 taxonomy, six levels deep: P, PN, PN-8100, PN-8100.4500, PN-8100.4500-240, … .30"""


@dataclass(frozen=True, slots=True)
class Match:
    """What a code means: the code of the table that answered, and its (facet, value) pairs; none when it is ignored on purpose.

    A facet that is none of FACETS ("status", "field") is left to the format.
    """

    code: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def ignored(self) -> bool:
        return not self.pairs


@cache
def _table(source: str) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in rows("crosswalks"):
        if row["source"] == source:
            pair = () if row["facet"] == IGNORED else ((row["facet"], row["value"]),)
            found[row["code"]] = (*found.get(row["code"], ()), *pair)
    if not found:
        raise KeyError(source)
    return found


def exact(source: str, code: str) -> Match | None:
    """What a code means in a vocabulary matched exactly, capitals and all; None when the table does not have it.

    Raises KeyError when there is no such vocabulary.
    """
    pairs = _table(source).get(code)
    return None if pairs is None else Match(code, pairs)


def longest(source: str, code: str) -> Match | None:
    """What a 211 code means: the row of its longest prefix at one of the taxonomy's levels; None for no row or no such shape.

    The row of a longer prefix replaces those of shorter ones: it says all there is to say.
    """
    table, whole = _table(source), code.strip().upper()
    if not _AIRS.fullmatch(whole):
        return None
    for prefix in levels(whole):
        if prefix in table:
            return Match(prefix, table[prefix])
    return None


def prefix(source: str, code: str) -> Match | None:
    """What a code means by the row of its longest prefix, at any length, as NTEE codes are read; None for no row."""
    table, whole = _table(source), code.strip().upper()
    return next((Match(whole[:end], table[whole[:end]]) for end in range(len(whole), 0, -1) if whole[:end] in table), None)


def levels(code: str) -> tuple[str, ...]:
    """The code of a 211 term and of those above it, the narrowest first ("PN-8100", "PN", "P")."""
    ends = [end for end in (19, 16, 12, 7, 2, 1) if end < len(code)]
    return (code, *(code[:end] for end in ends))


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the codes of a record say together: facet → values in order of weight, and the codes nobody knows."""

    facets: dict[str, list[str]]
    unknown: tuple[str, ...]


def indexed(matches: Iterable[tuple[str, Match | None]]) -> Indexed:
    """The values of a record's codes, what most codes say first; of equals the one whose code is narrowest, then the first.

    A category above another one of the record is left out: the narrower says it (taxonomy §1.4).
    """
    weights: dict[tuple[str, str], tuple[int, int]] = {}
    unknown = []
    for code, match in matches:
        if match is None:
            unknown.append(code)
            continue
        for pair in match.pairs:
            if pair[0] in FACETS:
                count, depth = weights.get(pair, (0, 0))
                weights[pair] = (count + 1, max(depth, len(match.code)))
    order = sorted(weights, key=lambda pair: (-weights[pair][0], -weights[pair][1]))
    facets: dict[str, list[str]] = {}
    for facet, value in order:
        facets.setdefault(facet, []).append(value)
    if "category" in facets:
        facets["category"] = narrowest(facets["category"])
    return Indexed(facets, tuple(unknown))


def narrowest(categories: Iterable[str]) -> list[str]:
    """The categories without those that contain another of them, in the same order."""
    listed = list(dict.fromkeys(categories))
    above = {parent for slug in listed for parent in lineage(slug)[1:]}
    return [slug for slug in listed if slug not in above]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What phrases mean, by their folded words, and how many words the longest has."""

    meant: Mapping[tuple[str, ...], Match]
    longest: int

    def found(self, text: str) -> list[Match]:
        """What the phrases that stand in a text mean, in its order, of those that overlap the longest."""
        words = tuple(fold(text).split())
        found, n = [], 0
        while n < len(words):
            sizes = range(min(self.longest, len(words) - n), 0, -1)
            size = next((size for size in sizes if words[n : n + size] in self.meant), 0)
            if size:
                found.append(self.meant[words[n : n + size]])
            n += size or 1
        return found


def phrases(pairs: Mapping[str, tuple[tuple[str, str], ...]]) -> Phrases:
    """Phrases by what they mean as (facet, value) pairs."""
    meant = {tuple(fold(text).split()): Match(text, said) for text, said in pairs.items() if fold(text)}
    return Phrases(meant, max(map(len, meant), default=0))


@cache
def _phrases(source: str) -> Phrases:
    return phrases(_table(source))


def named(source: str, text: str) -> list[Match]:
    """What the phrases of a vocabulary that stand in a text mean, in its order, of those that overlap the longest."""
    return _phrases(source).found(text)
