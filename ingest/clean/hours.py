"""Opening times as people write them, turned into sessions: all of a text or nothing of it.

Half-understood hours send somebody to a closed door, so a text of which any part is not understood gives no sessions and stays
a text. What is read: "9:00am-5:00pm, Mon-Fri", several of them on lines or after semicolons, two stretches a day
("9-12 / 1-5"), "closed 12:00pm-1:00pm for lunch", "24 hours", "2nd and 4th Saturday of each month", "by appointment only".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from directory.schedule import DAY, Session
from ingest.clean.clock import RANGE, TIME, Stretch, clock, stretch
from ingest.clean.days import EVERY_DAY, days, monthly, weekday
from ingest.clean.text import prose

BY_APPOINTMENT = "By appointment only"

_RANGES = re.compile(rf"{RANGE}(?:\s*(?:/|&|,|;|\band\b)\s*{RANGE})*", re.IGNORECASE)
_ONE_RANGE = re.compile(RANGE, re.IGNORECASE)
_ALWAYS = re.compile(
    r"(?:open\s+)?(?:24\s*hours(?:\s*(?:a|per)\s*day)?|24\s*/\s*7|24\s*hrs)"
    r"[\s,/]*(?:(?:7|seven)\s+days(?:\s*(?:a|per)\s*week)?|daily|every\s*day)?(?:[\s,]*365 days a year)?",
    re.IGNORECASE,
)
_APPOINTMENT = re.compile(
    r"[(*]*\s*(?:services?\s+(?:is|are\s+)?(?:provided|available)\s+)?(?:by|con|with)?\s*(?:appointment|appt\.?|cita)s?"
    r"(?:\s+only|\s+required|\s+necessary)?\s*[)*.]*",
    re.IGNORECASE,
)
_PAUSE = re.compile(
    rf"\*?\s*closed?\s+(?:daily\s+)?(?:for\s+\w+\s+)?(?:daily\s+)?(?:from\s+|between\s+)?({RANGE})(?:\s+(?:for\s+\w+|daily))*"
    rf"|\*?\s*({RANGE})\s*closed?\s+(?:daily\s+)?for\s+\w+|\*?\s*({RANGE})\s+lunch",
    re.IGNORECASE,
)
_HOLIDAYS = re.compile(
    r"\*?\s*(?:closed|except)\s+(?:on\s+)?(?:all\s+|most\s+|major\s+|federal\s+|legal\s+|bank\s+|public\s+|national\s+)*holidays",
    re.I,
)
_HEADING = re.compile(
    r"(?:(?:office|business|regular|opening|operating|service)\s+)?hours(?:\s+of\s+operation)?\s*(?::|$)\s*", re.IGNORECASE
)
BEGINS = "Begins then; when it ends is not said"
BEGINNING = 60
"""Minutes taken for what only its beginning is said of, as the specification of Meeting Guide does for meetings."""
_CLOSED = re.compile(r"(?:we are |is |are )?closed(?: on)?:?\s+(.+)", re.IGNORECASE)
_ALL_TIMES = rf"(?:{TIME})"
_BEGINS = re.compile(
    rf"(?P<rule>.*?\D)[\s,:@-]*(?:\bat\s+)?(?P<time>{_ALL_TIMES})|(?P<first>{_ALL_TIMES})[\s,:-]*(?:\bon\s+)?(?P<last>\D.*)",
    re.IGNORECASE,
)
_NAMED = r"(?:mon|tues?|wed|thur?s?|fri|sat|sun|m|tu|w|th|f|sa|su|weekdays|weekends|daily|every|1st|2nd|3rd|4th|last)\w*\b"
_DAYS_FIRST = re.compile(rf"\s*{_NAMED}", re.IGNORECASE)
_BEFORE_DAYS = re.compile(rf"(?<=[\dmn.])\s*,?\s+(?={_NAMED})", re.IGNORECASE)
_BEFORE_TIMES = re.compile(rf"(?<=[a-z])\.?\s*,?\s+(?={RANGE})(?<!to )(?<!m )(?<!m, )", re.IGNORECASE)
_SPLIT = re.compile(r"\n|;")


@dataclass(frozen=True, slots=True)
class Hours:
    """Sessions, or None where the hours stay unknown; `text` is what is worth showing beside or instead of them."""

    sessions: tuple[Session, ...] | None
    text: str = ""


@dataclass(slots=True)
class _Found:
    weekly: list[tuple[int, int, Stretch]] = field(default_factory=list)  # days the segment names, day, stretch
    monthly: list[tuple[tuple[int, ...], int, Stretch]] = field(default_factory=list)
    pauses: list[Stretch] = field(default_factory=list)
    pending: list[Stretch] = field(default_factory=list)  # stretches whose days come with a later segment
    always: bool = False
    appointment: bool = False
    holidays: bool = False
    closed: set[int] = field(default_factory=set)  # days that a segment says are closed
    begins: list[Stretch] = field(default_factory=list)  # an hour from a time that is said to begin something


def hours(text: str, zone: str = "") -> Hours:
    """What a text about hours says. Sessions are None unless every part of it is understood; the text is kept then."""
    plain = prose(text)
    read = _hours(plain, plain, zone)
    return read if read.sessions is not None else _hours(_parted(plain), plain, zone)


def _parted(plain: str) -> str:
    """The text with a semicolon wherever a new rule begins without one: before its days where days come first, else before its
    times ("Mon-Fri 9am-5pm, Sat 10am-2pm"; "9am-5pm, Mon-Fri, 10am-2pm, Sat")."""
    text = re.sub(r"[()]", ";", re.sub(r"\s*[–—−]\s*", "-", plain))
    text = re.sub(r",?\s+(?=(?:except|closed)\b)", "; ", text, flags=re.IGNORECASE)
    first = _DAYS_FIRST.match(text)
    return (_BEFORE_DAYS if first else _BEFORE_TIMES).sub("; ", text)


def _hours(written: str, plain: str, zone: str) -> Hours:
    found = _Found()
    parts = [part for raw in _SPLIT.split(written) if (part := _tidy(raw))]
    if parts and (heading := _HEADING.match(parts[0])):
        parts = [part for part in (parts[0][heading.end() :], *parts[1:]) if part]
    if not parts or not all(_take(part, found) for part in parts) or found.pending:
        return Hours(None, plain)
    sessions = _sessions(found, zone)
    if sessions is None or any(day in found.closed for one in sessions for day in one.days):
        return Hours(None, plain)
    return Hours(sessions, plain if found.holidays or found.begins else "")


def daily(rows: Iterable[tuple[str, str, str]], zone: str = "") -> Hours:
    """What rows of (day, opens, closes) say, where days are names or, as in HSDS 1.1, 1 (Monday) … 7. One row that cannot be
    read makes the hours unknown: who relies on the others may come on that day."""
    listed = list(rows)
    text = "; ".join(f"{day} {opens or '?'}-{closes or '?'}".strip() for day, opens, closes in listed)
    found = _Found()
    for name, opens, closes in listed:
        day = weekday(name) if not name.isdigit() else int(name) - 1
        one = stretch(opens, closes)
        if day is None or day not in EVERY_DAY or one is None:
            return Hours(None, text)
        found.weekly.append((1, day, one))
    sessions = _sessions(found, zone)
    return Hours(None, text) if sessions is None else Hours(sessions)


def _tidy(part: str) -> str:
    dashed = re.sub(r"\s*[–—−]\s*", "-", part)
    return dashed.strip(" \t.,*")


def _take(part: str, found: _Found) -> bool:
    """Reads one segment into `found`; False when any of it is not understood."""
    if _ALWAYS.fullmatch(part):
        found.always = True
    elif _APPOINTMENT.fullmatch(part):
        found.appointment = True
    elif _HOLIDAYS.fullmatch(part):
        found.holidays = True
    elif (shut := _CLOSED.fullmatch(part)) and (on := days(shut[1])):
        found.closed.update(on)
    elif closed := _PAUSE.fullmatch(part):
        pause = _stretches(next(group for group in closed.groups() if group))
        found.pauses += pause or []
        return bool(pause)
    else:
        return _take_times(part, found)
    return True


def _take_times(part: str, found: _Found) -> bool:
    ranges = _RANGES.match(part)
    if not _ONE_RANGE.search(part) and (begun := _BEGINS.fullmatch(part)):
        return _take_begin(begun, found)
    if ranges:
        read, rest = _stretches(ranges[0]), part[ranges.end() :].strip(" ,:-")
    else:  # "Mon-Fri: 9am-5pm"
        tail = next(iter(_ONE_RANGE.finditer(part)), None)
        whole = _RANGES.fullmatch(part, tail.start()) if tail else None
        if tail is None or whole is None:
            return False
        read, rest = _stretches(whole[0]), part[: tail.start()].strip(" ,:-")
    if not read:
        return False
    if not rest:
        found.pending += read
        return bool(ranges)
    read, found.pending = [*found.pending, *read], []
    if found_days := days(rest):
        found.weekly += [(len(found_days), day, one) for day in found_days for one in read]
        return True
    rule = monthly(rest)
    if rule is None:
        return False
    found.monthly += [(*rule, one) for one in read]
    return True


def _take_begin(begun: re.Match[str], found: _Found) -> bool:
    """Reads a rule that says when something begins and not when it ends ("2nd & 4th Tue 7pm"): an hour from then, so marked."""
    start = clock(begun["time"] or begun["first"])
    if start is None or start >= DAY:
        return False
    one, rest = Stretch(start, start + BEGINNING), (begun["rule"] or begun["last"]).strip(" ,:-@")
    rule = monthly(rest)
    if rule is None:  # "7pm, Wed" may as well be when something closes; on the second Tuesday of a month something is held
        return False
    found.begins.append(one)
    found.monthly.append((*rule, one))
    return True


def _stretches(text: str) -> list[Stretch] | None:
    read = [stretch(one[1], one[2]) for one in re.finditer(RANGE_PARTS, text)]
    return None if None in read else [one for one in read if one is not None]


RANGE_PARTS = re.compile(r"([^\s/&,;-][^/&,;-]*?)\s*(?:-|\bto\b)\s*([^/&,;-]+?)(?=\s*(?:/|&|,|;|\band\b|$))", re.IGNORECASE)


def _sessions(found: _Found, zone: str) -> tuple[Session, ...] | None:
    if found.always:
        # Office hours beside "24 hours" are those of something else, and nothing says of what.
        if found.weekly or found.monthly or found.pauses or found.appointment:
            return None
        return (Session(freq="weekly", days=EVERY_DAY, start=0, end=DAY, zone=zone),)
    rules = _weekly(found)
    if rules is None or (found.monthly and found.pauses):
        return None
    note = BY_APPOINTMENT if found.appointment else ""
    if found.begins and (found.pauses or found.weekly or len(found.begins) != len(found.monthly)):
        return None  # beside stretches, a lone time may as well be of something else
    note = BEGINS if found.begins else note
    sessions = [
        Session(freq="weekly", days=held, start=one.start, end=one.end, zone=zone, note=note) for one, held in rules.items()
    ]
    sessions += [
        Session(freq="monthly", days=(day,), ordinals=ordinals, start=one.start, end=one.end, zone=zone, note=note)
        for ordinals, day, one in found.monthly
    ]
    if not sessions and found.appointment:
        return (Session(freq="appointment"),)
    return tuple(sessions) or None


def _weekly(found: _Found) -> dict[Stretch, tuple[int, ...]] | None:
    held: dict[Stretch, list[int]] = {}
    for day in EVERY_DAY:
        stretches = settled((breadth, one) for breadth, on, one in found.weekly if on == day)
        parted = None if stretches is None else without(stretches, found.pauses)
        if parted is None:
            return None
        for one in parted:
            held.setdefault(one, []).append(day)
    return {one: tuple(on) for one, on in sorted(held.items(), key=lambda rule: (rule[1], rule[0]))}


def settled(said: Iterable[tuple[int, Stretch]]) -> list[Stretch] | None:
    """The stretches of one day, each given with the number of days its rule names; None when two contradict each other.

    "9:00am-5:00pm, Mon-Fri; 9:00am-12:00pm, Wed": where two overlap, the rule that names fewer days is the exception and holds.
    """
    kept: list[tuple[int, Stretch]] = []
    for breadth, one in sorted(set(said)):
        rivals = [narrow for narrow, other in kept if one.start < other.end and other.start < one.end]
        if breadth in rivals:
            return None
        if not rivals:
            kept.append((breadth, one))
    return sorted(one for _, one in kept)


def without(stretches: list[Stretch], pauses: Iterable[Stretch]) -> list[Stretch] | None:
    """The stretches of a day with the pauses cut out; None when a pause lies across the end of one, which nobody can mean."""
    for pause in pauses:
        cut: list[Stretch] = []
        for one in stretches:
            if pause.end <= one.start or one.end <= pause.start:
                cut.append(one)
            elif one.start < pause.start and pause.end < one.end:
                cut += [Stretch(one.start, pause.start), Stretch(pause.end, one.end)]
            else:
                return None
        stretches = cut
    return stretches
