"""Whether this process lives (/healthz) and whether it can answer searches (/readyz)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from directory.errors import NearhelpError
from directory.web.site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The index serves and the gazetteer opens; 503 names what does not."""
    told: dict[str, Any] = {"warnings": [], "faults": []}
    try:
        status = site().index.status()
    except NearhelpError as error:
        told["faults"].append(f"index: {error.title}")
    else:
        told |= {"engine": status.engine, "generation": status.generation, "listings": status.count}
        told |= {"horizon": status.horizon.isoformat(), "built_at": status.built_at}
    told["status"] = "unavailable" if told["faults"] else "ready"
    return jsonify(told), 503 if told["faults"] else 200
