"""Random worlds: listings full of the edges that break a search. All is invented; the same seed, the same world."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from directory.facets import AGES, FACETS
from directory.geo import Point
from directory.listing import Address, Eligibility, Listing, Organization, Place, Provenance, Visibility, ref_of
from directory.taxonomy import categories
from tests.oracle_facets import TWO_VALUED, declared
from tests.oracle_words import SAYINGS
from tests.worlds_hours import hours

TODAY = date(2026, 2, 10)
"""The day on which every index of a world is built."""

MILE = 1.609344


@dataclass(frozen=True)
class Town:
    """Somewhere listings are: `codes` from the ZIP or the narrowest area to the country."""

    name: str
    point: Point
    codes: tuple[str, ...]
    zone: str


TOWNS = (
    Town("Oakland", Point(37.8044, -122.2712), ("us-zip-94601", "us-ca-001", "us-ca", "us"), "America/Los_Angeles"),
    Town("Phoenix", Point(33.4484, -112.074), ("us-zip-85004", "us-az-013", "us-az", "us"), "America/Phoenix"),
    Town("Kingston", Point(41.927, -73.9974), ("us-zip-12401", "us-ny-111", "us-ny", "us"), "America/New_York"),
    Town("Oxford", Point(51.752, -1.2577), ("gb-eng", "gb"), "Europe/London"),
    Town("St. John's", Point(47.5615, -52.7126), ("ca-nl", "ca"), "America/St_Johns"),
    Town("Sydney", Point(-33.8688, 151.2093), ("au-nsw", "au"), "Australia/Sydney"),
    Town("Lord Howe", Point(-31.5553, 159.0821), ("au-nsw", "au"), "Australia/Lord_Howe"),
    Town("Waitangi", Point(-43.9535, -176.5597), ("nz-cit", "nz"), "Pacific/Chatham"),
    Town("Kathmandu", Point(27.7172, 85.324), ("np-p3", "np"), "Asia/Kathmandu"),
    Town("Waiyevo", Point(-16.7895, 179.9862), ("fj-n", "fj"), "Pacific/Fiji"),
    Town("North Pole", Point(89.97, 12.0), ("xn-pole", "xn"), "UTC"),
    Town("South Pole", Point(-90.0, 0.0), ("aq-pole", "aq"), "Antarctica/Troll"),
)

PLAIN = (
    "zorvak",
    "quimtor",
    "brelnik",
    "daxum",
    "vontrek",
    "plimzor",
    "korvat",
    "x7k2",
    "k9",
    "гимтор",
    "زقطم",
    "梅竹松柏",
    "竹松",
)
"""Words that no analyzer changes and no vocabulary knows; the last is inside the one before."""
ODD = (
    '"',
    "AND OR NOT NEAR *",
    "🙂",
    "",
    "(",
    "zorvak OR",
    "* *",
    'say "daxum"',
    "-- ; DROP",
    "\\",
    "%_",
    "\u200f",
    "ﷺ",
    "🧑‍🧑‍🧒",
)
NAMES = (
    "",
    "🙂",
    "Zorvak",
    "zorvak",
    "ZÖRVÁK",
    "Álamo",
    "alamo",
    "Brelnik Daxum",
    "x7k2",
    "x" * 199,
    "x" * 201,
    "гимтор",
    "梅",
)
MODES = (("in-person",), ("in-person",), ("phone",), ("in-person", "video"), ("mobile-unit",), ("home-visit",))
LIMITS = (None, None, 0, 1, 12, 13, 17, 18, 25, 26, 59, 60, 65, 120)
DAYS = (None, date(2025, 1, 1), date(2025, 12, 31), date(2026, 2, 1), date(2026, 2, 9))


def around(centre: Point, km: float, bearing: float) -> Point:
    """The point so far away in a direction (radians), rounded as published points are."""
    angle, lat = km / 6371.0087714, math.radians(centre.lat)
    north = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(bearing))
    east = math.atan2(math.sin(bearing) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(north))
    return Point(math.degrees(north), (centre.lon + math.degrees(east) + 540) % 360 - 180).rounded()


class World:
    """A list of listings drawn from a seed, and the pools they were drawn from."""

    def __init__(self, seed: int, size: int) -> None:
        self.seed, self.size = seed, size
        self.rng = random.Random(f"world {seed} {size}")
        self.towns = self.rng.sample(TOWNS, k=min(len(TOWNS), 2 + size // 60))
        self.pools = {facet: self._pool(facet) for facet in FACETS}
        self.revision = 0
        self.listings = [self.listing(number) for number in range(size)]

    def __repr__(self) -> str:
        return f"World(seed={self.seed}, size={self.size})"

    def _pool(self, facet: str) -> list[str]:
        """Few values, so that listings share them; whole groups, so that they exclude each other."""
        if facet == "category":
            crowd = self.rng.sample(list(categories()), k=8)
            usual = ("recovery/twelve-step", "support-groups/grief", "culture/veterans", "crisis/topic-helplines")
            return [*crowd, *usual, "practical/food/pantries"]
        if facet == "topic":
            return [*self.rng.sample(declared(facet), k=9), "anxiety", "brain-injury"]
        return self.rng.sample(declared(facet), k=min(len(declared(facet)), 9))

    def some(self, pool: Sequence[str], likely: float, most: int = 3) -> tuple[str, ...]:
        """Some values of a pool, none of them if unlikely."""
        if self.rng.random() > likely:
            return ()
        return tuple(self.rng.sample(list(pool), k=self.rng.randint(1, min(most, len(pool)))))

    def listing(self, number: int) -> Listing:
        """A listing of any kind."""
        rng, town = self.rng, self.rng.choice(self.towns)
        identifier = f"source-{number % 3}:{number}@{rng.randint(0, 5)}"
        self.revision += rng.randint(1, 3)
        plain = Listing(
            id=identifier,
            ref=ref_of(identifier),
            revision=self.revision,
            name=rng.choice(NAMES) if rng.random() < 0.5 else self.text(3),
            organization=Organization(key=f"org-{rng.randint(0, 4)}", name=rng.choice(("Korvat", "Korvat", self.text(1)))),
            description=f"{self.text(6)} {rng.choice(tuple(SAYINGS)) if rng.random() < 0.25 else ''}".strip(),
            alternate_names=self.some(PLAIN, 0.1, 2),
            keywords=self.some(PLAIN, 0.1, 2),
            application=self.text(2) if rng.random() < 0.2 else "",
            categories=self.some(self.pools["category"], 1.0),
            denied=self.denied(),
            only=self.some([*self.pools["audience"], *AGES, "women", "men"], 0.12, 2),
            eligibility=self.eligibility(),
            place=self.place(town),
            coverage=self.coverage(town),
            sessions=hours(rng, [town.zone for town in self.towns], TODAY),
            provenance=self.provenance(),
        )
        facets = {facet.field: self.some(self.pools[name], 0.4) for name, facet in FACETS.items() if name != "category"}
        facets["modes"] = rng.choice((facets["modes"] or ("in-person",), *MODES))
        return replace(plain, **facets)  # type: ignore[arg-type]  # every field of a facet is a tuple of texts

    def provenance(self) -> Provenance:
        """Dates that many share, and none."""
        seen, checked, confirmed = (self.rng.choice(DAYS) for _ in "abc")
        return Provenance(source="s", seen_on=seen, checked_on=checked, confirmed_on=confirmed)

    def text(self, words: int) -> str:
        """Plain and odd words."""
        return " ".join(self.rng.choice(PLAIN if self.rng.random() < 0.8 else ODD) for _ in range(self.rng.randint(0, words)))

    def denied(self) -> tuple[str, ...]:
        """Refusals, now and then of what is stated as well."""
        if self.rng.random() < 0.5:
            return ()
        pairs = [f"{facet}:{value}" for facet, pool in self.pools.items() if facet not in TWO_VALUED for value in pool]
        implied = [f"{facet}:{value}" for category in categories().values() for facet, value in category.implies]
        edges = ["language:interpreter", "cost:free", "access:sign-language"]
        return tuple(dict.fromkeys(self.rng.choices([*pairs, *implied, *edges], k=self.rng.randint(1, 5))))

    def eligibility(self) -> Eligibility:
        """Ages at the edges of the age groups."""
        low, high = (self.rng.choice(LIMITS) if self.rng.random() < 0.6 else None for _ in "ab")
        if low is not None and high is not None and low > high:
            low, high = high, low
        return Eligibility(minimum_age=low, maximum_age=high, text=self.text(2) if self.rng.random() < 0.2 else "")

    def place(self, town: Town) -> Place | None:
        """A place one may go to, one that is only named, one that is hidden, or none."""
        if self.rng.random() < 0.15:
            return None
        kind: Visibility = self.rng.choice(("public", "public", "public", "public", "area", "hidden"))
        if kind == "hidden":
            return Place(visibility=kind, codes=town.codes[-2:])
        if self.rng.random() < 0.1:
            return Place(visibility=kind, name=self.text(1), address=Address(city=town.name))
        point = town.point if kind == "area" else self.point(town)
        return Place(visibility=kind, name=self.text(1), address=Address(city=town.name), point=point, codes=town.codes)

    def point(self, town: Town) -> Point:
        """A point in a town: anywhere, at the very middle, just inside or outside a rung, or where another listing is."""
        rng, kind = self.rng, self.rng.random()
        bearing = rng.uniform(0, 2 * math.pi)
        if kind < 0.1:
            return town.point.rounded()
        if kind < 0.3:
            rung = rng.choice((5, 10, 25, 50, 100)) * rng.choice((MILE, 1.0))
            return around(town.point, rung + rng.choice((-1, 1)) * rng.uniform(0.0015, 0.009), bearing)
        return around(town.point, rng.choice((2, 8, 9, 15, 40, 80, 160, 400)) * rng.random(), bearing)

    def coverage(self, town: Town) -> tuple[str, ...]:
        """Areas served, of every level; sometimes of somewhere else."""
        there = town if self.rng.random() < 0.8 else self.rng.choice(self.towns)
        finer = tuple(f"{code}-x{self.rng.randint(0, 2)}" for code in there.codes[-1:])
        return self.some((*there.codes, *there.codes, "world", *finer, "us-ca-037", "us-zip-00000"), 1.0, 2)

    def changes(self) -> Iterator[tuple[list[Listing], list[tuple[str, int]]]]:
        """Updates: newer, equal and older revisions, withdrawals, and what comes back after one, in any order."""
        rng = self.rng
        fresh = self.size
        for _ in range(12):
            changed: list[Listing] = []
            gone: list[tuple[str, int]] = []
            for _ in range(rng.randint(1, 6)):
                old = rng.choice(self.listings)
                new = self.listing(fresh)
                revision = rng.choice((old.revision - 1, old.revision, old.revision + 1, self.revision, self.revision + 1))
                kind = rng.random()
                if kind < 0.15:
                    changed.append(new)
                    self.listings.append(new)
                    fresh += 1
                elif kind < 0.7:
                    changed.append(replace(new, id=old.id, ref=old.ref, revision=max(0, revision)))
                elif kind < 0.95:
                    gone.append((old.id, max(0, revision)))
                else:
                    gone.append((f"never:{rng.randint(0, 3)}", revision))
            yield changed, gone
        last, latest = self.listings[-1], self.revision + 2
        yield [], [(last.id, latest)]
        yield [replace(last, revision=latest - 1)], []  # what comes late does not bring a withdrawn one back


def days_from(first: int, last: int) -> list[date]:
    """Days counted from the day worlds are built on."""
    return [TODAY + timedelta(days=days) for days in range(first, last)]
