"""Two names compared: what one says that the other does not, and whether that tells them apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from ingest.dedupe.sketches import Sketch
from ingest.dedupe.words import GENERIC, HOSTS, SIDES, STREET, TELLING

SPELLING = 86.0
"""Similarity of two longer words, 0 to 100, from which one is a slip of the other."""
LONG = 5

Relation = Literal["exact", "equal", "longer", "alike", "placed", "more", "part", "other", "apart"]


@dataclass(frozen=True, slots=True)
class Naming:
    """How two names stand to each other.

    exact  the same words, but for those of the place
    equal  other words only that any name may lack ("Center")
    longer one goes on with a word of its own, such as its site's ("Aspire Indiana", "Aspire Indiana Health - Bolin")
    alike  a proper word more on one side ("HMS Tranquil Skies")
    placed nothing but where they are in common ("Kirk Health Center")
    more   proper words more on both sides, and some in common
    part   one names a programme, department or number that the other does not
    other  both name a programme, each another
    apart  no proper word in common

    `mine` and `yours` are the words that the other name lacks; `host`: both are named for a place of many bodies.
    """

    relation: Relation
    mine: tuple[str, ...] = ()
    yours: tuple[str, ...] = ()
    host: bool = False


def naming(one: Sketch, other: Sketch) -> Naming:
    """The names of two listings, each read with its organization's name where it is only that of a place or a kind."""
    here = one.where | other.where
    mine: tuple[str, ...] = ()
    yours: tuple[str, ...] = ()
    if not (same := _same_words(one, other)):
        mine, yours = _extra(one, other, here), _extra(other, one, here)
    host = bool(HOSTS & set(one.name) & set(other.name))
    relation = "exact" if same or _bare(one, other, here) == _bare(other, one, here) else _relation(mine, yours)
    if relation in {"part", "other"} and all(_implied(word, one, other) for word in (*mine, *yours)):
        relation = "alike"
    if relation in {"equal", "alike"} and (_guest(one, other, mine) or _guest(other, one, yours)):
        relation = "part"
    if relation == "alike" and _begins(one, other):
        relation = "longer"
    if not same and not _share(one, other) and not _within(one, other):
        placed = relation in {"exact", "equal", "longer", "alike"} and _placed(one, other)
        relation = "placed" if placed else "apart"
    return Naming(relation, mine, yours, host)


def _bare(one: Sketch, other: Sketch, here: frozenset[str]) -> frozenset[str]:
    """The words of a name without those of the place, as far as a name may lack them."""
    return frozenset(word for word in one.name if word in GENERIC or not _lacking(word, other, here))


def _begins(one: Sketch, other: Sketch) -> bool:
    """Whether the longer name begins with the shorter one: what comes behind tells a site, what stands in front may tell
    another body."""
    short, long = sorted((one.name, other.name), key=len)
    return long[: len(short)] == short


def _guest(one: Sketch, other: Sketch, extra: tuple[str, ...]) -> bool:
    """Whether a name is of a programme of the other's body, all its own words being others ("Shalom Bayit"), or of a guest at
    the other ("Mid-State Health Center at Lakes Region")."""
    shared = set(one.name) & set(other.name)
    foreign = not set(other.name) <= set(one.name) and not any(_own_word(word) for word in shared)
    if extra and foreign and set(extra) >= {word for word in one.name if word not in GENERIC and word not in one.where}:
        return True
    return bool(extra and one.at and set(other.name) <= one.at | GENERIC and not set(extra) & one.at)


def one_body(one: Sketch, other: Sketch) -> bool:
    """Whether two organizations' names may be of one body: most words of its own in common, or its initials."""
    mine, yours = set(one.body), set(other.body)
    own = [{word for word in words if word not in GENERIC and word not in _COMMON} for words in (mine, yours)]
    if mine == yours or (own[0] and own[1] and len(own[0] & own[1]) * 2 > min(len(own[0]), len(own[1]))):
        return True
    return any(word in _initials(other.body) for word in mine) or any(word in _initials(one.body) for word in yours)


IMPLIED = {
    "mental-health": frozenset({"mental", "behavioral", "psychiatric", "psychiatry", "counseling", "outpatient"}),
    "recovery": frozenset({"addiction", "substance", "recovery"}),
    "practical/food": frozenset({"food", "pantry", "bank"}),
}  # fmt: skip
"""Words that say no more than what a listing of that kind alone is anyway."""


def _implied(word: str, one: Sketch, other: Sketch) -> bool:
    """Whether a word that one name lacks is what that listing is, by its only kind of help."""
    lacking = other if word in one.name else one
    return len(lacking.kind) == 1 and word in IMPLIED.get(next(iter(lacking.kind)), frozenset())


def _same_words(one: Sketch, other: Sketch) -> bool:
    """Whether two names have the same words, or the same letters: "AIDSinfo" is "AIDS INFO"."""
    mine, yours = _own(one), _own(other)
    return set(mine) == set(yours) or "".join(mine).replace("s", "") == "".join(yours).replace("s", "")


def _own(one: Sketch) -> tuple[str, ...]:
    """The words of the name; where it tells only a town, those of the organization ("Akron", of St Bernard Food Pantry)."""
    return one.body if one.body and set(one.name) <= one.where else one.name


