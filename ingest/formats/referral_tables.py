"""The tables of HSDS 2 and 3 data packages: which columns must be there, which are read, which are left out and why.

Columns of HSDS 2 are read under the names they have in HSDS 3.
"""

from __future__ import annotations

from ingest.formats.hsds1_tables import ID, LEGAL, MARKS, PLACED, Contract, Table

_RULE = (
    "valid_from", "valid_to", "dtstart", "until", "count", "freq", "interval", "byday", "byweekno", "bymonthday", "byyearday",
    "description", "opens_at", "closes_at", "attending_type", "notes",
)  # fmt: skip
_SCHEDULES = Table(
    "schedules",
    ("schedules.csv", "schedule.csv"),
    required=("opens_at", "closes_at"),
    read=_RULE,
    ignored={
        **ID,
        "timezone": "an offset does not move with daylight saving: the zone is that of the place",
        "wkst": "weeks are counted from the first day of the rule",
        "schedule_link": "the service's own page is linked",
    },
    links=PLACED,
)
_ORGANIZATIONS = Table(
    "organizations",
    ("organizations.csv", "organization.csv"),
    required=("id", "name"),
    read=("alternate_name", "email", "website"),
    ignored={
        "description": "a listing describes the service",
        **LEGAL,
        "logo": "a picture nobody checked",
        "uri": "an address for machines",
        "parent_organization_id": "how the body is organised",
    },
    needed=True,
    unique=True,
    renamed={"url": "website"},
)
_PROGRAMS = Table(
    "programs",
    ("programs.csv", "program.csv"),
    required=("id", "name"),
    read=("alternate_name",),
    ignored={"organization_id": "the service names its organization", "description": "a listing describes the service"},
    unique=True,
)
_SERVICES = Table(
    "services",
    ("services.csv", "service.csv"),
    required=("id", "organization_id", "name"),
    read=(
        "program_id", "alternate_name", "description", "url", "email", "status", "interpretation_services",
        "application_process", "fees_description", "fees", "wait_time", "eligibility_description", "minimum_age",
        "maximum_age", "assured_date", "alert",
    ),
    ignored={
        **MARKS,
        "assurer_email": "a person's mailbox",
        "last_modified": "the day of the last edit says nothing of a check",
    },
    needed=True,
    unique=True,
)  # fmt: skip
_LOCATIONS = Table(
    "locations",
    ("locations.csv", "location.csv"),
    required=("id",),
    read=("location_type", "name", "alternate_name", "description", "transportation", "latitude", "longitude"),
    ignored={
        "organization_id": "the service names its organization",
        "url": "the service's own page is linked",
        "external_identifier": "a key of another register",
        "external_identifier_type": "a key of another register",
    },
    needed=True,
    unique=True,
)
_AT = Table(
    "services_at_location",
    ("services_at_location.csv", "service_at_location.csv", "service_at_locations.csv"),
    required=("service_id", "location_id"),
    read=("id", "description"),
    needed=True,
)
_PHONES = Table(
    "phones",
    ("phones.csv", "phone.csv"),
    required=("number",),
    read=("id", "extension", "type", "description", "department", "language", "contact_id", "organization_id"),
    links=PLACED,
)
_ADDRESS = ("address_1", "city", "state_province", "postal_code")
_ADDRESS_READ = ("attention", "address_2", "country", "address_type")
_ADDRESS_IGNORED = {**ID, "region": "a region has no code"}
_CONTACTS = Table("contacts", ("contacts.csv", "contact.csv"), whole="names, numbers and mailboxes of persons are private")
_FUNDING = Table("funding", ("funding.csv",), whole="who pays for a service does not help to find it")
_METADATA = Table("metadata", ("metadata.csv",), whole="the history of edits at the source")
_META = Table("meta_tables", ("meta_table_descriptions.csv", "meta_table_description.csv"), whole="describes files, not help")
_PRICES = Table(
    "prices",
    ("cost_options.csv", "cost_option.csv"),
    read=("option", "amount", "currency", "amount_description", "valid_to"),
    ignored={**ID, "valid_from": "what it costs is told with its end"},
    links=("service_id",),
)
_DOCUMENTS = Table(
    "documents",
    ("required_documents.csv", "required_document.csv"),
    required=("document",),
    ignored={**ID, "uri": "an address for machines"},
    links=("service_id",),
)
_TERM_LEFT = {"description": "the crosswalk says what a term means", "language": "the crosswalk says what a term means"}

