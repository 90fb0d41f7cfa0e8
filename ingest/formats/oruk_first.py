"""Objects of Open Referral UK 1.0 as those of HSDS 3; what is not renamed stays as it is and is accounted for there.

1.0 (developers.openreferraluk.org) has its own plurals ("eligibilitys"), text where HSDS 3 has objects, and codes of how a
service is attended; councils' software adds keys that begin with "pc_" (audiences, notes on access, who assured the record).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ingest.formats.referral_json import Raw, objects, text

_CODES = {"deliverable_type": "oruk-deliverable", "attending_type": "oruk-attending", "attending_access": "oruk-access"}
_RENAMED = {"fundings": "funding", "reviews": "metadata", "assured_by": "assurer_email", "link_taxonomies": "metadata"}
_MARKS = frozenset((*_CODES, "eligibilitys", "service_taxonomys", "regular_schedules", "pc_metadata", "pc_targetAudience"))


def translated(raw: Raw) -> Raw:
    """The object as HSDS 3 has it; one that has nothing of 1.0 as it is."""
    if "service" in raw and "location" in raw:
        return {**_at(raw), "service": translated(next(objects(raw, "service"), {}))}
    if "services" in raw and "name" in raw:
        return {**_body(raw), "services": [translated(one) for one in objects(raw, "services")]}
    nested = next(objects(raw, "service_at_locations"), {})
    place = next(objects(nested, "location"), {})
    if not (_MARKS & raw.keys() or "physical_addresses" in place or "regular_schedule" in nested):
        return raw
    return _service(raw)


def _service(raw: Raw) -> Raw:
    told = {"eligibilitys", "service_taxonomys", "pc_targetAudience", "pc_metadata", *_CODES}
    plain = {key: value for key, value in raw.items() if key not in told and not key.startswith("pc_attending")}
    found: dict[str, Any] = {_RENAMED.get(key, key): value for key, value in plain.items()}
    _scheduled(found)
    found["attributes"] = [*objects(raw, "attributes"), *_attributes(raw)]
    for name, change in (
        ("service_areas", _area),
        ("languages", _language),
        ("service_at_locations", _at),
        ("contacts", _contact),
    ):
        if name in raw:
            found[name] = [change(one) for one in objects(raw, name)]
    if (owner := next(objects(raw, "organization"), None)) is not None:
        found["organization"] = _body(owner)
    who = list(objects(raw, "eligibilitys"))
    found["eligibility_description"] = "\n".join(dict.fromkeys(filter(None, (text(one.get("eligibility")) for one in who))))
    for bound in ("minimum_age", "maximum_age"):
        ages = {text(one.get(bound)) for one in who} - {""}
        found[bound] = raw.get(bound) or (ages.pop() if len(ages) == 1 else "")
    noted = text(raw.get("pc_attendingAccess_additionalInfo"))
    found["application_process"] = text(raw.get("application_process")) or noted
    checked = next(objects(raw, "pc_metadata"), {})
    found["assured_date"] = text(raw.get("assured_date")) or text(checked.get("date_assured"))
    return found


def _attributes(raw: Raw) -> Iterable[Raw]:
    for one in objects(raw, "service_taxonomys"):
        term = next(objects(one, "taxonomy"), None)
        if term is not None:
            yield _term(text(term.get("vocabulary")), text(term.get("name")), text(term.get("id")))
    for key, vocabulary in _CODES.items():
        if said := text(raw.get(key)):
            yield _term(vocabulary, said)
    for one in objects(raw, "pc_targetAudience"):
        if said := text(one.get("audienceType")).rpartition(">")[2].strip():
            yield _term("oruk-audience", said)


def _term(vocabulary: str, name: str, code: str = "") -> Raw:
    return {"taxonomy_term": {"taxonomy": vocabulary, "name": name, "code": code}}


def _body(raw: Raw) -> Raw:
    return {("website" if key == "url" else key): value for key, value in raw.items()}


def _area(raw: Raw) -> Raw:
    return {("name" if key == "service_area" else key): value for key, value in raw.items()}


def _language(raw: Raw) -> Raw:
    return {("name" if key == "language" else key): value for key, value in raw.items()}


def _contact(raw: Raw) -> Raw:
    found = dict(raw)
    if "phones" in raw:
        found["phones"] = [_phone(one) for one in objects(raw, "phones")]
    return found


def _phone(raw: Raw) -> Raw:
    found = {key: value for key, value in raw.items() if key != "language"}
    spoken = [part.strip() for part in text(raw.get("language")).split(",") if part.strip()]
    return (
        {**found, "languages": [{"code": part} if len(part) <= 3 else {"name": part} for part in spoken]} if spoken else found
    )


def _at(raw: Raw) -> Raw:
    found: dict[str, Any] = dict(raw)
    _scheduled(found)
    place = next(objects(raw, "location"), None)
    if place is not None:
        here: dict[str, Any] = dict(place)
        if "physical_addresses" in here:
            here["addresses"] = here.pop("physical_addresses")
        if "accessibility_for_disabilities" in here:
            rows = objects({"rows": here.pop("accessibility_for_disabilities")}, "rows")
            here["accessibility"] = [
                {("description" if key == "accessibility" else key): value for key, value in row.items()} for row in rows
            ]
        if "languages" in here:
            here["languages"] = [_language(one) for one in objects(place, "languages")]
        _scheduled(here)
        found["location"] = here
    return found


def _scheduled(found: dict[str, Any]) -> None:
    """Rules and holidays of 1.0 as the schedules of HSDS 3, put into `found`."""
    rows: list[Mapping[str, Any]] = list(objects(found, "schedules"))
    for name in ("regular_schedules", "regular_schedule"):
        rows += objects({"rows": found.pop(name, None)}, "rows")
    for name in ("holiday_schedules", "holiday_schedule"):
        for one in objects({"rows": found.pop(name, None)}, "rows"):
            span = {"valid_from": one.get("start_date"), "valid_to": one.get("end_date")}
            rest = {key: value for key, value in one.items() if key not in {"start_date", "end_date"}}
            rows.append({**rest, **span, "holiday": True})
    if rows:
        found["schedules"] = rows
