"""From what a record says to a listing that may be published. Nothing is invented; what cannot be trusted is refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from directory.errors import InvalidListing
from directory.geo import Point
from directory.listing import Address, Eligibility, Listing, Organization, Provenance, Visibility, fold, ref_of
from directory.schemas import dump_listing, load_listing
from directory.schemas_fields import CODE
from directory.schemas_sound import sound
from ingest.clean import discreet
from ingest.clean.addresses import address as clean_address
from ingest.clean.free import free
from ingest.clean.names import calm, whole
from ingest.clean.refuge import refuge
from ingest.clean.standing import standing
from ingest.clean.text import line, prose
from ingest.draft import Draft, Notes, Refused, Where
from ingest.pipeline import contacts
from ingest.pipeline.fixes import fixed
from ingest.pipeline.kinds import said, stated
from ingest.pipeline.placing import Placed, Places, county_and_wider, guarded, placed, visibility_of
from ingest.pipeline.roving import roving
from ingest.pipeline.secrecy import GIVEN_AWAY, TELLS_PRIVATE, given_away, private_marks, repeats, tells, without_private
from ingest.pipeline.sessions import timed
from ingest.report import Lead
from ingest.sources import Source

LONGEST_KEY = 200
"""Characters of a source's own key in an id; longer ones (addresses used as keys) are hashed."""
HIDDEN_BY_WORDS = "its own words say that its place is not to be told: hidden"
REFUGE = "a shelter from violence by its own words: told by its town, without its address"
SHELTER = "practical/housing/shelter"
GONE = "its name says that it is closed"
PAUSED = "temporarily closed by its name"
NO_COVERAGE = "no area it serves: neither declared, nor by its place, nor by the source"
OVER = "it is over: the last day that the source gives is past"
UNVISITED = f"{NO_COVERAGE}; its ZIP code or town is known, but nobody is helped there in person"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
PRICES = frozenset({"free", "donation", "sliding-scale", "fee"})
FREE = "free of charge by its own description"
OLDEST = 120
CALMED = "a name all in capitals was written as people write it"
SITE = "a name that only tells a site was put behind its organization's"
MOST_OF_A_TOWN = 3
"""Words of a town's name."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What settling the records of one run needs. `seen_on` is the date of facts that have none of their own."""

    source: Source
    places: Places
    notes: Notes
    seen_on: date
    leads: Callable[[Lead], None] = lambda _: None
    withhold: Callable[[Draft, str], None] = lambda _draft, _reason: None  # keeps the whole of a refused record, apart
    today: date = date.min
    keep_private: Callable[[str, frozenset[str]], None] = lambda _id, _marks: None  # what no listing one with it may tell
    protect: Callable[[str, Visibility], None] = lambda _id, _visibility: (
        None
    )  # its place is protected, whatever another record with its id says


def settled(drafts: Iterable[Draft], intake: Intake) -> Iterator[tuple[Listing, Where]]:
    """The listings of the drafts and where each stands in the source; those refused are told to the notes, leads to `leads`.

    Of a protected place neither the name nor the source's key is told, nor of a refused record that keeps something private,
    which either may repeat: file and row are enough to find it.
    """
    for draft in drafts:
        kept = discreet.said(draft)
        if kept:
            draft = _protected(draft, "hidden")
        elif _refuge(draft):
            intake.notes.guess(REFUGE, Where(draft.where.file, draft.where.row, ""))
            draft = _protected(draft, "area")
        public = visibility_of(draft) == "public"
        if not public:
            draft = replace(draft, where=replace(draft.where, key=""))
            intake.protect(identify(draft, intake.source), visibility_of(draft))
        marks = private_marks(draft.private, _country(draft, intake.source))
        if draft.untold or draft.lead:
            if marks:
                intake.keep_private(identify(draft, intake.source), marks)
            if not draft.untold:
                intake.leads(_lead(draft, told=public and not tells(_named_by(draft), marks)))
            continue
        try:
            if kept == "record":
                raise Refused(discreet.UNTOLD)
            listing = settle(draft, intake)
            if kept:
                intake.notes.guess(HIDDEN_BY_WORDS, draft.where)
            if marks:
                intake.keep_private(listing.id, marks)
                listing = _silent(listing, marks)
            yield listing, draft.where
        except Refused as refusal:
            if marks:
                intake.keep_private(identify(draft, intake.source), marks)
            where, name = (draft.where, draft.name) if public and not marks else (replace(draft.where, key=""), "")
            intake.notes.refuse(str(refusal), where, name)
            intake.withhold(draft, str(refusal))


