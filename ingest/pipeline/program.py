"""What reads feeds, as a digest: a feed that did not change is read again when the program or its vocabularies did."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = ("ingest", "directory", "data/seed/taxonomy", "data/seed/gazetteer")
APART = ("directory/web/", "directory/index/", "directory/catalogue/", "directory/language/")
"""Parts of the program that no record goes through on its way to a listing."""


@cache
def program() -> bytes:
    """A digest of the program's files and data that decide what becomes of a record."""
    whole = hashlib.sha256()
    for part in READERS:
        for file in sorted((ROOT / part).rglob("*")):
            name = file.relative_to(ROOT).as_posix()
            if file.is_file() and file.suffix != ".pyc" and not name.startswith(APART):
                whole.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.digest()


def digest_of(path: Path) -> bytes:
    """A digest of a file, or of a folder's files and their names."""
    if path.is_file():
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").digest()
    whole = hashlib.sha256()
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        whole.update(file.relative_to(path).as_posix().encode() + b"\0" + digest_of(file))
    return whole.digest()
