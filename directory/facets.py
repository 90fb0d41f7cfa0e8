"""What can be filtered and counted, each declared once, and what a listing answers to it (taxonomy §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Literal

from directory.listing import Listing
from directory.taxonomy import categories, lineage, values

Rule = Literal["any", "all", "group", "start"]


class Answer(IntEnum):
    """What a listing says to a filter. Unknown is not no."""

    NO = 0
    UNKNOWN = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Facet:
    """A question that a listing answers with some of its declared values.

    `rule` combines the chosen values: "any" of them; "all" of them; "group": any inside a group of the value table, all across
    groups; "start": any of the group "how", all of the others. `exclusive` names groups in which a stated value denies
    the others. `unticked` names groups whose values can only be excluded (`not_start=referral-needed`).
    """

    name: str
    field: str  # the Listing's field
    rule: Rule
    three_valued: bool
    exclusive: frozenset[str] = frozenset()
    unticked: frozenset[str] = frozenset()


FACETS: Mapping[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet("category", "categories", "any", False),
        Facet("topic", "topics", "any", False),
        Facet("audience", "audiences", "any", True),
        Facet("faith", "faiths", "any", False),
        Facet("culture", "cultures", "any", False),
        Facet("language", "languages", "any", True),
        Facet("mode", "modes", "any", False),
        Facet("cost", "costs", "any", True, exclusive=frozenset({"price"})),
        Facet("access", "access", "all", True),
        Facet("start", "start", "start", True, unticked=frozenset({"need"})),
        Facet("format", "formats", "group", True, exclusive=frozenset({"attendance", "leader"})),
    )
}

INCLUDED: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("cost", "donation"): (("cost", "free"),),
    ("topic", "suicide-loss"): (("topic", "grief"),),
    ("topic", "child-loss"): (("topic", "grief"),),
    ("language", "ase"): (("access", "sign-language"),),
}
"""What follows from a stated value (taxonomy §4), besides the ancestors and `implies` of a category."""

AGES: Mapping[str, tuple[int, int]] = {
    "children": (0, 12),
    "teens": (13, 17),
    "young-adults": (18, 25),
    "adults": (18, 120),
    "older-adults": (60, 120),
}
"""Ages of the age audiences, inclusive (facets.csv)."""


SHARED_ROOMS = frozenset({"practical/housing/shelter", "recovery/sober-living"})
"""Kinds of help where people sleep in rooms of their own sex."""
SEXES = frozenset({"women", "men"})


@cache
def declared(facet: str) -> tuple[str, ...]:
    """The values of a facet in their order. Raises KeyError for an unknown facet."""
    return tuple(categories()) if facet == "category" else tuple(values()[facet])


def group_of(facet: str, value: str) -> str:
    """The group of the value table a value stands in; the empty string for categories."""
    return "" if facet == "category" else values()[facet][value].group


@dataclass(frozen=True, slots=True)
class Answers:
    """facet → values a listing says (`yes`), and says no to (`no`, three-valued facets only); no value is in both."""

    yes: Mapping[str, frozenset[str]]
    no: Mapping[str, frozenset[str]]


def answers(listing: Listing) -> Answers:
    """All that a listing says to every facet, with what follows from it (taxonomy §4).

    Yes = stated, or it follows: ancestors of a category, what categories imply, INCLUDED, age groups that the stated ages
    touch. No = denied; another value of an exclusive group is stated; a language when others alone are stated and no
    interpreter; an audience of a group of which `only` names others; men in a shelter that says it is for women, and women in
    one for men; an age group outside the stated ages.
    """
    said = _stated(listing)
    no = {name: _refused(listing, name, said[name]) for name, facet in FACETS.items() if facet.three_valued}
    yes = {name: frozenset(found - no.get(name, frozenset())) for name, found in said.items()}
    return Answers(yes, no)


def _stated(listing: Listing) -> dict[str, set[str]]:
    said = {name: set(getattr(listing, facet.field)) for name, facet in FACETS.items()}
    said["audience"].update(listing.only)  # for, welcome and only are three strengths of one statement
    for slug in listing.categories:
        whole, implied = _followed(slug)
        said["category"].update(whole)
        for facet, value, pair in implied:
            if pair not in listing.denied:
                said[facet].add(value)
    for (facet, value), follows in INCLUDED.items():
        if value in said[facet]:
            for other, more in follows:
                said[other].add(more)
    if _ages(listing) is not None:
        said["audience"] -= AGES.keys()
        said["audience"].update(name for name in AGES if _age_touches(listing, name))
    return said


@cache
def _followed(slug: str) -> tuple[tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    """A category with its ancestors, and what they imply: facet, value and both in one word."""
    whole = tuple(lineage(slug))
    return whole, tuple((facet, value, f"{facet}:{value}") for one in whole for facet, value in categories()[one].implies)


@cache
def members(facet: str, group: str) -> frozenset[str]:
    """The declared values of a group."""
    return frozenset(value for value in declared(facet) if group_of(facet, value) == group)


def _refused(listing: Listing, name: str, said: set[str]) -> frozenset[str]:
    no = {value for pair in listing.denied for facet, _, value in [pair.partition(":")] if facet == name}
    for group in FACETS[name].exclusive:
        if not said.isdisjoint(members(name, group)):
            no |= members(name, group)
    if name == "language" and listing.languages and "interpreter" not in listing.languages:
        no |= _tongues()
    if name == "audience" and _ages(listing) is not None:
        no |= AGES.keys()
    if name == "audience" and not said.isdisjoint(SEXES) and not SHARED_ROOMS.isdisjoint(listing.categories):
        no |= SEXES
    no -= said
    if name == "audience":
        for group in {group_of("audience", value) for value in listing.only}:
            no |= members("audience", group) - set(listing.only)
    return frozenset(no)


@cache
def _tongues() -> frozenset[str]:
    return frozenset(declared("language")) - {"interpreter"}


def _ages(listing: Listing) -> tuple[int, int] | None:
    low, high = listing.eligibility.minimum_age, listing.eligibility.maximum_age
    return None if low is None and high is None else (low or 0, 200 if high is None else high)


def _age_touches(listing: Listing, group: str) -> bool:
    ages = _ages(listing)
    return ages is not None and ages[0] <= AGES[group][1] and AGES[group][0] <= ages[1]


@dataclass(frozen=True, slots=True)
class Unit:
    """Chosen values that are met together by any one of them: a chip's worth of a filter."""

    facet: str
    values: tuple[str, ...]


