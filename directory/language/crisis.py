"""Crisis phrases in what a person typed (taxonomy §5, rule 2); which card they raise says `directory.helplines`.

A layer of its own: every crisis phrase counts unless it lies inside a longer one, and only a longer phrase of the value `none`
("suicide prevention training", "cutting board") silences it. Nothing of it is ever shown, suggested or kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from directory.language.phrases import Key, key
from directory.taxonomy import rows


@dataclass(frozen=True, slots=True)
class Heard:
    """Crisis values in what was typed: `exact` ones raise a card, `implied` ones alone a soft line."""

    exact: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Phrases:
    said: dict[Key, tuple[tuple[str, str], ...]]  # phrase → (value, strength)
    whole: frozenset[Key]  # count only when nothing else was typed
    longest: int


@cache
def _phrases() -> _Phrases:
    said: dict[Key, list[tuple[str, str]]] = {}
    whole = set()
    for row in rows("need-words"):
        if row["kind"] == "crisis" and (phrase := key(row["phrase"].replace("&", " and "))):
            said.setdefault(phrase, []).append((row["value"], row["strength"]))
            if row["note"].startswith("whole-query"):
                whole.add(phrase)
    return _Phrases({phrase: tuple(pairs) for phrase, pairs in said.items()}, frozenset(whole), max(map(len, said)))


def heard(text: str) -> Heard:
    """The values of every crisis phrase in typed words, that no harmless longer phrase silences."""
    found = _spoken(key(text.replace("&", " and ")))
    exact = frozenset(value for value, strength in found if strength == "exact")
    return Heard(exact, frozenset(value for value, _ in found) - exact)


def _spoken(typed: Key) -> list[tuple[str, str]]:
    """(value, strength) of every phrase that does not lie inside a longer one, silenced ones left out."""
    table = _phrases()
    spans = [
        (start, start + length)
        for start in range(len(typed))
        for length in range(1, min(table.longest, len(typed) - start) + 1)
        if _counts(typed, typed[start : start + length], table)
    ]
    outer = [(a, b) for a, b in spans if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in spans)]
    meant = [table.said[typed[a:b]] for a, b in outer]
    return [pair for pairs in meant if all(value != "none" for value, _ in pairs) for pair in pairs]


def _counts(typed: Key, phrase: Key, table: _Phrases) -> bool:
    return phrase in table.said and (phrase not in table.whole or phrase == typed)