def _refuge(draft: Draft) -> bool:
    """Whether its place would be told although its words say that it is a shelter from violence."""
    if draft.street_told or draft.group or visibility_of(draft) != "public" or (draft.address is None and draft.point is None):
        return False
    return refuge(draft.name, draft.description, shelter=SHELTER in draft.facets.get("category", ()))


def _protected(draft: Draft, visibility: Visibility) -> Draft:
    """The draft with its place told no further than that: whoever wants to go there has to call first."""
    modes = draft.facets.get("mode", [])
    if draft.visibility == "public" and draft.phones and "in-person" in modes and "phone" not in modes:
        draft = replace(draft, facets={**draft.facets, "mode": [*modes, "phone"]})
    return replace(draft, visibility=visibility)


def _country(draft: Draft, source: Source) -> str:
    return (draft.address.country if draft.address is not None else "") or source.country


def _silent(listing: Listing, marks: frozenset[str]) -> Listing:
    kept = without_private(listing, marks)
    if kept is None:
        raise Refused(TELLS_PRIVATE)
    return kept


def _named_by(draft: Draft) -> tuple[str, ...]:
    """What a lead is told by."""
    return draft.name, draft.organization, draft.where.key


def _lead(draft: Draft, *, told: bool) -> Lead:
    address = draft.address or Address()
    parts = (address.city if told else "", address.region, address.country)
    town = ", ".join(part for text in parts if (part := line(text)))
    return Lead(
        why=draft.lead,
        where=draft.where if told else replace(draft.where, key=""),
        name=line(draft.name) if told else "",
        organization=line(draft.organization) if told else "",
        town=town,
        categories=tuple(dict.fromkeys(draft.facets.get("category", ()))),
    )


def settle(draft: Draft, intake: Intake) -> Listing:
    """The listing a draft comes to: cleaned, placed, checked. Its revision is 0: the catalogue gives one. Raises Refused."""
    source = intake.source
    if draft.ends_on is not None and draft.ends_on < intake.today:
        raise Refused(OVER)
    draft = guarded(draft, fixed(draft, source.fixes, intake.notes))

    def tell(note: str) -> None:
        intake.notes.guess(note, draft.where)

    draft = roving(_standing(draft, tell), tell)
    draft = draft if source.emails == "public" else contacts.impersonal(draft, tell)
    where = placed(draft, source.country, intake.places, tell)
    facets = said(_priced(draft, tell), intake.notes)
    sessions, hours = timed(draft.sessions, where.zone or source.zone, tell)
    # Made once: a listing has forty fields, and each `replace` goes through all of them.
    listing = Listing(
        **_described(draft, where, intake),
        **stated(facets),
        eligibility=_eligibility(draft, tell),
        organization=_organization(draft, source, where, tell),
        place=where.place,
        coverage=_coverage(draft, source, where, facets.stated.get("mode", ())),
        sessions=sessions,
        hours_text=prose(draft.hours_text or hours, 2000),
        provenance=_provenance(draft, intake, where, tell),
        **_reachable(draft, intake, where),
    )
    return _checked(listing, where, draft.point)


