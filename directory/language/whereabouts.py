"""Where: "in Oakland", "near 33125", "food pantry oakland ca"; not "north of Oakland", "in crisis" or "Lincoln Hospital"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directory.language.lexicon import Lexicon
from directory.language.matching import Match
from directory.language.spoken import Token, said
from directory.language.stem import STOP
from directory.language.understood import Around

MOST_WORDS = 5
FEWEST = 500
"""People of a place that a word before it announces ("in Cut Bank")."""
BARE = 20_000
"""People of a place that stands at the end by itself: a town of fewer is more often a word."""
CODE = 2
"""Letters of a state's code: alone it is a place only behind a comma, or behind "in" when nothing follows."""
LOOSE = frozenset({"filler", "time", "place", "cost", "language", "access", "mode", "start"})
"""Kinds of phrases behind which a place may still stand: "detox miami medicaid tonight"."""
MOST_TRIED = 24
"""Names looked up for one text."""
BREAKS = frozenset(STOP | {"that", "who", "which", "open", "and", "tonight", "today", "now", "hoy", "esta"}) - {
    "los",
    "las",
    "el",
    "la",
    "st",
    "de",
    "del",
    "of",
    "the",
}
"""Words at which a name ends."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place by name: its tokens, `first` with the word that announces it, `name` without. `sure`: it is meant."""

    first: int
    name: int
    last: int
    sure: bool = True


class _Asking:
    """Asks the gazetteer, a bounded number of times."""

    def __init__(self, text: str, tokens: Sequence[Token], around: Around) -> None:
        self.text, self.tokens, self.around, self.left = text, tokens, around, MOST_TRIED
        self.loose: set[int] = set()  # tokens that may stand behind a place: a time, a cost

    def people(self, first: int, last: int) -> int:
        self.left -= 1
        return self.around.people(said(self.text, self.tokens[first:last])) if self.left >= 0 else 0

    def qualified(self, first: int, last: int) -> bool:
        """Whether the name ends with the state or country it lies in, and means a place without that too."""
        return any(self.people(cut, last) and self.people(first, cut) for cut in range(last - 1, max(first, last - 3), -1))

    def comma(self, position: int) -> bool:
        """Whether a comma stands before a token."""
        return position > 0 and "," in self.text[self.tokens[position - 1].end : self.tokens[position].start]


def named(text: str, tokens: Sequence[Token], lexicon: Lexicon, found: Sequence[Match], around: Around) -> Named | None:
    """The place that a text names beside the phrases of the vocabulary that were found in it."""
    asking = _Asking(text, tokens, around)
    covered = {position for match in found for position in range(match.first, match.last)}
    needs = {position for match in found if match.sense.kind not in LOOSE for position in range(match.first, match.last)}
    asking.loose = covered - needs
    beyond = {end for start in range(len(tokens)) for end, _ in lexicon.grammar["beyond"].at(tokens, start)}
    for find in (_postal, _announced, _behind_comma, _at_the_end, _at_the_start):
        for place in find(asking, lexicon, covered, beyond):
            if not any(end <= place.name < end + MOST_WORDS for end in beyond):
                return place
    return None


def _postal(asking: _Asking, lexicon: Lexicon, covered: set[int], beyond: set[int]) -> Iterator[Named]:
    """A ZIP code, with the town and state before it and the word that announces it."""
    for position, token in enumerate(asking.tokens):
        if len(token.word) == 5 and token.word.isdigit() and asking.people(position, position + 1):
            name = position
            for first in range(position - 1, max(position - 4, -1), -1):
                if first in covered or asking.tokens[first].key in BREAKS:
                    break
                if asking.people(first, position):
                    name = first
            yield Named(_announcing(asking, lexicon, name), name, position + 1)


def _announcing(asking: _Asking, lexicon: Lexicon, name: int) -> int:
    """The first token of the words before a name that announce it, else the name's own."""
    starts = [
        start
        for start in range(max(0, name - 3), name)
        for end, _ in lexicon.grammar["near"].at(asking.tokens, start)
        if end == name
    ]
    return min(starts, default=name)


