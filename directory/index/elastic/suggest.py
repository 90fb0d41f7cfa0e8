"""Autocomplete: names by the beginning of any of their words (bodies of requests and the reading of answers)."""

from __future__ import annotations

from typing import Any

import orjson

from directory.index.base import Suggestion
from directory.index.elastic.constraints import LIVING
from directory.language.stem import tokens

MOST_WORDS = 8
FORGIVING = 4
"""From so many letters on, one may be wrong, missing, doubled or in the wrong place, but not the first one."""


def bodies(prefix: str, limit: int) -> list[dict[str, Any]]:
    """One search for listings and one for organizations; none without a word."""
    typed = tokens(prefix)[:MOST_WORDS]
    if not typed:
        return []
    return [_body(typed, "listing_name", "name", limit), _body(typed, "organization_name", "organization", limit)]


def _body(typed: list[str], field: str, short: str, limit: int) -> dict[str, Any]:
    whole = [{"match_phrase": {f"{field}.word": word}} for word in typed[:-1]]
    body = {
        "size": limit * 2,
        "track_total_hits": False,
        "stored_fields": ["body"],
        "query": {"bool": {"filter": [LIVING, *whole, _begins(field, typed[-1])]}},
        "sort": [{f"{short}_length": "asc"}, {"order": "asc"}],
    }
    if short == "organization":
        body["collapse"] = {"field": "organization_key"}
    return body


def _begins(field: str, word: str) -> dict[str, Any]:
    exact = {"match": {field: {"query": word, "operator": "and"}}}
    if len(word) < FORGIVING:
        return exact
    near = {"query": word, "operator": "and", "fuzziness": 1, "prefix_length": 1, "max_expansions": 100}
    return {"bool": {"should": [exact, {"match": {field: near}}]}}


def suggestions(told: list[Any], limit: int) -> tuple[Suggestion, ...]:
    """The shortest names first, each once."""
    found: dict[Suggestion, None] = {}
    for answered, kind in zip(told, ("listing", "organization"), strict=True):
        for hit in answered["hits"]["hits"]:
            body = orjson.loads(hit["fields"]["body"][0])
            if kind == "listing":
                found[Suggestion("listing", body["name"], body["ref"])] = None
            else:
                found[Suggestion("organization", body["organization"]["name"], body["organization"]["key"])] = None
    return tuple(sorted(found, key=lambda one: (len(one.label), one.label, one.value))[:limit])
