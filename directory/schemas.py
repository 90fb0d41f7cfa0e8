"""A listing from JSON that nobody vouches for: every fault is named by its field, unknown fields are refused.

The JSON has the names of `directory.listing` exactly. `load_listing(dump_listing(listing)) == listing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from marshmallow import ValidationError, fields, validate, validates_schema

from directory.errors import InvalidListing
from directory.listing import Listing, Status, ref_of
from directory.schemas_fields import Declared, Paragraphs, Several, Text, area_code, denial, facet_values
from directory.schemas_parts import (
    LANGUAGE,
    NAMED,
    EligibilitySchema,
    OrganizationSchema,
    Part,
    PhoneSchema,
    PlaceSchema,
    ProvenanceSchema,
    SessionSchema,
    web,
)
from directory.schemas_trusted import dump_json, dump_listing, public, read_json, read_listing
from directory.taxonomy import lineage

__all__ = ["ListingSchema", "dump_json", "dump_listing", "load_listing", "public", "read_json", "read_listing"]

MOST_CATEGORIES = 3


class Described(Part):
    """What a listing says, apart from its ids."""

    makes: type[Any] = dict
    name = Text(required=True, longest=300, rules=[NAMED])
    organization = fields.Nested(OrganizationSchema, required=True)
    description = Paragraphs(longest=20_000)
    language_of_text = Text(rules=[LANGUAGE])
    alternate_names = Several(Text(longest=300, rules=[NAMED]))
    categories = facet_values("category", required=True, validate=validate.Length(max=MOST_CATEGORIES))
    topics = facet_values("topic")
    audiences = facet_values("audience")
    faiths = facet_values("faith")
    cultures = facet_values("culture")
    languages = facet_values("language")
    modes = facet_values("mode")
    costs = facet_values("cost")
    access = facet_values("access")
    start = facet_values("start")
    formats = facet_values("format")
    denied = Several(Text(rules=[denial]), once=True)
    turned_away_else = facet_values("audience", data_key="only", attribute="only")  # Schema has an `only` of its own
    eligibility = fields.Nested(EligibilitySchema)
    place = fields.Nested(PlaceSchema, allow_none=True)
    coverage = Several(Text(rules=[area_code]), once=True)
    sessions = Several(fields.Nested(SessionSchema), allow_none=True)
    hours_text = Paragraphs(longest=2000)
    group = Text()
    phones = Several(fields.Nested(PhoneSchema))
    url = web()
    join_url = web()
    chat_url = web()
    email = Text(rules=[validate.Email(error="This is not an e-mail address.")])
    alert = Paragraphs(longest=2000)
    status = fields.String(validate=Declared(get_args(Status)))
    ends_on = fields.Date(allow_none=True)
    documents = Several(Text(longest=1000, rules=[NAMED]))
    fees = Paragraphs(longest=5000)
    application = Paragraphs(longest=5000)
    provenance = fields.Nested(ProvenanceSchema, required=True)


class ListingSchema(Described):
    """A whole listing as stored."""

    makes = Listing
    id = Text(required=True, rules=[NAMED])
    ref = fields.String(required=True)
    revision = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    keywords = Several(Text(rules=[NAMED]))

    @validates_schema(skip_on_field_errors=False)
    def ids_agree(self, data: dict[str, Any], **_: Any) -> None:
        """The public id is the one that follows from the id."""
        if "id" in data and "ref" in data and data["ref"] != ref_of(data["id"]):
            raise ValidationError(f"The ref of this id is {ref_of(data['id'])!r}.", "ref")

    @validates_schema(skip_on_field_errors=False)
    def categories_are_the_most_specific(self, data: dict[str, Any], **_: Any) -> None:
        """A kind and a kind that contains it are not filed together."""
        slugs = data.get("categories", ())
        for slug in slugs:
            if wider := set(lineage(slug)[1:]) & set(slugs):
                raise ValidationError(f"{slug!r} already lies in {min(wider)!r}: keep the narrower.", "categories")


_SCHEMA = ListingSchema()


def load_listing(data: Any) -> Listing:
    """The listing that untrusted JSON values describe. Raises InvalidListing with every fault by its dotted field."""
    try:
        loaded = _SCHEMA.load(data)
    except ValidationError as error:
        raise InvalidListing(faults(error)) from None
    if not isinstance(loaded, Listing):
        raise InvalidListing({"": ["A listing is one object."]})
    return loaded


def faults(error: ValidationError) -> dict[str, list[str]]:
    """Every message of a validation by dotted field: `phones.0.number`."""
    return dict(_flat(error.messages_dict, ""))


def _flat(messages: Mapping[Any, Any], path: str) -> Iterator[tuple[str, list[str]]]:
    for name, said in messages.items():
        here = path if name == "_schema" else f"{path}.{name}" if path else str(name)
        if isinstance(said, Mapping):
            yield from _flat(said, here)
        else:
            yield here, [str(message) for message in said]
