"""A seeded directory of any size for measurements: invented listings where people live, with the facets real ones have.

Places are ZIP codes of the committed gazetteer, drawn by the population of their state's largest cities; words come from the
vocabulary, the commonest first, and from made-up names, so that common words are common and places are crowded.
"""

from __future__ import annotations

import csv
import io
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from directory.facets import FACETS, declared
from directory.geo import Point
from directory.listing import Address, Eligibility, Listing, Organization, Phone, Place, Provenance, ref_of
from directory.query import Near
from directory.schedule import Session
from directory.taxonomy import SEED, categories, label, rows

SINCE = date(2025, 11, 1)
LIKELY = {
    "topic": 0.6,
    "audience": 0.5,
    "faith": 0.06,
    "culture": 0.08,
    "language": 0.8,
    "cost": 0.6,
    "access": 0.4,
    "start": 0.4,
    "format": 0.3,
}
"""How many listings state something of a facet."""
AREAS = (0.8, 0.17, 0.03)
"""How often what is not at a place serves a county, a state, the country."""
WORDS = 90
"""Words of a description: the median of a 211's is about as many."""


@dataclass(frozen=True, slots=True)
class Town:
    """A city: its middle, its county's and state's codes, its zone, its people."""

    name: str
    point: Point
    codes: tuple[str, ...]
    zone: str
    population: int

    def near(self) -> Near:
        """The town as the place of a search."""
        return Near(label=self.name, kind="city", point=self.point, codes=(*self.codes, "world"), radius_km=5.0, zone=self.zone)


def towns(count: int = 1500) -> list[Town]:
    """The most populous cities of the United States, the largest first."""
    found = []
    for row in _table("cities.csv.xz"):
        if row["region"].startswith("us-"):
            point = Point(float(row["lat"]), float(row["lon"]))
            county = f"{row['region']}-{1 + 2 * (len(row['name']) % 40):03}"
            codes = (county, row["region"], "us")
            found.append(Town(row["name"], point, codes, row["zone"], int(row["population"])))
    return sorted(found, key=lambda town: -town.population)[:count]


def _table(name: str) -> Iterator[dict[str, str]]:
    text = lzma.decompress((SEED / "gazetteer" / name).read_bytes()).decode()
    return iter(csv.DictReader(io.StringIO(text)))


def vocabulary() -> list[str]:
    """The words of the need words, the commonest first, then made-up ones."""
    seen: dict[str, int] = {}
    for row in rows("need-words"):
        for word in row["phrase"].split():
            seen[word] = seen.get(word, 0) + 1
    draw = random.Random(1)
    made = (
        "".join(draw.choice("bdfglmnprst") + draw.choice("aeiou") for _ in range(draw.choice((2, 3, 4)))) for _ in range(9000)
    )
    return [*sorted(seen, key=lambda word: -seen[word]), *dict.fromkeys(made)]


class World:
    """Listings drawn from a seed."""

    def __init__(self, seed: int = 7) -> None:
        self.seed, self.towns, self.words = seed, towns(), vocabulary()
        self.people = list(accumulate(town.population for town in self.towns))
        self.often = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))
        self.leaves = [slug for slug, category in categories().items() if category.leaf]

    def town(self, draw: random.Random) -> Town:
        """A town by its people."""
        return draw.choices(self.towns, cum_weights=self.people)[0]

    def listings(self, count: int) -> Iterator[Listing]:
        """`count` listings, always the same for a seed."""
        draw = random.Random(self.seed)
        return (self.listing(draw, number) for number in range(count))

    def listing(self, draw: random.Random, number: int) -> Listing:
        """One listing: three in four at a place, the others by phone or online for an area."""
        town, located, slug = self.town(draw), draw.random() < 0.75, draw.choice(self.leaves)
        identifier = f"bench:{number}"
        stated: dict[str, Any] = {FACETS[name].field: self.values(draw, name) for name in LIKELY}
        return Listing(
            id=identifier,
            ref=ref_of(identifier),
            revision=1,
            name=f"{label('category', slug)} {' '.join(self.text(draw, 2))} {number % 997}",
            organization=Organization(key=f"o{number % 20_000}", name=" ".join(self.text(draw, 3)).title()),
            description=" ".join(self.text(draw, WORDS)),
            categories=(slug,),
            modes=("in-person",) if located else (draw.choice(("phone", "video", "text-chat")),),
            eligibility=draw.choice((Eligibility(), Eligibility(), Eligibility(minimum_age=18), Eligibility(maximum_age=17))),
            place=self.place(draw, town) if located else None,
            coverage=(self.area(draw, town) if draw.random() < 0.16 or not located else town.codes[0],),
            sessions=self.sessions(draw, town.zone, online=not located),
            phones=(Phone(number=f"510555{number % 10_000:04}", kind="local"),),
            provenance=Provenance(source="bench", seen_on=SINCE + timedelta(days=draw.randrange(380))),
            **stated,
        )

    def area(self, draw: random.Random, town: Town) -> str:
        """The county, the state or the country that is served. Few lines and online groups serve all of a country: one in
        eight of all listings, as this once drew them, no directory has."""
        return draw.choices(town.codes, weights=AREAS)[0]

    def values(self, draw: random.Random, facet: str) -> tuple[str, ...]:
        """Up to three values of a facet, the first ones of its table more often."""
        if draw.random() > LIKELY[facet]:
            return ()
        offered = declared(facet)
        return tuple(dict.fromkeys(offered[int(len(offered) * draw.random() ** 2)] for _ in range(draw.choice((1, 1, 2, 3)))))

    def place(self, draw: random.Random, town: Town) -> Place:
        """A spot around the middle of a town, within ten kilometres or so."""
        point = Point(town.point.lat + draw.gauss(0, 0.05), town.point.lon + draw.gauss(0, 0.05)).rounded()
        return Place(address=Address(lines=("1 Main Street",), city=town.name), point=point, codes=town.codes)

    def sessions(self, draw: random.Random, zone: str, *, online: bool) -> tuple[Session, ...] | None:
        """Unknown hours, office hours, a weekly or a monthly meeting."""
        kind, start = draw.random(), draw.randrange(12, 42) * 30
        if kind < 0.3:
            return None
        if kind < 0.7:
            opens = 480 + draw.randrange(5) * 30
            return (Session(freq="weekly", days=(0, 1, 2, 3, 4), start=opens, end=1020, zone=zone, online=online),)
        days, end = (draw.randrange(7),), start + 90
        if kind < 0.92:
            return (Session(freq="weekly", days=days, start=start, end=end, zone=zone, online=online),)
        ordinals = (draw.choice((1, 2, 3, -1)),)
        return (Session(freq="monthly", days=days, ordinals=ordinals, start=start, end=end, zone=zone),)

    def text(self, draw: random.Random, count: int) -> list[str]:
        """Words as they fall."""
        return draw.choices(self.words, cum_weights=self.often, k=count)
