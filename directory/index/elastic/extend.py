"""Dated sessions expanded again from today, without a rebuild: the horizon moves on every night.

Only listings that have any are written again, with the revision they have: what somebody updates meanwhile is newer and wins.
Each document notes the day from which it is `expanded`. So an update that still knew the day before is found by the next pass
or the next night, and an extension that was stopped goes on where it was. Nothing else of a document changes: freshness stays
that of the day of the rebuild, for all listings the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.errors import IndexUnavailable
from directory.index.elastic import state
from directory.index.elastic.answer import listing_of
from directory.index.elastic.client import LONG_SECONDS, Missing, Server, path
from directory.index.elastic.document import ALIVE, Document, document
from directory.index.elastic.state import Pinned
from directory.index.elastic.write import CHUNK, refusal, send

PASSES = 3
"""How often what was written meanwhile with the day before is looked for; what comes later is left to the next night."""
KEEP_ALIVE = "5m"
"""How long the server keeps a walk's view between two pages."""


@dataclass(slots=True)
class Extension:
    """An extension under way: the generation, the new first day, what was written and what was refused by listing id."""

    server: Server
    pinned: Pinned
    first: date
    progress: Callable[[int], None] | None
    count: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def index(self) -> str:
        """The index of the generation."""
        return state.index_of(self.server.where.name, self.pinned.generation)

    def turn(self) -> int:
        """Write every listing that was expanded from an earlier day; gives how many there were."""
        self.server.ask("POST", path(self.index, "_refresh"), seconds=LONG_SECONDS)
        found = 0
        for bodies in _pages(self.server, self.index, self.first):
            found += len(bodies)
            self._write([self._document(body) for body in bodies])
        return found

    def _document(self, body: str) -> Document:
        listing = listing_of(body)
        self.ids[listing.ref] = listing.id
        return document(listing, self.first, self.pinned.weighed)

    def _write(self, documents: list[Document]) -> None:
        """Write some; kinds of hours that readers do not know yet are announced first."""
        if state.change(self.server, self.pinned.generation, kinds=frozenset().union(*(one.kinds for one in documents))):
            state.announce(self.server, self.pinned.generation)
        self.refused |= send(self.server, self.pinned.generation, documents, how="external_gte").refused
        self.ids = {ref: identifier for ref, identifier in self.ids.items() if ref in self.refused}
        self.count += len(documents)
        if self.progress is not None:
            self.progress(self.count)


def extend(server: Server, pinned: Pinned, first: date, progress: Callable[[int], None] | None) -> int:
    """Expand dated sessions from the day `first` on; gives how many listings were written, 0 for a day that is not later.

    Raises IndexUnavailable, also for listings that the server refuses: then the horizon stays where it was.
    """
    if first <= pinned.first:
        return 0
    going = Extension(server, pinned, first, progress)
    try:
        for _ in range(PASSES):
            if not going.turn():
                break
    except Missing as error:
        raise IndexUnavailable("another generation serves since the extension began; extend again") from error
    if going.refused:
        raise IndexUnavailable(
            f"the server refused {len(going.refused)} listings, whose hours stay: {refusal(going.refused, going.ids)}"
        )
    server.ask("POST", path(going.index, "_refresh"), seconds=LONG_SECONDS)
    if state.change(server, pinned.generation, first=first.isoformat()):
        state.announce(server, pinned.generation)
    return going.count


def _pages(server: Server, index: str, first: date) -> Iterator[list[str]]:
    """The bodies of the listings expanded from a day before `first`, page by page, as they were when the walk began."""
    earlier = {"range": {"expanded": {"lt": first.toordinal()}}}
    query = {"bool": {"filter": [{"term": {"flags": ALIVE}}, earlier]}}
    body: dict[str, Any] = {"size": CHUNK, "query": query, "sort": ["_shard_doc"], "stored_fields": ["body"]}
    with _view(server, index) as view:
        while True:
            told = _asked(server, body | {"pit": {"id": view["id"], "keep_alive": KEEP_ALIVE}, "track_total_hits": False})
            view["id"] = told.get("pit_id", view["id"])
            hits = told["hits"]["hits"]
            if not hits:
                return
            yield [hit["fields"]["body"][0] for hit in hits]
            body["search_after"] = hits[-1]["sort"]


def _asked(server: Server, body: dict[str, Any]) -> Any:
    try:
        told = server.ask("POST", "/_search", body, params={"allow_partial_search_results": "false"}, seconds=LONG_SECONDS)
    except Missing as error:
        raise IndexUnavailable("the server lost its place in the walk over the listings; extend again") from error
    if told["timed_out"] or told["_shards"]["failed"]:
        raise IndexUnavailable("a part of the index cannot be read; look at GET _cluster/health and extend again")
    return told


@contextmanager
def _view(server: Server, index: str) -> Iterator[dict[str, str]]:
    """A view of an index that stays as it is; its id may change with each page."""
    view = {"id": str(server.ask("POST", path(index, "_pit"), params={"keep_alive": KEEP_ALIVE})["id"])}
    try:
        yield view
    finally:
        with suppress(IndexUnavailable):
            server.ask("DELETE", "/_pit", view)
