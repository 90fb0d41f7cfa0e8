"""What a record says of the facets: declared values only, at most three kinds of help."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from directory.facets import FACETS, declared
from directory.taxonomy import lineage
from ingest.draft import Draft, Notes

MOST = 3
"""Kinds of help of one listing (taxonomy rule 5: more means it is several services)."""


@dataclass(frozen=True, slots=True)
class Said:
    """`stated` has the values of each facet by its name; `denied` are "facet:value", `only` audiences."""

    stated: dict[str, tuple[str, ...]]
    denied: tuple[str, ...]
    only: tuple[str, ...]


def said(draft: Draft, notes: Notes) -> Said:
    """The draft's declared values, each once; others are counted as unmapped. A value both stated and denied is neither."""
    stated = {facet: _known(facet, values, notes) for facet, values in draft.facets.items() if _facet(facet, notes)}
    denied = _denied(draft, notes)
    both = {f"{facet}:{value}" for facet, values in stated.items() for value in values} & set(denied)
    if both:
        notes.guess("stated and denied: taken as not said", draft.where)
    kept = {facet: tuple(value for value in values if f"{facet}:{value}" not in both) for facet, values in stated.items()}
    kept["category"] = kinds(draft.facets.get("category", []), draft, notes)
    return Said(kept, tuple(one for one in denied if one not in both), _known("audience", draft.only, notes))


def stated(facts: Said) -> dict[str, Any]:
    """The fields of a listing that tell what was said of the facets."""
    values = facts.stated
    return {
        "categories": values["category"],
        "topics": values.get("topic", ()),
        "audiences": values.get("audience", ()),
        "faiths": values.get("faith", ()),
        "cultures": values.get("culture", ()),
        "languages": values.get("language", ()),
        "modes": values.get("mode", ()),
        "costs": values.get("cost", ()),
        "access": values.get("access", ()),
        "start": values.get("start", ()),
        "formats": values.get("format", ()),
        "denied": facts.denied,
        "only": facts.only,
    }


def kinds(slugs: list[str], draft: Draft, notes: Notes) -> tuple[str, ...]:
    """At most three kinds of help: wider ones of those already there go, then the deepest in the tree stay, then those
    that more of the record's codes say, then those said first."""
    votes = Counter(slug for slug in slugs if slug in _values("category"))
    for slug in slugs:
        if slug not in votes:
            notes.unmapped("category", slug)
    if not votes:
        notes.guess("no kind of help is known", draft.where)
        return ()
    wider = {area for slug in votes for area in lineage(slug)[1:]}
    leaves = [slug for slug in votes if slug not in wider]
    if len(leaves) <= MOST:
        return tuple(leaves)
    notes.guess("more than three kinds of help: the three most specific were kept", draft.where)
    best = sorted(leaves, key=lambda slug: (-len(lineage(slug)), -votes[slug]))[:MOST]
    return tuple(slug for slug in leaves if slug in best)


@cache
def _values(facet: str) -> frozenset[str]:
    return frozenset(declared(facet))


def _facet(name: str, notes: Notes) -> bool:
    if name not in FACETS:
        notes.unmapped("facet", name)
    return name in FACETS


def _known(facet: str, values: list[str], notes: Notes) -> tuple[str, ...]:
    names = _values(facet)
    if facet != "category":
        for value in values:
            if value not in names:
                notes.unmapped(facet, value)
    return tuple(dict.fromkeys(value for value in values if value in names))


def _denied(draft: Draft, notes: Notes) -> tuple[str, ...]:
    kept = []
    for one in dict.fromkeys(draft.denied):
        facet, _, value = one.partition(":")
        if facet in FACETS and FACETS[facet].three_valued and value in declared(facet):
            kept.append(one)
        else:
            notes.unmapped("denied", one)
    return tuple(kept)
