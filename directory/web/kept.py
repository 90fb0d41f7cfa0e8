"""What was worked out for a page lately and would come out the same again: kept, because the next page needs most of it.

Nothing here depends on who asks. It is kept by the listing as an object (the engines hand out the one they read until the
index changes), so that a changed listing is another one, and looking it up compares nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, TypeVarTuple

MOST = 8000
"""Values kept of one kind, about 2 kB each, before all are forgotten: as many as the engines keep listings."""

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Kept:
    """Values by the object they were worked out from and what else they depend on; safe for several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: dict[tuple[int, Hashable], tuple[object, Any]] = {}

    def get(self, of: object, also: Hashable, work: Callable[[*Ts], T], *given: *Ts) -> T:
        """What `work` gives for what is given, called unless it was before for this very object and an equal `also`."""
        key = (id(of), also)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= self._most:
                self._found.clear()
            found = self._found[key] = (of, work(*given))  # holds the object, whose id is its own only while it lives
        value: T = found[1]
        return value


class Memory:
    """What the pages of a site keep, by kind: each has its own room, so that what comes often does not push out the rest."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kept] = {}

    def of(self, kind: str) -> Kept:
        """What is kept of one kind."""
        found = self._kinds.get(kind)
        return self._kinds.setdefault(kind, Kept()) if found is None else found
