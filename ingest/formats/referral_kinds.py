"""What kind of help an offer is, how it reaches people, and whether its place may be told (see `hsds1_kinds` for the rules).

Kinds come from the offer's terms, in this order: a kind of ours, a code of a vocabulary the crosswalks know (by the taxonomy's
name, by the option `vocabulary`, else by the shape of the code), the name of a term of Open Eligibility, phrases of the
crosswalk `title` in the term's name. Where all of that says nothing, phrases of `title` in the offer's own name, which the
report tells as assumed; `titles = false` turns that off. The option `kinds` maps phrases of names by the operator's own word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from directory.errors import SourceError
from directory.facets import declared
from directory.listing import Visibility, fold
from ingest.clean import addresses, crosswalk
from ingest.clean.crosswalk import Match
from ingest.draft import Refused
from ingest.formats.hsds1_kinds import LINES, NO_WAY, SAFE_HOUSE, SAFETY, SHELTER, VIOLENCE, line_like
from ingest.formats.options import flag, languages, only_options, states, texts
from ingest.formats.referral_offer import Offer, Site, Spot, Term

OPTIONS = ("vocabulary", "languages", "home", "public_shelters", "terms", "titles", "kinds", "without", "per_page", "details")
_VOCABULARIES = {
    "211": "211", "airs": "211", "airs 211la": "211", "211 la county": "211", "211 la county taxonomy": "211", "211hsis": "211",
    "la county": "211", "inform usa": "211", "211 human services indexing system": "211", "taxonomy of human services": "211",
    "airs inform usa taxonomy": "211", "open eligibility": "open-eligibility", "openeligibility": "open-eligibility",
    "open eligibility taxonomy": "open-eligibility", "ntee": "ntee",
    "oruk audience": "oruk-audience", "oruk access": "oruk-access", "oruk attending": "oruk-attending",
    "oruk deliverable": "oruk-deliverable",
}  # fmt: skip
"""Folded names feeds give their taxonomies → vocabularies of the crosswalks."""
_AIRS = re.compile(r"[A-Z]{2}-\d{4}\S*")
_OPEN = re.compile(r"1[1-3]\d\d")
WAYS = tuple(
    (mode, re.compile(pattern, re.IGNORECASE))
    for mode, pattern in (
        ("home-visit", r"\bhome visits?\b|\bin (?:your|the|people's|clients?'?s?) (?:own )?homes?\b"),
        ("video", r"\bonline\b|\bvirtual(?:ly)?\b|\bvideo\b|\bzoom\b|\bteams\b|\bwebinar\b|\bremote(?:ly)?\b"),
        ("phone", r"\bphone\b|\btelephone\b|\bby call\b"),
        ("in-person", r"\bin[- ]?person\b|\bvenue\b|\bface[- ]to[- ]face\b|\bon[- ]?site\b|\bphysical\b"),
    )
)
"""Modes by the words of how a service is attended."""


_NONE = crosswalk.phrases({})


@dataclass(frozen=True, slots=True)
class Rules:
    """The options of a source, read."""

    vocabulary: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)
    home: frozenset[str] = frozenset()
    public_shelters: frozenset[str] = frozenset()
    terms: bool = False
    titles: bool = True
    without: frozenset[str] = frozenset()
    own: crosswalk.Phrases = _NONE  # what the operator says names mean


@dataclass(frozen=True, slots=True)
class Kinds:
    """The values of an offer's terms, the terms nobody knows as (vocabulary, code), the names of those that mean something,
    and whether its kind is taken from its name alone."""

    facets: Mapping[str, list[str]]
    unknown: tuple[tuple[str, str], ...] = ()
    terms: tuple[str, ...] = ()
    assumed: bool = False


def rules(options: Mapping[str, object], form: str, more: tuple[str, ...] = ()) -> Rules:
    """The rules that a source's options give. Raises SourceError for an option that is not right."""
    only_options(options, (*OPTIONS, *more), form)
    own = options.get("kinds", {})
    if not isinstance(own, Mapping) or not _slugs().issuperset(map(str, own.values())):
        raise SourceError('options.kinds: a table of phrases and kinds of help, such as {"youth hub" = "social/youth"}.')
    return Rules(
        vocabulary=str(options.get("vocabulary", "")),
        languages=languages(options),
        home=states(options),
        public_shelters=frozenset(texts(options, "public_shelters")),
        terms=flag(options, "terms", False),
        titles=flag(options, "titles", True),
        without=frozenset(texts(options, "without")),
        own=crosswalk.phrases({str(text): (("category", str(slug)),) for text, slug in own.items()}),
    )


