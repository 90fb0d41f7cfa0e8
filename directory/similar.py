"""Help like a listing, and help close to what was asked: the questions for an index, and which of the answers are shown.

Likeness is of kind of help, topics, audience and place, never of words: listings of one source share their boilerplate. All
goes through `Index.search`, so both engines mean the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from directory.facets import FACETS, answers, declared
from directory.geo import Point, ancestors
from directory.listing import Listing, located
from directory.places.gazetteer import Gazetteer
from directory.query import Hit, Near, Query, Results
from directory.taxonomy import lineage

MOST = 4
"""Shown at most."""
ENOUGH = 3
"""With fewer a wider question is asked, one at most: pages that show likenesses cost two searches then, else one."""
LOOKED_THROUGH = 24
"""Hits looked through: sites of one organization stand together, and all but one of them fold. Each costs 0.1 ms to read (at
200,000 listings 40 took a third longer in the 95th percentile)."""
MOST_AREAS = 20
"""Areas of a listing whose counties and states are looked up; some serve hundreds of ZIP codes of one county."""
STATED = ("audience", "faith", "culture")
"""Facets that raise a listing by what this one states itself."""
KEPT = frozenset({"category", "topic", "language", "audience"})
"""What help close to a question still has to fit: its need, and who is spoken to (pages §4.4: never without saying so)."""
OF_ONE_NATURE = frozenset({"mental-health", "recovery", "support-groups", "family-caregivers"})
"""Trunks of the tree whose kinds stand in for each other; a pantry is no help like a ride, though both are practical."""
Pairs = tuple[tuple[str, str], ...]
Search = Callable[[Query], Results]


def whereabouts(listing: Listing, places: Gazetteer) -> Near:
    """The place of help like a listing: around its point, or, without a public one, what serves an area it declares.

    A hidden place has no point here, so its neighbours say no more of it than its own page: the areas it serves.
    """
    point = located(listing)
    return places.at(point) if point is not None else _served(listing.coverage or ("world",), places)


def _served(coverage: tuple[str, ...], places: Gazetteer) -> Near:
    """An area without a circle: found is what serves all of one of the codes; `areas` stays empty, because what lies or
    serves only somewhere inside does not stand in for what serves the whole."""
    codes, point = dict.fromkeys(coverage), Point(0.0, 0.0)
    for place, code in enumerate(coverage[:MOST_AREAS]):
        known = places.area(code)
        point = known.point if known and not place else point
        above = [other for other in known.codes if "-zip-" not in other] if known else ancestors(code)
        codes |= dict.fromkeys(above)
    return Near(label="", kind="county", point=point, codes=tuple(codes))


def questions(listing: Listing, base: Query) -> tuple[Query, ...]:
    """What to ask for help like a listing, the narrower question first; `base` has the place, the clock and the unit.

    First the same kind, reached in the same ways. Then its topics, whatever the kind, or without topics the kind above.
    What it is about and whom it is for is raised in both.
    """
    kinds = tuple(dict.fromkeys(listing.categories))
    if not kinds:
        return ()
    said = answers(listing).yes
    topics, stated = _ordered("topic", said["topic"]), tuple(_stated(listing))
    about = (*_pairs("topic", topics), *stated)
    modes = _ordered("mode", listing.modes)
    same = (("category", kinds), ("mode", modes)) if modes else (("category", kinds),)
    first = replace(base, chosen=same, raised=(*(_pairs("category", kinds) if len(kinds) > 1 else ()), *about))
    above = tuple(dict.fromkeys(lineage(slug)[1] for slug in kinds if len(lineage(slug)) > 1))
    wider = (("topic", topics),) if topics else (("category", above),) if above else ()
    if not wider:
        return (first,)
    return first, replace(base, chosen=wider, raised=(*_pairs("category", (*kinds, *above)), *about))


def _stated(listing: Listing) -> Iterator[tuple[str, str]]:
    for facet in STATED:
        values = set(getattr(listing, FACETS[facet].field)) | set(listing.only if facet == "audience" else ())
        yield from _pairs(facet, _ordered(facet, values))
    yield from _pairs("language", [value for value in _ordered("language", listing.languages) if value != "en"])


def _ordered(facet: str, values: Iterable[str]) -> tuple[str, ...]:
    picked = set(values)
    return tuple(value for value in declared(facet) if value in picked)


def _pairs(facet: str, values: Iterable[str]) -> Pairs:
    return tuple((facet, value) for value in values)


def similar(listing: Listing, base: Query, search: Search) -> tuple[Hit, ...]:
    """Help like a listing, at most MOST, one of each organization: in one search, in two where the first finds too few.

    Distances are from its own point; without a public point there are none.
    """
    from_point = located(listing) is not None
    found: tuple[Hit, ...] = ()
    for query in questions(listing, replace(base, size=LOOKED_THROUGH, order="best")):
        hits = (hit for hit in search(query).hits if _alike(listing, hit.listing))
        found = tuple(islice(folded(chain(found, hits), listing), MOST))
        if len(found) >= ENOUGH:
            break
    return tuple(replace(hit, serves=False, km=hit.km if from_point else None) for hit in found)


def _alike(listing: Listing, other: Listing) -> bool:
    """Whether they share a kind that is more than a trunk, or something they are about, and the other does not turn away whom
    this one speaks to or is for."""
    theirs = answers(other)
    for facet, mine in (("language", listing.languages), ("audience", (*listing.audiences, *listing.only))):
        if mine and set(mine) <= theirs.no[facet]:
            return False
    above = (slug for kind in listing.categories for slug in lineage(kind) if len(lineage(slug)) > 1 or slug in OF_ONE_NATURE)
    kinds = {*listing.categories, *above}
    return not kinds.isdisjoint(theirs.yes["category"]) or bool(shared(listing, other))


def shared(listing: Listing, other: Listing) -> Pairs:
    """The (facet, value) pairs that make another like a listing, in the order of the facets."""
    theirs = answers(other).yes
    named = {"category": set(listing.categories), "topic": set(answers(listing).yes["topic"])}
    for facet, value in _stated(listing):
        named.setdefault(facet, set()).add(value)
    return tuple(pair for facet in named for pair in _pairs(facet, _ordered(facet, named[facet] & theirs[facet])))


def folded(hits: Iterable[Hit], listing: Listing | None = None) -> Iterator[Hit]:
    """The hits without the listing itself and its other meetings, one of each organization."""
    seen: set[str] = set()
    for hit in hits:
        other = hit.listing
        if listing is not None and (other.id == listing.id or _meets_with(other, listing)):
            continue
        if (key := other.organization.key or other.id) not in seen:
            seen.add(key)
            yield hit


def _meets_with(other: Listing, listing: Listing) -> bool:
    return bool(listing.group) and (other.group, other.organization.key) == (listing.group, listing.organization.key)


def closer(query: Query) -> tuple[Query, ...]:
    """What to ask for help close to a question that found nothing; empty where it names no kind of help and no topic.

    The need, the language, the audience, the age and what is left out stay; words, hours, costs and ways in only raise. Then
    the need itself is widened: to its topics alone, or to the kinds above.
    """
    chosen = dict(query.chosen)
    kept = tuple((facet, values) for facet, values in query.chosen if facet in KEPT)
    needs = tuple(facet for facet in ("category", "topic") if facet in chosen)
    if not needs:
        return ()
    wished = tuple(pair for facet, values in query.chosen if facet not in KEPT for pair in _pairs(facet, values))
    plain = replace(query, text="", needs=None, within_km=None, times=(), say=False, organization="", order="best", page=1)
    first = replace(plain, after="", fit_all=False, size=LOOKED_THROUGH, chosen=kept, raised=(*query.raised, *wished))
    return (first, *_widened(first, chosen))


def _widened(first: Query, chosen: dict[str, tuple[str, ...]]) -> Iterator[Query]:
    kinds = chosen.get("category", ())
    others = tuple(pair for pair in first.chosen if pair[0] != "category")
    above = tuple(dict.fromkeys(lineage(slug)[1] for slug in kinds if len(lineage(slug)) > 1))
    if kinds and ("topic" in chosen or above):
        wider = others if "topic" in chosen else (("category", above), *others)
        yield replace(first, chosen=wider, raised=(*first.raised, *_pairs("category", kinds)))


def close(query: Query, search: Search) -> tuple[Hit, ...]:
    """Help close to a question that found nothing, at most MOST, one of each organization; in two searches at most."""
    found: tuple[Hit, ...] = ()
    for wider in closer(query):
        found = tuple(islice(folded((*found, *search(wider).hits)), MOST))
        if len(found) >= ENOUGH:
            break
    return found
