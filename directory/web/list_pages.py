"""My list: the page, its short address, its files, the calendar of one listing. The address is the list (pages §4.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, current_app, request

from directory.errors import IndexUnavailable, NotFound
from directory.listing import Listing
from directory.params_fields import MOST_LISTED
from directory.web import tongues
from directory.web.list_calendar import TYPE, calendar, has_sessions
from directory.web.list_carry import add_ticked, carry
from directory.web.list_files import CSV, as_json, table
from directory.web.list_groups import siblings, with_siblings
from directory.web.list_ids import Listed, current, list_address
from directory.web.list_items import Entry, Item, Missing, fetched, items
from directory.web.list_rows import asked_page, leaf, page_address, rows
from directory.web.list_share import Message, mail_href, plain_text, qr, sms_href, text_message
from directory.web.pages_frame import blueprint, minute, page, scene
from directory.web.present_facts import Scene
from directory.web.present_results import steps
from directory.web.present_site import Form
from directory.web.site import site
from directory.web.table import list_table
from directory.web.words import LANGUAGES, Voice

FILES = (
    ("calendar", "as_calendar", "/list.ics"),
    ("table", "as_csv", "/list.csv"),
    ("paper", "as_plain_text", "/list.txt"),
    ("paper", "as_json", "/list.json"),
)
"""Icon, words and path of the files of a list, the calendar first: it is there only where something is dated."""

blueprint.before_app_request(add_ticked)
blueprint.after_app_request(carry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What the panel offers: addresses of sheet and files, the link, the text message (None while search is down)."""

    link: str
    short: str
    message: Message | None
    length: str
    sms: str
    mail: str
    sheet: str
    compare: str
    files: tuple[tuple[str, str, str], ...]  # icon, words, address
    code: str


def meetings(one: Listing) -> tuple[Listing, ...]:
    """The other meetings of the group of a listing. Raises IndexUnavailable."""
    return siblings(one, site().index, minute())


def spoken() -> Voice:
    """The voice that `lang` asks for: a file or a sheet may be in another language than the page it is made on."""
    asked = request.args.get("lang", "")
    return Voice(asked) if asked in LANGUAGES else scene().voice


def base(language: str = "") -> str:
    """How addresses of pages here begin for whom they are sent to: in a language of the site, else in that of this page."""
    tags: tuple[str, ...] = current_app.config[tongues.LANGUAGE]
    before = f"/{language}" if language in tags[1:] else "" if language in tags else tongues.prefix()
    return (site().settings.address or request.host_url.rstrip("/")) + before


def addresses(have: Listed, language: str = "") -> tuple[str, str]:
    """The list's short address, whole and without its scheme: what is printed and put in a text message."""
    link = f"{base(language)}/l/{have.text}"
    return link, link.partition("://")[2]


def signed(link: str) -> str:
    """How a text that is handed on ends: the name of the site and an address of it."""
    return f"{site().label.name}: {link}"


@blueprint.get("/list")
@blueprint.get("/l/<ids>")
def my_list(ids: str = "") -> Response:
    """The list in the address; an empty one offers a search. 503 with the list kept while search is down."""
    have, here = current(), scene()
    try:
        found = fetched(have.refs, site().index)
    except IndexUnavailable:
        response = _page(have, None, here)
        response.status_code = 503
        return response
    if request.args.get("view") == "table" and any(isinstance(one, Listing) for one in found):
        return page("list_table.html", table=list_table(found, here), back=list_address(have.refs), noindex=True)
    return _page(have, items(found, here, meetings), here)


def _page(have: Listed, entries: tuple[Entry, ...] | None, here: Scene) -> Response:
    pages = leaf(len(have.refs) - 1)
    shown = min(asked_page(), pages)
    part = f" {here.voice('page_of', page=shown, pages=pages)}" if pages > 1 else ""
    model: dict[str, Any] = {
        "rows": rows(have.refs, entries, shown),
        "found": {"steps": steps(shown, pages, lambda page: page_address(have.refs, page), voice=here.voice)},
        "line": here.voice("list_line", n=len(have.refs)) + part,
        "notes": tuple(_notes(have, entries is None, here.voice)),
        "share": share(have, entries, here.voice),
        "plain": "plain" in request.args,
        "form": Form(),
        "noindex": True,
    }
    return page("list.html", **model)


def _notes(have: Listed, down: bool, voice: Voice) -> list[str]:
    said = [voice("list_down")] if down and have.refs else []
    said += [voice("list_over", n=have.over, most=MOST_LISTED)] if have.over else []
    return [*said, voice("list_unread", n=have.unread)] if have.unread else said


def share(have: Listed, entries: tuple[Entry, ...] | None, voice: Voice) -> Share:
    """The panel that prints and sends."""
    link, short = addresses(have)
    message = text_message(entries, short) if entries else None
    plain = "plain" in request.args
    texts = [plain_text(entries, signed(link), voice, plain=one) for one in (plain, True)] if entries else ["", ""]
    dated = any(isinstance(one, Item) and has_sessions(one.listing, scene()) for one in entries or ())
    kinds = FILES if dated else FILES[1:]
    return Share(
        link=link,
        short=short,
        message=message,
        length=voice("text_length", n=message.parts, letters=message.letters) if message else "",
        sms=sms_href(message) if message else "",
        mail=mail_href(voice("email_subject"), *texts) if entries else "",
        sheet=list_address(have.refs, "/sheet"),
        compare=list_address(have.refs, view="table"),
        files=tuple((icon, voice(key), list_address(have.refs, path)) for icon, key, path in kinds),
        code=qr(link, voice("qr_code", address=short)) if have.refs else "",
    )


def _found() -> tuple[tuple[Listing | Missing, ...], Scene]:
    have = current()
    if not have.refs:
        raise NotFound
    return fetched(have.refs, site().index), replace(scene(), voice=spoken())


def _file(body: bytes | str, kind: str, name: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/list.csv")
def list_csv() -> Response:
    """The list as a table. Raises NotFound for an empty one, IndexUnavailable."""
    found, here = _found()
    return _file(table(items(found, here, meetings), base(), here.voice), CSV, "list.csv")


@blueprint.get("/list.txt")
def list_text() -> Response:
    """The list as plain text; `plain=1`: names and numbers only."""
    found, here = _found()
    text = plain_text(items(found, here, meetings), signed(addresses(current())[0]), here.voice, plain="plain" in request.args)
    return Response(text, content_type="text/plain; charset=utf-8")


@blueprint.get("/list.json")
def list_json() -> Response:
    """The listings as the API gives them."""
    return Response(as_json(_found()[0]), content_type="application/json")


@blueprint.get("/list.ics")
def list_calendar() -> Response:
    """All sessions of the list that are to come. Raises NotFound where there is none."""
    found, here = _found()
    return dated(tuple(one for one in found if isinstance(one, Listing)), here)


@blueprint.get("/listing/<ref>.ics")
def listing_calendar(ref: str) -> Response:
    """The sessions of one listing. Raises NotFound, Gone."""
    return dated((site().index.get(ref),), replace(scene(), voice=spoken()))


def dated(listings: tuple[Listing, ...], here: Scene) -> Response:
    """The calendar of some listings and their groups. Raises NotFound where there is nothing to put in it."""
    listings = with_siblings(listings, site().index, here.moment)
    if not any(has_sessions(one, here) for one in listings):
        raise NotFound
    return _file(calendar(listings, here, base()), TYPE, "sessions.ics")
