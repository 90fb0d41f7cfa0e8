"""The tree of kinds of help as its page shows it: how many of each near a place, how many farther away, none said as none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from directory.params import Asked
from directory.params_links import links, settled
from directory.query import Near, Results
from directory.taxonomy import categories, children
from directory.web.present_facts import Scene
from directory.web.present_filters import Choice, radii
from directory.web.present_results import line
from directory.web.present_site import Link, Note
from directory.web.words import Voice


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found: within the circle, and of each kind at any distance (empty where there is no circle)."""

    near: Results
    far: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Farther:
    """The way to what lies beyond the circle; `name` also says of which kind, as no two links have one name."""

    text: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Node:
    """A kind of help in the tree; `count` says none as none, `farther` leads to what lies beyond the circle."""

    text: str
    hint: str
    href: str
    count: str
    farther: Farther | None
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsPage:
    """The page: its tree, the place it is about with the radii to choose, and what is to be said of a place that is unclear."""

    heading: str
    intro: str
    line: str
    place: str
    radii: tuple[Choice, ...]
    which: Note | None
    tree: tuple[Node, ...]


def kinds_page(asked: Asked | None, counted: Counted | None, scene: Scene) -> KindsPage:
    """The page; without an answer the tree has no counts, and the page says that search is down."""
    voice = scene.voice
    if asked is None or counted is None:
        tree = tuple(_node(slug, _plain, voice) for slug in children(""))
        return KindsPage(heading=voice("kinds"), intro=voice("about_down"), line="", place="", radii=(), which=None, tree=tree)
    near = asked.query.near
    return KindsPage(
        heading=_heading(near, voice),
        intro=voice("kinds_intro"),
        line=line(asked.query, counted.near, scene) if near else voice("kinds_anywhere"),
        place=asked.place or (f"{asked.at.lat:.2f}, {asked.at.lon:.2f}" if asked.at else ""),
        radii=radii(asked, scene),
        which=_which(asked, voice),
        tree=tuple(_node(slug, _counts(asked, counted, voice), voice) for slug in children("")),
    )


Said = tuple[str, str, Farther | None]
"""Address, count and what lies farther away."""


def _node(slug: str, said: Callable[[str, str], Said], voice: Voice) -> Node:
    one = categories()[slug]
    text = one.labels.get(voice.language) or one.labels["en"]
    hint = one.descriptions.get(voice.language) or one.descriptions["en"]
    href, count, farther = said(slug, text)
    return Node(text, hint, href, count, farther, tuple(_node(child, said, voice) for child in children(slug)))


def _plain(slug: str, _: str) -> Said:
    return f"/search?category={slug}", "", None


def _counts(asked: Asked, counted: Counted, voice: Voice) -> Callable[[str, str], Said]:
    found, far = counted.near.counts["category"], counted.far
    here = links("/search", settled(asked, counted.near), "category")  # the circle that was counted in
    wide = links("/search", replace(asked, within="any"), "category")

    def said(slug: str, text: str) -> Said:
        if number := found.get(slug, 0):
            return here(slug), f"{number:,}", None
        beyond = far.get(slug, 0)
        if not beyond:
            return here(slug), voice("kinds_none"), None
        farther, named = voice("kinds_farther", n=beyond), voice("kinds_farther_of", n=beyond, kind=text)
        return here(slug), voice("kinds_none_near"), Farther(farther, named, wide(slug))

    return said


def _heading(near: Near | None, voice: Voice) -> str:
    if near is None:
        return voice("kinds")
    if near.kind == "point":
        return voice("kinds_here")
    return voice("kinds_in" if near.wide else "kinds_near", place=voice.apart(near.label))


def _which(asked: Asked, voice: Voice) -> Note | None:
    """That a place is several, or none, with those it may be."""
    labels = tuple(near.label for near in asked.choices) or asked.suggestions
    found = tuple(Link(label, f"/kinds?{urlencode({'place': label})}") for label in labels)
    if asked.choices:
        return Note(voice("which_place", place=asked.place), voice("which_hint"), found)
    return Note(voice("unknown_place", place=asked.place), voice("unknown_hint"), found) if asked.unknown_place else None
