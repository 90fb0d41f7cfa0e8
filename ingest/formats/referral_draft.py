"""From an offer to its drafts: one for each place where it is, or one without a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from directory.listing import Address, Visibility, fold
from ingest.clean import coordinates, crosswalk, discreet
from ingest.draft import Draft, Notes, Refused, Where
from ingest.formats import referral_facts as facts
from ingest.formats.drafting import kept_back, told
from ingest.formats.hsds1_draft import BESIDE, GONE, NO_ORGANIZATION, PRIVATE
from ingest.formats.hsds1_kinds import NO_KIND
from ingest.formats.referral_kinds import Kinds, Rules, door, kinds, modes, secret, street_key, visibility
from ingest.formats.referral_offer import Offer, Site, Spot

NO_NAME = "it has no name"
TWICE = "the same service at the same location stands in an earlier row"
TITLED = "nothing but its name says what kind of help it is: taken from there"
STRANGE_STATUS = "whether it is still offered cannot be told: its status is not one of the standard's"


@dataclass(frozen=True, slots=True)
class Context:
    """What every record of a source is read by: the rules, the streets of hidden places by organization, who is told."""

    rules: Rules
    guarded: frozenset[tuple[str, str]]
    notes: Notes


def drafts(offer: Offer, context: Context) -> Iterator[Draft]:
    """The drafts of an offer; those that cannot be taken are told to the notes, each with its place in the source."""
    seen: set[str] = set()
    for site in offer.sites or (None,):
        key = f"{offer.key}@{(site.spot.key if site.spot and site.spot.key else site.key) if site else ''}"
        where = replace(site.where if site and site.where else offer.where, key=key)
        try:
            if key in seen:
                raise Refused(TWICE)
            seen.add(key)
            yield _draft(offer, site, where, context=context)
        except Refused as refusal:
            kept = _kept_back(offer, site, where, context=context)
            context.notes.refuse(str(refusal), *told(kept))
            yield from kept_back(kept)


def hidden_streets(offer: Offer) -> Iterator[tuple[str, str]]:
    """Organization and street of each place of an offer that is hidden although its street stands in the feed."""
    for site in offer.sites:
        if secret(site.spot) and (key := street_key(offer, site)) is not None:
            yield key


def _kept_back(offer: Offer, site: Site | None, where: Where, *, context: Context) -> Draft:
    """What a refused record keeps to itself: its place where it or the record is private, and numbers. It is told by its name
    only where that is nothing."""
    shown = "hidden" if offer.private else visibility(offer, site, kinds(offer, site, context.rules), context.rules)
    kept = Draft(key=where.key, where=where, name=offer.name, visibility=shown, private=list(offer.withheld))
    kept.beside = discreet.telling((offer.name, offer.description, offer.alert, site.description if site else ""))
    facts.withhold(kept, offer, site)
    return kept


def _draft(offer: Offer, site: Site | None, where: Where, *, context: Context) -> Draft:
    rules, notes = context.rules, context.notes
    if offer.private:
        raise Refused(PRIVATE)
    if not fold(offer.name):
        raise Refused(NO_NAME)
    closed = _closed(offer.status)
    said = kinds(offer, site, rules)
    for vocabulary, code in said.unknown:
        notes.unmapped(vocabulary, code)
    if not said.facets.get("category"):
        raise Refused(NO_KIND)
    if said.assumed:
        notes.guess(TITLED, where)
    shown = visibility(offer, site, said, rules)
    if shown == "public" and street_key(offer, site) in context.guarded:
        notes.guess(BESIDE, where)
        shown = "area"
    found = _described(offer, site, where, said=said)
    found.street_told = offer.key in rules.public_shelters
    found.facets = {**said.facets, "mode": modes(offer, site, said, shown, rules)}
    if offer.owner is None:
        notes.guess(NO_ORGANIZATION, where)
    if site is not None and site.spot is not None:
        _placed(found, offer, site.spot, shown, notes)
    else:
        found.visibility = shown
    facts.tell(found, offer, site, rules, notes)
    if closed:
        found.status, found.sessions = "temporarily-closed", []
    return found


def _closed(status: str) -> bool:
    """Whether it is closed for now. Raises Refused for what is no longer offered, or of which that cannot be told."""
    if not status:
        return False
    match = crosswalk.exact("hsds", f"status={status.strip().lower().replace(' ', '_').replace('-', '_')}")
    said = dict(match.pairs).get("status", "") if match else ""
    if not said:
        raise Refused(STRANGE_STATUS)
    if said == "hidden":
        raise Refused(GONE)
    return said == "shown-as-closed"


def _described(offer: Offer, site: Site | None, where: Where, *, said: Kinds) -> Draft:
    owner = offer.owner
    here = site.description if site else ""
    base = offer.description or (site.spot.description if site and site.spot else "")
    return Draft(
        key=where.key,
        where=where,
        name=offer.name,
        alternate_names=[name for name in dict.fromkeys(offer.alternate_names) if name and fold(name) != fold(offer.name)],
        description="\n\n".join(dict.fromkeys(text for text in (base, here) if text)),
        keywords=list(dict.fromkeys((*said.terms, *offer.keywords))),
        organization=owner.name if owner else "",
        organization_key=owner.key if owner else "",
        organization_url=owner.url if owner else "",
        url=offer.url,
        email=offer.email or (owner.email if owner else ""),
        alert=offer.alert,
        checked_on=_day(offer.checked_on),
        seen_on=_day(offer.seen_on),
        private=list(offer.withheld),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _placed(found: Draft, offer: Offer, spot: Spot, shown: Visibility, notes: Notes) -> None:
    """Where it is. Without a street the coordinates are left out: the publisher did not mean to tell the spot."""
    found.visibility = shown
    if spot.kind in {"virtual", "postal"} and shown == "public":
        return
    found.address = spot.address if spot.address != Address() else None
    if shown != "public":
        return
    label = _label(offer, spot)
    if label and fold(found.name) in fold(label):
        found.alternate_names.append(label)
    else:
        found.place_name = label
    if door(spot):
        written = coordinates.pair(spot.latitude, spot.longitude)
        found.point = written.value
        for note in written.notes:
            notes.guess(note, found.where)
    found.transport = spot.transport
    if spot.description and spot.description not in found.description:
        found.directions = spot.description


def _label(offer: Offer, spot: Spot) -> str:
    """The place's own name, unless it only repeats those of the service and the organization."""
    names = [offer.name, *offer.alternate_names, spot.alternate_name]
    if offer.owner is not None:
        names += [offer.owner.name, offer.owner.alternate_name]
    known = {fold(name) for name in names}
    parts = [fold(part) for part in re.split(r"\s+-\s+", spot.name)]
    return spot.name if fold(spot.name) not in known and not known.issuperset(parts) else ""
