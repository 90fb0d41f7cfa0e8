"""Listings to JSON, and back from JSON that this program wrote itself: no checks, only types, because a page reads twenty.

`directory.schemas.load_listing` is the way in for everything else. Fields at their default are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

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
    return json.dumps(_dump(listing), ensure_ascii=False, separators=(",", ":"))


def read_json(text: str) -> Listing:
    """The listing of a text that `dump_json` wrote. Nothing is checked."""
    return read_listing(json.loads(text))


def read_listing(data: Mapping[str, Any]) -> Listing:
    """The listing of what `dump_listing` gave. Nothing is checked."""
    given = dict(data)
    for name, made in data.items():
        if isinstance(made, list):
            given[name] = tuple(_PARTS[name](part) for part in made) if name in _PARTS else tuple(made)
        elif isinstance(made, dict):
            given[name] = _PARTS[name](made)
    return Listing(**given)


def public(listing: Listing) -> Plain:
    """The listing as the API gives it: `id` is its public id, `source_id` the source's.

    The revision and the source's own subject words stay inside. Where the place is hidden nothing leads back to the record at
    its source: neither id nor link nor the key of its group (architecture §4).
    """
    data = _dump(listing)
    data.pop("keywords", None)
    del data["revision"], data["ref"]
    given = {"id": listing.ref, "source_id": listing.id} | {name: value for name, value in data.items() if name != "id"}
    if listing.place is not None and listing.place.visibility == "hidden":
        del given["source_id"]
        given.pop("group", None)
        given["provenance"] = {name: value for name, value in data["provenance"].items() if name != "link"}
    return given


def clock(minutes: int) -> str:
    """Minutes after midnight as "HH:MM"; hours may pass 24."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _dump(value: Any) -> Plain:
    found: Plain = {}
    for name, default in _FIELDS[type(value)]:
        said = getattr(value, name)
        if said != default:
            found[name] = _plain(said)
    if type(value) is Session:
        _say_times(value, found)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if type(value) in _FIELDS:
        return _dump(value)
    return value.isoformat() if isinstance(value, date) else value


def _say_times(session: Session, found: Plain) -> None:
    for name in ("start", "end"):
        if name in found:
            found[name] = clock(found[name])
    if session.days:
        found["days"] = [WEEKDAYS[day] for day in session.days]


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


_FIELDS: dict[type, tuple[tuple[str, Any], ...]] = {
    kind: tuple((field.name, field.default if field.default is not MISSING else MISSING) for field in fields(kind))
    for kind in (Listing, Organization, Address, Point, Place, Phone, Eligibility, Provenance, Session)
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
