"""A merge as a decision: which id goes on, whose value each field takes, and why, in a sentence for each field.

Nothing is lost: the records of all sources stay in the catalogue, a decision only names whose word counts, and taking it back
gives every listing as it was. Hidden wins: where one record protects the place, those that tell it do not speak
(`directory.catalogue.folding`), and a number that one record keeps private is taken from none that publishes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from directory.catalogue import Merge
from directory.listing import Listing
from ingest.pipeline.secrecy import tells

WHY = "the same help, told by several records"
OWN = frozenset({"id", "ref", "revision", "provenance", "group"})
RECENT = frozenset({
    "sessions", "hours_text", "alert", "status", "fees", "application", "documents", "phones", "email",
    "join_url", "chat_url", "url",
})  # fmt: skip
"""Fields that change often: the record seen last speaks first."""
JOINED = frozenset({
    "alternate_names", "categories", "topics", "audiences", "faiths", "cultures", "languages", "modes", "costs",
    "access", "formats", "phones", "documents", "keywords",
})  # fmt: skip
"""Fields of which the words of all records count together; `directory.catalogue.folding` joins them."""
FACETS = {"topics": "topic", "audiences": "audience", "languages": "language", "costs": "cost", "access": "access",
          "formats": "format", "modes": "mode"}  # fmt: skip
PRECISION = {"rooftop": 0, "street": 1, None: 2, "zip": 3, "city": 4, "county": 5}
NEVER = date.min
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides between records: `precedence` of sources (higher speaks first, 0 for those not named), and the numbers
    (national digits) and mailboxes that a record keeps private, by its id (`withheld.private`)."""

    precedence: Mapping[str, int] = field(default_factory=dict)
    private: Mapping[str, frozenset[str]] = field(default_factory=dict)


PLAIN = Rules()


def merge(records: Iterable[Listing], rules: Rules = PLAIN, *, into: str = "", why: str = WHY) -> Merge:
    """The decision that makes one listing of these. `into` is the id that goes on, where an earlier merge has chosen it."""
    ordered = _by_precedence(records, rules)
    if into:
        ordered = sorted(ordered, key=lambda one: one.id != into)
    picks: dict[str, tuple[str, ...]] = {}
    explained: dict[str, str] = {}
    for name in (one.name for one in fields(Listing) if one.name not in OWN):
        stating = [one for one in _order(name, ordered, rules) if _says(one, name)]
        said = len(stating)
        stating = [one for one in stating if not _gives_away(name, one, ordered, rules)]
        if said and not stating:
            picks[name] = ()  # of none, also where no other says anything
            explained[name] = "of none: what is said has a number or mailbox that another source keeps private"
            continue
        stating = [one for one in stating if not _denied(name, one, ordered)]
        if stating:
            picks[name] = tuple(one.id for one in stating)
            explained[name] = _sentence(name, stating, ordered)
    ids = tuple(one.id for one in ordered)
    return Merge(listings=ids, into=ids[0], picks=picks, explained=explained, why=why)


def given(records: Sequence[Listing], rules: Rules) -> set[tuple[str, str]]:
    """The (field, id) in which a record says what another of them keeps private."""
    names = [one.name for one in fields(Listing) if one.name not in OWN]
    return {(name, one.id) for one in records for name in names if _gives_away(name, one, records, rules)}


def _by_precedence(records: Iterable[Listing], rules: Rules) -> list[Listing]:
    """The records, who speaks first first: checked by a person, then the operator's precedence of sources, then recency, then
    fullness, then the id, so that the same records always come in the same order."""

    def rank(one: Listing) -> tuple[Any, ...]:
        checked = one.provenance.checked_on or NEVER
        return (-checked.toordinal(), -rules.precedence.get(_source(one), 0), -_seen(one).toordinal(), -_fullness(one), one.id)

    return sorted(records, key=rank)


def _order(name: str, ordered: Sequence[Listing], rules: Rules) -> list[Listing]:
    """Who speaks first of a field: of a place the most exact, of what changes often the latest, else precedence."""
    if name == "place":
        return sorted(ordered, key=_exactness)
    if name in RECENT:
        return sorted(ordered, key=lambda one: (-_seen(one).toordinal(), -rules.precedence.get(_source(one), 0)))
    return list(ordered)


def _exactness(one: Listing) -> tuple[int, bool, int]:
    place = one.place
    if place is None:
        return (3, True, 9)
    guard = {"hidden": 0, "area": 1, "public": 2}[place.visibility]
    return (guard, not place.address.lines, PRECISION[place.precision])


def _says(one: Listing, name: str) -> bool:
    value = getattr(one, name)
    return bool(value) or (name == "sessions" and value is not None)


def _gives_away(name: str, one: Listing, others: Sequence[Listing], rules: Rules) -> bool:
    """Whether what a record says in a field has what another of those that become one keeps private. Which of the two speaks
    first, and whether the other says anything in the field, makes no difference."""
    marks = frozenset().union(*(rules.private.get(other.id, NOTHING) for other in others if other is not one))
    return tells(getattr(one, name), marks)


def _denied(name: str, one: Listing, ordered: Sequence[Listing]) -> bool:
    """Whether the record states what the one that speaks first of `denied` denies: both cannot be published."""
    facet = FACETS.get(name)
    speaks = next((other for other in ordered if other.denied), None)
    if facet is None or speaks is None or speaks is one:
        return False
    return any(f"{facet}:{value}" in speaks.denied for value in getattr(one, name))


def _sentence(name: str, stating: Sequence[Listing], ordered: Sequence[Listing]) -> str:
    first, said = stating[0], {repr(getattr(one, name)) for one in stating}
    others = [one for one in stating[1:] if getattr(one, name) != getattr(first, name)]
    if len(said) == 1 and len(stating) > 1:
        return f"{_told(stating)} say the same"
    if len(stating) == 1:
        return f"of {_named(first)}; {'the others say' if len(ordered) > 2 else 'the other says'} nothing"
    if name in JOINED:
        return f"of {_told(stating)} together"
    reason = "seen last" if name in RECENT else "the most exact" if name == "place" else "the first in precedence"
    return f"of {_named(first)}, {reason}; {_told(others)} {'say' if len(others) > 1 else 'says'} otherwise"


def _told(records: Sequence[Listing]) -> str:
    return " and ".join(_named(one) for one in records)


def _named(one: Listing) -> str:
    """A record as a person knows it: its source and when it was seen there; never its key, which may tell a protected place."""
    seen = _seen(one)
    return f"{one.provenance.source_name or _source(one)}{'' if seen == NEVER else f' ({seen.isoformat()})'}"


def _source(one: Listing) -> str:
    return one.id.partition(":")[0]


def _seen(one: Listing) -> date:
    provenance = one.provenance
    return max(provenance.seen_on or NEVER, provenance.confirmed_on or NEVER, provenance.checked_on or NEVER)


def _fullness(one: Listing) -> int:
    return sum(bool(getattr(one, each.name)) for each in fields(Listing))
