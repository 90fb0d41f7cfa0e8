"""Crisis lines by country, as lists on the web have them: an object of countries with entries of numbers and a sentence.

Such lists are old when they are read. A number that is no longer answered is worse than none, so every entry is a lead: nothing
of it is published before a person has called or read the line's own page. General emergency numbers stand among the lines and
are told apart, and the sentence that another number is out of use is told as what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from directory.listing import Address
from ingest.clean.text import line, prose
from ingest.draft import Draft, Notes, RawPhone, Where
from ingest.formats.options import only_options
from ingest.formats.rows import files, pairs, text_of

FORMAT = "helplines"
SUMMARY = "Crisis lines by country: a list of numbers and sentences, kept as leads until a person has checked them"

UNCHECKED = "a crisis line of a list: a person has to check it first"
EMERGENCY = "a general emergency number of a list: a person has to check it first"
RETIRED = "the list says that a number is no longer in use"
EMPTY = "an entry without a word"
NO_ENTRIES = "the country has no list of entries"

_EMERGENCY = re.compile(
    r"\b(?:national )?emergency (?:numbers?|services|telephone)\b|\bfor all emergency\b"
    r"|\b(?:contact|call) (?:the )?(?:police|an? ambulance|a fire|the fire)", re.IGNORECASE
)  # fmt: skip
_RETIRED = re.compile(r"\bno longer in (?:use|service)\b|\bdiscontinued\b", re.IGNORECASE)
_CITED = re.compile(r"\[\d{1,3}\]")
_NAME = re.compile(
    r"^(?P<name>[^:(.,]{3,80}?)\s*(?::|\(|,|\s[-–]\s|\s(?:is|are|can|has|have|was|runs?|offers?|provides?)\b|\.)"
)
KNOWN = frozenset({"phones", "description"})


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One lead for each entry, in the order of the files; no options. Raises SourceError for a file that is not whole."""
    only_options(options, (), FORMAT)
    for file in files(path):
        yield from _entries(file, notes)


def _entries(file: Path, notes: Notes) -> Iterator[Draft]:
    row = 0
    for country, said in pairs(file, notes):
        entries = said.get("parsed_batches") if isinstance(said, dict) else None
        if not isinstance(entries, list):
            row += 1
            notes.refuse(NO_ENTRIES, Where(file.name, row, country))
            continue
        for key in said:
            if key == "raw_html":
                notes.ignored("raw_html: the same entries with their markup")
            elif key != "parsed_batches":
                notes.leftover(file.name, key)
        for number, entry in enumerate(entries, start=1):
            row += 1
            where = Where(file.name, row, f"{country}/{number}")
            draft = _draft(entry if isinstance(entry, dict) else {}, country, where, notes)
            if draft is None:
                notes.omitted(EMPTY)
            else:
                yield draft


def _draft(entry: Mapping[str, Any], country: str, where: Where, notes: Notes) -> Draft | None:
    for key in set(entry) - KNOWN:
        notes.leftover(where.file, key)
    text = _CITED.sub("", prose(text_of(entry.get("description"))))
    if not text:
        return None
    general = bool(_EMERGENCY.search(text))
    draft = Draft(key=where.key, where=where, name=_named(text), description=text, address=Address(country=line(country)))
    draft.lead = RETIRED if _RETIRED.search(text) else EMERGENCY if general else UNCHECKED
    draft.facets = {} if general else {"category": ["crisis/lifelines"], "mode": ["phone"]}
    # "tel:116-123" is a number as it is dialled there: nothing is put before it.
    numbers = [str(one).removeprefix("tel:").strip() for one in entry.get("phones") or ()]
    draft.phones = [RawPhone(text=one) for one in dict.fromkeys(numbers) if one]
    return draft


def _named(text: str) -> str:
    found = _NAME.match(text)
    name = found["name"].strip() if found else ""
    return name if re.search(r"[^\W\d_]{3}", name) and not re.match(r"\d", name) else line(text, 80)


def recognises(name: str, head: bytes) -> str | None:
    """What a list of crisis lines is seen to be, None for another file."""
    del name
    if b'"parsed_batches"' in head or (b'"raw_html"' in head and b'"tel:' in head):
        return "a list of crisis lines by country (parsed_batches)"
    return None
