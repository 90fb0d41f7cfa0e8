"""Records and decisions → one listing: whose value each field takes, what a person corrected, what must stay hidden.

Pure functions over the JSON values of listings (`schemas.dump_listing`), in which a field at its default is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from directory.catalogue.decisions import Correction, Decided, Hide, Verification
from directory.catalogue.groups import NEEDED, Group
from directory.facets import FACETS
from directory.listing import Listing, Provenance, ref_of

Values = Mapping[str, Any]

OWN = ("id", "ref", "revision", "provenance")
"""Fields that no decision changes by name."""
FIELDS = tuple(one.name for one in fields(Listing) if one.name not in OWN)
JOINED = frozenset(
    {"alternate_names", "categories", "topics", "audiences",
     "faiths", "cultures", "languages", "modes", "costs", "access", "formats",
     "phones", "documents", "keywords"}
)  # fmt: skip
"""Fields of a merge that hold what all picked records say. Not `only`, `denied`, `start`, `coverage` and `sessions`: those of
two records do not add up to a fact."""
MOST_KINDS = 3
"""Kinds of help of one listing (taxonomy rule 5): those of the record that speaks first come first."""
PERSON = "a person"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a published field comes from: a source's record and when it was seen there, or a decision and its day; `told` is
    what the record itself says of its source."""

    source: str
    record: str = ""
    seen_on: date | None = None
    decision: int = 0
    told: Provenance = field(default=Provenance(source=""), compare=False)


@dataclass(frozen=True, slots=True)
class Folded:
    """A listing as its records and decisions make it; no `values` when it is not to be published."""

    values: dict[str, Any] | None
    origins: dict[str, Origin] = field(default_factory=dict)


def folded(group: Group, records: Mapping[str, Values], decided: Iterable[Decided]) -> Folded:
    """What a group comes to: `records` are those its sources still say, by id, `decided` what counts about its members.
    Nothing is published where what it cannot go without must not be told by any of them."""
    about = [one for one in decided if one.undone is None]
    members = _trusted([(one, records[one]) for one in group.members if one in records])
    if not members or any(isinstance(one.decision, Hide) for one in about):
        return Folded(None)
    values, origins = _joined(group, dict(members))
    needed = {name for _, said in members for name in NEEDED - {"place"} if name in said}
    if not needed <= values.keys():
        return Folded(None)
    _correct(values, origins, about)
    _verify(values, origins, about)
    return Folded(values, origins)


def _trusted(members: Sequence[tuple[str, Values]]) -> list[tuple[str, Values]]:
    """The members that may speak: where one place is protected, only those that protect it as much. Hidden wins, and the
    words of a record that names the address do not come in by another field."""
    most = max((guard(values) for _, values in members), default=0)
    return [(one, values) for one, values in members if guard(values) == most]


def guard(values: Values) -> int:
    """How far a listing's place is protected: 0 public, 1 told by its area, 2 hidden."""
    place = values.get("place") or {}
    return {"hidden": 2, "area": 1}.get(place.get("visibility", "public"), 0)


def _joined(group: Group, members: dict[str, Values]) -> tuple[dict[str, Any], dict[str, Origin]]:
    first = next(iter(members.values()))
    values: dict[str, Any] = {"id": group.survivor, "ref": ref_of(group.survivor), "revision": 0}
    origins: dict[str, Origin] = {}
    for name in FIELDS:
        speaking = _speaking(group, name, members)
        if not speaking:
            continue
        joined = name in JOINED and name in group.picks
        stating = [one for one in speaking if members[one].get(name) not in (None, [], "", {})]
        # `sessions` and `place` may be stated as nothing; what the first speaker has, stands.
        source = stating[0] if stating else speaking[0]
        if name in members[source]:
            values[name] = _union(members, stating, name) if joined and len(stating) > 1 else members[source][name]
            origins[name] = _origin(source, members[source])
    values["provenance"] = dict(first["provenance"])
    _agree(values)
    return values, origins


def _speaking(group: Group, name: str, members: Mapping[str, Values]) -> list[str]:
    """Whose word may count for a field; nobody's where what they say must not be told, or where who speaks is withdrawn: what
    the others say may be what one of them keeps private. What no listing goes without is told by whom no merge passes over,
    a place that is protected by any of them: it tells nothing."""
    if name not in group.picks:
        return list(members)
    picked = [one for one in group.picks[name] if one in members]
    if picked or name not in NEEDED:
        return picked
    guarded = name == "place" and all(guard(values) for values in members.values())
    return [one for one in members if guarded or (name, one) not in group.silent]


def _agree(values: dict[str, Any]) -> None:
    """Drop what one record denies and another states: what is stated is what somebody goes for, and asks about."""
    stated = {f"{facet.name}:{value}" for facet in FACETS.values() for value in values.get(facet.field, ())}
    if "denied" in values:
        values["denied"] = [one for one in values["denied"] if one not in stated]
        if not values["denied"]:
            del values["denied"]


def _union(members: Mapping[str, Values], stating: Sequence[str], name: str) -> list[Any]:
    found: list[Any] = []
    for one in stating:
        found += [said for said in members[one][name] if said not in found]
    return found[:MOST_KINDS] if name == "categories" else found


def _origin(identifier: str, values: Values) -> Origin:
    said = values["provenance"]
    seen = date.fromisoformat(said["seen_on"]) if said.get("seen_on") else None
    names = {name: said[name] for name in ("source_name", "licence", "link") if name in said}
    return Origin(said["source"], identifier, seen, told=Provenance(source=said["source"], seen_on=seen, **names))


def _correct(values: dict[str, Any], origins: dict[str, Origin], decided: Sequence[Decided]) -> None:
    """What a person corrected; of a protected place nothing that was said before it was protected: its words may tell it."""
    most = guard(values)
    for one in decided:
        if isinstance(one.decision, Correction) and one.decision.guard >= most:
            for name, said in one.decision.values.items():
                if name == "place" and most:
                    continue
                values[name] = said
                origins[name] = Origin(PERSON, "", one.at.date(), one.number)


def _verify(values: dict[str, Any], origins: dict[str, Origin], decided: Sequence[Decided]) -> None:
    checks = [one for one in decided if isinstance(one.decision, Verification)]
    for one in checks:
        assert isinstance(one.decision, Verification)  # noqa: S101 - for the type checker
        before = values["provenance"].get("checked_on", "")
        if one.decision.on.isoformat() >= before:
            values["provenance"] |= {"checked_on": one.decision.on.isoformat(), "checked_by": one.by}
            origins["provenance"] = Origin(PERSON, "", one.decision.on, one.number)
