"""Meetings of one group folded into listings (architecture §4, `group`).

Meetings of a group that are alike in place, way to join, mode, language, format, access and whom they are for are sessions of
one listing; those that differ are listings of their own that share the group's key. A listing's key is the group's and a hash
of what it is alike in: it stays when meetings are added or leave, when times or notes change, and when the feed is sorted anew.
Whether a meeting is running does not belong to it: a group that resumes keeps its address here. Where some of its meetings are
suspended and others are held, the listing has the sessions of those that are held and says so.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from directory.listing import fold
from directory.schedule import Session
from ingest.clean.text import shortened
from ingest.draft import Draft, Notes, RawPhone
from ingest.formats.meeting_guide_facets import Feed
from ingest.formats.meeting_guide_meeting import Meeting

SUSPENDED = "The source says that this meeting is suspended."
PARTLY = "Some meetings of this group are suspended."
ELSEWHERE = "The meeting place is closed for now; the meeting goes on online."
NOTE = 300
"""Characters of the longest note beside a session."""

_SAME = ("category", "topic", "audience", "faith", "culture", "language", "mode", "cost", "access", "format")


def drafts(meetings: Iterable[Meeting], feed: Feed, notes: Notes) -> list[Draft]:
    """One draft for each set of meetings that are alike, in the order of their first records; the notes count what folded."""
    alike: dict[str, list[Meeting]] = {}
    for one in meetings:
        alike.setdefault(f"{one.group_key}@{_hash(one)}", []).append(one)
    found = []
    for key, members in alike.items():
        found.append(_draft(key, members, feed))
        if len(members) > 1:
            notes.folded(len(members) - 1)
    return found


def _hash(one: Meeting) -> str:
    spot, way = one.spot, one.way
    at: tuple[object, ...]
    if spot.protected:  # a street in a hash is soon tried out
        at = (spot.address.city, spot.address.region) if spot.address else ()
    else:
        at = (repr(spot.address), spot.name, spot.directions, spot.approximate, spot.point and repr(spot.point.rounded(4)))
    facets = [(facet, sorted(one.facets.get(facet, ()))) for facet in _SAME]
    kind = (at, way.room, way.number, way.room_number, facets, sorted(one.only), _timing(one))
    return hashlib.sha256(repr(kind).encode()).hexdigest()[:10]


def _timing(one: Meeting) -> str:
    """Meetings whose time nobody can read, or that have none, are not sessions among those of the others."""
    sessions = one.when.sessions
    return "unknown" if sessions is None else "appointment" if sessions[0].freq == "appointment" else ""


def _draft(key: str, members: list[Meeting], feed: Feed) -> Draft:
    running = [one for one in members if one.held.running]
    told = running or members
    first, program = told[0], feed.program
    name, others = _names(told)
    common = [piece for piece in first.pieces if all(piece in one.pieces for one in told)]
    found = Draft(
        key=key,
        where=members[0].where,
        name=name,
        alternate_names=others,
        organization=program.name,
        organization_key=f"{fold(program.name).replace(' ', '-')}:{first.group_key}",
        description="\n".join(common),
        facets={facet: list(values) for facet, values in first.facets.items()},
        only=list(first.only),
        visibility="hidden" if first.spot.secret else "area" if first.spot.home else "public",
        place_name=first.spot.name,
        address=first.spot.address,
        point=first.spot.point,
        approximate=first.spot.approximate,
        directions=first.spot.directions,
        group=first.group_key,
        join_url=first.way.room,
        url=first.site or first.page,
        link=first.page,
        phones=_phones(first),
        keywords=[word for word in (program.short, program.name, *first.regions) if word],
        confirmed_on=min((one.confirmed_on for one in told if one.confirmed_on), default=None),
    )
    _scheduled(found, told, common)
    _standing(found, members, running)
    return found


def _names(members: list[Meeting]) -> tuple[str, list[str]]:
    """The listing's name and the others: the meetings' own if they agree, else the group's, else the one used most."""
    counted = Counter(one.name for one in members)
    if len({fold(name) for name in counted}) == 1 or not members[0].group:
        chosen = counted.most_common(1)[0][0]
    else:
        chosen = members[0].group
    names = dict.fromkeys((*counted, *(one.group for one in members if one.group)))
    return chosen, [name for name in names if fold(name) != fold(chosen)]


def _phones(one: Meeting) -> list[RawPhone]:
    if not one.way.number:
        return []
    label = f"Meeting ID {one.way.room_number}" if one.way.room_number else ""
    return [RawPhone(text=one.way.number, label=label)]


def _scheduled(found: Draft, members: list[Meeting], common: list[str]) -> None:
    if any(one.when.sessions is None for one in members):
        found.hours_text = "; ".join(dict.fromkeys(one.when.text for one in members))
        return
    rules: dict[Session, set[int]] = {}
    for one in members:
        named = one.name if fold(one.name) != fold(found.name) else ""
        own = [piece for piece in one.pieces if piece not in common]
        note = shortened(": ".join(part for part in (named, "; ".join(own)) if part), NOTE)
        for session in one.when.sessions or ():
            rules.setdefault(replace(session, days=(), note=note), set()).update(session.days)
    found.sessions = [replace(session, days=tuple(sorted(days))) for session, days in rules.items()]


def _standing(found: Draft, members: list[Meeting], running: list[Meeting]) -> None:
    if not running:
        found.status, found.alert = "temporarily-closed", SUSPENDED
        found.sessions, found.hours_text = [], ""
    elif len(running) < len(members):
        found.alert = PARTLY
    elif any(one.place_closed for one in running):
        found.alert = ELSEWHERE
