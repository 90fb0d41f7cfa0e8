"""Help on wheels: what comes to people is not looked for at the address where it is parked at night."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from directory.listing import fold
from ingest.draft import Draft

MOBILE = "its name says that it is a mobile unit: it comes to people"
_NAMED = re.compile(
    r"\b(?:mobile?|roving)(?! (?:home|phone|app)s?\b) (?:[\w/&]+ ){0,2}?(?:units?|vans?|bus|clinics?|dental|medical|health"
    r"|eye care|pantry|pantries|markets?|kitchens?|food|site)\b"
    r"|\b(?:dental|medical|health|outreach|mobile?) (?:vans?|bus)\b|\bmobile? (?:#|no\. ?)?\d",
    re.IGNORECASE,
)
_STOP = re.compile(r"\b(?:pantry|pantries|markets?|food|kitchens?)\b|@", re.IGNORECASE)
"""What is told for each of its stops: its address is where one goes."""


def roving(draft: Draft, tell: Callable[[str], None]) -> Draft:
    """The draft; of one whose name says that it is a mobile unit, in its mode. Not in the city of Mobile, whose it may be."""
    modes = draft.facets.get("mode", [])
    town = draft.address.city if draft.address is not None else ""
    if "in-person" not in modes or "mobile-unit" in modes or fold(town) == "mobile" or not _NAMED.search(draft.name):
        return draft
    tell(MOBILE)
    kept = modes if _STOP.search(draft.name) else [mode for mode in modes if mode != "in-person"]
    return replace(draft, facets={**draft.facets, "mode": [*kept, "mobile-unit"]})
