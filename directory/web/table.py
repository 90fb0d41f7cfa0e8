"""Compare: what decides, side by side, for the results of a search or the places of a list (pages §3, §4.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Response

from directory.facets import Answers, answers
from directory.listing import Listing, Provenance
from directory.params import Asked
from directory.query import Hit, Results
from directory.web.list_ids import current, others
from directory.web.list_items import Missing
from directory.web.pages_frame import page
from directory.web.present_cards import by_group, told_apart
from directory.web.present_contact import Action, actions
from directory.web.present_facts import YEAR, Fact, Scene, cost_text, is_group, labels, languages_text, where
from directory.web.present_listing import NOTHING_NEEDED, fits_texts
from directory.web.present_times import when
from directory.web.words import Voice

NEEDED = frozenset({"referral-needed", "documents-needed", "waiting-list"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and what colour it has besides the words."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: the listing, its cells in the order of the columns, its first way of contact."""

    ref: str
    href: str
    name: str
    said: str
    language: str
    provider: str
    listed: bool
    cells: tuple[Cell, ...]
    contact: Action
    check: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows in groups, each under a heading of its own; the first has none. `kept` is what the form of the ticks carries."""

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    kept: tuple[tuple[str, str], ...]
    size: int


def search_table(asked: Asked, results: Results, here: Scene, common: dict[str, Any]) -> Response:
    """The results as a table of fifty."""
    heads = ("", here.voice("ask_heading"), here.voice("no_heading"))
    tiers = [(head, [hit for hit in results.hits if hit.tier == tier]) for tier, head in enumerate(heads)]
    return page("table.html", table=_table([(head, hits) for head, hits in tiers if hits], here), **common)


def list_table(listings: Iterable[Listing | Missing], here: Scene) -> Table:
    """The places of a list side by side; those that are not there are left out."""
    return _table([("", [Hit(listing=one, tier=0) for one in listings if isinstance(one, Listing)])], here)


def _table(groups: list[tuple[str, list[Hit]]], here: Scene) -> Table:
    folded = [(head, by_group(hits)) for head, hits in groups]
    names = iter(told_apart([group[0].listing for _, hits in folded for group in hits]))
    shown = tuple((head, tuple(_line(group, next(names), here) for group in hits)) for head, hits in folded)
    return Table(groups=shown, kept=tuple(others("tick", "list", "page")), size=sum(len(lines) for _, lines in shown))


def _line(group: tuple[Hit, ...], said: str, here: Scene) -> Line:
    hit, voice, stated = group[0], here.voice, answers(group[0].listing)
    listing = hit.listing
    more = voice("meetings", n=len(group)) if len(group) > 1 else ""
    provider = listing.organization.name if listing.organization.name != listing.name else ""
    return Line(
        ref=listing.ref,
        href=f"/listing/{listing.ref}",
        name=listing.name,
        said=said,
        language=listing.language_of_text if listing.language_of_text != voice.language else "",
        provider=" · ".join(part for part in (provider, more) if part),
        listed=listing.ref in current().refs,
        cells=_cells(hit, stated, here),
        contact=actions(listing, said, voice)[0],
        check=check_cell(listing.provenance, is_group(listing), here),
    )


def _cells(hit: Hit, stated: Answers, here: Scene) -> tuple[Cell, ...]:
    """Where, open or next, cost, languages, who for, needs; what is not known is said."""
    voice, listing = here.voice, hit.listing
    opening = when(listing, here)
    parts = (opening.strong, opening.joint if opening.strong and opening.text else "", opening.text)
    return (
        Cell(_where(where(listing, hit.km, hit.serves, here)) or voice("not_known_cell")),
        Cell("".join(parts) or _closed(listing, voice), opening.tone),
        Cell(cost_text(stated, voice) if stated.yes["cost"] else voice("not_known_cell")),
        Cell(languages_text(stated, voice) or voice("ask_cell")),
        Cell(voice.semicolons(fits_texts(listing, stated, voice)) or voice("ask_cell")),
        Cell(needs_text(listing, stated, voice)),
    )


def _closed(listing: Listing, voice: Voice) -> str:
    return voice("closed_for_now" if listing.status == "temporarily-closed" else "hours_unknown")


def _where(fact: Fact) -> str:
    """The distance alone where there is one; else the one fact there is."""
    return fact.strong if fact.strong and fact.icon == "pin" else " · ".join(part for part in (fact.strong, fact.text) if part)


def needs_text(listing: Listing, stated: Answers, voice: Voice) -> str:
    """What one must have or wait for; that nothing is needed only where it says so."""
    wanted = labels("start", tuple(stated.yes["start"] & NEEDED), voice)
    papers = list(listing.documents)
    if wanted or papers:
        return ", ".join([*wanted, *papers][:3])
    if "no-id" in stated.yes["start"] and "start:referral-needed" in listing.denied:
        return voice("needs_nothing")
    return ", ".join(labels("start", tuple(stated.yes["start"] & NOTHING_NEEDED), voice)) or voice("ask_cell")


def check_cell(provenance: Provenance, group: bool, here: Scene) -> Cell:
    """Who last looked at the facts and when, as the badge of a card decides it, in few words."""
    voice, today = here.voice, here.today
    checked, confirmed = provenance.checked_on, provenance.confirmed_on
    human = max((day for day in (checked, confirmed) if day), default=None)
    if human and today - human <= YEAR:
        key = ("by_group" if group else "by_provider") if human == confirmed else "by_person"
        return Cell(voice(key, date=here.dated(human)), "moss")
    if human is None and provenance.seen_on and today - provenance.seen_on <= YEAR:
        return Cell(voice("by_source", date=here.dated(provenance.seen_on)))
    return Cell(voice("too_old"), "clay")
