"""Organizations that are one body under several keys, so that its sites, which stay apart, know each other.

Two keys are one body where a merged listing has both, or where their names are the same words and their pages are of the same
host. A name alone makes nothing one: every town has a First Baptist Church.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from directory.listing import Listing
from ingest.dedupe.words import named


def bodies(listings: Iterable[Listing], groups: Iterable[Iterable[str]]) -> dict[str, str]:
    """Organization key → the key of its body, of every key that is not its own; the body's is the first in order.

    `groups` are ids of listings that are one help (`deciding.decide`).
    """
    owner: dict[str, str] = {}
    hosted: dict[tuple[str, ...], str] = {}
    root: dict[str, str] = {}
    for one in listings:
        key = one.organization.key
        owner[one.id] = key
        for page in (one.organization.url, one.url):
            host = (urlsplit(page).hostname or "").removeprefix("www.")
            if host:
                _join(root, key, hosted.setdefault((host, *named(one.organization.name)), key))
    for group in groups:
        keys = [owner[identifier] for identifier in group if identifier in owner]
        for key in keys[1:]:
            _join(root, key, keys[0])
    return {key: found for key in tuple(root) if (found := _root(root, key)) != key}


def _root(root: dict[str, str], key: str) -> str:
    while (above := root.get(key, key)) != key:
        root[key] = root.get(above, above)
        key = above
    return key


def _join(root: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_root(root, one), _root(root, other)))
    root.setdefault(first, first)
    root[second] = first