def kinds(offer: Offer, site: Site | None, said_by: Rules) -> Kinds:
    """What the terms of an offer, there and at a site, say; last of all its name, of which the first phrase counts:
    behind it may stand where it is ("Warm space at the Youth Centre"). Terms of `without` count where no other says a kind."""
    listed = dict.fromkeys((*offer.terms, *(site.terms if site else ()), *(site.spot.terms if site and site.spot else ())))
    telling = [one for one in listed if said_by.without.isdisjoint((one.name, *crosswalk.levels(one.code)))]
    found = _meant(telling, offer, said_by)
    if len(telling) < len(listed) and not found.facets.get("category"):
        found = _meant(list(listed), offer, said_by)
    if found.facets.get("category") or not said_by.titles:
        return found
    titled = crosswalk.indexed((one.code, one) for one in crosswalk.named("title", offer.name)[:1])
    more = {facet: [*found.facets.get(facet, ()), *values] for facet, values in titled.facets.items()}
    return replace(found, facets={**found.facets, **more}, assumed=bool(titled.facets.get("category")))


def _meant(listed: list[Term], offer: Offer, said_by: Rules) -> Kinds:
    found: list[tuple[str, Match | None]] = []
    unknown, names = [], []
    for term in listed:
        vocabulary, match = meaning(term, said_by.vocabulary)
        found.append((term.code or term.name, match))
        if match is None:
            unknown.append((vocabulary or term.vocabulary or "term", term.code or term.name))
        elif term.name and not match.ignored and said_by.terms:
            names.append(term.name)
    told = crosswalk.indexed([*found, *((one.code, one) for one in said_by.own.found(offer.name)[:1])])
    return Kinds(told.facets, tuple(unknown), tuple(dict.fromkeys(names)))


@lru_cache(maxsize=20_000)
def meaning(term: Term, declared_as: str = "") -> tuple[str, Match | None]:
    """The vocabulary of a term, as far as it is known, and what the term means."""
    for slug in (term.code, term.name):
        if slug in _slugs():
            return "nearhelp", Match(slug, (("category", slug),))
    known = _VOCABULARIES.get(fold(term.vocabulary), "") or declared_as
    if not known and term.code:
        known = "211" if _AIRS.fullmatch(term.code) else "open-eligibility" if _OPEN.fullmatch(term.code) else ""
    if known and (found := _coded(known, term)) is not None:
        return known, found
    if term.name:
        for name in filter(None, (f"{term.above} > {term.name}" if term.above else "", term.name)):
            if (found := crosswalk.exact("open-eligibility-name", name)) is not None:
                return known or "open-eligibility", found
        if not known or known.startswith("open"):
            pairs = tuple(dict.fromkeys(pair for one in crosswalk.named("title", term.name) for pair in one.pairs))
            return known, Match(term.name, pairs) if pairs else None
    return known, None


def _coded(vocabulary: str, term: Term) -> Match | None:
    match = crosswalk.longest if vocabulary == "211" else crosswalk.exact
    try:
        return next(filter(None, (match(vocabulary, text) for text in (term.code, term.name) if text)), None)
    except KeyError:
        raise SourceError(f"options.vocabulary: {vocabulary!r} is none of the crosswalks'.") from None


@cache
def _slugs() -> frozenset[str]:
    return frozenset(declared("category"))


def streets(spot: Spot | None) -> tuple[str, ...]:
    """The lines one can go to: PO boxes and words such as "Confidential" are none; a place for letters or online has none."""
    if spot is None or spot.address is None or spot.kind in {"virtual", "postal"}:
        return ()
    return addresses.address(spot.address).value.lines


