"""Names that shout, and names that say nothing without whose they are.

Capitals of a whole name are taken off; what may be an acronym keeps them: words that the record's own prose writes in capitals,
words without a vowel, words in brackets, short words that are no known ones. A name is never made smaller by a guess: what is
not sure stays as the source has it.
"""

from __future__ import annotations

import re

from directory.listing import fold

_SMALL_WORDS = """
a an and as at by con de del el en for from in la las los of on or para the to with y
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words that are written small inside of a name."""
_SHORT_WORDS = """
abe age aid air al all am amy ann are arm art arts ave bay be ben big blvd bob boy boys car care child city club dan day
days deaf do don dr ear east ed elm eva eve eye fair farm fire fish fit food fort fox free ft fun girl girls go god good
gulf had hall hand hands harm has help her high hill him his home hope hot house ian if inc info inn is isla it its ivy jan
jay jim job jobs joe jr kay key keys kid kids kim kin lake land law le led lee leo life line link live long lot love ltd
main mary max me mead meal men mens mind mom moms mt my nest new no non north not now oak oaks old one opa our out over palm
pam park pat path pet pets plan pre ray rd real rec red rest ride rio road roy safe saint sale sam san santa sea self sgt
ship shop side site sky snow so sr st star step sue sun sunny sure task tax team teen teens ten time tom tot tots toy toys
tree tri two unit up us use van vet vets via view walk war was way we well west what when who wing wish women work years you
your youth zoo
"""
_SHORT = frozenset(_SHORT_WORDS.split())
"""Short words that are no acronyms; a short word that is none of them keeps its capitals."""
_ACRONYMS_WORDS = """
aa aca aids alanon anad arc ccac chi cma coda cpr dbsa ema esol fema ged hiv hud ican ii iii iv ix jcc lgbt lgbtq lgbtqia
liheap naacp nami ne nw oa ocd pace pflag ptsd samhsa se slaa snap spca sw tanf uk unicef upi us usa usda va vamc vfw vi vii
viii wic yai yes ymca ywca
"""
_ACRONYMS = frozenset(_ACRONYMS_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_APOSTROPHE = re.compile("['’]")
_VOWEL = re.compile(r"[AEIOUYÁÉÍÓÚ]")
_LONGEST_ACRONYM = 4
_SHOUTED = 0.2
"""Part of its words above which prose shouts itself, and tells nothing of acronyms."""
_BODY = re.compile(r"(?<![,\s])[,\s]+(?:inc|llc|ltd|corp|pa|p\.a)\.?$", re.IGNORECASE)
_PARTS_WORDS = """
branch building campus center central centre clinic county district downtown east eastern extension headquarters hq i ii iii
iv location main midtown north northeast northern northside northwest office offices region regional satellite site south
southeast southern southside southwest the uptown west western
"""
_PARTS = frozenset(_PARTS_WORDS.split())
"""Words by which a body tells its sites apart."""
_KINDS_WORDS = """
academy administration administrative adult adults advocacy after afterschool assistance bank camp care case chapter child
children childrens civil classes club community counseling counselling county court criminal crisis day department detox
disability district distribution division domestic early education elder elderly elementary emergency employment enrollment
family felony financial food group groups health helpline home homeless hospice hospital hotline housing immigration
information inpatient intake juvenile learning legal library line management meals medical ministry mobile outpatient outreach
pantry parent parenting park police prevention probation program programme programs project public referral rehabilitation
residential resource resources safety school senior seniors service services shelter social summer support tax therapy training
transitional transportation treatment unit victim violence volunteer volunteers wellness women youth
"""
_KINDS = frozenset(_KINDS_WORDS.split())
"""Words that say what is done and not who does it: counted among the names of three words and fewer of a 211."""
_HOUSES_WORDS = """
academy alliance apartments arms association center centre church clinic coalition college cottage court farm foundation gardens
hall home hospice hospital house institute library lodge manor ministries museum network park school shelter society theater
theatre tower towers university villa village
"""
_HOUSES = frozenset(_HOUSES_WORDS.split())
"""What a house is: behind a word of its own ("Upton Hospital") it makes a name that stands by itself."""
LONGEST = 300
"""Characters a listing's name may have: what a body in front would make longer stays as it is."""
BRIEF = 2
"""Words of a name that seldom tells whose it is: of 850 such names of a 211 ("Felony", "Apple Tree", "Coconut Grove") nearly
all are of a unit, a programme or a site; proper names among them lose nothing behind their body's."""
_DOMAIN = re.compile(r"\w\.(?:com|org|net|gov|edu)$", re.IGNORECASE)


def calm(name: str, prose: str = "") -> str:
    """A name that is all in capitals as people write it, acronyms left as they are; any other name unchanged. `prose` is the
    record's own: how it writes a word counts before all rules."""
    if not name.isupper() or not any(_plain(word) for word in _WORD.findall(name)):
        return name
    said = _WORD.findall(prose)
    shouted = sum(len(word) > 1 and word.isupper() for word in said) > _SHOUTED * len(said)
    written = frozenset() if shouted else frozenset(said)

    def lowered(found: re.Match[str]) -> str:
        word, before, behind = found[0], name[: found.start()], name[found.end() :]
        if before[-1:].isdigit():
            return word.lower() if word in {"ST", "ND", "RD", "TH", "S"} else word
        bracketed = before.endswith("(") and behind.startswith(")")
        dotted = len(word) == 1 and (behind.startswith(".") or before.endswith("."))
        if bracketed or dotted:
            return word
        if (
            word.capitalize() not in written
            and word.lower() not in written
            and (word in written or not _plain(word, short=True))
        ):
            return _possessive(word)
        if word.lower() in _SMALL and before.strip() and not before.rstrip().endswith((":", "-", "(")):
            return word.lower()
        return _capital(word)

    return _WORD.sub(lowered, name)


def _plain(word: str, *, short: bool = False) -> bool:
    """Whether a word is no acronym; of `short` ones those that are known."""
    stem = max(_APOSTROPHE.split(word.lower()), key=len)
    if stem in _SHORT | _SMALL:
        return short or stem in _SHORT
    if stem in _ACRONYMS or not _VOWEL.search(word):
        return False
    return len(stem) > (_LONGEST_ACRONYM - 1 if short else _LONGEST_ACRONYM)


def _possessive(word: str) -> str:
    """An acronym as it is, its possessive s small ("ABC's")."""
    return word[:-1] + "s" if word[-2:-1] in {"'", "’"} and word.endswith("S") else word


def _capital(word: str) -> str:
    small = word.lower()
    if len(small) > 4 and small.startswith("mc"):
        return "Mc" + small[2:].capitalize()
    if small[1:2] in {"'", "’"} and len(small) > 3:  # O'Brien, D'Angelo
        return small[:2].upper() + small[2:].capitalize()
    return small.capitalize()


def whole(name: str, organization: str, town: str, *, bodies: bool = False) -> str:
    """A name that does not tell whose it is ("Main office", "Hialeah", "Food pantry") behind its organization's; any other name
    unchanged. `bodies`: its source keeps organizations as records of their own, and names services and sites within them.
    """
    said, body = fold(name), _BODY.sub("", organization)
    owner = fold(body)
    if not said or not owner or said == owner or owner in said or _DOMAIN.search(name):
        return name
    words = said.split()
    first = next((word for word in owner.split() if word not in _SMALL), "")
    if len(words) > 1 and words[0] == first and first not in fold(town).split():
        return name
    brief = bodies and len(words) <= BRIEF and not (len(words) > 1 and words[-1] in _HOUSES)
    if not (said == fold(town) or brief or _generic(words)):
        return name
    at_end = owner.endswith(f" {said}")
    if said in owner and len(words) > 1 and not at_end:
        return name
    found = body if at_end else f"{body}: {name}"
    return found if len(found) <= LONGEST else name


def _generic(words: list[str]) -> bool:
    """Whether each word is one by which bodies tell their sites and kinds of help apart, or a number."""
    return all(word in _PARTS or word in _KINDS or word in _SMALL or word.isdigit() for word in words)
