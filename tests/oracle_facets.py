"""What a listing answers to filters, written from the texts (architecture §5 "Combining", taxonomy §4), not from the code.

Readings where the texts leave room, each the one that neither hides help from a person nor sends them to a closed door:

- What is stated outranks `denied`; `denied` outranks what only follows from a category.
- `only` values are stated audiences (for, welcome and only are three strengths of one statement), and turn away the rest of
  their own group alone: "only women" says no to men, and nothing of veterans, who may be women.
- A no to everything chosen in one group of audiences stays a no, whatever another group says: who picked "men" never sees
  "only women", also when "survivors" was picked with it.
- Where people sleep in rooms of their own sex, a shelter for women is closed to men and one for men to women; it says nothing
  of those who are neither.
- Stated ages win over typed age words: they alone say yes or no to the audiences of the group "age".
- Only languages that the listing states itself deny the others, and they never deny `interpreter`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from directory.facets import AGES, FACETS, Answer
from directory.listing import Listing
from directory.taxonomy import categories, values

YES, UNKNOWN, NO = Answer.YES, Answer.UNKNOWN, Answer.NO

TWO_VALUED = {"category", "topic", "faith", "culture", "mode"}
EXCLUSIVE = {("cost", "price"), ("format", "attendance"), ("format", "leader")}
FOLLOWS = {
    "cost:donation": "cost:free",
    "topic:suicide-loss": "topic:grief",
    "topic:child-loss": "topic:grief",
    "language:ase": "access:sign-language",
}

Pair = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """Every "facet:value" a listing says, and every one it says no to."""

    yes: frozenset[str]
    no: frozenset[str]


def group(facet: str, value: str) -> str:
    """The sub-heading a value stands under."""
    return "" if facet == "category" else values()[facet][value].group


def declared(facet: str) -> list[str]:
    """Every value of a facet."""
    return list(categories()) if facet == "category" else list(values()[facet])


def units(facet: str, chosen: Iterable[str]) -> list[tuple[str, ...]]:
    """The chosen values of a facet in parts that must each hold; one value of a part is enough (taxonomy §4)."""
    parts: dict[str, list[str]] = {}
    for value in chosen:
        parts.setdefault(part(facet, value), []).append(value)
    return [tuple(members) for members in parts.values()]


def part(facet: str, value: str) -> str:
    """Values of the same part are alternatives to each other."""
    if facet == "format":
        return group(facet, value)
    if facet == "access" or (facet == "start" and group(facet, value) != "how"):
        return value
    return "any"


class Meaning:
    """What a listing answers. A class so that the planted faults can each replace one rule."""

    def said(self, listing: Listing) -> Said:
        """All that the listing says yes and no to."""
        yes = self.stated(listing)
        return Said(yes=frozenset(yes - self.denied(listing, yes)), no=frozenset(self.denied(listing, yes)))

    def stated(self, listing: Listing) -> set[str]:
        """What it states, and what follows from that."""
        yes = {f"{name}:{value}" for name, facet in FACETS.items() for value in getattr(listing, facet.field)}
        yes |= {f"audience:{value}" for value in listing.only}
        for slug in self.with_ancestors(listing.categories):
            yes.add(f"category:{slug}")
            implied = {f"{facet}:{value}" for facet, value in categories()[slug].implies}
            yes |= implied - set(listing.denied)
        yes |= {follows for stated, follows in FOLLOWS.items() if stated in yes}
        if ages(listing) is not None:
            yes -= {f"audience:{name}" for name in AGES}
            yes |= {f"audience:{name}" for name, (youngest, oldest) in AGES.items() if meet(ages(listing), youngest, oldest)}
        return yes

    def with_ancestors(self, slugs: Iterable[str]) -> set[str]:
        """The categories and those above them."""
        found = set()
        for slug in slugs:
            while slug:
                found.add(slug)
                slug = categories()[slug].parent
        return found

    def denied(self, listing: Listing, yes: set[str]) -> set[str]:
        """What it says no to."""
        no = set(listing.denied)
        for facet, name in EXCLUSIVE:
            members = {f"{facet}:{value}" for value in declared(facet) if group(facet, value) == name}
            if members & yes:
                no |= members
        if listing.languages and "interpreter" not in listing.languages:
            no |= {f"language:{value}" for value in declared("language") if value != "interpreter"}
        if ages(listing) is not None:
            no |= {f"audience:{name}" for name in AGES}
        if {"practical/housing/shelter", "recovery/sober-living"} & set(listing.categories):
            sexes = {"audience:women", "audience:men"}
            no |= sexes if sexes & yes else set()
        no -= yes
        for only in listing.only:
            no |= {f"audience:{value}" for value in declared("audience") if group("audience", value) == group("audience", only)}
        no -= {f"audience:{value}" for value in listing.only} & yes
        return {pair for pair in no if pair.partition(":")[0] not in TWO_VALUED}

    def to_part(self, said: Said, facet: str, chosen: tuple[str, ...]) -> Answer:
        """The answer to values of which one is enough."""
        if facet == "audience":
            for name in {group(facet, value) for value in chosen}:
                if all(f"{facet}:{value}" in said.no for value in chosen if group(facet, value) == name):
                    return NO
        if any(f"{facet}:{value}" in said.yes for value in chosen):
            return YES
        if facet in TWO_VALUED or all(f"{facet}:{value}" in said.no for value in chosen):
            return NO
        return UNKNOWN

    def to_exclusion(self, said: Said, facet: str, value: str) -> Answer:
        """The answer to "leave out what states this"."""
        if f"{facet}:{value}" in said.yes:
            return NO
        return YES if facet in TWO_VALUED or f"{facet}:{value}" in said.no else UNKNOWN

    def to_age(self, listing: Listing, age: int) -> Answer:
        """Whether a person of that age may come."""
        if ages(listing) is None:
            return UNKNOWN
        return YES if meet(ages(listing), age, age) else NO


def ages(listing: Listing) -> tuple[int | None, int | None] | None:
    """The stated limits, inclusive; None when neither is stated."""
    limits = listing.eligibility.minimum_age, listing.eligibility.maximum_age
    return None if limits == (None, None) else limits


def meet(limits: tuple[int | None, int | None] | None, youngest: int, oldest: int) -> bool:
    """Whether limits let in somebody between two ages; a limit that is not stated is none."""
    low, high = limits or (None, None)
    return (low is None or low <= oldest) and (high is None or youngest <= high)
