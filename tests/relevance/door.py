"""The door of the product: words and a place become an answer exactly as for a visitor of the API."""

from __future__ import annotations

from directory.index.base import Index
from directory.params import read, strictly
from directory.params_answer import answered
from directory.places import Gazetteer
from directory.query import Near
from tests.relevance.measure import Answer
from tests.relevance.worlds import MOMENT, SETTINGS


def ask(index: Index, places: Gazetteer, *, text: str, place: str = "") -> Answer:
    """The first fifty refs for words and a place. Raises UnknownPlace or AmbiguousPlace."""
    args = {"q": [text], "view": ["table"], **({"place": [place]} if place else {})}
    asked = strictly(read(args, SETTINGS, places, MOMENT))
    asked, results = answered(asked, index.search)
    far = asked.effect is not None and asked.effect.far
    return Answer(refs=tuple(hit.listing.ref for hit in results.hits), nothing_close=far)


def meant(places: Gazetteer, place: str) -> Near | None:
    """What a place means. Raises UnknownPlace or AmbiguousPlace."""
    return strictly(read({"place": [place]}, SETTINGS, places, MOMENT)).query.near if place else None
