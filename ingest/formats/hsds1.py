"""HSDS 1.1 tabular data packages: a folder of CSV files, one listing for each service at a location.

What decides where the data does not:

- **Organization.** `organization_id` names a row of organizations.csv; where it names another service (feeds written from
  agency, site and program trees do), it is the organization of that service, and so on up. Where nothing is found, the record
  is listed without one: the name of an organization is never made up.
- **A service that no row of services_at_location.csv names** is a listing without a place.
- **Rows that name nothing, or what is not there,** are attached to nothing and counted. A row that names a service or location
  that is not there is refused where the listing itself depends on it.
- **Contacts are persons**: their table, and phones that belong to one of its rows, are never read into a listing.
- The rest is in `hsds1_kinds` (kinds of help, modes, protected places) and `hsds1_facts` (hours, phones, languages).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ingest.clean import discreet
from ingest.draft import Draft, Notes, Refused, Where
from ingest.formats.drafting import kept_back, told
from ingest.formats.hsds1_draft import Record, draft
from ingest.formats.hsds1_kinds import Rules, hidden_street, kinds, own_row, visibility
from ingest.formats.hsds1_package import FLAGGED, Package, opened
from ingest.formats.options import flag, languages, only_options, states, texts

FORMAT = "hsds1"
SUMMARY = "HSDS 1.1 data package: CSV tables of organizations, services and locations"

OWN_ROW = "the row of an organization itself, without a kind of help: its services are listed"
TWICE = "the same service at the same location stands in an earlier row"
NO_SERVICE = "it names a service that is not in services.csv"
NO_LOCATION = "it names a location that is not in locations.csv"
DEEPEST = 10
"""Steps up a tree of services before it is taken for a circle; the deepest known has one."""


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each service at a location, in the order of the file, then one for each service without any, last the rows
    of organizations of which nothing else is listed.

    Options (all may be left out):
      vocabulary       crosswalk of the codes of services_taxonomy.csv: "211", the default, or another of crosswalks.csv
      languages        names of languages as people there use them, such as {creole = "ht"}
      home             state codes of the area the directory is for: what lies elsewhere is listed for its phone, not its door
      public_shelters  ids of services that are shelters from violence and whose address may be told
      terms            true lets the names of taxonomy terms be found as words: only where providers wrote them themselves; the
                       wording of a professional index is somebody's work and says what indexers mean, not what people type
      titles           false leaves services without a code unlisted, instead of taking their kind from phrases in their names
    Raises SourceError when the package cannot be read as a whole.
    """
    rules = _rules(options)
    with opened(path, notes) as package:
        guarded = frozenset(_guarded(package))
        listed: set[str] = set()
        own: list[Record] = []
        for record in _records(package, notes):
            if own_row(record):
                own.append(record)
                continue
            for found in _drafts(record, rules, guarded, notes):
                listed.update(() if found.untold else (_body(record),))
                yield found
        for record in own:
            if _body(record) in listed:
                notes.omitted(OWN_ROW)
            else:
                yield from _drafts(record, rules, guarded, notes)
        _unused(package, notes)


def _drafts(record: Record, rules: Rules, guarded: frozenset[tuple[str, str]], notes: Notes) -> Iterator[Draft]:
    """The draft of a record; of one that is refused what it keeps private."""
    try:
        yield draft(record, rules, guarded, notes)
    except Refused as refusal:
        kept = _kept_back(record, rules)
        notes.refuse(str(refusal), *told(kept))
        yield from kept_back(kept)


def _body(record: Record) -> str:
    return str(record.organization["id"]) if record.organization is not None else ""


def _kept_back(record: Record, rules: Rules) -> Draft:
    """What a refused record keeps to itself: its place where it or the record is private, and numbers. It is told by its name
    only where that is nothing."""
    service = record.service
    shown = "hidden" if service[FLAGGED] else visibility(record, kinds(record, rules), rules)
    return Draft(
        key=record.where.key,
        where=record.where,
        name=service["name"],
        visibility=shown,
        private=record.withheld(),
        beside=discreet.telling((service["name"], service["description"])),
    )


