"""What a person, or a rule above its threshold, decided about listings: values that say everything needed to apply them.

Decisions are facts in an order; the published listings are a fold over records and decisions (`folding`), so each can be
undone without loss. Ids are those of listings, "<source>:<key>".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """These listings are one help; `into` is the id that goes on, the others redirect to it.

    `picks` names, field by field of a Listing, whose value is taken: the first of these ids that states something, or, of
    phones and other fields that are joined (`folding.JOINED`), of all of them together. A field whose pick is empty, or names
    nobody who is still there, is taken from none (`groups.NEEDED` aside); one without a pick from `into`, else from the others
    in their order. `explained` has a sentence for each field, for the person who looks at it.
    """

    listings: tuple[str, ...]
    into: str
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    explained: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """No two of these are the same: earlier merges between them stop, a rule must not merge them again."""

    listings: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person knows better: `values` replace those of the sources, in the JSON of `schemas.dump_listing`.

    `guard` is how far the place was protected when it was said (`folding.guard`); the catalogue notes it.
    """

    listing: str
    values: Mapping[str, Any]
    why: str = ""
    guard: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """A person checked the listing on that day; who is in `Decided.by`."""

    listing: str
    on: date
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hide:
    """The listing is not published, whatever its sources say."""

    listing: str
    why: str = ""


Decision = Merge | Split | Correction | Verification | Hide
KINDS = {"merge": Merge, "split": Split, "correction": Correction, "verification": Verification, "hide": Hide}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who did something, when (UTC) and why."""

    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision with its number (later ones win), who made it and when (UTC); `undone` tells who took it back: then it no
    longer counts."""

    number: int
    decision: Decision
    by: str
    at: datetime
    undone: Signed | None = None


def about(decision: Decision) -> tuple[str, ...]:
    """The ids a decision is about, each once."""
    if isinstance(decision, Merge):
        return tuple(dict.fromkeys((decision.into, *decision.listings)))
    if isinstance(decision, Split):
        return tuple(dict.fromkeys(decision.listings))
    return (decision.listing,)


def kind_of(decision: Decision) -> str:
    """The word for a decision's kind."""
    return next(name for name, kind in KINDS.items() if isinstance(decision, kind))


def packed(decision: Decision) -> bytes:
    """What a decision says, as JSON; `why` is kept beside it."""
    return orjson.dumps({name: getattr(decision, name) for name in decision.__dataclass_fields__ if name != "why"})


def unpacked(kind: str, body: bytes, why: str) -> Decision:
    """The decision of what `packed` gave."""
    said = orjson.loads(body)
    if kind == "verification":
        return Verification(listing=said["listing"], on=date.fromisoformat(said["on"]), why=why)
    if kind == "merge":
        picks = {name: tuple(ids) for name, ids in said["picks"].items()}
        listings = tuple(said["listings"])
        return Merge(listings=listings, into=said["into"], picks=picks, explained=said["explained"], why=why)
    if kind == "split":
        return Split(listings=tuple(said["listings"]), why=why)
    made: Decision = KINDS[kind](**said, why=why)
    return made
