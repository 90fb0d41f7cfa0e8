"""Sketches as bytes and back, so that they can wait in a file instead of in memory."""

from __future__ import annotations

from array import array
from operator import attrgetter
from sys import intern
from typing import Any

import orjson

from directory.geo import Point
from ingest.dedupe.sketches import Phones, Sketch
from ingest.dedupe.streets import Street


def packed(one: Sketch) -> bytes:
    """The JSON of a sketch: its fields in their order."""
    return orjson.dumps(_FIELDS(one), default=_plain, option=orjson.OPT_PASSTHROUGH_DATACLASS)


_FIELDS = attrgetter(*Sketch.__slots__)


def _plain(value: Any) -> Any:
    """What JSON has for a value of a kind that it does not know itself."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, array):
        return value.tolist()
    if isinstance(value, Street):
        return value.house, value.words, sorted(value.unit)
    if isinstance(value, Phones):
        return value.numbers, value.short
    if isinstance(value, Point):
        return value.lat, value.lon
    raise TypeError(f"a sketch has no {type(value).__name__}")


def unpacked(body: bytes) -> Sketch:
    """The sketch of what `packed` gave."""
    values = orjson.loads(body)
    for place, read in _READERS:
        values[place] = read(values[place])
    return Sketch(*values)


def _words(said: list[str]) -> tuple[str, ...]:
    return tuple(map(intern, said))


def _phones(said: list[Any]) -> Phones:
    return Phones(tuple((number, extension) for number, extension in said[0]), tuple(said[1]))


_SPECIAL: dict[str, Any] = {
    "name": _words,
    "body": _words,
    "proper": _words,
    "owner": intern,
    "street": lambda said: Street(said[0], tuple(said[1]), frozenset(said[2])),
    "point": lambda said: said and Point(*said),
    "phones": _phones,
    "text": lambda said: array("I", said),
    "held": lambda said: frozenset((day, minute) for day, minute in said),
}
_SETS = frozenset({"at", "also", "areas", "kind", "categories", "marks", "units", "suites"})
_READERS = tuple(
    (place, _SPECIAL.get(name, frozenset)) for place, name in enumerate(Sketch.__slots__) if name in _SPECIAL or name in _SETS
)
