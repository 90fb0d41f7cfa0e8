"""The filter panel and the chips: what can be chosen next with its counts, and what was chosen with links to undo it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from directory.facets import FACETS, declared, group_of
from directory.geo import KM
from directory.params import Asked
from directory.params_links import Chip as Removable
from directory.params_links import arguments, changed, link
from directory.params_links import folded as removable
from directory.query import Query, Results
from directory.taxonomy import label, values
from directory.web.present_cards import choice_text, times_text
from directory.web.present_facts import Scene, distance_text
from directory.web.words import Voice

MOST = 7
"""Values a group shows before "More"."""
RADII = (1, 5, 10, 25, 50, 100)
FIXED = frozenset({"mode", "time"})
"""Groups that keep the order of the table and their zeros: people look for them at the same spot."""
FIRST_TIMES = ("now", "today", "tonight", "tomorrow", "weekend")
PANEL = (
    ("how", "mode"),
    ("when", "time"),
    ("cost", "cost"),
    ("language", "language"),
    ("who_for", "audience"),
    ("group_kind", "format"),
    ("faith", "faith"),
    ("culture", "culture"),
    ("access", "access"),
    ("getting_started", "start"),
)
ASKED_INSIDE = frozenset({facet for _, facet in PANEL} | {"within", "age", "say"})
"""Arguments that the panel sets itself, besides what it leaves out."""
RENEWED = frozenset({"page", "after", "t"})
"""Arguments that belong to a page already shown."""
OPEN = frozenset({"how", "when", "leave_out"})
LEAVE_OUT = (
    ("start", "referral-needed", "needs_referral"),
    ("start", "documents-needed", "needs_documents"),
    ("start", "waiting-list", "has_waiting_list"),
    ("format", "faith-based", "faith_based"),
    ("format", "twelve-step", "twelve_step"),
)


class Tick(NamedTuple):
    """A box to tick. `off`: it would find nothing and is not ticked, so it cannot be."""

    name: str
    value: str
    label: str
    checked: bool = False
    off: bool = False


Option = tuple[Tick, int]
"""One row to tick, and how many listings it would find: a plain pair, because a page has a hundred and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A folded group of the panel; `age` is the number typed so far in the group that asks for it, else None."""

    title: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()
    open: bool = False
    age: str | None = None


class Choice(NamedTuple):
    """One line of a select box."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The whole panel; `kept` are arguments the form carries along; `chosen` counts what is set in it but the distance."""

    radii: tuple[Choice, ...]
    groups: tuple[Group, ...]
    kept: tuple[tuple[str, str], ...]
    chosen: int
    say: bool
    clear: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was looked for, with the link that searches again without it."""

    text: str
    name: str
    href: str


def panel(asked: Asked, results: Results, scene: Scene) -> Panel:
    """The filters of a search in the order of the design; groups without any value for it are left out."""
    query, args = asked.query, arguments(asked)
    offered = {(f"not_{facet}", value) for facet, value, _ in LEAVE_OUT}
    inside = [pair for pair in args if pair[0] in ASKED_INSIDE or pair in offered]
    groups = [_group(title, facet, query, results.counts, scene.voice) for title, facet in PANEL]
    groups.append(_leave_out(query, results.counts, scene.voice))
    return Panel(
        radii=radii(asked, scene),
        groups=tuple(group for group in groups if group is not None),
        kept=tuple(pair for pair in args if pair not in inside and pair[0] not in RENEWED),
        chosen=sum(name != "within" for name, _ in inside),  # a distance is always there, chosen or not
        say=query.say,
        clear=link("/search", _cleared(asked)),
    )


def _cleared(asked: Asked) -> Asked:
    """The search without anything the panel can set."""
    facets = {facet for _, facet in PANEL}
    query = asked.query
    chosen = tuple((facet, chosen) for facet, chosen in query.chosen if facet not in facets)
    left_out = {(facet, value) for facet, value, _ in LEAVE_OUT}
    sides = ((facet, tuple(value for value in said if (facet, value) not in left_out)) for facet, said in query.excluded)
    excluded = tuple((facet, kept) for facet, kept in sides if kept)
    gone: dict[str, Any] = {"times": (), "age": None, "say": False, "within_km": None, "page": 1, "after": ""}
    return replace(asked, query=replace(query, chosen=chosen, excluded=excluded, **gone), within="", t=None)


def radii(asked: Asked, scene: Scene) -> tuple[Choice, ...]:
    """The distances to choose from; none where no circle is drawn."""
    near, chosen = asked.search.near, asked.within
    if near is None or near.wide:
        return ()
    known = [("", scene.voice("distance_auto"))]
    known += [(str(n), distance_text(n * KM[scene.unit], scene)) for n in RADII]
    known.append(("any", scene.voice("any_distance")))
    if chosen and chosen not in dict(known):
        known.insert(1, (chosen, chosen))
    return tuple(Choice(value, text, value == chosen) for value, text in known)


def _group(title: str, facet: str, query: Query, counts: Mapping[str, Mapping[str, int]], voice: Voice) -> Group | None:
    chosen = query.times if facet == "time" else dict(query.chosen).get(facet, ())
    found, fixed = counts.get(facet, {}), facet in FIXED
    offered = [
        (ticks[2 if value in chosen else number > 0], number)
        for value, ticks in _offered(facet, voice.language).items()
        if (number := found.get(value, 0)) or fixed or value in chosen
    ]
    asks_age = facet == "audience"
    if not asks_age and all(tick.off for tick, _ in offered):
        return None
    shown, more = _folded(facet, offered)
    return Group(
        title=voice(title),
        options=shown,
        more=more,
        open=title in OPEN or bool(chosen) or (asks_age and query.age is not None),
        age=("" if query.age is None else str(query.age)) if asks_age else None,
    )


@cache
def _offered(facet: str, language: str) -> Mapping[str, tuple[Tick, Tick, Tick]]:
    """The values of a group, each with its box when it would find nothing, when it would, when it is ticked."""
    if facet == "time":
        names = [*FIRST_TIMES, *(name for name in values()["time"] if name not in FIRST_TIMES)]
    else:
        names = [name for name in declared(facet) if group_of(facet, name) not in FACETS[facet].unticked]
    return {name: _ticks(facet, name, label(facet, name, language)) for name in names}


@cache
def _ticks(name: str, value: str, text: str) -> tuple[Tick, Tick, Tick]:
    return Tick(name, value, text, off=True), Tick(name, value, text), Tick(name, value, text, checked=True)


def _folded(facet: str, offered: list[Option]) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """What the group shows at once and under "More": what is ticked always at once, the rest by count."""
    if facet in FIXED:
        most = len(FIRST_TIMES) if facet == "time" else MOST
        ticked = [option for option in offered[most:] if option[0].checked]
        return (*offered[:most], *ticked), tuple([option for option in offered[most:] if not option[0].checked])
    offered.sort(key=itemgetter(1), reverse=True)
    ticked = [option for option in offered if option[0].checked]
    if ticked:
        offered = [*ticked, *(option for option in offered if not option[0].checked)]
    most = max(MOST, len(ticked))
    return tuple(offered[:most]), tuple(offered[most:])


def _leave_out(query: Query, counts: Mapping[str, Mapping[str, int]], voice: Voice) -> Group | None:
    excluded = dict(query.excluded)
    options = []
    for facet, value, key in LEAVE_OUT:
        number, ticked = counts.get(facet, {}).get(value, 0), value in excluded.get(facet, ())
        options.append((_ticks(f"not_{facet}", value, voice(key))[2 if ticked else number > 0], number))
    if all(tick.off for tick, _ in options):
        return None
    return Group(title=voice("leave_out"), options=tuple(options), open=True)


def chips(asked: Asked, scene: Scene, organization: str = "") -> tuple[Chip, ...]:
    """Everything that was looked for but the place, each with the link without it; `organization` is its name."""
    voice = scene.voice
    texts = [(chip_text(chip, voice, organization), chip.rest) for chip in removable(asked)]
    if asked.query.say:
        texts.append((voice("leave_silent"), changed(asked, say=False)))
    if asked.query.fit_all:
        texts.append((voice("no_heading"), changed(asked, fit_all=False)))
    return tuple(Chip(text, voice("remove", what=text), link("/search", rest)) for text, rest in texts)


def chip_text(chip: Removable, voice: Voice, organization: str) -> str:
    """What one removable thing is called."""
    if chip.kind == "words":
        return f"“{chip.values[0]}”"
    if chip.kind == "organization":
        return voice("only_organization", name=organization or chip.values[0])
    if chip.kind == "near":
        return voice("near_what", place=voice.apart(chip.values[0]))
    if chip.kind == "time":
        return times_text(chip.values, voice)
    if chip.kind == "age":
        return choice_text("age", chip.values[0], voice)
    facet = f"not_{chip.facet}" if chip.kind == "not" else chip.facet
    return voice.either(choice_text(facet, value, voice) for value in chip.values)
