"""The places of a list as its page shows them: twenty at once, each with the links that move it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from directory.query import PAGE
from directory.web.list_ids import list_address
from directory.web.list_items import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place of the list with the links that move it; `entry` is None while nobody can tell what it is."""

    number: int
    ref: str
    entry: Entry | None
    up: str
    down: str
    remove: str


def leaf(place: int) -> int:
    """The page that shows the place of a list at an index, from 1."""
    return max(place, 0) // PAGE + 1


def asked_page() -> int:
    """The page this request asks for; the first where that is no number."""
    typed = request.args.get("page", "")
    return int(typed) if re.fullmatch("[1-9][0-9]{0,2}", typed) else 1


def page_address(refs: Sequence[str], page: int | str) -> str:
    """The address of a list at one of its pages, as plain as this one; the first page has no number."""
    said = str(page)
    return list_address(refs, plain="1" if "plain" in request.args else "", page="" if said == "1" else said)


def rows(refs: tuple[str, ...], entries: tuple[Entry, ...] | None, page: int) -> tuple[Row, ...]:
    """The places of a page with the addresses of the list in its other orders, each at the page where the place is then."""

    def moved(place: int, to: int) -> str:
        order = [one for one in refs if one != refs[place]]
        order.insert(to, refs[place])
        return page_address(order, leaf(to)) + f"#r-{refs[place]}"

    def without(place: int) -> str:
        return page_address(refs[:place] + refs[place + 1 :], leaf(min(place, len(refs) - 2)))

    return tuple(
        Row(
            number=place + 1,
            ref=refs[place],
            entry=entries[place] if entries else None,
            up=moved(place, place - 1) if place else "",
            down=moved(place, place + 1) if place + 1 < len(refs) else "",
            remove=without(place),
        )
        for place in range(len(refs))
        if leaf(place) == page
    )
