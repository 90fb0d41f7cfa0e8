"""Which readings of the words are in force, and the question without them: the characters they came from are cut out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from directory.facets import FACETS
from directory.language.asked import Effect
from directory.language.asked import asked as effect_of
from directory.language.understood import Reading, Spelled
from directory.params import Asked
from directory.params_words import cut


def in_force(asked: Asked) -> Iterator[tuple[Reading, tuple[str, ...]]]:
    """Each reading that narrows the search, with those of its values that do: none where something else was ticked."""
    if asked.understood is None or asked.effect is None:
        return
    seen = set()
    for reading in asked.understood.readings:
        values = tuple(_counting(asked, reading)) if reading.filters else ()
        key = (reading.kind, reading.excluded, values)
        if values and key not in seen:
            seen.add(key)
            yield reading, values


def _counting(asked: Asked, reading: Reading) -> Iterable[str]:
    query, search = asked.query, asked.search
    if reading.kind == "near":
        return (asked.named.label,) if asked.named is not None else ()
    if reading.kind == "age":
        return reading.values if query.age is None and str(search.age) in reading.values else ()
    if reading.kind == "time":
        return () if query.times else (value for value in reading.values if value in search.times)
    sides = (search.excluded, query.excluded) if reading.excluded else (search.chosen, query.chosen)
    if not reading.excluded and search.meant and reading.kind not in dict(query.chosen):
        several = tuple(value for kind, value in reading.pairs if (kind, value) in search.meant)
        if several:
            return several
    found, ticked = (dict(side).get(reading.kind, ()) for side in sides)
    if ticked and not reading.excluded:
        return ()
    return (value for value in reading.values if value in found and value not in ticked)


def hinted(asked: Asked) -> Iterator[Reading]:
    """The readings that only raise or are only offered."""
    if asked.understood is not None and asked.effect is not None:
        yield from (reading for reading in asked.understood.readings if not reading.filters)


def remaining(asked: Asked) -> str:
    """The words that are searched as words; all of the text where nothing of it became a filter or a crisis card. None beside
    a need that a sentence tells: no listing has to say them."""
    if asked.understood is None or asked.effect is None:
        return asked.query.text
    if wordless(asked.effect):
        return ""
    if "words" in asked.effect.dropped:
        return effect_of(asked.understood).words
    if asked.effect.words and asked.understood.sentence and asked.effect.chosen_needs:
        return ""
    if asked.effect.words or asked.understood.crisis.exact:
        return asked.effect.words
    bare = not any(reading.filters for reading in asked.understood.readings) and "implied" not in asked.effect.dropped
    return asked.query.text if bare else ""


def wordless(effect: Effect) -> bool:
    """Whether nothing was found with the words, so that they were given up."""
    return "words" in effect.dropped and not effect.fitted


def without_words(asked: Asked) -> str:
    """The text without what is searched as words: what became a filter stays."""
    if asked.understood is None or asked.effect is None:
        return ""
    text = asked.query.text
    kept: set[int] = set()
    for reading in asked.understood.readings:
        if reading.filters:
            kept.update(range(reading.start, reading.end))
    return cut(text, ((at, at + 1) for at in range(len(text)) if at not in kept and not text[at].isspace()))


def chip_of(reading: Reading) -> dict[str, Any]:
    """Kind and facet of a reading as chips have them."""
    if reading.kind in FACETS:
        return {"kind": "not" if reading.excluded else "facet", "facet": reading.kind}
    return {"kind": reading.kind, "facet": "time" if reading.kind == "time" else ""}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step taken back because nothing fitted all: "implied", "words", "time", "close" or a facet, with what it was. Kinds of
    help and topics that may be said instead of stated count as taken back."""

    step: str
    values: tuple[str, ...]


def taken_back(asked: Asked) -> Iterator[Taken]:
    """What was taken back of the words, in order."""
    if asked.understood is None or asked.effect is None:
        return
    whole = effect_of(asked.understood)
    yield from dict.fromkeys(one for step in asked.effect.dropped for one in _taken(asked.effect, whole, step))


def _taken(effect: Effect, whole: Effect, step: str) -> Iterator[Taken]:
    if step in ("implied", "close"):
        yield Taken(step, ())
    elif step == "words":
        yield Taken(step, (whole.words,))
    elif step == "time":
        yield Taken(step, whole.times)
    else:
        for facet in ("category", "topic") if step == "said" else (step,):
            kept = dict(effect.chosen).get(facet, ())
            if gone := tuple(value for value in dict(whole.chosen).get(facet, ()) if value not in kept):
                yield Taken(facet, gone)


def asks_where(asked: Asked) -> bool:
    """Whether "near me" was said and no place is known: it is to be asked for."""
    return asked.effect is not None and asked.effect.here and asked.search.near is None


def respelled(asked: Asked) -> Iterator[tuple[Spelled, Asked]]:
    """Each misspelt word, and the question with what it is like instead."""
    text = asked.query.text
    for one in asked.understood.spelled if asked.understood is not None else ():
        other = f"{text[: one.start]}{one.meant}{text[one.end :]}"
        query = replace(asked.query, text=other, page=1, after="")
        yield one, replace(asked, query=query, understood=None, effect=None, named=None)
