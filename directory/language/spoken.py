"""What was typed as tokens that know their characters, so that every reading can say where it comes from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from directory.language.dialled import numbers
from directory.language.phrases import singular
from directory.language.stem import syllabic
from directory.listing import fold

LONGEST = 10_000
"""Characters that are looked at; the rest of a longer text is not."""
WHOSE, BODY = frozenset({"no", "any", "some", "every"}), "body"
BODILY = frozenset(
    {"image", "shaming", "fat", "odor", "pain", "ache", "aches", "hair", "armor", "heat", "part", "parts", "work"}
)
"""Words behind "body" that tell of one: else "no body" is nobody."""


BREAKS = re.compile(r"[,;!?،؛؟]|\.\s|[\n\r]")
"""Ends of what is said in one breath: no phrase of the vocabulary reaches beyond."""


class Token(NamedTuple):
    """A folded word of the text: as it was typed (`word`), as it is looked up (`key`), its characters in the text. `anew`: it
    begins behind the end of a sentence or a comma."""

    word: str
    key: str
    start: int
    end: int
    anew: bool = False


class _Folded(dict[str, str]):
    """What becomes of a character, found out once: its letters, " " for what parts words, nothing for what joins them."""

    def __missing__(self, char: str) -> str:
        inner = fold(f"a{char}a")[1:-1]
        self[char] = inner if inner.strip() else inner[:1]
        return self[char]


_FOLDED = _Folded()


def spoken(text: str) -> list[Token]:
    """The tokens of a text, the same as `stem.tokens` gives, "and" for "&", "nobody" for "no body" and one for the parts of
    a telephone number."""
    found: list[Token] = []
    letters: list[str] = []
    start = 0
    for position, char in enumerate(text[:LONGEST] + " "):
        folded = " and " if char == "&" else _FOLDED[char]
        if folded.isalnum() and not any(map(syllabic, folded)):
            if not letters:
                start = position
            letters.append(folded)
        elif folded:
            _close(found, letters, start, position)
            for piece in folded.split():
                found += (
                    _token(sign, position, position + 1) for sign in (piece if piece.isalpha() and _signs(piece) else [piece])
                )
    return _parted(text, list(_joined(_dialled(found))))


def _dialled(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens with the parts of each telephone number as one."""
    whole = list(tokens)
    for first, last, number in reversed(list(numbers([token.word for token in tokens]))):
        whole[first:last] = [_token(number, tokens[first].start, tokens[last - 1].end)]
    return whole


def _parted(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens with those told that begin anew."""
    ends = [match.start() for match in BREAKS.finditer(text, 0, LONGEST)]
    if ends:
        behind = dict.fromkeys(bisect_left(tokens, end, key=lambda token: token.start) for end in ends)
        for position in behind:
            if position < len(tokens):
                tokens[position] = tokens[position]._replace(anew=True)
    return tokens


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with those as one that make a word for a person together, but where a body is meant ("no body shaming")."""
    at = 0
    while at < len(tokens):
        one, *behind = tokens[at : at + 3]
        if one.word in WHOSE and behind and behind[0].word == BODY and behind[-1].word not in BODILY:
            yield _token(one.word + BODY, one.start, behind[0].end)
            at += 1
        else:
            yield one
        at += 1


def _close(found: list[Token], letters: list[str], start: int, end: int) -> None:
    if letters:
        found.append(_token("".join(letters), start, end))
        letters.clear()


def _signs(piece: str) -> bool:
    return any(map(syllabic, piece))


def _token(word: str, start: int, end: int) -> Token:
    return Token(word, singular(word), start, end)


def said(text: str, tokens: Sequence[Token]) -> str:
    """The part of the text from the first to the last of the tokens, as it was typed."""
    return text[tokens[0].start : tokens[-1].end]
