"""One row of a NAWS export (bmlt-server, GetNAWSDump; also what NA World Services takes) as a record of Meeting Guide."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from directory.errors import SourceError
from ingest.clean import crosswalk
from ingest.clean.languages import languages
from ingest.draft import Notes, Refused
from ingest.formats.bmlt_meeting import TONGUES
from ingest.formats.hsds1_draft import GONE, PRIVATE
from ingest.formats.meeting_guide_fields import text_of

Raw = Mapping[str, object]
INSIDE = "it is held in an institution: nobody can walk in"
_READ = """Committee CommitteeName ParentName Room Closed WheelChr Day Time Language1 Language2 Language3 Place Address City
    LocBorough State Zip Country Directions Institutional Format1 Format2 Format3 Format4 Format5 Delete Longitude Latitude
    PhoneMeetingNumber VirtualMeetingLink TimeZone bmlt_id unpublished"""
READ = frozenset(_READ.split())
_LEFT = """AddDate AreaRegion ComemID CompanyName MeetingID LocationId LastChanged VirtualMeetingInfo"""
IGNORED = frozenset(_LEFT.split())
_TRUE = frozenset({"true", "1", "yes", "y", "t"})


def naws_rows(text: str, file: str) -> list[Raw]:
    """The rows of an export by column. Raises SourceError for what is none, or breaks off."""
    try:
        rows: list[Raw] = list(csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="", strict=True))
        columns = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error as fault:
        raise SourceError(f"{file} cannot be read as CSV to its end: {fault}") from None
    if missing := sorted({"CommitteeName", "Day", "Time"} - set(columns)):
        raise SourceError(f"{file} has no column {', '.join(map(repr, missing))}: it is no NAWS export.")
    return rows


def naws_record(raw: Raw, told: tuple[str, Notes]) -> dict[str, object]:
    """The row as a record of Meeting Guide. Raises Refused for one that is deleted, unpublished or behind doors."""
    file, notes = told
    _account(raw, file, notes)
    said = {name: text_of(raw.get(name)) for name in READ}
    if said["Delete"].upper() in {"D", "DELETE", "TRUE"}:
        raise Refused(GONE)
    if said["unpublished"].lower() in _TRUE:
        raise Refused(PRIVATE)
    if said["Institutional"].lower() in _TRUE:
        raise Refused(INSIDE)
    codes = list(_codes(said, notes))
    virtual = bool({"bmlt-world-id:VM"} & set(codes))
    online = "hybrid" if "bmlt-world-id:HYBR" in codes else "online" if virtual else "in_person"
    return {
        "name": said["CommitteeName"],
        "slug": said["bmlt_id"] or said["Committee"],
        "group": said["CommitteeName"] if said["Committee"] else "",
        "group_id": said["Committee"],
        "day": said["Day"] or "?",
        "time": re.sub(r"^(\d{1,2})(\d{2})$", r"\1:\2", said["Time"]).zfill(5) if said["Time"] else "",
        "timezone": said["TimeZone"],
        "types": [code for code in codes if code not in {"bmlt-world-id:VM", "bmlt-world-id:HYBR"}],
        "attendance_option": online,
        "location": said["Place"],
        "location_notes": "\n".join(filter(None, (said["Room"], said["Directions"]))),
        "address": said["Address"],
        "city": said["City"] or said["LocBorough"],
        "state": said["State"],
        "postal_code": said["Zip"],
        "country": said["Country"],
        "latitude": said["Latitude"],
        "longitude": said["Longitude"],
        "region": said["ParentName"],
        "conference_url": said["VirtualMeetingLink"],
        "conference_phone": said["PhoneMeetingNumber"],
    }


def _account(raw: Raw, file: str, notes: Notes) -> None:
    for key, value in raw.items():
        if key in READ or key in IGNORED or not value:
            continue
        if key.startswith("Contact"):
            notes.ignored(f"{key}: persons")
        else:
            notes.leftover(file, key or "(more cells than columns)")


def _codes(said: Mapping[str, str], notes: Notes) -> Iterator[str]:
    listed = [said[f"Format{n}"].upper() for n in range(1, 6)]
    listed.append(said["Closed"].upper())
    listed.append("WCHR" if said["WheelChr"].lower() in _TRUE else "")
    for world in filter(None, listed):
        match = crosswalk.exact("bmlt-world-id", world)
        if match is None:
            notes.unmapped("bmlt-world-id", world)
        elif ("status", "temporarily-closed-place") in match.pairs:
            yield "TC"
        else:
            yield f"bmlt-world-id:{world}"
    for n in (1, 2, 3):
        yield from (TONGUES[value] for value in languages(said[f"Language{n}"]).values if value in TONGUES)
