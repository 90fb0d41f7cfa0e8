"""Meeting Guide feeds of mutual-help meetings: JSON, the CSV template of the 12 Step Meeting List plugin, and Google sheets.

Meetings are folded into listings by group and kind; rows of tables are read as records of the JSON (`meeting_guide_sheet`).

What decides where the feed does not is said in `meeting_guide_place` (in person or online), `meeting_guide_text` (what of the
notes may be told), `meeting_guide_time` and `meeting_guide_groups` (what is a listing). A suspended meeting is never shown as
running: it is listed as temporarily closed, without sessions. Persons, payment and pass codes never leave this package.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from directory.errors import SourceError
from directory.facets import declared
from directory.listing import fold
from ingest.clean import Clean
from ingest.clean.addresses import private_home, secret_text
from ingest.clean.encodings import decode
from ingest.draft import Draft, Notes, Refused, Where
from ingest.formats.meeting_guide_facets import Feed
from ingest.formats.meeting_guide_fields import IGNORED, PERSON, READ, text_of
from ingest.formats.meeting_guide_groups import drafts
from ingest.formats.meeting_guide_meeting import Meeting, meeting
from ingest.formats.meeting_guide_programs import PROGRAMS, Program, program_named
from ingest.formats.meeting_guide_sheet import sheet, table
from ingest.formats.options import flag, only_options, texts

FORMAT = "meeting-guide"
SUMMARY = "Meeting Guide JSON, 12-step CSV template or Google sheet: meetings of AA, Al-Anon and other fellowships"

SAME_KEY = "the slug of an earlier meeting: both are kept"
_OPTIONS = "program organization categories topics formats audiences zone language no_places suspended_online"


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """The listings of a feed: a file, or every JSON file of a folder, each meeting accounted for in one of them or refused.

    Options:
      program           whose meetings they are, such as "aa" or "al-anon" (see PROGRAMS); or, for any other,
      organization, categories, topics, formats, audiences   what its meetings are; they also replace those of `program`
      zone              of meetings that name none, such as "America/New_York"; else that of their place, else the source's
      language          of meetings that name none, such as "en"; without it the language is not known
      no_places         names or addresses that stand for no place, such as the office online meetings are listed at
      suspended_online  true where a suspended meeting that has an online room goes on there
    Raises SourceError for an option or a file that is not right.
    """
    feed = feed_of(options)
    yield from drafts((one for file in _files(path) for one in _meetings(file, feed, notes)), feed, notes)


def feed_of(options: Mapping[str, object], form: str = FORMAT) -> Feed:
    """What a source's options tell of its feed. Raises SourceError for an option that is not right."""
    only_options(options, _OPTIONS.split(), form)
    return Feed(
        program=_program(options),
        zone=str(options.get("zone", "")),
        language=str(options.get("language", "")),
        no_places=tuple(fold(one) for one in texts(options, "no_places") if fold(one)),
        suspended_online=flag(options, "suspended_online", False),
    )


def _program(options: Mapping[str, object]) -> Program:
    """The program of the options. Raises SourceError when it is not known and its kind of help is not given."""
    short = str(options.get("program", "")).lower()
    known = PROGRAMS.get(short)
    if short and known is None:
        raise SourceError(f"options.program: {short!r} is not known; there are {', '.join(PROGRAMS)}.")
    if known is None and not texts(options, "categories"):
        raise SourceError("options.program: whose meetings they are, such as aa, na or al-anon; or give options.categories.")
    base = known or Program(name="", categories=(), formats=(), costs=())
    return Program(
        name=str(options.get("organization", "")) or base.name,
        short=base.short,
        categories=_values(options, "categories", "category") or base.categories,
        topics=_values(options, "topics", "topic") or base.topics,
        formats=_values(options, "formats", "format") or base.formats,
        audiences=_values(options, "audiences", "audience") or base.audiences,
        faiths=base.faiths,
        costs=base.costs,
        numbered=base.numbered,
    )


def _values(options: Mapping[str, object], name: str, facet: str) -> tuple[str, ...]:
    found = texts(options, name)
    if strange := [value for value in found if value not in declared(facet)]:
        raise SourceError(f"options.{name}: {', '.join(strange)} is no value of {facet}.")
    return tuple(found)


