"""Sources: what is told about a feed in a TOML file, validated whole in `parse`.

title = "Open211 Miami"
format = "hsds1"
path = "../feeds/miami"            # or url = "https://…"; a path is relative to this file
licence = "…"                      # shown beside every listing
country = "US"
coverage = ["us-fl"]               # of listings that say neither a place nor an area
zone = "America/New_York"          # of hours at places nobody knows
precedence = 10                    # of sources that tell the same help, the higher speaks first; else 0
every = "1 day"                    # how often `run --due` runs it
[options]                          # the format's own
[mapping]                          # what the columns of a table mean, see ingest/formats/table_mapping.py
[expect]                           # else the source fails and nothing of it is published
min = 3000
max = 6000
largest_drop = 0.2                 # share of the listings of the last run that may vanish
retire_after = 3                   # good runs without a record until its listing is withdrawn
[fixes]                            # known bad values, corrected by data
remove = ["###[A-Z]+###"]          # regular expressions taken out of every text
[fixes.replace.city]               # whole values of one field
"Maimi" = "Miami"
[fixes.records."136@136"]          # fields of one record by its key; `refuse = "why"` quarantines it
phone = "305-253-4841"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from directory.errors import NearhelpError, SourceError
from directory.schemas_fields import CODE, nearest, zones
from ingest.clean.addresses import country_code
from ingest.formats import formats
from ingest.sources_table import Table

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "seed" / "sources"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
"""Names of sources: they stand in ids and in addresses of files."""

TEXTS = ("name", "organization", "description", "place_name", "directions", "transport", "hours_text", "url", "email",
         "eligibility", "residence", "alert", "fees", "application")  # fmt: skip
"""Text fields of a record that a fix may correct, besides those of the address and the phone."""
PLACES = ("city", "region", "postal_code", "country")
FIXABLE = (*TEXTS, *PLACES, "street", "phone")
LARGEST_DROP = 0.5
"""A feed that lost half of itself since its last run is more likely broken than closed."""
RETIRE_AFTER = 3
"""A record that is missing twice has been seen to come back; one missing three nights running has not."""
EVERY = re.compile(r"(\d{1,3}) ?(minute|hour|day|week)s?")
DAILY = timedelta(days=1)


class SourceFault(SourceError):
    """A source's description is not right; the message has its file and every fault."""

    title = "The description of a source is not right"


class UnknownSource(NearhelpError):
    """No source has that name; the message names the nearest."""

    title = "There is no such source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixes:
    """Known bad values of a source and what is right: data instead of branches."""

    remove: tuple[re.Pattern[str], ...] = ()
    replace: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # field → whole value → right value
    records: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # key → field → right value


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """Bounds outside of which a run of the source fails and publishes nothing. Counts are of listings."""

    min: int = 1
    max: int | None = None
    largest_drop: float = LARGEST_DROP
    retire_after: int = RETIRE_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed and how to read it. One of `path` and `url` is set; `coverage` and `zone` are for listings without."""

    name: str
    title: str
    format: str
    path: Path | None = None
    url: str = ""
    licence: str = ""
    link: str = ""
    country: str = "US"
    coverage: tuple[str, ...] = ()
    zone: str = ""
    language: str = "en"
    seen_on: date | None = None  # the date of the facts, where it is older than the file
    emails: str = "desks"  # "desks": mailboxes of persons are dropped; "public": the source publishes them on purpose
    every: timedelta = DAILY
    precedence: int = 0  # of several sources that tell the same help, the higher speaks first
    options: Mapping[str, object] = field(default_factory=dict)
    fixes: Fixes = Fixes()
    expect: Expect = Expect()
    file: Path = Path()


def read_source(file: Path) -> Source:
    """The source of a TOML file. Raises SourceFault naming the file and every fault."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceFault(f"{file.name}: there is no such file.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceFault(f"{file.name} cannot be read as TOML: {error}") from None
    return parse(data, file)


