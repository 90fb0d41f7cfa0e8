"""The real files beside the repository, read just far enough to tell records apart: names, places, ways to reach them.

These are no formats: they take what a pair is judged by and leave the rest. Hours, eligibility and codes of kinds are not
read; a file that is of one kind of help says so for all its records.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from directory.geo import Point
from directory.listing import Address
from ingest.draft import Draft, RawPhone, Where

Row = dict[str, str]


def rows(file: Path, encoding: str = "utf-8-sig") -> Iterator[tuple[int, Row]]:
    """The records of a CSV file with their numbers, from 1; cells trimmed, "NA" is nothing."""
    with file.open(encoding=encoding, newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 1):
            yield number, {key.strip() or "row": _told(value) for key, value in row.items() if key is not None}


def _told(cell: str | None) -> str:
    text = (cell or "").strip()
    return "" if text == "NA" else text


def draft(source: str, key: str, name: str, **said: Any) -> Draft:
    """A draft of a record; an organization is its name where none is said."""
    return Draft(key=key, where=Where(source, 0, key), name=name, **{"organization": name, **said})


def spot(latitude: str, longitude: str) -> Point | None:
    """The point of two cells; None where they are empty or nothing like degrees."""
    try:
        point = Point(float(latitude), float(longitude))
    except ValueError:
        return None
    return point if abs(point.lat) <= 90 and abs(point.lon) <= 180 and (point.lat, point.lon) != (0, 0) else None


def address(*lines: str, city: str, region: str = "", postal_code: str = "", country: str = "US") -> Address:
    """An address of cells."""
    return Address(lines=tuple(filter(None, lines)), city=city, region=region, postal_code=postal_code, country=country)


def phones(*texts: str) -> list[RawPhone]:
    """The phones of cells."""
    return [RawPhone(text=text) for text in texts if text]


AIRS = {
    "Basic Needs - Food": "practical/food",
    "Basic Needs - Housing": "practical/housing",
    "Basic Needs - Transp": "practical/transport",
    "Basic Needs - Material": "practical/essentials",
    "Education": "learning",
    "Income Support and Employment - Empl": "practical/work",
    "Income Support": "practical/money/benefits",
    "Mental Health and Substance Abuse Services - Sub": "recovery",
    "Mental Health": "mental-health",
    "Health Care": "health",
    "Criminal Justice": "practical/legal",
    "Individual and Family Life - Leisure": "social/activities",
    "Individual and Family Life": "family-caregivers",
    "Organizational/Community/International Services - Info": "guidance/information",
    "BD": "practical/food",
    "BH": "practical/housing",
    "BT": "practical/transport",
    "BM": "practical/essentials",
    "H": "learning",
    "ND": "practical/work",
    "N": "practical/money/benefits",
    "RX": "recovery",
    "R": "mental-health",
    "L": "health",
    "F": "practical/legal",
    "PL": "social/activities",
    "P": "family-caregivers",
    "TJ": "guidance/information",
}  # fmt: skip
"""Beginnings of the terms and of the codes that 211s use → kinds of help, the longest first."""


def kinds(terms: Iterable[str]) -> dict[str, list[str]]:
    """The kinds of help of a record's terms or codes."""
    found = []
    for term in terms:
        begins = max((one for one in AIRS if term.strip().startswith(one)), key=len, default="")
        found += [AIRS[begins]] if begins else []
    return {"category": found, "mode": ["in-person"]}


def facets(category: str, mode: str = "in-person") -> dict[str, list[str]]:
    """What a file says of all its records."""
    return {"category": [category] if category else [], "mode": [mode]}


def samhsa(folder: Path) -> Iterator[Draft]:
    """Mental-health facilities: the body in name1, the site or programme in name2."""
    for _, row in rows(folder / "samhsa-mental-health-facilities" / "MentalHealthProviders_Geocoded.csv"):
        yield draft(
            "samhsa", row["row"], " - ".join(filter(None, (row["name1"], row["name2"]))), organization=row["name1"],
            address=address(row["street1"], row["street2"], city=row["city"], region=row["state"],
                            postal_code=row["zip"].zfill(5)),
            point=spot(row["latitude"], row["longitude"]), phones=phones(row["phone"], row["intake1"], row["intake2"]),
            url=row["website"] if len(row["website"]) > 8 else "", facets=facets("mental-health/counseling"),
        )  # fmt: skip


