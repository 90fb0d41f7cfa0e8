"""Which of many numbers came before, in 12 to 24 bytes for each: a set of a million Python objects takes ten times that.

Texts come as their `hash`: of a million, two are taken for one in one of 10^7 runs.
"""

from __future__ import annotations

from array import array

FIRST = 1 << 10
"""Places at first; there are twice as many each time two thirds are taken."""
_BITS = (1 << 64) - 1
_SPREAD = 0x9E3779B97F4A7C15
"""2^64 over the golden ratio: multiplied with it numbers in a row lie far apart (Knuth, TAOCP 6.4)."""


class Seen:
    """Numbers of 64 bits, open addressing. 0 is kept as the largest one."""

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * FIRST))
        self._count = 0

    def add(self, number: int) -> bool:
        """Keep a number, and tell whether it was not there."""
        number = number & _BITS or _BITS
        if not self._put(number):
            return False
        self._count += 1
        if self._count * 3 > len(self._places) * 2:
            self._grow()
        return True

    def __contains__(self, number: int) -> bool:
        """Whether a number was added."""
        return bool(self._places[self._place(number & _BITS or _BITS)])

    def _place(self, number: int) -> int:
        """Where a number stands, or would."""
        places, last = self._places, len(self._places) - 1
        place = (number * _SPREAD >> 24) & last
        while (found := places[place]) and found != number:
            place = (place + 1) & last
        return place

    def _put(self, number: int) -> bool:
        place = self._place(number)
        new = not self._places[place]
        self._places[place] = number
        return new

    def _grow(self) -> None:
        before = self._places
        self._places = array("Q", bytes(16 * len(before)))
        for number in before:
            if number:
                self._put(number)
