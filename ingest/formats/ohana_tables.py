"""The tables of an Ohana CSV set: which columns must be there, which are read, which are left out and why."""

from __future__ import annotations

from ingest.formats.hsds1_tables import ID, LEGAL, MARKS, Contract, Table

_MONEY = "who pays for a service does not help to find it"

OHANA = Contract(
    "an Ohana CSV set",
    (
        Table(
            "organizations",
            ("organizations.csv",),
            required=("id", "name"),
            read=("alternate_name", "email", "website"),
            ignored={
                "description": "a listing describes the service",
                **MARKS,
                **LEGAL,
                "date_incorporated": LEGAL["year_incorporated"],
                "funding_sources": _MONEY,
            },
            needed=True,
            unique=True,
        ),
        Table(
            "programs",
            ("programs.csv",),
            required=("id", "name"),
            read=("alternate_name",),
            ignored={"organization_id": "the location names its organization"},
            unique=True,
        ),
        Table(
            "locations",
            ("locations.csv",),
            required=("id", "organization_id", "name"),
            read=(
                "accessibility", "alternate_name", "email", "languages", "latitude", "longitude", "transportation", "virtual",
                "website",
            ),
            ignored={
                "admin_emails": "mailboxes of the persons who edit it",
                "description": "a listing describes the service",
                "short_desc": "a listing describes the service",
            },
            needed=True,
            unique=True,
        ),
        Table(
            "services",
            ("services.csv",),
            required=("id", "location_id", "name"),
            read=(
                "program_id", "accepted_payments", "alternate_name", "audience", "description", "eligibility", "email", "fees",
                "application_process", "interpretation_services", "keywords", "languages", "required_documents",
                "service_areas", "status", "wait_time", "website", "taxonomy_ids",
            ),
            ignored={"funding_sources": _MONEY},
            needed=True,
            unique=True,
        ),
        Table(
            "addresses",
            ("addresses.csv",),
            required=("location_id", "address_1", "city", "state_province", "postal_code"),
            read=("address_2", "country"),
            ignored=ID,
            links=("location_id",),
        ),
        Table("mail_addresses", ("mail_addresses.csv",), whole="addresses for letters: nobody can go there"),
        Table("contacts", ("contacts.csv",), whole="names, numbers and mailboxes of persons are private"),
        Table(
            "phones",
            ("phones.csv",),
            required=("number",),
            read=(
                "contact_id", "organization_id", "extension", "department", "number_type", "vanity_number", "country_prefix",
            ),
            ignored=ID,
            links=("service_id", "location_id"),
        ),
        Table(
            "schedules",
            ("regular_schedules.csv",),
            required=("weekday", "opens_at", "closes_at"),
            ignored=ID,
            links=("service_id", "location_id"),
        ),
        Table(
            "holidays",
            ("holiday_schedules.csv",),
            required=("closed", "start_date", "end_date"),
            read=("opens_at", "closes_at"),
            ignored=ID,
            links=("service_id", "location_id"),
        ),
        Table(
            "taxonomy",
            ("taxonomy.csv",),
            required=("id", "name"),
            read=("parent_name",),
            ignored={
                "bom": "what is left of a mark of order",
                "row": "a number of the row",
                "parent_id": "the name of the term above is beside it",
                "type": "how another program shows it",
                "filter": "how another program shows it",
                "filter_parent": "how another program shows it",
                "filter_priority": "how another program shows it",
            },
            renamed={"taxonomy_id": "id", "id": "row"},
            unique=True,
        ),
        Table("categories", ("categories.csv",), whole="the same terms as taxonomy.csv"),
        Table("mapping", ("taxonomy_mapping.csv",), whole="how another program maps 211 codes to its terms"),
    ),
)  # fmt: skip
