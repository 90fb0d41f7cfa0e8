"""The booklet: the results of a search as a printable directory with contents and an index of names."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, groupby
from typing import Any

from flask import Response

from directory.listing import Listing, fold
from directory.params import Asked
from directory.query import Hit, Results
from directory.taxonomy import children, label
from directory.web.list_ids import same_page
from directory.web.list_items import Item, item
from directory.web.pages_frame import page
from directory.web.present_cards import by_group, told_apart
from directory.web.present_facts import Scene
from directory.web.words import Voice

MOST = 300
"""Listings of a booklet: some forty printed pages."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The listings of one kind of help, numbered through the booklet."""

    key: str
    heading: str
    entries: tuple[tuple[int, Item], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """What is printed: chapters in the order of the tree, then names and providers with their numbers."""

    title: str
    line: str
    cut: str
    printed: str
    chapters: tuple[Chapter, ...]
    index: tuple[tuple[str, tuple[tuple[str, tuple[int, ...]], ...]], ...]
    back: str


def search_booklet(asked: Asked, results: Results, here: Scene, common: dict[str, Any]) -> Response:
    """The first three hundred results as a booklet."""
    return page("booklet.html", noindex=True, book=booklet(asked, results, here), crisis=common.get("crisis"))


def booklet(asked: Asked, results: Results, here: Scene) -> Booklet:
    """The booklet of the results of a search."""
    shown, voice, near = results.hits[:MOST], here.voice, asked.search.near
    named = near is not None and near.kind != "point"
    place = voice.apart(near.label) if near and named else ""
    title = voice("booklet_in" if near.wide else "booklet_near", place=place) if near and named else voice("booklet_title")
    made = chapters(shown, here)
    cut = voice("booklet_cut", n=len(shown), total=f"{results.total:,}") if results.total > len(shown) else ""
    return Booklet(
        title=title,
        line=voice("booklet_line", n=sum(len(chapter.entries) for chapter in made)),
        cut=cut,
        printed=voice("printed_on", date=here.dated(here.today)),
        chapters=made,
        index=index(made),
        back=same_page(("view",)) if asked.shown == asked.view else same_page(),
    )


def chapters(hits: tuple[Hit, ...], here: Scene) -> tuple[Chapter, ...]:
    """The listings by the root of their first kind, in the order they were found; meetings of one group are one entry."""
    groups = [tuple(hit.listing for hit in group) for group in by_group(hits)]
    names = told_apart([group[0] for group in groups])
    numbers, made = count(1), []
    for root in (*children(""), ""):
        of_root = [(group, name) for group, name in zip(groups, names, strict=True) if _root(group[0]) == root]
        entries = tuple((next(numbers), _entry(group, name, here)) for group, name in of_root)
        if entries:
            made.append(Chapter(root or "other", _heading(root, here.voice), entries))
    return tuple(made)


def _entry(group: tuple[Listing, ...], name: str, here: Scene) -> Item:
    return item(group[0], name, here, group=lambda _: group[1:])


def _root(listing: Listing) -> str:
    return listing.categories[0].partition("/")[0] if listing.categories else ""


def _heading(root: str, voice: Voice) -> str:
    return label("category", root, voice.language) if root else voice("other_kinds")


def index(made: tuple[Chapter, ...]) -> tuple[tuple[str, tuple[tuple[str, tuple[int, ...]], ...]], ...]:
    """Names and providers by their first letter, each once with all its numbers."""
    found: dict[str, list[int]] = {}
    for chapter in made:
        for number, one in chapter.entries:
            for name in dict.fromkeys((one.name, one.provider)):
                if name:
                    found.setdefault(name, []).append(number)
    ordered = sorted(found.items(), key=lambda pair: fold(pair[0]))
    rows = groupby(ordered, key=lambda pair: (fold(pair[0])[:1] or "#").upper())
    return tuple((letter, tuple((name, tuple(numbers)) for name, numbers in group)) for letter, group in rows)
