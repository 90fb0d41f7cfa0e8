"""The pages about this site, and those that must work when search does not."""

from __future__ import annotations

from flask import Response, request

from directory.errors import NearhelpError
from directory.query import Query
from directory.web.pages_frame import SHORT, blueprint, country, minute, page, scene
from directory.web.present_about import (
    Section,
    accessibility,
    country_links,
    cover_text,
    fresh_text,
    habits,
    privacy,
    source_rows,
)
from directory.web.present_helplines import helplines_page, line_for
from directory.web.site import site


@blueprint.get("/helplines")
def all_helplines() -> Response:
    """The help lines of a country, `?country=gb`; read from files, so they are here when search is not."""
    table, here = site().label.lines, scene()
    asked = request.args.get("country", country()).upper()
    known = [code for code in table.strip if any(code in one.lines for one in table.situations)]
    chosen = asked if asked in known else country()
    links = country_links(known, chosen, here.voice)
    return page(
        "helplines.html", SHORT, groups=helplines_page(table, chosen, here), countries=links, emergency=_emergency(chosen)
    )


def _emergency(code: str) -> str:
    """The number or numbers for immediate danger, in words; empty where none is known."""
    numbers = [one.number for one in site().label.lines.emergency.get(code, ()) if not one.labels]
    return scene().voice.either(numbers)


@blueprint.get("/about")
def about() -> Response:
    """Who runs it, where listings come from, how order is decided."""
    here = scene()
    voice = here.voice
    try:
        sources = site().index.sources()
        counts = site().index.search(Query(moment=minute(), size=1)).counts["category"]
    except NearhelpError:
        return page("about.html", sources=(), total=voice("about_down"), cover="", fresh="")
    total = voice("about_total", n=f"{sum(one.count for one in sources):,}")
    told = {"total": total, "cover": cover_text(counts, voice), "fresh": fresh_text(sources, here)}
    return page("about.html", SHORT, sources=source_rows(sources, here), **told)


@blueprint.get("/stay-safe")
def stay_safe() -> Response:
    """What Quick exit does and does not, safer habits, someone to talk to."""
    here = scene()
    line = line_for(site().label.lines, "abuse-at-home", country(), here)
    return page("stay_safe.html", SHORT, habits=habits(here.voice), line=line)


@blueprint.get("/privacy")
def privacy_page() -> Response:
    """What is kept about a visitor: nothing, and how."""
    voice = scene().voice
    return _prose("privacy", voice("privacy_intro"), privacy(voice))


@blueprint.get("/accessibility")
def accessibility_page() -> Response:
    """How the site is made for everyone, and where it falls short."""
    voice = scene().voice
    return _prose("accessibility", voice("access_intro"), accessibility(voice, site().label.contact.removeprefix("mailto:")))


def _prose(key: str, intro: str, sections: tuple[Section, ...]) -> Response:
    return page("prose.html", SHORT, heading=scene().voice(key), intro=intro, sections=sections)
