"""Every query of a collection asked of the engines and the baselines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from directory.listing import Listing
from directory.places import Gazetteer
from directory.query import Near
from tests.engines import ENGINES, Engine, built
from tests.relevance import door
from tests.relevance.baselines import Fts, multi_match
from tests.relevance.measure import Answer, Score, mean, score
from tests.relevance.queries import CLASSES, Judged, grades, read_queries
from tests.relevance.rules import facts
from tests.relevance.worlds import ROOT, WORLDS

RECORDED = Path(__file__).resolve().parent / "recorded.json"
FALL = 0.02
"""How far a class may fall below the recorded figure."""

Ask = Callable[[Judged], Answer]
ByClass = Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class Measured:
    """Who answered, and the score of each query."""

    name: str
    scores: Mapping[str, Score]


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that says what places mean."""
    return Gazetteer.open(ROOT / ".cache")


@cache
def judged(name: str) -> Mapping[str, Mapping[str, int]]:
    """Query id → ref → grade over a collection."""
    world = [facts(listing) for listing in WORLDS[name]()]
    return {query.id: grades(query, world, _near(query)) for query in read_queries(name)}


def _near(query: Judged) -> Near | None:
    return door.meant(gazetteer(), query.where)


@contextmanager
def engine(which: Engine, name: str, folder: Path) -> Iterator[Ask]:
    """One of our engines over a collection."""
    with built(which, folder, WORLDS[name]()) as index:
        yield lambda query: door.ask(index, gazetteer(), text=query.text, place=query.place)


@contextmanager
def fts(listings: Sequence[Listing]) -> Iterator[Ask]:
    """Plain FTS5. A place given beside the words is one more word: a plain search knows no places."""
    plain = Fts(listings)
    yield lambda query: plain.ask(_words(query))
    plain.connection.close()


@contextmanager
def plain_elastic(listings: Sequence[Listing]) -> Iterator[Ask]:
    """Plain Elasticsearch."""
    with multi_match(listings) as plain:
        yield lambda query: plain.ask(_words(query))


def _words(query: Judged) -> str:
    return f"{query.text} {query.place}".strip()


def measured(who: str, name: str, ask: Ask) -> Measured:
    """The score of every query of a collection."""
    told = judged(name)
    return Measured(who, {query.id: score(ask(query), told[query.id]) for query in read_queries(name)})


def every(name: str, folder: Path) -> Iterator[Measured]:
    """Engines and baselines, as far as they can run here."""
    listings = WORLDS[name]()
    for which in ENGINES:
        if not which.missing():
            with engine(which, name, folder / which.name) as ask:
                yield measured(which.name, name, ask)
    opened = [("plain FTS5", partial(fts, listings))]
    if not ENGINES[-1].missing():
        opened.append(("plain Elasticsearch", partial(plain_elastic, listings)))
    for who, door_to in opened:
        with door_to() as ask:
            yield measured(who, name, ask)


def by_class(name: str, scores: Mapping[str, Score], *, frozen: bool | None = None) -> ByClass:
    """The mean scores of each class, and of "all" that can be answered; of one part or (None) of both."""
    queries = [query for query in read_queries(name) if frozen is None or query.frozen == frozen]
    found = {kind: mean([scores[query.id] for query in queries if query.kind == kind]) for kind in CLASSES}
    return found | {"all": mean([scores[query.id] for query in queries if query.kind != "none"])}


def figures(name: str, scores: Mapping[str, Score]) -> dict[str, float]:
    """What is recorded and held: nDCG@10 of each class, of "none" the share answered honestly."""
    return {kind: round(one.honest if kind == "none" else one.ndcg, 3) for kind, one in by_class(name, scores).items()}


def recorded() -> dict[str, dict[str, dict[str, float]]]:
    """Collection → engine → class → figure."""
    found: dict[str, dict[str, dict[str, float]]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def fallen(name: str, who: str, scores: Mapping[str, Score]) -> list[str]:
    """The classes that fell below what is recorded, in words."""
    now, before = figures(name, scores), recorded()[name][who]
    return [
        f"{name}, {who}, {kind}: {now[kind]:.3f} instead of {figure:.3f}"
        for kind, figure in before.items()
        if now[kind] < figure - FALL
    ]
