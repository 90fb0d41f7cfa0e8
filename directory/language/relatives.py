"""Of whom a text tells: the tokens of each "my son", "her older brother", "mi hija", and of "husband" before "has"."""

from __future__ import annotations

from collections.abc import Sequence

from directory.language.lexicon import Lexicon
from directory.language.numbers import Aged
from directory.language.spoken import Token

MOST_BETWEEN = 2
"""Words between whose somebody is and who: "my older half brother"."""


def relatives(tokens: Sequence[Token], lexicon: Lexicon, age: Aged | None) -> list[tuple[int, int]]:
    """The tokens of everybody who is somebody's own, and of whoever is said to ail at the beginning."""
    found = belonging(tokens, lexicon, "mine", age)
    if len(tokens) > 1 and relative(tokens[0], lexicon) and lexicon.grammar["ails"].has(tokens[1].word):
        found.append((0, 1))
    if age is not None and age.child:
        found.append((age.first, age.last))
    return found


def relative(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is a relative and names no kind of help besides, as "baby" does."""
    meant = lexicon.phrases.find((token.key,))
    known = lexicon.grammar["child"].has(token.key) or lexicon.grammar["person"].has(token.key)
    return known and (meant is None or meant.sense("category") is None)


def belonging(tokens: Sequence[Token], lexicon: Lexicon, whose: str, age: Aged | None = None) -> list[tuple[int, int]]:
    """The tokens of each relative behind a word that says whose."""
    child, person, owner = (lexicon.grammar[value] for value in ("child", "person", whose))
    found = []
    for start, token in enumerate(tokens):
        if owner.has(token.key) or owner.has(token.word):
            behind = age.last if age is not None and age.first == start + 1 else start + 1
            for end in range(behind, min(behind + MOST_BETWEEN + 1, len(tokens))):
                if child.has(tokens[end].key) or person.has(tokens[end].key):
                    found.append((start, end + 1))
                    break
    return found
