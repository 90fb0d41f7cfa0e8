"""What stands beside a phone number: whose line it is, and what of it may be told.

Referral centers keep the numbers they call themselves among those for the public ("FCFH updates ONLY", "Do not give out",
"Father Tom, cell phone"), and label lines with the names of those who answer. A line that is somebody's own, or for the
publisher's use, is dropped; of other labels the parts with a name stay behind.
"""

from __future__ import annotations

import re
from itertools import pairwise

from directory.listing import fold
from ingest.clean.persons import OFFICE

INTERNAL = "a number for the publisher's own use was dropped"
PERSONAL = "a person's own number was dropped"

_INTERNAL = re.compile(
    r"\b(?:do not|don't|never) (?:give|publish|share|release|list)|\bnot (?:for|to) (?:the )?(?:public|clients?)"
    r"|\b(?:agency|staff|internal|office|211|fcfh|i&r|data(?:base)?)\b[^,;]{0,20}\b(?:use|updates?|updated|only|contact)\b"
    r"|\bupdates?\b(?: (?:only|contact|info))?|\b(?:use|contact) only\b|\bcontact person\b|\balternate contact\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\bcell(?:ular)?\b|\bmobile (?:no|number|phone|of)\b|\bpager\b|\bbeeper\b|\(home\)|\bhome (?:#|no\b|number|phone)"
    r"|\bpersonal\b|\bjob #|\bprivate (?:line|number)|\bvoice ?mail\b.*\w|\w.*\'s voice ?mail\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[,;:()/&\[\]]|(?<=\d)\.\s|\s-+\s|--|-(?=\s)|\bor\b|\band\b)\s*")
_WORDS = """
childcare outage opportunities district presentations co residence facility start clients meeting room certification labor
workforce development assault violence sexual domestic policy smoking cessation league forms therapy physical evaluation place
upper little big bay oak pine st relations statewide issues studies parenting application
animals buses campaign chek command commission control dentistry disaster document eldercare emergencies enforcement espanol
evaluations eviction facility fingerprints guide hypothermia incident initiative jail list locator opportunity overflow parking
pediatric rapid relief reports response retriever ride rodent sobering study survival toolbox visitor vital wheelchair work
abuse additional after aid alternate animal answering appointment appointments appt area assistance automated baby
basic bilingual billing birth blood boys branch building bureau business by calls camp cancer care career caregiver
claims classes clinics commissioner complaints consumer contact corporate counseling counselor cumberland customer
delivery detectives direct director donation donations drop east education eligibility employment enrollment evening
events executive extension fax financial food for free from full general girls group groups headquarters hearing help
helpline holiday homes hot hotline hotlines hour hours hr hrs in info inside intake interpreter job legal license line
lines literacy local location locations machine mail main manager medicaid medicare members men menu message messages
metro mobile national new night no non number numbers of off officer on only open operator option other out outpatient
outside pantry parents patients pharmacy physician prescription press primary provider public questions rape recorded
recording reception referrals regional registration relay release report requests reservations residents respite sales
satellite schedule scheduling screening secondary secretary senior shop shuttle site spanish speech statewide store
street suburban suicide supervisor supplies support switchboard talk tape tax teen telephone the thrift to toll
transportation tty ttd tdd unit updates upon voice volunteer volunteering warm warmline washington weatherization
weekend weekends west wic with within workers x ext exts line's alabama alaska arizona arkansas california colorado
connecticut delaware georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts
michigan minnesota mississippi missouri montana nebraska nevada hampshire jersey mexico york carolina dakota ohio
oklahoma oregon pennsylvania rhode tennessee texas utah vermont virginia wisconsin wyoming columbia fort glen mount
point beach hill valley springs village heights grove falls river lake bay saint st santa los las port
"""
_KNOWN = frozenset(_WORDS.split()) | OFFICE
_WORD = r"(?:(?:Mc|Mac|O['’])?[A-Z][a-zà-ÿ'’-]+|[A-Z]\.?)"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_WORD}|de|van|von|la)){{1,3}}")
_TITLES = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Rev|Fr|Sr|Father|Sister|Brother|Pastor|Chaplain|Rabbi|Imam|Deacon|Officers?)\b\.? +[A-Z]"
)


def withheld(label: str) -> str:
    """Why a number with this label must not be published, as a note; empty where it may be."""
    if _INTERNAL.search(label):
        return INTERNAL
    return PERSONAL if _OWN.search(label) or (_parts(label) and all(map(_person, _parts(label)))) else ""


def told(label: str) -> str:
    """The parts of a label that hold no person's name."""
    parts = _parts(label)
    named = [part for part in parts if _person(part) or _TITLES.search(part) or _paired(part)]
    if not named and not (label and _TITLES.search(label)):
        return label
    return ", ".join(part for part in parts if part not in named and _known(part))


def _parts(label: str) -> list[str]:
    return [
        part
        for text in _PARTS.split(label)
        if (part := text.strip(" .'\"#")) and not re.fullmatch(r"(?:e?x(?:t\.?)?\s*)?[\d ]+", part, re.I)
    ]


def _known(part: str) -> bool:
    return not _KNOWN.isdisjoint(fold(part).split())


def _paired(part: str) -> bool:
    """Whether two words in capitals stand side by side of which neither is a desk's or a place's ("Secretary Ann Doe")."""
    words = part.split()
    return any(
        _NAME.fullmatch(f"{first} {second}") and not _known(first) and not _known(second.removesuffix("'"))
        for first, second in pairwise(words)
    )


def _person(part: str) -> bool:
    """Whether a part is a name: a title before one, or two to four words in capitals of which none is a desk's or a place's."""
    bare = re.sub(r"^(?:e?x(?:t)?\.?\s*)?-?\d+[\s-]*|\s+(?:ext\.?|x)\s*\d+$", "", part, flags=re.IGNORECASE)
    return bool(_TITLES.match(bare)) or bool(_NAME.fullmatch(bare) and not _known(bare))
