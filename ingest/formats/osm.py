"""OpenStreetMap: places of worship, social facilities, clinics and the like, of Overpass JSON, GeoJSON or flattened objects.

What decides where the data does not:

- **Who is listed**: an object with a name of its own whose main tag (amenity, healthcare, …) is a kind of help. Without a name,
  or with one a publisher made up ("Christian Place of Worship"), and with a religion but nothing that says it is a place of
  worship, it is a lead: something is there, and a visitor could not use it.
- **Left out**: what the crosswalk says is no help (graveyards), what is disused, and what is not open to the public.
- **Denominations** stay as words beside the faith they are of.
- **Service times** without an end stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from directory.listing import Address
from ingest.clean import coordinates, crosswalk, discreet
from ingest.clean.osm_hours import osm_hours
from ingest.clean.whole_address import whole_address
from ingest.draft import Draft, Notes, RawPhone, Refused, Where
from ingest.formats.drafting import UNREAD_HOURS, add, kept_back_by, reached
from ingest.formats.options import only_options
from ingest.formats.osm_tags import KINDS, LANGUAGE, MAIL, MAIN, NAMED, NAMES, PHONES, READ, WEB, ignored
from ingest.formats.rows import Row, Rows, files, text_of
from ingest.formats.rows import read as rows

FORMAT = "osm"
SUMMARY = "OpenStreetMap: Overpass JSON, GeoJSON of its tags, or flattened objects"

NAMELESS = "it has no name of its own"
ONLY_RELIGION = "it has a religion, and nothing says that it is a place of worship"
UNTOLD = "nothing that is tagged is a kind of help"
DISUSED = "it is not in use"
CLOSED = "it is not open to the public"
SERVICES = "Services"
_GENERATED = re.compile(r"(?:[\w'’ -]+ )?place of worship(?: \d+)?", re.IGNORECASE)
_WORSHIP = frozenset({"church", "chapel", "cathedral", "mosque", "temple", "synagogue", "shrine"})


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each object, in the order of the files.

    Options:
      country    of addresses that name none, for those written in one field ("NZ"); default: that of the object, or none
    Raises SourceError for a file that is not whole.
    """
    only_options(options, ("country",), FORMAT)
    for file in files(path):
        yield from _objects(rows(file, notes), str(options.get("country", "")), notes)


def _objects(found: Rows, country: str, notes: Notes) -> Iterator[Draft]:
    for row in found.records:
        tags, key = tagged(row)
        where = found.where(row, key)
        _account(tags, found.name, notes)
        try:
            left = _left_out(tags)
            if left:
                notes.omitted(left)
                yield from kept_back_by(where, tags.values())
                continue
            draft = place(tags, where, country, notes)
            draft.beside += discreet.telling(tags.values())
            yield draft
        except Refused as refusal:
            notes.refuse(str(refusal), where, tags.get("name", ""))
            yield from kept_back_by(where, tags.values())


def tagged(row: Row) -> tuple[dict[str, str], str]:
    """The tags of a record and its key ("node/1"), whichever of the three shapes it has; `@lat`, `@lon` hold its position."""
    values = row.values
    inner = values.get("tags") or values.get("tags_raw")
    told = inner if isinstance(inner, Mapping) else values
    tags = {str(tag): text for tag, value in told.items() if (text := text_of(value))}
    if told is inner:
        flat = ("name", "religion", "denomination", "website", "phone", "address", "start_date", "country_code")
        tags |= {name: text for name in flat if (text := text_of(values.get(name))) and name not in tags}
    middle = values.get("center") if isinstance(values.get("center"), Mapping) else {}
    tags["@lat"] = _first(values, middle, ("@latitude", "lat"))
    tags["@lon"] = _first(values, middle, ("@longitude", "lon", "lng"))
    kind = text_of(values.get("osm_type") or (values.get("type") if "tags" in values else ""))
    number = text_of(values.get("osm_id") or (values.get("id") if kind else ""))
    key = f"{kind}/{number}" if kind and number else text_of(values.get("@id") or values.get("id"))
    return {tag: text for tag, text in tags.items() if text and tag not in {"@id", "@latitude", "@longitude"}}, key


