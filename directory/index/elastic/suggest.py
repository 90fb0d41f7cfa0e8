"""Autocomplete: names by the beginning of any of their words (bodies of requests and the reading of answers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from directory.index.base import Suggestion
from directory.index.elastic.constraints import LIVING, not_ended
from directory.index.names import FORGIVING, typed, words

Body = dict[str, Any]

FIELDS = {
    "listing": ("listing_name", "name_length", "order"),
    "organization": ("organization_name", "organization_length", "organization_order"),
}
"""Kind of name → what is searched, and what names are sorted by; the last one is the name, NUL, whose it is."""
SHARED = 2
"""Listings read for each name that is offered: several may bear one."""
ROUNDS = 7
"""How often the listings behind those that all bear known names are asked for."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What was typed so far: `forgiving` takes the last word with one letter wrong as well. Nothing is offered of what ended
    before `day`."""

    whole: tuple[str, ...]
    last: str
    day: date
    forgiving: bool = False

    def body(self, kind: str, limit: int) -> Body:
        """The search for the names of one kind, the shortest first."""
        field, length, order = FIELDS[kind]
        said = [{"match_phrase": {f"{field}.word": word}} for word in self.whole]
        return {
            "size": limit * SHARED,
            "track_total_hits": False,
            "stored_fields": ["body"],
            "query": {"bool": {"filter": [LIVING, not_ended(self.day), *said, self._begins(field)]}},
            "sort": [{length: "asc"}, {order: "asc"}],
        }

    def _begins(self, field: str) -> Body:
        asked: Body = {"query": self.last, "operator": "and"}
        if self.forgiving:
            asked |= {"fuzziness": 1, "prefix_length": 1, "max_expansions": 100}
        return {"match": {field: asked}}


def begun(prefix: str, day: date) -> tuple[Begun, ...]:
    """What to ask for in turn, until there are enough names of what did not end before a day; nothing without a word."""
    *whole, last = typed(prefix) or [""]
    exact = Begun(tuple(whole), last, day)
    if not last:
        return ()
    return (exact,) if len(last) < FORGIVING else (exact, Begun(exact.whole, last, day, forgiving=True))


def suggestions(told: Any, kind: str) -> list[Suggestion]:
    """The names of an answer in its order."""
    found = []
    for hit in told["hits"]["hits"]:
        body = orjson.loads(hit["fields"]["body"][0])
        owner = body["organization"]
        one = Suggestion("organization", owner["name"], owner["key"])
        found.append(one if kind == "organization" else Suggestion("listing", body["name"], body["ref"]))
    return found


def behind(body: Body, told: Any, kind: str) -> Body | None:
    """The same search behind all that bear the last name, of a provider behind all its listings, where those found bear too
    few different names."""
    hits = told["hits"]["hits"]
    if len(hits) < body["size"] or len({words(one.label) for one in suggestions(told, kind)}) * SHARED >= body["size"]:
        return None
    length, last = hits[-1]["sort"]
    known = last if kind == "organization" else last.partition("\0")[0]
    return body | {"search_after": [length, known + "\1"]}  # no other comes between NUL and the sign behind it
