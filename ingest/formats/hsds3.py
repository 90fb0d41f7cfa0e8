"""HSDS 3.0 and 3.1: JSON of an API (pages, full bodies and lists), files and lines of JSON, and CSV data packages.

One listing for each service at a location. What decides where the data does not is said in `referral_kinds` (kinds of help,
modes, protected places), `referral_times` (hours), `referral_json` and `referral_rows` (what is read of each object).
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ingest.draft import Draft, Notes
from ingest.formats.hsds1 import Quiet
from ingest.formats.json_stream import tables_of
from ingest.formats.paging import Ask, referral_asks, referral_following
from ingest.formats.referral_draft import Context, drafts, hidden_streets
from ingest.formats.referral_files import Translated, chosen, edge_of, guarded, named_in, offers, parts
from ingest.formats.referral_kinds import Rules, rules
from ingest.formats.referral_package import drafts_of
from ingest.formats.referral_tables import HSDS3

FORMAT = "hsds3"
FIRST = (b'"deliverable_type"', b'"attending_access"', b'"service_taxonomys"', b'"eligibilitys"', b'"regular_schedules"')
"""Keys that only Open Referral UK 1.0 has."""
SUMMARY = "HSDS 3.0 and 3.1: JSON of an API or files, NDJSON, or a data package of CSV tables"


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each service at a location, in the order of the files.

    Options (all may be left out):
      vocabulary       crosswalk of terms whose taxonomy has no name that is known, such as "211" or "open-eligibility"
      languages        names of languages as people there use them, such as {creole = "ht"}
      home             state codes of the area the directory is for: what lies elsewhere is listed for its phone, not its door
      public_shelters  ids of services that are shelters from violence and whose address may be told
      terms            true lets the names of taxonomy terms be found as words: only where providers wrote them themselves
      kinds            what phrases in a service's name say it is, such as {"youth hub" = "social/youth"}
      without          codes or names of terms that count only where no other says a kind, such as "PX" (takes volunteers)
      titles           false takes no kind of help from a service's name otherwise
      per_page         services asked of an API at once; 100
      details          false never asks an API for services one by one where its pages have them in short
    Raises SourceError when the feed cannot be read as a whole.
    """
    if path.is_dir() and any(path.rglob("*.csv")):
        yield from drafts_of(path, HSDS3, notes, options=options, form=FORMAT)
        return
    found = parts(path)
    if found[0].kind == "tabular":
        yield from _tabular(found[0].path, notes, options)
        return
    yield from json_drafts(path, rules(options, FORMAT), notes)


def json_drafts(path: Path, said: Rules, notes: Notes, translated: Translated = dict) -> Iterator[Draft]:
    """The drafts of the JSON files of a feed; hidden places are found first, others at their street must not tell them."""
    found = parts(path)
    bodies = chosen(found, notes)
    named = named_in(found, notes)
    quiet = replace(named, notes=Quiet())
    hidden = frozenset(
        key for part in bodies for offer in guarded(part, edge_of(part, quiet), translated) for key in hidden_streets(offer)
    )
    context = Context(said, hidden, notes)
    for part in bodies:
        for offer in offers(part, edge_of(part, named), translated):
            yield from drafts(offer, context)


def _tabular(file: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """The drafts of a data package whose tables stand in one JSON file by their names."""
    with tempfile.TemporaryDirectory(prefix="nearhelp-") as folder:
        for name, rows in tables_of(file):
            columns = list(dict.fromkeys(key for row in rows for key in row))
            with (Path(folder) / Path(name).name).open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        yield from drafts_of(Path(folder), HSDS3, notes, options=options, form=FORMAT)


def asks(url: str, options: Mapping[str, object]) -> list[Ask]:
    """What an API has to be asked first; nothing where the address is that of a file."""
    return referral_asks(url, options, full="true")


def following(ask: Ask, file: Path, options: Mapping[str, object]) -> Iterator[Ask]:
    """What an answer leads to: the next page, and each service where a page has them in short."""
    yield from referral_following(ask, file, options)


def recognises(name: str, head: bytes) -> str | None:
    """What a file seems to be, by its name and first bytes; None when it is none of this format."""
    stem, start = name.lower().rpartition("/")[2], head.lstrip(b"\xef\xbb\xbf \t\r\n")
    columns = head.split(b"\n", 1)[0].lower()
    if stem in {"attributes.csv", "attribute.csv"} and b"link_entity" in columns:
        return "the attributes of an HSDS 3 package"
    if stem in {"organizations.csv", "organization.csv"} and b"website" in columns and b"parent_organization_id" in columns:
        return "the organizations of an HSDS 3 package"
    if stem in {"locations.csv", "location.csv"} and b"location_type" in columns:
        return "the locations of an HSDS 3 package"
    if start[:1] not in {b"{", b"["} or stem == "datapackage.json" or any(mark in head for mark in FIRST):
        return None
    if b'"services.csv"' in head or b'"organizations.csv"' in head:
        return "an HSDS 3 package with its tables in one JSON file"
    if b'"total_items"' in head and b'"contents"' in head:
        return "a page of an HSDS 3 API"
    if b'"openapi_url"' in head and b"HSDS-UK" not in head:
        return "what an HSDS 3 API says of itself"
    placed = any(mark in head for mark in (b'"service_at_locations"', b'"location_type"', b'"schedules"', b'"organization"'))
    if placed and b'"name"' in head and (b'"status"' in head or b'"services"' in head or b'"service"' in head):
        return "services of HSDS 3"
    return None
