"""The arguments of a search, each declared once: what it accepts, and what the API's description says of it (pages §5).

Facets come from FACETS, so a new facet is an argument, a rule and a line of documentation without a change here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from marshmallow import Schema, ValidationError, fields, validate

from directory.facets import FACETS, declared, group_of
from directory.geo import Point
from directory.listing import REF_ALPHABET, REF_LENGTH
from directory.query import DEEPEST, PAGE, Order
from directory.schemas_fields import Declared, declared_values, zone_name

WORDS = 200
"""Characters of a search that are considered: longer than any need put in a sentence."""
TYPED = 100
"""Characters considered of a place."""
KEY = 400
"""Of an organization's key: as many as one has at most."""
MOST_LISTED = 50
"""Listings a list in an address may hold: 550 characters."""
OLDEST_AGE = 120
FARTHEST = 1000
"""Largest radius, in miles or kilometres; beyond it `any` is meant."""
NOT = "not_"
LANGUAGES = ("en", "es", "ar")
"""Languages the taxonomy has labels in."""
VIEWS = ("cards", "table", "map", "booklet")
PEOPLE = ("me", "carer", "client")
AT = r"^\s*(-?[0-9]{1,2}(?:\.[0-9]{1,15})?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)\s*$"
WITHIN = r"^(?:any|([0-9]{1,4}(?:\.[0-9]{1,2})?)(mi|km)?)$"
REF = f"[{REF_ALPHABET}]{{{REF_LENGTH}}}"
LISTED = rf"^{REF}(\.{REF})*$"
AFTER = r"^[A-Za-z0-9_=.:~-]{1,600}$"
BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Radius:
    """A distance as asked for: `unit` is empty for the site's own; infinite for `any`."""

    size: float
    unit: str = ""


class Typed(fields.String):
    """What a person typed, on one line, without control characters, at most `longest` characters as sent."""

    def __init__(self, longest: int, **more: Any) -> None:
        self.limit = validate.Length(max=longest, error="Only {max} characters are considered.")
        super().__init__(validate=self.limit, **more)
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        return tidy(self.limit(super()._deserialize(value, attr, data, **more)))


class Whole(fields.Integer):
    """A whole number in plain digits: no sign but minus, no blanks, no underscores, no other scripts."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:
        if not re.fullmatch(r"-?[0-9]{1,12}", str(value)):
            raise ValidationError("Give a whole number.")
        return int(value)


class Flag(fields.String):
    """Yes as 1; anything but 1 and 0 is refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if value not in {"0", "1"}:
            raise ValidationError("Give 1, or leave it out.")
        return value == "1"


class Within(fields.String):
    """A radius: 10 in the site's unit, 10mi, 16km, or any."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if value == "any":
            return Radius(math.inf)
        found = re.fullmatch(WITHIN, str(value))
        if found is None or not 0 < float(found[1]) <= FARTHEST:
            raise ValidationError(f"Give a distance above 0 and up to {FARTHEST}, such as 10, 10mi or 16km, or any.")
        return Radius(float(found[1]), found[2] or "")


class Position(fields.String):
    """Degrees as "25.77,-80.19"; two decimals are kept, about a kilometre."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        if (point := position(str(value))) is None:
            raise ValidationError("Give latitude and longitude in degrees, such as 25.77,-80.19.")
        return point


