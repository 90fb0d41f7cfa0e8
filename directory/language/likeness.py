"""Words that look like a typed one: one change away, or two in a long word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA


class Likeness:
    """Words by their beginnings, so that only a few are compared: those of the same first letter and about the same length,
    and those that are the same from the second letter on."""

    def __init__(self, words: Iterable[str]) -> None:
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._tails: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._alike[word[0], len(word)].append(word)
            for tail in {word, word[1:], word[0] + word[2:]}:
                self._tails[tail].append(word)

    def near(self, typed: str, changes: int) -> dict[str, int]:
        """The words at most so many changes away (insert, delete, replace, swap neighbours), with how many, 0 left out."""
        found: dict[str, int] = {}
        for length in range(len(typed) - changes, len(typed) + changes + 1):
            for word in self._alike.get((typed[:1], length), ()):
                self._note(found, typed, word, changes)
        for tail in {typed, typed[1:], typed[1:2] + typed[:1] + typed[2:], typed[:1] + typed[2:]}:
            for word in self._tails.get(tail, ()):
                self._note(found, typed, word, changes)
        return found

    @staticmethod
    def _note(found: dict[str, int], typed: str, word: str, changes: int) -> None:
        if word not in found:
            away = OSA.distance(typed, word, score_cutoff=changes)
            if 0 < away <= changes:
                found[word] = away