HSDS3 = Contract(
    "an HSDS 3 package",
    (
        _ORGANIZATIONS,
        _PROGRAMS,
        _SERVICES,
        _LOCATIONS,
        _AT,
        Table(
            "addresses", ("addresses.csv", "address.csv"), required=_ADDRESS, read=_ADDRESS_READ, ignored=_ADDRESS_IGNORED,
            links=("location_id",),
        ),
        _PHONES,
        _CONTACTS,
        _SCHEDULES,
        _FUNDING,
        Table(
            "areas",
            ("service_areas.csv", "service_area.csv"),
            read=("name", "description"),
            ignored={**ID, "extent": "a shape", "extent_type": "a shape", "uri": "an address for machines"},
            links=("service_at_location_id", "service_id"),
        ),
        _DOCUMENTS,
        Table(
            "languages",
            ("languages.csv", "language.csv"),
            read=("name", "code", "note", "phone_id"),
            ignored=ID,
            links=("service_id", "location_id"),
        ),
        Table(
            "access",
            ("accessibility.csv",),
            required=("description",),
            read=("details",),
            ignored={**ID, "url": "the service's own page is linked"},
            links=("location_id",),
        ),
        _PRICES,
        Table(
            "attributes",
            ("attributes.csv", "attribute.csv"),
            required=("link_id", "taxonomy_term_id"),
            read=("link_entity", "value", "label"),
            ignored={**ID, "link_type": "the term says what it is"},
        ),
        Table(
            "terms",
            ("taxonomy_terms.csv", "taxonomy_term.csv"),
            required=("id", "name"),
            read=("code", "parent_id", "taxonomy", "taxonomy_id"),
            ignored={**_TERM_LEFT, "term_uri": "an address for machines"},
            unique=True,
        ),
        Table(
            "taxonomies",
            ("taxonomies.csv", "taxonomy.csv"),
            required=("id", "name"),
            ignored={"description": "for people", "uri": "an address for machines", "version": "for people"},
            unique=True,
        ),
        Table(
            "identifiers",
            ("organization_identifiers.csv", "organization_identifier.csv"),
            whole="numbers of the legal body in other registers",
        ),
        Table("capacities", ("service_capacity.csv", "service_capacities.csv"), whole="counts that are old when they are read"),
        Table("units", ("units.csv", "unit.csv"), whole="units of counts that are old when they are read"),
        Table("urls", ("url.csv", "urls.csv"), whole="one page is enough"),
        _METADATA,
        _META,
    ),
)  # fmt: skip

HSDS2 = Contract(
    "an HSDS 2 package",
    (
        _ORGANIZATIONS,
        _PROGRAMS,
        _SERVICES,
        _LOCATIONS,
        _AT,
        Table(
            "addresses", ("physical_addresses.csv", "physical_address.csv"), required=_ADDRESS, read=_ADDRESS_READ,
            ignored=_ADDRESS_IGNORED, links=("location_id",),
        ),
        Table(
            "postal_addresses",
            ("postal_addresses.csv", "postal_address.csv"),
            whole="addresses for letters: nobody can go there",
        ),
        _PHONES,
        _CONTACTS,
        _SCHEDULES,
        Table(
            "weekly",
            ("regular_schedules.csv", "regular_schedule.csv"),
            required=("weekday", "opens_at", "closes_at"),
            read=("description",),
            ignored=ID,
            links=PLACED,
            renamed={"original_text": "description"},
        ),
        Table(
            "holidays",
            ("holiday_schedules.csv", "holiday_schedule.csv"),
            required=("closed", "start_date", "end_date"),
            read=("opens_at", "closes_at"),
            ignored=ID,
            links=PLACED,
        ),
        _FUNDING,
        Table(
            "eligibility",
            ("eligibility.csv", "eligibilities.csv"),
            read=("eligibility", "minimum_age", "maximum_age"),
            ignored=ID,
            links=("service_id",),
        ),
        Table(
            "areas",
            ("service_areas.csv", "service_area.csv"),
            read=("name", "description"),
            ignored={**ID, "extent": "a shape", "uri": "an address for machines"},
            links=("service_id",),
            renamed={"service_area": "name"},
        ),
        _DOCUMENTS,
        Table(
            "payments", ("payments_accepted.csv", "payment_accepted.csv"), required=("payment",), ignored=ID,
            links=("service_id",),
        ),
        _PRICES,
        Table(
            "languages",
            ("languages.csv", "language.csv"),
            read=("name", "code", "note", "phone_id"),
            ignored=ID,
            links=("service_id", "location_id"),
            renamed={"language": "name"},
        ),
        Table(
            "access",
            ("accessibility_for_disabilities.csv", "accessibility.csv"),
            required=("description",),
            read=("details",),
            ignored=ID,
            links=("location_id",),
            renamed={"accessibility": "description"},
        ),
        Table(
            "attributes",
            ("service_attributes.csv", "service_attribute.csv", "service_taxonomy.csv", "services_taxonomy.csv"),
            required=("link_id", "taxonomy_term_id"),
            read=("link_entity", "value", "label"),
            ignored={**ID, "taxonomy_detail": "a note for indexers"},
            renamed={"service_id": "link_id", "taxonomy_id": "taxonomy_term_id"},
        ),
        Table(
            "more_attributes",
            ("other_attributes.csv", "other_attribute.csv"),
            required=("link_id", "taxonomy_term_id"),
            read=("link_entity", "value", "label"),
            ignored=ID,
            renamed={"link_type": "link_entity"},
        ),
        Table(
            "terms",
            ("taxonomy_terms.csv", "taxonomy_term.csv", "taxonomy.csv"),
            required=("id", "name"),
            read=("code", "parent_id", "taxonomy", "taxonomy_id"),
            ignored={**_TERM_LEFT, "parent_name": "its row is there"},
            unique=True,
            renamed={"term": "name", "vocabulary": "taxonomy"},
        ),
        _METADATA,
        _META,
    ),
)  # fmt: skip