def _first(values: Mapping[str, Any], middle: Any, names: tuple[str, ...]) -> str:
    return next((text for name in names for one in (values, middle) if (text := text_of(one.get(name)))), "")


def _account(tags: Mapping[str, str], file: str, notes: Notes) -> None:
    for tag in tags:
        if tag in READ or tag in {"@lat", "@lon", "address"} or NAMED.fullmatch(tag) or LANGUAGE.fullmatch(tag):
            continue
        why = ignored(tag)
        notes.ignored(f"{tag.partition(':')[0]}: {why}") if why else notes.leftover(file, tag)


def _left_out(tags: Mapping[str, str]) -> str:
    """Why an object is no listing on purpose; empty for others."""
    if tags.get("disused", "no") != "no" or tags.get("abandoned", "no") != "no":
        return DISUSED
    if tags.get("access") in {"private", "no", "customers", "members"}:
        return CLOSED
    known = [match for tag in MAIN if tag in tags if (match := crosswalk.exact("osm", f"{tag}={tags[tag]}")) is not None]
    if known and all(match.ignored for match in known):
        return f"{known[0].code} is not a kind of help"
    return ""


def place(tags: Mapping[str, str], where: Where, country: str, notes: Notes) -> Draft:
    """The draft of an object's tags; a lead where it has no name or only a religion. Raises Refused for no kind of help."""
    draft = Draft(key=where.key, where=where, name=tags.get("name", ""), organization=tags.get("operator", ""))
    _kinds(draft, tags, notes)
    _placed(draft, tags, country, notes)
    _reach(draft, tags)
    _told(draft, tags, notes)
    generated = bool(_GENERATED.fullmatch(draft.name))
    if not draft.facets.get("category"):
        if "religion" not in tags and tags.get("building") not in _WORSHIP:
            raise Refused(UNTOLD)
        draft.lead = ONLY_RELIGION
    elif not draft.name or generated:
        draft.lead = NAMELESS
    else:
        reached(draft)
    if re.fullmatch(r"(?:node|way|relation)/\d+", where.key):
        draft.link = f"https://www.openstreetmap.org/{where.key}"
    return draft


def _kinds(draft: Draft, tags: Mapping[str, str], notes: Notes) -> None:
    for tag in KINDS:
        for value in filter(None, (part.strip() for part in tags.get(tag, "").split(";"))):
            code = f"{tag}={value}"
            match = crosswalk.exact("osm", code) or crosswalk.exact("osm", f"{tag}={value.lower()}")
            if match is None and not (tag == "wheelchair" and value == "no"):
                notes.unmapped("osm", code)
            for facet, said in match.pairs if match else ():
                if facet != "type":
                    add(draft, facet, [said])
    if tags.get("wheelchair") == "no":
        draft.denied.append("access:wheelchair")
    if tags.get("social_facility") == "shelter" and "abused" in tags.get("social_facility:for", ""):
        draft.visibility = "area"
    words = (tags[tag].replace("_", " ") for tag in ("denomination", "religion") if tag in tags)
    draft.keywords = [word for word in words if word not in {"unknown", "none", "other"}]


