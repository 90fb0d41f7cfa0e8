"""Listings as the catalogue keeps them: JSON in bytes, and a digest of what is said."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

from directory.listing import Listing
from directory.schemas import dump_listing, read_listing


def packed(values: dict[str, Any]) -> bytes:
    """The JSON of a listing's values, without line breaks."""
    return orjson.dumps(values)


def unpacked(body: bytes) -> dict[str, Any]:
    """The values of a body."""
    values: dict[str, Any] = orjson.loads(body)
    return values


def listing_of(body: bytes, revision: int) -> Listing:
    """The listing of a body at a revision."""
    values = unpacked(body)
    values["revision"] = revision
    return read_listing(values)


def values_of(listing: Listing) -> dict[str, Any]:
    """The values of a listing, at no revision."""
    values = dump_listing(listing)
    values["revision"] = 0
    return values


def digest_of(values: dict[str, Any]) -> bytes:
    """16 bytes that tell whether two listings say the same, whenever they were last seen to say it."""
    provenance = {name: said for name, said in values["provenance"].items() if name != "seen_on"}
    said = {**values, "revision": 0, "provenance": provenance}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()[:16]
