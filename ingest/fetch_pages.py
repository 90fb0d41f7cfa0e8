"""Feeds that are more than one request: pages of an API, and what they lead to, kept as the files of one folder.

The folder is replaced when all of it is here: a run never sees half a feed. Each answer is kept with its ETag, so that a night
without changes loads nothing again.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from directory.errors import SourceError
from ingest.formats.paging import Ask

MOST = 20_000
"""Requests of one feed; a page has a hundred services or more, the largest known API has 2,000 services one by one."""

Download = Callable[[str, Path], Path]
Following = Callable[[Ask, Path], Iterable[Ask]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of all answers together, and how many there may be."""

    size: int
    count: int = MOST


def gathered(asks: list[Ask], following: Following, download: Download, *, folder: Path, limits: Limits) -> Path:
    """The folder of all answers, by their order. Raises SourceError where one cannot be had, or they never end."""
    waiting, seen, kept, size = deque(asks), {ask.url for ask in asks}, list[Path](), 0
    before = b""
    while waiting:
        ask = waiting.popleft()
        file = download(ask.url, folder / "pages" / f"{len(kept):05}")
        kept.append(file)
        size += file.stat().st_size
        if size > limits.size or len(kept) > limits.count:
            raise SourceError(f"The feed has more than {limits.count:,} answers or {limits.size >> 20} MB.")
        if ask.kind == "page":
            digest = hashlib.sha256(file.read_bytes()).digest()
            if digest == before:
                raise SourceError(f"Page {ask.number} is the same as the page before: the server does not page.")
            before = digest
        for more in following(ask, file):
            if more.url not in seen:
                seen.add(more.url)
                waiting.append(more)
    return _whole(kept, folder)


def _whole(kept: list[Path], folder: Path) -> Path:
    """The answers as files of one folder, in the place of the last run's."""
    part, whole = folder / "whole.part", folder / "whole"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    for number, file in enumerate(kept):
        start = file.read_bytes()[:1].lstrip()
        shutil.copyfile(file, part / f"{number:05}.{'json' if start in {b'[', b'{'} else 'csv'}")
    shutil.rmtree(whole, ignore_errors=True)
    part.rename(whole)
    for old in sorted((folder / "pages").iterdir())[len(kept) :]:
        shutil.rmtree(old, ignore_errors=True)
    return whole
