"""Ages and hours: "my 15 year old", "i'm 72", "tengo 30 años", "at 7 pm"; not "I'm 12 weeks pregnant"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directory.language.lexicon import Lexicon, Tree
from directory.language.spoken import Token

OLDEST = 120
ADULT = 18
GROWN = 25
"""Years of a son or a daughter that may be said without a word for years ("mi hija de 14")."""
YOUNGEST_SAYING = 5
"""Who says "I'm 3" does not mean an age."""
YOUNGEST_AT = 13
"""Who says "at 17" may mean an age; "at 8" is an hour."""
AT = frozenset({"at", "los"})
OF = frozenset({"of", "de"})
AND = frozenset({"and", "y"})
MOST_BETWEEN = 3
"""Words between "I am" and an age beside them: "I'm pregnant and 16"."""
JOINED = re.compile(r"(\d{1,3})(?:yo|yr|yrs|yearold|y)")
HOUR = re.compile(r"(\d{1,2})(?:\d\d)?(am|pm)")
PARTS = ((5, "overnight"), (12, "morning"), (17, "afternoon"), (22, "evening"), (25, "overnight"))
"""Hours before which a part of the day lasts (facets.csv)."""


@dataclass(frozen=True, slots=True)
class Aged:
    """An age in years, its tokens, and whether it is a child's of the person who types ("my 15 year old")."""

    years: int
    first: int
    last: int
    child: bool


def aged(tokens: Sequence[Token], lexicon: Lexicon) -> Aged | None:
    """The first age of the text."""
    for position, token in enumerate(tokens):
        found = _age_at(tokens, lexicon, position, token.word)
        if found is not None:
            return found
    return None


def _age_at(tokens: Sequence[Token], lexicon: Lexicon, position: int, word: str) -> Aged | None:
    joined = JOINED.fullmatch(word)
    if not joined and not (word.isdigit() and len(word) <= 3):
        return None
    years = int(joined[1] if joined else word)
    if years > OLDEST:
        return None
    behind = _end(lexicon.grammar["years"], tokens, position + 1)
    if (months := _end(lexicon.grammar["months"], tokens, position + 1)) > position + 1:
        return _whose(tokens, lexicon, 0, position, months)
    if joined:
        old = position + 1 < len(tokens) and tokens[position + 1].word == "old"
        return _whose(tokens, lexicon, years, position, position + 1 + old)
    if behind > position + 1:
        return _whose(tokens, lexicon, years, position, behind)
    start = _before(lexicon.grammar["aged"], tokens, position)
    if start == position and YOUNGEST_AT <= years < ADULT and position and tokens[position - 1].word in AT:
        start = position - 1
    unit = position + 1 < len(tokens) and lexicon.grammar["unit"].has(tokens[position + 1].key)
    if unit or years < YOUNGEST_SAYING:
        return None
    if start == position:
        return _of_child(tokens, lexicon, position, years) or _beside(tokens, lexicon, position, years)
    return Aged(years, start, position + 1, child=False)


def _of_child(tokens: Sequence[Token], lexicon: Lexicon, position: int, years: int) -> Aged | None:
    """An age right behind a child: "mi hija de 14", "my son 14"."""
    first = position - (position > 0 and tokens[position - 1].word in OF)
    if years > GROWN or first == 0 or not lexicon.grammar["child"].has(tokens[first - 1].key):
        return None
    return Aged(years, first, position + 1, child=False)


def _beside(tokens: Sequence[Token], lexicon: Lexicon, position: int, years: int) -> Aged | None:
    """The age of somebody young that is told beside what else they are: "I'm pregnant and 16", "16 and pregnant"."""
    if not YOUNGEST_AT <= years <= GROWN:
        return None
    if position and tokens[position - 1].word in AND:
        begins = range(max(0, position - 2 - MOST_BETWEEN), position - 1)
        told = any(_before(lexicon.grammar["aged"], tokens, end + 1) <= end for end in begins)
        return Aged(years, position, position + 1, child=False) if told else None
    opening = position == 0 and len(tokens) > 2 and tokens[1].word in AND and not tokens[2].word.isdigit()
    return Aged(years, position, position + 1, child=False) if opening else None


def _whose(tokens: Sequence[Token], lexicon: Lexicon, years: int, first: int, last: int) -> Aged:
    """The age with "my" before it and, for a child's, "son" behind it."""
    first = _before(lexicon.grammar["aged"], tokens, first)
    mine = first > 0 and lexicon.grammar["mine"].has(tokens[first - 1].key)
    others = last < len(tokens) and lexicon.grammar["person"].has(tokens[last].key)
    son = last < len(tokens) and lexicon.grammar["child"].has(tokens[last].key)
    return Aged(years, first - mine if mine and not others else first, last, mine and not others and (years < ADULT or son))


def _end(tree: Tree, tokens: Sequence[Token], start: int) -> int:
    return max((end for end, _ in tree.at(tokens, start)), default=start)


def _before(tree: Tree, tokens: Sequence[Token], end: int) -> int:
    """Where the longest phrase that ends before a token begins."""
    starts = (start for start in range(max(0, end - tree.longest), end) for last, _ in tree.at(tokens, start) if last == end)
    return min(starts, default=end)


def hours(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """(first, last, part of the day) of each hour said with am or pm."""
    for position, token in enumerate(tokens):
        match = HOUR.fullmatch(token.word)
        half, last = (match[2], position + 1) if match else ("", position + 1)
        hour = int(match[1]) if match else 0
        if not match and token.word.isdigit() and len(token.word) <= 2:
            for behind in range(position + 1, min(position + 3, len(tokens))):
                if tokens[behind].word in {"am", "pm"}:
                    half, last, hour = tokens[behind].word, behind + 1, int(token.word)
                    break
                if not tokens[behind].word.isdigit():
                    break
        if half and 1 <= hour <= 12:
            clock = hour % 12 + (12 if half == "pm" else 0)
            yield position, last, next(part for before, part in PARTS if clock < before)
