"""Hours, phones, languages, access and terms of an HSDS record, put into its draft."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from directory.schedule import Session
from ingest.clean import hours as clean_hours
from ingest.clean import languages as clean_languages
from ingest.clean import words
from ingest.clean.lines import told, withheld
from ingest.draft import Draft, Notes, RawPhone
from ingest.formats.hsds1_kinds import Rules

if TYPE_CHECKING:
    from ingest.formats.hsds1_draft import Record

UNREAD_HOURS = "hours that cannot be read whole were kept as text only"
PADDED = "a short number was padded with zeros"
LONGEST_CLOSURE = 60
"""Days of a holiday closure that are taken one by one; a longer one is a season, not a holiday."""

USES = {
    "fax": "fax", "text": "text", "sms": "text", "tty": "tty", "tdd": "tty", "textphone": "tty", "tty/tdd": "tty",
    "video": "video",
}  # fmt: skip
"""A feed's word for the kind of a phone → its use; what stands here not is called."""
_PADDED = re.compile(r"0{3,}[1-9]\d{2,5}")
_NOTHING = re.compile(r"\s*(?:none|n/?a|not applicable|null|-+)\.?\s*", re.IGNORECASE)


def languages(found: Draft, record: Record, rules: Rules, notes: Notes) -> None:
    """The languages help is given in; words nobody can read are counted."""
    texts = [row["language"] for row in record.rows("languages")]
    said = [clean_languages.languages(text, rules.languages) for text in texts]
    values = [value for one in said for value in one.values]
    for one in said:
        for unread in one.unread:
            notes.unmapped("language", unread)
    offered = record.service["interpretation_services"]
    if offered and not _NOTHING.fullmatch(offered) and not re.match(r"\s*no\b", offered, re.IGNORECASE):
        values.append("interpreter")
    _add(found, "language", values)


def access(found: Draft, record: Record, notes: Notes) -> None:
    """What the location says of access; phrases nobody can read are counted."""
    for row in record.rows("access"):
        said = words.access("\n".join((row["accessibility"], row["details"])))
        _add(found, "access", said.values)
        for unread in said.unread:
            notes.unmapped("access", unread)


def hours(found: Draft, record: Record, notes: Notes) -> None:
    """Sessions from the text the rows were split from, else from the rows: the split loses sub-schedules and pauses."""
    rows = record.rows("schedules")
    if not rows:
        return
    texts = list(dict.fromkeys(row["original_text"] for row in rows if row["original_text"]))
    if texts:
        read = clean_hours.hours("\n".join(texts))
    else:
        read = clean_hours.daily((row["weekday"], row["opens_at"], row["closes_at"]) for row in rows)
    found.hours_text = read.text
    if read.sessions is None:
        notes.guess(UNREAD_HOURS, record.where)
        return
    found.sessions = _with_holidays(read.sessions, record, found)
    if any(session.note == clean_hours.BY_APPOINTMENT or session.freq == "appointment" for session in read.sessions):
        _add(found, "start", ["appointment"])


def _with_holidays(sessions: Iterable[Session], record: Record, found: Draft) -> list[Session]:
    closed: set[date] = set()
    for row in record.rows("holidays"):
        days = _days(row["start_date"], row["end_date"])
        if row["closed"].lower() in {"true", "t", "yes", "y", "1"} and days:
            closed.update(days)
        else:
            other = f"{row['start_date']} - {row['end_date']}: {row['opens_at']}-{row['closes_at']}"
            found.hours_text = "\n".join(text for text in (found.hours_text, other) if text)
    dates = tuple(sorted(closed))
    return [session if session.freq == "appointment" else replace(session, except_dates=dates) for session in sessions]


def _days(start: str, end: str) -> list[date]:
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:
        return []
    length = (last - first).days + 1
    return [first + timedelta(days=n) for n in range(length)] if 0 < length <= LONGEST_CLOSURE else []


def reach(found: Draft, record: Record, notes: Notes) -> None:
    """Its phones, as the source has them; persons' phones are left out."""
    found.private += record.withheld()
    for row in record.phones():
        label = row["description"] or row["department"]
        if why := withheld(label):
            notes.guess(why, record.where)
            found.private.append(row["number"])
            continue
        phone = _phone(row)
        if phone is not None:
            found.phones.append(phone)
            if phone.text != row["number"]:
                notes.guess(PADDED, record.where)


def _phone(row: sqlite3.Row) -> RawPhone | None:
    if not row["number"]:
        return None
    text, use = row["number"], USES.get(row["type"].lower(), "call")
    digits = re.sub(r"\D", "", text)
    if len(digits) == 10 and _PADDED.fullmatch(digits):  # "000-000-0211": a field that only takes ten digits
        text = digits.lstrip("0")
        use = "text" if len(text) >= 5 else use  # numbers of five and six digits only take messages
    label = row["description"] or row["department"]
    tongues = clean_languages.languages(row["language"]).values
    return RawPhone(text=text, extension=row["extension"], use=use, label=told(label), languages=tongues)


def terms(found: Draft, record: Record) -> None:
    """Eligibility, documents, costs and how to begin."""
    service = record.service
    found.eligibility = _joined(row["eligibility"] for row in record.rows("eligibility"))
    found.documents = [row["document"] for row in record.rows("documents") if row["document"]]
    areas = (" ".join(part for part in (row["service_area"], row["description"]) if part) for row in record.rows("areas"))
    found.residence = _joined(areas)
    application = "" if _NOTHING.fullmatch(service["application_process"]) else service["application_process"]
    waiting = service["wait_time"]
    found.application = _joined((application, f"Waiting time: {waiting}" if waiting else ""))
    begin, denied = words.beginnings(_joined((application, waiting)))
    payments = _joined(row["payment"] for row in record.rows("payments"))
    _add(found, "start", begin)
    _add(found, "cost", words.costs(_joined((service["fees"], payments)), application))
    found.denied += [f"start:{value}" for value in denied]


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _add(found: Draft, facet: str, values: Iterable[str]) -> None:
    kept = list(dict.fromkeys((*found.facets.get(facet, ()), *values)))
    if kept:
        found.facets[facet] = kept
