"""What names are offered while somebody types, and in which order: the same on both engines.

A name is met by every word typed, the last one as the beginning of any of its words. The shortest name comes first, because it
is closest to what was typed, then the alphabet decides: how many listings bear a name plays no part, so a large provider does
not hide a small one. Only where fewer than asked for begin so, names follow that begin so but for one letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from directory.index.base import Suggestion
from directory.language.stem import tokens
from directory.listing import Listing

MOST_WORDS = 8
FORGIVING = 4
"""From so many letters on, one may be wrong, missing, doubled or in the wrong place, but not the first one."""


def typed(prefix: str) -> list[str]:
    """The words typed, the last one perhaps unfinished."""
    return tokens(prefix)[:MOST_WORDS]


def words(label: str) -> str:
    """The words of a name with blanks between: two names that differ in nothing else are one."""
    return " ".join(tokens(label))


def names(listing: Listing) -> tuple[Suggestion, ...]:
    """The names a listing bears, its own and its provider's."""
    own = Suggestion("listing", listing.name, listing.ref)
    return own, Suggestion("organization", listing.organization.name, listing.organization.key)


def in_order(found: Iterable[Suggestion]) -> list[Suggestion]:
    """The shortest first, then by the alphabet; of one name the provider before its listings."""
    return sorted(found, key=lambda one: (len(one.label), one.label, one.kind != "organization", one.value))


def distinct(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Each name once, as it came first; a provider's goes before a listing's. One that several providers share has no value."""
    first: dict[str, Suggestion] = {}
    for one in found:
        said = words(one.label)
        known = first.setdefault(said, one)
        if known.kind == one.kind == "organization" and known.value != one.value:
            first[said] = replace(known, value="")
        elif known.kind != one.kind == "organization":
            first[said] = one
    return tuple(first.values())
