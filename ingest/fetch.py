"""Bringing a source here: a local file, folder or zip, or a download. What is not whole is a SourceError, never half a feed."""

from __future__ import annotations

import json
import lzma
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

import requests

from directory.errors import SourceError
from ingest.clean.links import private
from ingest.fetch_line import INSIDE, Line
from ingest.fetch_pages import Limits, gathered
from ingest.formats import formats
from ingest.formats.paging import Ask
from ingest.sources import Source

CONNECT_S, READ_S = 10, 60
LONGEST_S, LONGEST_PAGED_S = 1800, 4 * 3600
"""Seconds of a download, and of all answers of an API together: the largest known has 2,000 services, asked for one by one."""
LARGEST = 300 * 1024 * 1024
"""Bytes of a download, and of all files of a zip together four times as much; the largest feed known has 60 MB."""
UNPACKED = 4 * LARGEST
MOST_FILES = 10_000
RATIO = 200
"""A zip that grows more than this is a bomb: CSV and JSON shrink 5 to 30 times."""
REDIRECTS = 5
CHUNK = 1 << 16
AGENT = "Nearhelp-ingest/1 (community resource directory)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A source that is here: a file or folder, and the day its facts are from."""

    path: Path
    day: date


@contextmanager
def fetched(source: Source, folder: Path, today: date) -> Iterator[Fetched]:
    """The source's file or folder while it is read: `brought` and `opened` in one."""
    with opened(brought(source, folder, today)) as here:
        yield here


def brought(source: Source, folder: Path, today: date) -> Fetched:
    """The source's file or folder as it came, zips still packed. Downloads are kept in `folder`.

    Raises SourceError for what is missing, empty, truncated, too large, or a web page.
    """
    path = source.path if source.path is not None else _loaded(source, folder / source.name)
    if not path.exists():
        raise SourceError(f"There is nothing at {path.name!r}: the file or folder of the source is missing.")
    written = datetime.fromtimestamp(_newest(path), UTC).date() if source.path is not None else today
    day = source.seen_on or min(written, today)
    if path.is_dir():
        if not any(path.iterdir()):
            raise SourceError(f"The folder {path.name!r} is empty.")
        return Fetched(path, day)
    _head(path)
    return Fetched(path, day)


@contextmanager
def opened(here: Fetched) -> Iterator[Fetched]:
    """What was brought, while it is read; a zip is unpacked for as long. Raises SourceError for a zip that is not whole."""
    path = here.path
    packed = path.is_file() and _head(path).startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))
    if (packed or path.suffix.lower() == ".zip") and not _sheet(path):
        with tempfile.TemporaryDirectory(prefix="nearhelp-") as inside:
            yield Fetched(unpacked(path, Path(inside)), here.day)
        return
    yield here


def _loaded(source: Source, folder: Path) -> Path:
    """The file of a source's address, or the folder of all that its format has to ask an API for."""
    form = formats().get(source.format)
    ask = getattr(form, "asks", None)
    asks = ask(source.url, source.options) if ask is not None else []
    if not asks or form is None:
        return download(source.url, folder)

    def following(one: Ask, file: Path) -> Iterable[Ask]:
        found: Iterable[Ask] = form.following(one, file, source.options)
        return found

    with Line(source.url, LONGEST_PAGED_S) as line:

        def load(url: str, into: Path) -> Path:
            return download(url, into, line)

        return gathered(asks, following, load, folder=folder, limits=Limits(UNPACKED))


def _newest(path: Path) -> float:
    if path.is_file():
        return path.stat().st_mtime
    return max((file.stat().st_mtime for file in path.rglob("*") if file.is_file()), default=path.stat().st_mtime)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}.") from None
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise SourceError(f"{path.name} is empty.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise SourceError(f"{path.name} is a web page, not a feed.")
    return head


def _sheet(file: Path) -> bool:
    """Whether a zip is a sheet (ECMA-376), which is read as it is; what would be a bomb as a zip is one here too."""
    try:
        with zipfile.ZipFile(file) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                return False
            _check(packed.infolist(), file)
    except (zipfile.BadZipFile, OSError, ValueError):
        return False  # unpacking says what is wrong with it
    return True


def unpacked(file: Path, into: Path) -> Path:
    """The folder, or the only file, of a zip. Raises SourceError when it is truncated, damaged, a bomb, or leads outside."""
    try:
        with zipfile.ZipFile(file) as packed:
            members = [member for member in packed.infolist() if not member.is_dir() and not _rubbish(member.filename)]
            _check(members, file)
            for member in members:
                _extract(packed, member, into)
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        zipfile.LargeZipFile,
        OSError,
        ValueError,
        zlib.error,
        lzma.LZMAError,
    ) as error:
        raise SourceError(f"{file.name} is not a whole zip file: {error}.") from None
    inside = into
    while len(found := list(inside.iterdir())) == 1:
        inside = found[0]
        if inside.is_file():
            break
    return inside


