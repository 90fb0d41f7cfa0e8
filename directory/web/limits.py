"""How often one address may ask. Counts live in this process's memory under a salted hash, for a minute, of forms for
ten, and in no log.

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

from flask import Flask, current_app, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from directory.settings import Settings

KINDS: Mapping[str, str] = {
    "pages.search": "search",
    "pages.listing": "search",
    "pages.facts_from": "search",
    "pages.embed_search": "search",
    "api.search": "search",
    "api.listing": "search",
    "api.similar": "search",
    "api.places": "suggest",
    "api.suggest": "suggest",
}
"""Endpoint → what it counts as; others are not counted."""
MINUTES: Mapping[str, int] = {"forms": 10}
"""Kind → minutes that its number is for; others count by the minute."""
EXTENSION = "nearhelp.limits"


class Limits:
    """Counts of a process, `most` for each kind of request in its MINUTES; a kind with 0 is not counted."""

    def __init__(self, most: Mapping[str, int]) -> None:
        self._counter = MovingWindowRateLimiter(MemoryStorage())
        self._items = {kind: RateLimitItemPerMinute(n, MINUTES.get(kind, 1)) for kind, n in most.items() if n}
        self._salt = secrets.token_bytes(16)

    def wait(self, kind: str, address: str) -> int:
        """Count a request; 0 when it may go on, else the seconds after which another may."""
        item, who = self._items.get(kind), self._who(address)
        if item is None or not who or self._counter.hit(item, kind, who):
            return 0
        until = self._counter.get_window_stats(item, kind, who).reset_time
        return min(60 * MINUTES.get(kind, 1), max(1, math.ceil(until - time.time())))

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
    limits = Limits({"search": settings.limit_search, "suggest": settings.limit_suggest, "forms": settings.limit_forms})
    app.extensions[EXTENSION] = limits

    @app.before_request
    def refuse() -> None:
        if (kind := KINDS.get(request.endpoint or "")) and (seconds := limits.wait(kind, request.remote_addr or "")):
            raise TooManyRequests(retry_after=seconds)


def waiting(kind: str) -> int:
    """Count the request that is being answered as one of a kind; 0 when it may go on, else the seconds to wait."""
    limits: Limits = current_app.extensions[EXTENSION]
    return limits.wait(kind, request.remote_addr or "")
