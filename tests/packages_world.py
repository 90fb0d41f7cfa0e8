"""Small HSDS 1.1 packages written for tests, and how they are read."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.draft import Draft
from ingest.formats import hsds1
from ingest.report import Report

Rows = list[dict[str, str]]
FOOD, COUNSEL, DV_SHELTER, DV_LINE = "BD-1800.2000", "RP-1400", "BH-1800.1500-100", "RP-1500.1400-200"


def table(folder: Path, name: str, rows: Rows, columns: tuple[str, ...] = ()) -> None:
    names = list(columns or dict.fromkeys(key for row in rows for key in row))
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)


def service(key: str, *, name: str = "Food pantry", **more: str) -> dict[str, str]:
    blank = dict.fromkeys(("alternate_name", "description", "url", "email", "status", "application_process", "fees"), "")
    return {"id": key, "organization_id": "o1", "name": name, **blank, **more}


def package(folder: Path, services: Rows, codes: Rows | None = None, **tables: Rows) -> Path:
    """A package in which each service has a location of the same id with a street, a phone and a code, if not told else."""
    keys = [row["id"] for row in services]
    table(
        folder,
        "organizations.csv",
        tables.get("organizations", [{"id": "o1", "name": "Helping Hands", "url": "hands.example.com"}]),
    )
    table(folder, "services.csv", services)
    table(
        folder,
        "locations.csv",
        tables.get("locations", [{"id": key, "name": "", "latitude": "", "longitude": ""} for key in keys]),
    )
    at = [{"id": key, "service_id": key, "location_id": key, "description": ""} for key in keys]
    table(folder, "services_at_location.csv", tables.get("at", at), ("id", "service_id", "location_id", "description"))
    streets = [address(key) for key in keys]
    table(folder, "physical_addresses.csv", tables.get("addresses", streets))
    calls = [{"id": key, "service_id": key, "location_id": key, "number": "305-555-0123", "contact_id": ""} for key in keys]
    table(
        folder,
        "phones.csv",
        tables.get("phones", calls),
        ("id", "service_id", "location_id", "number", "extension", "contact_id"),
    )
    given = codes if codes is not None else [{"id": key, "service_id": key, "taxonomy_id": FOOD} for key in keys]
    table(folder, "services_taxonomy.csv", given, ("id", "service_id", "taxonomy_id"))
    for name, rows in tables.items():
        if name.endswith("_csv"):
            table(folder, f"{name.removesuffix('_csv')}.csv", rows)
    return folder


def address(key: str, street: str = "12 Palm Street", **more: str) -> dict[str, str]:
    town = {"city": "Miami", "state_province": "FL ", "postal_code": "33101", "country": "   "}
    return {"id": key, "location_id": key, "address_1": street, **town, **more}


def read(folder: Path, **options: object) -> tuple[dict[str, Draft], Report]:
    report = Report()
    drafts = [draft for draft in hsds1.read(folder, report, options) if not draft.untold]
    assert len({draft.key for draft in drafts}) == len(drafts)
    return {draft.key: draft for draft in drafts}, report
