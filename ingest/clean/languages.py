"""Languages out of prose.

Only what is said is taken. What is hedged ("Spanish (limited)", "translators upon request") is a reason to ask, so it becomes
`interpreter`: a search for that language keeps the listing as "they do not say" instead of promising or dropping it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from directory.listing import fold
from ingest.clean.text import prose

_LANGUAGES = {
    "en": "english ingles", "es": "spanish espanol castellano", "zh": "chinese mandarin cantonese taiwanese", "fr": "french",
    "ht": "haitian|haitian creole|kreyol|kreyol ayisyen|creole haitian", "pt": "portuguese portugues portugese",
    "ar": "arabic", "ru": "russian", "uk": "ukrainian", "vi": "vietnamese", "ko": "korean", "tl": "tagalog filipino",
    "hi": "hindi",
    "pa": "punjabi", "ur": "urdu", "bn": "bengali bangla", "fa": "farsi persian dari", "so": "somali",
    "sw": "swahili", "am": "amharic", "pl": "polish", "de": "german", "it": "italian",
    "ja": "japanese", "he": "hebrew", "yi": "yiddish",
    "ase": "asl|american sign language|sign language", "sign-other": "quebec sign language|lsq|british sign language|bsl",
    "other": """greek romanian dutch icelandic norwegian thai danish swedish sindhi gujarati finnish hungarian czech slovak
        bulgarian croatian serbian bosnian albanian armenian georgian turkish lithuanian latvian estonian slovenian maltese
        afrikaans nepali burmese karen lao khmer cambodian hmong indonesian malay malayalam tamil telugu tigrinya oromo hausa
        yoruba igbo wolof kinyarwanda pashto kurdish uzbek mongolian samoan tongan marshallese navajo cree
        inuktitut irish welsh""",
}  # fmt: skip
"""Value → names; names of several words are divided by "|". In the United States "sign language" is American Sign Language."""

_NAMES = {
    fold(name): value for value, names in _LANGUAGES.items() for name in (names.split("|") if "|" in names else names.split())
}
_LONGEST = max(len(name.split()) for name in _NAMES)

_HEDGE = re.compile(
    r"\b(limited|some|sometimes|occasion\w*|not always|may be|depend\w*|varies|vary|based on|upon|on request|request|as needed"
    r"|when|if needed|with|by appointment|access to|interpret\w*|intepret\w*|tele\w*|translat\w*|tranlat\w*|language lines?"
    r"|services? (?:is|are)? ?available|accommodations?|arrangements?|arranged"
    r"|(?:any|all|other|additional|more|\d+\+?) (?:other )?languages?|others?|bi-?lingual)\b",
    re.IGNORECASE,
)
_MATERIALS = re.compile(r"\b(web ?site|materials?|publications?|applications? available|written|brochures?)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\bspecial needs\b|^\W*(?:telephone|walk-?ins?)\W*$", re.IGNORECASE)
"""What stands in columns of languages and says nothing of them, although its words would hedge one."""
_EMPTY = re.compile(
    r"^\s*(?:none|n/a|varies|(?:please )?(?:see|call|check)\b.*)$"
    r"|\b(and|is|are|available|only|the|languages?|speaks?|speaking|spoken|also|staff|of|in|or)\b|[^\w]|\d",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;.\n/&*]|\band\b", re.IGNORECASE)
_SPELLED = re.compile(r"\bA\. ?S\. ?L\b\.?")
_LABEL = re.compile(r"^[^\n:]{0,40}:", re.MULTILINE)
"""What stands before a colon: "Group counseling: English"."""


@dataclass(frozen=True, slots=True)
class Said:
    """Declared values in the order they were said, and the words nobody could read."""

    values: tuple[str, ...]
    unread: tuple[str, ...] = ()


def languages(text: str, also: Mapping[str, str] | None = None) -> Said:
    """The languages a text names, `interpreter` for hedged ones; `also` gives local names ("creole" is ht in Miami)."""
    names = _NAMES | {fold(name): value for name, value in (also or {}).items()}
    values: dict[str, None] = {}
    unread = []
    for piece in _PARTS.split(_SPELLED.sub("ASL,", _LABEL.sub("", prose(text)))):
        if piece.strip():
            named = _named(piece, names)
            if _MATERIALS.search(piece):
                continue
            if _HEDGE.search(piece) and not _ASIDE.search(piece):
                values["interpreter"] = None
            elif named:
                values.update(dict.fromkeys(named))
            elif _EMPTY.sub("", piece):
                unread.append(piece.strip())
    return Said(tuple(values), tuple(unread))


def _named(piece: str, names: Mapping[str, str]) -> list[str]:
    words, found, n = fold(piece).split(), [], 0
    while n < len(words):
        for size in range(min(_LONGEST, len(words) - n), 0, -1):
            value = names.get(" ".join(words[n : n + size]))
            if value:
                found.append(value)
                n += size - 1
                break
        n += 1
    return found
