"""Errors become answers, once: problem+json (RFC 9457) under /api, a friendly page elsewhere.

A page never has a code as its heading, and an answer never repeats what a stranger's software did wrong in our words only:
it says what would be right. What the person typed goes into no log.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, request
from jinja2 import TemplateError
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from directory.errors import AmbiguousPlace, BadRequest, NearhelpError, UnknownPlace
from directory.web.templates import written

log = logging.getLogger("nearhelp.web")

RETRY_SECONDS = 60
"""What Retry-After says with 429 and 503."""
TITLES = {
    400: "We could not read that request",
    404: "This page is not here",
    405: "This address only answers to other methods",
    410: "This is no longer here",
    413: "That was too much at once",
    414: "That address is too long",
    429: "Please wait a minute",
    503: "Search is not working right now",
}
"""HTTP status → what a person reads; other statuses of the 4xx are as 400, others are our own fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An error as it is told: `kind` is a word for templates and clients ("not-found"), `fields` name what was wrong."""

    status: int
    kind: str
    title: str
    detail: str = ""
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


KINDS = {404: "not-found", 405: "method", 410: "gone", 422: "bad-request", 429: "busy", 503: "unavailable"}


def problem_of(error: NearhelpError | HTTPException) -> Problem:
    """What is told of an error."""
    status = error.status if isinstance(error, NearhelpError) else error.code or 500
    kind = KINDS.get(status, "bad-request" if status < 500 else "broken")
    headers = {"Retry-After": str(RETRY_SECONDS)} if status in {429, 503} else {}
    if isinstance(error, HTTPException):
        wait = getattr(error, "retry_after", None)
        headers |= {"Retry-After": str(wait)} if wait else {}
        allowed = getattr(error, "valid_methods", None)
        headers |= {"Allow": ", ".join(sorted(allowed))} if allowed else {}
        title = TITLES.get(status, TITLES[400] if status < 500 else NearhelpError.title)
        return Problem(status=status, kind=kind, title=title, headers=headers)
    told: dict[str, Any] = {"status": status, "kind": kind, "title": error.title, "headers": headers}
    if isinstance(error, BadRequest):
        told["fields"] = error.fields
    elif isinstance(error, UnknownPlace):
        told |= {"kind": "unknown-place", "suggestions": error.suggestions}
    elif isinstance(error, AmbiguousPlace):
        told |= {"kind": "ambiguous-place", "choices": error.choices}
    return Problem(**told)


def answer_errors(app: Flask) -> None:
    """Make the application answer every error of ours and of HTTP; what nobody expected is a 500 without its message."""

    @app.errorhandler(NearhelpError)
    @app.errorhandler(HTTPException)
    def answer(error: NearhelpError | HTTPException) -> Response | HTTPException:
        if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
            return error  # a redirect
        problem = problem_of(error)
        if problem.status >= 500:
            log.error("%s answered with %d", type(error).__name__, problem.status)
        return as_json(problem) if request.path.startswith("/api/") else as_page(problem)


def as_json(problem: Problem) -> Response:
    """The problem as RFC 9457 has it; empty parts are left out."""
    body: dict[str, Any] = {"type": "about:blank", "title": problem.title, "status": problem.status, "kind": problem.kind}
    more = {"detail": problem.detail, "fields": dict(problem.fields)}
    more |= {"suggestions": list(problem.suggestions), "choices": list(problem.choices)}
    text = json.dumps(body | {name: value for name, value in more.items() if value}, ensure_ascii=False)
    return Response(text, problem.status, dict(problem.headers), content_type="application/problem+json")


def as_page(problem: Problem) -> Response:
    """The problem as a page; plain when the templates themselves are what broke."""
    try:
        text = written("error.html", error=problem)
    except TemplateError as fault:
        log.error("error.html: %s", type(fault).__name__)
        title = escape(problem.title)
        text = f'<!doctype html><html lang="en"><title>{title}</title><h1>{title}</h1><p><a href="/helplines">Helplines</a>'
    return Response(text, problem.status, dict(problem.headers), content_type="text/html; charset=utf-8")
