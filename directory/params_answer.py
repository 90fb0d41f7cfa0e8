"""A question answered: when nothing fits all that its words were read as, they are taken back in a declared order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from directory.facets import answers
from directory.language.asked import Effect
from directory.language.rows import NEEDS
from directory.language.together import named, together
from directory.language.weakening import weaker
from directory.listing import Listing, fold
from directory.params import Asked
from directory.params_words import FOR_WHOM, asks_for_help, literal
from directory.query import ENOUGH, Query, Requirement, Results, Word

LONGEST_NAME, NAMED = 6, 5
"""Words of a name at most, and how many of the first results are looked at for one."""
MOST_TRIES = 6
"""Second searches at most: each costs as much as the first."""


def answered(asked: Asked, search: Callable[[Query], Results]) -> tuple[Asked, Results]:
    """The question that was answered, and the answer. Its `effect.dropped` are the steps taken back: never what was ticked,
    and never so much that no need is left."""
    by_name = _named(asked, search)
    if by_name is not None:
        return by_name
    results = _kind_kept(asked, search(asked.search))
    if results.total >= ENOUGH or asked.effect is None:
        return asked, results
    if _by_chance(asked, results, search):
        asked = replace(asked, effect=replace(asked.effect, chance=True))
    best = (asked, results)
    fitting: frozenset[str] | None = None
    tried = _Weakening(asked)
    while (less := tried.next(best[1].total)) is not None:
        found = search(less.search)
        if found.total > best[1].total and less.effect is not None:
            fitting = _fitting(asked, results, search) if fitting is None else fitting
            less = replace(less, effect=replace(less.effect, fitted=results.total, fitting=fitting))
            best = less, _kind_kept(less, found)
    return best


def _fitting(asked: Asked, results: Results, search: Callable[[Query], Results]) -> frozenset[str]:
    """The public ids of the few that fit everything, whatever page is asked for."""
    whole = results if results.total <= len(results.hits) else search(_first(asked.search))
    return frozenset(hit.listing.ref for hit in whole.hits)


def _by_chance(asked: Asked, results: Results, search: Callable[[Query], Results]) -> bool:
    """Whether the few that say all the words, of which nothing certain was understood, only say them here and there."""
    effect = asked.effect
    certain = effect is not None and (effect.urgent or effect.chosen_needs or FOR_WHOM.intersection(dict(effect.chosen)))
    if effect is None or certain or not results.total:
        return False
    wanted: list[tuple[Word, ...]] = []
    for need in effect.needs:
        wanted += [need.words] if need.any_word else [(word,) for word in need.words]
    if not wanted:
        return False
    whole = results if results.total <= len(results.hits) else search(_first(asked.search))
    return not any(_about(hit.listing, wanted) or _meant(hit.listing, effect) for hit in whole.hits)


def _about(listing: Listing, wanted: list[tuple[Word, ...]]) -> bool:
    if named(wanted, (listing.name, *listing.alternate_names, listing.organization.name)):
        return True
    return any(together(wanted, text) for text in (listing.description, listing.eligibility.text, listing.application))


def _meant(listing: Listing, effect: Effect) -> bool:
    """Whether a listing offers a kind of help, or has a topic, that the words are likely to mean."""
    yes = answers(listing).yes
    return any(facet in NEEDS and value in yes[facet] for facet, value in effect.raised)


class _Weakening:
    """The question with less and less of what its words mean."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.effect, self.before, self.tries = asked, asked.effect, asked.search, 0

    def next(self, found: int) -> Asked | None:
        """The next one to ask, where so many were found as yet; None when that is enough, or nothing is left to take back.
        What only makes sure that something is found at all is not taken back while something is."""
        while self.effect is not None and self.tries < MOST_TRIES and found < ENOUGH:
            self.effect = next(weaker(self.effect, mild=found > 0), None)
            if self.effect is None:
                return None
            less = replace(self.asked, effect=self.effect)
            query = less.search
            if replace(query, raised=()) == replace(self.before, raised=()):
                continue  # only an order would change, or what was ticked goes before it
            if not asks_for_help(query):
                return None
            self.before, self.tries = query, self.tries + 1
            return less
        return None


def _named(asked: Asked, search: Callable[[Query], Results]) -> tuple[Asked, Results] | None:
    """The words taken as they stand, where they are the name of a provider, or part of a listing's with a word that means
    nothing else: "fellowship house" is no fellowship. One more search for a few words that were read as something."""
    typed = fold(asked.query.text)
    read = asked.effect is not None and asked.understood is not None and bool(asked.understood.readings)
    if asked.effect is None or not read or not 1 < len(typed.split()) <= LONGEST_NAME:
        return None
    exact = replace(asked, exact=True, effect=None)
    found = search(_first(exact.search))
    told = {name for hit in found.hits[:NAMED] for name in _names(hit.listing, own=bool(asked.effect.words))}
    if not any(f" {typed} " in f" {name} " for name in told):
        return None
    if found.total < ENOUGH and asked.effect.chosen_needs:
        wider = _beside(asked)
        first = search(_first(wider.search))
        if first.hits and first.hits[0].listing.ref in {hit.listing.ref for hit in found.hits}:
            return wider, _kind_kept(wider, first if wider.search == _first(wider.search) else search(wider.search))
    return exact, search(exact.search)


def _first(query: Query) -> Query:
    """The first page of a question in its best order."""
    return replace(query, page=1, after="", order="best")


def _beside(asked: Asked) -> Asked:
    """The question for what has such a name, and behind it for what offers what the words mean: who looks for "meals on wheels"
    is helped by other meals, too."""
    effect, words = asked.effect, literal(asked.query.text)
    assert effect is not None  # noqa: S101 - asked for by `_named` alone
    all_words = tuple(word for one in words for word in one.words)
    need = Requirement(all_words, effect.chosen_needs, any_value=True)
    hints = tuple((word,) for word in all_words)
    less = replace(effect, chosen=(), excluded=(), times=(), age=None, place="", words="", needs=(need,), hints=hints)
    return replace(asked, named=None, effect=replace(less, meant=effect.chosen_needs, told=()))


def _names(listing: Listing, *, own: bool) -> Iterator[str]:
    yield fold(listing.organization.name)
    if own:
        yield fold(listing.name)


def _kind_kept(asked: Asked, results: Results) -> Results:
    """The answer without the offer to take back the kind of help that the words name: without it there is no search left, nor
    without all words where these are several needs of which any is enough."""
    if asked.effect is not None and asked.effect.meant:
        results = replace(results, relax=tuple(one for one in results.relax if one.kind != "words"))
    if asked.effect is None or "category" in dict(asked.query.chosen):
        return results
    return replace(results, relax=tuple(one for one in results.relax if (one.kind, one.facet) != ("facet", "category")))
