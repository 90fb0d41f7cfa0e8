"""Marks by which publishers say that a record is not for the public; no standard has them, many feeds do ("IsPrivate")."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import lru_cache
from typing import Any

MARKED = "its source marks it as not for the public"
_PRIVATE = re.compile(
    r"(?:is|address|phone|location|site)*(?:private|confidential|hidden|secret|undisclosed)(?:flag|address|phone|location)*"
    r"|excludefrom(?:website|directory)",
)
_PUBLIC = re.compile(r"(?:is)?public(?:flag)?|(?:isavailable|available)for(?:directory|website)|showonweb(?:site)?")
_NO = frozenset({"false", "f", "no", "n", "0", "0.0"})
_NOTHING = frozenset({"", "-", "none", "null", "nan", "n/a", "na", "public", "[]", "{}"})


@lru_cache(maxsize=10_000)
def private_flag(name: str) -> bool:
    """Whether a column or key marks records as private or public."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    return bool(_PRIVATE.fullmatch(plain) or _PUBLIC.fullmatch(plain))


def flagged(name: str, value: object) -> bool:
    """Whether a mark says that its record is not for the public: by every word but those for no ("1.0", "x", "restricted")."""
    said = str(value).strip().lower()
    if _PUBLIC.fullmatch(re.sub(r"[^a-z]", "", name.lower())):
        return said in _NO
    return said not in _NO | _NOTHING


def marked(values: Mapping[str, Any], known: Container[str], above: str = "") -> bool:
    """Whether a mark that nobody reads says that a record, or a part of it, is not for the public; `known` are dotted names."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            if marked(value, known, f"{above}{name}."):
                return True
        elif f"{above}{name}" not in known and private_flag(name) and flagged(name, value):
            return True
    return False
