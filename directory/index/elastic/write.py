"""Bulk writes: streamed with bounded memory by two senders, revisions as versions, every refusal told by listing id."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import orjson

from directory.errors import IndexUnavailable
from directory.index.elastic.client import LONG_SECONDS, Busy, Server, meaning, path
from directory.index.elastic.document import Document
from directory.index.elastic.state import REQUIRED, alias_of

CHUNK, CHUNK_BYTES = 500, 8_000_000
"""Documents and bytes of one bulk request at most."""
SENDERS = 2
"""While one waits for the server, the other makes documents (x0.72 and x1.00 of the raw rate, performance.md §3)."""
PATIENCE = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds to wait before documents are sent again that the server had no time for (429)."""
TOLD = "errors,items.*._id,items.*.result,items.*.status,items.*.error"
"""What of the answer to a bulk request is read."""
NOT_ITS_FAULT = (404, 408, 429, 503)
"""What the server says of a document that any other would meet as well: no index, no time, no shard."""
FIELD = re.compile(r"""field(?: \[|=")([a-z_.]+)""")
"""How the server names a field in what it says of a document."""
NAMED = 20
"""Refused documents that a message names one by one."""


@dataclass(slots=True)
class Written:
    """What became of documents: how many were new, how many were older than what is there, which the server refused and why
    (by public id), and the ids of the listings of these."""

    created: int = 0
    older: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def count(self, about: dict[str, Any], sent: bytes) -> None:
        """Take the answer for one document in, of which `sent` are the lines."""
        status = about["status"]
        if status < 300:
            self.created += about["result"] == "created"
        elif status == 409:
            self.older += 1
        else:
            self.refused[about["_id"]] = _why(about["error"])
            self.ids[about["_id"]] = _identifier(sent, about["_id"])


def _identifier(sent: bytes, ref: str) -> str:
    """The id of the listing that the lines of a document are of; of a withdrawal they hold the public one alone."""
    source = orjson.loads(sent.partition(b"\n")[2])
    return str(orjson.loads(source["body"])["id"]) if "body" in source else ref


def _why(error: dict[str, Any]) -> str:
    """The kind of a refusal and the field it is about; never the values, which may be a person's words."""
    cause = error.get("caused_by") or {}
    kinds = dict.fromkeys(str(one.get("type", "")) for one in (error, cause))
    found = FIELD.search(f"{error.get('reason', '')} {cause.get('reason', '')}")
    return f"{' '.join(filter(None, kinds))}{f', field {found[1]}' if found else ''}"


def refusal(refused: dict[str, str], ids: dict[str, str]) -> str:
    """A sentence that names refused listings by id, the first ones one by one."""
    lines = [f"{ids.get(ref, ref)} ({why})" for ref, why in sorted(refused.items())[:NAMED]]
    more = len(refused) - len(lines)
    return "; ".join(lines) + (f"; and {more} more" if more > 0 else "")


def send(server: Server, generation: str, documents: Iterable[Document], *, how: str = "external") -> Written:
    """Write documents to a generation in one stream, revisions as versions of the kind `how`.

    Raises IndexUnavailable when the server cannot be reached, takes no writes or is too busy for long, Missing when the
    generation is no more.
    """
    found = Written()
    _stream(server, generation, _chunks(documents, how), found)
    return found


def send_all(server: Server, generation: str, documents: Iterator[Document], check: Callable[[], None]) -> Written:
    """Write many documents with several senders; `check` is asked between documents whether to go on."""
    source = _Shared(documents, check)
    parts = [Written() for _ in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="bulk") as pool:
        tasks = [pool.submit(_stream, server, generation, _chunks(source, "external"), part) for part in parts]
        for task in tasks:
            task.add_done_callback(lambda done: source.stop() if done.exception() else None)
    if source.failed is not None:
        raise source.failed
    for task in tasks:
        task.result()
    whole = Written(sum(part.created for part in parts), sum(part.older for part in parts))
    for part in parts:
        whole.refused |= part.refused
        whole.ids |= part.ids
    return whole


def _stream(server: Server, generation: str, chunks: Iterable[dict[str, bytes]], found: Written) -> None:
    for lines in chunks:
        for pause in PATIENCE:
            lines = _once(server, generation, lines, found)
            if not lines:
                break
            time.sleep(pause)
        else:
            if _once(server, generation, lines, found):
                raise meaning(429, None, server.where.name)


def _chunks(documents: Iterable[Document], how: str) -> Iterator[dict[str, bytes]]:
    """The lines of bulk requests, by public id."""
    lines: dict[str, bytes] = {}
    size = 0
    for one in documents:
        header = {"index": {"_id": one.ref, "version": one.revision, "version_type": how}}
        line = b"%b\n%b\n" % (orjson.dumps(header), orjson.dumps(one.source))
        if lines and (len(lines) >= CHUNK or size + len(line) > CHUNK_BYTES or one.ref in lines):
            yield lines
            lines, size = {}, 0
        lines[one.ref] = line
        size += len(line)
    if lines:
        yield lines


def _once(server: Server, generation: str, lines: dict[str, bytes], found: Written) -> dict[str, bytes]:
    """Send documents; those that the server had no time for are given back. Raises IndexUnavailable for what is no document's
    fault: a full disk, an index that is no more."""
    where = path(alias_of(server.where.name, generation), "_bulk")
    params = REQUIRED | {"filter_path": TOLD}
    try:
        told = server.ask("POST", where, b"".join(lines.values()), params=params, seconds=LONG_SECONDS)
    except Busy:
        return lines
    again = {}
    for item in told["items"]:
        about = item["index"]
        if about["status"] in NOT_ITS_FAULT or "block" in about.get("error", {}).get("type", ""):
            error = meaning(about["status"], about, server.where.name)
            if not isinstance(error, Busy):
                raise error
            again[about["_id"]] = lines[about["_id"]]
        else:
            found.count(about, lines[about["_id"]])
    return again


class _Shared:
    """An iterator that several threads read; what its source raises ends it for all of them."""

    def __init__(self, source: Iterator[Document], check: Callable[[], None]) -> None:
        self.source, self.check, self.lock = source, check, threading.Lock()
        self.failed: BaseException | None = None
        self.ended = False

    def __iter__(self) -> Iterator[Document]:
        return self

    def __next__(self) -> Document:
        with self.lock:
            if self.ended:
                raise StopIteration
            try:
                self.check()
                return next(self.source)
            except StopIteration:
                self.ended = True
                raise
            except BaseException as error:
                self.ended, self.failed = True, error
                raise StopIteration from error

    def stop(self) -> None:
        """Let every reader end."""
        self.ended = True


def tolerated(refused: int, written: int, share: float) -> bool:
    """Whether so few documents were refused that a generation may serve without them."""
    return refused <= share * (refused + written)


def withheld(refused: dict[str, str], ids: dict[str, str]) -> IndexUnavailable:
    """The error of a rebuild that lost too many listings to serve."""
    return IndexUnavailable(
        "the new index is withheld, the old one goes on serving: the server refused "
        f"{len(refused)} listings: {refusal(refused, ids)}"
    )
