"""A pair of listings, field by field: what agrees, what differs, what nobody knows.

The points of each field were set on the tuning half of the judged pairs (tests/dedupe/pairs.csv); they are sums of evidence,
not probabilities. `SAME` and `MAYBE` of `deciding` are thresholds on their sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.dedupe.naming import Naming, naming
from ingest.dedupe.placing import Standing, placing
from ingest.dedupe.sketches import Phones, Sketch

Says = Literal["agrees", "differs", "unknown"]

NAMES = {
    "exact": 3.0,
    "equal": 3.0,
    "longer": 2.6,
    "alike": 1.4,
    "placed": 0.4,
    "more": 0.0,
    "part": -0.5,
    "other": -2.5,
    "apart": -2.5,
}
PLACES = {"same": 3.0, "near": 1.2, "mistyped": 0.5, "town": 0.5, "unknown": 0.0, "other": -5.0, "none": 0.0}
TELLING_TEXT = 8
"""Word pairs from which a text says more than what the name says ("Food service organization: …")."""
TEXTS_AGREE, TEXTS_DIFFER = 0.45, 0.2
"""Share of the marks of two texts from which, and up to which, they say the same."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a field says about a pair: `points` for (or against) one help, `how` in a few words without the facts themselves."""

    name: str
    says: Says
    points: float
    how: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair compared; `names` and `place` say how these stand to each other."""

    one: str
    other: str
    fields: tuple[Field, ...]
    names: Naming
    place: Standing

    @property
    def score(self) -> float:
        """The sum of the points."""
        return sum(field.points for field in self.fields)

    def says(self, name: str) -> Says:
        """What a field says."""
        return next((field.says for field in self.fields if field.name == name), "unknown")


def compare(one: Sketch, other: Sketch) -> Comparison:
    """Two listings compared field by field."""
    place = placing(one, other)
    names = naming(one, other)
    fields = tuple(_fields(one, other, names, place))
    return Comparison(one.id, other.id, fields, names, place)


def _fields(one: Sketch, other: Sketch, names: Naming, place: Standing) -> Iterator[Field]:
    phones = _phone(one, other)
    yield _name(names, phones)
    yield _place(place)
    yield _unit(one, other, place)
    yield phones
    yield _web(one, other)
    if one.email and other.email:
        same = one.email == other.email
        yield Field("email", "agrees" if same else "differs", 1.0 if same else -0.2, "the same" if same else "another")
    if one.source == other.source and one.owner == other.owner:
        yield Field("organization", "agrees", 0.4, "the same in one source")
    yield _kind(one, other)
    yield _text(one, other)


_NAMED = {
    "exact": "the same",
    "equal": "the same but for general words",
    "placed": "both named for where they are",
    "apart": "no word of its own in common",
}
_PLACED = {
    "same": "the same", "near": "nearly the same", "mistyped": "the same street, a slip in the house number",
    "town": "the same town, no street of either", "other": "another", "none": "no place to go to",
    "unknown": "not known of both",
}  # fmt: skip


def _name(names: Naming, phones: Field) -> Field:
    sides = (("one has", names.mine), ("the other has", names.yours))
    how = _NAMED.get(names.relation) or ", ".join(f"{side} {' '.join(words)!r}" for side, words in sides if words)
    says: Says = "agrees" if names.relation in {"exact", "equal", "longer", "alike", "placed"} else "differs"
    # Where the phones differ, a word that any name may lack may still tell two apart ("Desert Mission", "… Health Center").
    loose = names.relation == "equal" and phones.says == "differs"
    return Field("name", says, NAMES["alike" if loose else names.relation], how)


def _place(place: Standing) -> Field:
    agrees, differs = place in {"same", "near", "town"}, place in {"other", "mistyped"}
    return Field("place", "agrees" if agrees else "differs" if differs else "unknown", PLACES[place], _PLACED[place])


def _unit(one: Sketch, other: Sketch, place: Standing) -> Field:
    mine, yours = one.units | one.suites, other.units | other.suites
    if place != "same" or not mine or not yours:
        return Field("unit", "unknown", 0.0, "not told of both")
    same = bool(mine & yours)
    return Field(
        "unit", "agrees" if same else "differs", 0.3 if same else -1.0, "the same" if same else "another room or building"
    )


def _phone(one: Sketch, other: Sketch) -> Field:
    mine, yours = one.phones, other.phones
    shared = {number for number, _ in mine.numbers} & {number for number, _ in yours.numbers}
    if shared:
        if any(_one_line(mine, yours, number) for number in shared):
            return Field("phones", "agrees", 2.0, "a number in common")
        return Field("phones", "agrees", 0.6, "a number in common, other extensions")
    if set(mine.short) & set(yours.short):
        return Field("phones", "agrees", 0.8, "a short code in common")
    if mine.numbers and yours.numbers:
        return Field("phones", "differs", -0.6, "no number in common")
    return Field("phones", "unknown", 0.0, "not told of both")


def _one_line(mine: Phones, yours: Phones, number: str) -> bool:
    """Whether a number in common leads to one desk: by the same extension, or by none on one side."""
    here, there = ({extension for one, extension in side.numbers if one == number} for side in (mine, yours))
    return bool(here & there) or "" in here | there


def _web(one: Sketch, other: Sketch) -> Field:
    if not one.host or not other.host:
        return Field("url", "unknown", 0.0, "not told of both")
    if one.host != other.host:
        return Field("url", "differs", -0.2, "another site")
    if one.path == other.path:
        return Field("url", "agrees", 1.0 if one.path else 0.7, "the same page")
    return Field("url", "agrees", 0.5, "the same site")


def _kind(one: Sketch, other: Sketch) -> Field:
    if not one.kind or not other.kind:
        return Field("categories", "unknown", 0.0, "not told of both")
    if one.categories & other.categories:
        return Field("categories", "agrees", 0.5, "a kind of help in common")
    if one.kind & other.kind:
        return Field("categories", "agrees", 0.2, "near kinds of help")
    return Field("categories", "differs", 0.0, "other kinds of help")


def _text(one: Sketch, other: Sketch) -> Field:
    if not told(one, other):
        return Field("description", "unknown", 0.0, "not told of both")
    share = likeness(one, other)
    if share >= TEXTS_AGREE:
        return Field("description", "agrees", 1.0, "nearly the same words")
    if one.source == other.source and share <= TEXTS_DIFFER:
        return Field("description", "differs", -1.0, "other words in one source")
    return Field("description", "unknown", 0.0, "other words")


def likeness(one: Sketch, other: Sketch) -> float:
    """The estimated share, 0 to 1, of two texts in each other."""
    mine, yours = set(one.text), set(other.text)
    smallest = sorted(mine | yours)[: max(len(mine), len(yours))]
    return sum(mark in mine and mark in yours for mark in smallest) / len(smallest) if smallest else 0.0


def told(one: Sketch, other: Sketch) -> bool:
    """Whether both texts are long enough to tell two helps apart."""
    return min(len(one.text), len(other.text)) >= TELLING_TEXT
