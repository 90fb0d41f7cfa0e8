"""Which generation serves, and what a reader has to know of it before asking.

A generation is an index `NAME-GENERATION`. The alias `NAME` points to the one that serves, and so does exactly one alias
`NAME@GENERATION.VERSION`, which readers ask. It is renamed in one step with everything that outdates what readers know: another
generation, or zones that no listing had before. Who asks under the old name is told that it is not there, reads the state
again, and asks anew: no answer is ever made of a stale state, and no search costs a request more for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.errors import IndexUnavailable
from directory.index.elastic.client import REBUILD, Conflict, Missing, Server, path
from directory.index.elastic.mapping import mapping_fingerprint

STATE = "~state"
"""The id of the document that holds the state; no public id has a tilde."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a reader knows: the generation, the name under which to ask it, the kinds of hours it holds, the day from which
    dated sessions are expanded, and the day of which everything's freshness is."""

    generation: str
    asked: str
    kinds: frozenset[str]
    first: date
    weighed: date
    built_at: str

    @property
    def version(self) -> int:
        """Raised when new kinds of hours come in."""
        return int(self.asked.rpartition(".")[2])


def index_of(name: str, generation: str) -> str:
    """The index of a generation."""
    return f"{name}-{generation}"


def pin_of(name: str, generation: str, version: int) -> str:
    """The alias under which readers ask a generation."""
    return f"{name}@{generation}.{version}"


def serving(server: Server) -> str:
    """The generation that serves. Raises IndexUnavailable with what to do when there is none."""
    name = server.where.name
    try:
        found = server.ask("GET", path("_alias", name))
    except Missing:
        raise IndexUnavailable(f"there is no index {name} yet: run {REBUILD}") from None
    (index,) = map(str, found)
    return index.removeprefix(f"{name}-")


def read(server: Server) -> Pinned:
    """What serves now. Raises IndexUnavailable for none, for one of another version, for an index where the alias should be."""
    name = server.where.name
    try:
        told = server.ask("GET", path(name), params={"flat_settings": "true"})
    except Missing:
        raise IndexUnavailable(f"there is no index {name} yet: run {REBUILD}") from None
    if len(told) != 1:
        raise IndexUnavailable(
            f"the alias {name} points to {len(told)} indices; `python -m ingest index swap --to` sets it right"
        )
    index, about = next(iter(told.items()))
    meta = about.get("mappings", {}).get("_meta", {})
    if index == name or "generation" not in meta:
        raise IndexUnavailable(f"{name} is not an index of Nearhelp; give another name in NEARHELP_INDEX_URL")
    if meta.get("fingerprint") != mapping_fingerprint():
        return _understood(server, meta["generation"])
    pins = [alias for alias in about["aliases"] if alias.startswith(f"{name}@")]
    return _pinned(server, meta, pins[0] if pins else index)


def _understood(server: Server, newer: str) -> Pinned:
    """The generation kept from before that this version of the program understands, while another version's serves."""
    name = server.where.name
    for generation, meta in sorted(generations(server).items(), reverse=True):
        complete = meta.get("complete", False)
        if generation != newer and complete and meta.get("fingerprint") == mapping_fingerprint():
            return _pinned(server, meta, index_of(name, generation))
    raise IndexUnavailable(f"the index was built by another version: run {REBUILD}")


def generations(server: Server) -> dict[str, dict[str, Any]]:
    """Every generation there is with what is noted of it: fingerprint, first day, whether it is complete."""
    name = server.where.name
    told = server.ask("GET", path(f"{name}-g*", "_mapping"), params={"allow_no_indices": "true"})
    notes = {index: about.get("mappings", {}).get("_meta", {}) for index, about in told.items()}
    return {
        meta["generation"]: meta
        for index, meta in notes.items()
        if "generation" in meta and index == index_of(name, meta["generation"])  # not those of a directory "NAME-g…"
    }


def ours(server: Server) -> set[str]:
    """The generations, whole or in the making, that this version of the program builds."""
    return {one for one, meta in generations(server).items() if meta.get("fingerprint") == mapping_fingerprint()}


def _pinned(server: Server, meta: dict[str, Any], asked: str) -> Pinned:
    """A generation under a name. The document is read after the name: it may know more kinds already, never fewer."""
    index = index_of(server.where.name, meta["generation"])
    state = document(server, index)["_source"]["state"]
    return Pinned(
        generation=meta["generation"],
        asked=asked,
        kinds=frozenset(state["kinds"]),
        first=date.fromisoformat(state["first"]),
        weighed=date.fromisoformat(meta["first"]),
        built_at=state["built_at"],
    )


def document(server: Server, index: str) -> dict[str, Any]:
    """The document that holds the state of a generation."""
    found: dict[str, Any] = server.ask("GET", path(index, "_doc", STATE))
    return found


def start(server: Server, index: str, first: date) -> None:
    """Write the state of a generation that is being built."""
    state = {"kinds": [], "first": first.isoformat(), "built_at": ""}
    server.ask("PUT", path(index, "_create", STATE), {"state": state})


def change(server: Server, index: str, *, kinds: frozenset[str] = frozenset(), **told: str) -> bool:
    """Add kinds of hours to the state of a generation, and set other parts of it; says whether anything is new."""
    while True:
        found = document(server, index)
        state = found["_source"]["state"]
        fresh = state | told | {"kinds": sorted({*state["kinds"], *kinds})}
        if fresh == state:
            return False
        seen = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        try:
            server.ask("PUT", path(index, "_doc", STATE), {"state": fresh}, params=seen)
        except Conflict:
            continue
        return True


def announce(server: Server, generation: str) -> None:
    """Rename the alias that readers ask, so that each reads the state again before its next answer."""
    name, index = server.where.name, index_of(server.where.name, generation)
    while True:
        aliases = server.ask("GET", path(index, "_alias"))[index]["aliases"]
        old = next((alias for alias in aliases if alias.startswith(f"{name}@")), None)
        if old is None:
            return  # it does not serve: nobody asks it
        fresh = pin_of(name, generation, int(old.rpartition(".")[2]) + 1)
        actions = [{"remove": {"index": index, "alias": old, "must_exist": True}}, {"add": {"index": index, "alias": fresh}}]
        try:
            server.ask("POST", "/_aliases", {"actions": actions})
        except Missing:
            continue  # somebody else renamed it
        return
