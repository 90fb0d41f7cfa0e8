"""Browse by kind of help: the whole tree, with how many listings there are of each, for a place or everywhere."""

from __future__ import annotations

import math
from dataclasses import replace

from flask import Response, request

from directory.errors import NearhelpError
from directory.params import read
from directory.query import Query, Results
from directory.web.pages_frame import SHORT, blueprint, minute, page, scene
from directory.web.present_kinds import Counted, kinds_page
from directory.web.site import site

TAKEN = ("place", "at", "within", "list")
"""Arguments of a search that this page heeds."""


@blueprint.get("/kinds")
def kinds() -> Response:
    """The tree of kinds of help; without counts when search is down."""
    given = {name: request.args.getlist(name) for name in TAKEN if name in request.args}
    try:
        here = site()
        asked = read(given, here.settings, here.gazetteer, minute())
        asked = replace(asked, query=replace(asked.query, size=1, page=1))
        counted = _counted(asked.query)
    except NearhelpError:
        return page("kinds.html", page=kinds_page(None, None, scene()))
    return page("kinds.html", "" if given else SHORT, page=kinds_page(asked, counted, scene(asked.query)), noindex=bool(given))


def _counted(query: Query) -> Counted:
    """What is found of each kind within the circle and at any distance. Raises IndexUnavailable."""
    search = site().index.search
    near: Results = search(query)
    if near.within_km is None or math.isinf(near.within_km):
        return Counted(near, {})
    far = search(replace(query, within_km=math.inf))
    return Counted(near, far.counts["category"])
