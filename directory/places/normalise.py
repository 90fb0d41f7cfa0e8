"""Names of places made comparable: what people type and what the gazetteer holds go through the same functions."""

from __future__ import annotations

import re
from functools import lru_cache

from directory.listing import fold

LONGEST = 200
"""Characters of a typed place that are read; the longest label of the gazetteer is shorter."""
LONGER = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain", "hts": "heights", "spgs": "springs"}
"""Abbreviations in names of places (USPS Publication 28, appendix C, those that mean one thing at the start of a name)."""
COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west", "no": "north", "so": "south"}
"""Expanded at the start of a name only: "N Hollywood"; elsewhere a letter may be a state's."""
NOISE = (("the",), ("city", "of"), ("town", "of"), ("village", "of"), ("borough", "of"), ("county", "of"), ("state", "of"))
"""What may stand before a name without changing which place it is ("county of" is "X County": see `words`)."""

US_ZIP = re.compile(r"^(\d{5})(?:[-\s]?\d{4})?$")
FIRST_ZIP = re.compile(r"^(\d{5})(?:-\d{4})?[\s,]+(.*)$", re.DOTALL)
LAST_ZIP = re.compile(r"(?:^|[\s,])(\d{5})(?:-\d{4})?$")


def words(text: str) -> tuple[str, ...]:
    """The words of a name, folded and with abbreviations written out; none for text without letters or digits."""
    found = fold(text[:LONGEST].replace(".", "" if _initials(text) else " ")).split()
    for noise in NOISE:
        if len(found) > len(noise) and tuple(found[: len(noise)]) == noise:
            found = [*found[len(noise) :], *(["county"] if noise[0] == "county" else [])]
            break
    if len(found) > 1 and found[0] in COMPASS:
        found[0] = COMPASS[found[0]]
    return tuple(LONGER.get(word, word) for word in found)


def squeezed(parts: tuple[str, ...] | str) -> str:
    """What names are looked up by: their words without spaces, so that "Mc Lean" is "McLean" and "sanjose" is found."""
    return "".join(words(parts) if isinstance(parts, str) else parts)


known_key = lru_cache(maxsize=None)(squeezed)
"""`squeezed` with a memory, for the names of the gazetteer while it is built: what people type is never kept."""


def spaced(text: str) -> str:
    """The words of a name with single spaces: what completing compares."""
    return " ".join(words(text))


def postal_key(code: str, country: str) -> str:
    """A postal code as the gazetteer holds it: five digits of a ZIP (zeros that a spreadsheet lost come back), the first
    three characters of a Canadian code and of an Eircode, the outward part of a British one, digits elsewhere; "" if it
    cannot be one."""
    plain = "".join(char for char in code.upper() if char.isascii() and char.isalnum())
    if country == "us":
        match = re.fullmatch(r"(\d{3,5}|\d{5}\d{4})", plain)
        return match[1][:5].zfill(5) if match else ""
    if country == "gb":
        match = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?", plain)
        return match[1] if match else ""
    if country == "ca":
        return plain[:3] if re.fullmatch(r"[A-Z]\d[A-Z](\d[A-Z]\d)?", plain) else ""
    if country == "ie":
        return plain[:3] if re.fullmatch(r"([A-Z]\d{2}|D6W)([A-Z\d]{4})?", plain) else ""
    return plain if re.fullmatch(r"\d{4}", plain) else ""


def _initials(text: str) -> bool:
    return re.search(r"\b[A-Za-z]\.[A-Za-z]\b", text) is not None
