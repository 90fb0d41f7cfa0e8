"""Ages out of prose about who help is for: one rule that stands alone, or nothing."""

from __future__ import annotations

import re

Ages = tuple[int | None, int | None]
NOT_SAID: Ages = (None, None)

_YEARS = r"(?:\s*(?:years?|yrs?)(?:\s+(?:old|of age))?)?"
_RANGE = re.compile(
    rf"\b(?:age[sd]?|from|between|children|youths?|teens?)\s+(?:of\s+)?(\d{{1,3}}){_YEARS}\s*(?:-|–|\bto\b|\band\b|\bthrough\b)\s*(\d{{1,3}})\b{_YEARS}"
    r"|\b(\d{1,3})\s*(?:-|–|\bto\b)\s*(\d{1,3})\s*(?:years?|yrs?)\b(?:\s+(?:old|of age))?",
    re.IGNORECASE,
)
_OVER = re.compile(
    rf"\b(?:age[sd]?\s+)?(\d{{1,3}}){_YEARS}\s*(?:\+|(?:\band\b|\bor\b|&)\s*(?:over|older|above|up\b)|plus\b)"
    r"|\b(?:over|above)\s+(?:the\s+age\s+of\s+|age\s+)(\d{1,3})\b"
    r"|\b(?:at least|minimum age(?: of)?)\s+(\d{1,3})\s+years?\s+(?:old|of age)",
    re.IGNORECASE,
)
_UNDER = re.compile(
    rf"\b(?:age[sd]?\s+)?(\d{{1,3}}){_YEARS}\s*(?:\band\b|\bor\b|&)\s*(?:under|younger|below)\b"
    r"|\b(?:up to|through)\s+age\s+(\d{1,3})\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"\b(?:under|below|younger than)\s+(?:the\s+age\s+of\s+|age\s+)?(\d{1,3})\b(?!\s*%|,\d|\.\d)", re.IGNORECASE
)
_MONEY = re.compile(
    r"[$£€%]|\bincome\b|\bpoverty\b|\bmonths?\b|\bmost\b|\bsome\b|\bunless\b|\bexcept\b|\bno\b|\bnot\b", re.IGNORECASE
)
"""Words beside which a number may be none of years, or the rule none of all."""


def ages(text: str) -> Ages:
    """The youngest and oldest age in years that a text gives as its only rule of age; None where it gives none.

    Two rules ("55 or over for most programs, 60 for lunch"), amounts and months beside them leave both unsaid.
    """
    rules: list[Ages] = [(int(one[1] or one[3]), int(one[2] or one[4])) for one in _RANGE.finditer(text)]
    rest = _RANGE.sub(" ", text)
    rules += [(_number(one), None) for one in _OVER.finditer(rest)]
    rest = _OVER.sub(" ", rest)
    rules += [(None, _number(one)) for one in _UNDER.finditer(rest)]
    rest = _UNDER.sub(" ", rest)
    rules += [(None, int(one[1]) - 1) for one in _BELOW.finditer(rest)]
    if len(set(rules)) != 1 or _MONEY.search(text):
        return NOT_SAID
    low, high = rules[0]
    sound = 0 <= (low or 0) <= (120 if high is None else high) <= 120
    return (low, high) if sound else NOT_SAID


def _number(found: re.Match[str]) -> int:
    return next(int(group) for group in found.groups() if group)


def age(text: str) -> int | None:
    """A field that holds an age in years ("12", "12.0"), None for anything else."""
    found = re.fullmatch(r"\s*(\d{1,3})(?:\.\d+)?\s*", text)
    return int(found[1]) if found and int(found[1]) <= 120 else None
