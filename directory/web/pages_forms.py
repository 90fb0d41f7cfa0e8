"""Suggest a listing, report a problem: kept in the catalogue for people to work through. No account, no cookie, no log of it.

The page that says thank you answers the form itself instead of leading elsewhere: nothing of what was sent is in an address,
and a form that is sent again is the same report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Response, request

from directory.errors import CatalogueUnavailable, IndexUnavailable, NotFound
from directory.language.crisis import heard
from directory.language.lexicon import merged
from directory.params_fields import REF
from directory.web import form_token
from directory.web.form_fields import EMAIL, TRAP, clean, faults, typed
from directory.web.limits import waiting
from directory.web.list_ids import same_page
from directory.web.listed import listed
from directory.web.pages_frame import blueprint, country, page, scene
from directory.web.present_forms import FORMS, Filled, form_page
from directory.web.present_helplines import CrisisCard, crisis_card, four_lines
from directory.web.site import site

BOTH = ("GET", "POST")
UNSAFE = frozenset({"hide", "unsafe"})
"""What is wrong when help lines stand on the page that says thank you."""


@dataclass(frozen=True, slots=True)
class About:
    """What a form is about: public id and name of a listing, both empty of a suggestion, the name too while search is down.
    `language` is that of the name where the page is in another."""

    form: str
    ref: str = ""
    name: str = ""
    language: str = ""

    @property
    def key(self) -> str:
        """What its token is for."""
        return f"{self.form} {self.ref}"


@blueprint.route("/suggest", methods=BOTH)
def suggest() -> Response:
    """The form for a place, group or line that is missing."""
    return _answer(About("suggest"))


@blueprint.route("/listing/<ref>/report", methods=BOTH)
def report(ref: str) -> Response:
    """The form for what is wrong with a listing. Raises NotFound, Withdrawn."""
    if not re.fullmatch(REF, ref):
        raise NotFound
    try:
        found = listed(ref)
        one = listed(found) if isinstance(found, str) else found
    except IndexUnavailable:  # an address that is dangerous can be told also then
        return _answer(About("report", ref))
    if isinstance(one, str):
        raise NotFound
    other = one.language_of_text if one.language_of_text != scene().voice.language else ""
    return _answer(About("report", one.ref, one.name, other))


def _answer(about: About) -> Response:
    """The form, or what came of it."""
    voice, sent = scene().voice, request.method == "POST"
    filled = Filled(form=about.form, said={"wrong": clean(request.args.get("about", ""))[:16]})
    if sent:
        trapped = clean(request.form.get(TRAP, ""))[:200]
        filled = replace(filled, said=typed(FORMS[about.form], request.form), trapped=trapped)
    try:
        key = site().inbox.key()
        return _taken(about, filled, key) if sent else _form(about, filled, _token(about, key), 200)
    except CatalogueUnavailable:
        notice = voice("form_unkept" if sent else "form_shut")
        token = request.form.get("token", "")[:200]
        return _form(about, replace(filled, notice=notice), token, 503, shut=not sent)


def _token(about: About, key: bytes, before: int = 0) -> str:
    return form_token.issue(key, about.key, site().seconds() - before)


def _taken(about: About, filled: Filled, key: bytes) -> Response:
    """What was sent kept, or the form again with what stands against it. Raises CatalogueUnavailable."""
    voice, now, text = scene().voice, site().seconds(), request.form.get("token", "")
    token = form_token.opened(key, about.key, text, now)
    if token is None or not form_token.from_here(request.headers, _hosts()):
        fresh = _token(about, key, form_token.SOONEST)  # who is told so has read it: sending again is not too soon
        return _form(about, replace(filled, notice=voice("form_old")), fresh, 422)
    if filled.trapped or (wrong := faults(FORMS[about.form], filled.said)):
        return _form(about, filled if filled.trapped else replace(filled, faults=wrong), text, 422)
    if token.early(now):
        return _form(about, replace(filled, notice=voice("form_soon")), text, 422)
    if seconds := waiting("forms"):
        answer = _form(about, replace(filled, notice=voice("form_wait", n=-(-seconds // 60))), text, 429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    return _thanks(about, filled, site().keep(_sent(about, filled, token, now)))


def _sent(about: About, filled: Filled, token: form_token.Token, now: int) -> dict[str, Any]:
    said = {name: text for name, text in filled.said.items() if text and name not in {EMAIL, "wrong"}}
    return {
        "kind": filled.said.get("wrong") or "suggestion",
        "listing": about.ref,
        "language": scene().voice.language,
        "said": said,
        "token": token.of(filled.said.items()),
        "at": datetime.fromtimestamp(now, UTC),
        "email": filled.said[EMAIL],
    }


def _hosts() -> frozenset[str]:
    return frozenset({request.host, urlsplit(site().settings.address).netloc} - {""})


def _form(about: About, filled: Filled, token: str, status: int, *, shut: bool = False) -> Response:
    here = scene()
    shown = form_page(filled, here.voice, shut=shut)
    card = _crisis(filled)
    answer = page("form.html", form=shown, about=about, token=token, action=same_page(("about",)), crisis=card, noindex=True)
    answer.status_code = status
    return answer


def _thanks(about: About, filled: Filled, reference: str) -> Response:
    unsafe, card, here = filled.said.get("wrong") in UNSAFE, _crisis(filled), scene()
    lines = four_lines(site().label.lines, country(), here) if unsafe else ()
    told: dict[str, Any] = {"number": f"{reference[:4]} {reference[4:]}", "answer": bool(filled.said[EMAIL])}
    return page("form_sent.html", about=about, unsafe=unsafe, lines=lines, crisis=card, noindex=True, **told)


def _crisis(filled: Filled) -> CrisisCard | None:
    """The card for somebody who writes of a crisis, whatever the question was."""
    words = "\n".join(text[:1000] for name, text in filled.said.items() if name in {"text", "help", "name"})
    if not words.strip():
        return None
    situation = site().label.lines.card(heard(words, merged(site().settings.need_words)).exact)
    return crisis_card(situation, site().label.lines, country(), scene().voice) if situation else None
