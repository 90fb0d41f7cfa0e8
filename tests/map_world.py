"""An invented town on a map: its tiles, drawn here, and listings whose places are known more, less and not at all."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from directory.geo import Point
from directory.listing import Address, Place
from directory.settings import Settings
from tests.pages_world import GROUP, made, ref

CENTRE = Point(25.7743, -80.1937)
ZOOMS = range(9, 16)
SECRET = "25.71234"
"""The latitude of places that no page may tell."""
CREDIT = "© Invented mappers https://maps.example.org/copyright"
PAPER, STREET, AVENUE, WATER = 0, 1, 2, 3
PALETTE = bytes.fromhex("f2efe9 ffffff f6d58f aad3df".replace(" ", ""))
SEARCH = "/search?q=grief&place=Miami"


def tile_of(point: Point, zoom: int) -> tuple[int, int]:
    """Column and row of the tile that holds a point (Web Mercator)."""
    size, angle = 1 << zoom, math.radians(point.lat)
    return int((point.lon + 180) / 360 * size), int((1 - math.asinh(math.tan(angle)) / math.pi) / 2 * size)


def tiles() -> Iterator[tuple[int, int, int]]:
    """Zoom, column and row of every tile of the town; the nearest zooms hold its middle alone."""
    for zoom in ZOOMS:
        around = 4 if zoom > 12 else 2
        column, row = tile_of(CENTRE, zoom)
        for x in range(column - around, column + around + 1):
            yield from ((zoom, x, y) for y in range(row - around, row + around + 1))


@cache
def drawn(zoom: int, column: int, row: int) -> bytes:
    """A tile as PNG: streets in a grid, an avenue across them, water in the east."""
    gap, shore = 64, tile_of(Point(CENTRE.lat, -80.17), zoom)[0]
    rows, between = [], (bytes([STREET]) * 6 + bytes([PAPER]) * (gap - 6)) * (256 // gap)
    for y in range(256):
        line = bytearray(bytes([STREET]) * 256 if y % gap < 6 else between)
        start = (y + 32 * (zoom % 3)) % 256
        line[start : start + 12] = bytes([AVENUE]) * len(line[start : start + 12])
        if column >= shore:
            edge = 24 + (y % 32) // 8 if column == shore else 0
            line[edge:] = bytes([WATER]) * (256 - edge)
        rows.append(b"\0" + bytes(line))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 256, 256, 8, 3, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 9)
    parts = (chunk(b"IHDR", head), chunk(b"PLTE", PALETTE), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def folder(path: Path) -> Path:
    """The town's tiles as a folder of z/x/y."""
    for zoom, column, row in tiles():
        file = path / str(zoom) / str(column) / f"{row}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(drawn(zoom, column, row))
    return path


def packed(path: Path, kind: TileType = TileType.PNG) -> Path:
    """The town's tiles as a PMTiles file."""
    with path.open("wb") as file:
        writer = Writer(file)  # type: ignore[no-untyped-call]  # pmtiles has no types
        for number, one in sorted((zxy_to_tileid(*one), one) for one in tiles()):
            writer.write_tile(number, drawn(*one))  # type: ignore[no-untyped-call]
        head = {"tile_type": kind, "tile_compression": Compression.NONE, "min_zoom": ZOOMS[0], "max_zoom": ZOOMS[-1]}
        writer.finalize(head, {})  # type: ignore[no-untyped-call]
    return path


def settings(path: Path) -> Settings:
    """Settings with these tiles."""
    return Settings(tiles=str(path), tiles_credit=CREDIT, exit_url="/accessibility")


def at(lat: float, lon: float, **more: Any) -> Place:
    """A public place in the town, known exactly unless told otherwise."""
    said: dict[str, Any] = {
        "address": Address(lines=("20 Example Street",), city="Miami", region="FL", country="US"),
        "point": Point(lat, lon),
        "precision": "rooftop",
        "codes": ("us-fl-086", "us-fl", "us"),
    }
    return Place(**(said | more))


PRIVATE = float(SECRET)
TOWN = (
    made("east", name="Grief circle east", place=at(25.7750, -80.1800)),
    made("west", name="Grief circle west", place=at(25.7700, -80.2300)),
    made("north", name="Grief circle north", place=at(25.8000, -80.2000)),
    made("near", name="Grief circle near", place=at(25.7620, -80.1920)),
    made("beside", name="Grief circle beside", place=at(25.7620, -80.1921)),
    made("same", name="Grief circle at the same door", place=at(25.7620, -80.1920)),
    made("town", name="Grief circle of the town", place=at(25.7900, -80.2200, precision="city")),
    made("zip", name="Grief circle of the district", place=at(25.7500, -80.2100, precision="zip")),
    made("county", name="Grief circle of the county", place=at(PRIVATE, -80.3100, precision="county")),
    made("area", name="Grief circle at a home", place=at(PRIVATE, -80.3200, visibility="area", precision="city")),
    made("hidden", name="Grief circle in hiding", place=Place(visibility="hidden", codes=("us-fl-086", "us-fl", "us"))),
    made("online", name="Grief circle online", modes=("video",), place=at(25.7300, -80.3300), coverage=("us-fl-086",)),
    made("serves", name="Grief circle far away", place=at(27.95, -82.45), coverage=("us-fl",)),
    made("meet0", name="Harbor grief circle", organization=GROUP, group="harbor", place=at(25.7800, -80.2450)),
    made("meet1", name="Harbor grief circle", organization=GROUP, group="harbor", place=at(25.7850, -80.2600)),
    made("meet2", name="Harbor grief circle", organization=GROUP, group="harbor", place=at(25.7850, -80.2600)),
)
"""Fourteen cards: nine with a place or two, five without."""
ON_MAP = {ref(key) for key in ("east", "west", "north", "near", "beside", "same", "town", "zip", "meet0")}
OFF_MAP = {ref(key) for key in ("county", "area", "hidden", "online", "serves")}
MANY = tuple(
    made(
        f"many{n}",
        name=f"Food place {n}",
        categories=("practical/food/pantries",),
        place=at(25.70 + n % 5 / 50, -80.30 + n // 5 / 50),
    )
    for n in range(24)
)
"""More than a page of listings, each with a place of its own."""
MANY_SEARCH = "/search?category=practical/food/pantries&place=Miami"
