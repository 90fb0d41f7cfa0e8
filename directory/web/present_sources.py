"""The facts of a listing by where they come from: which source, by what terms, when it was seen there; newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from directory.listing import Listing, Provenance
from directory.web.present_contact import web_address
from directory.web.present_facts import Scene, is_hidden
from directory.web.words import Voice

if TYPE_CHECKING:
    from directory.catalogue import Origin

FACTS: Mapping[str, tuple[str, ...]] = {
    "name_col": ("name", "alternate_names", "organization"),
    "facts_what": ("description", "categories", "topics", "formats", "modes"),
    "who_for": ("audiences", "only", "eligibility", "faiths", "cultures"),
    "when": ("sessions", "hours_text"),
    "place_where": ("place", "coverage"),
    "facts_contact": ("phones", "url", "join_url", "chat_url", "email"),
    "cost": ("costs", "fees"),
    "languages": ("languages",),
    "access": ("access",),
    "needs_col": ("start", "documents", "application"),
}
"""Words for what visitors see → the fields of a listing that hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one source, or one person's correction, tells: the facts, who says them, when, and where that can be read."""

    facts: str
    name: str
    told: str
    link: str


def sources(listing: Listing, origins: Mapping[str, Origin], scene: Scene) -> tuple[Source, ...]:
    """The sources; that of the listing for all where nothing more is known. Of a hidden place nothing leads away."""
    if not origins:
        own = listing.provenance
        return (_named(listing, scene.voice("facts_all"), own, scene),)
    by_origin: dict[Origin, list[str]] = {}
    for key, names in FACTS.items():
        for name in names:
            if name in origins:
                by_origin.setdefault(replace(origins[name], record=""), []).append(key)
    ordered = sorted(by_origin.items(), key=lambda pair: pair[0].seen_on or date.min, reverse=True)
    return tuple(_source(listing, one, keys, scene) for one, keys in ordered)


def _source(listing: Listing, origin: Origin, keys: list[str], scene: Scene) -> Source:
    voice = scene.voice
    said = voice.join(dict.fromkeys(_within(voice(key), place) for place, key in enumerate(dict.fromkeys(keys))))
    if origin.decision and origin.seen_on:
        return Source(facts=said, name=voice("corrected", date=scene.dated(origin.seen_on)), told="", link="")
    return _named(listing, said, origin.told, scene)


def _named(listing: Listing, facts: str, told: Provenance, scene: Scene) -> Source:
    link = "" if is_hidden(listing) or not web_address(told.link) else told.link
    day = scene.voice("seen_there", date=scene.dated(told.seen_on)) if told.seen_on else ""
    return Source(facts=facts, name=titled(told, scene.voice), told=day, link=link)


def titled(told: Provenance, voice: Voice) -> str:
    """The name of a source with the licence of its data."""
    licence = f" ({voice('licence', name=told.licence)})" if told.licence else ""
    return f"{told.source_name or told.source}{licence}"


def _within(label: str, place: int) -> str:
    """A label as it stands within a list of them."""
    return label if not place else label[:1].lower() + label[1:]
