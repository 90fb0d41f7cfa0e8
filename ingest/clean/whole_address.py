"""A whole address in one field ("301 Henry Street, Albany, NY 12207"), taken apart from its end; and a point in a text."""

from __future__ import annotations

import re

from directory.listing import Address
from ingest.clean import Clean
from ingest.clean.coordinates import degrees
from ingest.clean.placeholders import said
from ingest.clean.text import prose

UNREAD = "an address in one field could not be taken apart: it was kept as its lines"

_POINT = re.compile(r"\(\s*([-+−]?\d{1,3}\.\d+)\s*,\s*([-+−]?\d{1,3}\.\d+)\s*\)")
_NATION = re.compile(r"(?:,\s*|\s+)(?:USA?|U\.S\.A?\.?|United States(?: of America)?)\s*$", re.IGNORECASE)
_US = re.compile(r"(?:^|[\s,]+)(?P<region>[A-Za-z]{2}|[A-Za-z]{4,}(?: [A-Za-z]+)?)?[\s,.]*(?P<zip>\d{5}(?:-\d{4})?)$")
_GLUED = re.compile(r"(?P<before>.*[^\W\d_.])\s*(?P<zip>\d{5}(?:-\d{4})?)", re.DOTALL)
_POSTCODES = {
    "GB": re.compile(r"[\s,]+(?P<code>[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})$", re.IGNORECASE),
    "NZ": re.compile(r"[\s,]+(?P<code>\d{4})$"),
    "AU": re.compile(r"[\s,]+(?P<code>\d{4})$"),
    "CA": re.compile(r"[\s,]+(?P<code>[A-Z]\d[A-Z]\s*\d[A-Z]\d)$", re.IGNORECASE),
}
_CODES = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD
TN TX UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW"""
_STATES = frozenset(_CODES.split())


def point_in(text: str) -> tuple[float, float] | None:
    """Latitude and longitude that stand in a text in brackets: "(40.6064, -73.9892)"."""
    found = _POINT.search(text)
    lat, lon = (degrees(found[1]), degrees(found[2])) if found else (None, None)
    return (lat, lon) if lat is not None and lon is not None else None


def whole_address(text: str, country: str = "US") -> Clean[Address]:
    """The address of a text whose parts are divided by commas or lines; a point in brackets is left out.

    Only what its place at the end makes certain is taken: postal code, in the United States the state, then the town (elsewhere
    also behind a house number and a street without a code). What is left are its lines. A ZIP code written onto the street
    ("7802 Bay Parkway11214") is cut off it.
    """
    plain = _POINT.sub("", prose(text)).strip(" ,\n")
    parts = [part for raw in re.split(r"[,\n]", plain) if (part := said(" ".join(raw.split())))]
    if not parts:
        return Clean(Address())
    joined = ", ".join(parts)
    if country == "US":
        return _american(_NATION.sub("", joined))
    shape = _POSTCODES.get(country)
    found = shape.search(joined) if shape else None
    if found is None:
        if len(parts) > 1 and parts[0][0].isdigit() and not any(c.isdigit() for c in parts[-1]):
            return Clean(Address(lines=tuple(parts[:-1]), city=parts[-1], country=country))
        return Clean(Address(lines=tuple(parts)), (UNREAD,))
    rest = [part.strip() for part in joined[: found.start()].split(",") if part.strip()]
    town, lines = (rest[-1], rest[:-1]) if len(rest) > 1 else ("", rest)
    return Clean(Address(lines=tuple(lines), city=town, postal_code=found["code"].upper(), country=country))


def _american(text: str) -> Clean[Address]:
    found = _US.search(text)
    region = (found["region"] or "") if found else ""
    if found and (region.upper() in _STATES or not region):
        return Clean(_with_town(text[: found.start()], region.upper(), found["zip"]))
    tail = re.search(r"[\s,]+([A-Z]{2})$", text)
    if tail and tail[1] in _STATES:
        return Clean(_with_town(text[: tail.start()], tail[1], ""))
    glued = _GLUED.fullmatch(text)
    if glued:
        return Clean(
            Address(lines=(" ".join(glued["before"].replace(",", " ").split()),), postal_code=glued["zip"], country="US")
        )
    return Clean(Address(lines=tuple(part.strip() for part in text.split(",")), country="US"), (UNREAD,))


def _with_town(text: str, region: str, code: str) -> Address:
    rest = [part.strip() for part in text.split(",") if part.strip()]
    # Without a state the last part may as well be a suite: only "street, town, ST" says which is the town.
    town = rest.pop() if region and len(rest) > 1 else ""
    if region and not town and len(rest) == 1 and not any(c.isdigit() for c in rest[0]):
        town = rest.pop()
    return Address(lines=tuple(rest), city=town, region=region, postal_code=code, country="US")
