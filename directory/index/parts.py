"""What order "best" adds up for a query besides its place: terms and words, each with its weight. One list for all engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from directory.facets import FACETS, Unit, declared, group_of, units
from directory.index.weights import ONCE, SOON, WEIGHTS, Decay, decay, meets
from directory.language.phrases import MOST_WORDS, required
from directory.language.rarity import rarity
from directory.language.rows import Pair
from directory.language.sensitive import sensitive
from directory.language.stem import words as typed
from directory.query import Query, Word

How = Literal["states", "first", "says", "serves"]
SAFETY = "crisis"
SURVIVING = ("category", "crisis/abuse-violence")
AFTERWARDS = (("category", "practical/legal"), ("topic", "anger"))
"""What follows when somebody is safe: the law in all its offices, and programs for those who lose their temper."""
SHELTER = (("category", "practical/housing/shelter"),)
SAID = frozenset({"category", "topic", "audience"})
"""The facets that words are read for (see `says`)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A value that adds `weight` to a listing that states it, is filed under it first, says it in its own words, or serves it
    (an area)."""

    part: str
    how: How
    pair: Pair
    weight: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Chosen values of a three-valued facet that add `weight` to a listing that says yes to them."""

    part: str
    unit: Unit
    weight: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of which each listing that says one counts its best: `weight` if it is in the name, less elsewhere."""

    part: str
    words: tuple[Word, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Soon:
    """A value of the time facet that adds `weight` to a listing that is there then; of several only the first that fits."""

    part: str
    time: str
    weight: float


@dataclass(frozen=True, slots=True)
class Apart:
    """Values that add `weight` to a listing that states none of `only`, or one of `besides`."""

    part: str
    only: tuple[Pair, ...]
    besides: tuple[Pair, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Parts:
    """All of them."""

    terms: tuple[Term, ...] = ()
    fits: tuple[Fit, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    soon: tuple[Soon, ...] = ()
    apart: tuple[Apart, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.fits or self.spoken)


def parts(query: Query) -> Parts:
    """The parts of a query. What was only ticked orders nothing: it has the same order as the whole directory."""
    needed = (word for one in required(query) for word in one.words)
    words = query.hints or tuple(dict.fromkeys((word,) for word in needed))
    if not words and not query.urgent:
        words = tuple(dict.fromkeys((word,) for word in typed(query.text)[:MOST_WORDS]))  # "211": a reading took all of it
    spoken = [
        *_spoken("text", words),
        *_spoken("told", ((word,) for word in query.told)),
        *_spoken("aside", ((word,) for word in query.aside)),
        *_spoken("urgent", ((word,) for word in query.urgent)),
    ]
    terms = [
        *_terms("raised", "states", query.raised),
        *_terms("implied", "says", (pair for pair in query.raised if pair[0] in SAID)),
    ]
    if not spoken and not terms:
        return Parts()
    terms += [*_asked(query), *_everywhere(query)]
    return Parts(tuple(terms), tuple(_fits(query)), tuple(spoken), tuple(_soon(query)), tuple(_apart(query)))


def kinds(query: Query) -> tuple[str, ...]:
    """The kinds of help that are asked for, else those that the words imply."""
    asked = (*dict(query.chosen).get("category", ()), *(value for facet, value in query.meant if facet == "category"))
    return asked or tuple(value for facet, value in query.raised if facet == "category")


def falls(query: Query) -> Decay:
    """How distance counts. Where nothing was typed, only something like it is raised, it matters less than that."""
    return ONCE if query.raised and not query.text and not query.hints else decay(kinds(query))


def _apart(query: Query) -> Iterator[Apart]:
    """What is only there for those who were harmed goes behind what helps with the same, where nobody says that they were: a
    center for rape treatment is no answer to "counseling for teens". Where somebody is in danger of another, courts, the
    police and whoever works with those who harm go behind lines, shelters and help for survivors."""
    if query.urgent and SURVIVING in query.raised:
        yield Apart("safe", AFTERWARDS, SHELTER, WEIGHTS["safe"])
    needed = (pair for one in query.needs or () for pair in one.values)
    chosen = ((facet, value) for facet, found in query.chosen for value in found)
    asked = {*chosen, *query.meant, *query.raised, *needed}
    safety = any(facet == "category" and value.startswith(SAFETY) for facet, value in asked)
    if not query.urgent and not safety and asked.isdisjoint(_harm()) and any(facet == "category" for facet, _ in asked):
        yield Apart("general", _harm(), _troubles(), WEIGHTS["general"])


@cache
def _harm() -> tuple[Pair, ...]:
    return tuple(("topic", value) for value in declared("topic") if group_of("topic", value) == "harm")


@cache
def _troubles() -> tuple[Pair, ...]:
    pairs = ((("topic", value)) for value in declared("topic") if not sensitive("topic", value))
    return tuple(pair for pair in pairs if pair not in _harm())


def _soon(query: Query) -> Iterator[Soon]:
    """Of meetings the next ones; where times were asked for, all that fits is as good."""
    if not query.times and meets(kinds(query)):
        yield from (Soon("soon", time, WEIGHTS["soon"] * worth) for time, worth in SOON.items())


def _asked(query: Query) -> Iterator[Term]:
    """What was chosen, by ticks or by words; what is sensitive never orders anything (taxonomy §4)."""
    chosen = ((facet, value) for facet, found in query.chosen for value in found)
    asked = [pair for pair in dict.fromkeys((*chosen, *query.meant)) if not sensitive(*pair)]
    categories = [pair for pair in asked if pair[0] == "category"]
    yield from _terms("category", "states", categories)
    yield from _terms("main", "first", categories)
    yield from _terms("topic", "states", (pair for pair in asked if pair[0] == "topic"))
    yield from _terms("says", "says", (pair for pair in asked if pair[0] in SAID))


def _everywhere(query: Query) -> Iterator[Term]:
    """Where no place is known, what serves the whole country serves whoever asks; a clinic somewhere hardly does."""
    if query.near is None and query.home:
        yield Term("everywhere", "serves", ("area", query.home), WEIGHTS["everywhere"])


def _fits(query: Query) -> Iterator[Fit]:
    found = [
        unit
        for facet, picked in query.chosen
        if FACETS[facet].three_valued
        for unit in units(facet, picked)
        if not any(sensitive(facet, value) for value in unit.values)
    ]
    yield from (Fit("fits", unit, WEIGHTS["fits"] / len(found)) for unit in found)


def _terms(part: str, how: How, pairs: Iterable[Pair]) -> Iterator[Term]:
    found = list(pairs)
    yield from (Term(part, how, pair, WEIGHTS[part] / len(found)) for pair in found)


def _spoken(part: str, groups: Iterable[tuple[Word, ...]]) -> Iterator[Spoken]:
    """Words with their shares of a weight: what tells more has more of it, but for a crisis, whose words all tell it."""
    found = [(words, 1.0 if part == "urgent" else rarity(words)) for words in groups]
    whole = sum(worth for _, worth in found)
    yield from (Spoken(part, words, WEIGHTS[part] * worth / whole) for words, worth in found)
