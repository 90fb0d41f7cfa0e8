"""The pages for people: a request becomes a question, the answer a view model, the view model a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, request

from directory.facets import answers
from directory.helplines import Situation, helplines
from directory.language.crisis import heard
from directory.listing import Listing, located
from directory.params import Asked, read
from directory.params_answer import answered
from directory.params_links import settled
from directory.params_words import around
from directory.query import PAGE, Hit, Near, Query, Results
from directory.web import pages_about, pages_crawlers
from directory.web.assets import serve
from directory.web.pages_frame import SHORT, blueprint, minute, page, scene
from directory.web.present_facts import Scene, is_safety
from directory.web.present_filters import chips, panel
from directory.web.present_helplines import CrisisCard, crisis_card
from directory.web.present_listing import listing_page
from directory.web.present_results import Change, found
from directory.web.present_site import (
    Form,
    choice,
    form,
    ignored,
    looked_for,
    other_places,
    promises,
    remote,
    remote_change,
    through,
    tiles,
    unknown_place,
    who,
)
from directory.web.present_words import reading
from directory.web.site import site

MOST_MEETINGS = 200
"""Listings of one provider looked through for meetings of one group."""
LOOKED_THROUGH = 40
"""Listings of a kind looked through for three that serve the same area."""

__all__ = ["blueprint", "pages_about", "pages_crawlers"]

blueprint.add_url_rule("/assets/<digest>/<name>", "assets", serve)


@blueprint.get("/")
def home() -> Response:
    """The home page."""
    voice = scene().voice
    return page("home.html", SHORT, form=Form(), tiles=tiles(voice), who=who(voice), promises=promises(voice))


@blueprint.get("/search")
def search() -> Response:
    """Results, or what to do when there are none; 200 either way."""
    asked, results = _answer(request.args.to_dict(flat=False))
    here = scene(asked.search, zone_known=bool(asked.tz))
    card, soft = _crisis(asked, here)
    organization = results.hits[0].listing.organization.name if asked.query.organization and results.hits else ""
    shown = chips(asked, here, organization)
    common: dict[str, Any] = {
        "found": found(asked, results, here),
        "form": form(asked),
        "choice": choice(asked, here.voice),
        "unknown": unknown_place(asked, here.voice),
        "others": other_places(asked, here.voice),
        "ignored": ignored(asked, here.voice),
        "crisis": card,
        "soft": soft,
        "reading": reading(asked, here.voice),
        "noindex": True,
    }
    if results.total:
        return page("results.html", chips=shown, panel=panel(asked, results, here), **common)
    said = looked_for((chip.text for chip in shown), asked, here)
    return page("nothing.html", said=said, anywhere=_anywhere(asked, here), through=through(here.voice), **common)


def _answer(args: dict[str, list[str]]) -> tuple[Asked, Results]:
    """The request understood and answered; a page behind the last one becomes the last one."""
    here = site()
    asked = read(args, here.settings, here.gazetteer, minute())
    asked = replace(asked, query=replace(asked.query, size=PAGE, after=""))
    asked, results = answered(asked, here.index.search)
    if results.total and asked.query.page > results.pages:
        asked = replace(asked, query=replace(asked.query, page=results.pages))
        results = here.index.search(asked.search)
    return settled(asked, results), results


def _crisis(asked: Asked, here: Scene) -> tuple[CrisisCard | None, bool]:
    """The card that words or chosen kinds raise; else whether to show the soft line."""
    known = around(site().settings, site().gazetteer).known
    said, table = heard(asked.query.text, known=known), helplines()
    chosen = [f"{facet}:{value}" for facet, values in asked.query.chosen for value in values]
    situation: Situation | None = table.card(said.exact, chosen)
    card = crisis_card(situation, table, site().settings.country.upper(), here.voice) if situation else None
    return card, card is None and bool(said.implied)


def _anywhere(asked: Asked, here: Scene) -> tuple[Change, ...]:
    """Help by phone and online, with the kind of help kept where that gives any."""
    rows = []
    for name, why, tries in remote(asked):
        for wider in tries:
            results = site().index.search(replace(wider.search, size=1))
            if results.total:
                rows.append(remote_change(name, why, wider, results, here.voice))
                break
    return tuple(rows)


@blueprint.get("/listing/<ref>")
def listing(ref: str) -> Response:
    """One listing. Raises NotFound, Gone."""
    one = site().index.get(ref)
    here, found = scene(), not is_safety(one)
    address = site().settings.address
    canonical = f"{address}/listing/{one.ref}" if address and found else ""
    response = page(
        "listing.html", page=listing_page(one, _siblings(one), _similar(one), here), canonical=canonical, noindex=not found
    )
    if found:
        response.headers["X-Robots-Tag"] = "all"  # not kept by a browser, but found by who searches elsewhere
    return response


def _siblings(one: Listing) -> tuple[Listing, ...]:
    """The other meetings of its group: results fold them into one card, which leads here."""
    if not one.group:
        return ()
    found = site().index.search(Query(organization=one.organization.key, moment=minute(), size=MOST_MEETINGS, order="soon"))
    same = (hit.listing for hit in found.hits if hit.listing.group == one.group)
    return tuple(other for other in same if other.id != one.id)


def _similar(one: Listing) -> tuple[Hit, ...]:
    """Others of its kind near it, or serving the same wide area; none rather than far ones."""
    if not one.categories:
        return ()
    query = Query(chosen=(("category", one.categories[:1]),), moment=minute(), size=LOOKED_THROUGH, home=_home(one))
    point = located(one)
    if point is not None:
        near: Near = site().gazetteer.at(point)
        hits = site().index.search(replace(query, near=near, unit=site().settings.unit)).hits
    else:
        hits = tuple(hit for hit in site().index.search(query).hits if set(hit.listing.coverage) & set(one.coverage))
    mine = answers(one).yes["category"]
    return tuple(hit for hit in hits if mine & answers(hit.listing).yes["category"])


def _home(one: Listing) -> str:
    """The country it serves, so that help there is looked through first; the site's for what serves everywhere."""
    country = one.coverage[0].partition("-")[0] if one.coverage else ""
    return country if country not in {"", "world"} else site().settings.country


@blueprint.get("/exit")
def leave() -> Response:
    """The way out: forget what this site stored and go to the neutral page."""
    response = Response(status=303, headers={"Location": site().settings.exit_url})
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
