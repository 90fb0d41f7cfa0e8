"""Whether this process lives (/healthz) and whether it can answer searches (/readyz). Neither tells anything of a visitor."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, jsonify

from directory.errors import NearhelpError
from directory.helplines import Helplines
from directory.index.base import Status
from directory.listing import Provenance
from directory.web.site import site

blueprint = Blueprint("health", __name__)
log = logging.getLogger("nearhelp.web")

HORIZON_LEFT = timedelta(days=60)
"""Expanded hours that end sooner than this are a warning: the nightly command has not run for most of a year."""
LINES_GOOD_FOR = timedelta(days=100)
"""After this a help line's facts need to be looked at again (pages §7)."""


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The index serves and the gazetteer opens; 503 names what does not, warnings what will not for long."""
    here = site()
    today = datetime.fromtimestamp(here.clock() * 60, UTC).date()
    told: dict[str, Any] = {}
    faults: list[str] = []
    warnings: list[str] = []
    try:
        status = here.index.status()
        told = {"engine": status.engine, "generation": status.generation, "listings": status.count}
        told |= {"horizon": status.horizon.isoformat(), "built_at": status.built_at}
        warnings += index_warnings(status, today)
    except NearhelpError as error:
        faults.append(f"index: {error.title}")
        log.error("The index does not serve: %s", error)  # asked by nobody's words, so its message may be told
    try:
        _ = here.gazetteer
    except NearhelpError as error:
        faults.append(f"gazetteer: {error.title}")
    try:
        warnings += line_warnings(here.label.lines, today)
    except NearhelpError as error:
        faults.append(f"help lines: {error.title}")
    body = told | {"status": "unavailable" if faults else "ready", "faults": faults, "warnings": warnings}
    return jsonify(body), 503 if faults else 200


def index_warnings(status: Status, today: date) -> Iterator[str]:
    """What an operator should look at in the index."""
    if status.count == 0:
        yield "The index holds no listings."
    if status.horizon < today + HORIZON_LEFT:
        yield f"Hours that are not weekly are known until {status.horizon} only; run `python -m ingest index extend`."


def line_warnings(table: Helplines, today: date) -> Iterator[str]:
    """Help lines whose facts nobody has looked at for too long, each once."""
    lines = {line.id: line for situation in table.situations for found in situation.lines.values() for line in found}
    for line in lines.values():
        looked_at = latest(line.provenance)
        if looked_at is None or looked_at + LINES_GOOD_FOR < today:
            yield f"{line.name}: last looked at {looked_at.isoformat() if looked_at else 'never'}."


def latest(provenance: Provenance) -> date | None:
    """The last day on which the facts were matched, checked or confirmed."""
    days = [day for day in (provenance.seen_on, provenance.checked_on, provenance.confirmed_on) if day is not None]
    return max(days, default=None)
