"""The tables of an HSDS 1.1 data package: which columns must be there, which are read, which are left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """The contract of one table. Columns that are neither read nor left out on purpose are reported as left over.

    `links` are the columns of which at least one must name what a row belongs to. `whole` is why nothing of the table is read.
    """

    name: str
    files: tuple[str, ...]  # file names it goes by
    required: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    ignored: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    needed: bool = False  # without the table there is no directory
    unique: bool = False  # its `id` is the key other tables name
    whole: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)  # column of the file → the name it is read by

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are kept, each once, links included."""
        return tuple(dict.fromkeys((*self.required, *self.read, *self.links)))


ID = {"id": "nothing refers to it"}
LEGAL = dict.fromkeys(
    ("tax_status", "tax_id", "year_incorporated", "legal_status"), "a fact about the legal body, not about the help"
)
MARKS = dict.fromkeys(("accreditations", "licenses"), "a quality mark nobody checks here")
PLACED = ("service_at_location_id", "service_id", "location_id")

TABLES: tuple[Table, ...] = (
    Table(
        "organizations",
        ("organizations.csv",),
        required=("id", "name"),
        read=("alternate_name", "email", "url"),
        ignored={
            "description": "a listing describes the service",
            **LEGAL,
        },
        needed=True,
        unique=True,
    ),
    Table(
        "programs",
        ("programs.csv",),
        required=("id", "name"),
        read=("alternate_name",),
        ignored={"organization_id": "the service names its organization"},
        unique=True,
    ),
    Table(
        "services",
        ("services.csv",),
        required=("id", "organization_id", "name"),
        read=(
            "program_id", "alternate_name", "description", "url", "email", "status", "interpretation_services",
            "application_process", "wait_time", "fees",
        ),
        ignored={
            **MARKS,
            "taxonomy_ids": "services_taxonomy.csv says the same",
        },
        needed=True,
        unique=True,
    ),
    Table(
        "locations",
        ("locations.csv",),
        required=("id",),
        read=("name", "alternate_name", "description", "transportation", "latitude", "longitude"),
        ignored={"organization_id": "the service names its organization"},
        needed=True,
        unique=True,
    ),
    Table(
        "services_at_location",
        ("services_at_location.csv", "service_at_location.csv"),
        required=("service_id", "location_id"),
        read=("id", "description"),
        needed=True,
    ),
    Table(
        "addresses",
        ("physical_addresses.csv",),
        required=("address_1", "city", "state_province", "postal_code"),
        read=("attention", "address_2", "address_3", "address_4", "country"),
        ignored={**ID, "organization_id": "the location names its services", "region": "a region has no code"},
        links=("location_id",),
    ),
    Table("postal_addresses", ("postal_addresses.csv",), whole="addresses for letters: nobody can go there"),
    Table(
        "phones",
        ("phones.csv", "phone.csv"),
        required=("number",),
        read=("extension", "type", "language", "description", "department", "contact_id", "organization_id"),
        ignored=ID,
        links=PLACED,
    ),
    Table("contacts", ("contacts.csv", "contact.csv"), whole="names, numbers and mailboxes of persons are private"),
    Table(
        "schedules",
        ("regular_schedules.csv",),
        required=("weekday", "opens_at", "closes_at"),
        read=("original_text",),
        ignored=ID,
        links=PLACED,
    ),
    Table(
        "holidays",
        ("holiday_schedules.csv",),
        required=("closed", "start_date", "end_date"),
        read=("opens_at", "closes_at"),
        ignored=ID,
        links=PLACED,
    ),
    Table("funding", ("funding.csv",), whole="who pays for a service does not help to find it"),
    Table("eligibility", ("eligibility.csv",), required=("eligibility",), ignored=ID, links=("service_id",)),
    Table(
        "areas", ("service_areas.csv",), required=("service_area",), read=("description",), ignored=ID, links=("service_id",)
    ),
    Table("documents", ("required_documents.csv",), required=("document",), ignored=ID, links=("service_id",)),
    Table("payments", ("payments_accepted.csv",), required=("payment",), ignored=ID, links=("service_id",)),
    Table("languages", ("languages.csv",), required=("language",), ignored=ID, links=("service_id", "location_id")),
    Table(
        "access",
        ("accessibility_for_disabilities.csv",),
        required=("accessibility",),
        read=("details",),
        ignored=ID,
        links=("location_id",),
    ),
    Table(
        "codes",
        ("services_taxonomy.csv", "service_taxonomy.csv"),
        required=("service_id", "taxonomy_id"),
        ignored={**ID, "taxonomy_detail": "a note for indexers"},
        links=("service_id",),
    ),
    Table(
        "taxonomy",
        ("taxonomy.csv",),
        required=("id", "name"),
        ignored={
            "parent_id": "the code itself says its parents",
            "parent_name": "the code itself says its parents",
            "vocabulary": "the option `vocabulary` says which crosswalk reads the codes",
            "taxonomy_facet": "the crosswalk says what a code means",
        },
    ),
    Table("metadata", ("metadata.csv",), whole="the history of edits at the source"),
    Table("meta_tables", ("meta_table_descriptions.csv",), whole="describes files, not help"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contract:
    """The tables of a kind of package, and what people call one."""

    a_package: str
    tables: tuple[Table, ...]


HSDS1 = Contract("an HSDS 1.1 package", TABLES)
