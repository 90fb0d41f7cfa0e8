"""What a text is understood to mean: frozen values, each with the characters of the text it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from directory.language.crisis import Heard

Strength = Literal["exact", "implied"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing that was said. `kind` is a facet, or "time", "age", "place" (here, anywhere) or "near" (a place by name).

    exact     a filter, a chip that can be taken away
    implied   raises what fits; offered as a chip to add
    offered   neither filters nor raises, only offered: what is implied of faith, culture, gender and sexuality, HIV,
              immigration and justice, and names of places that may be part of another name
    excluded  listings that state the value are left out (`not_<facet>`)

    `start` and `end` are characters of the text, `said` the text there. Of an ambiguous phrase `alternatives` are the other
    readings (kind, values), for one line to switch. `told` are words that listings say of which it is true.
    """

    kind: str
    values: tuple[str, ...]
    strength: Strength
    start: int
    end: int
    said: str
    excluded: bool = False
    offered: bool = False
    alternatives: tuple[tuple[str, tuple[str, ...]], ...] = ()
    told: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """(kind, value) of each value."""
        return tuple((self.kind, value) for value in self.values)

    @property
    def filters(self) -> bool:
        """Whether it narrows the search."""
        return self.strength == "exact" and not self.offered

    @property
    def raises(self) -> bool:
        """Whether it raises listings without narrowing."""
        return self.strength == "implied" and not self.offered and not self.excluded


@dataclass(frozen=True, slots=True)
class Word:
    """A word that says something. `known`: the vocabulary, the index or the gazetteer has it; `meant`: the word as it is meant
    and what listings say for it, folded."""

    text: str
    start: int
    end: int
    known: bool = True
    meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelled:
    """A misspelt word and what it is like. `applied`: taken for it ("Showing results for …"); else only to be asked."""

    typed: str
    meant: str
    start: int
    end: int
    applied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """All of a text: its readings in their order, what stays as words, misspelt words, crisis phrases (never shown).

    `says` are its words that say something, those of readings among them, those of crisis not; `urgent` the characters of
    words of crisis, each from and up to; `sentence`: it is more than a few words; `telling`: one in which somebody tells of
    themselves.
    """

    text: str
    readings: tuple[Reading, ...] = ()
    words: tuple[Word, ...] = ()
    says: tuple[Word, ...] = ()
    urgent: tuple[tuple[int, int], ...] = ()
    sentence: bool = False
    telling: bool = False
    spelled: tuple[Spelled, ...] = ()
    crisis: Heard = field(default_factory=Heard)


def nobody(name: str) -> int:
    """No gazetteer: no name is a place."""
    return 0


def nothing(word: str) -> bool:
    """No index: no word is known."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What understanding asks of the rest of the program.

    `people`: how many live where a name means ("oakland", "Oakland, CA", "33125"), 0 when it is no place. `known`: whether the
    index or a gazetteer has a word, as folded by `stem.tokens`.
    """

    people: Callable[[str], int] = nobody
    known: Callable[[str], bool] = nothing


NOWHERE = Around()
