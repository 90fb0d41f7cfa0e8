"""The page of one listing: everything known about it, and what is unknown said as unknown (pages §4.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote_plus

from directory.facets import AGES, Answers, answers
from directory.listing import Listing, Place
from directory.query import Hit
from directory.taxonomy import lineage
from directory.web.present_contact import Action, actions, web_address
from directory.web.present_facts import (
    Fact,
    Fresh,
    Scene,
    address_lines,
    area_text,
    cost_and_languages,
    cost_text,
    fresh,
    is_group,
    is_hidden,
    is_safety,
    kind_of,
    labels,
    languages_text,
    located_modes,
    where,
)
from directory.web.present_similar import Similar, similar_help
from directory.web.present_sources import titled
from directory.web.present_times import Rule, begins, hours_text, rules, when, zone_line
from directory.web.words import Voice

FAITH = "faith"
NOTHING_NEEDED = frozenset({"no-id", "no-insurance", "no-residency"})
AT_ONCE = 1500
"""Letters of a description before the rest of it folds: two screens of a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereFacts:
    """The Where section: a sentence for what is not an address, else the address; pairs of term and text."""

    icon: str = "pin"
    strong: str = ""
    note: str = ""
    lines: tuple[str, ...] = ()
    maps: str = ""
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the listing page shows, in its order."""

    title: str
    kind: str
    name: str
    provider: str
    of_provider: str  # all that is listed of it
    language: str
    alert: str
    safety: bool
    signs: bool  # of a good group: where people meet as peers or in faith
    actions: tuple[Action, ...]
    facts: tuple[Fact, ...]
    fresh: Fresh
    description: tuple[str, ...]
    rest: tuple[str, ...]  # what follows of a long description, folded
    application: tuple[str, ...]
    start: str
    fits: tuple[str, ...]
    anyone: str
    ask: str
    not_for: str
    others: str
    eligibility: tuple[str, ...]
    rules: tuple[Rule, ...]
    hours: tuple[str, ...]
    zone: str
    begins: tuple[int, str]  # the next of its times and the zone it is told in, for the clock of the device
    place: WhereFacts
    pairs: tuple[tuple[str, str], ...]
    source: str
    source_link: str
    similar: Similar


def listing_page(listing: Listing, siblings: Iterable[Listing], similar: Iterable[Hit], scene: Scene) -> Page:
    """The page of a listing, with the other meetings of its group and some others that may help too."""
    voice, said, safety = scene.voice, answers(listing), is_safety(listing)
    fits = fits_texts(listing, said, voice)
    description, rest = begun(paragraphs(listing.description), AT_ONCE)
    return Page(
        title=voice("title_safety") if safety else listing.name,
        kind=kind_of(listing, voice),
        name=listing.name,
        provider=listing.organization.name if listing.organization.name != listing.name else "",
        of_provider=f"/search?organization={quote_plus(listing.organization.key)}",
        language=listing.language_of_text if listing.language_of_text != voice.language else "",
        alert=voice("closed_for_now") if listing.status == "temporarily-closed" else listing.alert,
        safety=safety,
        signs=is_group(listing) or any(FAITH in lineage(slug) for slug in listing.categories),
        actions=actions(listing, listing.name, voice),
        facts=_glance(listing, said, scene),
        fresh=fresh(listing.provenance, is_group(listing), scene),
        description=description,
        rest=rest,
        application=paragraphs(listing.application),
        start=voice.commas(labels("start", tuple(value for value in said.yes["start"] if value not in NOTHING_NEEDED), voice)),
        fits=fits,
        anyone="" if fits or listing.only or listing.eligibility.text else voice("fits_anyone"),
        ask=ask_text(listing, said, voice),
        not_for=not_for_text(listing, voice),
        others=f"/search?category={listing.categories[0]}" if listing.categories else "/search",
        eligibility=_eligibility(listing, voice),
        rules=rules(listing, siblings, scene),
        hours=hours_text(listing, scene),
        zone=zone_line(listing, scene),
        begins=begins(listing, scene),
        place=where_facts(listing, said, scene),
        pairs=cost_pairs(listing, said, voice),
        source=titled(listing.provenance, voice),
        source_link="" if is_hidden(listing) or not web_address(listing.provenance.link) else listing.provenance.link,
        similar=similar_help(similar, scene, listing),
    )


def _glance(listing: Listing, said: Answers, scene: Scene) -> tuple[Fact, ...]:
    access = scene.voice.commas(labels("access", tuple(said.yes["access"]), scene.voice)[:3])
    facts = (when(listing, scene), where(listing, None, False, scene), cost_and_languages(listing, said, scene))
    shown = (*facts, Fact("access", "", access)) if access else facts
    return tuple(fact for fact in shown if fact.strong or fact.text)


def begun(parts: tuple[str, ...], most: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Paragraphs to read at once and those to unfold: whole ones within `most` letters; a first that is longer is cut after
    a sentence, else at a word."""
    shown, room = 0, most
    while shown < len(parts) and len(parts[shown]) <= room:
        room -= len(parts[shown])
        shown += 1
    if shown or not parts:
        return parts[:shown], parts[shown:]
    head = parts[0][:most]
    cut = max(head.rfind(mark) + 1 for mark in (". ", "! ", "? ")) or head.rfind(" ") + 1 or most
    return (parts[0][:cut].strip(),), (parts[0][cut:].strip(), *parts[1:])


