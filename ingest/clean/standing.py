"""What a name says of whether its help is still there: directories write it there so that nobody deletes the row.

Only what stands beside the name counts ("Old Pantry - CLOSED", "(permanently closed)"): a "Closed Door Ministry" is none. The
meetings of a fellowship are not to be asked: "(closed)" says there who may come.
"""

from __future__ import annotations

import re
from typing import Literal

Standing = Literal["", "gone", "paused"]

_GONE = re.compile(
    r"(?:[-–—:,;*|/]\s*|[(\[]\s*)(?:now |is )?(?:closed|cerrad[oa])(?: (?:as of|since|on|in|effective|desde))?[\s\d/.-]*\W*$"
    r"|\b(?:permanently closed|closed (?:permanently|down|for good)|cerrad[oa] (?:permanentemente|definitivamente))\b"
    r"|\bno longer (?:operating|operational|in operation|in business|open|offered|available|exists?)\b|\bout of business\b"
    r"|\bya no (?:opera|existe|funciona)\b"
    r"|(?-i:\s(?:CLOSED|CERRAD[OA])\W*$|^\W*(?:CLOSED|CERRAD[OA])\s*[-–—:*)\]])",
    re.IGNORECASE,
)
_PAUSED = re.compile(
    r"\b(?:temporarily closed|closed (?:temporarily|until|for (?:the )?(?:season|winter|summer|repairs?|renovations?))"
    r"|cerrad[oa] (?:temporalmente|hasta|por (?:reformas|obras|vacaciones))|(?:temporarily|currently) suspended)\b",
    re.IGNORECASE,
)


def standing(name: str) -> Standing:
    """Whether a name says that its help is gone, or paused for a time."""
    return "paused" if _PAUSED.search(name) else "gone" if _GONE.search(name) else ""
