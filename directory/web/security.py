"""Headers that keep a visit private, on every answer; no cookie is ever set (architecture §5, pages §5)."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, request

from directory.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, nothing inline, in no frame."""
FRAMED = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors "
"""The policy of a page made for frames, before the sites that may show it: it has no script at all."""
FRAMABLE = frozenset({"pages.embed", "pages.embed_search"})
"""Endpoints that settings may let other sites show in a frame; no other page ever may be."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PRIVATE = "private, no-store"
"""Cache-Control of whatever depends on what a person asked; other answers state their own."""


def secure(app: Flask, settings: Settings) -> None:
    """Make every answer of the application carry the headers."""
    framed = in_frames(settings.embed_in)

    @app.after_request
    def add_headers(response: Response) -> Response:
        stated = {name.lower() for name, _ in response.headers}
        wanted = framed if request.endpoint in FRAMABLE else HEADERS
        response.headers.extend([(name, value) for name, value in wanted.items() if name.lower() not in stated])
        if settings.hsts:
            response.headers["Strict-Transport-Security"] = f"max-age={settings.hsts}; includeSubDomains"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = PRIVATE
        if "no-store" in response.headers["Cache-Control"]:
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if request.path.startswith("/api/"):
            _let_anyone_read(response)
        else:
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def in_frames(origins: Iterable[str]) -> dict[str, str]:
    """The headers of a page that the given sites may show in a frame; X-Frame-Options cannot name sites, so it goes."""
    allowed = " ".join(origins)
    headers = HEADERS | {"Content-Security-Policy": FRAMED + (allowed or "'none'")}
    if allowed:
        del headers["X-Frame-Options"]
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return headers


def _let_anyone_read(response: Response) -> None:
    """CORS: any site may read the API; there is no cookie and nothing to write."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
