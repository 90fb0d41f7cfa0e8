"""Which phrases of the vocabulary a text has: longest first, left to right, each kind on its own (taxonomy §5, rules 3, 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from directory.language.lexicon import Lexicon, Phrase, Sense
from directory.language.negation import Negation, negations
from directory.language.phrases import singular
from directory.language.spoken import Token
from directory.language.stem import STOP

IDLE = frozenset({"filler", "time", "place"})
"""Kinds beside which a phrase still counts as alone: "na tonight near me"."""
APART = 2
"""Words beside a phrase in which what makes it harmless is looked for ("weight loss")."""
SMALL = frozenset(map(singular, STOP))
Option = tuple[int, Phrase, bool]
"""Where a phrase ends, the phrase, and whether it is said to the letter."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in one kind: tokens `first` up to, not including, `last`. `denied`: "not" or "lack" before it, or ""."""

    phrase: Phrase
    sense: Sense
    first: int
    last: int
    denied: str = ""

    @property
    def span(self) -> range:
        """The positions of its tokens."""
        return range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything that begins at each token, longest first."""

    options: Mapping[int, Sequence[Option]]
    negations: Sequence[Negation]
    tokens: Sequence[Token]
    idle: Sequence[int]  # how many tokens up to each say nothing by themselves
    keys: frozenset[str]
    closed: frozenset[int]  # inside a phrase that says no


def matches(tokens: Sequence[Token], lexicon: Lexicon, taken: Iterable[int] = ()) -> list[Match]:
    """The phrases of the tokens in every kind but crisis and grammar; `taken` tokens are part of none (an age, a place)."""
    gone = set(taken)
    free = [token._replace(key="") if position in gone else token for position, token in enumerate(tokens)]
    denied = negations(free, lexicon)
    options: dict[int, list[Option]] = defaultdict(list)
    for start in range(len(free)):
        options[start] = list(lexicon.phrases.loosely(free, start))
    for negation in denied:
        if negation.phrase is not None:
            options[negation.first].append((negation.last, negation.phrase, True))
    for found in options.values():
        found.sort(key=lambda option: -option[0])
    closed = frozenset(position for n in denied if n.phrase is not None for position in range(n.first + 1, n.last))
    table = _Found(options, denied, free, _idle(free, options), frozenset(token.key for token in free), closed)
    return list(_chosen(table))


def _idle(tokens: Sequence[Token], options: Mapping[int, Sequence[Option]]) -> list[int]:
    says = [not token.key or token.key in SMALL for token in tokens]
    for start, found in options.items():
        for end, phrase, _ in found:
            if any(sense.kind in IDLE and not sense.whole for sense in phrase.senses):
                says[start:end] = [True] * (end - start)
    counts = [0]
    for idle in says:
        counts.append(counts[-1] + idle)
    return counts


def _chosen(table: _Found) -> Iterator[Match]:
    until: dict[str, int] = defaultdict(int)
    opened = {n.target: n for n in table.negations if n.phrase is None}
    for start in range(len(table.tokens)):
        for end, phrase, plain in table.options[start]:
            senses = _spoken_for(table, phrase)
            for sense in senses:
                free = start >= until[sense.kind] and start not in table.closed and _counts(table, sense, start, end)
                if free and not _surer(table, sense, (start, end), plain) and not _parted(table, sense, (start, end)):
                    until[sense.kind] = end
                    negation = opened.get(start)
                    yield Match(phrase, sense, start, end, negation.kind if negation else "")
            if senses is not phrase.senses:  # what the words beside speak for is all that is meant here
                break


def _spoken_for(table: _Found, phrase: Phrase) -> Sequence[Sense]:
    """The senses of a phrase: that for which words beside it speak is the only one ("a vet for my cat")."""
    said = tuple(sense for sense in phrase.senses if sense.beside & table.keys and not sense.whole)
    return said or phrase.senses


def _surer(table: _Found, sense: Sense, span: tuple[int, int], plain: bool) -> bool:
    """Whether beside a merely implied phrase another is certain: one that begins in it and reaches beyond it ("help me quit
    smoking"), or, when it is not said to the letter, one inside it."""
    if sense.exact:
        return False
    start, end = span
    within = (option for first in range(start, end) if first not in table.closed for option in table.options[first])
    for last, phrase, _ in within:
        other = phrase.sense(sense.kind)
        if other is not None and other.exact and not other.whole and (last > end or not plain):
            return True
    return False


def _parted(table: _Found, sense: Sense, span: tuple[int, int]) -> bool:
    """Whether its first words are a cost alone and the rest begins a phrase as long: "free food stamps" is "food stamps"."""
    start, end = span
    for first in {last for last, phrase, _ in table.options[start] if last < end and phrase.sense("cost")}:
        for last, phrase, plain in table.options[first]:
            other = phrase.sense(sense.kind)
            if other is not None and other.exact and not other.whole and plain and last > end and last - first >= end - start:
                return True
    return False


def _counts(table: _Found, sense: Sense, start: int, end: int) -> bool:
    if sense.literal and sense.literal != tuple(token.word for token in table.tokens[start:end]):
        return False
    if sense.unless and any(t.key in sense.unless for t in table.tokens[max(0, start - APART) : end + APART]):
        return False
    if sense.beside & table.keys or not (sense.whole or sense.beside):
        return True
    if not sense.whole:
        return False
    outside = table.idle[start] + table.idle[-1] - table.idle[end]
    return outside == len(table.tokens) - (end - start)
