"""What an API has to be asked for a whole feed: first requests, and those that an answer leads to. Nothing is loaded here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import ijson

from directory.errors import SourceError
from ingest.formats.json_stream import objects_of, shape_of
from ingest.formats.referral_files import kind_of
from ingest.formats.referral_json import text
from ingest.formats.rows_json import broken

ENDPOINTS = frozenset({"services", "service_at_locations", "organizations"})
PER_PAGE = 100
"""Services asked for at once: some servers take no more, and a page of them has about half a megabyte."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: its address, what it is for ("page", "detail", "file") and which page of a list it is."""

    url: str
    kind: str = "file"
    number: int = 0


def with_query(url: str, **more: str) -> str:
    """The address with these parameters; those it has already are kept, but for `page`."""
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "page" in more:
        given.pop("page", None)
    return urlunsplit((*parts[:3], urlencode({**more, **given}), ""))


def referral_asks(url: str, options: Mapping[str, object], **more: str) -> list[Ask]:
    """The first request of an HSDS or Open Referral UK API; none where the address is that of a file.

    An address that ends in no endpoint is the API's own: its services are asked for.
    """
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if "." in last and last not in ENDPOINTS:
        return []
    path = parts.path if last in ENDPOINTS else f"{parts.path.rstrip('/')}/services"
    per_page = str(options.get("per_page", PER_PAGE))
    if not per_page.isdigit() or not int(per_page):
        raise SourceError("options.per_page: how many services to ask for at once, such as 100.")
    base = urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
    return [Ask(with_query(base, per_page=per_page, **more, page="1"), "page", 1)]


def referral_following(ask: Ask, file: Path, options: Mapping[str, object]) -> Iterator[Ask]:
    """The requests that a page of services leads to: the next page, and each service where the page has them in short."""
    if ask.kind != "page":
        return
    said = str(options.get("details", "auto")).lower()
    shape = shape_of(file)
    head = {} if shape.lines else _head(file)
    if said not in {"false", "no", "0"} and kind_of(shape.keys) == "service list":
        parts = urlsplit(ask.url)
        for one in objects_of(file, shape):
            if key := text(one.get("id")):
                path = f"{parts.path.rstrip('/')}/{quote(key, safe='')}"
                yield Ask(urlunsplit((parts.scheme, parts.netloc, path, "", "")), "detail")
    if shape.keys and _more(head, ask.number):
        yield Ask(with_query(ask.url, page=str(ask.number + 1)), "page", ask.number + 1)


def _more(head: Mapping[str, object], number: int) -> bool:
    """Whether a page says that others follow: by its flag, else by the number of pages."""
    last = head.get("last_page", head.get("last"))
    pages = head.get("total_pages", head.get("totalPages"))
    if isinstance(last, bool) and last:
        return False
    if isinstance(pages, int | float) or (isinstance(pages, str) and pages.isdigit()):
        return number < int(pages)
    return last is False


def _head(file: Path) -> dict[str, object]:
    """The values beside the list of a page: numbers, flags, texts; without reading the list into memory."""
    found: dict[str, object] = {}
    with file.open("rb") as opened:
        try:
            for place, event, value in ijson.parse(opened, use_float=True):
                if place and "." not in place and event in {"number", "boolean", "string"}:
                    found[place] = value
        except ijson.JSONError as fault:
            raise SourceError(f"a page is not JSON: {broken(fault)}") from None
    return found
