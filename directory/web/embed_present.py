"""What the frame shows: the results page with its links made into buttons, so that no words stand in an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from directory.web.present_cards import Card, Entry, More
from directory.web.present_results import Change
from directory.web.words import Voice

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A button that searches again: what is on it, its name where that says more, what it sends."""

    text: str
    fields: Fields
    name: str = ""
    why: str = ""
    count: str = ""


def again(text: str, href: str, name: str = "", *, why: str = "", count: str = "") -> Again:
    """The button in the place of a link to a search."""
    return Again(text, tuple(parse_qsl(urlsplit(href).query)), name, why, count)


def changes(found: Iterable[Change]) -> tuple[Again, ...]:
    """Buttons that change one thing, each with what that would give."""
    return tuple(again(one.text, one.href, why=one.why, count=one.count) for one in found)


def rows(entries: Iterable[Entry]) -> tuple[Card | Again, ...]:
    """Cards, and buttons where the rest of an organization's listings folds."""
    return tuple(again(one.text, one.href) if isinstance(one, More) else one for one in entries)


def pages_around(asking: Callable[[int], list[tuple[str, str]]], page: int, pages: int, voice: Voice) -> tuple[Again, ...]:
    """The buttons to the page before and the one behind, those there are."""
    turns = ((voice("previous"), page - 1), (voice("next"), page + 1))
    return tuple(Again(text, tuple(asking(to))) for text, to in turns if 1 <= to <= pages)