def _standing(draft: Draft, tell: contacts.Tell) -> Draft:
    """The draft with what its name says of being closed for a time. Raises Refused for what is closed for good."""
    found = "" if draft.group else standing(draft.name)
    if found == "gone":
        raise Refused(GONE)
    if found != "paused":
        return draft
    tell(PAUSED)
    return replace(draft, status="temporarily-closed")


def _priced(draft: Draft, tell: contacts.Tell) -> Draft:
    """The draft with what its description alone says of the price: nothing where a field of its source speaks of it."""
    told = PRICES & set(draft.facets.get("cost", ()))
    if told or draft.fees.strip() or "cost:free" in draft.denied or not free(draft.description):
        return draft
    tell(FREE)
    return replace(draft, facets={**draft.facets, "cost": [*draft.facets.get("cost", ()), "free"]})


def _named(draft: Draft, where: Placed, intake: Intake) -> str:
    """Its name as people write it, behind whose site it is where it only tells the site; groups are named by their towns."""
    said, told, places = line(draft.name), where.told, intake.places
    name = calm(said, draft.description)
    if name != said:
        intake.notes.guess(CALMED, draft.where)
    if draft.group or draft.whole_name or not draft.organization:
        return name
    known = len(name.split()) <= MOST_OF_A_TOWN and places.town(name, places.region(told.region, told.country), told.country)
    body, town = calm(line(draft.organization), draft.description), name if known else told.city
    found = whole(name, body, town, bodies=bool(draft.organization_key))
    if found != name:
        intake.notes.guess(SITE, draft.where)
    return found


def _described(draft: Draft, where: Placed, intake: Intake) -> dict[str, Any]:
    source, name = intake.source, _named(draft, where, intake)
    if not fold(name):
        raise Refused("it has no name")
    identifier = identify(draft, source, told=_untold(where))
    group = line(draft.group, LONGEST_KEY)
    return {
        "id": identifier,
        "ref": ref_of(identifier),
        "revision": 0,
        "name": name,
        "description": prose(draft.description),
        "language_of_text": draft.language_of_text if LANGUAGE.fullmatch(draft.language_of_text) else source.language,
        "alternate_names": _lines(draft.alternate_names, 300),
        "group": f"{source.name}:{_safe(group, _untold(where))}" if group else "",
        "alert": prose(draft.alert, 2000),
        "status": draft.status,
        "ends_on": draft.ends_on,
        "documents": _lines(draft.documents, 1000),
        "fees": prose(draft.fees, 5000),
        "application": prose(draft.application, 5000),
        "keywords": _lines(draft.keywords, 300),
    }


def _reachable(draft: Draft, intake: Intake, where: Placed) -> dict[str, Any]:
    def tell(note: str) -> None:
        intake.notes.guess(note, draft.where)

    return {
        "phones": contacts.phones(draft, where.told.country or intake.source.country, tell),
        "url": "" if _untold(where) is not None and draft.url == draft.link else contacts.web(draft.url, tell),
        "join_url": contacts.web(draft.join_url, tell),
        "chat_url": contacts.web(draft.chat_url, tell),
        "email": contacts.mailbox(draft, tell, public=intake.source.emails == "public"),
    }


def identify(draft: Draft, source: Source, *, told: Address | None = None) -> str:
    """The id of a record: the source's name and its own key; without one, a hash of normalised name, address and phone.

    `told` is the address of a protected place: it is in no hash (house numbers are soon tried out), and a key that
    repeats it is hashed.
    """
    if identifier := keyed(draft.key, source, told=told):
        return identifier
    parts = [fold(draft.name)]
    if told is None and draft.address is not None:
        lines = clean_address(draft.address, source.country).value.lines
        parts.append(fold(" ".join((*lines, draft.address.city))))
    phone = draft.phones[0].text if draft.phones else draft.ready_phones[0].number if draft.ready_phones else ""
    return f"{source.name}:{_hashed('|'.join((*parts, re.sub('[^0-9]', '', phone))))}"


