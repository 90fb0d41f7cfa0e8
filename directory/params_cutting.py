"""Words taken out of a question, what else they meant kept: "spanish speaking therapist" without Spanish is "therapist"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from directory.facets import FACETS
from directory.language.understanding import understand
from directory.language.understood import Reading
from directory.params import Asked
from directory.params_readings import in_force, wordless
from directory.params_words import Span, cut

Meant = tuple[str, bool, tuple[str, ...]]
Goes = Callable[[Reading], bool]
MOST_WORDS = 8
"""Words of a phrase of which parts are tried; the longest of the vocabulary has seven."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a question: its words, and the meanings that no words are left for, with their values, to be ticked."""

    text: str
    ticked: tuple[tuple[Reading, tuple[str, ...]], ...] = ()


def left(asked: Asked, goes: Goes) -> Left:
    """The question without the readings that go, as words and as what must be ticked instead."""
    understood = asked.understood
    if understood is None or asked.effect is None:
        return Left(asked.query.text)
    text, forced = asked.query.text, tuple(in_force(asked))
    spans = dict.fromkeys((one.start, one.end) for one in understood.readings if goes(one))
    gone: list[Span] = []
    ticked: list[tuple[Reading, tuple[str, ...]]] = []
    for start, end in spans:
        kept = [(one, values) for one, values in forced if not goes(one) and one.start < end and start < one.end]
        rest = _rest(text, (start, end), [one for one, _ in kept])
        instead = [] if rest else [pair for pair in kept if pair[0].kind in FACETS]
        gone += rest or [(start, end), *((one.start, one.end) for one, _ in instead)]
        ticked += instead
    if wordless(asked.effect):  # nothing was found with them: they are gone from here on
        gone += ((word.start, word.end) for word in understood.words)
    return Left(cut(text, gone), tuple(ticked))


def _rest(text: str, span: Span, kept: list[Reading]) -> list[Span]:
    """What to cut out of the words of a reading and of those that overlap it, so that just the others are still said; [] when
    there is no such part."""
    if not kept:
        return []
    start, end = min(span[0], *(one.start for one in kept)), max(span[1], *(one.end for one in kept))
    wanted = {_meant(one) for one in kept}
    for first, last in _parts(text, (start, end)):
        if _said(text[first:last]) == wanted:
            return [(start, first), (last, end)]
    return []


def _parts(text: str, span: Span) -> Iterator[Span]:
    """The ends and the beginnings of some words, the longest first."""
    starts = [at for at in range(*span) if not text[at].isspace() and (at == span[0] or text[at - 1].isspace())]
    ends = [
        at for at in range(span[0] + 1, span[1] + 1) if not text[at - 1].isspace() and (at == span[1] or text[at].isspace())
    ]
    if len(starts) <= MOST_WORDS:
        for fewer in range(1, len(starts)):
            yield starts[fewer], span[1]
            yield span[0], ends[-1 - fewer]


@lru_cache(maxsize=1024)
def _said(text: str) -> frozenset[Meant]:
    """What a few words narrow by; nothing where some of them mean nothing."""
    found = understand(text)
    return frozenset() if found.words else frozenset(_meant(one) for one in found.readings if one.filters)


def _meant(one: Reading) -> Meant:
    return one.kind, one.excluded, one.values


def readings_of(kind: str, values: Iterable[str], *, excluded: bool = False) -> Goes:
    """Whether a reading narrows by any of some values of a kind; by any at all without values."""
    gone = set(values)

    def goes(one: Reading) -> bool:
        return one.kind == kind and one.excluded == excluded and one.filters and (not gone or bool(gone & set(one.values)))

    return goes
