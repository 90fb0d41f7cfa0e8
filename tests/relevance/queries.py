"""The judged queries: what people type, how it is graded, and whether it was set aside before any tuning."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from directory.geo import MILE_KM, distance
from directory.query import Near
from tests.relevance.rules import Condition, Facts, Line, conditions, grade, meets, parse

FOLDER = Path(__file__).resolve().parent
CLASSES = ("plain", "spanish", "typos", "sentences", "jargon", "crisis", "constraints", "places", "names", "none")
"""Kinds of queries; of "none" no listing is a good answer, and honesty is right."""
REACH = 6.0
"""Miles within which help is as good as next door; within three times as many it is worth one grade less, beyond nothing."""
FAR = 3
UNMET = 2
"""Grades that a listing loses for each thing that must be and is not said of it."""
KNOWN = {"id", "class", "text", "place", "about", "must", "frozen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A query and how it is graded. `place` is given beside the words as a visitor gives it; `about` is where the words
    themselves say (for the judge only); `frozen` is set aside, never looked at while tuning."""

    id: str
    kind: str
    text: str
    place: str
    about: str
    must: tuple[Condition, ...]
    frozen: bool
    lines: tuple[Line, ...]

    @property
    def where(self) -> str:
        """The place that decides how near is near."""
        return self.place or self.about


def read_queries(name: str) -> tuple[Judged, ...]:
    """The queries over a collection. Raises ValueError naming the query that is not right."""
    told = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(_judged(query, str(need.get("grades", ""))) for need in told["need"] for query in need["queries"])


def _judged(told: Mapping[str, object], lines: str) -> Judged:
    name = str(told.get("id"))
    if strange := told.keys() - KNOWN:
        raise ValueError(f"{name}: there is no {', '.join(sorted(strange))}")
    if told.get("class") not in CLASSES or not told.get("text"):
        raise ValueError(f"{name}: a query has a text and one of the classes {', '.join(CLASSES)}")
    try:
        graded = parse(lines)
        must = conditions(str(told["must"])) if "must" in told else ()
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
    return Judged(
        id=name,
        kind=str(told["class"]),
        text=str(told["text"]),
        place=str(told.get("place", "")),
        about=str(told.get("about", "")),
        must=must,
        frozen=bool(told.get("frozen", False)),
        lines=graded,
    )


def grades(query: Judged, world: Iterable[Facts], near: Near | None) -> dict[str, int]:
    """Ref → grade of all that is worth something to the query; `near` is what its place means."""
    found = {}
    for one in world:
        worth = grade(query.lines, one)
        if worth:
            worth -= UNMET * sum(not meets(condition, one) for condition in query.must)
        if worth > 0 and near is not None:
            worth -= _loss(one, near)
        if worth > 0:
            found[one.listing.ref] = worth
    return found


def _loss(one: Facts, near: Near) -> int:
    """How many grades a listing loses by where it is. What is not located counts by what it serves."""
    listing = one.listing
    if one.point is None or near.wide:
        own = {*listing.coverage, *(listing.place.codes[:1] if listing.place and one.point else ())}
        return 0 if own & {*near.codes, *near.areas} else FAR
    miles = distance(near.point, one.point) / MILE_KM
    return 0 if miles <= REACH else 1 if miles <= FAR * REACH else FAR
