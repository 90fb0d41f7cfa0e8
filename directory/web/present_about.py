"""The texts of the pages about this site, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.index.base import SourceCount
from directory.taxonomy import categories
from directory.web.present_facts import Scene
from directory.web.present_site import Link
from directory.web.words import Voice

PRIVACY = (
    ("privacy_not", ("privacy_not1", "privacy_not2", "privacy_not3")),
    ("privacy_where", ("privacy_where_text",)),
    ("privacy_location", ("privacy_location_text",)),
    ("privacy_list", ("privacy_list1", "privacy_list2")),
    ("privacy_forms", ("privacy_forms1", "privacy_forms2", "privacy_forms3")),
    ("privacy_links", ("privacy_links_text",)),
)
ACCESSIBILITY = (
    ("access_aim", ("access_aim_text",)),
    ("access_how", ("access_how1", "access_how2", "access_how3")),
    ("access_limits", ("access_limits_text",)),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences: one is a paragraph, several are a list."""

    heading: str
    lines: tuple[str, ...]


def _sections(table: tuple[tuple[str, tuple[str, ...]], ...], voice: Voice) -> tuple[Section, ...]:
    return tuple(Section(voice(key), tuple(voice(line) for line in lines)) for key, lines in table)


def privacy(voice: Voice) -> tuple[Section, ...]:
    """What is kept about a visitor."""
    return _sections(PRIVACY, voice)


def accessibility(voice: Voice, contact: str = "") -> tuple[Section, ...]:
    """What the site aims for, where it falls short, and whom to tell where the operator gives a contact."""
    told = (Section(voice("access_tell"), (voice("access_tell_text", contact=contact),)),) if contact else ()
    return _sections(ACCESSIBILITY, voice) + told


def habits(voice: Voice) -> tuple[tuple[str, str], ...]:
    """Four safer habits: what to do, and how."""
    return tuple((voice(f"habit{n}"), voice(f"habit{n}_text")) for n in range(1, 5))


def country_links(codes: Iterable[str], chosen: str, voice: Voice) -> tuple[Link, ...]:
    """Links to the help lines of each country, the chosen one marked."""
    return tuple(Link(voice.country(code), f"/helplines?country={code.lower()}", code == chosen) for code in codes)


def cover_text(counts: Mapping[str, int], voice: Voice) -> str:
    """How many of the narrowest kinds of help have a listing."""
    kinds = [slug for slug, one in categories().items() if one.leaf]
    return voice("about_cover_text", some=sum(bool(counts.get(slug)) for slug in kinds), all=len(kinds))


def fresh_text(sources: Iterable[SourceCount], scene: Scene) -> str:
    """Between which days the sources were last matched; "" where none says."""
    days = sorted(one.seen_on for one in sources if one.seen_on)
    if not days:
        return ""
    first, last = scene.dated(days[0]), scene.dated(days[-1])
    if first == last:
        return scene.voice("about_fresh_on", day=first)
    return scene.voice("about_fresh_between", first=first, last=last)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source in the table: every cell is a text."""

    name: str
    count: str
    seen: str
    licence: str


def source_rows(sources: Iterable[SourceCount], scene: Scene) -> tuple[SourceRow, ...]:
    """The sources with how many listings they gave and when they were last matched."""
    voice, unknown = scene.voice, scene.voice("not_known")
    return tuple(
        SourceRow(
            name=one.name,
            count=f"{one.count:,}",
            seen=scene.dated(one.seen_on) if one.seen_on else unknown,
            licence=f"{voice('col_licence')}: {one.licence or unknown}",
        )
        for one in sources
    )
