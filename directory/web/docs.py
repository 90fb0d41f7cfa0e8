"""The API described: openapi.json made from the schemas (OpenAPI 3.1), and a page made from that, without script."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import apispec
from flask import Blueprint, Flask, Response, current_app, redirect, request, url_for
from flask_smorest import Api
from werkzeug.wrappers import Response as AnyResponse

from directory import schemas_parts
from directory.schemas_fields import Clock, Weekday
from directory.web import api, api_schemas
from directory.web.docs_page import addresses, kinds
from directory.web.templates import written

VERSION = "1.0.0"
EXTENSION = "nearhelp-openapi"
DYNAMIC = {"Facets": "Counts of each facet's values."}
"""Descriptions of schemas that are made from FACETS and so have no docstring."""

blueprint = Blueprint("docs", __name__, url_prefix="/api")


class Described(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest for its description alone: errors of the application are answered in `errors`, pages' among them."""

    ERROR_SCHEMA = api_schemas.ProblemSchema

    def _register_error_handlers(self) -> None:
        """Nothing: smorest would answer every page's 404 with JSON."""


def describe(app: Flask, title: str) -> None:
    """Add the API of a site of that name, its description and the page about it."""
    app.config.update(API_TITLE=title, API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    described = Described(app, spec_kwargs={"info": {"description": "Find help near a place, by phone or online."}})
    described.register_field(Clock, "string", None)
    described.register_field(Weekday, "string", None)
    described.register_blueprint(api.blueprint)
    app.register_blueprint(blueprint)
    app.extensions[EXTENSION] = _finished(described.spec)


def _finished(spec: apispec.APISpec) -> dict[str, Any]:
    """The description with what flask-smorest adds of its own taken out, and schemas described by their docstrings.

    Fields may be added within version 1, so no schema forbids them.
    """
    found: dict[str, Any] = json.loads(json.dumps(spec.to_dict()))
    for path in found["paths"].values():
        for operation in (said for said in path.values() if isinstance(said, dict)):
            operation["responses"].pop("default", None)  # every status is described
    kinds = found["components"]["schemas"]
    kinds.pop("PaginationMetadata", None)
    found["components"] = {"schemas": kinds}
    for name, kind in kinds.items():
        kind.pop("additionalProperties", None)
        kind["description"] = _described(name)
    return found


def _described(name: str) -> str:
    made = getattr(api_schemas, f"{name}Schema", None) or getattr(schemas_parts, f"{name}Schema", None)
    return " ".join((getattr(made, "__doc__", None) or DYNAMIC.get(name, "")).split())


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description, for programs."""
    text = json.dumps(current_app.extensions[EXTENSION], ensure_ascii=False, indent=1)
    return _kept(Response(text, content_type="application/json"))


@blueprint.get("", strict_slashes=False)
def root() -> AnyResponse:
    """The way to the description, for who tries the shortest address."""
    return redirect(url_for("docs.docs"), 302)


@blueprint.get("/docs")
def docs() -> Response:
    """The description, for people."""
    spec = current_app.extensions[EXTENSION]
    text = written("api_docs.html", addresses=addresses(spec), kinds=kinds(spec))
    return _kept(Response(text, content_type="text/html; charset=utf-8"))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = api.ALWAYS
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response
