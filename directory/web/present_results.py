"""The results page: heading, tiers, pager, what was left out, what one change would give."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from math import isinf

from directory.listing import Listing, located
from directory.params import Asked
from directory.params_links import arguments, changed, link, links, promised, turned
from directory.params_readings import remaining
from directory.query import DEEPEST, PAGE, Query, Relaxation, Results
from directory.web.present_cards import Entry, choice_text, entries, times_text
from directory.web.present_facts import REMOTE, Scene, distance_text
from directory.web.present_filters import RENEWED, Choice
from directory.web.words import Voice

ORDERS = ("best", "near", "soon", "checked", "name")
MOST_RELAXED = 5
ANYTHING = {"language": "any_language", "cost": "any_cost", "audience": "any_audience", "mode": "any_mode"}
"""Facets whose relaxing has a word of its own."""
AFAR = frozenset(REMOTE) - {"home-visit"}
AROUND = 2
"""Page numbers shown on each side of the current one, besides the first and the last."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Results under one heading; the first tier has none."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the pager; a gap has neither number nor address."""

    text: str
    name: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that could be changed: what, why, how many listings it would give."""

    text: str
    why: str
    count: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the list part of the results page shows."""

    title: str
    heading: str
    line: str
    tiers: tuple[Tier, ...]
    steps: tuple[Step, ...]
    deepest: str
    left_out: str
    left_out_href: str
    changes: tuple[Change, ...]
    orders: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]  # what the form that sorts carries along


def pages_at(total: int, size: int) -> int:
    """Pages that paging by number reaches at a size."""
    return max(1, math.ceil(min(total, DEEPEST) / size))


def found(asked: Asked, results: Results, scene: Scene, *, size: int = PAGE, cards: bool = True) -> Found:
    """The list part of the page, with or without its cards; links leave to the site what nobody chose."""
    query, voice, pages = asked.search, scene.voice, pages_at(results.total, size)
    less = bool(results.left_out) and not query.fit_all
    return Found(
        title=voice("title_results", page=query.page, pages=pages) if results.total else voice("title_empty"),
        heading=heading(asked, results, voice),
        line=line(query, results, scene) + (f" {voice('page_of', page=query.page, pages=pages)}" if pages > 1 else ""),
        tiers=_tiers(asked, results, scene) if cards else (),
        steps=steps(query.page, pages, links("/search", turned(asked, 1), "page"), voice=voice),
        deepest=voice("deepest", n=f"{DEEPEST:,}") if results.total > DEEPEST and query.page == pages else "",
        left_out=voice("left_out", n=results.left_out) if less else "",
        left_out_href=link("/search", changed(asked, fit_all=True)) if less else "",
        changes=tuple(change(one, asked, results, scene=scene) for one in results.relax[:MOST_RELAXED] if one.total),
        orders=_orders(query, voice),
        kept=tuple(pair for pair in arguments(asked) if pair[0] not in RENEWED | {"sort"}),
    )


def heading(asked: Asked, results: Results, voice: Voice) -> str:
    """The h1: how many fit, and near which place; a large area is "in". Where all of them are reached from anywhere, none of
    them is said to be near."""
    query, effect, total = asked.search, asked.effect, results.total
    if not total:
        return voice("nothing")
    if effect is not None and effect.far:
        return voice("nothing_close")
    fitting = effect.fitted if effect is not None and effect.fitted else total
    number = 1 if fitting == 1 else f"{fitting:,}"
    if query.near is None:
        return voice("found", n=number)
    fits = [hit.listing for hit in results.hits if effect is None or not effect.fitting or hit.listing.ref in effect.fitting]
    if len(fits) == fitting and all(map(_afar, fits)):
        return voice("found_afar", n=number)
    if query.near.kind == "point":
        return voice("found_here", n=number)
    return voice("found_in" if query.near.wide else "found_near", n=number, place=voice.apart(query.near.label))


def _afar(listing: Listing) -> bool:
    return located(listing) is None and not AFAR.isdisjoint(listing.modes)


def line(query: Query, results: Results, scene: Scene) -> str:
    """The sentence under the h1: how far was looked, and what is added."""
    if query.near is None:
        return scene.voice("no_place")
    if query.near.wide:
        return scene.voice("within_wide", place=scene.voice.apart(query.near.label))
    if results.within_km is None or isinf(results.within_km):
        return scene.voice("within_any")
    return scene.voice("within_plus", distance=distance_text(results.within_km, scene))


def _tiers(asked: Asked, results: Results, scene: Scene) -> tuple[Tier, ...]:
    """The hits under their headings: what fits, what does not say everything, what says no; apart from what only fits
    without the readings that were taken back."""
    said = ("", scene.voice("ask_heading"), scene.voice("no_heading"))
    fitting = asked.effect.fitting if asked.effect is not None else frozenset()
    wider = scene.voice("widened_heading")
    less = {hit.listing.ref for hit in results.hits if fitting and hit.tier < 2} - fitting
    headed = [(wider if hit.listing.ref in less else said[hit.tier], hit) for hit in results.hits]
    return tuple(
        Tier(text, entries(hits, asked, scene))
        for text in (*said[:2], wider, said[2])
        if (hits := [hit for heading, hit in headed if heading == text])
    )


def _orders(query: Query, voice: Voice) -> tuple[Choice, ...]:
    known = [name for name in ORDERS if name != "near" or query.near is not None]
    return tuple(Choice(name, voice(f"sort_{name}"), name == query.order) for name in known)


def steps(page: int, pages: int, address: Callable[[str], str], *, voice: Voice) -> tuple[Step, ...]:
    """The pager: previous, the first, those around, the last, next; nothing when there is one page.

    `address` gives that of a page by its number, of the first by an empty text.
    """
    if pages < 2 and page == 1:
        return ()
    wanted = sorted({1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)})

    def step(text: str, number: int) -> Step:
        name = voice("page_n", n=number) if text == str(number) else text
        return Step(text, name, address("" if number == 1 else str(number)), number == page)

    shown = [step(voice("previous"), min(page - 1, pages))] if page > 1 else []
    before = 0
    for number in wanted:
        if number > before + 1:
            shown.append(Step("…", "", ""))
        shown.append(step(str(number), number))
        before = number
    if page < pages:
        shown.append(step(voice("next"), page + 1))
    return tuple(shown)


def change(one: Relaxation, asked: Asked, results: Results, *, scene: Scene) -> Change:
    """A relaxation in words, with the link that makes the change."""
    text, why = _relaxed(one, asked, scene)
    return Change(text, why, scene.voice("n_listings", n=one.total), link("/search", promised(asked, one, results)))


def _relaxed(one: Relaxation, asked: Asked, scene: Scene) -> tuple[str, str]:
    voice, query = scene.voice, asked.search
    if one.kind == "within":
        far = voice("any_distance") if one.km is None else voice("within", distance=distance_text(one.km, scene))
        return far, ""
    if one.kind == "words":
        words = remaining(asked)  # none are repeated of what raised a crisis card
        return voice("any_words"), f"“{words}”" if words else ""
    if one.kind == "time":
        return voice("any_time"), voice("not_only", what=_inside(times_text(query.times, voice)))
    if one.kind == "age":
        return voice("any_age"), voice("not_only", what=voice("age_is", n=query.age))
    said = voice.either(choice_text(one.facet, value, voice) for value in one.values)
    if one.kind == "not":
        return voice("also_with", what=said), ""
    if one.facet in ANYTHING:
        return voice(ANYTHING[one.facet]), voice("not_only", what=_inside(said) if one.facet == "mode" else said)
    return voice("without", what=said), ""


def _inside(said: str) -> str:
    """Words that began a label as they stand within a sentence."""
    return said[:1].lower() + said[1:]
