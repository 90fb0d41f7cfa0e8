"""The index in a cluster of Elasticsearch: what the protocol asks, each in as few requests as it can be."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

import orjson

from directory.errors import Gone, IndexUnavailable, NotFound
from directory.index.base import Access, Built, Generation, SourceCount, Status, Suggestion, going_on, lasting, utc_today
from directory.index.elastic import answer, lifecycle, lock, query, state, suggest
from directory.index.elastic.client import LONG_SECONDS, SECONDS, Missing, Server, address, meaning, path
from directory.index.elastic.constraints import LIVING
from directory.index.elastic.document import GONE, Document, document, withdrawn
from directory.index.elastic.extend import extend
from directory.index.elastic.mapping import mapping_fingerprint
from directory.index.elastic.patience import at_most
from directory.index.elastic.query import Search
from directory.index.elastic.state import Pinned
from directory.index.elastic.suggest import Begun
from directory.index.elastic.times import Clock
from directory.index.elastic.write import refusal, send
from directory.index.names import distinct, in_order
from directory.listing import Listing, ref_of
from directory.query import Query, Results
from directory.schedule import HORIZON_DAYS

T = TypeVar("T")

TURNS = 5
"""How often a question is asked anew because another generation came to serve meanwhile."""
LOOK_AGAIN = 30.0
"""Seconds after which a process that serves a kept generation looks whether it understands the newest one."""
WHOLE = "allow_partial_search_results=false"
WHOLE_LINE = b'{"allow_partial_search_results":false}\n'
"""A shard that does not answer makes a search fail: a part of the answer would be a wrong one."""


class ElasticIndex:
    """An Index under an alias of a cluster. Safe with several processes and threads."""

    most_clocks = query.MOST_CLOCKS

    def __init__(self, url: str, today: Callable[[], date] = utc_today, access: Access | None = None) -> None:
        self.server = Server(address(url), access or Access())
        self.today = today
        self._lock = threading.Lock()
        self._known: Pinned | None = None
        self._read_at = 0.0
        self._kept = answer.Kept()

    # ---------------------------------------------------------------- reading

    def search(self, query: Query) -> Results:
        """The answer to a query. Raises IndexUnavailable, Gone for an `after` of another generation, BadRequest."""
        return self._asking(lambda pinned: self._search(query, pinned))

    def _search(self, asked: Query, pinned: Pinned) -> Results:
        clock = Clock(asked.moment, asked.zone, pinned.kinds)
        search = query.search_of(asked, clock, self.most_clocks)
        if asked.near is not None and search.circle is None:
            search = query.placed(search, answer.rung(search, self._post(pinned, query.ladder(search))))
        behind = self._behind(search, pinned) if asked.after else None
        told = self._post(pinned, query.body(search, behind))
        found = answer.results(search, told, pinned, self._kept)
        if not answer.whole(told["aggregations"]):
            found = answer.times(found, self._post(pinned, query.times(search)))
        return self._finished(search, found, pinned)

    def _behind(self, search: Search, pinned: Pinned) -> list[Any]:
        generation, sort = answer.read_token(search.query.after, query.sort_keys(search))
        if generation != pinned.generation:
            raise Gone("the index was rebuilt since this page was read; start again without `after`")
        return sort

    def _finished(self, search: Search, found: Results, pinned: Pinned) -> Results:
        """The results with what relaxing would give, where few were found."""
        if not answer.few(found):
            return found
        asked = query.relaxations(search)
        if not asked:
            return found
        told = self._post_all(pinned, [body for _, body in asked])
        return replace(found, relax=answer.relaxed([entry for entry, _ in asked], told, found.total))

    def _post(self, pinned: Pinned, body: dict[str, Any]) -> Any:
        return _whole(self.server.ask("POST", f"{path(pinned.asked, '_search')}?{WHOLE}", body))

    def _post_all(self, pinned: Pinned, bodies: list[dict[str, Any]]) -> list[Any]:
        """The answers to several bodies, each as whole as one would be."""
        lines = b"".join(WHOLE_LINE + orjson.dumps(body) + b"\n" for body in bodies)
        told = self.server.ask("POST", path(pinned.asked, "_msearch"), lines)["responses"]
        for one in told:
            if "error" in one:
                raise meaning(one["status"], one, self.server.where.name)
        return [_whole(one) for one in told]

    def get(self, ref: str) -> Listing:
        """The listing with that public id. Raises NotFound, Gone, IndexUnavailable."""
        found = self._asking(lambda pinned: self._get(ref, pinned))
        if found is None or ("body" not in found and GONE not in found.get("flags", ())):
            raise NotFound("no listing has this id")
        if "body" not in found:
            raise Gone("this listing has been withdrawn")
        return lasting(answer.listing_of(found["body"]), self.today())

    def _get(self, ref: str, pinned: Pinned) -> dict[str, Any] | None:
        told = self.server.ask("POST", path(pinned.asked, "_mget"), {"ids": [ref]}, params={"_source": "body,flags"})
        (one,) = told["docs"]
        if "error" in one:
            missing = one["error"]["type"] == "index_not_found_exception"
            raise meaning(404 if missing else 503, one, self.server.where.name)
        return one["_source"] if one["found"] else None

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Names of listings and organizations with a word that begins like the last one typed and all the words before it;
        from the fourth letter on one letter may be wrong."""
        found: tuple[Suggestion, ...] = ()
        for begun in suggest.begun(prefix, going_on(self.today())):
            found = distinct((*found, *self._asking(partial(self._named, begun, limit))))
            if len(found) >= limit:
                break
        return found[:limit]

    def _named(self, begun: Begun, limit: int, pinned: Pinned) -> list[Suggestion]:
        asked: dict[str, Any] = {kind: begun.body(kind, limit) for kind in suggest.FIELDS}
        found: list[Suggestion] = []
        for _ in range(1 + suggest.ROUNDS):
            told = dict(zip(asked, self._post_all(pinned, list(asked.values())), strict=True))
            for kind, one in told.items():
                found += suggest.suggestions(one, kind)
            more = {kind: suggest.behind(asked[kind], one, kind) for kind, one in told.items()}
            asked = {kind: body for kind, body in more.items() if body is not None}
            if not asked:
                break
        return in_order(found)

    def status(self) -> Status:
        """What is being served."""
        body = {"size": 0, "track_total_hits": True, "query": LIVING}

        def ask(pinned: Pinned) -> Status:
            told = self._post(pinned, body)
            revision = self._post(pinned, {"size": 0, "aggs": {"revision": {"max": {"field": "revision"}}}})
            return Status(
                engine="elasticsearch",
                generation=pinned.generation,
                count=told["hits"]["total"]["value"],
                fingerprint=mapping_fingerprint(),
                horizon=pinned.first + timedelta(days=HORIZON_DAYS),
                revision=int(revision["aggregations"]["revision"]["value"] or 0),
                built_at=pinned.built_at,
            )

        return self._asking(ask)

    def sources(self) -> tuple[SourceCount, ...]:
        """Where the listings being served come from, the largest source first."""
        counted = {"terms": {"field": "source", "size": 10_000}, "aggs": {"seen": {"max": {"field": "seen"}}}}
        body = {"size": 0, "query": LIVING, "aggs": {"sources": counted}}
        told = self._asking(lambda pinned: self._post(pinned, body))["aggregations"]["sources"]["buckets"]
        return tuple(sorted(map(_source, told), key=lambda one: (-one.count, one.name, one.licence)))

    def close(self) -> None:
        """Let go of every connection."""
        self.server.close()
        self._known = None

    def _asking(self, ask: Callable[[Pinned], T]) -> T:
        """What a question answers under the name that serves, asked anew when that name is gone, in SECONDS at most."""
        with at_most(SECONDS):
            for turn in range(TURNS):
                with suppress(Missing):
                    return ask(self._pinned(again=turn > 0))
        raise IndexUnavailable("other generations came to serve faster than this one could be read; try again")

    def _pinned(self, *, again: bool = False) -> Pinned:
        known = self._known
        stale = again or (known is not None and "@" not in known.asked and time.monotonic() - self._read_at > LOOK_AGAIN)
        if known is None or stale:
            with self._lock:
                if self._known is known:
                    self._known, self._read_at = state.read(self.server), time.monotonic()
                return self._known if self._known is not None else state.read(self.server)
        return known

    # ---------------------------------------------------------------- writing

    def rebuild(self, listings: Iterable[Listing], progress: Callable[[int], None] | None = None) -> Built:
        """Build a new generation beside the one that serves, then swap it in. A failure leaves the old one serving."""
        return lifecycle.rebuild(self.server, listings, lifecycle.first_day(self.today()), progress)

    def update(self, changed: Iterable[Listing], gone: Iterable[tuple[str, int]] = ()) -> None:
        """Take in changed listings and withdraw `gone`. What is not newer than what is known is passed over.

        While somebody rebuilds, the generation in the making takes the same in. Raises IndexUnavailable naming each listing
        that the server refuses; all others are taken in.
        """
        ids: dict[str, str] = {}
        documents: list[Document] = []
        refused: dict[str, str] = {}
        done: set[str] = set()
        # Asked again after every write: a rebuild that began or came to serve meanwhile has not seen what was written before.
        while behind := self._targets() - done:
            if not done:
                documents = list(self._documents(changed, gone, ids))
            for generation in behind:
                refused |= self._write(generation, documents)
            done |= behind
        if refused:
            raise IndexUnavailable(f"the server refused {len(refused)} listings: {refusal(refused, ids)}")

    def _targets(self) -> set[str]:
        """The generations that an update has to reach: the one that serves and the one in the making."""
        building = lock.building(self.server)
        serving = state.written(self.server)
        # What another version builds cannot be written to from here; it brings itself up to date when it serves.
        return {serving} | ({building} & state.ours(self.server) if building else set())

    def _documents(
        self, changed: Iterable[Listing], gone: Iterable[tuple[str, int]], ids: dict[str, str]
    ) -> Iterable[Document]:
        pinned = self._pinned(again=True)
        for listing in changed:
            ids[listing.ref] = listing.id
            yield document(listing, pinned.first, pinned.weighed)
        for identifier, revision in gone:
            ref = ref_of(identifier)
            ids[ref] = identifier
            yield withdrawn(ref, revision)

    def _write(self, generation: str, documents: list[Document]) -> dict[str, str]:
        """Write documents to a generation; what readers have to know before they can read them is announced first. Nothing to a
        generation that is no more, or not yet: what serves in its place is written to as well."""
        index = state.index_of(self.server.where.name, generation)
        with suppress(Missing):
            if state.change(self.server, generation, kinds=frozenset().union(*(one.kinds for one in documents))):
                state.announce(self.server, generation)
            refused = send(self.server, generation, documents).refused
            self.server.ask("POST", path(index, "_refresh"), seconds=LONG_SECONDS)
            return refused
        return {}

    # ---------------------------------------------------------------- generations

    def generations(self) -> tuple[Generation, ...]:
        """The whole generations there are, the newest first."""
        return lifecycle.kept(self.server)

    def swap(self, generation: str) -> None:
        """Let a kept generation serve. Raises NotFound, IndexUnavailable."""
        lifecycle.swap(self.server, generation)

    def extend(self, progress: Callable[[int], None] | None = None) -> int:
        """Expand dated sessions again from today on, in the generation that serves; see `extend`."""
        return extend(self.server, self._pinned(again=True), lifecycle.first_day(self.today()), progress)

    def busy(self) -> str:
        """Who builds or swaps a generation, and since when."""
        return lock.holder(self.server)


def _whole(told: Any) -> Any:
    """An answer, if it is of the whole index. Raises IndexUnavailable."""
    if told["timed_out"]:
        raise IndexUnavailable("the search took too long; look at the load of the cluster")
    if told["_shards"]["failed"]:
        raise IndexUnavailable("a part of the index cannot be read; look at GET _cluster/health")
    return told


def _source(bucket: dict[str, Any]) -> SourceCount:
    name, _, licence = bucket["key"].partition("\0")
    return SourceCount(name, licence, bucket["doc_count"], _day(bucket["seen"]["value"]))


def _day(ordinal: float | None) -> date | None:
    return None if ordinal is None or math.isnan(ordinal) else date.fromordinal(int(ordinal))