def _rubbish(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in {".DS_Store", "Thumbs.db"}


def _check(members: list[zipfile.ZipInfo], file: Path) -> None:
    if not members:
        raise SourceError(f"{file.name} is an empty zip file.")
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > UNPACKED:
        raise SourceError(f"{file.name} unpacks to more than {UNPACKED >> 20} MB or {MOST_FILES} files.")
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0]:
            raise SourceError(f"{file.name} holds a file that would be written outside of its folder.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise SourceError(f"{file.name} holds a link.")
        if member.file_size > CHUNK * RATIO and member.file_size > member.compress_size * RATIO:
            raise SourceError(f"{file.name} holds a file that grows more than {RATIO} times.")


def _extract(packed: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> None:
    target = into.joinpath(*PurePosixPath(member.filename.replace("\\", "/")).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size  # what was checked; more than that is a lie
    with packed.open(member) as source, target.open("wb") as out:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile("a file is larger than it says")
            out.write(chunk)


def download(url: str, folder: Path, line: Line | None = None) -> Path:
    """The file of an http(s) address, kept in `folder`; not loaded again while the server says it is the same.

    Retries 429 and 5xx honouring Retry-After. Redirects to private addresses are not followed. `line` has the connections of
    a feed of several files. Raises SourceError.
    """
    if line is None:
        with Line(url, LONGEST_S) as line:
            return download(url, folder, line)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # a feed holds what its listings must not tell
    kept, notes = folder / "feed", folder / "feed.json"
    known = json.loads(notes.read_text(encoding="utf-8")) if notes.exists() and kept.exists() else {}
    headers = {"User-Agent": AGENT, "Accept": "*/*"}
    if known.get("url") == url:
        headers |= {name: known[field] for name, field in _CONDITIONS.items() if known.get(field)}
    try:
        with _followed(line, url, headers) as answer:
            if answer.status_code == requests.codes.not_modified:
                answer.raw.drain_conn()  # nothing is in it; read to its end, its connection serves the next request
                return kept
            _written(answer, kept, line)
            found = {"url": url, "etag": answer.headers.get("ETag"), "modified": answer.headers.get("Last-Modified")}
    except requests.RequestException as error:
        line.check()  # what was cut because it took too long looks broken
        raise SourceError(f"{_shown(url)} cannot be loaded: {_reason(error)}.") from None
    except ValueError:  # of an address that it leads to
        raise SourceError(f"{_shown(url)} leads to what is no address.") from None
    notes.write_text(json.dumps(found), encoding="utf-8")
    return kept


_CONDITIONS = {"If-None-Match": "etag", "If-Modified-Since": "modified"}


def _followed(line: Line, url: str, headers: dict[str, str]) -> requests.Response:
    start = urlsplit(url).hostname
    for _ in range(REDIRECTS + 1):
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            raise SourceError("The address leads to something that is not http or https.")
        if parts.hostname != start:
            if private(parts.hostname or ""):
                raise SourceError(INSIDE)
            line.fit(parts.hostname or "")  # the connection looks again at what it connects to; a proxy would not
        answer = line.session.get(url, headers=headers, timeout=(CONNECT_S, READ_S), stream=True, allow_redirects=False)
        if not answer.is_redirect:
            if answer.status_code >= 400:
                answer.close()
                raise SourceError(f"{_shown(url)} answers {answer.status_code}{_phrase(answer.status_code)}.")
            return answer
        answer.close()
        url = urljoin(url, answer.headers["Location"])
    raise SourceError(f"The address leads on more than {REDIRECTS} times.")


def _written(answer: requests.Response, kept: Path, line: Line) -> None:
    part = kept.with_suffix(".part")
    size = 0
    with part.open("wb") as out:
        for chunk in answer.iter_content(CHUNK):
            size += len(chunk)
            line.check()
            if size > LARGEST:
                raise SourceError(f"The feed is larger than {LARGEST >> 20} MB.")
            out.write(chunk)
    line.check()  # an answer of no stated length ends where it was cut
    promised = answer.headers.get("Content-Length", "")
    if promised.isdigit() and "Content-Encoding" not in answer.headers and size != int(promised):
        raise SourceError(f"The download broke off: {size} of {promised} bytes.")
    shutil.move(part, kept)


def _shown(url: str) -> str:
    """The address without credentials and without its query, which may hold a key."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"


def _phrase(code: int) -> str:
    """The standard's words for a status: a server's own may hold anything, and stand in reports and on a terminal."""
    try:
        return f" {HTTPStatus(code).phrase}"
    except ValueError:
        return ""


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not valid"
    if isinstance(error, requests.exceptions.RetryError):
        return "it keeps answering that it is busy or broken"
    if isinstance(error, requests.ConnectionError):
        return "there is no connection to it"
    return "the answer is broken"
