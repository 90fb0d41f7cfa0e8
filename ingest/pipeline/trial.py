"""A new source tried before its description is kept: what its format needs is found out, its first records are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.fetch import fetched
from ingest.formats import formats
from ingest.pipeline.run import Outcome, Station, check
from ingest.pipeline.sessions import NO_ZONE
from ingest.pipeline.settling import NO_COVERAGE
from ingest.sources import Source, read_source
from ingest.sources_written import toml

FIRST = 50
"""Records read to see whether a source is what it is said to be."""

NEARLY = 0.8
"""Share of the places that an area must hold to be proposed: a feed of one county has some meetings over its border."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The description to keep, what its first records came to, and what the operator should know, in sentences."""

    text: str
    outcome: Outcome
    advice: tuple[str, ...]


def trial(name: str, said: Mapping[str, object], station: Station) -> Trial:
    """A source by its name and what is said of it, its first records read. Raises SourceError where it is not right."""
    draft = station.folder / "new" / f"{name}.toml"
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        source = _written(said, draft)
        options, why = _suggested(source, station)
        text = toml({**said, "options": {**source.options, **options}})
        outcome = check(_written({**said, "options": {**source.options, **options}}, draft), station, first=FIRST)
    finally:
        draft.unlink(missing_ok=True)
    assumed = tuple(f'Taken for {key} = "{value}": {why}. If that is wrong, change it there.' for key, value in options.items())
    return Trial(text, outcome, (*assumed, *_advice(outcome)))


def _written(said: Mapping[str, object], draft: Path) -> Source:
    draft.write_text(toml(said), encoding="utf-8")
    return read_source(draft)


def _suggested(source: Source, station: Station) -> tuple[dict[str, str], str]:
    """The options that the source's format would have, found in the feed itself; none where the format asks for none."""
    suggest = getattr(formats()[source.format], "suggested", None)
    if suggest is None:
        return {}, ""
    with fetched(source, station.folder / "fetched", station.today) as here:
        found: tuple[dict[str, str], str] = suggest(here.path, source.options)
    return found


def _common(outcome: Outcome) -> str:
    """The narrowest area that nearly all places of a check are in."""
    most = NEARLY * max(outcome.areas.values())
    return max((code for code, count in outcome.areas.items() if count >= most), key=lambda code: (code.count("-"), code))


def _advice(outcome: Outcome) -> list[str]:
    """Which settings would list what is not listed as it stands. They are proposed, never assumed."""
    told = []
    lost = outcome.report.reasons[NO_COVERAGE]
    if lost and outcome.areas:
        told.append(f'coverage = ["{_common(outcome)}"] would list those {lost} too: most of the others are there.')
    elif lost:
        told.append(f'coverage = ["us-…"], the area it is for, would list those {lost}.')
    untimed = outcome.report.guesses[NO_ZONE]
    if untimed and (zones := outcome.zones.most_common(1)):
        told.append(f'zone = "{zones[0][0]}" would give {untimed} their hours: it is the zone of the others.')
    elif untimed:
        told.append(f'zone = "Area/City", that of its hours, would give {untimed} their hours.')
    return told
