"""Marks by which publishers say that a record is not for the public; no standard has them, many feeds do ("IsPrivate")."""

from __future__ import annotations

import re

_PRIVATE = re.compile(
    r"(?:is|address|phone|location|site)*(?:private|confidential|hidden|secret|undisclosed)(?:flag|address|phone|location)*"
    r"|excludefrom(?:website|directory)",
)
_PUBLIC = re.compile(r"(?:is)?public(?:flag)?|(?:isavailable|available)for(?:directory|website)|showonweb(?:site)?")
_YES = frozenset({"true", "t", "yes", "y", "1", "private", "confidential", "hidden", "-1"})
_NO = frozenset({"false", "f", "no", "n", "0"})


def private_flag(name: str) -> bool:
    """Whether a column or key marks records as private or public."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    return bool(_PRIVATE.fullmatch(plain) or _PUBLIC.fullmatch(plain))


def flagged(name: str, value: object) -> bool:
    """Whether a mark says that its record is not for the public."""
    said = str(value).strip().lower()
    if _PUBLIC.fullmatch(re.sub(r"[^a-z]", "", name.lower())):
        return said in _NO
    return said in _YES
