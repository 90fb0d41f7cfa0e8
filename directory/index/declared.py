"""A fingerprint of what an index was built with: a process that meets another one must not serve it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import cache

from directory.facets import FACETS, INCLUDED
from directory.listing import Listing
from directory.taxonomy import Value, categories, values

FORMAT = 3
"""Raised by hand when the layout or meaning of an index changes in a way its declarations do not show."""


def _values() -> list[tuple[tuple[str, str], Value]]:
    return [((facet, name), value) for facet, found in values().items() for name, value in found.items()]


@cache
def fingerprint() -> str:
    """Sixteen hexadecimal digits that change with the listing's fields, the facets or the taxonomy."""
    told = {
        "format": FORMAT,
        "fields": [field.name for field in fields(Listing)],
        "facets": [[facet.name, facet.rule, facet.three_valued, sorted(facet.exclusive)] for facet in FACETS.values()],
        "included": [[*key, *follows] for key, follows in INCLUDED.items()],
        "categories": [[slug, category.implies, category.labels] for slug, category in categories().items()],
        "values": [[*pair, value.group, value.labels] for pair, value in _values()],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
