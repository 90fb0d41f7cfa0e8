"""HSDS 2 tabular data packages: a folder or zip of CSV files, one listing for each service at a location.

Hours are rules in the parts of iCalendar (schedules.csv), subjects are terms of service_attributes.csv; for the rest
see `referral_draft`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.draft import Draft, Notes
from ingest.formats.referral_package import drafts_of
from ingest.formats.referral_tables import HSDS2

FORMAT = "hsds2"
SUMMARY = "HSDS 2 data package: CSV tables with schedules as rules and subjects as attributes"


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each service at a location, in the order of the services. Options as of `hsds3`.

    Raises SourceError when the package cannot be read as a whole.
    """
    yield from drafts_of(path, HSDS2, notes, options=options, form=FORMAT)


def recognises(name: str, head: bytes) -> str | None:
    """What a file seems to be, by its name and first bytes; None when it is none of this format."""
    columns = head.split(b"\n", 1)[0].lower()
    stem = name.lower().rpartition("/")[2]
    if stem in {"service_attributes.csv", "other_attributes.csv"} and b"taxonomy_term_id" in columns:
        return "the subjects of an HSDS 2 package (taxonomy_term_id by service)"
    if stem in {"schedules.csv", "schedule.csv"} and b"freq" in columns and b"attending_type" not in columns:
        return "the hours of an HSDS 2 package, as rules (freq, byday)"
    return None
