"""Small words that Arabic writes together with the one behind them: "لطفل" is "for a child", "والسكن" "and the home"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from directory.language.lexicon import Lexicon
from directory.language.spoken import Token

ARTICLE, FOR, FOR_THE = "ال", "ل", "لل"
"""The article, "for", and what becomes of the two."""
SMALL = ("و", "ف", "ل", "ب", "ك")
"""And, so, for, with, like."""
FEWEST = 3
"""Letters that stay of a word."""


def parted(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens; one that is in no phrase of the vocabulary as it stands is looked up without what is joined to it, where that
    means something, else as the phrases have it in them."""
    if all(token.key.isascii() for token in tokens):
        return list(tokens)
    found = ((start, end) for start in range(len(tokens)) for end, _ in lexicon.phrases.at(tokens, start))
    said = {position for start, end in found for position in range(start, end)}
    return [
        token if position in said or token.key.isascii() else token._replace(key=_meant(token.key, lexicon))
        for position, token in enumerate(tokens)
    ]


def _meant(word: str, lexicon: Lexicon) -> str:
    forms = (word, *_forms(word))
    alone = (form for form in forms if lexicon.phrases.find((form,)) is not None)
    inside = (form for form in forms if form in lexicon.words)
    return next(alone, None) or next(inside, None) or _dressed(word, lexicon)


def _dressed(word: str, lexicon: Lexicon) -> str:
    """The word with an article where phrases have it so, but not alone: "day" is not "today"."""
    form = ARTICLE + word
    return form if form in lexicon.words and lexicon.phrases.find((form,)) is None else word


def _forms(word: str) -> Iterator[str]:
    """The word without its article, then the same of what is left without a small word before it."""
    if word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + FEWEST:
        yield word.removeprefix(ARTICLE)
    if word.startswith(FOR_THE):
        word = FOR + ARTICLE + word.removeprefix(FOR_THE)
    if word.startswith(SMALL) and len(word) > FEWEST:
        yield word[1:]
        yield from _forms(word[1:])