def keyed(key: str, source: Source, *, told: Address | None = None) -> str:
    """The id of a record by its source's key alone, empty without one; `told` as in `identify`."""
    cleaned = line(key, 10 * LONGEST_KEY)
    return f"{source.name}:{_safe(cleaned, told)}" if cleaned else ""


def _safe(key: str, told: Address | None) -> str:
    return _hashed(key) if len(key) > LONGEST_KEY or (told is not None and repeats((key,), told)) else key


def _untold(where: Placed) -> Address | None:
    """The address a protected place was told by, None where it is public."""
    return None if where.place is None or where.place.visibility == "public" else where.told


def _hashed(text: str) -> str:
    return "~" + hashlib.sha256(text.encode()).hexdigest()[:20]


def _lines(texts: list[str], limit: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kept for text in texts if (kept := line(text, limit))))


def _organization(draft: Draft, source: Source, where: Placed, tell: contacts.Tell) -> Organization:
    """Who provides it. Without the source's key, the folded name and the host of its pages tell providers apart.

    The source's key of the provider of a protected place is not used: in small feeds it is the key of the record as well.
    """
    name = calm(line(draft.organization) or line(draft.name), draft.description)
    url = contacts.web(draft.organization_url, tell)
    host = (urlsplit(url or contacts.web(draft.url, lambda _: None)).hostname or "").removeprefix("www.")
    own = line(draft.organization_key, LONGEST_KEY)
    public = where.place is None or where.place.visibility == "public"
    folded = fold(name).replace(" ", "-")
    key = f"{source.name}:{own}" if own and public else f"{folded}@{host}" if host else folded
    return Organization(key=key[:400], name=name, url=url)


def _eligibility(draft: Draft, tell: contacts.Tell) -> Eligibility:
    low, high = draft.minimum_age, draft.maximum_age
    if not 0 <= (low or 0) <= (OLDEST if high is None else high) <= OLDEST:
        tell("ages that cannot be were dropped")
        low = high = None
    return Eligibility(
        minimum_age=low, maximum_age=high, residence=prose(draft.residence, 2000), text=prose(draft.eligibility, 5000)
    )


def _coverage(draft: Draft, source: Source, where: Placed, modes: tuple[str, ...]) -> tuple[str, ...]:
    """What is declared, else the county of the place of located or hidden ones, else the source's (architecture §5)."""
    declared = tuple(dict.fromkeys(code for code in draft.coverage if CODE.fullmatch(code)))
    if declared:
        return declared
    hidden = where.place is not None and where.place.visibility == "hidden"
    areas = county_and_wider(where.codes)
    if areas and where.place is not None and (hidden or contacts.LOCATED & set(modes)):
        return areas[:1]
    if source.coverage:
        return source.coverage
    raise Refused(UNVISITED if areas else NO_COVERAGE)


def _provenance(draft: Draft, intake: Intake, where: Placed, tell: contacts.Tell) -> Provenance:
    source = intake.source
    return Provenance(
        source=source.name,
        source_name=line(draft.source_name or source.title),
        licence=line(draft.licence or source.licence),
        link="" if _untold(where) is not None else contacts.web(draft.link, tell) or source.link,
        seen_on=draft.seen_on or intake.seen_on,
        checked_on=draft.checked_on,
        checked_by=line(draft.checked_by, 200),
        confirmed_on=draft.confirmed_on,
    )


def _checked(listing: Listing, where: Placed, point: Point | None) -> Listing:
    """The listing, if it may be published: its words do not give a protected place away, and the schema takes it."""
    if (told := _untold(where)) is not None and given_away(listing, told, point):
        raise Refused(GIVEN_AWAY)
    if not sound(listing):
        try:
            load_listing(dump_listing(listing))  # names what is wrong
        except InvalidListing as fault:
            raise Refused(f"it breaks the schema in {', '.join(sorted(fault.fields))}") from None
    return listing
