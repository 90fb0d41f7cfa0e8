"""What a page says when something fails: never a code as heading, always a way on (pages §4.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.web.present_helplines import Line
from directory.web.present_site import Form
from directory.web.words import Voice

SAID = {404: "e404", 405: "e405", 410: "e410", 429: "e429", 500: "e500", 503: "e503"}
"""Status → key of its heading; every other of the 4xx is about the address, every other of the 5xx our fault."""
LINES_FROM = 429
"""From this status on the person cannot go on searching: help lines are shown instead of the form."""
AGAIN = frozenset({429, 500, 503})


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """The texts and ways on; `lines` are help lines, without them the search form is shown. `again` repeats the request."""

    heading: str
    text: str
    faults: tuple[str, ...]
    again: str
    lines: tuple[Line, ...]
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A request that failed: its status, what of it was not right, the address that was asked, what was typed."""

    status: int
    fields: Mapping[str, list[str]]
    address: str
    form: Form


def error_page(failed: Failed, lines: tuple[Line, ...], voice: Voice) -> ErrorPage:
    """The page for a failed request."""
    status = failed.status
    key = SAID.get(status, "e400" if status < 500 else "e500")
    return ErrorPage(
        heading=voice(key),
        text=voice(f"{key}_text"),
        faults=tuple(f"{name}: {' '.join(said)}" for name, said in failed.fields.items()),
        again=failed.address if status in AGAIN else "",
        lines=lines if status >= LINES_FROM else (),
        form=failed.form,
    )
