"""Who died: a relative and a word of death in whatever order and tense, so that the need is that of somebody who grieves.

"my mom die last week", "mama gone", "he dead, my son", "la muerte de mi madre"; not "my mom is gone to work", "if my mom dies".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from directory.language.lexicon import Lexicon, Phrase
from directory.language.relatives import relative
from directory.language.spoken import Token

APART = 2
"""Words behind a word of death, a noun's before it, too, in which what makes it harmless is looked for ("pass the exam");
words of any kind between a relative and a sure one ("my uncle in Ohio died"); words before in which it is feared ("if")."""
FARTHEST = 4
"""Tokens from "she died" to whom it was: "she die tuesday. my mom"."""
LINKED = 4
"""Linking words that may stand in a row: "wife of 50 years just"."""
SELF = frozenset({"i", "yo", "me", "we"})
FURTHER = frozenset({"and", "but", "so", "i", "we", "y", "pero"})
"""Words behind which something else is told: "my uncle passed and the family …" passed no family."""
ARTICLES = frozenset({"a", "the"})
"""What begins a time as well as what was passed: "my dad passed a few days ago"."""
Span = tuple[int, int]


class Death(NamedTuple):
    """A death that is told at some tokens: `whom` are those of the relative. `sure`: "passed" may be an exam."""

    first: int
    last: int
    whom: Span
    sure: bool


def deaths(tokens: Sequence[Token], lexicon: Lexicon, known: Sequence[Span], urgent: Collection[int]) -> list[Death]:
    """Every death that is told of a relative. `known`: relatives with whose they are; `urgent`: words of crisis."""
    telling = _Telling(tokens, lexicon, known)
    found = (telling.death(start) for start in range(len(tokens)) if start not in urgent)
    return [one for one in found if one is not None]


class _Telling:
    """A text with the relatives that it names."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, known: Sequence[Span]) -> None:
        self.tokens, self.lexicon, self.owned = tokens, lexicon, known
        self.ending = {last: (first, last) for first, last in known}

    def death(self, start: int) -> Death | None:
        for value in ("died", "death"):
            before = start - APART if value == "death" else start
            found = self.lexicon.grammar[value].at(self.tokens, start)
            options = [(end, phrase) for end, phrase in found if not self._harmless(max(0, before), end, phrase)]
            for end, phrase in reversed(options):
                sure = bool(phrase.senses[0].exact)
                whom = self._before(start, sure=sure) or self._behind(start, end, sure=sure, noun=value == "death")
                if whom is not None and not self._feared(whom, start):
                    return Death(min(whom[0], start), max(whom[1], end), whom, sure)
        return None

    def _harmless(self, first: int, end: int, phrase: Phrase) -> bool:
        """Whether a word beside it, up to where something else is told, means something else."""
        beside = [token.key for token in self.tokens[first : end + APART]]
        dated = any(self._is("unit", token) for token in self.tokens[end + 1 : end + 1 + APART])
        if dated and beside[end - first] in ARTICLES:
            return False
        behind = takewhile(lambda key: key not in FURTHER, beside[end - first :])
        return not phrase.senses[0].unless.isdisjoint((*beside[: end - first], *behind))

    def _feared(self, whom: Span, start: int) -> bool:
        """Whether it has not happened: "if my mom dies", "my dad will die"."""
        first = min(whom[0], start)
        tree, between = self.lexicon.grammar["feared"], range(min(whom[1], start - 1), start)
        found = ((at, phrase) for at in range(max(0, first - APART), start) for _, phrase in tree.at(self.tokens, at))
        return any(phrase.senses[0].exact or at in between for at, phrase in found)

    def _before(self, start: int, *, sure: bool) -> Span | None:
        """The relative before a word of death: right there but for linking words, or near where the word is sure."""
        at = start
        while at > max(0, start - LINKED) and self._links(self.tokens[at - 1]):
            at -= 1
        if whom := self._whom(at):
            return whom
        near = (self.ending[last] for last in range(start, start - APART - 1, -1) if sure and last in self.ending)
        return next((whom for whom in near if not self._owns(whom[1] - 1) and not self._broke(whom[1], start)), None)

    def _broke(self, first: int, end: int) -> bool:
        """Whether what stands there is no person: "my sons phone died"."""
        return any(self._is("thing", token) for token in self.tokens[first:end])

    def _links(self, token: Token) -> bool:
        """Whether it may stand between the two: "he just", "of 50 years"."""
        return token.word.isdigit() or any(self._is(value, token) for value in ("been", "of", "unit"))

    def _whom(self, end: int) -> Span | None:
        """The relative that ends there."""
        if end in self.ending:
            return self.ending[end]
        return (end - 1, end) if end and relative(self.tokens[end - 1], self.lexicon) else None

    def _owns(self, position: int) -> bool:
        """Whether something of the relative's follows: "my husband's phone died"."""
        token = self.tokens[position]
        return token.word != token.key and token.end - token.start > len(token.word)

    def _behind(self, start: int, end: int, *, sure: bool, noun: bool) -> Span | None:
        """The relative behind a word of death: "death of my son", "murió mi hermano", "she die tuesday. my mom"."""
        if noun:
            while end < len(self.tokens) and self._is("of", self.tokens[end]):
                end += 1
            return next(self._owned(end, end), None) or self._bare(end)
        he = start > 0 and any(self._is("whoever", token) for token in self.tokens[max(0, start - APART) : start])
        if he:
            return next(self._owned(end, end + FARTHEST), None)
        if not sure or (start and self.tokens[start - 1].word in SELF):
            return None
        return next(self._owned(end, end), None)

    def _bare(self, position: int) -> Span | None:
        there = position < len(self.tokens) and relative(self.tokens[position], self.lexicon)
        return (position, position + 1) if there else None

    def _owned(self, low: int, high: int) -> Iterator[Span]:
        return (span for span in self.owned if low <= span[0] <= high)

    def _is(self, value: str, token: Token) -> bool:
        return self.lexicon.grammar[value].has(token.key)
