"""The API described: openapi.json made from the schemas (OpenAPI 3.1), and a page made from that, without script."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import apispec
from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask_smorest import Api

from directory.schemas_fields import Clock, Weekday
from directory.web import api
from directory.web.api_schemas import ProblemSchema

VERSION = "1.0.0"
EXTENSION = "nearhelp-openapi"

blueprint = Blueprint("docs", __name__, url_prefix="/api")


class Described(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest for its description alone: errors of the application are answered in `errors`, pages' among them."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Nothing: smorest would answer every page's 404 with JSON."""


def describe(app: Flask) -> None:
    """Add the API, its description and the page about it."""
    app.config.update(API_TITLE="Nearhelp", API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    described = Described(app, spec_kwargs={"info": {"description": "Find help near a place, by phone or online."}})
    described.register_field(Clock, "string", None)
    described.register_field(Weekday, "string", None)
    described.register_blueprint(api.blueprint)
    app.register_blueprint(blueprint)
    app.extensions[EXTENSION] = _finished(described.spec)


def _finished(spec: apispec.APISpec) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(spec.to_dict()))
    for path in found["paths"].values():
        for operation in (said for said in path.values() if isinstance(said, dict)):
            operation["responses"].pop("default", None)  # every status is described
    return found


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description, for programs."""
    text = json.dumps(current_app.extensions[EXTENSION], ensure_ascii=False, indent=1)
    return _kept(Response(text, content_type="application/json"))


@blueprint.get("/docs")
def docs() -> Response:
    """The description, for people."""
    text = render_template("api_docs.html", spec=current_app.extensions[EXTENSION])
    return _kept(Response(text, content_type="text/html; charset=utf-8"))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = api.ALWAYS
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response