def hrsa(folder: Path) -> Iterator[Draft]:
    """Health centres; the row's number is its key, for it has none."""
    for number, row in rows(folder / "hrsa-fqhc" / "FQHC_Geocoded.csv"):
        yield draft(
            "hrsa", str(number), row["name"], point=spot(row["lat"], row["lon"]), phones=phones(row["phone"]),
            address=address(row["address"], city=row["city"], region=row["st_abbr"]), facets=facets("health/clinics"),
        )  # fmt: skip


def findtreatment(folder: Path) -> Iterator[Draft]:
    """A page of the locator: facilities of mental health (MH) and of addiction (SA)."""
    data = json.loads((folder / "findtreatment-api-json" / "findtreatment-page1.json").read_text(encoding="utf-8"))
    for row in data["rows"]:
        said = {key: value or "" for key, value in row.items() if isinstance(value, str) or value is None}
        kind = "mental-health/counseling" if said["typeFacility"] == "MH" else "recovery/outpatient"
        yield draft(
            "findtreatment", said["frid"][:16], " - ".join(filter(None, (said["name1"], said["name2"]))),
            organization=said["name1"], url=said["website"], facets=facets(kind),
            address=address(said["street1"], said["street2"], city=said["city"], region=said["state"], postal_code=said["zip"]),
            point=spot(said["latitude"], said["longitude"]), phones=phones(said["phone"], said["intake1"], said["hotline1"]),
        )  # fmt: skip


def dc211(folder: Path) -> Iterator[Draft]:
    """Agencies and programmes of Washington's 211 that may be shown."""
    calls = ("Phone1Number", "Phone2Number", "Phone3Number", "PhoneTollFree", "PhoneNumberHotline")
    for _, row in rows(folder / "dc-211-csv" / "211.csv"):
        if row["AgencyStatus"] != "Active" or row["ExcludeFromWebsite"] == "Yes":
            continue
        yield draft(
            "dc211", row["ResourceAgencyNum"], row["PublicName"], organization=row["ParentAgency"],
            organization_key=row["ParentAgencyNum"].strip("0") or row["ResourceAgencyNum"],
            alternate_names=[name.strip() for name in row["AlternateName"].split(",") if name.strip()],
            address=address(row["PhysicalAddress1"], row["PhysicalAddress2"], city=row["PhysicalCity"],
                            region=row["PhysicalStateProvince"], postal_code=row["PhysicalPostalCode"]),
            point=spot(row["Latitude"], row["Longitude"]), phones=phones(*(row[call] for call in calls)),
            url=row["WebsiteAddress"], email=row["EmailAddressMain"], description=row["AgencyDescription"][:4000],
            facets=kinds(re.split("[*;]", row["TaxonomyTerms"])), keywords=[row["TaxonomyLevelName"]],
        )  # fmt: skip


def baltimore(folder: Path) -> Iterator[Draft]:
    """Services at their locations."""
    base = folder / "ohana-csv-baltimore"
    bodies = {row["id"]: row for _, row in rows(base / "organizations.csv")}
    places = {row["id"]: row for _, row in rows(base / "locations.csv")}
    streets = {row["location_id"]: row for _, row in rows(base / "addresses.csv")}
    codes = json.loads((base / "service_icarol_categories.json").read_text(encoding="utf-8"))
    numbers: dict[str, list[str]] = {}
    for _, row in rows(base / "phones.csv"):
        if row["number_type"] != "fax" and row["service_id"]:
            numbers.setdefault(row["service_id"], []).append(row["number"])
    for _, row in rows(base / "services.csv"):
        place = places.get(row["location_id"])
        if place is None:
            continue
        body, street = bodies[place["organization_id"]], streets[place["id"]]
        yield draft(
            "baltimore", row["id"], row["name"], organization=body["name"], organization_key=body["id"],
            organization_url=body["website"], url=row["website"] or place["website"], email=row["email"],
            description=row["description"][:4000], phones=phones(*numbers.get(row["id"], ())), place_name=place["name"],
            address=address(street["address_1"], city=street["city"], region=street["state_province"],
                            postal_code=street["postal_code"]),
            point=spot(place["latitude"], place["longitude"]), facets=kinds(codes.get(row["id"], ())),
        )  # fmt: skip


