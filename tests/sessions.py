"""Sessions in a few words, and what is said of them without the spaces that hold a line together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from directory.schedule import Session

MIAMI = "America/New_York"
EVERY = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS = (0, 1, 2, 3, 4)


def weekly(*days: int, at: tuple[float, float] = (9, 17), **more: Any) -> Session:
    """Every week on these days, from hour to hour."""
    made = Session(freq="weekly", days=days, start=round(at[0] * 60), end=round(at[1] * 60), zone=MIAMI)
    return replace(made, **more)


def plain(text: str) -> str:
    """The text with plain spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
