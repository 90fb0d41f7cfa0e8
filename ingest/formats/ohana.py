"""The CSV set of Ohana API (codeforamerica/ohana-api): organizations, locations, services, phones and what hangs on them.

A service stands at one location, which tells its organization. What decides where the data does not:

- Subjects are `taxonomy_ids` named in taxonomy.csv (Open Eligibility, under numbers of its own), the words of `keywords`, and,
  where the set has service_icarol_categories.json, 211 codes by service.
- A location that is `virtual` is no place to go to.
- Contacts are persons: their table, and phones that belong to one of its rows, are never read into a listing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from directory.errors import SourceError
from directory.listing import Address
from ingest.draft import Draft, Notes
from ingest.formats.hsds1 import NO_LOCATION
from ingest.formats.hsds1_package import FLAGGED, Package, opened
from ingest.formats.ohana_tables import OHANA
from ingest.formats.referral_draft import Context, drafts
from ingest.formats.referral_kinds import rules, secret, street_of
from ingest.formats.referral_offer import Body, Offer, Site, Spot, Telephone, Term, Timetable, Tongue

FORMAT = "ohana"
SUMMARY = "Ohana API CSV set: a folder or zip of organizations, locations, services, phones"
CATEGORIES = "service_icarol_categories.json"
NO_LOCATION_NAMED = "services without a location"
_YES = frozenset({"true", "t", "yes", "y", "1"})
Row = sqlite3.Row
Codes = Mapping[str, list[str]]


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each service, in the order of services.csv. Options as of `hsds3`.

    Raises SourceError when the set cannot be read as a whole.
    """
    said = rules(options, FORMAT)
    with opened(path, notes, OHANA) as package:
        codes = _codes(path)
        context = Context(said, frozenset(_hidden(package)), notes)
        for offer in _offers(package, codes, notes):
            yield from drafts(offer, context)
        unused = package.unnamed("locations", "services", "location_id")
        if unused:
            notes.ignored("locations.csv: places where no service is offered", unused)


def _hidden(package: Package) -> Iterator[tuple[str, str]]:
    """Organization and street of each location that is hidden although its street stands in the set."""
    for row in package.each("locations"):
        spot = _spot(package, row)
        if secret(spot) and (street := street_of(spot)):
            yield row["organization_id"], street


def _codes(folder: Path) -> Codes:
    """The 211 codes of each service, where the set has them. Raises SourceError for a file that is none."""
    file = next(iter(sorted(folder.rglob(CATEGORIES))), None)
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise SourceError(f"{CATEGORIES} is not JSON: {fault}") from None
    if not isinstance(found, dict):
        raise SourceError(f"{CATEGORIES} is no object of lists by service.")
    return {str(key): [str(code) for code in codes] for key, codes in found.items() if isinstance(codes, list)}


def _offers(package: Package, codes: Codes, notes: Notes) -> Iterator[Offer]:
    for row in package.each("services"):
        location = package.one("locations", row["location_id"])
        if location is None and row["location_id"]:
            private = row[FLAGGED]
            notes.refuse(
                NO_LOCATION, package.where("services", row["row"], "" if private else row["id"]), "" if private else row["name"]
            )
            continue
        if location is None:
            notes.guess(NO_LOCATION_NAMED, package.where("services", row["row"], row["id"]))
        yield _offer(package, row, location, codes)


def _offer(package: Package, row: Row, location: Row | None, codes: Codes) -> Offer:
    key = row["id"]
    program = package.one("programs", row["program_id"])
    names = (row["alternate_name"], *((program["name"], program["alternate_name"]) if program else ()))
    return Offer(
        where=package.where("services", row["row"], key),
        key=key,
        name=row["name"],
        status=row["status"],
        alternate_names=tuple(filter(None, names)),
        description=row["description"],
        url=row["website"] or (location["website"] if location is not None else ""),
        email=row["email"] or (location["email"] if location is not None else ""),
        interpretation=row["interpretation_services"],
        application=row["application_process"],
        waiting=row["wait_time"],
        fees="\n".join(filter(None, (row["fees"], row["accepted_payments"]))),
        eligibility="\n".join(dict.fromkeys(filter(None, (row["eligibility"], row["audience"])))),
        documents=tuple(_listed(row["required_documents"])),
        keywords=tuple(_listed(row["keywords"])),
        tongues=_tongues(row["languages"]),
        phones=_phones(package, "service_id", key),
        times=_times(package, "service_id", key),
        areas=tuple(_listed(row["service_areas"])),
        terms=(*_terms(package, row), *(Term(vocabulary="211", code=code) for code in codes.get(key, ()))),
        owner=_body(package, location["organization_id"]) if location is not None else None,
        sites=(Site(spot=_spot(package, location)),) if location is not None else (),
        withheld=tuple(
            one["number"]
            for column, found in (("service_id", key), ("location_id", row["location_id"]))
            for one in package.rows("phones", column, found)
            if one[FLAGGED]
        ),
        private=bool(row[FLAGGED]),
    )