def _placed(draft: Draft, tags: Mapping[str, str], country: str, notes: Notes) -> None:
    written = coordinates.pair(tags.get("@lat"), tags.get("@lon"))
    draft.point = written.value
    for note in written.notes:
        notes.guess(note, draft.where)
    nation = tags.get("addr:country", "") or tags.get("country_code", "") or country
    if "address" in tags:  # one field, written by who flattened the tags
        read = whole_address(tags["address"], nation or "US")
        draft.address = read.value
        for note in read.notes:
            notes.guess(note, draft.where)
        return
    house, street = tags.get("addr:housenumber", ""), tags.get("addr:street") or tags.get("addr:place", "")
    unit = tags.get("addr:unit", "")
    number = f"{unit}/{house}" if unit and house and nation in {"NZ", "AU"} else house
    line = " ".join(part for part in (number, street) if part) if street else ""
    town = tags.get("addr:city") or tags.get("addr:suburb", "")
    code = tags.get("addr:postcode") or tags.get("postal_code", "")
    lines = tuple(part for part in (tags.get("addr:housename", ""), line) if part)
    found = Address(lines=lines, city=town, region=tags.get("addr:state", ""), postal_code=code, country=nation)
    draft.address = found if found != Address(country=nation) else None


def _reach(draft: Draft, tags: Mapping[str, str]) -> None:
    for tag, use in PHONES.items():
        draft.phones += [RawPhone(text=part.strip(), use=use) for part in tags.get(tag, "").split(";") if part.strip()]
    draft.url = next((tags[tag].split(";")[0].strip() for tag in WEB if tag in tags), "")
    draft.email = next((tags[tag].split(";")[0].strip() for tag in MAIL if tag in tags), "")
    named = [text for tag, text in tags.items() if tag in NAMES or NAMED.fullmatch(tag)]
    draft.alternate_names = [text for name in named for part in name.split(";") if (text := part.strip()) != draft.name]


def _told(draft: Draft, tags: Mapping[str, str], notes: Notes) -> None:
    texts = (tags.get("description", ""), tags.get("wheelchair:description", ""))
    draft.description = "\n\n".join(text for text in texts if text)
    _hours(draft, tags, notes)
    add(draft, "language", [found["tag"] for tag, text in tags.items() if text == "yes" if (found := LANGUAGE.fullmatch(tag))])
    add(draft, "cost", {"no": ["free"], "yes": ["fee"]}.get(tags.get("fee", ""), []))
    add(draft, "access", ["accessible-restroom"] if tags.get("toilets:wheelchair") == "yes" else [])
    add(draft, "access", ["hearing-loop"] if tags.get("hearing_loop") == "yes" else [])
    ages = (tags.get("min_age", ""), tags.get("max_age", ""))
    draft.minimum_age, draft.maximum_age = (int(age) if age.isdigit() else None for age in ages)
    draft.checked_on = _day(tags.get("check_date") or tags.get("survey:date", ""))


def _hours(draft: Draft, tags: Mapping[str, str], notes: Notes) -> None:
    """Opening hours, else the times of services, whose text says what they are."""
    opening, services = tags.get("opening_hours", ""), tags.get("service_times", "")
    read = osm_hours(opening or services) if opening or services else None
    if read is None:
        return
    draft.sessions = None if read.sessions is None else list(read.sessions)
    if read.sessions is None:
        notes.guess(UNREAD_HOURS, draft.where)
    told = [f"{SERVICES}: {services}"] if services and (opening or read.text) else []
    draft.hours_text = "\n".join(([read.text] if opening and read.text else []) + told)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def recognises(name: str, head: bytes) -> str | None:
    """What a file of OpenStreetMap is seen to be, None for another file."""
    text = head[:16384].decode("utf-8", "replace")
    if '"elements"' in text and ('"tags"' in text or "Overpass" in text):
        return "an answer of Overpass (elements with tags)"
    if '"FeatureCollection"' in text and ('"@id"' in text or "openstreetmap" in text.lower()):
        return "GeoJSON of OpenStreetMap's tags (@id, amenity …)"
    if '"osm_id"' in text and '"tags_raw"' in text:
        return "objects of OpenStreetMap, flattened (osm_id, tags_raw)"
    return "NDJSON of OpenStreetMap" if '"osm_id"' in text and "amenity" in text and not name.endswith(".csv") else None
