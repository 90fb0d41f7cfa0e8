"""Static files under addresses that carry the hash of their content, so that they may be kept for a year."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import Response, request

from directory.errors import NotFound

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
WORTH = 1024
"""Bytes from which a text is worth compressing."""
COMPRESSED = ("text/html", "text/css", "text/javascript", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, their digest, its type."""

    body: bytes
    digest: str
    kind: str


@cache
def known() -> dict[str, Asset]:
    """Every static file by name."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in TYPES:
            body = path.read_bytes()
            found[path.name] = Asset(body, hashlib.sha256(body).hexdigest()[:12], TYPES[path.suffix])
    return found


def asset(name: str) -> str:
    """The address of a static file. Raises KeyError for one that is not there."""
    return f"/assets/{known()[name].digest}/{name}"


@cache
def icon_uri() -> str:
    """The site's icon as a `data:` address: one request less on every first visit."""
    return "data:image/svg+xml," + quote(known()["icon.svg"].body.decode().strip(), safe="=:/'")


def serve(digest: str, name: str) -> Response:
    """A static file; kept for a year under its own hash, briefly under that of another version. Raises NotFound."""
    one = known().get(name)
    if one is None:
        raise NotFound
    response = Response(one.body, content_type=one.kind)
    response.headers["Cache-Control"] = FOREVER if digest == one.digest else SHORT
    return response


def compress(response: Response) -> Response:
    """The answer compressed where the browser takes it: no proxy need do it. Nothing secret is in a page."""
    response.vary.add("Accept-Encoding") if response.mimetype in COMPRESSED else None
    body = b"" if response.direct_passthrough else response.get_data()
    takes = "gzip" in request.headers.get("Accept-Encoding", "").lower()
    if takes and len(body) >= WORTH and response.mimetype in COMPRESSED and "Content-Encoding" not in response.headers:
        response.set_data(gzip.compress(body, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
