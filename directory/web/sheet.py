"""The referral sheet: a page made for paper, in the client's language, with lines for notes (pages §4.7).

Notes, title and initials are written by the browser from its own store; the server never has them, so the PDF has empty lines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from directory.errors import NotFound
from directory.web import sheet_pdf
from directory.web.list_ids import Listed, current, list_address
from directory.web.list_items import Entry, fetched, items
from directory.web.list_pages import addresses, meetings, spoken
from directory.web.list_share import qr
from directory.web.pages_frame import blueprint, country, page, scene
from directory.web.present_facts import Scene
from directory.web.present_helplines import Help, help_strip
from directory.web.present_site import Link
from directory.web.site import site
from directory.web.templates import written
from directory.web.tongues import prefix
from directory.web.words import LANGUAGES, NAMES, Voice

ON_PAGE, ON_PAGE_LARGE = 4, 2
"""Places on a printed page."""
LETTER = frozenset({"us", "ca"})
"""Countries that print on Letter; others print on A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is on paper. `say` speaks the client's language, `pages` are the numbered places of each printed page."""

    say: Voice
    direction: str
    large: bool
    printed: str
    pages: tuple[tuple[tuple[int, Entry], ...], ...]
    short: str
    code: str
    calls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen above the sheet: languages and sizes, each with its address; the PDF where it can be made."""

    languages: tuple[Link, ...]
    sizes: tuple[Link, ...]
    pdf: str
    back: str


@blueprint.get("/sheet")
def sheet() -> Response:
    """The sheet of the list in the address. Raises NotFound for an empty list, IndexUnavailable."""
    return page("sheet.html", sheet=_sheet(), choices=choices(current(), scene().voice), noindex=True)


@blueprint.get("/sheet.pdf")
def as_pdf() -> AnyResponse:
    """The same as a tagged PDF; the page to print while many are asked for.

    Raises NotFound where none can be made or the list is empty, IndexUnavailable.
    """
    if not sheet_pdf.available():
        raise NotFound
    paper = "letter" if site().settings.country in LETTER else "A4"
    body = sheet_pdf.pdf(written("sheet_paper.html", sheet=_sheet()), paper)
    if body is None:
        return redirect(_to_print(), 303)
    response = Response(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    return response


def _to_print() -> str:
    return prefix() + list_address(
        current().refs, "/sheet", lang=request.args.get("lang", ""), large=request.args.get("large", "")
    )


def _sheet() -> Sheet:
    have = current()
    if not have.refs:
        raise NotFound
    here = replace(scene(), voice=spoken())
    return made(items(fetched(have.refs, site().index), here, meetings), have, here)


def made(entries: tuple[Entry, ...], have: Listed, here: Scene) -> Sheet:
    """The sheet of some places."""
    voice, large = here.voice, "large" in request.args
    each = ON_PAGE_LARGE if large else ON_PAGE
    numbered = tuple(enumerate(entries, 1))
    link, short = addresses(have, voice.language)
    return Sheet(
        say=voice,
        direction=voice.direction,
        large=large,
        printed=voice("printed_on", date=here.dated(here.today)),
        pages=tuple(numbered[first : first + each] for first in range(0, len(numbered), each)),
        short=short,
        code=qr(link, voice("qr_code", address=short)),
        calls=tuple(calls(help_strip(site().label.lines, country(), voice), voice)),
    )


def calls(lines: Help, voice: Voice) -> list[str]:
    """Whom to call: the country's line, the emergency number, the people who know the help of a place."""
    kinds = [one.kind for one in lines.actions]
    said = []
    if lines.line:
        same = "text" in kinds and any(one.href.startswith(f"sms:{lines.line}") for one in lines.actions)
        said.append(voice("crisis_box" if same else "crisis_call", number=lines.line))
    if lines.emergency:
        said.append(voice("danger_call", number=lines.emergency))
    if lines.local:
        said.append(voice("other_services", number=lines.local.href.removeprefix("tel:")))
    return said


def choices(have: Listed, voice: Voice) -> Choices:
    """What can be chosen above the sheet."""
    chosen, large = spoken().language, "1" if "large" in request.args else ""
    other = "" if chosen == voice.language else chosen

    def address(language: str, size: str, path: str = "/sheet") -> str:
        return list_address(have.refs, path, lang=language, large=size)

    spoken_here = tuple(
        Link(NAMES[code], address("" if code == voice.language else code, large), code == chosen) for code in LANGUAGES
    )
    return Choices(
        languages=spoken_here,
        sizes=(
            Link(voice("size_normal"), address(other, ""), not large),
            Link(voice("size_large"), address(other, "1"), bool(large)),
        ),
        pdf=address(other, large, "/sheet.pdf") if sheet_pdf.available() else "",
        back=list_address(have.refs),
    )
