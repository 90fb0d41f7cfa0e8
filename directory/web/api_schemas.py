"""What the API answers, as schemas for its description; `api_answers` builds the answers and tests hold them against these."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import Schema, fields, validate

from directory.facets import FACETS
from directory.query import AreaKind
from directory.schemas import Described
from directory.schemas_parts import PointSchema


def text(said: str, **more: Any) -> fields.String:
    """A required text."""
    return fields.String(required=True, metadata={"description": said}, **more)


def number(said: str, **more: Any) -> fields.Integer:
    """A required whole number, not negative."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(0), metadata={"description": said}, **more)


def several(inner: fields.Field[Any], said: str) -> fields.List[Any]:
    """A required list."""
    return fields.List(inner, required=True, metadata={"description": said})


class DistanceSchema(Schema):
    """A distance in the site's unit."""

    value = fields.Float(required=True, validate=validate.Range(0))
    unit = fields.String(required=True, validate=validate.OneOf(("mi", "km")))
    approximate = fields.Boolean(metadata={"description": "The exact place is not known or not told."})


class NamedSchema(Schema):
    """A value of a facet with its label."""

    facet = text("Name of the facet.")
    value = text("The value.")
    label = text("What a person reads.")


class CountedSchema(Schema):
    """A value of a facet and how many listings say it under all other choices."""

    value = text("The value.")
    label = text("What a person reads.")
    count = number("Listings that say it.")


class PublicListingSchema(Described):
    """A listing as everybody may see it. What is not there is unknown, not no."""

    id = text("Public id, ten letters and digits; it never breaks.")
    source_id = fields.String(metadata={"description": "The source's own id; left out where the place is protected."})


class FoundSchema(PublicListingSchema):
    """A listing found by a search."""

    tier = number("0: says yes to every filter; 1: does not say to some, ask them; 2: says no to some (fit=all).")
    distance = fields.Nested(DistanceSchema, metadata={"description": "From the place asked about to where one goes."})
    serves = fields.String(
        metadata={"description": "The place asked about, which it serves without being counted by distance."}
    )
    matches = several(fields.Nested(NamedSchema), "What was asked that it says.")
    asks = several(fields.Nested(NamedSchema), "What was asked that it does not say: ask them.")
    score = fields.Dict(
        keys=fields.String(), values=fields.Float(), metadata={"description": "Parts of the score (explain=1)."}
    )


class AlikeSchema(PublicListingSchema):
    """A listing like another one."""

    distance = fields.Nested(
        DistanceSchema, metadata={"description": "From the other listing's point; none where that one's place is not told."}
    )
    shares = several(fields.Nested(NamedSchema), "What makes it like the other one.")


class SimilarSchema(Schema):
    """Help like a listing."""

    listings = several(fields.Nested(AlikeSchema), "The most alike first, at most four, one of each organization.")


class FoundPlaceSchema(Schema):
    """A place as it was understood."""

    label = text("Its name; as `place` it means this place and no other.")
    kind = text("What it is.", validate=validate.OneOf(get_args(AreaKind)))
    point = fields.Nested(PointSchema, required=True)
    zone = text("Its IANA time zone.")


class UnderstoodSchema(Schema):
    """One removable thing that was asked, ticked or read out of the words."""

    kind = text("words, facet, not, time, age, organization; of words also near (a place) and place (here, anywhere).")
    facet = text("Name of the facet, or empty.")
    values = several(fields.String(), "Values that are met together.")
    label = text("What a person reads.")
    query = text("The query string without it.")
    strength = fields.String(
        validate=validate.OneOf(("exact", "implied", "offered")),
        metadata={"description": "Only of words: exact narrows the search, implied raises what fits, offered does neither."},
    )
    start = fields.Integer(metadata={"description": "Where it was said: the first character of `q`, blanks tidied."})
    end = fields.Integer(metadata={"description": "The character of `q` behind it."})
    said = fields.String(metadata={"description": "The words it was read out of."})


