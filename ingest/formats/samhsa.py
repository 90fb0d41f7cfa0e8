"""SAMHSA's treatment facilities: the locator's JSON, facility tables made of it, and the National Directory's sheet.

`name1` is the organization, `name2` its site or programme; `miles` belongs to the query; there are no hours, no dates of
records and no eligibility in prose. The same provider may stand there once for substance use and once for mental health, under
two keys, which is left to the comparing of records. A facility with an address is visited, and reached by video or phone too
where it lists telehealth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from directory.listing import Address
from ingest.clean import coordinates
from ingest.clean.placeholders import placeholder
from ingest.draft import Draft, Notes, RawPhone, Refused, Where
from ingest.formats.drafting import account, kept_back_by, reached, streets
from ingest.formats.options import only_options
from ingest.formats.rows import Rows, Wanted, files, text_of
from ingest.formats.rows import read as rows
from ingest.formats.samhsa_codes import coded, typed, worded

FORMAT = "samhsa"
SUMMARY = "SAMHSA treatment facilities: FindTreatment.gov JSON, facility CSV, National Directory XLSX"

NAMES = {
    "typefacility": "type_facility", "program_name": "name1", "street": "street1", "zip_code": "zip", "telephone": "phone",
    "certification": "certification", "lat": "latitude", "lon": "longitude", "long": "longitude",
}  # fmt: skip
"""Columns by other names: of older tables, and of the directory of opioid treatment programs."""
_READ = """
frid name1 name2 street1 street2 city state zip zip4 phone intake_prompt intake1 intake2 intake1a intake2a hotline1 website
latitude longitude type_facility services service_code_info"""
READ = frozenset(_READ.split())
IGNORED = {
    "": "the number of the row", "_irow": "the number of the row", "miles": "how far from the point that was asked for",
    "county": "told by the place", "certification": "a program that is listed is certified",
    "first_full_certification_date": "when it was first certified",
}  # fmt: skip
TWICE = "the same facility, phone and services as an earlier row"


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each facility, in the order of the files. It has no options. Raises SourceError for what is not whole."""
    only_options(options, (), FORMAT)
    for file in files(path):
        found = rows(file, notes, Wanted(beside="the key of the codes"))
        yield from _facilities(found, notes)


def _facilities(found: Rows, notes: Notes) -> Iterator[Draft]:
    names = {column: _known(column) for column in found.columns}
    opioid = "certification" in names.values()
    seen: set[int] = set()
    for row in found.records:
        values = {names.get(key) or _known(key): value for key, value in row.values.items()}
        beside = account(values, READ, IGNORED, (found.name, notes))
        where = found.where(row, text_of(values.get("frid")))
        said = hash(tuple((key, text_of(value)) for key, value in sorted(values.items()) if key not in IGNORED))
        if said in seen:
            notes.folded(1)
            notes.guess(TWICE, where)
            continue
        seen.add(said)
        try:
            draft = facility(_plain(values), where, notes, kind="OTP" if opioid else "")
            draft.beside += beside
            yield draft
        except Refused as refusal:
            notes.refuse(str(refusal), where, text_of(values.get("name1")))
            yield from kept_back_by(where, (*values.values(), *beside))


def _known(column: str) -> str:
    name = "_".join(column.lower().split())
    return NAMES.get(name, name)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as texts, empty where they stand for nothing; the services as they are."""
    texts = {key: text_of(value) for key, value in values.items() if key != "services"}
    plain: dict[str, Any] = {key: "" if placeholder(text) else text for key, text in texts.items()}
    return plain | {"services": values.get("services") or []}


def facility(values: Mapping[str, Any], where: Where, notes: Notes, *, kind: str = "") -> Draft:
    """The draft of a facility. Raises Refused when it says no kind of help or nobody could reach it."""

    def text(name: str) -> str:
        return str(values.get(name, ""))

    name = " - ".join(dict.fromkeys(part for part in (text("name1"), text("name2")) if part))
    draft = Draft(key=where.key, where=where, name=name, organization=text("name1"), url=text("website"))
    draft.address = Address(
        lines=tuple(part for part in (text("street1"), text("street2")) if part),
        city=text("city"),
        region=text("state"),
        postal_code=f"{text('zip')}-{text('zip4').zfill(4)}" if text("zip4") else text("zip"),
        country="US",
    )
    written = coordinates.pair(text("latitude"), text("longitude"))
    draft.point = written.value
    for note in written.notes:
        notes.guess(note, where)
    _phones(draft, values)
    services = values.get("services")
    if isinstance(services, list):
        worded(draft, [group for group in services if isinstance(group, Mapping)], notes)
    coded(draft, text("service_code_info"), notes)
    typed(draft, text("type_facility") or kind, notes)
    if streets(draft.address):
        draft.facets["mode"] = list(dict.fromkeys(("in-person", *draft.facets.get("mode", ()))))
    reached(draft)
    return draft


def _phones(draft: Draft, values: Mapping[str, Any]) -> None:
    prompt = str(values.get("intake_prompt", "")).rstrip("s") or "Intake"
    labels = {"phone": "", "intake1": prompt, "intake2": prompt, "intake1a": prompt, "intake2a": prompt, "hotline1": "Hotline"}
    told: set[str] = set()
    for name, label in labels.items():
        number = str(values.get(name, ""))
        if number and number not in told:
            told.add(number)
            draft.phones.append(RawPhone(text=number, label=label))


def recognises(name: str, head: bytes) -> str | None:
    """What a file of SAMHSA is seen to be, None when it is none."""
    del name
    text = head[:8192].decode("utf-8", "replace").lower()
    if '"typefacility"' in text and '"name1"' in text:
        return "an answer of SAMHSA's treatment locator (name1, typeFacility, services)"
    first = text.partition("\n")[0]
    if "name1" in first and "street1" in first:
        codes = "service_code_info" in first
        return f"SAMHSA's {'National Directory' if codes else 'table of treatment facilities'} (name1, name2, street1 …)"
    return None
