"""Lines to call when it is urgent: the help strip, the crisis card and the page of help lines.

`data/seed/helplines.json` says which line belongs to which situation and country; what a line is, its numbers and hours stand
once, in the seed's listings. Read from files alone, so that help lines are there when the index is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from directory.errors import SettingsError
from directory.listing import Listing, ref_of
from directory.schemas_trusted import read_listing
from directory.taxonomy import SEED

SOURCE = "seed"
"""The name of the source that the lines' listings belong to: `seed:us-988-lifeline`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """A number for immediate danger; no labels: it answers for everything."""

    number: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Something that happens to people, and the lines for it by country, the one to offer first in front.

    `card`: it has a crisis card. `crisis` are the values of the need words and `filters` the "facet:value" that raise it;
    for a `crisis` value in `emergency_for` the emergency number is named with the lines, with `emergency_first` before them.
    `watched`: somebody may look at the person's screen, so that the card tells how to leave and what stays behind.
    `other_for` are the values of a crisis of somebody else, whose card is headed by `other_labels`; `other`: it is that card.
    """

    key: str
    labels: Mapping[str, str]
    lines: Mapping[str, tuple[Listing, ...]]
    card: bool = False
    emergency_first: bool = False
    watched: bool = False
    emergency_for: frozenset[str] = frozenset()
    crisis: frozenset[str] = frozenset()
    filters: frozenset[str] = frozenset()
    other_labels: Mapping[str, str] = field(default_factory=dict)
    other_for: frozenset[str] = frozenset()
    other: bool = False

    def of(self, crisis: frozenset[str]) -> Situation:
        """The situation as it is for who asks: of somebody else when nothing was heard of the person's own crisis."""
        heard = self.crisis & crisis
        return replace(self, labels=self.other_labels, other=True) if heard and heard <= self.other_for else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Helplines:
    """All of it. Keys of countries are ISO 3166-1 alpha-2 in capitals; situations stand in order of urgency."""

    emergency: Mapping[str, tuple[Emergency, ...]]
    strip: Mapping[str, Listing]
    situations: tuple[Situation, ...]

    def card(self, crisis: Iterable[str], filters: Iterable[str] = ()) -> Situation | None:
        """The most urgent situation that a crisis value of the words or a chosen "facet:value" points to (pages §3)."""
        return next(iter(self.cards(crisis, filters)), None)

    def cards(self, crisis: Iterable[str], filters: Iterable[str] = ()) -> tuple[Situation, ...]:
        """Every such situation, the most urgent first."""
        words, chosen = frozenset(crisis), frozenset(filters)
        return tuple(one.of(words) for one in self.situations if one.card and (one.crisis & words or one.filters & chosen))

    def country(self, codes: Iterable[str], home: str) -> str:
        """The country among a place's area codes where it has a line for everybody, else `home`."""
        return next((code.upper() for code in codes if code.upper() in self.strip), home)

    def page(self, country: str) -> tuple[tuple[Situation, tuple[Listing, ...]], ...]:
        """The situations for which the country has a line, with those lines."""
        return tuple((one, one.lines[country]) for one in self.situations if country in one.lines)


@cache
def helplines(folder: Path = SEED) -> Helplines:
    """The help lines of a folder of data. Raises SettingsError when a file is missing or names an unknown listing."""
    try:
        table = json.loads((folder / "helplines.json").read_text(encoding="utf-8"))
        known = _listings(folder / "listings")
        return Helplines(
            emergency={country: tuple(map(_emergency, numbers)) for country, numbers in table["emergency"].items()},
            strip={country: known[key] for country, key in table["strip"].items()},
            situations=tuple(_situation(one, known) for one in table["situations"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SettingsError(f"helplines.json cannot be used: {fault!r}") from fault


def _emergency(said: Mapping[str, Any]) -> Emergency:
    return Emergency(number=said["number"], labels=said.get("labels", {}))


def _situation(said: Mapping[str, Any], known: Mapping[str, Listing]) -> Situation:
    return Situation(
        key=said["key"],
        labels=said["labels"],
        lines={country: tuple(known[key] for key in keys) for country, keys in said["lines"].items()},
        card=said.get("card", False),
        emergency_first=said.get("emergency_first", False),
        watched=said.get("watched", False),
        emergency_for=frozenset(said.get("emergency_for", ())),
        crisis=frozenset(said.get("crisis", ())),
        filters=frozenset(said.get("filters", ())),
        other_labels=said.get("other_labels", {}),
        other_for=frozenset(said.get("other_for", ())),
    )


def _listings(folder: Path) -> dict[str, Listing]:
    """The lines and organisations of the seed by their key, with what is computed filled in."""
    files = [*sorted(folder.glob("helplines-*.json")), *sorted(folder.glob("organisations-*.json"))]
    entries = [entry for file in files for entry in json.loads(file.read_text(encoding="utf-8"))]
    return {entry["id"]: _listing(entry) for entry in entries}


def _listing(entry: Mapping[str, Any]) -> Listing:
    identifier = f"{SOURCE}:{entry['id']}"
    computed = {"id": identifier, "ref": ref_of(identifier), "revision": 0}
    return read_listing(dict(entry) | computed | {"provenance": entry["provenance"] | {"source": SOURCE}})