def units(facet: str, chosen: Iterable[str]) -> tuple[Unit, ...]:
    """How the chosen values of a facet combine: each unit must hold, any value of a unit is enough."""
    rule, picked = FACETS[facet].rule, tuple(chosen)
    if not picked:
        return ()
    if rule == "any":
        return (Unit(facet, picked),)
    if rule == "all":
        return tuple(Unit(facet, (value,)) for value in picked)
    groups: dict[str, list[str]] = {}
    for value in picked:
        group = group_of(facet, value)
        alone = rule == "start" and group != "how"
        groups.setdefault(value if alone else group, []).append(value)
    return tuple(Unit(facet, tuple(members)) for members in groups.values())


def reach(unit: Unit) -> tuple[str, ...]:
    """The values that belong to a unit or would join it if chosen."""
    rule = FACETS[unit.facet].rule
    if rule == "any":
        return declared(unit.facet)
    group = group_of(unit.facet, unit.values[0])
    if rule == "all" or (rule == "start" and group != "how"):
        return unit.values
    return tuple(value for value in declared(unit.facet) if group_of(unit.facet, value) == group)


def answer(unit: Unit, said: Answers) -> Answer:
    """What a listing answers to a unit; a two-valued facet's UNKNOWN is read as no by the search.

    A no to all that was chosen in one group of audiences is a no that another group's yes does not lift: who picked
    "men" never sees a women-only group, also when "survivors" was picked with it.
    """
    yes, no = said.yes[unit.facet], said.no.get(unit.facet, frozenset())
    if unit.facet == "audience":
        groups: dict[str, list[str]] = {}
        for value in unit.values:
            groups.setdefault(group_of("audience", value), []).append(value)
        if any(no.issuperset(members) for members in groups.values()):
            return Answer.NO
    if not yes.isdisjoint(unit.values):
        return Answer.YES
    return Answer.NO if no.issuperset(unit.values) else Answer.UNKNOWN
