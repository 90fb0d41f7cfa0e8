"""Two plain searches over the same texts: Elasticsearch's multi_match with the English analyzer, and FTS5's bm25."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import requests

from directory.index.text import text
from directory.listing import Listing
from tests.engines import SERVER
from tests.relevance.measure import DEEP, Answer

FIELDS = ("name", "organization", "description", "labels")


def _row(listing: Listing) -> tuple[str, str, str, str]:
    said = text(listing)
    provider = listing.organization.name
    return said.name, provider, said.own.removeprefix(provider), said.label


class Fts:
    """FTS5 as it comes: Porter stems, any of the words, its own order."""

    def __init__(self, listings: Iterable[Listing]) -> None:
        self.connection = sqlite3.connect(":memory:")
        columns = ", ".join(FIELDS)
        self.connection.execute(f"CREATE VIRTUAL TABLE words USING fts5(ref UNINDEXED, {columns}, tokenize = 'porter')")
        self.connection.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?)", ((one.ref, *_row(one)) for one in listings))

    def ask(self, words: str) -> Answer:
        """The first fifty refs for some words."""
        match = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", words))
        asked = "SELECT ref FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid LIMIT ?"
        return Answer(refs=tuple(ref for (ref,) in self.connection.execute(asked, (match, DEEP))))


class MultiMatch:
    """Elasticsearch as it comes, in an index of its own on a server that others use too."""

    def __init__(self, name: str) -> None:
        self.where = f"{SERVER}/{name}"

    def ask(self, words: str) -> Answer:
        """The first fifty refs for some words."""
        query = {"multi_match": {"query": words, "fields": list(FIELDS)}}
        body = {"size": DEEP, "query": query, "_source": False}
        told = requests.post(f"{self.where}/_search", json=body, timeout=60)
        told.raise_for_status()
        return Answer(refs=tuple(hit["_id"] for hit in told.json()["hits"]["hits"]))


@contextmanager
def multi_match(listings: Iterable[Listing]) -> Iterator[MultiMatch]:
    """The listings in such an index, deleted afterwards."""
    found = MultiMatch(f"test-plain-{uuid.uuid4().hex[:16]}")
    properties = {field: {"type": "text", "analyzer": "english"} for field in FIELDS}
    settings = {"number_of_shards": 1, "number_of_replicas": 0}
    made = requests.put(found.where, json={"settings": settings, "mappings": {"properties": properties}}, timeout=60)
    made.raise_for_status()
    try:
        lines = []
        for one in listings:
            lines += [{"index": {"_id": one.ref}}, dict(zip(FIELDS, _row(one), strict=True))]
        body = "".join(json.dumps(line) + "\n" for line in lines).encode()
        headers = {"content-type": "application/x-ndjson"}
        told = requests.post(f"{found.where}/_bulk?refresh=true", data=body, headers=headers, timeout=120)
        told.raise_for_status()
        if told.json()["errors"]:
            raise RuntimeError("the server refused some listings of the baseline")
        yield found
    finally:
        requests.delete(found.where, timeout=60)
