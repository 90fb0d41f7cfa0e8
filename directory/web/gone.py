"""The page of a listing that is no longer listed: that it is not, and help like it (pages §4.5, §4.9)."""

from __future__ import annotations

from flask import Response

from directory.errors import NearhelpError
from directory.listing import Listing, Organization, Provenance
from directory.taxonomy import categories
from directory.web.pages_frame import page, scene
from directory.web.present_similar import Similar, similar_help
from directory.web.present_site import Form
from directory.web.site import site


def gone(ref: str) -> Response:
    """The page, with status 410. Similar help is left out where nothing of the listing is remembered, or search is down."""
    response = page("gone.html", similar=_similar(ref), form=Form(), noindex=True)
    response.status_code = 410
    return response


def _similar(ref: str) -> Similar:
    like = site().trail(ref).like
    known = tuple(slug for slug in like.categories if slug in categories())  # one may have left the tree since
    if not known:
        return Similar(())
    stand_in = Listing(
        id=f"gone:{ref}",
        ref=ref,
        revision=0,
        name="",
        organization=Organization(key=f"gone:{ref}", name=""),
        categories=known,
        modes=like.modes,
        coverage=like.coverage,
        provenance=Provenance(source="gone", seen_on=None),
    )
    try:
        return similar_help(site().like(stand_in), scene(), stand_in)
    except NearhelpError:
        return Similar(())
