"""The parts of a score of one listing, worked out from the listing itself: for who asks why, and to check the engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime

from directory.facets import Answer, Answers, answer
from directory.index.parts import How, Spoken, parts
from directory.index.says import says
from directory.index.text import text
from directory.index.weights import IN_BODY, IN_NAME, WEIGHTS, filed_first, freshness_part, leaf_part
from directory.language.rows import Pair
from directory.language.stem import stems, tokens
from directory.listing import Listing, fold
from directory.query import Query, Word
from directory.schedule import time_yes


class Explained(Mapping[str, float]):
    """Parts by name, worked out when somebody looks at them: of most hits nobody asks why."""

    def __init__(self, work: Callable[[], dict[str, float]]) -> None:
        self._work = work
        self._known: dict[str, float] | None = None

    def _found(self) -> dict[str, float]:
        if self._known is None:
            self._known = self._work()
        return self._known

    def __getitem__(self, name: str) -> float:
        return self._found()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())


def explained(query: Query, listing: Listing, said: Answers, *, distance: float, day: date) -> dict[str, float]:
    """The weighted parts by name; `distance` is that part (0 to 1), freshness is that of a day."""
    told = dict.fromkeys(WEIGHTS, 0.0)
    told |= {
        "distance": WEIGHTS["distance"] * distance,
        "leaf": WEIGHTS["leaf"] * leaf_part(listing),
        "freshness": WEIGHTS["freshness"] * freshness_part(listing, day),
    }
    found = parts(query)
    holds: dict[How, frozenset[Pair]] = {
        "states": frozenset((facet, value) for facet, values in said.yes.items() for value in values),
        "first": frozenset(("category", value) for value in filed_first(listing)),
        "says": says(listing),
        "serves": frozenset(("area", code) for code in listing.coverage),
    }
    for term in found.terms:
        told[term.part] += term.weight * (term.pair in holds[term.how])
    for fit in found.fits:
        told[fit.part] += fit.weight * (answer(fit.unit, said) is Answer.YES)
    for apart in found.apart:
        states = holds["states"]
        told[apart.part] += apart.weight * (states.isdisjoint(apart.only) or not states.isdisjoint(apart.besides))
    moment = datetime.fromtimestamp(query.moment * 60, UTC)
    for soon in found.soon:
        if time_yes(listing.sessions, (soon.time,), moment, query.zone):
            told[soon.part] = soon.weight
            break
    searched = text(listing)
    name, own = _Words(searched.name), _Words(searched.own)
    for one in found.spoken:
        told[one.part] += one.weight * _share(one, name, own)
    return told


class _Words:
    """A text as words are looked for in it: by English and Spanish stems, and as it is written."""

    def __init__(self, raw: str) -> None:
        self.stems = {stem for token in tokens(raw) for stem in stems(token)}
        self.whole = fold(raw)

    def say(self, word: Word) -> bool:
        """Whether a word is said; a run of Han signs wherever it stands together."""
        if len(word) > 1:
            return "".join(word) in self.whole
        return not self.stems.isdisjoint(stems(word[0]))


def _share(one: Spoken, name: _Words, own: _Words) -> float:
    if any(name.say(word) for word in one.words):
        return IN_NAME
    return IN_BODY if any(own.say(word) for word in one.words) else 0.0
