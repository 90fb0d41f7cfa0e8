"""Telephone numbers as people write them, each as it is dialled: "305-358-4357", "+1 (305) 358 4357", "116 123", "9-8-8"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LONGEST_PART = 4
"""Digits of a part of a number; a ZIP code has more."""
FEWEST, MOST = 6, 15
"""Digits of a number in several parts, but for lines of three digits."""
NATIONAL, TRUNK = 10, "1"
"""Digits of a number in North America, and what may stand before them."""


def numbers(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first, last, number) of each number in folded words that is not one of them already."""
    first = 0
    while first < len(words):
        last = first
        while last < len(words) and words[last].isdecimal() and len(words[last]) <= LONGEST_PART:
            last += 1
        last = max(last, first + 1)
        number = dialled("".join(words[first:last])) if words[first].isdecimal() else ""
        if number not in {"", words[first]} and (last - first == 1 or _in_parts(words[first:last])):
            yield first, last, number
        first = last


def _in_parts(parts: Sequence[str]) -> bool:
    """Whether parts are of one number: an area or a trunk before others, three pairs, or the digits of a short line."""
    sizes = [len(part) for part in parts]
    if sizes in ([1, 1, 1], [2, 2, 2]):
        return True
    return FEWEST <= sum(sizes) <= MOST and (sizes[0] > 2 or (parts[0] == TRUNK and sizes[1] > 2))


def dialled(digits: str) -> str:
    """The digits without what may stand before a number of North America."""
    return digits[1:] if len(digits) == NATIONAL + 1 and digits.startswith(TRUNK) else digits
