"""Static files under addresses that carry the hash of their content, so that they may be kept for a year."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import Response, request

from directory.errors import NotFound
from directory.web.site import site
from directory.white_label import WhiteLabel
from directory.white_label_colours import SHIPPED

STYLE = "site.css"
FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
WORTH = 1024
"""Bytes from which a text is worth compressing."""
HEAVY = 15_000
"""Compressed bytes that a page is to stay under (pages §8). One that does not is compressed once more, as far as it goes."""
REMARKS = re.compile(rb"/\*[^*]*\*/\n?")
"""What a style sheet says to who reads its source, which is not sent."""
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
            found[path.name] = _of(REMARKS.sub(b"", body) if path.name == STYLE else body, TYPES[path.suffix])
    return found


def _of(body: bytes, kind: str) -> Asset:
    return Asset(body, hashlib.sha256(body).hexdigest()[:12], kind)


@cache
def coloured(rules: str) -> Asset:
    """The style sheet with the rules of a white label behind its own: one file, so that no page asks for one more."""
    shipped = known()[STYLE]
    return _of(shipped.body + rules.encode(), shipped.kind) if rules else shipped


def _sent(name: str) -> Asset | None:
    """What this site sends under a name."""
    return coloured(site().style) if name == STYLE else known().get(name)


def asset(name: str) -> str:
    """The address of a static file. Raises KeyError for one that is not there."""
    one = _sent(name)
    if one is None:
        raise KeyError(name)
    return f"/assets/{one.digest}/{name}"


def icon_uri(label: WhiteLabel) -> str:
    """The site's icon as a `data:` address: one request less on every first visit. It has the colours of the bar."""
    bar, words = (label.colours["light"][token] for token in ("bar", "on-bar"))
    return _uri(label.mark.icon(bar, words) if label.mark else _icon(bar, words))


@cache
def _uri(svg: str) -> str:
    return "data:image/svg+xml," + quote(svg, safe="=:/'")


@cache
def _icon(bar: str, words: str) -> str:
    shipped = SHIPPED["light"]
    return known()["icon.svg"].body.decode().strip().replace(shipped["bar"], bar).replace(shipped["on-bar"], words)


def serve(digest: str, name: str) -> Response:
    """A static file; kept for a year under its own hash, briefly under that of another version. Raises NotFound."""
    one = _sent(name)
    if one is None:
        raise NotFound
    response = Response(one.body, content_type=one.kind)
    response.headers["Cache-Control"] = FOREVER if digest == one.digest else SHORT
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # a page in a sandboxed frame is of no origin
    return response


def compress(response: Response) -> Response:
    """The answer compressed where the browser takes it: no proxy need do it. Nothing secret is in a page."""
    if response.mimetype not in COMPRESSED:
        return response
    response.vary.add("Accept-Encoding")
    takes = "gzip" in request.headers.get("Accept-Encoding", "").lower()
    if not takes or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) >= WORTH:
        packed = gzip.compress(body, 6, mtime=0)
        response.set_data(packed if len(packed) <= HEAVY else gzip.compress(body, 9, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