def door(spot: Spot | None) -> bool:
    """Whether there is a place one can go to: a street, or the point of a physical place of which no address is told."""
    pinned = spot is not None and spot.address is None and spot.kind in {"", "physical"} and spot.latitude and spot.longitude
    return bool(streets(spot) or pinned)


def secret(spot: Spot | None) -> bool:
    """Whether the source says that the place must not be told, by a mark or in words."""
    if spot is None:
        return False
    return spot.hidden or addresses.secret_text(spot.name) or (spot.address is not None and addresses.secret(spot.address))


def visibility(offer: Offer, site: Site | None, said: Kinds, said_by: Rules) -> Visibility:
    """How far the place of an offer may be told."""
    spot = site.spot if site else None
    if secret(spot):
        return "hidden"
    categories, topics = set(said.facets.get("category", ())), set(said.facets.get("topic", ()))
    if not (VIOLENCE & topics and SAFETY & categories) or offer.partial:
        return "public"
    if not streets(spot):
        return "public" if remote(offer, site, said, said_by) else "hidden"
    shelter = SHELTER in categories or SAFE_HOUSE.search(offer.name)
    return "area" if shelter and offer.key not in said_by.public_shelters else "public"


def street_key(offer: Offer, site: Site | None) -> tuple[str, str] | None:
    """Organization and street of an offer at a site, alike for all offers there; None without a street."""
    street = street_of(site.spot) if site and site.spot else ""
    owner = (offer.owner.key or fold(offer.owner.name)) if offer.owner else ""
    return (owner, street) if street else None


def street_of(spot: Spot) -> str:
    """The first street of a place, folded, also where it must not be told; empty without one."""
    lines = addresses.told_lines(spot.address) if spot.address is not None else ()
    return fold(lines[0]) if lines else ""


def phoned(offer: Offer, site: Site | None) -> bool:
    """Whether there is a number to call."""
    here = site is not None and (site.phones or (site.spot is not None and site.spot.phones))
    return bool(offer.phones or here or (offer.owner is not None and offer.owner.phones))


def texted(offer: Offer) -> bool:
    """Whether a line of the service takes messages (crosswalk: phone.type=text)."""
    return any(one.kind.strip().lower() in {"text", "sms"} for one in offer.phones)


def remote(offer: Offer, site: Site | None, said: Kinds, said_by: Rules) -> bool:
    """Whether the help is reached by phone wherever its office is: a line, or an address outside of the directory's area."""
    if not phoned(offer, site):
        return False
    told = site.spot.address if site and site.spot else None
    region = told.region.strip().upper() if told is not None else ""
    far = bool(said_by.home and region and region not in said_by.home)
    return line_like(said.facets.get("category", ()), offer.name) or far


def modes(offer: Offer, site: Site | None, said: Kinds, shown: Visibility, said_by: Rules) -> list[str]:
    """How the help reaches people, what is stated first. Raises Refused when it cannot."""
    spot = site.spot if site else None
    words = " | ".join((*offer.attending, *(one.attending for one in (*offer.times, *(site.times if site else ())))))
    found = [*said.facets.get("mode", []), *(value for value, pattern in WAYS if pattern.search(words))]
    phone = phoned(offer, site)
    web = bool(offer.url or offer.email or (offer.partial and offer.owner and (offer.owner.url or offer.owner.email)))
    if remote(offer, site, said, said_by):
        return _with(found, "phone", *(("text-chat",) if texted(offer) else ()))
    if shown != "public" and (phone or web):
        return _with(found, "in-person", *(("phone",) if phone else ()))
    if shown != "hidden" and door(spot):
        return _with(found, "in-person", *(("phone",) if phone and LINES & set(said.facets.get("category", ())) else ()))
    if spot is not None and spot.kind == "virtual" and (phone or web):
        return _with(found, *(("video",) if web and not {"phone", "video"} & set(found) else ()))
    if found and (phone or web):
        return _with(found)
    if phone:
        return _with(found, "phone")
    if offer.partial and web:
        return []  # the list says nothing of places and phones: how it reaches people is not known
    if offer.url:
        return _with(found, "app-web")
    raise Refused(NO_WAY)


def _with(found: list[str], *more: str) -> list[str]:
    return list(dict.fromkeys((*more, *found)))
