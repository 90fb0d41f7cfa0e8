"""The tiles of the map, from this site's own address."""

from __future__ import annotations

from flask import Response

from directory.errors import NotFound
from directory.web.map_tiles import DEEPEST
from directory.web.pages_frame import blueprint
from directory.web.site import site

KEPT = "private, max-age=86400"
"""Cache-Control of a tile: for a day by the browser, whose way out empties it, and by no one between: tiles tell a place."""


@blueprint.get("/tiles/<int:zoom>/<int:column>/<int:row>")
def tile(zoom: int, column: int, row: int) -> Response:
    """One image of the map; 204 where the operator has none of that place. Raises NotFound for what can be no tile."""
    tiles = site().tiles
    if tiles is None or zoom > DEEPEST or max(column, row) >= 1 << zoom:
        raise NotFound
    body = tiles.read(zoom, column, row)
    response = Response(status=204) if body is None else Response(body, content_type=tiles.kind)
    response.headers["Cache-Control"] = KEPT
    return response
