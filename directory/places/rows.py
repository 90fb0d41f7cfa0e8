"""The committed facts of the gazetteer as rows: how they are written and read again.

`data/seed/gazetteer/README.md` says where they come from. The compressed files are written by `directory.places.build`, the
plain ones by hand.
"""

from __future__ import annotations

import csv
import hashlib
import io
import lzma
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

SEED = Path(__file__).resolve().parents[2] / "data" / "seed" / "gazetteer"
FILTERS = ({"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME},)


class Country(NamedTuple):
    """A country: `code` as in area codes; aliases are separated by | in every row."""

    code: str
    short: str
    name: str
    aliases: str


class Region(NamedTuple):
    """A state, province or nation; `geonames` is its code in GeoNames."""

    code: str
    short: str
    name: str
    geonames: str
    aliases: str


class County(NamedTuple):
    """A county or its equivalent; `code` is `us-ca-001`."""

    code: str
    name: str


class Zip(NamedTuple):
    """A ZIP code. `kind` S standard, P PO boxes, U one addressee; `county` three digits, `region` an area code."""

    code: str
    kind: str
    city: str
    also: str
    county: str
    region: str
    lat: str
    lon: str
    zone: str


class City(NamedTuple):
    """A populated place of GeoNames."""

    name: str
    region: str
    lat: str
    lon: str
    population: str
    zone: str
    also: str


class ByHand(NamedTuple):
    """A city whose shown name or counties the sources do not tell; counties three digits each, separated by spaces."""

    name: str
    region: str
    shown: str
    counties: str


class Alias(NamedTuple):
    """A name that people use for one city."""

    alias: str
    name: str
    region: str


class Postal(NamedTuple):
    """A postal area that an operator brought: country code, code, place name, region code, position, zone."""

    country: str
    code: str
    name: str
    region: str
    lat: str
    lon: str
    zone: str


MAKERS = ("areas", "cities", "derive", "labels", "normalise", "rows", "store")
"""Modules whose change makes another gazetteer of the same facts."""
Row = TypeVar("Row", bound=tuple[Any, ...])
FILES = {
    Country: "countries.csv",
    Region: "regions.csv",
    ByHand: "places-by-hand.csv",
    Alias: "aliases.csv",
    County: "counties.csv.xz",
    Zip: "zips.csv.xz",
    City: "cities.csv.xz",
    Postal: "postal.csv",
}


def read(kind: type[Row], folder: Path = SEED) -> list[Row]:
    """The rows of a kind; none where an optional file (postal.csv) is absent."""
    path = folder / FILES[kind]
    if kind is Postal and not path.exists():
        return []
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode()
    lines = csv.reader(io.StringIO(text))
    if tuple(next(lines)) != kind._fields:  # type: ignore[attr-defined]  # the bound cannot say NamedTuple
        raise ValueError(f"{path.name}: the columns are not {', '.join(kind._fields)}")  # type: ignore[attr-defined]
    return [kind._make(line) for line in lines]  # type: ignore[attr-defined]


def write(kind: type[Row], rows: Iterable[Row], folder: Path = SEED) -> Path:
    """Writes the rows of a kind, the same bytes for the same rows."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(kind._fields)  # type: ignore[attr-defined]
    out.writerows(rows)
    raw = text.getvalue().encode()
    path = folder / FILES[kind]
    path.write_bytes(lzma.compress(raw, format=lzma.FORMAT_XZ, filters=FILTERS) if path.suffix == ".xz" else raw)
    return path


def fingerprint(folder: Path = SEED) -> str:
    """A name for exactly these facts and this way of reading them: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in (*(folder / name for name in FILES.values()), *(Path(__file__).with_name(f"{name}.py") for name in MAKERS)):
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
