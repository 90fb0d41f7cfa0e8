"""When help is there, as cards and pages say it; the sentences themselves are those of `directory.schedule`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from directory.listing import Listing
from directory.schedule import (
    Coming,
    Session,
    Sessions,
    always_open,
    coming,
    days_words,
    fitting,
    moment_words,
    next_words,
    plain,
    rule_words,
    start_seen,
    status_words,
    week_table,
)
from directory.web.present_facts import Fact, Scene, distance_text, is_group, short_address

REACH = 400
"""Days ahead a next time is looked for: all that schedules are expanded to."""
HOURS_SHOWN = 90
"""Letters of hours in the source's own words on a card."""
OFFICE_DAYS, OFFICE_MINUTES = 3, 180
"""Weekdays and minutes of a day from which on the times of a group are those of its office:
nobody meets for so long so often."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a group: its next time or its rule in bold, then place or "Online, in your time zone".

    `office`: no meeting, but hours in which somebody is there.
    """

    when: str
    where: str
    office: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of "When": the rule, its hours or place, the next date. `href` leads to another meeting of the same group."""

    rule: str
    where: str
    next: str = ""
    href: str = ""


def moment_of(scene: Scene) -> datetime:
    """The clock of the page as an aware moment."""
    return datetime.fromtimestamp(scene.moment * 60, UTC)


def office_hours(listing: Listing) -> tuple[Session, ...]:
    """The sessions of a group in which its office or its line is open, but nobody meets."""
    if not is_group(listing):
        return ()
    spans = [one for one in listing.sessions or () if one.freq == "weekly" and one.end - one.start >= OFFICE_MINUTES]
    return tuple(spans) if len({day for one in spans for day in one.days}) >= OFFICE_DAYS else ()


def meeting_times(listing: Listing) -> tuple[Session, ...]:
    """The sessions in which a group meets; of anything else none."""
    if not is_group(listing):
        return ()
    office = office_hours(listing)
    return tuple(one for one in listing.sessions or () if one.freq != "appointment" and one not in office)


def keeps_hours(listing: Listing) -> bool:
    """Whether its times are hours in which one may come: of what is no group, and of a group that tells only its office's."""
    return not is_group(listing) or (bool(office_hours(listing)) and not meeting_times(listing))


def when(listing: Listing, scene: Scene) -> Fact:
    """Open now and until when, else when next; hours in the source's words where they are all there is."""
    sessions, moment, voice = listing.sessions, moment_of(scene), scene.voice
    if listing.status == "temporarily-closed":
        return Fact("clock")
    if sessions is None and listing.hours_text:
        return Fact("clock", "", _cut(listing.hours_text), foreign=True)
    gathers = meeting_times(listing)
    if chosen := at_chosen(gathers, scene):
        return Fact("clock", "", next_words(start_seen(chosen[0], scene.zone), moment, voice.language))
    status = status_words(sessions, moment, voice.language, zone=scene.zone)
    open_now = voice("open_now")
    if status.startswith(open_now):
        return Fact("clock", open_now, status.removeprefix(open_now), tone="open", joint="")
    if ahead := coming(gathers, moment, REACH):
        return Fact("clock", "", next_words(start_seen(ahead[0], scene.zone), moment, voice.language))
    return Fact("clock", "", status)


def at_chosen(sessions: Sessions, scene: Scene) -> tuple[Coming, ...]:
    """The next start of each session at the times somebody chose; a meeting of tonight is no answer to "on Tuesday"."""
    if not scene.times:
        return ()
    moment = moment_of(scene)
    return coming(sessions, moment, REACH, fits=fitting(scene.times, moment, scene.zone))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= HOURS_SHOWN else line[:HOURS_SHOWN].rsplit(" ", 1)[0] + "…"


def meetings(ones: Iterable[tuple[Listing, float | None]], scene: Scene) -> tuple[Meeting, ...]:
    """Every meeting of a group with its next time, those at the chosen times first, then soonest first.

    `ones` are its listings with their distances in km.
    """
    found, kept = [], scene.memory.of("meetings")
    for listing, km in ones:
        for order, session, said, following, office in kept.get(listing, scene.clock, _ahead, listing, scene):
            where = " · ".join(part for part in (_place(listing, km, session, scene), following) if part)
            found.append((order, Meeting(said, where, office)))
    return tuple(meeting for _, meeting in sorted(found, key=lambda pair: pair[0]))


