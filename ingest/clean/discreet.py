"""Words by which a record says, wherever it says it, that its place or more of it is not to be told.

A name, a description or a note speaks of many things: "free and confidential counseling" hides no place. So a word of secrecy
counts where it is said of the place ("confidential location", "do not publish address", "dirección confidencial"). What says
only that something is not to be published ("DO NOT PUBLISH", "no publicar") leaves open what: its source alone can tell.
Measured on 51,000 real records: of 271 that say "confidential" or the like of their help, none is hidden for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from ingest.draft import Draft

UNTOLD = "its source says that something of it is not to be published: it alone knows what"
Discretion = Literal["", "place", "record"]
"""What is not to be told: nothing of it is said, its place, or something that nobody but the source knows."""


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split('|'))})"


_PLACE = _any("address(?:es)?|locations?|whereabouts|street|direcci[oó]n|ubicaci[oó]n|domicilio")
_STRONG = _any(
    "confidential(?:ly)?|undisclosed|non-?disclosed|unpublished|non-?published|withheld|confidencial(?:es)?|confidentielle?"
)
_SPANISH = _any("privad[oa]|reservad[oa]|secret[oa]")
_SECRET = _any(f"{_STRONG}|unlisted|secret|private|{_SPANISH}")
_TOLD = _any("disclosed|published|given(?: out)?|shared|listed|revealed|released|publici[sz]ed|advertised|public")
_NEVER = _any("not|never|cannot|can ?not")
_UNTOLD = rf"(?:{_NEVER}(?: to)?(?: be)?(?: publicly)? {_TOLD}|no (?:se )?(?:public|divulg|revel|compart)\w+)"
_IS = rf"(?: ?{_any('is|are|be|being|must|should|to|remains?|kept|held|es|est[aá]|strictly|always|completely')}\b)"
_KIND = _any("and|or|safe|secured?|shelter|site|program|facility|house|residential|emergency|undisclosed|exact|physical|street")
_NOT = _any("do not|do n[o']t|don['’]?t|never|(?:must|may|should|will|does) not|can ?not|(?:ca|does)n['’]?t|not to")
_TELL = _any("publish|share|disclose|list|give(?: out)?|release|reveal|print|post|divulge|publici[sz]e|advertise|display|show")
_NO = r"\b(?:no|sin) (?:publicar|publique\w*|divulg\w+|compart\w+|revel\w+|difund\w+|dar)"
_THE = _any("out|the|this|its|our|any|la|el|su|esta|nuestra|obtener|saber|conocer")
_GIVEN = _any("provided|given|disclosed|released|revealed")
_END = r"(?=\s*(?:$|[.,;)!\]\n]))"

_PLACED = re.compile(
    rf"\b(?:{_SECRET}(?:,? {_KIND})*|not for publication[:,]) {_PLACE}\b"
    rf"|\bconfidentially located\b"
    rf"|\b{_PLACE}(?: (?:of|for) (?:{_THE} |each )?\w+)?{_IS}+\s*(?:{_SECRET}|{_UNTOLD})\b"
    rf"|\b{_PLACE}\s*[:(\[/–-]+\s*{_IS}*\s*(?:{_SECRET}|{_UNTOLD}){_END}"
    rf"|\b{_PLACE} (?:{_STRONG}|{_UNTOLD}|{_SPANISH}){_END}"
    rf"|\b{_NOT} (?:\w+ )?{_TELL}(?: (?:{_THE}|{_KIND}))* {_PLACE}\b"
    rf"|{_NO}(?: {_THE})? {_PLACE}\b"
    rf"|\b{_PLACE} (?:is |are )?{_GIVEN} (?:only )?(?:upon|on|at|after|by|when|once)\b"
    rf"|\b{_PLACE} (?:up)?on request\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?:at|in|from|of) (?:the|this|our|all|both|each|every|these|any)(?: \w+)? $", re.IGNORECASE)
"""What stands before the place of something else: "services at this location are confidential"."""
_OBJECT = rf"(?: {_any('the|this|their|its|any|phone|number|telephone|e-?mail|entry|record|listing|program|service|info')})*"
_WHERE = r"(?: to the public| publicly| online| in (?:the )?directory| on (?:the |our )?web ?(?:site|page)?)?"
_BARE = re.compile(
    r"(?:^|[\d.;:!*(\[\n,–—-])\s*(?:please )?"
    rf"(?:{_NOT} {_any('publish|share|disclose|list|give out|release|print|post')}|not for publication"
    rf"|not to be {_any('published|listed|disclosed')}|no {_any('publicar|publique|divulgar|compartir')})"
    rf"{_OBJECT}{_WHERE}\s*(?:$|[.;!)\]\n*,–—-])",
    re.IGNORECASE,
)
_INSTEAD = (
    rf"(?:{_STRONG}|(?:please )?{_any('call|phone|contact|telephone')}(?: \w+){{0,2}} for (?:(?:{_THE}|{_KIND}) )*"
    rf"(?:address|location)|(?:llam\w+|contact\w+) para (?:{_THE} )*{_PLACE})"
)
_ASIDE = re.compile(
    rf"^\W*{_INSTEAD}\W*$|[(\[]\s*{_INSTEAD}\s*[)\]]|(?:\s[-–—]|[:;,])\s*{_INSTEAD}\W*$",
    re.IGNORECASE,
)
"""What stands where a place should be, or beside a name: a class of which it is said "call for location" hides nothing else."""
_DENYING = ("not", "n't", "n’t", "never", "dont", "cant", "doesnt", "no publi", "no divulg", "no compart")
"""What every text has in small letters that `_BARE` finds something in: nine in ten have none, and need not be searched."""
_PLACES = ("address", "location", "whereabouts", "street", "direcci", "ubicaci", "domicilio", "confidentially")
"""The same of `_PLACED`."""
_KEPT = ("confiden", "disclosed", "published", "withheld", "address", "location", "direcci", "ubicaci", "domicilio")
"""The same of `_ASIDE`."""


def discretion(text: str) -> Discretion:
    """What a text says is not to be told."""
    small = text.lower()
    if not _has(small, _DENYING) and not _has(small, _PLACES):
        return ""
    return _searched(text)


@lru_cache(1000)
def _searched(text: str) -> Discretion:
    if _BARE.search(text):
        return "record"
    placed = (found for found in _PLACED.finditer(text) if not _THERE.search(text[: found.start()]))
    return "place" if next(placed, None) is not None else ""


def aside(text: str) -> Discretion:
    """What a name, or a whole short field, says is not to be told, also beside itself ("Haven House (confidential)")."""
    return discretion(text) or ("place" if _has(text.lower(), _KEPT) and _ASIDE.search(text) else "")


def _has(small: str, words: Iterable[str]) -> bool:
    return any(word in small for word in words)


def telling(values: Iterable[object]) -> list[str]:
    """Those of the values of a record, or of its columns that nobody reads, that say that something is not to be told."""
    texts = (text for value in values for text in (value if isinstance(value, list) else (value,)))
    return [text for text in texts if isinstance(text, str) and aside(text)]


def said(draft: Draft) -> Discretion:
    """The most that any words of a record keep back, also those of columns that nobody reads."""
    return strictest((*map(aside, _names(draft)), *map(discretion, _prose(draft))))


def strictest(said: Iterable[Discretion]) -> Discretion:
    """The most that is kept back."""
    found = set(said)
    return "record" if "record" in found else "place" if "place" in found else ""


def _names(draft: Draft) -> Iterator[str]:
    yield from (draft.name, draft.organization, draft.place_name, draft.directions)
    yield from (*draft.alternate_names, *draft.beside)


def _prose(draft: Draft) -> Iterator[str]:
    yield from (draft.description, draft.transport, draft.hours_text, draft.eligibility, draft.residence, draft.alert)
    yield from (draft.fees, draft.application, *draft.documents, *draft.keywords)
    for phone in draft.phones:
        yield from (phone.text, phone.label)
    for session in draft.sessions or ():
        yield session.note
