"""BMLT, the meeting lists of Narcotics Anonymous: what the semantic API gives in JSON, and NAWS exports in CSV.

A folder may hold answers of GetSearchResults (with or without its formats), GetFormats and GetServiceBodies, each told by what
it has. Meetings become records of Meeting Guide and are folded by it: what is in person, online or suspended is decided there.
Format keys differ from server to server, so formats are matched by their world id, by their key only where they have none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from directory.errors import SourceError
from ingest.clean import discreet
from ingest.clean.encodings import decode
from ingest.draft import Draft, Notes, Refused, Where
from ingest.formats.bmlt_meeting import FORMATS, Named, record
from ingest.formats.bmlt_naws import naws_record, naws_rows
from ingest.formats.meeting_guide import feed_of
from ingest.formats.meeting_guide_facets import Feed
from ingest.formats.meeting_guide_groups import drafts
from ingest.formats.meeting_guide_meeting import Meeting, meeting
from ingest.formats.paging import Ask

FORMAT = "bmlt"
SUMMARY = "BMLT: meetings of Narcotics Anonymous from a BMLT server's JSON, or a NAWS export in CSV"
TWICE = "the same meeting stands in an earlier file"
_KEYS = {
    "id_bigint": "meetings",
    "meeting_name": "meetings",
    "key_string": "formats",
    "parent_id": "bodies",
    "helpline": "bodies",
}
"""What a file holds, by a key of its objects."""
Raw = Mapping[str, object]


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """The listings of a server's meetings, each meeting accounted for in one of them or refused.

    Options as of `meeting-guide`; without `program` and `categories` the program is "na". Raises SourceError for an option or a
    file that is not right.
    """
    given = dict(options)
    if not given.get("program") and not given.get("categories"):
        given["program"] = "na"
    feed = feed_of(given, FORMAT)
    yield from drafts(_meetings(path, feed, notes), feed, notes)


def _meetings(path: Path, feed: Feed, notes: Notes) -> Iterator[Meeting]:
    files = sorted((*path.glob("*.json"), *path.glob("*.csv"))) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise SourceError(f"no JSON or CSV file at {path.name}")
    loaded = [(file, *_loaded(file, notes)) for file in files]
    if not any(kind in {"meetings", "naws"} for _, kind, _ in loaded):
        raise SourceError(f"{path.name} has no meetings of BMLT.")
    named = Named(dict(FORMATS), {})
    for _, kind, rows in loaded:
        if kind == "formats":
            named.formats.update({str(row.get("key_string", "")): row for row in rows})
        elif kind == "bodies":
            named.bodies.update({str(row.get("id", "")): row for row in rows})
    for file, kind, rows in loaded:
        if kind == "formats" or kind == "bodies":
            notes.ignored(f"{file.name}: read where meetings name them", len(rows))
        else:
            yield from _of_file(file, (kind, rows), (named, feed), notes)


def _of_file(file: Path, said: tuple[str, list[Raw]], by: tuple[Named, Feed], notes: Notes) -> Iterator[Meeting]:
    kind, rows = said
    named, feed = by
    seen: set[str] = set()
    for row, raw in enumerate(rows, start=1):
        key = str(raw.get("bmlt_id") or raw.get("id_bigint") or raw.get("Committee") or "")
        where = Where(file.name, row, key)
        try:
            if key and key in seen:
                raise Refused(TWICE)
            seen.add(key)
            made = naws_record(raw, (file.name, notes)) if kind == "naws" else record(raw, named, (file.name, notes))
            yield meeting({**made, "unread": discreet.telling(raw.values())}, feed, where, notes)
        except Refused as refusal:
            notes.refuse(str(refusal), where, str(raw.get("meeting_name") or raw.get("CommitteeName") or ""))


def _loaded(file: Path, notes: Notes) -> tuple[str, list[Raw]]:
    """What a file holds, and its objects. Raises SourceError for what is neither JSON of BMLT nor a NAWS export."""
    decoded = decode(file.read_bytes())
    for note in decoded.notes:
        notes.guess(note, Where(file.name, 0, ""))
    if decoded.value.lstrip()[:1] not in {"[", "{"}:
        return "naws", naws_rows(decoded.value, file.name)
    try:
        whole = json.loads(decoded.value)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise SourceError(f"{file.name} is not JSON: {fault}") from None
    rows = whole.get("meetings") if isinstance(whole, dict) else whole
    if not isinstance(rows, list):
        raise SourceError(f"{file.name} holds no list of meetings, formats or service bodies.")
    objects: list[Raw] = [row if isinstance(row, dict) else {} for row in rows]
    if isinstance(whole, dict) and isinstance(whole.get("formats"), list):
        beside = {str(one.get("key_string", "")): one for one in whole["formats"] if isinstance(one, dict)}
        objects = [{**row, "": beside} for row in objects]
    keys = set(objects[0]) if objects else set()
    kind = next((kind for key, kind in _KEYS.items() if key in keys), "")
    if objects and not kind:
        raise SourceError(f"{file.name} holds no list of meetings, formats or service bodies.")
    return kind or "meetings", objects


def asks(url: str, options: Mapping[str, object]) -> list[Ask]:
    """What a server has to be asked: its meetings, formats and service bodies; nothing where the address is that of an export.

    `url` is the server's own address ("https://example.org/main_server/") or that of a search, whose filters are kept.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if query.get("switcher", "GetSearchResults") != "GetSearchResults" or parts.path.endswith((".json", ".csv", ".zip")):
        return []
    base = parts.path.partition("client_interface")[0].rstrip("/")
    path = f"{base}/client_interface/json/"
    search = {"switcher": "GetSearchResults", "get_used_formats": "1", **query}
    asked = (search, {"switcher": "GetFormats", "show_all": "1"}, {"switcher": "GetServiceBodies"})
    return [Ask(urlunsplit((parts.scheme, parts.netloc, path, urlencode(one), ""))) for one in asked]


def following(ask: Ask, file: Path, options: Mapping[str, object]) -> Iterator[Ask]:
    """What an answer leads to: nothing."""
    yield from ()


def recognises(name: str, head: bytes) -> str | None:
    """What a file seems to be, by its name and first bytes; None when it is none of this format."""
    if b'"id_bigint"' in head and b'"weekday_tinyint"' in head:
        return "meetings of a BMLT server"
    if b'"key_string"' in head and b'"world_id"' in head:
        return "formats of a BMLT server"
    if b'"helpline"' in head and b'"parent_id"' in head:
        return "service bodies of a BMLT server"
    columns = head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    if b"CommitteeName" in columns and b"AreaRegion" in columns:
        return "a NAWS export"
    return None
