"""Misspelt need words: applied by itself only towards words of the vocabulary, never to a medicine or a word of crisis
(taxonomy §5, rule 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from directory.language.lexicon import Lexicon
from directory.language.likeness import Likeness
from directory.language.phrases import singular
from directory.language.rows import NEEDS
from directory.language.spoken import Token, spoken
from directory.language.stem import stems
from directory.language.understood import Around, Spelled

SHORTEST = 5
LONG = 8
"""Letters from which two changes are allowed."""
MOST = 8
"""Unknown words of a text that are looked into."""
APART = frozenset({"crisis", "grammar", "filler", "place", "said"})
ASKED = frozenset({"faith", "culture"})
"""Kinds whose words are only asked about, but for languages: a misspelt name must not become somebody's faith."""


@dataclass(frozen=True, slots=True)
class _Targets:
    likeness: Likeness
    uses: Counter[str]  # how many phrases have the word
    asked: frozenset[str]


@lru_cache(maxsize=8)
def _targets(lexicon: Lexicon) -> _Targets:
    uses: Counter[str] = Counter()
    asked: set[str] = set()
    tongues: set[str] = set()
    never = {row.key[0] for row in lexicon.rows if row.kind == "crisis" and len(row.key) == 1}
    never |= lexicon.grammar["medicine"].root.next.keys()
    for row in lexicon.rows:
        if row.kind not in APART and not row.misspelt:
            words = {token.word for token in spoken(row.phrase) if token.key not in never}
            fit = {word for word in words if len(word) >= SHORTEST and word.isascii() and word.isalpha()}
            uses.update(fit)
            asked |= fit if row.kind in ASKED and len(row.key) == 1 else set()
            tongues |= fit if row.kind == "language" else set()
    return _Targets(Likeness(uses), uses, frozenset(asked - tongues))


def spelled(tokens: Sequence[Token], lexicon: Lexicon, around: Around) -> list[tuple[int, Spelled]]:
    """The misspelt words among the tokens, by their position."""
    found: list[tuple[int, Spelled]] = []
    looked = 0
    for position, token in enumerate(tokens):
        if not _unknown(token, lexicon, around):
            continue
        looked += 1
        if looked > MOST:
            break
        word, sure = _likest(token.word, lexicon)
        if word:
            found.append((position, Spelled(token.word, word, token.start, token.end, applied=sure)))
    return found


def _unknown(token: Token, lexicon: Lexicon, around: Around) -> bool:
    """Whether neither the vocabulary nor a dictionary, index or gazetteer has the word."""
    word = token.word
    if len(word) < SHORTEST or not word.isascii() or not word.isalpha():
        return False
    if {word, token.key} & lexicon.words or {word, token.key} & lexicon.real:
        return False
    return not around.known(word) and not around.people(word)


def _likest(typed: str, lexicon: Lexicon) -> tuple[str, bool]:
    """The word most like it and whether that is sure: of equally like ones the one in most phrases."""
    targets = _targets(lexicon)
    near = targets.likeness.near(typed, 2 if len(typed) >= LONG else 1)
    near = {word: away for word, away in near.items() if away == 1 or (len(word) >= LONG - 1 and word[0] == typed[0])}
    if not near:
        return "", False
    word = min(near, key=lambda word: (near[word], -targets.uses[word], word))
    return word, word not in targets.asked


@lru_cache(maxsize=8)
def _needs(lexicon: Lexicon) -> dict[str, str]:
    """Stem → word, of the phrases of one word that name a need; for words of the same stem ("evicting" like "eviction")."""
    found: dict[str, str] = {}
    for row in lexicon.rows:
        if row.kind in NEEDS and len(row.key) == 1 and len(row.key[0]) >= SHORTEST and not row.noted:
            for stem in set(stems(row.phrase.lower() if row.phrase.isascii() else row.key[0])):
                found.setdefault(stem, row.key[0])
    return found


def akin(tokens: Sequence[Token], lexicon: Lexicon) -> dict[int, str]:
    """Position → the need word of the same stem, for words the vocabulary does not have: what they mean is only implied."""
    found: dict[int, str] = {}
    for position, token in enumerate(tokens):
        if len(token.word) >= SHORTEST and not {token.word, token.key} & lexicon.words:
            same = [_needs(lexicon)[stem] for stem in stems(token.word) if stem in _needs(lexicon)]
            if same:
                found[position] = same[0]
    return found


def mended(tokens: Sequence[Token], misspelt: Sequence[tuple[int, Spelled]], lexicon: Lexicon, around: Around) -> list[Token]:
    """The tokens as they are meant: misspelt ones corrected, run-together ones ("supportgroup") apart."""
    right = {position: one.meant for position, one in misspelt if one.applied}
    return [
        meant
        for position, token in enumerate(tokens)
        for meant in ([token._replace(key=singular(right[position]))] if position in right else _apart(token, lexicon, around))
    ]


def _apart(token: Token, lexicon: Lexicon, around: Around) -> Sequence[Token]:
    if len(token.word) < LONG or not _unknown(token, lexicon, around):
        return (token,)
    for first, second in _halves(token.word):
        phrase = lexicon.phrases.find((singular(first), singular(second)))
        if phrase is not None and any(sense.exact for sense in phrase.senses):
            return (token._replace(key=singular(first)), token._replace(key=singular(second)))
    return (token,)


def _halves(word: str) -> Iterator[tuple[str, str]]:
    for cut in range(3, len(word) - 2):
        yield word[:cut], word[cut:]
