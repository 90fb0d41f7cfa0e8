"""One run of one source: fetched, read, settled, stored whole or not at all, its expectations held."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from directory.errors import SourceError
from directory.listing import Listing
from ingest.dedupe import distinct
from ingest.draft import Draft, Refused, Where
from ingest.fetch import fetched
from ingest.formats import formats
from ingest.pipeline.placing import Places, county_and_wider
from ingest.pipeline.settling import Intake, settled
from ingest.report import Report
from ingest.sources import Source
from ingest.store import Changes, Run, Store

PUBLISHED = "published"
FAILED = "failed"
NONE = Changes()


@dataclass(frozen=True, slots=True)
class Station:
    """Where runs happen: the gazetteer, the folder of everything written, and what day it is."""

    places: Places
    folder: Path
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to; `fault` says why nothing was published, empty when all is well."""

    source: str
    report: Report
    changes: Changes = NONE
    seconds: float = 0.0
    fault: str = ""
    first: list[str] = field(default_factory=list)  # names of the first listings of a check
    areas: Counter[str] = field(default_factory=Counter)  # counties and wider areas of the places of a check
    zones: Counter[str] = field(default_factory=Counter)  # time zones of the hours of a check


Progress = Callable[[int], None]


def run(source: Source, store: Store, station: Station, *, progress: Progress | None = None) -> Outcome:
    """Read a source into the store. A source that cannot be read, or is outside of its expectations, leaves all as it was."""
    started = time.perf_counter()
    report = Report()
    changes, fault = NONE, ""
    try:
        with reading(source, station, report) as pairs, store.replacing(source.name, station.today) as replacing:
            report.on_refused, report.on_lead = replacing.refuse, replacing.lead
            for listing, where in _told(pairs, progress):
                try:
                    replacing.take(listing)
                except Refused as refusal:
                    report.refuse(str(refusal), where)
            report.listed = replacing.changes.listed
            unexpected(source, report, replacing.before)
            seconds = time.perf_counter() - started
            changes = replacing.finish(Run(source.name, station.today, PUBLISHED, seconds, report.plain()))
    except SourceError as error:
        fault = str(error)
        report.on_refused = report.on_lead = None
        plain = report.plain() | {"fault": fault}
        store.record(Run(source.name, station.today, FAILED, time.perf_counter() - started, plain))
    return Outcome(source=source.name, report=report, changes=changes, seconds=time.perf_counter() - started, fault=fault)


def check(source: Source, station: Station, *, first: int | None = None, progress: Progress | None = None) -> Outcome:
    """Read a source, or its first records, and write nothing. Raises SourceError when it cannot be read."""
    started = time.perf_counter()
    report = Report()
    names: list[str] = []
    areas: Counter[str] = Counter()
    zones: Counter[str] = Counter()
    with reading(source, station, report, first=first) as pairs:
        for listing, _ in _told(pairs, progress):
            report.listed += 1
            zones.update({session.zone for session in listing.sessions or () if session.zone})
            areas.update(county_and_wider(listing.place.codes) if listing.place is not None else ())
            if len(names) < 3 and (listing.place is None or listing.place.visibility == "public"):
                names.append(listing.name)
    return Outcome(
        source=source.name, report=report, seconds=time.perf_counter() - started, first=names, areas=areas, zones=zones
    )


Pairs = Iterator[tuple[Listing, Where]]


@contextmanager
def reading(source: Source, station: Station, report: Report, *, first: int | None = None) -> Iterator[Pairs]:
    """The listings of a source with their places in it, while its files are here."""
    with fetched(source, station.folder / "fetched", station.today) as here:
        drafts = formats()[source.format].read(here.path, report, dict(source.options))
        intake = Intake(source, station.places, report, here.day, report.lead)
        yield distinct(settled(islice(_counted(drafts, report), first), intake), report)


def _counted(drafts: Iterable[Draft], report: Report) -> Iterator[Draft]:
    """The drafts, while the report counts every record that was read, also those that the format itself refuses."""
    ready = iter(drafts)
    while True:
        before = report.refused
        draft = next(ready, None)
        report.read += report.refused - before
        if draft is None:
            return
        report.read += 1
        yield draft


def _told(pairs: Pairs, progress: Progress | None) -> Pairs:
    for pair in pairs:
        yield pair
        if progress is not None:
            progress(1)


def unexpected(source: Source, report: Report, before: int) -> None:
    """Raises SourceError when there are more or fewer listings than the source's [expect] says; `before` is the last run's."""
    expect, listed = source.expect, report.listed
    refused = f" ({report.refused:,} of {report.read:,} records were quarantined)" if report.refused else ""
    if listed < expect.min:
        raise SourceError(f"{listed:,} listings, at least {expect.min:,} are expected{refused}: nothing was published.")
    if expect.max is not None and listed > expect.max:
        raise SourceError(f"{listed:,} listings, at most {expect.max:,} are expected: nothing was published.")
    if before and (before - listed) / before > expect.largest_drop:
        drop = f"a drop of more than {expect.largest_drop:.0%}{refused}"
        raise SourceError(f"{listed:,} listings after {before:,} in the last run, {drop}: nothing was published.")