def haarrrvest(folder: Path) -> Iterator[Draft]:
    """Food pantries collected from many finders; what stands for nothing there is nothing."""
    nothing = ("not available", "unknown", "not provided", "not specified", "not found")
    with gzip.open(folder / "food-pantries-haarrrvest" / "locations.json.gz", "rt", encoding="utf-8") as file:
        data = json.load(file)
    for row in data["locations"]:
        said = {
            key: "" if any(word in str(value).lower() for word in nothing) else str(value or "") for key, value in row.items()
        }
        generic = said["name"] == "Food Assistance Location"
        yield draft(
            "haarrrvest", said["id"], said["org"] if generic and said["org"] else said["name"],
            organization=said["org"] or said["name"], url=said["website"], email=said["email"], description=said["description"],
            address=address(said["address"], city=said["city"], region=said["state"], postal_code=said["zip"]),
            point=spot(said["lat"], said["lng"]), phones=phones(said["phone"]), facets=facets("practical/food/pantries"),
        )  # fmt: skip


def nyc(folder: Path) -> Iterator[Draft]:
    """Programmes of New York's youth department; the row's number is its key."""
    for number, row in rows(folder / "nyc-dycd-csv" / "DYCD_after-school_programs.csv"):
        street = re.sub(r"(?<=[A-Za-z.])\d{5}$", "", row["Location 1"].split("\n")[0].strip())
        yield draft(
            "nyc", str(number), f"{row['PROGRAM']} - {row['SITE NAME']}", organization=row["AGENCY"],
            place_name=row["SITE NAME"], phones=phones(row["Contact Number"]), point=spot(row["Latitude"], row["Longitude"]),
            address=address(street, city=row["BOROUGH / COMMUNITY"], region="NY", postal_code=row["Postcode"]),
            facets=facets("social/youth"), description=row["PROGRAM TYPE"], eligibility=row["Grade Level / Age Group"],
        )  # fmt: skip


def nhs(folder: Path) -> Iterator[Draft]:
    """Hospitals and clinics of England."""
    for _, row in rows(folder / "nhs-hospitals-cp1252" / "Hospital.csv", "cp1252"):
        yield draft(
            "nhs", row["OrganisationID"], row["OrganisationName"], organization=row["ParentName"], url=row["Website"],
            organization_key=row["ParentODSCode"], email=row["Email"], phones=phones(row["Phone"]),
            address=address(row["Address1"], row["Address2"], row["Address3"], city=row["City"], postal_code=row["Postcode"],
                            country="GB"),
            point=spot(row["Latitude"], row["Longitude"]), facets=facets("health/clinics"),
        )  # fmt: skip


def osm_nz(folder: Path) -> Iterator[Draft]:
    """Places of worship in New Zealand that have a name of their own."""
    for row in json.loads((folder / "osm-worship-nz" / "nz_places.json").read_text(encoding="utf-8")):
        if not row["name"] or row["name"].endswith("Place of Worship"):
            continue
        street, _, city = (row["address"] or "").rpartition(", ")
        yield draft(
            "osm-nz", row["id"], row["name"], url=row["website"] or "", phones=phones(row["phone"] or ""),
            address=address(street, city=city, country="NZ"), point=spot(str(row["lat"]), str(row["lng"])),
            facets=facets("faith/congregations"), keywords=[row["denomination"]] if row["denomination"] else [],
        )  # fmt: skip


def bristol(folder: Path) -> Iterator[Draft]:
    """Services of a council; the list has neither places nor phones."""
    for row in json.loads((folder / "oruk-bristol" / "bristol-services.json").read_text(encoding="utf-8")):
        body: dict[str, Any] = row.get("organization") or {}
        yield draft(
            "bristol", row["id"], row["name"], organization=body.get("name") or row["name"],
            organization_key=body.get("id", ""),
            url=row["url"] or "", email=row["email"] or "", description=row["description"][:4000], facets=facets("", "app-web"),
        )  # fmt: skip


READERS: dict[str, Callable[[Path], Iterator[Draft]]] = {
    "samhsa": samhsa, "hrsa": hrsa, "findtreatment": findtreatment, "dc211": dc211, "baltimore": baltimore,
    "haarrrvest": haarrrvest, "nyc": nyc, "nhs": nhs, "osm-nz": osm_nz, "bristol": bristol,
}  # fmt: skip
"""Source of a pair → its reader; each takes the folder of the real data sets."""
