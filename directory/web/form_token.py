"""What proves that a form was made here, for this page, a while ago: signed in the page itself, so that nobody needs a cookie.

A token alone can be fetched by anybody's server; that it was a page of ours which sent it is what the browser says
(`Sec-Fetch-Site`, or `Origin` of older ones). Both are asked.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import Headers

SOONEST = 3
"""Seconds that even the quickest person needs."""
LONGEST = 12 * 3600
"""Seconds that a page may stay open: half a day of interruptions."""


@dataclass(frozen=True, slots=True)
class Token:
    """`mark` tells one form from every other, `issued` counts seconds since 1970."""

    mark: bytes
    issued: int

    def of(self, said: Iterable[tuple[str, str]]) -> bytes:
        """Tells these answers in this form from every other: sent again they are the same, another answer is another."""
        whole = hashlib.sha256(self.mark)
        for part in chain.from_iterable(sorted(said)):
            text = part.encode("utf-8", "surrogatepass")
            whole.update(len(text).to_bytes(4, "big") + text)
        return whole.digest()[:16]

    def early(self, now: int) -> bool:
        """Whether it comes back sooner than a person can fill in a form."""
        return now - self.issued < SOONEST


def issue(key: bytes, about: str, now: int) -> str:
    """A token for a form about something, as the page carries it."""
    text: str | bytes = _signer(key, about).dumps([secrets.token_hex(8), now])
    return text if isinstance(text, str) else text.decode("ascii")


def opened(key: bytes, about: str, text: str, now: int) -> Token | None:
    """The token of a form that comes back; None when it is not ours, of another form or too old."""
    try:
        mark, issued = _signer(key, about).loads(text)
    except (BadSignature, ValueError, TypeError):
        return None
    if not 0 <= now - issued <= LONGEST:
        return None
    return Token(hashlib.sha256(f"{mark}{issued}".encode()).digest()[:16], issued)


def from_here(headers: Headers, hosts: frozenset[str]) -> bool:
    """Whether a browser says, or leaves open, that a page of these hosts sent the form."""
    site = headers.get("Sec-Fetch-Site", "")
    if site:
        return site in {"same-origin", "none"}
    origin = headers.get("Origin", "null")  # our own pages send "null": they tell nobody where one comes from
    return origin == "null" or urlsplit(origin).netloc in hosts


def _signer(key: bytes, about: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"nearhelp form {about}")
