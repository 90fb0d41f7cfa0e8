"""Offers out of the tables of an HSDS 2 or 3 data package, joined by their keys."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from directory.listing import Address
from ingest.clean import addresses
from ingest.clean.persons import desk
from ingest.draft import Notes
from ingest.formats.hsds1 import NO_LOCATION, NO_SERVICE
from ingest.formats.hsds1_package import FLAGGED, Package
from ingest.formats.referral_offer import Body, Offer, Price, Site, Spot, Telephone, Term, Timetable, Tongue

Row = sqlite3.Row


def offers(package: Package, notes: Notes) -> Iterator[Offer]:
    """Every service in the order of its file; rows that join what is not there are refused."""
    for row in package.each("services_at_location"):
        where = package.where("services_at_location", row["row"], f"{row['service_id']}@{row['location_id']}")
        if package.one("services", row["service_id"]) is None:
            notes.refuse(NO_SERVICE, where)
        elif row["location_id"] and package.one("locations", row["location_id"]) is None:
            notes.refuse(NO_LOCATION, where)
    for service in package.each("services"):
        found = _offer(package, service)
        lost = not found.sites and package.named("services_at_location", "service_id", service["id"])
        if not lost:
            yield found
    unused = package.unnamed("locations", "services_at_location", "location_id")
    if unused:
        notes.ignored("locations.csv: places where no service is offered", unused)


def hinting(package: Package, pattern: re.Pattern[str]) -> Iterator[Offer]:
    """The offers whose place, by its marks or words, may be hidden; those of all services where subjects say it."""
    if any(pattern.search(" ".join(map(str, row))) for table in ("attributes", "terms") for row in package.each(table)):
        yield from (_offer(package, service) for service in package.each("services"))
        return
    places = {
        row[column]
        for table, column in (("locations", "id"), ("addresses", "location_id"), ("services_at_location", "location_id"))
        for row in package.each(table)
        if row[FLAGGED] or pattern.search(" ".join(map(str, row)))
    }
    keys = {row["service_id"] for place in places for row in package.rows("services_at_location", "location_id", place)}
    found = (package.one("services", key) for key in sorted(keys))
    yield from (_offer(package, service) for service in found if service is not None)


def _offer(package: Package, service: Row) -> Offer:
    key = service["id"]
    program = package.one("programs", service["program_id"])
    names = (service["alternate_name"], *((program["name"], program["alternate_name"]) if program else ()))
    who = package.rows("eligibility", "service_id", key) if "eligibility" in package.tables else []
    payments = package.rows("payments", "service_id", key) if "payments" in package.tables else []
    sites = tuple(_sites(package, key))
    named = terms(package, "service", key)
    return Offer(
        where=package.where("services", service["row"], key),
        key=key,
        name=service["name"],
        status=service["status"],
        alternate_names=tuple(name for name in names if name),
        description=service["description"],
        url=service["url"],
        email=service["email"],
        interpretation=service["interpretation_services"],
        application=service["application_process"],
        waiting=service["wait_time"],
        fees=_lines(service["fees_description"], service["fees"], *(row["payment"] for row in payments)),
        eligibility=_lines(service["eligibility_description"], *(row["eligibility"] for row in who)),
        minimum_age=service["minimum_age"] or (who[0]["minimum_age"] if len(who) == 1 else ""),
        maximum_age=service["maximum_age"] or (who[0]["maximum_age"] if len(who) == 1 else ""),
        alert=service["alert"],
        documents=tuple(row["document"] for row in package.rows("documents", "service_id", key)),
        tongues=_tongues(row for row in package.rows("languages", "service_id", key) if not row["phone_id"]),
        phones=_phones(package, service_id=key),
        times=_times(package, service_id=key),
        areas=_areas(package, service_id=key),
        prices=tuple(map(_price, package.rows("prices", "service_id", key))),
        terms=named,
        owner=_body(package, service["organization_id"]),
        sites=tuple(replace(one, spot=replace(one.spot, hidden=True)) if one.spot else one for one in sites)
        if told_secret(named)
        else sites,
        checked_on=service["assured_date"],
        withheld=tuple(_withheld(package, service, sites)),
        private=bool(service[FLAGGED]),
    )


def told_secret(named: tuple[Term, ...]) -> bool:
    """Whether a term says of the place of what it is told that it is confidential."""
    words = {"confidential", "confidential location", "confidential address", "undisclosed location", "confidential site"}
    return any(text.strip().lower() in words for term in named for text in (term.name, term.code))


def _lines(*texts: str) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _sites(package: Package, key: str) -> Iterator[Site]:
    for row in package.rows("services_at_location", "service_id", key):
        location = package.one("locations", row["location_id"])
        if location is None and row["location_id"]:
            continue
        here = row["id"]
        spot = _spot(package, location) if location is not None else None
        yield Site(
            key=here,
            description=row["description"],
            spot=replace(spot, hidden=True) if spot and row[FLAGGED] else spot,
            phones=_phones(package, service_at_location_id=here),
            times=_times(package, service_at_location_id=here),
            areas=_areas(package, service_at_location_id=here),
            terms=terms(package, "service_at_location", here),
            where=package.where("services_at_location", row["row"], ""),
        )


def _spot(package: Package, location: Row) -> Spot:
    key = location["id"]
    found = package.rows("addresses", "location_id", key)
    named = terms(package, "location", key)
    access = package.rows("access", "location_id", key)
    doors = [row for row in found if row["address_type"].lower() in {"", "physical"}]
    letters = bool(found) and not doors  # only an address for letters is told: the spot is not meant to be
    return Spot(
        key=key,
        kind=location["location_type"].lower(),
        name=location["name"],
        alternate_name=location["alternate_name"],
        description=location["description"],
        transport=location["transportation"],
        latitude="" if letters else location["latitude"],
        longitude="" if letters else location["longitude"],
        address=address(doors[0]) if doors else None,
        tongues=_tongues(
            row for row in package.rows("languages", "location_id", key) if not row["service_id"] + row["phone_id"]
        ),
        access=tuple(_lines(row["description"], row["details"]) for row in access),
        phones=_phones(package, location_id=key),
        times=_times(package, location_id=key),
        terms=named,
        hidden=bool(location[FLAGGED]) or any(row[FLAGGED] for row in found) or told_secret(named),
    )


def address(row: Row) -> Address:
    """An address as it stands there; whom to ask for there is only told where it is a desk."""
    lines = tuple(row[name] for name in ("address_1", "address_2") if row[name])
    attention = (row["attention"],) if desk(row["attention"]) or addresses.secret_text(row["attention"]) else ()
    return Address(
        lines=(*attention, *lines),
        city=row["city"],
        region=row["state_province"],
        postal_code=row["postal_code"],
        country=row["country"],
    )


_NARROWER = {"service_at_location_id": (), "service_id": ("service_at_location_id",)}


def _belonging(package: Package, table: str, keys: dict[str, str]) -> Iterator[Row]:
    """The rows that name a thing and nothing narrower."""
    ((column, key),) = keys.items()
    narrower = _NARROWER.get(column, ("service_at_location_id", "service_id"))
    for row in package.rows(table, column, key):
        if not any(row[name] for name in narrower if name in row.keys()):  # noqa: SIM118  (`in` a row looks at its values)
            yield row


def _withheld(package: Package, service: Row, sites: tuple[Site, ...]) -> Iterator[str]:
    """The numbers of a service, its organization and its places that are marked as private."""
    places = [("location_id", one.spot.key) for one in sites if one.spot is not None and one.spot.key]
    for column, key in (("service_id", service["id"]), ("organization_id", service["organization_id"]), *places):
        yield from (row["number"] for row in package.rows("phones", column, key) if row[FLAGGED] and row["number"])


def _phones(package: Package, **keys: str) -> tuple[Telephone, ...]:
    rows = [row for row in _belonging(package, "phones", keys) if not row["contact_id"] and not row[FLAGGED]]
    return tuple(_phone(package, row) for row in rows if row["number"])


def _phone(package: Package, row: Row) -> Telephone:
    spoken = _tongues(package.rows("languages", "phone_id", row["id"]))
    codes = tuple(Tongue(code=code.strip()) for code in row["language"].split(",") if code.strip())
    return Telephone(
        number=row["number"],
        extension=row["extension"],
        kind=row["type"],
        label=row["description"] or row["department"],
        tongues=spoken or codes,
    )


def _tongues(rows: Iterator[Row] | list[Row]) -> tuple[Tongue, ...]:
    return tuple(Tongue(name=row["name"], code=row["code"], note=row["note"]) for row in rows)


def _areas(package: Package, **keys: str) -> tuple[str, ...]:
    ((column, key),) = keys.items()
    if column not in package.tables["areas"].links:
        return ()
    rows = package.rows("areas", column, key)
    return tuple(dict.fromkeys(text for row in rows if (text := _lines(row["name"], row["description"]))))


def _times(package: Package, **keys: str) -> tuple[Timetable, ...]:
    found = [_rule(row) for row in _belonging(package, "schedules", keys)]
    if "weekly" in package.tables:
        found += [
            Timetable(weekday=row["weekday"], opens=row["opens_at"], closes=row["closes_at"], text=row["description"])
            for row in _belonging(package, "weekly", keys)
        ]
        found += [_holiday(row) for row in _belonging(package, "holidays", keys)]
    return tuple(found)


def _rule(row: Row) -> Timetable:
    same = ("valid_from", "valid_to", "dtstart", "until", "count", "freq", "interval", "byday", "byweekno", "bymonthday")
    return Timetable(
        **{name: row[name] for name in (*same, "byyearday")},
        opens=row["opens_at"],
        closes=row["closes_at"],
        text=row["description"],
        note=row["notes"],
        attending=row["attending_type"],
    )


def _holiday(row: Row) -> Timetable:
    return Timetable(
        holiday=True,
        closed=row["closed"].lower() in {"true", "t", "yes", "y", "1"},
        valid_from=row["start_date"],
        valid_to=row["end_date"],
        opens=row["opens_at"],
        closes=row["closes_at"],
    )


def _price(row: Row) -> Price:
    return Price(
        option=row["option"],
        amount=row["amount"],
        currency=row["currency"],
        description=row["amount_description"],
        until=row["valid_to"],
    )


def _body(package: Package, key: str) -> Body | None:
    row = package.one("organizations", key)
    if row is None:
        return None
    rest = ("location_id", "service_id", "service_at_location_id", "contact_id")
    numbers = [one for one in package.rows("phones", "organization_id", key) if not any(one[name] for name in rest)]
    return Body(
        key=key,
        name=row["name"],
        alternate_name=row["alternate_name"],
        url=row["website"],
        email=row["email"],
        phones=tuple(_phone(package, one) for one in numbers if one["number"] and not one[FLAGGED]),
    )


def terms(package: Package, entity: str, key: str) -> tuple[Term, ...]:
    """The terms of a service, place or organization by the attributes of its key."""
    tables = [name for name in ("attributes", "more_attributes") if name in package.tables]
    rows = [row for table in tables for row in package.rows(table, "link_id", key)]
    return tuple(_term(package, row) for row in rows if row["link_entity"].lower() in {"", entity})


def _term(package: Package, row: Row) -> Term:
    found = package.one("terms", row["taxonomy_term_id"])
    if found is None:
        return Term(code=row["taxonomy_term_id"], name=row["label"] or row["value"])
    above = package.one("terms", found["parent_id"])
    taxonomy = package.one("taxonomies", found["taxonomy_id"]) if "taxonomies" in package.tables else None
    return Term(
        vocabulary=found["taxonomy"] or (taxonomy["name"] if taxonomy is not None else ""),
        code=found["code"] or found["id"],
        name=found["name"],
        above=above["name"] if above is not None else "",
    )
