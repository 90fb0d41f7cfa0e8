"""What speaks against a merge however much agrees: doubts, which only a person settles, and bars, which nobody asks about.

A source that lists two records under keys of its own means two helps until they say the very same thing: within one source
names must be the same words, at the same place. Between sources the same body is told by other words, so a little more is let
pass, and whose kinds of help are sorted otherwise counts less.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.dedupe.comparing import TEXTS_AGREE, TEXTS_DIFFER, Comparison, likeness, told
from ingest.dedupe.naming import one_body
from ingest.dedupe.sketches import Sketch

APART = (frozenset({"mental-health", "recovery"}),)
"""Kinds of help that one provider lists apart: the SAMHSA locator has a row for each at one address."""
FOOD = frozenset({"practical/food"})
"""A help of its own wherever it is given: a church and its pantry are two listings."""
TOGETHER = frozenset({"health", "mental-health", "recovery", "online"})
"""Kinds of help that one clinic gives, which one source lists as this and another as that."""


def barred(found: Comparison, one: Sketch, other: Sketch) -> str:
    """Why a pair cannot be one help, "" where it can."""
    if found.place == "other":
        return "another place"
    if _countries(one).isdisjoint(_countries(other)) and _countries(one) and _countries(other):
        return "other countries"
    if one.group and one.group == other.group:
        return "the source keeps these meetings of one group apart: they differ in place, way, language or format"
    if one.held and other.held and one.held.isdisjoint(other.held):
        return "meetings at other times"
    if one.source == other.source:
        return _listed_apart(found, one, other)
    return ""


def _countries(one: Sketch) -> frozenset[str]:
    return frozenset(area.split("-")[0] for area in one.areas if area != "world")


def _listed_apart(found: Comparison, one: Sketch, other: Sketch) -> str:
    if one.marks and other.marks and one.marks != other.marks:
        return "meetings of another format, language or way to join"
    if found.names.relation in {"part", "other", "more", "apart"}:
        return "one source lists them apart, by other names"
    if told(one, other) and likeness(one, other) <= TEXTS_DIFFER and one.categories != other.categories:
        if _itself(found, one, other):
            return ""
        return "one source lists them apart, by other words and kinds of help"
    return ""


def doubts(found: Comparison, one: Sketch, other: Sketch) -> Iterator[str]:
    """What a rule may not decide, each in a few words."""
    if found.names.relation in {"part", "other", "apart", "more"}:
        yield "the names may be of a body and its programme, or of two"
    if _kinds_apart(found, one, other):
        yield "kinds of help that are not one"
    if (one.suites or other.suites) and (one.units | one.suites).isdisjoint(other.units | other.suites):
        yield "the name tells another room"
    if found.place == "unknown" and one.local and other.local:
        yield "nobody knows whether the places are one"
    if one.guard != other.guard and found.names.relation != "exact":
        yield "one place is protected"
    if one.source == other.source:
        yield from _within(found, one, other)
    elif found.names.host:
        yield "both are named for a place that many bodies use"


def _within(found: Comparison, one: Sketch, other: Sketch) -> Iterator[str]:
    alike = found.names.relation == "exact" or (found.names.relation == "equal" and found.says("phones") == "agrees")
    if not alike or found.place in {"near", "mistyped", "unknown"}:
        yield "one source lists them apart"
    if _two_bodies(one, other):
        yield "one source names two organizations"
    if one.served and other.served and one.served != other.served:
        yield "one source tells that they are for others"
    if told(one, other) and likeness(one, other) < TEXTS_AGREE and not _itself(found, one, other):
        yield "one source tells them by other words"
    if found.says("unit") == "differs" and found.says("phones") != "agrees":
        yield "another room and another phone"


def _itself(found: Comparison, one: Sketch, other: Sketch) -> bool:
    """Whether both records are of the organization itself and by its own name: 211s keep a row of an agency and one of its
    only programme, which say the same by other words."""
    named = one.name == one.body and other.name == other.body and one.owner == other.owner
    return named and found.names.relation == "exact" and found.place == "same" and found.says("phones") == "agrees"


def _two_bodies(one: Sketch, other: Sketch) -> bool:
    """Whether the organizations are two; where a source has none, each record's name stands for it and says nothing."""
    named = one.body != one.name and other.body != other.name
    return named and one.owner != other.owner and not one_body(one, other)


def _kinds_apart(found: Comparison, one: Sketch, other: Sketch) -> bool:
    """Whether the kinds of help speak against one help. Sources sort the same record under other kinds: what agrees in name,
    place and phone is kept apart only where a provider lists just these apart, or one of the two is food."""
    if one.kind & other.kind or not (one.kind or other.kind):
        return False
    if FOOD in (one.kind, other.kind):
        return one.source != other.source
    if not one.kind or not other.kind:
        return False
    if any(one.kind & pair and other.kind & pair for pair in APART):
        return True
    agrees = found.names.relation in {"exact", "equal"} and found.place == "same" and found.says("phones") == "agrees"
    return not agrees and not (one.kind <= TOGETHER and other.kind <= TOGETHER)
