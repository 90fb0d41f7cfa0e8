"""A phrase's meaning in a text, before it is settled what all phrases mean together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from directory.language.checks import NOT
from directory.language.lexicon import Sense

DENIABLE = frozenset({"category", "format", "faith", "culture", "mode"})
"""Kinds of which something can be left out because a text says no to it."""
LACKED = frozenset({"format", "faith", "culture", "mode"})
"""… because it says it wants none of it: "no food" is a need for food, "without meditation" is not."""


@dataclass(frozen=True, slots=True)
class Said:
    """A meaning at tokens `first` to `last`, on its way to a reading. `mixed`: a kind of help named by the way (`nesting`)."""

    kind: str
    values: tuple[str, ...]
    exact: bool
    first: int
    last: int
    excluded: bool = False
    offered: bool = False
    mixed: bool = False
    denied: bool = False  # its own words say no
    named: bool = False  # the name of one organization, which has to be said
    lacked: bool = False  # a kind of help that is not had or not wanted ("without medication")
    alternatives: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def holds(self, other: Said) -> bool:
        """Whether another's tokens lie in these."""
        return self.first <= other.first and other.last <= self.last


@dataclass(slots=True)
class Context:
    """What the text says besides: the tokens of "my son" and the like (`suffering` without those who died), the positions of
    "I" (`selves`), "to", "of", "for" and "so", where what is wanted begins ("need …"), a time that is none of help
    ("until …"), where somebody tells ("… says"), and where it says where somebody is ("in the …")."""

    relatives: list[tuple[int, int]] = field(default_factory=list)
    suffering: list[tuple[int, int]] = field(default_factory=list)
    selves: frozenset[int] = frozenset()
    towards: frozenset[int] = frozenset()
    links: frozenset[int] = frozenset()
    wants: frozenset[int] = frozenset()
    whose: frozenset[int] = frozenset()
    so: frozenset[int] = frozenset()
    spans: frozenset[int] = frozenset()
    telling: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    long: bool = False  # a sentence
    urgent: frozenset[int] = frozenset()  # words of crisis

    def touch(self, one: Said, other: Said) -> bool:
        """Whether two stand beside each other, or "de" or "for" alone stands between."""
        first, second = sorted((one, other), key=lambda said: said.first)
        return first.last == second.first or (first.last in self.links and first.last + 1 == second.first)


def meant(sense: Sense, first: int, last: int, denied: str) -> Iterator[Said]:
    """What a phrase means in one kind, with what was said before it."""
    if denied:
        wanted = DENIABLE if denied == "not" else LACKED
        if sense.kind in wanted:
            yield Said(sense.kind, _plain(sense.values), True, first, last, excluded=True)
            return
        if denied == "not" or sense.kind == "audience":
            return
    if sense.both:
        yield from _both(sense, first, last)
        return
    others = tuple((kind, (value,)) for kind, value in sense.instead)
    for exact, found in ((True, sense.exact), (False, sense.implied)):
        out = tuple(value.removeprefix(NOT) for value in found if value.startswith(NOT))
        kept = tuple(value for value in found if not value.startswith(NOT))
        if out:
            yield Said(sense.kind, out, exact, first, last, excluded=True)
        if kept:
            lacked = denied == "lack" and sense.kind == "category"
            yield Said(sense.kind, kept, exact, first, last, lacked=lacked, alternatives=others)


def _both(sense: Sense, first: int, last: int) -> Iterator[Said]:
    """An ambiguous phrase of which both readings are of one kind: the likelier is first, each alone is an alternative."""
    both = tuple(dict.fromkeys((*sense.values, *(value for kind, value in sense.instead if kind == sense.kind))))
    alternatives = tuple((sense.kind, (value,)) for value in both)
    yield Said(sense.kind, both, bool(sense.exact), first, last, alternatives=alternatives)


def _plain(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in found if not value.startswith(NOT))
