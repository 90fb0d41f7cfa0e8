"""Listings to JSON, and back from JSON that this program wrote itself: no checks, only types, because a page reads twenty.

`directory.schemas.load_listing` is the way in for everything else. Fields at their default are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import orjson

from directory.geo import Point
from directory.listing import Address, Eligibility, Listing, Organization, Phone, Place, Provenance
from directory.schedule import Session
from directory.schemas_fields import WEEKDAYS

Plain = dict[str, Any]


def dump_listing(listing: Listing) -> Plain:
    """The listing as JSON values under the names of its fields."""
    return _dump(listing)


def dump_json(listing: Listing) -> str:
    """The listing as compact JSON text, as `read_json` takes it."""
    return orjson.dumps(_dump(listing)).decode()


def read_json(text: str) -> Listing:
    """The listing of a text that `dump_json` wrote. Nothing is checked."""
    return read_listing(orjson.loads(text))


def read_listing(data: Mapping[str, Any]) -> Listing:
    """The listing of what `dump_listing` gave. Nothing is checked."""
    given = dict(data)
    for name, made in data.items():
        if isinstance(made, list):
            given[name] = tuple(_PARTS[name](part) for part in made) if name in _PARTS else tuple(made)
        elif isinstance(made, dict):
            given[name] = _PARTS[name](made)
    if "ends_on" in data:
        given["ends_on"] = date.fromisoformat(data["ends_on"])
    return Listing(**given)


def public(listing: Listing) -> Plain:
    """The listing as the API gives it: `id` is its public id, `source_id` the source's.

    The revision and the source's own subject words stay inside. Where the place is protected nothing leads back to a record
    at its source, which after a merge may be one that tells the address: neither id nor link nor the key of its group
    (architecture §4).
    """
    data = _dump(listing)
    data.pop("keywords", None)
    del data["revision"], data["ref"]
    given = {"id": listing.ref, "source_id": listing.id} | {name: value for name, value in data.items() if name != "id"}
    if listing.place is not None and listing.place.visibility != "public":
        del given["source_id"]
        given.pop("group", None)
        given["provenance"] = {name: value for name, value in data["provenance"].items() if name != "link"}
    return given


def clock(minutes: int) -> str:
    """Minutes after midnight as "HH:MM"; hours may pass 24."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _dump(value: Any) -> Plain:
    fields_of = _WRITERS[type(value)]
    return {
        name: said if write is None else write(said)
        for (name, default, write), said in zip(fields_of.columns, fields_of.get(value), strict=True)
        if said is not default and said != default  # most are the very default
    }


def _dump_all(values: tuple[Any, ...]) -> list[Plain]:
    return [_dump(value) for value in values]


def _dates(values: tuple[date, ...]) -> list[str]:
    return [value.isoformat() for value in values]


def _weekdays(days: tuple[int, ...]) -> list[str]:
    return [WEEKDAYS[day] for day in days]


Write = Callable[[Any], Any]


class _Writers(NamedTuple):
    """How a kind of value is written: all fields at once by `get`, then name, default and writer of each."""

    get: Callable[[Any], tuple[Any, ...]]
    columns: tuple[tuple[str, Any, Write | None], ...]


def _writer(hint: Any) -> Write | None:
    """What turns a value of a type into JSON; None where it is JSON already. Made once, at import."""
    said = get_args(hint)
    if get_origin(hint) is tuple:
        member = _writer(said[0])
        return _dump_all if member is _dump else _dates if member is date.isoformat else list
    if NoneType in said:
        return _optional(next(_writer(one) for one in said if one is not NoneType))
    if is_dataclass(hint):
        return _dump
    return date.isoformat if hint is date else None


def _optional(write: Write | None) -> Write | None:
    return write and (lambda said: None if said is None else write(said))


def _writers(kind: type) -> _Writers:
    hints, special = get_type_hints(kind), _TOLD_OTHERWISE if kind is Session else {}
    columns = tuple((one.name, one.default, special.get(one.name) or _writer(hints[one.name])) for one in fields(kind))
    return _Writers(attrgetter(*(name for name, _, _ in columns)), columns)


def _read_place(data: Plain) -> Place:
    given = dict(data)
    if "address" in data:
        address = dict(data["address"])
        address["lines"] = tuple(address.get("lines", ()))
        given["address"] = Address(**address)
    if "point" in data:
        given["point"] = Point(**data["point"])
    if "codes" in data:
        given["codes"] = tuple(data["codes"])
    return Place(**given)


def _read_phone(data: Plain) -> Phone:
    return Phone(**(data | {"languages": tuple(data["languages"])} if "languages" in data else data))


def _read_provenance(data: Plain) -> Provenance:
    given: Plain = {name: date.fromisoformat(said) if name.endswith("_on") else said for name, said in data.items()}
    return Provenance(**given)


def _read_session(data: Plain) -> Session:
    return Session(**{name: _TIMES[name](said) if name in _TIMES else said for name, said in data.items()})


def _minutes(text: str) -> int:
    return int(text[:-3]) * 60 + int(text[-2:])


_TOLD_OTHERWISE: dict[str, Write] = {"days": _weekdays, "start": clock, "end": clock}
_WRITERS = {
    kind: _writers(kind) for kind in (Listing, Organization, Address, Point, Place, Phone, Eligibility, Provenance, Session)
}
_TIMES: dict[str, Callable[[Any], Any]] = {
    "days": lambda said: tuple(WEEKDAYS.index(day) for day in said),
    "ordinals": tuple,
    "month_days": tuple,
    "start": _minutes,
    "end": _minutes,
    "valid_from": date.fromisoformat,
    "valid_to": date.fromisoformat,
    "except_dates": lambda said: tuple(map(date.fromisoformat, said)),
}
_PARTS: dict[str, Callable[[Any], Any]] = {
    "organization": lambda data: Organization(**data),
    "eligibility": lambda data: Eligibility(**data),
    "place": _read_place,
    "sessions": _read_session,
    "phones": _read_phone,
    "provenance": _read_provenance,
}