def _listed(text: str) -> Iterator[str]:
    """The parts of an array column: a list with commas."""
    yield from filter(None, (part.strip() for part in text.split(",")))


def _tongues(text: str) -> tuple[Tongue, ...]:
    return (Tongue(name=text),) if text else ()


def _terms(package: Package, row: Row) -> Iterator[Term]:
    for code in _listed(row["taxonomy_ids"]):
        found = package.one("taxonomy", code)
        name, above = (found["name"], found["parent_name"]) if found is not None else ("", "")
        yield Term(vocabulary="Open Eligibility", code=code, name=name, above=above)
    yield from (Term(vocabulary="keyword", name=word) for word in _listed(row["keywords"]))


def _spot(package: Package, row: Row) -> Spot:
    key = row["id"]
    addresses = package.rows("addresses", "location_id", key)
    return Spot(
        key=key,
        kind="virtual" if row["virtual"].lower() in _YES else "physical",
        name=row["name"],
        alternate_name=row["alternate_name"],
        transport=row["transportation"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        address=_address(addresses[0]) if addresses else None,
        tongues=_tongues(row["languages"]),
        access=tuple(_ACCESS.get(word, word) for word in _listed(row["accessibility"])),
        phones=_phones(package, "location_id", key),
        times=_times(package, "location_id", key),
        hidden=bool(row[FLAGGED]) or any(one[FLAGGED] for one in addresses),
    )


_ACCESS = {
    "wheelchair": "wheelchair accessible", "ramp": "ramp", "elevator": "elevator", "disabled_parking": "disabled parking",
    "restroom": "accessible restroom", "tape_braille": "braille", "cd": "", "deaf_interpreter": "sign language interpreter",
}  # fmt: skip
"""Ohana's fixed words of access → words that say the same to people."""


def _address(row: Row) -> Address:
    return Address(
        lines=tuple(row[name] for name in ("address_1", "address_2") if row[name]),
        city=row["city"],
        region=row["state_province"],
        postal_code=row["postal_code"],
        country=row["country"].upper(),
    )


def _phones(package: Package, column: str, key: str) -> tuple[Telephone, ...]:
    """The phones of a service, or of a location or organization and nothing narrower; no person's."""
    narrower = {"service_id": (), "location_id": ("service_id",)}.get(column, ("service_id", "location_id"))
    found = []
    for row in package.rows("phones", column, key):
        number = row["vanity_number"] or row["number"]
        if number and not row["contact_id"] and not row[FLAGGED] and not any(row[name] for name in narrower):
            kind = "tty" if row["department"].upper() in {"TTY", "TDD", "TTY/TDD"} else row["number_type"]
            label = "" if _numbered(row["department"]) or kind == "tty" else row["department"]
            prefix = f"+{row['country_prefix'].lstrip('+')} " if row["country_prefix"] else ""
            found.append(Telephone(number=f"{prefix}{number}", extension=row["extension"], kind=kind, label=label))
    return tuple(found)


def _numbered(text: str) -> bool:
    """Whether a department only counts the lines ("Phone 2")."""
    return text.lower().removeprefix("phone").strip().isdigit()


def _times(package: Package, column: str, key: str) -> tuple[Timetable, ...]:
    narrower = () if column == "service_id" else ("service_id",)
    rows = [row for row in package.rows("schedules", column, key) if not any(row[name] for name in narrower)]
    found = [Timetable(weekday=row["weekday"], opens=row["opens_at"], closes=row["closes_at"]) for row in rows]
    for row in package.rows("holidays", column, key):
        if not any(row[name] for name in narrower):
            closed = row["closed"].lower() in _YES
            span = {"valid_from": row["start_date"], "valid_to": row["end_date"]}
            found.append(Timetable(holiday=True, closed=closed, opens=row["opens_at"], closes=row["closes_at"], **span))
    return tuple(found)


def _body(package: Package, key: str) -> Body | None:
    row = package.one("organizations", key)
    if row is None:
        return None
    return Body(
        key=key,
        name=row["name"],
        alternate_name=row["alternate_name"],
        url=row["website"],
        email=row["email"],
        phones=_phones(package, "organization_id", key),
    )


def recognises(name: str, head: bytes) -> str | None:
    """What a file seems to be, by its name and first bytes; None when it is none of this format."""
    stem, columns = name.lower().rpartition("/")[2], head.split(b"\n", 1)[0].lower()
    if stem == "locations.csv" and b"admin_emails" in columns:
        return "the locations of an Ohana CSV set"
    if stem == "services.csv" and b"taxonomy_ids" in columns and b"location_id" in columns:
        return "the services of an Ohana CSV set"
    if stem == "mail_addresses.csv":
        return "the mail addresses of an Ohana CSV set"
    return None
