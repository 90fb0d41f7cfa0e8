"""Which generation serves, and what a reader has to know of it before asking.

A generation is an index `NAME-GENERATION`. The alias `NAME` points to the one that serves, and so does exactly one alias
`NAME@GENERATION.VERSION`, which readers ask. It is renamed in one step with everything that outdates what readers know: another
generation, or zones that no listing had before. Who asks under the old name is told that it is not there, reads the state
again, and asks anew: no answer is ever made of a stale state, and no search costs a request more for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.errors import IndexUnavailable
from directory.index.elastic.client import REBUILD, Conflict, Missing, Server, path
from directory.index.elastic.mapping import mapping_fingerprint

REQUIRED = {"require_alias": "true"}
"""See `alias_of`."""
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


def alias_of(name: str, generation: str) -> str:
    """The alias under which a generation is written to. Writes require it (REQUIRED): without it they would make an index of
    their own where the generation was removed meanwhile."""
    return f"{name}+{generation}"


def serving(server: Server) -> str:
    """The generation that serves. Raises IndexUnavailable with what to do when there is none."""
    return _serving(server)[0]


def _serving(server: Server) -> tuple[str, dict[str, Any]]:
    """The generation that serves, and its index. Raises IndexUnavailable when there is none, or not exactly one of ours."""
    name = server.where.name
    try:
        told = server.ask("GET", path(name), params={"flat_settings": "true"})
    except Missing as error:
        raise IndexUnavailable(str(error)) from error  # not a name that went away, which is asked again
    if len(told) != 1:
        raise IndexUnavailable(
            f"the alias {name} points to {len(told)} indices; `python -m ingest index swap --to` sets it right"
        )
    index, about = next(iter(told.items()))
    meta = about["mappings"].get("_meta", {})
    if index == name or "generation" not in meta:
        raise foreign(name)
    return meta["generation"], about


def foreign(name: str) -> IndexUnavailable:
    """The error for an index of somebody else's under the name of a directory."""
    return IndexUnavailable(f"{name} is not an index of Nearhelp; give another name in NEARHELP_INDEX_URL")


def read(server: Server) -> Pinned:
    """What serves now. Raises IndexUnavailable for none, for one of another version, for an index where the alias should be."""
    generation, about = _serving(server)
    meta = about["mappings"]["_meta"]
    if meta.get("fingerprint") != mapping_fingerprint():
        return _understood(server, generation)
    pins = [alias for alias in about["aliases"] if alias.startswith(f"{server.where.name}@")]
    return _pinned(server, meta, pins[0] if pins else index_of(server.where.name, generation))


def written(server: Server) -> str:
    """The generation that serves, if this version may write to it. Raises IndexUnavailable."""
    generation, about = _serving(server)
    if about["mappings"]["_meta"].get("fingerprint") != mapping_fingerprint():
        raise IndexUnavailable(f"the index that serves was built by another version, which alone can update it: run {REBUILD}")
    return generation


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
    notes = {index: about["mappings"].get("_meta", {}) for index, about in told.items()}
    # "town-g*" also finds the generations of a directory named "town-gardens".
    return {meta["generation"]: meta for index, meta in notes.items() if index == index_of(name, meta.get("generation", ""))}


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


def start(server: Server, generation: str, first: date) -> None:
    """Write the state of a generation that is being built."""
    state = {"kinds": [], "announced": [], "first": first.isoformat(), "built_at": ""}
    where = path(alias_of(server.where.name, generation), "_doc", STATE)
    server.ask("PUT", where, {"state": state}, params=REQUIRED)


def change(server: Server, generation: str, *, kinds: frozenset[str] = frozenset(), **told: str) -> bool:
    """Add kinds of hours to the state of a generation, and set other parts of it; says whether readers have to be told."""
    state = _put(server, generation, lambda state: state | told | {"kinds": sorted({*state["kinds"], *kinds})})
    # Also what another process noted and did not live to announce.
    return state.changed or not kinds <= set(state.fresh["announced"])


def announce(server: Server, generation: str) -> None:
    """Rename the alias that readers ask, so that each reads the state again before its next answer."""
    name, index = server.where.name, index_of(server.where.name, generation)
    known = document(server, index)["_source"]["state"]["kinds"]
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
        _put(server, generation, lambda state: state | {"announced": sorted({*state["announced"], *known})})
        return


@dataclass(frozen=True, slots=True)
class Put:
    """A state as it now is, and whether it was another before."""

    fresh: dict[str, Any]
    changed: bool


def _put(server: Server, generation: str, made: Callable[[dict[str, Any]], dict[str, Any]]) -> Put:
    """Make a new state of the old one, whoever else writes at the same time."""
    name = server.where.name
    while True:
        found = document(server, index_of(name, generation))
        state = found["_source"]["state"]
        fresh = made(state)
        if fresh == state:
            return Put(state, changed=False)
        seen = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        try:
            server.ask("PUT", path(alias_of(name, generation), "_doc", STATE), {"state": fresh}, params=seen | REQUIRED)
        except Conflict:
            continue
        return Put(fresh, changed=True)
