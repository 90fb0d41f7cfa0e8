"""`/embed`: the search in a frame of another site. The only page that may be framed, and only by the sites of the settings.

A search is sent by POST, so that no words stand in an address: not in the history, not in a log of the other site's making.
It changes nothing and there is no cookie, so no token guards it: whoever makes a browser send one gains nothing, and a
token would need the storage that frames are denied. There is no script in it, no list, and whatever it leads to opens in
a tab of its own: a frame is no place to read, and no other page of this site can be shown in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from directory.params import Asked
from directory.params_fields import PARAMETERS
from directory.params_links import arguments, turned
from directory.query import Hit
from directory.web.embed_present import Again, again, changes, pages_around, rows
from directory.web.pages import answer, anywhere, crisis
from directory.web.pages_frame import SHORT, blueprint, in_frame, page, scene
from directory.web.present_filters import chips
from directory.web.present_results import found, pages_at
from directory.web.present_site import Form, choice, form, ignored, unknown_place
from directory.web.present_words import reading
from directory.web.site import site

__all__ = ["blueprint"]

SIZE = 10
"""Listings of a page: a frame is small."""
OFFERED = tuple(name for name in PARAMETERS if name not in {"list", "view", "for", "lang", "explain", "after"})
"""Arguments that a form in a frame may send."""
LINK = re.compile(r'<a (?P<more>[^>]*?href="(?P<to>[^"]*)")')
CONTACT = ("tel:", "sms:", "mailto:")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that has to be chosen or was not known: what is said, and a button for each name."""

    heading: str
    hint: str
    buttons: tuple[Again, ...]


@blueprint.get("/embed")
def embed() -> Response:
    """The empty form, the same for everyone; `place` may stand in it already, as the other site wrote it in its frame."""
    typed = Form(place=request.args.get("place", "")[:100])
    return page("embed.html", SHORT, form=typed, closed=not site().settings.embed_in, noindex=True)


@blueprint.post("/embed")
def embed_search() -> Response:
    """What was found, in the frame; crisis card first. Raises IndexUnavailable."""
    asked, results = answer({name: said for name, said in request.form.lists() if name in OFFERED}, SIZE)
    here = scene(asked.search, zone_known=bool(asked.tz))
    shown = found(asked, results, here, size=SIZE)
    card, soft = crisis(asked, here)
    voice, words = here.voice, reading(asked, here.voice)
    model: dict[str, Any] = {
        "form": form(asked),
        "said": tuple(arguments(asked)),
        "found": shown,
        "tiers": tuple((tier.heading, rows(tier.entries)) for tier in shown.tiers),
        "chips": tuple(again(one.text, one.href, one.name) for one in chips(asked, here, _organization(asked, results.hits))),
        "spelled": tuple((one.text, again(one.link, one.href)) for one in words.spelled),
        "changes": changes(shown.changes),
        "anywhere": () if results.total else changes(anywhere(asked, here)),
        "changed": words.changed,
        "places": _places(asked),
        "left_out": again(voice("show_them"), shown.left_out_href) if shown.left_out else None,
        "turns": pages_around(lambda to: arguments(turned(asked, to)), asked.query.page, pages_at(results.total, SIZE), voice),
        "ignored": ignored(asked, voice),
        "crisis": card,
        "soft": soft,
        "no_control": lambda *_: "",  # cards have no button that adds them to a list
        "noindex": True,
    }
    return page("embed.html", **model)


def _organization(asked: Asked, hits: Sequence[Hit]) -> str:
    return hits[0].listing.organization.name if asked.query.organization and hits else ""


def _places(asked: Asked) -> Place | None:
    voice = scene().voice
    note = choice(asked, voice) or unknown_place(asked, voice)
    return Place(note.heading, note.hint, tuple(again(one.text, one.href) for one in note.links)) if note else None


@blueprint.after_app_request
def aim(response: Response) -> Response:
    """The page with each of its links aimed: what is answered in the frame stays, all else opens in a tab of its own."""
    if in_frame() and response.mimetype == "text/html" and not response.direct_passthrough:
        response.set_data(LINK.sub(_aimed, response.get_data(as_text=True)))
    return response


def _aimed(link: re.Match[str]) -> str:
    """A telephone or the way out is for the whole window: many a frame may not open those itself."""
    to = link["to"]
    if to.startswith("#") or to.partition("?")[0].endswith("/embed"):
        return link[0]
    if to.startswith(CONTACT) or to.endswith("/exit"):
        return f'<a target="_top" {link["more"]}'
    return f'<a target="_blank" {link["more"]}'