def paragraphs(text: str) -> tuple[str, ...]:
    """A text by its paragraphs."""
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def fits_texts(listing: Listing, said: Answers, voice: Voice) -> tuple[str, ...]:
    """Whom it says it is for: ages, then people."""
    low, high = listing.eligibility.minimum_age, listing.eligibility.maximum_age
    found = []
    if low is not None and high is not None:
        found.append(voice("fits_ages", low=low, high=high))
    elif low:
        found.append(voice("fits_from", low=low))
    elif high is not None:
        found.append(voice("fits_to", high=high))
    people = tuple(value for value in said.yes["audience"] if value in listing.audiences or value in listing.only)
    if people:
        found.append(voice.commas(labels("audience", people, voice)))
    return tuple(found)


def ask_text(listing: Listing, said: Answers, voice: Voice) -> str:
    """What it does not say and people often need to know, as one sentence to ask about."""
    limits, visited = listing.eligibility, located_modes(listing)
    unknown = (
        ("ask_who", not listing.audiences and not listing.only and not limits.text),
        ("ask_ages", limits.minimum_age is None and limits.maximum_age is None and not AGES.keys() & said.yes["audience"]),
        ("ask_papers", visited and not said.yes["start"] & (NOTHING_NEEDED | {"referral-needed", "documents-needed"})),
        ("ask_wheelchair", visited and not said.yes["access"] & {"wheelchair", "step-free"}),
    )
    things = [voice(key) for key, missing in unknown if missing]
    return voice("about_things", what=voice.join(things)) + "." if things else ""


def not_for_text(listing: Listing, voice: Voice) -> str:
    """Whom it turns away, with who says so in its own facts."""
    if listing.only:
        return voice("only_for", who=voice.join(labels("audience", listing.only, voice)))
    denied = tuple(value for facet, _, value in (said.partition(":") for said in listing.denied) if facet == "audience")
    return voice("not_for_who", who=voice.join(labels("audience", denied, voice))) if denied else ""


def _eligibility(listing: Listing, voice: Voice) -> tuple[str, ...]:
    residence = (voice("residence_is", text=listing.eligibility.residence),) if listing.eligibility.residence else ()
    return (*paragraphs(listing.eligibility.text), *residence)


def where_facts(listing: Listing, said: Answers, scene: Scene) -> WhereFacts:
    """The Where section. Of a hidden place nothing but the area served; of an area its town."""
    voice, place = scene.voice, listing.place
    area = area_text(listing, scene)
    serves = voice("serves_area", area=area) if area else ""
    if place is not None and place.visibility == "hidden" and located_modes(listing):
        note = " ".join(part for part in (voice("hidden_text"), serves) if part)
        return WhereFacts(icon="lock", strong=f"{voice('hidden_place')}.", note=note)
    if place is None or place.visibility == "hidden" or not address_lines(place.address):
        return WhereFacts(icon="phone", note=_no_visit(listing, serves, voice))
    access = labels("access", tuple(said.yes["access"]), voice)
    pairs = [(voice("getting_there"), " ".join(part for part in (place.directions, place.transport) if part))]
    pairs.append((voice("access"), voice.commas(access) or voice("not_known_ask")))
    pairs.append((voice("serves"), area[:1].upper() + area[1:]))
    if place.visibility == "area":
        pairs.insert(0, (voice("place_where"), voice("area_text")))
    kept = tuple(pair for pair in pairs if pair[1])
    return WhereFacts(lines=_lines(place), maps=_maps(place), pairs=kept)


def _lines(place: Place) -> tuple[str, ...]:
    named = place.name and place.visibility == "public" and place.name not in place.address.lines
    return (*((place.name,) if named else ()), *address_lines(place.address, "\N{NO-BREAK SPACE}"))


def _maps(place: Place) -> str:
    """A plain link to a map of a public address; the point only where it is that of the building."""
    if place.visibility != "public" or not place.address.lines:
        return ""
    return f"https://www.openstreetmap.org/search?query={quote_plus(', '.join(address_lines(place.address)))}"


def _no_visit(listing: Listing, serves: str, voice: Voice) -> str:
    how = labels("mode", tuple(mode for mode in listing.modes if mode != "in-person"), voice)
    remote = bool(how) and "in-person" not in listing.modes
    text = voice("no_visit", how=voice.join(name[:1].lower() + name[1:] for name in how)) if remote else voice("not_known_ask")
    return " ".join(part for part in (text, serves) if part)


def cost_pairs(listing: Listing, said: Answers, voice: Voice) -> tuple[tuple[str, str], ...]:
    """Term and text of what it costs, which languages are spoken, what to bring: three, unknown said as unknown."""
    cost = cost_text(said, voice) if said.yes["cost"] else voice("not_known_ask")
    bring = ", ".join(listing.documents)
    if not bring:
        needs = labels("start", tuple(said.yes["start"] & {"referral-needed"}), voice)
        needs += (voice("bring_papers"),) if "documents-needed" in said.yes["start"] else ()
        nothing = "no-id" in said.yes["start"] and "start:referral-needed" in listing.denied
        bring = " · ".join(needs) or voice("bring_nothing" if nothing else "not_known_ask")
        not_needed = labels("start", tuple(said.yes["start"] & NOTHING_NEEDED), voice)
        if not_needed and not nothing and not needs:
            bring = voice.commas(not_needed)
    return (
        (voice("cost"), " · ".join(part for part in (cost, listing.fees) if part)),
        (voice("languages"), languages_text(said, voice, most=30) or voice("not_known_ask")),
        (voice("bring"), bring),
    )
