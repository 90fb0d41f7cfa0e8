"""Help like a listing or close to a question, as small cards: name, where, when, one way to make contact, the call first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from directory.listing import Listing
from directory.query import Hit
from directory.web.present_cards import face, told_apart
from directory.web.present_contact import Action
from directory.web.present_facts import Fact, Scene, where
from directory.web.present_times import when

SHOWN = 3
"""Others on the page of a listing: enough to go on with, few enough to be read (pages §4.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One card: `said` is the name that tells its link from every other's on the page; `language` that of its own text."""

    name: str
    said: str
    language: str
    href: str
    provider: str
    kind: str
    alert: str
    facts: tuple[Fact, ...]
    action: Action


@dataclass(frozen=True, slots=True)
class Similar:
    """The section: its cards, and what is to be said of them before; nothing is shown without cards."""

    cards: tuple[Near, ...]
    note: str = ""


def similar_help(hits: Iterable[Hit], scene: Scene, listing: Listing) -> Similar:
    """The section of a listing's page. Where distances are told, it says that they are from there."""
    shown = tuple(hits)[:SHOWN]
    note = scene.voice("similar_from") if any(hit.km is not None for hit in shown) else ""
    return Similar(_cards(shown, scene, (listing,)), note)


def close_help(hits: Iterable[Hit], scene: Scene) -> Similar:
    """The section of a page that found nothing. It says that these do not fit all that was asked."""
    return Similar(_cards(tuple(hits), scene, ()), scene.voice("close_note"))


def _cards(hits: tuple[Hit, ...], scene: Scene, before: tuple[Listing, ...]) -> tuple[Near, ...]:
    """The cards; `before` are listings whose names are on the page already."""
    whose = told_apart([*before, *(hit.listing for hit in hits)])[len(before) :]
    return tuple(_card(hit, said, scene) for hit, said in zip(hits, whose, strict=True))


def _card(hit: Hit, said: str, scene: Scene) -> Near:
    listing, memory = hit.listing, scene.memory
    shown = memory.of("face").get(listing, (said, scene.voice.language, scene.today), face, listing, said, scene)
    hours = memory.of("when").get(listing, scene.clock, when, listing, scene)
    facts = (where(listing, hit.km, hit.serves, scene), hours, shown.cost)
    return Near(
        name=shown.name,
        said=said,
        language=shown.language,
        href=shown.href,
        provider=shown.provider,
        kind=shown.kind,
        alert=shown.alert,
        facts=tuple(fact for fact in facts if fact.strong or fact.text),
        action=shown.actions[0],
    )
