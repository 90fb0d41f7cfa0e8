"""One run of one source: fetched, read, settled, kept whole or not at all, its expectations held."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from directory.catalogue import Catalogue, Changes, Lead, Refusal, Run
from directory.catalogue.taking import Replacing
from directory.errors import RefTaken, SourceError
from directory.listing import Listing
from ingest.dedupe import distinct
from ingest.draft import Draft, Where
from ingest.fetch import Fetched, brought, opened
from ingest.formats import formats
from ingest.pipeline.beside import settled_beside
from ingest.pipeline.discretion import Discretion, Late
from ingest.pipeline.placing import Places, county_and_wider
from ingest.pipeline.program import digest_of, program
from ingest.pipeline.settling import Intake, keyed, settled
from ingest.report import Lead as Told
from ingest.report import Quarantined, Report
from ingest.sources import Source
from ingest.withheld import Withheld, known_private

PUBLISHED = "published"
UNCHANGED = "unchanged"
FAILED = "failed"
NONE = Changes()
READ_AGAIN_DAYS = 7
"""A feed that stays the same is read to its end again after so many days: seen-on dates go on, and what depends on the day."""


@dataclass(frozen=True, slots=True)
class Station:
    """Where runs happen: the gazetteer, the folder of everything written, and what day it is; `anew` reads what did not
    change as well; with `reopen`, which opens the gazetteer anew, long feeds are settled in a second process."""

    places: Places
    folder: Path
    today: date
    anew: bool = False
    reopen: Callable[[], Places] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to; `fault` says why nothing was published, empty when all is well."""

    source: str
    report: Report
    changes: Changes = NONE
    seconds: float = 0.0
    fault: str = ""
    unchanged: bool = False
    first: list[str] = field(default_factory=list)  # names of the first listings of a check
    areas: Counter[str] = field(default_factory=Counter)  # counties and wider areas of the places of a check
    zones: Counter[str] = field(default_factory=Counter)  # time zones of the hours of a check


Progress = Callable[[int], None]


@dataclass(slots=True)
class _Begun:
    """A run that has begun: what it is of, and since when."""

    source: Source
    catalogue: Catalogue
    station: Station
    progress: Progress | None
    report: Report = field(default_factory=Report)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.perf_counter)

    def run(self, outcome: str, fault: str = "") -> Run:
        """The run as the catalogue keeps it."""
        told = self.report.plain() | ({"fault": fault} if fault else {})
        day, seconds = self.station.today, self.seconds()
        return Run(self.source.name, day, outcome, seconds, told, self.started, datetime.now(UTC))

    def seconds(self) -> float:
        """How long it has been going on."""
        return time.perf_counter() - self.clock


def run(source: Source, catalogue: Catalogue, station: Station, *, progress: Progress | None = None) -> Outcome:
    """Read a source into the catalogue. One that cannot be read, or is outside of its expectations, leaves all as it was."""
    begun = _Begun(source, catalogue, station, progress)
    changes, fault, unchanged = NONE, "", False
    try:
        here = brought(source, station.folder / "fetched", station.today)
        fed = _fed(source, here)
        unchanged = _same(catalogue, source, station, fed)
        if unchanged:
            changes = catalogue.unchanged(source.name, begun.run(UNCHANGED), retire=source.expect.retire_after)
        else:
            changes = _read(begun, here, fed)
    except SourceError as error:
        fault = str(error)
        catalogue.record(begun.run(FAILED, fault))
    begun.report.on_refused = begun.report.on_lead = begun.report.hushed = None
    done = Outcome(source=source.name, report=begun.report, changes=changes, seconds=begun.seconds(), fault=fault)
    return replace(done, unchanged=unchanged)


def _fed(source: Source, here: Fetched) -> str:
    """A digest of everything that decides what a run comes to, but for the day."""
    described = repr(replace(source, file=Path())).encode()
    return hashlib.sha256(b"\0".join((program(), described, digest_of(here.path)))).hexdigest()


def _same(catalogue: Catalogue, source: Source, station: Station, fed: str) -> bool:
    last = catalogue.fed(source.name)
    return (
        not station.anew
        and last is not None
        and last.digest == fed
        and known_private(station.folder, source.name)
        and 0 <= (station.today - last.read_on).days < READ_AGAIN_DAYS
    )


def _read(begun: _Begun, here: Fetched, fed: str) -> Changes:
    discretion = Discretion()
    try:
        return _read_once(begun, here, fed, discretion)
    except Late:
        begun.report, begun.progress = Report(), None  # each record counts once
        return _read_once(begun, here, fed, Discretion(discretion))


