"""The JSON API, version 1: the same searches as the pages, strict where they are lenient. Changes are additive."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import orjson
from flask import Response, redirect, request, url_for
from flask_smorest import Blueprint
from marshmallow import Schema
from werkzeug.wrappers import Response as AnyResponse

from directory.errors import NotFound
from directory.listing import ref_of
from directory.params import few, found_places, read, strictly
from directory.params_answer import answered
from directory.params_fields import LANG, PLACES, SUGGEST, SearchArguments, arguments_of
from directory.schemas import public
from directory.web import api_schemas as schemas
from directory.web.api_answers import alike, answer, place
from directory.web.api_suggest import completed
from directory.web.api_tree import is_ref, tree
from directory.web.api_urgent import cards
from directory.web.listed import listed
from directory.web.security import PRIVATE
from directory.web.site import site
from directory.web.urgent import urgent

blueprint = Blueprint("api", __name__, url_prefix="/api", description="Find help; read listings, places and kinds of help.")

View = TypeVar("View", bound=Callable[..., AnyResponse])
COMMON = {400: "The request cannot be read", 503: "The index cannot answer"}
PROBLEM = "application/problem+json"
ALWAYS = "public, max-age=3600"
"""Cache-Control of what is the same for everybody until the next release."""
ASK_AGAIN = "private, no-cache"
"""Cache-Control of a listing: a cache asks each time, so that a withdrawn one is gone at once."""


def address(
    rule: str, schema: type[Schema], *, takes: type[Schema] | None = None, also: Mapping[int, str]
) -> Callable[[View], View]:
    """Put a view at an address and describe it: what it takes in the query, what it answers, `also` with which status."""

    def add(view: View) -> View:
        made: Any = blueprint.response(200, schema, description="What was asked for")(view)
        for status, why in {**COMMON, **also}.items():
            told = {} if status < 400 else {"schema": schemas.ProblemSchema, "content_type": PROBLEM}
            made = blueprint.alt_response(status, description=why, success=status < 400, **told)(made)
        takings = {"parameters": [{"in": "query", "schema": takes}]} if takes else {}
        made = blueprint.doc(operationId=view.__name__, **takings)(made)
        blueprint.route(rule)(made)
        return view

    return add


def typed() -> Mapping[str, Sequence[str]]:
    """The arguments of this request as sent."""
    return request.args.to_dict(flat=False)


def reply(body: Any, cache: str = PRIVATE) -> Response:
    """A JSON answer; one that may be kept carries an ETag and answers 304 to who has it."""
    text = orjson.dumps(body)
    response = Response(text, content_type="application/json")
    response.headers["Cache-Control"] = cache
    if cache != PRIVATE:
        response.set_etag(hashlib.sha256(text).hexdigest()[:32])
        response.make_conditional(request)
    return response


@address(
    "/search",
    schemas.SearchSchema,
    takes=SearchArguments,
    also={
        410: "`after` belongs to an older generation",
        422: "An argument is wrong, or the place is unknown or one of several",
    },
)
def search() -> Response:
    """Search listings.

    Values of one facet combine by its rule, facets with each other by and. What a listing does not say is no reason to
    leave it out: it comes after those that say yes, with `asks`. Unknown arguments and values are refused with the nearest
    right name. Words of crisis bring `crisis`: show its first card above the listings, whatever they are.
    """
    here = site()
    asked = strictly(read(typed(), here.settings, here.gazetteer, here.clock()))
    said, found = urgent(asked), answer(*answered(asked, here.index.search), here.memory)
    return reply(found | {"crisis": cards(said, here.label.lines, asked.lang or "en"), "crisis_soft": said.soft})


@address(
    "/listings/<id>",
    schemas.PublicListingSchema,
    also={
        301: "It was merged into another listing",
        304: "The one you have is still right",
        308: "It is found at its public id",
        404: "No listing has that id",
        410: "The listing has been withdrawn",
        422: "There are no arguments",
    },
)
def listing(id: str) -> Response | AnyResponse:
    """Read one listing by its public id."""
    few(typed(), {})
    if is_ref(id):
        one = listed(id)
        if isinstance(one, str):
            return redirect(url_for("api.listing", id=one), 301)
        return reply(public(one), ASK_AGAIN)
    return redirect(url_for("api.listing", id=_public_id(id)), 308)


def _public_id(source_id: str) -> str:
    """The public id of a listing by its source's. Raises NotFound, Gone; that of a protected place leads nowhere."""
    known = listed(ref_of(source_id))
    if isinstance(known, str):
        known = site().index.get(known)
    if known.place is not None and known.place.visibility != "public":
        raise NotFound
    return known.ref


@address(
    "/listings/<id>/similar",
    schemas.SimilarSchema,
    takes=arguments_of({"lang": LANG}, "SimilarArguments"),
    also={
        301: "It was merged into another listing",
        304: "The answer you have is still right",
        308: "It is found at its public id",
        404: "No listing has that id",
        410: "The listing has been withdrawn",
        422: "An argument is wrong",
    },
)
def similar(id: str) -> Response | AnyResponse:
    """Find help like a listing: of its kind, about the same, for the same people, near it or serving the same area.

    One listing of each organization. What is alike in nothing but words is not found.
    """
    given = few(typed(), {"lang": LANG})
    if not is_ref(id):
        return redirect(url_for("api.similar", id=_public_id(id)), 308)
    here, one = site(), listed(id)
    if isinstance(one, str):
        return redirect(url_for("api.similar", id=one), 301)
    told = alike(here.like(one), one, unit=here.settings.unit, language=given.get("lang", "en"))
    return reply({"listings": told}, ASK_AGAIN)


@address("/places", schemas.PlacesSchema, takes=arguments_of(PLACES, "PlacesArguments"), also={422: "An argument is wrong"})
def places() -> Response:
    """Look up a place by name, ZIP code or coordinates."""
    here = site()
    known = found_places(few(typed(), PLACES)["q"], here.settings, here.gazetteer)
    told = {"places": [place(near) for near in known.places], "ambiguous": known.ambiguous}
    return reply(told | {"suggestions": list(known.suggestions)})


@address("/suggest", schemas.SuggestSchema, takes=arguments_of(SUGGEST, "SuggestArguments"), also={422: "An argument is wrong"})
def suggest() -> Response:
    """Complete what somebody types: kinds of help, need words, places, names. Never what others searched for."""
    given = few(typed(), SUGGEST)
    return reply({"suggestions": completed(given["q"], given.get("lang", "en"), site())[: schemas.LIMIT]})


@address("/categories", schemas.CategoriesSchema, also={304: "The one you have is still right", 422: "There are no arguments"})
def categories() -> Response:
    """Read the tree of kinds of help and the values of the other facets, in every language."""
    few(typed(), {})
    return reply(tree(), ALWAYS)
