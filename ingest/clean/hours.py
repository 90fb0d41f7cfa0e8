"""Opening times as people write them, turned into sessions: all of a text or nothing of it.

Half-understood hours send somebody to a closed door, so a text of which any part is not understood gives no sessions and stays
a text. What is read: "9:00am-5:00pm, Mon-Fri", several of them on lines or after semicolons, two stretches a day ("9-12 / 1-5"),
"closed 12:00pm-1:00pm for lunch", "24 hours", "2nd and 4th Saturday of each month", "by appointment only".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from directory.listing import fold
from directory.schedule import DAY, Session
from ingest.clean.clock import RANGE, Stretch, stretch
from ingest.clean.text import prose

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
BY_APPOINTMENT = "By appointment only"

_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "monday mondays mon lunes",
            "tuesday tuesdays tues tue martes",
            "wednesday wednesdays weds wed miercoles",
            "thursday thursdays thurs thur thu jueves",
            "friday fridays fri viernes",
            "saturday saturdays sat sabado",
            "sunday sundays sun domingo",
        )
    )
    for name in names.split()
}
_GROUPS = {
    "daily": EVERY_DAY, "every day": EVERY_DAY, "everyday": EVERY_DAY, "7 days a week": EVERY_DAY, "seven days a week": EVERY_DAY,
    "7 days": EVERY_DAY, "weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6),
}  # fmt: skip
_ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4, "5th": 5, "fifth": 5, "last": -1}

_DAY = rf"(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b\.?"
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)})\b"
_RANGES = re.compile(rf"{RANGE}(?:\s*(?:/|&|,|;|\band\b)\s*{RANGE})*", re.IGNORECASE)
_ONE_RANGE = re.compile(RANGE, re.IGNORECASE)
_DAYS = re.compile(rf"{_DAY}(?:\s*(?:-|\bto\b|\bthrough\b|\bthru\b)\s*{_DAY})?", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|\bto\b|\bthrough\b|\bthru\b)\s*", re.IGNORECASE)
_MONTHLY = re.compile(
    rf"(?:on\s+)?(?:the\s+|every\s+)?({_ORDINAL}(?:\s*(?:,|/|&|\band\b)\s*{_ORDINAL})*)\s+({_DAY})"
    r"\s*(?:(?:of|in|every|each)?\s*(?:the|each|every)?\s*months?)?\s*(?:\(?only\)?)?",
    re.IGNORECASE,
)
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
_HOLIDAYS = re.compile(r"\*?\s*(?:closed|except)\s+(?:on\s+)?(?:all\s+|most\s+|major\s+|federal\s+|legal\s+|bank\s+)*holidays", re.I)
_HEADING = re.compile(r"(?:(?:office|business|regular|opening|operating|service)\s+)?hours(?:\s+of\s+operation)?\s*:?", re.IGNORECASE)
_SPLIT = re.compile(r"\n|;")


@dataclass(frozen=True, slots=True)
class Hours:
    """Sessions, or None where the hours stay unknown; `text` is what is worth showing beside or instead of them."""

    sessions: tuple[Session, ...] | None
    text: str = ""


@dataclass(slots=True)
class _Found:
    weekly: list[tuple[int, Stretch]] = field(default_factory=list)
    monthly: list[tuple[tuple[int, ...], int, Stretch]] = field(default_factory=list)
    pauses: list[Stretch] = field(default_factory=list)
    pending: list[Stretch] = field(default_factory=list)  # stretches whose days come with a later segment
    appointment: bool = False
    holidays: bool = False


def hours(text: str, zone: str = "") -> Hours:
    """What a text about hours says. Sessions are None unless every part of it is understood; the text is kept then."""
    plain = prose(text)
    found = _Found()
    parts = [part for raw in _SPLIT.split(plain) if (part := _tidy(raw))]
    if parts and _HEADING.fullmatch(parts[0]):
        parts = parts[1:]
    elif parts:
        parts[0] = re.sub(rf"^{_HEADING.pattern[:-1]}:\s*", "", parts[0], flags=re.IGNORECASE)
    if not parts or not all(_take(part, found) for part in parts) or found.pending:
        return Hours(None, plain)
    sessions = _sessions(found, zone)
    if sessions is None:
        return Hours(None, plain)
    return Hours(sessions, plain if found.holidays else "")


def _tidy(part: str) -> str:
    dashed = re.sub(r"\s*[–—−]\s*", "-", part)
    return dashed.strip(" \t.,*")


def _take(part: str, found: _Found) -> bool:
    """Reads one segment into `found`; False when any of it is not understood."""
    if _ALWAYS.fullmatch(part):
        found.weekly += [(day, Stretch(0, DAY)) for day in EVERY_DAY]
    elif _APPOINTMENT.fullmatch(part):
        found.appointment = True
    elif _HOLIDAYS.fullmatch(part):
        found.holidays = True
    elif closed := _PAUSE.fullmatch(part):
        pause = _stretches(next(group for group in closed.groups() if group))
        found.pauses += pause or []
        return bool(pause)
    else:
        return _take_times(part, found)
    return True


def _take_times(part: str, found: _Found) -> bool:
    ranges = _RANGES.match(part)
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
        found.weekly += [(day, one) for day in found_days for one in read]
        return True
    rule = monthly(rest)
    if rule is None:
        return False
    found.monthly += [(*rule, one) for one in read]
    return True


def _stretches(text: str) -> list[Stretch] | None:
    read = [stretch(one[1], one[2]) for one in re.finditer(RANGE_PARTS, text)]
    return None if None in read else [one for one in read if one is not None]


RANGE_PARTS = re.compile(r"([^\s/&,;-][^/&,;-]*?)\s*(?:-|\bto\b)\s*([^/&,;-]+?)(?=\s*(?:/|&|,|;|\band\b|$))", re.IGNORECASE)


def weekday(text: str) -> int | None:
    """The day a name means, 0 = Monday; English and Spanish, in full or shortened."""
    return _NAMES.get(fold(text))


def days(text: str) -> tuple[int, ...] | None:
    """The days a list of names and ranges means ("Mon, Wed-Fri and Sun"), in order; None when any of it is something else."""
    plain = " ".join(text.lower().split()).strip(" .,")
    if plain in _GROUPS:
        return _GROUPS[plain]
    rest = _DAYS.sub("", plain)
    if not plain or re.sub(r"\band\b|[\s,&/.]", "", rest):
        return None
    found: set[int] = set()
    for one in _DAYS.finditer(plain):
        ends = [_NAMES[end.strip(" .")] for end in _TO.split(one[0])]
        span = (ends[-1] - ends[0]) % 7 if len(ends) == 2 else 0
        found.update((ends[0] + step) % 7 for step in range(span + 1))
    return tuple(sorted(found))


def monthly(text: str) -> tuple[tuple[int, ...], int] | None:
    """The ordinals and the day of a rule such as "2nd and 4th Saturday of each month"; None when it is not one."""
    found = _MONTHLY.fullmatch(text.strip(" .,"))
    return _rule(found) if found else None


def monthly_within(text: str) -> tuple[tuple[int, ...], int] | None:
    """The same where a longer text says so of the whole meeting: "Book study 2nd & 4th Fridays Only", "Meets on the 1st Sunday
    of the month". A text that tells what happens on such a day ("Chips last Sunday of the month") is not meant."""
    for found in _MONTHLY.finditer(text):
        before = text[: found.start()].rstrip(" (")
        if re.search(r"\bonly\b", found[0], re.IGNORECASE) or re.search(r"\b(?:meets|occurs|held|meeting)(?: on)?(?: the)?$", before, re.I):
            return _rule(found)
    return None


