"""Requests that nobody made: what a worker answers to be warm, what is written to stand alone."""

from __future__ import annotations

from flask import Flask
from flask.ctx import RequestContext

from directory.web.tongues import LANGUAGE


def unasked(app: Flask, path: str, language: str = "") -> RequestContext:
    """The context of a request for a path, in the first language or a given one; the limits and the log know nothing of it."""
    host = (app.config["TRUSTED_HOSTS"] or ["localhost"])[0].lstrip(".")
    environ = {LANGUAGE: language} if language else {}
    return app.test_request_context(path, base_url=f"https://{host}", environ_overrides=environ)
