"""Names of days and rules of days as people write them: "Mon, Wed-Fri", "weekdays", "2nd and 4th Saturday of each month"."""

from __future__ import annotations

import re

from directory.listing import fold

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
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
    "daily": EVERY_DAY, "every day": EVERY_DAY, "everyday": EVERY_DAY, "7 days": EVERY_DAY, "7 days a week": EVERY_DAY,
    "seven days a week": EVERY_DAY, "weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6),
}  # fmt: skip
_ORDINALS = {
    "1st": 1,
    "first": 1,
    "2nd": 2,
    "second": 2,
    "3rd": 3,
    "third": 3,
    "4th": 4,
    "fourth": 4,
    "5th": 5,
    "fifth": 5,
    "last": -1,
}

_LETTERS = {"m": 0, "mo": 0, "tu": 1, "w": 2, "we": 2, "fr": 4, "th": 3, "f": 4, "sa": 5, "su": 6}
_INITIALS = re.compile(r"(?:mo?|tu|we?|th|fr?|sa|su|t(?!h|u))+", re.IGNORECASE)
_INITIAL = re.compile(r"tu|th|sa|su|mo?|we?|fr?|t", re.IGNORECASE)
_DAY = rf"(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b\.?"
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)})\b"
_DAYS = re.compile(rf"{_DAY}(?:\s*(?:-|\bto\b|\bthrough\b|\bthru\b)\s*{_DAY})?", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|\bto\b|\bthrough\b|\bthru\b)\s*", re.IGNORECASE)
_MONTHLY = re.compile(
    rf"(?:on\s+)?(?:the\s+|every\s+)?({_ORDINAL}(?:\s*(?:,|/|&|\band\b)\s*{_ORDINAL})*)\s+({_DAY})"
    r"\s*(?:(?:of|in|every|each)?\s*(?:the|each|every)?\s*months?)?\s*(?:\(?only\)?)?",
    re.IGNORECASE,
)


_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_NEUTRAL = re.compile(
    r"\s*(?:(?:this|the|our|group|meeting)\s+)*((?:meets|occurs|(?:is|are)\s+held)\s+)?(?:(?:on|the)\s+)*", re.IGNORECASE
)
"""What may stand before a rule in a sentence that is about the whole meeting."""


def weekday(text: str) -> int | None:
    """The day a name means, 0 = Monday; English and Spanish, in full or shortened."""
    return _NAMES.get(fold(text))


def days(text: str) -> tuple[int, ...] | None:
    """The days a list of names and ranges means ("Mon, Wed-Fri and Sun"), in order; None when any of it is something else."""
    plain = " ".join(text.lower().split()).strip(" .,")
    if plain in _GROUPS:
        return _GROUPS[plain]
    if (shortened := _initials(plain)) is not None:
        return shortened
    rest = _DAYS.sub("", plain)
    if not plain or re.sub(r"\band\b|[\s,&/.]", "", rest):
        return None
    found: set[int] = set()
    for one in _DAYS.finditer(plain):
        ends = [_NAMES[end.strip(" .")] for end in _TO.split(one[0])]
        span = (ends[-1] - ends[0]) % 7 if len(ends) == 2 else 0
        found.update((ends[0] + step) % 7 for step in range(span + 1))
    return tuple(sorted(found)) or None


def _initials(plain: str) -> tuple[int, ...] | None:
    """Days written by their first letters: "m-f", "m, w, f", "mwf", "tu/th", "mtwthf"; "t" is Tuesday, Thursday is "th"."""
    found: list[int] = []
    for part in re.split(r"\s*[,&/]\s*|\s+", plain.replace(".", "")):
        ends = [end.strip() for end in re.split(r"-|–", part)]
        if len(ends) > 2 or not all(_INITIALS.fullmatch(end) and end not in _NAMES for end in ends):
            return None
        days = [[_letter(one) for one in _INITIAL.findall(end)] for end in ends]
        if len(days) == 1:
            found += days[0]
        elif len(days[0]) == len(days[1]) == 1:
            found += [(days[0][0] + step) % 7 for step in range((days[1][0] - days[0][0]) % 7 + 1)]
        else:
            return None
    return tuple(sorted(set(found))) or None


def _letter(text: str) -> int:
    return 1 if text.lower() == "t" else _LETTERS[text.lower()]


def monthly(text: str) -> tuple[tuple[int, ...], int] | None:
    """The ordinals and the day of a rule such as "2nd and 4th Saturday of each month"; None when it is not one."""
    found = _MONTHLY.fullmatch(text.strip(" .,"))
    return _rule(found) if found else None


def monthly_in_name(name: str) -> tuple[tuple[int, ...], int] | None:
    """The same where a name says it of itself: "Book study 2nd & 4th Fridays Only"."""
    return next((_rule(found) for found in _MONTHLY.finditer(name) if _ONLY.search(found[0])), None)


def monthly_in_note(text: str) -> tuple[tuple[int, ...], int] | None:
    """The same where a sentence of a note says it of the whole meeting and of nothing else: "Meets on the 1st Sunday of the
    month", "2nd Tuesday only". What happens on such a day alone ("Open meeting last Friday", "Chips 1st Monday") is not.
    """
    for sentence in re.split(r"[.!?\n]|\s[/|]\s", text):
        found = _MONTHLY.search(sentence)
        before = _NEUTRAL.fullmatch(sentence[: found.start()]) if found else None
        if found and before and (before[1] or _ONLY.search(found[0])):
            return _rule(found)
    return None


def _rule(found: re.Match[str]) -> tuple[tuple[int, ...], int]:
    ordinals = {_ORDINALS[word] for word in re.findall(_ORDINAL, found[1].lower())}
    return tuple(sorted(ordinals, key=lambda n: (n < 0, n))), _NAMES[found[2].lower().strip(" .")]
