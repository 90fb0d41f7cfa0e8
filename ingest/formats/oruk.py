"""Open Referral UK 1.0 and 3.0 in JSON: pages of an API or files of them, one listing for each service at a location.

Objects of 1.0 are translated to those of HSDS 3 (`oruk_first`), 3.0 is a profile of HSDS 3; one feed may hold both. Lists of
1.0 say nothing of places and phones: what is listed from them tells how it reaches people only where the record does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.draft import Draft, Notes
from ingest.formats.hsds3 import FIRST, json_drafts
from ingest.formats.oruk_first import translated
from ingest.formats.paging import Ask, referral_asks, referral_following
from ingest.formats.referral_kinds import rules

FORMAT = "oruk"
COUNTRY = "GB"
"""Where feeds in this format are from."""
SUMMARY = "Open Referral UK 1.0 and 3.0: JSON of a council's API, or files of its pages"


def read(path: Path, notes: Notes, options: Mapping[str, object]) -> Iterator[Draft]:
    """One draft for each service at a location, in the order of the files. Options as of `hsds3`.

    Raises SourceError when the feed cannot be read as a whole.
    """
    yield from json_drafts(path, rules(options, FORMAT), notes, translated)


def asks(url: str, options: Mapping[str, object]) -> list[Ask]:
    """What an API has to be asked first; nothing where the address is that of a file."""
    return referral_asks(url, options)


def following(ask: Ask, file: Path, options: Mapping[str, object]) -> Iterator[Ask]:
    """What an answer leads to: the next page, and each service where a page has them in short."""
    yield from referral_following(ask, file, options)


def recognises(name: str, head: bytes) -> str | None:
    """What a file seems to be, by its name and first bytes; None when it is none of this format."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"{", b"["} or name.lower().endswith("datapackage.json"):
        return None
    if b"HSDS-UK" in head:
        return "what an Open Referral UK 3.0 API says of itself"
    if b'"totalElements"' in head and b'"content"' in head:
        return "a page of an Open Referral UK 1.0 API"
    if any(mark in head for mark in FIRST) and b'"name"' in head:
        return "services of Open Referral UK 1.0"
    return None
