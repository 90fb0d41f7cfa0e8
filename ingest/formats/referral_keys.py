"""The keys of the objects of HSDS 3 and Open Referral UK in JSON: which are read, and which are left out and why.

What is neither is reported as left over under the object's name ("service.mood").
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.clean import discreet
from ingest.draft import Notes
from ingest.formats.flags import flagged, private_flag

_ROW = {"attributes": "nothing of it is told by its attributes", "metadata": "the history of edits at the source"}
_LEGAL = "a fact about the legal body, not about the help"
_MACHINES = "an address for machines"
_KEY = {"id": "nothing refers to it"}
_LINK_NAMES = (
    "service_id", "location_id", "organization_id", "service_at_location_id", "contact_id", "phone_id", "link_id",
    "link_entity", "link_type",
)  # fmt: skip
_LINKS = dict.fromkeys(_LINK_NAMES, "the object it stands in says the same")


def _read(names: str) -> frozenset[str]:
    return frozenset(names.split())


READ: Mapping[str, frozenset[str]] = {
    "service": _read(
        """id program name alternate_name description url email status interpretation_services application_process
        fees_description fees wait_time eligibility_description minimum_age maximum_age assured_date alert phones schedules
        service_areas service_at_locations languages organization cost_options required_documents contacts attributes
        organization_id locations"""
    ),
    "organization": _read("id name alternate_name website url email phones services locations contacts"),
    "service_at_location": _read(
        "id description service_areas phones schedules location contacts attributes service location_id"
    ),
    "location": _read(
        """id location_type name alternate_name description transportation latitude longitude languages addresses
        accessibility phones schedules attributes contacts"""
    ),
    "address": _read("attention address_1 address_2 city state_province postal_code country address_type"),
    "phone": _read("number extension type description languages"),
    "contact": _read("name title department phones"),
    "schedule": _read(
        """valid_from valid_to dtstart until count freq interval byday byweekno bymonthday byyearday description opens_at
        closes_at attending_type notes weekday closed holiday"""
    ),
    "service_area": _read("name description"),
    "language": _read("name code note"),
    "accessibility": _read("description details"),
    "cost_option": _read("option currency amount amount_description valid_to"),
    "program": _read("name alternate_name"),
    "required_document": _read("document"),
    "attribute": _read("taxonomy_term taxonomy_term_id value label"),
    "taxonomy_term": _read("id code name parent_id taxonomy taxonomy_detail"),
    "taxonomy": _read("name"),
}

IGNORED: Mapping[str, Mapping[str, str]] = {
    "service": {
        "additional_urls": "one page is enough",
        "accreditations": "a quality mark nobody checks here",
        "licenses": "a quality mark nobody checks here",
        "assurer_email": "a person's mailbox",
        "last_modified": "the day of the last edit says nothing of a check",
        "funding": "who pays for a service does not help to find it",
        "capacities": "counts that are old when they are read",
        "program_id": "the program stands beside it",
        "metadata": "the history of edits at the source",
    },
    "organization": {
        "description": "a listing describes the service",
        "additional_websites": "one page is enough",
        "tax_status": _LEGAL,
        "tax_id": _LEGAL,
        "year_incorporated": _LEGAL,
        "legal_status": _LEGAL,
        "logo": "a picture nobody checked",
        "uri": _MACHINES,
        "parent_organization_id": "how the body is organised",
        "funding": "who pays for a service does not help to find it",
        "programs": "the service names its program",
        "organization_identifiers": "numbers of the legal body in other registers",
        **_ROW,
    },
    "service_at_location": {**_LINKS, "metadata": "the history of edits at the source"},
    "location": {
        **_LINKS,
        "url": "the service's own page is linked",
        "external_identifier": "a key of another register",
        "external_identifier_type": "a key of another register",
        "metadata": "the history of edits at the source",
    },
    "address": {**_KEY, **_LINKS, **_ROW, "region": "a region has no code"},
    "phone": {**_KEY, **_LINKS, **_ROW},
    "contact": {**_KEY, **_LINKS, **_ROW, "email": "a mailbox of a person or desk nobody asked"},
    "schedule": {
        **_KEY,
        **_LINKS,
        **_ROW,
        "timezone": "an offset does not move with daylight saving: the zone is that of the place",
        "wkst": "weeks are counted from the first day of the rule",
        "schedule_link": "the service's own page is linked",
    },
    "service_area": {**_KEY, **_LINKS, **_ROW, "extent": "a shape", "extent_type": "a shape", "uri": _MACHINES},
    "language": {**_KEY, **_LINKS, **_ROW},
    "accessibility": {**_KEY, **_LINKS, **_ROW, "url": "the service's own page is linked"},
    "cost_option": {**_KEY, **_LINKS, **_ROW, "valid_from": "what it costs is told with its end"},
    "program": {**_KEY, **_LINKS, **_ROW, "description": "a listing describes the service"},
    "required_document": {**_KEY, **_LINKS, **_ROW, "uri": _MACHINES},
    "attribute": {**_KEY, **_LINKS, "metadata": "the history of edits at the source"},
    "taxonomy_term": {
        "description": "the crosswalk says what a term means",
        "language": "the crosswalk says what a term means",
        "taxonomy_id": "its detail stands beside it",
        "term_uri": _MACHINES,
        "metadata": "the history of edits at the source",
    },
    "taxonomy": {
        **_KEY,
        "description": "for people",
        "uri": _MACHINES,
        "version": "for people",
        "metadata": "the history of edits at the source",
    },
}

_KNOWN = {kind: names | frozenset(IGNORED.get(kind, ())) for kind, names in READ.items()}


def account(kind: str, raw: Mapping[str, object], notes: Notes, file: str) -> bool:
    """Tells of every key of an object that nobody reads; gives whether a mark, or the words there, say that it is not for the
    public."""
    private = False
    for key in raw.keys() - _KNOWN[kind]:
        value = raw[key]
        if private_flag(key):
            private |= flagged(key, value)
            continue
        private |= bool(discreet.telling((value,)))
        if value not in (None, "", [], {}):
            notes.leftover(file, f"{kind}.{key}")
    return private
