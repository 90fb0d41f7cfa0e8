"""A listing as a document of the index, and the withdrawal of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from directory.facets import answers
from directory.index.elastic import hours
from directory.index.elastic.clocks import clock_of
from directory.index.says import says
from directory.index.text import text
from directory.index.weights import WEIGHTS, checked_key, filed_first, freshness_part, leaf_part
from directory.listing import NAME_KEY_LENGTH, Listing, fold, located
from directory.schedule import Session, dated, recurring, weekly
from directory.schemas import dump_listing

Plain = dict[str, Any]

ALIVE, GONE, LOCATED, HOURS_UNKNOWN, AGES, UNCLOCKED = "alive", "gone", "located", "hours unknown", "ages", "unclocked"
"""What a document is flagged with: it is searched, it is withdrawn; it has a point, no known hours, limits of age, more hours
than its clock holds."""
LONGEST_CLOCK = 2000
"""Characters of a clock; a year of single days has more."""
OLDEST = 200
"""The end of a range of ages without a limit; nobody is older."""
_folded = lru_cache(maxsize=20_000)(fold)
"""Of labels and providers, which many listings share."""
SEASON, DATED, ENDS = "season", "dated", "ends"
"""Kinds of clocks that no zone has, see `Hours.kinds`; the last is that of listings with a last day."""


@dataclass(slots=True)
class Hours:
    """The fields of a listing's sessions. `kinds` are the kinds of questions it has to be asked: "zone block" with the block of
    `hours`, or "d" for dated spans, "w" for plain weekly ones, and the two that hold for all zones."""

    first: date
    fields: Plain = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    sessions: list[Session] = field(default_factory=list)

    def add(self, name: str, values: Iterable[Any]) -> None:
        """Some values more of a field."""
        self.fields.setdefault(name, []).extend(values)

    def take(self, session: Session) -> None:
        """Write a session down."""
        session = replace(session, zone=hours.canonical(session.zone, self.first), note="")
        self.sessions.append(session)
        plain = weekly(session)
        for span in plain:
            self._plain(span.zone, span.online, span.start, span.end)
        if plain:
            return
        rules = [(span.start, span.end) for span in recurring(session, date.min)]
        if session.valid_to is None:
            for start, end in rules:
                self._rule(self, session, start, end)
        elif rules:
            season = Hours(self.first)
            for start, end in rules:
                self._rule(season, session, start, end)
            self.add("season", [season.fields | {"until": hours.over_at(session.zone, session.valid_to)}])
            self.kinds |= season.kinds | {SEASON}
        if not over(session, self.first):
            self.fields["expanded"] = self.first.toordinal()
        for span in dated(session, self.first):
            self.kinds |= {DATED, f"{span.zone} d{span.online:d}"}
            self.add("dated", _ranges(hours.moments(span, self.first)))
            low, high = (hours.dated_number(span.zone, span.online, edge) for edge in hours.room(span.start, span.end))
            self.add("dated_room", _ranges([(low, high)]))
            self.add("dated_start", [low])

    def _plain(self, zone: str, online: bool, start: int, end: int) -> None:
        block = hours.ONLINE if online else hours.LOCAL
        self.kinds |= {f"{zone} w", f"{zone} {block}"}
        self._put("open", zone, hours.LOCAL, hours.week_pieces(start, end))
        self._put("room", zone, block, hours.week_rooms(start, end))
        self.add("start", [hours.weekly_number(zone, block, start)])
        if online:
            self._online(zone, start, end)
        else:
            self.add("hours", hours.cells(start, end))

    @staticmethod
    def _rule(into: Hours, session: Session, start: int, end: int) -> None:
        if session.online:
            into._online(session.zone, start, end)
        else:
            into.add("hours", hours.cells(start, end))

    def _online(self, zone: str, start: int, end: int) -> None:
        self.kinds.add(f"{zone} {hours.RULE}")
        self._put("room", zone, hours.RULE, hours.week_rooms(start, end))
        self._put("room", zone, hours.PART, hours.day_rooms(start, end))

    def _put(self, name: str, zone: str, block: int, ranges: Iterable[hours.Range]) -> None:
        numbers = hours.weekly_number
        self.add(name, _ranges((numbers(zone, block, low), numbers(zone, block, high)) for low, high in ranges))


def over(session: Session, day: date) -> bool:
    """Whether a session never starts again on or after a day."""
    last = session.valid_from if session.freq == "once" else session.valid_to
    return last is not None and last < day


def _ranges(ranges: Iterable[hours.Range]) -> list[dict[str, int]]:
    return [{"gte": low, "lte": high} for low, high in ranges]


@lru_cache(maxsize=20_000)
def written(sessions: tuple[Session, ...], first: date) -> Hours:
    """The fields of some sessions, which callers do not change: many listings have the same office hours."""
    found = Hours(first)
    for session in sessions:
        found.take(session)
    clock = clock_of(found.sessions)
    if sessions and len(clock) <= LONGEST_CLOCK:
        found.fields["clock"] = clock
    return found


@dataclass(frozen=True, slots=True)
class Document:
    """What is written for a listing under its public id; `kinds` see `Hours`."""

    ref: str
    revision: int
    source: Plain
    kinds: frozenset[str] = frozenset()


def document(listing: Listing, first: date, weighed: date | None = None) -> Document:
    """The document of a listing: dated sessions are expanded from the day `first` on, and noted as `expanded` from it;
    freshness is that of the day `weighed`, the same in a whole generation, else of `first`."""
    said = answers(listing)
    texts, name = text(listing), fold(listing.name)
    times = written(tuple(one for one in listing.sessions or () if one.freq != "appointment"), first)
    source: Plain = {
        "revision": listing.revision,
        "flags": list(_flags(listing)),
        "yes": [f"{facet}:{value}" for facet, found in said.yes.items() for value in found],
        "no": [f"{facet}:{value}" for facet, found in said.no.items() for value in found],
        "organization_key": listing.organization.key,
        "serves": _closure(listing.coverage),
        "serves_exactly": list(listing.coverage),
        "order": f"{name[:NAME_KEY_LENGTH]}\0{listing.ref}",
        "checked": checked_key(listing),
        "static": WEIGHTS["leaf"] * leaf_part(listing) + WEIGHTS["freshness"] * freshness_part(listing, weighed or first),
        "source": _source(listing),
        "name": name if texts.name == listing.name else fold(texts.name),
        "label": _folded(texts.label),
        "own": fold(texts.own),
        "first": [f"category:{value}" for value in filed_first(listing)],
        "says": [f"{facet}:{value}" for facet, value in says(listing)],
        "listing_name": name,
        "organization_name": _folded(listing.organization.name),
        "name_length": len(listing.name),
        "organization_length": len(listing.organization.name),
        "organization_order": f"{_folded(listing.organization.name)[:NAME_KEY_LENGTH]}\0{listing.organization.key}",
        "facets": {facet: sorted(found) for facet, found in said.yes.items() if found},
        "body": orjson.dumps(dump_listing(listing)).decode(),
        **times.fields,
    }
    if times.sessions and "clock" not in times.fields:
        source["flags"].append(UNCLOCKED)
    if listing.provenance.seen_on is not None:
        source["seen"] = listing.provenance.seen_on.toordinal()
    if listing.ends_on is not None:
        source["ends"] = listing.ends_on.toordinal()
        times.kinds.add(ENDS)
    if AGES in source["flags"]:
        low, high = listing.eligibility.minimum_age or 0, listing.eligibility.maximum_age
        source["ages"] = {"gte": low, "lte": max(low, OLDEST) if high is None else high}
    point = located(listing)
    if point is not None and listing.place is not None:
        source["point"] = [point.lon, point.lat]
        source["areas"] = _closure(listing.place.codes)
    return Document(listing.ref, listing.revision, source, frozenset(times.kinds))


def withdrawn(ref: str, revision: int) -> Document:
    """What stays of a listing that is gone: so much that an older revision does not bring it back."""
    return Document(ref, revision, {"revision": revision, "flags": [GONE]})


def _flags(listing: Listing) -> Iterable[str]:
    yield ALIVE
    if located(listing) is not None:
        yield LOCATED
    if listing.sessions is None or any(session.freq == "appointment" for session in listing.sessions):
        yield HOURS_UNKNOWN
    if listing.eligibility.minimum_age is not None or listing.eligibility.maximum_age is not None:
        yield AGES


def _source(listing: Listing) -> str:
    told = listing.provenance
    return f"{told.source_name or told.source}\0{told.licence}"


@lru_cache(maxsize=20_000)
def _closure(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes and, by their shape, the areas that hold them: "us-ca-001" lies in "us-ca" and "us"."""
    areas = ("-".join(parts[:length]) for code in codes for parts in [code.split("-")] for length in range(len(parts), 0, -1))
    return tuple(dict.fromkeys(areas))
