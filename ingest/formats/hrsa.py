"""HRSA's health centre sites: the wide table of its data warehouse, the rows of its map service, and the short table of OEPS.

What holds for every site is law, not guess: a health centre serves everybody and has a sliding fee schedule (Public Health
Service Act §330(k)(3)(G); 42 CFR 51c.303(f)). What a site offers is not in any of the three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from directory.errors import SourceError
from ingest.draft import Draft, Notes
from ingest.formats.options import only_options
from ingest.formats.rows import Rows, files
from ingest.formats.rows import read as rows
from ingest.formats.table import drafts
from ingest.formats.table_mapping import Plan, mapping
from ingest.formats.table_targets import TARGETS

FORMAT = "hrsa"
SUMMARY = "HRSA health centre sites: CSV of the data warehouse, rows of the map service, or the short table"

ALL: dict[str, Any] = {"category": {"value": "health/clinics"}, "cost": {"value": "sliding-scale"}}
STREET = {"by": ["unless General Delivery"]}
NAMED = {"by": ["title-case"]}
PLACED = ("it is told by the place", "of use to statistics")

WIDE: dict[str, Any] = ALL | {
    "key": "BPHC Assigned Number",
    "name": {"from": "Site Name", **NAMED},
    "organization": {"from": "Health Center Name", **NAMED},
    "organization_key": "Health Center Number",
    "street": {"from": "Site Address", **STREET},
    "city": {"from": "Site City", **NAMED},
    "region": "Site State Abbreviation",
    "postal_code": "Site Postal Code",
    "phone": "Site Telephone Number",
    "url": "Site Web Address",
    "longitude": "Geocoding Artifact Address Primary X Coordinate",
    "latitude": "Geocoding Artifact Address Primary Y Coordinate",
    "mode": {
        "from": "Health Center Location Type Description",
        "map": {"Mobile Van": "mobile-unit", "Permanent": "in-person", "Seasonal": "in-person", "Intermittent": "in-person"},
    },
    "keywords": "Health Center Service Delivery Site Location Setting Description",
    "rule": [
        {"from": "Site Status Description", "not": ["Active"], "then": "omit", "why": "the site is not active"},
        {
            "from": "Health Center Type Description",
            "is": ["Administrative"],
            "then": "omit",
            "why": "an office: nobody is treated there",
        },
    ],
    "ignore": {
        "Health Center Type": "of the grant", "BHCMIS Organization Identification Number": "a second key",
        "Operating Hours per Week": "how many, not which",
        "Health Center Location Setting Identification Number": "a number of its description",
        "Site Status Code": "the description says it", "FQHC Site Medicare Billing Number": "of billing",
        "FQHC Site NPI Number": "of billing", "Health Center Location Identification Number": "a number of its description",
        "Health Center Type Identification Number": "a number of its description",
        "Health Center Operator Identification Number": "a number of its description",
        "Health Center Operator Description": "of the grant",
        "Health Center Operating Schedule Identification Number": "a number of its description",
        "Health Center Operational Schedule Description": "full or part time, not which hours",
        "Health Center Operating Calendar Surrogate Key": "a number of its description",
        "Health Center Operating Calendar": "of the year, not of the week",
        "Site Added to Scope this Date": "of the grant",
        "Health Center Organization Street Address": "of the office, not of the site",
        "Health Center Organization City": "of the office, not of the site",
        "Health Center Organization State": "of the office, not of the site",
        "Health Center Organization ZIP Code": "of the office, not of the site",
        "Grantee Organization Type Description": "of the grant",
        "Data Warehouse Record Create Date": "when the table was written",
        "U.S. Congressional Representative Name": "a person", "Name of U.S. Senator Number One": "a person",
        "Name of U.S. Senator Number Two": "a person",
        **dict.fromkeys((
            "U.S. - Mexico Border 100 Kilometer Indicator", "U.S. - Mexico Border County Indicator",
            "State and County Federal Information Processing Standard Code", "County Equivalent Name", "County Description",
            "HHS Region Code", "HHS Region Name", "State FIPS Code", "State Name",
            "State FIPS and Congressional District Number Code", "Congressional District Number", "Congressional District Name",
            "Congressional District Code",
        ), PLACED[0]),
    },
}  # fmt: skip

MAP: dict[str, Any] = ALL | {
    "key": "ROW_ID",
    "name": {"from": "SITE_NM", **NAMED},
    "street": {"from": "SITE_ADDRESS", **STREET},
    "city": {"from": "SITE_CITY", **NAMED},
    "region": "SITE_STATE_ABBR",
    "postal_code": "SITE_ZIP_CD",
    "phone": "SITE_PHONE_NUM",
    "url": "SITE_URL",
    "point": {"from": "LAT_LON", "by": ["bracketed"]},
    "keywords": ["HCC_LOC_DESC", "HCC_TYP_DESC"],
    "ignore": {
        "STATE_NM": PLACED[0],
        "HCC_FCT_ID": "a second key",
        "DW_RECORD_CREATE_DT": "when the table was written",
        "APPROX_VALUE_CD": "of the geocoder",
        "Distance": "how far from the point that was asked for",
    },
}

SHORT: dict[str, Any] = ALL | {
    "name": {"from": "name", **NAMED},
    "street": {"from": "address", **STREET},
    "city": {"from": "city", **NAMED},
    "region": "st_abbr",
    "phone": "phone",
    "longitude": "lon",
    "latitude": "lat",
    "ignore": {"testing_status": "tests for COVID-19 in 2020"},
}

HEADERS = {"Site Name": WIDE, "SITE_NM": MAP, "st_abbr": SHORT}
"""A column only one of them has → how it is read."""


@cache
def _plan(sign: str) -> Plan:
    return mapping(HEADERS[sign], TARGETS)


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each site, in the order of the files. It has no options. Raises SourceError for another table."""
    only_options(options, (), FORMAT)
    for file in files(path):
        yield from _sites(rows(file, notes), notes)


def _sites(found: Rows, notes: Notes) -> Iterator[Draft]:
    if not found.columns:
        return drafts(found, _plan("SITE_NM"), notes)
    sign = next((name for name in HEADERS if name in found.columns), None)
    if sign is None:
        has = ", ".join(repr(name) for name in found.columns[:12])
        raise SourceError(f"{found.name} is no table of health centre sites: it has {has}.")
    return drafts(found, _plan(sign), notes)


def recognises(name: str, head: bytes) -> str | None:
    """What a table of health centre sites is seen to be, None for another file."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    if "Site Name" in first and "Health Center" in first:
        return "HRSA's table of health centre sites (Site Name, Health Center …)"
    if b'"SITE_NM"' in head[:8192] or "SITE_NM" in first:
        return "rows of HRSA's map of health centres (SITE_NM …)"
    columns = {column.strip(' "\r') for column in first.split(",")}
    if {"st_abbr", "testing_status", "lon", "lat"} <= columns or ("fqhc" in name.lower() and {"name", "st_abbr"} <= columns):
        return "the short table of federally qualified health centres (name, st_abbr, testing_status …)"
    return None
