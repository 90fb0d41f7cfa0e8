"""A new source tried before its description is kept: what its format needs is found out, its first records are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from directory.errors import SourceError
from directory.listing import fold
from ingest.fetch import fetched
from ingest.formats import formats
from ingest.formats.drafting import NO_KIND
from ingest.pipeline.run import Outcome, Station, check
from ingest.pipeline.seeing import LAST, Seen, seen
from ingest.pipeline.sessions import NO_ZONE
from ingest.pipeline.settling import NO_COVERAGE, UNVISITED
from ingest.report import Report
from ingest.sources import Source, read_source
from ingest.sources_written import toml

FIRST = 50
"""Records read to see whether a source is what it is said to be."""

NEARLY = 0.8
"""Share of the places that an area must hold to be proposed: a feed of one county has some meetings over its border."""

REFERRAL = ("hsds", "oruk", "ohana")
"""Formats that take names of languages as people there use them."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The description to keep, what its first records came to, and what the operator should know, in sentences."""

    text: str
    outcome: Outcome
    advice: tuple[str, ...]
    seen: tuple[Seen, ...] = ()  # formats the feed may be in, where none was said; the first was taken


def trial(name: str, said: Mapping[str, object], station: Station) -> Trial:
    """A source by its name and what is said of it, its first records read. Without a `format` its files are looked at.

    Raises SourceError where it is not right, or nobody knows the format.
    """
    draft = station.folder / "new" / f"{name}.toml"
    draft.parent.mkdir(parents=True, exist_ok=True)
    known: tuple[Seen, ...] = ()
    try:
        if not said.get("format"):
            known = _seen(_written({**said, "format": LAST}, draft), station)
            said = {**said, "format": known[0].format}
        source = _written(said, draft)
        options, why = _suggested(source, station)
        whole = _described(said, {**source.options, **options})
        source = _written(whole, draft)
        country, because = ("", "") if said.get("country") else _country(source, station)
        whole |= {"country": country} if country else {}
        outcome = check(_written(whole, draft), station, first=FIRST)
    finally:
        draft.unlink(missing_ok=True)
    assumed = [_assumed(key, value, why) for key, value in options.items()]
    assumed += [_assumed("country", country, because)] if country else []
    nation = (country or source.country).lower()
    return Trial(toml(whole), outcome, (*assumed, *advice(outcome, source.format, nation)), known)


def _seen(source: Source, station: Station) -> tuple[Seen, ...]:
    with fetched(source, station.folder / "fetched", station.today) as here:
        known = seen(here.path)
    if not known:
        raise SourceError(f"Nobody knows what {here.path.name} is written in. --format says it: {', '.join(formats())}.")
    return known


def _described(said: Mapping[str, object], options: Mapping[str, object]) -> dict[str, object]:
    """The description with its options; the mapping of a table has a table of its own, with the kind of help that was said."""
    rest = {key: value for key, value in options.items() if key != "mapping"}
    given = options.get("mapping")
    mapping = dict(given) if isinstance(given, Mapping) else {}
    if mapping and said.get("category"):
        mapping |= {"category": {"value": said["category"]}}
    return {key: value for key, value in said.items() if key != "category"} | {"options": rest, "mapping": mapping}


def _assumed(key: str, value: object, why: str) -> str:
    if key == "mapping":
        return f"Its columns were taken so; change what is wrong under [mapping]:\n{why}"
    return f'Taken for {key} = "{value}": {why}. If that is wrong, change it there.'


def _written(said: Mapping[str, object], draft: Path) -> Source:
    draft.write_text(toml({key: value for key, value in said.items() if key != "category"}), encoding="utf-8")
    return read_source(draft)


def _suggested(source: Source, station: Station) -> tuple[dict[str, object], str]:
    """The options that the source's format would have, found in the feed itself; none where the format asks for none."""
    suggest = getattr(formats()[source.format], "suggested", None)
    if suggest is None:
        return {}, ""
    with fetched(source, station.folder / "fetched", station.today) as here:
        found: tuple[dict[str, object], str] = suggest(here.path, source.options)
    return found


def _country(source: Source, station: Station) -> tuple[str, str]:
    """The country of a feed, and how it is known, where that is not the one of sources that name none: nearly all points of its
    first records are there, or, where it has none, its format is used nowhere else."""
    known = formats()[source.format]
    with fetched(source, station.folder / "fetched", station.today) as here:
        first = islice(known.read(here.path, Report(), dict(source.options)), FIRST)
        spots = [station.places.around(one.point) for one in first if one.point is not None]
    found = Counter(spot.codes[-1].upper() for spot in spots if spot is not None and spot.codes)
    country, count = next(iter(found.most_common(1)), (getattr(known, "COUNTRY", ""), 0))
    if country in ("", source.country) or count < NEARLY * len(spots):
        return "", ""
    return country, "its points are there" if spots else "feeds in its format are from there"


def _common(outcome: Outcome) -> str:
    """The narrowest area that nearly all places of a check are in."""
    most = NEARLY * max(outcome.areas.values())
    return max((code for code, count in outcome.areas.items() if count >= most), key=lambda code: (code.count("-"), code))


def advice(outcome: Outcome, form: str, nation: str) -> list[str]:
    """Which settings would list what is not listed as it stands. They are proposed, never assumed."""
    told = []
    lost = outcome.report.reasons[NO_COVERAGE] + outcome.report.reasons[UNVISITED]
    if lost and outcome.areas:
        told.append(f'coverage = ["{_common(outcome)}"] would list those {lost} too: most of the others are there.')
    elif lost:
        told.append(f'coverage = ["{nation}-…"], the area it is for, would list those {lost}.')
    unkind = outcome.report.reasons[NO_KIND]
    if unkind and form == LAST:
        told.append(f'category = {{ value = "…" }} under [mapping], or --category, says what kind of help those {unkind} are.')
    creole = sum(count for (what, code), count in outcome.report.codes.items() if (what, fold(code)) == ("language", "creole"))
    if creole and form.startswith(REFERRAL):
        told.append(f'languages = {{ creole = "ht" }} under [options] would say that "Creole" is Haitian, for {creole}.')
    untimed = outcome.report.guesses[NO_ZONE] + outcome.report.in_vain[NO_ZONE]
    if untimed and (zones := outcome.zones.most_common(1)):
        told.append(f'zone = "{zones[0][0]}" would give {untimed} their hours: it is the zone of the others.')
    elif untimed:
        told.append(f'zone = "Area/City", that of its hours, would give {untimed} their hours.')
    return told
