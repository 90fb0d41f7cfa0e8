"""What every page needs: the frame around it, for whom it is made, how it is sent."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request
from markupsafe import Markup

from directory.errors import NearhelpError
from directory.helplines import Helplines
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
from directory.web.security import FRAMABLE
from directory.web.site import site
from directory.web.templates import written
from directory.web.words import Voice

blueprint = Blueprint("pages", __name__)
blueprint.after_app_request(compress)

SHORT = "public, max-age=300"
"""Cache-Control of pages that are the same for everyone; all others stay `private, no-store`."""

TOO_MUCH = 413
"""Status of a request whose body is not read: nothing typed is known of it."""


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
    here, voice = site(), Voice(tongues.language())
    label, sprite = here.label, Sprite(here.memory, voice.language)
    return {
        "say": voice,
        "sprite": sprite,
        "mine": Mine(current(), voice, sprite),
        "asset": asset,
        "site_icon": icon_uri(label),
        "site_name": label.name,
        "run_by": label.run_by,
        "contact": label.contact,
        "mark": Markup(label.mark.inline) if label.mark else "",  # noqa: S704 - shapes that were read and written anew
        "in_frame": in_frame(),
        "layout": "embed_base.html" if in_frame() else "base.html",
        "help": here.memory.of("help").get(label.lines, voice.language, _help, label.lines, country(), voice),
        "explain": explain,
        **tongues.frame(),
    }


def _help(lines: Helplines, country: str, voice: Voice) -> Help:
    """The help strip: the same on every page."""
    return help_strip(lines, country, voice)


def in_frame() -> bool:
    """Whether this request is for a page that stands in other sites' frames."""
    return request.endpoint in FRAMABLE


def explain(problem: Problem) -> ErrorPage:
    """What the error page says of a problem; what was typed stays in its form."""
    here = scene()
    said = request.form if in_frame() and problem.status != TOO_MUCH else request.args
    typed = Form(said.get("q", "")[:200], said.get("place", "")[:100])
    address = request.full_path.rstrip("?") if request.method == "GET" else "/embed" if in_frame() else "/"
    failed = Failed(status=problem.status, fields=problem.fields, address=address, form=typed)
    return error_page(failed, four_lines(site().label.lines, country(), here), here.voice)


def page(template: str, cache: str = "", **model: Any) -> Response:
    """A rendered page; `cache` is its Cache-Control, without one it is never kept."""
    response: Response = current_app.make_response(written(template, **model))
    if cache:
        response.headers["Cache-Control"] = cache
    return response
