"""The sheet as a PDF that a screen reader can read (PDF/UA), where the optional WeasyPrint is installed."""

from __future__ import annotations

import logging
import threading
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from directory.web.assets import known

_ONE_AT_A_TIME = threading.Lock()
"""Making a PDF takes a second of a core: a process makes one at a time."""
PATIENCE = 5.0
"""Seconds somebody waits for others' PDFs."""


LIBRARY = "weasyprint"


@cache
def found(name: str = LIBRARY) -> ModuleType | None:
    """The library; None where it or the libraries of the system that it draws with are missing. Imported late: it is slow."""
    logging.getLogger(name).setLevel(logging.ERROR)  # it tells every rule of the screen that paper has no use for
    try:
        return import_module(name)
    except (ImportError, OSError):
        return None


def available() -> bool:
    """Whether a PDF can be made here."""
    return found() is not None


def pdf(page: str, paper: str) -> bytes | None:
    """A page as PDF with the site's own style for print, on "letter" or "A4"; it fetches nothing. None: too many are asked."""
    library = found()
    if library is None:
        raise RuntimeError("WeasyPrint is not installed: ask available() first")
    style = library.CSS(string=f"{known()['site.css'].body.decode()}@page{{size:{paper}}}")
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        return None
    try:
        document = library.HTML(string=page, url_fetcher=_refuse)
        body: bytes = document.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    finally:
        _ONE_AT_A_TIME.release()
    return body


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError("The sheet needs nothing from elsewhere")
