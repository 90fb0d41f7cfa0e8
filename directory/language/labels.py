"""The labels of the taxonomy as phrases of the vocabulary: what a page calls something is understood when it is typed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from directory.facets import FACETS, declared
from directory.language.phrases import key
from directory.language.rows import NEEDS, Row
from directory.taxonomy import categories, values

WRITTEN = frozenset({"en", "es"})
"""Languages in which the vocabulary has the parts of labels already: there a label counts when nothing else was typed."""
APART = frozenset({"mode", "start", "format", "time"})
"""Facets of which a label of one word says something else in a sentence: "open"."""
JOINTS = re.compile(r"[,،;/&]|(?<= )و(?=\w{4})")
FILE = "labels"


def labelled(rows: Collection[Row]) -> Iterator[Row]:
    """A row for each label, and part of one, that no phrase of the vocabulary says yet: the whole label is exact, a part is
    implied, and none that labels of several values have, unless one is the narrower."""
    known = {row.key for row in rows if row.kind not in {"grammar", "said"}}
    for facet in FACETS:
        wholes = list(_wholes(facet))
        for lang, value, whole in wholes:
            yield from _row(whole, (lang, facet, value, "exact"), known)
        others = [one for one in wholes if facet in NEEDS and one[0] not in WRITTEN]
        uses = Counter((lang, word) for lang, _, whole in others for word in key(whole))
        parts: dict[tuple[str, str], set[str]] = defaultdict(set)
        for lang, value, whole in others:
            for part in _parts(whole):
                if " " in part or uses[lang, key(part)[0]] == 1:
                    parts[lang, part].add(value)
        for (lang, part), meant in parts.items():
            narrow = [value for value in meant if not any(other.startswith(f"{value}/") for other in meant)]
            if len(narrow) == 1:
                yield from _row(part, (lang, facet, narrow[0], "implied"), known)


def _wholes(facet: str) -> Iterator[tuple[str, str, str]]:
    """(language, value, label without what stands in parentheses)."""
    for value in declared(facet):
        labels = categories()[value].labels if facet == "category" else values()[facet][value].labels
        yield from ((lang, value, label.partition("(")[0].strip()) for lang, label in labels.items())


def _parts(label: str) -> list[str]:
    """The parts of a label; only the first where its head belongs to the others, too: "groups for grief and loss"."""
    parts = [part.strip() for part in JOINTS.split(label)]
    return parts[:1] if " " in parts[0] else parts


def _row(said: str, row: tuple[str, str, str, str], known: set[tuple[str, ...]]) -> Iterator[Row]:
    lang, facet, value, strength = row
    words = key(said.replace("&", " and "))
    if words and words not in known and not (len(words) == 1 and (facet in APART or (lang in WRITTEN and facet not in NEEDS))):
        known.add(words)
        whole = lang in WRITTEN
        yield Row(said, words, lang, facet, value, strength, FILE, 0, whole=whole, silent=True, noted=whole)
