"""The sessions of listings as a calendar file (RFC 5545): each rule with its zone, its exceptions and its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from directory.listing import Listing
from directory.schedule import HORIZON_DAYS, Session, always_open, occurrences
from directory.web.list_items import contact_text
from directory.web.present_contact import actions
from directory.web.present_facts import Scene, address_lines, is_group, is_safety
from directory.web.present_times import meeting_times, moment_of

TYPE = "text/calendar; charset=utf-8"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar(listings: Iterable[Listing], scene: Scene, base: str) -> bytes:
    """The calendar of all sessions that are still to come; `base` begins the addresses of their pages."""
    found = Calendar()
    found.add("prodid", "-//Nearhelp//Sessions//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for listing in listings:
        for event in events(listing, scene, base):
            found.add_component(event)
    found.add_missing_timezones(first_date=moment_of(scene).date().replace(month=1, day=1))
    return bytes(found.to_ical())


def has_sessions(listing: Listing, scene: Scene) -> bool:
    """Whether it has anything to put in a calendar."""
    first = moment_of(scene).date()
    return any(occurrences(session, first, HORIZON_DAYS) for session in noted(listing))


def noted(listing: Listing) -> tuple[Session, ...]:
    """What one may put in a calendar: of a group when it meets, for who finds its office's hours there takes them for meetings;
    of anything else its hours, unless it never closes."""
    if is_group(listing):
        return meeting_times(listing)
    return () if always_open(listing.sessions) else tuple(listing.sessions or ())


def events(listing: Listing, scene: Scene, base: str) -> Iterator[Event]:
    """An event for each session that comes again."""
    known = noted(listing)
    for number, session in enumerate(listing.sessions or ()):
        if session in known and session.freq != "appointment" and (event := _event(listing, session, scene)) is not None:
            event.add("uid", f"{listing.ref}-{number}@nearhelp")
            event.add("url", f"{base}/listing/{listing.ref}")
            yield event


def _event(listing: Listing, session: Session, scene: Scene) -> Event | None:
    zone = ZoneInfo(session.zone)
    ahead = occurrences(session, moment_of(scene).astimezone(zone).date(), HORIZON_DAYS)
    if not ahead:
        return None
    start = _at(ahead[0].day, session.start, zone)
    event = Event()
    event.add("dtstamp", moment_of(scene))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=session.end - session.start))
    if rule := _rule(session, zone):
        event.add("rrule", rule)
    for day in session.except_dates:
        if day >= ahead[0].day:
            event.add("exdate", _at(day, session.start, zone))
    event.add("summary", _summary(listing, scene))
    event.add("description", _description(listing, session, scene))
    if (place := _place(listing, session)) and not is_safety(listing):
        event.add("location", place)
    event.add("transp", "TRANSPARENT")  # a plan one may follow, not an appointment
    return event


def _at(day: Any, minutes: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone) + timedelta(minutes=minutes)


def _rule(session: Session, zone: ZoneInfo) -> dict[str, Any]:
    """The rule of recurrence; a day once has none. The end is in UTC, as a start with a zone asks."""
    days = [DAYS[day] for day in sorted(session.days)]
    match session.freq:
        case "weekly":
            rule: dict[str, Any] = {"freq": "WEEKLY", "interval": session.interval, "byday": days, "wkst": "MO"}
        case "monthly" if session.month_days:
            rule = {"freq": "MONTHLY", "interval": session.interval, "bymonthday": list(session.month_days)}
        case "monthly":
            byday = [f"{nth}{day}" for nth in session.ordinals for day in days]
            rule = {"freq": "MONTHLY", "interval": session.interval, "byday": byday}
        case _:
            return {}
    if session.valid_to is not None:
        rule["until"] = _at(session.valid_to, session.start, zone).astimezone(UTC)
    return rule


def _summary(listing: Listing, scene: Scene) -> str:
    """The name; of hours in which one may come it says so. Of a safety listing the name alone."""
    if is_group(listing) or is_safety(listing):
        return listing.name
    return scene.voice("calendar_open", name=listing.name)


def _description(listing: Listing, session: Session, scene: Scene) -> str:
    first = actions(listing, listing.name, scene.voice)[0]
    if is_safety(listing):
        return contact_text(first)
    lines = [listing.organization.name if listing.organization.name != listing.name else "", contact_text(first)]
    lines += [session.note, scene.voice("call_first")]
    return "\n".join(line for line in lines if line)


def _place(listing: Listing, session: Session) -> str:
    place = listing.place
    if session.online:
        return listing.join_url
    if place is None or place.visibility != "public":
        return ""
    return ", ".join((*((place.name,) if place.name else ()), *address_lines(place.address)))
