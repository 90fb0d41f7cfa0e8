"""The meaning of a search (architecture §5) as a plain scan over a list: no index, no cleverness. Read it to learn the search.

Readings where the text leaves room, besides those in oracle_facets and oracle_times:

- A listing answers to all three-valued filters together as it answers to the least of them: one no is a no, else one unknown is
  an unknown. `say` drops the unknown, `fit_all` keeps the noes as tier 2; each does only its own.
- `within_km` infinite is a circle that holds every located listing; what is not located must still serve the place.
- `Hit.km`: located and inside the circle; for a county, state or country every located hit, from its centre. A hit without `km`
  is there because it serves the area. Order "near" goes by the distance of the point, also of one outside the circle.
- Order "checked": the newer of a person's check and the provider's word, newest first; then the newest match to the source;
  what lacks a date comes after what has one.
- A relaxation keeps the circle that was used, except the one that widens it. Ties: units in the order of FACETS, then not_
  values in that order, time, age, words, within. An organization is no chip: it is never taken back.
- An update whose revision is not higher than the highest one known of that id changes nothing, whichever of the two it is.
  Withdrawn is gone for good until a newer revision or a rebuild, also when the index never had the listing.
- `after` is empty on the last page.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from directory.errors import Gone, NotFound
from directory.facets import FACETS, Answer
from directory.listing import Listing, fold, name_key, ref_of
from directory.query import Hit, Near, Query, Relaxation, Requirement, Results
from directory.taxonomy import values
from tests.oracle_facets import TWO_VALUED, Meaning, Said, declared, part, units
from tests.oracle_places import Ground
from tests.oracle_times import Clock, Hours
from tests.oracle_words import Text, Words

YES, UNKNOWN, NO = Answer.YES, Answer.UNKNOWN, Answer.NO
TIMES = tuple(values()["time"])

Chip = Literal["facet", "not", "time", "age", "words"]
Key = tuple[float | str | bytes, ...]


@dataclass(frozen=True, eq=False)
class Asked:
    """One thing a query asks for, and what a listing answers to it. `three`: an unknown is not a no."""

    kind: Chip | None  # None: not to be taken back
    answer: Callable[[Listing], Answer]
    three: bool = False
    facet: str = ""
    values: tuple[str, ...] = ()

    @property
    def moves_circle(self) -> bool:
        """Words and kinds of help decide how wide a search without `within` goes; ticking anything else never does."""
        return self.kind == "words" or self.facet == "category"


class Oracle:
    """A list of listings that answers like an Index."""

    meaning = Meaning()
    ground = Ground()
    words = Words()

    def __init__(self) -> None:
        self.generation = 0
        self.listings: dict[str, Listing] = {}
        self.revisions: dict[str, int] = {}
        self.texts: dict[str, Text] = {}
        self.heard: dict[str, Said] = {}
        self.hours = self.new_hours()

    def new_hours(self) -> Hours:
        """The meaning of hours; a planted fault gives another."""
        return Hours()

    # ---------------------------------------------------------------- what is known

    def rebuild(self, listings: Iterable[Listing]) -> None:
        """Take these and forget everything else; a failure on the way changes nothing."""
        whole = list(listings)
        self.generation += 1
        self.listings, self.revisions = {}, {}
        self.update(whole)

    def update(self, changed: Iterable[Listing], gone: Iterable[tuple[str, int]] = ()) -> None:
        """Take in what is newer than what is known."""
        for listing in changed:
            if self.newer(listing.revision, listing.id):
                self.revisions[listing.id] = listing.revision
                self.listings[listing.id] = listing
                self.heard[listing.ref] = self.meaning.said(listing)
                self.texts[listing.ref] = self.words.text(listing)
        for identifier, revision in gone:
            if self.newer(revision, identifier):
                self.revisions[identifier] = revision
                self.listings.pop(identifier, None)

    def newer(self, revision: int, identifier: str) -> bool:
        """Whether a revision is higher than all that was heard of that id."""
        return revision > self.revisions.get(identifier, -1)

    def get(self, ref: str) -> Listing:
        """The listing with that public id."""
        for listing in self.listings.values():
            if listing.ref == ref:
                return listing
        if ref in map(ref_of, self.revisions):
            raise Gone("withdrawn")
        raise NotFound("never here")

    # ---------------------------------------------------------------- the search

    def search(self, query: Query) -> Results:
        """The answer to a query."""
        asked = list(self.asked(query))
        radius = self.radius(query, asked)
        if query.near is not None:
            asked.append(self.at(query.near, radius))
        found = self.sort(query, self.found(query, asked))
        start = self.start(query)
        end = start + query.size
        tiers = [tier for _, tier in found]
        return Results(
            total=len(found),
            hits=tuple(self.hit(query, asked, radius, row=row) for row in found[start:end]),
            counts=self.counts(query, asked),
            left_out=self.left_out(query, asked),
            relax=tuple(self.relaxations(query, asked, radius, total=len(found))) if len(found) <= 3 else (),
            within_km=radius,
            after=f"{self.generation}:{end}" if end < len(found) else "",
            generation=str(self.generation),
            tiers=(tiers.count(0), tiers.count(1), tiers.count(2)),
        )

    def start(self, query: Query) -> int:
        """The place of the first hit of the page asked for."""
        if not query.after:
            return (query.page - 1) * query.size
        generation, _, start = query.after.partition(":")
        if int(generation) != self.generation:
            raise Gone("another generation")
        return int(start)

    def asked(self, query: Query) -> Iterator[Asked]:
        """Everything asked for but the place, in the order in which it is offered to be taken back."""
        means = self.meaning
        for facet, chosen in query.chosen:
            for unit in units(facet, chosen):
                yield Asked("facet", self.to_unit(query, facet, unit), facet not in TWO_VALUED, facet, unit)
        for facet, left in query.excluded:
            for value in left:
                yield Asked("not", self.to_exclusion(facet, value), facet not in TWO_VALUED, facet, (value,))
        if query.times:
            yield Asked("time", self.to_times(query, query.times), True)
        if (age := query.age) is not None:
            yield Asked("age", lambda listing: means.to_age(listing, age), True)
        if query.needs is not None:
            if needs := query.needs:
                yield Asked("words", lambda listing: YES if all(self.met(listing, need) for need in needs) else NO)
        elif words := fold(query.text).split():
            yield Asked("words", lambda listing: YES if self.words.said(self.texts[listing.ref], words) else NO)
        if query.organization:
            yield Asked(None, lambda listing: YES if listing.organization.key == query.organization else NO)

    def met(self, listing: Listing, need: Requirement) -> bool:
        """Whether a listing meets a need of the words."""
        return self.words.meets(self.texts[listing.ref], need, self.heard[listing.ref].yes)

    def to_unit(self, query: Query, facet: str, unit: tuple[str, ...]) -> Callable[[Listing], Answer]:
        """What answers to chosen values; of two-valued facets that words were read for what only says them in its own words
        leaves it open."""
        stated = self.to_part(facet, unit)
        if facet not in query.heard or facet not in TWO_VALUED:
            return stated
        said = {f"{facet}:{value}" for value in unit}
        return lambda listing: max(stated(listing), UNKNOWN if said & self.texts[listing.ref].says else NO)

    def to_part(self, facet: str, unit: tuple[str, ...]) -> Callable[[Listing], Answer]:
        """What answers to chosen values of which one is enough."""
        return lambda listing: self.meaning.to_part(self.heard[listing.ref], facet, unit)

    def to_exclusion(self, facet: str, value: str) -> Callable[[Listing], Answer]:
        """What answers to not_<facet>."""
        return lambda listing: self.meaning.to_exclusion(self.heard[listing.ref], facet, value)

    def to_times(self, query: Query, times: tuple[str, ...]) -> Callable[[Listing], Answer]:
        """What answers to chosen times."""
        return lambda listing: self.hours.answer(listing.sessions, times, Clock(query.moment, query.zone))

    # ---------------------------------------------------------------- combining

    def overall(self, listing: Listing, asked: list[Asked]) -> Answer | None:
        """The least answer to all that is asked where any is three-valued; None when a two-valued one drops the listing."""
        two = [one.answer(listing) for one in asked if not one.three]
        three = [one.answer(listing) for one in asked if one.three]
        if NO in two:
            return None
        return min(*two, *three, YES) if three else YES

    def tier(self, query: Query, listing: Listing, asked: list[Asked]) -> int | None:
        """0 when it says yes to all, 1 when it leaves something open, 2 when it says no; None when it is not shown."""
        answer = self.overall(listing, asked)
        if answer is None or (answer == NO and not query.fit_all) or (answer == UNKNOWN and query.say):
            return None
        return {YES: 0, UNKNOWN: 1, NO: 2}[answer]

    def found(self, query: Query, asked: list[Asked]) -> list[tuple[Listing, int]]:
        """Every listing that is shown, with its tier."""
        tiers = ((listing, self.tier(query, listing, asked)) for listing in self.lasting(query))
        return [(listing, tier) for listing, tier in tiers if tier is not None]

    def lasting(self, query: Query) -> Iterator[Listing]:
        """The listings whose last day is not over where it is over last on earth, twelve hours behind UTC."""
        day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=query.moment, hours=-12)).date()
        return (one for one in self.listings.values() if one.ends_on is None or one.ends_on >= day)

    def left_out(self, query: Query, asked: list[Asked]) -> int:
        """Listings that fit all else but say no."""
        return sum(self.overall(listing, asked) == NO for listing in self.lasting(query))

    def counts(self, query: Query, asked: list[Asked]) -> dict[str, dict[str, int]]:
        """For every value, how many say it when the alternatives chosen beside it are set aside."""
        counted = {}
        shown: dict[tuple[str, str], list[Listing]] = {}
        for facet in FACETS:
            counted[facet] = dict.fromkeys(declared(facet), 0)
            for value in declared(facet):
                others = [one for one in asked if not self.beside(one, facet, value)]
                key = (facet, part(facet, value)) if len(others) < len(asked) else ("", "")
                if key not in shown:
                    shown[key] = [listing for listing, _ in self.found(query, others)]
                counted[facet][value] = sum(f"{facet}:{value}" in self.heard[listing.ref].yes for listing in shown[key])
        untimed = [listing for listing, _ in self.found(query, [one for one in asked if one.kind != "time"])]
        counted["time"] = {time: sum(self.to_times(query, (time,))(listing) == YES for listing in untimed) for time in TIMES}
        return counted

    def beside(self, one: Asked, facet: str, value: str) -> bool:
        """Whether what is asked are alternatives to a value."""
        return one.kind == "facet" and one.facet == facet and part(facet, one.values[0]) == part(facet, value)

    def relaxations(self, query: Query, asked: list[Asked], radius: float | None, *, total: int) -> list[Relaxation]:
        """What taking one thing back would give, where it gives more; the most first."""
        gains = []
        for one in asked:
            if one.kind is not None:
                more = len(self.found(query, [other for other in asked if other is not one]))
                gains.append(Relaxation(kind=one.kind, facet=one.facet, values=one.values, total=more))
        if query.near is not None and radius is not None:
            rest = [one for one in asked if one.facet != "place"]
            wider = [
                Relaxation(kind="within", km=km, total=len(self.found(query, [*rest, self.at(query.near, km)])))
                for km in query.rungs()
                if km > radius
            ]
            gains += [gain for gain in wider if gain.total > total][:1]
        return sorted((gain for gain in gains if gain.total > total), key=lambda gain: -gain.total)

    # ---------------------------------------------------------------- place

    def at(self, near: Near, radius: float | None) -> Asked:
        """The place as something asked for; without a radius areas decide."""

        def answer(listing: Listing) -> Answer:
            here = self.ground.stands_in(listing, near) if radius is None else self.ground.inside(listing, near, radius)
            return YES if here or self.ground.serves(listing, near) else NO

        return Asked(None, answer, facet="place")

    def radius(self, query: Query, asked: list[Asked]) -> float | None:
        """The circle: none for wide places; the one asked for; else the first rung with ten, not smaller than the place."""
        near = query.near
        if near is None or near.wide:
            return None
        if query.within_km is not None:
            return query.within_km
        few = [one for one in asked if one.moves_circle]
        fitting = [listing for listing in self.lasting(query) if all(one.answer(listing) != NO for one in few)]
        for rung in query.rungs():
            if rung >= near.radius_km and sum(self.ground.inside(listing, near, rung) for listing in fitting) >= 10:
                return rung
        return query.rungs()[-1]

    # ---------------------------------------------------------------- order and hits

    def sort(self, query: Query, found: list[tuple[Listing, int]]) -> list[tuple[Listing, int]]:
        """By tier, then by the order asked for, then by name and ref; "best" is the engines' own within a tier."""
        return sorted(found, key=lambda row: (row[1], *self.key(query, row[0]), name_key(row[0]).encode(), row[0].ref))

    def key(self, query: Query, listing: Listing) -> Key:
        """What an order compares before the name."""
        if query.order == "near" and query.near is not None:
            return (self.ground.distance(listing, query.near),)
        if query.order == "soon":
            return (self.hours.minutes_to_start(listing.sessions, Clock(query.moment, query.zone)),)
        if query.order == "checked":
            told = listing.provenance
            people = [day for day in (told.checked_on, told.confirmed_on) if day is not None]
            return newest(max(people, default=None)), newest(told.seen_on)
        return ()

    def hit(self, query: Query, asked: list[Asked], radius: float | None, *, row: tuple[Listing, int]) -> Hit:
        """A listing found, with what it says to the chosen values."""
        listing, tier = row
        yes = self.heard[listing.ref].yes
        near, km = query.near, None
        if near is not None and self.ground.inside(listing, near, math.inf if radius is None else radius):
            km = self.ground.distance(listing, near)
        chosen = [one for one in asked if one.kind == "facet"]
        says = [(one.facet, value) for one in chosen for value in one.values if f"{one.facet}:{value}" in yes]
        open_ = [one for one in chosen if one.three and one.answer(listing) == UNKNOWN]
        asks = [(one.facet, value) for one in open_ for value in one.values]
        return Hit(
            listing=listing, tier=tier, km=km, serves=near is not None and km is None, matches=tuple(says), asks=tuple(asks)
        )


def newest(day: date | None) -> int:
    """Later days come first, none last."""
    return 0 if day is None else -day.toordinal()