def _ahead(listing: Listing, scene: Scene) -> tuple[tuple[tuple[bool, float], Session, str, str, bool], ...]:
    """The sessions that come: their order, what is said in bold, what is said behind the place. An office's are one row."""
    moment, found, office = moment_of(scene), [], office_hours(listing)
    gathers = meeting_times(listing)
    chosen = {one.session: one for one in at_chosen(gathers, scene)}
    for soonest in coming(office, moment, REACH)[:1]:
        status = status_words(office, moment, scene.voice.language, zone=scene.zone)
        found.append(((True, soonest.start.timestamp()), soonest.session, status, "", True))
    for soonest in coming(gathers, moment, REACH):
        one = chosen.get(soonest.session, soonest)
        order = (one.session not in chosen, one.start.timestamp())
        found.append((order, one.session, *_said(one.session, start_seen(one, scene.zone), scene), False))
    return tuple(found)


def _said(session: Session, start: datetime, scene: Scene) -> tuple[str, str]:
    language = scene.voice.language
    soon = moment_words(start, moment_of(scene), language)
    if session.freq != "monthly":
        return soon, ""
    return days_words(session, language), scene.voice("next_is", when=soon[:1].lower() + soon[1:])


def _place(listing: Listing, km: float | None, session: Session, scene: Scene) -> str:
    voice, place = scene.voice, listing.place
    if session.online or place is None:
        return voice("your_zone") if scene.zone_known and session.online else voice("online")
    if place.visibility == "hidden":
        return voice("hidden_place")
    name = place.name if place.name and place.visibility == "public" else short_address(place, voice)
    return scene.voice.commas(part for part in (name, distance_text(km, scene) if km is not None else "") if part)


def rules(listing: Listing, siblings: Iterable[Listing], scene: Scene) -> tuple[Rule, ...]:
    """The rows of "When": the table of the week for plain hours, else rule by rule, with those of other meetings of the group
    in the order of the week."""
    known = [(other, f"/listing/{other.ref}") for other in siblings]
    table: list[Rule] = []
    if by_week(listing):
        table = [Rule(row.days, row.hours) for row in week_table(listing.sessions or (), scene.voice.language)]
    else:
        known.insert(0, (listing, ""))
    told = [(one, session, href) for one, href in known for session in one.sessions or () if session.freq != "appointment"]
    told.sort(key=lambda row: in_week(row[1]))
    return (*table, *(_rule(one, session, scene, href=href) for one, session, href in told))


def in_week(session: Session) -> tuple[bool, int, int]:
    """The place of a session among others: what is every week by its first day and hour, then the rest."""
    return session.freq != "weekly", min(session.days, default=7), session.start


def by_week(listing: Listing) -> bool:
    """Whether its times are a table of the week: plain hours in which one may come."""
    return keeps_hours(listing) and all(plain(session) and not session.online for session in listing.sessions or ())


def _rule(listing: Listing, session: Session, scene: Scene, *, href: str = "") -> Rule:
    moment, language = moment_of(scene), scene.voice.language
    ahead = () if session in office_hours(listing) else coming((session,), moment, REACH)
    following = next_words(ahead[0].start, moment, language) if ahead else ""
    where = scene.voice.commas(part for part in (_place(listing, None, session, scene), session.note) if part)
    return Rule(rule_words(session, language, on=scene.today), where, following, href)


def hours_text(listing: Listing, scene: Scene) -> tuple[str, ...]:
    """What is to be said besides the rows: hours in the source's words, by appointment, or that they are not known."""
    said = [listing.hours_text] if listing.hours_text else []
    if any(session.freq == "appointment" for session in listing.sessions or ()):
        said.append(scene.voice("by_arrangement"))
    if not listing.sessions and not said:
        said.append(scene.voice("hours_unknown"))
    return tuple(said)


def zone_line(listing: Listing, scene: Scene) -> str:
    """The zone that the times are in, by its name or else its city; empty where there are no times or it never closes."""
    if always_open(listing.sessions):
        return ""
    zones = dict.fromkeys(session.zone for session in listing.sessions or () if session.zone)
    clocks = list(dict.fromkeys(scene.voice.clock(zone) for zone in zones))
    if clocks and all(clocks):
        return scene.voice("times_of", zone=scene.voice.join(clocks))
    cities = [scene.voice.city(zone) for zone in zones]
    return scene.voice("times_in", zone=scene.voice.join(cities)) if cities else ""


def begins(listing: Listing, scene: Scene) -> tuple[int, str]:
    """When the next of its times begins, in seconds since 1970, and in which zone it is told; (0, "") where none comes."""
    sessions = () if always_open(listing.sessions) else listing.sessions or ()
    ahead = coming(sessions, moment_of(scene), REACH)
    return (int(ahead[0].start.timestamp()), ahead[0].session.zone) if ahead else (0, "")
