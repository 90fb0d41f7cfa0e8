"""Words of names and streets as they are compared: one spelling each, and which of them tell one help from another.

The lists were read off names of the real feeds (health centres, 211s, food banks, meetings); they are matched as `stem` leaves
words.
"""

from __future__ import annotations

from functools import lru_cache

from directory.listing import fold


def stem(word: str) -> str:
    """A word without its plural s, so that "Children's", "Childrens" and "Children" are one."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())


SPELLED = {
    "ctr": "center", "cntr": "center", "centre": "center", "hlth": "health", "hlthcare": "healthcare",
    "comm": "community", "cmty": "community", "svc": "service", "serv": "service", "srv": "service",
    "dept": "department", "hosp": "hospital", "med": "medical", "saint": "st", "mount": "mt", "fort": "ft",
    "univ": "university", "natl": "national", "assn": "association", "assoc": "association",
    "assoctn": "association", "ch": "church", "umc": "methodist", "sda": "adventist", "salv": "salvation",
    "fam": "family", "co": "county", "cnty": "county", "bros": "brother", "mh": "mental", "bh": "behavioral",
    "op": "outpatient", "ip": "inpatient", "trt": "treatment", "pgm": "program", "prog": "program",
    "programme": "program", "schl": "school", "elem": "elementary", "behavioural": "behavioral",
    "counselling": "counseling", "lifelong": "life", "adol": "adolescent", "foodbank": "food",
    "intl": "international", "reg": "regional", "mem": "memorial", "bldg": "building", "ste": "suite",
    "va": "veteran", "vamc": "veteran", "cboc": "outpatient", "mo": "missouri", "ii": "2", "iii": "3", "iv": "4",
}  # fmt: skip
"""Short or other spellings in names → the one compared."""

_SPELLED = {stem(word): kept for word, kept in SPELLED.items()}

STOP = _words("""
    the a an of and for at in on to by de la el los las del y und der die das le les du inc incorporated llc llp ltd
    limited corp corporation company pc pa dba nfp plc pllc a/k/a aka formerly
""")
"""Words that tell nothing, legal forms among them."""

GENERIC = _words("""
    center clinic office site location main headquarter branch building campus place facility agency organization
    association foundation group service system network health healthcare care primary medical community family
    department division regional area national general hospital helpline hotline line home page website official
    united suite floor room level new county city town state and resource support society project distribution
    church parish clinica
""")
"""Words that many names have and that a name may have or lack without being another's."""

TELLING = _words("""
    dental dentistry vision optometry eye pharmacy pediatric pediatrics child children kid infant adolescent teen
    youth young adult woman women man men boy girl senior geriatric elderly veteran homeless behavioral behavior
    psychiatry psychiatric psychology mental substance addiction alcohol drug detox recovery hiv aid aids wic snap
    pantry soup kitchen meal breakfast lunch dinner summer mobile van school elementary middle high crisis inpatient
    outpatient residential residence day partial intensive emergency urgent walk program team act fact pros pact fsp
    administration administrative housing shelter employment job career literacy esl immigration legal volunteer
    counseling testing case management nursing cancer rehabilitation hospice transportation transit education camp
    after intermediate beginner advanced hall chapel adoption foster parenting fatherhood prevention outreach
    hospitalization specialty surgery surgical cardiology diabetes endocrinology maternal prenatal birth midwifery
    nutrition food bank quick express annex satellite training academy preschool head start daycare childcare
    nursery recreation arts art music library museum police fire court tax ride lodging chat text warmline respite
    companion friendly developmental disability autism speech hearing therapy physiotherapy occupational laboratory
    radiology imaging blood vaccine screening ethics finance records license club committee election consulate
    embassy kiosk garden market farm cafe bistro thrift clothing closet furniture diaper self aftercare transitional
    permanent supportive supervised apartment semi referral list information unit medicaid medicare wellness
    social clinical
""")
"""Words that tell one programme, department or kind of help of a body from another."""

PEOPLE = _words("""
    child children kid infant toddler adolescent teen youth young adult woman women man men boy girl senior older
    elderly family parent grade elementary elem middle high school ms hs veteran student age
""")
"""Words of a label of eligibility that name somebody."""
SIDES = _words("north south east west northern southern eastern western central upper lower inner")
"""Words that tell sites of one body apart, unless they are of the other's address too."""
HOSTS = _words("school elementary middle high academy campus library k")
"""Places in which many bodies offer help: such a name is the name of a place."""

STREET = {
    "street": "st", "str": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "blv": "blvd", "road": "rd", "drive": "dr",
    "lane": "ln", "court": "ct", "highway": "hwy", "parkway": "pkwy", "place": "pl", "square": "sq", "terrace": "ter",
    "circle": "cir", "route": "rt", "rte": "rt", "expressway": "expy", "turnpike": "tpke", "trail": "trl", "plaza": "plz",
    "crescent": "cres", "close": "cl", "gardens": "gdns", "grove": "gr", "extension": "ext", "bypass": "byp", "point": "pt",
    "mount": "mt", "saint": "st", "fort": "ft", "concourse": "conc", "heights": "hts", "center": "ctr", "centre": "ctr",
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th",
}  # fmt: skip
"""Words of streets → their short forms (USPS Publication 28, appendices B and C1)."""
COMPASS = frozenset({"n", "s", "e", "w", "ne", "nw", "se", "sw"})
KINDS_OF_STREET = frozenset({
    "st", "ave", "blvd", "rd", "dr", "ln", "ct", "hwy", "pkwy", "pl", "sq", "ter", "cir", "rt", "trl", "plz",
    "way", "cres", "cl",
})  # fmt: skip
UNITS = frozenset({"suite", "ste", "unit", "apt", "room", "rm", "floor", "fl", "flr", "bay", "building", "bldg", "no", "level",
                   "lowr", "lower", "upper", "suites", "ground", "basement", "tower", "pavilion"})  # fmt: skip
"""Words that begin the part of an address inside a building."""


def named(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared, in their order, without those that tell nothing."""
    return tuple(kept for word in fold(text.replace("&", " and ")).split() if (kept := _spelled(word)))


@lru_cache(20_000)
def _spelled(word: str) -> str:
    """A word in the one spelling that is compared, "" where it tells nothing."""
    stemmed = stem(word)
    kept = _SPELLED.get(stemmed, stemmed)
    return "" if kept in STOP else kept
