"""What every page needs: the frame around it, for whom it is made, how it is sent."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from directory.errors import NearhelpError
from directory.helplines import helplines
from directory.query import Query
from directory.web import tongues
from directory.web.assets import asset, compress, icon_uri
from directory.web.errors import Problem
from directory.web.icons import Sprite
from directory.web.list_carry import Mine
from directory.web.list_ids import current
from directory.web.present_errors import ErrorPage, Failed, error_page
from directory.web.present_facts import Scene
from directory.web.present_helplines import Help, four_lines, help_strip
from directory.web.present_site import Form
from directory.web.site import site
from directory.web.words import Voice

blueprint = Blueprint("pages", __name__)
blueprint.after_app_request(compress)

SHORT = "public, max-age=300"
"""Cache-Control of pages that are the same for everyone; all others stay `private, no-store`."""


def minute() -> int:
    """The clock of this request: whole minutes since 1970 UTC."""
    return site().clock()


def country() -> str:
    """The site's country as tables have it."""
    return site().settings.country.upper()


def scene(query: Query | None = None, *, zone_known: bool = False) -> Scene:
    """For whom the page is made: the visitor's zone and clock where a query gives them."""
    settings = site().settings
    return Scene(
        voice=Voice(tongues.language()),
        unit=settings.unit,
        zone=query.zone if query else settings.zone,
        zone_known=zone_known,
        moment=query.moment if query else minute(),
        times=query.times if query else (),
        area=_area,
        memory=site().memory,
    )


def _area(code: str) -> str:
    """The name of an area, "" when the gazetteer cannot tell: pages do without it."""
    try:
        return site().gazetteer.name_of(code)
    except NearhelpError:
        return ""


@blueprint.app_context_processor
def frame() -> dict[str, Any]:
    """What the base template shows around every page, error pages included."""
    settings, here = site().settings, scene()
    sprite = Sprite(site().memory, here.voice.language)
    return {
        "say": here.voice,
        "sprite": sprite,
        "mine": Mine(current(), here.voice, sprite),
        "asset": asset,
        "site_icon": icon_uri(),
        "site_name": settings.site_name,
        "run_by": settings.run_by,
        "contact": settings.contact,
        "help": _help(country(), here.voice.language),
        "explain": explain,
        **tongues.frame(),
    }


@cache
def _help(country: str, language: str) -> Help:
    """The help strip: the same on every page."""
    return help_strip(helplines(), country, Voice(language))


def explain(problem: Problem) -> ErrorPage:
    """What the error page says of a problem; what was typed stays in its form."""
    here = scene()
    typed = Form(request.args.get("q", "")[:200], request.args.get("place", "")[:100])
    address = request.full_path.rstrip("?") if request.method == "GET" else "/"
    failed = Failed(status=problem.status, fields=problem.fields, address=address, form=typed)
    return error_page(failed, four_lines(helplines(), country(), here), here.voice)


def page(template: str, cache: str = "", **model: Any) -> Response:
    """A rendered page; `cache` is its Cache-Control, without one it is never kept."""
    response: Response = current_app.make_response(render_template(template, **model))
    if cache:
        response.headers["Cache-Control"] = cache
    return response