def _announced(asking: _Asking, lexicon: Lexicon, covered: set[int], beyond: set[int]) -> Iterator[Named]:
    """A name behind "in", "near", "cerca de": the longest."""
    for start in range(len(asking.tokens)):
        for end, _ in sorted(lexicon.grammar["near"].at(asking.tokens, start), key=lambda option: -option[0]):
            if start not in covered and end not in beyond:
                yield from _longest(asking, covered, start, end)


def _longest(asking: _Asking, covered: set[int], start: int, name: int) -> Iterator[Named]:
    for last in range(_limit(asking, name), name, -1):
        whole = all(position in covered for position in range(name, last))
        alone = last == name + 1
        if alone and (asking.tokens[name].key in STOP or len(asking.tokens[name].word) < CODE):
            continue
        if alone and len(asking.tokens[name].word) == CODE and last < len(asking.tokens) and not asking.comma(last):
            continue
        if asking.people(name, last) >= (1 if not alone else FEWEST) and (not whole or asking.qualified(name, last)):
            yield Named(start, name, last)


def _limit(asking: _Asking, name: int) -> int:
    """Where the longest name that begins at a token would end."""
    for position in range(name, min(name + MOST_WORDS, len(asking.tokens))):
        if asking.tokens[position].word in BREAKS:
            code = position > name and len(asking.tokens[position].word) == CODE
            return position + 1 if code and asking.people(position, position + 1) else position
    return min(name + MOST_WORDS, len(asking.tokens))


def _behind_comma(asking: _Asking, lexicon: Lexicon, covered: set[int], beyond: set[int]) -> Iterator[Named]:
    """What stands behind the last comma: "rehab, oakland", "food pantry, GA"; the town before it belongs to it."""
    for position in range(len(asking.tokens) - 1, 0, -1):
        if asking.comma(position):
            for last in range(_limit(asking, position) or position + 1, position, -1):
                if asking.people(position, last) < FEWEST or (last - position > 1 and position in covered):
                    continue
                for first in range(max(0, position - 3), position):
                    if covered.isdisjoint(range(first, position)) and asking.people(first, last):
                        yield Named(_announcing(asking, lexicon, first), first, last)
                if position not in covered or len(asking.tokens[position].word) == CODE:
                    yield Named(position, position, last)
            return


def _at_the_end(asking: _Asking, lexicon: Lexicon, covered: set[int], beyond: set[int]) -> Iterator[Named]:
    """A name that nothing announces, behind everything else but what is covered."""
    common, person = lexicon.grammar["common"], lexicon.grammar["person"]
    end = len(asking.tokens)
    while end and (end - 1 in asking.loose):
        end -= 1
    for first in range(max(0, end - MOST_WORDS + 1), end):
        if (
            first in covered
            or any(asking.tokens[p].key in BREAKS for p in range(first, end - 1))
            or (first == 0 and end < len(asking.tokens))
        ):
            continue
        alone = end - first == 1
        if alone and (
            common.has(asking.tokens[first].key)
            or lexicon.small(asking.tokens[first].key)
            or len(asking.tokens[first].word) <= CODE
        ):
            continue
        if first and person.has(asking.tokens[first - 1].key):
            continue
        people = asking.people(first, end)
        if people >= BARE or (people and not alone and asking.qualified(first, end)):
            yield Named(first, first, end)


def _at_the_start(asking: _Asking, lexicon: Lexicon, covered: set[int], beyond: set[int]) -> Iterator[Named]:
    """A name before everything else: sure with its state ("oakland ca food bank"), else perhaps of an organization."""
    first = 0
    for last in range(_limit(asking, first), first, -1):
        if last == len(asking.tokens) or not covered.isdisjoint(range(first, last)):
            continue
        alone = last - first == 1
        if alone and (lexicon.grammar["common"].has(asking.tokens[0].key) or lexicon.small(asking.tokens[0].key)):
            continue
        people = asking.people(first, last)
        if people and not alone and asking.qualified(first, last):
            yield Named(first, first, last)
        elif people >= BARE:
            yield Named(first, first, last, sure=False)
