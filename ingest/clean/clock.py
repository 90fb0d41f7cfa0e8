"""Times of the day as people write them ("8:00am", "9 am ", "830am", "noon"), and the stretch between two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directory.schedule import DAY

NOON = 720
MORNING, AFTERNOON = 7, 6
"""Hours: what begins from seven to eleven and ends from one to six, or at twelve, without am or pm ("9-5", "8:30-12"), is a
working day or a morning. Nothing runs from nine in the evening to five in the afternoon."""
EVENING = 17 * 60
"""A stretch that begins at or after five in the afternoon may run past midnight."""
SMALL_HOURS = 5 * 60
"""A stretch that closes by five in the morning may have begun the day before."""
LONGEST = 16 * 60
"""Minutes of the longest stretch that may run past midnight: "9:00pm-7:00pm" is a slip of the pen."""

TIME = r"(?:\d{1,2}(?::\d{2})?\s*(?:[ap]\.?\s?m\b\.?|[ap]\b)?|\d{3,4}\s*[ap]\.?m\b\.?|(?:12\s*)?(?:noon|midnight))"
RANGE = rf"{TIME}\s*(?:-|\bto\b)\s*{TIME}"
"""Patterns of a time and of two with a dash or "to" between them; `stretch` judges what they say."""

_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::00)?\s*(?:([ap])\.?\s?(?:m\.?)?)?", re.IGNORECASE)
_CLOSE = re.compile(r"(\d{1,2})(\d{2})\s*([ap])\.?m\.?", re.IGNORECASE)
_WORDS = {"noon": NOON, "12 noon": NOON, "12noon": NOON, "mediodia": NOON, "midnight": 0, "12 midnight": 0, "12midnight": 0}


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Minutes after midnight of the day it begins on, half-open; `end` is above 1440 when it runs past midnight."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    half: str  # "a", "p" or, where it is not said, ""
    padded: bool = False  # written with a leading zero: a 24-hour clock
    minuted: bool = False  # written with its minutes

    def minutes(self, half: str = "") -> int | None:
        half = self.half or half
        if not half or self.hour > 12:
            return self.hour * 60 + self.minute
        if self.hour == 0:
            return None if half == "p" else self.minute
        return (self.hour % 12 + (12 if half == "p" else 0)) * 60 + self.minute


def _read(text: str) -> _Clock | None:
    plain = " ".join(text.lower().split()).strip(" .,*")
    if plain in _WORDS:
        return _Clock(12, 0, "p" if _WORDS[plain] else "a")
    found = _CLOCK.fullmatch(plain) or _CLOSE.fullmatch(plain)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if minute > 59 or hour > 24 or (hour == 24 and minute) or (half and (hour > 12 or hour == 0)):
        return None
    return _Clock(hour, minute, half, padded=found[1].startswith("0") and found[2] is not None, minuted=found[2] is not None)


def clock(text: str) -> int | None:
    """Minutes after midnight, 0 … 1440, of a time with am or pm or of a 24-hour clock with two digits for the minutes.

    None for what is no time ("25:00", "9:0am") or could be either half of the day ("9").
    """
    read = _read(text)
    if read is None or (not read.half and ":" not in text):
        return None
    return read.minutes()


def stretch(opens: str, closes: str) -> Stretch | None:
    """The stretch between two written times; None when either is no time or they cannot be meant.

    A time without am or pm takes the half of the other one where that puts them in order, else the other half ("8:00-4:00pm"
    begins in the morning, "9:00am-5:00" ends in the afternoon). Two such times are a 24-hour clock or nothing. What closes
    before it opens runs past midnight when it begins in the evening or ends in the small hours.
    """
    begin, finish = _read(opens), _read(closes)
    if begin is None or finish is None:
        return None
    start, end = _halves(begin, finish)
    if start is None or end is None or start >= DAY:
        return None
    if start == 0 and begin.half == "a" and NOON < end < DAY - 1:
        return None  # "12:00am-8:00pm": noon is as likely meant
    if end == 0 or (start == 0 and end == DAY - 1):
        end = DAY  # until midnight; 00:00 to 23:59 is HSDS for the whole day
    if end > start:
        return Stretch(start, end)
    overnight = end + DAY
    plausible = (start >= EVENING or end <= SMALL_HOURS) and end != start and overnight - start <= LONGEST
    return Stretch(start, overnight) if plausible else None


def _halves(begin: _Clock, finish: _Clock) -> tuple[int | None, int | None]:
    if begin.half and finish.half:
        return begin.minutes(), finish.minutes()
    if finish.half:
        end = finish.minutes() or DAY
        same = begin.minutes(finish.half)
        return (
            same if same is not None and same < end else begin.minutes("a" if finish.half == "p" else "p")
        ), finish.minutes()
    if begin.half:
        first = begin.minutes() or 0
        read = [finish.minutes(half) for half in "ap"]
        later = sorted(one for one in read if one is not None and one > first)
        return first, (later[0] if later else finish.minutes("a"))
    bare = not (begin.padded or finish.padded) and not (begin.minuted and finish.minuted)
    if bare and MORNING <= begin.hour < 12 and (finish.hour <= AFTERNOON or finish.hour == 12):
        return begin.minutes("a"), finish.minutes("p")
    start, end = begin.minutes() or 0, finish.minutes() or 0
    certain = begin.padded or finish.padded or begin.hour > 12 or finish.hour > 12 or (start < end and start >= 7 * 60)
    return (start, end) if certain else (None, None)
