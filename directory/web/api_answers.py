"""What the engine found becomes the API's JSON: plain dictionaries, because a schema's dump would cost more than the search."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal
from urllib.parse import urlencode

from directory.facets import FACETS, declared
from directory.geo import KM
from directory.language.understood import Spelled
from directory.listing import Listing
from directory.params import Asked
from directory.params_fields import NOT
from directory.params_links import Chip, Switch, arguments, as_typed, chips, hints, offers, relaxed, switches
from directory.params_readings import Taken, asks_where, remaining, respelled, taken_back
from directory.query import Hit, Near, Query, Relaxation, Results
from directory.schemas import public
from directory.similar import shared
from directory.taxonomy import label
from directory.web.kept import Memory

Plain = dict[str, Any]

EXACT = frozenset({"rooftop", "street"})
"""Precisions whose point is the venue's; from any other the distance is about right."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"age": "Age {0}", "within": "Within {0} {1}", "any": "At any distance", "not": "Not: {0}"},
    "ar": {"age": "العمر {0}", "within": "ضمن {0} {1}", "any": "على أي مسافة", "not": "من دون: {0}"},
    "es": {"age": "Edad {0}", "within": "A menos de {0} {1}", "any": "A cualquier distancia", "not": "Sin: {0}"},
}


def answer(asked: Asked, results: Results, memory: Memory) -> Plain:
    """The body of a search's answer; what listings say is taken from the site's memory, and is not to be changed."""
    query, language = asked.search, asked.lang or "en"
    return {
        "total": results.total,
        "page": query.page,
        "pages": results.pages if query.size == 20 else math.ceil(min(results.total, 10_000) / query.size),
        "size": query.size,
        "after": results.after,
        "place": place(query.near) if query.near else None,
        "within": circle(results.within_km, query.unit),
        "understood": [understood(chip, language) for chip in (*chips(asked), *hints(asked))],
        "offered": [_offered(facet, value, rest, language) for facet, value, rest in offers(asked)],
        "ambiguous": [_switch(one, language) for one in switches(asked)],
        "asks_where": asks_where(asked),
        "spelling": [_spelled(one, rest, asked) for one, rest in respelled(asked)],
        "changed": [_changed(one, language) for one in taken_back(asked)],
        "fitted": asked.effect.fitted if asked.effect is not None and asked.effect.dropped else results.total,
        "nothing_close": asked.effect is not None and asked.effect.far,
        "listings": [found(hit, asked, memory) for hit in results.hits],
        "facets": {name: _counted(name, counts, query, language) for name, counts in results.counts.items()},
        "left_out": results.left_out,
        "relax": [_relaxed(asked, entry, language) for entry in results.relax],
        "generation": results.generation,
    }


def place(near: Near) -> Plain:
    """A resolved place; a wide one is searched by its area, not around its point."""
    return {"label": near.label, "kind": near.kind, "point": {"lat": near.point.lat, "lon": near.point.lon}, "zone": near.zone}


def circle(km: float | None, unit: Literal["mi", "km"]) -> Plain | None:
    """The circle that was used; None without one, and for any distance."""
    return None if km is None or math.isinf(km) else distance(km, unit)


def distance(km: float, unit: Literal["mi", "km"]) -> Plain:
    """A distance in the site's unit, to a tenth."""
    return {"value": round(km / KM[unit], 1), "unit": unit}


def found(hit: Hit, asked: Asked, memory: Memory) -> Plain:
    """A listing found, with what it says to the question; `serves` names the area it serves instead of a distance."""
    listing, language = hit.listing, asked.lang or "en"
    told = dict(memory.of("public").get(listing, None, public, listing))
    told["tier"] = hit.tier
    if hit.km is not None:
        told["distance"] = _away(listing, hit.km, asked.query.unit)
    if hit.serves and asked.search.near:
        told["serves"] = asked.search.near.label
    told["matches"] = _named(hit.matches, language)
    told["asks"] = _named(hit.asks, language)
    if asked.explain:
        told["score"] = dict(hit.parts)
    return told


def alike(hits: Iterable[Hit], listing: Listing, *, unit: Literal["mi", "km"], language: str) -> list[Plain]:
    """The listings like another one, each with what they share."""
    found = []
    for hit in hits:
        away = {} if hit.km is None else {"distance": _away(hit.listing, hit.km, unit)}
        found.append(public(hit.listing) | away | {"shares": _named(shared(listing, hit.listing), language)})
    return found


