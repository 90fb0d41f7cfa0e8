"""Words of a text and their stems, English and Spanish, after folding (see `listing.fold`)."""

from __future__ import annotations

import threading
from functools import lru_cache

import snowballstemmer

from directory.listing import fold

_LOCK = threading.Lock()  # a snowball stemmer keeps its word in itself
_ENGLISH = snowballstemmer.stemmer("english")
_SPANISH = snowballstemmer.stemmer("spanish")

_SMALL = """
a about an and any are as at be by can do for from get have i im in is it like me my near of on or our some that the them
there this to we what where who with you your
al algun alguna con como de del donde el en es esta hay la las lo los me mi mis necesito o para por que quiero se si su sus
tengo un una unas unos y yo
"""
STOP = frozenset(_SMALL.split())
"""Words no listing is asked to say unless nothing else was typed: small words of both languages. "no" and "sin" are not
among them (they turn the meaning round), nor "help" and "need" (people type them alone)."""


def syllabic(char: str) -> bool:
    """Han and Hiragana are written without spaces: each sign is a token, as in Unicode's word boundaries (UAX 29)."""
    return "\u3040" <= char <= "\u309f" or "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def words(text: str) -> list[tuple[str, ...]]:
    """The folded words of a text, each as its tokens: one, but a run of Han signs is one word of several tokens."""
    folded = fold(text)
    if folded.isascii():
        return [(piece,) for piece in folded.split()]
    found: list[tuple[str, ...]] = []
    for piece in folded.split():
        if piece.isascii() or not any(map(syllabic, piece)):
            found.append((piece,))
        else:
            found.extend(_runs(piece))
    return found


def _runs(piece: str) -> list[tuple[str, ...]]:
    runs: list[list[str]] = []
    joined = False
    for char in piece:
        if syllabic(char):
            if joined:
                runs[-1].append(char)
            else:
                runs.append([char])
            joined = True
        elif runs and not joined:
            runs[-1][-1] += char
        else:
            runs.append([char])
            joined = False
    return [tuple(run) for run in runs]


def tokens(text: str) -> list[str]:
    """All tokens of a text in their order."""
    folded = fold(text)
    if folded.isascii():
        return folded.split()
    return [token for word in words(text) for token in word]


@lru_cache(maxsize=400_000)
def stems(token: str) -> tuple[str, str]:
    """The English and the Spanish stem of a folded token; the same one twice where they agree or it has no Latin letter."""
    if len(token) < 3 or not token.isascii() or not token.isalpha():
        return token, token
    with _LOCK:
        return _ENGLISH.stemWord(token), _SPANISH.stemWord(token)
