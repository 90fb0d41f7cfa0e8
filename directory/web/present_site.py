"""The pages around the search: tiles of the home page, forms, notes, what an error says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from directory.params import Asked
from directory.params_links import arguments, changed, link, links, placed
from directory.query import Results
from directory.taxonomy import categories, lineage
from directory.web.present_facts import Scene
from directory.web.present_filters import RENEWED
from directory.web.present_results import Change
from directory.web.words import Voice

DOORS: Mapping[str, tuple[str, str]] = {
    "talk": ("talk", "/search?category=mental-health"),
    "groups": ("people", "/search?category=support-groups"),
    "lines": ("phone", "/helplines"),
    "recovery": ("drop", "/search?category=recovery"),
    "grief": ("leaf", "/search?topic=grief"),
    "safety": ("lock", "/search?category=crisis/abuse-violence"),
    "food": ("bowl", "/search?category=practical/food"),
    "stay": ("bed", "/search?category=practical/housing"),
    "money": ("bill", "/search?category=practical/money"),
    "family": ("family", "/search?category=family-caregivers"),
    "health": ("heart", "/search?category=online/telehealth&category=health"),
    "faith": ("candle", "/search?category=faith&category=culture"),
}
"""Door of the home page → its icon and where it leads; its words are `tile_…`."""
ICONS: Mapping[str, str] = {
    "crisis": "phone",
    "support-groups": "people",
    "family-caregivers": "family",
    "mental-health": "talk",
    "recovery": "drop",
    "online": "video",
    "faith": "candle",
    "culture": "candle",
    "social": "people",
    "learning": "book",
    "guidance": "search",
    "health": "heart",
    "prevention": "heart",
    "practical/food": "bowl",
    "practical/housing": "bed",
    "practical/money": "bill",
    "practical": "paper",
}
"""Kind of help → the icon of its door, where an operator makes it one; a narrower kind has that of the kind above."""
WHO = (
    ("for_me", "/search?category=crisis&category=support-groups&category=mental-health&for=me"),
    ("for_carer", "/search?category=family-caregivers&for=carer"),
    ("for_client", "/search?for=client"),
)
THROUGH = ("support-groups", "mental-health", "recovery", "practical", "faith", "culture")
REMOTE = (("online_help", "online_why", ("text-chat", "video", "app-web")), ("phone_lines", "phone_why", ("phone",)))
MOST_IGNORED = 3
MOST_OTHERS = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A link of the home page with its hint."""

    name: str
    hint: str
    href: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link and what it is called; `current`: it leads to this page."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The search form: what is typed in it, what it carries along, and its summary when folded."""

    words: str = ""
    place: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note with links: a choice of places, or a place that is not known."""

    heading: str
    hint: str
    links: tuple[Link, ...] = ()


def tiles(voice: Voice, doors: Iterable[str] = tuple(DOORS)) -> tuple[Tile, ...]:
    """The doors of the home page: those with words of their own, and kinds of help with their label."""
    return tuple(_door(door, voice) for door in doors)


def _door(door: str, voice: Voice) -> Tile:
    if door in DOORS:
        icon, href = DOORS[door]
        return Tile(voice(f"tile_{door}"), voice(f"tile_{door}_hint"), href, icon)
    labels = categories()[door].labels
    icon = next(ICONS[wider] for wider in lineage(door) if wider in ICONS)
    return Tile(labels.get(voice.language) or labels["en"], "", f"/search?category={door}", icon)


def who(voice: Voice) -> tuple[Tile, ...]:
    """For whom somebody looks."""
    return tuple(Tile(voice(key), voice(f"{key}_text"), href) for key, href in WHO)


def promises(voice: Voice) -> tuple[tuple[str, str], ...]:
    """What one can count on: icon and sentence."""
    return tuple(
        (icon, voice(f"promise_{key}")) for icon, key in (("lock", "private"), ("check", "honest"), ("people", "open"))
    )


def form(asked: Asked) -> Form:
    """The search form as it was filled in; filters stay, so that adding a place keeps the kind of help."""
    place = asked.place or (f"{asked.at.lat:.2f}, {asked.at.lon:.2f}" if asked.at else "")
    gone = RENEWED | {"q", "place", "at", "within"}
    kept = tuple(pair for pair in arguments(asked) if pair[0] not in gone)
    return Form(asked.query.text, place, kept, " · ".join(part for part in (asked.query.text, place) if part))


def _elsewhere(asked: Asked, places: Iterable[str]) -> tuple[Link, ...]:
    """Links to the search about other places, with the circle that fits there."""
    address = links("/search", replace(placed(asked, ""), within=""), "place")
    return tuple(Link(place, address(place)) for place in places)


def choice(asked: Asked, voice: Voice) -> Note | None:
    """ "Which Springfield?", keeping the words; None when the place is clear."""
    if not asked.choices:
        return None
    named = _elsewhere(asked, (near.label for near in asked.choices))
    return Note(
        voice("which_place", place=asked.place or (asked.effect.place if asked.effect else "")), voice("which_hint"), named
    )


def unknown_place(asked: Asked, voice: Voice) -> Note | None:
    """That a place is not known, with names like it; None when it is known."""
    if not asked.unknown_place:
        return None
    like = _elsewhere(asked, asked.suggestions)
    return Note(voice("unknown_place", place=asked.place), voice("unknown_hint"), like)


def other_places(asked: Asked, voice: Voice) -> Note | None:
    """The place that the words name beside the typed one, else other places of the same name, the clearly largest being taken;
    None where there is none."""
    named = asked.effect.place if asked.effect and asked.place else ""
    if not asked.place.casefold().startswith(named.casefold()):
        return Note(voice("place_of_words"), "", _elsewhere(asked, (named,)))
    if not asked.others:
        return None
    return Note(voice("other_place"), "", _elsewhere(asked, (near.label for near in asked.others[:MOST_OTHERS])))


def ignored(asked: Asked, voice: Voice) -> str:
    """One line about arguments that were not used; empty when all were."""
    said = [f"“{fault.name}={fault.value}”" if fault.value else f"“{fault.name}”" for fault in asked.ignored[:MOST_IGNORED]]
    return voice("ignored", what=voice.join(said)) if said else ""


def through(voice: Voice) -> tuple[Link, ...]:
    """Kinds to look through when nothing was found."""
    known = categories()
    return tuple(Link(known[s].labels.get(voice.language) or known[s].labels["en"], f"/search?category={s}") for s in THROUGH)


def remote(asked: Asked) -> tuple[tuple[str, str, tuple[Asked, ...]], ...]:
    """Help from anywhere: for online and for phone the searches to try in turn, the kind of help kept, then given up."""
    kinds = tuple(pair for pair in asked.search.chosen if pair[0] in ("category", "topic"))
    if asked.named is not None:
        asked = replace(asked, place=asked.named.label, query=replace(asked.query, near=asked.named))
    tried = []
    for name, why, modes in REMOTE:
        wider = []
        for kept in dict.fromkeys((kinds, ())):
            clear = changed(asked, text="", chosen=(*kept, ("mode", modes)), excluded=(), times=(), age=None, say=False)
            wider.append(replace(clear, t=None, query=replace(clear.query, order="best", fit_all=False, organization="")))
        tried.append((name, why, tuple(wider)))
    return tuple(tried)


def remote_change(name: str, why: str, asked: Asked, results: Results, voice: Voice) -> Change:
    """A row of "Help you can get from anywhere"."""
    return Change(voice(name), voice(why), voice("n_listings", n=results.total), link("/search", asked))


def looked_for(chips: Iterable[str], asked: Asked, scene: Scene) -> tuple[str, ...]:
    """What was searched, part by part, as the empty state repeats it."""
    near = asked.query.near
    if near is not None and near.kind == "point":
        return (*chips, scene.voice("near_you"))
    return (*chips, *((near.label,) if near else (asked.place,) if asked.place else ()))
