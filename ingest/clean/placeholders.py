"""What stands in a field for nothing: "N/A", "TBD", "UNKNOWN", "Address not available", "http://"."""

from __future__ import annotations

import re

from ingest.clean.text import prose

_WORDS = (
    r"(?:n\W?a|n\.a\.|none|nil|null|nan|undefined|tb[acd]|to be (?:announced|confirmed|determined)|unknown|unspecified"
    r"|unavailable|not (?:available|applicable|specified|provided|given|known|stated|listed|found)"
    r"|(?:see|check) (?:web ?site|above|below)|no (?:data|information|address|phone|e-?mail|website)|#n/a|-1|\?+|-+|\.+|_+"
    r"|x{2,}|https?:/*(?:www\.?)?|www\.?|mailto:|0+|desconocido|ninguno|no disponible|sin datos)"
)
_OF = (
    r"(?:(?:the|street|full|specific|exact|mailing|physical)\s+)*(?:address|street|city|town|state|zip ?code|zip"
    r"|postal(?: code)?|phone(?: number)?|e-?mail|website|location|name|county|country)"
)
_ONE = rf"(?:{_OF}[\s:]+)?{_WORDS}(?:\s+{_OF})?"
_ALL = re.compile(rf"{_ONE}(?:[\s,:;-]+{_ONE})*", re.IGNORECASE)
_FORM = re.compile(rf"(?:location\s+)?{_OF}(?:\s*,\s*(?:location\s+)?{_OF})*(?:[\s,]+0+)?", re.IGNORECASE)
_TAIL = re.compile(rf"(?:^|\s+){_ONE}$", re.IGNORECASE)
STATE = 2
"""Letters of a part that is no address by itself: "CO UNKNOWN" says a state and nothing else."""


def placeholder(text: str) -> bool:
    """Whether a text, as a whole, stands for nothing: such words, also behind or before what they are of."""
    bare = " ".join(text.split()).strip(" ,;:()[]'\"")
    return not bare or bool(_ALL.fullmatch(bare))


def template(text: str) -> bool:
    """Whether a part of an address is only what a form calls it ("Location Address", "City", "State"), left as it was."""
    bare = " ".join(text.split()).strip(" ,;:()[]'\"")
    return bool(_FORM.fullmatch(bare))


def said(text: str) -> str:
    """The cleaned text, empty where it is a placeholder or, between commas, nothing but placeholders and a state."""
    plain = prose(text)
    if placeholder(plain):
        return ""
    parts = [part.strip() for part in plain.split(",")]
    told = any(not placeholder(part) and len(_TAIL.sub("", part).strip()) > STATE for part in parts)
    return plain if told or len(parts) == 1 else ""
