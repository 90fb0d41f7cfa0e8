"""Ages out of fields and, where nothing else can be meant, out of prose: "13 to 21", "16+", "6 and up", "under 18"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clean.text import prose

OLDEST = 120
_YEARS = r"(?:\s*(?:years?|yrs?\.?)(?:\s*(?:old|of age))?)?"
_WHOLE = re.compile(
    r"(?:(?:for|serves?|must be|children|youth|adults?|people|persons|individuals|seniors|ages?|aged)\b[\s:]*)*", re.I
)
_RANGE = re.compile(rf"(\d{{1,3}}){_YEARS}\s*(?:-|–|to|through|thru)\s*(\d{{1,3}}){_YEARS}", re.IGNORECASE)
_FROM = re.compile(
    rf"(\d{{1,3}}){_YEARS}\s*(?:\+|(?:and|or|&)\s*(?:up|over|older|above))|(?:over|from)\s+(\d{{1,3}}){_YEARS}", re.I
)
_UNTIL = re.compile(
    rf"(?:under|below|younger than)\s+(\d{{1,3}}){_YEARS}|(?:up to|through)\s+(?:age\s+)?(\d{{1,3}}){_YEARS}"
    rf"|(\d{{1,3}}){_YEARS}\s*(?:and|or|&)\s*(?:under|younger|below)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\b(?:ages?|aged)\b|\byears?\b|\byrs?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ages:
    """The least and the highest age, None where it is open or not said; in years."""

    least: int | None = None
    most: int | None = None


def ages(text: str) -> Ages | None:
    """The ages a field means that holds nothing else; None when it says something else or more."""
    plain = " ".join(prose(text).split()).strip(" .,()")
    return _read(_WHOLE.sub("", plain, count=1))


def ages_in(text: str) -> Ages | None:
    """The ages prose names, where it names them once and says that they are ages ("ages 13 to 21"); else None."""
    found = []
    for sentence in re.split(r"[.;\n]", prose(text)):
        if _SENTENCE.search(sentence):
            found += [one for pattern in (_RANGE, _FROM, _UNTIL) for one in pattern.finditer(sentence)][:2]
    return _read(found[0][0]) if len(found) == 1 else None


def _read(plain: str) -> Ages | None:
    if span := _RANGE.fullmatch(plain):
        return _checked(int(span[1]), int(span[2]))
    if begin := _FROM.fullmatch(plain):
        over = bool(re.match(r"over\b", plain, re.IGNORECASE))
        return _checked(int(begin[1] or begin[2]) + over, None)
    if end := _UNTIL.fullmatch(plain):
        under = bool(re.match(r"(?:under|below|younger)\b", plain, re.IGNORECASE))
        return _checked(None, int(end[1] or end[2] or end[3]) - under)
    return None


def _checked(least: int | None, most: int | None) -> Ages | None:
    low, high = least or 0, OLDEST if most is None else most
    return Ages(least, most) if 0 <= low <= high <= OLDEST else None
