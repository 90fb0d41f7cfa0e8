"""What search engines are told: which addresses are theirs to read, and where every listing is that may be found from outside.

Results, lists, reports and the way out are nobody's to collect. A listing that only somebody in danger would look for is left
out, as is one whose place is hidden: that it is known here must not be found by searching for it (pages §5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.sax.saxutils import escape

from flask import Response

from directory.errors import NotFound
from directory.query import Query
from directory.taxonomy import categories, children
from directory.web.pages_frame import SHORT, blueprint, minute
from directory.web.present_facts import is_safety
from directory.web.site import site

DAILY = "public, max-age=86400"
MOST = 50_000
"""Addresses in one file (sitemaps.org)."""
AT_ONCE = 200
"""Listings read at once."""
CLOSED = ("/search", "/exit", "/api/", "/list?", "/list.", "/l/", "/sheet", "/listing/*/report", "/suggest", "/embed")
PAGES = ("/", "/kinds", "/helplines", "/stay-safe", "/about", "/privacy", "/accessibility")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XML = "application/xml; charset=utf-8"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    if site().settings.address:
        lines += ["", f"Sitemap: {site().settings.address}/sitemap.xml"]
    return _sent("\n".join((*lines, "")), "text/plain; charset=utf-8", DAILY)


@blueprint.get("/sitemap.xml")
def sitemaps() -> Response:
    """One file for the pages and one for each kind of help. Raises NotFound where the site does not know its address."""
    parts = ["pages", *categories()]
    rows = (f"<sitemap><loc>{_full(f'/sitemap/{part}.xml')}</loc></sitemap>" for part in parts)
    return _sent(f"{HEAD}<sitemapindex {SCHEMA}>{''.join(rows)}</sitemapindex>\n", XML, DAILY)


@blueprint.get("/sitemap/<path:part>.xml")
def sitemap(part: str) -> Response:
    """The listings of a kind of help, or the pages. Raises NotFound, IndexUnavailable."""
    if part != "pages" and part not in categories():
        raise NotFound
    paths = PAGES if part == "pages" else _listings(part)
    rows = "".join(f"<url><loc>{_full(path)}</loc></url>" for path in paths)
    return _sent(f"{HEAD}<urlset {SCHEMA}>{rows}</urlset>\n", XML, DAILY if part == "pages" else SHORT)


def _listings(kind: str) -> Iterator[str]:
    """The listings filed under a kind itself: of those under a narrower kind its own file tells."""
    below = (("category", children(kind)),) if children(kind) else ()
    query = Query(chosen=(("category", (kind,)),), excluded=below, order="name", size=AT_ONCE, moment=minute())
    for _ in range(MOST // AT_ONCE):
        found = site().index.search(query)
        yield from (f"/listing/{hit.listing.ref}" for hit in found.hits if not is_safety(hit.listing))
        if not found.after:
            return
        query = replace(query, after=found.after)


def _full(path: str) -> str:
    if not site().settings.address:
        raise NotFound
    return escape(f"{site().settings.address}{path}")


def _sent(text: str, kind: str, cache: str) -> Response:
    response = Response(text, content_type=kind)
    response.headers["Cache-Control"] = cache
    return response
