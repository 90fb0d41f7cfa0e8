"""What a search for a place gives."""

from __future__ import annotations

from dataclasses import dataclass

from directory.query import Near


@dataclass(frozen=True, slots=True)
class Found:
    """The places of a name, best first; `ambiguous`: none of them is clearly meant; `suggestions`: labels of places that look
    like it, only when there is none."""

    places: tuple[Near, ...] = ()
    ambiguous: bool = False
    suggestions: tuple[str, ...] = ()
