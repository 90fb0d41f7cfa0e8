"""Short prose that means declared values: access, what it costs and how to begin. Only what is said is taken."""

from __future__ import annotations

import re

from ingest.clean.languages import Said
from ingest.clean.text import prose

_Table = tuple[tuple[str, re.Pattern[str]], ...]


def _compiled(*table: tuple[str, str]) -> _Table:
    return tuple((value, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for value, pattern in table)


_ACCESS = _compiled(
    ("wheelchair", r"(?<!bathrooms )(?<!restrooms )\b(?:wheel ?chair|handicap(?:ped)?|disabled|ada"
        r"|barrier[- ]free)[- ]?(?:access|accessible|compliant|friendly|ramps?)\b"),
    ("step-free", r"\b(elevators?|ramps?|step[- ]free|no stairs|no steps)\b"),
    ("accessible-restroom", r"\b(accessible|handicap(?:ped)?|ada) (?:bath|rest|wash)rooms?\b"),
    ("parking", r"\b(accessible|handicap(?:ped)?|disabled|designated) parking\b"),
    ("near-transit", r"\b(near|on) (?:a |the )?(?:bus|transit|metro\w*|public transport\w*)\b"),
    ("sign-language", r"\b(sign language|asl) interpret\w*\b|\basl interpreter"),
    ("captions", r"\b(captions?|captioning|cart services?)\b"),
    ("hearing-loop", r"\b(tty|tdd|hearing loop|assistive listening|relay service)\b"),
    ("large-print-braille", r"\b(braille|large[- ]print)\b"),
    ("service-animals", r"\bservice (animals?|dogs?) (?:are )?(?:welcome|allowed|permitted)\b"),
    ("fragrance-free", r"\b(fragrance|scent)[- ]free\b"),
    ("children-welcome", r"\b(children|kids) (?:are )?(?:welcome|permitted|allowed)\b"),
    ("childcare-onsite", r"\b(child ?care|babysitting) (?:is )?(?:available|provided|on[- ]site)\b"),
)  # fmt: skip
_NO_ACCESS = re.compile(r"\b(not|no|isn.t|aren.t|without|limited|partial\w*)\b", re.IGNORECASE)

_BEGIN = _compiled(
    ("walk-in", r"\bwalk[- ]?(?:ins?|ups?) (?:are |is )?(?:always )?(?:welcomed?|accepted|basis|hours|available"
        r"|only|allowed|clinic)|\bwalk[- ]?ins?,? (?:no appointment|or\b)|\b(?:or|can|may"
        r"|just) walk[- ]?in\b|\bno appointment (?:is )?(?:needed|necessary|required)|^walk[- ]?ins?\.?$"
        r"|\bfirst[- ]come,? first[- ]serve"),
    ("call-first", r"^(?:please |must |can |may |should |first )*call\b|\b(?:must|should|need to|have to|required to"
        r"|please) (?:first )?call\b|\bcall (?:first|ahead|before|in advance|prior)"),
    ("appointment", r"(?<!no )(?<!without an )(?<!or )\bappointments?\b(?! (?:is |are )?(?:not|un))(?! (?:necessary"
        r"|needed) to)"),
    ("register-online", r"\b(?:register|apply|application|enroll|sign up|registration|form)s?\b[^.\n]{0,40}\bon-?line\b"
        r"|\bon-?line (?:application|registration|form|intake)"),
    ("referral-needed", r"\breferrals? (?:is |are )?(?:required|needed|necessary|only)|\bmust be referred"
        r"|\bby referral\b(?! or)|\brequires? a referral|\bmust (?:have|bring|get"
        r"|obtain) a (?:\w+ )?referral"),
    ("self-referral", r"\bself[- ]refer"),
    ("documents-needed", r"\b(?:must|please|need to|required to) (?:bring|provide|present|show)\b|\bdocuments? (?:needed"
        r"|required)|\bbring the following"),
    ("waiting-list", r"\bwait(?:ing)?[- ]?list"),
    ("no-id", r"\bno (?:id|identification|photo id) (?:is )?(?:needed|required|necessary)"),
    ("no-insurance", r"\bno insurance (?:is )?(?:needed|required|necessary)|\binsurance (?:is )?not (?:needed|required)"),
)  # fmt: skip
_NO_WALK_IN = re.compile(
    r"\bno walk[- ]?(?:ins?|ups?)\b|\bwalk[- ]?ins? (?:are )?(?:not|never)\b|\b(?:will|does) not accept walk|\bno drop[- ]?ins",
    re.IGNORECASE,
)

_COST = _compiled(
    ("free", r"^\s*(?:free|none|no (?:fees?|cost|charge))\b|\bfree of charge\b|\b(?:no|without) (?:fees?|cost"
        r"|charge)\b(?! for)|\bservices? (?:is|are) free\b"),
    ("donation", r"\bdonations?\b"),
    ("sliding-scale", r"\bsliding[- ](?:fee )?scale|\bsliding fee|\bbased on (?:income|ability)|\bability to pay"),
    ("medicaid", r"\bmedicaid\b"),
    ("medicare", r"\bmedicare\b"),
    ("private-insurance", r"\b(?:private|most|commercial|accepts?) insurances?\b"),
    ("military-va", r"\btricare\b"),
    ("fee", r"\$\s?\d"),
)  # fmt: skip
_NOT_TAKEN = re.compile(r"\b(?:not|no|does not|doesn.t|don.t) (?:currently )?(?:accept|take)\b[^.\n]*", re.IGNORECASE)
_SLIDING = dict(_COST)["sliding-scale"]


def access(text: str) -> Said:
    """The access values a text states. A phrase with a no in it is left unread: it may deny only a part."""
    found: dict[str, None] = {}
    unread = []
    for part in re.split(r"[\n;.]|,(?! )", prose(text)):
        values = [value for value, pattern in _ACCESS if pattern.search(part)]
        if values and not _NO_ACCESS.search(part):
            found.update(dict.fromkeys(values))
        elif part.strip():
            unread.append(part.strip())
    return Said(tuple(found), tuple(unread))


def beginnings(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How to begin, as values of `start`, and those the text says no to ("no walk-ins")."""
    plain = prose(text)
    denied = ("walk-in",) if _NO_WALK_IN.search(plain) else ()
    return tuple(value for value, pattern in _BEGIN if pattern.search(plain) and value not in denied), denied


def costs(fees: str, application: str = "") -> tuple[str, ...]:
    """What it costs, from what a source says of fees; of other texts only a sliding scale is believed."""
    plain = _NOT_TAKEN.sub("", prose(fees))
    found = [value for value, pattern in _COST if plain and pattern.search(plain)]
    if "sliding-scale" not in found and _SLIDING.search(prose(application)):
        found.append("sliding-scale")
    return tuple(value for value in found if not (value == "free" and {"fee", "sliding-scale"} & set(found)))
