"""Languages, hours, phones, access, ages, costs and terms of an offer, put into its draft."""

from __future__ import annotations

import re
from collections.abc import Iterable

from directory.facets import declared
from ingest.clean import hours as clean_hours
from ingest.clean import languages as clean_languages
from ingest.clean import words
from ingest.clean.ages import age, ages
from ingest.clean.lines import told, withheld
from ingest.clean.persons import without_persons
from ingest.draft import Draft, Notes, RawPhone
from ingest.formats import referral_times
from ingest.formats.hsds1_facts import UNREAD_HOURS, USES
from ingest.formats.referral_kinds import Rules
from ingest.formats.referral_offer import Offer, Price, Site, Telephone, Tongue

AGES_READ = "an age was read from what it says of who it is for"
PAGER = "phones.type pager: nobody calls one"
NOTHING = re.compile(r"\s*(?:none|n/?a|not applicable|null|see notes|-+)\.?\s*", re.IGNORECASE)
NOTES = re.compile(r"\s*see (?:notes|description)\.?\s*", re.IGNORECASE)
"""A pointer to prose that stands above it; "none" is a price."""
_CODES = {
    "eng": "en", "spa": "es", "zho": "zh", "chi": "zh", "cmn": "zh", "yue": "zh", "fra": "fr", "fre": "fr", "hat": "ht",
    "por": "pt", "ara": "ar", "rus": "ru", "ukr": "uk", "vie": "vi", "kor": "ko", "tgl": "tl", "fil": "tl", "hin": "hi",
    "pan": "pa", "urd": "ur", "ben": "bn", "fas": "fa", "per": "fa", "som": "so", "swa": "sw", "amh": "am", "pol": "pl",
    "deu": "de", "ger": "de", "ita": "it", "jpn": "ja", "heb": "he", "yid": "yi", "ase": "ase", "bfi": "sign-other",
    "sgn": "sign-other",
}  # fmt: skip
"""ISO 639-2 and -3 codes of the languages that are declared."""


def tell(found: Draft, offer: Offer, site: Site | None, rules: Rules, notes: Notes) -> None:
    """Everything that is not the kind, the place or the name."""
    spot = site.spot if site else None
    _spoken(found, (*offer.tongues, *(spot.tongues if spot else ())), offer.interpretation, rules, notes)
    for text in spot.access if spot else ():
        said = words.access(text)
        _add(found, "access", said.values)
        for unread in said.unread:
            notes.unmapped("access", unread)
    heard = any(USES.get(one.kind.strip().lower()) == "tty" for one in (*offer.phones, *(spot.phones if spot else ())))
    _add(found, "access", ["hearing-loop"] if heard else [])  # crosswalk: phone.type=textphone
    _timed(found, offer, site, notes)
    _phones(found, offer, site, rules, notes)
    _for_whom(found, offer, site, notes)
    _begin(found, offer)


def _spoken(found: Draft, tongues: Iterable[Tongue], interpretation: str, rules: Rules, notes: Notes) -> None:
    values: list[str] = []
    for tongue in tongues:
        values += languages(tongue, rules, notes)
    if interpretation and not NOTHING.fullmatch(interpretation) and not re.match(r"\s*no\b", interpretation, re.IGNORECASE):
        values.append("interpreter")
    _add(found, "language", values)


def languages(tongue: Tongue, rules: Rules, notes: Notes) -> list[str]:
    """The declared values of a language: by its code, else by its name; `interpreter` where the note hedges it."""
    if tongue.note and "interpreter" in clean_languages.languages(tongue.note).values:
        return ["interpreter"]
    code = tongue.code.strip().lower().split("-")[0]
    value = _CODES.get(code, code)
    if value in declared("language") and value:
        return [value]
    named = without_persons(tongue.name).value  # "ask for Ms. Doe": what is unread of it goes into the report
    said = clean_languages.languages(named or tongue.code, rules.languages)
    for unread in said.unread:
        notes.unmapped("language", unread)
    if not said.values and not said.unread and re.fullmatch(r"[a-z]{2,3}", code):
        return ["other"]
    return list(said.values)


