"""Where each fact of a listing comes from, for who asks (pages §4.5, 8): the catalogue is read then, never for the listing."""

from __future__ import annotations

from flask import Response, url_for

from directory.errors import Withdrawn
from directory.web.gone import gone
from directory.web.listed import listed
from directory.web.pages_frame import blueprint, page, scene
from directory.web.present_facts import fresh, is_group
from directory.web.present_sources import sources
from directory.web.site import site


@blueprint.get("/listing/<ref>/sources")
def facts_from(ref: str) -> Response:
    """The sources of a listing's facts, or the way to the one it was merged into. Raises NotFound, IndexUnavailable."""
    try:
        one = listed(ref)
    except Withdrawn:
        return gone(ref)
    if isinstance(one, str):
        return Response(status=301, headers={"Location": url_for("pages.facts_from", ref=one)})
    here = scene()
    told = sources(one, site().origins(ref), here)
    badge = fresh(one.provenance, is_group(one), here)
    return page("sources.html", listing=one, sources=told, fresh=badge, noindex=True)
