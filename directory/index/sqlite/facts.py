"""What a listing contributes to the index, worked out once: terms, texts, times, order keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from directory.facets import FACETS, answers, declared
from directory.geo import Point
from directory.index.says import says
from directory.index.text import Text, text
from directory.index.weights import checked_key, filed_first, freshness_part, leaf_part
from directory.listing import Listing, located, name_key
from directory.schedule import Session, Span, dated, recurring, weekly

NEVER = 0
"""`until` of a weekly rule without end, in days since year 1."""


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A weekly span that many listings share. `plain` ones recur every week; others only answer to names of weekdays and
    parts of the day, until the day `until`."""

    span: Span
    plain: bool
    until: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of one listing that is searched, counted or sorted by."""

    listing: Listing
    terms: tuple[str, ...]
    text: Text
    values: tuple[int, ...]  # indices into `value_index()` of what it says
    rules: tuple[Rule, ...]
    dated: tuple[Span, ...]
    point: Point | None
    order: bytes  # name_key and ref: what orders by name
    checked: int  # larger is checked later; see `checked_key`
    static: tuple[float, float]  # leaf and freshness parts of the score


@cache
def value_index() -> dict[tuple[str, str], int]:
    """Every declared (facet, value) with its number."""
    return {pair: number for number, pair in enumerate((facet, value) for facet in FACETS for value in declared(facet))}


def yes(facet: str, value: str) -> str:
    """The term of listings that say a value."""
    return f"+{facet}:{value}"


def no(facet: str, value: str) -> str:
    """The term of listings that say no to a value."""
    return f"-{facet}:{value}"


def first(facet: str, value: str) -> str:
    """The term of listings that are filed under a value first."""
    return f"1{facet}:{value}"


def spoken(facet: str, value: str) -> str:
    """The term of listings whose own words say a value."""
    return f"%{facet}:{value}"


def served(_: str, area: str) -> str:
    """The term of listings that serve an area, named by its own code."""
    return f"~{area}"


ENDS = "e:"
"""What the terms of listings that have a last day begin with; the day follows (ISO 8601)."""
HOURS_UNKNOWN = "hours?"
"""The term of listings whose hours are not known or have to be arranged: no time filter drops them."""


def facts(listing: Listing, day: date) -> Facts:
    """The facts of a listing; dated sessions are expanded from a day on."""
    said = answers(listing)
    point = located(listing)
    sessions = listing.sessions or ()
    terms = [yes(facet, value) for facet, found in said.yes.items() for value in found]
    terms += [no(facet, value) for facet, found in said.no.items() for value in found]
    terms += [first("category", value) for value in filed_first(listing)]
    terms += [spoken(*pair) for pair in says(listing)]
    terms += [served("area", code) for code in set(listing.coverage)]
    terms.append(f"o:{listing.organization.key}")
    terms.append(f"g:{_years(listing.eligibility.minimum_age)}:{_years(listing.eligibility.maximum_age)}")
    if point is not None and listing.place is not None:
        terms += [f"@{code}" for code in set(listing.place.codes)]
    if listing.ends_on is not None:
        terms.append(f"{ENDS}{listing.ends_on.isoformat()}")
    if listing.sessions is None or any(session.freq == "appointment" for session in sessions):
        terms.append(HOURS_UNKNOWN)
    numbers = value_index()
    return Facts(
        listing=listing,
        terms=tuple(terms),
        text=text(listing),
        values=tuple(numbers[facet, value] for facet, found in said.yes.items() for value in found),
        rules=tuple(dict.fromkeys(rule for session in sessions for rule in _rules(session))),
        dated=tuple(dict.fromkeys(span for session in sessions for span in dated(session, day))),
        point=point,
        order=name_key(listing).encode() + b"\0" + listing.ref.encode(),
        checked=checked_key(listing),
        static=(leaf_part(listing), freshness_part(listing, day)),
    )


def _years(age: int | None) -> str:
    return "" if age is None else str(age)


def _rules(session: Session) -> list[Rule]:
    if plain := weekly(session):
        return [Rule(span, True, NEVER) for span in plain]
    until = NEVER if session.valid_to is None else session.valid_to.toordinal()
    return [Rule(span, False, until) for span in recurring(session, date.min)]
