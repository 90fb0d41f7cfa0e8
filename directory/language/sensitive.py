"""What must never raise a listing: it filters, or is offered (taxonomy §4)."""

from __future__ import annotations

from directory.facets import group_of

SENSITIVE_GROUPS = {"audience": frozenset({"gender", "identity"})}
SENSITIVE = frozenset(
    {
        ("topic", "hiv"), ("topic", "gender-sexuality"), ("audience", "immigrants-refugees"), ("audience", "justice-involved"),
        ("audience", "farm-migrant-workers"), ("start", "no-immigration-questions"),
    }
)  # fmt: skip
SENSITIVE_KINDS = frozenset({"faith", "culture"})
SENSITIVE_TREES = ("faith", "culture", "practical/legal/immigration", "practical/legal/justice-reentry")


def sensitive(kind: str, value: str) -> bool:
    """Whether a value must never raise a listing, only filter or be offered (taxonomy §4)."""
    if kind in SENSITIVE_KINDS or (kind, value) in SENSITIVE:
        return True
    if kind == "category":
        return any(value == tree or value.startswith(tree + "/") for tree in SENSITIVE_TREES)
    return kind in SENSITIVE_GROUPS and group_of(kind, value) in SENSITIVE_GROUPS[kind]
