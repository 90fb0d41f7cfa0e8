"""Which objects the JSON files of a feed hold, and the offers in them.

Services stand in bodies of several kinds; of a folder that has them in more than one, the fullest is read and the others are
told as left out: services, then services at locations, then organizations with their services, full ones before lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from directory.errors import SourceError
from ingest.draft import Notes, Where
from ingest.formats.json_stream import Shape, mentions, objects_of, shape_of
from ingest.formats.referral_json import Edge, Raw, body_of, objects, offer, offer_at, term_of, text
from ingest.formats.referral_offer import Body, Offer, Term

NO_OBJECT = "the record is no object"
NO_SERVICE = "it names no service"
SECRETS = re.compile(
    r"(?i)confiden[ct]ial|disclos|publi[sc]h|publicar|divulg|compart|withheld|secret|private|hidden|on request|reservad|privad|"
    r"unlisted|not (?:share|list|give)|"
    r"protected|not (?:listed|available)|is_?public|for_?(?:website|directory)|on_?web|"
    r"for (?:the )?(?:exact )?(?:location|address|directions)|location (?:is )?(?:provided|given|disclosed)"
)
"""What every place that is hidden has in its text: a feed without any of it need not be searched for hidden places."""
_SECRET_BYTES = re.compile(SECRETS.pattern.removeprefix("(?i)").encode())
"""The same in bytes of lower case: so it is looked for in a sixth of the time."""
_ORDER = (
    "service",
    "service_at_location",
    "organization",
    "service_at_location list",
    "service list",
)
_REST = {
    "taxonomy_term": "terms, read where services name them",
    "organization list": "organizations without services",
    "location": "places without services",
    "taxonomy": "names of taxonomies",
    "base": "what the API says of itself",
}


Translated = Callable[[Raw], Raw]
"""What makes an object of a dialect one of HSDS 3."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a feed: what its objects are, and how it holds them."""

    path: Path
    kind: str
    shape: Shape


def parts(path: Path) -> list[Part]:
    """The JSON files of a feed with what they hold, in the order of their names. Raises SourceError where there is none."""
    listed = sorted((*path.rglob("*.json"), *path.rglob("*.ndjson"), *path.rglob("*.jsonl"))) if path.is_dir() else [path]
    found = []
    for one in listed:
        if one.name in {"datapackage.json", "feed.json"} and path.is_dir():
            continue
        shape = shape_of(one)
        if shape.keys or not shape.prefix:  # an empty page is nothing
            found.append(Part(one, kind_of(shape.keys), shape))
    if not found:
        raise SourceError(f"no JSON file at {path.name}")
    return found


def kind_of(keys: frozenset[str]) -> str:
    """What an object with these keys is; empty for none that is known."""
    if "service" in keys and ("location" in keys or "location_id" in keys):
        return (
            "service_at_location" if keys & {"phones", "schedules", "contacts", "service_areas"} else "service_at_location list"
        )
    if "services" in keys and "name" in keys:
        return "organization"
    if any(name.endswith(".csv") for name in keys):
        return "tabular"
    if "openapi_url" in keys or "profile" in keys:
        return "base"
    if keys & {"location_type", "addresses", "physical_addresses"} and "status" not in keys:
        return "location"
    if keys & {"parent_id", "term_uri", "taxonomy_detail"} or {"taxonomy", "name"} <= keys:
        return "taxonomy_term"
    if keys & {"website", "legal_status", "tax_status", "year_incorporated"} and not keys & {"status", "organization"}:
        return "organization list"
    if "name" in keys and keys & {"status", "organization", "organization_id", "email", "url"}:
        full = keys & {"service_at_locations", "locations", "phones", "schedules", "contacts", "attributes"}
        return "service" if full else "service list"
    if keys <= {"id", "name", "description", "uri", "version", "metadata"} and {"id", "name"} <= keys:
        return "taxonomy"
    return ""


def chosen(found: list[Part], notes: Notes) -> list[Part]:
    """The files whose objects are read as services; the others are told as left out. Raises SourceError for none."""
    kind = next((kind for kind in _ORDER if any(part.kind == kind for part in found)), "")
    if not kind:
        raise SourceError("no file has services of HSDS 3 or Open Referral UK.")
    for part in found:
        if part.kind == kind:
            continue
        count = sum(1 for _ in objects_of(part.path, part.shape)) if part.kind else 0
        if not part.kind:
            notes.leftover(part.path.name, "(whole file)")
        elif part.kind in _REST:
            notes.ignored(f"{part.path.name}: {_REST[part.kind]}", count)
        else:
            notes.ignored(f"{part.path.name}: the same services stand in a fuller form", count)
    return [part for part in found if part.kind == kind]


def named_in(found: list[Part], notes: Notes) -> Edge:
    """The terms and organizations that stand in files of their own, for the objects of all the others."""
    return Edge("", notes, dict(_named_terms(found, notes)), dict(_named_bodies(found, notes)))


def edge_of(part: Part, named: Edge) -> Edge:
    """Where the objects of a file come in."""
    return replace(named, file=part.path.name)


def _named_terms(found: list[Part], notes: Notes) -> Iterator[tuple[str, Term]]:
    for part in found:
        if part.kind == "taxonomy_term":
            edge = Edge(part.path.name, notes)
            yield from ((text(raw.get("id")), term_of(raw, edge)) for raw in objects_of(part.path, part.shape))


def _named_bodies(found: list[Part], notes: Notes) -> Iterator[tuple[str, Body]]:
    for part in found:
        if part.kind == "organization list":
            edge = Edge(part.path.name, notes)
            yield from ((text(raw.get("id")), body_of(raw, edge)) for raw in objects_of(part.path, part.shape))


def offers(part: Part, edge: Edge, translated: Translated = dict) -> Iterator[Offer]:
    """The offers of a file in its order, each object first translated; those that hold none are refused with their row."""
    for row, raw in enumerate(objects_of(part.path, part.shape), start=1):
        yield from _offers(translated(raw), row, part, edge)


def _offers(raw: Raw, row: int, part: Part, edge: Edge) -> Iterator[Offer]:
    where = Where(part.path.name, row, text(raw.get("id")))
    if not raw:
        edge.notes.refuse(NO_OBJECT, where)
    elif part.kind == "organization":
        yield from _of_organization(raw, edge, where)
    elif part.kind.startswith("service_at_location"):
        found = offer_at(raw, edge, where)
        if found is None:
            edge.notes.refuse(NO_SERVICE, where)
        else:
            yield found
    else:
        yield offer(raw, edge, where)


def _of_organization(raw: Raw, edge: Edge, where: Where) -> Iterator[Offer]:
    owner = body_of(raw, edge)
    services = list(objects(raw, "services"))
    for service in services:
        yield offer(service, edge, where, owner)
    if not services:
        edge.notes.ignored("organizations without a service")


def guarded(part: Part, edge: Edge, translated: Translated = dict) -> Iterator[Offer]:
    """The offers of a file again, those alone whose text may hold a place that is hidden."""
    if mentions(part.path, _SECRET_BYTES):
        for row, raw in enumerate(objects_of(part.path, part.shape), start=1):
            if _SECRET_BYTES.search(orjson.dumps(raw).lower()):
                yield from _offers(translated(raw), row, part, edge)
