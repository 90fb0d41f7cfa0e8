"""The vocabulary's exact phrases as synonyms: what a typed text requires of a listing.

A phrase of the kinds category, topic or language is met by its words or by a listing that states what it means; every other
word must be said somewhere. (Turning sentences into filters builds on this and replaces it.)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from directory.language.dialled import numbers
from directory.language.stem import STOP, tokens, words
from directory.query import Query, Requirement, Word
from directory.taxonomy import rows

KINDS = frozenset({"category", "topic", "language"})
MOST_WORDS = 32
"""Words of a query that are looked at; the longest phrase of the vocabulary has seven."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases by their tokens. `whole` count only when nothing else was typed; `filler` says nothing ("where can I find")."""

    values: dict[Key, tuple[tuple[str, str], ...]]
    whole: frozenset[Key]
    filler: frozenset[Key]
    longest: int


def singular(token: str) -> str:
    """A simple plural folding, the vocabulary's own (taxonomy §5.1)."""
    if len(token) > 4 and token.endswith("ies"):
        return token[:-3] + "y"
    if len(token) > 3 and token.endswith("s") and not token.endswith(("ss", "us", "is")):
        return token[:-1]
    return token


def written(word: str) -> tuple[str, ...]:
    """The tokens that `singular` makes the same word of."""
    plurals = (f"{word}s", f"{word[:-1]}ies") if word.endswith("y") else (f"{word}s",)
    return tuple(token for token in (word, *plurals) if singular(token) == word)


def key(text: str) -> Key:
    """How a phrase is looked up."""
    return tuple(singular(token) for token in tokens(text))


@cache
def vocabulary() -> Vocabulary:
    """The phrases of `data/seed/need-words/en-es.csv` that serve as synonyms, and the fillers."""
    values: dict[Key, list[tuple[str, str]]] = {}
    whole, filler = set(), set()
    for row in rows("need-words"):
        phrase = key(row["phrase"].replace("&", " and "))
        if row["kind"] == "filler":
            filler.add(phrase)
        elif phrase and row["kind"] in KINDS and row["strength"] == "exact":
            values.setdefault(phrase, []).append((row["kind"], row["value"]))
            if row["note"].startswith("whole-query"):
                whole.add(phrase)
    found = {phrase: tuple(dict.fromkeys(meant)) for phrase, meant in values.items()}
    return Vocabulary(found, frozenset(whole), frozenset(filler), max(map(len, [*found, *filler])))


@lru_cache(maxsize=4096)
def requirements(text: str) -> tuple[Requirement, ...]:
    """What the text requires, all of it; () when it has no word: then nothing is required."""
    typed = _typed(text)[:MOST_WORDS]
    found: list[Requirement] = []
    position = 0
    while position < len(typed):
        length, requirement = _longest(typed, position)
        if requirement is not None and requirement not in found:
            found.append(requirement)
        position += length
    if not found:
        found = [Requirement((word,)) for word in dict.fromkeys(typed)]
    return tuple(found)


def _typed(text: str) -> list[Word]:
    """The words of a text, the parts of each telephone number as one."""
    typed = words(text)
    for first, last, number in reversed(list(numbers([word[0] for word in typed]))):
        typed[first:last] = [(number,)]
    return typed


def _longest(typed: list[Word], position: int) -> tuple[int, Requirement | None]:
    """The longest phrase at a position and what it requires; a lone word where there is none, nothing for a small one."""
    known = vocabulary()
    for length in range(min(known.longest, len(typed) - position), 0, -1):
        span = typed[position : position + length]
        phrase = tuple(singular(token) for word in span for token in word)
        if phrase in known.values and (phrase not in known.whole or length == len(typed)):
            said = tuple(word for word in span if word[0] not in STOP) or tuple(span)
            return length, Requirement(said, known.values[phrase])
        if phrase in known.filler and length > 1:
            return length, None
    word = typed[position]
    return 1, None if len(word) == 1 and word[0] in STOP else Requirement((word,))


def required(query: Query) -> tuple[Requirement, ...]:
    """What a query requires of texts: what its words were understood to need, else all that its text says."""
    return requirements(query.text) if query.needs is None else query.needs
