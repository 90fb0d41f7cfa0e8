"""One meeting of a BMLT server as a record of Meeting Guide (bmlt-server, `api-docs-semantic.json`; every value is a text)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.clean import crosswalk
from ingest.clean.languages import languages
from ingest.draft import Notes, Refused
from ingest.formats.hsds1_draft import PRIVATE
from ingest.formats.meeting_guide_fields import text_of

Raw = Mapping[str, object]

_KEYS = """B=BEG C=CLOSED CH=CH CL=CAN D=DISC ES=LANG GL=GL IP=IP IW=IW JT=JFT M=M NC=NC O=OPEN RF=VAR SD=S-D SG=SWG So=SPK
St=STEP To=TOP Tr=TRAD TW=TRAD W=W WC=WCHR YP=Y BK=LIT NS=NS AB=QA ME=MED QA=QA CW=CW CP=CPT LC=LC GP=GP VM=VM TC=TC HY=HYBR
BT=BT BEG=BEG BL=LANG"""
FORMATS: Mapping[str, Raw] = {
    key: {"key_string": key, "world_id": world} for key, _, world in (pair.partition("=") for pair in _KEYS.split())
}
"""Formats by the keys a server has when it is installed; those of the feed go before."""
_VENUES = {"1": "in_person", "2": "online", "3": "hybrid"}
TONGUES = {
    "es": "S", "en": "EN", "fr": "FR", "de": "DE", "pt": "POR", "ru": "RUS", "pl": "POL", "it": "ITA", "ja": "JA", "fa": "FA",
    "ar": "AR", "he": "HE", "hi": "HI", "ko": "KOR", "tl": "TL", "uk": "UK", "pa": "PUN", "am": "AM", "ase": "ASL",
}  # fmt: skip
"""Our values of languages → types of Meeting Guide."""
_READ = """id_bigint worldid_mixed service_body_bigint weekday_tinyint venue_type start_time duration_time time_zone formats
    longitude latitude meeting_name location_text location_info location_street location_city_subsection
    location_neighborhood location_municipality location_sub_province location_province location_postal_code_1
    location_nation comments train_lines bus_lines phone_meeting_number virtual_meeting_link published"""
READ = frozenset(_READ.split())
IGNORED: Mapping[str, str] = {
    "": "formats of the same answer",
    "shared_group_id_bigint": "no longer in use",
    "format_shared_id_list": "`formats` says the same",
    "lang_enum": "of the formats' names",
    "distance_in_km": "from a point nobody knows",
    "distance_in_miles": "from a point nobody knows",
    "virtual_meeting_additional_info": "numbers and pass codes of rooms",
    "email_contact": "a mailbox of members",
    "root_server_id": "a key of the publisher",
    "root_server_uri": "a key of the publisher",
}
_PERSON = re.compile(r"contact_(?:name|phone|email)_\d")


@dataclass(frozen=True, slots=True)
class Named:
    """Formats by key and service bodies by id, as the feed has them."""

    formats: dict[str, Raw]
    bodies: dict[str, Raw]


def record(raw: Raw, named: Named, told: tuple[str, Notes]) -> dict[str, object]:
    """The meeting as a record of Meeting Guide; `told` are the file's name and who hears of keys nobody reads.

    Raises Refused for one that is not published.
    """
    _account(raw, *told)
    said = {name: text_of(raw.get(name)) for name in READ}
    if said["published"] == "0":
        raise Refused(PRIVATE)
    beside = raw.get("")
    formats = {**named.formats, **beside} if isinstance(beside, dict) else named.formats
    codes = list(_formats(said["formats"], formats, told[1]))
    body = named.bodies.get(said["service_body_bigint"], {})
    start = said["start_time"][:5]
    return {
        "name": said["meeting_name"],
        "slug": said["id_bigint"],
        "group": said["meeting_name"] if said["worldid_mixed"] else "",
        "group_id": said["worldid_mixed"],
        "day": _day(said["weekday_tinyint"]),
        "time": start,
        "end_time": _end(start, said["duration_time"]),
        "timezone": said["time_zone"],
        "types": [code for code in codes if code not in {"bmlt-world-id:VM", "bmlt-world-id:HYBR", "bmlt-key:HY"}],
        "attendance_option": _attended(said["venue_type"], codes),
        "location": said["location_text"],
        "location_notes": "\n".join(filter(None, (said["location_info"], said["train_lines"], said["bus_lines"]))),
        "address": said["location_street"],
        "city": said["location_municipality"] or said["location_city_subsection"] or said["location_neighborhood"],
        "state": said["location_province"],
        "postal_code": said["location_postal_code_1"],
        "country": said["location_nation"],
        "latitude": said["latitude"],
        "longitude": said["longitude"],
        "region": text_of(body.get("name")) or said["location_sub_province"],
        "conference_url": said["virtual_meeting_link"],
        "conference_phone": said["phone_meeting_number"],
        "notes": said["comments"],
        "website": text_of(body.get("url")),
    }


def _account(raw: Raw, file: str, notes: Notes) -> None:
    for key, value in raw.items():
        if key in READ or value in ("", None, [], {}):
            continue
        if _PERSON.fullmatch(key):
            notes.ignored(f"{key}: persons")
        elif key not in IGNORED:
            notes.leftover(file, key)


def _formats(keys: str, formats: Mapping[str, Raw], notes: Notes) -> Iterator[str]:
    """Types of Meeting Guide for a meeting's format keys: by world id, else by key; languages by the format's name."""
    for key in filter(None, (part.strip() for part in keys.split(","))):
        known = formats.get(key, {})
        world = text_of(known.get("world_id"))
        match = crosswalk.exact("bmlt-world-id", world) if world else crosswalk.exact("bmlt-key", key)
        if match is None:
            notes.unmapped("bmlt-world-id" if world else "bmlt-key", world or key)
        elif ("field", "language") in match.pairs:
            yield from _tongues(f"{text_of(known.get('name_string'))}, {_SPOKEN.get(key, '')}")
        elif ("status", "temporarily-closed-place") in match.pairs:
            yield "TC"
        else:
            yield f"bmlt-world-id:{world}" if world else f"bmlt-key:{key}"


_SPOKEN = {"ES": "Spanish", "EN": "English", "ENG": "English", "FR": "French", "RU": "Russian", "PT": "Portuguese"}


def _tongues(name: str) -> Iterator[str]:
    yield from (TONGUES[value] for value in languages(name).values if value in TONGUES)


def _attended(venue: str, codes: list[str]) -> str:
    """How it is held: by venue type, else by formats (virtual is VM without HY; VM and TC is online for the time being)."""
    virtual, closed = "bmlt-world-id:VM" in codes, "TC" in codes
    hybrid = bool({"bmlt-world-id:HYBR", "bmlt-key:HY"} & set(codes))
    if closed and (virtual or venue in {"2", "3"}):
        return "online"
    if venue in _VENUES:
        return _VENUES[venue]
    return "hybrid" if hybrid else "online" if virtual else "in_person"


def _day(text: str) -> object:
    """Meeting Guide's day, 0 = Sunday, out of BMLT's 1 = Sunday; what is none stays for the reader to refuse."""
    return int(text) - 1 if text in {"1", "2", "3", "4", "5", "6", "7"} else text or "?"


def _end(start: str, duration: str) -> str:
    """When it ends, out of its duration as "01:30:00"; empty where that is not said."""
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})", start)
    length = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", duration)
    if clock is None or length is None or not int(length[1]) * 60 + int(length[2]):
        return ""
    minutes = int(clock[1]) * 60 + int(clock[2]) + int(length[1]) * 60 + int(length[2])
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
