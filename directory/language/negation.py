"""What is not wanted: "isn't religious", "no 12 step", "don't need an ID", "sin seguro"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directory.language.lexicon import Lexicon, Node, Phrase
from directory.language.spoken import Token

OPENERS = ("no", "not", "without", "non", "sin")
"""First words of the vocabulary's phrases that say no; another way to say no finds the same phrase."""
MOST_SKIPPED = 4


@dataclass(frozen=True, slots=True)
class Negation:
    """A way to say no, of kind "not" or "lack", at token `first`, and what it is about.

    With a `phrase` of the vocabulary ("no id") it reaches up to `last`; otherwise it denies what begins at `target`.
    """

    kind: str
    first: int
    last: int
    target: int
    phrase: Phrase | None = None


def negations(tokens: Sequence[Token], lexicon: Lexicon) -> list[Negation]:
    """Every negation of the tokens, left to right; none begins inside another."""
    found: list[Negation] = []
    position = 0
    while position < len(tokens):
        negation = _at(tokens, lexicon, position)
        if negation is not None:
            found.append(negation)
        position = max(position + 1, negation.target if negation else 0)
    return found


def _at(tokens: Sequence[Token], lexicon: Lexicon, start: int) -> Negation | None:
    said = [(end, kind) for kind in ("lack", "not") for end, _ in lexicon.grammar[kind].at(tokens, start)]
    if not said:
        return None
    end, kind = max(said)
    direct = max((last for last, _ in lexicon.phrases.at(tokens, start) if last > end), default=0)
    if direct:
        phrase = next(phrase for last, phrase in lexicon.phrases.at(tokens, start) if last == direct)
        return Negation(kind, start, direct, end, phrase)
    for target in _targets(tokens, lexicon, end):
        for last, phrase in _opened(tokens, lexicon, target):
            return Negation(kind, start, last, target, phrase)
    target = max(_targets(tokens, lexicon, end))
    return Negation(kind, start, target, target)


def _targets(tokens: Sequence[Token], lexicon: Lexicon, start: int) -> Iterator[int]:
    """Where what is denied may begin: behind the negation, and behind each word that may stand between."""
    yield start
    for position in range(start, min(start + MOST_SKIPPED, len(tokens) - 1)):
        if not lexicon.grammar["skip"].has(tokens[position].key):
            return
        yield position + 1


def _opened(tokens: Sequence[Token], lexicon: Lexicon, target: int) -> list[tuple[int, Phrase]]:
    """The longest phrase of the vocabulary that is an opener and then the words from a token on."""
    best: list[tuple[int, Phrase]] = []
    for opener in OPENERS:
        node: Node | None = lexicon.phrases.root.next.get(opener)
        position = target
        while node is not None and position < len(tokens):
            node = node.next.get(tokens[position].key)
            position += 1
            if node is not None and node.phrase is not None and (not best or position > best[0][0]):
                best = [(position, node.phrase)]
    return best
