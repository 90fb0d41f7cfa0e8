"""One record of a Meeting Guide feed, read and checked: untrusted becomes trusted in `meeting`.

The specification is code4recovery/spec; feeds bend it, and each bend that was met is handled where its field is read: `day` is
a number, its text or a list; `time` is "20:00" or "8:00 PM"; `slug` may be a number; types may be one text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from directory.geo import Point
from directory.listing import Address, fold
from ingest.clean import coordinates, discreet
from ingest.clean.addresses import private_home, secret, secret_text
from ingest.clean.text import line
from ingest.draft import Notes, Refused, Where
from ingest.formats import meeting_guide_text as wording
from ingest.formats.meeting_guide_facets import Feed, Joined, Types, Way, facets, only, types
from ingest.formats.meeting_guide_fields import READ, day_of, listed, text_of
from ingest.formats.meeting_guide_place import Held, Signs, address, held, street
from ingest.formats.meeting_guide_time import When, meeting_times

BUSINESS = "a business meeting of the fellowship, not help"
NO_TIME = "a time that cannot be read was kept as text only"
AT_HOME = "at a private home: told by its town, its notes stay behind"
NO_END = "an end that cannot be read or meant: the meeting is taken to last an hour"
NO_SECOND = "a second number to dial in was left out"
NO_DIAL = "a number to dial in that is prose or too short was dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a meeting is held in person; all empty for one that is not."""

    address: Address | None = None
    name: str = ""
    point: Point | None = None
    approximate: bool = False
    directions: str = ""
    home: bool = False  # somebody lives there
    secret: bool = False  # its record says that it is not to be told

    @property
    def protected(self) -> bool:
        """Whether its address must stand in no key: somebody lives there, or it is said to be confidential."""
        return self.home or self.secret or secret_text(self.name) or (self.address is not None and secret(self.address))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting as a record tells it."""

    where: Where
    name: str
    group: str  # the group's own name, empty for none
    group_key: str
    held: Held
    facets: Mapping[str, tuple[str, ...]]
    only: tuple[str, ...]
    spot: Spot
    when: When
    way: Way
    regions: tuple[str, ...]
    pieces: tuple[str, ...]  # of its notes
    site: str
    page: str
    place_closed: bool  # it goes on online while its place is closed
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """The texts of a record by key, and what they were cleaned to."""

    texts: Mapping[str, str]
    own: wording.Name
    group: wording.Name
    pieces: tuple[str, ...]
    types: Types
    address: Address
    way: Way


def meeting(raw: Mapping[str, object], feed: Feed, where: Where, notes: Notes) -> Meeting:
    """The meeting of a record. Raises Refused for one without a name, a business meeting, a day nobody can read, and what must
    not be published."""
    kept = discreet.strictest(map(discreet.aside, discreet.telling(raw.values())))
    if kept == "record":
        raise Refused(discreet.UNTOLD)
    said = _said(raw, feed, where, notes)
    going = _held(said, feed)
    words = (said.own.text, *said.pieces)
    when = meeting_times(raw, words, said.texts["timezone"] or feed.zone, online=not going.in_person)
    if when.sessions is None:
        notes.guess(NO_TIME, where)
    elif when.assumed:
        notes.guess(NO_END, where)
    label = _group_name(said)
    spot = _spot(said, _written(raw, where, notes)) if going.in_person else Spot()
    spot = replace(spot, secret=kept == "place" and spot != Spot())
    if spot.home:
        notes.guess(AT_HOME, where)
    return Meeting(
        where=where,
        name=said.own.text,
        group=label,
        group_key=_group_key(said, label, spot),
        held=going,
        facets=facets(said.types, words, feed, Joined(going, said.way)),
        only=only(words),
        spot=spot,
        when=when,
        way=said.way if going.online else Way(),
        regions=_regions(raw, said.texts),
        pieces=() if spot.home else said.pieces,
        site=said.texts["website"],
        page=said.texts["url"],
        place_closed=said.types.closed and going.running,
        confirmed_on=day_of(said.texts["last_contact"]),
    )


def _said(raw: Mapping[str, object], feed: Feed, where: Where, notes: Notes) -> _Said:
    texts = {name: text_of(raw.get(name)) for name in READ}
    own = wording.name(texts["name"], numbered=feed.program.numbered)
    if not fold(own.text):
        raise Refused("it has no name")
    if wording.BUSINESS.search(own.text):
        raise Refused(BUSINESS)
    number, room_number = wording.dialled(texts["conference_phone"])
    if texts["conference_phone"] and not number:
        notes.guess(NO_DIAL, where)
    if number and wording.dialled_again(texts["conference_phone"]):
        notes.guess(NO_SECOND, where)
    return _Said(
        texts=texts,
        own=own,
        group=wording.name(texts["group"]),
        pieces=tuple(wording.pieces(texts["notes"], texts["group_notes"])),
        types=types(raw.get("types"), notes),
        address=address(texts),
        way=Way(wording.room(texts["conference_url"]), number, room_number),
    )


def _held(said: _Said, feed: Feed) -> Held:
    titles = f"{said.texts['name']} | {said.texts['group']}"
    place = f"{said.texts['location']} | {said.texts['location_notes']}"
    whole = fold(f"{said.texts['location']} {said.texts['formatted_address'] or said.texts['address']}")
    remote = bool(said.way.room or said.way.number)
    stopped = said.own.closed or said.group.closed or wording.closed_notes(list(said.pieces))
    goes_on = stopped and remote and feed.suspended_online
    signs = Signs(
        option=said.texts["attendance_option"].lower(),
        place_closed=said.types.closed or goes_on,
        online_type=said.types.online,
        room=bool(said.way.room),
        dial=bool(said.way.number),
        called_online=bool(wording.ONLINE.search(titles)),
        called_hybrid=bool(wording.HYBRID.search(titles)),
        street=street(said.address),
        no_place=bool(wording.ONLINE.search(place)) or any(one in whole for one in feed.no_places),
        suspended=stopped and not goes_on,
    )
    return held(signs)


def _group_name(said: _Said) -> str:
    """The group's own name; empty where the feed has a district or a number of the office instead."""
    label = said.texts["group"]
    return "" if wording.district(label, said.texts["district"]) or wording.registered(label) else said.group.text