def _rule(found: re.Match[str]) -> tuple[tuple[int, ...], int]:
    ordinals = {_ORDINALS[word] for word in re.findall(_ORDINAL, found[1].lower())}
    return tuple(sorted(ordinals, key=lambda n: (n < 0, n))), _NAMES[found[2].lower().strip(" .")]


def _sessions(found: _Found, zone: str) -> tuple[Session, ...] | None:
    by_day: dict[int, list[Stretch]] = {}
    for day, one in found.weekly:
        by_day.setdefault(day, []).append(one)
    rules: dict[Stretch, list[int]] = {}
    for day, stretches in sorted(by_day.items()):
        parted = without(merged(stretches), found.pauses)
        if parted is None:
            return None
        for one in parted:
            rules.setdefault(one, []).append(day)
    note = BY_APPOINTMENT if found.appointment else ""
    sessions = [
        Session(freq="weekly", days=tuple(held), start=one.start, end=one.end, zone=zone, note=note)
        for one, held in sorted(rules.items(), key=lambda rule: (rule[1], rule[0]))
    ]
    for ordinals, day, one in found.monthly:
        if found.pauses:
            return None
        sessions.append(
            Session(freq="monthly", days=(day,), ordinals=ordinals, start=one.start, end=one.end, zone=zone, note=note)
        )
    if not sessions and found.appointment:
        return (Session(freq="appointment"),)
    return tuple(sessions) or None


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches of one day with overlapping ones joined, in order."""
    joined: list[Stretch] = []
    for one in sorted(stretches):
        if joined and one.start < joined[-1].end:
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return joined


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