def _timed(found: Draft, offer: Offer, site: Site | None, notes: Notes) -> None:
    """Sessions of the narrowest thing that has any: the offer there, the offer, the place."""
    spot = site.spot if site else None
    own = (site.times if site else ()) or offer.times or (spot.times if spot else ())
    if not own:
        return
    read = referral_times.read(own)
    found.hours_text = read.text
    if read.sessions is None:
        if read.text:
            notes.guess(UNREAD_HOURS, found.where)
        return
    found.sessions = list(read.sessions)
    if any(one.note == clean_hours.BY_APPOINTMENT or one.freq == "appointment" for one in read.sessions):
        _add(found, "start", ["appointment"])


def _phones(found: Draft, offer: Offer, site: Site | None, rules: Rules, notes: Notes) -> None:
    """Its phones, those of the narrowest thing first; where there are none, those of its organization."""
    seen: set[tuple[str, str]] = set()
    for one in _listed(offer, site):
        if one.kind.strip().lower() == "pager":
            notes.ignored(PAGER)
            continue
        if why := withheld(one.label):
            notes.guess(why, found.where)
            found.private.append(one.number)
            continue
        phone = _phone(one, rules, notes)
        mark = (re.sub(r"\D", "", phone.text) or phone.text, phone.use)
        if phone.text and mark not in seen:
            seen.add(mark)
            found.phones.append(phone)


def withhold(found: Draft, offer: Offer, site: Site | None) -> None:
    """Put into a draft that is not told the numbers whose own label says that they are not to be."""
    found.private += [one.number for one in _listed(offer, site) if withheld(one.label)]


def _listed(offer: Offer, site: Site | None) -> tuple[Telephone, ...]:
    spot = site.spot if site else None
    listed = (*(site.phones if site else ()), *offer.phones, *(spot.phones if spot else ()))
    return listed or (offer.owner.phones if offer.owner else ())


def _phone(one: Telephone, rules: Rules, notes: Notes) -> RawPhone:
    use = USES.get(one.kind.strip().lower(), "call")
    tongues = tuple(value for tongue in one.tongues for value in languages(tongue, rules, notes) if len(value) == 2)
    return RawPhone(text=one.number.strip(" \"'"), extension=one.extension, use=use, label=told(one.label), languages=tongues)


def _for_whom(found: Draft, offer: Offer, site: Site | None, notes: Notes) -> None:
    found.eligibility = "" if NOTHING.fullmatch(offer.eligibility) else offer.eligibility
    found.minimum_age, found.maximum_age = age(offer.minimum_age), age(offer.maximum_age)
    if not offer.minimum_age and not offer.maximum_age and offer.eligibility:
        found.minimum_age, found.maximum_age = ages(offer.eligibility)
        if (found.minimum_age, found.maximum_age) != (None, None):
            notes.guess(AGES_READ, found.where)
    found.residence = "\n".join(dict.fromkeys((*(site.areas if site else ()), *offer.areas)))
    found.documents = [text for text in offer.documents if text]


def _begin(found: Draft, offer: Offer) -> None:
    """Costs and how to begin."""
    application = "" if NOTHING.fullmatch(offer.application) else offer.application
    waiting = "" if NOTHING.fullmatch(offer.waiting) else offer.waiting
    found.application = "\n".join(filter(None, (application, f"Waiting time: {waiting}" if waiting else "")))
    begin, denied = words.beginnings("\n".join((application, waiting))) if application or waiting else ((), ())
    _add(found, "start", begin)
    prices = [_price(one) for one in offer.prices]
    found.fees = "\n".join(dict.fromkeys(filter(None, ("" if NOTES.fullmatch(offer.fees) else offer.fees, *prices))))
    amounts = [float(one.amount) for one in offer.prices if re.fullmatch(r"\d+(?:\.\d+)?", one.amount)]
    stated = list(words.costs(offer.fees, application)) if offer.fees or application else []
    if amounts and len(amounts) == len(offer.prices):
        stated += ["fee"] if any(amounts) else ["free"]
    if "fee" in stated:
        stated = [value for value in stated if value != "free"]
    _add(found, "cost", stated)
    found.denied += [f"start:{value}" for value in denied]


def _price(one: Price) -> str:
    """A price in words, as the source has it."""
    amount = " ".join(filter(None, (one.amount, one.currency.upper())))
    said = " ".join(filter(None, (amount, one.description)))
    return ": ".join(filter(None, (one.option, said))) + (f" (until {one.until})" if one.until and said else "")


def _add(found: Draft, facet: str, values: Iterable[str]) -> None:
    kept = list(dict.fromkeys((*found.facets.get(facet, ()), *values)))
    if kept:
        found.facets[facet] = kept
