"""One list of what somebody may be about to type: kinds of help, need words, places, names. No phrase of crisis is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from directory.language.completion import Completion, complete
from directory.language.crisis import heard
from directory.language.lexicon import Lexicon, merged
from directory.web.api_schemas import LIMIT
from directory.web.api_tree import suggested
from directory.web.site import Site

Plain = dict[str, Any]
MOST_COMPLETED = 8
"""Lines before names; what names leave over goes to further values."""
KEYS = {"words": "q", "place": "place"}


def completed(typed: str, language: str, site: Site) -> list[Plain]:
    """The list for what was typed so far, each line with the search it leads to."""

    def places(prefix: str, limit: int) -> Iterable[str]:
        return (near.label for near in site.gazetteer.suggest(prefix, limit, site.settings.country))

    lexicon = merged(site.settings.need_words)
    found = complete(typed, language, lexicon=lexicon, places=places, limit=MOST_COMPLETED)
    lines = [_line(one) for one in found]
    for name in site.index.suggest(typed, LIMIT - len(lines)):
        query = urlencode({"organization": name.value}) if name.kind == "organization" else ""
        lines.append({"kind": name.kind, "value": name.value, "label": name.label, "query": query})
    for other in _others(typed, language, lexicon) if len(lines) < LIMIT else ():
        if all((other["kind"], other["value"]) != (line["kind"], line["value"]) for line in lines):
            lines.append(other)
        if len(lines) == LIMIT:
            break
    return lines


def _line(one: Completion) -> Plain:
    if one.kind == "kind":
        return {"kind": one.facet, "value": one.value, "label": one.label, "query": urlencode({one.facet: one.value})}
    return {"kind": one.kind, "value": one.label, "label": one.label, "query": urlencode({KEYS[one.kind]: one.label})}


def _others(typed: str, language: str, lexicon: Lexicon) -> Iterator[Plain]:
    """Values of every facet whose label has a word that begins so."""
    for line in suggested(typed, language):
        said = heard(line["label"], lexicon)
        if not said.exact and not said.implied:
            yield line
