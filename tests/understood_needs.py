"""A hundred and twenty needs in people's words, with what they should be read as, written down before they were read.

Each asks for facet=value pairs, `|` between those of which any is enough and `?` before those that may also filter; a category
ending in * stands for all below it; `crisis=` is a full card. A text is right when all that it asks for was read, what narrows
(language, cost, access, …) as a filter, and nothing else filters or raises a card, but for what a kind of help that was read
implies anyway (a forum is on the web). `part` is by lot: the mechanisms were
worked on with the open half, the closed half only tells how far that carries.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from directory.language.understood import Understood
from directory.taxonomy import categories

HERE = Path(__file__).resolve().parent
RAISING = frozenset({"category", "topic", "audience"})
"""Kinds for which it is enough that they raise."""


@dataclass(frozen=True, slots=True)
class Case:
    """One need: its kind, whether it was set aside, the words, and what they should be read as."""

    need: str
    closed: bool
    text: str
    asks: tuple[tuple[str, ...], ...]
    allowed: tuple[str, ...]


def cases(name: str = "understood_needs") -> Iterator[Case]:
    """Every case of a file; `understood_people` has them by the people who say them."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parts = row["understood"].split()
            asks = tuple(tuple(part.split("|")) for part in parts if not part.startswith("?"))
            allowed = tuple(part[1:] for part in parts if part.startswith("?"))
            yield Case(row.get("need") or row["lang"], row.get("part") == "closed", row["text"], asks, allowed)


def faults(case: Case, found: Understood) -> list[str]:
    """What is missing and what was not meant, in words; empty when the text was read right."""
    filters = {f"crisis={value}" for value in found.crisis.exact}
    read = set(filters)
    for one in found.readings:
        pairs = {f"{one.kind}={'not:' if one.excluded else ''}{value}" for value in one.values}
        if one.filters and one.kind != "near":
            filters |= pairs
        if one.filters or (one.kind in RAISING and not one.excluded):
            read |= pairs
    kinds = [pair.removeprefix("category=") for pair in filters if pair.startswith("category=")]
    filters -= {f"{facet}={value}" for kind in kinds if kind in categories() for facet, value in categories()[kind].implies}
    missing = [f"missing {'|'.join(ask)}" for ask in case.asks if not _any(ask, read)]
    meant = [pair for ask in case.asks for pair in ask] + list(case.allowed)
    return missing + [f"not meant {pair}" for pair in sorted(filters) if not any(_like(one, pair) for one in meant)]


def _any(ask: Iterable[str], read: Iterable[str]) -> bool:
    read = list(read)
    return any(_like(one, pair) for one in ask for pair in read)


def _like(meant: str, pair: str) -> bool:
    return pair.startswith(meant[:-1]) if meant.endswith("*") else pair == meant
