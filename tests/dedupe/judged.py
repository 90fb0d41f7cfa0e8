"""What the rule makes of the judged pairs: their records and all that could come between them, decided as ingest decides.

Pairs of records are judged "same" (a visitor shown both would say: the same help, twice), "different", or "unsure" (the records
do not tell). The labels were written before the rule saw the pairs. The points were set on the tuning pairs; the held-out ones
were drawn and judged afterwards. An unsure pair that the rule merges counts as a false merge.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from directory.listing import Listing, fold
from ingest.dedupe.sketches import sketch
from ingest.draft import Draft
from ingest.pipeline.placing import Places
from tests.dedupe.real import SOURCES, drafts, settle
from tests.dedupe.whole import decide

FILE = Path(__file__).with_name("pairs.csv")


@dataclass(frozen=True, slots=True)
class Pair:
    """A judged pair: the half it belongs to, the two ids, the label and why."""

    half: str
    one: str
    other: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the pairs of a half: `merged`, `asked` and `apart` by label."""

    merged: Counter[str]
    asked: Counter[str]
    apart: Counter[str]

    @property
    def precision(self) -> float:
        """The share of the merges by rule that are right."""
        return self.merged["same"] / self.merged.total()

    @property
    def recall(self) -> float:
        """The share of the pairs that are the same that the rule merges."""
        return self.merged["same"] / sum(one["same"] for one in (self.merged, self.asked, self.apart))


def pairs() -> list[Pair]:
    """Every judged pair."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return [
            Pair(
                row["half"], f"{row['source_a']}:{row['key_a']}", f"{row['source_b']}:{row['key_b']}", row["label"], row["why"]
            )
            for row in csv.DictReader(rows)
        ]


def neighbourhood(folder: Path, places: Places, wanted: set[str]) -> list[Listing]:
    """The listings with these ids and those of all files that share a number, a name or an address with one of them."""
    read = {name: list(drafts(name, folder)) for name in SOURCES}
    near = {trait for name, found in read.items() for one in found if f"{name}:{one.key}" in wanted for trait in _traits(one)}
    return [
        listing
        for name, found in read.items()
        for listing in settle(name, folder, [one for one in found if near & set(_traits(one))], places)
    ]


def _traits(one: Draft) -> Iterator[str]:
    for number in [phone.text for phone in one.phones] + [phone.number for phone in one.ready_phones]:
        yield "p" + re.sub(r"\D", "", number)[-10:]
    yield f"n{fold(one.name)}"
    if one.address is not None and one.address.lines:
        yield f"a{fold(one.address.lines[0])[:12]}|{fold(one.address.city)}"


def measured(listings: Iterable[Listing], judged: Iterable[Pair]) -> dict[str, Found]:
    """What became of the judged pairs, by half."""
    decisions = decide([sketch(one) for one in listings])
    group = {identifier: number for number, members in enumerate(decisions.groups) for identifier in members}
    asked = {frozenset((one.comparison.one, one.comparison.other)) for one in decisions.questions}
    found: dict[str, Found] = {}
    for pair in judged:
        half = found.setdefault(pair.half, Found(Counter(), Counter(), Counter()))
        together = group.get(pair.one, -1) == group.get(pair.other, -2)
        where = half.merged if together else half.asked if frozenset((pair.one, pair.other)) in asked else half.apart
        where[pair.label] += 1
    return found
