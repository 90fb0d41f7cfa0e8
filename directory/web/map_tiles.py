"""Map tiles of the operator, read from a folder of `z/x/y` images or from one PMTiles file; nobody else is ever asked for one.

A PMTiles file is read here and not in the browser: pages then need no second library, and a browser's address bar, history and
range requests say no more than those of a folder. Specification: PMTiles version 3, by the library of its authors.
"""

from __future__ import annotations

import gzip
import mmap
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pmtiles.tile import Compression, Entry, TileType, deserialize_directory, deserialize_header, find_tile, zxy_to_tileid

from directory.errors import SettingsError
from directory.settings import Settings, variable_of

IMAGES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif"}
PACKED = {TileType.PNG: ".png", TileType.JPEG: ".jpg", TileType.WEBP: ".webp", TileType.AVIF: ".avif"}
DEEPEST = 22
"""The nearest zoom that tiles are made for: 4 cm a pixel."""
HEADER = 127
"""Bytes of the header of a PMTiles file (specification, section 3)."""
STEPS = 4
"""Directories between the first one and a tile, as many as the specification's own readers follow."""
KEPT = 64
"""Directories of a PMTiles file kept unpacked, each of some thousand tiles."""


class Credit(NamedTuple):
    """Who made the tiles, and where that is said; without an address it is no link."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """Images of a map: their type, the zooms there are, and one of them; None where there is none."""

    kind: str
    low: int
    high: int
    credit: Credit
    read: Callable[[int, int, int], bytes | None]


def opened(settings: Settings) -> Tiles | None:
    """The tiles of the settings, None without them. Raises SettingsError naming what is wrong with them."""
    if not settings.tiles:
        return None
    if not settings.tiles_credit:
        raise _fault("tiles_credit", "Say who made the map tiles: their licence asks for it on the map.")
    path, credit = Path(settings.tiles), _credit(settings.tiles_credit)
    try:
        return _folder(path, credit) if path.is_dir() else _packed(path, credit)
    except OSError as error:
        raise _fault("tiles", f"They cannot be read: {error.strerror}.") from None


def _credit(text: str) -> Credit:
    *words, last = text.split(" ")
    return Credit(" ".join(words), last) if words and last.startswith("https://") else Credit(text, "")


def _fault(name: str, text: str) -> SettingsError:
    return SettingsError(f"The configuration is not right.\n  {variable_of(name)}: {text}")


def _folder(path: Path, credit: Credit) -> Tiles:
    zooms = sorted(int(one.name) for one in path.iterdir() if one.name.isdecimal() and int(one.name) <= DEEPEST)
    ending = next((one.suffix for one in path.glob("[0-9]*/[0-9]*/[0-9]*.*") if one.suffix in IMAGES), None)
    if ending is None:
        raise _fault("tiles", "The folder has no images like 12/1132/1739.png: zoom, column, row from the north.")

    def read(zoom: int, column: int, row: int) -> bytes | None:
        try:
            return (path / str(zoom) / str(column) / f"{row}{ending}").read_bytes()
        except FileNotFoundError:
            return None

    return Tiles(IMAGES[ending], zooms[0], zooms[-1], credit, read)


def _packed(path: Path, credit: Credit) -> Tiles:
    with path.open("rb") as file:
        if not file.read(8) == b"PMTiles\x03":
            raise _fault("tiles", "It is neither a folder of tiles nor a PMTiles file of version 3.")
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    head = deserialize_header(held[:HEADER].ljust(HEADER, b"\0"))
    if head["tile_type"] not in PACKED:
        raise _fault("tiles", "The PMTiles file holds no images but vectors; it needs PNG, JPEG, WebP or AVIF tiles.")
    if head["internal_compression"] is not Compression.GZIP:
        raise _fault("tiles", "The directories of the PMTiles file are not compressed with gzip.")

    @lru_cache(maxsize=KEPT)
    def directory(start: int, length: int) -> list[Entry]:
        return deserialize_directory(held[start : start + length])

    try:
        directory(head["root_offset"], head["root_length"])
    except (OSError, EOFError, zlib.error):
        raise _fault("tiles", "The PMTiles file is damaged: its directory cannot be read.") from None

    def read(zoom: int, column: int, row: int) -> bytes | None:
        wanted, place = zxy_to_tileid(zoom, column, row), (head["root_offset"], head["root_length"])
        for _ in range(STEPS):
            found = find_tile(directory(*place), wanted)
            if found is None:
                return None
            if found.run_length:
                start = head["tile_data_offset"] + found.offset
                body = held[start : start + found.length]
                return gzip.decompress(body) if head["tile_compression"] is Compression.GZIP else body
            place = (head["leaf_directory_offset"] + found.offset, found.length)
        return None

    return Tiles(IMAGES[PACKED[head["tile_type"]]], head["min_zoom"], head["max_zoom"], credit, read)
