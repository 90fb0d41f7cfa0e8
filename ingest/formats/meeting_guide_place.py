"""Where and how a meeting is held: its address, and whether it is in person, online or both.

Online or not (field study: people ask for it to be right before anything else):
  - `attendance_option` decides where it stands: in_person, online, hybrid, inactive;
  - else type TC (place closed) leaves the online meeting where there is one, and closes the meeting where there is none;
  - else a meeting with a room or a number to dial, with type ONL, or called online is online; it is held in person as well
    when it has a street and nothing calls it online, or when it is called hybrid or active;
  - else it is held in person.
An online meeting has no place: the address such a record has is an office, a town's middle or a closed hall.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from directory.listing import Address, fold
from ingest.clean.addresses import country_code
from ingest.clean.text import line

_US = re.compile(r"([A-Za-z]{2})\.?\s+(\d{5}(?:-\d{4})?)")
_CANADA = re.compile(r"(?:([A-Za-z]{2}|[A-Za-z .]{4,})\s+)?([A-Za-z]\d[A-Za-z]\s*\d[A-Za-z]\d)")
_POSTAL = re.compile(r"\d{5}(?:-\d{4})?|[A-Za-z]\d[A-Za-z]\s*\d[A-Za-z]\d|[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a record says of how its meeting is held."""

    option: str  # attendance_option
    place_closed: bool  # type TC
    online_type: bool  # type ONL
    room: bool
    dial: bool
    called_online: bool
    called_hybrid: bool
    street: bool
    no_place: bool  # the place's name or address stands for none
    suspended: bool  # its name or notes say so


@dataclass(frozen=True, slots=True)
class Held:
    """How a meeting is held. `running` is False for one that is suspended, or has lost its place and has no other."""

    in_person: bool
    online: bool
    running: bool = True


def held(signs: Signs) -> Held:
    """How the meeting is held; see the module."""
    online = signs.room or signs.dial or signs.online_type or signs.called_online
    if signs.suspended or signs.option == "inactive":
        return replace(_by_words(signs, online), running=False)
    if signs.option in {"online", "hybrid", "in_person"}:
        if signs.option == "in_person":
            return Held(True, False, running=not signs.place_closed)
        return Held(signs.option == "hybrid" and not signs.place_closed, True)
    if signs.place_closed:
        return Held(False, True) if online else Held(True, False, running=False)
    return _by_words(signs, online)


def _by_words(signs: Signs, online: bool) -> Held:
    if not online:
        return Held(True, False)
    placed = signs.street and not signs.no_place
    return Held(placed and (signs.called_hybrid or not signs.called_online), True)


def address(fields: dict[str, str]) -> Address:
    """The address of a record: its parts where it has them, else its one line taken apart from the end."""
    whole = fields["formatted_address"] or (fields["address"] if not fields["city"] else "")
    found = _taken_apart(whole) if whole else Address(lines=(line(fields["address"]),) if fields["address"] else ())
    return replace(
        found,
        city=line(fields["city"]) or found.city,
        region=line(fields["state"]) or found.region,
        postal_code=line(fields["postal_code"]) or found.postal_code,
        country=country_code(fields["country"]) or found.country,
    )


def _taken_apart(text: str) -> Address:
    """ "36 Court St, Westfield, MA 01085, USA" from its end: country, postal code, region, town, street."""
    parts = [part for raw in text.split(",") if (part := line(raw))]
    country = country_code(parts[-1]) if parts and (len(parts[-1]) > 2 or parts[-1].upper() == "US") else ""
    if country:
        parts.pop()
    region = postal = ""
    if parts and _POSTAL.fullmatch(parts[-1]):
        postal = parts.pop()
        region = parts.pop() if parts else ""
    elif parts and (both := _US.fullmatch(parts[-1]) or _CANADA.fullmatch(parts[-1])):
        region, postal = both[1] or "", both[2]
        parts.pop()
        if not region and len(parts) > 1:
            region = parts.pop()
    elif len(parts) > 1:
        region = parts.pop()
    city = parts.pop() if parts else ""
    known = {fold(city), fold(region), fold(country)} | {fold(part) for part in ("USA", "Canada") if country}
    return Address(
        lines=tuple(part for part in parts if fold(part) not in known),
        city=city,
        region=region,
        postal_code=postal,
        country=country,
    )


def street(found: Address) -> bool:
    """Whether the address has a street: a line with a number, or a corner of two."""
    return any(re.search(r"\d|\bcorner\b|\bintersection\b|\s&\s", part, re.IGNORECASE) for part in found.lines)
