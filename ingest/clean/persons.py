"""Persons out of prose: their mailboxes, and their names where people are told to ask for them.

A contact person's details are never published (they move on, and were given to callers of a help line, not to search engines).
Fields for contacts are not read at all; this is for what stands in descriptions: "ask for Ann Doe", "Coordinator: Ann Doe",
"e-mail Ann Doe at ann.doe@example.org". A name alone is no contact and stays ("named after Ann Doe").
"""

from __future__ import annotations

import re
from functools import lru_cache

from directory.listing import fold
from ingest.clean import Clean
from ingest.clean.links import email

GONE = "…"
"""What stands where a person stood, so that the sentence still says that something is left out."""
MAILBOX = "a person's e-mail address was taken out of a text"
NAME = "a person's name was taken out of a text"

_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = r"(?:Mc|Mac|De|La|Van|O['’]|D['’])?[A-ZÁÉÍÓÚÑ][a-záéíóúñ'’]+(?:-[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+)?"
_WHO = rf"{_WORD}(?: [A-Z]\.?)?(?: (?:de|del|la|van|von))*(?: {_WORD}){{1,2}}"
_CALLED = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Rev)\.? |Professor |Pastor |Sister |Father "
_WHOLE = r"(?![\w'’-])(?! (?!(?:RN|LPN|MSW|LCSW|LPC|LMHC|MD|PhD|MA|Esq)\b)[A-Z&]\w)"
"""Where a name ends: not in the middle of a longer one ("Ann Doe House"), but before a degree."""
_ASKED = re.compile(
    r"\b(?P<ask>(?i:speak (?:to|with)|talk (?:to|with)|ask (?:for|to speak (?:to|with))|attn:?|e-?mail|contact|call|text"
    r"|hable con|pregunte por|llame a|contacte a|comun[ií]quese con)"
    r"(?: (?:(?:the )?(?:[A-Z][a-z]+ ){0,2}(?i:director|coordinator|manager|counselor|supervisor|instructor|officer?)))?"
    rf"(?:: *|(?<!all)(?<!ext)(?<!ail), *| +))(?P<who>(?:{_CALLED}){_WORD}(?: {_WORD}){{0,2}}|{_WHO}){_WHOLE}"
)
_OFFICERS = (
    "director", "coordinator", "manager", "supervisor", "administrator", "secretary", "treasurer",
    "chair", "chairman", "chairwoman", "chairperson",
)  # fmt: skip
_HEADS = ("contact person", "contact name", *(f"{office}:" for office in _OFFICERS))
"""What a text has to have for the next to be looked for: quicker to find."""
_HEADED = re.compile(
    rf"\b(?P<ask>(?i:contact (?:person|name)[:,]?|(?:{'|'.join(_OFFICERS)}):) *(?:Principal )?)"
    rf"(?P<who>(?:{_CALLED})?{_WHO}(?:/{_WHO})?){_WHOLE}"
)
"""A name that its office stands before: "Coordinator: Ann Doe 305-377-8277"."""
_BESIDE = re.compile(rf"(?P<ask>)(?P<who>{_WHO})(?=,? ?(?:at|:)* ?(?:[\d(). -]{{10,16}})?(?: or)? ?{GONE})")
_OFFICES = """
access active administration administrative admissions advocate advocates advocacy agency aid american association bank
baptist board books bureau care case catholic center centers centre central chapter charities child children church city
clerk client clinic college community coordinator council counseling county court crisis customer day dental department
desk director disability division duty east education elder emergency employment enrollment executive family families
first florida food foundation front group health help helpline home homeless hospital hotline house housing human
information intake jewish keys learning legal library licensing line living main manager medical member membership ministry
mental national network north number nurse office officer outreach pantry park parks patient police program programs
property public recovery recreation referral registration relations rental resident resource resources school science
senior seniors service services shelter social society south special staff state student support system talking team
training transportation treatment united unit university urban veterans victim victims volunteer volunteers west women
young your youth life sports fitness disorder deficit monday tuesday wednesday thursday friday saturday sunday
reception enquiries inquiries duty switchboard bookings january february march april may june july august
september october november december english spanish creole contact person name
the our this any all daily not
"""
_ASKING = (
    "speak ", "talk ", "ask ", "attn", "mail", "contact", "call", "text", "hable con", "pregunte por", "llame a", "comun"
)  # fmt: skip
"""What every text has in small letters in which `_ASKED` finds somebody."""
OFFICE = frozenset(_OFFICES.split())
"""Words of desks and bodies: what holds one of them is no person."""


def without_persons(text: str, own: str = "") -> Clean[str]:
    """The text without persons' mailboxes and without the names people are told to ask for.

    `own` are the record's names and town: their words are no person's, and a mailbox that has them is a desk's.
    """
    notes: list[str] = []
    if "@" in text:
        kept = _MAIL.sub(lambda found: found[0] if email(found[0].rstrip("."), own).value else GONE, text)
        notes += [MAILBOX] if kept != text else []
        text = kept
    small = text.lower()
    bare = text
    for told, heads in ((_ASKED, _ASKING), (_HEADED, _HEADS)):
        if any(head in small for head in heads):
            bare = told.sub(lambda found: _asked(found, own), bare)
    bare = _BESIDE.sub(lambda found: _asked(found, own), bare) if GONE in bare else bare
    notes += [NAME] if bare != text else []
    return Clean(bare, tuple(notes))


def desk(name: str, own: str = "") -> bool:
    """Whether a name is that of a desk or a body and of no person ("Front Desk"); empty is none. `own` as above."""
    return bool(set(fold(name).split()) & (OFFICE | _words(own)))


def _asked(found: re.Match[str], own: str) -> str:
    return found[0] if desk(found["who"], own) else f"{found['ask']}{GONE}"


@lru_cache(maxsize=256)
def _words(own: str) -> frozenset[str]:
    return frozenset(fold(own).split())
