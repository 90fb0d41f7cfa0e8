"""The tree of kinds of help and the values of the other facets, read once from `data/seed/taxonomy`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEED = Path(__file__).resolve().parents[1] / "data" / "seed"
TABLES = SEED / "taxonomy"
ELSEWHERE = {"need-words": SEED / "need-words" / "en-es.csv"}
"""Tables that stand outside of `taxonomy`: of the need words each language may have its own file."""


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of help. `implies` holds (facet, value) pairs that every listing filed here has as well."""

    slug: str
    parent: str
    order: int
    leaf: bool
    labels: dict[str, str]
    descriptions: dict[str, str]
    icon: str
    implies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet other than category; `group` is the sub-heading it stands under."""

    facet: str
    name: str
    group: str
    order: int
    labels: dict[str, str]
    note: str


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of `data/seed/taxonomy`, or of the need words in English and Spanish, by column name."""
    with ELSEWHERE.get(table, TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _labelled() -> dict[tuple[str, str], dict[str, str]]:
    """(facet, value) → language → label, of the languages in `taxonomy/labels`; there `description` counts as a facet."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for path in sorted((TABLES / "labels").glob("*.csv")):
        for row in rows(f"labels/{path.stem}"):
            found.setdefault((row["facet"], row["value"]), {})[path.stem] = row["label"]
    return found


def _more_labels(facet: str, value: str) -> dict[str, str]:
    return _labelled().get((facet, value), {})


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((facet, value) for facet, _, value in (part.strip().partition(":") for part in text.split(";")) if facet)


@cache
def categories() -> dict[str, Category]:
    """Every kind of help by slug, in the order of the table."""
    return {
        row["slug"]: Category(
            slug=row["slug"],
            parent=row["parent"],
            order=int(row["order"]),
            leaf=row["is_leaf"] == "yes",
            labels={"en": row["label_en"], "es": row["label_es"]} | _more_labels("category", row["slug"]),
            descriptions={"en": row["description_en"], "es": row["description_es"]} | _more_labels("description", row["slug"]),
            icon=row["icon"],
            implies=_pairs(row["implies"]),
        )
        for row in rows("categories")
    }


@cache
def values() -> dict[str, dict[str, Value]]:
    """facet → value name → Value, each facet in its declared order; `time` is computed, `category` is not here."""
    found: dict[str, dict[str, Value]] = {}
    for row in sorted(rows("facets"), key=lambda row: (row["facet"], int(row["order"]))):
        labels = {"en": row["label_en"], "es": row["label_es"]} | _more_labels(row["facet"], row["value"])
        value = Value(row["facet"], row["value"], row["group"], int(row["order"]), labels, row["note"])
        found.setdefault(row["facet"], {})[row["value"]] = value
    return found


@cache
def lineage(slug: str) -> tuple[str, ...]:
    """The category itself and its ancestors, nearest first. Raises KeyError for an unknown slug."""
    tree, chain = categories(), [slug]
    while parent := tree[chain[-1]].parent:
        chain.append(parent)
    return tuple(chain)


@cache
def children(slug: str) -> tuple[str, ...]:
    """The slugs directly under `slug` in their order; those of the top for an empty one."""
    return tuple(c.slug for c in sorted(categories().values(), key=lambda c: c.order) if c.parent == slug)


def label(facet: str, value: str, language: str = "en") -> str:
    """What a person reads for a value; English where the language has no label. Raises KeyError if undeclared."""
    labels = categories()[value].labels if facet == "category" else values()[facet][value].labels
    return labels.get(language) or labels["en"]