class Refs(fields.String):
    """Public ids joined by dots, each kept once, in their order."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> Any:
        refs = tuple(dict.fromkeys(str(value).split(".")))
        if len(refs) > MOST_LISTED or not all(re.fullmatch(REF, ref) for ref in refs):
            raise ValidationError(f"Give at most {MOST_LISTED} ids of {REF_LENGTH} letters and digits, joined by dots.")
        return refs


def tidy(text: str) -> str:
    """Text on one line: blanks, control characters and invisible marks become single spaces."""
    return BLANKS.sub(" ", text).strip()


def position(text: str) -> Point | None:
    """The point that two numbers name, at two decimals (pages §5), or None."""
    found = re.fullmatch(AT, text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    rounded = Point(float(found[1]), float(found[2])).rounded(2)
    return Point(rounded.lat + 0.0, rounded.lon + 0.0)  # never -0.0, which would be written with its sign


def _said(text: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"description": text, **more}}


def _among(*allowed: str) -> Declared:
    return Declared(allowed)


def tickable(facet: str) -> tuple[str, ...]:
    """The values of a facet that can be asked for; needs (`referral-needed`) can only be left out."""
    return tuple(value for value in declared(facet) if group_of(facet, value) not in FACETS[facet].unticked)


def _any_of(facet: str, allowed: tuple[str, ...], text: str) -> fields.List[Any]:
    return fields.List(fields.String(validate=declared_values(facet, allowed)), **_said(text))


RULES = {
    "any": "any of the values given",
    "all": "all of the values given",
    "group": "any of the values of one group, all groups",
    "start": "all of the values given, any one way to start",
}


def _facets() -> dict[str, fields.Field[Any]]:
    chosen: dict[str, fields.Field[Any]] = {
        name: _any_of(name, tickable(name), f"Listings that say {RULES[facet.rule]}; may repeat.")
        for name, facet in FACETS.items()
    }
    chosen["time"] = _any_of(
        "time", declared("time"), "Open at these times: any day of those given, any part of the day; may repeat."
    )
    chosen["age"] = Whole(
        validate=validate.Range(0, OLDEST_AGE, error="Give an age from {min} to {max}."),
        **_said("Age in years of the person; unknown limits stay."),
    )
    for name in FACETS:
        chosen[NOT + name] = _any_of(name, declared(name), f"Leave out listings that say this {name}; may repeat.")
    return chosen


PARAMETERS: Mapping[str, fields.Field[Any]] = {
    "q": Typed(WORDS, **_said("Words; all are required.")),
    "exact": Flag(**_said("1: the words as typed, without interpretation.", enum=["0", "1"])),
    "place": Typed(TYPED, **_said("A ZIP code, town, county, state or country as typed; goes before `at`.")),
    "at": Position(**_said("Latitude and longitude in degrees; rounded to two decimals.", pattern=AT, example="25.77,-80.19")),
    "tz": fields.String(
        validate=zone_name, **_said("IANA time zone of the visitor; else the place's.", example="America/New_York")
    ),
    "t": Whole(validate=validate.Range(0, 10**9), **_said("The minute since 1970 (UTC) the search is about; else now.")),
    "within": Within(
        **_said("Radius: 10 in the site's unit, 10mi, 16km, or any; without it the first step with enough.", pattern=WITHIN)
    ),
    **_facets(),
    "say": Flag(**_said("1: leave out listings that do not say.", enum=["0", "1"])),
    "fit": fields.String(validate=_among("all"), **_said("all: show also, last, what says it does not fit.")),
    "for": fields.String(validate=_among(*PEOPLE), **_said("Who is asking; changes wording, never what is found.")),
    "organization": Typed(KEY, **_said("The key of one organization.")),
    "sort": fields.String(validate=_among(*get_args(Order)), **_said("Order; near needs a place. best unless given.")),
    "view": fields.String(validate=_among(*VIEWS), **_said("On pages: table has 50, booklet up to 300, others 20.")),
    "page": Whole(
        validate=validate.Range(1, DEEPEST // PAGE, error="Pages go from {min} to {max}. Narrow your search to see the rest."),
        **_said("The page, from 1. Beyond 10,000 results go on with after."),
    ),
    "after": fields.String(
        validate=validate.Regexp(AFTER, error="This is not a token of ours."),
        **_said("Go on behind the last listing of an earlier answer: its `after`."),
    ),
    "list": Refs(**_said("Listings picked so far, ids joined by dots; carried along.", pattern=LISTED)),
    "lang": fields.String(validate=_among(*LANGUAGES), **_said("Language of labels. en unless given.")),
    "explain": Flag(**_said("1: tell the parts of each score.", enum=["0", "1"])),
}
"""Name → field, in the one order in which addresses are written."""

LANG = PARAMETERS["lang"]
SUGGEST: Mapping[str, fields.Field[Any]] = {
    "q": Typed(WORDS, required=True, **_said("What was typed so far.")),
    "lang": LANG,
}
PLACES: Mapping[str, fields.Field[Any]] = {"q": Typed(TYPED, required=True, **_said("A place as typed."))}


def arguments_of(declared: Mapping[str, fields.Field[Any]], name: str) -> type[Schema]:
    """The same declarations as a schema, for the API's description."""
    return Schema.from_dict(dict(declared), name=name)


SearchArguments = arguments_of(PARAMETERS, "SearchArguments")