def _rules(options: Mapping[str, object]) -> Rules:
    only_options(options, ("vocabulary", "languages", "home", "public_shelters", "terms", "titles"), FORMAT)
    return Rules(
        vocabulary=str(options.get("vocabulary", "211")),
        languages=languages(options),
        home=states(options),
        public_shelters=frozenset(texts(options, "public_shelters")),
        terms=flag(options, "terms", False),
        titles=flag(options, "titles", True),
    )


def _records(package: Package, notes: Notes) -> Iterator[Record]:
    seen: set[tuple[str, str]] = set()
    for row in package.each("services_at_location"):
        where = package.where("services_at_location", row["row"], f"{row['service_id']}@{row['location_id']}")
        service = package.one("services", row["service_id"])
        location = package.one("locations", row["location_id"])
        pair = (row["service_id"], row["location_id"])
        if service is None:
            notes.refuse(NO_SERVICE, where)
        elif location is None and row["location_id"]:
            notes.refuse(NO_LOCATION, *_shown(service, None, where))
        elif pair in seen:
            notes.refuse(TWICE, *_shown(service, location, where))
        else:
            seen.add(pair)
            yield _record(package, service, location, row)
    for service in package.each("services"):
        if not package.named("services_at_location", "service_id", service["id"]):
            yield _record(package, service, None, None)


def _shown(service: sqlite3.Row, location: sqlite3.Row | None, where: Where) -> tuple[Where, str]:
    """Where a pair stands that is no record, and its name; of what is marked as private the file and row alone."""
    if service[FLAGGED] or (location is not None and location[FLAGGED]):
        return replace(where, key=""), ""
    return where, service["name"]


def _record(package: Package, service: sqlite3.Row, location: sqlite3.Row | None, at: sqlite3.Row | None) -> Record:
    table, row = ("services", service["row"]) if at is None else ("services_at_location", at["row"])
    organization, steps = _organization(package, service)
    return Record(
        package=package,
        where=package.where(table, row, f"{service['id']}@{location['id'] if location is not None else ''}"),
        service=service,
        location=location,
        at=at,
        organization=organization,
        steps=steps,
    )


def _organization(package: Package, service: sqlite3.Row) -> tuple[sqlite3.Row | None, int]:
    """The organization of a service and how many services up the tree it was found."""
    key = service["organization_id"]
    for steps in range(DEEPEST):
        found = package.one("organizations", key)
        if found is not None:
            return found, steps
        parent = package.one("services", key)
        if parent is None:
            break
        key = parent["organization_id"]
    return None, 0


def _guarded(package: Package) -> Iterator[tuple[str, str]]:
    """Organization and street of every hidden place whose street is in the feed: other services there must not tell it."""
    quiet = Quiet()
    for record in _records(package, quiet):
        key = hidden_street(record)
        if key is not None:
            yield key


def _unused(package: Package, notes: Notes) -> None:
    unused = package.unnamed("locations", "services_at_location", "location_id")
    if unused:
        notes.ignored("locations.csv: places where no service is offered", unused)


class Quiet:
    """Notes that keep nothing: what the first look at the records finds is told by the second."""

    def refuse(self, reason: str, where: object, excerpt: str = "") -> None: ...
    def unmapped(self, vocabulary: str, code: str) -> None: ...
    def leftover(self, file: str, column: str) -> None: ...
    def guess(self, what: str, where: object) -> None: ...
    def folded(self, count: int) -> None: ...
    def omitted(self, what: str) -> None: ...
    def ignored(self, what: str, count: int = 1) -> None: ...


def recognises(name: str, head: bytes) -> str | None:
    """What a file of a package is seen to be, None for another file."""
    stem, columns = name.lower().rpartition("/")[2], head.split(b"\n", 1)[0].lower()
    if stem == "services_at_location.csv" and b"service_id" in columns and b"location_id" in columns:
        return "an HSDS 1.1 data package (services at locations)"
    if stem == "services_taxonomy.csv" and b"taxonomy_id" in columns:
        return "the subjects of an HSDS 1.1 data package (services_taxonomy)"
    return None
