"""The classification as JSON, and what of it begins like something typed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

from directory.facets import FACETS
from directory.listing import REF_ALPHABET, REF_LENGTH, fold
from directory.params_fields import LANGUAGES, tickable
from directory.taxonomy import Category, children, label, values
from directory.taxonomy import categories as kinds

Plain = dict[str, Any]


def is_ref(text: str) -> bool:
    """Whether a text has the shape of a public id."""
    return re.fullmatch(f"[{REF_ALPHABET}]{{{REF_LENGTH}}}", text) is not None


@cache
def tree() -> Plain:
    """The tree of kinds of help, and the other facets' values."""
    facets = {
        name: [{"value": value.name, "group": value.group, "label": value.labels} for value in values()[name].values()]
        for name in (*(name for name in FACETS if name != "category"), "time")
    }
    return {"categories": [_branch(kinds()[slug]) for slug in children("")], "facets": facets}


def _branch(category: Category) -> Plain:
    below = [_branch(kinds()[slug]) for slug in children(category.slug)]
    told = {"slug": category.slug, "label": category.labels, "description": category.descriptions}
    return told | {"children": below}


def suggested(typed: str, language: str) -> list[Plain]:
    """Values one can search for whose label has a word that begins as typed: the label of the language, where none does of any.

    Labels that themselves begin so come first; among equals kinds of help do.
    """
    start, own = fold(typed), LANGUAGES.index(language)
    found = [(facet, value, words) for facet, value, words in _labels() if any(f" {start}" in f" {text}" for text in words)]
    found = [one for one in found if f" {start}" in f" {one[2][own]}"] or found
    found.sort(key=lambda one: not any(text.startswith(start) for text in one[2]))
    return [
        {"kind": facet, "value": value, "label": label(facet, value, language), "query": urlencode({facet: value})}
        for facet, value, _ in (found if start else ())
    ]


@cache
def _labels() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(facet, value, folded labels) of all that can be chosen."""
    return tuple(
        (name, value, tuple(fold(label(name, value, language)) for language in LANGUAGES))
        for name in FACETS
        for value in tickable(name)
    )