def suggested(path: Path, options: Mapping[str, object]) -> tuple[dict[str, str], str]:
    """The options a feed needs and does not have, and why they are these, for `add` to write down and say."""
    if options.get("program") or options.get("categories"):
        return {}, ""
    records = [one for file in _files(path) for one in _loaded(file).value if isinstance(one, dict)]
    program, count = program_named(" ".join(text_of(one.get(key)) for key in _NAMING) for one in records)
    if count:
        return {"program": program}, f"{count:,} of its {len(records):,} meetings name {PROGRAMS[program].name}"
    return {"program": program}, f"no meeting names its fellowship, and Meeting Guide is the format of {PROGRAMS[program].name}"


_NAMING = ("name", "group", "notes", "group_notes", "location", "url", "website", "entity")


def _files(path: Path) -> list[Path]:
    files = sorted((*path.glob("*.json"), *path.glob("*.csv"))) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise SourceError(f"no JSON or CSV file at {path.name}")
    return files


def _loaded(file: Path) -> Clean[list[object]]:
    """The records of a file. Raises SourceError where it is neither a JSON array nor a table of meetings."""
    decoded = decode(file.read_bytes())
    if decoded.value.lstrip()[:1] not in {"[", "{"} and (rows := table(decoded.value, file.name)):
        return Clean(list[object](rows), decoded.notes)
    try:
        records = json.loads(decoded.value)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise SourceError(f"{file.name} is not JSON: {fault}") from None
    if isinstance(records, dict) and isinstance(records.get("values"), list):
        return Clean(list[object](sheet(records["values"], file.name)), decoded.notes)
    if not isinstance(records, list):
        raise SourceError(f"{file.name} is not a Meeting Guide feed: it is no array of meetings.")
    return Clean(records, decoded.notes)


def _meetings(file: Path, feed: Feed, notes: Notes) -> Iterator[Meeting]:
    loaded = _loaded(file)
    for note in loaded.notes:
        notes.guess(note, Where(file.name, 0, ""))
    seen: set[str] = set()
    for row, record in enumerate(loaded.value, start=1):
        if not isinstance(record, dict):
            notes.refuse("the record is no object", Where(file.name, row, ""))
            continue
        where = Where(file.name, row, text_of(record.get("slug")) or text_of(record.get("id")))
        if where.key in seen:
            notes.guess(SAME_KEY, where)
        seen.add(where.key or f"row {row}")
        _account(record, file.name, notes)
        try:
            yield meeting(record, feed, where, notes)
        except Refused as refusal:
            places = [text_of(record.get(name)) for name in ("location", "address", "formatted_address", "location_notes")]
            told = not (private_home(*places) or any(map(secret_text, places)))
            notes.refuse(str(refusal), where if told else replace(where, key=""), text_of(record.get("name")) if told else "")


def _account(record: Mapping[str, object], file: str, notes: Notes) -> None:
    """Tells of every key that is not read: those left out on purpose are counted when they hold something."""
    for key, value in record.items():
        if key in READ:
            continue
        if key in IGNORED or PERSON.fullmatch(key):
            if value not in ("", None, [], {}):
                notes.ignored(f"{key}: {IGNORED.get(key, 'persons and publishers')}")
        else:
            notes.leftover(file, key)


def recognises(name: str, head: bytes) -> str | None:
    """What a file seems to be, by its name and first bytes; None when it is none of this format."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"[" and b'"slug"' in head and b'"name"' in head and (b'"day"' in head or b'"types"' in head):
        return "a Meeting Guide feed"
    if start[:1] == b"{" and b'"values"' in head and all(word in head.lower() for word in (b'"day"', b'"time"', b'"name"')):
        return "a Google sheet of meetings"
    columns = {cell.strip(b' "\r').lower() for cell in start.split(b"\n", 1)[0].split(b",")}
    if {b"day", b"name", b"types"} <= columns and columns & {b"location", b"address", b"formatted_address"}:
        return "the CSV template of the 12 Step Meeting List plugin"
    return None
