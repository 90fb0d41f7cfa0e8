"""Generations: built beside the one that serves, verified, swapped in by one action, the one before kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from directory.errors import IndexUnavailable, NotFound
from directory.index.base import Built, Generation
from directory.index.elastic import lock, state
from directory.index.elastic.client import LONG_SECONDS, Missing, Server, path
from directory.index.elastic.document import ALIVE, Document, document
from directory.index.elastic.mapping import SERVING, index_body, mapping_fingerprint
from directory.index.elastic.write import refusal, send_all, tolerated, withheld
from directory.listing import Listing

MERGE_SECONDS, MERGE_PAUSE = 1800.0, 0.02
"""How long the merge into one segment is waited for, after which searches take an eighth less; the first pause between two
looks, each of which is twice as long as the one before, up to a second."""
TELL_EVERY = 500
"""Listings after which a rebuild tells its progress."""
REFUSED_SHARE = 0.001
"""Share of listings that the server may refuse before a new generation is withheld."""


@dataclass(slots=True)
class Load:
    """The listings of a rebuild on their way: what has to be known when they are through."""

    first: date
    progress: Callable[[int], None] | None
    kinds: set[str]
    count: int = 0

    def documents(self, listings: Iterable[Listing]) -> Iterator[Document]:
        """The documents of listings, one by one."""
        for listing in listings:
            one = document(listing, self.first)
            self.kinds |= one.kinds
            self.count += 1
            yield one
            if self.progress is not None and self.count % TELL_EVERY == 0:
                self.progress(self.count)


def rebuild(server: Server, listings: Iterable[Listing], first: date, progress: Callable[[int], None] | None) -> Built:
    """Build a new generation and let it serve. Any failure leaves the old one serving and nothing of the new one
    behind; only when the answer to the swap itself is lost, which may have been done, the new one stays.

    Updates that come in meanwhile are written to both (`engine.update`), and their revisions win over older ones.
    """
    started = time.monotonic()
    generation = f"g{time.time_ns():x}"
    with lock.rebuilding(server, generation) as held:
        possible(server)
        clean(server, keep={generation})
        before = serving(server)
        create(server, generation, first)
        try:
            load = Load(first, progress, set())
            written = send_all(server, generation, load.documents(listings), held.check)
            if not tolerated(len(written.refused), load.count - len(written.refused), REFUSED_SHARE):
                raise withheld(written.refused, written.ids)
            if progress is not None:
                progress(load.count)
            finish(server, generation, frozenset(load.kinds))
            count = verify(server, generation, written.created)
            held.beat()
            held.check()
        except BaseException as error:
            discard(server, generation)
            if isinstance(error, Missing):
                held.beat()
                held.check()  # who took the lock over removed the index
            raise
        serve(server, generation)
        clean(server, keep={generation} | before)
    refused = refusal(written.refused, written.ids) if written.refused else ""
    return Built(generation, count, time.monotonic() - started, refused, len(written.refused))


def possible(server: Server) -> None:
    """Raise IndexUnavailable where nothing could serve under the name of the directory, before anything is loaded."""
    name = server.where.name
    with suppress(Missing):
        if name in server.ask("GET", path(name), params={"filter_path": "*.aliases"}):
            raise state.foreign(name)


def create(server: Server, generation: str, first: date) -> None:
    """Make the index of a generation. Raises IndexUnavailable when no node of the cluster takes it in."""
    name = server.where.name
    index, alias = state.index_of(name, generation), state.alias_of(name, generation)
    try:
        body = index_body(generation, first.isoformat(), alias)
        made = server.ask("PUT", path(index), body, params={"timeout": "20s"}, seconds=LONG_SECONDS)
        if not made["shards_acknowledged"]:
            raise IndexUnavailable(
                "no node of the cluster takes a new index in, as when their disks are nearly full; GET "
                "_cluster/allocation/explain says why"
            )
        state.start(server, generation, first)
    except BaseException:
        discard(server, generation)
        raise


def discard(server: Server, generation: str) -> None:
    """Remove a generation that never served; what is left of it when that fails the next rebuild removes."""
    with suppress(IndexUnavailable):
        server.ask("DELETE", path(state.index_of(server.where.name, generation)), seconds=LONG_SECONDS)


def finish(server: Server, generation: str, kinds: frozenset[str]) -> None:
    """Make what was loaded fit to serve: everything readable, as safe as it has to be, every shard there."""
    index = state.index_of(server.where.name, generation)
    state.change(server, generation, kinds=kinds, built_at=datetime.now(UTC).isoformat(timespec="seconds"))
    merge(server, index)
    server.ask("POST", path(index, "_flush"), seconds=LONG_SECONDS)
    server.ask("PUT", path(index, "_settings"), {"index": SERVING}, seconds=LONG_SECONDS)
    server.ask("POST", path(index, "_refresh"), seconds=LONG_SECONDS)
    params = {"wait_for_status": "yellow", "timeout": "30s"}
    server.ask("GET", path("_cluster", "health", index), params=params, seconds=LONG_SECONDS)


def merge(server: Server, index: str) -> None:
    """Merge a generation into one segment, which takes minutes for a million listings: by a task that is looked after. One that
    takes too long goes on while the generation serves."""
    params = {"max_num_segments": 1, "wait_for_completion": "false"}
    task = server.ask("POST", path(index, "_forcemerge"), params=params, seconds=LONG_SECONDS)["task"]
    until, pause = time.monotonic() + MERGE_SECONDS, MERGE_PAUSE
    while time.monotonic() < until and not server.ask("GET", path("_tasks", task), seconds=LONG_SECONDS)["completed"]:
        time.sleep(pause)
        pause = min(2 * pause, 1.0)


def verify(server: Server, generation: str, created: int) -> int:
    """How many listings a generation serves, which is noted as whole. Raises IndexUnavailable when some that were taken in are
    not there."""
    index = state.index_of(server.where.name, generation)
    query = {"query": {"bool": {"must_not": [{"ids": {"values": [state.STATE]}}]}}}
    every = int(server.ask("POST", path(index, "_count"), query)["count"])
    if every < created:
        raise IndexUnavailable(f"the new index is withheld: {created} listings were written and {every} are there")
    count = int(server.ask("POST", path(index, "_count"), {"query": {"term": {"flags": ALIVE}}})["count"])
    meta = server.ask("GET", path(index, "_mapping"))[index]["mappings"]["_meta"]
    server.ask("PUT", path(index, "_mapping"), {"_meta": meta | {"complete": True}})
    return count


def serve(server: Server, generation: str) -> None:
    """Let a generation serve, in one action with the withdrawal of the one before. Raises NotFound for none of that name."""
    name = server.where.name
    notes = state.generations(server)
    if generation not in notes or not notes[generation].get("complete"):
        known = ", ".join(sorted(one for one, meta in notes.items() if meta.get("complete"))) or "none"
        raise NotFound(f"there is no whole generation {generation}; there are: {known}")
    if notes[generation].get("fingerprint") != mapping_fingerprint():
        raise IndexUnavailable(f"{generation} was built by another version of the program, which alone can serve it")
    actions: list[dict[str, Any]] = []
    for index, about in _aliases(server).items():
        for alias in about:
            if alias == name or alias.startswith(f"{name}@"):
                actions.append({"remove": {"index": index, "alias": alias}})
    index = state.index_of(name, generation)
    version = time.time_ns() // 1_000_000  # a generation that serves again is asked under a name it never had
    fresh = state.pin_of(name, generation, version)
    for alias in (name, fresh):
        actions.append({"add": {"index": index, "alias": alias}})
    try:
        server.ask("POST", "/_aliases", {"actions": actions}, seconds=LONG_SECONDS)
    except IndexUnavailable:
        if fresh not in _aliases(server).get(index, ()):  # the answer may be all that was lost, also of what is asked again
            raise


def _aliases(server: Server) -> dict[str, list[str]]:
    """The aliases of every index that belongs to the directory, or bears its name."""
    name = server.where.name
    found = server.ask("GET", path(f"{name}-g*", "_alias"))
    with suppress(Missing):
        found |= server.ask("GET", path(name, "_alias"))
    return {index: list(about["aliases"]) for index, about in found.items()}


def serving(server: Server) -> set[str]:
    """The generations to which the alias points: one, none, or several where somebody else set it."""
    name = server.where.name
    return {index.removeprefix(f"{name}-") for index, aliases in _aliases(server).items() if name in aliases}


def clean(server: Server, keep: set[str]) -> None:
    """Remove every generation but the one that serves and those in `keep`; where these are not two, the newest other whole
    one stays too."""
    notes = state.generations(server)
    kept = (serving(server) | keep) & notes.keys()
    whole = sorted(one for one, meta in notes.items() if meta.get("complete") and one not in kept)
    for generation in notes.keys() - kept - set(whole[-1:] if len(kept) < 2 else ()):
        with suppress(Missing):
            server.ask("DELETE", path(state.index_of(server.where.name, generation)), seconds=LONG_SECONDS)


def kept(server: Server) -> tuple[Generation, ...]:
    """The whole generations there are, the newest first."""
    now, notes = serving(server), state.generations(server)
    return tuple(
        _kept(server, generation, meta, serves=generation in now)
        for generation, meta in sorted(notes.items(), reverse=True)
        if meta.get("complete")
    )


def _kept(server: Server, generation: str, meta: dict[str, Any], *, serves: bool) -> Generation:
    index = state.index_of(server.where.name, generation)
    built_at = state.document(server, index)["_source"]["state"]["built_at"]
    count = server.ask("POST", path(index, "_count"), {"query": {"term": {"flags": ALIVE}}})["count"]
    return Generation(generation, built_at, int(count), serves, meta.get("fingerprint") == mapping_fingerprint())


def swap(server: Server, generation: str) -> None:
    """Let a kept generation serve. Refused while a rebuild goes on, whose end would undo it and remove what served."""
    with lock.rebuilding(server, f"swap {time.time_ns():x}"):
        serve(server, generation)


def first_day(today: date) -> date:
    """The day from which sessions are expanded: yesterday, since in a zone behind UTC it still is."""
    return today - timedelta(days=1)
