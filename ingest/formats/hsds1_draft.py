"""From the joined rows of one service at a location to a draft."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from directory.listing import Visibility, fold
from ingest.clean import coordinates, crosswalk
from ingest.clean.lines import withheld
from ingest.draft import Draft, Notes, Refused, Where
from ingest.formats import hsds1_facts as facts
from ingest.formats.hsds1_kinds import NO_KIND, Kinds, Rules, address, kinds, modes, street_key, streets, visibility
from ingest.formats.hsds1_package import FLAGGED, Package

GONE = "the source says that it is no longer offered"
PRIVATE = "the source says that it is not for the public"
PARENT = "its organization is that of the service it names"
NO_ORGANIZATION = "its organization is not there: listed without one"
TITLED = "its kind of help was taken from its name: it has no code of its own"
BESIDE = "its address is that of a hidden place of the same organization: told as an area"


@dataclass(frozen=True, slots=True)
class Record:
    """The rows of one service at a location. `steps`: how many services up the tree the organization was found."""

    package: Package
    where: Where
    service: sqlite3.Row
    location: sqlite3.Row | None
    at: sqlite3.Row | None
    organization: sqlite3.Row | None
    steps: int

    def rows(self, table: str) -> list[sqlite3.Row]:
        """The rows of a table that belong to this record."""
        return self.package.of(
            table,
            service_at_location_id=self.at["id"] if self.at is not None else "",
            service_id=self.service["id"],
            location_id=self.location["id"] if self.location is not None else "",
        )

    def phones(self) -> list[sqlite3.Row]:
        """Its phones, those of persons left out; where it has none, those of its organization."""
        own = [row for row in self.rows("phones") if not row["contact_id"] and not row[FLAGGED]]
        if own or self.organization is None:
            return own
        return self.package.of_organization(self.organization["id"])

    def withheld(self) -> list[str]:
        """Its numbers that are marked as private, or whose own label says so."""
        rows = [row for row in self.rows("phones") if row["number"]]
        return [row["number"] for row in rows if row[FLAGGED] or (not row["contact_id"] and withheld(_label(row)))]

    def here(self, column: str) -> str:
        """A column of its location, empty without one."""
        return str(self.location[column]) if self.location is not None else ""


def _label(phone: sqlite3.Row) -> str:
    return str(phone["description"] or phone["department"])


def draft(record: Record, rules: Rules, guarded: frozenset[tuple[str, str]], notes: Notes) -> Draft:
    """The draft of a record. Raises Refused when it says no kind of help, is gone, or nobody could reach it."""
    if record.service[FLAGGED]:
        raise Refused(PRIVATE)
    closed = _status(record.service["status"])
    said = kinds(record, rules)
    for code in said.unknown:
        notes.unmapped(rules.vocabulary, code)
    if not said.facets.get("category"):
        raise Refused(NO_KIND)
    if said.assumed:
        notes.guess(TITLED, record.where)
    shown = visibility(record, said, rules)
    if shown == "public" and street_key(record) in guarded:
        notes.guess(BESIDE, record.where)
        shown = "area"
    found = _described(record, said)
    found.street_told = record.service["id"] in rules.public_shelters
    found.facets = {**said.facets, "mode": modes(record, said, shown, rules)}
    _organized(found, record, notes)
    _place(found, record, shown, notes)
    facts.languages(found, record, rules, notes)
    facts.access(found, record, notes)
    facts.hours(found, record, notes)
    facts.reach(found, record, notes)
    facts.terms(found, record)
    if closed:
        found.status, found.sessions = "temporarily-closed", []
    return found


def _status(text: str) -> bool:
    """Whether the service is closed for now. Raises Refused for one that is no longer offered."""
    match = crosswalk.exact("hsds", f"status={text.lower().replace(' ', '_')}") if text else None
    values = dict(match.pairs) if match else {}
    if values.get("status") == "hidden":
        raise Refused(GONE)
    return values.get("status") == "shown-as-closed"


def _described(record: Record, said: Kinds) -> Draft:
    service = record.service
    program = record.package.one("programs", service["program_id"])
    more = (service["alternate_name"], *((program["name"], program["alternate_name"]) if program is not None else ()))
    extra = record.at["description"] if record.at is not None else ""
    return Draft(
        key=record.where.key,
        where=record.where,
        name=service["name"],
        alternate_names=[name for name in dict.fromkeys(more) if name and fold(name) != fold(service["name"])],
        description="\n\n".join(text for text in (service["description"] or record.here("description"), extra) if text),
        keywords=list(said.terms),
        url=service["url"],
        email=service["email"] or (record.organization["email"] if record.organization is not None else ""),
        fees=service["fees"],
    )


def _organized(found: Draft, record: Record, notes: Notes) -> None:
    if record.organization is None:
        notes.guess(NO_ORGANIZATION, record.where)
        return
    if record.steps:
        notes.guess(PARENT, record.where)
    found.organization = record.organization["name"]
    found.organization_key = record.organization["id"]
    found.organization_url = record.organization["url"]


def _place(found: Draft, record: Record, shown: Visibility, notes: Notes) -> None:
    """Where it is. Without a street the coordinates are left out: the publisher did not mean to tell the spot."""
    told = address(record)
    found.visibility, found.address = shown, told
    if shown != "public":
        return
    label = _place_name(record)
    if label and fold(found.name) in fold(label):  # "AGENCY - NORTH SITE - FOOD PANTRY" tells the pantry's site, not a building
        found.alternate_names.append(label)
    else:
        found.place_name = label
    if streets(told):
        written = coordinates.pair(record.here("latitude"), record.here("longitude"))
        found.point = written.value
        for note in written.notes:
            notes.guess(note, record.where)
    found.transport = record.here("transportation")


def _place_name(record: Record) -> str:
    """The location's own name, unless it only repeats those of the service and the organization."""
    names = [record.service["name"], record.service["alternate_name"], record.here("alternate_name")]
    if record.organization is not None:
        names += [record.organization["name"], record.organization["alternate_name"]]
    known = {fold(name) for name in names}
    parts = [fold(part) for part in re.split(r"\s+-\s+", record.here("name"))]
    return record.here("name") if fold(record.here("name")) not in known and not known.issuperset(parts) else ""
