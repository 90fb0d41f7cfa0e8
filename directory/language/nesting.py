"""Phrases inside longer phrases of other kinds: which still count. "right" in "right now" is no question of rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from directory.language.lexicon import Lexicon, Phrase
from directory.language.matching import Match
from directory.language.negation import OPENERS

QUALIFIERS = frozenset({"audience", "start", "cost", "access", "mode", "language", "faith", "culture", "format"})
"""Kinds that say for whom or how: a phrase that has one besides its kind of help may name the help only by the way."""
HOLDING = frozenset({"format", "mode"})
"""Kinds whose phrases have a kind of help inside ("christian rehab", "zoom meeting")."""
PAYING = "health/paying-for-care"
WITHIN = (
    ("audience", {"faith"}),
    ("faith", {"culture"}),
    ("audience", {"access"}),
    ("place", {"access"}),
    ("culture", {"language"}),
)
"""Kinds that say nothing inside a phrase of others: "con cuidado de niños" is for no children, "cerca del metro" not here,
"Haitian Creole" a language."""
SOON = frozenset({"now", "today", "tonight"})
SAFETY = ("recovery/", "crisis/")
"""Kinds of help that never give way to another because of their topic: suboxone and a doctor are both meant."""


def standing(found: Sequence[Match]) -> list[Match]:
    """The matches without those that a longer phrase has another meaning for."""
    around: dict[int, set[tuple[int, int]]] = defaultdict(set)
    kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
    for match in found:
        kinds[match.first, match.last].add(match.sense.kind)
        for position in range(match.first, match.last):
            around[position].add((match.first, match.last))
    return [
        match
        for match in found
        if not any(
            _silences(kinds[first, last], match)
            for first, last in around[match.first]
            if match.last <= last and (first, last) != (match.first, match.last)
        )
    ]


def _silences(outer: set[str], match: Match) -> bool:
    """Whether a phrase of these kinds has no room for such a meaning inside."""
    sense = match.sense
    if sense.kind in outer or sense.kind == "filler":
        return False
    if sense.kind == "category":
        if outer <= {"filler"}:
            return False
        if outer & HOLDING:
            return any(match.phrase.sense(kind) for kind in outer & HOLDING)
        return "cost" not in outer or sense.values == (PAYING,)
    if sense.kind == "time":
        return "category" in outer and SOON.isdisjoint(sense.values)
    if sense.kind == "start":
        return "format" in outer
    if sense.kind == "mode":
        return "topic" in outer or ("category" in outer and not sense.exact)
    if sense.kind == "access":
        return "category" in outer
    return (sense.kind, outer) in WITHIN


def by_the_way(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a phrase names a kind of help only by the way: it says for whom, how or about what, and has no part that is
    a kind of help by itself ("no insurance", "caregivers", "dementia", but not "black therapist" or "grief counseling")."""
    if phrase.key[0] not in OPENERS and _head(phrase, lexicon):
        return False
    kinds = {sense.kind for sense in phrase.senses if sense.exact}
    if {"format", "topic"} <= kinds:  # a fellowship by name: "AA", "CoDA"
        return False
    if kinds & QUALIFIERS:
        return True
    help_ = phrase.sense("category")
    return phrase.sense("topic") is not None and not (help_ and all(value.startswith(SAFETY) for value in help_.values))


def _head(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether its end or beginning is a kind of help."""
    key = phrase.key
    parts = [part for cut in range(1, len(key)) for part in (key[cut:], key[:cut])]
    inner = filter(None, map(lexicon.phrases.find, parts))
    return any(phrase.sense("category") is not None and not by_the_way(phrase, lexicon) for phrase in inner)
