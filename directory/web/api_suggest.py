"""One list of what somebody may be about to type: kinds of help, need words, places, names. No phrase of crisis is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from directory.index.base import Suggestion
from directory.language.completion import GRIM, Completion, complete, grim
from directory.language.crisis import heard
from directory.language.lexicon import Lexicon, merged
from directory.language.stem import tokens
from directory.listing import fold
from directory.params_fields import WORDS
from directory.web.api_schemas import LIMIT
from directory.web.api_tree import suggested
from directory.web.site import Site

Plain = dict[str, Any]
MOST_COMPLETED = 8
"""Lines before names; what names leave over goes to further values."""
KEYS = {"words": "q", "place": "place"}
ENOUGH = 3
"""Lines that begin as typed with which nothing is guessed: who types a word right is not offered others."""
GUESSED = 4
"""Letters from which a place is guessed that does not begin so."""


def completed(typed: str, language: str, site: Site) -> list[Plain]:
    """The list for what was typed so far, each line with the search it leads to: kinds of help, need words, places, names,
    other values of facets; no two lines of one label."""

    def places(prefix: str, limit: int) -> Iterable[str]:
        return (near.label for near in site.gazetteer.suggest(prefix, limit, site.settings.country))

    lexicon = merged(site.settings.need_words)
    needs = complete(typed, language, lexicon=lexicon, places=places, limit=MOST_COMPLETED)
    names = tuple(one for one in site.index.suggest(typed, LIMIT) if _calm(one.label, typed, lexicon))
    begun = sum(not one.guessed for one in needs) + sum(_begins(one.label, typed) for one in names)
    if begun >= ENOUGH:
        needs, names = tuple(one for one in needs if not one.guessed), tuple(one for one in names if _begins(one.label, typed))
    found = [*map(_line, needs), *map(_named, names)]
    if not begun and len(typed) >= GUESSED and not grim(typed) and all(line["kind"] != "place" for line in found):
        found += (_line(Completion("place", place)) for place in _guessed(typed, site, lexicon))
    lines = _distinct(found)
    return (lines if len(lines) >= LIMIT else _distinct((*lines, *_others(typed, language, lexicon))))[:LIMIT]


def _begins(label: str, typed: str) -> bool:
    last = tokens(typed)[-1]
    return any(word.startswith(last) for word in tokens(label))


def _calm(label: str, typed: str, lexicon: Lexicon) -> bool:
    """Whether a name has no word of crisis, or it is being typed from its beginning and that is another word: "988 s"."""
    said = tokens(label)
    grim = not GRIM.isdisjoint(said) or bool(heard(label, lexicon).exact)
    return not grim or (said[0] not in GRIM and " ".join(said).startswith(" ".join(tokens(typed))))


def _distinct(lines: Iterable[Plain]) -> list[Plain]:
    first: dict[str, Plain] = {}
    values: set[tuple[str, str]] = set()
    for line in lines:
        if (line["kind"], line["value"]) not in values and fold(line["label"]) not in first:
            first[fold(line["label"])] = line
            values.add((line["kind"], line["value"]))
    return list(first.values())


def _guessed(typed: str, site: Site, lexicon: Lexicon) -> tuple[str, ...]:
    """The place most like what was typed, where none begins so; none for words of which the first is one of a need."""
    first, *more = tokens(typed) or [""]
    if more and any(first in tokens(one.label) for one in complete(first, lexicon=lexicon)):
        return ()
    likely = site.gazetteer.find(typed, country=site.settings.country).suggestions[:1]
    return tuple(place for place in likely if len(more) < len(tokens(place.partition(",")[0])))  # no space is typed by mistake


def _line(one: Completion) -> Plain:
    if one.kind == "kind":
        return {"kind": one.facet, "value": one.value, "label": one.label, "query": urlencode({one.facet: one.value})}
    return {"kind": one.kind, "value": one.label, "label": one.label, "query": urlencode({KEYS[one.kind]: one.label})}


def _named(name: Suggestion) -> Plain:
    """The line of a name: all of a provider, else what says the name, as typed: several listings may bear it."""
    if name.kind == "organization" and name.value:
        query = {"organization": name.value}
        return {"kind": name.kind, "value": name.value, "label": name.label, "query": urlencode(query)}
    said = name.label if len(name.label) <= WORDS else name.label[:WORDS].rpartition(" ")[0]
    query = {"q": said, "exact": "1"}
    kind = name.kind if name.value else "words"
    return {"kind": kind, "value": name.value or name.label, "label": name.label, "query": urlencode(query)}


def _others(typed: str, language: str, lexicon: Lexicon) -> Iterator[Plain]:
    """Values of every facet whose label has a word that begins so."""
    for line in suggested(typed, language):
        said = heard(line["label"], lexicon)
        if not said.exact and not said.implied:
            yield line
