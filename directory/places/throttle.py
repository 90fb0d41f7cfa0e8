"""Keeps calls apart in time. Our own, because geopy's RateLimiter writes the whole call, address and all, to the log."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Throttle:
    """Lets a call through every `every` seconds; `clock` tells monotonic seconds, `sleep` waits. Safe for threads."""

    def __init__(self, every: float, *, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._every, self._clock, self._sleep = every, clock, sleep
        self._lock = threading.Lock()
        self._next = clock()

    def wait(self) -> None:
        """Returns when the next call may be made."""
        with self._lock:
            now = self._clock()
            start = max(now, self._next)
            self._next = start + self._every
        if start > now:
            self._sleep(start - now)

    def pause(self, seconds: float) -> None:
        """Lets no call through for so long."""
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)
