"""A request's arguments become a question, in one place. What cannot be used is named, never a cause to fail.

Pages go on with what they understood and say what they did not; the API calls `strictly` and refuses (architecture §5).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from marshmallow import ValidationError, fields

from directory.errors import AmbiguousPlace, BadRequest, UnknownPlace
from directory.facets import FACETS, declared
from directory.geo import KM, Point
from directory.language.asked import Effect
from directory.language.understood import Understood
from directory.params_fields import NOT, PARAMETERS, Radius, Typed, position, tidy
from directory.params_words import joined, literal, meaning
from directory.places.found import Found
from directory.places.gazetteer import Gazetteer
from directory.query import DEEPEST, PAGE, Near, Query
from directory.schemas_fields import Declared, nearest
from directory.settings import Settings

__all__ = ["Asked", "Fault", "few", "found_places", "read", "strictly"]

TABLE_PAGE = 50
"""Listings on a page of the Compare view (pages §3)."""
PAST_MINUTES = 24 * 60
"""How old the clock carried by a link may be: a bookmark of last week must not say "open now" for last week."""
FUTURE_MINUTES = 400 * 24 * 60
"""How far ahead one may ask: what sessions are expanded to."""
MOST_FAULTS = 12
SHOWN = 60
"""Characters of a wrong name or value that are repeated to who typed it."""

MEANT = dict.fromkeys(("lat", "lon", "lng", "latitude", "longitude"), "at")
"""What other services call an argument of ours → its name here."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An argument that was not used: `nearest` is the right name most like it, `says` what would be right."""

    name: str
    value: str
    says: str
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request understood: the query as given explicitly, and what it does not carry but links and pages need.

    `search` is what the index is asked: the query and what its words mean. `understood` is None with `exact` and without
    words, `effect` also without words that say something; `named` is the place the words name.
    `choices` are places of which none is clearly meant; `others` of the same name as the one that was taken.
    `within` is the distance as given, in the site's unit unless it says its own. `t` is the clock as given, None for now.
    """

    query: Query
    understood: Understood | None = None
    effect: Effect | None = None
    named: Near | None = None
    place: str = ""
    at: Point | None = None
    choices: tuple[Near, ...] = ()
    others: tuple[Near, ...] = ()
    unknown_place: bool = False
    suggestions: tuple[str, ...] = ()
    ignored: tuple[Fault, ...] = ()
    within: str = ""
    tz: str = ""
    t: int | None = None
    exact: bool = False
    view: str = ""
    for_: str = ""
    listed: tuple[str, ...] = ()
    lang: str = ""
    explain: bool = False
    _search: Query | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def search(self) -> Query:
        """What the index is asked; a page looks at it ten times."""
        if self._search is None:
            object.__setattr__(self, "_search", self._joined())
        return cast("Query", self._search)

    def _joined(self) -> Query:
        if self.exact and self.query.text:
            return replace(self.query, needs=literal(self.query.text))
        if self.effect is None:
            return self.query
        return joined(self.query, self.effect, self.named)

    @property
    def shown(self) -> str:
        """The view that is shown: Compare for who asks for a client, unless another is chosen."""
        return self.view or ("table" if self.for_ == "client" else "cards")


Given = dict[str, Any]
Declarations = Mapping[str, fields.Field[Any]]


def read(args: Mapping[str, Sequence[str]], settings: Settings, places: Gazetteer, now: int) -> Asked:
    """What the arguments ask, as far as they can be understood; `now` counts minutes since 1970 (UTC).

    The rest is in `ignored`, `choices` (the place could be several) and `unknown_place`.
    """
    faults: list[Fault] = []
    given: Given = {}
    for name, texts in args.items():
        if name not in PARAMETERS:
            faults.append(_stranger(name, texts, PARAMETERS))
        elif (value := _value(name, PARAMETERS[name], texts, faults)) is not None:
            given[name] = value
    asked = replace(
        _words(_place(given, settings, places), given, settings, places),
        within=_written(given.get("within"), settings.unit),
        tz=given.get("tz", ""),
        exact="exact" in given,
        view=given.get("view", ""),
        for_=given.get("for", ""),
        listed=given.get("list", ()),
        lang=given.get("lang", ""),
        explain="explain" in given,
    )
    size = TABLE_PAGE if asked.shown == "table" else PAGE
    faults += _set_aside(given, asked, now, size)
    query = replace(_query(given, settings, asked), moment=given.get("t", now), size=size)
    return replace(asked, query=query, t=given.get("t"), ignored=tuple(faults[:MOST_FAULTS]))


def strictly(asked: Asked) -> Asked:
    """The same, when all of it was understood. Raises BadRequest, UnknownPlace or AmbiguousPlace."""
    if asked.ignored:
        said: dict[str, list[str]] = {}
        for fault in asked.ignored:
            said.setdefault(fault.name, []).append(fault.says)
        raise BadRequest(said)
    if asked.unknown_place:
        raise UnknownPlace(asked.suggestions)
    if asked.choices:
        raise AmbiguousPlace(tuple(place.label for place in asked.choices))
    return asked


def few(args: Mapping[str, Sequence[str]], allowed: Declarations) -> Given:
    """The values of the few arguments of another address than search. Raises BadRequest naming every fault."""
    faults: list[Fault] = []
    given: Given = {}
    for name, texts in args.items():
        if name not in allowed:
            faults.append(_stranger(name, texts, allowed))
        elif (value := _value(name, allowed[name], texts, faults)) is not None:
            given[name] = value
    said = {fault.name: [fault.says] for fault in faults}
    said |= {name: ["This is needed."] for name, field in allowed.items() if field.required and name not in {*given, *said}}
    if said:
        raise BadRequest(said)
    return given


def _stranger(name: str, texts: Sequence[str], allowed: Declarations) -> Fault:
    meant = MEANT.get(name.lower(), "")
    near = meant if meant in allowed else nearest(name[:SHOWN], allowed)
    says = f"There is no such argument{f'; do you mean {near}?' if near else '.'}"
    return Fault(tidy(name)[:SHOWN], tidy(texts[0])[:SHOWN] if texts else "", says, near)


def _set_aside(given: Given, asked: Asked, now: int, size: int) -> Iterator[Fault]:
    """What is right alone but not with the rest is taken out of `given` and told."""
    if "t" in given and not -PAST_MINUTES <= given["t"] - now <= FUTURE_MINUTES:
        yield Fault("t", str(given.pop("t")), "That time is more than a day ago or too far ahead; times are as of now.")
    if given.get("sort") == "near" and not (given.get("place") or asked.at or asked.named):
        yield Fault("sort", given.pop("sort"), "Nearest needs a place.", "best")
    if given.get("page", 1) * size > DEEPEST:
        says = f"Pages go from 1 to {DEEPEST // size}. Narrow your search to see the rest."
        yield Fault("page", str(given.pop("page")), says)


def _written(radius: Radius | None, unit: str) -> str:
    """A radius as an address has it: the site's own unit is left out."""
    if radius is None:
        return ""
    if math.isinf(radius.size):
        return "any"
    return f"{radius.size:g}{radius.unit if radius.unit != unit else ''}"


