"""How often one address may ask. Counts live in this process's memory under a salted hash, for two minutes, and in no log.

An address is an IPv4 address or the /64 of an IPv6 address, as far as trusted proxies tell (NEARHELP_PROXIES). Loopback is not
counted: it is the operator, or a proxy that does not say for whom it asks, and nobody is to wait for everybody else.
Static files, help lines, the safety pages and the way out are never refused.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from werkzeug.exceptions import TooManyRequests

from directory.settings import Settings

KINDS: Mapping[str, str] = {
    "pages.search": "search",
    "pages.listing": "search",
    "pages.embed_search": "search",
    "api.search": "search",
    "api.listing": "search",
    "api.similar": "search",
    "api.places": "suggest",
    "api.suggest": "suggest",
}
"""Endpoint → what it counts as; others are not counted."""
LONGEST_WAIT = 60
"""Seconds that Retry-After says at most: the window."""


class Limits:
    """Counts of a process, `per_minute` for each kind of request; a kind with 0 is not counted."""

    def __init__(self, per_minute: Mapping[str, int]) -> None:
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._items = {kind: RateLimitItemPerMinute(most) for kind, most in per_minute.items() if most}
        self._salt = secrets.token_bytes(16)

    def wait(self, kind: str, address: str) -> int:
        """Count a request; 0 when it may go on, else the seconds after which another may."""
        item, who = self._items.get(kind), self._who(address)
        if item is None or not who or self._counter.hit(item, kind, who):
            return 0
        until = self._counter.get_window_stats(item, kind, who).reset_time
        return min(LONGEST_WAIT, max(1, math.ceil(until - time.time())))

    def _who(self, address: str) -> str:
        """A word for an address that says nothing of it; "" for one that is not counted."""
        try:
            known = ip_address(address.partition("%")[0])
        except ValueError:
            return ""
        if isinstance(known, IPv6Address):
            known = known.ipv4_mapped or known
        if known.is_loopback:
            return ""
        if isinstance(known, IPv6Address):
            known = IPv6Network((known, 64), strict=False).network_address
        return hashlib.blake2b(known.packed, key=self._salt, digest_size=12).hexdigest()


def limit(app: Flask, settings: Settings) -> None:
    """Make the application refuse who asks too often, with 429 and the time to wait."""
    limits = Limits({"search": settings.limit_search, "suggest": settings.limit_suggest})

    @app.before_request
    def refuse() -> None:
        if (kind := KINDS.get(request.endpoint or "")) and (seconds := limits.wait(kind, request.remote_addr or "")):
            raise TooManyRequests(retry_after=seconds)