def _away(listing: Listing, km: float, unit: Literal["mi", "km"]) -> Plain:
    exact = listing.place is not None and listing.place.visibility == "public" and listing.place.precision in EXACT
    return distance(km, unit) | ({} if exact else {"approximate": True})


def understood(chip: Chip, language: str) -> Plain:
    """One removable thing that was asked; `query` asks the same without it. What words were read as says which."""
    text = " · ".join(_label(chip.kind, chip.facet, value, language) for value in chip.values)
    told = {"kind": chip.kind, "facet": chip.facet, "values": list(chip.values)}
    told |= {"label": text, "query": urlencode(arguments(chip.rest))}
    if (one := chip.reading) is not None:
        strength = "offered" if one.offered else one.strength
        read: Plain = {"strength": strength, "start": one.start, "end": one.end, "said": one.said}
        return told | read
    return told


def _offered(facet: str, value: str, rest: Asked, language: str) -> Plain:
    label_ = _label("time" if facet == "time" else "facet", facet, value, language)
    return {"facet": facet, "value": value, "label": label_, "query": urlencode(arguments(rest))}


def _switch(one: Switch, language: str) -> Plain:
    """Words that can also mean something else; `query` asks for that instead."""
    text = " · ".join(_label("facet", one.facet, value, language) for value in one.values)
    read: Plain = {"said": one.reading.said, "start": one.reading.start, "end": one.reading.end}
    return read | {"facet": one.facet, "values": list(one.values), "label": text, "query": urlencode(arguments(one.rest))}


def _spelled(one: Spelled, rest: Asked, asked: Asked) -> Plain:
    """A misspelt word; `query` searches for the word as typed where another was taken for it, else for the other."""
    other = (as_typed(asked) if one.applied else None) or rest
    told: Plain = {"typed": one.typed, "meant": one.meant, "applied": one.applied, "start": one.start, "end": one.end}
    return told | {"query": urlencode(arguments(other))}


def _changed(one: Taken, language: str) -> Plain:
    labels = (_label("time" if one.step == "time" else "facet", one.step, value, language) for value in one.values)
    return {"step": one.step, "values": list(one.values), "label": " · ".join(labels)}


def _relaxed(asked: Asked, entry: Relaxation, language: str) -> Plain:
    values = _taken_back(asked, entry)
    told: Plain = {"kind": entry.kind, "facet": entry.facet, "values": list(values)}
    if entry.kind == "within":
        text = WORDS[language]["any"]
        if entry.km is not None and math.isfinite(entry.km):
            told["within"] = distance(entry.km, asked.query.unit)
            text = WORDS[language]["within"].format(f"{entry.km / KM[asked.query.unit]:.0f}", asked.query.unit)
    else:
        text = " · ".join(_label(entry.kind, entry.facet, value, language) for value in values)
    return told | {"label": text, "total": entry.total, "query": urlencode(arguments(relaxed(asked, entry)))}


def _taken_back(asked: Asked, entry: Relaxation) -> tuple[str, ...]:
    query = asked.search
    whole: dict[str, tuple[str, ...]] = {"time": query.times, "age": (str(query.age),), "words": (remaining(asked),)}
    return whole.get(entry.kind, entry.values)


def _label(kind: str, facet: str, value: str, language: str) -> str:
    if kind == "age":
        return WORDS[language]["age"].format(value)
    if facet in FACETS or kind == "time":
        text = label("time" if kind == "time" else facet, value, language)
        return WORDS[language]["not"].format(text) if kind == "not" else text
    return value


def _named(pairs: Iterable[tuple[str, str]], language: str) -> list[Plain]:
    return [{"facet": facet, "value": value, "label": _pair_label(facet, value, language)} for facet, value in pairs]


def _pair_label(facet: str, value: str, language: str) -> str:
    if facet.startswith(NOT):
        return _label("not", facet.removeprefix(NOT), value, language)
    return _label(facet, facet, value, language)


def _counted(name: str, counts: Mapping[str, int], query: Query, language: str) -> list[Plain]:
    """The values of a facet that some listing says or that were chosen, in declared order."""
    chosen = query.times if name == "time" else dict(query.chosen).get(name, ())
    labels = _labels(name, language)
    return [
        {"value": value, "label": labels[value], "count": count} for value, count in counts.items() if count or value in chosen
    ]


@cache
def _labels(facet: str, language: str) -> dict[str, str]:
    return {value: label(facet, value, language) for value in declared(facet)}
