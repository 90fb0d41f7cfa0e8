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
_BODY = re.compile(r"[,\s]+(?:inc|llc|ltd|corp|pa|p\.a)\.?$", re.IGNORECASE)
_PARTS_WORDS = """
branch building campus center central centre clinic county district downtown east eastern extension headquarters hq i ii iii
iv location main midtown north northeast northern northside northwest office offices region regional satellite site south
southeast southern southside southwest the uptown west western
"""
_PARTS = frozenset(_PARTS_WORDS.split())
"""Words by which a body tells its sites apart."""


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


def whole(name: str, organization: str, town: str) -> str:
    """A name that only tells a site ("Main office", "Hialeah") behind whose site it is; any other name unchanged."""
    said = fold(name)
    if not said or not fold(organization) or said in fold(organization):
        return name
    only_a_site = said == fold(town) or _PARTS.issuperset(said.split())
    return f"{_BODY.sub('', organization)}: {name}" if only_a_site else name