class OfferedSchema(NamedSchema):
    """A value that the words imply and that can be added."""

    query = text("The query string with it.")


class AmbiguousSchema(Schema):
    """Words that can also mean something else."""

    said = text("The words.")
    start = number("The first character of them in `q`.")
    end = number("The character behind them.")
    facet = text("Name of the facet of the other meaning.")
    values = several(fields.String(), "Its values.")
    label = text("What a person reads.")
    query = text("The query string with the other meaning instead.")


class SpellingSchema(Schema):
    """A word that is likely misspelt."""

    typed = text("The word as typed.")
    meant = text("What it is like.")
    applied = fields.Boolean(required=True, metadata={"description": "It was searched for as that; else only to be asked."})
    start = number("The first character of it in `q`.")
    end = number("The character behind it.")
    query = text("The query string for the words as typed when `applied`, else for what it is like.")


class ChangedSchema(Schema):
    """What was taken back of the words because nothing fits all of them."""

    step = text("implied, words, time, close (any word is enough), or the name of a facet.")
    values = several(fields.String(), "What is no longer asked.")
    label = text("What a person reads.")


class RelaxSchema(UnderstoodSchema):
    """What taking one thing back would give."""

    within = fields.Nested(DistanceSchema)
    total = number("Listings there would be.")


class DialledSchema(Schema):
    """A number of a help line."""

    use = text("What it is for.", validate=validate.OneOf(("call", "text")))
    number = text("As people read it; a short code has no country code.")
    href = text("The address that dials or texts it.")
    keyword = fields.String(metadata={"description": "The word to text."})
    instructions = fields.String(metadata={"description": "What to do when it answers."})
    languages = fields.List(fields.String(), metadata={"description": "The languages it answers in, where it is for some."})


class HelplineSchema(Schema):
    """A help line on a card."""

    name = text("Its name.")
    phones = several(fields.Nested(DialledSchema), "Numbers to call or to text.")
    url = fields.String(metadata={"description": "Its page."})
    chat_url = fields.String(metadata={"description": "Where to chat with it."})


class EmergencySchema(Schema):
    """The emergency number of the country."""

    number = text("As dialled.")
    href = text("The address that dials it.")
    first = fields.Boolean(required=True, metadata={"description": "It goes before the lines."})


class CrisisSchema(Schema):
    """A card for somebody in danger, with the lines of the place's country, or of the site's where it has none."""

    kind = text("The situation: overdose, emergency, cannot-cope, abuse-at-home, child-at-risk, sexual-violence.")
    label = text("The heading a person reads.")
    text = text("What to say below it.")
    other = fields.Boolean(required=True, metadata={"description": "Somebody else is in danger, not who asks."})
    emergency = fields.Nested(EmergencySchema, required=True, allow_none=True)
    lines = several(fields.Nested(HelplineSchema), "Who answers, the one to offer first in front.")


