"""Whether a text says some words together, so that it is about them: "pizza" and "delivery" far apart deliver no pizza."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from directory.language.stem import stems, tokens
from directory.query import Word

ROOM = 3
"""Words that may stand between each two that belong together."""
OPENING = 20
"""Words by which a text says what it is about."""


def together(words: Sequence[Sequence[Word]], text: str) -> bool:
    """Whether somewhere in the text each of the words is said, or what is as good, with few others between; in any order. One
    word alone is said twice, or at the beginning."""
    said = [frozenset(stems(token)) for token in tokens(text)]
    wanted = [[frozenset(stems(word[0])) for word in one] for one in words]
    if len(wanted) == 1:
        places = [at for at, forms in enumerate(said) if any(not forms.isdisjoint(word) for word in wanted[0])]
        return len(places) > 1 or bool(places and places[0] < OPENING)
    last: dict[int, int] = {}
    reach = len(words) + ROOM * (len(words) - 1)
    for position, forms in enumerate(said):
        for number, alternatives in enumerate(wanted):
            if any(not forms.isdisjoint(word) for word in alternatives):
                last[number] = position
        if len(last) == len(words) and position - min(last.values()) < reach:
            return True
    return False


def named(words: Iterable[Sequence[Word]], names: Iterable[str]) -> bool:
    """Whether a name says any of the words."""
    forms = frozenset(_forms(words))
    return any(not forms.isdisjoint(stems(token)) for name in names for token in tokens(name))


def _forms(words: Iterable[Sequence[Word]]) -> Iterator[str]:
    for one in words:
        for word in one:
            yield from stems(word[0])
