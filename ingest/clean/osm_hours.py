"""OpenStreetMap's opening_hours turned into sessions: all of a value or nothing of it.

opening-hours-py has the grammar: what it cannot parse is no opening_hours and is read as prose, and what it can parse it writes
in one normal form, of which the rules of weeks and of days of a month are taken. Seasons, dates, weeks, the sun, open ends and
days without times are not, and keep the whole value a text: half-understood hours send somebody to a closed door.
"""

from __future__ import annotations

import re

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # its stub leaves it out

from directory.schedule import DAY, Session
from ingest.clean.days import EVERY_DAY
from ingest.clean.hours import Hours, hours
from ingest.clean.text import prose

_DAYS = {"Mo": 0, "Tu": 1, "We": 2, "Th": 3, "Fr": 4, "Sa": 5, "Su": 6}
_NAME = "|".join(_DAYS)
_RULE = re.compile(
    rf"(?P<days>(?:(?:{_NAME})(?:-(?:{_NAME}))?(?:\[[-\d,]+\])?|PH|SH)(?:,(?:(?:{_NAME})(?:-(?:{_NAME}))?(?:\[[-\d,]+\])?|PH|SH))*)?"
    r"\s*(?P<times>24/7|closed|off|\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)"
)
_LISTED = re.compile(r"[A-Z][a-zH](?:-[A-Z][a-z])?(?:\[[^\]]*\])?")
_PART = re.compile(rf"(?P<first>{_NAME})(?:-(?P<last>{_NAME}))?(?:\[(?P<nth>[-\d,]+)\])?")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
Span = tuple[int, int]


def osm_hours(text: str, zone: str = "") -> Hours:
    """What a value of opening_hours says; sessions are None unless every part is understood, and the text is kept then.

    Rules for public holidays keep the text beside the sessions: which days those are is not ours to say.
    """
    plain = prose(text)
    try:
        normal = str(OpeningHours(plain).normalize())
    except ParserError:
        return hours(plain, zone)
    weekly: dict[int, tuple[Span, ...]] = {}
    monthly: dict[tuple[tuple[int, ...], int], tuple[Span, ...]] = {}
    holidays = False
    for rule in normal.split("; "):
        found = _RULE.fullmatch(rule.strip())
        spans = _spans(found["times"]) if found else None
        if found is None or spans is None:
            return Hours(None, plain)
        names: list[str] = _LISTED.findall(found["days"] or "Mo-Su")
        holidays = holidays or bool({"PH", "SH"} & set(names))
        for part in filter(None, map(_PART.fullmatch, names)):
            _put(part, spans, weekly, monthly)
    made = _sessions(weekly, monthly, zone)
    return Hours(made, plain if holidays else "") if made else Hours(None, plain)


def _spans(times: str) -> tuple[Span, ...] | None:
    """The stretches of a rule in minutes, none where it says closed; None for what no clock has."""
    if times == "24/7":
        return ((0, DAY),)
    if times in {"closed", "off"}:
        return ()
    found = []
    for one in _SPAN.finditer(times):
        start, end = int(one[1]) * 60 + int(one[2]), int(one[3]) * 60 + int(one[4])
        end += DAY if end <= start else 0
        if start >= DAY or end > start + DAY:
            return None
        found.append((start, end))
    return tuple(found)


def _put(
    part: re.Match[str],
    spans: tuple[Span, ...],
    weekly: dict[int, tuple[Span, ...]],
    monthly: dict[tuple[tuple[int, ...], int], tuple[Span, ...]],
) -> None:
    """Lets a rule hold on its days: it replaces what an earlier one said of them (specification, "normal rules")."""
    first, last = _DAYS[part["first"]], _DAYS[part["last"] or part["first"]]
    days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    if part["nth"] is None:
        weekly |= dict.fromkeys(days, spans)
        return
    ordinals = _ordinals(part["nth"])
    monthly |= {(ordinals, day): spans for day in days}


def _ordinals(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for one in text.split(","):
        span = re.fullmatch(r"(\d)-(\d)", one)
        found.update(range(int(span[1]), int(span[2]) + 1) if span else [int(one)])
    return tuple(sorted(found, key=lambda n: (n < 0, n)))


def _sessions(
    weekly: dict[int, tuple[Span, ...]], monthly: dict[tuple[tuple[int, ...], int], tuple[Span, ...]], zone: str
) -> tuple[Session, ...] | None:
    if any(day in weekly for _, day in monthly):
        return None  # on such a day one rule replaces the other: two sessions would both hold
    held: dict[Span, list[int]] = {}
    for day in EVERY_DAY:
        for span in weekly.get(day, ()):
            held.setdefault(span, []).append(day)
    made = [
        Session(freq="weekly", days=tuple(days), start=start, end=end, zone=zone) for (start, end), days in sorted(held.items())
    ]
    made += [
        Session(freq="monthly", days=(day,), ordinals=ordinals, start=start, end=end, zone=zone)
        for (ordinals, day), spans in monthly.items()
        for start, end in spans
    ]
    return tuple(made) or None
