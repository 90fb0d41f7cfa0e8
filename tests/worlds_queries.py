"""Random queries about a world, drawn from its own edges: its values, words, ages, codes, rims, and the ends of its hours."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, get_args
from zoneinfo import ZoneInfo

from directory.facets import FACETS
from directory.geo import Point
from directory.listing import Listing
from directory.query import RUNGS, AreaKind, Near, Order, Query, Requirement
from tests.oracle import TIMES
from tests.oracle_facets import TWO_VALUED, Meaning, declared, group
from tests.oracle_places import Ground, kilometres
from tests.oracle_times import DAY, day_of, local_minute, midnight, starts_on
from tests.worlds import MILE, PLAIN, TODAY, Town, World, around, days_from

FIRST, LAST = 10, 365
"""Days from the day of building within which moments lie: all that "soon" looks ahead at is expanded by then."""
RIM = 0.0005
TOO_CLOSE = 0.0001
"""Kilometres: half a metre from a rim, a tenth of a metre between two distances (architecture §6)."""
NUDGES = (-1440, -600, -300, -200, -130, -61, -60, -31, -1, 0, 1, 29, 30, 59, 60, 61, 119, 120, 720)
AGES = (0, 1, 11, 12, 13, 14, 16, 17, 18, 19, 25, 26, 27, 58, 59, 60, 61, 64, 65, 66, 119, 120, 121)
DRESSES = ("{}", "{}", "{}", '"{}"', '"{}', "{}*", "({}", "-{}", "+{}", "🙂 {}", "{} …", "  {}\t", "'{}'")
NO_WORDS = ("", " ", '"', "***", "🙂", "…", "\u200f", "' '", "- -")


class Asker:
    """Draws queries about a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = random.Random(f"queries {world.seed} {world.size}")
        self.said = {listing.ref: Meaning().said(listing) for listing in world.listings}
        self.moments = [self.moment() for _ in range(14)]

    def query(self) -> Query:
        """A query that two right engines cannot answer differently by rounding."""
        return next(query for query in iter(self.draw, None) if self.clear(query))

    def draw(self) -> Query:
        """Any query."""
        rng, target = self.rng, self.rng.choice(self.world.listings)
        near = self.near(target) if rng.random() < 0.6 else None
        text = self.text(target)
        meant = {} if rng.random() < 0.6 else self.meant(target)
        return Query(
            text=text,
            **meant,
            near=near,
            within_km=self.within(near) if near is not None else None,
            unit=rng.choice(("mi", "mi", "km")),
            chosen=self.chosen(target),
            excluded=self.excluded(target),
            times=tuple(rng.sample(TIMES, k=rng.choice((1, 1, 2, 3)))) if rng.random() < 0.35 else (),
            age=self.age(target) if rng.random() < 0.25 else None,
            say=rng.random() < 0.15,
            fit_all=rng.random() < 0.15,
            organization=target.organization.key if rng.random() < 0.08 else "",
            order=rng.choice((*get_args(Order), "soon")),
            page=rng.choice((1, 1, 1, 1, 2, 3)),
            size=rng.choice((1, 3, 10, 20, 50)),
            moment=rng.choice(self.moments),
            zone=rng.choice([town.zone for town in self.world.towns]),
            home=rng.choice(("", "us", self.world.towns[0].codes[-1])),
        )

    def text(self, target: Listing) -> str:
        """Words, most of the time of a listing, in odd dress; or nothing that is a word."""
        if self.rng.random() < 0.65:
            return self.rng.choice(NO_WORDS)
        own = [word for word in PLAIN if word in f"{target.name} {target.description}".split()]
        words = [self.rng.choice(own or PLAIN) for _ in range(self.rng.choice((1, 1, 2)))]
        if self.rng.random() < 0.3:
            words.append(self.rng.choice(PLAIN))
        return " ".join(self.rng.choice(DRESSES).format(word) for word in words)

    def meant(self, target: Listing) -> dict[str, Any]:
        """What words may be understood to need, to raise and to be worth, as `params` asks it of an index."""
        words = [tuple(word) if "\u4e00" <= word[0] <= "\u9fff" else (word,) for word in self.rng.sample(PLAIN, k=4)]
        pairs = [
            (facet, value)
            for facet in ("category", "topic", "audience")
            for value in self.pick(self.values_of(target, facet), self.world.pools[facet], 2)
        ]
        needs = [self.need(words, pairs) for _ in range(self.rng.choice((0, 0, 1, 1, 2)))]
        return {
            "needs": tuple(needs),
            "hints": tuple((word,) for word in words[:2]) if self.rng.random() < 0.7 else (tuple(words[:2]),),
            "told": tuple(words[2:3]) if self.rng.random() < 0.4 else (),
            "urgent": tuple(words[3:]) if self.rng.random() < 0.2 else (),
            "raised": tuple(dict.fromkeys(self.rng.sample(pairs, k=min(len(pairs), self.rng.choice((0, 1, 2)))))),
            "meant": tuple(pairs[2:4]),
            "heard": self.rng.choice(((), ("category", "topic"), ("topic",))),
        }

    def need(self, words: list[tuple[str, ...]], pairs: list[tuple[str, str]]) -> Requirement:
        """Some words, perhaps met by values as well."""
        said = tuple(self.rng.sample(words, k=self.rng.choice((1, 1, 2))))
        values = tuple(dict.fromkeys(self.rng.sample(pairs, k=min(len(pairs), self.rng.choice((0, 1, 2, 3))))))
        return Requirement(said, values, any_word=self.rng.random() < 0.5, any_value=self.rng.random() < 0.5)

    def values_of(self, target: Listing, facet: str) -> list[str]:
        """The values of a facet that a listing says."""
        return [value for value in declared(facet) if f"{facet}:{value}" in self.said[target.ref].yes]

    def chosen(self, target: Listing) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Values of a few facets, most of them what a listing says."""
        facets = self.rng.sample(list(FACETS), k=self.rng.choice((0, 0, 1, 1, 2, 3)))
        picked = [(facet, self.values(target, facet)) for facet in FACETS if facet in facets]
        return tuple((facet, values) for facet, values in picked if values)

    def values(self, target: Listing, facet: str) -> tuple[str, ...]:
        """Some values of a facet that may be chosen."""
        ticked = [value for value in declared(facet) if group(facet, value) != "need"]
        own = [value for value in ticked if f"{facet}:{value}" in self.said[target.ref].yes]
        pool = [value for value in self.world.pools[facet] if value in ticked]
        count = self.rng.choice((1, 1, 2, 3))
        return tuple(
            dict.fromkeys(self.rng.choice((own or ticked, own or pool, pool or ticked)) and self.pick(own, pool, count))
        )

    def pick(self, own: list[str], pool: list[str], count: int) -> list[str]:
        """So many values, now of a listing, now of the world."""
        lists = [found for found in (own, own, pool) if found]
        return [self.rng.choice(self.rng.choice(lists)) for _ in range(count)] if lists else []

    def excluded(self, target: Listing) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Values to leave out: those with an unknown more often."""
        if self.rng.random() < 0.75:
            return ()
        facets = self.rng.sample(
            [*FACETS, *(facet for facet in FACETS if facet not in TWO_VALUED)], k=self.rng.choice((1, 1, 2))
        )
        own = {
            facet: [value for value in declared(facet) if f"{facet}:{value}" in self.said[target.ref].yes] for facet in facets
        }
        picked = [
            (facet, self.pick(own[facet], self.world.pools[facet], self.rng.choice((1, 2))))
            for facet in FACETS
            if facet in facets
        ]
        return tuple((facet, tuple(dict.fromkeys(values))) for facet, values in picked)

    def age(self, target: Listing) -> int:
        """An age on, next to, or far from a limit."""
        limits = [age for age in (target.eligibility.minimum_age, target.eligibility.maximum_age) if age is not None]
        return max(0, self.rng.choice([age + step for age in limits for step in (-1, 0, 1)] or AGES))

    # ---------------------------------------------------------------- place

    def near(self, target: Listing) -> Near:
        """A place of any kind: a town, the areas around it, or a spot."""
        rng, town = self.rng, self.rng.choice(self.world.towns)
        kind: AreaKind = rng.choice(
            ("zip", "city", "point", "point", "county", "state", "country")
            if len(town.codes) == 4
            else ("city", "point", "state", "country")
        )
        level = {"country": -1, "state": -2, "county": -3}.get(kind, 0)
        codes = (*town.codes[level:], "world")
        return Near(
            label=town.name,
            kind=kind,
            point=self.centre(town, target) if kind == "point" else town.point.rounded(),
            codes=(*codes, "us-zip-94602") if kind in ("city", "county") and "us" in codes else codes,
            areas=codes[:1] if level else (),
            radius_km=rng.choice((0.0, 3.0, 9.0, 20.0, 200.0)) if kind == "city" else 0.0,
            zone=town.zone,
        )

    def centre(self, town: Town, target: Listing) -> Point:
        """A spot in a town or where a listing is."""
        point = Ground().point(target)
        if point is not None and self.rng.random() < 0.4:
            return point
        return around(town.point, self.rng.uniform(0, 30), self.rng.uniform(0, 2 * math.pi))

    def within(self, near: Near) -> float | None:
        """No radius, any distance, a rung, or a metre less or more than what it takes to reach a listing."""
        kind = self.rng.random()
        if kind < 0.55:
            return None
        if kind < 0.65:
            return math.inf
        distances = [ground for ground in (Ground().distance(one, near) for one in self.world.listings) if 0.01 < ground < 2000]
        if kind < 0.8 and distances:
            return self.rng.choice(distances) + self.rng.choice((-0.001, 0.001))
        return self.rng.choice(RUNGS) * self.rng.choice((MILE, 1.0))

    def clear(self, query: Query) -> bool:
        """Whether nothing lies so near to a rim, or two distances to each other, that rounding decides."""
        near = query.near
        if near is None:
            return True
        points = sorted(
            {point for one in self.world.listings if (point := Ground().point(one))}, key=lambda p: kilometres(near.point, p)
        )
        distances = [kilometres(near.point, point) for point in points]
        rims = [*query.rungs(), query.within_km or math.inf]
        if any(abs(distance - rim) < RIM for distance in distances for rim in rims):
            return False
        return query.order != "near" or all(after - before >= TOO_CLOSE for before, after in pairwise(distances))

    # ---------------------------------------------------------------- time

    def moment(self) -> int:
        """A minute of the year: any, around a change of clocks, or at the ends of some hours."""
        kind = self.rng.random()
        zone = self.rng.choice([town.zone for town in self.world.towns])
        if kind < 0.3 and (changes := clock_changes(zone)):
            return self.rng.choice(changes) + self.rng.choice(NUDGES)
        if kind < 0.75 and (ends := self.ends()):
            return self.rng.choice(ends) + self.rng.choice((-1, 0, 1, -30, -28 * DAY, -28 * DAY - 1, -28 * DAY + 1))
        return unix(midnight(TODAY) + self.rng.randint(FIRST * DAY, LAST * DAY), "UTC")

    def ends(self) -> list[int]:
        """The first minutes in and the first minutes after an occurrence of a few sessions."""
        found = []
        for listing in self.rng.sample(self.world.listings, k=min(20, len(self.world.listings))):
            for session in listing.sessions or ():
                days = [day for day in days_from(FIRST + 30, LAST - 10) if session.zone and starts_on(session, day)]
                if days:
                    start = midnight(self.rng.choice(days))
                    found += [unix(start + session.start, session.zone), unix(start + session.end, session.zone)]
        return found

    def edges(self) -> list[Query]:
        """At the first and last minute of each session once, and at the minutes beside them: who is open, who opens next?"""
        found = []
        for listing in self.world.listings:
            for session in listing.sessions or ():
                day = next((day for day in days_from(FIRST + 30, LAST - 10) if session.zone and starts_on(session, day)), None)
                if day is not None:
                    ends = (unix(midnight(day) + minute, session.zone) for minute in (session.start, session.end))
                    moments = [moment for end in ends for moment in (end - 1, end)]
                    found += [Query(order="soon", times=("now",), fit_all=True, size=500, moment=moment) for moment in moments]
        return [*found, *self.clocks()]

    def clocks(self) -> list[Query]:
        """Hours before the clocks of each zone change: who meets next, by the clock of then?"""
        zones = {town.zone for town in self.world.towns}
        changes = sorted({change for zone in zones for change in clock_changes(zone)})
        return [Query(order="soon", size=500, moment=change - before) for change in changes for before in (90, 600, 1200)]


def unix(minute: int, zone: str) -> int:
    """A moment at which a zone's clock shows a local minute."""
    day = day_of(minute)
    wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minute % DAY)
    return int(wall.timestamp()) // 60


@cache
def clock_changes(zone: str) -> list[int]:
    """The first minutes of a changed clock within the year."""
    start, end = (
        int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) // 60
        for day in days_from(FIRST, LAST)[:: LAST - FIRST - 1]
    )
    ahead = [(moment, local_minute(moment, zone) - moment) for moment in range(start, end, 15)]
    return [moment for (_, before), (moment, after) in pairwise(ahead) if before != after]
