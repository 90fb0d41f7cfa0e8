"""Random worlds tell a faulty meaning from the true one: each fault planted into the oracle is found by the default seed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest

from directory.facets import Answer
from directory.geo import Point, box_around
from directory.listing import Listing, name_key
from directory.query import Near, Query, Relaxation
from directory.schedule import Session
from tests.compare import wrong
from tests.oracle import Asked, Oracle
from tests.oracle_facets import Meaning, Said
from tests.oracle_places import LOCAL_MODES, Ground
from tests.oracle_times import Clock, Hours, Window, day_of
from tests.oracle_words import Text, Words
from tests.test_conformance import SEED
from tests.worlds import World
from tests.worlds_queries import Asker

YES, UNKNOWN, NO = Answer.YES, Answer.UNKNOWN, Answer.NO
WORLDS = {30: 130, 150: 130}


class UnknownIsNo(Meaning):
    def to_part(self, said: Said, facet: str, chosen: tuple[str, ...]) -> Answer:
        answer = super().to_part(said, facet, chosen)
        return NO if answer == UNKNOWN else answer


class DeniedIsUnknown(Meaning):
    def denied(self, listing: Listing, yes: set[str]) -> set[str]:
        return set()


class NoAncestors(Meaning):
    def with_ancestors(self, slugs: Iterable[str]) -> set[str]:
        return set(slugs)


class DonationIsNotFree(Meaning):
    def stated(self, listing: Listing) -> set[str]:
        yes = super().stated(listing)
        return yes if "free" in listing.costs else yes - {"cost:free"}


class OnlyIsForgotten(Meaning):
    def stated(self, listing: Listing) -> set[str]:
        return super().stated(replace(listing, only=()))

    def denied(self, listing: Listing, yes: set[str]) -> set[str]:
        return super().denied(replace(listing, only=()), yes)


class ImpliedInSpiteOfDenial(Meaning):
    def stated(self, listing: Listing) -> set[str]:
        return super().stated(replace(listing, denied=()))


class AnyGroupLiftsANo(Meaning):
    def to_part(self, said: Said, facet: str, chosen: tuple[str, ...]) -> Answer:
        if any(f"{facet}:{value}" in said.yes for value in chosen):
            return YES
        return super().to_part(said, facet, chosen)


class AgeLimitExcluded(Meaning):
    def to_age(self, listing: Listing, age: int) -> Answer:
        answer = super().to_age(listing, age)
        return NO if answer == YES and age == listing.eligibility.maximum_age else answer


class ExclusionKeepsOnlyNoes(Meaning):
    def to_exclusion(self, said: Said, facet: str, value: str) -> Answer:
        return NO if f"{facet}:{value}" in said.yes else YES


class BoxForCircle(Ground):
    def inside(self, listing: Listing, near: Near, radius: float) -> bool:
        point = self.point(listing)
        if point is None or math.isinf(radius):
            return point is not None
        box = box_around(near.point, radius)
        east = (point.lon - box.west) % 360 <= (box.east - box.west) % 360 or box.east - box.west >= 360
        return box.south <= point.lat <= box.north and east


class FlatEarth(Ground):
    def distance(self, listing: Listing, near: Near) -> float:
        point = self.point(listing)
        if point is None:
            return math.inf
        east = (point.lon - near.point.lon) * math.cos(math.radians(near.point.lat))
        return math.hypot(point.lat - near.point.lat, east) * 111.195


class HiddenPointIndexed(Ground):
    def point(self, listing: Listing) -> Point | None:
        if listing.place is not None and listing.place.visibility == "hidden" and LOCAL_MODES & set(listing.modes):
            return Point(37.8044, -122.2712)
        return super().point(listing)


class OfficeMakesLocal(Ground):
    def point(self, listing: Listing) -> Point | None:
        return listing.place.point if listing.place else None


class RadiusAlone(Ground):
    def serves(self, listing: Listing, near: Near) -> bool:
        return False


class NoNarrowerCodes(Ground):
    def serves(self, listing: Listing, near: Near) -> bool:
        return bool(set(near.codes) & set(listing.coverage))


class PrefixIsInside(Ground):
    def stands_in(self, listing: Listing, near: Near) -> bool:
        return listing.place is not None and bool(set(listing.place.codes) & set(near.codes))


class AnyWord(Words):
    def said(self, text: Text, words: list[str]) -> bool:
        return any(self.one_said(text, word) for word in words)


class WordsOfTheNameAlone(Words):
    def text(self, listing: Listing) -> Text:
        return super().text(replace(listing, description="", keywords=(), application=""))


class ClosedEnd(Hours):
    def going_on(self, start: int, end: int, now: int) -> bool:
        return start <= now <= end


class AnyOverlap(Hours):
    def fits(self, start: int, end: int, window: Window) -> bool:
        return start < window.end and window.start < end


class StartAlone(Hours):
    def fits(self, start: int, end: int, window: Window) -> bool:
        return window.start <= start < window.end


class UnknownHoursAreClosed(Hours):
    def answer(self, sessions: tuple[Session, ...] | None, times: tuple[str, ...], clock: Clock) -> Answer:
        answer = super().answer(sessions, times, clock)
        return NO if answer == UNKNOWN else answer


class EveryWeek(Hours):
    def occurrences(self, session: Session, now: int) -> list[tuple[int, int]]:
        return super().occurrences(replace(session, interval=1), now)


class NoDaysOff(Hours):
    def occurrences(self, session: Session, now: int) -> list[tuple[int, int]]:
        return super().occurrences(replace(session, except_dates=()), now)


class WeekDoesNotWrap(Hours):
    def in_window(self, session: Session, window: Window, now: int) -> bool:
        if not window.weekly:
            return super().in_window(session, window, now)
        return any(self.fits(start, end, window) for start, end in self.weekly(session, day_of(now)))


class OnlineByItsOwnClock(Hours):
    def windows(self, session: Session, times: tuple[str, ...], clock: Clock) -> list[Window]:
        return super().windows(replace(session, online=False), times, clock)


class TomorrowsOffset(Hours):
    def wait(self, zone: str, moment: int, start: int) -> int:
        return start - self.offsets(zone, moment)[0][1] - moment


class OwnChoiceKept(Oracle):
    def beside(self, one: Asked, facet: str, value: str) -> bool:
        return False


class WholeFacetAside(Oracle):
    def beside(self, one: Asked, facet: str, value: str) -> bool:
        return one.kind == "facet" and one.facet == facet


class TiersForgotten(Oracle):
    def tier(self, query: Query, listing: Listing, asked: list[Asked]) -> int | None:
        tier = super().tier(query, listing, asked)
        return 0 if tier == 1 else tier


class EveryFilterMovesTheCircle(Oracle):
    def radius(self, query: Query, asked: list[Asked]) -> float | None:
        return super().radius(query, [replace(one, facet="category") if one.kind else one for one in asked])


class LadderOfAllFound(Oracle):
    def radius(self, query: Query, asked: list[Asked]) -> float | None:
        return super().radius(query, [])


class LeftOutWithoutTheUnsure(Oracle):
    def left_out(self, query: Query, asked: list[Asked]) -> int:
        return super().left_out(query, [one for one in asked if one.kind not in ("age", "not")])


class RelaxedInTheOrderAsked(Oracle):
    def relaxations(self, query: Query, asked: list[Asked], radius: float | None, *, total: int) -> list[Relaxation]:
        return sorted(super().relaxations(query, asked, radius, total=total), key=lambda one: one.total)


class NamesAsWritten(Oracle):
    def sort(self, query: Query, found: list[tuple[Listing, int]]) -> list[tuple[Listing, int]]:
        return sorted(found, key=lambda row: (row[1], *self.key(query, row[0]), row[0].name, row[0].ref))


class TiersLast(Oracle):
    def sort(self, query: Query, found: list[tuple[Listing, int]]) -> list[tuple[Listing, int]]:
        return sorted(found, key=lambda row: (*self.key(query, row[0]), name_key(row[0]), row[1], row[0].ref))


class OlderWins(Oracle):
    def newer(self, revision: int, identifier: str) -> bool:
        return True


class EqualWins(Oracle):
    def newer(self, revision: int, identifier: str) -> bool:
        return revision >= self.revisions.get(identifier, -1)


class WithdrawalForgotten(Oracle):
    def newer(self, revision: int, identifier: str) -> bool:
        return identifier not in self.listings or super().newer(revision, identifier)


class StaleGeneration(Oracle):
    def rebuild(self, listings: Iterable[Listing]) -> None:
        if not self.generation:
            super().rebuild(listings)


def planted(fault: type[object]) -> Oracle:
    """An oracle with a fault in one rule, or one that is faulty itself."""
    if issubclass(fault, Oracle):
        return fault()
    oracle = Oracle()
    for name, kind in PARTS.items():
        if issubclass(fault, kind):
            setattr(oracle, name, fault())
    return oracle


PARTS: dict[str, type] = {"meaning": Meaning, "ground": Ground, "words": Words, "hours": Hours}
ON_UPDATES = (OlderWins, EqualWins, WithdrawalForgotten, StaleGeneration)


def faults_of(kind: type[object]) -> list[type[object]]:
    """The faults of a kind that stand in this file."""
    return [fault for fault in kind.__subclasses__() if fault.__module__ == __name__]


FAULTS = [*faults_of(Meaning), *faults_of(Ground), *faults_of(Words), *faults_of(Hours), *faults_of(Oracle)]


@cache
def asked(size: int) -> tuple[World, list[Query], Oracle]:
    """The world of the default seed, what the conformance suite asks of it, and the true answers."""
    world = World(SEED, size)
    asker, true = Asker(world), Oracle()
    true.rebuild(world.listings)
    return world, [*(asker.query() for _ in range(WORLDS[size])), *asker.clocks()], true


@pytest.mark.long
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in ON_UPDATES], ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: type[object]) -> None:
    for size in WORLDS:
        world, queries, true = asked(size)
        faulty = planted(fault)
        faulty.rebuild(world.listings)
        if any(wrong(faulty, true, query) for query in queries):
            return
    pytest.fail(f"no query of the default seed tells {fault.__name__} from the truth")


@pytest.mark.parametrize("fault", ON_UPDATES, ids=lambda fault: fault.__name__)
def test_a_planted_fault_of_updates_is_found(fault: type[Oracle]) -> None:
    world, true, faulty = World(SEED, 60), Oracle(), fault()
    before, after = world.listings[:30], list(world.listings)
    for oracle in (true, faulty):
        oracle.rebuild(before)
        oracle.rebuild(after)
    for changed, gone in world.changes():
        true.update(changed, gone)
        faulty.update(changed, gone)
    assert set(faulty.listings.values()) != set(true.listings.values())
