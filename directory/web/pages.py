"""The pages for people: a request becomes a question, the answer a view model, the view model a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for

from directory.errors import Withdrawn
from directory.params import TABLE_PAGE, Asked, read
from directory.params_answer import answered
from directory.places.holidays import is_holiday
from directory.query import PAGE, Results
from directory.similar import close
from directory.web import (
    booklet,
    list_pages,
    map_pages,
    pages_about,
    pages_crawlers,
    pages_forms,
    pages_kinds,
    pages_sources,
    sheet,
    table,
)
from directory.web.assets import serve
from directory.web.gone import gone
from directory.web.list_groups import siblings
from directory.web.listed import listed
from directory.web.listing_more import more
from directory.web.map_pins import map_of, spot
from directory.web.pages_frame import SHORT, blueprint, minute, page, scene
from directory.web.present_facts import Scene, is_safety
from directory.web.present_filters import chips, panel
from directory.web.present_helplines import CrisisCard, crisis_card
from directory.web.present_listing import listing_page
from directory.web.present_results import Change, Found, found, pages_at
from directory.web.present_similar import close_help
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
from directory.web.urgent import urgent

SIZES = {"table": TABLE_PAGE, "booklet": booklet.MOST}
"""Listings of a page, by view; any other shows twenty."""
VIEWS = {"table": table.search_table, "booklet": booklet.search_booklet}
"""The views that are not the page of cards."""

__all__ = [
    "blueprint",
    "list_pages",
    "map_pages",
    "pages_about",
    "pages_crawlers",
    "pages_forms",
    "pages_kinds",
    "pages_sources",
    "sheet",
]

blueprint.add_url_rule("/assets/<digest>/<name>", "assets", serve)


@blueprint.get("/")
def home() -> Response:
    """The home page."""
    voice = scene().voice
    return page(
        "home.html", SHORT, form=Form(), tiles=tiles(voice, site().label.doors), who=who(voice), promises=promises(voice)
    )


@blueprint.get("/search")
def search() -> Response:
    """Results, or what to do when there are none; 200 either way."""
    asked, results = answer(request.args.to_dict(flat=False))
    here = scene(asked.search, zone_known=bool(asked.tz))
    card, soft = crisis(asked, here)
    organization = results.hits[0].listing.organization.name if asked.query.organization and results.hits else ""
    shown = chips(asked, here, organization)
    other, size = VIEWS.get(asked.shown), SIZES.get(asked.shown, PAGE)
    part = found(asked, results, here, size=size, cards=other is None)
    common: dict[str, Any] = {
        "found": part,
        **_mapped(results, part),
        "form": form(asked),
        "choice": choice(asked, here.voice),
        "unknown": unknown_place(asked, here.voice),
        "others": other_places(asked, here.voice),
        "ignored": ignored(asked, here.voice),
        "crisis": card,
        "soft": soft,
        "holiday": is_holiday(here.today, country(asked)),
        "reading": reading(asked, here.voice),
        "noindex": True,
    }
    if results.total:
        common |= {"chips": shown, "panel": panel(asked, results, here)}
        return other(asked, results, here, common) if other else page("results.html", **common)
    said = looked_for((chip.text for chip in shown), asked, here)
    common |= {"close": close_help(close(asked.search, site().index.search), here), "anywhere": anywhere(asked, here)}
    return page("nothing.html", said=said, through=through(here.voice), **common)


def country(asked: Asked) -> str:
    """The country of the place that was asked for, else the site's."""
    codes = asked.query.near.codes if asked.query.near is not None else ()
    return next((code for code in codes if len(code) == 2), site().settings.country)


def _mapped(results: Results, part: Found) -> dict[str, Any]:
    """The map of a page's cards; of a view without cards only whether their page has one."""
    tiles = site().tiles
    return {"map": map_of(results.hits, part.tiers, tiles), "mapped": tiles is not None and any(map(spot, results.hits))}


def answer(args: Mapping[str, Sequence[str]], size: int = 0) -> tuple[Asked, Results]:
    """The request understood and answered, `size` listings or as many as its view has; behind the last page is the last."""
    here = site()
    asked = read(args, here.settings, here.gazetteer, minute())
    size = size or SIZES.get(asked.shown, PAGE)
    if asked.query.size != size or asked.query.after:
        number = 1 if size > TABLE_PAGE else asked.query.page
        asked = replace(asked, query=replace(asked.query, size=size, after="", page=number))
    asked, results = answered(asked, here.index.search)
    if results.total and asked.query.page > (last := pages_at(results.total, size)):
        asked = replace(asked, query=replace(asked.query, page=last))
        results = here.index.search(asked.search)
    return asked, results


def crisis(asked: Asked, here: Scene) -> tuple[CrisisCard | None, bool]:
    """The card that words or chosen kinds raise; else whether to show the soft line."""
    said = urgent(asked)
    card = crisis_card(said.situations[0], site().label.lines, said.country, here.voice) if said.situations else None
    return card, said.soft


def anywhere(asked: Asked, here: Scene) -> tuple[Change, ...]:
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
    """One listing, the way to the one it was merged into, or that it is no longer listed. Raises NotFound."""
    try:
        one = listed(ref)
    except Withdrawn:
        return gone(ref)
    if isinstance(one, str):
        return Response(status=301, headers={"Location": url_for("pages.listing", ref=one)})
    here, found = scene(), not is_safety(one)
    address = site().settings.address
    shown = listing_page(one, siblings(one, site().index, minute()), site().like(one), here)
    response = page(
        "listing.html",
        page=shown,
        more=more(one, shown, here),
        holiday=bool(shown.rules) and one.place is not None and is_holiday(here.today, one.place.address.country),
        canonical=f"{address}/listing/{one.ref}" if address and found else "",
        noindex=not found,
    )
    if found:
        response.headers["X-Robots-Tag"] = "all"  # not kept by a browser, but found by who searches elsewhere
    return response


@blueprint.get("/exit")
def leave() -> Response:
    """The way out: forget what this site stored and go to the neutral page."""
    response = Response(status=303, headers={"Location": site().settings.exit_url})
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
