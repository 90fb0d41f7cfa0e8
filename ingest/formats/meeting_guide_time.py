"""When a meeting of a Meeting Guide feed is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.schedule import DAY, Session
from ingest.clean.clock import clock
from ingest.clean.days import monthly_in_name, monthly_in_note, weekday
from ingest.draft import Refused

HOUR = 60
"""Minutes of a meeting that does not say when it ends (specification: "end_time … defaults to one hour")."""
LONGEST = 8 * HOUR
"""Minutes of the longest meeting believed; an end further away is a slip, and the meeting is taken to last an hour."""
_NAMES = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


@dataclass(frozen=True, slots=True)
class When:
    """The sessions of a meeting, None when its time cannot be read; `text` then has what stands there.

    `assumed`: the end that stands there cannot be read, or not be meant, and an hour is assumed.
    """

    sessions: tuple[Session, ...] | None
    text: str = ""
    assumed: bool = False


def meeting_times(raw: Mapping[str, object], words: tuple[str, ...], zone: str, *, online: bool) -> When:
    """Its sessions: weekly; monthly where `words` (its name, then its notes) say which weeks of the month; by appointment
    without a day. Raises Refused for a day that is none."""
    days = _days(raw.get("day"))
    if not days:
        return When((Session(freq="appointment", online=online),))
    begins, ends = str(raw.get("time") or "").strip(), str(raw.get("end_time") or "").strip()
    start = clock(begins)
    if start is None or start >= DAY:
        return When(None, f"{', '.join(_NAMES[(day + 1) % 7] for day in days)} {begins}".strip())
    end, assumed = _end(start, ends)
    rule = monthly_in_name(words[0]) or next(filter(None, map(monthly_in_note, words[1:])), None)
    if rule is not None and days == (rule[1],):
        held = Session(freq="monthly", days=days, ordinals=rule[0], start=start, end=end, zone=zone, online=online)
    else:
        held = Session(freq="weekly", days=days, start=start, end=end, zone=zone, online=online)
    return When((held,), assumed=assumed)


def _end(start: int, ends: str) -> tuple[int, bool]:
    """The end, and whether the one that stands there was not taken."""
    end = clock(ends)
    if end is None:
        return start + HOUR, bool(ends)
    end += DAY if end <= start else 0
    return (end, False) if end - start <= LONGEST else (start + HOUR, True)


def _days(value: object) -> tuple[int, ...]:
    """Days counted from Monday out of the specification's 0 = Sunday, whether number, text or list of them."""
    listed = value if isinstance(value, list) else [value]
    found = set()
    for one in listed:
        if one is None or one == "":
            continue
        number = _number(one)
        if number is None:
            raise Refused("its day is none of 0 (Sunday) … 6 (Saturday)")
        found.add(number)
    return tuple(sorted(found))


def _number(value: object) -> int | None:
    if isinstance(value, str) and (named := weekday(value)) is not None:
        return named
    if isinstance(value, bool) or not isinstance(value, int | float | str) or str(value).strip() not in "0123456":
        return None
    return (int(str(value).strip()) + 6) % 7
