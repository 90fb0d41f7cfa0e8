"""Bulk writes: streamed with bounded memory by two senders, revisions as versions, every refusal told by listing id."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import helpers

from directory.errors import IndexUnavailable
from directory.index.elastic.client import LONG_SECONDS, Server, told
from directory.index.elastic.document import Document

CHUNK, CHUNK_BYTES = 500, 8_000_000
"""Documents and bytes of one bulk request at most."""
SENDERS = 2
"""While one waits for the server, the other makes documents (measured: one sender reaches two thirds of the rate)."""
PATIENCE = 6
"""How often a document is sent again that the server had no time for (429), after 1, 2, 4 … seconds."""
NAMED = 20
"""Refused documents that a message names one by one."""


@dataclass(slots=True)
class Written:
    """What became of documents: how many were new, how many were older than what is there, which the server refused and why."""

    created: int = 0
    older: int = 0
    refused: dict[str, str] = field(default_factory=dict)

    def count(self, ok: bool, item: dict[str, Any]) -> None:
        """Take the answer for one document in."""
        (about,) = item.values()
        if ok:
            self.created += about.get("result") == "created"
        elif about.get("status") == 409:
            self.older += 1
        else:
            error = about.get("error") or {}
            self.refused[about["_id"]] = _why(error) if isinstance(error, dict) else str(error)[:200]


def _why(error: dict[str, Any]) -> str:
    """The kind of a refusal and the field it is about; never the values, which may be a person's words."""
    cause = error.get("caused_by") or {}
    kinds = dict.fromkeys(str(one.get("type", "")) for one in (error, cause))
    reason = str(error.get("reason", ""))
    _, quoted, rest = reason.partition("field [")
    name = rest.partition("]")[0]
    return f"{' '.join(filter(None, kinds))}{f', field {name}' if quoted else ''}"


def refusal(refused: dict[str, str], ids: dict[str, str]) -> str:
    """A sentence that names refused listings by id, the first ones one by one."""
    lines = [f"{ids.get(ref, ref)} ({why})" for ref, why in sorted(refused.items())[:NAMED]]
    more = len(refused) - len(lines)
    return "; ".join(lines) + (f"; and {more} more" if more > 0 else "")


def send(server: Server, index: str, documents: Iterable[Document], *, how: str = "external") -> Written:
    """Write documents in one stream. Raises IndexUnavailable when the server cannot be reached or is too busy for long."""
    found = Written()
    _stream(server, _actions(index, documents, how), found, threading.Lock())
    return found


def send_all(server: Server, index: str, documents: Iterable[Document], check: Callable[[], None]) -> Written:
    """Write many documents with several senders; `check` is asked between requests whether to go on."""
    found, lock, source = Written(), threading.Lock(), _Shared(_actions(index, documents, "external"), check)
    with ThreadPoolExecutor(SENDERS, thread_name_prefix="bulk") as pool:
        tasks = [pool.submit(_stream, server, source, found, lock) for _ in range(SENDERS)]
        for task in tasks:
            task.add_done_callback(lambda done: source.stop() if done.exception() else None)
    for task in tasks:
        task.result()
    if source.failed is not None:
        raise source.failed
    return found


def _actions(index: str, documents: Iterable[Document], how: str) -> Iterator[dict[str, Any]]:
    for one in documents:
        yield {
            "_op_type": "index",
            "_index": index,
            "_id": one.ref,
            "_version": one.revision,
            "_version_type": how,
            "_source": one.source,
        }


def _stream(server: Server, actions: Iterable[dict[str, Any]], found: Written, lock: threading.Lock) -> None:
    client = server.client.options(request_timeout=LONG_SECONDS)
    answers = helpers.streaming_bulk(
        client,
        actions,
        chunk_size=CHUNK,
        max_chunk_bytes=CHUNK_BYTES,
        raise_on_error=False,
        max_retries=PATIENCE,
        initial_backoff=1,
        max_backoff=30,
    )
    with told(server.where):
        for ok, item in answers:
            with lock:
                found.count(ok, item)


class _Shared:
    """An iterator that several threads read; what its source raises ends it for all of them."""

    def __init__(self, source: Iterator[dict[str, Any]], check: Callable[[], None]) -> None:
        self.source, self.check, self.lock = source, check, threading.Lock()
        self.failed: BaseException | None = None
        self.ended = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self

    def __next__(self) -> dict[str, Any]:
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