def _group_key(said: _Said, label: str, spot: Spot) -> str:
    """The key of a meeting's group: the office's number of it, the publisher's own, else names and where it is.

    A place is told by its street (or name), an online meeting by its room: "Big Book Study" of two towns stay two groups.
    """
    number = said.own.number or wording.registered(said.texts["group"]) or wording.registered(said.texts["location"])
    if number:
        return f"no-{number}"
    if label and said.texts["group_id"]:
        return f"g-{said.texts['group_id']}"
    place = "" if spot.protected else " ".join(spot.address.lines) if spot.address and spot.address.lines else spot.name
    found = place or said.way.room.rpartition("/")[2] or said.way.number
    region = said.texts["region"] or said.address.city
    whole = (label, region) if label else (said.own.text, found or region)
    return "-".join(fold(part).replace(" ", "-") for part in whole if fold(part))


def _written(raw: Mapping[str, object], where: Where, notes: Notes) -> Point | None:
    """The point of a record as it stands there, not yet judged."""
    written = coordinates.pair(raw.get("latitude"), raw.get("longitude"))
    for note in written.notes:
        notes.guess(note, where)
    return written.value


def _spot(said: _Said, point: Point | None) -> Spot:
    directions = wording.pieces(said.texts["location_notes"])
    name = wording.venue(said.texts["location"])
    if not name and directions:  # Al-Anon feeds have the district where the place should be, and the place in its notes
        name, directions = directions[0], directions[1:]
    return Spot(
        address=said.address if said.address != Address() else None,
        name=name,
        point=point,
        approximate=said.texts["approximate"].lower() == "yes" or not street(said.address),
        directions="\n".join(directions),
        home=private_home(said.texts["location"], said.texts["location_notes"], *said.address.lines),
    )


def _regions(raw: Mapping[str, object], texts: Mapping[str, str]) -> tuple[str, ...]:
    named = (*listed(raw.get("regions")), texts["region"], texts["sub_region"])
    return tuple(dict.fromkeys(line(one) for one in named if one and not wording.district(one)))