def _value(name: str, field: fields.Field[Any], texts: Sequence[str], faults: list[Fault]) -> Any:
    """The value of one argument, None without a usable one; what is not usable is added to the faults."""
    texts = [text for text in texts if text.strip()]
    if isinstance(field, fields.List):
        return _several(name, field.inner, texts, faults)
    if len(texts) > 1:
        faults.append(Fault(name, tidy(texts[1])[:SHOWN], f"Give {name} once; the first was used."))
    for text in texts[:1]:
        try:
            value = field.deserialize(text)
        except ValidationError as error:
            faults.append(_fault(name, field, text, error))
        else:
            return None if value is False or value == "" else value
        if isinstance(field, Typed):
            return tidy(tidy(text)[: field.longest]) or None
    return None


def _several(name: str, inner: fields.Field[Any], texts: Sequence[str], faults: list[Fault]) -> tuple[str, ...] | None:
    """The declared ones among the values, each once, in declared order."""
    picked = set()
    for text in texts:
        try:
            picked.add(inner.deserialize(text))
        except ValidationError as error:
            faults.append(_fault(name, inner, text, error))
    return tuple(value for value in declared(name.removeprefix(NOT)) if value in picked) or None


def _fault(name: str, field: fields.Field[Any], text: str, error: ValidationError) -> Fault:
    says = " ".join(str(said) for said in error.messages)
    if name in FACETS and text in declared(name):
        return Fault(name, text, f"{text!r} can only be left out: {NOT}{name}={text}.", text)
    names = next((rule for rule in field.validators if isinstance(rule, Declared)), None)
    return Fault(name, tidy(text)[:SHOWN], says, names.near(text) if names else "")


def found_places(typed: str, settings: Settings, places: Gazetteer) -> Found:
    """The places that typed words or coordinates mean; coordinates are rounded to two decimals."""
    point = position(typed)
    return Found((places.at(point),)) if point else places.find(typed, country=settings.country)


def _place(given: Given, settings: Settings, places: Gazetteer) -> Asked:
    """The place asked about, in an otherwise empty request: what is typed goes before a position."""
    typed: str = given.get("place", "")
    point = position(typed) if typed else given.get("at")
    if point:
        return Asked(query=Query(near=places.at(point)), at=point)
    found = found_places(typed, settings, places) if typed else Found()
    if not found.places:
        return Asked(query=Query(), place=typed, unknown_place=bool(typed), suggestions=found.suggestions)
    if found.ambiguous:
        return Asked(query=Query(), place=typed, choices=found.places)
    near, *others = found.places
    return Asked(query=Query(near=near), place=typed, others=tuple(others))


def _words(asked: Asked, given: Given, settings: Settings, places: Gazetteer) -> Asked:
    """The request with what its words mean."""
    text: str = given.get("q", "")
    if not text or "exact" in given:
        return asked
    placed = bool(asked.place or asked.at)
    found = meaning(text, settings, places, placed=placed)
    asked = replace(asked, understood=found.understood, effect=found.effect, named=found.near)
    return asked if placed else replace(asked, choices=found.choices, others=found.others)


def _query(given: Given, settings: Settings, asked: Asked) -> Query:
    near = asked.query.near or asked.named
    radius: Radius | None = given.get("within")
    circle = radius is not None and near is not None and not near.wide
    return Query(
        text=given.get("q", ""),
        near=asked.query.near,
        within_km=radius.size * KM[radius.unit or settings.unit] if radius and circle else None,
        unit=settings.unit,
        chosen=tuple(_pairs(given, "")),
        excluded=tuple(_pairs(given, NOT)),
        times=given.get("time", ()),
        age=given.get("age"),
        say=given.get("say", False),
        fit_all="fit" in given,
        organization=given.get("organization", ""),
        order=given.get("sort", "best"),
        home=settings.country,
        page=given.get("page", 1),
        after=given.get("after", ""),
        zone=given.get("tz") or (near.zone if near else "") or settings.zone,
    )


def _pairs(given: Given, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in FACETS:
        if found := given.get(prefix + name):
            yield name, found