def _read_once(begun: _Begun, here: Fetched, fed: str, discretion: Discretion) -> Changes:
    source, report, retire = begun.source, begun.report, begun.source.expect.retire_after
    with (
        Withheld(begun.station.folder, source.name) as withheld,
        begun.catalogue.replacing(source.name, begun.station.today, retire=retire) as replacing,
        _listings(begun, here, withheld, discretion) as pairs,
    ):
        report.on_refused = lambda found: replacing.refuse(_refusal(found))
        report.on_lead = lambda found: replacing.lead(_lead(found))
        for listing, where in _told(pairs, begun.progress):
            try:
                replacing.take(listing, where.file, where.row)
            except RefTaken as taken:
                report.refuse(str(taken), where)
        discretion.end()
        for _ in replacing.clashing():
            report.refuse("its public id already belongs to another listing", Where("", 0, ""))
        report.listed = replacing.listed
        unexpected(source, report, replacing.before)
        _altered(begun, replacing)
        # Before the catalogue: killed between the two, the next run reads the feed again and writes both.
        withheld.keep()
        return replacing.finish(begun.run(PUBLISHED), fed)


def _altered(begun: _Begun, replacing: Replacing) -> None:
    """Raises SourceError where a feed has other columns and most of its listings say something else: one that was renamed takes
    its facts out of every record, and nothing else would tell."""
    source, changed, before = begun.source, replacing.changed, replacing.before
    if not before or changed / before <= source.expect.largest_drop:
        return
    last = next((one for one in begun.catalogue.runs(source.name, read=True) if one.outcome == PUBLISHED), None)
    known = {(one["file"], one["column"]) for one in last.report.get("leftovers", ())} if last else set()
    if fresh := sorted(set(begun.report.leftovers) - known) if last else []:
        names = ", ".join(repr(column) for _, column in fresh[:5])
        raise SourceError(
            f"{changed:,} of {before:,} listings would change, and the feed has columns that are new: {names}; one was renamed "
            "perhaps: nothing was published. If that is right, expect.largest_drop = 1 lets it through once."
        )


def _refusal(found: Quarantined) -> Refusal:
    return Refusal(found.where.file, found.where.row, found.where.key, found.reason, found.excerpt)


def _lead(found: Told) -> Lead:
    where, kinds = found.where, found.categories
    return Lead(where.file, where.row, where.key, found.why, found.name, found.organization, found.town, kinds)


@contextmanager
def _listings(begun: _Begun, here: Fetched, withheld: Withheld, discretion: Discretion) -> Iterator[Pairs]:
    def private(identifier: str, marks: frozenset[str]) -> None:
        withheld.private(identifier, marks)
        discretion.private(identifier, marks)

    def hushed(where: Where, words: tuple[str, ...]) -> bool:
        identifier = keyed(where.key, begun.source)
        return bool(identifier) and discretion.hushes(identifier, words)

    begun.report.hushed = hushed
    outlets = {"withhold": withheld.add, "keep_private": private, "protect": discretion.protect}
    with opened(here) as unpacked:
        found = _settling(begun.source, begun.station, unpacked, begun.report, outlets=outlets)
        yield distinct(discretion.quiet(found, begun.report), begun.report, discretion.ids)


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
    with opened(brought(source, station.folder / "fetched", station.today)) as here:
        yield distinct(_settling(source, station, here, report, first=first), report)


def _settling(
    source: Source,
    station: Station,
    here: Fetched,
    report: Report,
    *,
    first: int | None = None,
    outlets: Mapping[str, Any] = MappingProxyType({}),
) -> Pairs:
    drafts = formats()[source.format].read(here.path, report, dict(source.options))
    intake = Intake(source, station.places, report, here.day, report.lead, today=station.today, **outlets)
    counted = islice(_counted(drafts, report), first)
    return settled_beside(counted, intake, station.reopen) if station.reopen else settled(counted, intake)


def _counted(drafts: Iterable[Draft], report: Report) -> Iterator[Draft]:
    """The drafts, while the report counts every record that was read, also those that the format itself refuses."""
    ready = iter(drafts)
    while True:
        before = report.refused
        draft = next(ready, None)
        report.read += report.refused - before
        if draft is None:
            return
        report.read += not draft.untold
        yield draft


def _told(pairs: Pairs, progress: Progress | None) -> Pairs:
    for pair in pairs:
        yield pair
        if progress is not None:
            progress(1)


def unexpected(source: Source, report: Report, before: int) -> None:
    """Raises SourceError when there are more or fewer listings than the source's [expect] says; `before` is the last run's."""
    if fault := out_of_bounds(source, report, before):
        raise SourceError(f"{fault}: nothing was published.")


def out_of_bounds(source: Source, report: Report, before: int) -> str:
    """How a run's listings are outside of the source's [expect]; empty where they are not."""
    expect, listed = source.expect, report.listed
    most = "".join(f"; the most frequent reason: {reason}" for reason, _ in report.reasons.most_common(1))
    refused = f" ({report.refused:,} of {report.read:,} records were quarantined{most})" if report.refused else ""
    if not listed and report.leads and not before and expect.min <= 1:
        return ""  # a register of bodies or a list that nobody checked: all of it is kept for stewards
    if listed < expect.min:
        return f"{listed:,} listings, at least {expect.min:,} are expected{refused}"
    if expect.max is not None and listed > expect.max:
        return f"{listed:,} listings, at most {expect.max:,} are expected"
    if before and (before - listed) / before > expect.largest_drop:
        return f"{listed:,} listings after {before:,} in the last run, a drop of more than {expect.largest_drop:.0%}{refused}"
    return ""
