"""A question and its answer: frozen values that know no engine, no request and no page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from directory.geo import KM, Box, Point
from directory.listing import Listing

Order = Literal["best", "near", "soon", "checked", "name"]
AreaKind = Literal["zip", "city", "county", "state", "country", "point"]

RUNGS = (5, 10, 25, 50, 100)
"""The ladder of radii in site units that a search without `within` climbs (architecture §5)."""
ENOUGH = 10
"""Located listings that make the ladder stop."""
FEW = 3
"""With at most this many found, the answer says what relaxing would give."""
PAGE = 20
DEEPEST = 10_000
"""How many results paging by number reaches."""
SOON_MINUTES = 28 * 1440
"""Order "soon": a next start beyond this is as good as unknown."""

EPOCH = date(1970, 1, 1).toordinal()
MINUTES_OF_A_DAY, HALF_A_DAY = 1440, 720

WIDE_KINDS = frozenset({"county", "state", "country"})


Word = tuple[str, ...]
"""A word as its tokens: one, but a run of Han signs is a word of several that stand together."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a listing must meet: say all the `words` (with `any_word` one of them), or state what they mean: of each
    facet in `values` (facet, value) any of its values (any of within a kind, all of across kinds: taxonomy §5.3; with
    `any_value` any of them all)."""

    words: tuple[Word, ...]
    values: tuple[tuple[str, str], ...] = ()
    any_word: bool = False
    any_value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A resolved place a search is about.

    `codes` are its own area code and its ancestors up to "world", for a city also its ZIPs and counties, for
    a county its ZIPs. `areas`, of a county, state or country, are codes whose narrower codes lie inside it.
    """

    label: str
    kind: AreaKind
    point: Point
    codes: tuple[str, ...]
    areas: tuple[str, ...] = ()
    radius_km: float = 0.0  # the place's own size: the ladder starts no lower
    box: Box | None = None  # its extent
    zone: str = ""

    @property
    def wide(self) -> bool:
        """Whether it is an area so large that areas decide instead of a circle."""
        return self.kind in WIDE_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked, whole: equal queries have equal answers within a generation of an index.

    `chosen` and `excluded` pair facet names with values in FACETS order, without empty ones. `times` are values of the time
    facet. `moment` counts whole minutes since 1970-01-01 00:00 UTC; `zone` is the visitor's.
    """

    text: str = ""
    needs: tuple[Requirement, ...] | None = None  # what the text was understood to require; None: what it says
    hints: tuple[tuple[Word, ...], ...] = ()  # each a word, or others that say the same: what says more of them comes first
    told: tuple[Word, ...] = ()  # words that listings say of what was understood; they count less than what was typed
    aside: tuple[Word, ...] = ()  # words that tell how a need came that is named besides: they count little
    urgent: tuple[Word, ...] = ()  # words that listings say which help in a crisis; they count more than what was typed
    meant: tuple[
        tuple[str, str], ...
    ] = ()  # (facet, value) named by words that do not narrow by it: as if chosen in order "best"
    heard: tuple[str, ...] = ()  # facets whose chosen values were read from words: a listing may say them in its own words
    raised: tuple[tuple[str, str], ...] = ()  # (facet, value): what says one of these comes before what does not, order "best"
    near: Near | None = None
    within_km: float | None = None  # None: the ladder decides; math.inf: any distance
    unit: Literal["mi", "km"] = "mi"
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    excluded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    times: tuple[str, ...] = ()
    age: int | None = None
    say: bool = False  # leave out listings that do not say
    fit_all: bool = False  # show also those that say no, last
    organization: str = ""
    order: Order = "best"
    home: str = ""  # area code of the site's country: without a place, order "best" puts what serves it first in each tier
    page: int = 1
    size: int = PAGE
    after: str = ""  # opaque; instead of page
    moment: int = 0
    zone: str = "UTC"

    @property
    def day(self) -> date:
        """The day where days end last on earth, twelve hours behind UTC: what ended before it is over everywhere."""
        return date.fromordinal(EPOCH + (self.moment - HALF_A_DAY) // MINUTES_OF_A_DAY)

    def rungs(self) -> tuple[float, ...]:
        """The ladder's radii in kilometres."""
        return tuple(rung * KM[self.unit] for rung in RUNGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One listing found.

    tier 0: says yes to every three-valued filter; 1: does not say to some; 2 (with fit_all): says no to some.
    `km` is None for what is not located or no circle was asked for; `serves`: matched by the area it serves.
    `matches` and `asks` are (facet, value) pairs of what was chosen that it says, and does not say.
    """

    listing: Listing
    tier: int
    km: float | None = None
    serves: bool = False
    matches: tuple[tuple[str, str], ...] = ()
    asks: tuple[tuple[str, str], ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)  # of the score, by name, for explain


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """What taking one thing back would give: `total` listings instead of those found.

    `kind` "facet" or "not" with `facet` and the values of the unit; "time", "age", "words" whole; "within" with `km`.
    """

    kind: Literal["facet", "not", "time", "age", "words", "within"]
    facet: str = ""
    values: tuple[str, ...] = ()
    km: float | None = None
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answer. `counts[facet][value]` are listings that say the value under all other choices, every declared
    value has its count, zero included; `time` is among the facets. `within_km` is the circle used, None without one; `after`
    goes on behind the last hit, empty at the end."""

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]]
    left_out: int = 0
    relax: tuple[Relaxation, ...] = ()
    within_km: float | None = None
    after: str = ""
    generation: str = ""
    tiers: tuple[int, int, int] = (0, 0, 0)  # how many hits of each tier in all

    @property
    def pages(self) -> int:
        """Pages that paging by number reaches, at the default size."""
        return math.ceil(min(self.total, DEEPEST) / PAGE)
