"""The project's own format: a folder of JSON files, each an array of listings under the field names of `Listing`.

What is computed (`ref`, `revision`, `place.codes`, `provenance.source`) is not written down; `id` is a key of our own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from directory.errors import InvalidListing, SourceError
from directory.facets import FACETS
from directory.listing import Listing, ref_of
from directory.schemas import load_listing
from ingest.draft import Draft, Notes, Where

FORMAT = "seed"
_SOURCE = "seed"  # only to fill in what is computed: a draft keeps the entry's own key, the pipeline puts the source before it
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read(path: Path, notes: Notes, options: dict[str, object]) -> Iterator[Draft]:
    """Every entry of the folder's JSON files (or of the one file) in the order of file names, faulty ones refused.

    An entry whose id was seen before is refused as well. Raises SourceError when a file is not an array of objects.
    """
    if options:
        raise SourceError(f"the seed format has no options, but was given: {', '.join(sorted(options))}")
    seen: set[str] = set()
    for file in _files(path):
        for row, raw in enumerate(_entries(file), start=1):
            where = Where(file.name, row, str(raw.get("id", "")))
            try:
                yield draft(listing(raw, seen), where)
            except InvalidListing as fault:
                notes.refuse(str(fault), where)


def listing(raw: dict[str, object], seen: set[str]) -> Listing:
    """The listing that an entry describes, as if its source were called "seed"; its key joins those `seen`.

    Raises InvalidListing that names each faulty field.
    """
    key = raw.get("id")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise InvalidListing({"id": ["A key is lower-case words and digits joined by hyphens."]})
    if key in seen:
        raise InvalidListing({"id": [f"{key!r} is already the key of another entry."]})
    seen.add(key)
    written = _computed_fields(raw)
    if written:
        raise InvalidListing({name: ["This is computed, not written."] for name in written})
    origin = raw.get("provenance")
    whole = raw | {"id": f"{_SOURCE}:{key}", "ref": ref_of(f"{_SOURCE}:{key}"), "revision": 0}
    return load_listing(whole | {"provenance": origin | {"source": _SOURCE}} if isinstance(origin, dict) else whole)


def _computed_fields(raw: dict[str, object]) -> list[str]:
    found: list[str] = [name for name in ("ref", "revision") if name in raw]
    for part, name in (("place", "codes"), ("provenance", "source")):
        inner = raw.get(part)
        if isinstance(inner, dict) and name in inner:
            found.append(f"{part}.{name}")
    return found


def _files(path: Path) -> list[Path]:
    found = sorted(path.glob("*.json")) if path.is_dir() else [path] if path.is_file() else []
    if not found:
        raise SourceError(f"no JSON file at {path.name}")
    return found


def _entries(file: Path) -> list[dict[str, object]]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise SourceError(f"{file.name} is not JSON in UTF-8: {fault}") from fault
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SourceError(f"{file.name} is not an array of objects")
    return found


def draft(listing: Listing, where: Where) -> Draft:
    """The draft that says what the listing of an entry says; its phones are ready."""
    place, origin = listing.place, listing.provenance
    found = Draft(
        key=where.key,
        where=where,
        name=listing.name,
        organization=listing.organization.name,
        whole_name=True,
        organization_key=listing.organization.key,
        organization_url=listing.organization.url,
        facets={name: list(values) for name, facet in FACETS.items() if (values := getattr(listing, facet.field))},
        minimum_age=listing.eligibility.minimum_age,
        maximum_age=listing.eligibility.maximum_age,
        residence=listing.eligibility.residence,
        eligibility=listing.eligibility.text,
        sessions=None if listing.sessions is None else list(listing.sessions),
        status=listing.status,
        ready_phones=list(listing.phones),
        source_name=origin.source_name,
        licence=origin.licence,
        link=origin.link,
        seen_on=origin.seen_on,
        checked_on=origin.checked_on,
        checked_by=origin.checked_by,
        confirmed_on=origin.confirmed_on,
    )
    for name in _TEXTS:
        setattr(found, name, getattr(listing, name))
    for name in _LISTS:
        setattr(found, name, list(getattr(listing, name)))
    if place is not None:
        found.visibility, found.place_name, found.point = place.visibility, place.name, place.point
        found.address, found.directions, found.transport = place.address, place.directions, place.transport
        found.approximate = place.precision in {"zip", "city", "county"}
    return found


_TEXTS = (
    "description",
    "language_of_text",
    "hours_text",
    "group",
    "url",
    "join_url",
    "chat_url",
    "email",
    "alert",
    "fees",
    "application",
)
_LISTS = ("alternate_names", "denied", "only", "coverage", "documents", "keywords")


def recognises(name: str, head: bytes) -> str | None:
    """What a file of the project's own format is seen to be, None for another file."""
    del name
    own = b'"provenance"' in head and b'"categories"' in head and b'"organization"' in head
    return "listings in Nearhelp's own format" if own and head.lstrip()[:1] == b"[" else None