def sources(*folders: Path) -> dict[str, Path]:
    """Name → file of every source of the folders; a later folder's wins, so that an operator can replace a shipped one."""
    found = {file.stem: file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.toml"))}
    return dict(sorted(found.items()))


def precedences(known: Mapping[str, Path]) -> dict[str, int]:
    """Which sources speak before others, by their names; those whose description is not right do not."""
    found = {}
    for name, file in known.items():
        with suppress(SourceFault):
            found[name] = read_source(file).precedence
    return {name: precedence for name, precedence in found.items() if precedence}


def named(name: str, known: Mapping[str, Path]) -> Source:
    """The source with that name. Raises UnknownSource with the nearest name, or SourceFault."""
    if name not in known:
        near = nearest(name, known)
        hint = f" Do you mean {near!r}?" if near else " `python -m ingest list` shows those there are."
        raise UnknownSource(f"There is no source {name[:40]!r}.{hint}")
    return read_source(known[name])


def parse(data: Mapping[str, Any], file: Path) -> Source:
    """The source that a TOML file describes: untrusted becomes trusted here. Raises SourceFault with every fault at once."""
    said = Table(dict(data), [])
    name = said.text("name") or file.stem
    kinds = formats()
    source = Source(
        name=name,
        title=said.text("title") or name,
        format=said.text("format", required=True),
        path=_path(said, file),
        url=said.text("url"),
        licence=said.text("licence"),
        link=said.text("link"),
        country=country_code(said.text("country") or "US"),
        coverage=said.texts("coverage"),
        zone=said.text("zone"),
        language=said.text("language") or "en",
        seen_on=said.day("seen_on"),
        emails=said.text("emails") or "desks",
        every=_every(said),
        precedence=_precedence(said),
        options=_options(said),
        fixes=_fixes(Table(said.table("fixes"), said.faults, "fixes.")),
        expect=_expect(Table(said.table("expect"), said.faults, "expect.")),
        file=file,
    )
    known = "title format path url licence link country coverage zone every precedence language seen_on emails"
    said.nothing_left((*known.split(), "options", "mapping", "fixes", "expect"))
    faults = [*said.faults, *_faults(source, file)]
    if source.format and source.format not in kinds:
        near = nearest(source.format, kinds)
        faults.append(f"format: {source.format!r} is not known; there are {', '.join(kinds)}{f' ({near!r}?)' if near else ''}.")
    if faults:
        raise SourceFault("\n".join((f"{file.name} is not right:", *(f"  {fault}" for fault in faults))))
    return source


def _options(said: Table) -> dict[str, Any]:
    """The format's options; a [mapping] is one of them that has a table of its own."""
    options, mapping = said.table("options"), said.table("mapping")
    return {**options, "mapping": mapping} if mapping else options


def _path(said: Table, file: Path) -> Path | None:
    text = said.text("path")
    return (file.parent / Path(text).expanduser()).resolve() if text else None


def _precedence(said: Table) -> int:
    value = said.number("precedence", 0)
    if value is None or value != int(value):
        said.faults.append("precedence: a whole number; the higher speaks first.")
        return 0
    return int(value)


def _every(said: Table) -> timedelta:
    text = said.text("every")
    found = EVERY.fullmatch(text)
    if found is None or found[1].strip("0") == "":
        if text:
            said.faults.append('every: such as "6 hours", "1 day", "2 weeks".')
        return DAILY
    return timedelta(**{f"{found[2]}s": int(found[1])})


def _faults(source: Source, file: Path) -> list[str]:
    faults = []
    if not NAME.fullmatch(source.name):
        faults.append("name: small letters, digits, dots and dashes, at most 40.")
    if source.name != file.stem:
        faults.append(f"name: the file is called {file.stem!r}; the name must be the same.")
    if (source.path is None) == (not source.url):
        faults.append("path, url: give one of the two.")
    if source.url and (urlsplit(source.url).scheme not in {"http", "https"} or not urlsplit(source.url).hostname):
        faults.append("url: an http:// or https:// address.")
    if source.link and not source.link.startswith(("http://", "https://")):
        faults.append("link: an http:// or https:// address.")
    if not source.country:
        faults.append("country: two letters (ISO 3166-1), such as US.")
    faults += [
        f"coverage: {code!r} is no area code such as us, us-ca, us-ca-001."
        for code in source.coverage
        if not CODE.fullmatch(code)
    ]
    if source.zone and source.zone not in zones():
        near = nearest(source.zone, zones())
        faults.append(f"zone: {source.zone!r} is not an IANA time zone{f'; do you mean {near!r}?' if near else '.'}")
    if source.emails not in {"desks", "public"}:
        faults.append('emails: "desks" or "public".')
    return faults


def _fixes(said: Table) -> Fixes:
    patterns = []
    for text in said.texts("remove"):
        try:
            patterns.append(re.compile(text))
        except re.error as error:
            said.faults.append(f"fixes.remove: {text!r} is not a regular expression: {error}.")
    replace, records = said.tables("replace"), said.tables("records")
    for name in (*replace, *(name for values in records.values() for name in values if name != "refuse")):
        if name not in FIXABLE:
            said.faults.append(f"fixes: there is no field {name!r}; there are {', '.join(FIXABLE)}.")
    said.nothing_left(("remove", "replace", "records"))
    return Fixes(remove=tuple(patterns), replace=replace, records=records)


def _expect(said: Table) -> Expect:
    least, most, drop = said.number("min", 1), said.number("max", None), said.number("largest_drop", LARGEST_DROP)
    retire = said.number("retire_after", RETIRE_AFTER)
    said.nothing_left(("min", "max", "largest_drop", "retire_after"))
    if retire is None or retire < 1 or retire != int(retire):
        said.faults.append("expect.retire_after: a whole number of runs, at least 1.")
    if drop is None or not 0 <= drop <= 1:
        said.faults.append("expect.largest_drop: a share between 0 and 1.")
    if least is not None and most is not None and most < least:
        said.faults.append("expect: max is less than min.")
    return Expect(
        min=int(least or 0),
        max=None if most is None else int(most),
        largest_drop=float(drop or 0),
        retire_after=max(1, int(retire or 1)),
    )
