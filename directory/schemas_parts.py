"""Schemas of the parts of a listing: untrusted JSON becomes the frozen values of `directory.listing`."""

from __future__ import annotations

import re
from typing import Any, get_args

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from directory.geo import Point
from directory.listing import (
    Address,
    Eligibility,
    Organization,
    Phone,
    PhoneKind,
    Place,
    Precision,
    Provenance,
    Use,
    Visibility,
)
from directory.schedule import Freq, Session, check
from directory.schemas_fields import (
    Clock,
    Declared,
    Paragraphs,
    Several,
    Text,
    Weekday,
    area_code,
    phone_fault,
    web_address,
    zone_name,
)

COUNTRY = validate.Regexp(r"[A-Z]{2}\Z", error="A country is two capital letters (ISO 3166-1).")
LANGUAGE = validate.Regexp(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", error="A language is a tag such as en or zh-Hant.")
SECRETS = {
    "hidden": ("name", "address", "point", "precision", "directions", "transport"),
    "area": ("name", "directions", "transport"),
}
"""Visibility → what a place of that kind never tells; a venue's name is as good as its address."""
NAMED = validate.Regexp(r"\s*\S", error="This must not be empty.")


def web(**more: Any) -> Text:
    """An optional web address."""
    return Text(longest=2000, rules=[web_address], **more)


class Part(Schema):
    """What every part has in common: unknown fields are refused, and what is loaded is the value itself."""

    makes: type[Any]

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        """The frozen value."""
        return self.makes(**data)


class OrganizationSchema(Part):
    """Who provides the help."""

    makes = Organization
    key = Text(required=True, rules=[NAMED])
    name = Text(required=True, rules=[NAMED])
    url = web()


class AddressSchema(Part):
    """A postal address as printed."""

    makes = Address
    lines = Several(Text(rules=[NAMED]))
    city = Text()
    region = Text()
    postal_code = Text(longest=20)
    country = Text(rules=[COUNTRY])


class PointSchema(Part):
    """A position in degrees, WGS 84."""

    makes = Point
    lat = fields.Float(required=True, allow_nan=False, validate=validate.Range(-90, 90))
    lon = fields.Float(required=True, allow_nan=False, validate=validate.Range(-180, 180))

    @validates_schema
    def not_nowhere(self, data: dict[str, float], **_: Any) -> None:
        """0, 0 is what broken feeds say for "unknown"; nobody is helped in the Gulf of Guinea."""
        if data == {"lat": 0.0, "lon": 0.0}:
            raise ValidationError("0, 0 is no place; leave the point out when it is not known.")


class PlaceSchema(Part):
    """Where it is, as far as it may be told (architecture §4, protected places)."""

    makes = Place
    visibility = fields.String(validate=Declared(get_args(Visibility)))
    name = Text()
    address = fields.Nested(AddressSchema)
    point = fields.Nested(PointSchema, allow_none=True)
    precision = fields.String(validate=Declared(get_args(Precision)), allow_none=True)
    codes = Several(Text(rules=[area_code]), once=True)
    directions = Paragraphs(longest=2000)
    transport = Paragraphs(longest=2000)

    @validates_schema(skip_on_field_errors=False)
    def tells_no_more_than_it_may(self, data: dict[str, Any], **_: Any) -> None:
        """A hidden place says nothing narrower than a county, one known by its area nothing narrower than the town."""
        visibility = data.get("visibility", "public")
        secret = SECRETS.get(visibility, ())
        faults = {name: [f"A place that is {visibility} does not tell this."] for name in secret if data.get(name)}
        address = data.get("address")
        if visibility == "area" and isinstance(address, Address) and (address.lines or address.postal_code):
            faults["address"] = ["A place that is area has an address that stops at the town."]
        if visibility == "area" and data.get("precision") in {"rooftop", "street"}:
            faults["precision"] = ["A place that is area has the point of its town."]
        if visibility == "hidden" and any("-zip-" in code for code in data.get("codes", ())):
            faults["codes"] = ["A place that is hidden names no area narrower than a county."]
        if faults:
            raise ValidationError(faults)


class PhoneSchema(Part):
    """A number as it is dialled inside its country; a short code never gains a country code."""

    makes = Phone
    number = fields.String(required=True)
    kind = fields.String(required=True, validate=Declared(get_args(PhoneKind)))
    use = fields.String(validate=Declared(get_args(Use)))
    country = Text(rules=[COUNTRY])
    extension = Text(longest=20, rules=[validate.Regexp(r"[0-9#*,]*\Z", error="An extension is digits.")])
    display = Text(longest=60)
    label = Text(longest=200)
    instructions = Text()
    keyword = Text(longest=40)
    languages = Several(Text(rules=[LANGUAGE]), once=True)

    @validates_schema
    def digits(self, data: dict[str, Any], **_: Any) -> None:
        """The digits fit the kind, and only a text has a keyword."""
        if fault := phone_fault(data["number"], data["kind"], data.get("country", "US")):
            raise ValidationError(fault, "number")
        if data.get("keyword") and data.get("use", "call") != "text":
            raise ValidationError("Only a number for text messages has a keyword.", "keyword")


class SessionSchema(Part):
    """A rule for times at which help is there; `start` and `end` are "HH:MM", end may pass 24:00."""

    makes = Session
    freq = fields.String(required=True, validate=Declared(get_args(Freq)))
    days = Several(Weekday(), once=True)
    ordinals = Several(fields.Integer(strict=True), once=True)
    month_days = Several(fields.Integer(strict=True), once=True)
    interval = fields.Integer(strict=True, validate=validate.Range(1, 52))
    start = Clock()
    end = Clock()
    zone = Text(rules=[zone_name])
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
    except_dates = Several(fields.Date(), once=True)
    online = fields.Boolean(truthy={True}, falsy={False})
    note = Text(longest=1000)

    @validates_schema
    def makes_sense(self, data: dict[str, Any], **_: Any) -> None:
        """What `schedule.check` says of the rule, each fault under the field it begins with."""
        faults: dict[str, list[str]] = {}
        for fault in check(Session(**data)):
            name = fault.partition(" ")[0]
            faults.setdefault(name if name in self.fields else "_schema", []).append(fault)
        if faults:
            raise ValidationError(faults)


class EligibilitySchema(Part):
    """Who it is for; ages are inclusive years."""

    makes = Eligibility
    minimum_age = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, 120))
    maximum_age = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, 120))
    residence = Paragraphs(longest=2000)
    text = Paragraphs(longest=5000)

    @validates_schema
    def order(self, data: dict[str, Any], **_: Any) -> None:
        """The lower limit is not above the upper one."""
        low, high = data.get("minimum_age"), data.get("maximum_age")
        if low is not None and high is not None and low > high:
            raise ValidationError(f"From {low} to {high} is nobody.", "maximum_age")


class ProvenanceSchema(Part):
    """Where the facts come from, and when they were last matched, checked or confirmed."""

    makes = Provenance
    source = Text(required=True, rules=[validate.Regexp(re.compile(r"[a-z0-9][a-z0-9._-]*\Z"), error="A source is a slug.")])
    source_name = Text()
    licence = Text()
    link = web()
    seen_on = fields.Date(allow_none=True)
    checked_on = fields.Date(allow_none=True)
    checked_by = Text()
    confirmed_on = fields.Date(allow_none=True)