def _within(one: Sketch, other: Sketch) -> bool:
    """Whether a name that has no word of its own ("Family Service Foundation") is said whole in the other."""
    short, long = sorted((set(one.name), set(other.name)), key=len)
    return len(short) >= FEW and short <= long


def _placed(one: Sketch, other: Sketch) -> bool:
    """Whether both names tell the same place ("Kirk Health Center", "Total Health Care, Kirk Avenue Center")."""
    return any(map(_own_word, set(one.name) & set(other.name)))


def _own_word(word: str) -> bool:
    return word not in GENERIC and word not in TELLING and word not in _COMMON


FEW = 3
"""Words that such a name has at least."""


def _relation(mine: tuple[str, ...], yours: tuple[str, ...]) -> Relation:
    told, said = any(map(_tells, mine)), any(map(_tells, yours))
    if told and said:
        return "other"
    if told or said:
        return "other" if mine and yours else "part"
    if mine and yours:
        return "more"
    return "alike" if mine or yours else "equal"


def _tells(word: str) -> bool:
    return word in TELLING or word in SIDES or word[0].isdigit() or len(word) == 1


def _extra(one: Sketch, other: Sketch, here: frozenset[str]) -> tuple[str, ...]:
    """The words of one name, in their order, that the other listing has nowhere and that a name may not simply lack."""
    known = {*other.name, *other.body, *other.also}
    spare = known | _hosted(other.host) | _hosted(one.host) | _dialled(one)
    found = []
    for word in dict.fromkeys(_own(one)):
        if word in known or _lacking(word, other, here):
            continue
        if word in spare or _spelled(word, known) or _initial(word, other) or _initials_of(word, one, other):
            continue
        found.append(word)
    return tuple(found)


def _dialled(one: Sketch) -> frozenset[str]:
    """The parts of its own number that a name tells: 1-800-MEDICARE."""
    digits = [word for word in one.name if word.isdigit() and any(word in f"1{number}" for number, _ in one.phones.numbers)]
    return frozenset(digits if {"1", "800", "888", "877", "866"} & set(digits) else ())


def _lacking(word: str, other: Sketch, here: frozenset[str]) -> bool:
    """Whether a name may simply lack this word: a general one, or one of the place. A number or letter must be of the other's
    place too: building D is not building B."""
    if word[0].isdigit() or len(word) == 1 or word in SIDES:
        return word in other.where or (len(word) == ZIP and word.isdigit())
    return word not in TELLING and (word in GENERIC or word in here or STREET.get(word, "") in here)


ZIP = 5


def _share(one: Sketch, other: Sketch) -> bool:
    mine, yours = _proper(one), _proper(other)
    if mine & yours or any(_spelled(word, yours) for word in mine):
        return True
    return any(_initial(word, other) for word in mine) or any(_initial(word, one) for word in yours)


def _proper(one: Sketch) -> frozenset[str]:
    """The words of a listing's name and organization that are nobody else's; where there are none, those of its place."""
    said = {*one.name, *one.body}
    narrow = {word for word in said if word not in GENERIC and word not in TELLING and word not in _COMMON}
    return frozenset(narrow - one.where or narrow or {word for word in said if word not in GENERIC} or said)


_COMMON = frozenset({
    "st", "mt", "ft", "first", "second", "1st", "2nd", "new", "old", "our", "lady", "holy", "baptist",
    "catholic", "methodist", "lutheran", "presbyterian", "christian", "christ", "episcopal", "anglican", "afg",
    "serenity", "salvation", "army", "god", "house", "good", "county", "city", "care",
})  # fmt: skip
"""Words of so many names that to share one says little."""


@lru_cache(50_000)
def _hosted(host: str) -> frozenset[str]:
    """The words of a host: hms of hms-nm.org."""
    return frozenset(word for part in host.split(".")[:-1] for word in (part, *part.split("-")) if word)


def _spelled(word: str, known: Iterable[str]) -> bool:
    """Whether a longer word is there with a slip or cut short ("psychiat" for "psychiatry")."""
    if len(word) < LONG or not word.isalpha():
        return False
    return any(
        len(one) >= LONG - 1
        and one[0] == word[0]
        and (word.startswith(one) or one.startswith(word) or fuzz.ratio(word, one) >= SPELLING)
        for one in known
    )


def _initial(word: str, other: Sketch) -> bool:
    """Whether the word is the initials of words that follow each other in the other's name: CVCH."""
    return 3 <= len(word) <= 6 and word.isalpha() and (word in _initials(other.name) or word in _initials(other.body))


def _initials_of(word: str, one: Sketch, other: Sketch) -> bool:
    """Whether the word belongs to those whose initials are a word of the other name."""
    for words in (one.name, one.body):
        for size in range(3, 7):
            for start in range(len(words) - size + 1):
                run = words[start : start + size]
                if word in run and "".join(part[0] for part in run) in other.name:
                    return True
    return False


@lru_cache(50_000)
def _initials(words: tuple[str, ...]) -> frozenset[str]:
    first = "".join(word[0] for word in words)
    return frozenset(first[start : start + size] for size in range(3, 7) for start in range(len(first) - size + 1))