class SearchSchema(Schema):
    """The answer to a search."""

    total = number("Listings found.")
    page = number("This page, from 1.")
    pages = number("Pages that `page` reaches.")
    size = number("Listings on a full page.")
    after = text("Give it as `after` to go on behind the last listing; empty at the end. Another generation answers 410.")
    place = fields.Nested(FoundPlaceSchema, required=True, allow_none=True)
    within = fields.Nested(DistanceSchema, required=True, allow_none=True)
    understood = several(fields.Nested(UnderstoodSchema), "What was asked.")
    offered = several(fields.Nested(OfferedSchema), "What the words imply and can be added, likeliest first.")
    ambiguous = several(fields.Nested(AmbiguousSchema), "What words can also mean.")
    asks_where = fields.Boolean(
        required=True, metadata={"description": "The words say near me, and no place is known: ask for one."}
    )
    spelling = several(fields.Nested(SpellingSchema), "Words that are likely misspelt.")
    changed = several(fields.Nested(ChangedSchema), "What was taken back of the words, so that something is found.")
    fitted = number("How many fit everything where that is less than `total`: `changed` tells what the others do not say.")
    crisis = several(
        fields.Nested(CrisisSchema),
        "Cards for somebody in danger, by the words or a chosen kind, most urgent first: show the first above the listings.",
    )
    crisis_soft = fields.Boolean(
        required=True, metadata={"description": "No card, but words near to it: one line that says where to call is kind."}
    )
    nothing_close = fields.Boolean(
        required=True, metadata={"description": "Nothing close was found: the listings only have to do with it from afar."}
    )
    listings = several(fields.Nested(FoundSchema), "This page of listings, in order.")
    facets = fields.Nested(
        Schema.from_dict({name: fields.List(fields.Nested(CountedSchema)) for name in (*FACETS, "time")}, name="Facets"),
        required=True,
        metadata={"description": "By facet: the values some listing says, or that were chosen, in their order."},
    )
    left_out = number("Listings left out because they say that something chosen does not fit them.")
    relax = several(fields.Nested(RelaxSchema), "When few are found: what to take back, most gained first.")
    generation = text("The state of the index this answer is from.")


class LabelsSchema(Schema):
    """A text in each language."""

    en = text("English.")
    es = text("Spanish.")
    ar = fields.String(metadata={"description": "Arabic, where there is one."})


class CategorySchema(Schema):
    """A kind of help and the kinds in it."""

    slug = text("As `category` in a search.")
    label = fields.Nested(LabelsSchema, required=True)
    description = fields.Nested(LabelsSchema, required=True)
    children = fields.List(fields.Nested("CategorySchema"), required=True)


class ValueSchema(Schema):
    """A value of a facet other than category."""

    value = text("As an argument of a search.")
    group = text("Values of one group stand together.")
    label = fields.Nested(LabelsSchema, required=True)


class CategoriesSchema(Schema):
    """The tree of kinds of help, and the values of the other facets."""

    categories = several(fields.Nested(CategorySchema), "The top of the tree.")
    facets = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(ValueSchema)), required=True)


class SuggestedSchema(Schema):
    """Something to search for."""

    kind = text("A facet's name, words, place, organization or listing.")
    value = text("A facet's value, words, a place's label, an organization's key or a listing's id.")
    label = text("What a person reads.")
    query = text("The query string that searches for it; of a listing for its name, which others may bear.")


class SuggestSchema(Schema):
    """Things to search for that begin with what was typed."""

    suggestions = several(
        fields.Nested(SuggestedSchema),
        "Kinds of help first, then need words, places, names and other values; within each what begins so, the language asked "
        "for, the shortest. No two have one label. From the fourth letter on one may be wrong, behind what begins so.",
    )


class PlacesSchema(Schema):
    """Places of that name, most likely first."""

    ambiguous = fields.Boolean(required=True, metadata={"description": "None is clearly meant: a search would ask which."})
    places = several(fields.Nested(FoundPlaceSchema), "Candidates.")
    suggestions = several(fields.String(), "Labels of places with a similar name, when there is none of that name.")


class ProblemSchema(Schema):
    """An error (RFC 9457). It never repeats what was typed outside `fields`."""

    type = text("about:blank; `kind` tells errors apart.")
    title = text("What happened.")
    status = number("The HTTP status.")
    kind = text("bad-request, unknown-place, ambiguous-place, not-found, gone, method, busy, unavailable or broken.")
    detail = fields.String(metadata={"description": "More about it."})
    fields_ = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        data_key="fields",
        metadata={"description": "By argument: what would be right."},
    )
    suggestions = fields.List(fields.String(), metadata={"description": "Places with a similar name."})
    choices = fields.List(
        fields.String(), metadata={"description": "Labels that each mean one place of that name: give one as `place`."}
    )


LIMIT = 10
"""Suggestions told at most."""
