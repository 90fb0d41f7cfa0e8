"""What a meeting is, for whom and in which language, out of its types and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.clean import crosswalk, words
from ingest.clean.languages import languages
from ingest.draft import Notes
from ingest.formats.meeting_guide_fields import listed
from ingest.formats.meeting_guide_place import Held
from ingest.formats.meeting_guide_programs import Program

WOMEN_ONLY = re.compile(r"\b(?:women|ladies)(?:'s)? only\b|\bs[oó]lo mujeres\b", re.IGNORECASE)
MEN_ONLY = re.compile(r"(?<!wo)\bmen(?:'s)? only\b|\bs[oó]lo hombres\b", re.IGNORECASE)
REMOTE_ACCESS = frozenset({"sign-language", "captions", "plain-language", "large-print-braille"})
"""Access that is of use in an online meeting; ramps and restrooms are not."""
CHAT = re.compile(r"facebook|whatsapp|discord|slack|telegram|reddit", re.IGNORECASE)
"""Rooms where people write to each other."""
OTHERS = frozenset({"bmlt-world-id", "bmlt-key"})
"""Vocabularies whose codes other formats put among the types, as "vocabulary:code"."""
SPEAKING = re.compile(r"\b([A-Za-z]+)[- ]speaking\b", re.IGNORECASE)

Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Types:
    """Values of a record's type codes; whether one of them says online, and whether one says that the place is closed."""

    facets: Mapping[str, tuple[str, ...]]
    online: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Way:
    """How it is joined from afar: the address of a room without its pass code, a number to dial and that of the room."""

    room: str = ""
    number: str = ""
    room_number: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """How a meeting is held and how it is joined from afar."""

    held: Held
    way: Way


@dataclass(frozen=True, slots=True)
class Feed:
    """What is told about a feed by the source's options."""

    program: Program
    zone: str = ""
    language: str = ""  # of meetings that name none; empty: unknown
    no_places: tuple[str, ...] = ()  # names or addresses that stand for no place, folded
    suspended_online: bool = False


def types(value: object, notes: Notes) -> Types:
    """What the codes of `types` say; those nobody knows are counted."""
    found: Values = {}
    online = closed = False
    for code in filter(None, listed(value)):
        other, _, bare = code.rpartition(":")
        vocabulary, name = (other, bare) if other in OTHERS else ("meeting-guide", code)
        match = crosswalk.exact(vocabulary, name)
        if match is None:
            notes.unmapped(vocabulary, name)
            continue
        for facet, one in match.pairs:
            online |= facet == "mode"
            closed |= (facet, one) == ("status", "temporarily-closed-place")
            if facet not in {"mode", "status", "field"}:
                found[facet] = tuple(dict.fromkeys((*found.get(facet, ()), one)))
    return Types(found, online, closed)


def facets(said: Types, wording: tuple[str, ...], feed: Feed, joined: Joined) -> Values:
    """Values of each facet: what every meeting of the feed is, what its types, name and notes say, and how it is held."""
    program, going = feed.program, joined.held
    spoken = [value for piece in wording for tongue in SPEAKING.findall(piece) for value in languages(tongue).values]
    noted = [value for piece in wording for value in words.access(piece).values]
    more: Values = {
        "category": program.categories,
        "topic": program.topics,
        "format": program.formats,
        "audience": (*program.audiences, *only(wording)),
        "faith": program.faiths,
        "cost": program.costs,
        "language": tuple(spoken),
        "access": tuple(noted),
    }
    found = {
        facet: tuple(dict.fromkeys((*more.get(facet, ()), *said.facets.get(facet, ())))) for facet in {**more, **said.facets}
    }
    if not going.in_person:
        found["access"] = tuple(value for value in found["access"] if value in REMOTE_ACCESS)
    found["language"] = found["language"] or ((feed.language,) if feed.language else ())
    found["mode"] = ("in-person",) * going.in_person + (_remote(joined.way) if going.online else ())
    return {facet: values for facet, values in found.items() if values}


def _remote(way: Way) -> tuple[str, ...]:
    written = ("app-web",) if CHAT.search(way.room) else ("video",)
    return written * bool(way.room or not way.number) + ("phone",) * bool(way.number)


def only(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Audiences the notes say are the only ones: a type W or M alone does not turn anybody away."""
    women, men = (any(pattern.search(piece) for piece in pieces) for pattern in (WOMEN_ONLY, MEN_ONLY))
    return ("women",) * women + ("men",) * men
